"""A month of a centre at its desk: seeded people ask, answer, decide and fall ill; the figures a supervisor would want.

    python -m examples.centre_month [--case DIR] [--seconds 60] [--seed 0]

The bundled hotline is rostered first, then October passes by event after event: swaps by suggestion or at random,
open wishes matched every Monday, leave of every kind through the ladder, certificates or none, covers by the leaders,
lateness. Nothing of it knows the rules: people ask for what they like, and the desk refuses what the regulations
forbid. Shifts are called, watched and handed over (`examples.month_shifts`); on each day tasks are done or forgotten,
yesterday's calls are read in, and now and then somebody is called in; meetings have their lists, calls are sampled and
marked where there are monitors. At the end everything is read back and compared with what was done.
"""

import argparse
import heapq
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from constraints import CATALOGUE
from examples.month_shifts import MonthShifts
from roster.cases.bundle import bundled_folder
from roster.desk.actuals.actual_desk import import_actuals
from roster.desk.attendance.attendance_desk import list_absences, list_violations
from roster.desk.board.board import Board
from roster.desk.desk import SYSTEM, Desk
from roster.desk.duty_day.overtime import call_in_extra, extra_ways, note_refusal
from roster.desk.leaves.leave_decision import decide_leave, hand_in_certificate
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.leaves.leave_reading import read_leave
from roster.desk.leaves.return_desk import sign_off_return, withdraw_leave
from roster.desk.leaves.vacancy_desk import cover_vacancy, covers_of_vacancy
from roster.desk.matching.wish_desk import file_wish, list_wishes, propose_match
from roster.desk.meetings.meeting_desk import MeetingList, list_meetings, record_meeting, told_later
from roster.desk.opening import open_desk
from roster.desk.policy.ladder import leave_steps, next_step, open_swap_steps
from roster.desk.rosters.close_desk import close_month
from roster.desk.rosters.grants_desk import decide_grants
from roster.desk.rosters.roster_desk import appoint, import_case, publish, save_draft
from roster.desk.swaps.suggest import suggest
from roster.desk.swaps.swap_decision import accept_swap, approve_swap, confirm_handover, decline_swap, withdraw_swap
from roster.desk.swaps.swap_filing import request_swap
from roster.desk.swaps.swap_reading import list_swaps, read_swap, register
from roster.desk.tasks.task_desk import list_tasks, set_done
from roster.desk.tick import tick
from roster.errors import NotFoundError, RefusedError, RosterError, StaleError
from roster.files.read_case import read_case
from roster.model import Case, Duty, Roster
from roster.model.actual import Actual
from roster.model.approval import Office
from roster.model.leave_request import LeaveRequest, LeaveState
from roster.model.meeting import Seat
from roster.model.swap import OPEN_SWAPS, SwapKind, SwapRequest, SwapState
from roster.model.swap_wish import SwapWish
from roster.store import audit, leave_rows
from roster.store.actual_rows import actuals_between
from roster.store.connect import open_store

DIRECTOR, TOP = "director", "centre-director"
HOUR = timedelta(hours=1)


@dataclass
class Watch:
    """The simulation's clock."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


@dataclass
class MonthFigures:
    """What happened."""

    asked: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    refused_by: Counter[str] = field(default_factory=Counter)
    decision_hours: dict[str, list[float]] = field(default_factory=lambda: {"swap": [], "leave": []})
    wishes: Counter[str] = field(default_factory=Counter)
    covers: Counter[str] = field(default_factory=Counter)
    short_before_minutes: int = 0
    short_after_minutes: int = 0
    audit_rows: int = 0
    register: int = 0
    absences: Counter[str] = field(default_factory=Counter)
    duty_days: Counter[str] = field(default_factory=Counter)
    violations: int = 0
    broken: list[str] = field(default_factory=list)
    short_days: list[tuple[date, int, int]] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)

    def rates(self) -> list[str]:
        """Of the requests of a kind, how many ended how; asked for in vain (no way by the book) counts too."""
        shares = []
        for kind, granted in (("swap", {"effective"}), ("cycle", {"effective"}), ("leave", {"effective", "returned"})):
            ends = Counter({end.split(": ")[1]: n for end, n in self.ended.items() if end.startswith(f"{kind}: ")})
            total, good = sum(ends.values()), sum(ends[name] for name in granted)
            rest = ", ".join(f"{name} {count}" for name, count in ends.most_common() if name not in granted)
            if total:
                shares.append(f"{kind}: {good} of {total} granted ({good / total:.0%}); {rest or 'nothing else'}")
        return shares

    def lines(self) -> list[str]:
        def listed(counter: Counter[str]) -> str:
            return ", ".join(f"{name} {count}" for name, count in counter.most_common()) or "none"

        def spread(hours: list[float]) -> str:
            if not hours:
                return "none decided"
            ordered = sorted(hours)
            last = ordered[min(len(ordered) - 1, int(0.9 * len(ordered)))]
            return (
                f"median {statistics.median(ordered):.1f} h, nine in ten within {last:.1f} h ({len(ordered)} decided)"
            )

        def rules(counter: Counter[str]) -> list[str]:
            named = {**self.titles, "STATE": "asked for already, or too late"}
            return [f"  {n:4d} {rule} {named.get(rule.rpartition(' ')[2], '')}" for rule, n in counter.most_common()]

        worst = sorted(self.short_days, key=lambda item: (item[1] - item[2], item[0]))[:3]
        days = ", ".join(f"{day} {now - was:+d} min" for day, was, now in worst if now > was) or "no day lost seats"
        before, after = self.short_before_minutes / 60, self.short_after_minutes / 60
        short = f"{before:.1f} as published, {after:.1f} as worked"
        return [
            f"asked for:          {listed(self.asked)}",
            *(f"  {line}" for line in self.rates()),
            "refused by (one request may break several rules):",
            *rules(self.refused_by),
            f"swaps decided:      {spread(self.decision_hours['swap'])}",
            f"leave decided:      {spread(self.decision_hours['leave'])}",
            f"open wishes:        {listed(self.wishes)}",
            f"vacant duties:      {listed(self.covers)}",
            f"seat-hours short:   {short}; days that lost most: {days}",
            f"absenteeism:        {listed(self.absences)}",
            f"violations:         {self.violations}",
            f"duty days:          {listed(self.duty_days)}",
            f"register:           {self.register} entries, no gap; log: {self.audit_rows} rows, intact",
            f"what must hold:     {'; '.join(self.broken) or 'held'}",
        ]


class CentreMonth:
    """The people of a centre and the month's events, in time's order."""

    def __init__(self, desk: Desk, watch: Watch, case: Case, seed: int, *, a_day: float = 0.02, every: int = 1) -> None:
        self.desk, self.watch, self.case = desk, watch, case
        self.month = case.month
        self.draw = random.Random(seed)
        # What happens on duty is drawn apart: requests stay the same whatever else a day brings.
        self.chance = random.Random(f"duty days {seed}")
        self.figures = MonthFigures()
        self.short_by_day: Counter[date] = Counter()
        self.events: list[tuple[datetime, int, Callable[[], None]]] = []
        self.number = 0
        self.a_day, self.every = a_day, every
        self.shifts = MonthShifts(desk, self.month, watch, self.after, self.chance, (DIRECTOR, TOP))
        self.done: set[tuple[str, date, str]] = set()
        self.read_in: dict[tuple[date, int, str], Actual] = {}
        self.zone = desk.board(self.month).month_case.zone

    def after(self, hours: float, act: Callable[[], None]) -> None:
        self.number += 1
        heapq.heappush(self.events, (self.watch.moment + hours * HOUR, self.number, act))

    def run(self) -> MonthFigures:
        board = self.desk.board(self.month)
        self.figures.short_before_minutes = board.seats.short_minutes()
        self.short_by_day = short_by_day(board)
        end = board.month_case.midnight(self.month.end)
        self.watch.moment = board.month_case.midnight(self.month.first) - 24 * HOUR
        for day in range(self.month.days + 1):
            self.after(24 * day + self.draw.uniform(6, 9), self.morning)
            if day < self.month.days and day % self.every == 0:
                tomorrow = self.month.first + timedelta(days=day)
                self.after(24 * day + 23.6, lambda one=tomorrow: self.shifts.plan(one))
            for hour in (0.1, 8.1, 16.1):
                self.after(24 * day + hour, self.pass_time)
        while self.events and self.events[0][0] < end:
            self.watch.moment, _, act = heapq.heappop(self.events)
            try:
                act()
            except (StaleError, NotFoundError):
                self.figures.ended["overtaken"] += 1
            except RefusedError as error:
                self.figures.ended["refused later"] += 1
                self.figures.refused_by.update({f"later: {item.rule}" for item in error.refusals})
        self.watch.moment = end + 72 * HOUR
        self.pass_time()
        close_month(self.desk, DIRECTOR, self.month)
        return self._counted()

    def pass_time(self) -> None:
        tick(self.desk)

    def morning(self) -> None:
        """Everybody wakes up: some need a swap, some leave, some are ill; the leaders write down yesterday."""
        today = self.watch.moment.astimezone(self.zone).date()
        for agent in self.case.agents:
            if self.draw.random() < 2.5 * self.a_day:
                self.after(self.draw.uniform(0, 14), lambda who=agent.agent_id: self.want_swap(who))
            if self.draw.random() < self.a_day:
                self.after(self.draw.uniform(0, 14), lambda who=agent.agent_id: self.want_leave(who))
            if self.draw.random() < 2 * self.a_day:
                self.after(self.draw.uniform(0, 14), lambda who=agent.agent_id: self.want_wish(who))
            if self.draw.random() < 0.3 * self.a_day:
                self.ill(agent.agent_id, today)
        if today.weekday() == 0:
            self.after(9, self.match_wishes)
        self.shifts.door_file(today - timedelta(days=1))
        if today in self.month:
            self.duty_day(today)

    def duty_day(self, today: date) -> None:
        """What the day brings beside requests."""
        self.read_calls(today - timedelta(days=1))
        if today == self.month.first:
            self.shifts.sample()
        for item in list_tasks(self.desk, self.month, today, today):
            hours = (item.due.at - self.watch.moment) / HOUR - self.chance.uniform(0, 2)
            if item.due.people and hours > 0 and self.chance.random() < 0.9:
                self.after(hours, lambda key=item.key, who=item.due.people[0]: self.do_task(who, key))
        for meeting in list_meetings(self.desk, self.month):
            if meeting.meeting.day == today:
                self.after(12, lambda one=meeting: self.meet(one))
        working = [duty for duty in self.desk.board(self.month).roster.duties if duty.day == today]
        if self.chance.random() < 0.1 and working:
            needed = self.chance.choice(working)
            self.after(1, lambda: self.call_somebody(needed))

    def do_task(self, who: str, key: tuple[str, date, str]) -> None:
        set_done(self.desk, who, *key)
        self.done.add(key)
        self.figures.duty_days["tasks done"] += 1

    def meet(self, meeting: MeetingList) -> None:
        """Who can come does; the others are told by their leader the same day."""
        day, kind = meeting.meeting.day, meeting.meeting.kind
        there = [line.agent_id for line in meeting.lines if line.seat is Seat.EXPECTED]
        for person in record_meeting(self.desk, DIRECTOR, day, kind, there).to_hear:
            told_later(self.desk, DIRECTOR, day, kind, person)
        self.figures.duty_days["meetings"] += 1

    def call_somebody(self, duty: Duty) -> None:
        """A line fails: one more is needed on the shift."""
        ways = extra_ways(self.desk, DIRECTOR, duty.day, duty.shift, duty.job)
        for way in ways[:1]:
            extra = Duty(way.agent_id, duty.day, duty.shift, duty.job)
            if self.chance.random() < 0.2:
                note_refusal(self.desk, DIRECTOR, extra, reason="cannot come")
                self.figures.duty_days["refusals"] += 1
            else:
                call_in_extra(self.desk, DIRECTOR, extra, reason="a line failed")
                self.figures.duty_days["call-ins"] += 1

    def read_calls(self, day: date) -> None:
        """Yesterday's calls, a tenth more or less than was foreseen."""
        rows = []
        for row in self.case.load:
            if row.day == day:
                offered = round(row.calls * self.chance.uniform(0.9, 1.15))
                answered = round(offered * self.chance.uniform(0.85, 1.0))
                within = round(answered * self.chance.uniform(0.7, 1.0))
                rows.append(Actual(row.day, row.minute, row.job, offered, answered, within, row.aht_seconds))
        self.read_in.update({(row.day, row.minute, row.job): row for row in rows})
        if rows:
            self.figures.duty_days["intervals read"] += import_actuals(self.desk, SYSTEM, self.month, rows)

    def ahead(self, agent_id: str, low: int, high: int) -> Duty | None:
        """One of the agent's duties so many days ahead."""
        today = self.watch.moment.astimezone(self.zone).date()
        own = self.desk.board(self.month).duties[agent_id]
        duties = [duty for day, duty in own.items() if low <= (day - today).days <= high]
        return self.draw.choice(duties) if duties else None

    def want_swap(self, agent_id: str) -> None:
        duty = self.ahead(agent_id, 1, 12)
        if duty is None:
            return
        self.figures.asked["swap"] += 1
        if self.draw.random() < 0.65:
            ways = suggest(self.desk.board(self.month), agent_id, duty.day, self.watch)
            if not ways:
                self.figures.ended["swap: no way by the book"] += 1
                return
            way = self.draw.choice(ways[:8])
            assert way.pay_back is not None
            partner, back = way.partner, way.pay_back.day
        else:
            other = self.draw.choice(self.desk.board(self.month).roster.duties)
            if other.agent_id == agent_id:
                return
            partner, back = other.agent_id, other.day
        try:
            swap = request_swap(self.desk, agent_id, duty.day, partner, back, reason="needs the day")
        except RefusedError as error:
            self.refused("swap", error)
            return
        self.after(self.draw.expovariate(1 / 6), lambda: self.answer(swap, partner))

    def want_wish(self, agent_id: str) -> None:
        """Somebody would give up a duty for any other of the days around it."""
        duty = self.ahead(agent_id, 8, 18)
        if duty is None:
            return
        self.figures.asked["open wish"] += 1
        near = timedelta(days=self.draw.choice([3, 5, 7]))
        wish = SwapWish(agent_id, duty.day, duty.day - near, duty.day + near)
        try:
            file_wish(self.desk, agent_id, wish, reason="needs the day")
        except RefusedError as error:
            self.refused("wish", error)

    def match_wishes(self) -> None:
        """The week's open wishes become proposals; each party answers within a day or so."""
        for swap in propose_match(self.desk, SYSTEM, self.month, seconds=10).proposed:
            self.figures.asked["proposal"] += 1
            for party in swap.parties:
                self.after(self.draw.expovariate(1 / 10), lambda one=swap, who=party: self.answer_match(one, who))

    def answer_match(self, swap: SwapRequest, party: str) -> None:
        if read_swap(self.desk, swap.swap_id).state not in OPEN_SWAPS:
            return
        if self.draw.random() < 0.1:
            if party == swap.requester and swap.kind is SwapKind.SWAP:
                withdraw_swap(self.desk, party, swap.swap_id)
            else:
                decline_swap(self.desk, party, swap.swap_id)
        elif accept_swap(self.desk, party, swap.swap_id).state is SwapState.ACCEPTED:
            self.after(self.draw.expovariate(1 / 10), lambda: self.rule_on(swap))

    def refused(self, what: str, error: RefusedError) -> None:
        self.figures.ended[f"{what}: refused"] += 1
        self.figures.refused_by.update({item.rule for item in error.refusals})

    def answer(self, swap: SwapRequest, partner: str) -> None:
        if read_swap(self.desk, swap.swap_id).state not in OPEN_SWAPS:
            return
        mood = self.draw.random()
        if mood < 0.05:
            withdraw_swap(self.desk, swap.requester, swap.swap_id)
        elif mood < 0.18:
            decline_swap(self.desk, partner, swap.swap_id)
        elif mood < 0.94:
            accept_swap(self.desk, partner, swap.swap_id)
            self.after(self.draw.expovariate(1 / 10), lambda: self.rule_on(swap))

    def rule_on(self, swap: SwapRequest) -> None:
        """The next leader of those still needed says yes, mostly."""
        now = read_swap(self.desk, swap.swap_id)
        if now.state not in OPEN_SWAPS:
            return
        staff = self.desk.board(self.month).staff
        with self.desk.reading() as work:
            made = leave_rows.decisions_of(work.connection, f"swap:{swap.swap_id}")
        step = open_swap_steps(now, made, staff)[0]
        leader = min(staff.holders(step) - set(now.parties))
        if self.draw.random() < 0.08:
            decline_swap(self.desk, leader, swap.swap_id, reason="not this week")
        else:
            now = approve_swap(self.desk, leader, swap.swap_id)
        if now.state in OPEN_SWAPS:
            self.after(self.draw.expovariate(1 / 8), lambda: self.rule_on(swap))
            return
        self.decided("swap", swap.filed_at)
        if now.number is not None:
            for move in now.moves:
                if self.draw.random() < 0.8:
                    confirm_handover(self.desk, move.taker, swap.swap_id)

    def decided(self, what: str, filed: datetime) -> None:
        self.figures.decision_hours[what].append((self.watch.moment - filed).total_seconds() / 3600)

    def want_leave(self, agent_id: str) -> None:
        duty = self.ahead(agent_id, 0, 14)
        if duty is None:
            return
        kind = self.draw.choice(["personal", "personal", "annual", "study", "personal"])
        special, extreme = self.draw.random() < 0.25, self.draw.random() < 0.1
        end = min(duty.day + timedelta(days=self.draw.choice([0, 0, 0, 1, 2])), self.month.last)
        self.figures.asked[f"{kind} leave"] += 1
        try:
            leave = file_leave(
                self.desk,
                agent_id,
                agent_id,
                kind=kind,
                start=duty.day,
                end=end,
                reason="family",
                special=special,
                extreme=extreme,
            )
        except RefusedError as error:
            self.refused("leave", error)
            return
        if self.draw.random() < 0.05:
            self.after(2, lambda: self.take_back(leave))
        self.after(self.draw.expovariate(1 / 8), lambda: self.climb(leave))

    def take_back(self, leave: LeaveRequest) -> None:
        if read_leave(self.desk, leave.leave_id)[0].state is LeaveState.PENDING:
            withdraw_leave(self.desk, leave.agent_id, leave.leave_id)

    def climb(self, leave: LeaveRequest) -> None:
        """The rung that is due decides; the next one hears of it hours later."""
        now, made = read_leave(self.desk, leave.leave_id)
        if now.state is not LeaveState.PENDING:
            return
        board = self.desk.board(self.month)
        step = next_step(leave_steps(now, board), made)
        if step is None:
            return
        person = min(board.staff.holders(step) - {leave.agent_id})
        approved = self.draw.random() < 0.85
        now = decide_leave(self.desk, person, leave.leave_id, approved=approved, consent=True)
        if now.state is LeaveState.PENDING:
            self.after(self.draw.expovariate(1 / 8), lambda: self.climb(leave))
            return
        self.decided("leave", leave.filed_at)
        if approved:
            self.fill(leave)
            self.back(now)

    def ill(self, agent_id: str, today: date) -> None:
        duty = self.desk.board(self.month).duties[agent_id].get(today)
        if duty is None:
            return
        kind = "emergency" if self.draw.random() < 0.2 else "sick"
        self.figures.asked[f"{kind} leave"] += 1
        end = min(today + timedelta(days=self.draw.choice([0, 1, 2, 4])), self.month.last)
        leave = file_leave(self.desk, agent_id, agent_id, kind=kind, start=today, end=end, reason="ill")
        self.fill(leave)
        if self.draw.random() < 0.9:
            days = (end - today).days
            self.after(24 * days + 3, lambda: self.certify(leave))

    def certify(self, leave: LeaveRequest) -> None:
        hand_in_certificate(self.desk, leave.agent_id, leave.leave_id, leave.start, leave.end)
        self.back(leave)

    def back(self, leave: LeaveRequest) -> None:
        days = (leave.end - self.watch.moment.astimezone(self.zone).date()).days
        self.after(24 * max(0, days) + 24, lambda: self.sign(leave.leave_id))

    def sign(self, leave_id: str) -> None:
        if read_leave(self.desk, leave_id)[0].state is LeaveState.EFFECTIVE:
            sign_off_return(self.desk, DIRECTOR, leave_id)

    def fill(self, leave: LeaveRequest) -> None:
        """The leader gives each vacant duty that leaves a seat short to whoever ranks first."""
        board = self.desk.board(self.month)
        staff = board.staff
        leader = min(staff.leaders_of(staff.agents[leave.agent_id].team) - {leave.agent_id} or {DIRECTOR})
        for duty in read_leave(self.desk, leave.leave_id)[0].vacated:
            gained = self.desk.board(self.month).seat_changes((), [duty])
            if not any(change.lost_seats < 0 for change in gained):
                self.figures.covers["nobody missed"] += 1
                continue
            ways = covers_of_vacancy(self.desk, leave.leave_id, duty.day)
            if ways:
                order = cover_vacancy(self.desk, leader, leave.leave_id, duty.day, ways[0].partner, reason="on leave")
                if order.state is not SwapState.EFFECTIVE:
                    # Somebody of another team: the director agrees.
                    approve_swap(self.desk, DIRECTOR, order.swap_id)
            self.figures.covers["covered" if ways else "nobody could"] += 1

    def _counted(self) -> MonthFigures:
        figures, board = self.figures, self.desk.board(self.month)
        figures.short_after_minutes = board.seats.short_minutes()
        was, now = self.short_by_day, short_by_day(board)
        figures.short_days = [(day, was.get(day, 0), now.get(day, 0)) for day in sorted({*was, *now})]
        figures.titles = {rule.id: rule.title.en for rule in board.rulebook.rules}
        for swap in list_swaps(self.desk, self.month):
            figures.ended[f"{swap.kind.value}: {swap.state.value}"] += 1
        figures.wishes.update(item.state.value for item in list_wishes(self.desk, self.month))
        for leave in board.leaves:
            figures.ended[f"leave: {leave.state.value}"] += 1
        figures.absences = Counter(item.state for item in list_absences(self.desk, self.month))
        figures.violations = len(list_violations(self.desk, self.month))
        entries = register(self.desk)
        figures.register = len(entries)
        if [entry.number for entry in entries] != list(range(1, len(entries) + 1)):
            figures.broken.append("the register has a gap")
        with self.desk.reading() as work:
            verdict = audit.verify(work.connection)
        figures.audit_rows = verdict.rows
        if not verdict.intact:
            figures.broken.append(f"the log is broken at row {verdict.broken_seq}")
        figures.broken.extend(self.shifts.differences())
        figures.broken.extend(self._other_differences())
        book = self.shifts.book
        figures.duty_days.update(
            {**book.counts, "call-ins for absences": len(book.called_in), "marks": len(book.marks)}
        )
        cells = [(duty.agent_id, duty.day) for duty in board.roster.duties]
        if len(cells) != len(set(cells)):
            figures.broken.append("somebody has two duties on a day")
        return figures

    def _other_differences(self) -> list[str]:
        """Tasks and actual figures that read back otherwise than they were done."""
        done = {item.key for item in list_tasks(self.desk, self.month) if item.done}
        with self.desk.reading() as work:
            first, last = self.month.first, self.month.last
            rows = actuals_between(work.connection, work.centre_id, first, last)
        rows_by_cell = {(row.day, row.minute, row.job): row for row in rows}
        return [f"tasks: {key}" for key in sorted(done ^ self.done)] + [
            f"actuals: {key}"
            for key in sorted({*rows_by_cell, *self.read_in})
            if rows_by_cell.get(key) != self.read_in.get(key)
        ]


def short_by_day(board: Board) -> Counter[date]:
    """Seat-minutes short, per day."""
    missing_seats: Counter[date] = Counter()
    step = board.case.centre.interval_minutes
    for job, served in board.seats.served.items():
        for slot, short in zip(board.sheet.context.slots, board.seats.required[job] - served, strict=True):
            missing_seats[board.sheet.context.date_of(slot.day)] += step * max(0, int(short))
    return missing_seats


def opened(folder: Path, case: Case, roster: Roster) -> tuple[Desk, Watch]:
    """A desk with the case's roster published."""
    watch = Watch(datetime.fromisoformat(f"{case.month.first}T00:00:00+00:00") - timedelta(days=10))
    desk = open_desk(open_store(folder / "roster.sqlite"), "centre", CATALOGUE, watch)
    import_case(desk, SYSTEM, case)
    appoint(desk, SYSTEM, DIRECTOR, Office.DIRECTOR)
    appoint(desk, SYSTEM, TOP, Office.CENTRE_DIRECTOR)
    draft = save_draft(desk, SYSTEM, case.month, roster)
    leaders = sorted({agent.agent_id for agent in case.agents if agent.leads})
    for person in (*leaders, DIRECTOR, TOP):
        try:
            decide_grants(desk, person, draft.roster_id)
        except RosterError:
            continue
    publish(desk, DIRECTOR, draft.roster_id, accept_breaches=True, reason="as drawn")
    return desk, watch


def simulate(case: Case, roster: Roster, *, seed: int = 0, a_day: float = 0.02, every: int = 1) -> MonthFigures:
    """A month at the desk; `a_day` is the chance that somebody asks for leave on a day (swaps: 2.5 times that).

    The shifts of one day in `every` are called, watched and handed over.
    """
    with tempfile.TemporaryDirectory() as folder:
        desk, watch = opened(Path(folder), case, roster)
        try:
            return CentreMonth(desk, watch, case, seed, a_day=a_day, every=every).run()
        finally:
            desk.store.close()


def main() -> None:
    """Rosters the case, lets the month pass and prints the figures."""
    from roster.engine.generate import GenerateOptions, generate
    from roster.rule import Rulebook

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", type=Path, default=bundled_folder("hotline"))
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    case, _ = read_case(given.case)
    start = time.monotonic()
    result = generate(
        case, Rulebook.of(CATALOGUE, case.centre), GenerateOptions(seconds=given.seconds, seed=given.seed)
    )
    assert result.roster is not None, "no roster was found in the time given"
    print(f"{len(case.agents)} agents, {case.month}: rostered in {time.monotonic() - start:.0f} s")
    start = time.monotonic()
    figures = simulate(case, result.roster, seed=given.seed)
    for line in figures.lines():
        print(line)
    print(f"the month took {time.monotonic() - start:.1f} s")


if __name__ == "__main__":
    main()
