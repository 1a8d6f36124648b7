"""The seam of two months, walked at random: the later one published before, among or after the acts, the first closed.

After each act what must hold of a desk holds, and so do the calendars: a subscriber who looks now and then has every
duty and leave once, as the store has it; a file has what the subscriber has.
"""

import contextlib
import shutil
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from big_world import MONTH, big_case
from campaign import SEEDED, rounds, tell
from desk_invariants import broken_in
from desk_store import Watch
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from ical.calendar_stream import IcsCalendarStream
from test_desk_states import ANY, MONTHS, REFUSED, SEEDS, DeskMachine, HardFindings, TestDesk, finds, unsettled

from api.calendars.entries import entries_of, month_calendars, revise_calendars
from api.store.migrate import migrate
from constraints import CATALOGUE
from roster.desk.desk import SYSTEM
from roster.desk.leaves.leave_decision import decide_leave
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.matching.wish_desk import propose_match
from roster.desk.opening import open_desk
from roster.desk.rosters.close_desk import close_month, planning_case
from roster.desk.rosters.edit_desk import draft_from
from roster.desk.rosters.roster_desk import appoint, import_case, publish, published_roster, save_draft
from roster.desk.swaps.swap_decision import accept_swap
from roster.desk.swaps.swap_filing import request_swap
from roster.errors import InputError
from roster.files.calendars import Feed, is_appointment, to_ical
from roster.model import Duty, Roster
from roster.model.approval import Office
from roster.model.leave_request import COUNTING_LEAVE
from roster.model.requests import OFF
from roster.rule import Evidence
from roster.store import leave_rows
from roster.store.connect import open_store

pytestmark = pytest.mark.proof
FIRST, LATER = MONTH, MONTH.next
NEAR = timedelta(days=6)
ZONE = ZoneInfo("Asia/Shanghai")
PREPARED = tempfile.TemporaryDirectory()


@cache
def seam_of(seed):
    """A store with three months' cases that every run copies, and the months' rosters, none of them published."""
    store = open_store(Path(PREPARED.name) / f"{seed}.db")
    migrate(store)
    watch = Watch(None)
    desk = open_desk(store, "big", CATALOGUE, watch)
    watch.to(1, month=9)
    rosters = {}
    for month in MONTHS:
        case, rosters[month] = big_case(28, seed, {"max_grade_gap": 2}, month)
        import_case(desk, SYSTEM, case)
        if month == FIRST:
            appoint(desk, SYSTEM, "dir", Office.DIRECTOR)
            appoint(desk, SYSTEM, "top", Office.CENTRE_DIRECTOR)
    store.close()
    return rosters


class SeamMachine(DeskMachine):
    """A centre of 28 at the end of October: its November is a draft that somebody publishes at some time."""

    @initialize(seed=st.integers(0, SEEDS - 1), later_first=st.booleans(), number=ANY, timed=st.booleans())
    def open(self, seed, later_first, number, timed):
        self.folder = tempfile.TemporaryDirectory()
        file = Path(self.folder.name) / "roster.db"
        self.rosters = seam_of(seed)
        shutil.copyfile(Path(PREPARED.name) / f"{seed}.db", file)
        self.store = open_store(file)
        self.watch = Watch(None)
        self.desk = open_desk(self.store, "big", CATALOGUE, self.watch)
        self.hard, self.holds, self.origins, self.seen = HardFindings(), False, {}, {}
        self.watch.to(22)
        self.bind(LATER if later_first else FIRST)
        # Every run has leave over the seam: sickness, which counts at once.
        self.leave_over_the_seam(number, "sick", timed, 1 + number % 5, agreed=False)

    def bind(self, month):
        """Publishes a month's roster, without who is known to be away; what is owed in it is in it."""
        case = planning_case(self.desk, month)
        board = self.desk.board(month)
        with self.desk.reading() as work:
            asked = leave_rows.leaves_between(work.connection, "big", month.first, month.last)
        counting = (request for request in asked if request.state in COUNTING_LEAVE)
        away = [*case.leaves, *(leave.as_leave() for leave in counting)]
        pinned = {(pin.agent_id, pin.day) for pin in case.pins}
        moved = self.moved(LATER if month == FIRST else FIRST)

        def free(duty):
            stint = board.month_case.stint(duty)
            near = duty.agent_id in moved and abs(duty.day - LATER.first) <= NEAR
            around = (duty.day + timedelta(days=days) for days in (-1, 0, 1))
            return (
                not any((duty.agent_id, day) in pinned for day in around)
                and not near
                and not any(
                    leave.agent_id == duty.agent_id
                    and board.month_case.wall(*leave.begins) < stint.end
                    and board.month_case.wall(*leave.ends) > stint.start
                    for leave in away
                )
            )

        duties = [duty for duty in self.rosters[month].duties if free(duty)]
        owed = [Duty(pin.agent_id, pin.day, pin.shift, pin.job or "") for pin in case.pins if pin.shift != OFF]
        duties += owed
        draft = save_draft(self.desk, SYSTEM, month, Roster.of(duties))
        publish(self.desk, "dir", draft.roster_id, accept_breaches=True, reason="as drawn")
        self.origins[month] = published_roster(self.desk, month)[1]

    def moved(self, month):
        """Whose duties in the other month are not those drawn: what was drawn for them may not fit any more."""
        if month not in self.origins:
            return set()
        drawn = set(self.rosters[month].duties)
        return {duty.agent_id for duty in drawn.symmetric_difference(self.desk.board(month).roster.duties)}

    @property
    def missing(self):
        return [month for month in (FIRST, LATER) if month not in self.origins]

    @precondition(lambda self: self.missing)
    @rule()
    def publish_the_other_month(self):
        self.bind(self.missing[0])

    @precondition(lambda self: LATER in self.missing)
    @rule(number=ANY, partner=ANY, days=st.integers(1, 6), shift=st.sampled_from("EDL"))
    def swap_paid_back_later(self, number, partner, days, shift):
        """The pay-back is promised for a day of the month that has no roster yet."""
        duty = self.duty(number)
        if duty is None:
            return
        day, other = LATER.first + timedelta(days=days), f"{partner % 28:04d}"
        with contextlib.suppress(*REFUSED, InputError):
            swap = request_swap(self.desk, duty.agent_id, duty.day, other, day, reason="x", pay_back_shift=shift)
            accept_swap(self.desk, other, swap.swap_id)
            self.decided(swap.swap_id)

    @rule(month=st.sampled_from((FIRST, LATER)))
    def publish_again(self, month):
        """What stands, as a draft of its own, published over it."""
        if month in self.origins:
            with contextlib.suppress(*REFUSED):
                version = published_roster(self.desk, month)[0]
                draft = draft_from(self.desk, "dir", version.roster_id)
                publish(self.desk, "dir", draft.roster_id, accept_breaches=True, reason="as drawn")

    @precondition(lambda self: self.watch.now().date() > LATER.first)
    @rule()
    def close_the_first(self):
        with contextlib.suppress(*REFUSED):
            close_month(self.desk, "dir", FIRST)

    @rule(
        number=ANY,
        kind=st.sampled_from(["personal", "sick", "annual"]),
        timed=st.booleans(),
        days=st.integers(0, 6),
        agreed=st.booleans(),
    )
    def leave_over_the_seam(self, number, kind, timed, days, agreed):
        """From one of the last four days on, to the first at least; decided on at once, or not."""
        start, end = LATER.first - timedelta(days=1 + number % 4), LATER.first + timedelta(days=days)
        agent = f"{number % 28:04d}"
        hours = {"start_minute": 60 * (1 + number % 23), "end_minute": 60 * (1 + number % 22)} if timed else {}
        with contextlib.suppress(*REFUSED, InputError):
            leave = file_leave(self.desk, agent, agent, kind=kind, start=start, end=end, reason="x", **hours)
            for person in ("0000", "0014", "dir", "top") if agreed else ():
                with contextlib.suppress(*REFUSED):
                    decide_leave(self.desk, person, leave.leave_id, approved=True, consent=True)

    def duty(self, number):
        """One near the seam that is to come."""
        months = [month for month in (FIRST, LATER) if month in self.origins]
        duties = [
            duty
            for month in months
            for duty in self.desk.board(month).roster.duties
            if abs(duty.day - LATER.first) <= NEAR and duty.day > self.watch.now().date()
        ]
        return duties[number % len(duties)] if duties else None

    @rule(month=st.sampled_from((FIRST, LATER)))
    def propose(self, month):
        with contextlib.suppress(*REFUSED):
            assert propose_match(self.desk, "0000", month, seconds=5).dropped == ()

    @precondition(lambda self: self.watch.now().date() < LATER.first + NEAR)
    @rule(hours=st.integers(1, 48))
    def time_passes(self, hours):
        self.watch.moment += timedelta(hours=hours)

    def every_obligation_ends(self):
        """Whoever looks at the calendars last has seen all."""
        self.subscribers_see_what_is()

    @invariant()
    def what_must_hold_holds(self):
        if not getattr(self, "origins", None):
            return
        desk, memory, written = self.looked_at
        if desk is self.desk and memory is desk.memory and written == self.written():
            return
        self.holds = False
        assert broken_in(self.desk, self.origins, self.hard) == []
        assert unsettled(self.desk, (FIRST, LATER)) == []
        # Subscribers look after some acts, not after all.
        if len(self.written()[1]) + self.watch.moment.hour % 3 != 1:
            self.subscribers_see_what_is()
        self.holds, self.looked_at = True, (self.desk, self.desk.memory, self.written())

    def subscribers_see_what_is(self):
        revise_calendars(self.store, self.desk)
        people = [f"{number:04d}" for number in range(28)]
        with self.store.reading() as connection:
            shown = entries_of(connection, "big", people, "zh")
        now = {}
        for agent, event in shown:
            assert event.uid not in now, "a double"
            now[event.uid] = (agent, event)
            if event.uid in self.seen and self.seen[event.uid][1] != event:
                assert event.sequence > self.seen[event.uid][1].sequence, "a change without a higher number"
        lost = [event for uid, (_, event) in self.seen.items() if uid not in now and not event.cancelled]
        assert lost == [], "an entry went without being cancelled"
        self.seen = now
        own = (pair for pair in now.values() if not (pair[1].cancelled or is_appointment(pair[1])))
        standing = Counter((agent, event.start) for agent, event in own)
        assert standing == self.expected(), (standing - self.expected(), self.expected() - standing)
        for month in self.origins:
            self.files_are_alike(month, now)

    def expected(self):
        """Each duty's start, and each leave's that counts and touches a month that binds somebody."""
        starts, leaves = Counter(), set()
        for month in self.origins:
            board = self.desk.board(month)
            evidence = Evidence(board.case, board.roster)
            starts.update((stint.duty.agent_id, stint.start) for stint in evidence.stints if not stint.past)
            for agent, several in evidence.absences.items():
                for leave in several:
                    if leave.end >= month.first and leave.start < month.end:
                        begins = evidence.utc(*leave.begins) if leave.is_timed else leave.start
                        leaves.add((agent, begins, leave.end, leave.end_minute))
        starts.update((agent, begins) for agent, begins, *_ in leaves)
        return starts

    def files_are_alike(self, month, now):
        case = self.desk.board(month).case
        calendars = month_calendars(self.desk, case, "zh")
        for agent in case.agents[:: len(case.agents) // 4]:
            own = calendars.entries[agent.agent_id]
            assert all(now[event.uid] == (agent.agent_id, event) for event in own)
            standing = {
                event.uid for who, event in now.values() if who == agent.agent_id and event.touches(month, ZONE)
            }
            assert {event.uid for event in own} == standing
            feed = Feed("x", "x", "Asia/Shanghai", datetime(2026, 10, 1, tzinfo=UTC))
            content = to_ical(feed, own)
            one = icalendar.Calendar.from_ical(content).walk("VEVENT")
            two = IcsCalendarStream.calendar_from_ics(content.decode()).events
            assert len(one) == len(two) == len(own)


TestSeam = SeamMachine.TestCase
TestSeam.settings = settings(TestDesk.settings, max_examples=rounds("SEAM"))
del TestDesk


@pytest.fixture(scope="module", autouse=True)
def walked(request):
    """The row of the table, once every run has held."""
    began, failed = time.monotonic(), request.session.testsfailed
    yield
    if request.session.testsfailed == failed:
        how = settings(TestSeam.settings, max_examples=40, phases=[Phase.generate], database=None, print_blob=False)
        seeded = finds(SeamMachine, "cancellations are not shown", how) if SEEDED else None
        tell("SEAM", rounds("SEAM"), "once, and as it is", time.monotonic() - began, seeded=seeded)
        assert seeded is not False, "a duty that went without a word went unnoticed"
