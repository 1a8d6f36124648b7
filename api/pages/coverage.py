"""Coverage: seats required and filled, per day or for the whole month, and who serves an interval."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from api.accounts.caller import Right, Role
from api.http.resources.rosters.reports import covered, prices_of
from api.pages.board import open_board
from api.pages.board_seen import Seen, day_asked, in_month, seen
from api.pages.forms import Form
from api.pages.render import fill, html
from api.pages.shell import Here, PageRoute, Shell, sound_id
from api.pages.times import short_day
from api.pages.views.board import places
from api.pages.views.coverage import bars, gaps, serving, short_hours
from roster.desk.actuals.actual_desk import compared
from roster.desk.actuals.compare import KIND_WORDS, Compared, ForecastError, by_day, forecast_errors
from roster.desk.board.edit import options
from roster.desk.quality.break_desk import DayBreaks, breaks_of, place_breaks
from roster.errors import NotFoundError
from roster.rule import TICKS
from roster.text import clock_time

router = APIRouter(route_class=PageRoute, include_in_schema=False)
MOST_WAYS = 8


@router.get("/coverage")
def open_coverage(here: Here) -> Response:
    """The coverage of the month's roster."""
    here.need(Right.PLAN)
    binding = open_board(here)
    place = binding.headers.get("location", "")
    return here.see(place + "/coverage") if place else binding


@router.get("/rosters/{roster_id:int}/coverage")
def show(here: Here, request: Request, roster_id: int) -> Response:
    """The month as heat, or one day as bars with one of its intervals."""
    if here.caller.role is Role.AGENT:
        raise NotFoundError(str(roster_id))
    roster_shown = seen(here, str(roster_id))
    here = in_month(here, roster_shown.stored)
    query = request.query_params
    table, service = covered(here.parts, roster_shown.stored, roster_shown.board)
    job = query.get("job") or (table.jobs[0] if table.jobs else "")
    listed = gaps(table, service, job)
    day = day_asked(query.get("date"), roster_shown, here)
    mode = query.get("view") or ("day" if query.get("date") else "month")
    today = tuple(item for item in listed if item.day == day)
    on_day: dict[date, list[Any]] = {}
    for item in listed:
        on_day.setdefault(item.day, []).append(item)
    times = [clock_time(minute) for minute in range(0, 1440, roster_shown.case.centre.interval_minutes)]
    asked = (day, query.get("time"), bool(query.get("again")))
    place = next((k for k, item in enumerate(listed) if (item.day, item.time, item.again) == asked), None)
    number = places(roster_shown.case)
    hours = roster_shown.case.centre.interval_minutes / 60
    shown = today if mode == "day" else listed
    known = [item.service for item in shown if item.service is not None]
    month = roster_shown.case.month
    missing = short_hours(table, day if mode == "day" else None)
    real = compared(here.desk, month, day, day) if mode == "day" else compared(here.desk, month)
    breaks = breaks_of(here.desk, day) if mode == "day" and roster_shown.stored.binds else None
    calls = service.mean(service.service_level) if known and mode == "month" else None
    return here.render(
        "coverage.html",
        here="/coverage",
        stored=roster_shown.stored,
        job=job,
        jobs=list(missing.items()),
        all_short=round(sum(missing.values()), 1),
        mode=mode,
        date=day,
        days=[
            (other, here.say(short_day(other)), {(item.time, item.again): item for item in items})
            for other, items in on_day.items()
        ],
        repeated=any(item.again for item in listed),
        times=times,
        bars=bars(today),
        today=today,
        before=_beside(roster_shown, day, -1),
        after=_beside(roster_shown, day, 1),
        short=round(sum(max(0, -item.gap) for item in shown) * hours, 1),
        over=round(sum(max(0, item.gap) for item in shown) * hours, 1),
        needed=round(sum(item.required for item in shown) * hours, 1),
        level=service.level,
        service=calls if calls is not None else (sum(known) / len(known) if known else None),
        has_load=bool(service.days),
        real=[item for item in real if item.actual.job == job] if mode == "day" else [],
        real_days=_days(here, real, job) if mode == "month" else [],
        errors=_errors(roster_shown, real, job) if mode == "month" else [],
        kind_words=KIND_WORDS,
        breaks=breaks,
        has_breaks=any(shift.breaks for shift in roster_shown.case.shifts),
        break_rows=_break_rows(roster_shown, breaks) if breaks is not None else [],
        chosen=None
        if place is None
        else {
            "item": listed[place],
            "people": [
                (agent, duty, number[duty.shift]) for agent, duty in serving(roster_shown.board, table, job, place)
            ],
            "ways": _ways(roster_shown, listed[place], job)
            if roster_shown.is_draft and listed[place].gap < 0
            else None,
        },
        style=f"/rosters/{roster_shown.stored.roster_id}/shifts.css?v={roster_shown.stored.version.revision}&view=month&date={day}",
    )


def _days(here: Shell, real: Sequence[Compared], job: str) -> list[tuple[str, Any]]:
    return [(here.say(short_day(day)), figures) for (day, name), figures in by_day(real).items() if name == job]


def _errors(shown: Seen, real: Sequence[Compared], job: str) -> list[ForecastError]:
    return [item for item in forecast_errors(real, shown.case.calendar) if item.job == job]


def _break_rows(shown: Seen, breaks: DayBreaks) -> list[dict[str, str]]:
    agents, month_case = shown.case.agent_by_id, shown.board.month_case
    return [
        {
            "who": f"{item.duty.agent_id} {agents[item.duty.agent_id].name}",
            "shift": item.duty.shift,
            "time": f"{month_case.local(item.start):%H:%M}–{month_case.local(item.end):%H:%M}",
        }
        for item in breaks.placed
        if shown.shows(item.duty.agent_id)
    ]


@router.post("/coverage/breaks")
def place(here: Here, form: Form) -> Response:
    """Place a day's breaks, or place them anew with the fewest changes."""
    here.need(Right.PLAN)
    day = form.day("date")
    place_breaks(here.desk, here.caller.person, day)
    return here.see(f"/rosters/{sound_id(form['roster'])}/coverage?date={day}#breaks", "saved")


def _beside(shown: Seen, day: date, step: int) -> date | None:
    other = day + timedelta(days=step)
    return other if other in shown.case.month else None


def _ways(shown: Seen, gap: Any, job: str) -> list[dict[str, Any]]:
    """Who is off that day and could fill the seat without breaking anything, cheapest first."""
    board, ways = shown.board, []
    for agent in shown.case.agents:
        if job not in agent.jobs or not shown.shows(agent.agent_id) or not agent.employed_on(gap.day):
            continue
        if gap.day in board.duties[agent.agent_id] or board.on_leave(agent.agent_id, gap.day) is not None:
            continue
        for item in options(board, agent.agent_id, gap.day):
            fills = any(
                change.day == gap.day and clock_time(change.minute) == gap.time and change.job == job
                for change in item.effect.seats
            )
            if item.duty is not None and fills and not item.effect.worse:
                ways.append(
                    {
                        "agent_id": agent.agent_id,
                        "name": agent.name,
                        "shift": item.duty.shift,
                        "place": places(shown.case)[item.duty.shift],
                        "points": round(item.effect.ticks / TICKS, 1),
                        "cell": f"{agent.agent_id}.{gap.day}",
                    }
                )
    return sorted(ways, key=lambda way: (way["points"], way["agent_id"]))[:MOST_WAYS]


@router.get("/rosters/{roster_id:int}/coverage/prices")
def prices(here: Here, request: Request, roster_id: int) -> Response:
    """What one more seat is worth, dearest first: a fragment, because it takes some seconds."""
    here.need(Right.PLAN)
    shown = seen(here, str(roster_id))
    job = request.query_params.get("job", "")
    context = shown.board.sheet.context
    dear = sorted(prices_of(here.parts, shown.board), key=lambda item: (-item.ticks, item.day, item.minutes))
    listed = [
        {
            "day": here.say(short_day(context.date_of(item.day))),
            "date": context.date_of(item.day),
            "from": clock_time(item.minutes[0]),
            "to": clock_time(item.minutes[-1] + shown.case.centre.interval_minutes),
            "points": round(item.ticks / TICKS, 1),
        }
        for item in dear
        if item.job == job and abs(item.ticks) > TICKS / 20
    ][:20]
    return html(
        here.request, fill("prices.html", here.language, {"prices": listed, "stored": shown.stored, "job": job})
    )
