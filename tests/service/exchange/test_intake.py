"""Scripts from zips, folders and files, in the layouts of real exports and with what people break or plant in them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import DraftError, DraftTooLargeError, ProtectedDraftError, UnreadableDraftError
from service.exchange import Intake, IntakeLimits, Layout, read_files, read_folder, read_zip
from service.exchange.errors import HandInError, HandInTooLargeError

DATA = Path(__file__).parents[2] / "data" / "exchange"
LIMITS = IntakeLimits(max_file_bytes=100_000, max_entries=50, max_unpacked_bytes=1_000_000)


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, body in files:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = method
            archive.writestr(entry, body)
    return written


def whose(intake: Intake) -> list[tuple[str | None, str | None, str, bool]]:
    return [(one.participant_id, one.participant_name, one.file_name, one.is_late) for one in intake.scripts]


@pytest.fixture(params=["zip", "folder"])
def moodle(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Intake]:
    """The same download as a zip, and unpacked."""
    with (DATA / "moodle_folders.zip").open("rb") as source:
        if request.param == "zip":
            yield read_zip(source, LIMITS)
        else:
            zipfile.ZipFile(source).extractall(tmp_path)
            yield read_folder(tmp_path, LIMITS)


def test_moodle_with_folders(moodle: Intake) -> None:
    assert moodle.layout is Layout.MOODLE
    assert whose(moodle) == [
        ("2102", "Ada Lovelace", "onlinetext.html", False),
        ("2105", "Group A-Bo de Vries", "part_1.txt", False),
        ("2105", "Group A-Bo de Vries", "part_2.txt", False),
        ("2103", None, "my_essay_v2.txt", False),
        ("2101", "Zoë Ångström", "essay.txt", False),
        ("2104", "李 雷", "photo.jpg", False),
    ]
    assert [Path(name).name for name in moodle.skipped] == ["layout.png"]
    assert moodle.scripts[0].read().startswith(b"<p>The cafe")


@pytest.mark.parametrize(
    ("name", "layout", "expected"),
    [
        (
            "moodle_flat.zip",  # from a Mac: decomposed names in UTF-8 without the flag, and what Finder adds
            Layout.MOODLE,
            [
                ("2102", "Ada Lovelace", "onlinetext.html", False),
                ("2103", None, "my_essay_v2.txt", False),
                ("2101", "Zoë Ångström", "essay.txt", False),
            ],
        ),
        (
            "canvas.zip",
            Layout.CANVAS,
            [
                ("4403", "devriesbo", "text.html", False),
                ("4404", "liulei", "photo.jpg", False),
                ("4401", "lovelaceada", "essay.txt", False),
                ("4402", "ångströmzoë", "my_essay_v2-1.txt", True),
            ],
        ),
        (
            "canvas_anonymous.zip",
            Layout.CANVAS,
            [("b2Zt9", None, "essay.txt", True), ("qX7aP", None, "essay.txt", False)],
        ),
    ],
)
def test_zips_of_learning_platforms(
    name: str, layout: Layout, expected: list[tuple[str | None, str | None, str, bool]]
) -> None:
    with (DATA / name).open("rb") as source:
        intake = read_zip(source, LIMITS)
        assert (intake.layout, whose(intake), intake.skipped) == (layout, expected, ())
        assert all(script.read() for script in intake.scripts)


def test_the_order_does_not_depend_on_the_order_in_the_zip() -> None:
    files = [(f"{name}.txt", b"x") for name in "cab"]
    there, back = read_zip(zipped(*files), LIMITS), read_zip(zipped(*reversed(files)), LIMITS)
    assert [one.name for one in there.scripts] == [one.name for one in back.scripts] == ["a.txt", "b.txt", "c.txt"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_two_scripts() -> None:
    intake = read_zip(zipped(("a.txt", b"one"), ("a.txt", b"two")), LIMITS)
    assert {one.name: one.read() for one in intake.scripts} == {"a.txt": b"one", "a.txt (2)": b"two"}


def test_an_entry_without_a_name_is_left_out() -> None:
    source = altered(zipped(("zz", b"x"), ("good.txt", b"good")), b"zz", b"\0z")
    assert [one.name for one in read_zip(source, LIMITS).scripts] == ["good.txt"]


def test_a_layout_may_be_said() -> None:
    with (DATA / "canvas.zip").open("rb") as source:
        assert {one.participant_id for one in read_zip(source, LIMITS, layout=Layout.PLAIN).scripts} == {None}


def linked() -> io.BytesIO:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        entry = zipfile.ZipInfo("bad.txt")
        entry.create_system, entry.external_attr = 3, 0o120777 << 16
        archive.writestr(entry, "../../secret.txt")
        archive.writestr("good.txt", "good")
    return written


def altered(source: io.BytesIO, old: bytes, new: bytes) -> io.BytesIO:
    body = source.getvalue()
    assert old in body
    return io.BytesIO(body.replace(old, new))


def encrypted() -> io.BytesIO:
    """The flag of a password set on the first of two entries."""
    body = bytearray(zipped(("bad.txt", b"bad"), ("good.txt", b"good")).getvalue())
    body[6] |= 1
    body[body.index(b"PK\x01\x02") + 8] |= 1
    return io.BytesIO(bytes(body))


def lying() -> io.BytesIO:
    """Two megabytes that claim to be five bytes."""
    body = bytearray(zipped(("bad.txt", bytes(2_000_000)), ("good.txt", b"good")).getvalue())
    for place in (22, body.index(b"PK\x01\x02") + 24):
        struct.pack_into("<I", body, place, 5)
    return io.BytesIO(bytes(body))


def unknown_method() -> io.BytesIO:
    body = bytearray(zipped(("bad.txt", b"bad"), ("good.txt", b"good")).getvalue())
    for place in (8, body.index(b"PK\x01\x02") + 10):
        struct.pack_into("<H", body, place, 99)
    return io.BytesIO(bytes(body))


@pytest.mark.parametrize(
    ("source", "error", "message"),
    [
        (
            zipped(("../bad.txt", b"x"), ("good.txt", b"good")),
            UnreadableDraftError,
            "its path leads out of the archive",
        ),
        (
            zipped(("C:\\bad.txt", b"x"), ("good.txt", b"good")),
            UnreadableDraftError,
            "its path leads out of the archive",
        ),
        (zipped(("bad.txt", bytes(100_001)), ("good.txt", b"good")), DraftTooLargeError, "it has 100,001 bytes"),
        (linked(), UnreadableDraftError, "it is a link to another file"),
        (encrypted(), ProtectedDraftError, "it asks for a password"),
        (lying(), UnreadableDraftError, "it is damaged in the archive"),
        (unknown_method(), UnreadableDraftError, "it is damaged in the archive"),
        (
            altered(
                zipped(("bad.txt", b"abcdef"), ("good.txt", b"good"), method=zipfile.ZIP_STORED), b"abcdef", b"abcdeX"
            ),
            UnreadableDraftError,
            "it is damaged in the archive",
        ),
    ],
)
def test_a_bad_entry_is_one_script_that_cannot_be_read(
    source: io.BytesIO, error: type[DraftError], message: str
) -> None:
    scripts = {one.name.removeprefix("../").removeprefix("C:/"): one for one in read_zip(source, LIMITS).scripts}
    with pytest.raises(error, match=message) as caught:
        scripts["bad.txt"].read()
    assert str(caught.value).startswith("bad.txt: ")
    assert scripts["good.txt"].read() == b"good"


def long_directory() -> io.BytesIO:
    """A zip whose end says that its directory takes ten megabytes."""
    body = bytearray(zipped(("a.txt", b"a")).getvalue())
    struct.pack_into("<I", body, body.index(b"PK\x05\x06") + 12, 10_000_000)
    return io.BytesIO(bytes(body))


def long_directory_64() -> io.BytesIO:
    """The same in the form for large archives."""
    end64 = b"PK\x06\x06" + bytes(36) + struct.pack("<QQ", 10_000_000, 0)
    return io.BytesIO(end64 + b"PK\x05\x06" + bytes(8) + b"\xff" * 8 + bytes(2))


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (io.BytesIO(b""), HandInError),
        (io.BytesIO(b"PK\x03\x04 cut short"), HandInError),
        (io.BytesIO(zipped(("a.txt", b"a" * 500)).getvalue()[:-30]), HandInError),
        (io.BytesIO(zlib.compress(b"no zip")), HandInError),
        (long_directory(), HandInTooLargeError),
        (long_directory_64(), HandInTooLargeError),
        (zipped(*((f"{number}.txt", b"x") for number in range(51))), HandInTooLargeError),
        (zipped(*((f"{number}.txt", bytes(99_000)) for number in range(11))), HandInTooLargeError),
    ],
)
def test_what_is_no_zip_or_far_too_much_is_refused_whole(source: io.BytesIO, error: type[HandInError]) -> None:
    with pytest.raises(error) as caught:
        read_zip(source, LIMITS)
    assert type(caught.value) is error


def test_a_folder_is_read_without_links_and_earlier_results(tmp_path: Path) -> None:
    for name in ("a.txt", "sub/b.txt", "out/results.txt", "sub/.hidden.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    intake = read_folder(tmp_path, LIMITS, without=tmp_path / "out")
    assert [one.name for one in intake.scripts] == ["a.txt", "sub/b.txt"]
    assert intake.scripts[1].read() == b"sub/b.txt"
    intake.scripts[0].read()
    (tmp_path / "a.txt").unlink()
    with pytest.raises(UnreadableDraftError, match="No such file"):
        intake.scripts[0].read()


def test_files_sent_one_by_one_are_an_intake_too() -> None:
    intake = read_files([("Zoe\u0308.txt", b"z"), (".DS_Store", b"x"), ("big.txt", bytes(100_001))], LIMITS)
    assert [one.name for one in intake.scripts] == ["Zoë.txt", "big.txt"]
    assert intake.scripts[0].read() == b"z"
    with pytest.raises(DraftTooLargeError):
        intake.scripts[1].read()


@given(
    name=st.sampled_from(["moodle_folders.zip", "moodle_flat.zip", "canvas.zip"]),
    places=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6),
    share=st.sampled_from([1.0, 1.0, 0.95, 0.5]),
)
def test_a_zip_with_changed_bytes_is_refused_or_read(name: str, places: list[tuple[float, int]], share: float) -> None:
    body = bytearray((DATA / name).read_bytes())
    for place, value in places:
        body[int(place * (len(body) - 1))] = value
    try:
        scripts = read_zip(io.BytesIO(bytes(body[: int(share * len(body))])), LIMITS).scripts
    except HandInError:
        return
    for script in scripts:
        with suppress(DraftError):
            assert len(script.read()) <= LIMITS.max_file_bytes
