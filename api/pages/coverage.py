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
from api.pages.shell import Here, PageRoute, Shell
from api.pages.times import short_day
from api.pages.views.board import places
from api.pages.views.coverage import bars, gaps, serving
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
    found = open_board(here)
    place = found.headers.get("location", "")
    return here.see(place + "/coverage") if place else found


@router.get("/rosters/{roster_id:int}/coverage")
def show(here: Here, request: Request, roster_id: int) -> Response:
    """The month as heat, or one day as bars with one of its intervals."""
    if here.caller.role is Role.AGENT:
        raise NotFoundError(str(roster_id))
    found = seen(here, str(roster_id))
    here = in_month(here, found.kept)
    query = request.query_params
    table, service = covered(here.parts, found.kept, found.board)
    job = query.get("job") or (table.jobs[0] if table.jobs else "")
    listed = gaps(table, service, job)
    day = day_asked(query.get("date"), found, here)
    mode = query.get("view") or ("day" if query.get("date") else "month")
    today = tuple(item for item in listed if item.day == day)
    on_day: dict[date, list[Any]] = {}
    for item in listed:
        on_day.setdefault(item.day, []).append(item)
    times = [clock_time(minute) for minute in range(0, 1440, found.case.centre.interval_minutes)]
    asked = (day, query.get("time"), bool(query.get("again")))
    place = next((k for k, item in enumerate(listed) if (item.day, item.time, item.again) == asked), None)
    number = places(found.case)
    hours = found.case.centre.interval_minutes / 60
    shown = today if mode == "day" else listed
    known = [item.service for item in shown if item.service is not None]
    month = found.case.month
    real = compared(here.desk, month, day, day) if mode == "day" else compared(here.desk, month)
    breaks = breaks_of(here.desk, day) if mode == "day" and found.kept.binds else None
    calls = service.mean(service.service_level) if known and mode == "month" else None
    return here.render(
        "coverage.html",
        here="/coverage",
        kept=found.kept,
        job=job,
        jobs=table.jobs,
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
        before=_beside(found, day, -1),
        after=_beside(found, day, 1),
        short=round(sum(max(0, -item.gap) for item in shown) * hours, 1),
        over=round(sum(max(0, item.gap) for item in shown) * hours, 1),
        needed=round(sum(item.required for item in shown) * hours, 1),
        level=service.level,
        service=calls if calls is not None else (sum(known) / len(known) if known else None),
        has_load=bool(service.days),
        real=[item for item in real if item.actual.job == job] if mode == "day" else [],
        real_days=_days(here, real, job) if mode == "month" else [],
        errors=_errors(found, real, job) if mode == "month" else [],
        kind_words=KIND_WORDS,
        breaks=breaks,
        has_breaks=any(shift.breaks for shift in found.case.shifts),
        break_rows=_break_rows(found, breaks) if breaks is not None else [],
        chosen=None
        if place is None
        else {
            "item": listed[place],
            "people": [(agent, duty, number[duty.shift]) for agent, duty in serving(found.board, table, job, place)],
            "ways": _ways(found, listed[place], job) if found.is_draft and listed[place].gap < 0 else None,
        },
        style=f"/rosters/{found.kept.roster_id}/shifts.css?v={found.kept.version.revision}&view=month&date={day}",
    )


def _days(here: Shell, real: Sequence[Compared], job: str) -> list[tuple[str, Any]]:
    return [(here.say(short_day(day)), told) for (day, name), told in by_day(real).items() if name == job]


def _errors(found: Seen, real: Sequence[Compared], job: str) -> list[ForecastError]:
    return [item for item in forecast_errors(real, found.case.calendar) if item.job == job]


def _break_rows(found: Seen, breaks: DayBreaks) -> list[dict[str, str]]:
    agents, month_case = found.case.agent_by_id, found.board.month_case
    return [
        {
            "who": f"{item.duty.agent_id} {agents[item.duty.agent_id].name}",
            "shift": item.duty.shift,
            "time": f"{month_case.local(item.start):%H:%M}–{month_case.local(item.end):%H:%M}",
        }
        for item in breaks.placed
        if found.shows(item.duty.agent_id)
    ]


@router.post("/coverage/breaks")
def place(here: Here, form: Form) -> Response:
    """Place a day's breaks, or place them anew with the fewest changes."""
    here.need(Right.PLAN)
    day = form.day("date")
    place_breaks(here.desk, here.caller.person, day)
    return here.see(f"/rosters/{int(form.needed('roster'))}/coverage?date={day}#breaks", "saved")


def _beside(found: Seen, day: date, step: int) -> date | None:
    other = day + timedelta(days=step)
    return other if other in found.case.month else None


def _ways(found: Seen, gap: Any, job: str) -> list[dict[str, Any]]:
    """Who is off that day and could fill the seat without breaking anything, cheapest first."""
    board, ways = found.board, []
    for agent in found.case.agents:
        if job not in agent.jobs or not found.shows(agent.agent_id) or not agent.employed_on(gap.day):
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
                        "place": places(found.case)[item.duty.shift],
                        "points": round(item.effect.ticks / TICKS, 1),
                        "cell": f"{agent.agent_id}.{gap.day}",
                    }
                )
    return sorted(ways, key=lambda way: (way["points"], way["agent_id"]))[:MOST_WAYS]


@router.get("/rosters/{roster_id:int}/coverage/prices")
def prices(here: Here, request: Request, roster_id: int) -> Response:
    """What one more seat is worth, dearest first: a fragment, because it takes some seconds."""
    here.need(Right.PLAN)
    found = seen(here, str(roster_id))
    job = request.query_params.get("job", "")
    context = found.board.sheet.context
    dear = sorted(prices_of(here.parts, found.board), key=lambda item: (-item.ticks, item.day, item.minutes))
    listed = [
        {
            "day": here.say(short_day(context.date_of(item.day))),
            "date": context.date_of(item.day),
            "from": clock_time(item.minutes[0]),
            "to": clock_time(item.minutes[-1] + found.case.centre.interval_minutes),
            "points": round(item.ticks / TICKS, 1),
        }
        for item in dear
        if item.job == job and abs(item.ticks) > TICKS / 20
    ][:20]
    return html(here.request, fill("prices.html", here.language, {"prices": listed, "kept": found.kept, "job": job}))
