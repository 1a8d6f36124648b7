"""A case written as a folder of files; read again, it is equal."""

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from roster.errors import Fault, InputError
from roster.files.atomic import written_whole
from roster.files.cells import list_text
from roster.files.holidays import MAKEUP_NAME
from roster.files.plain_text import guarded
from roster.files.tables.breaks import break_text
from roster.files.tables.seats_needed import seats_of_load
from roster.files.tables.tasks import task_row
from roster.files.tables.workdays import official_days
from roster.model import Agent, Case, SeatRequirement, Shift
from roster.text import Language, Text, clock_time
from roster.words import KEYS, TABLES, about_of, column_word, spoken

HOLIDAYS = "holidays"
BOM = "utf-8-sig"
"""What CSV for people is encoded in: by its first bytes Excel knows that it is UTF-8."""

CASE_FILES = frozenset(
    {
        *(f"{name}.toml" for name in ("centre", TABLES["centre"].zh)),
        *(
            f"{form}.csv"
            for name in (
                "agents", "shifts", "load", "seats", "leave", "wishes", "availability", "history", "pins", "ahead",
                "contracts", "tasks", "entitlements", "stayed", HOLIDAYS,
            )
            for form in (name, TABLES[name].zh)
        ),
    }
)  # fmt: skip

Cell = str | int
Table = tuple[Sequence[str], Iterable[Sequence[Cell]]]


def write_case(case: Case, folder: Path, language: Language = "en") -> None:
    """Write a case as a folder of CSV files and a centre.toml, in English or Chinese; reading it gives an equal case.

    The folder may be new, empty, or hold files of a case only, which are replaced; InputError, and nothing written,
    where it holds anything else. StorageError where the disk refuses; the folder is then as it was.
    """
    refuse_others(folder, CASE_FILES)
    with written_whole(folder, CASE_FILES) as staging:
        tables = case_tables(case)
        own_days = HOLIDAYS in tables
        settings = centre_toml(case, own_days=own_days, language=language)
        centre = staging / f"{TABLES['centre'].to(language)}.toml"
        centre.write_text(settings, encoding="utf-8", newline="")
        for name, table in tables.items():
            header, rows = in_language(name, table, language)
            file_name = f"{TABLES[name].to(language) if name in TABLES else name}.csv"
            with (staging / file_name).open("w", encoding=BOM, newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(header)
                writer.writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)


def refuse_others(folder: Path, allowed: Iterable[str]) -> None:
    """InputError where the folder holds more than `allowed` names (hidden files aside), or is not a folder."""
    try:
        names = sorted(entry.name for entry in folder.iterdir() if not entry.name.startswith("."))
    except FileNotFoundError:
        return
    except NotADirectoryError:
        problem = Text("这是一个文件，不是文件夹", "this is a file, not a folder")
    else:
        others = [name for name in names if name not in set(allowed)]
        if not others:
            return
        listed = ", ".join(others[:5]) + (" …" if len(others) > 5 else "")
        problem = Text(f"文件夹中已有其他内容：{listed}", f"the folder holds other things already: {listed}")
    remedy = Text("换一个新的或空的文件夹", "Name a new or an empty folder")
    raise InputError([Fault(str(folder), None, None, problem, remedy)])


def case_tables(case: Case) -> dict[str, Table]:
    """The case's tables as header and rows, by the stem of their file; those without rows are left out."""
    tables: dict[str, Table] = {
        "agents": (
            (
                "agent_id", "name", "team", "role", "jobs", "grade", "contract_hours", "rotating", "protected",
                "trainee_until", "start_date", "end_date",
            ),
            [_agent(agent) for agent in case.agents],
        ),
        "shifts": _shifts(case.shifts),
        "load": (
            ("date", "time", "job", "calls", "aht_seconds"),
            [(_day(row.day), clock_time(row.minute), row.job, _number(row.calls), _number(row.aht_seconds))
             for row in case.load],
        ),
        "seats": (
            ("date", "time", "job", "seats", "min_seats"),
            [(_day(row.day), clock_time(row.minute), row.job, row.seats, row.min_seats) for row in given_seats(case)],
        ),
        "leave": (
            ("agent_id", "kind", "start", "end", "status", "priority", "special", "extreme"),
            [(leave.agent_id, leave.kind, leave.first_text, leave.last_text, leave.status.value, leave.priority,
              _truth(leave.special), _truth(leave.extreme)) for leave in (*case.leaves, *case.later_leaves)],
        ),
        "wishes": (
            ("agent_id", "date", "shift", "weight"),
            [(wish.agent_id, _day(wish.day), wish.shift, wish.weight) for wish in case.wishes],
        ),
        "availability": (
            ("agent_id", "weekday", "date", "shift", "available"),
            [(item.agent_id, item.weekday or "", _day(item.day), item.shift or "", _truth(item.available))
             for item in case.availability],
        ),
        "history": (
            ("agent_id", "date", "shift", "job"),
            [(duty.agent_id, _day(duty.day), duty.shift, duty.job) for duty in case.history],
        ),
        "pins": (
            ("agent_id", "date", "shift", "job"),
            [(pin.agent_id, _day(pin.day), pin.shift, pin.job or "") for pin in case.pins],
        ),
        "ahead": (
            ("agent_id", "date", "shift", "job"),
            [(duty.agent_id, _day(duty.day), duty.shift, duty.job) for duty in case.ahead],
        ),
        "contracts": (
            ("agent_id", "month", "hours"),
            [(item.agent_id, str(item.month), hours_text(item.minutes)) for item in case.contracts],
        ),
        "tasks": (
            ("task_id", "name", "role", "every", "time", "roll", "clause"),
            [task_row(task) for task in case.tasks],
        ),
        "entitlements": (
            ("agent_id", "kind", "days", "carried_over", "used"),
            [(item.agent_id, item.kind, _number(item.days), _number(item.carried_over), _number(item.used))
             for item in case.entitlements],
        ),
        "stayed": (
            ("agent_id", "date", "shift", "minutes"),
            [(item.agent_id, _day(item.day), item.shift, item.minutes) for item in case.stayed],
        ),
        HOLIDAYS: (("date", "kind", "name"), [(_day(day), kind, name) for day, kind, name in own_days(case)]),
    }  # fmt: skip
    return {name: table for name, table in tables.items() if table[1]}


def in_language(name: str, table: Table, language: Language) -> Table:
    """A table with the names of its columns, and the words in its cells, in a language."""
    header, rows = table
    if language == "en":
        return table
    abouts = [about_of(column, name) for column in header]
    words = [column_word(column, name).to(language) for column in header]
    return words, [
        [
            spoken(about, cell, language) if about and isinstance(cell, str) else _numbered(about, cell, language)
            for about, cell in zip(abouts, row, strict=True)
        ]
        for row in rows
    ]


def _numbered(about: str | None, cell: Cell, language: Language) -> Cell:
    return spoken(about, str(cell), language) if about else cell


def given_seats(case: Case) -> tuple[SeatRequirement, ...]:
    """The seats that do not follow from the load: those were given, and win over it."""
    follow = set(seats_of_load(case.centre, case.load))
    return tuple(row for row in case.seats if row not in follow)


def own_days(case: Case) -> list[tuple[date, str, str]]:
    """Where the case's legal working days depart from the official ones: day, `off` or `work`, name."""
    official = official_days(case.centre.country, case.month)
    off = [
        (day, "off", "" if name == Text("放假", "Day off") else name.zh)
        for day, name in case.calendar.off.items()
        if official.off.get(day) != name
    ]
    work = [
        (day, "work", "" if name == MAKEUP_NAME else name.zh)
        for day, name in case.calendar.work.items()
        if official.work.get(day) != name
    ]
    return sorted([*off, *work])


def _grades(agent: Agent) -> str:
    """The grade, and those that begin within the month: `junior;intermediate:2026-10-15`."""
    later = [f"{grade.value if grade else ''}:{_day(since)}" for since, grade in agent.grades]
    return ";".join(([agent.grade.value] if agent.grade else []) + later)


def _agent(agent: Agent) -> tuple[Cell, ...]:
    protected = [item.reason + (f":{_day(item.until)}" if item.until else "") for item in agent.protections]
    return (
        agent.agent_id,
        agent.name,
        agent.team,
        agent.role.value,
        list_text(agent.jobs),
        _grades(agent),
        "" if agent.contract_minutes is None else hours_text(agent.contract_minutes),
        _truth(agent.rotating),
        ";".join(protected),
        _day(agent.trainee_until),
        _day(agent.start_date),
        _day(agent.end_date),
    )


def _shift(shift: Shift) -> tuple[Cell, ...]:
    return (
        shift.code,
        shift.name,
        clock_time(shift.start_minute),
        _clock(shift.spans[0][1]),
        shift.break_minutes,
        list_text(shift.jobs),
        "" if shift.night is None else _truth(shift.night),
        break_text(shift),
        "" if shift.pause is None else _clock(shift.pause[1]),
        "" if shift.pause is None else _clock(shift.end_minute),
    )


def _shifts(shifts: Sequence[Shift]) -> Table:
    """The table of shifts; the columns of split duties only where there are some."""
    header = ("code", "name", "start", "end", "break_minutes", "jobs", "night", "breaks", "second_start", "second_end")
    width = len(header) if any(shift.pause for shift in shifts) else 8
    return header[:width], [_shift(shift)[:width] for shift in shifts]


def _clock(minute: int) -> str:
    """A wall minute of the shift's day or the next, as a clock shows it."""
    return clock_time(minute if minute <= 1440 else minute - 1440)


def hours_text(minutes: int) -> str:
    """Minutes as decimal hours that read back to the same minutes (hours are floored to a minute)."""
    # Rounded up in the fourth place: at most 0.006 min too much, never too little.
    tenthousandths = -(-minutes * 10_000 // 60)
    whole, rest = divmod(tenthousandths, 10_000)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))


def _centre_keys(case: Case) -> tuple[dict[str, object], dict[str, object]]:
    """The centre's own keys, and those of what callers are promised."""
    centre, service = case.centre, case.centre.service
    top: dict[str, object] = {
        "name": centre.name,
        "timezone": centre.timezone,
        "country": centre.country or "none",
        "month": str(centre.month),
        "interval_minutes": centre.interval_minutes,
    }
    calls: dict[str, object] = {
        "level": service.level,
        "seconds": service.seconds,
        "patience_seconds": service.patience_seconds,
        "shrinkage": service.shrinkage,
        "break_shrinkage": service.break_shrinkage,
        "max_occupancy": service.max_occupancy,
    }
    return top, calls


def centre_rows(case: Case, language: Language) -> list[tuple[str, object]]:
    """The centre's keys and values as the rows of a sheet has them, dots and all; lists end with a `;`."""
    top, calls = _centre_keys(case)
    top |= {HOLIDAYS: TABLES[HOLIDAYS].to(language)}  # the sheet is there to be filled in
    rows: list[tuple[str, object]] = [(KEYS[key].to(language), value) for key, value in top.items()]
    prefix = "" if language == "zh" else "service."
    rows += [(f"{prefix}{KEYS[key].to(language)}", value) for key, value in calls.items()]
    for table, values in (("rules", case.centre.rules), ("weights", case.centre.weights)):
        rows += [(f"{KEYS[table].to(language)}.{key}", value) for key, value in values.items()]
    return [
        (key, ";".join(value) + ";" if isinstance(value, tuple | list) else value)
        for key, value in rows
        if value is not None
    ]


def centre_toml(case: Case, *, own_days: bool, language: Language = "en") -> str:
    """centre.toml; `own_days`: a holidays.csv lies beside it."""
    holidays = f"{TABLES[HOLIDAYS].to(language)}.csv"
    top, calls = _centre_keys(case)
    top |= {HOLIDAYS: holidays if own_days else None}
    centre = case.centre
    lines = _settings(_worded(top, language))
    for title, table in (("service", _worded(calls, language)), ("rules", centre.rules), ("weights", centre.weights)):
        if table:
            lines += ["", f"[{_key(KEYS[title].to(language))}]", *_settings(table)]
    return "\n".join(lines) + "\n"


def _worded(table: Mapping[str, object], language: Language) -> dict[str, object]:
    return {KEYS[key].to(language): value for key, value in table.items()}


def _settings(table: Mapping[str, object]) -> list[str]:
    return [f"{_key(key)} = {_value(value)}" for key, value in table.items() if value is not None]


def _key(key: str) -> str:
    return ".".join(part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else _text(part) for part in key.split("."))


def _value(value: object) -> str:
    if isinstance(value, bool):
        return _truth(value)
    if isinstance(value, int | float):
        return _number(value) if abs(value) < 1e15 else repr(value)
    if isinstance(value, tuple | list):
        return f"[{', '.join(_text(str(item)) for item in value)}]"
    return _text(str(value))


def _text(text: str) -> str:
    # A JSON string is a TOML string, but for DEL.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
