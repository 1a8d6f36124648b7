"""Quality: the month's samples, marks, and what they say (质检员职责 §3–5)."""

from datetime import date as Day  # noqa: N812 - a field is called `date`
from typing import Any

from fastapi import APIRouter, Response

from api.accounts.caller import Right, Role
from api.http.people import sees_person
from api.http.resources.qa.routes import seen_summaries, summary_table
from api.pages.forms import Form
from api.pages.problems import Trouble
from api.pages.shell import Here, PageRoute, Shell
from api.pages.times import short_day
from roster.desk.board.board import Board
from roster.desk.quality.qa_desk import marks_of, monitored, plan_quality, policy_of, record_marks, samples
from roster.errors import NotFoundError
from roster.model import Month
from roster.qa import QualityMark
from roster.text import Text

router = APIRouter(route_class=PageRoute, include_in_schema=False)
MOST_FAULTS = 50


def _sees(here: Shell) -> Board:
    """The board, for who leads, plans or monitors; NotFoundError for others."""
    board = here.board
    own = board.case.agent_by_id.get(here.caller.agent_id or "")
    if not (here.may(Right.PLAN) or (own is not None and policy_of(board).job in own.jobs)):
        raise NotFoundError("quality")
    return board


@router.get("/quality")
def quality(here: Here, by: str = "week") -> Response:
    """The plan, the marks, the summary."""
    return _page(here, by if by in {"week", "month"} else "week")


def _page(here: Shell, by: str, problem: Trouble | None = None, form: Any = None) -> Response:
    board, month, me = _sees(here), here.known_month, here.caller.agent_id
    agents, plans = board.case.agent_by_id, here.may(Right.PLAN)
    planned = [item for item in samples(here.desk, month) if plans or item[0].monitor.agent_id == me]
    by_day: dict[Day, list[dict[str, Any]]] = {}
    for sample, stands in planned:
        start = board.month_case.local(sample.start)
        row = {
            "time": f"{start:%H:%M}",
            "monitor": _name(board, sample.monitor.agent_id),
            "agent": _name(board, sample.agent.agent_id),
            "shift": sample.agent.shift,
            "stands": stands,
        }
        by_day.setdefault(start.date(), []).append(row)
    seen = [
        mark
        for mark in marks_of(here.desk, month.first, month.last)
        if mark.monitor_id == me or sees_person(here.caller, board.case, mark.agent_id)
    ]
    # What marks say of people is told to who leads them.
    rows = seen_summaries(here.caller, here.desk, month, by) if here.may(Right.LEAD) else []
    return here.render(
        "quality.html",
        problem=problem,
        form=form,
        by=by,
        plans=plans,
        published=board.published,
        monitored=monitored(board),
        monitor_job=policy_of(board).job,
        days=[(here.say(short_day(day)), rows) for day, rows in sorted(by_day.items())],
        stale=any(not stands for _, stands in planned),
        marks=[
            {
                "day": here.say(short_day(mark.day)),
                "monitor": _name(board, mark.monitor_id),
                "agent": _name(board, mark.agent_id),
                "points": f"{mark.points:g}",
                "poor": mark.points < policy_of(board).pass_points,
                "faults": mark.faults,
            }
            for mark in seen
        ],
        summary=[
            {
                "span": f"{item.first:%m-%d}–{item.last:%m-%d}",
                "who": _name(board, item.agent_id) if item.agent_id else here.say(Text("全体", "Everybody")),
                "all": item.agent_id is None,
                "samples": item.samples,
                "mean": f"{item.mean:.1f}",
                "poor": item.mean < policy_of(board).pass_points,
                "training": item.training,
                "faults": [f"{fault} × {count}" for fault, count in item.faults],
            }
            for item in rows
        ],
        people=[(one, f"{one} {agent.name}") for one, agent in agents.items()],
        monitors=[(one, f"{one} {agent.name}") for one, agent in agents.items() if policy_of(board).job in agent.jobs],
        me=me or "",
        marks_too=here.caller.role not in {Role.PLANNER, Role.ADMIN},
        today=max(month.first, min(here.now.astimezone(here.zone).date(), month.last)),
    )


def _name(board: Board, person: str) -> str:
    agent = board.case.agent_by_id.get(person)
    return f"{person} {agent.name}" if agent else person


@router.get("/quality/summary.csv")
def as_table(here: Here, by: str = "week") -> Response:
    """The summary as a table for spreadsheets."""
    here.need(Right.LEAD)
    return summary_table(here.caller, here.desk, here.known_month, "month" if by == "month" else "week", here.language)


@router.post("/quality/plan")
def plan(here: Here, form: Form) -> Response:
    """Plan the month's samples, or what is left of them."""
    here.need(Right.PLAN)

    def act() -> Response:
        plan_quality(here.desk, here.caller.person, here.known_month)
        return here.see(f"/quality?month={here.known_month}", "saved")

    return here.attempt(act, lambda problem: _page(here, "week", problem, form))


@router.post("/quality/mark")
def mark(here: Here, form: Form) -> Response:
    """A call that was heard."""
    _sees(here)

    def act() -> Response:
        day = form.day("date")
        form.needed("points")
        points = form.decimal("points", 0)
        faults = tuple(part.strip() for part in form["faults"].replace("、", ";").replace(";", ";").split(";"))
        mark = QualityMark(
            form.needed("monitor"), form.needed("agent"), day, points, tuple(filter(None, faults))[:MOST_FAULTS]
        )
        record_marks(here.desk, here.caller.person, [mark], key=form.key)
        month = Month.of(day) if Month.of(day) in here.months else here.known_month
        return here.see(f"/quality?month={month}", "saved")

    return here.attempt(act, lambda problem: _page(here, "week", problem, form))
