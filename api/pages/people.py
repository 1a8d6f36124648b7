"""The month's people by team; one edited."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Response

from api.accounts.caller import Right, Role
from api.http.people import sees_person
from api.http.resources.centres.bodies import AgentRow
from api.http.resources.centres.tables import rows_of, with_rows
from api.http.resources.rosters.routes import may_read
from api.pages import words
from api.pages.forms import Form, Sent
from api.pages.grades import held_by, tests_shown
from api.pages.problems import Trouble
from api.pages.shell import Here, PageRoute, Shell
from api.pages.times import short_day
from api.pages.validate import body_of
from api.pages.views.people import MOST_OPEN, Whom, teams_of
from roster.desk.grades.grade_desk import may_grade, set_grade
from roster.desk.rosters.roster_desk import edit_case
from roster.errors import NotFoundError
from roster.model import Agent, Case, Grade, Month

router = APIRouter(route_class=PageRoute, include_in_schema=False)
PRIVATE_FIELDS = frozenset({"protected", "contract_hours"})
PRIVATE_ROLES = frozenset({Role.DIRECTOR, Role.CENTRE_DIRECTOR, Role.PLANNER, Role.ADMIN})


def _shown(here: Shell, case: Case) -> list[Agent]:
    here.need(Right.PLAN)
    own = case.agent_by_id.get(here.caller.agent_id or "")
    if here.caller.role is Role.LEADER:
        return [agent for agent in case.agents if own is not None and agent.team == own.team]
    return list(case.agents)


@router.get("/people")
def people(here: Here, q: str = "", team: str = "") -> Response:
    """Everybody, by team."""
    here.need(Right.PLAN)
    case, whom = here.board.case, Whom(q, team)
    every = _shown(here, case)
    shown = [agent for agent in every if whom.wants(agent)]
    groups = [(name, [_row(here, agent) for agent in shown if agent.team == name]) for name in teams_of(shown)]
    return here.render(
        "people.html",
        whom=whom,
        teams=[team for team in case.teams if any(agent.team == team for agent in every)],
        groups=groups,
        folded=len(groups) > 1 and len(shown) > MOST_OPEN,
        private=here.caller.role in PRIVATE_ROLES,
        count=len(shown),
    )


def _row(here: Shell, agent: Agent) -> dict[str, Any]:
    return {
        "agent": agent,
        "role": words.ROLES[agent.role.value],
        "grade": words.GRADES[held.value] if (held := held_by(here, agent)) else None,
        "jobs": " · ".join(agent.jobs),
        "hours": _hours(agent) if here.caller.role in PRIVATE_ROLES else "",
        "protected": bool(agent.protections) and here.caller.role in PRIVATE_ROLES,
    }


def _hours(agent: Agent) -> str:
    return f"{agent.contract_minutes / 60:g}" if agent.contract_minutes is not None else ""


@router.get("/people/{agent_id}")
def person(here: Here, agent_id: str) -> Response:
    """One person, to edit."""
    return _person(here, agent_id)


def _person(here: Shell, agent_id: str, problem: Trouble | None = None, form: Sent | None = None) -> Response:
    case = here.board.case
    agent = next((one for one in _shown(here, case) if one.agent_id == agent_id), None)
    if agent is None:
        raise NotFoundError(agent_id)
    private = here.caller.role in PRIVATE_ROLES
    row = next(row for row in rows_of(case, "agents") if row["agent_id"] == agent_id)
    grades = here.board.grades.get(agent_id, ())
    return here.render(
        "person.html",
        problem=problem,
        form=form,
        agent=agent,
        row={name: _text(value) for name, value in row.items() if private or name not in PRIVATE_FIELDS},
        private=private,
        teams=list(case.teams),
        roles=[(name, here.say(words.ROLES[name])) for name in ("agent", "deputy", "leader", "manager")],
        grades=[("", "–"), *((item.value, here.say(words.GRADES[item.value])) for item in Grade)]
        if may_grade(here.board, here.caller.person)
        else [],
        held=held.value if (held := held_by(here, agent)) else "",
        dated=[(since, here.say(words.GRADES[grade.value]) if grade else "–") for since, grade in grades]
        if any(grade for _, grade in grades)
        else [],
        tests=tests_shown(here, agent_id) if sees_person(here.caller, case, agent_id) else (),
        today=here.now.astimezone(here.zone).date(),
        against=_against(here, agent),
        later=[month for month in here.months if month > here.known_month and _stands(here, month, agent_id)],
    )


def _stands(here: Shell, month: Month, agent_id: str) -> bool:
    return agent_id in here.desk.board(month).case.agent_by_id


def _against(here: Shell, agent: Agent) -> list[dict[str, Any]]:
    """The duties to come of the published month that do not fit the record, each with what stands against it."""
    board, today = here.board, here.now.astimezone(here.zone).date()
    if not board.published:
        return []
    own = board.case.agent_by_id.get(here.caller.agent_id or "")
    return [
        {"day": short_day(item.day), "text": item.message.to(here.language), "clause": item.clause}
        for item in board.own_findings(agent.agent_id)
        if item.day is not None and item.day >= today
        if may_read(here.caller, board.case, own.team if own else None, item)
    ]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "; ".join(str(item) for item in value)
    if isinstance(value, bool):
        return "1" if value else ""
    return f"{value:g}" if isinstance(value, float) else str(value)


@router.post("/people/{agent_id}")
def change(here: Here, agent_id: str, form: Form) -> Response:
    """Change the record; a grade holds from its day on."""
    case = here.board.case
    if agent_id not in {agent.agent_id for agent in _shown(here, case)}:
        raise NotFoundError(agent_id)
    private = here.caller.role in PRIVATE_ROLES

    def act() -> Response:
        rows = {row["agent_id"]: row for row in rows_of(here.desk.board(here.known_month).case, "agents")}
        before = rows[agent_id]
        given: dict[str, Any] = {
            **before,
            "name": form["name"],
            "team": form["team"],
            "role": form["role"],
            "jobs": [job.strip() for job in form["jobs"].replace(";", ";").split(";") if job.strip()],
            "rotating": form.ticked("rotating"),
            "start_date": form["start_date"] or None,
            "end_date": form["end_date"] or None,
            "trainee_until": form["trainee_until"] or None,
        }
        if private:
            given["protected"] = form["protected"] or None
            given["contract_hours"] = form["contract_hours"] or None
        body = body_of(AgentRow, **given).model_dump()
        edit_case(
            here.desk,
            here.caller.person,
            here.known_month,
            lambda now: with_rows(
                now,
                "agents",
                [{**row, **body} if row["agent_id"] == agent_id else row for row in rows_of(now, "agents")],
            ),
        )
        return here.see(f"/people/{agent_id}?month={here.known_month}", "saved")

    return here.attempt(act, lambda problem: _person(here, agent_id, problem, form), form)


@router.post("/people/{agent_id}/grade")
def grade(here: Here, agent_id: str, form: Form) -> Response:
    """A grade that holds from a day on."""
    if agent_id not in {agent.agent_id for agent in _shown(here, here.board.case)}:
        raise NotFoundError(agent_id)

    def act() -> Response:
        since: date = form.day("since")
        chosen = Grade(form["grade"]) if form["grade"] in set(Grade) else None
        set_grade(here.desk, here.caller.person, agent_id, since, chosen)
        return here.see(f"/people/{agent_id}?month={here.known_month}", "saved")

    return here.attempt(act, lambda problem: _person(here, agent_id, problem, form))
