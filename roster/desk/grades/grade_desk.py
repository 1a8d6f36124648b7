"""The month's grade tests: results written, grades proposed, decided by the director, in force from a day (GRADE)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from roster.desk.board.board import Board
from roster.desk.board.worsened import new_or_worse
from roster.desk.desk import SYSTEM, Desk, Work
from roster.desk.once import once
from roster.desk.policy.desk_rule import decide
from roster.desk.policy.grading import proposed, reached
from roster.desk.policy.ladder import OFFICE_WORDS
from roster.desk.policy.policy import Policy
from roster.desk.refusals import not_now, not_yours
from roster.desk.words import state_words
from roster.errors import Fault, InputError, NotFoundError, RefusedError
from roster.model import Agent, Grade, Month, Roster
from roster.model.approval import Office
from roster.model.grade_test import GradeDecision, GradeDecisionAct, GradeResult, GradeResultAct
from roster.rule import Evidence, Finding, Refusal
from roster.store import case_rows, roster_rows
from roster.store.grade_rows import StoredTest, put_decision, put_results, tests_of_agent, tests_of_month
from roster.store.roster_rows import RosterState
from roster.text import Text

UNTESTED, MISSED, BELOW, KEPT, TO_DECIDE, DECIDED = "untested", "missed", "below", "kept", "to decide", "decided"


@dataclass(frozen=True, slots=True)
class GradeLine:
    """One person's test of a month.

    `held` is the grade at the month's end. `state`: untested (no result yet), missed (none when the month was over; the
    grade is kept), below (passed no test, and there is no lower grade), kept (the result speaks for the grade held), to
    decide (it speaks for `proposed`, which waits for the director), decided.
    """

    agent_id: str
    month: Month
    held: Grade | None
    result: GradeResult | None
    reached: Grade | None
    proposed: Grade | None
    state: str
    decision: GradeDecision | None = None


@dataclass(frozen=True, slots=True)
class Graded:
    """A decided grade: whose line, and the days of their published duties that no longer fit it (SKILL)."""

    line: GradeLine
    unfit: tuple[date, ...]


def takes_test(held: Grade | None) -> bool:
    """Whether somebody is tested: who holds a grade, but seniors, of whom the rules ask no test."""
    return held is not None and held is not Grade.SENIOR


def lines_of(work: Work, board: Board, month: Month) -> tuple[GradeLine, ...]:
    """The month's lines of everybody who is tested or has a result, in the order of teams."""
    results = tests_of_month(work.connection, work.centre_id, month)
    over = board.month_case.local(work.now).date() > month.last
    return tuple(
        _line(board, agent, month, results.get(agent.agent_id), over=over)
        for agent in board.case.agents_by_team
        if agent.agent_id in results
        or (agent.employed_on(month.last) and takes_test(board.grade_on(agent.agent_id, month.last)))
    )


def _line(board: Board, agent: Agent, month: Month, result: StoredTest | None, *, over: bool) -> GradeLine:
    held = board.grade_on(agent.agent_id, month.last)
    if result is None:
        return GradeLine(agent.agent_id, month, held, None, None, held, MISSED if over else UNTESTED)
    policy, decision = Policy.of(board.rulebook), result.decision
    passed, wanted = reached(result.result, policy), proposed(held, result.result, policy)
    if decision is not None:
        state = DECIDED
    elif wanted is not held:
        state = TO_DECIDE
    else:
        state = BELOW if passed is None and held is not Grade.SENIOR else KEPT
    return GradeLine(agent.agent_id, month, held, result.result, passed, wanted, state, decision)


def grade_lines(desk: Desk, month: Month) -> tuple[GradeLine, ...]:
    """The month's tests: what was reached, what it speaks for, what was decided, who missed it."""
    with desk.reading() as work:
        return lines_of(work, work.board(month), month)


def grade_history_of(desk: Desk, agent_id: str) -> tuple[StoredTest, ...]:
    """A person's tests of all months, the newest first."""
    with desk.reading() as work:
        return tests_of_agent(work.connection, work.centre_id, agent_id)


@once
def record_results(desk: Desk, actor: str, results: Iterable[GradeResult], *, key: str | None = None) -> int:
    """Writes results, each over the person's earlier one of the month; how many. All of them, or nothing.

    InputError with everybody unknown; RefusedError with everything that GRADE says against one of them.
    """
    results = tuple(results)
    with desk.writing(actor, "grade.test", key) as work:
        boards = {month: work.board(month) for month in sorted({result.month for result in results})}
        rows = enumerate(results, start=1)
        faults = [fault for row, result in rows for fault in _unknown(boards[result.month], row, result)]
        if faults:
            raise InputError(faults)
        refusals: list[Refusal] = []
        for month, board in boards.items():
            earlier = tests_of_month(work.connection, work.centre_id, month)
            for result in (result for result in results if result.month == month):
                before = earlier.get(result.agent_id)
                act = GradeResultAct(actor, result, before is not None and before.decision is not None)
                refusals += decide(board.rulebook, act, board, work.clock).refusals
        if refusals:
            raise RefusedError(refusals)
        put_results(work.connection, work.centre_id, results, by=actor, at=work.now)
        for result in results:
            written = {"day": result.day.isoformat(), "characters": result.characters, "exam": result.exam}
            work.tell(f"agent:{result.agent_id}", written)
        work.changed(*boards)
        return len(results)


def _unknown(board: Board, row: int, result: GradeResult) -> Iterator[Fault]:
    if result.agent_id not in board.case.agent_by_id:
        problem = Text(f"{result.month} 没有人员 {result.agent_id}", f"nobody is {result.agent_id} in {result.month}")
        yield Fault("results", row, "agent_id", problem, Text("核对工号", "Check the id"))


@once
def decide_grade(
    desk: Desk,
    actor: str,
    month: Month,
    agent_id: str,
    grade: Grade | None,
    since: date,
    *,
    reason: str = "",
    key: str | None = None,
) -> Graded:
    """The director decides on a month's result: the grade that holds from `since` on; RefusedError by GRADE.

    NotFoundError without a result.
    """
    with desk.writing(actor, "grade.decide", key) as work:
        return _decided(work, month, {agent_id: grade}, since, reason)[0]


@once
def take_proposals(
    desk: Desk,
    actor: str,
    month: Month,
    since: date,
    *,
    agents: Collection[str] | None = None,
    key: str | None = None,
) -> tuple[Graded, ...]:
    """The director decides what the month's results speak for, of everybody or of `agents`; all of it, or nothing."""
    with desk.writing(actor, "grade.decide", key) as work:
        lines = waiting_proposals(lines_of(work, work.board(month), month))
        wanted = {line.agent_id: line.proposed for line in lines if agents is None or line.agent_id in agents}
        strangers = ", ".join(sorted(set(agents or ()) - wanted.keys()))
        if strangers:
            sentence = f"a grade of {strangers} that waits to be decided on the test of {month}"
            raise NotFoundError(Text(f"{strangers} {month} 待核定的级别", sentence))
        if not wanted:
            work.silent = True
            return ()
        return _decided(work, month, wanted, since, "")


def _decided(
    work: Work, month: Month, grades: Mapping[str, Grade | None], since: date, reason: str
) -> tuple[Graded, ...]:
    board = work.board(month)
    lines = {line.agent_id: line for line in lines_of(work, board, month)}
    refusals: list[Refusal] = []
    decision = {who: GradeDecision(grade, since, work.actor, work.now, reason.strip()) for who, grade in grades.items()}
    for agent_id, grade in grades.items():
        line = lines.get(agent_id)
        if line is None or line.result is None:
            raise NotFoundError(Text(f"{agent_id} {month} 的考核成绩", f"a test of {agent_id} in {month}"))
        act = GradeDecisionAct(work.actor, line.result, line.proposed, grade, since, reason)
        refusals += decide(board.rulebook, act, board, work.clock).refusals
        if not refusals and not put_decision(work.connection, work.centre_id, line.result, decision[agent_id]):
            sentence = Text(
                f"{agent_id} {month} 的级别已核定", f"the grade of {agent_id} on the test of {month} is decided"
            )
            another = Text("由主任直接改定级别", "set another grade directly")
            raise not_now(sentence, Text("已核定", "decided"), Text("尚未核定", "undecided"), another)
        work.tell(f"agent:{agent_id}", {"grade": grade, "since": since.isoformat(), "test": str(month)})
    if refusals:
        raise RefusedError(refusals)
    changing = {who: grade for who, grade in grades.items() if grade is not board.grade_on(who, since)}
    unfit = _put_in_force(work, changing, since)
    work.changed(month)
    after = lines_of(work, work.board(month), month)
    return tuple(Graded(line, unfit.get(line.agent_id, ())) for line in after if line.agent_id in grades)


def may_grade(board: Board, actor: str) -> bool:
    """Whether grades are the actor's to decide (GRADE): a director's."""
    return actor in {SYSTEM, *board.staff.directors, *board.staff.centre_directors}


def set_grade(desk: Desk, actor: str, agent_id: str, since: date, grade: Grade | None) -> tuple[date, ...]:
    """A grade that holds from a day on, decided by a director without a test (GRADE); the days that no longer fit it.

    NotFoundError for an unknown agent; RefusedError within a closed month, and for one's own grade.
    """
    with desk.writing(actor, "grade.set") as work:
        board = work.board(work.latest_month())
        if actor == agent_id or not may_grade(board, actor):
            raise not_yours(actor, OFFICE_WORDS[Office.DIRECTOR])
        if not any(agent_id in work.board(month).case.agent_by_id for month in work.known_months()):
            raise NotFoundError(Text(f"坐席 {agent_id}", f"agent {agent_id}"))
        unfit = _put_in_force(work, {agent_id: grade}, since)
        work.tell(f"agent:{agent_id}", {"grade": grade, "since": since.isoformat()})
        return unfit.get(agent_id, ())


def _put_in_force(work: Work, grades: Mapping[str, Grade | None], since: date) -> Mapping[str, tuple[date, ...]]:
    """Writes the grades; by person the days of published duties that a hard rule finds fault with from then on."""
    states = roster_rows.binding_states(work.connection, work.centre_id)
    first = Month.of(since)
    closed = [month for month in work.known_months() if states.get(str(month)) is RosterState.CLOSED]
    if closed and closed[-1] >= first:
        last = closed[-1]
        raise not_now(
            Text(f"{last} 已月结,级别不能自 {since} 起改", f"{last} is closed: no grade begins on {since}"),
            state_words("closed"),
            Text(f"{last.next.first} 起", f"from {last.next.first} on"),
        )
    months = [
        month for month in work.known_months() if month >= first and states.get(str(month)) is RosterState.PUBLISHED
    ]
    before = {month: _hard_of(work.board(month), grades) for month in months}
    for agent_id, grade in grades.items():
        case_rows.put_decided_grade(work.connection, work.centre_id, agent_id, since, grade)
    work.everything_changed()
    unfit: dict[str, set[date]] = {}
    for month in months:
        for finding in new_or_worse(before[month], _hard_of(work.board(month), grades)):
            if finding.agent_id is not None and finding.day is not None:
                unfit.setdefault(finding.agent_id, set()).add(finding.day)
    return {agent_id: tuple(sorted(days)) for agent_id, days in unfit.items()}


def _hard_of(board: Board, people: Collection[str]) -> tuple[Finding, ...]:
    """The hard findings about some people's own duties."""
    own = Roster.of(duty for duty in board.roster.duties if duty.agent_id in people)
    findings = board.rulebook.check(Evidence(board.case, own))
    return tuple(finding for finding in findings if finding.hard and finding.agent_id in people)


def first_day_after(month: Month, today: date) -> date:
    """From when a grade decided on a month's test holds unless another day is named: the next month's first day."""
    return max(month.next.first, today)


def waiting_proposals(lines: Iterable[GradeLine]) -> tuple[GradeLine, ...]:
    """The lines that wait for the director."""
    return tuple(line for line in lines if line.state == TO_DECIDE)
