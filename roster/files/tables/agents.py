"""The table agents.csv."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import floor

from roster.files.cells import (
    CellError,
    Dated,
    a_date,
    a_list,
    a_number,
    a_text,
    a_truth,
    an_id,
    one_of,
    parts,
    shown,
)
from roster.files.columns.column import Bad, TableColumn, sound
from roster.files.columns.rows import read_rows
from roster.files.report import Report
from roster.files.sheets import Sheet
from roster.files.tables.known import Checks, ReferenceIndex
from roster.files.tables.roles_as_jobs import RolesAsJobs
from roster.model import Agent, Grade, Month, Protection, Role
from roster.text import Text, counted
from roster.words import VALUES, folded, normal, value_word

MAX_CONTRACT_HOURS = 744
"""The hours of the longest month."""

MAX_HOURS_A_WEEK = 168
DAYS_A_WEEK = 5
"""Working days of a week: so many share the hours of a weekly contract."""

# Without a digit after it, a colon is part of the reason.
_DATED = re.compile(r"(?P<reason>.*)[:：](?P<until>[^:：]*[0-9][^:：]*)")


NO_NIGHTS = "不上夜班"
"""The reason of a protection that is only said to be one."""

_NONE = frozenset({"-", "--", "/", "没有", "不需要", "none"})


def yes_or_no(reason: str) -> bool | None:
    """Whether somebody is protected, where no reason but a yes or no stands; None for a reason."""
    word = value_word("truth", reason)
    if word == "false" or folded(reason) in _NONE:
        return False
    return None if word is None else True


def _protections(text: str, month: Month | None) -> tuple[Protection, ...]:
    said = [(part.strip(), yes_or_no(part)) for part in re.split("[;；]", text) if part.strip()]
    return tuple(Protection(NO_NIGHTS) if yes else _protection(part, month) for part, yes in said if yes is not False)


protections = Dated(_protections)
"""`reason` or `reason:until-date`, several separated by `;`; 是 and 否 say whether there is one."""


def _protection(text: str, month: Month | None) -> Protection:
    dated = _DATED.fullmatch(text)
    if not dated:
        return Protection(a_text(text))
    if not dated["reason"].strip():
        raise CellError(
            Text(f"{shown(text)} 没有写明保护原因", f"{shown(text)} names no reason"),
            Text("写成 原因:日期，例如 哺乳期:2026-12-31", "Write reason:date, as in nursing:2026-12-31"),
        )
    return Protection(a_text(dated["reason"].strip()), a_date(dated["until"].strip(), month))


_a_grade = one_of("grade", {grade.value: grade for grade in Grade})


def _grades(text: str, month: Month | None) -> tuple[Grade | None, tuple[tuple[date, Grade | None], ...]]:
    first: Grade | None = None
    later: list[tuple[date, Grade | None]] = []
    for part in (part.strip() for part in re.split("[;；]", text) if part.strip()):
        word, dated, since = part.replace("：", ":").partition(":")
        if dated:
            later.append((a_date(since.strip(), month), _a_grade(word.strip()) if word.strip() else None))
        else:
            first = _a_grade(word)
    return first, tuple(sorted(later, key=lambda dated: dated[0]))


grades = Dated(_grades)
"""`grade`, and where another begins within the month `grade:from-date` (none: `:from-date`), separated by `;`."""


def jobs_held(text: str) -> tuple[str, ...]:
    """At least one job."""
    jobs = a_list(text)
    if not jobs:
        raise CellError(
            Text("没有写明工种", "no job is named"),
            Text("至少写一个工种，第一个为主要工种", "Name at least one job, the main one first"),
        )
    return jobs


def _hours(most: int) -> Callable[[str], Decimal]:
    """Hours, with or without the word after them (`40小时`)."""
    number = a_number(0, most)
    return lambda text: number(
        re.sub(r"\s*(?:个?小时|工时|h(?:ours?)?)(?:[/每]?[周月])?$", "", text, flags=re.IGNORECASE)
    )


COLUMNS = (
    TableColumn("agent_id", an_id, text=True, required=True),
    TableColumn("name", a_text, text=True, required=True),
    TableColumn("team", an_id, text=True, required=True),
    TableColumn("role", one_of("role", {role.value: role for role in Role}), default=Role.AGENT),
    TableColumn("jobs", jobs_held, text=True, required=True),
    TableColumn("grade", grades, default=(None, ())),
    TableColumn("contract_hours", _hours(MAX_CONTRACT_HOURS)),
    TableColumn("rotating", a_truth, default=True),
    TableColumn("protected", protections, text=True, default=()),
    TableColumn("trainee_until", a_date),
    TableColumn("start_date", a_date),
    TableColumn("end_date", a_date),
)


_READ = (
    *COLUMNS,
    TableColumn("nights", a_truth, default=True, further=True),
    TableColumn("weekly_hours", _hours(MAX_HOURS_A_WEEK), further=True),
)
"""What is read: whether somebody works nights, and hours a week, in columns of their own too."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What the people's table may leave to others, looked up where it does.

    `jobs`: those that the tables of seats, load and shifts name; `working_days`: the legal working days of the month.
    """

    jobs: Callable[[], Collection[str]] = frozenset
    working_days: Callable[[], int] = int


def read_agents(
    sheet: Sheet, known: ReferenceIndex, report: Report, elsewhere: Elsewhere = Elsewhere()
) -> tuple[Agent, ...]:
    """agents.csv; fills `known` with ids and jobs."""
    checks = Checks(sheet, known, report)
    roles = RolesAsJobs(checks, elsewhere.jobs)
    agents: list[Agent] = []
    ids: set[str] = set()
    misread: set[tuple[str, str]] = set()
    jobs: set[str] = set()
    last_row = 0
    weekly: dict[Decimal, int] = {}
    looked_at = sheet.looked_at(MOST_AGENTS_WEIGHED)
    for row, values in read_rows(sheet, _READ, report):
        last_row = row
        agent_id, name, team, role, held, grade, hours, rotating, protected, trainee_until, start, end = values[:12]
        nights, week_hours = values[12:]
        if not isinstance(held, Bad) and not isinstance(role, Bad):
            role, held = roles.apart(row, role, held)
        jobs.update(parts(held.text) if isinstance(held, Bad) else held)
        single = False
        if isinstance(agent_id, Bad):
            ids.add(agent_id.text)
        else:
            ids.add(agent_id)
            single = checks.single(
                row, "agent_id", agent_id, Text(f"编号 {shown(agent_id)} ", f"the id {shown(agent_id)}")
            )
        in_order = _in_order(checks, row, start, end)
        if not (in_order and sound(values)) and isinstance(name, str):
            misread.add((name if isinstance(agent_id, Bad) else agent_id, name))
        if in_order and single and sound(values):
            minutes = None if hours is None else floor(hours * Decimal(60))
            if minutes is None and week_hours is not None:
                minutes = floor(week_hours * 60 / DAYS_A_WEEK * elsewhere.working_days())
                weekly.setdefault(week_hours, minutes)
            if not nights and not protected:
                protected = (Protection(NO_NIGHTS),)
            agents.append(
                Agent(
                    agent_id,
                    name,
                    team,
                    held,
                    role,
                    grade[0],
                    minutes,
                    rotating,
                    protected,
                    trainee_until,
                    start,
                    end,
                    grade[1],
                )
            )
    agents = roles.filled(agents, jobs)
    _tell_roles(checks, looked_at)
    _tell_weekly(checks, weekly)
    if not last_row and not sheet.broken:
        checks.fault(
            None, None, Text("没有人员", "there are no agents"), Text("每人写一行", "Write one row for each agent")
        )
    known.agents = None if sheet.broken or not last_row else ids | {person for person, _ in misread}
    known.jobs = None if sheet.broken or not last_row else jobs
    known.misread = frozenset(misread)
    known.agent_by_id = {agent.agent_id: agent for agent in agents}
    return tuple(agents)


def _tell_weekly(checks: Checks, weekly: Mapping[Decimal, int]) -> None:
    """What hours a week come to in the month."""
    if weekly:
        some = list(weekly.items())[:3]
        more = " …" if len(weekly) > len(some) else ""
        zh = "、".join(f"{hours:g} 小时合 {minutes / 60:.4g} 小时" for hours, minutes in some)
        en = ", ".join(f"{hours:g} h come to {minutes / 60:.4g} h" for hours, minutes in some)
        checks.notice(
            None,
            "weekly_hours",
            Text(f"按本月法定工作日折成当月工时：{zh}{more}", f"by the month's legal working days {en}{more}"),
        )


MOST_AGENTS_WEIGHED = 2000


def _tell_roles(checks: Checks, rows: Sequence[tuple[int, Sequence[str]]]) -> None:
    """Whom another word than the role's own makes a leader, deputy or manager: the rules ask for them on duty."""
    head = checks.sheet.heads.get("role")
    header = next(((number, row) for number, row in rows if head and head in map(str.strip, row)), None)
    if head is None or header is None:
        return
    place = [cell.strip() for cell in header[1]].index(head)
    said = Counter(
        normal(row[place]) for number, row in rows if number > header[0] and place < len(row) and row[place].strip()
    )
    for text, count in said.items():
        role = value_word("role", text)
        if role not in {None, Role.AGENT.value} and not VALUES["role"][str(role)].is_called(text):
            word = VALUES["role"][str(role)]
            checks.notice(
                header[0],
                "role",
                Text(
                    f"{shown(text)}（{count} 人）按“{word.zh}”读取；不带班的改写 业务代表",
                    f"{shown(text)} ({counted(count, 'person', 'people')}) is read as {word.en}; who leads nobody "
                    "is an agent",
                ),
            )


def _in_order(checks: Checks, row: int, start: object, end: object) -> bool:
    if isinstance(start, date) and isinstance(end, date) and end < start:
        checks.fault(
            row,
            "end_date",
            Text(f"离职日期 {end} 早于入职日期 {start}", f"the end of employment {end} lies before its start {start}"),
            Text("改正其中一个日期", "Correct one of the two dates"),
        )
        return False
    return True
