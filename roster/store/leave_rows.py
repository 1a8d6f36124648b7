"""Leave requests with certificates, vacated duties and decisions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, select, update

from roster.errors import NotFoundError, StaleError
from roster.model import Duty
from roster.model.approval import Approval, Office, Step
from roster.model.leave_request import Certificate, LeaveRequest, LeaveState, Vacancy
from roster.store.tables import desk as t
from roster.text import Text


def _leaves_where(connection: Connection, where: ColumnElement[bool]) -> tuple[LeaveRequest, ...]:
    rows = connection.execute(select(t.LEAVES).where(where).order_by(t.LEAVES.c.filed_at, t.LEAVES.c.leave_id)).all()
    if not rows:
        return ()
    chosen = select(t.LEAVES.c.leave_id).where(where)
    papers: dict[str, list[Certificate]] = {}
    for row in connection.execute(
        select(t.CERTIFICATES)
        .where(t.CERTIFICATES.c.leave_id.in_(chosen))
        .order_by(t.CERTIFICATES.c.start, t.CERTIFICATES.c.certificate_id)
    ):
        papers.setdefault(row.leave_id, []).append(Certificate(row.start, row.end, row.handed_in_at))
    vacated: dict[str, list[Duty]] = {}
    filled: dict[str, list[Duty]] = {}
    freed = (t.VACANCIES.c.state != "returned") & t.VACANCIES.c.leave_id.in_(chosen)
    for row in connection.execute(select(t.VACANCIES).where(freed).order_by(t.VACANCIES.c.day)):
        duty = Duty(row.agent_id, row.day, row.shift, row.job)
        if row.start_minute is None:
            vacated.setdefault(row.leave_id, []).append(duty)
        if row.state != "open":
            filled.setdefault(row.leave_id, []).append(duty)
    return tuple(
        LeaveRequest(
            row.agent_id,
            row.kind,
            row.start,
            row.end,
            row.reason,
            row.filed_at,
            row.filed_by,
            row.special,
            row.extreme,
            row.leave_id,
            LeaveState(row.state),
            tuple(papers.get(row.leave_id, ())),
            row.returned_at,
            tuple(vacated.get(row.leave_id, ())),
            row.reminded_at,
            row.start_minute,
            row.end_minute,
            tuple(filled.get(row.leave_id, ())),
        )
        for row in rows
    )


def leaves_between(connection: Connection, centre_id: str, start: date, end: date) -> tuple[LeaveRequest, ...]:
    """The requests that touch the days `start` … `end` (inclusive), in the order of filing."""
    return _leaves_where(
        connection, and_(t.LEAVES.c.centre_id == centre_id, t.LEAVES.c.start <= end, t.LEAVES.c.end >= start)
    )


def leave_row(connection: Connection, centre_id: str, leave_id: str) -> LeaveRequest:
    """One request; NotFoundError without it."""
    leaves = _leaves_where(connection, and_(t.LEAVES.c.leave_id == leave_id, t.LEAVES.c.centre_id == centre_id))
    if not leaves:
        raise NotFoundError(Text(f"请假 {leave_id}", f"leave {leave_id}"))
    return leaves[0]


def centre_of_leave(connection: Connection, leave_id: str) -> str:
    """The centre of a leave; NotFoundError without it."""
    query = select(t.LEAVES.c.centre_id).where(t.LEAVES.c.leave_id == leave_id)
    centre_id = connection.execute(query).scalar_one_or_none()
    if centre_id is None:
        raise NotFoundError(leave_id)
    return str(centre_id)


def add_leave(connection: Connection, centre_id: str, leave: LeaveRequest) -> None:
    """A new request."""
    connection.execute(
        insert(t.LEAVES).values(
            leave_id=leave.leave_id,
            centre_id=centre_id,
            agent_id=leave.agent_id,
            kind=leave.kind,
            start=leave.start,
            end=leave.end,
            reason=leave.reason,
            filed_by=leave.filed_by,
            filed_at=leave.filed_at,
            special=leave.special,
            extreme=leave.extreme,
            start_minute=leave.start_minute,
            end_minute=leave.end_minute,
            state=leave.state.value,
            version=1,
        )
    )


def set_leave_state(
    connection: Connection,
    leave: LeaveRequest,
    state: LeaveState,
    at: datetime,
    *,
    returned_at: datetime | None = None,
    end: tuple[date, int | None] | None = None,
) -> None:
    """Compare-and-set of a leave's state, and of its end where it ends early; StaleError if it is not as it was."""
    values: dict[str, Any] = {"state": state.value, "version": t.LEAVES.c.version + 1, "decided_at": at}
    if end is not None:
        values["end"], values["end_minute"] = end
    if returned_at is not None:
        values["returned_at"] = returned_at
    where = and_(t.LEAVES.c.leave_id == leave.leave_id, t.LEAVES.c.state == leave.state.value)
    if connection.execute(update(t.LEAVES).where(where).values(**values)).rowcount != 1:
        raise StaleError("the leave was decided meanwhile")


def add_certificate(connection: Connection, leave_id: str, paper: Certificate) -> None:
    """A certificate handed in."""
    connection.execute(
        insert(t.CERTIFICATES).values(
            leave_id=leave_id, start=paper.start, end=paper.end, handed_in_at=paper.handed_in_at
        )
    )


def add_vacancies(connection: Connection, month_id: int, freed: tuple[Vacancy, ...]) -> None:
    """The duties, and parts of duties, that a leave freed."""
    if freed:
        connection.execute(
            insert(t.VACANCIES),
            [
                {
                    "leave_id": item.leave_id,
                    "month_id": month_id,
                    "agent_id": item.duty.agent_id,
                    "day": item.duty.day,
                    "shift": item.duty.shift,
                    "job": item.duty.job,
                    "state": "open",
                    "start_minute": None if item.part is None else item.part[0],
                    "end_minute": None if item.part is None else item.part[1],
                }
                for item in freed
            ],
        )


def vacancies_of_month(connection: Connection, month_id: int) -> tuple[Vacancy, ...]:
    """What leave freed in a month and nobody covers yet, by day."""
    return _vacancies(connection, (t.VACANCIES.c.month_id == month_id) & (t.VACANCIES.c.state == "open"))


def vacancies_of_leave(connection: Connection, leave_id: str) -> tuple[Vacancy, ...]:
    """What a leave freed and nobody covers yet, by day."""
    return _vacancies(connection, (t.VACANCIES.c.leave_id == leave_id) & (t.VACANCIES.c.state == "open"))


def _vacancies(connection: Connection, where: ColumnElement[bool]) -> tuple[Vacancy, ...]:
    query = select(t.VACANCIES).where(where).order_by(t.VACANCIES.c.day, t.VACANCIES.c.agent_id)
    return tuple(map(_vacancy, connection.execute(query)))


def _vacancy(row: Row[Any]) -> Vacancy:
    part = None if row.start_minute is None else (row.start_minute, row.end_minute)
    return Vacancy(row.leave_id, Duty(row.agent_id, row.day, row.shift, row.job), part)


def covered_parts(connection: Connection, leave_id: str) -> tuple[Vacancy, ...]:
    """The parts of standing duties that a leave took and that somebody else works, by day."""
    c = t.VACANCIES.c
    return _vacancies(connection, (c.leave_id == leave_id) & (c.state == "covered") & c.start_minute.is_not(None))


def filled_of_leave(connection: Connection, leave_id: str) -> tuple[tuple[Vacancy, str], ...]:
    """What a leave freed and somebody else works, by day, with who; nobody where a new roster has filled it."""
    c = t.VACANCIES.c
    query = select(t.VACANCIES).where((c.leave_id == leave_id) & c.state.in_(("covered", "replanned"))).order_by(c.day)
    return tuple((_vacancy(row), row.covered_by or "") for row in connection.execute(query))


def vacancy_replanned(connection: Connection, item: Vacancy) -> None:
    """A new roster of the month has filled what was vacant."""
    where = (t.VACANCIES.c.leave_id == item.leave_id) & (t.VACANCIES.c.day == item.duty.day)
    connection.execute(update(t.VACANCIES).where(where).values(state="replanned"))


def mark_reminded(connection: Connection, leave_id: str, at: datetime) -> None:
    """Writes when the sign-off of a leave was asked for."""
    connection.execute(update(t.LEAVES).where(t.LEAVES.c.leave_id == leave_id).values(reminded_at=at))


def open_vacancy(connection: Connection, centre_id: str, duty: Duty) -> str | None:
    """The leave that freed a duty which nobody covers yet, if one did."""
    where = and_(
        t.LEAVES.c.centre_id == centre_id,
        t.VACANCIES.c.agent_id == duty.agent_id,
        t.VACANCIES.c.day == duty.day,
        t.VACANCIES.c.shift == duty.shift,
        t.VACANCIES.c.state == "open",
    )
    query = select(t.VACANCIES.c.leave_id).join(t.LEAVES, t.LEAVES.c.leave_id == t.VACANCIES.c.leave_id).where(where)
    return connection.execute(query).scalars().first()


def vacancies_of_day(connection: Connection, centre_id: str, agent_id: str, day: date) -> tuple[Vacancy, ...]:
    """What leave freed of somebody's duty on a day and nobody covers yet."""
    c = t.VACANCIES.c
    own = c.leave_id.in_(select(t.LEAVES.c.leave_id).where(t.LEAVES.c.centre_id == centre_id))
    return _vacancies(connection, own & (c.agent_id == agent_id) & (c.day == day) & (c.state == "open"))


def cover_vacancy(connection: Connection, leave_id: str, day: date, covered_by: str) -> None:
    """Writes who covers a duty that a leave freed."""
    where = (t.VACANCIES.c.leave_id == leave_id) & (t.VACANCIES.c.day == day)
    connection.execute(update(t.VACANCIES).where(where).values(state="covered", covered_by=covered_by))


def give_back(connection: Connection, leave_id: str, day: date) -> bool:
    """A duty that a leave freed goes back to its owner; False where it is not vacant any more."""
    where = (t.VACANCIES.c.leave_id == leave_id) & (t.VACANCIES.c.day == day) & (t.VACANCIES.c.state == "open")
    return connection.execute(update(t.VACANCIES).where(where).values(state="returned")).rowcount == 1


def decisions_of(connection: Connection, subject: str) -> tuple[Approval, ...]:
    """The decisions made on a swap or leave, in their order."""
    query = select(t.DECISIONS).where(t.DECISIONS.c.subject == subject).order_by(t.DECISIONS.c.decision_id)
    return tuple(
        Approval(
            Step(Office(row.office), row.team),
            row.approved,
            row.decided_by,
            row.at,
            row.on_behalf_of,
            row.consent,
            row.reason,
            row.away,
        )
        for row in connection.execute(query)
    )


def add_decision(connection: Connection, subject: str, approval: Approval) -> None:
    """A decision made; the rung's unique key refuses a second approval."""
    connection.execute(
        insert(t.DECISIONS).values(
            subject=subject,
            office=approval.step.office.value,
            team=approval.step.team,
            approved=approval.approved,
            decided_by=approval.by,
            on_behalf_of=approval.on_behalf_of,
            away=approval.away,
            consent=approval.consent,
            reason=approval.reason,
            at=approval.at,
        )
    )
