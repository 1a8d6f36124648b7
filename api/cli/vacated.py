"""Where a duty is looked for that a leave has freed: what is to be done with it, as a command."""

from datetime import date

from roster.desk.desk import Desk
from roster.desk.swaps.suggest import suggest_vacant
from roster.errors import NotFoundError
from roster.model import Month
from roster.model.approval import Office, Step
from roster.store.leave_rows import vacancies_of_day
from roster.text import Text


def vacated(desk: Desk, agent_id: str, day: date) -> Text | None:
    """That somebody's duty of a day stands vacant after leave, and how somebody is put in; None where none does.

    Named are the first who could take it and the leader of the team, where there are any.
    """
    with desk.reading() as work:
        freed = vacancies_of_day(work.connection, desk.centre_id, agent_id, day)
        if not freed:
            return None
        try:
            board = work.board(Month.of(day))
        except NotFoundError:
            return None
    duty, leave = freed[0].duty, freed[0].leave_id
    ways = suggest_vacant(board, duty, desk.clock)
    leaders = sorted(board.staff.holders(Step(Office.LEADER, board.case.agent_by_id[agent_id].team)) - {agent_id})
    partner = ways[0].partner if ways else ""
    zh = f"roster leave cover {leave} {day} {partner or '顶班人'} --as {leaders[0] if leaders else '班长'}"
    en = f"roster leave cover {leave} {day} {partner or 'PARTNER'} --as {leaders[0] if leaders else 'LEADER'}"
    return Text(
        f"{day} {duty.shift} 班因请假已空出,安排人顶:{zh}",
        f"{duty.shift} of {day} is vacant after leave; a cover: {en}",
    )
