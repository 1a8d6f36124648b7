"""Closing a month: nothing of it changes any more, and the year remembers what it held."""

from dataclasses import dataclass, replace
from datetime import datetime

from roster.desk.board.board import Board
from roster.desk.desk import SYSTEM, Desk, Work
from roster.desk.ledger import KINDS, month_counts
from roster.desk.once import once
from roster.desk.policy.ladder import OFFICE_WORDS
from roster.desk.refusals import not_now, not_yours, wrong_state
from roster.desk.rosters.granting import planned_leaves
from roster.desk.swaps.later_desk import owed_in, with_pay_backs
from roster.desk.swaps.swap_outcome import end_swap
from roster.desk.tick import settle
from roster.errors import StaleError
from roster.model import Case, Month
from roster.model.approval import Office
from roster.model.swap import OPEN_SWAPS, SwapState
from roster.store import case_rows, obligation_rows, roster_rows, year_rows
from roster.store.roster_rows import RosterState
from roster.store.year_rows import YearCount
from roster.text import Text


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing a month did: duties frozen, agents whose counts the year keeps, and what time settled before.

    `carried` pay-backs are owed in later months still.
    """

    month: Month
    duties: int
    agents: int
    settled: dict[str, int]
    carried: int = 0


@once
def close_month(desk: Desk, actor: str, month: Month, *, revision: int | None = None, key: str | None = None) -> Closed:
    """Freezes the published roster and writes the year's counts; the next month's case takes its duties as history.

    Refused before the month is over, and for anybody but a director or the system; StaleError where the roster is not
    at the `revision` that was read.
    """
    with desk.writing(actor, "month.close", key) as work:
        board = work.board(month)
        if actor != SYSTEM and actor not in board.staff.directors | board.staff.centre_directors:
            raise not_yours(actor, OFFICE_WORDS[Office.DIRECTOR])
        version = work.binding(month)
        if revision not in {None, version.revision}:
            raise StaleError(f"the roster of {month} changed meanwhile")
        if version.state is not RosterState.PUBLISHED:
            raise wrong_state(version.state.value, "published")
        # Who is on the last night may still fall ill.
        over = board.month_case.local(over_from(board))
        if work.now < over:
            raise not_now(
                Text(
                    f"{month} 尚未结束,{over:%F %H:%M} 起可以关账",
                    f"{month} is not over: close it from {over:%F %H:%M} on",
                ),
                f"{board.month_case.local(work.now):%F %H:%M}",
                Text(f"{over:%F %H:%M} 以后", f">= {over:%F %H:%M}"),
            )
        settled = settle(work, month)
        board = work.board(month)
        for swap in board.swaps:
            if swap.state in OPEN_SWAPS and swap.month == month:
                _, board = end_swap(work, board, swap, SwapState.EXPIRED)
        roster_rows.set_state(work.connection, work.binding(month), RosterState.CLOSED)
        _remember(work, month)
        case_rows.mark_closed(work.connection, work.month_row(month).month_id, work.now)
        carried = obligation_rows.owed_after(work.connection, work.centre_id, month.last)
        work.tell(f"month:{month}", {"duties": len(board.roster.duties), **settled, "carried": carried})
        # The year remembers it now: what was a page of the calendar is history to the others.
        work.everything_changed()
        return Closed(month, len(board.roster.duties), len(board.case.agents), settled, carried)


def over_from(board: Board) -> datetime:
    """When a month is over in UTC: at its end, or with the last night that runs beyond it."""
    ends = (board.stint(duty).end for duty in board.roster.duties if duty.day == board.month.last)
    return max([board.month_case.midnight(board.month.end), *ends])


def _remember(work: Work, month: Month) -> None:
    counts = [
        YearCount(agent_id, month, kind, own[kind])
        for agent_id, own in month_counts(work.board(month)).items()
        for kind in KINDS
    ]
    year_rows.put_year_counts(work.connection, work.centre_id, month, counts)


def planning_case(desk: Desk, month: Month) -> Case:
    """The case from which a month is rostered: as imported, with the year's memory and the leave that counts.

    History holds the duties of the month before and of the closed months of the year, so rests, runs and fair shares
    go on by themselves; the pay-backs owed in it are pinned. Leave that waits at the desk stands last among its leaves,
    as requested: the plan grants it or not, and the chain decides on that (`granting`).
    """
    with desk.reading() as work:
        board = work.board(month)
        case = with_pay_backs(board.case, board, owed_in(work, month))
        leaves = planned_leaves(work, board)
        return case if leaves == case.leaves else replace(case, leaves=leaves)
