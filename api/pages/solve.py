"""Generate: what is asked of a solve, a job watched while it runs, why there is no roster and the ways out."""

import json
from datetime import date
from typing import Any

from fastapi import APIRouter, Response

from api.accounts.caller import Right
from api.http.lookup import roster_of
from api.http.people import sees_person
from api.http.resources.jobs.bodies import ApplyBody
from api.http.resources.jobs.routes import job_of, reads_private, take_way_out
from api.http.resources.rosters.bodies import SolveBody
from api.jobs import book
from api.jobs.words import KINDS, OUTCOMES, STATES
from api.office.office import StoredRoster
from api.pages.board_seen import in_month
from api.pages.forms import Form, Sent
from api.pages.imports import month_to_open
from api.pages.me import here_name
from api.pages.problems import Trouble
from api.pages.render import fill, html
from api.pages.shell import Here, PageRoute, Shell
from api.pages.times import short_day
from api.pages.validate import body_of
from api.pages.views.chart import chart_of
from api.pages.words import comma
from api.store.instant import from_micros
from api.store.job_rows import UNFINISHED, cancel_job, jobs
from api.views.jobs import result_of, trail_of
from constraints import CATALOGUE
from roster.desk.rosters.roster_desk import save_draft
from roster.engine.problem.outcome import gap_of
from roster.model import Roster
from roster.rule import TICKS
from roster.store.roster_rows import BINDING, RosterState
from roster.text import Text, counted

router = APIRouter(route_class=PageRoute, include_in_schema=False)
TIMES = (60, 300, 1800)
SHOWN = 20


@router.get("/rosters/new")
def ask(here: Here) -> Response:
    """What is asked of a solve."""
    here.need(Right.PLAN)
    return _ask(here)


def _target(here: Shell, asked: str) -> StoredRoster | None:
    """The roster to fill or to re-plan; None: a new draft of the month."""
    if not asked:
        return None
    with here.parts.store.reading() as connection:
        return roster_of(here.parts, here.caller, connection, asked)


def _binding(here: Shell) -> StoredRoster | None:
    """What binds in the month: where something does, it is re-planned unless somebody wants it made anew."""
    if here.month is None:
        return None
    with here.parts.store.reading() as connection:
        listed, _ = here.parts.office.list_stored(
            connection, here.centre_id, here.month, (RosterState.PUBLISHED,), 0, 1
        )
    return listed[0] if listed else None


def _ask(here: Shell, problem: Trouble | None = None, form: Sent | None = None) -> Response:
    given = form.get("roster") if form else here.request.query_params.get("roster", "")
    stored = _target(here, given) or (None if form or "anew" in here.request.query_params else _binding(here))
    if stored is not None:
        here = in_month(here, stored)
    if here.month is None:
        return here.render("board_none.html", can_plan=True)
    board = here.board
    weights = [
        {
            "name": weight.name,
            "about": here.say(weight.meaning),
            "value": board.rulebook.weights[weight.name],
            "default": weight.default,
        }
        # Rules that share a weight name it once.
        for weight in {weight.name: weight for rule in CATALOGUE for weight in rule.weights}.values()
    ]
    with here.parts.store.reading() as connection:
        recent, _ = jobs(connection, here.centre_id, 0, SHOWN)
    return here.render(
        "solve.html",
        problem=problem,
        form=form or Sent(),
        here="/rosters/new",
        stored=stored,
        replans=stored is not None and stored.binds,
        weights=weights,
        changed=sum(item["value"] != item["default"] for item in weights),
        people=len(board.case.agents),
        jobs=[_short(here, row) for row in recent],
        times=TIMES,
        next_month=month_to_open(here) if stored is not None and stored.binds else None,
    )


def _short(here: Shell, row: Any) -> dict[str, Any]:
    result = json.loads(row.result) if row.result else {}
    return {
        "id": row.id,
        "kind": here.say(KINDS[row.kind]),
        "state": here.say(STATES[row.status]),
        "running": row.status in UNFINISHED,
        "outcome": here.say(OUTCOMES[result["outcome"]]) if result.get("outcome") in OUTCOMES else "",
        "points": None if row.objective_ticks is None else round(row.objective_ticks / TICKS),
        "at": from_micros(row.created_at).astimezone(here.zone).strftime("%m-%d %H:%M"),
    }


@router.get("/rosters/new/capacity")
def capacity_rows(here: Here) -> Response:
    """Hours needed and there, per job and week: a fragment, because it takes a while."""
    here.need(Right.PLAN)
    from api.http.resources.centres.capacity import capacity_of

    measured = capacity_of(here.parts, here.desk, here.known_month)
    return html(
        here.request, fill("capacity.html", here.language, {"needs": measured.needs, "enough": measured.enough})
    )


@router.post("/rosters/new")
def start(here: Here, form: Form) -> Response:
    """Begin to solve; who sends it twice comes to the same job."""
    here.need(Right.PLAN)

    def act() -> Response:
        asked = form.get("seconds", "60")
        limits = {
            "seconds": form.decimal("own", 0) * 60 if asked == "own" else asked,
            "gap": form.decimal("gap", 0) / 100,
            "seed": form.get("seed", "0"),
            "workers": form.get("workers") or None,
            "machines": form.get("machines") or 1,
        }
        body = body_of(SolveBody, **limits)
        stored = _target(here, form.get("roster"))
        if stored is None:
            version = save_draft(here.desk, here.caller.person, here.known_month, Roster(()))
            stored = _target(here, str(version.roster_id))
            assert stored is not None
        kind = "replan" if stored.binds else "solve"
        return here.see(f"/jobs/{submit(here, stored, kind, body)}")

    return here.attempt(act, lambda problem: _ask(here, problem, form), form)


def submit(here: Shell, stored: StoredRoster, kind: str, body: SolveBody) -> str:
    """A job's id: of the one that does this already, or of a new one."""
    parts = here.parts
    case = parts.office.desk(stored.centre_id).board(stored.month).case
    with parts.store.writing() as connection:
        rows, _ = jobs(connection, stored.centre_id, 0, 50)
        for row in rows:
            if (row.roster_id, row.kind) == (stored.roster_id, kind) and row.status in UNFINISHED:
                return str(row.id)
        made = book.submit(connection, parts.settings, here.caller, stored, kind, body.model_dump(), len(case.agents))
        return str(made.id)


@router.get("/jobs/{job_id}")
def watch(here: Here, job_id: str) -> Response:
    """A job: how far it is, how it ended, what to do next."""
    here.need(Right.PLAN)
    return _job(here, job_id)


def _row(here: Shell, job_id: str) -> tuple[Any, StoredRoster]:
    with here.parts.store.reading() as connection:
        row = job_of(here.caller, connection, job_id)
        return row, here.parts.office.stored(connection, str(row.roster_id))


def _job(here: Shell, job_id: str, problem: Trouble | None = None) -> Response:
    row, stored = _row(here, job_id)
    here = in_month(here, stored)
    return here.render("job.html", problem=problem, here="/rosters/new", **_view(here, row, stored))


def _verdict(here: Shell, verdict: Any) -> dict[str, Any] | None:
    """How the roster stands against what is possible, and what stands out, in the reader's language."""
    if not verdict:
        return None
    warnings = [line[here.language] for line in verdict["warnings"]]
    return {"level": verdict["level"], "message": verdict["message"][here.language], "warnings": warnings}


def _view(here: Shell, row: Any, stored: StoredRoster) -> dict[str, Any]:
    options = json.loads(row.options)
    result = result_of(row, here.language, private=reads_private(here.caller)) or {}
    outcome = result.get("outcome", "")
    made = result.get("roster_id")
    with here.parts.store.reading() as connection:
        binding, _ = here.parts.office.list_stored(connection, stored.centre_id, stored.month, BINDING, 0, 1)
        target = here.parts.office.stored(connection, made) if made else None
    running = row.status in UNFINISHED
    seconds = row.seconds
    steps = json.loads(row.trail)[-1][1] if row.kind == "explain" and row.trail else 0
    return {
        "job": row,
        "stored": stored,
        "title": here.say(KINDS[row.kind]),
        "job_state": here.say(STATES[row.status]),
        "running": running,
        "seconds": seconds,
        "limit": options["seconds"],
        "share": min(100, round(100 * seconds / max(1.0, options["seconds"]))),
        "objective": None if row.objective_ticks is None else round(row.objective_ticks / TICKS),
        "bound": None if row.bound_ticks is None else round(row.bound_ticks / TICKS),
        "gap": gap_of(row.objective_ticks, row.bound_ticks),
        "chart": chart_of(trail_of(row), options["seconds"] if running else seconds),
        "outcome": outcome,
        "outcome_words": here.say(OUTCOMES[outcome]) if outcome in OUTCOMES else "",
        "made": made,
        "elsewhere": target
        if target is not None and target.roster_id != stored.roster_id and row.kind == "solve"
        else None,
        "published_id": binding[0].roster_id if binding else None,
        "verdict": _verdict(here, result.get("verdict")),
        "explanation": result.get("explanation"),
        "steps": steps,
        "unmet": _unmet(here, result.get("unmet", []), stored.roster_id if made is None else int(made)),
        "replanned": _replanned(here, result.get("replanned")),
        "error": row.error,
        "can_explain": stored.version.state is RosterState.DRAFT,
        "minutes": max(1, round(options["seconds"] / 60)),
    }


def _replanned(here: Shell, outcome: dict[str, Any] | None) -> dict[str, Any] | None:
    """What a re-plan took, in words, and the hours of cut duties that it leaves vacant, with who could cover them."""
    if outcome is None:
        return None

    case = here.board.case

    def line(item: dict[str, Any]) -> dict[str, Any]:
        duty, names = item["duty"], [here_name(here, way["partner"]) for way in item["covers"][:MOST_NAMED]]
        day = here.say(short_day(date.fromisoformat(duty["date"])))
        nobody = here.say(Text("没有合适的班次或无人可顶,这一段缺员", "no shift fits or nobody can: it is short"))
        could = here.say(Text("可顶:", "could cover: ")) + here.say(comma).join(names) if names else nobody
        what = f"{here_name(here, duty['agent_id'])} {day} {duty['shift']} {item['part'] or ''}".strip()
        # A leave is for the own people, its leader and the directors to look at, not for who plans.
        link = f"/leave/{item['leave_id']}" if sees_person(here.caller, case, duty["agent_id"]) else ""
        return {"link": link, "what": here.say(Text("仍空缺:", "Still vacant: ")) + what, "ways": could}

    lost = outcome["lost_seat_intervals"]
    words = Text(
        f"变动 {outcome['changes']} 处(至少 {outcome['fewest_changes']})"
        + (f",少 {here.seat_hours(lost)}" if lost else ""),
        f"{counted(outcome['changes'], 'change')} (at least {outcome['fewest_changes']})"
        + (f", {here.seat_hours(lost)} lost" if lost else ""),
    )
    return {**outcome, "words": here.say(words), "left": [line(item) for item in outcome["left"]]}


MOST_NAMED = 5


UNMET = {
    "request": Text("请假未批", "Leave not granted"),
    "wish": Text("意愿未满足", "Wishes not met"),
    "seat": Text("缺的座席", "Seats not filled"),
}


def _unmet(here: Shell, items: list[dict[str, Any]], roster_id: int) -> list[tuple[str, list[dict[str, Any]]]]:
    """What the roster does not give, by kind: in words, with its cell."""
    people = here.board.case.agent_by_id
    unmet: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        agent = people.get(item["agent_id"] or "")
        who = f"{agent.agent_id} {agent.name}" if agent else ""
        day = here.say(short_day(date.fromisoformat(item["date"])))
        what = f"{day} {item['start']}–{item['end']} {item['job']} −{item['seats']}" if item["kind"] == "seat" else day
        cell = f"/rosters/{roster_id}?cell={item['agent_id']}.{item['date']}" if agent else ""
        unmet.setdefault(item["kind"], []).append({**item, "who": who, "what": what, "cell": cell})
    return [(here.say(words), unmet[kind]) for kind, words in UNMET.items() if kind in unmet]


@router.get("/jobs/{job_id}/chart")
def chart(here: Here, job_id: str) -> Response:
    """The chart alone, as it is now."""
    here.need(Right.PLAN)
    row, stored = _row(here, job_id)
    return html(here.request, fill("chart.html", here.language, _view(here, row, stored)))


@router.post("/jobs/{job_id}/cancel")
def stop(here: Here, form: Form, job_id: str) -> Response:
    """Stop, and keep the best."""
    here.need(Right.PLAN)
    del form
    row, _ = _row(here, job_id)
    with here.parts.store.writing() as connection:
        cancel_job(connection, row.id)
    return here.see(f"/jobs/{job_id}", "cancelled")


@router.get("/jobs/{job_id}/explain")
def why(here: Here, job_id: str) -> Response:
    """Why there is no roster."""
    here.need(Right.PLAN)
    row, stored = _row(here, job_id)
    if row.kind == "explain":
        return _why(here, job_id)
    # The latest explanation of the same draft that began after this job.
    with here.parts.store.reading() as connection:
        rows, _ = jobs(connection, row.centre_id, 0, 100)
    known = next(
        (
            item
            for item in rows
            if item.kind == "explain" and item.roster_id == stored.roster_id and item.created_at >= row.created_at
        ),
        None,
    )
    return here.see(f"/jobs/{known.id}/explain") if known is not None else _why(here, job_id)


def _why(here: Shell, job_id: str, problem: Trouble | None = None) -> Response:
    row, stored = _row(here, job_id)
    here = in_month(here, stored)
    names = {agent.agent_id: agent.name for agent in here.board.case.agents}
    return here.render("why.html", problem=problem, here="/rosters/new", names=names, **_view(here, row, stored))


@router.post("/rosters/{roster_id:int}/explain")
def explain(here: Here, form: Form, roster_id: int) -> Response:
    """Begin to find out why."""
    here.need(Right.PLAN)
    stored = _target(here, str(roster_id))
    assert stored is not None

    def act() -> Response:
        body = body_of(SolveBody, seconds=form.get("seconds", "300"))
        return here.see(f"/jobs/{submit(here, stored, 'explain', body)}/explain")

    back = form.get("job")
    return here.attempt(act, lambda problem: _why(here, back, problem) if back else _ask(here, problem))


@router.post("/jobs/{job_id}/apply")
def apply(here: Here, form: Form, job_id: str) -> Response:
    """Try a way out: its records leave the case, and the draft is solved."""
    here.need(Right.PLAN)
    row, stored = _row(here, job_id)

    def act() -> Response:
        body = body_of(ApplyBody, way=form.get("way", "0"), seconds=form.get("seconds", "60"))
        take_way_out(here.parts, here.caller, row, body.way)
        return here.see(f"/jobs/{submit(here, stored, 'solve', SolveBody(seconds=body.seconds))}")

    return here.attempt(act, lambda problem: _why(here, job_id, problem))
