"""A case in and out of the store, without loss."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, delete, func, insert, select, update

from roster.errors import NotFoundError, StaleError
from roster.model import (
    Agent,
    Availability,
    Break,
    Case,
    Duty,
    Entitlement,
    Grade,
    Leave,
    LeaveStatus,
    Load,
    Month,
    PastContract,
    Pin,
    Role,
    SeatRequirement,
    Shift,
    Stayed,
    Wish,
)
from roster.model.task import DayRoll, Every, Recurrence, Task, TaskClock, TaskRole
from roster.store.connect import Store
from roster.store.plain import (
    calendar_from_plain,
    calendar_to_plain,
    centre_from_plain,
    centre_to_plain,
    protections_from_plain,
    protections_to_plain,
)
from roster.store.tables import case as t
from roster.text import Text


def _same(record: object, columns: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in columns}


def _shift(shift: Shift) -> dict[str, Any]:
    columns = ("code", "start_minute", "end_minute", "name", "break_minutes", "night")
    breaks = [[item.minutes, item.earliest_minute, item.latest_end_minute] for item in shift.breaks]
    pause = None if shift.pause is None else list(shift.pause)
    return {**_same(shift, columns), "jobs": list(shift.jobs), "breaks": breaks, "pause": pause}


def _shift_of(row: Any) -> Shift:
    return Shift(
        row.code,
        row.start_minute,
        row.end_minute,
        row.name,
        row.break_minutes,
        tuple(row.jobs),
        row.night,
        tuple(Break(*item) for item in row.breaks),
        None if row.pause is None else (row.pause[0], row.pause[1]),
    )


def _leave(leave: Leave) -> dict[str, Any]:
    columns = ("agent_id", "kind", "start", "end", "priority", "special", "extreme", "start_minute", "end_minute")
    return {**_same(leave, columns), "status": leave.status.value}


def _task(task: Task) -> dict[str, Any]:
    when = {
        "every": task.when.every.value,
        "days": list(task.when.days),
        "dates": [list(one) for one in task.when.dates],
    }
    words = {"role": task.role.value, "clock": task.clock.value, "roll": task.roll.value, "recurrence": when}
    return {**_same(task, ("task_id", "name", "minutes", "job", "clause")), **words}


def _task_of(row: Any) -> Task:
    when = row.recurrence
    dates = tuple((month, day) for month, day in when["dates"])
    recurrence = Recurrence(Every(when["every"]), tuple(when["days"]), dates)
    return Task(
        row.task_id, row.name, TaskRole(row.role), recurrence, row.minutes, TaskClock(row.clock), DayRoll(row.roll),
        row.job, row.clause,
    )  # fmt: skip


SHEETS: tuple[tuple[Table, str, Callable[[Any], dict[str, Any]]], ...] = (
    (t.SHIFTS, "shifts", _shift),
    (t.SEATS, "seats", lambda row: _same(row, ("day", "minute", "job", "seats", "min_seats"))),
    (t.LOADS, "load", lambda row: _same(row, ("day", "minute", "job", "calls", "aht_seconds"))),
    (t.CASE_LEAVES, "leaves", _leave),
    (t.LATER_LEAVES, "later_leaves", _leave),
    (t.WISHES, "wishes", lambda row: _same(row, ("agent_id", "day", "shift", "weight"))),
    (t.AVAILABILITY, "availability", lambda row: _same(row, ("agent_id", "weekday", "day", "shift", "available"))),
    (t.HISTORY, "history", lambda row: _same(row, ("agent_id", "day", "shift", "job"))),
    (t.AHEAD, "ahead", lambda row: _same(row, ("agent_id", "day", "shift", "job"))),
    (
        t.CONTRACTS,
        "contracts",
        lambda row: {"agent_id": row.agent_id, "month": str(row.month), "minutes": row.minutes},
    ),
    (t.TASKS, "tasks", _task),
    (
        t.ENTITLEMENTS,
        "entitlements",
        lambda row: _same(row, ("agent_id", "kind", "days", "carried_over", "used")),
    ),
    (t.STAYED, "stayed", lambda row: _same(row, ("agent_id", "day", "shift", "minutes"))),
    (t.PINS, "pins", lambda row: _same(row, ("agent_id", "day", "shift", "job"))),
)


def timezone_of(connection: Connection, centre_id: str) -> str:
    """The zone of the centre's clock; UTC while nothing is known of the centre."""
    mine = select(t.CENTRES.c.timezone).where(t.CENTRES.c.centre_id == centre_id)
    return connection.execute(mine).scalar() or "UTC"


def put_case(connection: Connection, centre_id: str, case: Case, at: datetime) -> int:
    """Writes a month's case over the one that is there, and returns the month's id."""
    known = connection.execute(select(t.CENTRES.c.centre_id).where(t.CENTRES.c.centre_id == centre_id)).first()
    values = {"name": case.centre.name, "timezone": case.centre.timezone}
    if known is None:
        connection.execute(insert(t.CENTRES).values(centre_id=centre_id, created_at=at, **values))
    else:
        connection.execute(update(t.CENTRES).where(t.CENTRES.c.centre_id == centre_id).values(**values))
    month_id = _put_month(connection, centre_id, case)
    for table, name, to_row in SHEETS:
        connection.execute(delete(table).where(table.c.month_id == month_id))
        rows = [
            {"month_id": month_id, "position": position, **to_row(record)}
            for position, record in enumerate(getattr(case, name))
        ]
        if rows:
            connection.execute(insert(table), rows)
    _put_agents(connection, centre_id, month_id, case)
    return month_id


def _put_month(connection: Connection, centre_id: str, case: Case) -> int:
    values = {"settings": centre_to_plain(case.centre), "calendar": calendar_to_plain(case.calendar)}
    where = (t.MONTHS.c.centre_id == centre_id) & (t.MONTHS.c.month == str(case.month))
    month_id = connection.execute(select(t.MONTHS.c.month_id).where(where)).scalar()
    if month_id is not None:
        connection.execute(
            update(t.MONTHS).where(t.MONTHS.c.month_id == month_id).values(revision=t.MONTHS.c.revision + 1, **values)
        )
        return int(month_id)
    made = connection.execute(
        insert(t.MONTHS)
        .values(centre_id=centre_id, month=str(case.month), revision=1, **values)
        .returning(t.MONTHS.c.month_id)
    )
    return int(made.scalar_one())


def _put_agents(connection: Connection, centre_id: str, month_id: int, case: Case) -> None:
    since = case.month.first
    known = set(connection.execute(select(t.AGENTS.c.agent_id).where(t.AGENTS.c.centre_id == centre_id)).scalars())
    fresh = [
        {"centre_id": centre_id, "agent_id": agent.agent_id} for agent in case.agents if agent.agent_id not in known
    ]
    if fresh:
        connection.execute(insert(t.AGENTS), fresh)
    connection.execute(delete(t.MONTH_AGENTS).where(t.MONTH_AGENTS.c.month_id == month_id))
    decided = decided_grades(connection, centre_id, since)
    for table in (t.AGENT_TERMS, t.AGENT_GRADES, t.AGENT_ROLES, t.AGENT_PROTECTIONS):
        own = (table.c.centre_id == centre_id) & (table.c.since == since)
        connection.execute(delete(table).where(own if table is not t.AGENT_GRADES else own & ~table.c.decided))
    if not case.agents:
        return
    rows = [
        {"month_id": month_id, "position": position, "agent_id": agent.agent_id}
        for position, agent in enumerate(case.agents)
    ]
    connection.execute(insert(t.MONTH_AGENTS), rows)
    columns = ("name", "team", "contract_minutes", "rotating", "trainee_until", "start_date", "end_date")
    dated = [{"centre_id": centre_id, "agent_id": agent.agent_id, "since": since} for agent in case.agents]
    pairs = list(zip(dated, case.agents, strict=True))
    connection.execute(
        insert(t.AGENT_TERMS), [{**key, **_same(agent, columns), "jobs": list(agent.jobs)} for key, agent in pairs]
    )
    grades = {
        agent.agent_id: decided[agent.agent_id].grade if agent.agent_id in decided else agent.grade
        for agent in case.agents
    }
    there = {agent_id for agent_id, item in decided.items() if item.since == since}
    given = [{**key, "grade": grades[agent.agent_id]} for key, agent in pairs if agent.agent_id not in there]
    if given:
        connection.execute(insert(t.AGENT_GRADES), given)
    for agent in case.agents:
        for day, grade in agent.grades:
            set_grade(connection, centre_id, agent.agent_id, day, grade)
    connection.execute(insert(t.AGENT_ROLES), [{**key, "role": agent.role.value} for key, agent in pairs])
    connection.execute(
        insert(t.AGENT_PROTECTIONS),
        [{**key, "protections": protections_to_plain(agent.protections)} for key, agent in pairs],
    )


def centres(connection: Connection) -> list[Row[Any]]:
    """Every centre, by id."""
    return list(connection.execute(select(t.CENTRES).order_by(t.CENTRES.c.centre_id)))


def centre_row(connection: Connection, centre_id: str) -> Row[Any]:
    """The centre; NotFoundError without it."""
    row = connection.execute(select(t.CENTRES).where(t.CENTRES.c.centre_id == centre_id)).first()
    if row is None:
        raise NotFoundError(centre_id)
    return row


def months_of(connection: Connection, centre_id: str) -> list[Month]:
    """The months of a centre, oldest first."""
    query = select(t.MONTHS.c.month).where(t.MONTHS.c.centre_id == centre_id).order_by(t.MONTHS.c.month)
    return [Month.parse(text) for text in connection.execute(query).scalars()]


def lock_centre(connection: Connection, centre_id: str) -> None:
    """Whoever writes at the same centre waits until this transaction is over."""
    own = select(t.CENTRES.c.centre_id).where(t.CENTRES.c.centre_id == centre_id)
    connection.execute(own.with_for_update()).all()


MARK = select(func.count().label("months"), func.sum(t.MONTHS.c.revision).label("revision")).where(
    t.MONTHS.c.centre_id == bindparam("centre_id")
)


def mark(store: Store, centre_id: str) -> tuple[int, int]:
    """How many months a centre has, and the sum of their revisions: each change raises one of them."""
    stamp = store.glance(MARK, centre_id=centre_id)
    return (0, 0) if stamp is None else (int(stamp.months), int(stamp.revision or 0))


def revisions(connection: Connection, centre_id: str) -> tuple[tuple[Month, int], ...]:
    """Every month of a centre with its revision, oldest first."""
    columns = (t.MONTHS.c.month, t.MONTHS.c.revision)
    query = select(*columns).where(t.MONTHS.c.centre_id == centre_id).order_by(t.MONTHS.c.month)
    return tuple((Month.parse(text), revision) for text, revision in connection.execute(query))


def raise_revision(connection: Connection, month_id: int, revision: int) -> None:
    """The month is at the next revision; StaleError where it is not at this one any more."""
    where = (t.MONTHS.c.month_id == month_id) & (t.MONTHS.c.revision == revision)
    if connection.execute(update(t.MONTHS).where(where).values(revision=revision + 1)).rowcount != 1:
        raise StaleError("the month changed meanwhile; read it again")


def mark_closed(connection: Connection, month_id: int, at: datetime) -> None:
    """Writes when the month was closed."""
    connection.execute(update(t.MONTHS).where(t.MONTHS.c.month_id == month_id).values(closed_at=at))


def month_named(connection: Connection, month_id: int) -> tuple[str, Month]:
    """The centre and the month of an id."""
    row = connection.execute(select(t.MONTHS).where(t.MONTHS.c.month_id == month_id)).one()
    return row.centre_id, Month.parse(row.month)


def month_row(connection: Connection, centre_id: str, month: Month) -> Row[Any]:
    """The month's row; NotFoundError where no case was imported for it."""
    where = (t.MONTHS.c.centre_id == centre_id) & (t.MONTHS.c.month == str(month))
    row = connection.execute(select(t.MONTHS).where(where)).first()
    if row is None:
        raise NotFoundError(Text(f"{month} 的案例", f"a case of {month}"))
    return row


def get_case(connection: Connection, centre_id: str, month: Month) -> Case:
    """The month's case as it was put; NotFoundError without one."""
    row = month_row(connection, centre_id, month)

    def rows(table: Table) -> Iterable[Any]:
        query = select(table).where(table.c.month_id == row.month_id).order_by(table.c.position)
        return connection.execute(query).all()

    return Case(
        centre_from_plain(row.settings, month),
        calendar_from_plain(row.calendar),
        _agents(connection, centre_id, row.month_id, month.first),
        tuple(map(_shift_of, rows(t.SHIFTS))),
        tuple(SeatRequirement(r.day, r.minute, r.job, r.seats, r.min_seats) for r in rows(t.SEATS)),
        tuple(Load(r.day, r.minute, r.job, r.calls, r.aht_seconds) for r in rows(t.LOADS)),
        _leaves(rows(t.CASE_LEAVES)),
        tuple(Wish(r.agent_id, r.day, r.shift, r.weight) for r in rows(t.WISHES)),
        tuple(Availability(r.agent_id, r.weekday, r.day, r.shift, r.available) for r in rows(t.AVAILABILITY)),
        tuple(Duty(r.agent_id, r.day, r.shift, r.job) for r in rows(t.HISTORY)),
        tuple(Pin(r.agent_id, r.day, r.shift, r.job) for r in rows(t.PINS)),
        tuple(Duty(r.agent_id, r.day, r.shift, r.job) for r in rows(t.AHEAD)),
        tuple(PastContract(r.agent_id, Month.parse(r.month), r.minutes) for r in rows(t.CONTRACTS)),
        tuple(map(_task_of, rows(t.TASKS))),
        tuple(Entitlement(r.agent_id, r.kind, r.days, r.carried_over, r.used) for r in rows(t.ENTITLEMENTS)),
        tuple(Stayed(r.agent_id, r.day, r.shift, r.minutes) for r in rows(t.STAYED)),
        _leaves(rows(t.LATER_LEAVES)),
    )


def _leaves(rows: Iterable[Any]) -> tuple[Leave, ...]:
    return tuple(
        Leave(
            r.agent_id,
            r.kind,
            r.start,
            r.end,
            LeaveStatus(r.status),
            r.priority,
            r.special,
            r.extreme,
            r.start_minute,
            r.end_minute,
        )
        for r in rows
    )


def later_leaves(connection: Connection, centre_id: str, month: Month) -> tuple[Leave, ...]:
    """Leave from a month on that the tables of earlier months hold, each once: the latest month's word of it stands."""
    query = (
        select(t.LATER_LEAVES)
        .join(t.MONTHS, t.MONTHS.c.month_id == t.LATER_LEAVES.c.month_id)
        .where((t.MONTHS.c.centre_id == centre_id) & (t.MONTHS.c.month < str(month)))
        .where(t.LATER_LEAVES.c.end >= month.first)
        .order_by(t.MONTHS.c.month.desc(), t.LATER_LEAVES.c.position)
    )
    once: dict[tuple[object, ...], Leave] = {}
    for leave in _leaves(connection.execute(query)):
        once.setdefault((leave.agent_id, leave.kind, leave.begins, leave.ends), leave)
    return tuple(once.values())


def get_people(connection: Connection, centre_id: str, month: Month) -> Case:
    """The month's case with nothing but people, calendar and leave: what contracts are reckoned by."""
    row = month_row(connection, centre_id, month)
    asked = select(t.CASE_LEAVES).where(t.CASE_LEAVES.c.month_id == row.month_id).order_by(t.CASE_LEAVES.c.position)
    return Case(
        centre_from_plain(row.settings, month),
        calendar_from_plain(row.calendar),
        _agents(connection, centre_id, row.month_id, month.first),
        shifts=(),
        seats=(),
        leaves=_leaves(connection.execute(asked)),
    )


def _agents(connection: Connection, centre_id: str, month_id: int, since: date) -> tuple[Agent, ...]:
    def dated(table: Table) -> dict[str, Any]:
        query = select(table).where((table.c.centre_id == centre_id) & (table.c.since == since))
        return {row.agent_id: row for row in connection.execute(query)}

    terms, grades, roles = dated(t.AGENT_TERMS), dated(t.AGENT_GRADES), dated(t.AGENT_ROLES)
    protections = dated(t.AGENT_PROTECTIONS)
    order = select(t.MONTH_AGENTS.c.agent_id).where(t.MONTH_AGENTS.c.month_id == month_id)
    raised: dict[str, list[tuple[date, Grade | None]]] = {}
    grade = t.AGENT_GRADES.c
    later = (grade.centre_id == centre_id) & (grade.since > since) & (grade.since <= Month.of(since).last)
    for row in connection.execute(select(t.AGENT_GRADES).where(later).order_by(grade.since)):
        raised.setdefault(row.agent_id, []).append((row.since, Grade(row.grade) if row.grade else None))
    agents = []
    for agent_id in connection.execute(order.order_by(t.MONTH_AGENTS.c.position)).scalars():
        row, held = terms[agent_id], grades[agent_id].grade
        agents.append(
            Agent(
                agent_id,
                row.name,
                row.team,
                tuple(row.jobs),
                Role(roles[agent_id].role),
                Grade(held) if held is not None else None,
                row.contract_minutes,
                row.rotating,
                protections_from_plain(protections[agent_id].protections),
                row.trainee_until,
                row.start_date,
                row.end_date,
                tuple(raised.get(agent_id, ())),
            )
        )
    return tuple(agents)


def teams(connection: Connection, centre_id: str, month: Month) -> dict[str, str]:
    """Each agent's team in a month, by id."""
    mine = (t.AGENT_TERMS.c.centre_id == centre_id) & (t.AGENT_TERMS.c.since == month.first)
    asked = select(t.AGENT_TERMS.c.agent_id, t.AGENT_TERMS.c.team).where(mine)
    return {row.agent_id: row.team for row in connection.execute(asked)}


def names(connection: Connection, centre_id: str) -> dict[str, str]:
    """Everybody's name by id, as the latest terms have it; those who left are among them."""
    terms = t.AGENT_TERMS.c
    asked = select(terms.agent_id, terms.name).where(terms.centre_id == centre_id).order_by(terms.since)
    return {row.agent_id: row.name for row in connection.execute(asked)}


def grade_history(connection: Connection, centre_id: str) -> dict[str, tuple[tuple[date, Grade | None], ...]]:
    """Each agent's grades with the days from which they hold, in order (GRADE)."""
    query = select(t.AGENT_GRADES).where(t.AGENT_GRADES.c.centre_id == centre_id).order_by(t.AGENT_GRADES.c.since)
    history: dict[str, list[tuple[date, Grade | None]]] = {}
    for row in connection.execute(query):
        history.setdefault(row.agent_id, []).append((row.since, Grade(row.grade) if row.grade else None))
    return {agent_id: tuple(items) for agent_id, items in history.items()}


@dataclass(frozen=True, slots=True)
class DecidedGrade:
    """A grade that was decided at the desk, and the day from which it holds."""

    since: date
    grade: Grade | None


def decided_grades(connection: Connection, centre_id: str, day: date) -> dict[str, DecidedGrade]:
    """By person the grade in force on a day where it was decided at the desk: no case says otherwise (GRADE)."""
    grades = t.AGENT_GRADES.c
    query = select(t.AGENT_GRADES).where((grades.centre_id == centre_id) & (grades.since <= day))
    in_force: dict[str, DecidedGrade] = {}
    for row in connection.execute(query.order_by(grades.since)):
        if row.decided:
            in_force[row.agent_id] = DecidedGrade(row.since, Grade(row.grade) if row.grade else None)
        elif row.since.day != 1:  # a case that gives a grade from a day within its month decides it too
            in_force.pop(row.agent_id, None)
    return in_force


def set_grade(
    connection: Connection, centre_id: str, agent_id: str, since: date, grade: Grade | None, *, decided: bool = False
) -> None:
    """A grade that holds from a day on, until a later one; what was `decided` at the desk gives way to that alone."""
    table = t.AGENT_GRADES
    where = (table.c.centre_id == centre_id) & (table.c.agent_id == agent_id) & (table.c.since == since)
    if not decided and connection.execute(select(table.c.since).where(where & table.c.decided)).first():
        return
    connection.execute(delete(table).where(where))
    values = {"centre_id": centre_id, "agent_id": agent_id, "since": since, "grade": grade, "decided": decided}
    connection.execute(insert(table).values(**values))


def put_decided_grade(connection: Connection, centre_id: str, agent_id: str, since: date, grade: Grade | None) -> None:
    """A decided grade, from a day on: later months that were given the grade held until then go by it too.

    A month's case tells its people's grades on its first day; where it was written before the decision it tells the
    old one. A later row of another grade, or of a day within a month, was decided by itself and stands.
    """
    history = grade_history(connection, centre_id).get(agent_id, ())
    held = next((grade_then for day, grade_then in reversed(history) if day <= since), None)
    set_grade(connection, centre_id, agent_id, since, grade, decided=True)
    for day, grade_then in history:
        if day > since:
            if day.day != 1 or grade_then is not held:
                break
            set_grade(connection, centre_id, agent_id, day, grade, decided=True)
