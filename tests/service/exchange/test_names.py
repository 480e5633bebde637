"""Names of files as they come out of archives, and names that are safe to give to files."""

import struct
import zipfile

import pytest

from service.exchange.names import compose_name, decode_name, each_once, file_name_for, is_junk, leads_out


def entry(name: str, *, flags: int = 0, extra: bytes = b"") -> zipfile.ZipInfo:
    """An entry as the zip module gives it: names without the flag are read in the DOS code page."""
    info = zipfile.ZipInfo(name)
    info.orig_filename, info.flag_bits, info.extra = name, flags, extra
    return info


def unicode_path(name: str) -> bytes:
    raw = b"\x01" + b"\0\0\0\0" + name.encode()
    return struct.pack("<HH", 0x9999, 2) + b"ab" + struct.pack("<HH", 0x7075, len(raw)) + raw


@pytest.mark.parametrize(
    ("info", "name"),
    [
        (entry("Zoë/essay.txt", flags=0x800), "Zoë/essay.txt"),
        (entry("Zoe\u0308.txt", flags=0x800), "Zoë.txt"),  # as a Mac writes it
        (entry("Zoë.txt".encode().decode("cp437")), "Zoë.txt"),  # UTF-8 without the flag
        (entry("Zoe\u0308.txt".encode().decode("cp437")), "Zoë.txt"),
        (entry("Zoë.txt"), "Zoë.txt"),  # the DOS code page itself
        (entry("Zo?.txt", extra=unicode_path("Zoë 李.txt")), "Zoë 李.txt"),
        (entry("plain.txt", extra=b"\x75\x70\x40"), "plain.txt"),  # a field cut short
        (entry("Zoë\\essay.txt", flags=0x800), "Zoë/essay.txt"),
        (entry("essay.txt\0.exe", flags=0x800), "essay.txt"),
    ],
)
def test_a_name_is_read_as_it_was_meant(info: zipfile.ZipInfo, name: str) -> None:
    assert decode_name(info) == name


@pytest.mark.parametrize(
    ("path", "junk"),
    [
        ("__MACOSX/._essay.txt", True),
        (".DS_Store", True),
        ("Ada/.essay.txt", True),
        ("Ada/Thumbs.db", True),
        ("Ada/~$essay.docx", True),
        ("", True),
        ("Ada/essay.txt", False),
        ("MACOSX/essay.txt", False),
        ("../essay.txt", False),  # refused aloud, not dropped in silence
        ("Ada/…essay.txt", False),
    ],
)
def test_what_a_system_put_there_is_junk(path: str, junk: bool) -> None:
    assert is_junk(path) is junk


@pytest.mark.parametrize(
    ("path", "out"),
    [
        ("../essay.txt", True),
        ("Ada/../../essay.txt", True),
        ("/essay.txt", True),
        ("C:/essay.txt", True),
        ("//server/essay.txt", True),
        ("Ada/essay.txt", False),
        ("Ada/..essay.txt", False),
        ("Part 1: essay.txt", False),
    ],
)
def test_a_path_that_leads_out_is_known(path: str, out: bool) -> None:
    assert leads_out(path) is out


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Ada Lovelace, essay.docx", "Ada Lovelace, essay.docx"),
        ("Ada/../essay: <b>?", "Ada .. essay b"),
        ("a\u202eb\nc", "a b c"),
        ("..", "script"),
        ("", "script"),
        ("é" * 200, "é" * 60),
    ],
)
def test_a_title_becomes_a_safe_name(title: str, name: str) -> None:
    assert file_name_for(title) == name


def test_names_of_a_kind_get_numbers() -> None:
    assert each_once(["Plan", "plan", "Plan", "plan (2)"]) == ["Plan", "plan (2)", "Plan (3)", "plan (2) (2)"]


def test_names_are_composed_and_have_slashes() -> None:
    assert compose_name("Zoe\u0308\\a.txt") == "Zoë/a.txt"
