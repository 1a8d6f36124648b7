"""Accounts, for admins: searched, reset, disabled; one for everybody at once, with slips to hand out."""

from typing import Any

from fastapi import APIRouter, Response

from api.accounts.accounts import change_account, create_account, set_password
from api.accounts.bulk import make_accounts, without_account
from api.accounts.caller import Right, Role
from api.accounts.secrets import fresh_password
from api.office.offices import appoint_account, note_account, note_made
from api.pages import words
from api.pages.forms import Form, Sent
from api.pages.problems import Trouble
from api.pages.shell import Here, PageRoute, Shell
from api.pages.times import moment_text
from api.problem import input_problem
from api.store.account_rows import account, accounts_by_name
from roster.errors import NotFoundError
from roster.text import Text

router = APIRouter(route_class=PageRoute, include_in_schema=False)
SHOWN = 100


@router.get("/accounts")
def accounts(here: Here, q: str = "", role: str = "", offset: int = 0) -> Response:
    """The list."""
    here.need(Right.ADMIN)
    return _page(here, q=q, role=role, offset=offset)


def _page(
    here: Shell,
    problem: Trouble | None = None,
    form: Sent | None = None,
    *,
    q: str = "",
    role: str = "",
    offset: int = 0,
    slips: Any = (),
) -> Response:
    chosen = Role(role) if role in set(Role) else None
    offset = min(max(offset, 0), 10_000_000)
    with here.parts.store.reading() as connection:
        rows, total = accounts_by_name(connection, here.caller.centre_id, offset, SHOWN, part=q[:100], role=chosen)
    case = here.board.case if here.months else None
    missing = without_account(here.parts.store, here.centre_id or "", case) if case is not None else []
    return here.render(
        "accounts.html",
        problem=problem,
        form=form or Sent(),
        q=q,
        role_chosen=role,
        roles=[(item.value, here.say(words.ROLES[item.value])) for item in Role],
        rows=[
            {
                "id": row.id,
                "username": row.username,
                "name": row.name,
                "role": words.ROLES[row.role],
                "role_value": row.role,
                "agent": row.agent_id or "",
                "disabled": row.disabled,
                "last": moment_text(here.door_time(row.last_log_in), here.zone) if row.last_log_in else None,
                "me": row.id == here.caller.account_id,
            }
            for row in rows
        ],
        total=total,
        before=offset - SHOWN if offset >= SHOWN else None,
        after=offset + SHOWN if offset + SHOWN < total else None,
        missing=missing,
        slips=slips,
        secret=bool(slips),
        people=[("", "–")] + [(a.agent_id, f"{a.name} {a.agent_id}") for a in case.agents] if case else [("", "–")],
    )


@router.post("/accounts")
def make(here: Here, form: Form) -> Response:
    """One account, with a one-time password shown on the answer."""
    here.need(Right.ADMIN)

    def act() -> Response:
        if form["role"] not in set(Role):
            raise input_problem("role", Text("请选择", "must be chosen"), Text("选一个角色", "Choose a role"))
        role = Role(form["role"])
        agent_id = form["agent_id"] or None
        if role in {Role.AGENT, Role.LEADER} and agent_id is None:
            raise input_problem("agent_id", Text("缺少", "is missing"), Text("选择人员", "Choose the person"))
        given, name = fresh_password(), form["name"] or form["username"]
        username = form.needed("username")
        hashed = here.parts.hashing.hashed(given)
        with here.parts.store.writing() as connection:
            account_id = create_account(
                connection,
                username,
                role,
                name=name,
                password_hash=hashed,
                centre_id=here.centre_id if role is not Role.ADMIN or here.caller.centre_id else None,
                agent_id=agent_id,
                one_time=True,
            )
            row = account(connection, account_id)
            _note(here, "account.make", row, {"role": row.role})
            appoint_account(here.parts.office, here.caller.person, None, row)
        return _page(here, slips=[_slip(row, given)])

    return here.attempt(act, lambda problem: _page(here, problem, form))


def _note(here: Shell, action: str, row: Any, said: dict[str, Any]) -> None:
    note_account(here.parts.office, here.caller.person, action, row.centre_id, f"account:{row.username}", said)


def _slip(row: Any, password: str) -> dict[str, Any]:
    return {"name": row.name, "username": row.username, "password": password, "agent_id": row.agent_id, "problem": None}


@router.post("/accounts/bulk")
def make_many(here: Here) -> Response:
    """An account for everybody who has none; the slips are shown on the answer, this once."""
    here.need(Right.ADMIN)
    if here.centre_id is None or not here.months:
        raise NotFoundError("centre")
    proposed = without_account(here.parts.store, here.centre_id, here.board.case)
    with here.parts.hashing:
        made = make_accounts(here.parts.store, here.centre_id, proposed)
    note_made(here.parts.office, here.caller.person, here.centre_id, made)
    slips = [
        {
            "name": slip.name,
            "username": slip.username,
            "password": slip.password,
            "agent_id": slip.agent_id,
            "problem": slip.problem,
        }
        for slip in made
    ]
    return _page(here, slips=slips)


@router.post("/accounts/{account_id}/{step}")
def change(here: Here, account_id: str, step: str, form: Form) -> Response:
    """Reset the password, disable, enable, give another role."""
    here.need(Right.ADMIN)
    with here.parts.store.reading() as connection:
        row = account(connection, account_id)
    if not here.caller.sees_every_centre and row.centre_id != here.caller.centre_id:
        raise NotFoundError(account_id)
    if step == "reset":
        given = fresh_password()
        hashed = here.parts.hashing.hashed(given)
        with here.parts.store.writing() as connection:
            set_password(connection, account_id, given, one_time=True, password_hash=hashed)
            _note(here, "account.change", row, {"password": "reset"})
        return _page(here, slips=[_slip(row, given)])
    if account_id == here.caller.account_id:
        raise input_problem(
            "account", Text("不能停用自己", "is your own"), Text("请另一位管理员操作", "Ask another admin")
        )
    if step in {"disable", "enable"}:
        values: dict[str, Any] = {"disabled": step == "disable"}
    elif step == "role" and form["role"] in set(Role):
        values = {"role": form["role"]}
    else:
        raise NotFoundError(step)
    with here.parts.store.writing() as connection:
        change_account(connection, account_id, values)
        _note(here, "account.change", row, values)
        appoint_account(here.parts.office, here.caller.person, row, account(connection, account_id))
    return here.see(
        "/accounts", "disabled" if values.get("disabled") else "enabled" if "disabled" in values else "saved"
    )
