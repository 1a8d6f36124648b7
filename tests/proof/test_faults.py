"""What goes wrong around the service: disk, clock, pool, receivers, lines. Told, nothing half-written, it goes on."""

import socket
import threading
import time
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
import slips
from api_world import MONTH, local, make_world
from campaign import GOALS, SEEDED, tell
from desk_invariants import broken
from pool_watch import NestedConnectionError, watched
from receivers import Hook
from sqlalchemy import event, text

from api.accounts.accounts import create_account
from api.accounts.caller import Role
from api.accounts.limit import RateLimits
from api.problem import Problem
from api.store import instant
from roster.store.connect import POOL_SECONDS

pytestmark = pytest.mark.proof
SWAP = {"date": "2026-10-26", "partner": "c", "payback_date": "2026-10-27", "reason": "r"}
DRAFT = {"centre_id": "hotline", "month": "2026-10"}


@contextmanager
def pragma(world, begun, over):
    """Every connection of the store under a pragma."""
    engine = world.parts.store.engine

    def out(connection, *_):
        connection.execute(begun)

    def back(connection, *_):
        connection.execute(over)

    event.listen(engine, "checkout", out)
    event.listen(engine, "checkin", back)
    try:
        yield
    finally:
        event.remove(engine, "checkout", out)
        event.remove(engine, "checkin", back)


def rows(world):
    """How many rows each table of the store has."""
    with world.parts.store.reading() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        return {
            name: connection.execute(text(f'SELECT COUNT(*) FROM "{name}"')).scalar()
            for name in names
            if not name.startswith("sqlite_")
        }


def goes_on(world):
    """The service writes again, and the desk holds."""
    assert world.post("planner", "/rosters", DRAFT).status_code == 201
    return broken(world.desk, MONTH, world.desk.board(MONTH).roster, rules=False)


def disk_full(world):
    """No page more than there are: each write is refused as a whole, reads are answered."""
    with world.parts.store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    before, statuses = rows(world), []
    with pragma(world, f"PRAGMA max_page_count={pages}", "PRAGMA max_page_count=1073741823"):
        for number in range(60):
            body = {**DRAFT, "label": "x" * 150}
            answer = world.post("planner", "/rosters", body, headers={"Idempotency-Key": f"full{number}"})
            statuses.append(answer.status_code)
            if answer.status_code >= 400:
                break
        assert world.get("agent", "/me").status_code == 200
    after = rows(world)
    made = statuses.count(201)
    faults = [] if statuses[-1] == 503 else [f"a full disk is answered {statuses[-1]}"]
    if after["rosters"] - before["rosters"] != made:
        faults.append(f"{after['rosters'] - before['rosters']} drafts for {made} answers")
    return faults


def read_only(world):
    """A disk that may only be read from one moment on."""
    before = rows(world)
    with pragma(world, "PRAGMA query_only=1", "PRAGMA query_only=0"):
        statuses = {
            world.post("agent", "/swaps", SWAP).status_code,
            world.post("planner", "/rosters", DRAFT).status_code,
        }
        read = world.get("agent", "/me").status_code
    faults = [] if statuses == {503} and read == 200 else [f"read-only: {statuses}, reads {read}"]
    return faults + ([] if rows(world) == before else ["something was written"])


def clock_back(world):
    """The clock goes a day back: nothing that was over begins again, the log's times never go back."""
    swap = world.post("agent", "/swaps", SWAP).json()["id"]
    world.clock.ahead(days=-1)
    status = world.post("partner", f"/swaps/{swap}/accept").status_code
    faults = [] if status in {200, 409} else [f"a day back: {status}"]
    if not world.get("admin", "/audit/chain").json()["intact"]:
        faults.append("the log is broken")
    world.clock.ahead(days=1)
    return faults


def clock_on(world):
    """A day on: what expires does, once."""
    world.clock.ahead(days=1)
    statuses = [world.get("agent", path).status_code for path in ("/me", "/me/waiting", "/swaps", "/leave")]
    return [] if set(statuses) == {200} else [f"a day on: {statuses}"]


def clock_of_limits(world):
    """Limits count by a clock of their own: a jump of the machine's neither shuts out nor lets in."""
    moment = [1000.0]
    limits = RateLimits(lambda: moment[0])
    for _ in range(5):
        limits.take("x", "y", 5)
    try:
        limits.take("x", "y", 5)
    except Problem:
        moment[0] += 121
        limits.take("x", "y", 5)
        return []
    return ["a sixth of five"]


@contextmanager
def machine_at(**by):
    """The machine's clock so far off."""
    plain = instant.datetime

    class Off(datetime):
        @classmethod
        def now(cls, zone=None):
            return plain.now(zone) + timedelta(**by)

    instant.datetime = Off
    try:
        yield
    finally:
        instant.datetime = plain


def clock_of_keys(world):
    """What was written with a key is answered again a day back, a day on and six days on, and done once."""
    answers = [world.post("agent", "/swaps", SWAP, headers={"Idempotency-Key": "clock"})]
    before = rows(world)["swaps"]
    for days in (-1, 1, 6):
        with machine_at(days=days):
            answers.append(world.post("agent", "/swaps", SWAP, headers={"Idempotency-Key": "clock"}))
            # Whoever comes with a key of their own sweeps what is old.
            world.post("planner", "/rosters", DRAFT, headers={"Idempotency-Key": f"sweeps {days}"})
    faults = (
        []
        if {answer.text for answer in answers} == {answers[0].text} and answers[0].status_code == 201
        else ["done anew"]
    )
    return faults + ([] if rows(world)["swaps"] == before else ["a swap more"])


def clock_of_cookies(world):
    """A session ends when its hours are over; one that was left stays so whatever the clock says."""
    with world.parts.store.writing() as connection:
        create_account(connection, "clerk", Role.PLANNER, password="correct horse battery", centre_id="hotline")
    answer = world.client.post("/api/v1/sessions", json={"username": "clerk", "password": "correct horse battery"})
    cookie = {"Cookie": answer.headers["set-cookie"].partition(";")[0]}
    world.client.cookies.clear()

    def status(**by):
        with machine_at(**by):
            return world.client.get("/api/v1/me", headers=cookie).status_code

    hours = world.parts.settings.session_hours
    statuses = [status(), status(hours=hours - 1), status(hours=hours + 1), status(days=-1)]
    world.client.delete("/api/v1/sessions/current", headers=cookie)
    statuses += [status(), status(days=-1), status(days=1)]
    return [] if statuses == [200, 200, 401, 200, 401, 401, 401] else [f"sessions are answered {statuses}"]


def pool_exhausted(world):
    """Every connection is taken: who asks is told to come again, and is answered once there is one."""
    engine = world.parts.store.engine
    taken = [engine.connect() for _ in range(engine.pool.size())]
    began = time.monotonic()
    status = world.get("agent", "/me").status_code
    waited = time.monotonic() - began
    for connection in taken:
        connection.close()
    faults = [] if status == 503 else [f"an empty pool is answered {status}"]
    faults += [] if waited < 4 * POOL_SECONDS + 10 else [f"after {waited:.0f} s"]
    return faults + ([] if world.get("agent", "/me").status_code == 200 else ["and stays so"])


def nested(world):
    """Nobody who holds a connection takes another, whatever is asked."""
    faults = []
    with watched():
        for who in ("agent", "leader", "director", "admin"):
            for path, methods in world.app.openapi()["paths"].items():
                if "get" in methods and "{" not in path and not path.endswith(("/events", "callback")):
                    bare = path.removeprefix("/api/v1")
                    named = any(one["name"] == "centre_id" for one in methods["get"].get("parameters", ()))
                    status = world.get(who, bare, params={"centre_id": "hotline"} if named else {}).status_code
                    faults += [f"{path} answers {status}"] if status >= 500 else []
        with world.parts.store.reading(), pytest.raises(NestedConnectionError):
            world.parts.store.engine.connect()
    return faults


def receivers(world):
    """A receiver that never answers and one that does: the second is told all the same."""
    from api.notices.deliver import Deliveries

    endless, over = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def dribble():
        endless.settimeout(30)
        try:
            line, _ = endless.accept()
        except OSError:
            return
        with line:
            while not over.wait(0.05):
                try:
                    line.sendall(b"H")
                except OSError:
                    return

    thread = threading.Thread(target=dribble, daemon=True)
    thread.start()
    hook = Hook()
    for url in (f"http://127.0.0.1:{endless.getsockname()[1]}/", hook.url):
        assert world.post("admin", "/webhooks", {"centre_id": "hotline", "url": url}).status_code in {201, 422}
    from api.notices.tell import tell_news

    world.post("agent", "/swaps", SWAP)
    tell_news(world.parts.office, mail=False)
    deliveries = Deliveries(world.parts.store, world.parts.settings)
    deliveries.start_due()
    until = time.monotonic() + 40
    while not hook.got and time.monotonic() < until:
        time.sleep(0.05)
    over.set()
    endless.close()
    thread.join(10)
    hook.close()
    return [] if hook.got else ["one dead receiver keeps the news from another"]


def half_requests(world):
    """Lines that stop in the middle: the service answers others meanwhile and lets go of them."""
    from pair_centre import Line, Zygote

    zygote = Zygote()
    service = zygote.begin(
        "service", world.parts.settings.folder, database_url=world.parts.settings.database_url, run_jobs=False
    ).ready()
    halves = []
    for sent in (
        b"GET /api/v1/me HT",
        b"POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: ",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
    ):
        for _ in range(30):
            half = socket.create_connection(("127.0.0.1", service.port), 10)
            half.sendall(sent)
            halves.append(half)
    statuses = {Line(service.port).ask(world.tokens["agent"], "GET", "/me").status for _ in range(20)}
    for half in halves:
        half.close()
    statuses.add(Line(service.port).ask(None, "GET", "//readyz").status)
    service.kill()
    zygote.end()
    return [] if statuses == {200} else [f"half requests keep others out: {statuses}"]


def rollback(world):
    """An error of ours in the middle of a write leaves nothing of it."""
    before = rows(world)

    def fail(*_):
        raise RuntimeError("cut")

    from roster.store import audit

    plain, audit.append = audit.append, fail
    try:
        status = world.post("agent", "/swaps", SWAP, headers={"Idempotency-Key": "cut"}).status_code
    finally:
        audit.append = plain
    faults = [] if status == 500 else [f"cut short, answered {status}"]
    faults += [] if rows(world) == before else ["half of it was written"]
    again = world.post("agent", "/swaps", SWAP, headers={"Idempotency-Key": "cut"}).status_code
    return faults + ([] if again == 201 else [f"its key is used up: {again}"])


FAULTS = (
    disk_full,
    read_only,
    clock_back,
    clock_on,
    clock_of_limits,
    clock_of_keys,
    clock_of_cookies,
    pool_exhausted,
    nested,
    receivers,
    half_requests,
    rollback,
)
SLIPS = {"disk_full": "troubles of the store are not told", "nested": "a connection within a connection"}


def meet(fault, folder):
    world = make_world(folder, database="sqlite", requests_per_minute=10**7, webhook_networks="127.0.0.0/8", threads=4)
    world.publish()
    world.clock.at = local(9)
    try:
        return fault(world) + goes_on(world)
    finally:
        world.parts.store.close()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_faults(tmp_path, fault):
    assert meet(fault, tmp_path) == []


def test_the_faults_are_told_in_the_table(tmp_path):
    began, seeded = time.monotonic(), None
    if SEEDED:
        lines = []
        for fault in FAULTS:
            if fault.__name__ in SLIPS:
                with slips.made(SLIPS[fault.__name__]):
                    lines.append(bool(meet(fault, tmp_path / fault.__name__)))
        seeded = all(lines)
    assert len(FAULTS) == GOALS["FAULTS"].goal
    tell("FAULTS", len(FAULTS), "told, nothing half-written, goes on", time.monotonic() - began, seeded=seeded)
    assert seeded is not False
