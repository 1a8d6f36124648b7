"""Today is the day on the centre's clock: for hours of each day that of UTC is the one before, or the one after."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import desk_world
import pytest
from desk_store import Watch, opened
from desk_world import AGENTS, DIRECTOR, MONTH

from roster.desk.inbox.waiting import next_deadline, waiting_for
from roster.desk.quality.qa_desk import record_marks
from roster.desk.rosters.edit_desk import draft_from
from roster.desk.rosters.roster_desk import import_case, published_roster
from roster.desk.rosters.wishes_ahead import open_months
from roster.model.task import Every, Recurrence, Task, TaskRole
from roster.qa import QualityMark

ROOT = Path(__file__).parents[3]
SHANGHAI, NEW_YORK = "Asia/Shanghai", "America/New_York"
LAST_EVENING = datetime(2026, 10, 31, 21)  # noqa: DTZ001 - on the wall
FIRST_MORNING = datetime(2026, 11, 1, 0, 30)  # noqa: DTZ001 - on the wall


def desk_at(lite, zone, wall, **given):
    """The desk at a wall time of the centre; October has a roster unless told otherwise."""
    desk = opened(lite, "a: 8E; b: 9E", zone=zone, **given)
    desk.clock = Watch(wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC))
    return desk


@pytest.mark.parametrize("zone", [SHANGHAI, NEW_YORK])
@pytest.mark.parametrize(("wall", "open_still"), [(LAST_EVENING, True), (FIRST_MORNING, False)])
def test_a_month_is_over_at_the_centres_midnight(lite, zone, wall, open_still):
    desk = desk_at(lite, zone, wall, publishes=False)
    assert desk.today() == wall.date()
    assert (MONTH in open_months(desk)) is open_still


@pytest.mark.parametrize("zone", [SHANGHAI, NEW_YORK])
@pytest.mark.parametrize(("wall", "asked"), [(LAST_EVENING, True), (FIRST_MORNING, False)])
def test_a_draft_over_a_roster_asks_as_long_as_the_month_lasts(lite, zone, wall, asked):
    desk = desk_at(lite, zone, wall)
    draft_from(desk, DIRECTOR, published_roster(desk, MONTH)[0].roster_id)
    waiting = waiting_for(desk, DIRECTOR, publishes=True)
    assert any(item.kind == "draft" for item in waiting) is asked


def test_a_task_of_the_last_night_is_told_where_utc_is_in_the_next_month(lite):
    late = Task("t", "Late report", TaskRole.DIRECTOR, Recurrence(Every.DAY), 23 * 60)
    desk = desk_at(lite, NEW_YORK, LAST_EVENING, tasks=(late,))
    told = next_deadline(desk, DIRECTOR)
    assert told is not None
    assert told.days == (date(2026, 10, 31),)


def test_a_call_of_who_began_today_is_marked_from_the_first_minute(lite):
    desk = desk_at(lite, SHANGHAI, FIRST_MORNING)
    whole = desk_world.case()
    new = replace(AGENTS[0], agent_id="new", name="New")
    november = replace(whole, centre=replace(whole.centre, month=MONTH.next), agents=(*AGENTS, new))
    import_case(desk, "system", november)
    assert record_marks(desk, DIRECTOR, [QualityMark("l1", "new", date(2026, 11, 1), 90.0)]) == 1


def test_nothing_asks_utc_what_day_it_is():
    """Whoever reads a clock asks the centre for its day (`Work.today`, `MonthCase.local`)."""
    folders = (ROOT / "roster" / "desk", ROOT / "api", ROOT / "constraints")
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for folder in folders
        for file in sorted(folder.rglob("*.py"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(r"\.now(?:\(\))?\.date\(\)", line)
    ]
    assert found == []
