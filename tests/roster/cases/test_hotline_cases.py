"""Hotline months of any size and seed: sound, peculiar where they should be, the same bytes again."""

from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from case_sanity import NATIONAL_DAYS, Folder, faults, rows, share_of_hours, span

from constraints import CATALOGUE
from roster.cases.hotline import SHARE_OF_HOURS, write_hotline


@pytest.mark.parametrize("agents", [20, 33, 72, 300, 1000])
@pytest.mark.parametrize("staffing", ["ample", "scarce"])
def test_a_case_of_any_size_is_sound_and_needs_the_wanted_share_of_the_hours(
    tmp_path: Path, agents: int, staffing: Any
) -> None:
    write_hotline(tmp_path, agents=agents, staffing=staffing)
    case = Folder(tmp_path)
    assert faults(case) == []
    assert len(case.agents) == agents
    # a seat more or less at one level of the load moves a small centre by more than a large one
    assert share_of_hours(case) == pytest.approx(SHARE_OF_HOURS[staffing], abs=0.005)


@pytest.mark.parametrize("seed", range(1, 9))
def test_every_seed_gives_a_sound_case(tmp_path: Path, seed: int) -> None:
    write_hotline(tmp_path, agents=60 + 7 * seed, seed=seed, staffing=0.95, history_days=14 + 2 * seed)
    case = Folder(tmp_path)
    assert faults(case) == []
    assert share_of_hours(case) == pytest.approx(0.95, abs=0.005)


def test_every_peculiarity_is_there(tmp_path: Path) -> None:
    write_hotline(tmp_path, agents=150)
    case = Folder(tmp_path)
    people = list(case.agents.values())
    assert all(
        any(test(agent) for agent in people)
        for test in (
            lambda agent: agent["protected"],
            lambda agent: agent["rotating"] == "false",
            lambda agent: agent["trainee_until"],
            lambda agent: agent["start_date"],
            lambda agent: agent["end_date"],
            lambda agent: agent["contract_hours"],
        )
    )
    assert {agent["jobs"] for agent in people} == {"189", "180;189", "96123;180;189"}
    assert max(Counter(agent["team"] for agent in people).values()) <= 13
    assert {row["kind"] for row in case.leave} >= {"annual", "personal", "sick", "study", "business"}
    assert sum(row["special"] == "true" for row in case.leave) == 1
    extreme = [row for row in case.leave if row["extreme"] == "true"]
    assert len(extreme) == 1
    assert set(span(extreme[0])) <= NATIONAL_DAYS
    assert {row["shift"] for row in case.wishes} >= {"off", "work", "N"}
    assert any(int(row["weight"]) < 0 for row in case.wishes)


def test_the_load_has_two_peaks_a_low_night_and_knows_the_kind_of_day(tmp_path: Path) -> None:
    write_hotline(tmp_path, agents=300)
    calls: dict[tuple[str, str], float] = defaultdict(float)
    days: dict[tuple[str, str], float] = defaultdict(float)
    for row in Folder(tmp_path).load:
        calls[row["job"], row["time"]] += float(row["calls"])
        days[row["job"], row["date"]] += float(row["calls"])
    for job, second_peak in (("189", "20:00"), ("180", "15:00"), ("96123", "15:00")):
        assert calls[job, "10:00"] > calls[job, "13:00"] < calls[job, second_peak]
        assert calls[job, "03:00"] < 0.15 * calls[job, "10:00"]
    workday, make_up = days["180", "2026-10-14"], days["180", "2026-10-10"]
    assert make_up == pytest.approx(workday, rel=0.12)
    assert days["180", "2026-10-17"] < 0.9 * workday
    assert days["96123", "2026-10-02"] < 0.75 * days["96123", "2026-10-14"]
    assert days["189", "2026-10-02"] > days["189", "2026-10-18"]
    assert days["180", "2026-10-08"] > 1.05 * workday


def test_core_is_hard_rules_and_coverage_only(tmp_path: Path) -> None:
    write_hotline(tmp_path, agents=72, catalogue="core")
    case = Folder(tmp_path)
    assert faults(case) == []
    assert not case.load
    assert not case.wishes
    assert {row["status"] for row in case.leave} == {"approved"}
    weights = case.centre["weights"]
    assert {key for key, weight in weights.items() if weight} == {"seat_short", "seat_over"}
    assert weights.keys() == {weight.name for rule in CATALOGUE for weight in rule.weights}, (
        "a rule's weight is left in"
    )


def test_core_and_whole_are_the_same_centre(tmp_path: Path) -> None:
    write_hotline(tmp_path / "core", agents=72, catalogue="core")
    write_hotline(tmp_path / "whole", agents=72, catalogue="whole")
    for name in ("agents.csv", "shifts.csv", "history.csv"):
        assert (tmp_path / "core" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    assert share_of_hours(Folder(tmp_path / "core")) == pytest.approx(share_of_hours(Folder(tmp_path / "whole")))


def test_the_same_arguments_write_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    for name, seed in (("one", 3), ("again", 3), ("other", 4)):
        write_hotline(tmp_path / name, agents=40, seed=seed)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert len(files) == 9
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
    for name in ("agents.csv", "load.csv", "history.csv", "wishes.csv", "leave.csv"):
        assert (tmp_path / "one" / name).read_bytes() != (tmp_path / "other" / name).read_bytes()


@pytest.mark.parametrize(("month", "days"), [("2026-02", 28), ("2027-11", 30)])
def test_another_month(tmp_path: Path, month: str, days: int) -> None:
    write_hotline(tmp_path, agents=30, month=month)
    dates = {date.fromisoformat(row["date"]) for row in rows(tmp_path / "load.csv")}
    assert len(dates) == days
    assert {day.strftime("%Y-%m") for day in dates} == {month}


def test_five_thousand_people(tmp_path: Path) -> None:
    write_hotline(tmp_path, agents=5000)
    people = rows(tmp_path / "agents.csv")
    assert len({agent["agent_id"] for agent in people}) == 5000
    assert len({agent["team"] for agent in people}) == 417


@pytest.mark.parametrize("agents", [19, 50_001])
def test_sizes_out_of_range_are_refused(tmp_path: Path, agents: int) -> None:
    with pytest.raises(ValueError, match=str(agents)):
        write_hotline(tmp_path / "case", agents=agents)
    assert not (tmp_path / "case").exists()
