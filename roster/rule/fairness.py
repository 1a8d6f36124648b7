"""Fair shares: constants of a case, computed once before anybody is rostered.

Both sides of a fairness rule need the very same number, the solver to price a month and the check to measure it, so
this is the one computation that they share (besides the raw records); the report and the ledger read it too. It reads
dates and records, no month context.

An agent's even share of a kind of duty is

    duties of the kind the seat requirements need this month × own contract minutes / all eligible agents'.

What somebody had more or less than an even part of the past is made good, but never all at once: the *balance* is

    own duties of the kind in history − the sum over the past months of
    (that month's duties of the kind × own contract minutes in that month / all contract minutes in that month),

and the fair share is the even share less the balance, of which at most `catch_up` duties count a month, so that a large
one is spread over as many months as it takes. Shares are never below nought, and together they are what is needed:
where bounds and floors leave something over, it is spread by contract.

The past counts only for the time in which somebody was there: a month's contract minutes are those of that month
(`Case.contracts` where the case tells them, else the contract as it is now), for the working days on which the agent
was employed and not on approved leave. In a month whose history is that of a whole roster (duties on more than half of
its days), who has no duty at all was not there, whatever the reason.

*Needed* are the fewest duties of the kind without which some required seat would stay empty: job by job, in every
interval that no other duty could cover, whatever is rostered there. For one interval after the other the missing seats
are filled with the duty that reaches furthest, which is the fewest possible. (An average, seat hours by shift hours,
would ask for fewer nights than a night with a busy first hour takes, and fairness would then work against coverage.)

*Eligible* is who may work at least one duty of the kind this month by employment, jobs, rotation, protection,
availability and approved leave.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from roster.model import Agent, Availability, Case, Duty, Leave, LeaveStatus, Month, Roster, Shift
from roster.rule.availability import is_open
from roster.rule.evidence import Evidence
from roster.rule.spare import day_ratio


@dataclass(frozen=True, slots=True)
class DutyKind:
    """A kind of duty that is to be shared evenly: its name (or a shift's code), and whether a duty is of it."""

    name: str
    holds: Callable[[date, Shift], bool]
    is_shift: bool = False


def night_kind(case: Case) -> DutyKind:
    """Night duties."""
    del case
    return DutyKind("night", lambda _, shift: shift.is_night)


def weekend_kind(case: Case) -> DutyKind:
    """Duties that start on a weekend day which is neither a make-up workday nor a public holiday."""
    calendar = case.calendar
    return DutyKind("weekend", lambda day, _: not calendar.is_working_day(day) and not calendar.is_public_holiday(day))


def holiday_kind(case: Case) -> DutyKind:
    """Duties that start on a public holiday."""
    calendar = case.calendar
    return DutyKind("holiday", lambda day, _: calendar.is_public_holiday(day))


def shift_kind(code: str) -> DutyKind:
    """Duties of one shift."""
    return DutyKind(code, lambda _, shift: shift.code == code, is_shift=True)


CATCH_UP = 2
"""How many duties of a kind a month's share may lie away from an even one, where the centre says nothing else."""


def fair_shares(case: Case, kind: DutyKind, catch_up: int = CATCH_UP) -> Mapping[str, Fraction]:
    """Each eligible agent's fair share, by id; empty where the month has no such duty or nobody may work it."""
    key = (fair_shares, kind.name, kind.is_shift, catch_up)
    if key not in case.constants:
        case.constants[key] = _shares(case, kind, catch_up)
    shares: Mapping[str, Fraction] = case.constants[key]
    return shares


def balances(case: Case, kind: DutyKind) -> Mapping[str, Fraction]:
    """Each agent's duties of the kind in history less an even part of them, by id; above 0: had more."""
    key = (balances, kind.name, kind.is_shift)
    if key not in case.constants:
        case.constants[key] = _balances(case, kind)
    amounts: Mapping[str, Fraction] = case.constants[key]
    return amounts


def _shares(case: Case, kind: DutyKind, catch_up: int) -> Mapping[str, Fraction]:
    cells = _cells(case, kind, case.month)
    contracts = contract_minutes(case)
    eligible = _eligible(case, cells)
    sharing = [agent_id for agent_id in eligible if contracts[agent_id]]
    if not cells or not sharing:
        return {}
    owed, needed = balances(case, kind), needed_duties(case, kind)
    most = Fraction(catch_up)
    bounded = {agent_id: max(-most, min(owed[agent_id], most)) for agent_id in sharing}
    # The level at which shares add up to what is needed; who would come out below nought has none, and the rest less.
    while True:
        pool = sum(contracts[agent_id] for agent_id in sharing)
        level = Fraction(needed + sum(bounded[agent_id] for agent_id in sharing)) / pool
        shares = {agent_id: level * contracts[agent_id] - bounded[agent_id] for agent_id in sharing}
        if all(share >= 0 for share in shares.values()):
            return {agent_id: shares.get(agent_id, Fraction(0)) for agent_id in eligible}
        sharing = [agent_id for agent_id in sharing if shares[agent_id] >= 0]


def _balances(case: Case, kind: DutyKind) -> Mapping[str, Fraction]:
    amounts = {agent.agent_id: Fraction(0) for agent in case.agents}
    by_month: dict[Month, list[Duty]] = {}
    for duty in case.history:
        if duty.agent_id in amounts:
            by_month.setdefault(Month.of(duty.day), []).append(duty)
    for month, duties in by_month.items():
        own = Counter(duty.agent_id for duty in duties if kind.holds(duty.day, case.shift_by_code[duty.shift]))
        if not own:
            continue
        there = past_contract_minutes(case, month)
        able = set(_eligible(case, _cells(case, kind, month))) | own.keys()
        pool = sum(there[agent_id] for agent_id in able)
        for agent_id in able:
            even = Fraction(own.total() * there[agent_id], pool) if pool else Fraction(own[agent_id])
            amounts[agent_id] += own[agent_id] - even
    return amounts


def past_contract_minutes(case: Case, month: Month) -> Mapping[str, int]:
    """Own contract minutes of an earlier month by agent: 0 for who was not there."""
    key = (past_contract_minutes, month)
    if key not in case.constants:
        case.constants[key] = _past_contract_minutes(case, month)
    past: Mapping[str, int] = case.constants[key]
    return past


def _past_contract_minutes(case: Case, month: Month) -> Mapping[str, int]:
    contract = {item.agent_id: item.minutes for item in case.contracts if item.month == month}
    seen = [duty for duty in case.history if duty.day in month]
    worked = {duty.agent_id for duty in seen}
    whole = 2 * len({duty.day for duty in seen}) > month.days
    return {
        agent_id: 0 if whole and agent_id not in worked else contract.get(agent_id, minutes)
        for agent_id, minutes in _contract_minutes(case, month).items()
    }


def _cells(case: Case, kind: DutyKind, month: Month) -> list[tuple[date, Shift]]:
    return [(day, shift) for day in month for shift in case.shifts if kind.holds(day, shift)]


def hand_on(before: Case, after: Case) -> None:
    """Lets a case know what another with the same demand has computed from it; the caller vouches for the sameness."""
    for key, value in before.constants.items():
        if key is day_ratio or (isinstance(key, tuple) and key[0] is needed_by_day):
            after.constants.setdefault(key, value)


def with_grants(case: Case, granted: Collection[int]) -> Case:
    """The case once a roster binds that grants these requests, by their indices: they are leave as any other."""
    if not granted:
        return case
    approved = LeaveStatus.APPROVED
    leaves = (replace(leave, status=approved) if i in granted else leave for i, leave in enumerate(case.leaves))
    return replace(case, leaves=tuple(leaves))


def contract_minutes(case: Case) -> Mapping[str, int]:
    """Own contract minutes of the month, approved leave taken off (rulebook, HOURS)."""
    if contract_minutes not in case.constants:
        case.constants[contract_minutes] = _contract_minutes(case, case.month)
    minutes: Mapping[str, int] = case.constants[contract_minutes]
    return minutes


def _contract_minutes(case: Case, month: Month) -> Mapping[str, int]:
    working = [day for day in month if case.calendar.is_working_day(day)]
    away = _approved(case)
    minutes = {}
    for agent in case.agents:
        full = agent.contract_minutes if agent.contract_minutes is not None else 480 * len(working)
        leaves = away.get(agent.agent_id, [])
        there = sum(agent.employed_on(day) and not any(leave.covers(day) for leave in leaves) for day in working)
        minutes[agent.agent_id] = full * there // len(working) if working else 0
    return minutes


def needed_duties(case: Case, kind: DutyKind) -> int:
    """The fewest duties of the kind without which some seat of the month must stay empty."""
    return sum(needed_by_day(case, kind).values())


def needed_by_day(case: Case, kind: DutyKind) -> Mapping[tuple[date, str], int]:
    """Those duties by the day to which they belong and the job that they serve; 0 where nothing stands."""
    key = (needed_by_day, kind.name, kind.is_shift)
    if key not in case.constants:
        case.constants[key] = _needed(case, kind)
    counts: Mapping[tuple[date, str], int] = case.constants[key]
    return counts


def _needed(case: Case, kind: DutyKind) -> Mapping[tuple[date, str], int]:
    evidence = _clock(case)
    required = {(row.day, row.minute, row.job): row.seats for row in case.seats}
    cells = [(day, shift) for day in (case.month.first - timedelta(days=1), *case.month) for shift in case.shifts]
    needed: Counter[tuple[date, str]] = Counter()
    for job in {row.job for row in case.seats}:
        seats = [required.get((day, minute, job), 0) for day, minute, _, _ in evidence.intervals]
        reach: list[tuple[int, date]] = [(0, case.month.first)] * len(seats)
        for day, shift in cells:
            if not shift.serves(job):
                continue
            covered = evidence.covered_by(day, shift.code)
            if kind.holds(day, shift) and day in case.month:
                for index in covered:
                    reach[index] = max(reach[index], (covered[-1] + 1, day))
            else:
                for index in covered:
                    seats[index] = 0
        for day, count in _fewest(seats, reach):
            needed[day, job] += count
    return needed


def _clock(case: Case) -> Evidence:
    """The month's spans and intervals, walked once for all kinds."""
    if _clock not in case.constants:
        case.constants[_clock] = Evidence(case, Roster(()))
    evidence: Evidence = case.constants[_clock]
    return evidence


def _fewest(seats: list[int], reach: list[tuple[int, date]]) -> Iterator[tuple[date, int]]:
    """How many duties of which days fill `seats`: one there at interval i lasts to `reach[i]` (0: none is there)."""
    there = 0
    leaving = [0] * (len(seats) + 1)
    for index, wanted in enumerate(seats):
        there -= leaving[index]
        missing = wanted - there
        until, day = reach[index]
        if missing > 0 and until:
            yield day, missing
            there += missing
            leaving[until] += missing


def _approved(case: Case) -> Mapping[str, list[Leave]]:
    approved: dict[str, list[Leave]] = {}
    for leave in case.leaves:
        if leave.status is LeaveStatus.APPROVED:
            approved.setdefault(leave.agent_id, []).append(leave)
    return approved


def _eligible(case: Case, cells: list[tuple[date, Shift]]) -> list[str]:
    """Agents who may work at least one of these duties, in the case's order."""
    away = _approved(case)
    entries: dict[str, list[Availability]] = {}
    for item in case.availability:
        entries.setdefault(item.agent_id, []).append(item)

    def may(agent: Agent) -> Iterator[bool]:
        leaves, limits = away.get(agent.agent_id, ()), entries.get(agent.agent_id, ())
        for day, shift in cells:
            night = shift.is_night
            yield (
                agent.employed_on(day)
                and (agent.rotating or (not night and case.calendar.is_working_day(day)))
                and not (night and agent.protected_on(day))
                and (not shift.jobs or any(job in shift.jobs for job in agent.jobs))
                and not any(leave.covers(day) for leave in leaves)
                and is_open(limits, day, shift)
            )

    return [agent.agent_id for agent in case.agents if any(may(agent))]
