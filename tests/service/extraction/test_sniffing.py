import pytest

from service.errors import ProtectedDraftError, UnsupportedFormatError
from service.extraction.sniffing import Format, sniff_format, suffix_of, wrong_name_notice

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("body", "suffix", "found"),
    [
        (b"PK\x03\x04rest", ".txt", Format.ARCHIVE),
        (b"junk\n%PDF-1.7", ".docx", Format.PDF),
        (b"  {\\rtf1 x}", "", Format.RTF),
        (b"<!DOCTYPE html><p>x", ".txt", Format.HTML),
        (b"\xef\xbb\xbf<?xml version='1.0'?><html>", "", Format.HTML),
        ("<html>".encode("utf-16"), "", Format.HTML),
        (b"<!-- x --><HTML>", "", Format.HTML),
        (b"<p>fragment", ".html", Format.HTML),
        (b"<p>fragment", ".txt", Format.PLAIN),
        (b"no tag, 5 < 6", ".html", Format.PLAIN),
        (b"The tag <html> comes first", ".txt", Format.PLAIN),
        (b"BMW builds cars", ".txt", Format.PLAIN),
        (b"", "", Format.PLAIN),
    ],
)
def test_a_format_is_told_by_content(body: bytes, suffix: str, found: Format) -> None:
    assert sniff_format(body, suffix=suffix) is found


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0", "a picture"),
        (b"BM\x36\0\0\0", "a picture"),
        (b"\x1f\x8b\x08\0\0\0\0", "an archive"),
        (b"\x7fELF\x02", "a program"),
        (b"MIME-Version: 1.0", "a saved web page"),
        (b"<?xml version='1.0'?><note/>", "an XML file"),
        (OLE + "WordDocument".encode("utf-16-le"), "old .doc kind"),
        (OLE, "Office file of an old kind"),
    ],
)
def test_a_known_format_that_is_not_read_is_named(body: bytes, what: str) -> None:
    with pytest.raises(UnsupportedFormatError, match=what):
        sniff_format(body, suffix=".docx")


def test_an_encrypted_office_document_is_said_to_be_one() -> None:
    with pytest.raises(ProtectedDraftError):
        sniff_format(OLE + "EncryptedPackage".encode("utf-16-le"), suffix=".docx")


@pytest.mark.parametrize(
    ("name", "suffix"), [("a.DOCX", ".docx"), ("x\\y.z/essay.pdf", ".pdf"), ("essay", ""), ("", ""), ("-", "")]
)
def test_the_suffix_is_the_last_ending_in_small_letters(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix


@pytest.mark.parametrize(
    ("suffix", "found", "notice"),
    [
        (".txt", Format.PDF, "The name says text file, but the file is a PDF and was read as such."),
        (".docx", Format.ARCHIVE, None),
        (".odt", Format.ARCHIVE, None),
        (".md", Format.PLAIN, None),
        ("", Format.RTF, None),
        (".essay", Format.RTF, None),
    ],
)
def test_a_wrong_name_is_mentioned(suffix: str, found: Format, notice: str | None) -> None:
    assert wrong_name_notice(suffix, found) == notice
