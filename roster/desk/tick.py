"""What time itself does at the desk. Safe to run at any moment and as often as one likes."""

from datetime import timedelta

from roster.desk.desk import SYSTEM, Desk, Work
from roster.desk.leaves.leave_desk import settle_leave
from roster.desk.leaves.return_desk import settle_returns
from roster.desk.policy.policy import Policy
from roster.desk.swaps.swap_desk import expire_swaps, settle_obligations
from roster.model import Month
from roster.store import absence_rows, roster_rows


def tick(desk: Desk) -> dict[str, int]:
    """Expires swaps whose duty began, settles pay-backs, absenteeism and certificates; how many of each."""
    with desk.writing(SYSTEM, "tick", waits=False) as work:
        work.silent = True
        return pass_time(work)


def pass_time(work: Work) -> dict[str, int]:
    """What time has done until the act's instant, in every published month; told in the log where it is anything."""
    done = {"expired": 0, "settled": 0, "provisional": 0, "final": 0, "lapsed": 0, "reminded": 0, "recorded": 0}
    published = roster_rows.RosterState.PUBLISHED
    states = roster_rows.binding_states(work.connection, work.centre_id)
    month = next((month for month in work.known_months() if states.get(str(month)) is published), None)
    if month is not None:
        done |= settle(work, month)
    if any(done.values()):
        work.tell(f"centre:{work.centre_id}", {name: count for name, count in done.items() if count})
    return done


def settle(work: Work, month: Month) -> dict[str, int]:
    """What time does to the calendar, seen from one published month."""
    done = {"expired": expire_swaps(work, month), "settled": settle_obligations(work, month)}
    done.update(settle_leave(work, month))
    done.update(settle_returns(work, month))
    done["final"] += _finalise(work, month)
    return done


def _finalise(work: Work, month: Month) -> int:
    """Absences that attendance told become final when the time to clear them is over."""
    board = work.board(month)
    clear_days = Policy.of(board.rulebook).absence_clear_days
    last = board.ground.local(work.now).date() - timedelta(days=1 + clear_days)
    return absence_rows.finalise_absences(work.connection, work.centre_id, last)
