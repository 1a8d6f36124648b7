"""Accounts as office holders: who directs by the account's role directs at the desk."""

from collections.abc import Iterable
from typing import Any

from api.accounts.bulk import Slip
from api.accounts.caller import Role
from api.office.office import Desks
from roster.desk.rosters.roster_desk import appoint
from roster.model.approval import Office as Rung
from roster.store.staff_rows import office_holders

RUNGS = {Role.DIRECTOR: Rung.DIRECTOR, Role.CENTRE_DIRECTOR: Rung.CENTRE_DIRECTOR}


def note_account(office: Desks, actor: str, action: str, centre_id: str | None, subject: str, said: object) -> None:
    """The centre's log tells of an account made or changed; of an account of no centre there is no log to tell."""
    if centre_id is not None:
        with office.desk(centre_id).writing(actor, action) as work:
            work.tell(subject, said)


def note_made(office: Desks, actor: str, centre_id: str, slips: Iterable[Slip]) -> None:
    """The log tells of the accounts made for everybody at once, in one line."""
    names = [slip.username for slip in slips if slip.password]
    if names:
        said = {"accounts": len(names), "usernames": names}
        note_account(office, actor, "account.make", centre_id, f"centre:{centre_id}", said)


def appoint_account(office: Desks, actor: str, before: Any, after: Any) -> None:
    """A director's account holds the office at the desk, and no other; a disabled one holds none.

    `before` is the account as it was (None: it is new). Within the caller's transaction: role and office change
    together, or neither.
    """
    was, now = _held(before), _held(after)
    with office.store.writing() as connection:
        for centre_id, person in sorted({place for held in (was, now) for place in held}):
            desk = office.desk(centre_id)
            wanted = now.get((centre_id, person))
            for rung in RUNGS.values():
                holds = rung is wanted
                if holds != (person in office_holders(connection, centre_id, rung)):
                    appoint(desk, actor, person, rung, holds=holds)


def _held(row: Any) -> dict[tuple[str, str], Rung | None]:
    """The person of an account at its centre, with the office that its role gives."""
    if row is None or row.centre_id is None:
        return {}
    person = row.agent_id or f"@{row.username}"
    return {(row.centre_id, person): None if row.disabled else RUNGS.get(Role(row.role))}
