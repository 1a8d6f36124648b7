"""Accounts: created and changed by the rules for names and passwords. Names are compared without regard to case."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from api.accounts.caller import Caller, Role
from api.accounts.secrets import MAX_PASSWORD_CHARACTERS, MIN_PASSWORD_CHARACTERS, hash_password
from api.problem import CONFLICT, Problem, input_problem
from api.store import account_rows, session_rows
from roster.store.connect import Connection, Row
from roster.text import Text


def create_account(
    connection: Connection,
    username: str,
    role: Role,
    *,
    name: str = "",
    password: str | None = None,
    password_hash: str | None = None,
    centre_id: str | None = None,
    agent_id: str | None = None,
    email: str = "",
    language: str = "zh",
    one_time: bool = False,
) -> str:
    """A new account's id; with a password, or the hash of one that was checked.

    InputError for a bad name or password, a conflict where the name or agent has one.
    """
    if password is not None:
        check_password(password)
    row = {
        "username": clean_username(username),
        "name": name or username,
        "role": role.value,
        "centre_id": centre_id,
        "agent_id": agent_id,
        "password_hash": hash_password(password) if password else password_hash,
        "email": email,
        "language": language,
        "disabled": False,
        "must_change_password": one_time,
    }
    account_id = account_rows.add_account(connection, row)
    if account_id is None:
        raise Problem(CONFLICT, Text("该用户名或该员工已有账户", "This name or this agent has an account already"))
    return account_id


def change_account(connection: Connection, account_id: str, values: Mapping[str, Any]) -> None:
    """Change some fields. A disabled account, another role, person or password ends its sessions."""
    if not account_rows.set_account(connection, account_id, values):
        raise Problem(CONFLICT, Text("该员工已有账户", "This agent has an account already"))
    if values.get("disabled") or {"password_hash", "role", "agent_id", "centre_id"} & values.keys():
        session_rows.drop_entrances(connection, account_id, tokens="password_hash" in values)


def set_password(
    connection: Connection, account_id: str, password: str, *, one_time: bool = False, password_hash: str | None = None
) -> None:
    """A new password; every session and every token of the account ends. `password_hash`: worked out beforehand."""
    check_password(password)
    values = {"password_hash": password_hash or hash_password(password), "must_change_password": one_time}
    change_account(connection, account_id, values)


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
    """InputError for a password too short or too long, a run (`0123456789`) or one repeat (`aaaa…`, `12345` twice)."""
    if not MIN_PASSWORD_CHARACTERS <= len(password) <= MAX_PASSWORD_CHARACTERS:
        raise input_problem(
            "password",
            Text(
                f"应有 {MIN_PASSWORD_CHARACTERS}–{MAX_PASSWORD_CHARACTERS} 个字符",
                f"must have {MIN_PASSWORD_CHARACTERS}–{MAX_PASSWORD_CHARACTERS} characters",
            ),
            Text("用一句容易记住的话", "Use a phrase that is easy to remember"),
        )
    steps = {ord(after) - ord(before) for before, after in pairwise(password)}
    is_run = any(steps <= {step, -9 * step} for step in (1, -1))
    is_repeat = password in (password + password)[1:-1]
    if is_run or is_repeat:
        raise input_problem(
            "password",
            Text("不能是连号或重复的字符", "must not be a run or a repeat of characters"),
            Text("用一句容易记住的话", "Use a phrase that is easy to remember"),
        )
