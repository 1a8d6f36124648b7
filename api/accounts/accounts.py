"""Accounts: created, changed, found. Names are compared without regard to case."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, true, update
from sqlalchemy.exc import IntegrityError

from api.accounts.caller import Caller, Role
from api.accounts.secrets import MAX_PASSWORD_CHARACTERS, MIN_PASSWORD_CHARACTERS, hash_password
from api.problem import CONFLICT, Problem, input_problem
from api.store.instant import now_micros
from api.store.tables import ACCOUNTS, SESSIONS
from roster.errors import NotFoundError
from roster.text import Text


def create_account(
    connection: Connection,
    username: str,
    role: Role,
    *,
    name: str = "",
    password: str | None = None,
    centre_id: str | None = None,
    agent_id: str | None = None,
    email: str = "",
    language: str = "zh",
    one_time: bool = False,
) -> str:
    """A new account's id. InputError for a bad name or password, a conflict where the name or agent has one."""
    if password is not None:
        check_password(password)
    account_id = str(uuid.uuid4())
    row = {
        "id": account_id,
        "username": clean_username(username),
        "name": name or username,
        "role": role.value,
        "centre_id": centre_id,
        "agent_id": agent_id,
        "password_hash": hash_password(password) if password else None,
        "email": email,
        "language": language,
        "disabled": False,
        "must_change_password": one_time,
        "created_at": now_micros(),
    }
    try:
        connection.execute(insert(ACCOUNTS).values(row))
    except IntegrityError as error:
        raise Problem(
            CONFLICT, Text("该用户名或该员工已有账户", "This name or this agent has an account already")
        ) from error
    return account_id


def change_account(connection: Connection, account_id: str, values: Mapping[str, Any]) -> None:
    """Change some fields. A disabled account or a new password ends its sessions."""
    changed = connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account_id).values(dict(values)))
    if changed.rowcount != 1:
        raise NotFoundError(account_id)
    if values.get("disabled") or "password_hash" in values or "role" in values:
        connection.execute(delete(SESSIONS).where(SESSIONS.c.account_id == account_id))


def set_password(connection: Connection, account_id: str, password: str, *, one_time: bool = False) -> None:
    """A new password; every session of the account ends."""
    check_password(password)
    values = {"password_hash": hash_password(password), "must_change_password": one_time}
    change_account(connection, account_id, values)


def account_named(connection: Connection, username: str) -> Row[Any] | None:
    """The account of that name."""
    return connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.username == username.strip().casefold())).first()


def account(connection: Connection, account_id: str) -> Row[Any]:
    """The account; NotFoundError without one."""
    row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.id == account_id)).first()
    if row is None:
        raise NotFoundError(account_id)
    return row


def list_accounts(connection: Connection, centre_id: str | None, offset: int, limit: int) -> tuple[list[Row[Any]], int]:
    """One page of accounts by name, and how many there are; of one centre, or of all."""
    where = true() if centre_id is None else ACCOUNTS.c.centre_id == centre_id
    rows = connection.execute(select(ACCOUNTS).where(where).order_by(ACCOUNTS.c.username).offset(offset).limit(limit))
    total = connection.execute(select(func.count()).select_from(ACCOUNTS).where(where)).scalar_one()
    return list(rows), total


def any_account(connection: Connection) -> bool:
    """Whether the store has an account at all."""
    return connection.execute(select(ACCOUNTS.c.id).limit(1)).first() is not None


def caller_of(row: Row[Any], **more: Any) -> Caller:
    """An account's row as a caller."""
    return Caller(
        row.id,
        row.username,
        row.name,
        Role(row.role),
        row.centre_id,
        row.agent_id,
        "zh" if row.language == "zh" else "en",
        must_change_password=row.must_change_password,
        **more,
    )


def clean_username(username: str) -> str:
    """Folded and trimmed; InputError unless 1–100 printable characters without spaces."""
    cleaned = username.strip().casefold()
    if not 1 <= len(cleaned) <= 100 or any(not letter.isprintable() or letter.isspace() for letter in cleaned):
        raise input_problem(
            "username",
            Text("应为 1–100 个可见字符,无空格", "must be 1–100 visible characters without spaces"),
            Text("换一个用户名", "Choose another name"),
        )
    return cleaned


def check_password(password: str) -> None:
    """InputError for a password too short or too long."""
    if not MIN_PASSWORD_CHARACTERS <= len(password) <= MAX_PASSWORD_CHARACTERS:
        raise input_problem(
            "password",
            Text(
                f"应有 {MIN_PASSWORD_CHARACTERS}–{MAX_PASSWORD_CHARACTERS} 个字符",
                f"must have {MIN_PASSWORD_CHARACTERS}–{MAX_PASSWORD_CHARACTERS} characters",
            ),
            Text("用一句容易记住的话", "Use a phrase that is easy to remember"),
        )
