"""Service, worker and database killed again and again while people write: nothing lost, nothing doubled.

Every kind of write is sent with a key. After each kill the store is held against what was answered: an answer that was
given is given again, an act that was not answered is there once or not at all, and duties, quotas, register, pay-backs
and the log agree.
"""

import http.client
import random
import threading
import time
from collections import Counter

import pytest
from api_world import POSTGRES, Clock, local, make_world
from campaign import SEEDED, rounds, tell, timed
from desk_invariants import broken, unsettled
from own_postgres import OwnPostgres, programs
from pair_centre import MONTH, Line, make_centre
from service import free_port
from sqlalchemy import func, select

from api.app import open_services
from api.settings import Settings
from roster.store import swap_rows
from roster.store.tables.desk import OBLIGATIONS

pytestmark = pytest.mark.proof
PAIRS = 24
WRITERS = 3
LOST = (OSError, http.client.HTTPException)


class Book:
    """What was asked under which key, and what was answered."""

    def __init__(self, centre):
        self.centre, self.lock = centre, threading.Lock()
        self.asked: dict[str, tuple] = {}
        self.answered: dict[str, tuple[int, bytes]] = {}
        self.kinds: Counter[str] = Counter()

    def write(self, line, kind, who, method, path, body=None, headers=None):
        """One write with a key of its own; None where it was turned away. LOST where nobody answered."""
        with self.lock:
            key = f"{self.centre.name}-{len(self.asked)}"
            self.asked[key] = (who, method, path, body, headers)
        return self.send(line, key, kind)

    def send(self, line, key, kind=""):
        who, method, path, body, headers = self.asked[key]
        given = {"Idempotency-Key": key, **(headers or {})}
        answer = line.ask(self.centre.tokens[who], method, path, body, given)
        if answer.status >= 500:
            raise OSError(f"{answer.status} {answer.body[:200]!r}")
        if answer.status >= 300:
            return None
        with self.lock:
            before = self.answered.setdefault(key, (answer.status, answer.body))
            self.kinds[kind] += 1
        assert before == (answer.status, answer.body), (key, before, answer.body)
        return answer.json if answer.body else {}


def affairs(book, line, number):
    """One pair's writes of every kind, in an order that people would have."""
    a, b, day = f"a{number}", f"b{number}", {"date": "2026-10-08"}
    swap = {**day, "partner": b, "payback_date": "2026-10-08", "reason": "r"}
    asked = book.write(line, "swap asked", a, "POST", "/swaps", swap)
    if asked:
        path = f"/swaps/{asked['id']}"
        book.write(line, "swap accepted", b, "POST", f"{path}/accept")
        book.write(line, "swap approved", "l1", "POST", f"{path}/approve")
    asked = book.write(line, "leave filed", a, "POST", "/leave", {
        "kind": "personal", "start": "2026-10-26", "end": "2026-10-26", "reason": "r",
    })  # fmt: skip
    if asked:
        book.write(line, "leave decided", "l1", "POST", f"/leave/{asked['id']}/approve", {"consent": True})
        if number % 2:
            book.write(line, "leave withdrawn", a, "POST", f"/leave/{asked['id']}/withdraw")
    asked = book.write(line, "wish filed", b, "POST", "/swaps/wishes", {"date": "2026-10-20", "reason": "r"})
    if asked:
        book.write(line, "wish withdrawn", b, "POST", f"/swaps/wishes/{asked['id']}/withdraw")
    centre = book.centre.name
    month = {"centre_id": centre, "month": "2026-10", "label": str(number)}
    draft = book.write(line, "draft made", "planner", "POST", "/rosters", month)
    if draft:
        solve = {"seconds": 5, "workers": 1}
        job = book.write(line, "solve asked", "planner", "POST", f"/rosters/{draft['id']}/solve", solve)
        if job:
            book.write(line, "solve cancelled", "planner", "POST", f"/jobs/{job['id']}/cancel")
    row = {"agent_id": a, "name": f"Anna {number}", "team": "T1", "jobs": ["189"], "grade": "junior"}
    book.write(line, "agent changed", "planner", "PUT", f"/centres/{centre}/agents/{a}", row)
    deputy = {"deputy": b, "start": "2026-11-01", "end": "2026-11-02"}
    named = book.write(line, "deputy named", "l1", "POST", "/delegations", deputy)
    if named:
        book.write(line, "deputy released", "l1", "DELETE", f"/delegations/{named['id']}?centre_id={centre}")
    book.write(line, "language set", a, "PATCH", "/me", {"language": "en" if number % 2 else "zh"})
    book.write(line, "notices read", b, "POST", "/me/notices/read")


def compared(parts, book):
    """What does not hold between what was answered and what is in the store."""
    desk, centre = parts.office.desk(book.centre.name), book.centre
    differences = broken(desk, MONTH, centre.origin, rules=False) + unsettled(desk, [MONTH])
    with parts.store.reading() as connection:
        swaps = swap_rows.register_rows(connection, centre.name)
        owed = connection.execute(
            select(OBLIGATIONS.c.swap_id, func.count())
            .where(OBLIGATIONS.c.centre_id == centre.name)
            .group_by(OBLIGATIONS.c.swap_id)
        ).all()
    if {row[0]: row[1] for row in owed} != {swap.swap_id: 1 for swap in swaps}:
        differences.append(f"pay-backs are not the register's: {owed}")
    return differences


def drafts_kept(parts, book):
    """Drafts that were asked for once and are there more than once."""
    with parts.store.reading() as connection:
        every, _ = parts.office.list_stored(connection, book.centre.name, None, _states(), 0, 100_000)
    notes = Counter(stored.version.note for stored in every)
    asked = Counter(
        body["label"] for _, method, path, body, _ in book.asked.values() if (method, path) == ("POST", "/rosters")
    )
    return [f"draft {note}: {count} for {asked[note]}" for note, count in notes.items() if note and count > asked[note]]


def _states():
    from roster.store.roster_rows import RosterState

    return list(RosterState)


def kill_again_and_again(parts, zygote, count, *, database=None, slip="", seed=11, folder=None):
    """So many kills; what was found wrong, and how many writes of each kind were answered."""
    chance, differences, kinds = random.Random(seed), [], Counter()
    url, port = parts.settings.database_url, free_port()
    data = folder or parts.settings.folder
    settings = {
        "database_url": url,
        "requests_per_minute": 10**7,
        "jobs_per_account": 10**6,
        "job_attempts": 1000,
        "run_jobs": False,
        "heartbeat_seconds": 1,
        "dead_after_seconds": 3,
    }
    victims = ["service", "service", "worker", *(["database"] if database else [])]
    book, following, targets = None, iter(()), Counter()
    service = zygote.begin("service", data, port, slip=slip, **settings).ready()
    worker = zygote.begin("worker", data / "worker", slip=slip, **settings) if _made(data / "worker") else None
    for number in range(count):
        if book is None or len(book.asked) > 12 * PAIRS or (following := list(following)) == []:
            book = Book(make_centre(parts.store, f"k{seed}x{number}", PAIRS))
            following = list(range(PAIRS))
        gone, lock = threading.Event(), threading.Lock()

        def people(book=book, following=following, gone=gone, lock=lock):
            line = Line(port, 20)
            while not gone.is_set():
                with lock:
                    if not following:
                        return
                    pair = following.pop()
                try:
                    affairs(book, line, pair)
                except LOST:
                    line.close()
                    if gone.wait(0.05):
                        return
            line.close()

        before = len(book.answered)
        threads = [threading.Thread(target=people) for _ in range(WRITERS)]
        for thread in threads:
            thread.start()
        until = time.monotonic() + 30
        while len(book.answered) == before and time.monotonic() < until and any(t.is_alive() for t in threads):
            time.sleep(0.005)
        time.sleep(chance.uniform(0.0, 0.8))
        victim = victims[number % len(victims)]
        targets[victim] += 1
        if victim == "service":
            service.kill()
        elif victim == "worker":
            worker.kill()
        else:
            database.kill()
        gone.set()
        for thread in threads:
            thread.join()
        if victim == "database":
            database.start()
        if victim == "service":
            service = zygote.begin("service", data, port, slip=slip, **settings).ready()
        elif victim == "worker":
            worker = zygote.begin("worker", data / "worker", slip=slip, **settings)
        line = Line(port, 60)
        again = [key for key in book.asked if key not in book.answered][-WRITERS:]
        again += chance.sample(sorted(book.answered), min(3, len(book.answered)))
        for key in again:
            try:
                book.send(line, key)
            except LOST as error:
                # A pool notices a database that went away by the first request that meets it.
                line.close()
                try:
                    book.send(line, key)
                except LOST:
                    differences.append(f"{victim}: {key} is not answered: {error}")
            except AssertionError as error:
                differences.append(f"{victim}: another answer to the same key: {error}")
        line.close()
        differences += [f"{victim}: {item}" for item in (*compared(parts, book), *drafts_kept(parts, book))]
        kinds.update(book.kinds)
        book.kinds.clear()
        if differences and slip:
            break
    service.kill()
    worker.kill()
    return differences, kinds, targets


def _made(folder):
    folder.mkdir(mode=0o700, exist_ok=True, parents=True)
    return True


def run(key, parts, zygote, database=None, folder=None):
    with timed() as seconds:
        count = rounds(key)
        differences, kinds, targets = kill_again_and_again(parts, zygote, count, database=database, folder=folder)
        assert differences == []
        assert sum(kinds.values()) >= count
        summary = f"nothing lost or doubled; {sum(kinds.values())} writes of {len(kinds)} kinds; {dict(targets)}"
        seeded = None
        if SEEDED:
            slipped, _, _ = kill_again_and_again(parts, zygote, 20, slip="answers are not kept", seed=12, folder=folder)
            seeded = bool(slipped)
        tell(key, count, summary, seconds(), seeded=seeded)
        assert seeded is not False, "answers that are not kept went unnoticed"


def test_kills_over_sqlite(tmp_path, zygote):
    world = make_world(tmp_path, database="sqlite")
    run("KILLS_SQLITE", world.parts, zygote)
    world.parts.store.close()


@pytest.mark.postgres
def test_kills_over_postgres(tmp_path, zygote):
    if not POSTGRES or programs() is None:
        pytest.skip("no PostgreSQL of Debian's package here")
    # A server of its own: it is killed, and others are not to notice.
    server = OwnPostgres()
    server.start()
    try:
        settings = Settings(data=str(tmp_path), database_url=server.url)
        parts = open_services(settings, Clock(local(1, month=9)))

        run("KILLS_POSTGRES", parts, zygote, database=server)
        parts.store.close()
    finally:
        server.end()
