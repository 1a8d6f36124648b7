"""Solves as jobs: done, watched, cancelled, taken up again after a crash, within limits."""

import io
import json
import re
import threading
import time

import pytest
from api_world import MONTH, case, duties
from sqlalchemy import update
from test_api_home import page

from api.http.resources.centres.tables import with_rows
from api.jobs.attempt import Bench, attempt
from api.jobs.child import SolveTask, Speaker, generate_it, verdict_words
from api.jobs.process import Solver
from api.store import job_rows
from api.store.tables import JOBS
from roster.desk.rosters.roster_desk import edit_case
from roster.engine.portfolio.portfolio import Progress
from roster.engine.problem.outcome import Level, Result, RosterVerdict, Status
from roster.model import Roster
from roster.text import Language, Text

# A roster within half of the bound is good enough, so that the time is only a limit; one without duties is not.
BODY = {"seconds": 600, "seed": 1, "workers": 2, "gap": 0.5}


@pytest.fixture
def draft(world):
    made = world.post("planner", "/rosters", {"centre_id": "hotline", "month": "2026-10"}).json()
    world.bench = Bench(world.parts.settings, world.parts.store, world.parts.office, "bench-1")
    return f"/rosters/{made['id']}"


def submit(world, draft, **more) -> str:
    answer = world.post("planner", f"{draft}/solve", {**BODY, **more})
    assert answer.status_code == 202, answer.text
    return answer.json()["id"]


def test_a_solve_fills_its_draft_and_tells_how_it_went(world, draft):
    job = submit(world, draft)
    assert attempt(world.bench, job) == "done"
    job_now = world.get("planner", f"/jobs/{job}").json()
    assert job_now["status"] == "done"
    assert job_now["result"]["outcome"] in {"optimal", "feasible"}
    assert job_now["objective"] >= (job_now["bound"] or 0)
    assert job_now["result"]["roster_id"] == draft.split("/")[-1]
    assert world.get("planner", draft).json()["duties"] > 0
    assert world.get("planner", f"{draft}/findings", params={"hard": True}).json()["total"] == 0
    again = world.get("planner", draft).headers["etag"]
    assert attempt(world.bench, job) == "done"
    assert world.get("planner", draft).headers["etag"] == again
    events = world.get("planner", f"/jobs/{job}/events").text
    assert "event: end" in events


def test_an_objective_is_told_once_there_is_a_roster_to_stop_at(monkeypatch):
    """Whoever stops a solve that tells one is handed a roster, however late its own checks would have come."""
    out = io.BytesIO()

    def solved(_case, _rulebook, options):
        for roster, ticks in ((None, 990), (Roster(()), 900), (Roster.of(duties()), 800), (None, 700)):
            if roster is not None:
                options.on_best(roster, ticks)
            options.on_progress(Progress(0.1, ticks, 10))
        return Result(Status.TIMEOUT, None, None, None, 0.1, "clock", 0)

    monkeypatch.setattr("api.jobs.child.generate", solved)
    generate_it(SolveTask(case(), 1.0, 0, 1, 0.0, 1000), Speaker(out), threading.Event())
    said = [(line["kind"], line.get("ticks")) for line in map(json.loads, out.getvalue().splitlines())]
    assert said == [
        ("progress", None),
        ("progress", None),
        ("best", 800),
        ("progress", 800),
        # What has not passed its checks yet is no roster to stop at.
        ("progress", 800),
        ("result", None),
    ]


class DeafSolver:
    """A solver that tells of a roster and hears no stop: it is ended before it says how good the roster is."""

    ticks, bound = 1000, 990

    def __init__(self, task):
        best = {"kind": "best", "duties": [], "granted": [], "ticks": self.ticks}
        best["duties"] = [[duty.agent_id, duty.day.isoformat(), duty.shift, duty.job] for duty in duties()]
        self.said = [best, {"kind": "progress", "seconds": 1.0, "ticks": self.ticks, "bound": self.bound}]

    def next(self, seconds):
        return self.said.pop(0) if self.said else self.then()

    def then(self):
        return {}

    def stop(self):
        """Not heard."""

    def kill(self):
        """Nothing to end."""

    def megabytes(self):
        return 1.0


@pytest.mark.parametrize("end", ["cancelled", "memory", "the solver's death"])
def test_a_roster_whose_solver_was_ended_has_a_verdict_too(world, draft, monkeypatch, end):
    job = submit(world, draft)

    class Ended(DeafSolver):
        def then(self):
            if end == "cancelled":
                world.post("planner", f"/jobs/{job}/cancel")
            return None if end == "the solver's death" else {}

        def megabytes(self):
            return 1e9 if end == "memory" and not self.said else 1.0

    monkeypatch.setattr("api.jobs.attempt.Solver", Ended)
    monkeypatch.setattr("api.jobs.attempt.STOP_SECONDS", 0.0)
    monkeypatch.setattr("api.jobs.attempt.MEASURE_SECONDS", 0.0 if end == "memory" else 1e9)
    assert attempt(world.bench, job) == ("cancelled" if end == "cancelled" else "done")
    job_now = world.get("planner", f"/jobs/{job}").json()
    verdict = job_now["result"]["verdict"]
    # Seats are asked for on every day, early and late; the roster fills the early ones of working days.
    assert verdict["seats_required"] > verdict["seats_short"] > 0
    assert "at most 1.0% from the best possible" in verdict["message"]["en"]
    assert 'id="verdict"' in page(world, "planner", f"/jobs/{job}")


def test_who_stops_a_solve_waits_for_its_verdict_and_no_longer(monkeypatch):
    """What comes after a search takes what is left of the time, which somebody who stops it does not want to wait."""
    from constraints import CATALOGUE
    from roster.engine import generate as module
    from roster.rule import Rulebook

    waits, stop = [], threading.Event()
    month = case()

    def reasons(verifier, plan, deadline, latest):
        waits.append(max(deadline, latest) - time.monotonic())
        return []

    monkeypatch.setattr(module, "unmet", reasons)
    options = module.GenerateOptions(600.0, workers=2, stop=stop, on_best=lambda _roster, _ticks: stop.set())
    result = module.generate(month, Rulebook.of(CATALOGUE, month.centre), options)
    assert result.stopped_by == "interrupt"
    assert result.verdict is not None
    assert max(waits) <= module.STOPPED_SECONDS


def test_an_alarming_roster_alarms_in_its_job_and_on_its_page(world, draft):
    job = submit(world, draft)
    sentence, empty = (
        Text("与能做到的相差很远:座席排满 5.8%", "far from what is possible: 5.8%"),
        Text("整天无人", "nobody"),
    )
    verdict = RosterVerdict(Level.FAR, sentence, (empty,), 40, 38, 0)
    result = {"outcome": "feasible", "stopped_by": "clock", "roster_id": None, "verdict": verdict_words(verdict)}
    with world.parts.store.writing() as connection:
        connection.execute(update(JOBS).where(JOBS.c.id == job).values(status="done", result=json.dumps(result)))
    verdict_shown = world.get("planner", f"/jobs/{job}").json()["result"]["verdict"]
    assert (verdict_shown["level"], verdict_shown["seats_short"], verdict_shown["message"]["en"]) == (
        "far",
        38,
        sentence.en,
    )
    notes: dict[Language, str] = {"zh": "注意: 整天无人", "en": "Note: nobody"}
    for language, note in notes.items():
        shown = page(world, "planner", f"/jobs/{job}", language=language)
        assert f'<p class="late" id="verdict">{sentence.to(language)}</p>' in shown
        assert f'<p class="late">{note}</p>' in shown


def test_a_draft_edited_meanwhile_is_not_overwritten(world, draft):
    job = submit(world, draft)
    tag = world.get("planner", draft).headers["etag"]
    rows = [{"agent_id": "a", "date": "2026-10-08", "shift": "E", "job": "189"}]
    world.call("planner", "PUT", f"{draft}/duties", json=rows, headers={"If-Match": tag})
    assert attempt(world.bench, job) == "done"
    assert world.get("planner", draft).json()["duties"] == 1
    job_now = world.get("planner", f"/jobs/{job}").json()
    assert job_now["result"]["roster_id"] != draft.split("/")[-1]


def test_a_job_nobody_works_on_yet_is_cancelled_at_once(world, draft):
    job = submit(world, draft)
    assert world.post("planner", f"/jobs/{job}/cancel").json()["status"] == "cancelled"
    assert attempt(world.bench, job) == "cancelled"


def test_limits_per_account_and_per_job(world, draft):
    assert world.post("planner", f"{draft}/solve", {**BODY, "seconds": 80_000}).status_code == 422
    for _ in range(world.parts.settings.jobs_per_account):
        submit(world, draft)
    assert world.post("planner", f"{draft}/solve", BODY).status_code == 429
    assert world.post("agent", f"{draft}/solve", BODY).status_code == 404
    assert world.post("stranger", f"{draft}/solve", BODY).status_code == 404


def test_the_limit_is_ones_own_and_what_runs_is_told_in_its_centre(world, draft):
    for _ in range(world.parts.settings.jobs_per_account):
        job = submit(world, draft)
    assert world.post("planner", f"{draft}/solve", BODY).status_code == 429
    # Another's work keeps nobody from theirs.
    assert world.post("director", f"{draft}/solve", BODY).status_code == 202
    elsewhere = world.post("admin", "/rosters", {"centre_id": "other", "month": "2026-10"}).json()["id"]
    there = world.post("admin", f"/rosters/{elsewhere}/solve", BODY).json()["id"]
    here = world.post("admin", f"{draft}/solve", BODY).json()["id"]
    with world.parts.store.reading() as connection:
        account = job_rows.job(connection, here).account_id
        assert job_rows.jobs_under_way(connection, account, "hotline") == [here]
        assert job_rows.jobs_under_way(connection, account, "other") == [there]
        assert job in job_rows.jobs_under_way(connection, job_rows.job(connection, job).account_id, "hotline")


def test_a_solver_ends_with_its_worker(world, draft):
    """The pipe's end is the worker's end: neither the solver nor what it started lives on."""
    from api.jobs.child import SolveTask

    solver = Solver(SolveTask(case(), 30.0, 0, 2, 0.0, 1000))
    deadline = time.monotonic() + 30
    while solver.next(1.0) == {} and time.monotonic() < deadline:
        pass
    solver._process.stdin.close()
    assert solver._process.wait(timeout=20) is not None
    solver.kill()


def test_an_attempt_that_was_given_up_for_dead_writes_nothing(world, draft):
    from api.jobs.book import claim

    job = submit(world, draft)
    with world.parts.store.writing() as connection:
        old = claim(connection, job, "w1", 5)
        new = claim(connection, job, "w2", 5)
    with world.parts.store.writing() as connection:
        assert not old.tell(connection, seconds=99.0)
        assert new.tell(connection, seconds=1.0)
    assert world.get("planner", f"/jobs/{job}").json()["seconds"] == 1.0


def test_a_job_whose_worker_dies_again_and_again_fails(world, draft):
    from api.jobs.book import claim

    job = submit(world, draft)
    with world.parts.store.writing() as connection:
        for _ in range(5):
            assert claim(connection, job, "w", 5) is not None
        assert claim(connection, job, "w", 5) is None
    assert world.get("planner", f"/jobs/{job}").json()["status"] == "failed"


def test_a_replan_keeps_the_past_and_makes_a_new_draft(world):
    from api_world import duties, local

    from roster.model import Roster

    # Without public holidays' gaps the written roster breaks no hard rule, so the solver starts from it.
    published = world.publish(Roster.of(duties()))
    world.clock.at = local(14)
    ill = {"agent_id": "a", "kind": "sick", "start": "2026-10-16T11:00", "end": "2026-10-16", "reason": "doctor"}
    leave = world.post("agent", "/leave", ill).json()
    bench = Bench(world.parts.settings, world.parts.store, world.parts.office, "bench-1")
    answer = world.post("planner", f"/rosters/{published}/replan", BODY)
    assert answer.status_code == 202, answer.text
    job = answer.json()["id"]
    assert attempt(bench, job) == "done"
    result = world.get("planner", f"/jobs/{job}").json()["result"]
    assert result["outcome"] in {"optimal", "feasible"}, result
    (left,) = result["replanned"]["left"]
    assert (left["leave_id"], left["duty"]["date"], left["part"]) == (leave["id"], "2026-10-16", "11:00–16:00")
    # Who plans is told of the hours, and led to the leave as little as another team's leader: it is not theirs to read.
    for who, link in (("director", True), ("leader", True), ("leader2", False), ("planner", False)):
        shown = page(world, who, f"/jobs/{job}")
        assert re.search(r"Still vacant: [^<]*Anna .{0,60} 11:00–16:00", shown), who
        assert (f'href="/leave/{leave["id"]}"' in shown) is link, who
    path = f"/rosters/{result['roster_id']}"
    assert world.get("planner", path).json()["state"] == "draft"
    before = world.get("planner", f"/rosters/{published}/duties").json()["items"]
    after = world.get("planner", f"{path}/duties").json()["items"]
    past = [item for item in before if item["date"] < "2026-10-14"]
    assert past
    assert [item for item in after if item["date"] < "2026-10-14"] == past
    assert world.get("planner", f"/rosters/{published}").json()["state"] == "published"


def test_objective_and_bound_over_time_stay_with_the_job(world, draft):
    job = submit(world, draft)
    assert world.get("planner", f"/jobs/{job}").json()["trail"] == []
    assert attempt(world.bench, job) == "done"
    trail = world.get("planner", f"/jobs/{job}").json()["trail"]
    seconds = [point[0] for point in trail]
    assert trail
    assert seconds == sorted(seconds)
    objectives = [point[1] for point in trail if point[1] is not None]
    assert objectives == sorted(objectives, reverse=True)


def test_why_there_is_no_roster_is_a_job_and_a_way_out_is_tried(world, draft):
    # Anna is away on the 20th, and fixed to the early duty on it.
    fixed = {"fixed": [{"agent_id": "a", "date": "2026-10-20", "shift": "E"}]}
    assert world.post("planner", f"{draft}/pins", fixed).status_code == 204
    off = [{"agent_id": "a", "weekday": "", "date": "2026-10-20", "shift": "E", "available": "false"}]
    edit_case(world.desk, "planner", MONTH, lambda case: with_rows(case, "availability", off))
    job = world.post("planner", f"{draft}/explain", {"seconds": 60, "workers": 2}).json()["id"]
    assert attempt(world.bench, job) == "done"
    job_now = world.get("planner", f"/jobs/{job}", headers={"Accept-Language": "zh"}).json()
    explanation = job_now["result"]["explanation"]
    assert (job_now["kind"], job_now["result"]["outcome"], explanation["verdict"]) == (
        "explain",
        "conflict",
        "conflict",
    )
    assert {tuple(part["agent_ids"]) for part in explanation["conflict"]} == {("a",)}
    assert {day for part in explanation["conflict"] for day in part["dates"]} == {"2026-10-20"}
    assert explanation["ways"][0]["records"] == 1
    key = {"Idempotency-Key": "try"}
    one, two = (world.post("planner", f"/jobs/{job}/apply", {"way": 0}, headers=key) for _ in range(2))
    assert (one.status_code, one.json()["id"]) == (202, two.json()["id"])
    pins = world.get("planner", f"{draft}/pins").json()["items"]
    case = world.desk.board(MONTH).case
    assert len(pins) + len(case.availability) == 1
    assert world.post("planner", f"/jobs/{job}/apply", {"way": 9}).status_code == 404
