"""Accounts, tokens, notices, webhooks and subscriptions as programs get them; no secret is in them."""

from typing import Any

from api.accounts.bulk import Slip
from api.accounts.caller import RIGHTS, Role
from api.store.instant import from_micros
from roster.store.connect import Row
from roster.text import Language


def account_view(row: Row[Any]) -> dict[str, Any]:
    """An account."""
    keys = ("id", "username", "name", "role", "centre_id", "agent_id", "disabled", "language")
    last = from_micros(row.last_log_in).isoformat() if row.last_log_in is not None else None
    return {**{key: getattr(row, key) for key in keys}, "last_log_in": last, "one_time_password": None}


def slip_view(slip: Slip, language: Language) -> dict[str, Any]:
    """An account made, or to be made, for somebody of the people."""
    return {
        "username": slip.username,
        "name": slip.name,
        "role": slip.role.value,
        "agent_id": slip.agent_id,
        "one_time_password": slip.password,
        "problem": slip.problem.to(language) if slip.problem else None,
    }


def me_view(row: Any, unread: int) -> dict[str, Any]:
    """One's own account, what its role allows, and how many notices are unread."""
    keys = ("username", "name", "role", "centre_id", "agent_id", "language", "email", "must_change_password")
    rights = sorted(right.value for right in RIGHTS[Role(row.role)])
    return {**{key: getattr(row, key) for key in keys}, "rights": rights, "unread_notices": unread}


def token_view(row: Row[Any]) -> dict[str, Any]:
    """An API token."""
    return {
        "id": row.id,
        "label": row.label,
        "scopes": row.scopes.split(),
        "created_at": from_micros(row.created_at).isoformat(),
        "expires_at": from_micros(row.expires_at).isoformat() if row.expires_at is not None else None,
        "token": None,
    }


def notice_view(row: Row[Any], language: Language) -> dict[str, Any]:
    """Something that touches the reader."""
    return {
        "id": row.id,
        "text": row.zh if language == "zh" else row.en,
        "link": row.link,
        "created_at": from_micros(row.created_at).isoformat(),
        "read": row.read_at is not None,
    }


def webhook_view(row: Row[Any]) -> dict[str, Any]:
    """A webhook."""
    view = {key: getattr(row, key) for key in ("id", "centre_id", "url")}
    return {**view, "created_at": from_micros(row.created_at).isoformat(), "secret": None}


def calendar_view(row: Row[Any]) -> dict[str, Any]:
    """A subscription."""
    view = {key: getattr(row, key) for key in ("id", "kind", "subject", "centre_id", "label", "language")}
    return {**view, "created_at": from_micros(row.created_at).isoformat(), "url": None}


def centre_view(row: Row[Any], months: list[object]) -> dict[str, Any]:
    """A centre and the months that are kept of it."""
    return {"id": row.centre_id, "name": row.name, "timezone": row.timezone, "months": [str(month) for month in months]}
