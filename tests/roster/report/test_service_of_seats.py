"""What a seat requirement promises to callers, from the case's own load."""

from dataclasses import replace
from datetime import date

import pytest

from roster.cases import bundled_folder
from roster.files.read_case import read_case
from roster.model import Load, SeatRequirement
from roster.report.service import service_of_seats


def test_every_computed_requirement_of_the_hotline_keeps_the_promise() -> None:
    case, _ = read_case(bundled_folder("hotline"))
    rows = [row for row in service_of_seats(case) if row.calls is not None and row.service_level is not None]
    given = {(row.day, row.minute, row.job) for row in case.load}
    assert len(rows) > 0.5 * len(given)
    # A handful of seats are set by hand below what the load asks for; the rest keep level and occupancy.
    promised = [row for row in rows if row.service_level and row.service_level >= case.centre.service.level]
    assert len(promised) >= len(rows) - 20
    assert all(
        row.occupancy is not None and row.occupancy <= case.centre.service.max_occupancy + 1e-9 for row in promised
    )


def test_no_calls_no_service_and_too_few_seats_show_it() -> None:
    case, _ = read_case(bundled_folder("hall"))
    seat = SeatRequirement(date(2026, 10, 9), 600, "01综合", 2)
    # 60 calls of 180 s in 30 minutes are 6 erlangs: two seats carry a third of them.
    load = Load(date(2026, 10, 9), 600, "01综合", 60.0 * case.centre.interval_minutes / 30, 180.0)
    centre = replace(case.centre, service=replace(case.centre.service, shrinkage=0.0, patience_seconds=None))
    with_load, without = (replace(case, centre=centre, seats=(seat,), load=rows) for rows in ((load,), ()))
    (silent,) = service_of_seats(without)
    assert silent.service_level is None
    (row,) = service_of_seats(with_load)
    assert row.service_level == 0.0
    assert row.answer_rate == pytest.approx(1 / 3)
    assert row.occupancy == pytest.approx(1.0)
