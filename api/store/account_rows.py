"""Accounts as rows. Names are kept folded and trimmed."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, inspect, or_, select, true, update
from sqlalchemy.exc import IntegrityError

from api.store.instant import now_micros
from api.store.tables import ACCOUNTS, NOTICES
from roster.errors import NotFoundError
from roster.store.connect import Store


def add_account(connection: Connection, values: Mapping[str, Any]) -> str | None:
    """A new account's id; None where the name or the agent has one already."""
    row = {"id": str(uuid.uuid4()), "created_at": now_micros(), **values}
    try:
        with connection.begin_nested():
            connection.execute(insert(ACCOUNTS).values(row))
    except IntegrityError:
        return None
    return str(row["id"])


def set_account(connection: Connection, account_id: str, values: Mapping[str, Any]) -> bool:
    """Change some fields, or False where the agent has an account already; NotFoundError without the account."""
    change = update(ACCOUNTS).where(ACCOUNTS.c.id == account_id).values(dict(values))
    try:
        with connection.begin_nested():
            changed = connection.execute(change).rowcount
    except IntegrityError:
        return False
    if changed != 1:
        raise NotFoundError(account_id)
    return True


def account(connection: Connection, account_id: str) -> Row[Any]:
    """The account; NotFoundError without one."""
    row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.id == account_id)).first()
    if row is None:
        raise NotFoundError(account_id)
    return row


_UNREAD = (
    select(func.count())
    .select_from(NOTICES)
    .where(NOTICES.c.account_id == ACCOUNTS.c.id, NOTICES.c.read_at.is_(None))
    .scalar_subquery()
    .correlate(ACCOUNTS)
    .label("unread")
)
WITH_UNREAD = select(ACCOUNTS, _UNREAD).where(ACCOUNTS.c.id == bindparam("account_id"))


def account_with_unread(store: Store, account_id: str) -> Any:
    """The account, with how many of its notices are `unread`; NotFoundError without one."""
    row = store.glance(WITH_UNREAD, account_id=account_id)
    if row is None:
        raise NotFoundError(account_id)
    return row


def account_named(connection: Connection, username: str) -> Row[Any] | None:
    """The account of that name."""
    return connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.username == username.strip().casefold())).first()


def account_of_subject(connection: Connection, subject: str) -> Row[Any] | None:
    """The account that an identity (issuer and subject) is linked to."""
    return connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.oidc_subject == subject)).first()


def accounts_by_name(
    connection: Connection, centre_id: str | None, offset: int, limit: int, *, part: str = "", role: str | None = None
) -> tuple[list[Row[Any]], int]:
    """One page of accounts by name, and how many there are; of one centre or of all, by part of a name, by role."""
    where = true() if centre_id is None else ACCOUNTS.c.centre_id == centre_id
    if part.strip():
        named = (ACCOUNTS.c.username, ACCOUNTS.c.name, ACCOUNTS.c.agent_id)
        where &= or_(*(column.icontains(part.strip(), autoescape=True) for column in named))
    if role is not None:
        where &= ACCOUNTS.c.role == role
    rows = connection.execute(select(ACCOUNTS).where(where).order_by(ACCOUNTS.c.username).offset(offset).limit(limit))
    total = connection.execute(select(func.count()).select_from(ACCOUNTS).where(where)).scalar_one()
    return list(rows), total


def accounts_of(connection: Connection, centre_id: str, people: Iterable[str]) -> list[Row[Any]]:
    """The working accounts of some people of a centre: by their agent, or `@` and the name."""
    wanted = set(people)
    rows = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.centre_id == centre_id, ACCOUNTS.c.disabled.is_(False)))
    return [row for row in rows if (row.agent_id or f"@{row.username}") in wanted]


def office_accounts(connection: Connection, centre_id: str) -> list[Row[Any]]:
    """The working accounts of a centre that are no agent's, by name."""
    mine = (ACCOUNTS.c.centre_id == centre_id) & ACCOUNTS.c.disabled.is_(False) & ACCOUNTS.c.agent_id.is_(None)
    return list(connection.execute(select(ACCOUNTS).where(mine).order_by(ACCOUNTS.c.username)))


def office_names(connection: Connection, centre_id: str) -> dict[str, str]:
    """The names on accounts of a centre that are no agent's, by `@` and user name; none where no service ran yet."""
    if not inspect(connection).has_table(ACCOUNTS.name):
        return {}
    return {f"@{row.username}": row.name for row in office_accounts(connection, centre_id) if row.name}


def account_names(connection: Connection, centre_id: str | None) -> tuple[dict[str, str], dict[str, str]]:
    """The names on accounts, of a centre or of all, by `@` and user name; and who acts under which user name.

    None where no service ran yet.
    """
    if not inspect(connection).has_table(ACCOUNTS.name):
        return {}, {}
    where = true() if centre_id is None else ACCOUNTS.c.centre_id == centre_id
    rows = connection.execute(select(ACCOUNTS).where(where)).all()
    return (
        {f"@{row.username}": row.name for row in rows if row.name},
        {row.username: row.agent_id or f"@{row.username}" for row in rows},
    )


def taken_names(connection: Connection, centre_id: str) -> tuple[set[str], set[str]]:
    """The agents of a centre that have an account, and every user name there is."""
    mine = select(ACCOUNTS.c.agent_id).where(ACCOUNTS.c.centre_id == centre_id, ACCOUNTS.c.agent_id.is_not(None))
    names = connection.execute(select(ACCOUNTS.c.username)).scalars()
    return set(connection.execute(mine).scalars()), set(names)


def any_account(connection: Connection) -> bool:
    """Whether the store has an account at all."""
    return connection.execute(select(ACCOUNTS.c.id).limit(1)).first() is not None
