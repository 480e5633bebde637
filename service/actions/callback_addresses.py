"""Addresses that the service calls because somebody told it to: never a way into the network it stands in."""

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from service.errors import InvalidValueError

LONGEST = 2_000
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PORTS = {"https": 443, "http": 80}
_LOCAL_NAMES = ("localhost", "localdomain", "local", "internal", "home.arpa")

_Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


class CallbackAddressError(InvalidValueError):
    """The address may not be called."""

    title = "This address cannot be used"
    code = "callback_address"


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedAddress:
    """An address whose name was looked up once, so that it cannot become another on the way."""

    url: str
    """With the number in place of the name."""
    host: str
    """What to send as the name of the host: with the port, where it is an unusual one."""
    server_name: str
    """The name that the certificate must be for."""


def check_address(url: str, *, allow_private: bool) -> None:
    """Refuse what is never called, as far as that can be told without looking up the name.

    Raises:
        CallbackAddressError: it is no https address, or one of this network.
    """
    parts = _split(url, allow_private=allow_private)
    host = _host_of(parts)
    number = _as_number(host)
    is_local = host == "localhost" or host.endswith(tuple(f".{name}" for name in _LOCAL_NAMES))
    if not allow_private and (is_local if number is None else not _is_public(number)):
        raise CallbackAddressError("The address lies in a private network. Use one that the internet knows.")


def pin_address(url: str, *, allow_private: bool) -> PinnedAddress:
    """Look up the name of an address, and go by what was found from then on.

    Raises:
        CallbackAddressError: it is no https address, its name is unknown, or any of its numbers is not public.
    """
    check_address(url, allow_private=allow_private)
    parts = _split(url, allow_private=allow_private)
    host, port = _host_of(parts), parts.port or _PORTS[parts.scheme]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise CallbackAddressError("The name of the address is not known.") from error
    numbers = list(dict.fromkeys(ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found))
    if not numbers or not (allow_private or _are_public(numbers)):
        raise CallbackAddressError("The address lies in a private network. Use one that the internet knows.")
    shown = f"[{numbers[0]}]" if numbers[0].version == 6 else str(numbers[0])
    name = f"[{host}]" if ":" in host else host
    return PinnedAddress(
        url=parts._replace(netloc=f"{shown}:{port}", fragment="").geturl(),
        host=name if port == _PORTS[parts.scheme] else f"{name}:{port}",
        server_name=host,
    )


def _split(url: str, *, allow_private: bool) -> SplitResult:
    schemes = ("https", "http") if allow_private else ("https",)
    try:
        parts = urlsplit(url)
        is_usable = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_usable = False
    if not is_usable or len(url) > LONGEST or not url.isascii() or any(char <= " " for char in url):
        raise CallbackAddressError(f"The address must begin with {' or '.join(schemes)} and name a host.")
    if "@" in parts.netloc or "\\" in url:
        raise CallbackAddressError("The address must hold no user name or password.")
    return parts


def _host_of(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".").lower()


def _as_number(host: str) -> _Ip | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _are_public(numbers: Iterable[_Ip]) -> bool:
    return all(_is_public(number) for number in numbers)


def _is_public(number: _Ip) -> bool:
    """Whether the internet knows the number; one that carries another inside is judged by that."""
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour or (number.teredo[1] if number.teredo else None)
        if inner is None and number in _NAT64:
            inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(inner)
    return number.is_global and not (number.is_multicast or number.is_reserved or number.is_unspecified)
