"""Coverage as the report counts it: whole intervals, nights, history, trainees, repeated hours."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from roster.model import Agent, Case, Centre, Duty, HolidayCalendar, Month, Roster, SeatRequirement, Shift
from roster.report import coverage, shift_days
from roster.rule.evidence import Evidence

MONTH = Month(2026, 10)
FIRST, LAST = MONTH.first, MONTH.last
SHIFTS = (Shift("E", 480, 960), Shift("N", 1320, 1800), Shift("H", 495, 555, jobs=("A",)))


def world(
    seats: list[SeatRequirement], duties: list[Duty], *, timezone: str = "Asia/Shanghai", **more: object
) -> Evidence:
    agents = (Agent("a", "a", "t", ("A", "B")), Agent("b", "b", "t", ("A",)))
    case = Case(Centre("c", timezone, MONTH, interval_minutes=30), HolidayCalendar(), agents, SHIFTS, tuple(seats))
    return Evidence(replace(case, **more), Roster.of(duties))  # type: ignore[arg-type]


def at(evidence: Evidence, day: date, minute: int, job: str = "A") -> list[tuple[int, int, int]]:
    """(required, rostered, gap) of every interval of that name."""
    table = coverage(evidence)
    row = table.jobs.index(job)
    return [
        (int(table.required[row, k]), int(table.rostered[row, k]), int(table.gap[row, k]))
        for k in table.place.get((day, minute), ())
    ]


def test_a_duty_fills_its_jobs_seat_from_its_start_to_its_end() -> None:
    evidence = world([SeatRequirement(FIRST, 480, "A", 2)], [Duty("a", FIRST, "E", "A")])
    assert at(evidence, FIRST, 450) == [(0, 0, 0)]
    assert at(evidence, FIRST, 480) == [(2, 1, -1)]
    assert at(evidence, FIRST, 930) == [(0, 1, 1)]
    assert at(evidence, FIRST, 960) == [(0, 0, 0)]


def test_only_intervals_covered_whole_count() -> None:
    evidence = world([SeatRequirement(FIRST, 480, "A", 1)], [Duty("a", FIRST, "H", "A")])  # 08:15 to 09:15
    assert [at(evidence, FIRST, minute)[0][1] for minute in (480, 510, 540)] == [0, 1, 0]


def test_a_job_without_a_requirement_is_not_measured() -> None:
    assert coverage(world([SeatRequirement(FIRST, 480, "A", 1)], [Duty("a", FIRST, "E", "B")])).jobs == ("A",)


def test_a_night_fills_the_next_days_early_intervals_and_the_last_one_leaves_the_month() -> None:
    evidence = world([SeatRequirement(FIRST, 0, "A", 1)], [Duty("a", FIRST, "N", "A"), Duty("b", LAST, "N", "A")])
    assert at(evidence, date(2026, 10, 2), 330) == [(0, 1, 1)]
    assert at(evidence, date(2026, 10, 2), 360) == [(0, 0, 0)]
    table = coverage(evidence)
    assert table.rostered.sum() == 16 + 4


def test_history_fills_the_first_days_early_intervals_with_its_job_or_the_agents_first() -> None:
    eve = date(2026, 9, 30)
    for job in ("A", ""):
        evidence = world([SeatRequirement(FIRST, 0, "A", 1)], [], history=(Duty("a", eve, "N", job),))
        assert at(evidence, FIRST, 0) == [(1, 1, 0)]
        assert coverage(evidence).rostered.sum() == 12


def test_a_trainee_fills_no_seat_before_the_day() -> None:
    agents = (Agent("a", "a", "t", ("A",), trainee_until=date(2026, 10, 2)),)
    duties = [Duty("a", FIRST, "E", "A"), Duty("a", date(2026, 10, 2), "E", "A")]
    evidence = world([SeatRequirement(FIRST, 480, "A", 1)], duties, agents=agents)
    assert at(evidence, FIRST, 480) == [(1, 0, -1)]
    assert at(evidence, date(2026, 10, 2), 480) == [(0, 1, 1)]


def test_a_repeated_hour_asks_twice_and_the_night_fills_both() -> None:
    change = date(2026, 10, 25)
    duties = [Duty("a", date(2026, 10, 24), "N", "A")]
    evidence = world([SeatRequirement(change, 120, "A", 2)], duties, timezone="Europe/Berlin")
    assert at(evidence, change, 120) == [(2, 1, -1), (2, 1, -1)]
    assert coverage(evidence).rostered.sum() == 18  # nine hours


def test_the_filled_share_counts_seat_intervals() -> None:
    seats = [SeatRequirement(FIRST, 480, "A", 2), SeatRequirement(FIRST, 990, "A", 2)]
    assert coverage(world(seats, [Duty("a", FIRST, "E", "A")])).filled_share == 1 / 4
    assert coverage(world([SeatRequirement(FIRST, 480, "A", 0)], [])).filled_share == 1.0


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 30), st.sampled_from("EN")), max_size=12))
def test_counting_by_edges_equals_counting_one_by_one(drawn: list[tuple[str, int, str]]) -> None:
    duties = {(who, day): Duty(who, MONTH.first.replace(day=day + 1), shift, "A") for who, day, shift in drawn}
    evidence = world([SeatRequirement(FIRST, 0, "A", 1)], list(duties.values()), timezone="Europe/Berlin")
    table = coverage(evidence)
    for k, (_, _, start, end) in enumerate(table.intervals):
        one_by_one = sum(stint.start <= start and end <= stint.end for stint in evidence.stints)
        assert table.rostered[0, k] == one_by_one


def test_a_shifts_hours_show_people_and_mean_seats_whoever_fills_them() -> None:
    seats = [SeatRequirement(FIRST, minute, "A", 2) for minute in range(480, 960, 30)]
    seats += [SeatRequirement(FIRST, minute, "B", 4) for minute in range(480, 720, 30)]
    evidence = world(seats, [Duty("a", FIRST, "E", "A"), Duty("b", FIRST, "H", "A")])
    shown = shift_days(evidence, coverage(evidence))["E", FIRST]
    # A: 2 seats in 16 intervals, 1 filled (2 in the one interval of H); B: 4 seats in 8 intervals, none filled.
    assert (shown.people, shown.required_seats) == (1, (2 * 16 + 4 * 8) / 16)
    assert (shown.rostered_seats, shown.short_seats) == (17 / 16, (15 + 32) / 16)
    assert shift_days(evidence, coverage(evidence))["H", FIRST].required_seats == 2  # H serves job A only
