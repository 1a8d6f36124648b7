"""A small centre for the desk's tests: three shifts, two jobs, two teams; every duty is written out by hand.

October 2026 in Shanghai. The 1st–7th are public holidays, Saturday the 10th is a make-up workday.
E 08:00–16:00, L 16:00–24:00, N 22:00–06:00 (night), Z 00:00–08:00 (night).
"""

from dataclasses import replace
from datetime import date, datetime
from itertools import count
from zoneinfo import ZoneInfo

from constraints import CATALOGUE
from roster.desk.board.board import Board
from roster.desk.board.staff import Staff
from roster.desk.clock import FixedClock
from roster.desk.leaves.leave_ask import ask_leave
from roster.desk.policy.desk_rule import Verdict, decide
from roster.model import (
    Agent,
    Case,
    Centre,
    Duty,
    Grade,
    HolidayCalendar,
    Month,
    Role,
    Roster,
    SeatRequirement,
    Shift,
)
from roster.model.leave_request import LeaveRequest
from roster.model.swap import SwapKind, SwapRequest, SwapState, handed
from roster.rule import Rulebook
from roster.text import Text

ZONE = ZoneInfo("Asia/Shanghai")
MONTH = Month(2026, 10)
SHIFTS = (
    Shift("E", 480, 960),
    Shift("L", 960, 1440),
    Shift("N", 1320, 1800),
    Shift("Z", 1440 - 1440, 480),
)
CALENDAR = HolidayCalendar(
    "CN",
    off={date(2026, 10, day): Text("国庆节", "National Day") for day in range(1, 8)},
    work={date(2026, 10, 10): Text("国庆节调休", "make-up workday")},
)
AGENTS = (
    Agent("a", "Anna", "T1", ("189",), grade=Grade.JUNIOR),
    Agent("b", "Bao", "T1", ("189",), grade=Grade.JUNIOR),
    Agent("c", "Chen", "T2", ("189", "180"), grade=Grade.JUNIOR),
    Agent("d", "Dai", "T2", ("180", "189"), grade=Grade.INTERMEDIATE),
    Agent("l1", "Lu", "T1", ("189",), role=Role.LEADER, grade=Grade.SENIOR),
    Agent("l2", "Li", "T2", ("189",), role=Role.LEADER, grade=Grade.SENIOR),
    Agent("p2", "Pan", "T2", ("189",), role=Role.DEPUTY, grade=Grade.SENIOR),
)
DIRECTOR, CENTRE_DIRECTOR = "dir", "top"
numbers = count(1)


def at(day: int, wall: str = "00:00", month: int = 10) -> datetime:
    """A wall time of a day of October 2026 on the centre's clock."""
    hour, minute, *second = (int(part) for part in wall.split(":"))
    return datetime(2026, month, day, hour, minute, second[0] if second else 0, tzinfo=ZONE)


def clock(day: int, wall: str = "00:00", month: int = 10) -> FixedClock:
    return FixedClock(at(day, wall, month))


def on(day: int) -> date:
    return date(2026, 10, day)


def duties(text: str) -> tuple[Duty, ...]:
    """`a: 8E 9L 12N; b: 8L/180` as duties; the job is the agent's first unless given."""
    listed = []
    jobs = {agent.agent_id: agent.jobs[0] for agent in AGENTS}
    for part in text.split(";"):
        agent_id, _, days = part.partition(":")
        agent_id = agent_id.strip()
        for word in days.split():
            cell, _, job = word.partition("/")
            shift = cell.lstrip("0123456789")
            listed.append(Duty(agent_id, on(int(cell[: -len(shift)])), shift, job or jobs.get(agent_id, "189")))
    return tuple(listed)


def on_days(text: str, month: int) -> tuple[Duty, ...]:
    """Duties as `duties` reads them, in another month of the year."""
    return tuple(replace(duty, day=duty.day.replace(month=month)) for duty in duties(text))


def case(
    *,
    rules=None,
    seats=(),
    leaves=(),
    agents=AGENTS,
    history=(),
    ahead=(),
    entitlements=(),
    availability=(),
    zone="Asia/Shanghai",
    calendar=CALENDAR,
    shifts=SHIFTS,
    tasks=(),
    stayed=(),
) -> Case:
    centre = Centre("Hotline", zone, MONTH, country="CN", rules=rules or {})
    rows = tuple(SeatRequirement(*row) for row in seats)
    return Case(
        centre,
        calendar,
        tuple(agents),
        tuple(shifts),
        rows,
        leaves=tuple(leaves),
        history=tuple(history),
        ahead=tuple(ahead),
        tasks=tuple(tasks),
        entitlements=tuple(entitlements),
        availability=tuple(availability),
        stayed=tuple(stayed),
    )


def board(
    text: str, *, swaps=(), requests=(), published=True, delegations=(), grades=None, proxies=None, **given
) -> Board:
    world = case(**given)
    rulebook = Rulebook.of(CATALOGUE, world.centre)
    staff = Staff(
        world.agent_by_id, frozenset({DIRECTOR}), frozenset({CENTRE_DIRECTOR}), tuple(delegations), proxies or {}
    )
    return Board.of(
        world,
        rulebook,
        Roster.of(duties(text)),
        swaps=swaps,
        leaves=requests,
        staff=staff,
        published=published,
        grades=grades,
    )


def swap(mine: str, theirs: str, *, reason="family", state=SwapState.REQUESTED, number=None, **given) -> SwapRequest:
    """`a: 8E` for `b: 9E`: each takes the other's duty as it stands."""
    (one,), (two,) = duties(mine), duties(theirs)
    moves = (handed(one, two.agent_id), handed(two, one.agent_id))
    given.setdefault("swap_id", f"s{next(numbers)}" if state is not SwapState.REQUESTED else "")
    return SwapRequest(one.agent_id, SwapKind.SWAP, moves, reason, at(1, month=9), state=state, number=number, **given)


def effective(mine: str, theirs: str, number: int = 1) -> SwapRequest:
    """A swap in the register; the roster's text shows it carried out."""
    return swap(mine, theirs, state=SwapState.EFFECTIVE, number=number)


def cover(mine: str, by: str, *, requester=None, by_leader=False, **given) -> SwapRequest:
    (one,) = duties(mine)
    return SwapRequest(
        requester or one.agent_id,
        SwapKind.COVER,
        (handed(one, by),),
        "ill",
        at(1, month=9),
        by_leader=by_leader,
        **given,
    )


def leave(agent_id: str, kind: str, start: int, end: int, filed: datetime, **given) -> LeaveRequest:
    given.setdefault("reason", "family")
    return LeaveRequest(agent_id, kind, on(start), on(end), filed_at=filed, **given)


def asked(request, world: Board, now: datetime | None = None) -> Verdict:
    """The verdict at `now` (the request's filing where it has one, else 1 September)."""
    moment = now or getattr(request, "filed_at", None) or at(1, month=9)
    if isinstance(request, LeaveRequest):
        return ask_leave(world, request, FixedClock(moment))
    return decide(world.rulebook, request, world, FixedClock(moment))


def refused(request, world: Board, now: datetime | None = None) -> set[str]:
    """The ids of the rules that refuse."""
    return {item.rule for item in asked(request, world, now).refusals}


def flagged(request, world: Board, now: datetime | None = None) -> set[str]:
    """The ids of the rules that flag something."""
    return {item.rule for item in asked(request, world, now).flags}


def consents(request, world: Board, now: datetime | None = None) -> set[str]:
    """The ids of the rules for which the approver must consent expressly."""
    return {item.rule for item in asked(request, world, now).flags if item.consent}
