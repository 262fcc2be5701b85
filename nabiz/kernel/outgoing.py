"""Ask another server over HTTP: bounded in size and time, and never inside one's own network by surprise."""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, urlsplit

Why = Literal["address", "private", "unknown", "unreachable", "too_slow", "too_large"]
PIECE = 64 << 10


class Unreachable(Exception):
    """The other side was not asked, or gave no whole answer; `why` says which."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else why)
        self.why: Why = why
        self.detail = detail


@dataclass(frozen=True)
class Answer:
    """`headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    within: float = 20.0,
    at_most: int = 5 << 20,
    may_be_private: bool = False,
) -> Answer:
    """The answer of `url`, within so many seconds and bytes. Redirects are answers, they are not followed.

    The name is resolved once and that address is spoken to, so that a name cannot point elsewhere a moment later.
    Raises Unreachable.
    """
    parts = _parts(url)
    address = _address(parts, may_be_private)
    deadline = time.monotonic() + within
    connection = _connection(parts, address, within)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, body, dict(headers or {}))
        response = connection.getresponse()
        told = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, told, _read(response, deadline, at_most))
    except TimeoutError as error:
        raise Unreachable("too_slow") from error
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable("unreachable", type(error).__name__) from error
    finally:
        connection.close()


def is_private(address: str) -> bool:
    """Whether an address lies in one's own network, on this machine, or nowhere in particular."""
    return not ipaddress.ip_address(address).is_global


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_fit = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise Unreachable("address") from error
    if not is_fit or not url.isprintable() or " " in url:
        raise Unreachable("address")
    return parts


def _address(parts: SplitResult, may_be_private: bool) -> str:
    assert parts.hostname
    try:
        found = socket.getaddrinfo(parts.hostname, _port(parts), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable("unknown", parts.hostname) from error
    addresses = [str(entry[4][0]) for entry in found]
    if not may_be_private and any(is_private(address) for address in addresses):
        raise Unreachable("private", parts.hostname)
    return addresses[0]


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


class _Pinned(http.client.HTTPConnection):
    """Speaks to one address, whatever the name means by now."""

    def __init__(self, name: str, port: int, address: str, within: float, context: ssl.SSLContext | None) -> None:
        super().__init__(name, port, timeout=within)
        self._address, self._context = address, context

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host) if self._context else plain


def _connection(parts: SplitResult, address: str, within: float) -> _Pinned:
    assert parts.hostname
    context = ssl.create_default_context() if parts.scheme == "https" else None
    return _Pinned(parts.hostname, _port(parts), address, within, context)


def _read(response: http.client.HTTPResponse, deadline: float, at_most: int) -> bytes:
    pieces, size = [], 0
    while piece := response.read1(PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > at_most:
            raise Unreachable("too_large")
        if time.monotonic() > deadline:
            raise TimeoutError
    return b"".join(pieces)
