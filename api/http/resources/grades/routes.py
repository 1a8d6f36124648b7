"""The monthly grade tests: results, what they speak for, and the director's decisions (GRADE)."""

from fastapi import Response

from api.accounts.caller import Caller, Role
from api.http.dependencies import CentreQuery, Lead, Me, MonthQuery, Parts, centre_of
from api.http.idempotency import once
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.people import sees_person
from api.http.replies import Reply, answer
from api.http.resources.grades.bodies import (
    GradeDecisionBody,
    GradedListOut,
    GradedOut,
    GradeLineOut,
    GradeResultsBody,
    GradeResultsOut,
    GradesTakenBody,
)
from api.http.routing import resource
from api.views.grades import grade_line_view, graded_view
from roster.desk.grades.grade_desk import decide_grade, grade_lines, record_results, take_proposals
from roster.errors import NotFoundError
from roster.model.grade_test import GradeResult

router = resource("/grades", "grades")


def _need_director(caller: Caller) -> None:
    if caller.role not in {Role.DIRECTOR, Role.CENTRE_DIRECTOR}:
        raise NotFoundError("grades")


@router.get("", response_model=PageOf[GradeLineOut])
def list_all(
    parts: Parts, caller: Me, page: Paged, centre_id: CentreQuery = None, month: MonthQuery = None
) -> Response:
    """The month's tests of the caller's people: results, what they speak for, what was decided, who missed it."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    chosen = parts.office.month(desk.centre_id, month)
    case = desk.board(chosen).case
    mine = [line for line in grade_lines(desk, chosen) if sees_person(caller, case, line.agent_id)]
    return answer(page.out([grade_line_view(line) for line in page.part(mine)], len(mine)))


@router.post("/results", response_model=GradeResultsOut)
@once
def results(parts: Parts, caller: Lead, body: GradeResultsBody) -> Reply:
    """Write results, each over the person's earlier one of the month: for the own leader or a director."""
    desk = parts.office.desk(centre_of(caller, body.centre_id))
    results = [GradeResult(row.agent_id, row.date, row.characters, row.exam) for row in body.results]
    return Reply({"results": record_results(desk, caller.person, results)})


@router.post("/{month}/decisions", response_model=GradedListOut)
@once
def take(parts: Parts, caller: Me, month: str, body: GradesTakenBody) -> Reply:
    """Decide what the month's results speak for, for everybody who waits or for some: a director's to do."""
    _need_director(caller)
    desk = parts.office.desk(centre_of(caller, body.centre_id))
    chosen = parts.office.month(desk.centre_id, month)
    made = take_proposals(desk, caller.person, chosen, body.since, agents=body.agents)
    return Reply({"items": [graded_view(item) for item in made]})


@router.post("/{month}/decisions/{agent_id}", response_model=GradedOut)
@once
def decide(parts: Parts, caller: Me, month: str, agent_id: str, body: GradeDecisionBody) -> Reply:
    """Decide one grade on the month's result, in force from a day on: a director's to do."""
    _need_director(caller)
    desk = parts.office.desk(centre_of(caller, body.centre_id))
    chosen = parts.office.month(desk.centre_id, month)
    made = decide_grade(desk, caller.person, chosen, agent_id, body.grade, body.since, reason=body.reason)
    return Reply(graded_view(made))
