"""Pages say what a word given there will do, and what else waits over the same duty."""

from datetime import date

import numpy as np
import pytest
from api_world import local

from api.pages.views.coverage import short_hours
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.swaps.swap_filing import request_swap
from roster.report import SeatCoverage


def page(world, who, path):
    headers = {"Authorization": f"Bearer {world.tokens[who]}", "Accept": "text/html"}
    answer = world.client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.fixture
def asked(world):
    """The agent's 20th is offered for the partner's 19th."""
    world.roster_id = world.publish()
    world.clock.at = local(12, 9)
    swap = request_swap(world.desk, "a", date(2026, 10, 20), "c", date(2026, 10, 19), reason="-")
    return world, swap.swap_id


def test_a_leave_and_a_swap_of_the_same_duty_tell_of_each_other(asked):
    world, _ = asked
    check = "/leave/check?kind=personal&start={0}&end={0}&reason=x"
    assert "已有一件换班在等答复" in page(world, "agent", check.format("2026-10-20"))
    assert "已有一件换班" not in page(world, "agent", check.format("2026-10-22"))
    file_leave(world.desk, "a", "a", kind="personal", start=date(2026, 10, 22), end=date(2026, 10, 22), reason="-")
    step = "/swaps/new?date=2026-10-{}&partner=c&payback=2026-10-21"
    assert "已请假待批" in page(world, "agent", step.format(22))
    assert "已请假待批" not in page(world, "agent", step.format(26))


def test_who_is_asked_reads_what_it_takes_of_the_quota(asked):
    world, swap_id = asked
    assert "接受后已用 1 次,本月共 2 次" in page(world, "partner", f"/swaps/{swap_id}")
    assert "接受后已用" not in page(world, "leader", f"/swaps/{swap_id}")


def test_a_published_version_is_not_said_to_be_told_for_the_first_time(asked):
    world, _ = asked
    shown = page(world, "planner", f"/rosters/{world.roster_id}/compare/{world.roster_id}")
    assert "这一版已发布,现在以它为准" in shown
    assert "还没有发布过" not in shown


def test_each_jobs_gaps_are_summed():
    days = [date(2026, 10, 1), date(2026, 10, 2)]
    intervals = tuple((day, 480, local(day.day, 8), local(day.day, 9)) for day in days)
    required, rostered = np.array([[2, 3], [1, 1]]), np.array([[1, 1], [1, 4]])
    table = SeatCoverage(30, ("180", "189"), intervals, required, required, rostered)
    assert short_hours(table) == {"180": 1.5, "189": 0.0}
    assert short_hours(table, days[0]) == {"180": 0.5, "189": 0.0}
