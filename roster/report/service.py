"""Service that callers will meet, per interval, from the seats rostered (Erlang C or A)."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from roster.model import Case, SeatRequirement
from roster.report.coverage import SeatCoverage
from roster.rule.evidence import Evidence

Shares = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PredictedService:
    """What callers will meet, per interval of the load: shares in [0, 1], beside the target.

    Entry k is the interval of `jobs[k]` that starts at wall minute `minutes[k]` of `days[k]`. `level` is the target
    share answered within `seconds`.
    """

    level: float
    seconds: float
    days: tuple[date, ...]
    minutes: tuple[int, ...]
    jobs: tuple[str, ...]
    calls: Shares
    service_level: Shares
    answer_rate: Shares
    occupancy: Shares

    def mean(self, values: Shares) -> float:
        """The mean of a column over calls; 1 where nobody calls."""
        total = float(self.calls.sum())
        return float((values * self.calls).sum()) / total if total else 1.0


def predicted_service(evidence: Evidence, table: SeatCoverage) -> PredictedService:
    """Service level, answer rate and occupancy of every interval with load, by Erlang C or A, from rostered seats.

    Empty where the case gives seats without load. A load that comes in a repeated hour counts for both.
    """
    from roster.load.erlang import answer_rate, occupancy, service_level

    case = evidence.case
    service = case.centre.service
    at_job = {job: index for index, job in enumerate(table.jobs)}
    rows = [
        (load, at_job[load.job], index)
        for load in sorted(case.load, key=lambda row: (row.job, row.day, row.minute))
        if load.job in at_job
        for index in table.place.get((load.day, load.minute), ())
    ]
    calls = np.array([load.calls for load, _, _ in rows], float)
    aht = np.array([load.aht_seconds for load, _, _ in rows], float)
    seats = np.array([table.rostered[job, index] for _, job, index in rows], float)
    minutes, patience, away = table.interval_minutes, service.patience_seconds, service.shrinkage
    return PredictedService(
        service.level,
        service.seconds,
        tuple(load.day for load, _, _ in rows),
        tuple(load.minute for load, _, _ in rows),
        tuple(load.job for load, _, _ in rows),
        calls,
        service_level(
            calls,
            aht,
            seats,
            interval_minutes=minutes,
            seconds=service.seconds,
            patience_seconds=patience,
            shrinkage=away,
        ),
        answer_rate(calls, aht, seats, interval_minutes=minutes, patience_seconds=patience, shrinkage=away),
        occupancy(calls, aht, seats, interval_minutes=minutes, patience_seconds=patience, shrinkage=away),
    )


@dataclass(frozen=True, slots=True)
class SeatService:
    """A seat requirement and what it promises to callers; None where no calls are given for the interval."""

    seat: SeatRequirement
    calls: float | None = None
    service_level: float | None = None
    answer_rate: float | None = None
    occupancy: float | None = None


def service_of_seats(case: Case) -> tuple[SeatService, ...]:
    """Each seat requirement with the service it would give, were just that many seats rostered."""
    from roster.load.erlang import answer_rate, occupancy, service_level

    load = {(row.day, row.minute, row.job): row for row in case.load if row.calls > 0}
    met = [(seat, load.get((seat.day, seat.minute, seat.job))) for seat in case.seats]
    known = [(seat, row) for seat, row in met if row is not None]
    if not known:
        return tuple(SeatService(seat) for seat in case.seats)
    calls = np.array([row.calls for _, row in known])
    aht = np.array([row.aht_seconds for _, row in known])
    seats = np.array([seat.seats for seat, _ in known])
    service, step = case.centre.service, case.centre.interval_minutes
    patience, shrinkage = service.patience_seconds, service.shrinkage
    level = service_level(
        calls,
        aht,
        seats,
        interval_minutes=step,
        seconds=service.seconds,
        patience_seconds=patience,
        shrinkage=shrinkage,
    )
    rate = answer_rate(calls, aht, seats, interval_minutes=step, patience_seconds=patience, shrinkage=shrinkage)
    busy = occupancy(calls, aht, seats, interval_minutes=step, patience_seconds=patience, shrinkage=shrinkage)
    answers = iter(zip(calls, level, rate, busy, strict=True))
    return tuple(
        SeatService(seat) if row is None else SeatService(seat, *(float(value) for value in next(answers)))
        for seat, row in met
    )
