"""Whose robots are whose: added, listed, tried out and taken away, for the API, the page and the command alike."""

import ipaddress
import socket
import unicodedata
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import httpcore

from api.accounts.caller import Caller, Right
from api.notices.deliver import SIGNED, TurnedAwayError, say_by_robot
from api.notices.outbound import Address, may_reach
from api.problem import input_problem
from api.settings import Settings, networks
from api.store import notice_rows
from api.store.instant import from_micros
from roster.errors import NotFoundError
from roster.store.connect import Connection, Row
from roster.text import Text

MOST = 5
"""Robots of one account, of one team, or of a centre."""

TRIAL = Text("试发:本群将收到排班通知。", "A trial: this group will be told of the roster.")


def need_outside(settings: Settings, url: str) -> None:
    """What can be seen of an address already; where a name leads is judged at each delivery."""
    try:
        host = urlsplit(url).hostname or ""
        usable = bool(host) and urlsplit(url).port != 0
    except ValueError:
        host, usable = "", False
    written = _written(host)
    if not usable or (written is not None and not may_reach(written, networks(settings.webhook_networks))):
        raise input_problem("url", Text("地址不可用", "can't be a webhook"), Text("换一个地址", "Give another address"))


def _written(host: str) -> Address | None:
    """The address that a host is written as, in any of the ways that are looked up as one; None for a name."""
    name = unicodedata.normalize("NFKC", host).rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return ipaddress.IPv4Address("127.0.0.1")
    with suppress(ValueError):
        return ipaddress.ip_address(name)
    with suppress(OSError, UnicodeError):
        # 127.1, 2130706433, 0x7f.0.0.1 and 0177.0.0.1 are all the same place.
        return ipaddress.IPv4Address(socket.inet_aton(name))
    return None


def teams_of(caller: Caller, teams: tuple[str, ...], own_team: str | None) -> tuple[str, ...]:
    """The teams whose robots are the caller's to set: the own one for a leader, all for a director or an admin."""
    if caller.may(Right.PUBLISH) or caller.may(Right.ADMIN):
        return teams
    return (own_team,) if caller.may(Right.LEAD) and own_team is not None else ()


def sets_for_centre(caller: Caller) -> bool:
    """Whether the whole centre's robots are the caller's to set."""
    return caller.may(Right.PUBLISH) or caller.may(Right.ADMIN)


def robots_of(connection: Connection, caller: Caller, centre_id: str, teams: tuple[str, ...]) -> list[Row[Any]]:
    """The robots that are the caller's to see and to take away; `teams` as `teams_of` gives them."""
    return [
        row
        for row in notice_rows.webhooks(connection, centre_id)
        if row.kind != SIGNED and _is_theirs(row, caller, teams)
    ]


def _is_theirs(row: Row[Any], caller: Caller, teams: tuple[str, ...]) -> bool:
    if row.account_id is not None:
        return bool(row.account_id == caller.account_id)
    return row.team in teams or sets_for_centre(caller)


def robot_of(connection: Connection, caller: Caller, robot_id: str, teams: tuple[str, ...]) -> Row[Any]:
    """One of them; NotFoundError for what is not theirs."""
    row = notice_rows.webhook(connection, robot_id)
    caller.need_centre(row.centre_id)
    if row.kind == SIGNED or not _is_theirs(row, caller, teams):
        raise NotFoundError(robot_id)
    return row


def add_robot(
    connection: Connection, settings: Settings, centre_id: str, asked: dict[str, Any], account_id: str | None
) -> Row[Any]:
    """A new one: `asked` has kind, url, secret, team (None: the centre's, or the account's), language and label."""
    need_outside(settings, asked["url"])
    held = [
        row
        for row in notice_rows.webhooks(connection, centre_id)
        if row.kind != SIGNED and (row.account_id, row.team) == (account_id, asked["team"])
    ]
    if len(held) >= MOST:
        raise input_problem(
            "url", Text(f"至多 {MOST} 个机器人", f"{MOST} robots at most"), Text("先删一个", "Take one away first")
        )
    if any(row.url == asked["url"] for row in held):
        raise input_problem("url", Text("已经添加过", "is there already"), Text("不必再加", "Nothing is left to do"))
    payload = {name: asked[name] for name in ("kind", "team", "language", "label")}
    return notice_rows.add_webhook(
        connection, centre_id, asked["url"], asked["secret"], account_id=account_id, **payload
    )


def robot_view(row: Row[Any]) -> dict[str, Any]:
    """A robot as it is shown: its address and secret are not, as whoever has them may write into the group."""
    return {
        "id": row.id,
        "centre_id": row.centre_id,
        "kind": row.kind,
        "for": "me" if row.account_id is not None else "team" if row.team is not None else "centre",
        "team": row.team,
        "language": row.language,
        "label": row.label,
        "address": f"{urlsplit(row.url).hostname}/…{row.url[-4:]}",
        "signed": bool(row.secret),
        "created_at": from_micros(row.created_at).isoformat(),
    }


def try_out(settings: Settings, row: Row[Any]) -> str | None:
    """Post a trial message now; what the service says against it, None where it took it."""
    text, link = TRIAL.to(row.language), settings.public_url.rstrip("/") + "/"
    try:
        say_by_robot(settings, row.kind, row.url, row.secret, text, link, row.language)
    except TurnedAwayError as error:
        return str(error)
    except (OSError, httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, ValueError) as error:
        return type(error).__name__
    return None
