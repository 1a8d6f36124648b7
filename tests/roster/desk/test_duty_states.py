"""Random duty days: each seat has one holder or is told short, nothing signed changes, each absence has its end."""

import random
from contextlib import suppress
from datetime import timedelta
from itertools import combinations

import pytest
import slips
from campaign import SEEDED, rounds, tell, timed
from desk_store import opened
from desk_world import DIRECTOR, at, on
from fresh_store import sqlite_store

from roster.desk.attendance.attendance_desk import list_absences, record_attendance, settle
from roster.desk.duty_day.call_in import call_in, covers_for
from roster.desk.duty_day.hand_over import follow, note, read_state, relieve, sign
from roster.desk.duty_day.overtime import stay_on
from roster.desk.duty_day.permits import answer_permit, ask_permit, end_permit, list_permits
from roster.desk.duty_day.roll_call import Called, Mark, call_roll, read_roll
from roster.desk.rosters.roster_desk import published_roster
from roster.desk.shift_log.log import read_log
from roster.desk.tick import tick
from roster.errors import RosterError
from roster.model import Month
from roster.model.attendance import Attendance, Presence
from roster.model.handover import Side
from roster.model.shift_log import Category, Follow, Gravity
from roster.store import audit

OCTOBER = Month(2026, 10)
TEXT = "a: 8E 12E; b: 8E 14L; c: 8E 16E; l1: 8E; p2: 8L; d: 8L; l2: 20E"
PEOPLE = ("a", "b", "c", "l1", "d", "p2", "l2")
SEEDS = rounds("DUTY_DAYS")
# A quarter of the days on PostgreSQL too, where a server is named.
DAYS = [("sqlite", seed) for seed in range(SEEDS)]
DAYS += [pytest.param("postgres", seed, marks=pytest.mark.postgres) for seed in range(SEEDS // 4)]


@pytest.fixture(scope="module")
def days_held(request, tmp_path_factory):
    """The days that held, told as a row of the campaigns' table once all have been."""
    held, failed, seeded = [], request.session.testsfailed, None
    with timed() as seconds:
        yield held
        if request.session.testsfailed > failed:
            return
        if SEEDED:
            with slips.made("absences are not cleared"):
                seeded = any(fails(tmp_path_factory.mktemp("seeded") / "roster.db", seed) for seed in range(40))
        outcome = f"each held; {len(held)} days on both databases"
        tell("DUTY_DAYS", len(set(held)), outcome, seconds(), seeded=seeded)
        assert seeded is not False, "an absence that nobody ended went unnoticed"


class Walk:
    """One day at random; what must hold is asked after every step."""

    def __init__(self, desk, seed):
        self.desk, self.draw, self.signed = desk, random.Random(seed), {}
        self.watch = desk.clock
        self.steps = (self.mark, self.mark, self.mark, self.call, self.file, self.word, self.write, self.close)
        self.steps += (self.sign, self.sign, self.relieve, self.later, self.stay, self.ask, self.answer, self.back)
        self.stayed = {}

    def mark(self):
        who, key = self.draw.choice(PEOPLE), f"k{self.draw.randrange(12)}"
        seen = self.desk.clock.now() - timedelta(minutes=self.draw.randrange(20))
        called = self.draw.choice(list(Called))
        marks = [Mark(who, called, 25 if called is Called.LATE else 0, seen, key)]
        call_roll(self.desk, "l1", on(8), "E", marks, rest_present=self.draw.random() < 0.3)

    def call(self):
        who = self.draw.choice("abc")
        ways = covers_for(self.desk, DIRECTOR, on(8), who)
        if ways:
            call_in(self.desk, DIRECTOR, who, on(8), self.draw.choice(ways).way.partner, reason="absent")

    def file(self):
        record_attendance(self.desk, DIRECTOR, [Attendance(self.draw.choice("abc"), on(8), absent=True)])

    def word(self):
        record = Attendance(self.draw.choice("abc"), on(8), late_minutes=self.draw.choice((0, 5, 30)))
        settle(self.desk, "l2" if record.agent_id == "c" else "l1", record, reason="seen")

    def write(self):
        gravity = self.draw.choice((Gravity.ORDINARY, Gravity.MAJOR))
        note(self.desk, "l1", on(8), "E", "x", category=Category.ORDER, gravity=gravity)

    def close(self):
        number = self.draw.choice([line.entry.entry_id for line in read_log(self.desk, on(8), "E").open])
        follow(self.desk, "l1", on(8), "E", number, how=Follow.CLOSE)

    def sign(self):
        side = self.draw.choice(list(Side))
        accept = [line.entry.entry_id for line in read_state(self.desk, on(8), "E").blocking]
        sign(self.desk, "l1" if side is Side.GIVE else "p2", on(8), "E", side, accept=accept)

    def relieve(self):
        for done in relieve(self.desk, "l1", on(8), "E"):
            self.stayed[done.agent_id] = done.stayed_minutes

    def stay(self):
        who, minutes = self.draw.choice(PEOPLE), self.draw.choice((10, 60, 61, 200))
        stay_on(self.desk, "l1", who, on(8), minutes, reason="queue", consent=True)
        self.stayed[who] = minutes

    def ask(self):
        start = self.desk.clock.now() - timedelta(minutes=self.draw.randrange(-20, 20))
        ask_permit(self.desk, self.draw.choice("abc"), on(8), (start, start + timedelta(minutes=15)))

    def answer(self):
        asked = self.draw.choice([item for item in list_permits(self.desk, on(8), on(8)) if item.state == "asked"])
        answer_permit(self.desk, "l1", asked.permit_id, yes=self.draw.random() < 0.7, consent=True)

    def back(self):
        out = self.draw.choice([item for item in list_permits(self.desk, on(8), on(8)) if item.state == "out"])
        end_permit(self.desk, "l1", out.permit_id)

    def later(self):
        self.watch.moment += timedelta(minutes=self.draw.randrange(60))

    def step(self):
        self.watch.moment += timedelta(seconds=1)
        with suppress(RosterError, IndexError):
            self.draw.choice(self.steps)()
        self.holds()

    def holds(self):
        desk, roll = self.desk, read_roll(self.desk, on(8), "E")
        kinds = [line.entry.kind for line in read_log(desk, on(8), "E").lines]
        holders = [duty for duty in published_roster(desk, OCTOBER)[1].duties if (duty.day, duty.shift) == (on(8), "E")]
        # As many seats as there were: each has one holder, or it is told that it stands empty.
        assert len(holders) == len({duty.agent_id for duty in holders}) == 4
        assert {duty.agent_id for duty in holders} == {
            line.duty.agent_id for line in roll.lines if not line.replaced_by
        }
        states = {(item.agent_id, item.state) for item in list_absences(desk, OCTOBER)}
        for line in roll.lines:
            who = line.duty.agent_id
            if line.state is Presence.ABSENT:
                assert "absent" in kinds
                assert states & {(who, "provisional"), (who, "final")}, who
            elif line.state is not None:
                assert not states & {(who, "provisional")}, who
            if line.replaced_by:
                assert "call-in" in kinds
        # Hours and rest know the last word about each duty that was stayed on.
        stayed = {item.agent_id: item.minutes for item in desk.board(OCTOBER).case.stayed}
        assert stayed == {who: minutes for who, minutes in self.stayed.items() if minutes}
        given = [item for item in list_permits(desk, on(8), on(8)) if item.granted_by]
        for one, two in combinations(given, 2):
            assert one.duty != two.duty or not one.overlaps(two.start, two.until)
        state = read_state(desk, on(8), "E")
        assert state.intact
        if state.signed is not None and state.signed.is_signed:
            entries = [line.entry for line in state.log.lines if line.entry.entry_id <= state.signed.upto]
            assert self.signed.setdefault("log", (state.signed, entries)) == (state.signed, entries)
            assert not [line for line in state.log.lines if _unaccepted(line, state.signed)]


def _unaccepted(line, signed):
    """Whether a grave entry went over the signatures, open and without the word of both."""
    closed = [item for item in line.follows if item.follow is Follow.CLOSE and item.entry_id <= signed.upto]
    grave = line.entry.blocks and line.entry.entry_id <= signed.upto and not closed
    return grave and not {signed.given_by, signed.taken_by} <= line.accepted_by(on(8), "E")


def walked(store, seed):
    """A day lived through, and what must hold at its end."""
    desk = opened(store, TEXT, now=at(8, "07:50"))
    walk = Walk(desk, seed)
    for _ in range(40):
        walk.step()
    walk.watch.to(11)
    tick(desk)
    assert {item.state for item in list_absences(desk, OCTOBER)} <= {"cleared", "final"}
    walk.holds()
    with desk.reading() as work:
        assert audit.verify(work.connection).intact


def fails(file, seed):
    """Whether what must hold does not, on some step of that day."""
    with sqlite_store(file) as store:
        try:
            walked(store, seed)
        except AssertionError:
            return True
    return False


@pytest.mark.parametrize(("store", "seed"), DAYS, indirect=["store"])
def test_a_random_day_keeps_what_must_hold(store, seed, days_held):
    walked(store, seed)
    days_held.append(seed)
