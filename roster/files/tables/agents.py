"""The table agents.csv."""

import re
from collections import Counter
from collections.abc import Sequence
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
from roster.files.columns import Bad, TableColumn, read_rows, sound
from roster.files.report import Report
from roster.files.sheets import Sheet
from roster.files.tables.known import Checks, ReferenceIndex
from roster.model import Agent, Grade, Month, Protection, Role
from roster.text import Text, counted
from roster.words import VALUES, normal, value_word

MAX_CONTRACT_HOURS = 744
"""The hours of the longest month."""


# Without a digit after it, a colon is part of the reason.
_DATED = re.compile(r"(?P<reason>.*)[:：](?P<until>[^:：]*[0-9][^:：]*)")


def _protections(text: str, month: Month | None) -> tuple[Protection, ...]:
    separated = re.split("[;；]", text)
    return tuple(_protection(part.strip(), month) for part in separated if part.strip())


protections = Dated(_protections)
"""`reason` or `reason:until-date`, several separated by `;`."""


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


COLUMNS = (
    TableColumn("agent_id", an_id, text=True, required=True),
    TableColumn("name", a_text, text=True, required=True),
    TableColumn("team", an_id, text=True, required=True),
    TableColumn("role", one_of("role", {role.value: role for role in Role}), default=Role.AGENT),
    TableColumn("jobs", jobs_held, text=True, required=True),
    TableColumn("grade", grades, default=(None, ())),
    TableColumn("contract_hours", a_number(0, MAX_CONTRACT_HOURS)),
    TableColumn("rotating", a_truth, default=True),
    TableColumn("protected", protections, text=True, default=()),
    TableColumn("trainee_until", a_date),
    TableColumn("start_date", a_date),
    TableColumn("end_date", a_date),
)


def read_agents(sheet: Sheet, known: ReferenceIndex, report: Report) -> tuple[Agent, ...]:
    """agents.csv; fills `known` with ids and jobs."""
    checks = Checks(sheet, known, report)
    agents: list[Agent] = []
    ids: set[str] = set()
    jobs: set[str] = set()
    last_row = 0
    looked_at = sheet.looked_at(MOST_AGENTS_WEIGHED)
    for row, values in read_rows(sheet, COLUMNS, report):
        last_row = row
        agent_id, name, team, role, held, grade, hours, rotating, protected, trainee_until, start, end = values
        jobs.update(parts(held.text) if isinstance(held, Bad) else held)
        single = False
        if isinstance(agent_id, Bad):
            ids.add(agent_id.text)
        else:
            ids.add(agent_id)
            single = checks.single(
                row, "agent_id", agent_id, Text(f"编号 {shown(agent_id)} ", f"the id {shown(agent_id)}")
            )
        if _in_order(checks, row, start, end) and single and sound(values):
            minutes = None if hours is None else floor(hours * Decimal(60))
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
    _tell_roles(checks, looked_at)
    if not last_row and not sheet.broken:
        checks.fault(
            None, None, Text("没有人员", "there are no agents"), Text("每人写一行", "Write one row for each agent")
        )
    known.agents = None if sheet.broken or not last_row else ids
    known.jobs = None if sheet.broken or not last_row else jobs
    known.agent_by_id = {agent.agent_id: agent for agent in agents}
    return tuple(agents)


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
