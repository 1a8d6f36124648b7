"""The ledger: what each agent has used, owes, and has carried, this month and over the year."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.policy.balances import days_by_kind, shares_by_day
from roster.desk.policy.policy import Policy
from roster.desk.policy.quota import quota_of
from roster.model import Month
from roster.model.swap import PayBack
from roster.rule.fairness import contract_minutes, past_contract_minutes, with_grants
from roster.store import absence_rows, obligation_rows, year_rows

KINDS = ("nights", "weekends", "holidays", "paid_minutes")


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One agent's account. Year's counts hold the year's earlier months, closed or published, and this one.

    `team_nights` and its like are the agent's even part of the team's, month by month in proportion to the contracts
    of the time, so that who joined late or was away owes nothing of the months without them (as FAIR counts).

    `by_month` is what each of those months held, by kind.

    `leave_days` are days of leave in the month by kind (own and leaders' eyes only), `paid_minutes` those of the month.
    """

    agent_id: str
    team: str
    swaps_used: int
    swaps_left: int
    owed: tuple[PayBack, ...]
    due: tuple[PayBack, ...]
    nights: int
    weekends: int
    holidays: int
    team_nights: float
    team_weekends: float
    team_holidays: float
    leave_days: Mapping[str, float]
    paid_minutes: int
    absences: int
    violations: int
    by_month: Mapping[Month, Mapping[str, int]]


def month_counts(board: Board) -> Mapping[str, Counter[str]]:
    """Per agent: night duties, duties on weekend days that are free by law, on holidays, and paid minutes."""
    calendar = board.case.calendar
    tallies: dict[str, Counter[str]] = {agent.agent_id: Counter() for agent in board.case.agents}
    for duty in board.roster.duties:
        counts = tallies[duty.agent_id]
        counts["nights"] += board.case.shift_by_code[duty.shift].is_night
        holiday = calendar.is_public_holiday(duty.day)
        counts["holidays"] += holiday
        counts["weekends"] += not holiday and not calendar.is_working_day(duty.day)
        counts["paid_minutes"] += board.stint(duty).paid_minutes
    return tallies


def ledger(desk: Desk, month: Month, agents: Iterable[str] = ()) -> tuple[LedgerRow, ...]:
    """The accounts of a month, of all agents unless some are named, in the case's order."""
    chosen = frozenset(agents)
    with desk.reading() as work:
        rows = ledger_rows(work, month)
        return tuple(row for row in rows if not chosen or row.agent_id in chosen)


def ledger_rows(work: Work, month: Month) -> tuple[LedgerRow, ...]:
    """Every agent's account of a month."""
    board = work.board(month)
    counts = month_counts(board)
    months = {month: counts, **_earlier(work, board, month)}
    year = {agent_id: sum((own[agent_id] for own in months.values()), Counter[str]()) for agent_id in counts}
    even = _even(board, months)
    most = Policy.of(board.rulebook).max_swaps_per_month
    still_owed = obligation_rows.owed(work.connection, work.centre_id)
    absences = Counter(
        item.agent_id
        for item in absence_rows.absences(work.connection, work.centre_id, month.first, month.last)
        if item.state != "cleared"
    )
    violations = Counter(
        item.agent_id for item in absence_rows.violations(work.connection, work.centre_id, month.first, month.last)
    )
    rows = []
    for agent in board.case.agents:
        own, team, used = year[agent.agent_id], even[agent.agent_id], quota_of(board).used(agent.agent_id, month)
        own_backs = PayBacks.of(still_owed, agent.agent_id)
        rows.append(
            LedgerRow(
                agent.agent_id,
                agent.team,
                used,
                max(0, most - used),
                own_backs.owed,
                own_backs.due,
                own["nights"],
                own["weekends"],
                own["holidays"],
                team["nights"],
                team["weekends"],
                team["holidays"],
                _leave_days(board, agent.agent_id, month),
                counts[agent.agent_id]["paid_minutes"],
                absences[agent.agent_id],
                violations[agent.agent_id],
                {one: dict(months[one][agent.agent_id]) for one in sorted(months)},
            )
        )
    return tuple(rows)


def _earlier(work: Work, board: Board, month: Month) -> Mapping[Month, Mapping[str, Counter[str]]]:
    """What the year's months before this one held, by agent of this month: as closed, or as published by now."""
    tallies: dict[Month, dict[str, Counter[str]]] = {}
    for count in year_rows.year_counts_before(work.connection, work.centre_id, month):
        counts = tallies.setdefault(count.month, {agent.agent_id: Counter[str]() for agent in board.case.agents})
        if count.agent_id in counts:
            counts[count.agent_id][count.kind] += count.value
    for page in board.calendar.pages:
        if page.published and page.month.year == month.year and page.month < month:
            held = month_counts(board.on(page.month))
            tallies[page.month] = {agent.agent_id: held.get(agent.agent_id, Counter()) for agent in board.case.agents}
    return tallies


def _even(board: Board, months: Mapping[Month, Mapping[str, Counter[str]]]) -> Mapping[str, Mapping[str, float]]:
    """Each agent's even part of what the team had: month by month, by the contracts of those who were there then."""
    teams: dict[str, list[str]] = defaultdict(list)
    for agent in board.case.agents:
        teams[agent.team].append(agent.agent_id)
    amounts: dict[str, dict[str, float]] = {agent.agent_id: dict.fromkeys(KINDS, 0.0) for agent in board.case.agents}
    for month, counts in months.items():
        now = month == board.case.month
        bound = with_grants(board.case, board.roster.granted)
        there = contract_minutes(bound) if now else past_contract_minutes(board.case, month)
        for members in teams.values():
            pool = sum(there[agent_id] for agent_id in members)
            for kind in KINDS:
                total = sum(counts[agent_id][kind] for agent_id in members)
                for agent_id in members:
                    amounts[agent_id][kind] += total * there[agent_id] / pool if pool else counts[agent_id][kind]
    return amounts


@dataclass(frozen=True, slots=True)
class PayBacks:
    """What somebody owes still, and is owed (`due`), whatever the month."""

    owed: tuple[PayBack, ...]
    due: tuple[PayBack, ...]

    @classmethod
    def of(cls, items: Iterable[PayBack], agent_id: str) -> "PayBacks":
        """One person's of all that are owed."""
        owed = tuple(items)
        return cls(
            tuple(item for item in owed if item.debtor == agent_id),
            tuple(item for item in owed if item.creditor == agent_id),
        )


def own_pay_backs(desk: Desk, agent_id: str) -> PayBacks:
    """What one person owes still, and is owed."""
    with desk.reading() as work:
        return PayBacks.of(obligation_rows.owed(work.connection, work.centre_id), agent_id)


def pay_backs(desk: Desk) -> tuple[PayBack, ...]:
    """Every pay-back of the centre, by day."""
    with desk.reading() as work:
        return obligation_rows.pay_backs(work.connection, work.centre_id)


def _leave_days(board: Board, agent_id: str, month: Month) -> Mapping[str, float]:
    """Days of leave in the month by kind, each counted once, parts as the centre counts them."""
    held = shares_by_day(board, agent_id, (month.first, month.last))
    return dict(sorted(days_by_kind(held, board.case.calendar).items()))
