"""One-click log-ins of the demonstration: an address for each account, told on this machine and opening only here."""

import secrets
from collections.abc import Iterable, Mapping
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
    """Id of whom it is the account of; empty for an office of nobody who is rostered."""
    name: str
    secret: str

    @property
    def who(self) -> str:
        """Whose account it is, as people are named: `0006 杨志明`; empty for an office."""
        return f"{self.person} {self.name}".strip()

    @property
    def path(self) -> str:
        """Where it is opened."""
        return f"/demo/{self.secret}"


class DemoLinks:
    """The links of one running demonstration; new secrets with every start."""

    def __init__(self, people: Iterable[tuple[str, Role, str]], names: Mapping[str, str]) -> None:
        """`people`: user name, role and person of each account; `names`: people's names by their ids."""
        self.links = tuple(
            DemoLink(username, role, person, names.get(person, ""), secrets.token_urlsafe(24))
            for username, role, person in people
        )

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
