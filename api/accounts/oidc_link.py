"""Whose account an ID token opens. Accounts are an admin's to make: a token never makes one."""

from collections.abc import Mapping
from typing import Any

from api.accounts.accounts import change_account
from api.accounts.caller import Role
from api.problem import UNAUTHENTICATED, Problem
from api.settings import Settings
from api.store.account_rows import account, account_named, account_of_subject
from roster.errors import Fault, InputError
from roster.store.connect import Connection, Row
from roster.text import Text

MAX_SUBJECT = 500
NO_ACCOUNT = Text("此身份没有账户,请联系管理员", "There is no account for this identity; ask your admin")
NO_ROLE = Text("此身份没有角色,请联系管理员", "This identity has no role here; ask your admin")


def linked_account(connection: Connection, settings: Settings, claims: Mapping[str, Any]) -> tuple[Row[Any], Row[Any]]:
    """The account that a proven token opens, before and after; Problem 401 where there is none.

    The issuer and its subject, which never change hands, find it. The first time the configured claim does, by the
    account's user name, and links the two for good: whoever gets the same address later is somebody else.
    """
    subject = f"{claims['iss']} {claims['sub']}"
    if len(subject) > MAX_SUBJECT:
        raise Problem(UNAUTHENTICATED, NO_ACCOUNT)
    row = account_of_subject(connection, subject)
    if row is None:
        name = claims.get(settings.oidc_claim)
        proven = settings.oidc_claim != "email" or claims.get("email_verified") is True
        row = account_named(connection, name) if isinstance(name, str) and name.strip() and proven else None
        if row is None or row.oidc_subject is not None or row.disabled:
            raise Problem(UNAUTHENTICATED, NO_ACCOUNT)
        values: dict[str, Any] = {"oidc_subject": subject}
        if row.must_change_password:
            # A one-time password that nobody used does not stay behind as a second way in.
            values |= {"password_hash": None, "must_change_password": False}
        change_account(connection, row.id, values)
    if row.disabled:
        raise Problem(UNAUTHENTICATED, NO_ACCOUNT)
    _take_role(connection, settings, claims, row)
    return row, account(connection, row.id)


def _take_role(connection: Connection, settings: Settings, claims: Mapping[str, Any], row: Row[Any]) -> None:
    """The role by the token, where that is set up: then the token alone says it, and none is none."""
    if not settings.oidc_role_claim:
        return
    claimed = claims.get(settings.oidc_role_claim)
    values = {claimed} if isinstance(claimed, str) else {item for item in claimed or () if isinstance(item, str)}
    role = next((role for value, role in roles_of(settings) if value in values), None)
    rostered = role in {Role.AGENT, Role.LEADER}
    if role is None or (rostered and row.agent_id is None) or (role is not Role.ADMIN and row.centre_id is None):
        raise Problem(UNAUTHENTICATED, NO_ROLE)
    if row.role != role:
        change_account(connection, row.id, {"role": role.value})


def roles_of(settings: Settings) -> list[tuple[str, Role]]:
    """Which of the claim's values means which role, in order; InputError for what is no such list."""
    roles, faults = [], []
    for part in filter(None, (part.strip() for part in settings.oidc_roles.split(";"))):
        value, _, role = (piece.strip() for piece in part.rpartition("="))
        if not value or role not in set(Role):
            problem = Text(f"{part} 不是 值=角色", f"{part} is not value=role")
            remedy = Text(f"角色:{'、'.join(Role)}", f"Roles: {', '.join(Role)}")
            faults.append(Fault("settings", None, "oidc_roles", problem, remedy))
        else:
            roles.append((value, Role(role)))
    if faults:
        raise InputError(faults)
    return roles
