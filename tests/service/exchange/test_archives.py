"""Zips of feedback."""

import io
import zipfile
from collections.abc import Iterator

from service.exchange.archives import FeedbackFile, stream_zip, zip_moodle_feedback, zip_reports
from service.exchange.layouts import detect_layout
from service.exchange.names import leads_out
from service.exchange.scripts import Layout

FILES = [
    FeedbackFile(title="../Zoë, a.txt", body=b"1", ending=".html", participant_id="7", participant_name="Zoë_A. 5"),
    FeedbackFile(title="Zoë, b.txt", body=b"2", ending=".html", participant_id="7", participant_name="Zoë_A. 5"),
    FeedbackFile(title="zoë, B.txt", body=b"3", ending=".pdf", participant_id="8"),
    FeedbackFile(title="nobody", body=b"4", ending=".html"),
    FeedbackFile(title="anonymous", body=b"5", ending=".html", participant_id="qX7aP"),
]


def unzip(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_reports_have_names_that_are_safe_and_no_two_alike() -> None:
    names = unzip(zip_reports(FILES))
    assert list(names) == ["Zoë, a.txt.html", "Zoë, b.txt.html", "zoë, B.txt (2).pdf", "nobody.html", "anonymous.html"]
    assert not any(leads_out(name) for name in names)
    assert list(names.values()) == [b"1", b"2", b"3", b"4", b"5"]


def test_moodle_finds_the_student_in_every_name() -> None:
    names = unzip(zip_moodle_feedback(FILES))
    assert names == {
        "Zoë A. 5_7_assignfeedback_file_feedback.html": b"1",
        "Zoë A. 5_7_assignfeedback_file_feedback (2).html": b"2",
        "Participant_8_assignfeedback_file_feedback.pdf": b"3",
    }
    # as Moodle's importer takes a name apart
    assert [name.split("_", 4)[1:4] for name in names] == [
        ["7", "assignfeedback", "file"],
        ["7", "assignfeedback", "file"],
        ["8", "assignfeedback", "file"],
    ]
    assert detect_layout(list(names)) is Layout.PLAIN


def test_the_same_content_gives_the_same_bytes() -> None:
    assert zip_reports(FILES) == zip_reports(FILES)


def test_a_zip_is_given_piece_by_piece_while_its_files_are_made() -> None:
    made: list[str] = []

    def make() -> Iterator[tuple[str, bytes]]:
        for name in ("a", "b"):
            made.append(name)
            yield name, name.encode() * 1_000

    pieces = stream_zip(make())
    assert next(pieces)
    assert made == ["a"]
    assert unzip(b"".join(stream_zip(make()))) == {"a": b"a" * 1_000, "b": b"b" * 1_000}
