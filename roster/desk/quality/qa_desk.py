"""The quality plan of a published month, the marks that follow, and what they say (质检员职责 §3–5)."""

from collections.abc import Iterable
from datetime import date, timedelta

from roster.desk.board.board import Board
from roster.desk.desk import SYSTEM, Desk, Work
from roster.desk.once import once
from roster.desk.policy.leave_hours import hours_off
from roster.desk.refusals import bad_request, not_now, not_yours
from roster.errors import Fault, InputError, NotFoundError, StaleError
from roster.model import Duty, Month, Roster
from roster.qa import QaPlan, QaPolicy, QualityMark, Sample, plan_samples, wanted_samples
from roster.qa.summary import Summary, monthly, weekly
from roster.rule import Evidence
from roster.rule.leave_part import meet
from roster.store.qa_rows import add_marks, marks_between, put_samples, samples_of
from roster.text import Text

MONITORS = Text("质检员、班长或主任", "a monitor, a leader or a director")


def policy_of(board: Board) -> QaPolicy:
    """The centre's numbers."""
    return QaPolicy.of(board.rulebook)


def monitored(board: Board) -> bool:
    """Whether anybody is on duty as a monitor, so that samples can be planned."""
    job = policy_of(board).job
    return any(duty.job == job for duty in board.roster.duties)


def last_marks(work: Work, month: Month) -> tuple[QualityMark, ...]:
    """The marks of the month before: they decide this month's shares."""
    last = month.first - timedelta(days=1)
    return marks_between(work.connection, work.centre_id, last.replace(day=1), last)


def plan_quality(desk: Desk, actor: str, month: Month) -> QaPlan:
    """Plans the month's samples on its published roster; what was heard already stays, the rest is planned anew.

    The search holds no lock: StaleError where the month changed meanwhile. RefusedError before publication, InputError
    where nobody is on duty as a monitor.
    """
    with desk.reading() as work:
        board, now = work.board(month), work.now
        revisions, done, before = (
            work.revisions(),
            samples_of(work.connection, work.centre_id, month),
            last_marks(work, month),
        )
    if not board.published:
        raise not_now(
            Text(f"{month} 的排班尚未发布", f"the roster of {month} is not published"),
            month,
            Text("已发布", "published"),
        )
    policy = policy_of(board)
    if not monitored(board):
        raise bad_request(
            "job",
            Text(f"没有工种为 {policy.job} 的当班,无人质检", f"no duty has the job {policy.job}: nobody monitors"),
            Text("给质检员排此工种的班,或设参数 qa_job", "Give monitors duties of that job, or set qa_job"),
        )
    wanted = wanted_samples(board.case.agents, policy, month, before)
    plan = plan_samples(present_evidence(board), policy, wanted, done, now)
    with desk.writing(actor, "qa.plan") as work:
        if work.revisions() != revisions:
            raise StaleError("the month changed meanwhile; plan the samples again")
        put_samples(work.connection, work.centre_id, month, plan.samples)
        work.tell(f"qa:{month}", {"samples": len(plan.samples), "unheard": len(plan.unheard)})
        work.changed(month)
    return plan


def samples(desk: Desk, month: Month) -> tuple[tuple[Sample, bool], ...]:
    """The month's samples by time, each with whether both duties still stand: where not, the plan is to be re-made."""
    with desk.reading() as work:
        board = work.board(month)
        return tuple((item, stands(board, item)) for item in samples_of(work.connection, work.centre_id, month))


def stands(board: Board, item: Sample) -> bool:
    """Whether monitor and agent still have the duties of a sample, and are not known to be absent or on leave then."""
    span = (item.start, item.start + timedelta(minutes=item.minutes))

    def on_leave(duty: Duty) -> bool:
        return any(meet(span, part) for part in hours_off(board, duty))

    return all(
        board.duties.get(duty.agent_id, {}).get(duty.day) == duty and not board.is_missed(duty) and not on_leave(duty)
        for duty in (item.monitor, item.agent)
    )


def present_evidence(board: Board) -> Evidence:
    """The month's duties, without those to which somebody is known not to have come."""
    there = (duty for duty in board.roster.duties if not board.is_missed(duty))
    return board.evidence(Roster.of(there, board.roster.granted))


@once
def record_marks(desk: Desk, actor: str, marks: Iterable[QualityMark], *, key: str | None = None) -> int:
    """Writes marks of calls that were heard; how many. A monitor's, a leader's or a director's to write.

    InputError with every fault: an unknown person, a day to come, a call of the monitor's or the writer's own, points
    that are none.
    """
    marks = tuple(marks)
    with desk.writing(actor, "qa.mark", key) as work:
        months = work.known_months()
        if not months:
            raise NotFoundError(work.centre_id)
        board = work.board(max((month for month in months if month <= Month.of(work.today)), default=months[0]))
        _need_monitor(board, actor)
        faults = [fault for row, mark in enumerate(marks, start=1) for fault in _faults(work, board, mark, row)]
        if faults:
            raise InputError(faults)
        add_marks(work.connection, work.centre_id, ((work.fresh_id(), mark) for mark in marks), by=actor, at=work.now)
        work.tell(f"qa-marks:{len(marks)}", {"marks": len(marks)})
        return len(marks)


def _need_monitor(board: Board, actor: str) -> None:
    agent = board.case.agent_by_id.get(actor)
    if actor == SYSTEM or board.staff.holds_office(actor):
        return
    if agent is None or not (agent.leads or policy_of(board).job in agent.jobs):
        raise not_yours(actor, MONITORS)


def _faults(work: Work, board: Board, mark: QualityMark, row: int) -> Iterable[Fault]:
    agents = board.case.agent_by_id
    faults: list[tuple[str, Text, Text]] = []
    check = Text("核对工号", "Check the id")
    for field, person in (("monitor_id", mark.monitor_id), ("agent_id", mark.agent_id)):
        if person not in agents:
            faults.append((field, Text(f"没有人员 {person}", f"nobody is {person}"), check))
    if mark.agent_id in {mark.monitor_id, work.actor}:
        faults.append(("agent_id", Text("不能质检自己", "nobody marks their own call"), check))
    today = board.month_case.local(work.now).date()
    if mark.day > today:
        faults.append(
            ("date", Text(f"{mark.day} 还没到", f"{mark.day} is still to come"), Text("核对日期", "Check the date"))
        )
    if not 0 <= mark.points <= 100:
        faults.append(
            (
                "points",
                Text(f"{mark.points:g} 不在 0 至 100", f"{mark.points:g} is not from 0 to 100"),
                Text("改正得分", "Correct it"),
            )
        )
    return [Fault("marks", row, field, problem, remedy) for field, problem, remedy in faults]


def marks_of(desk: Desk, first: date, last: date) -> tuple[QualityMark, ...]:
    """The marks of some days."""
    with desk.reading() as work:
        return marks_between(work.connection, work.centre_id, first, last)


def summaries(desk: Desk, month: Month, by: str) -> tuple[Summary, ...]:
    """What the month's marks say, week by week or all together (`by`: week or month). A week over its edge is whole."""
    points = policy_of(desk.board(month)).pass_points
    if by == "month":
        return monthly(marks_of(desk, month.first, month.last), points)
    first = month.first - timedelta(days=month.first.weekday())
    last = month.last + timedelta(days=6 - month.last.weekday())
    return weekly(marks_of(desk, first, last), points)
