"""What taking in a month's case leaves aside: grades decided at the desk, leave kept from lists, leave filed there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from roster.desk.desk import SYSTEM, Desk, Work
from roster.desk.rosters.granting import identity
from roster.desk.words import day_words, grade_words, leave_state_words
from roster.errors import Fault, InputError
from roster.files.notice import Notice
from roster.model import Agent, Case, Leave, LeaveStatus, Roster
from roster.model.leave_request import COUNTING_LEAVE, LeaveRequest, LeaveState
from roster.model.requests import span_words
from roster.store import case_rows, leave_rows, roster_rows
from roster.store.case_rows import DecidedGrade
from roster.text import Text, counted
from roster.words import TABLES, Named, spoken

MOST_NAMED = 8
"""So many people are named; of further ones there is the number."""


def intake_notices(desk: Desk, case: Case) -> tuple[Notice, ...]:
    """What is to be told of a case before it is taken in: one line a cause. Nothing is written.

    InputError as of taking it in.
    """
    with desk.reading() as work:
        known = case.month in work.known_months()
        before = case_rows.get_case(work.connection, work.centre_id, case.month) if known else None
        need_free_ids(case)
        version = None
        if known:
            version = roster_rows.binding_version(work.connection, work.month_row(case.month).month_id)
        if version is not None:
            need_held(case, roster_rows.get_roster(work.connection, version))
        without_filed(work, case, before)
        return notices_of(work, case)


def need_free_ids(case: Case) -> None:
    """InputError with every agent's id that means somebody else at the desk: the clock, or an account (`@name`)."""
    taken = [agent.agent_id for agent in case.agents if agent.agent_id == SYSTEM or agent.agent_id.startswith("@")]
    problem = Text("是系统保留的编号", "is an id that the desk uses itself")
    remedy = Text("换一个编号,不以 @ 开头", "Give another one that does not begin with @")
    faults = [
        Fault("agents", None, "agent_id", Text(f"{name} {problem.zh}", f"{name} {problem.en}"), remedy)
        for name in taken
    ]
    if faults:
        raise InputError(faults)


def need_held(case: Case, roster: Roster) -> None:
    """InputError with everybody and every shift that a published roster uses and the case knows no more."""
    used = {
        "agents": ({duty.agent_id for duty in roster.duties} - case.agent_by_id.keys(), _STAYS),
        "shifts": ({duty.shift for duty in roster.duties} - case.shift_by_code.keys(), _SHIFT_STAYS),
    }
    faults = [
        Fault(
            Named(table, TABLES[table].zh),
            None,
            None,
            Text(f"没有 {name},而已发布的排班仍使用 {name}", f"{name} is gone, and the roster still uses {name}"),
            remedy,
        )
        for table, (names, remedy) in used.items()
        for name in sorted(names)
    ]
    if faults:
        raise InputError(faults)


_STAYS = Text("保留此人;离职的填写离职日期", "Keep the row; whoever leaves has an end_date")
_SHIFT_STAYS = Text(
    "保留此班次;换叫法只改名称,停用先重排",
    "Keep the row; to call it otherwise change its name, to do without it re-plan first",
)


def notices_of(work: Work, case: Case) -> tuple[Notice, ...]:
    """The same within an act, before the case is written."""
    return (*_grades(work, case), *_kept_leave(work, case), *_filed_leave(work, case))


def without_filed(work: Work, case: Case, before: Case | None) -> Case:
    """The case as the store keeps it: rows that tell of leave filed at the desk are left aside, its state is there.

    A planned month's folder holds that leave too, and comes back as it was then. InputError with every row, other than
    those of the case `before` it, that overlaps other leave of the person at the desk: a day is taken once.
    """
    filed = _filed(work, case)
    known = set() if before is None else {*before.leaves, *before.later_leaves}
    rows = (row for row in (*case.leaves, *case.later_leaves) if row not in known)
    faults = [_overlap(case, row, other) for row in rows if (other := _clash(row, filed))]
    if faults:
        raise InputError(faults)

    def own(rows: tuple[Leave, ...]) -> tuple[Leave, ...]:
        return tuple(row for row in rows if _told_by(row, filed) is None)

    return replace(case, leaves=own(case.leaves), later_leaves=own(case.later_leaves))


def _filed(work: Work, case: Case) -> Sequence[LeaveRequest]:
    """The leave at the desk on the days of the case's rows, what counts or waits first."""
    rows = (*case.leaves, *case.later_leaves)
    if not rows:
        return ()
    first, last = min(row.start for row in rows), max(row.end for row in rows)
    found = leave_rows.leaves_between(work.connection, work.centre_id, first, last)
    return sorted(found, key=lambda item: not item.adds_up)


def _told_by(row: Leave, filed: Iterable[LeaveRequest]) -> LeaveRequest | None:
    """The leave at the desk of which a row tells: the same one, or as it was before it was signed off early."""

    def same(item: LeaveRequest) -> bool:
        ended = item.returned_at is not None and item.begins == row.begins and item.ends < row.ends
        return (item.agent_id, item.kind) == (row.agent_id, row.kind) and (ended or identity(item) == identity(row))

    return next((item for item in filed if same(item)), None)


def _clash(row: Leave, filed: Sequence[LeaveRequest]) -> LeaveRequest | None:
    """Other leave at the desk that a row overlaps. Who falls ill during other leave is ill: both stand."""
    if _told_by(row, filed) is not None:
        return None
    others = (item for item in filed if item.agent_id == row.agent_id and item.adds_up and item.overlaps(row))
    return next((item for item in others if not item.is_sick and not row.is_sick), None)


def _overlap(case: Case, row: Leave, other: LeaveRequest) -> Fault:
    told, there = _leave_words(case, row), _filed_words(other)
    return Fault(
        "leave",
        None,
        "start",
        Text(f"{told.zh} 与值班台的请假重叠:{there.zh}", f"{told.en} overlaps leave filed at the desk: {there.en}"),
        Text(
            "改正日期或删去这一行;要改用它,先撤回或销去那一份",
            "Correct its days or take the row out; or withdraw or end that one",
        ),
    )


def _filed_words(leave: LeaveRequest) -> Text:
    kind, state = spoken("leave", leave.kind, "zh"), leave_state_words(leave.state.value)
    return Text(
        f"{leave.leave_id},{kind} {span_words(leave)},{state.zh}",
        f"{leave.leave_id}, {leave.kind} {span_words(leave)}, {state.en}",
    )


def _filed_leave(work: Work, case: Case) -> Iterator[Notice]:
    """Rows that say otherwise than what stands at the desk of the same leave."""
    filed = _filed(work, case)
    parts = []
    for row in (*case.leaves, *case.later_leaves):
        other = _told_by(row, filed)
        waits = other is not None and other.state is LeaveState.PENDING and row.status is LeaveStatus.REQUESTED
        if other is not None and not waits and other.state not in COUNTING_LEAVE:
            told, there = _leave_words(case, row), _filed_words(other)
            parts.append(Text(f"{told.zh}({there.zh})", f"{told.en} ({there.en})"))
    if parts:
        listed = _listed(parts)
        yield Notice(
            "leave",
            None,
            None,
            Text(
                f"{len(parts)} 行请假在值班台另有结论,以值班台的为准:{listed.zh}。"
                "要批,请逐级审批那一份:roster leave approve",
                f"{counted(len(parts), 'row of leave is', 'rows of leave are')} not as it stands at the desk, and that "
                f"counts: {listed.en}. To have one, let the chain approve it there: roster leave approve",
            ),
        )


def _grades(work: Work, case: Case) -> Iterable[Notice]:
    parts = [
        Text(
            f"{agent.name}({agent.agent_id})表中为{grade_words(agent.grade).zh},"
            f"{day_words(held.since).zh}起核定为{grade_words(held.grade).zh}",
            f"{agent.name} ({agent.agent_id}) {grade_words(agent.grade).en} in the table, decided "
            f"{grade_words(held.grade).en} from {held.since}",
        )
        for agent, held in _overruled(work, case)
    ]
    if parts:
        listed = _listed(parts)
        yield Notice(
            "agents",
            None,
            "grade",
            Text(
                f"{len(parts)} 人的级别与主任核定的不同,以核定的为准:{listed.zh}。"
                "要改,请主任重新定级:roster desk grade",
                f"{counted(len(parts), 'grade is', 'grades are')} not as the director decided; "
                f"what was decided stands: {listed.en}. To change one, a director decides it anew: roster desk grade",
            ),
        )


def _overruled(work: Work, case: Case) -> list[tuple[Agent, DecidedGrade]]:
    decided = case_rows.decided_grades(work.connection, work.centre_id, case.month.first)
    return [
        (agent, held)
        for agent in case.agents
        if (held := decided.get(agent.agent_id)) is not None and held.grade is not agent.grade
    ]


def need_decided_grades(desk: Desk, before: Case, after: Case) -> None:
    """InputError with everybody whose grade, decided at the desk, a change of the table of people would undo."""
    with desk.reading() as work:
        overruled = _overruled(work, after)
    faults = [
        Fault(
            "agents",
            None,
            "grade",
            Text(
                f"{agent.agent_id} 的级别自 {held.since} 起核定为{grade_words(held.grade).zh}",
                f"the grade of {agent.agent_id} was decided to be {grade_words(held.grade).en} from {held.since}",
            ),
            Text("由主任重新定级(POST …/agents/ID/grade)", "Let a director decide it anew (POST …/agents/ID/grade)"),
        )
        for agent, held in overruled
        if before.agent_by_id.get(agent.agent_id) != agent
    ]
    if faults:
        raise InputError(faults)


def _kept_leave(work: Work, case: Case) -> Iterable[Notice]:
    """Leave of the month that earlier months' lists hold and the case does not: the case's table is what counts now."""
    month = case.month
    lacking = [
        leave
        for leave in case_rows.later_leaves(work.connection, work.centre_id, month)
        if leave.start <= month.last and leave.agent_id in case.agent_by_id and not _has(case, leave)
    ]
    if lacking:
        lacking.sort(key=lambda leave: (leave.start, leave.agent_id))
        listed = _listed([_leave_words(case, leave) for leave in lacking])
        yield Notice(
            "leave",
            None,
            None,
            Text(
                f"先前的请假清单中 {month} 的 {len(lacking)} 项请假不在本案例中,排班时不再考虑:{listed.zh}。"
                "仍有效的,请补进请假表再导入一次",
                f"{counted(len(lacking), 'leave of', 'leaves of')} {month} from an earlier list "
                f"{'is' if len(lacking) == 1 else 'are'} not in this case, and the month is rostered without: "
                f"{listed.en}. What still holds, add to the table of leave and import it again",
            ),
        )


def _has(case: Case, kept: Leave) -> bool:
    """Whether the case tells of the same absence, perhaps with other days."""
    return any(leave.agent_id == kept.agent_id and leave.overlaps(kept) for leave in (*case.leaves, *case.later_leaves))


def _leave_words(case: Case, leave: Leave) -> Text:
    agent = case.agent_by_id[leave.agent_id]
    days = span_words(leave)
    kind = spoken("leave", leave.kind, "zh")
    return Text(f"{agent.name}({agent.agent_id}){kind} {days}", f"{agent.name} ({agent.agent_id}) {leave.kind} {days}")


def _listed(parts: Sequence[Text]) -> Text:
    more = len(parts) - MOST_NAMED
    zh, en = "、".join(part.zh for part in parts[:MOST_NAMED]), "; ".join(part.en for part in parts[:MOST_NAMED])
    return Text(f"{zh} 等", f"{en} and {more} more") if more > 0 else Text(zh, en)
