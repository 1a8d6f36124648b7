"""Writing a case folder: one method a file, columns in the order a reader expects."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from roster.cases.staff import Person
from roster.files.plain_text import guarded
from roster.files.tables.breaks import break_text
from roster.model.centre import Month, Service
from roster.model.shift import Shift
from roster.text import clock_time

Row = Sequence[object]


@dataclass(frozen=True)
class CentrePage:
    """What ``centre.toml`` says; ``service`` None leaves the section out."""

    name: str
    month: Month
    interval_minutes: int = 30
    service: Service | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    timezone: str = "Asia/Shanghai"
    country: str | None = "CN"


class CaseFolder:
    """A folder that becomes a case; it is made when it isn't there."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder

    def centre(self, page: CentrePage) -> None:
        """Write centre.toml."""
        lines = [
            f"name = {_quoted(page.name)}",
            f"timezone = {_quoted(page.timezone)}",
            *([f"country = {_quoted(page.country)}"] if page.country else []),
            f'month = "{page.month}"',
            f"interval_minutes = {page.interval_minutes}",
        ]
        if page.service:
            lines += [
                "",
                "[service]",
                f"level = {page.service.level:g}",
                f"seconds = {page.service.seconds:g}",
                f"max_occupancy = {page.service.max_occupancy:g}",
                f"shrinkage = {page.service.shrinkage:g}",
            ]
            if page.service.patience_seconds is not None:
                lines.append(f"patience_seconds = {page.service.patience_seconds:g}")
        if page.weights:
            lines += ["", "[weights]", *(f"{key} = {weight:g}" for key, weight in page.weights.items())]
        (self.folder / "centre.toml").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")

    def agents(self, people: Iterable[Person]) -> None:
        """Write agents.csv."""
        header = (
            "agent_id,name,team,role,jobs,grade,contract_hours,rotating,protected,trainee_until,start_date,end_date"
        )
        self._table("agents.csv", header, (person.row() for person in people))

    def shifts(self, shifts: Iterable[Shift]) -> None:
        """Write shifts.csv, with a column of breaks where a shift has any."""
        shifts = tuple(shifts)
        rests = any(shift.breaks for shift in shifts)
        rows = (
            (
                shift.code,
                shift.name,
                clock_time(shift.start_minute),
                clock_time(shift.end_minute - 1440 if shift.end_minute > 1440 else shift.end_minute),
                shift.break_minutes,
                ";".join(shift.jobs),
                _flag(shift.is_night),
                *((break_text(shift),) if rests else ()),
            )
            for shift in shifts
        )
        header = "code,name,start,end,break_minutes,jobs,night"
        self._table("shifts.csv", f"{header},breaks" if rests else header, rows)

    def load(self, rows: Iterable[tuple[date, int, str, float, float]]) -> None:
        """Write load.csv from (day, minute, job, calls, handling time in seconds)."""
        texts = ((day, clock_time(minute), job, f"{calls:g}", f"{aht:g}") for day, minute, job, calls, aht in rows)
        self._table("load.csv", "date,time,job,calls,aht_seconds", texts)

    def seats(self, rows: Iterable[tuple[date, int, str, int, int]]) -> None:
        """Write seats.csv from (day, minute, job, seats, hard floor; 0 for none)."""
        texts = ((day, clock_time(minute), job, seats, floor or "") for day, minute, job, seats, floor in rows)
        self._table("seats.csv", "date,time,job,seats,min_seats", texts)

    def leave(self, rows: Iterable[Row]) -> None:
        """Write leave.csv, by person and start."""
        header = "agent_id,kind,start,end,status,priority,special,extreme"
        self._table("leave.csv", header, sorted(rows, key=lambda row: (str(row[0]), str(row[2]))))

    def wishes(self, rows: Iterable[Row]) -> None:
        """Write wishes.csv."""
        self._table("wishes.csv", "agent_id,date,shift,weight", rows)

    def availability(self, rows: Iterable[Row]) -> None:
        """Write availability.csv."""
        self._table("availability.csv", "agent_id,weekday,date,shift,available", rows)

    def history(self, rows: Iterable[Row]) -> None:
        """Write history.csv."""
        self._table("history.csv", "agent_id,date,shift,job", rows)

    def pins(self, rows: Iterable[Row]) -> None:
        """Write pins.csv, by person and date."""
        self._table("pins.csv", "agent_id,date,shift,job", sorted(rows, key=lambda row: (str(row[0]), str(row[1]))))

    def tasks(self, rows: Iterable[Row]) -> None:
        """Write tasks.csv."""
        self._table("tasks.csv", "task_id,name,role,every,time,roll,clause", rows)

    def _table(self, name: str, header: str, rows: Iterable[Row]) -> None:
        with (self.folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header.split(","))
            writer.writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are a part of TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _flag(value: bool) -> str:
    return "true" if value else "false"
