"""Accounts as office holders: who directs by the account's role directs at the desk."""

from typing import Any

from api.accounts.caller import Role
from api.office.office import Office
from roster.desk.rosters.roster_desk import appoint
from roster.model.approval import Office as Rung
from roster.store.staff_rows import office_holders

RUNGS = {Role.DIRECTOR: Rung.DIRECTOR, Role.CENTRE_DIRECTOR: Rung.CENTRE_DIRECTOR}


def appoint_account(office: Office, actor: str, row: Any) -> None:
    """A director's account holds the office at the desk, and no other; a disabled one holds none."""
    if row.centre_id is None:
        return
    person = row.agent_id or f"@{row.username}"
    desk = office.desk(row.centre_id)
    for role, rung in RUNGS.items():
        holds = row.role == role and not row.disabled
        with office.store.reading() as connection:
            held = person in office_holders(connection, row.centre_id, rung)
        if holds != held:
            appoint(desk, actor, person, rung, holds=holds)
