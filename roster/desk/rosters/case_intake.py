"""What taking in a month's case leaves aside of what the desk knows: decided grades, leave kept from lists."""

from collections.abc import Iterable, Sequence

from roster.desk.desk import Desk, Work
from roster.desk.words import day_words, grade_words
from roster.errors import Fault, InputError
from roster.files.notice import Notice
from roster.model import Agent, Case, Leave
from roster.model.requests import span_words
from roster.store import case_rows
from roster.store.case_rows import DecidedGrade
from roster.text import Text, counted
from roster.words import spoken

MOST_NAMED = 8
"""So many people are named; of further ones there is the number."""


def intake_notices(desk: Desk, case: Case) -> tuple[Notice, ...]:
    """What is to be told of a case before it is taken in: one line a cause. Nothing is written."""
    with desk.reading() as work:
        return notices_of(work, case)


def notices_of(work: Work, case: Case) -> tuple[Notice, ...]:
    """The same within an act, before the case is written."""
    return (*_grades(work, case), *_kept_leave(work, case))


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
    days = leave.first_text if leave.first_text == leave.last_text else span_words(leave)
    kind = spoken("leave", leave.kind, "zh")
    return Text(f"{agent.name}({agent.agent_id}){kind} {days}", f"{agent.name} ({agent.agent_id}) {leave.kind} {days}")


def _listed(parts: Sequence[Text]) -> Text:
    more = len(parts) - MOST_NAMED
    zh, en = "、".join(part.zh for part in parts[:MOST_NAMED]), "; ".join(part.en for part in parts[:MOST_NAMED])
    return Text(f"{zh} 等", f"{en} and {more} more") if more > 0 else Text(zh, en)
