"""Whose word counts for where a request comes from: the proxies that a setting names, nobody else."""

import own_loop
import pytest

from api.cli.commands.service.serve import serving_as
from api.settings import Settings


def caller_seen(trusted: str, peer: str, forwarded: str) -> tuple[str, str]:
    """The address and the scheme that the service sees of a request from `peer` with these headers."""
    seen = {}

    async def app(scope, _receive, _send):
        seen.update(scope)

    serving = serving_as(app, Settings(trusted_proxies=trusted))
    serving.load()
    headers = [(b"x-forwarded-for", forwarded.encode()), (b"x-forwarded-proto", b"https")]
    scope = {"type": "http", "headers": headers, "client": (peer, 1), "scheme": "http"}
    own_loop.run(serving.loaded_app, scope, None, None)
    return seen["client"][0], seen["scheme"]


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "seen"),
    [
        ("", "127.0.0.1", "203.0.113.7", ("127.0.0.1", "http")),
        ("", "198.51.100.2", "203.0.113.7", ("198.51.100.2", "http")),
        ("127.0.0.1", "127.0.0.1", "203.0.113.7", ("203.0.113.7", "https")),
        ("127.0.0.1", "198.51.100.2", "203.0.113.7", ("198.51.100.2", "http")),
        # What the caller wrote itself stands before what the proxy adds.
        ("10.0.0.0/8", "10.1.2.3", "127.0.0.1, 203.0.113.7", ("203.0.113.7", "https")),
        ("10.0.0.0/8,127.0.0.1", "127.0.0.1", "203.0.113.7, 10.9.9.9", ("203.0.113.7", "https")),
    ],
    ids=["loopback", "anybody", "the proxy", "past the proxy", "a chain begun by the caller", "two proxies"],
)
def test_where_a_request_comes_from(monkeypatch, trusted, peer, forwarded, seen):
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    assert caller_seen(trusted, peer, forwarded) == seen
