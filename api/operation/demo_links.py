"""One-click log-ins of the demonstration: an address for each account, told on this machine and opening only here."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address

from api.accounts.caller import Role

LOOPBACK_NAMES = frozenset({"localhost"})


@dataclass(frozen=True, slots=True)
class DemoLink:
    """An account of the demonstration and the secret that logs it in."""

    username: str
    role: Role
    person: str
    secret: str

    @property
    def path(self) -> str:
        """Where it is opened."""
        return f"/demo/{self.secret}"


class DemoLinks:
    """The links of one running demonstration; new secrets with every start."""

    def __init__(self, people: Iterable[tuple[str, Role, str]]) -> None:
        self.links = tuple(DemoLink(*person, secrets.token_urlsafe(24)) for person in people)

    def named(self, secret: str) -> DemoLink | None:
        """The link of a secret."""
        return next((link for link in self.links if secrets.compare_digest(link.secret, secret)), None)


def is_loopback(host: str) -> bool:
    """Whether a name or address means this machine alone."""
    name = host.strip().strip("[]").casefold()
    if name in LOOPBACK_NAMES:
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
