"""Where one goes on to after signing in."""

import pytest

from service.http.sign_in import safe_path


@pytest.mark.parametrize(
    ("path", "goes"),
    [
        ("/", "/"),
        ("/privacy", "/privacy"),
        ("/a?b=c&d=%2F", "/a?b=c&d=%2F"),
        ("/a//b", "/a//b"),
        ("/a:b", "/a:b"),
        ("//evil.example", "/"),
        ("///evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/a\\..\\\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("https:/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("privacy", "/"),
        ("/a\nset-cookie: b", "/"),
        ("/\t/evil.example", "/"),
        ("/é", "/"),
        ("/" + "a" * 600, "/"),
        ("", "/"),
    ],
)
def test_one_goes_on_to_a_path_of_this_host_and_nowhere_else(path: str, goes: str) -> None:
    assert safe_path(path) == goes
