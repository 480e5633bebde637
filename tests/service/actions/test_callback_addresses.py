"""Addresses that others choose never lead into the network the service stands in."""

import pytest

from service.actions.callback_addresses import CallbackAddressError, check_address, pin_address

PRIVATE = [
    "https://127.0.0.1/hook",
    "https://127.8.8.8/hook",
    "https://localhost/hook",
    "https://LOCALHOST./hook",
    "https://printer.local/hook",
    "https://db.internal/hook",
    "https://10.0.0.8/",
    "https://172.16.3.4/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://[::1]/",
    "https://[::]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
]
NO_ADDRESS = [
    "ftp://example.org/",
    "file:///etc/passwd",
    "https://",
    "https:///path",
    "https://example.org:0/",
    "https://example.org:99999/",
    "https://user:secret@example.org/",
    "https://example.org\\@127.0.0.1/",
    "https://example.org/\nhost: x",
    "https://exämple.org/",
    "",
    "https://example.org/" + "a" * 2_000,
]


@pytest.mark.parametrize("url", [*PRIVATE, *NO_ADDRESS, "http://example.org/"])
def test_an_address_that_may_not_be_called_is_refused(url: str) -> None:
    with pytest.raises(CallbackAddressError):
        check_address(url, allow_private=False)


@pytest.mark.parametrize("url", ["https://example.org/hook?x=1", "https://8.8.8.8:8443/", "https://[2600::1]/"])
def test_a_public_address_is_taken(url: str) -> None:
    check_address(url, allow_private=False)


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_is_no_address_stays_none_where_private_ones_are_allowed(url: str) -> None:
    with pytest.raises(CallbackAddressError):
        check_address(url, allow_private=True)


@pytest.mark.parametrize(
    ("url", "pinned", "host"),
    [
        ("http://127.0.0.1:8123/a?b=c#d", "http://127.0.0.1:8123/a?b=c", "127.0.0.1:8123"),
        ("https://[::1]/a", "https://[::1]:443/a", "[::1]"),
        ("http://10.0.0.1", "http://10.0.0.1:80", "10.0.0.1"),
    ],
)
def test_an_address_is_pinned_to_what_was_looked_up(url: str, pinned: str, host: str) -> None:
    found = pin_address(url, allow_private=True)
    assert (found.url, found.host) == (pinned, host)


def test_a_name_that_leads_into_this_machine_is_refused_when_it_is_looked_up() -> None:
    with pytest.raises(CallbackAddressError, match="private"):
        pin_address("https://localhost:8443/", allow_private=False)
    assert pin_address("http://localhost:8123/", allow_private=True).server_name == "localhost"


def test_an_unknown_name_says_so() -> None:
    with pytest.raises(CallbackAddressError, match="not known"):
        pin_address("https://no-such-host.invalid/", allow_private=False)
