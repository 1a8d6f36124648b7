"""Accounts, for admins."""

from typing import Annotated, Any

from fastapi import Query, Response

from api.accounts.accounts import change_account, create_account, set_password
from api.accounts.bulk import make_accounts, without_account
from api.accounts.caller import Caller, Role
from api.accounts.secrets import fresh_password
from api.http.dependencies import Admin, Parts, Services, Tongue, centre_of
from api.http.idempotency import Write
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.replies import Reply, answer
from api.http.resources.accounts.bodies import AccountBody, AccountChange, AccountOut, BulkBody, SlipOut
from api.http.routing import resource
from api.office.offices import appoint_account, note_account, note_made
from api.problem import input_problem
from api.store.account_rows import account, accounts_by_name
from api.views.accounts import account_view, slip_view
from roster.errors import NotFoundError
from roster.store.connect import Connection, Row
from roster.text import Text

router = resource("/accounts", "accounts")


@router.get("", response_model=PageOf[AccountOut])
def list_all(
    parts: Parts,
    caller: Admin,
    page: Paged,
    q: Annotated[str, Query(max_length=100, description="Part of a user name, a name or an agent's id")] = "",
    role: Annotated[Role | None, Query()] = None,
) -> Response:
    """Accounts by name."""
    with parts.store.reading() as connection:
        rows, total = accounts_by_name(connection, caller.centre_id, page.offset, page.limit, part=q, role=role)
    return answer(page.out([account_view(row) for row in rows], total))


@router.post("", status_code=201, response_model=AccountOut)
def make(parts: Parts, caller: Admin, body: AccountBody) -> Response:
    """Make an account. The one-time password is told this once (so an Idempotency-Key is not heard here)."""
    centre_id = body.centre_id or caller.centre_id
    _need_sound(parts, caller, body.role, centre_id, body.agent_id)
    given = None if body.password else fresh_password()
    hashed = parts.hashing.hashed(body.password or given or "")
    with parts.store.writing() as connection:
        account_id = create_account(
            connection,
            body.username,
            body.role,
            name=body.name,
            password_hash=hashed,
            centre_id=centre_id,
            agent_id=body.agent_id,
            language=body.language,
            one_time=given is not None,
        )
        row = account(connection, account_id)
        note_account(
            parts.office, caller.person, "account.make", centre_id, f"account:{row.username}", {"role": row.role}
        )
        appoint_account(parts.office, caller.person, None, row)
    return answer({**account_view(row), "one_time_password": given}, status=201)


@router.post("/bulk", response_model=PageOf[SlipOut])
def make_many(parts: Parts, caller: Admin, language: Tongue, page: Paged, body: BulkBody) -> Response:
    """Make an account for everybody who has none; who could not be given one is told, the others have theirs."""
    centre_id = centre_of(caller, body.centre_id)
    slips = without_account(parts.store, centre_id, parts.office.board(centre_id).case, body.teams)
    if not body.dry_run:
        with parts.hashing:
            slips = make_accounts(parts.store, centre_id, slips)
        note_made(parts.office, caller.person, centre_id, slips)
    return answer(page.of([slip_view(slip, language) for slip in slips]))


@router.get("/{account_id}", response_model=AccountOut)
def get(parts: Parts, caller: Admin, account_id: str) -> Response:
    """One account."""
    with parts.store.reading() as connection:
        return answer(account_view(_mine(connection, caller, account_id)))


@router.patch("/{account_id}", response_model=AccountOut)
def change(parts: Parts, caller: Admin, write: Write, account_id: str, body: AccountChange) -> Response:
    """Change an account; a reset password or a new role ends its sessions. Role and office change together."""
    values = body.model_dump(exclude_none=True, exclude={"reset_password"})
    given = fresh_password() if body.reset_password else None
    hashed = None
    if given:
        hashed = parts.hashing.hashed(given)

    def work() -> Reply:
        with parts.store.writing() as connection:
            before = _mine(connection, caller, account_id)
            role = Role(values.get("role", before.role))
            centre_id, agent_id = (values.get(name, getattr(before, name)) for name in ("centre_id", "agent_id"))
            _need_sound(parts, caller, role, centre_id, agent_id)
            if values:
                change_account(connection, account_id, values)
            if given:
                set_password(connection, account_id, given, one_time=True, password_hash=hashed)
            after = account(connection, account_id)
            said: dict[str, Any] = {key: values[key] for key in ("role", "disabled", "agent_id") if key in values}
            if said or given:
                said |= {"password": "reset"} if given else {}
                who = f"account:{after.username}"
                note_account(parts.office, caller.person, "account.change", after.centre_id, who, said)
            appoint_account(parts.office, caller.person, before, after)
            return Reply({**account_view(after), "one_time_password": given})

    if given is None:
        return write.once(work)
    # A one-time password is told this once, so no key keeps it.
    with parts.store.writing():
        return work().response


def _mine(connection: Connection, caller: Caller, account_id: str) -> Row[Any]:
    row = account(connection, account_id)
    if not caller.sees_every_centre and row.centre_id != caller.centre_id:
        raise NotFoundError(account_id)
    return row


def _need_sound(parts: Services, caller: Caller, role: Role, centre_id: str | None, agent_id: str | None) -> None:
    """Nobody but an admin is without a centre, and only who sees every centre makes such admins."""
    if centre_id is None and (role is not Role.ADMIN or not caller.sees_every_centre):
        raise input_problem("centre_id", Text("缺少", "is missing"), Text("写明客服中心", "Name the centre"))
    if centre_id is not None:
        caller.need_centre(centre_id)
        parts.office.desk(centre_id)
    if role in {Role.AGENT, Role.LEADER} and agent_id is None:
        raise input_problem(
            "agent_id", Text("缺少", "is missing"), Text("写明员工编号", "An agent's account names the agent")
        )
