"""One POST to an address that somebody else chose: where it leads is judged when it is connected to, not by its text.

Of the answer its status is read and, where wanted, its first bytes. All of it, from the look-up of the name on, takes
no longer than `seconds`.
"""

import ipaddress
import socket
import time
from collections.abc import Iterable, Mapping
from typing import Any

import httpcore

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class NotAllowedError(OSError):
    """The address leads inside, and its network is not among those that the settings allow."""


CARRYING = tuple(
    (ipaddress.IPv6Network(network), 96 if network.endswith("/96") else 16)
    for network in ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "2002::/16")
)
"""Addresses that carry one of IPv4, and after how many bits: compatible, mapped, translated (RFC 6052, 7915), 6to4."""
OPEN = ipaddress.IPv6Network("2000::/3")
"""Where public addresses of IPv6 are given out (RFC 4291 §2.4); 6to4 and its relays are no receivers of anybody's."""
HOUSE: tuple[Network, ...] = (
    *map(ipaddress.IPv4Network, ("192.0.0.0/24", "192.88.99.0/24")),
    *map(ipaddress.IPv6Network, ("3fff::/20",)),
)
"""Global by the registry, but answered by the own network's machines, or by nobody."""


def may_reach(address: Address, inside: Iterable[Network]) -> bool:
    """Whether a receiver may be there: a public address, or one of the networks that the settings name."""
    plain = _carried(address)
    networks = tuple(inside)
    if any(each in network for each in (address, plain) for network in networks if network.version == each.version):
        return True
    if any(plain in network for network in HOUSE if network.version == plain.version):
        return False
    return plain.is_global and not plain.is_multicast and (plain.version == 4 or plain in OPEN)


def _carried(address: Address) -> Address:
    """The address of IPv4 that one of IPv6 leads to, where it is one of those; else the address itself."""
    if isinstance(address, ipaddress.IPv4Address) or int(address) < 2:
        return address
    for network, before in CARRYING:
        if address in network:
            return ipaddress.IPv4Address(int(address) >> (128 - before - 32) & 0xFFFFFFFF)
    return address


class _Stream(httpcore.NetworkStream):
    """A connection that ends at a fixed instant, however slowly it goes on."""

    def __init__(self, inner: httpcore.NetworkStream, until: float) -> None:
        self._inner, self._until = inner, until

    def _left(self, timeout: float | None) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for this delivery is over")
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._left(timeout)), self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Guarded(httpcore.NetworkBackend):
    """Connects to the first address of a name that may be reached; to none where any look-up leads inside only."""

    def __init__(self, inside: tuple[Network, ...], until: float) -> None:
        self._inside, self._until, self._plain = inside, until, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        for *_, place in addresses:
            address = ipaddress.ip_address(str(place[0]).partition("%")[0])
            if may_reach(address, self._inside):
                left = max(0.1, self._until - time.monotonic())
                given = left if timeout is None else min(left, timeout)
                # The address that was judged is the one that is connected to: a name may lead elsewhere next time.
                inner = self._plain.connect_tcp(str(address), port, given, local_address, socket_options)
                return _Stream(inner, self._until)
        raise NotAllowedError(f"{host} leads to no address that webhooks may reach")


def post_status(
    url: str, body: bytes, headers: Mapping[str, str], *, inside: tuple[Network, ...], seconds: float
) -> int:
    """The status of the answer; OSError or an error of httpcore where there is none in time."""
    return post(url, body, headers, inside=inside, seconds=seconds, most=0)[0]


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, inside: tuple[Network, ...], seconds: float, most: int
) -> tuple[int, bytes]:
    """The status of the answer and its first `most` bytes; errors as `post_status`."""
    until = time.monotonic() + seconds
    pool = httpcore.ConnectionPool(network_backend=_Guarded(inside, until), retries=0)
    each = {"connect": seconds, "read": seconds, "write": seconds, "pool": seconds}
    with (
        pool,
        pool.stream("POST", url, headers=list(headers.items()), content=body, extensions={"timeout": each}) as answer,
    ):
        head = b""
        if most:
            for part in answer.iter_stream():
                head += part
                if len(head) >= most:
                    break
        return int(answer.status), head[:most]
