"""Subscriptions: the token in the address is the secret; only its digest is kept."""

import uuid
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from api.accounts.caller import RIGHTS, Right, Role
from api.accounts.secrets import digest, new_secret
from api.store.instant import now_micros
from api.store.tables import ACCOUNTS, FEEDS
from roster.errors import NotFoundError
from roster.model import Agent


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
) -> tuple[str, str]:
    """A new subscription: its id, and its token, which is told once."""
    feed_id, token = str(uuid.uuid4()), new_secret()
    row = {
        "id": feed_id,
        "token_hash": digest(token),
        "account_id": account_id,
        "centre_id": centre_id,
        "kind": kind.value,
        "subject": subject,
        "label": label,
        "language": language,
        "created_at": now_micros(),
    }
    connection.execute(insert(FEEDS).values(row))
    return feed_id, token


def rotate(connection: Connection, account_id: str, feed_id: str) -> str:
    """A new token; the old one is unknown from now on."""
    token = new_secret()
    _change(connection, account_id, feed_id, token_hash=digest(token))
    return token


def relabel(connection: Connection, account_id: str, feed_id: str, label: str) -> None:
    """Another label."""
    _change(connection, account_id, feed_id, label=label)


def revoke(connection: Connection, account_id: str, feed_id: str) -> None:
    """The address leads nowhere from now on."""
    _change(connection, account_id, feed_id, revoked_at=now_micros())


def _change(connection: Connection, account_id: str, feed_id: str, **values: Any) -> None:
    mine = (FEEDS.c.id == feed_id) & (FEEDS.c.account_id == account_id) & FEEDS.c.revoked_at.is_(None)
    if connection.execute(update(FEEDS).where(mine).values(**values)).rowcount != 1:
        raise NotFoundError(feed_id)


def subscription(connection: Connection, account_id: str, feed_id: str) -> Row[Any]:
    """One of the account's subscriptions."""
    mine = (FEEDS.c.id == feed_id) & (FEEDS.c.account_id == account_id) & FEEDS.c.revoked_at.is_(None)
    row = connection.execute(select(FEEDS).where(mine)).first()
    if row is None:
        raise NotFoundError(feed_id)
    return row


def subscriptions(connection: Connection, account_id: str, offset: int, limit: int) -> tuple[list[Row[Any]], int]:
    """One page of the account's subscriptions, and how many there are."""
    mine = (FEEDS.c.account_id == account_id) & FEEDS.c.revoked_at.is_(None)
    rows = select(FEEDS).where(mine).order_by(FEEDS.c.created_at, FEEDS.c.id).offset(offset).limit(limit)
    total = connection.execute(select(func.count()).select_from(FEEDS).where(mine)).scalar_one()
    return list(connection.execute(rows)), total


def by_token(connection: Connection, token: str) -> Row[Any] | None:
    """The subscription of a token, with its account; None for an unknown or revoked one, or a disabled account."""
    account = (ACCOUNTS.c.role, ACCOUNTS.c.agent_id.label("own_id"), ACCOUNTS.c.centre_id.label("own_centre"))
    living = FEEDS.c.revoked_at.is_(None) & ACCOUNTS.c.disabled.is_(False)
    rows = select(FEEDS, *account).join(ACCOUNTS, ACCOUNTS.c.id == FEEDS.c.account_id)
    return connection.execute(rows.where(FEEDS.c.token_hash == digest(token), living)).first()


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
