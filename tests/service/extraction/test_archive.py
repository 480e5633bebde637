import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from service.errors import DraftTooLargeError, ProtectedDraftError, UnreadableDraftError, UnsupportedFormatError
from service.extraction.archive import find_word_part, is_odt, open_archive, refuse_doctype, refuse_other
from tests.service.extraction.documents import LIMITS, build_docx, build_odt, odt_files, paragraph, zip_files

BOMB = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">'
LOCKED = '<manifest xmlns:m="urn:x"><m:encryption-data/></manifest>'


def encrypted(body: bytes) -> bytes:
    """The zip with the flag of an encrypted entry set in both of its headers."""
    changed = bytearray(body)
    changed[6] |= 1
    changed[body.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def test_a_sound_archive_is_opened() -> None:
    assert "word/document.xml" in open_archive(build_docx(paragraph("x")), LIMITS).namelist()


@pytest.mark.parametrize(
    ("body", "error", "message"),
    [
        (b"PK\x03\x04 and no more", UnreadableDraftError, "damaged"),
        (build_docx(paragraph("x"))[:-40], UnreadableDraftError, "damaged"),
        (zip_files({"word/document.xml": "<unclosed>"}), UnreadableDraftError, "damaged"),
        (build_docx(paragraph("x"), before=BOMB), UnreadableDraftError, "document type definition"),
        (build_docx(paragraph("x"), before=OUTSIDE), UnreadableDraftError, "document type definition"),
        (build_odt("<text:p>x</text:p>", before=BOMB), UnreadableDraftError, "document type definition"),
        (zip_files({f"{index}": "" for index in range(2_001)}), DraftTooLargeError, "2,001 files"),
        (encrypted(zip_files({"a.txt": "x"})), ProtectedDraftError, "password"),
        (zip_files(odt_files() | {"META-INF/manifest.xml": LOCKED}), ProtectedDraftError, "password"),
    ],
)
def test_an_unsound_archive_is_refused(body: bytes, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        open_archive(body, LIMITS)


@pytest.mark.parametrize("name", ["word/media/image.bin", "word/document.xml"])
def test_what_is_unpacked_is_counted(name: str) -> None:
    body = zip_files({"first": b"0" * 60_000, name: b" " * 60_000})
    with pytest.raises(DraftTooLargeError, match="more than 100,000 bytes"):
        open_archive(body, replace(LIMITS, max_unpacked_bytes=100_000))


def test_a_header_that_lies_about_a_size_is_not_believed() -> None:
    body = bytearray(zip_files({"a": b"0" * 1_000_000}))
    start = body.index(b"PK\x01\x02") + 24
    body[start : start + 4] = (10).to_bytes(4, "little")
    with pytest.raises(UnreadableDraftError):
        open_archive(bytes(body), LIMITS)


def open_zip(*names: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(zip_files(dict.fromkeys(names, "x"))))


@pytest.mark.parametrize(
    ("names", "part"),
    [
        (["word/document.xml"], "word/document.xml"),
        (["word/document2.xml"], "word/document2.xml"),
        (["word/documents.xml", "content.xml"], None),
    ],
)
def test_the_text_of_a_word_document_is_found(names: list[str], part: str | None) -> None:
    assert find_word_part(open_zip(*names)) == part


def test_an_opendocument_text_is_told_by_its_type() -> None:
    assert is_odt(zipfile.ZipFile(BytesIO(build_odt())))
    assert not is_odt(zipfile.ZipFile(BytesIO(zip_files(odt_files() | {"mimetype": "application/vnd.oasis.draw"}))))


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("xl/workbook.xml", "a spreadsheet"),
        ("ppt/presentation.xml", "a slide show"),
        ("Index/Document.iwa", "a Pages document"),
        ("META-INF/container.xml", "an e-book"),
        ("essay.docx", "a zip archive"),
    ],
)
def test_another_archive_is_named(name: str, what: str) -> None:
    with pytest.raises(UnsupportedFormatError, match=what):
        refuse_other(open_zip(name))


def test_xml_without_a_document_type_definition_passes() -> None:
    refuse_doctype(b"<a>DOCTYPE</a>")
