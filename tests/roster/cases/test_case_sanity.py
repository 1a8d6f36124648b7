"""The sanity check of cases finds what it is there to find: each row breaks the bundled hotline in one way."""

import csv
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from case_sanity import Folder, faults

from roster.cases import bundled_folder

Rows = list[dict[str, str]]


def add(**row: str) -> Callable[[Rows], None]:
    return lambda rows: rows.append({**dict.fromkeys(rows[0], ""), **row})


def change(index: int, **cells: str) -> Callable[[Rows], None]:
    return lambda rows: rows[index].update(cells)


def first_duty_before_the_month(rows: Rows) -> None:
    """Whoever is on a night on the 30th gets an early shift the same day as well."""
    night = next(row for row in rows if (row["date"], row["shift"]) == ("2026-09-30", "N"))
    rows.append({**night, "shift": "A"})


@pytest.mark.parametrize(
    ("file", "mutate", "says"),
    [
        ("agents.csv", add(agent_id="0001", name="x", team="一班", role="agent", jobs="189", grade="junior"), "twice"),
        ("agents.csv", change(5, jobs="777"), "has the jobs"),
        ("agents.csv", change(0, role="agent"), "team 一班"),
        ("load.csv", change(0, date="2026-11-01"), "another month"),
        ("load.csv", change(0, calls="nan"), "load"),
        ("seats.csv", change(0, min_seats="10"), "seats"),
        ("wishes.csv", change(0, shift="Z"), "unknown shift"),
        ("wishes.csv", change(0, agent_id="9999"), "unknown agent"),
        ("leave.csv", change(0, start="2026-10-11"), "leave"),
        (
            "leave.csv",
            add(agent_id="0004", kind="annual", start="2026-10-09", end="2026-10-09", status="approved"),
            "quota",
        ),
        ("history.csv", first_duty_before_the_month, "two duties a day"),
        ("history.csv", add(agent_id="0062", date="2026-09-27", shift="A", job="189"), "not a legal working day"),
        ("history.csv", add(agent_id="0070", date="2026-09-03", shift="N", job="189"), "kept from nights"),
        ("history.csv", add(agent_id="0043", date="2026-09-03", shift="A", job="189"), "out of time"),
        ("pins.csv", add(agent_id="0003", date="2026-10-09", shift="A"), "pin against leave"),
    ],
)
def test_a_broken_case_is_called_broken(tmp_path: Path, file: str, mutate: Callable[[Rows], None], says: str) -> None:
    folder = copytree(bundled_folder("hotline"), tmp_path / "case")
    with (folder / file).open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    mutate(rows)
    with (folder / file).open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert any(says in fault for fault in faults(Folder(folder)))


def test_short_rests_and_long_runs_are_found(tmp_path: Path) -> None:
    folder = copytree(bundled_folder("hotline"), tmp_path / "case")
    lines = ["agent_id,date,shift,job"]
    lines += [f"0001,2026-09-{day:02d},{'F' if day == 4 else 'A'},189" for day in range(1, 9)]
    lines += [f"0002,2026-09-{day:02d},{'A' if day == 5 else 'N'},189" for day in range(1, 6)]
    (folder / "history.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = "\n".join(faults(Folder(folder)))
    assert "0001: rest of 7:00:00 before 2026-09-05" in report
    assert "0001: a run of 8 days" in report
    assert "0002: no day off after the night of 2026-09-04" in report
    assert "0002: a run of 5 days, 4 nights" in report
