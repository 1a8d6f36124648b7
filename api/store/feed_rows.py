"""Calendar subscriptions and the entries that their subscribers have been shown, as rows."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from api.store.cursor_rows import EPOCH_VALUE
from api.store.instant import from_micros, now_micros
from api.store.tables import ACCOUNTS, ENTRIES, FEEDS, REVISIONS
from roster.errors import NotFoundError
from roster.model import Month
from roster.store.tables.case import MONTHS


def add_feed(connection: Connection, values: Mapping[str, Any]) -> Row[Any]:
    """A new subscription."""
    row = {"id": str(uuid.uuid4()), "created_at": now_micros(), **values}
    connection.execute(insert(FEEDS).values(row))
    return connection.execute(select(FEEDS).where(FEEDS.c.id == row["id"])).one()


def change_feed(connection: Connection, account_id: str, feed_id: str, **values: Any) -> None:
    """Change one of the account's subscriptions; NotFoundError without it."""
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


_REVISION = (
    select(func.sum(MONTHS.c.revision))
    .where(MONTHS.c.centre_id == FEEDS.c.centre_id)
    .scalar_subquery()
    .correlate(FEEDS)
    .label("revision")
)
_MONTHS = (
    select(func.count())
    .select_from(MONTHS)
    .where(MONTHS.c.centre_id == FEEDS.c.centre_id)
    .scalar_subquery()
    .correlate(FEEDS)
    .label("months")
)


FEED_OF_TOKEN = (
    select(
        FEEDS,
        ACCOUNTS.c.role,
        ACCOUNTS.c.agent_id.label("own_id"),
        ACCOUNTS.c.centre_id.label("own_centre"),
        _REVISION,
        _MONTHS,
        EPOCH_VALUE,
    )
    .join(ACCOUNTS, ACCOUNTS.c.id == FEEDS.c.account_id)
    .where(FEEDS.c.token_hash == bindparam("token_hash"), FEEDS.c.revoked_at.is_(None), ACCOUNTS.c.disabled.is_(False))
)


def feed_of_token(look: Callable[..., Any], token_hash: str) -> Any | None:
    """The subscription of a token, with its account, and what tells two states of its centre apart.

    `look` is how the store is asked: `glance` or `peek`.

    None for an unknown or revoked one, or a disabled account.
    """
    return look(FEED_OF_TOKEN, token_hash=token_hash)


def stale_months(connection: Connection, centre_id: str) -> list[Month]:
    """The centre's months that changed since their calendars were last revised."""
    months = (
        select(MONTHS.c.month)
        .outerjoin(REVISIONS, (REVISIONS.c.centre_id == MONTHS.c.centre_id) & (REVISIONS.c.month == MONTHS.c.month))
        .where(MONTHS.c.centre_id == centre_id)
        .where(REVISIONS.c.version.is_(None) | (REVISIONS.c.version != MONTHS.c.revision))
        .order_by(MONTHS.c.month)
    )
    return [Month.parse(text) for text in connection.execute(months).scalars()]


def locked_month(connection: Connection, centre_id: str, month: Month) -> Row[Any]:
    """The month's row, for which other writers wait."""
    mine = (MONTHS.c.centre_id == centre_id) & (MONTHS.c.month == str(month))
    return connection.execute(select(MONTHS).where(mine).with_for_update()).one()


def revision_of(connection: Connection, centre_id: str, month: Month) -> Row[Any] | None:
    """To which revision of the month its entries were brought, and the instant of the act that this was."""
    mine = (REVISIONS.c.centre_id == centre_id) & (REVISIONS.c.month == str(month))
    return connection.execute(select(REVISIONS).where(mine)).first()


def set_revision(connection: Connection, centre_id: str, month: Month, version: int, at: int) -> None:
    """The month's entries are those of this revision now."""
    mine = (REVISIONS.c.centre_id == centre_id) & (REVISIONS.c.month == str(month))
    if connection.execute(update(REVISIONS).where(mine).values(version=version, at=at)).rowcount == 0:
        connection.execute(insert(REVISIONS).values(centre_id=centre_id, month=str(month), version=version, at=at))


def last_change(connection: Connection, centre_id: str) -> datetime | None:
    """The instant of the last act that a centre's calendars have taken up."""
    latest = connection.execute(select(func.max(REVISIONS.c.at)).where(REVISIONS.c.centre_id == centre_id)).scalar()
    return None if latest is None else from_micros(latest)


def entries_of_month(
    connection: Connection, centre_id: str, month: Month, uids: Iterable[str] = ()
) -> dict[str, Row[Any]]:
    """A month's entries by their uid, and those `uids` that are another month's so far."""
    where = (ENTRIES.c.centre_id == centre_id) & ((ENTRIES.c.month == str(month)) | ENTRIES.c.uid.in_(sorted(uids)))
    return {row.uid: row for row in connection.execute(select(ENTRIES).where(where))}


def entries_of_agents(connection: Connection, centre_id: str, agents: Iterable[str]) -> list[Row[Any]]:
    """The entries of some agents, over all months."""
    mine = (ENTRIES.c.centre_id == centre_id) & ENTRIES.c.agent_id.in_(sorted(agents))
    return list(connection.execute(select(ENTRIES).where(mine)))


def put_entries(
    connection: Connection,
    centre_id: str,
    month: Month,
    *,
    fresh: list[dict[str, Any]],
    changed: list[dict[str, Any]],
    gone: Iterable[str],
) -> None:
    """Entries put in, changed or taken over from another month, and taken out by uid."""
    where = ENTRIES.c.centre_id == centre_id
    scope = {"centre_id": centre_id, "month": str(month)}
    for values in changed:
        connection.execute(update(ENTRIES).where(where, ENTRIES.c.uid == values["uid"]).values(**scope, **values))
    uids = sorted(gone)
    if uids:
        connection.execute(delete(ENTRIES).where(where, ENTRIES.c.uid.in_(uids)))
    if fresh:
        connection.execute(insert(ENTRIES), [{**scope, **values} for values in fresh])
