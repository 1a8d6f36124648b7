"""Who was considered for the seats that a re-plan could not fill again, and what barred each of them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from roster.engine.diagnosis.obstacles import Obstacles
from roster.engine.problem.problem import Plan
from roster.engine.problem.seat_rows import seat_of
from roster.engine.problem.verify import Verifier
from roster.engine.replan.disruption import LostSeats
from roster.text import Text, clock_time


@dataclass(frozen=True)
class LostSeat:
    """Seats of a job lost from wall minute `start` on, for so many intervals on end, and who might have filled them.

    `free` could by the rules, but only at the cost of a seat elsewhere or of something ranked above; `barred` counts
    the others by the first rule in their way (`ON-DUTY`: on another shift that day).
    """

    day: date
    start: int
    intervals: int
    job: str
    seats: int
    free: tuple[str, ...]
    barred: tuple[tuple[str, int], ...]
    why: Text

    @property
    def record(self) -> dict[str, object]:
        """Plain JSON values."""
        return {
            "date": self.day.isoformat(),
            "time": clock_time(self.start),
            "intervals": self.intervals,
            "job": self.job,
            "seats": self.seats,
            "free": list(self.free),
            "barred": dict(self.barred),
            "why": {"zh": self.why.zh, "en": self.why.en},
        }


def considered(verifier: Verifier, plan: Plan, lost: LostSeats) -> tuple[LostSeat, ...]:
    """Each stretch of seats lost, by day, job and minute; stretches join where the same people stood the same way."""
    seats: list[LostSeat] = []
    step = verifier.case.centre.interval_minutes
    for seat in sorted(_each(verifier, plan, lost), key=lambda seat: (seat.day, seat.job, seat.start)):
        last = seats[-1] if seats else None
        if last is not None and _joins(last, seat, step):
            seats[-1] = LostSeat(
                last.day, last.start, last.intervals + 1, last.job, last.seats, last.free, last.barred, last.why
            )
        else:
            seats.append(seat)
    return tuple(seats)


def _joins(last: LostSeat, seat: LostSeat, step: int) -> bool:
    same = (last.day, last.job, last.seats, last.free, last.barred)
    after = last.start + last.intervals * step
    return same == (seat.day, seat.job, seat.seats, seat.free, seat.barred) and after == seat.start


def _each(verifier: Verifier, plan: Plan, lost: LostSeats) -> Iterator[LostSeat]:
    rows, context = verifier.problem.rows, verifier.context
    counts = rows.counts(plan.shift, plan.job, plan.granted & rows.of_request.keys())
    obstacles = Obstacles(verifier, plan)
    for merged, held, member in zip(lost.row.tolist(), lost.held.tolist(), lost.source.tolist(), strict=True):
        missing = held - int(counts[merged])
        place = seat_of(rows.source[member])
        if missing <= 0 or place is None:
            continue
        day, minute, job = place
        ways = {agent: why for agent, why in obstacles.ways_into(rows.source[member]).items() if why != ("",)}
        free = tuple(sorted(context.agents[agent].agent_id for agent, why in ways.items() if not why))
        barred = Counter(why[0] for why in ways.values() if why)
        why = obstacles.tell_seat(list(ways.values()))[1]
        several = tuple(sorted(barred.items(), key=lambda item: (-item[1], item[0])))
        yield LostSeat(context.date_of(day), minute, 1, job, missing, free, several, why)
