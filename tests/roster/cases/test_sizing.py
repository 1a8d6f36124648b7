"""How many shifts and people a load asks for."""

from itertools import combinations_with_replacement

import numpy as np
import pytest

from roster.cases.sizing import agents_for, duties_for, opening, shifts_for, staff_for
from roster.model.shift import Shift


def half_hours(start: str, end: str, seats: int = 1) -> np.ndarray:
    first, last = (int(text[:2]) * 2 + int(text[3:]) // 30 for text in (start, end))
    day = np.zeros((1, 48), dtype=np.int64)
    day[0, first:last] = seats
    return day


def test_the_opening_spans_all_days() -> None:
    days = np.vstack([half_hours("07:00", "12:00"), half_hours("09:30", "21:30"), half_hours("00:00", "00:00")])
    assert opening(days, 30) == (7 * 60, 21 * 60 + 30)


@pytest.mark.parametrize(
    ("start", "end"),
    [("07:00", "21:30"), ("09:00", "17:00"), ("10:00", "12:00"), ("08:00", "20:00"), ("05:00", "24:00")],
)
def test_shifts_cover_the_opening_and_nothing_else(start: str, end: str) -> None:
    day = half_hours(start, end)
    shifts = shifts_for(day, 30)
    covered = np.zeros(48, dtype=bool)
    for shift in shifts:
        assert shift.start_minute % 30 == 0
        assert 0 < shift.end_minute - shift.start_minute - shift.break_minutes <= 480
        covered[shift.start_minute // 30 : shift.end_minute // 30] = True
    assert (covered == (day[0] > 0)).all()
    starts = [shift.start_minute for shift in shifts]
    assert starts == sorted(set(starts))
    assert max(np.diff(starts), default=0) <= 120
    assert not any(shift.is_night for shift in shifts)


def test_a_centre_that_never_closes_has_nights() -> None:
    shifts = shifts_for(half_hours("00:00", "24:00"), 30)
    assert any(shift.is_night for shift in shifts)
    assert sum(shift.end_minute - shift.start_minute for shift in shifts) > 24 * 60


@pytest.mark.parametrize("seed", range(20))
def test_duties_are_the_fewest_that_cover(seed: int) -> None:
    """Against brute force: three shifts of four hours over a day of eight, at most three seats."""
    shifts = (Shift("A", 480, 720), Shift("B", 600, 840), Shift("C", 720, 960))
    seats = np.zeros(24, dtype=int)
    seats[8:16] = np.random.default_rng(seed).integers(0, 4, 8)
    fewest = next(
        count
        for count in range(20)
        for chosen in combinations_with_replacement(shifts, count)
        if all(
            sum(shift.start_minute <= 60 * hour and 60 * hour + 60 <= shift.end_minute for shift in chosen) >= need
            for hour, need in enumerate(seats)
        )
    )
    assert duties_for(list(seats), shifts, 60) == fewest


def test_people_suffice_for_the_month_and_for_the_fullest_day() -> None:
    shift = (Shift("A", 540, 1020),)
    quiet, full = half_hours("09:00", "17:00", 5), half_hours("09:00", "17:00", 50)
    # 30 days × 5 duties over 20 workdays each, and 8 % to spare: 8.1
    assert agents_for(np.repeat(quiet, 30, axis=0), shift, 30, workdays=20) == 9
    # one day of 50 duties and 8 % to spare: 54
    assert agents_for(np.vstack([full, *[quiet] * 3]), shift, 30, workdays=20) == 54


def test_everybody_holds_the_job_and_each_team_has_a_leader_and_a_deputy() -> None:
    people = staff_for(40, "calls")
    assert len({person.agent_id for person in people}) == 40
    assert {person.jobs for person in people} == {("calls",)}
    for team in {person.team for person in people}:
        roles = [person.role for person in people if person.team == team]
        assert roles.count("leader") == roles.count("deputy") == 1
