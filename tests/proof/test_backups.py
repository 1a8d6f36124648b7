"""Backups taken while people write, put back elsewhere: one moment of the store, whole, with a log that holds."""

import threading
import time

import pytest
import slips
from api_world import POSTGRES, Clock, local, make_world
from campaign import SEEDED, rounds, tell
from desk_invariants import broken, unsettled
from pair_centre import MONTH, Line, make_centre
from sqlalchemy import func, select
from test_kills import LOST, PAIRS, Book, affairs

import api.store.archive as archives
from api.app import open_services
from api.settings import Settings
from api.store.tables import JOBS, REPLIES
from roster.store import swap_rows
from roster.store.tables.desk import OBLIGATIONS

pytestmark = pytest.mark.proof


def compared(parts, book, answered):
    """What does not hold in a restored store; `answered` had been answered before the backup began."""
    desk = parts.office.desk(book.centre.name)
    differences = broken(desk, MONTH, book.centre.origin, rules=False) + unsettled(desk, [MONTH])
    with parts.store.reading() as connection:
        effective = {swap.swap_id for swap in swap_rows.register_rows(connection, desk.centre_id)}
        owed = select(OBLIGATIONS.c.swap_id).where(OBLIGATIONS.c.centre_id == desk.centre_id)
        owed_for = list(connection.execute(owed).scalars())
        replies = dict(connection.execute(select(REPLIES.c.key, REPLIES.c.body)).all())
        running = connection.execute(select(func.count()).select_from(JOBS).where(JOBS.c.status == "running")).scalar()
    if sorted(owed_for) != sorted(effective):
        differences.append("pay-backs are not the register's")
    if running:
        differences.append(f"{running} jobs run in a store that was just put back")
    lost = [key for key, (_, body) in answered.items() if replies.get(key) != body]
    return differences + [f"{key} was answered before the backup and is not in it" for key in lost]


def campaign(parts, zygote, folder, number, tag=""):
    """So many backups under load, each put back into a store of its own; what was found."""
    settings = {"database_url": parts.settings.database_url, "requests_per_minute": 10**7, "run_jobs": False}
    settings["jobs_per_account"] = 10**6
    service = zygote.begin("service", parts.settings.folder, **settings).ready()
    differences, writes = [], 0
    for turn in range(number):
        book, over = Book(make_centre(parts.store, f"backup{tag}{turn}", PAIRS)), threading.Event()
        left = list(range(PAIRS))

        def people(book=book, left=left, over=over):
            line = Line(service.port)
            while left and not over.is_set():
                try:
                    affairs(book, line, left.pop())
                except (IndexError, *LOST):
                    break
            line.close()

        threads = [threading.Thread(target=people) for _ in range(3)]
        for thread in threads:
            thread.start()
        until = time.monotonic() + 60
        while len(book.answered) < 10 + 3 * turn and time.monotonic() < until:
            time.sleep(0.01)
        with book.lock:
            answered = dict(book.answered)
        file = folder / f"{tag}{turn}.zip"
        archives.backup(parts.store, file)
        over.set()
        for thread in threads:
            thread.join()
        writes += len(book.answered)
        other = Settings(data=str(folder / f"restored{tag}{turn}"))
        restored = open_services(other, Clock(local(1, month=9)))
        archives.restore(restored.store, file)
        differences += compared(restored, book, answered)
        # The same file again: what is put back is what was taken.
        archives.backup(restored.store, folder / "again.zip")
        restored.store.close()
        if differences and tag:
            break
    service.kill()
    return differences, writes


def test_backups_under_load(tmp_path, zygote):
    began = time.monotonic()
    world = make_world(tmp_path, database="postgres" if POSTGRES else "sqlite")
    number = rounds("BACKUPS")
    differences, writes = campaign(world.parts, zygote, tmp_path, number)
    assert differences == []
    seeded = None
    if SEEDED:
        with slips.made("a backup reads table by table"):
            seeded = bool(campaign(world.parts, zygote, tmp_path, 20, "s")[0])
    tell("BACKUPS", number, f"whole, of one moment; {writes} writes meanwhile", time.monotonic() - began, seeded=seeded)
    world.parts.store.close()
    assert seeded is not False, "a backup of several moments went unnoticed"
