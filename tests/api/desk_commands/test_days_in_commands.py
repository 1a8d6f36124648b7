"""Days and months on the command line, their years left out."""

from datetime import date, datetime
from typing import get_args

import pytest
from command_centre import over_store_commands, roster

from api.cli.desk_options import a_day, a_moment, month_of, takes_days, takes_month, with_year
from api.cli.errors import Code
from roster.errors import InputError


@pytest.mark.parametrize("written", ["10-12", "10/12", "10.12", "10月12日", "2026年10月12日"])
def test_a_day_without_its_year_is_read_and_said(store, early, written):
    told = roster("desk", "check", "a", written, "c", "10-16", "--lang", "en")
    assert told.exit_code in {Code.CLEAN, Code.BREACHES}, told.output
    assert "The date is read as 2026-10-16" in told.stderr
    assert ("The date is read as 2026-10-12" in told.stderr) == ("2026" not in written)


@pytest.mark.parametrize(
    ("written", "today", "read"),
    [
        ("12-22", "2026-12-01", "2026-12-22"),
        ("1/3", "2026-12-20", "2027-01-03"),
        ("12.31", "2027-01-02", "2026-12-31"),
        ("2025-12-31", "2027-01-02", "2025-12-31"),
        ("02-29", "2028-02-10", "2028-02-29"),
        ("2月29日", "2027-12-20", "2028-02-29"),
        ("2/29", "2028-07-31", "2028-02-29"),
        ("2.29", "2027-02-10", None),
        ("02-29", "2028-10-10", None),
    ],
)
def test_the_year_that_is_nearest_is_read(written, today, read):
    now = date.fromisoformat(today)
    if read is None:
        with pytest.raises(InputError, match="has no 29 February"):
            with_year(a_day(written), now)
        return
    assert with_year(a_day(written), now).date() == date.fromisoformat(read)
    assert with_year(a_moment(f"{written} 09:30"), now) == datetime.fromisoformat(f"{read}T09:30")


def test_wherever_a_command_over_a_store_takes_a_day_its_year_may_be_left_out():
    days = []
    for act in over_store_commands():
        for each in act.__signature__.parameters.values():
            said = get_args(each.annotation)[1:]
            formats = [getattr(one, "formats", None) or () for one in said]
            if any("%Y-%m-%d" in several for several in formats) and each.name != "breaks":
                reads = any(getattr(one, "parser", None) in {a_day, a_moment} for one in said)
                days.append((act.__name__, each.name, takes_days(each) and reads))
    assert len(days) > 20
    assert [(act, name) for act, name, takes in days if not takes] == []


@pytest.mark.parametrize("written", ["10月", "10", "１０月份", "2026年10月", "2026-10"])
def test_a_month_without_its_year_is_read_and_said(store, early, written):
    told = roster("desk", "versions", written, "--lang", "en")
    assert told.exit_code == Code.CLEAN, told.output
    assert told.stdout == roster("desk", "versions", "2026-10", "--lang", "en").stdout
    assert ("The month is read as 2026-10" in told.stderr) == ("2026" not in written)


@pytest.mark.parametrize(
    ("written", "today", "read"),
    [("12月", "2026-11-30", "2026-12"), ("1月", "2026-12-20", "2027-01"), ("11", "2027-01-03", "2026-11")],
)
def test_the_month_that_is_nearest_is_read(written, today, read):
    assert str(month_of(written, date.fromisoformat(today))) == read


@pytest.mark.parametrize("written", ["13月", "0", "十月", "2026", "10月1日"])
def test_what_names_no_month_is_refused(store, early, written):
    told = roster("desk", "versions", written, "--lang", "zh")
    assert told.exit_code == Code.INPUT
    assert f"“{written}” 不是月份。写成 2026-10,或 10月" in told.stderr


def test_wherever_a_command_over_a_store_takes_a_month_its_year_may_be_left_out():
    months = [
        (act.__name__, takes_month(each))
        for act in over_store_commands()
        for each in act.__signature__.parameters.values()
        if each.name == "month" or "2026-10" in "".join(str(said) for said in get_args(each.annotation)[1:2])
    ]
    assert len(months) > 20
    assert [act for act, takes in months if not takes] == []
