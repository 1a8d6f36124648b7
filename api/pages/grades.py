"""The month's grade tests: results, what they speak for, the director's decisions (GRADE)."""

from typing import Any

from fastapi import APIRouter, Response

from api.accounts.caller import Right, Role
from api.http.people import sees_person
from api.pages.forms import Form, Sent
from api.pages.problems import Trouble
from api.pages.shell import Here, PageRoute, Shell
from api.pages.views.people import MOST_OPEN, Whom, teams_of
from roster.desk.grades.grade_desk import (
    DECIDED,
    TO_DECIDE,
    GradeLine,
    decide_grade,
    first_day_after,
    grade_history_of,
    grade_lines,
    record_results,
    take_proposals,
)
from roster.desk.words import grade_words, state_words
from roster.model import Agent, Grade
from roster.model.grade_test import GradeResult

router = APIRouter(route_class=PageRoute, include_in_schema=False)
MOST_CHARACTERS = 1000
DIRECTS = frozenset({Role.DIRECTOR, Role.CENTRE_DIRECTOR})


@router.get("/grades")
def grades(here: Here) -> Response:
    """Everybody who is tested: the result, the proposal, the decision."""
    return _page(here)


def _page(here: Shell, problem: Trouble | None = None, form: Sent | None = None) -> Response:
    here.need(Right.LEAD)
    case, month = here.board.case, here.known_month
    whom, agents = _whom(here), case.agent_by_id
    mine = [line for line in grade_lines(here.desk, month) if sees_person(here.caller, case, line.agent_id)]
    lines = [line for line in mine if whom.wants(agents[line.agent_id])]
    today = here.now.astimezone(here.zone).date()
    rows = [{"line": line, "agent": agents[line.agent_id], **_row(here, line)} for line in lines]
    shown = [agents[line.agent_id] for line in lines]
    groups = [(team, [row for row in rows if row["agent"].team == team]) for team in teams_of(shown)]
    return here.render(
        "grades.html",
        problem=problem,
        form=form,
        whom=whom,
        teams=teams_of(agents[line.agent_id] for line in mine),
        groups=groups,
        folded=len(groups) > 1 and len(rows) > MOST_OPEN,
        tested_ones=[row for row in rows if row["line"].result and row["line"].state != DECIDED],
        open=[line for line in lines if line.state != DECIDED],
        waiting=sum(line.state == TO_DECIDE for line in mine),
        directs=here.caller.role in DIRECTS,
        since=first_day_after(month, today),
        tested=min(today, month.last),
        begun=month.first <= today,
        levels=[(item.value, here.say(grade_words(item))) for item in Grade],
    )


def _whom(here: Shell) -> Whom:
    """Who is looked for stays so over what is sent."""
    asked = here.request.query_params
    return Whom(asked.get("q", ""), asked.get("team", ""))


def _back(here: Shell) -> Response:
    whom = _whom(here)
    kept = {name: value for name, value in (("q", whom.q), ("team", whom.team)) if value}
    return here.see("/grades", "saved", month=str(here.known_month), **kept)


def _row(here: Shell, line: GradeLine) -> dict[str, Any]:
    decision = line.decision
    return {
        "held": here.say(grade_words(line.held)),
        "proposed": here.say(grade_words(line.proposed)),
        "state": here.say(state_words(line.state)),
        "decided": here.say(grade_words(decision.grade)) if decision else "",
    }


def held_by(here: Shell, agent: Agent) -> Grade | None:
    """The grade in force today, or on the day of the shown month that is nearest to it."""
    month, today = here.known_month, here.now.astimezone(here.zone).date()
    return agent.grade_on(min(max(today, month.first), month.last))


def tests_shown(here: Shell, agent_id: str) -> list[dict[str, Any]]:
    """A person's grade tests in words, the newest first."""
    return [
        {
            "month": item.result.month,
            "characters": item.result.characters,
            "exam": item.result.exam,
            "decided": here.say(grade_words(item.decision.grade)) if item.decision else "",
            "since": item.decision.since if item.decision else None,
        }
        for item in grade_history_of(here.desk, agent_id)
    ]


@router.post("/grades/results")
def results(here: Here, form: Form) -> Response:
    """The results that were filled in or changed; what stood there already keeps the day of its own test."""
    here.need(Right.LEAD)

    def act() -> Response:
        day, passed = form.day("date"), set(form.all("exam"))
        standing = {line.agent_id: line.result for line in grade_lines(here.desk, here.known_month)}
        results = []
        for name in form.fields:
            who = name.removeprefix("c:")
            characters = form.whole(name, 0, MOST_CHARACTERS) if who != name else None
            before, exam = standing.get(who), who in passed
            if characters is None or (before is not None and (before.characters, before.exam) == (characters, exam)):
                continue
            results.append(GradeResult(who, day, characters, exam))
        if results:
            record_results(here.desk, here.caller.person, results, key=form.key)
        return _back(here)

    return here.attempt(act, lambda problem: _page(here, problem, form), form)


@router.post("/grades/take")
def take(here: Here, form: Form) -> Response:
    """What the results speak for is decided, for everybody who waits."""

    def act() -> Response:
        take_proposals(here.desk, here.caller.person, here.known_month, form.day("since"), key=form.key)
        return _back(here)

    here.need(Right.LEAD)
    return here.attempt(act, lambda problem: _page(here, problem, form), form)


@router.post("/grades/decide")
def decide(here: Here, form: Form) -> Response:
    """One grade is decided on a result."""

    def act() -> Response:
        chosen = Grade(form["grade"]) if form["grade"] in set(Grade) else None
        decide_grade(
            here.desk,
            here.caller.person,
            here.known_month,
            form.needed("agent"),
            chosen,
            form.day("since"),
            reason=form["reason"],
            key=form.key,
        )
        return _back(here)

    here.need(Right.LEAD)
    return here.attempt(act, lambda problem: _page(here, problem, form), form)
