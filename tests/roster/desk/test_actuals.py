"""Actual figures beside the predicted ones (接通率; 班长责任制 §6)."""

from dataclasses import replace
from datetime import date

import pytest
from desk_store import opened
from desk_world import MONTH, at, on

from roster.desk.actuals.actual_desk import compared, correct_load, errors_of, import_actuals, report_of
from roster.desk.actuals.compare import by_day, corrected
from roster.desk.rosters.roster_desk import edit_case, import_case
from roster.errors import InputError, NotFoundError, RefusedError
from roster.files.read_actuals import read_actuals
from roster.files.tables.seats_needed import seats_needed
from roster.model import Load, Month
from roster.model.actual import Actual

# Monday the 12th and Tuesday the 13th, 09:00–10:00 in half hours; 12 calls of 300 s keep two people talking.
LOAD = tuple(Load(on(day), minute, "189", 12.0, 300.0) for day in (12, 13, 19) for minute in (540, 570))
MONDAY = (Actual(on(12), 540, "189", 24, 18, 12, 300.0), Actual(on(12), 570, "189", 6, 6, 6, 330.0))


@pytest.fixture
def desk(store):
    desk = opened(store, "a: 12E; b: 12E; l1: 12E", now=at(13, "09:00"))
    edit_case(desk, "system", MONTH, lambda c: replace(c, load=LOAD, seats=seats_needed(c.centre, LOAD, ())))
    return desk


def test_an_interval_beside_its_forecast(desk):
    assert import_actuals(desk, "l1", MONTH, MONDAY, key="k") == 2
    assert import_actuals(desk, "l1", MONTH, MONDAY, key="k") == 2
    first, second = compared(desk, MONTH)
    assert (first.forecast, first.actual.offered, first.rostered) == (12.0, 24, 3)
    # Four Erlangs offered ask for more than the two that were foreseen.
    assert first.needed > first.required > second.needed
    # 18 calls of 300 s are 5,400 of the 2 × 1,800 seconds that two of three are at the phones (shrinkage 10 %).
    assert first.occupancy == pytest.approx(1.5)
    # Two at the phones for two Erlangs: by the formula nobody would be answered in time.
    assert (first.predicted.level, first.predicted.occupancy) == (0.0, 1.0)


def test_a_days_service_level_and_answer_rate(desk):
    import_actuals(desk, "l1", MONTH, MONDAY)
    ((key, figures),) = by_day(compared(desk, MONTH)).items()
    assert key == (on(12), "189")
    # 12 + 6 of 30 in time, 18 + 6 of 30 answered.
    assert (figures.forecast, figures.offered, figures.level, figures.rate) == (24.0, 30, 0.6, 0.8)


def test_the_forecasts_error_by_job_and_kind_of_day_corrects_next_months_load(desk):
    tuesday = (Actual(on(13), 540, "189", 9, 9, 9, 300.0), Actual(on(13), 570, "189", 9, 9, 9, 300.0))
    import_actuals(desk, "l1", MONTH, (*MONDAY, *tuesday))
    monday, second = errors_of(desk, MONTH)
    # |24 − 12| + |6 − 12| of 30; 30 for 24. The 6 calls of 330 s among 24: 7,380 s for 7,200.
    assert (monday.kind, monday.days, monday.error, monday.factor) == (0, 1, 0.6, 1.25)
    assert monday.aht_factor == pytest.approx(1.025)
    assert (second.kind, second.factor) == (1, 0.75)
    load = tuple(Load(on(day), 540, "189", 20.0, 200.0) for day in (19, 20, 21))
    case = replace(desk.board(MONTH).case, load=load)
    loads = corrected(case, (monday, second)).load
    # A Wednesday, of which there were no figures, takes the factor over all: 48 for 48.
    assert [(row.calls, row.aht_seconds) for row in loads] == [(25.0, 205.0), (15.0, 200.0), (20.0, 203.1)]
    with pytest.raises(NotFoundError):
        correct_load(desk, "l1", MONTH)


def test_a_month_is_corrected_once(desk):
    import_actuals(desk, "l1", MONTH, MONDAY)
    november = MONTH.next
    case = desk.board(MONTH).case
    later = tuple(Load(date(2026, 11, day), 540, "189", 20.0, 300.0) for day in (2, 3))
    centre = replace(case.centre, month=november)
    seats = seats_needed(centre, later, ())
    import_case(desk, "system", replace(case, centre=centre, load=later, seats=seats, history=(), ahead=()))
    correct_load(desk, "l1", november)
    assert [row.calls for row in desk.board(november).case.load] == [25.0, 25.0]
    with pytest.raises(RefusedError, match="already"):
        correct_load(desk, "l1", november)


def test_a_shifts_load_report_proposes_seats(desk):
    import_actuals(desk, "l1", MONTH, MONDAY)
    report = report_of(desk, on(12), "E")
    first, second = report.items
    assert report.jobs["189"].offered == 30
    assert [(item.start_minute, item.end_minute, item.seats) for item in report.proposals] == [
        (540, 570, first.needed - first.required),
        (570, 600, second.needed - second.required),
    ]
    with pytest.raises(NotFoundError):
        report_of(desk, on(12), "N")
    with pytest.raises(NotFoundError):
        report_of(desk, on(12), "X")


def test_the_last_night_of_a_month_is_reported_to_its_end(store):
    desk = opened(store, "a: 31N; b: 31N", now=at(31, "21:00"))
    november, first = MONTH.next, date(2026, 11, 1)
    night = (Load(on(31), 1410, "189", 12.0, 300.0),)
    edit_case(desk, "system", MONTH, lambda c: replace(c, load=night, seats=seats_needed(c.centre, night, ())))
    case = desk.board(MONTH).case
    morning = tuple(Load(first, minute, "189", 12.0, 300.0) for minute in (0, 330, 360))
    centre = replace(case.centre, month=november)
    seats = seats_needed(centre, morning, ())
    import_case(desk, "system", replace(case, centre=centre, load=morning, seats=seats, history=(), ahead=()))
    import_actuals(desk, "l1", MONTH, [Actual(on(31), 1410, "189", 24, 18, 12, 300.0)])
    import_actuals(desk, "l1", november, [Actual(first, minute, "189", 24, 18, 12, 300.0) for minute in (0, 330, 360)])
    report = report_of(desk, on(31), "N")
    assert [(item.actual.day, item.actual.minute) for item in report.items] == [
        (on(31), 1410),
        (first, 0),
        (first, 330),
    ]
    assert report.jobs["189"].offered == 72
    assert {item.rostered for item in report.items} == {2}


def test_neighbouring_intervals_make_one_proposal_of_the_most_or_of_what_all_can_spare(desk):
    more = (Actual(on(12), 540, "189", 24, 18, 12, 300.0), Actual(on(12), 570, "189", 48, 18, 12, 300.0))
    import_actuals(desk, "l1", MONTH, more)
    report = report_of(desk, on(12), "E")
    one, two = (item.needed - item.required for item in report.items)
    assert 0 < one < two
    assert [(item.start_minute, item.end_minute, item.seats) for item in report.proposals] == [(540, 600, two)]
    fewer = (Actual(on(12), 540, "189", 0, 0, 0, 0.0), Actual(on(12), 570, "189", 4, 4, 4, 300.0))
    import_actuals(desk, "l1", MONTH, fewer)
    report = report_of(desk, on(12), "E")
    one, two = (item.needed - item.required for item in report.items)
    assert one < two < 0
    assert [(item.start_minute, item.end_minute, item.seats) for item in report.proposals] == [(540, 600, two)]


def test_a_january_is_corrected_by_the_december_before(store):
    desk = opened(store, "a: 12E", now=at(31, "09:00", month=12))
    december = Month(2026, 12)
    case = desk.board(MONTH).case
    for month, day in ((december, date(2026, 12, 7)), (december.next, date(2027, 1, 4))):
        load = (Load(day, 540, "189", 20.0, 300.0),)
        centre = replace(case.centre, month=month)
        import_case(desk, "system", replace(case, centre=centre, load=load, seats=seats_needed(centre, load, ())))
    import_actuals(desk, "l1", december, [Actual(date(2026, 12, 7), 540, "189", 30, 30, 30, 300.0)])
    correct_load(desk, "l1", december.next)
    assert [row.calls for row in desk.board(december.next).case.load] == [30.0]


def test_figures_that_cannot_be_are_told_all_at_once_and_nothing_is_kept(desk):
    wrong = (
        Actual(date(2026, 11, 1), 540, "189", 1, 1, 1, 10.0),
        Actual(on(12), 541, "999", 1, 2, 1, 10.0),
        Actual(on(12), 540, "189", 3, 2, 3, 10.0),
        Actual(on(12), 570, "189", 3, 2, 1, 0.0),
    )
    with pytest.raises(InputError) as caught:
        import_actuals(desk, "l1", MONTH, (*MONDAY, *wrong))
    assert [(fault.row, fault.field) for fault in caught.value.faults] == [
        (3, "date"), (4, "job"), (4, "time"), (4, "answered"), (5, "within"), (6, "aht_seconds"),
    ]  # fmt: skip
    assert compared(desk, MONTH) == ()


def test_the_file_in_chinese(desk, tmp_path):
    path = tmp_path / "实际话务量.csv"
    head = "日期,时间,工种,来电数,接起数,及时接起数,平均处理时长"
    path.write_text(f"{head}\n2026-10-12,9:00,189,24,18,12,300\n", encoding="utf-8")
    assert read_actuals(path, desk.board(MONTH).case) == MONDAY[:1]
