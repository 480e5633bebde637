import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.errors import (
    DraftError,
    DraftTooLargeError,
    DraftTooLongError,
    EmptyDraftError,
    ExtractionTimeoutError,
    ProtectedDraftError,
    UnreadableDraftError,
    UnsupportedFormatError,
)
from service.extraction import ExtractedDraft, extract_text
from service.extraction.notices import Notice
from tests.service.extraction.documents import (
    LIMITS,
    build_docx,
    build_odt,
    build_pdf,
    build_rtf,
    odt_files,
    paragraph,
    word_files,
    zip_files,
)

TEXT = "Lean cuts waste & rework at the Zanzibar yard."
OWN_WORD = "Zanzibar"
"""A word that no message may hold."""
HTML = b"<!doctype html><p>Lean cuts waste &amp; rework at the Zanzibar yard.</p>"
FILES = {
    "essay.txt": TEXT.encode(),
    "essay.md": TEXT.encode(),
    "essay.docx": build_docx(paragraph(TEXT)),
    "essay.odt": build_odt(f"<text:p>{TEXT.replace('&', '&amp;')}</text:p>"),
    "essay.rtf": build_rtf(TEXT),
    "essay.pdf": build_pdf(TEXT),
    "essay.html": HTML,
}
BINARY = ("essay.docx", "essay.odt", "essay.pdf")


def sound_code(error: DraftError) -> str:
    """The code of an error, known to be one that a user can make sense of."""
    assert error.status in {413, 415, 422}
    assert str(error).endswith(".")
    assert len(str(error)) < 400
    assert OWN_WORD not in str(error)
    return error.code


def outcome(name: str, body: bytes) -> str:
    """The text, or the code of a sound error: nothing else may come of any file."""
    try:
        draft = extract_text(name, body, LIMITS)
    except DraftError as error:
        return sound_code(error)
    assert any(char.isalnum() for char in draft.text)
    assert len(draft.text) <= LIMITS.max_characters
    return draft.text


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_its_text(name: str) -> None:
    assert extract_text(name, FILES[name], LIMITS) == ExtractedDraft(text=TEXT)


def test_reading_a_file_twice_gives_the_same() -> None:
    body = FILES["essay.docx"]
    assert extract_text("a.docx", body, LIMITS) == extract_text("a.docx", body, LIMITS)


@pytest.mark.parametrize(
    ("name", "content", "notice"),
    [
        ("a.txt", "essay.docx", "The name says text file, but the file is a word processor's document"),
        ("a.docx", "essay.pdf", "The name says Word document, but the file is a PDF"),
        ("a.pdf", "essay.txt", "The name says PDF, but the file is plain text"),
        ("a.odt", "essay.html", "The name says OpenDocument text, but the file is a web page"),
        ("a.rtf", "essay.rtf", ""),
        ("", "essay.odt", ""),
    ],
)
def test_a_wrong_ending_is_seen_through_and_mentioned(name: str, content: str, notice: str) -> None:
    draft = extract_text(name, FILES[content], LIMITS)
    assert draft.text == TEXT
    assert [item.startswith(notice) for item in draft.notices] == ([True] if notice else [])


@pytest.mark.parametrize(
    ("name", "body", "error", "message"),
    [
        ("essay.txt", b"", EmptyDraftError, "essay.txt: the file is empty. Check that"),
        ("", b" \n\t ", EmptyDraftError, "The draft: there is no word in it. Check"),
        ("-", b"\xef\xbb\xbf", EmptyDraftError, "The draft: there is no word in it. Check"),
        ("a/b\\essay.pdf", build_pdf(), EmptyDraftError, "essay.pdf: there is no word in it. Check"),
        ("e\x07ssay\n.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", UnsupportedFormatError, "essay.doc: it is an Office"),
        ("x" * 200, b"\x89PNG\r\n", UnsupportedFormatError, f"{'x' * 79}…: it is a picture. Save it as .docx, "),
        ("essay.docx", b"PK\x03\x04", UnreadableDraftError, "essay.docx: the file is damaged or cut short. Save it"),
        ("all.zip", zip_files({"a.docx": FILES["essay.docx"]}), UnsupportedFormatError, "all.zip: it is a zip archive"),
        ("a.odt", zip_files(odt_files() | {"content.xml": "<x"}), UnreadableDraftError, "a.odt: the file is damaged"),
        ("essay.txt", b"one " * 10_001, DraftTooLongError, "essay.txt: it has 10,001 words and the limit is 10,000. "),
        ("essay.txt", b"x" * 10_485_761, DraftTooLargeError, "essay.txt: it has 10,485,761 bytes and the limit is"),
    ],
)
def test_an_error_names_the_draft_the_cause_and_the_remedy(
    name: str, body: bytes, error: type[DraftError], message: str
) -> None:
    with pytest.raises(error) as caught:
        extract_text(name, body, LIMITS)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("word", "word"),
        (
            "Lean\x0b\x1b cuts\x00 waste, so the yard holds less stock.",
            "Lean\n cuts waste, so the yard holds less stock.",
        ),
        ("\u202eetsaw stuc naeL\u202c", "\u202eetsaw stuc naeL\u202c"),
        ("le\u200ba\u200bn \u2060cuts\ufeff", "le\u200ba\u200bn \u2060cuts\ufeff"),
        ("精益生产减少浪费。", "精益生产减少浪费。"),
        ("👩‍🏭 builds", "👩‍🏭 builds"),
    ],
)
def test_odd_characters_are_no_trouble(text: str, read: str) -> None:
    assert outcome("essay.txt", text.encode()) == read
    shown = paragraph("".join(char for char in text if char.isprintable() or char > "\x1f"))
    assert outcome("essay.docx", build_docx(shown)) == read.replace("\n", "")


def long_line() -> bytes:
    return b"lean stock " * 900_000


def words() -> str:
    return "stock " * 100_000


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "line.txt": (long_line, "draft_too_long"),
    "word.txt": (lambda: b"a" * 9_900_000, "draft_too_long"),
    "brackets.md": (lambda: b"(" * 9_900_000, "draft_too_long"),
    "words.txt": (lambda: words().encode(), "draft_too_long"),
    "line.html": (lambda: b"<html><p>" + long_line(), "draft_too_long"),
    "deep.html": (lambda: b"<html>" + b"<table><tr><td>" * 20_000, "empty_draft"),
    "line.rtf": (lambda: b"{\\rtf1 " + long_line(), "draft_too_long"),
    "deep.rtf": (lambda: b"{\\rtf1 " + b"{" * 1_000_000, "empty_draft"),
    "line.docx": (lambda: build_docx(paragraph(words() * 10)), "draft_too_long"),
    "words.docx": (lambda: build_docx(*[paragraph("stock " * 100)] * 1_000), "draft_too_long"),
    "words.odt": (lambda: build_odt("<text:p>stock stock stock stock </text:p>" * 25_000), "draft_too_long"),
    "deep.docx": (lambda: build_docx("<w:p>" * 5_000 + "</w:p>" * 5_000), "unreadable_draft"),
    "deep.odt": (lambda: build_odt("<text:section>" * 20_000 + "</text:section>" * 20_000), "unreadable_draft"),
    "bomb.docx": (lambda: zip_files(word_files() | {"word/media/a.bin": bytes(60_000_000)}), "draft_too_large"),
    "bomb.odt": (lambda: zip_files(odt_files() | {"a.xml": b"<a>" + b" " * 60_000_000}), "draft_too_large"),
    "many.docx": (lambda: zip_files(word_files() | {f"word/{n}": "" for n in range(2_001)}), "draft_too_large"),
    "nested.docx": (lambda: zip_files({"a.zip": zip_files({"word/document.xml": "<a/>"})}), "unsupported_format"),
    "entities.docx": (lambda: build_docx(before='<!DOCTYPE a [<!ENTITY b "c">]>'), "unreadable_draft"),
    "zeros.pdf": (lambda: b"%PDF-1.7\n" + bytes(1_000_000), "unreadable_draft"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_do_harm_ends_in_a_clear_error(name: str) -> None:
    build, code = HOSTILE[name]
    body = build()
    began = time.monotonic()
    assert outcome(name, body) == code
    assert time.monotonic() - began < LIMITS.timeout_s


@pytest.mark.parametrize("name", BINARY)
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_an_error_or_a_sound_text(name: str, share: float) -> None:
    body = FILES[name]
    assert outcome(name, body[: int(len(body) * share)]) in {
        TEXT,
        "unreadable_draft",
        "unsupported_format",
        "empty_draft",
    }


@given(
    start=st.sampled_from(
        [b"", b"PK\x03\x04", b"%PDF-1.7\n", b"{\\rtf1 ", b"<html>", b"\xff\xfe", b"\xd0\xcf\x11\xe0"]
    ),
    rest=st.binary(max_size=400),
    suffix=st.sampled_from([".txt", ".docx", ".pdf", ".html", ""]),
)
@settings(max_examples=40, deadline=None)
def test_random_bytes_are_an_error_or_a_sound_text(start: bytes, rest: bytes, suffix: str) -> None:
    assert outcome(f"essay{suffix}", start + rest)


@given(name=st.sampled_from(BINARY), place=st.floats(0, 0.999), changed=st.binary(min_size=1, max_size=8))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_file_with_changed_bytes_is_an_error_or_a_sound_text(name: str, place: float, changed: bytes) -> None:
    body = FILES[name]
    start = int(len(body) * place)
    assert outcome(name, body[:start] + changed + body[start + len(changed) :])


def test_a_file_with_a_password_is_said_to_have_one() -> None:
    with pytest.raises(ProtectedDraftError, match="Save a copy without a password"):
        extract_text("a.odt", zip_files(odt_files() | {"META-INF/manifest.xml": "<encryption-data/>"}), LIMITS)


@pytest.mark.parametrize(
    ("name", "body", "timeout_s"),
    [("essay.pdf", FILES["essay.pdf"], 0.001), ("essay.docx", build_docx("<w:p/>" * 500_000), 0.5)],
)
def test_reading_that_takes_too_long_is_stopped(name: str, body: bytes, timeout_s: float) -> None:
    began = time.monotonic()
    with pytest.raises(ExtractionTimeoutError, match=rf"{name}: reading it took more than {timeout_s} seconds\. Save"):
        extract_text(name, body, replace(LIMITS, timeout_s=timeout_s))
    assert time.monotonic() - began < 20


def test_reading_that_takes_too_much_memory_is_stopped() -> None:
    with pytest.raises(DraftTooLargeError, match="more memory than is allowed"):
        extract_text("essay.html", b"<html>" + b"word " * 1_900_000, replace(LIMITS, max_memory_bytes=64_000_000))


@pytest.fixture
def visitors() -> Iterator[tuple[int, list[str]]]:
    """A port that nobody should knock at, and who did."""
    seen: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        ended = threading.Event()

        def watch() -> None:
            while not ended.is_set():
                try:
                    connection, address = server.accept()
                except TimeoutError:
                    continue
                connection.close()
                seen.append(str(address))

        watcher = threading.Thread(target=watch)
        watcher.start()
        yield server.getsockname()[1], seen
        ended.set()
        watcher.join()


def test_nothing_outside_a_file_is_ever_fetched(visitors: tuple[int, list[str]]) -> None:
    port, seen = visitors
    address = f"http://127.0.0.1:{port}/x"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relationships = "".join(
        f'<Relationship Id="{kind}" Type="{kinds}/{kind}" Target="{address}" TargetMode="External"/>'
        for kind in ("image", "attachedTemplate", "hyperlink", "oleObject")
    )
    picture = (
        '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="x"><pic:pic><pic:blipFill><a:blip r:link="image"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    drafts = {
        "a.docx": build_docx(paragraph(TEXT, picture), relationships=relationships),
        "a.odt": build_odt(f'<text:p>Text<draw:frame><draw:image xlink:href="{address}"/></draw:frame></text:p>'),
        "a.html": f"<html><link href={address}><p>Text<img src={address}><iframe src={address}>".encode(),
        "a.rtf": build_rtf(rf'Text{{\field{{\*\fldinst INCLUDEPICTURE "{address}"}}{{\fldrslt }}}}'),
    }
    read = {name: outcome(name, body) for name, body in drafts.items()}
    assert read["a.docx"] == TEXT
    assert read["a.odt"] == read["a.html"] == read["a.rtf"] == "Text"
    assert not seen


def test_notices_of_the_reader_come_through() -> None:
    draft = extract_text("essay.html", b"<html><p>Seen.<p hidden>Unseen.", LIMITS)
    assert draft == ExtractedDraft(text="Seen.", notices=(str(Notice.HIDDEN_TEXT),))
