"""A solve that several workers share: what is asked of whom, what comes of parts that are lost or declined."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import select

from api.jobs.attempt import Bench, attempt, task_of
from api.jobs.book import Claim, claim
from api.jobs.part_solvers import PartSolvers
from api.jobs.process import Solver
from api.jobs.sharing import SharedRounds
from api.store import job_rows
from api.store.tables import JOBS

SHARED = {"seconds": 60, "seed": 1, "workers": 1, "gap": 0.0, "machines": 4}


def submit(world, **more) -> str:
    draft = world.post("planner", "/rosters", {"centre_id": "hotline", "month": "2026-10"}).json()
    answer = world.post("planner", f"/rosters/{draft['id']}/solve", {**SHARED, **more})
    assert answer.status_code == 202, answer.text
    return answer.json()["id"]


def row(world, job):
    with world.parts.store.reading() as connection:
        return connection.execute(select(JOBS).where(JOBS.c.id == job)).one()


class Queue:
    """A queue whose parts are taken up at once: each goes to the next of the workers, in turn."""

    def __init__(self, *workers) -> None:
        self.workers, self.rounds, self.threads, self.answers, self.forgotten = workers, [], [], {}, []

    def enqueue_parts(self, job_id, claim, number, task, parts):
        self.rounds.append(parts)
        names = [f"{job_id}.{claim}.{number}.{part}" for part in range(parts)]
        self.threads = []
        for part, name in enumerate(names):
            worker = self.workers[part % len(self.workers)]
            if worker is not None:
                self.threads.append(
                    threading.Thread(target=self._do, args=(name, worker, job_id, claim, task, part, parts))
                )
                self.threads[-1].start()
        return names

    def _do(self, name, worker, *asked):
        self.answers[name] = worker(*asked)

    def unfinished(self, _names):
        return any(thread.is_alive() for thread in self.threads)

    def answers_of(self, names):
        return [self.answers.get(name) for name in names]

    def forget_parts(self, names):
        self.forgotten += names


class Told:
    """A solver's pipe, which keeps what it is told."""

    def __init__(self) -> None:
        self.lines, self.came = [], threading.Event()

    def tell(self, line):
        self.lines.append(line)
        self.came.set()


def asks(sharing, *, seconds=1.0):
    """One round, and what came of it."""
    told = Told()
    sharing.begin({"task": {"seconds": seconds}, "patience": 30.0}, told)
    assert told.came.wait(60)
    return told.lines[0]["months"]


def beats(world, *workers):
    with world.parts.store.writing() as connection:
        for worker in workers:
            job_rows.beat(connection, worker, "here:1")


def test_whose_part_was_lost_is_asked_again_after_a_sign_of_life(world):
    beats(world, "one", "two")
    names = iter(("one", "two") * 9)
    lost = {"two"}

    def work(*_):
        name = next(names)
        return None if name in lost else {"worker": name, "months": {"of": name}}

    queue = Queue(work)
    sharing = SharedRounds(world.parts.store, queue, world.parts.settings, Claim("job", 1), 4)
    assert asks(sharing).count(None) == 1
    assert queue.rounds == [2]
    names = iter(("one",) * 9)
    asks(sharing)
    assert queue.rounds == [2, 1]
    beats(world, "two")
    names, lost = iter(("one", "two")), set()
    assert len(asks(sharing)) == 2
    assert queue.rounds == [2, 1, 2]
    assert sharing.told() == {"rounds": 3, "workers": 2, "parts": 4, "lost": 1}
    assert len(queue.forgotten) == 1


def test_who_declines_is_not_asked_again_and_no_more_than_wanted_are(world):
    beats(world, "one", "two", "three")
    queue = Queue(lambda *_: {"worker": "one", "months": {}}, lambda *_: {"worker": "two", "months": None})
    sharing = SharedRounds(world.parts.store, queue, world.parts.settings, Claim("job", 1), 2)
    assert asks(sharing).count(None) == 1
    beats(world, "one", "two", "three")
    asks(sharing)
    assert queue.rounds == [2, 2]
    assert sharing._declined == {"two"}


def test_a_queue_that_fails_leaves_the_round_to_who_leads(world):
    queue = Queue()
    queue.enqueue_parts = None  # type: ignore[method-assign]
    sharing = SharedRounds(world.parts.store, queue, world.parts.settings, Claim("job", 1), 4)
    assert asks(sharing) == [None]


def test_a_shared_solve_is_told_by_how_many_and_outlives_a_worker(world):
    beats(world, "bench-1", "bench-2")
    job = submit(world)
    parts = world.parts
    patient = parts.settings.model_copy(update={"dead_after_seconds": 3600})
    one, two = (PartSolvers(Bench(patient, parts.store, parts.office, f"bench-{n}")) for n in (1, 2))

    def dies(*asked):
        """Its second part never comes; then the planner has seen enough."""
        if len(queue.rounds) > 1:
            world.post("planner", f"/jobs/{job}/cancel")
            return None
        return two.anneal(*asked)

    queue = Queue(one.anneal, dies)
    try:
        assert attempt(Bench(patient, parts.store, parts.office, "bench-1", queue), job) == "cancelled"
    finally:
        one.end()
        two.end()
    shown = world.get("planner", f"/jobs/{job}").json()
    assert world.get("planner", f"/rosters/{shown['result']['roster_id']}").json()["duties"] > 0
    assert queue.rounds[0] == 2
    assert shown["result"]["shared"]["workers"] <= 2


def test_a_part_of_another_state_of_the_month_is_declined(world):
    job = submit(world)
    parts = world.parts
    bench = Bench(parts.settings, parts.store, parts.office, "bench-1")
    with parts.store.writing() as connection:
        held = claim(connection, job, "bench-1", 5)
    solver = Solver(replace(task_of(replace(bench, queue=Queue()), row(world, job))[0], seconds=60.0))
    try:
        while (said := solver.next(60)).get("kind") != "round":
            assert said is not None
    finally:
        solver.kill()
    helper = PartSolvers(bench)
    try:
        mine = helper.anneal(job, held.number, said["task"], 0, 1)
        assert (mine["worker"], set(mine["months"])) == ("bench-1", {"shift", "job", "granted", "multipliers"})
        other = helper.anneal(job, held.number, {**said["task"], "stamp": "other"}, 0, 1)
        assert other == {"worker": "bench-1", "months": None}
        assert helper.anneal(job, held.number + 1, said["task"], 0, 1)["months"] is None
    finally:
        helper.end()


@pytest.mark.parametrize("machines", [0, 65])
def test_how_many_machines_is_within_limits(world, machines):
    draft = world.post("planner", "/rosters", {"centre_id": "hotline", "month": "2026-10"}).json()
    assert world.post("planner", f"/rosters/{draft['id']}/solve", {**SHARED, "machines": machines}).status_code == 422
