"""Drafts filled and cases edited: what the desk does not do by itself."""

from collections.abc import Iterable, Sequence

from api.office.office import StoredRoster
from roster.desk.desk import Desk
from roster.desk.once import once
from roster.desk.refusals import wrong_state
from roster.desk.rosters.granting import grants_of
from roster.errors import Fault, InputError, StaleError
from roster.model import Case, Duty, Leave, Roster
from roster.store import roster_rows
from roster.store.roster_rows import RosterState, RosterVersion
from roster.text import Text


@once
def fill_draft(
    desk: Desk,
    actor: str,
    stored: StoredRoster,
    roster: Roster,
    action: str,
    key: str | None = None,
    leaves: Sequence[Leave] | None = None,
) -> RosterVersion:
    """Put this roster in a draft's place; StaleError when the draft is not at the revision that was read.

    `leaves`: what its grants are indices into, as it was made; unset, the draft grants what it granted.
    """
    with desk.writing(actor, action, key) as work:
        version = roster_rows.roster_version(work.connection, stored.roster_id)
        if version.state is not RosterState.DRAFT:
            raise wrong_state(version.state.value, "draft")
        if version.revision != stored.version.revision:
            raise StaleError("the draft changed meanwhile")
        board = work.board(stored.month)
        need_sound(board.case, roster.duties)
        if leaves is None:
            roster, requests = Roster.of(roster.duties, version.granted), version.granted_requests
        else:
            roster, requests = grants_of(work, board, roster, leaves)
        roster_rows.put_draft(work.connection, version, roster, requests)
        work.tell(f"roster:{stored.roster_id}", {"month": str(stored.month), "duties": len(roster.duties)})
        return roster_rows.roster_version(work.connection, stored.roster_id)


def need_sound(case: Case, duties: Iterable[Duty]) -> None:
    """InputError with every duty that speaks of nobody, nothing or another month, or doubles a day."""
    faults: list[Fault] = []
    taken: set[tuple[str, object]] = set()
    for index, duty in enumerate(duties):
        problems = {
            "agent_id": duty.agent_id not in case.agent_by_id,
            "shift": duty.shift not in case.shift_by_code,
            "job": duty.job not in case.jobs,
            "date": duty.day not in case.month,
        }
        for name, wrong in problems.items():
            if wrong:
                problem = Text("本月案例中没有", "is not in the month's case")
                faults.append(_fault(index, name, problem))
        if (duty.agent_id, duty.day) in taken:
            faults.append(_fault(index, "date", Text("该员工当日已有班", "the agent has a duty on that day already")))
        taken.add((duty.agent_id, duty.day))
    if faults:
        raise InputError(faults)


def _fault(index: int, name: str, problem: Text) -> Fault:
    return Fault("duties", index + 1, name, problem, Text("更正或删除此条", "Correct it or leave it out"))
