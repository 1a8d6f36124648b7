"""Opening a month: its case made from the latest one, as the published roster stands after swaps, covers and leave."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import floor

from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.once import once
from roster.desk.policy.balances import balances
from roster.desk.policy.policy import Policy
from roster.desk.refusals import not_now
from roster.files.next_month import next_month
from roster.model import Agent, Case, Entitlement, Grade, Month
from roster.rule import Rulebook
from roster.store import case_rows, roster_rows
from roster.text import Text, both


@once
def open_month(desk: Desk, actor: str, month: Month, *, key: str | None = None) -> bool:
    """Makes the case of a month that has none, from the month before; whether there was anything to make.

    Kept are people (with the grades in force by then), shifts, rules and weights, weekly limits and what leave reaches
    over; load and seats are those of the same kind of days (`next_month`). What rosters of the store leave behind is
    not copied: the month reads it from them, so that a late swap counts too.

    NotFoundError where the centre has no case at all; RefusedError where the month before is not rostered yet, or lies
    not next to a month that is known.
    """
    with desk.writing(actor, "case.open", key) as work:
        if month in work.known_months():
            work.silent = True
            return False
        latest = work.latest_month()
        if month != latest.next:
            raise not_now(
                Text(
                    f"最近的案例是 {latest},只能由它生成 {latest.next}",
                    f"the latest case is of {latest}: next is {latest.next}",
                ),
                both(str(month)),
                both(str(latest.next)),
            )
        case = _next(work, latest)
        Rulebook.of(desk.catalogue, case.centre)
        case_rows.put_case(work.connection, work.centre_id, case, work.now)
        work.tell(f"case:{month}", {"agents": len(case.agents), "shifts": len(case.shifts), "from": str(latest)})
        work.everything_changed()
        return True


def coming_case(desk: Desk) -> Case:
    """The case that `open_month` would make of the month after the latest; its errors, and nothing is written."""
    with desk.reading() as work:
        return _next(work, work.latest_month())


def _next(work: Work, latest: Month) -> Case:
    """The case after the latest one, without what the store's own months tell; refused before that is published."""
    month = latest.next
    if roster_rows.binding_version(work.connection, work.month_row(latest).month_id) is None:
        raise not_now(
            Text(
                f"{latest} 的排班尚未发布,{month} 要接着它排",
                f"the roster of {latest} is not published, and {month} goes on from it",
            ),
            both(str(month)),
            both(str(latest)),
        )
    board = work.board(latest)
    before = case_rows.get_case(work.connection, work.centre_id, latest)
    later = case_rows.later_leaves(work.connection, work.centre_id, month)
    following = next_month(replace(before, later_leaves=later), board.roster)
    known = work.known_months()
    grades = case_rows.grade_history(work.connection, work.centre_id)
    return replace(
        following,
        agents=tuple(_graded(agent, grades, following.month.first) for agent in following.agents),
        history=tuple(duty for duty in following.history if Month.of(duty.day) not in known),
        contracts=tuple(item for item in following.contracts if item.month not in known),
        entitlements=tuple(_entitlements(board, following)),
    )


def _entitlements(board: Board, following: Case) -> Iterable[Entitlement]:
    """Days of leave a year, without what the store tells was used of them; into a new year as many go as may."""
    latest = board.month
    now = {(item.agent_id, item.kind): item for item in board.case.entitlements}
    most = Policy.of(board.rulebook).carry_over_days
    for item in following.entitlements:
        if following.month.year == latest.year:
            yield replace(item, used=now[item.agent_id, item.kind].used)
            continue
        own = next(one for one in balances(board, item.agent_id, latest.year) if one.kind == item.kind)
        left = floor(2 * own.left) / 2  # halves at the finest, as the table has them
        yield replace(item, carried_over=max(0.0, min(float(most), left)))


def _graded(agent: Agent, grades: Mapping[str, Sequence[tuple[date, Grade | None]]], first: date) -> Agent:
    """The agent with the grade in force on a day (GRADE)."""
    graded = grades.get(agent.agent_id, ())
    place = bisect_right([since for since, _ in graded], first)
    return replace(agent, grade=graded[place - 1][1]) if place else agent
