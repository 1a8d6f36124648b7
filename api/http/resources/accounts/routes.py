"""Accounts, for admins."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, StringConstraints

from api.accounts.accounts import account, change_account, create_account, list_accounts, set_password
from api.accounts.caller import Role
from api.accounts.secrets import fresh_password
from api.http.dependencies import Admin, Paged, Parts, Reply, Write, answer
from api.http.models import Body, Id, Line, PageOf
from api.office.offices import appoint_account
from api.problem import input_problem
from roster.errors import NotFoundError
from roster.text import Text

router = APIRouter(prefix="/accounts", tags=["accounts"])
Name = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\s\x00-\x1f\x7f]+$")]


class AccountBody(Body):
    """An account to make. Without a password a one-time one is made and told."""

    username: Name
    role: Role
    name: Line = ""
    centre_id: Id | None = None
    agent_id: Id | None = None
    language: Literal["zh", "en"] = "zh"
    password: Annotated[str, StringConstraints(min_length=10, max_length=200)] | None = None

    model_config = {
        "json_schema_extra": {
            "examples": [{"username": "wang.wei", "role": "planner", "name": "王伟", "centre_id": "demo"}]
        }
    }


class AccountChange(Body):
    """What may be changed of an account; `reset_password` gives a one-time one."""

    role: Role | None = None
    name: Line | None = None
    disabled: bool | None = None
    reset_password: bool = False

    model_config = {"json_schema_extra": {"examples": [{"name": "王伟"}]}}


class AccountOut(BaseModel):
    """An account; `one_time_password` only in the answer that makes it."""

    id: str
    username: str
    name: str
    role: str
    centre_id: str | None
    agent_id: str | None
    disabled: bool
    one_time_password: str | None = None


@router.get("", response_model=PageOf[AccountOut])
def list_all(parts: Parts, caller: Admin, page: Paged) -> Response:
    """Accounts by name."""
    with parts.store.reading() as connection:
        rows, total = list_accounts(connection, caller.centre_id, page.offset, page.limit)
    return answer(page.out([_out(row) for row in rows], total))


@router.post("", status_code=201, response_model=AccountOut)
def make(parts: Parts, caller: Admin, body: AccountBody) -> Response:
    """Make an account. The one-time password is told this once (so an Idempotency-Key is not heard here)."""
    centre_id = body.centre_id or caller.centre_id
    if centre_id is not None:
        caller.need_centre(centre_id)
    if centre_id is None and body.role is not Role.ADMIN:
        raise input_problem("centre_id", Text("缺少", "is missing"), Text("写明客服中心", "Name the centre"))
    if body.role in {Role.AGENT, Role.LEADER} and body.agent_id is None:
        raise input_problem(
            "agent_id", Text("缺少", "is missing"), Text("写明员工编号", "An agent's account names the agent")
        )
    if centre_id is not None:
        parts.office.desk(centre_id)
    given = None if body.password else fresh_password()
    with parts.store.writing() as connection:
        account_id = create_account(
            connection,
            body.username,
            body.role,
            name=body.name,
            password=body.password or given,
            centre_id=centre_id,
            agent_id=body.agent_id,
            language=body.language,
            one_time=given is not None,
        )
        row = account(connection, account_id)
    appoint_account(parts.office, caller.person, row)
    return answer({**_out(row), "one_time_password": given}, status=201)


@router.get("/{account_id}", response_model=AccountOut)
def get(parts: Parts, caller: Admin, account_id: str) -> Response:
    """One account."""
    with parts.store.reading() as connection:
        return answer(_out(_mine(connection, caller, account_id)))


@router.patch("/{account_id}", response_model=AccountOut)
def change(parts: Parts, caller: Admin, write: Write, account_id: str, body: AccountChange) -> Response:
    """Change an account; a reset password or a new role ends its sessions."""
    values = body.model_dump(exclude_none=True, exclude={"reset_password"})
    given = fresh_password() if body.reset_password else None

    def work(connection: Any) -> Reply:
        _mine(connection, caller, account_id)
        if values:
            change_account(connection, account_id, values)
        if given:
            set_password(connection, account_id, given, one_time=True)
        return Reply(_out(account(connection, account_id)))

    if given is None:
        response = write.once(work)
        with parts.store.reading() as connection:
            appoint_account(parts.office, caller.person, account(connection, account_id))
        return response
    with parts.store.writing() as connection:
        body_out = work(connection).body
        row = account(connection, account_id)
    appoint_account(parts.office, caller.person, row)
    return answer({**body_out, "one_time_password": given})


def _mine(connection: Any, caller: Any, account_id: str) -> Any:
    row = account(connection, account_id)
    if caller.centre_id is not None and row.centre_id != caller.centre_id:
        raise NotFoundError(account_id)
    return row


def _out(row: Any) -> dict[str, Any]:
    keys = ("id", "username", "name", "role", "centre_id", "agent_id", "disabled")
    return {**{key: getattr(row, key) for key in keys}, "one_time_password": None}
