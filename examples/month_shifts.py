"""The shifts of the simulated month as their leaders run them, kept as done and read back: each equal, or told.

Roll call, call-ins, log and incidents, permits asked for and answered, reliefs, two signatures, the door's file the
next morning and what it says differently, quality marks. `differences` reads all of it back.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from roster.desk.attendance.attendance_desk import (
    contradictions,
    list_absences,
    list_attendance,
    list_violations,
    record_attendance,
    settle,
)
from roster.desk.board.board import Board
from roster.desk.desk import SYSTEM, Desk
from roster.desk.duty_day.call_in import call_in, covers_for
from roster.desk.duty_day.hand_over import follow, list_handovers, note, read_state, relieve, sign
from roster.desk.duty_day.permits import answer_permit, ask_permit, end_permit, grant_permit, list_permits
from roster.desk.duty_day.roll_call import Called, Mark, call_roll, read_roll
from roster.desk.policy.policy import Policy
from roster.desk.quality.qa_desk import marks_of, plan_quality, policy_of, record_marks
from roster.desk.shift_log.log import read_log
from roster.desk.shift_log.occurrence import Occurrence, duty_leaders, next_of, occurrence, occurrences
from roster.desk.swaps.swap_reading import register
from roster.errors import InputError, NotFoundError, RefusedError
from roster.model import Duty, Month
from roster.model.attendance import Attendance, Presence
from roster.model.handover import Side
from roster.model.shift_log import Category, Follow, Gravity
from roster.qa.shares import QualityMark

MINUTE = timedelta(minutes=1)
QUARTER = timedelta(minutes=15)


class SetClock(Protocol):
    """The simulation's clock."""

    moment: datetime


@dataclass
class ShiftBook:
    """What was done on the shifts, by what it is read back by."""

    seen: dict[tuple[str, date], tuple[bool, int]] = field(default_factory=dict)
    """Who did not come, or how many minutes late they were."""
    called_in: dict[tuple[str, date], tuple[str, str]] = field(default_factory=dict)
    """For whom somebody was called in: the swap's id and who."""
    stayed: dict[tuple[str, date, str], int] = field(default_factory=dict)
    signed: dict[tuple[date, str], tuple[str, str]] = field(default_factory=dict)
    incidents: dict[int, tuple[date, str]] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    permits: dict[str, str] = field(default_factory=dict)
    away: Counter[tuple[str, date]] = field(default_factory=Counter)
    """Minutes away beyond what was permitted."""
    marks: list[QualityMark] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)


class MonthShifts:
    """Runs each shift of the days it is given, by the month's clock and its list of things to come (`after`)."""

    def __init__(
        self,
        desk: Desk,
        month: Month,
        watch: SetClock,
        after: Callable[[float, Callable[[], None]], None],
        chance: random.Random,
        directors: tuple[str, str],
    ) -> None:
        self.desk, self.month, self.watch, self.after, self.chance = desk, month, watch, after, chance
        self.director, self.top = directors
        self.book = ShiftBook()

    @property
    def board(self) -> Board:
        """The month as it stands."""
        return self.desk.board(self.month)

    def at(self, moment: datetime, act: Callable[[], None]) -> None:
        """Do something at an instant, or now where that is past."""

        def tried() -> None:
            try:
                act()
            except (InputError, NotFoundError, RefusedError) as error:
                # A shift's leader does what may be done: whatever is refused is told as a difference.
                self.book.refused.append(f"{self.watch.moment:%m-%d %H:%M} {error}")

        self.after(max(0.0, (moment - self.watch.moment) / timedelta(hours=1)), tried)

    def plan(self, day: date) -> None:
        """The evening before: every shift of the day is to be called, watched and handed over."""
        for here in occurrences(self.board, day):
            code = here.shift
            self.at(here.start + 30 * MINUTE, lambda code=code: self.call(day, code))
            if self.chance.random() < 0.08:
                self.at(here.start + 90 * MINUTE, lambda code=code: self.incident(day, code))
            if self.chance.random() < 0.5:
                self.at(here.start + 120 * MINUTE, lambda code=code: self.leave_post(day, code))
            late = self.chance.choice((0, 0, 0, 4, 12))
            self.at(here.end + late * MINUTE, lambda code=code: self.hand_over(day, code))

    def shift(self, day: date, code: str) -> tuple[Board, Occurrence, str]:
        """A shift as it stands, and who leads it: its duty leader, or else the director."""
        board = self.board
        here = occurrence(board, day, code)
        return board, here, next(iter(duty_leaders(board, here)), self.director)

    def call(self, day: date, code: str) -> None:
        """The roll: a few are late, fewer missing; for each who is missing somebody is called in."""
        _, _, leader = self.shift(day, code)
        marks, missing = [], []
        for line in read_roll(self.desk, day, code).lines:
            who = line.duty.agent_id
            if line.state is not None:
                continue
            fate = self.chance.random()
            if fate < 0.01 and who != leader:
                marks.append(Mark(who, Called.ABSENT))
                missing.append(who)
            elif fate < 0.08:
                marks.append(Mark(who, Called.LATE, min(30, 1 + int(self.chance.expovariate(1 / 9)))))
            self.book.seen[who, day] = (who in missing, 0)
        for mark in marks:
            self.book.seen[mark.agent_id, day] = (mark.called is Called.ABSENT, mark.minutes)
        call_roll(self.desk, leader, day, code, marks, rest_present=True)
        self.book.counts["roll calls"] += 1
        for who in missing:
            ways = covers_for(self.desk, self.director, day, who)
            if ways:
                partner = ways[0].way.partner
                cover, called = call_in(self.desk, self.director, who, day, partner, reason="absent")
                self.book.called_in[who, day] = (cover.swap_id, partner)
                self.at(called.due_at, lambda one=partner: self.arrive(one, day, code))

    def arrive(self, partner: str, day: date, code: str) -> None:
        """Who was called in is there when due."""
        _, here, leader = self.shift(day, code)
        if self.watch.moment < here.end and partner in here.people:
            call_roll(self.desk, leader, day, code, [Mark(partner, Called.PRESENT)])
            self.book.seen[partner, day] = (False, 0)

    def incident(self, day: date, code: str) -> None:
        """A line fails; it is up again on this shift, or on the next."""
        _, here, leader = self.shift(day, code)
        entry = note(self.desk, leader, day, code, "线路中断", category=Category.INCIDENT, gravity=Gravity.MAJOR)
        self.book.incidents[entry] = (day, code)
        self.at(here.end + self.chance.choice((-60, 60)) * MINUTE, lambda: self.close(entry, day, code))

    def close(self, entry: int, day: date, code: str) -> None:
        """The line is up: closed on the shift that is there."""
        board, here, leader = self.shift(day, code)
        if self.watch.moment >= here.end:
            following = next_of(board, here)
            if following is None or not board.is_rostered(following.day):
                return
            day, code = following.day, following.shift
            leader = next(iter(duty_leaders(board, following)), self.director)
        follow(self.desk, leader, day, code, entry, how=Follow.CLOSE, cause="光缆被挖断", result="已熔接恢复")
        self.book.closed.add(entry)

    def leave_post(self, day: date, code: str) -> None:
        """Somebody asks to leave the post for a quarter of an hour; the leader says yes, mostly, or offers it."""
        _, here, leader = self.shift(day, code)
        known = self.book.seen
        there = [one for one in here.duties if one.agent_id != leader and known.get((one.agent_id, day)) == (False, 0)]
        now = self.watch.moment
        if not there or now + QUARTER > here.end:
            return
        duty: Duty = self.chance.choice(there)
        who, span = duty.agent_id, (now, now + QUARTER)
        if self.chance.random() < 0.5:
            permit = grant_permit(self.desk, leader, who, day, span, reason="water", consent=True)
        else:
            asked = ask_permit(self.desk, who, day, span, reason="water")
            yes = self.chance.random() < 0.8
            permit = answer_permit(
                self.desk, leader, asked.permit_id, yes=yes, consent=yes, reason="" if yes else "the queue is long"
            )
        self.book.permits[permit.permit_id] = permit.state
        self.book.counts["permits"] += 1
        if permit.state == "out":
            away = self.chance.choice((8, 15, 15, 20, 40))
            self.at(now + away * MINUTE, lambda: self.come_back(permit.permit_id, (who, day), away))

    def come_back(self, permit_id: str, duty: tuple[str, date], away: int) -> None:
        """Back at the post; what was longer than the quarter of an hour counts."""
        end_permit(self.desk, duty[0], permit_id)
        self.book.permits[permit_id] = "back"
        self.book.away[duty] += max(0, away - 15)

    def hand_over(self, day: date, code: str) -> None:
        """Each seat to its relief, and two signatures; what is open is accepted by both."""
        board, here, leader = self.shift(day, code)
        following = next_of(board, here)
        if following is None or not here.people:
            return
        taker = next((one for one in duty_leaders(board, following) if one != leader), self.top)
        for done in relieve(self.desk, leader, day, code):
            if done.stayed_minutes:
                self.book.stayed[done.agent_id, day, code] = done.stayed_minutes
        open_ones = [line.entry.entry_id for line in read_state(self.desk, day, code).blocking]
        sign(self.desk, leader, day, code, Side.GIVE, accept=open_ones)
        sign(self.desk, taker, day, code, Side.TAKE, accept=open_ones)
        self.book.signed[day, code] = (leader, taker)
        self.book.counts["hand-overs"] += 1

    def door_file(self, day: date) -> None:
        """What the door's clock says the next morning, once in a while wrongly: the leader says what holds."""
        records, wrong = [], []
        for (who, on), (absent, late) in sorted(self.book.seen.items()):
            if on == day and day in self.board.duties.get(who, {}) and (who, day) not in self.book.away:
                record = Attendance(who, day, late, absent=absent)
                if not absent and self.chance.random() < 0.01:
                    wrong.append(record)
                    record = Attendance(who, day, late + 40)
                records.append(record)
        if records:
            record_attendance(self.desk, SYSTEM, records)
        for record in wrong:
            settle(self.desk, self.director, record, reason="seen at the seat")
            self.book.counts["settled"] += 1

    def sample(self) -> None:
        """The month's samples planned, and each call heard and marked after its duty; nothing without monitors."""
        board = self.board
        if not any(duty.job == policy_of(board).job for duty in board.roster.duties):
            return
        for item in plan_quality(self.desk, self.director, self.month).samples:
            self.at(item.start + item.minutes * MINUTE, lambda one=item: self.hear(one.monitor, one.agent))

    def hear(self, monitor: Duty, agent: Duty) -> None:
        """One call heard."""
        poor = self.chance.random() < 0.1
        points, faults = (70.0, ("语速过快",)) if poor else (90.0, ())
        mark = QualityMark(monitor.agent_id, agent.agent_id, agent.day, points, faults)
        record_marks(self.desk, monitor.agent_id, [mark])
        self.book.marks.append(mark)

    def differences(self) -> list[str]:
        """What reads back otherwise than it was done, each as one line."""
        return [f"refused: {refusal}" for refusal in self.book.refused] + [
            f"{name}: {key} is {read!r} and was {done!r}"
            for name, did, stored_value in self._compared()
            for key, done, read in _unequal(did, stored_value)
        ]

    def _compared(self) -> Iterator[tuple[str, Mapping[Any, Any], Mapping[Any, Any]]]:
        """By name: what was done, and what the desk tells of it."""
        book, board = self.book, self.board
        days = (self.month.first, self.month.last)
        seen_then = {
            (seen.agent_id, seen.day): (seen, presence) for seen, presence in list_attendance(self.desk, *days)
        }
        yield (
            "attendance",
            book.seen,
            {key: (seen.absent, seen.late_minutes) for key, (seen, _) in seen_then.items() if key in book.seen},
        )
        away = {key: minutes for key, minutes in book.away.items() if minutes}
        yield "away", away, {key: seen.away_minutes for key, (seen, _) in seen_then.items() if seen.away_minutes}
        at_work = {key for key, (_, presence) in seen_then.items() if presence is not Presence.ON_LEAVE}
        policy = Policy.of(board.rulebook)
        late = {key: n for key, (_, n) in book.seen.items() if n >= policy.late_minutes and key in at_work}
        lateness = [item for item in list_violations(self.desk, self.month) if item.kind == "late"]
        yield "violations", late, {(item.agent_id, item.day): item.minutes for item in lateness}
        noted = {(item.agent_id, item.day) for item in list_absences(self.desk, self.month)}
        missed = dict.fromkeys((key for key, (absent, _) in book.seen.items() if absent), True)
        yield "absences", missed, {key: key in noted for key in missed}
        yield "differences left", {}, {item.agent_id: item for item in contradictions(self.desk, *days)}
        covers = {swap.swap_id: swap.moves[0].taker for swap in register(self.desk, self.month)}
        called = dict(book.called_in.values())
        yield "register", called, {key: covers.get(key) for key in called}
        stayed = {(item.agent_id, item.day, item.shift): item.minutes for item in board.case.stayed}
        yield "stayed", book.stayed, {key: stayed[key] for key in stayed if key[1] in self.month}
        yield "hand-overs", book.signed, dict(self._signatures())
        kinds = {line.entry.entry_id for place in set(book.incidents.values()) for line in self._incidents(*place)}
        yield "log", dict.fromkeys(book.incidents, True), dict.fromkeys(kinds, True)
        yield "permits", book.permits, {item.permit_id: item.state for item in list_permits(self.desk, *days)}
        heard = Counter(marks_of(self.desk, *days))
        yield "marks", Counter(book.marks), heard

    def _signatures(self) -> Iterator[tuple[tuple[date, str], tuple[str, str | None]]]:
        """Both signatures of each shift that has them under entries that are as they were signed."""
        for done in list_handovers(self.desk, self.month.first, self.month.last):
            if read_state(self.desk, done.day, done.shift).intact:
                yield (done.day, done.shift), (done.given_by, done.taken_by)

    def _incidents(self, day: date, code: str) -> list[Any]:
        """The incidents of a shift's own log."""
        return [line for line in read_log(self.desk, day, code).lines if line.entry.category is Category.INCIDENT
                and line.entry.about is None]  # fmt: skip


def _unequal(did: Mapping[Any, Any], stored_values: Mapping[Any, Any]) -> Iterator[tuple[Any, Any, Any]]:
    for key in sorted({*did, *stored_values}, key=str):
        if did.get(key) != stored_values.get(key):
            yield key, did.get(key), stored_values.get(key)
