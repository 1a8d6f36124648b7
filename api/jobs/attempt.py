"""One attempt at a job: claim it, solve in a child, keep the best roster on the way, put the result into the roster."""

import json
import time
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from api.jobs.book import Claim, claim
from api.jobs.child import SolveTask, verdict_words
from api.jobs.process import Solver
from api.jobs.sharing import PartsQueue, SharedRounds
from api.office.drafts import fill_draft
from api.office.office import Desks
from api.operation.logs import logger
from api.settings import Settings
from api.store import job_rows
from api.store.job_rows import JobStatus
from api.views.rosters import replanned_view
from constraints import CATALOGUE
from roster.desk.rosters.close_desk import planning_case
from roster.desk.rosters.grants_desk import consents
from roster.desk.rosters.replan_desk import ToReplan, left_to_cover, to_replan
from roster.desk.rosters.roster_desk import save_draft
from roster.engine.diagnosis.verdict import verdict
from roster.engine.problem.outcome import Result, Status
from roster.errors import RefusedError, RosterError, StaleError
from roster.model import Duty, Roster
from roster.rule import TICKS, Rulebook
from roster.store.connect import Store
from roster.store.key_rows import keyed_write

LOOK_SECONDS = 0.25
TELL_SECONDS = 0.5
STOP_SECONDS = 8.0
"""How long a solver that was asked to stop may take to tell of its best roster, which is in our hands already."""
OVERRUN_SECONDS = 15.0
MEASURE_SECONDS = 2.0
MOST_POINTS = 300
"""How many points of objective and bound over time a job keeps."""


@dataclass(frozen=True)
class Bench:
    """What a worker works with."""

    settings: Settings
    store: Store
    office: Desks
    worker_id: str
    queue: PartsQueue | None = None


def attempt(bench: Bench, job_id: str) -> str:
    """Work on a job until it is over; its status. Safe to run again at any point."""
    with bench.store.writing() as connection:
        held = claim(connection, job_id, bench.worker_id, bench.settings.job_attempts)
        row = job_rows.whole_job(connection, job_id)
    if held is None or row is None:
        return row.status if row is not None else "gone"
    log = logger().bind(job=job_id, attempt=held.number)
    log.info("job taken up", centre=row.centre_id)
    try:
        if row.best and _was_kept(bench, row):
            # The worker died after the roster went into the draft and before it said so: there is nothing to solve.
            return _Attempt(bench, row, held, None, None).finish(None, cancelled=bool(row.cancel))
        task, month = task_of(bench, row)
        return _Attempt(bench, row, held, task, month).run()
    except RosterError as error:
        log.warning("job failed", error=type(error).__name__, detail=str(error))
        with bench.store.writing() as connection:
            held.end(connection, JobStatus.FAILED, error=str(error)[:2000])
        return JobStatus.FAILED


def _was_kept(bench: Bench, row: Any) -> bool:
    keys = (f"job:{row.id}", f"job:{row.id}:new")
    with bench.store.reading() as connection:
        return any(keyed_write(connection, row.centre_id, row.actor, key) is not None for key in keys)


def task_of(bench: Bench, row: Any) -> tuple[SolveTask, ToReplan | None]:
    """What the child is told to do; of a re-plan the month that it starts from, too.

    With a roster in hand an attempt that follows a crash goes on from it for what is left of the time; else it begins
    anew, as a re-plan always does: what is published, and how late it is, is another question by then.
    """
    options = json.loads(row.options)
    with bench.store.reading() as connection:
        stored = bench.office.stored(connection, str(row.roster_id))
    desk = bench.office.desk(row.centre_id)
    asked = (options["seed"], options["workers"], options["gap"], bench.settings.job_memory_megabytes)
    if row.kind == "replan":
        month = to_replan(desk, stored.month)
        revision = month.version.revision
        case = month.board.case
        return SolveTask(
            case, options["seconds"], *asked, published=month.published, now=month.now, revision=revision
        ), month
    start, seconds = None, options["seconds"]
    if row.best:
        start, seconds = roster_from(json.loads(row.best)), max(3.0, seconds - row.seconds)
    case = planning_case(desk, stored.month)
    machines = options.get("machines", 1) if bench.queue is not None else 1
    return SolveTask(case, seconds, *asked, start=start, explain=row.kind == "explain", machines=machines), None


def roster_from(record: dict[str, Any]) -> Roster:
    """A roster from plain data."""
    duties = (Duty(agent, date.fromisoformat(day), shift, job) for agent, day, shift, job in record["duties"])
    return Roster.of(duties, record["granted"])


class _Attempt:
    def __init__(self, bench: Bench, row: Any, held: Claim, task: SolveTask | None, month: ToReplan | None) -> None:
        self.bench, self.row, self.held, self.task, self.month = bench, row, held, task, month
        # Nothing of an attempt before this one holds where it begins anew.
        anew = task is not None and task.start is None
        self.before_seconds = 0.0 if anew else row.seconds
        self.best: dict[str, Any] | None = json.loads(row.best) if row.best and not anew else None
        self.news: dict[str, Any] = {}
        self.bound: int | None = None if anew else row.bound_ticks
        self.trail: list[list[Any]] = json.loads(row.trail) if row.trail and not anew else []
        self.told_at = 0.0
        self.sharing: SharedRounds | None = None

    def run(self) -> str:
        """The child's whole life."""
        assert self.task is not None
        began = measured_at = time.monotonic()
        over_memory = False
        solver = Solver(self.task)
        stopped_at: float | None = None
        result: dict[str, Any] | None = None
        try:
            while True:
                message = solver.next(LOOK_SECONDS)
                if message is None:
                    break
                if message.get("kind") == "result":
                    result = message
                    break
                if message.get("kind") == "failed":
                    return self._failed(str(message["trace"]))
                self._note(message, solver)
                now = time.monotonic()
                if now - self.told_at >= TELL_SECONDS and not self._tell():
                    return "lost"  # somebody else works on it now
                if stopped_at is None and self._cancelled():
                    stopped_at = now
                    solver.stop()
                if stopped_at is not None and now - stopped_at > STOP_SECONDS:
                    break
                if now - began > self.task.seconds + OVERRUN_SECONDS:
                    break
                if now - measured_at >= MEASURE_SECONDS:
                    measured_at = now
                    if solver.megabytes() > self.bench.settings.job_memory_megabytes:
                        over_memory = True
                        break
        finally:
            solver.kill()
        if result is None and (stopped_at is None or self.task.explain) and self.best is None:
            most = self.bench.settings.job_memory_megabytes
            why = f"it needs more than {most} MiB" if over_memory else "the solver ended without a word"
            return self._failed(why)
        return self.finish(result, cancelled=stopped_at is not None, stopped_by="memory" if over_memory else "clock")

    def _note(self, message: dict[str, Any], solver: Solver) -> None:
        if message.get("kind") == "progress":
            self.news |= {
                "seconds": self.before_seconds + message["seconds"],
                "objective_ticks": message["ticks"],
                "bound_ticks": message["bound"],
            }
            self.bound = message["bound"]
            self._leave_trail(message["seconds"], message["ticks"], message["bound"])
        elif message.get("kind") == "step":
            self.news |= {"seconds": self.before_seconds + message["seconds"]}
            self.news["trail"] = json.dumps([[round(message["seconds"], 1), message["proofs"], None]])
        elif message.get("kind") == "best":
            self.best = {"duties": message["duties"], "granted": message["granted"], "ticks": message["ticks"]}
            self.news["best"] = json.dumps(self.best).encode()
        elif message.get("kind") == "round" and self.bench.queue is not None and self.task is not None:
            settings, machines = self.bench.settings, self.task.machines
            if self.sharing is None:
                self.sharing = SharedRounds(self.bench.store, self.bench.queue, settings, self.held, machines)
            self.sharing.begin(message, solver)

    def _leave_trail(self, seconds: float, ticks: int | None, bound: int | None) -> None:
        """Objective and bound where they changed; of a long solve every other point is forgotten now and then."""
        if self.trail and self.trail[-1][1:] == [ticks, bound]:
            return
        self.trail.append([round(self.before_seconds + seconds, 1), ticks, bound])
        if len(self.trail) > MOST_POINTS:
            self.trail = self.trail[::2]
        self.news["trail"] = json.dumps(self.trail)

    def _tell(self) -> bool:
        self.told_at = time.monotonic()
        with self.bench.store.writing() as connection:
            held = self.held.tell(connection, **(self.news or {"worker_id": self.bench.worker_id}))
        self.news = {}
        return held

    def _cancelled(self) -> bool:
        with self.bench.store.reading() as connection:
            return job_rows.is_cancelled(connection, self.held.job_id)

    def finish(self, result: dict[str, Any] | None, *, cancelled: bool, stopped_by: str = "clock") -> str:
        """Put the best roster into the draft and say how it ended; safe to do again after a crash at any point."""
        roster = (result or {}).get("roster") or self.best
        ticks = (result or {}).get("ticks")
        if ticks is None and self.best is not None:
            ticks = self.best.get("ticks")
        if roster is not None:
            # First kept with the job, so that whoever takes it up from here tells of the same roster.
            self.best = {**roster, "ticks": ticks}
            if self.task is not None:
                self.best["revision"] = self.task.revision
            self.news |= {"best": json.dumps(self.best).encode(), "objective_ticks": ticks}
            if not self._tell():
                return "lost"
        roster_id = self._keep(self.best) if self.best is not None and roster is not None else None
        judged = (result or {}).get("verdict") or (
            None if roster is None else self._verdict(roster_from(roster), ticks)
        )
        end = {
            "outcome": (result or {}).get("status") or ("feasible" if roster else "timeout"),
            "stopped_by": "interrupt" if cancelled else (result or {}).get("stopped_by", stopped_by),
            "roster_id": str(roster_id) if roster_id is not None else None,
            "verdict": judged,
        }
        for name in ("explanation", "unmet"):
            if result is not None and name in result:
                end[name] = result[name]
        if self.sharing is not None:
            end["shared"] = self.sharing.told()
        if result is not None and "replanned" in result and roster_id is not None and roster is not None:
            end["replanned"] = self._replanned(result["replanned"], roster_id, roster_from(roster))
        values: dict[str, Any] = {"result": json.dumps(end), "objective_ticks": ticks, "best": None}
        if result is not None:
            values |= {"seconds": self.before_seconds + result["seconds"], "bound_ticks": result["bound"]}
        status = JobStatus.CANCELLED if cancelled else JobStatus.DONE
        with self.bench.store.writing() as connection:
            ended = self.held.end(connection, status, **values)
        points = None if ticks is None else ticks / TICKS
        logger().info("job over", job=self.held.job_id, status=status.value, outcome=end["outcome"], points=points)
        return status if ended else "lost"

    def _verdict(self, roster: Roster, ticks: int | None) -> dict[str, object] | None:
        """The verdict on a roster whose solver was ended before it told one."""
        if self.task is not None:
            case = self.task.case
        else:
            with self.bench.store.reading() as connection:
                month = self.bench.office.stored(connection, str(self.row.roster_id)).month
            case = planning_case(self.bench.office.desk(self.row.centre_id), month)
        result = Result(Status.FEASIBLE, roster, ticks, self.bound, 0.0, "interrupt", 0)
        return verdict_words(verdict(case, Rulebook.of(CATALOGUE, case.centre), result, None))

    def _replanned(self, counts: dict[str, Any], roster_id: int, roster: Roster) -> dict[str, Any]:
        """What the re-plan took, as `roster desk replan` tells it."""
        assert self.month is not None
        desk = self.bench.office.desk(self.row.centre_id)
        left = left_to_cover(self.month, roster)
        return replanned_view(counts, consents(desk, roster_id), left, self.month.board)

    def _keep(self, best: dict[str, Any]) -> int:
        """Into the draft, or into a new one where the draft has changed meanwhile; once, however often it is tried.

        A re-plan is a draft of the roster at the revision that it began with, and asks those whose duties it moves for
        somebody else's sake.
        """
        bench, row, roster = self.bench, self.row, roster_from(best)
        desk = bench.office.desk(row.centre_id)
        key, leaves = f"job:{row.id}", None if self.task is None else self.task.case.leaves
        with bench.store.reading() as connection:
            stored = bench.office.stored(connection, str(row.roster_id))
        if row.kind == "solve":
            # The draft as it was when the job was asked for: what somebody edited since is not overwritten.
            asked = replace(stored, version=replace(stored.version, revision=json.loads(row.options)["revision"]))
            try:
                return fill_draft(desk, row.actor, asked, roster, "roster.solve", key, leaves).roster_id
            except (StaleError, RefusedError):
                note = f"solved from version {stored.version.version}"
                new = f"{key}:new"
                return save_draft(desk, row.actor, stored.month, roster, leaves=leaves, note=note, key=new).roster_id
        version = stored.version
        if best.get("revision") is not None:
            version = replace(version, revision=best["revision"])
        consent = frozenset((agent_id, date.fromisoformat(day)) for agent_id, day in best.get("asked") or ())
        note = f"re-plan of version {version.version}"
        return save_draft(
            desk,
            row.actor,
            stored.month,
            roster,
            note=note,
            re_plans=version,
            consent_for=consent if best.get("asked") is not None else None,
            key=f"{key}:new",
        ).roster_id

    def _failed(self, trace: str) -> str:
        logger().error("solver failed", job=self.held.job_id, trace=trace)
        with self.bench.store.writing() as connection:
            self.held.end(connection, JobStatus.FAILED, error=trace.strip().splitlines()[-1][:2000])
        return JobStatus.FAILED
