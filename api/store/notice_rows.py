"""Notices, webhooks and deliveries as rows."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, delete, func, insert, select, update

from api.store.instant import SECOND, now_micros
from api.store.tables import ACCOUNTS, DELIVERIES, NOTICES, WEBHOOKS
from roster.errors import NotFoundError
from roster.text import Text as Words


def add_notices(connection: Connection, notices: list[dict[str, Any]]) -> None:
    """Notices, each once for its account and occasion."""
    if notices:
        connection.execute(insert(NOTICES), notices)


def told_of(connection: Connection, occasion: str) -> frozenset[str]:
    """The accounts that have heard of an occasion."""
    return frozenset(connection.execute(select(NOTICES.c.account_id).where(NOTICES.c.occasion == occasion)).scalars())


def notices_of(connection: Connection, account_id: str, offset: int, limit: int) -> tuple[list[Row[Any]], int]:
    """One page of an account's notices, newest first, and how many there are."""
    mine = NOTICES.c.account_id == account_id
    rows = select(NOTICES).where(mine).order_by(NOTICES.c.created_at.desc(), NOTICES.c.id).offset(offset).limit(limit)
    total = connection.execute(select(func.count()).select_from(NOTICES).where(mine)).scalar_one()
    return list(connection.execute(rows)), total


def unread_notices(connection: Connection, account_id: str) -> int:
    """How many of them are unread."""
    mine = (NOTICES.c.account_id == account_id) & NOTICES.c.read_at.is_(None)
    return connection.execute(select(func.count()).select_from(NOTICES).where(mine)).scalar_one()


def mark_read(connection: Connection, account_id: str) -> None:
    """All of them are read now."""
    mine = (NOTICES.c.account_id == account_id) & NOTICES.c.read_at.is_(None)
    connection.execute(update(NOTICES).where(mine).values(read_at=now_micros()))


def webhooks(connection: Connection, centre_id: str | None) -> list[Row[Any]]:
    """A centre's webhooks and group robots, or all."""
    query = select(WEBHOOKS).order_by(WEBHOOKS.c.id)
    return list(connection.execute(query if centre_id is None else query.where(WEBHOOKS.c.centre_id == centre_id)))


def webhook(connection: Connection, webhook_id: str) -> Row[Any]:
    """A webhook; NotFoundError without one."""
    row = connection.execute(select(WEBHOOKS).where(WEBHOOKS.c.id == webhook_id)).first()
    if row is None:
        raise NotFoundError(webhook_id)
    return row


def add_webhook(connection: Connection, centre_id: str, url: str, secret: str, **more: Any) -> Row[Any]:
    """A new webhook; `more` are the columns of a robot."""
    row = {"id": str(uuid.uuid4()), "centre_id": centre_id, "url": url, "secret": secret, "created_at": now_micros()}
    row |= more
    connection.execute(insert(WEBHOOKS).values(row))
    return webhook(connection, str(row["id"]))


def drop_webhook(connection: Connection, webhook_id: str) -> None:
    """Take a webhook away."""
    connection.execute(delete(WEBHOOKS).where(WEBHOOKS.c.id == webhook_id))


def queue_deliveries(connection: Connection, items: Iterable[tuple[str, str, Mapping[str, Any], Words | None]]) -> None:
    """Let notices go out: channel, target, notice, and what is said in the place of its text."""
    rows = [
        {
            "id": str(uuid.uuid4()),
            "notice_id": notice["id"],
            "channel": channel,
            "target": target,
            "state": "waiting",
            "attempts": 0,
            "due_at": notice["created_at"],
            "zh": words.zh if words else None,
            "en": words.en if words else None,
        }
        for channel, target, notice, words in items
    ]
    if rows:
        connection.execute(insert(DELIVERIES), rows)


LONGEST_PAUSE_SECONDS = 3600
"""How far ahead a delivery is put off at most; one that waits longer was put off before the clock went back."""


def _is_due(now: int) -> ColumnElement[bool]:
    at = DELIVERIES.c.due_at
    return (DELIVERIES.c.state == "waiting") & ((at <= now) | (at > now + LONGEST_PAUSE_SECONDS * SECOND))


def due_receivers(connection: Connection) -> list[str]:
    """To whom something is to be sent now: a webhook's id, or `email` for the mail server."""
    whose = case((DELIVERIES.c.channel == "webhook", DELIVERIES.c.target), else_=DELIVERIES.c.channel)
    due = _is_due(now_micros())
    return list(connection.execute(select(whose).where(due).distinct()).scalars())


def due_deliveries(connection: Connection, receiver: str, limit: int) -> list[str]:
    """What is to be sent to a receiver now, the longest due first."""
    whose = case((DELIVERIES.c.channel == "webhook", DELIVERIES.c.target), else_=DELIVERIES.c.channel)
    due = _is_due(now_micros()) & (whose == receiver)
    return list(
        connection.execute(select(DELIVERIES.c.id).where(due).order_by(DELIVERIES.c.due_at).limit(limit)).scalars()
    )


def claim_delivery(connection: Connection, delivery_id: str, seconds: int) -> Row[Any] | None:
    """Take a delivery for so long, with its notice and its receiver: whoever moves its due time first has it."""
    now = now_micros()
    mine = (DELIVERIES.c.id == delivery_id) & _is_due(now)
    taken = update(DELIVERIES).where(mine)
    done = connection.execute(taken.values(due_at=now + seconds * SECOND, attempts=DELIVERIES.c.attempts + 1))
    if done.rowcount != 1:
        return None
    return connection.execute(
        select(
            DELIVERIES,
            func.coalesce(DELIVERIES.c.zh, NOTICES.c.zh).label("text_zh"),
            func.coalesce(DELIVERIES.c.en, NOTICES.c.en).label("text_en"),
            NOTICES.c.link,
            NOTICES.c.occasion,
            ACCOUNTS.c.language,
            ACCOUNTS.c.username,
            WEBHOOKS.c.kind,
            WEBHOOKS.c.url,
            WEBHOOKS.c.secret,
            WEBHOOKS.c.language.label("robot_language"),
        )
        .join(NOTICES, NOTICES.c.id == DELIVERIES.c.notice_id)
        .join(ACCOUNTS, ACCOUNTS.c.id == NOTICES.c.account_id)
        .outerjoin(WEBHOOKS, (WEBHOOKS.c.id == DELIVERIES.c.target) & (DELIVERIES.c.channel == "webhook"))
        .where(DELIVERIES.c.id == delivery_id)
    ).first()


def put_off_delivery(connection: Connection, delivery_id: str, seconds: int, *, over: bool) -> None:
    """Try it again in so long, or no more."""
    values = {"state": "failed" if over else "waiting", "due_at": now_micros() + seconds * SECOND}
    connection.execute(update(DELIVERIES).where(DELIVERIES.c.id == delivery_id).values(values))


def mark_sent(connection: Connection, delivery_id: str) -> None:
    """It went out."""
    sent = update(DELIVERIES).where(DELIVERIES.c.id == delivery_id)
    connection.execute(sent.values(state="sent", sent_at=now_micros()))
