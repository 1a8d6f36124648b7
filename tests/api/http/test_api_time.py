"""The machine's clock jumps, a store goes back in time, and a sender takes its time: nothing waits for any of them."""

import asyncio
from typing import Any

import h11
import pytest
import uvicorn
from sqlalchemy import select, update
from uvicorn.server import ServerState

from api.jobs.worker import Worker
from api.operation.timely import HEADER_SECONDS, TimelyHeaders
from api.store import job_rows, notice_rows, session_rows
from api.store.archive import backup, restore
from api.store.instant import SECOND, now_micros
from api.store.tables import DELIVERIES, JOBS, WORKERS

DAY = 86_400 * SECOND
ROW = {"notice_id": None, "state": "waiting", "attempts": 1}


@pytest.fixture
def jump(monkeypatch):
    """Sets the machine's clock on by so many microseconds, in all that asks it for a store."""

    def to(by):
        for module in (job_rows, notice_rows, session_rows):
            monkeypatch.setattr(module, "now_micros", lambda: now_micros() + by)

    return to


@pytest.mark.parametrize("by", [-DAY, DAY])
def test_a_worker_that_lives_is_heard_again_and_one_that_died_is_missed(world, jump, by):
    with world.parts.store.writing() as connection:
        for worker in ("alive", "dead", "own"):
            job_rows.beat(connection, worker, "host")
    jump(by)
    with world.parts.store.writing() as connection:
        # What beats beats by the new clock before anybody looks.
        job_rows.beat(connection, "alive", "host")
        gone = job_rows.reap(connection, 30, "own")
    jump(by + 31 * SECOND)
    with world.parts.store.writing() as connection:
        job_rows.beat(connection, "alive", "host")
        gone += job_rows.reap(connection, 30, "own")
        left = set(connection.execute(select(WORKERS.c.id)).scalars())
    assert (gone, left) == (["dead"], {"alive", "own"})


def test_what_was_put_off_before_the_clock_went_back_is_not_late_by_a_day(world, jump):
    notice = {"id": "n", "occasion": "o", "zh": "x", "en": "x", "link": "/x", "created_at": 0}
    with world.parts.store.writing() as connection:
        account = connection.execute(select(notice_rows.ACCOUNTS.c.id)).scalars().first()
        notice_rows.add_notices(connection, [notice | {"account_id": account}])
        notice_rows.queue_deliveries(connection, [("email", "a@example.com", notice, None)])
        (delivery,) = notice_rows.due_deliveries(connection, "email", 5)
        assert notice_rows.claim_delivery(connection, delivery, 60) is not None
        notice_rows.put_off_delivery(connection, delivery, 3600, over=False)
        assert notice_rows.due_receivers(connection) == []
    jump(-DAY)
    with world.parts.store.writing() as connection:
        assert notice_rows.due_receivers(connection) == ["email"]
        assert notice_rows.claim_delivery(connection, delivery, 60) is not None
        assert notice_rows.claim_delivery(connection, delivery, 60) is None
        assert connection.execute(select(DELIVERIES.c.attempts)).scalar_one() == 2


def test_a_token_ends_by_the_clock_there_is(world, jump):
    world.tokens["wall"] = world.post("agent", "/me/tokens", {"label": "wall", "days": 2}).json()["token"]
    for by, status in ((0, 200), (-DAY, 200), (DAY, 200), (3 * DAY, 401)):
        jump(by)
        assert world.get("wall", "/me").status_code == status, by


class Queue:
    """A queue that remembers, as the real one does, what was enqueued under which id."""

    def __init__(self):
        self.ids = []

    def enqueue(self, job_id, epoch=None):
        self.ids.append((job_id, epoch))


def test_a_solve_that_ran_at_the_backup_is_enqueued_under_an_id_of_its_own(world, tmp_path):
    draft = world.post("planner", "/rosters", {"centre_id": "hotline", "month": "2026-10"}).json()["id"]
    job = world.post("planner", f"/rosters/{draft}/solve", {"seconds": 5}).json()["id"]
    worker = Worker.__new__(Worker)
    queue: Any = Queue()
    worker.store, worker.queue = world.parts.store, queue
    worker._dispatch()
    with world.parts.store.writing() as connection:
        assert job_rows.claim_job(connection, job, "somebody") == 1
    backup(world.parts.store, tmp_path / "all.zip")
    with world.parts.store.writing() as connection:
        connection.execute(update(JOBS).values(status="done"))
    restore(world.parts.store, tmp_path / "all.zip")
    assert world.get("planner", f"/jobs/{job}").json()["status"] == "queued"
    worker._dispatch()
    (first, before), (again, after) = queue.ids
    assert first == again == job
    assert before != after


class Loop:
    """A loop whose time a test lets pass."""

    def __init__(self):
        self.calls = []

    def call_later(self, seconds, act):
        handle = Handle(seconds, act)
        self.calls.append(handle)
        return handle

    def create_task(self, work):
        work.close()
        return Task()

    def pass_time(self, seconds):
        for handle in [handle for handle in self.calls if not handle.over]:
            handle.left -= seconds
            if handle.left <= 0:
                handle.over = True
                handle.act()


class Handle:
    def __init__(self, left, act):
        self.left, self.act, self.over = left, act, False

    def cancel(self):
        self.over = True


class Task:
    def add_done_callback(self, _):
        pass


class Transport(asyncio.Transport):
    closed = False

    def get_extra_info(self, name, default=None):
        return ("127.0.0.1", 1) if name in {"peername", "sockname"} else default

    def is_closing(self):
        return self.closed

    def close(self):
        self.closed = True

    def write(self, data):
        pass

    def pause_reading(self):
        pass

    def resume_reading(self):
        pass


@pytest.fixture
def line():
    async def app(scope, receive, send):
        pass

    config = uvicorn.Config(app, http=TimelyHeaders, log_config=None, lifespan="off")
    config.load()
    loop: Any = Loop()
    protocol = TimelyHeaders(config, ServerState(), {}, _loop=loop)
    protocol.connection_made(Transport())
    return protocol


def test_who_sends_headers_byte_by_byte_is_let_go(line):
    for byte in b"GET /api/v1/me HTTP/1.1\r\nHost: x\r\nX-Slow: yyyyyyyyyyyyyyyyyyyyyyyyyyyy"[
        : int(HEADER_SECONDS) - 1
    ]:
        line.data_received(bytes([byte]))
        line.loop.pass_time(1)
        assert not line.transport.closed
    line.data_received(b"/")
    line.loop.pass_time(1)
    assert line.transport.closed


def test_who_says_nothing_is_let_go(line):
    line.loop.pass_time(HEADER_SECONDS)
    assert line.transport.closed


def test_who_has_sent_the_headers_may_wait_for_the_answer(line):
    line.data_received(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    line.loop.pass_time(1000)
    assert not line.transport.closed


def test_the_rest_of_a_body_that_nobody_waits_for_comes_soon_or_not(line):
    line.data_received(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n")
    line.conn.send(h11.Response(status_code=413, headers=[("Content-Length", "0")]))
    line.conn.send(h11.EndOfMessage())
    line.on_response_complete()
    for _ in range(int(HEADER_SECONDS) - 1):
        line.loop.pass_time(1)
        line.data_received(b"x")
        assert not line.transport.closed
    line.loop.pass_time(1)
    assert line.transport.closed
