"""Subscriptions: the token in the address is the secret; only its digest is kept."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from api.accounts.caller import RIGHTS, Right, Role
from api.accounts.secrets import digest, new_secret
from api.store import feed_rows
from api.store.instant import now_micros
from roster.model import Agent
from roster.store.connect import Connection, Row


class FeedKind(StrEnum):
    """Whose duties a calendar shows: an agent's, a team's, or who leads when in the centre."""

    AGENT = "agent"
    TEAM = "team"
    LEADERS = "leaders"


def subscribe(
    connection: Connection,
    account_id: str,
    centre_id: str,
    kind: FeedKind,
    subject: str,
    label: str,
    language: str,
) -> tuple[Row[Any], str]:
    """A new subscription, and its token, which is told once."""
    token = new_secret()
    values = {
        "token_hash": digest(token),
        "account_id": account_id,
        "centre_id": centre_id,
        "kind": kind.value,
        "subject": subject,
        "label": label,
        "language": language,
    }
    return feed_rows.add_feed(connection, values), token


def rotate(connection: Connection, account_id: str, feed_id: str) -> str:
    """A new token; the old one is unknown from now on."""
    token = new_secret()
    feed_rows.change_feed(connection, account_id, feed_id, token_hash=digest(token))
    return token


def revoke(connection: Connection, account_id: str, feed_id: str) -> None:
    """The address leads nowhere from now on."""
    feed_rows.change_feed(connection, account_id, feed_id, revoked_at=now_micros())


def may_follow(kind: FeedKind, subject: str, role: Role, own_id: str | None, people: Mapping[str, Agent]) -> bool:
    """Whether an account may see a calendar: one's own, one's people's, and who leads when."""
    own = people.get(own_id or "")
    if kind is FeedKind.LEADERS:
        return True
    if kind is FeedKind.TEAM:
        return role not in {Role.AGENT, Role.LEADER} or (own is not None and own.team == subject)
    if subject == own_id or Right.PUBLISH in RIGHTS[role]:
        return True
    return role is Role.LEADER and own is not None and subject in people and people[subject].team == own.team
