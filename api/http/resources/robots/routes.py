"""Group robots: one's own, and for leaders and directors their team's and the centre's."""

from typing import Any

from fastapi import Response

from api.accounts.caller import Caller
from api.http.dependencies import CentreQuery, Me, Parts, Services, centre_of
from api.http.idempotency import once
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.replies import Reply, answer
from api.http.resources.robots.bodies import RobotBody, RobotOut, TrialOut
from api.http.routing import resource
from api.notices.robot_desk import add_robot, robot_of, robot_view, robots_of, sets_for_centre, teams_of, try_out
from api.store import notice_rows
from roster.errors import NotFoundError
from roster.store.case_rows import months_of

router = resource("/robots", "robots")
TRIALS_PER_MINUTE = 10
"""Of one account."""


def teams_to_set(parts: Services, caller: Caller, centre_id: str) -> tuple[str, ...]:
    """The teams whose robots are the caller's to set, as the latest month has them."""
    with parts.store.reading() as connection:
        months = months_of(connection, centre_id)
    if not months:
        return ()
    case = parts.office.desk(centre_id).board(months[-1]).case
    own = case.agent_by_id.get(caller.agent_id or "")
    return teams_of(caller, tuple(case.teams), own.team if own else None)


@router.get("", response_model=PageOf[RobotOut])
def list_robots(parts: Parts, caller: Me, page: Paged, centre_id: CentreQuery = None) -> Response:
    """The robots that are the caller's to set."""
    centre = centre_of(caller, centre_id)
    teams = teams_to_set(parts, caller, centre)
    with parts.store.reading() as connection:
        rows = robots_of(connection, caller, centre, teams)
    return answer(page.of([robot_view(row) for row in rows]))


@router.post("", status_code=201, response_model=RobotOut)
@once
def make(parts: Parts, caller: Me, body: RobotBody) -> Reply:
    """Add a robot: it is told from then on."""
    return Reply(robot_view(make_robot(parts, caller, body)), 201)


def make_robot(parts: Services, caller: Caller, body: RobotBody) -> Any:
    """The new robot's row; NotFoundError for a team or centre whose robots are not the caller's to set."""
    centre = centre_of(caller, body.centre_id)
    team = body.team if body.whose == "team" else None
    if body.whose == "team" and team not in teams_to_set(parts, caller, centre):
        raise NotFoundError(body.team or "team")
    if body.whose == "centre" and not sets_for_centre(caller):
        raise NotFoundError(centre)
    asked = {**body.model_dump(), "team": team}
    with parts.store.writing() as connection:
        parts.office.desk(centre)
        owner = caller.account_id if body.whose == "me" else None
        return add_robot(connection, parts.settings, centre, asked, owner)


@router.post("/{robot_id}/trial", response_model=TrialOut)
def trial(parts: Parts, caller: Me, robot_id: str) -> Response:
    """Post a trial message now, and tell how it went."""
    error = try_robot(parts, caller, robot_id)
    return answer({"taken": error is None, "error": error})


def try_robot(parts: Services, caller: Caller, robot_id: str) -> str | None:
    """What the service says against a trial message; a problem where too many are under way or were tried lately."""
    row = find(parts, caller, robot_id)
    parts.limits.take("trial", caller.account_id, TRIALS_PER_MINUTE)
    with parts.trials:
        return try_out(parts.settings, row)


@router.delete("/{robot_id}", status_code=204, response_class=Response)
@once
def drop(parts: Parts, caller: Me, robot_id: str) -> Reply:
    """Take a robot away; what waits for it is not sent."""
    drop_robot(parts, caller, robot_id)
    return Reply(None, 204)


def drop_robot(parts: Services, caller: Caller, robot_id: str) -> None:
    """Take it away; NotFoundError for what is not the caller's."""
    row = find(parts, caller, robot_id)
    with parts.store.writing() as connection:
        notice_rows.drop_webhook(connection, row.id)


def find(parts: Services, caller: Caller, robot_id: str) -> Any:
    """The row; NotFoundError for what is not the caller's."""
    with parts.store.reading() as connection:
        centre_id = notice_rows.webhook(connection, robot_id).centre_id
    caller.need_centre(centre_id)
    teams = teams_to_set(parts, caller, centre_id)
    with parts.store.reading() as connection:
        return robot_of(connection, caller, robot_id, teams)
