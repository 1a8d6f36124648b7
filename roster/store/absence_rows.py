"""Absenteeism, violations and attendance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, insert, or_, select, update

from roster.model.attendance import Attendance
from roster.store.tables import desk as t

ATTENDED = ("late", "away")
"""The kinds of violation that attendance tells."""


@dataclass(frozen=True, slots=True)
class Absence:
    """旷工 of one person on one day: provisional, final or cleared; `share` per cent (SWAP-5)."""

    agent_id: str
    day: date
    cause: str
    state: str
    share: int = 100
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Violation:
    """违纪: minutes late or away from the post (LEAVE-8).

    Kind `return`: leave not signed off in time (LEAVE-11); `proxy`: a check-in for somebody else, of both (DUTY-5).
    """

    agent_id: str
    day: date
    kind: str
    minutes: int


def put_absence(connection: Connection, centre_id: str, absence: Absence, at: datetime) -> bool:
    """Writes an absence once; False where it is there already, for this cause or another.

    A duty is missed once, whether two leaves were asked for it or attendance told of it too. The shares of a failed
    swap stand apart (SWAP-5). One that was cleared counts anew when it is told again.
    """
    where = _absence(centre_id, absence.agent_id, absence.day, absence.cause)
    known = connection.execute(select(t.ABSENCES.c.absence_id, t.ABSENCES.c.state).where(where)).first()
    if known is not None and known.state != "cleared":
        return False
    if not absence.cause.startswith("swap:"):
        same_day = and_(
            t.ABSENCES.c.centre_id == centre_id,
            t.ABSENCES.c.agent_id == absence.agent_id,
            t.ABSENCES.c.day == absence.day,
            t.ABSENCES.c.state != "cleared",
            ~t.ABSENCES.c.cause.like("swap:%"),
        )
        if connection.execute(select(t.ABSENCES.c.absence_id).where(same_day)).first() is not None:
            return False
    if known is not None:
        again = update(t.ABSENCES).where(t.ABSENCES.c.absence_id == known.absence_id)
        connection.execute(again.values(state=absence.state, share=absence.share, reason=absence.reason, at=at))
        return True
    connection.execute(
        insert(t.ABSENCES).values(
            centre_id=centre_id,
            agent_id=absence.agent_id,
            day=absence.day,
            cause=absence.cause,
            state=absence.state,
            share=absence.share,
            reason=absence.reason,
            at=at,
        )
    )
    return True


def clear_absences(connection: Connection, centre_id: str, agent_id: str, start: date, end: date) -> int:
    """Clears a person's provisional absences of `start` … `end` (inclusive), shares in swaps aside; how many."""
    where = and_(
        t.ABSENCES.c.centre_id == centre_id,
        t.ABSENCES.c.agent_id == agent_id,
        t.ABSENCES.c.day >= start,
        t.ABSENCES.c.day <= end,
        t.ABSENCES.c.state == "provisional",
        ~t.ABSENCES.c.cause.like("swap:%"),
    )
    return connection.execute(update(t.ABSENCES).where(where).values(state="cleared")).rowcount


def _absence(centre_id: str, agent_id: str, day: date, cause: str) -> ColumnElement[bool]:
    return and_(
        t.ABSENCES.c.centre_id == centre_id,
        t.ABSENCES.c.agent_id == agent_id,
        t.ABSENCES.c.day == day,
        t.ABSENCES.c.cause == cause,
    )


def set_absences(
    connection: Connection, centre_id: str, cause: str, old: str, new: str, *, day: date | None = None
) -> int:
    """Moves the absences of one cause (of one day only, if it is given) from a state to another; how many."""
    where = and_(t.ABSENCES.c.centre_id == centre_id, t.ABSENCES.c.cause == cause, t.ABSENCES.c.state == old)
    if day is not None:
        where = and_(where, t.ABSENCES.c.day == day)
    return connection.execute(update(t.ABSENCES).where(where).values(state=new)).rowcount


def finalise_absences(connection: Connection, centre_id: str, last: date) -> int:
    """What attendance told until that day (inclusive) and nobody has cleared is final; how many. Leave has its own."""
    where = and_(
        t.ABSENCES.c.centre_id == centre_id,
        t.ABSENCES.c.state == "provisional",
        t.ABSENCES.c.day <= last,
        ~t.ABSENCES.c.cause.like("leave:%"),
    )
    return connection.execute(update(t.ABSENCES).where(where).values(state="final")).rowcount


def adjust_share(
    connection: Connection, centre_id: str, cause: str, *, shares: dict[str, int], day: date, reason: str, at: datetime
) -> None:
    """The leader's own division of a failed duty, with the reason."""
    where = and_(t.ABSENCES.c.centre_id == centre_id, t.ABSENCES.c.cause == cause, t.ABSENCES.c.day == day)
    connection.execute(delete(t.ABSENCES).where(where))
    for agent_id, share in sorted(shares.items()):
        put_absence(connection, centre_id, Absence(agent_id, day, cause, "final", share, reason), at)


def absences(connection: Connection, centre_id: str, start: date, end: date) -> tuple[Absence, ...]:
    """The absences of the days `start` … `end` (inclusive)."""
    where = and_(t.ABSENCES.c.centre_id == centre_id, t.ABSENCES.c.day >= start, t.ABSENCES.c.day <= end)
    query = select(t.ABSENCES).where(where).order_by(t.ABSENCES.c.day, t.ABSENCES.c.agent_id, t.ABSENCES.c.cause)
    return tuple(
        Absence(row.agent_id, row.day, row.cause, row.state, row.share, row.reason) for row in connection.execute(query)
    )


def missed_days(connection: Connection, centre_id: str, start: date, end: date) -> frozenset[tuple[str, date]]:
    """Who did not come on which of the days `start` … `end` (inclusive).

    A share in a failed duty is no sign of it: its giver was not to come, and its taker may have come late (SWAP-5).
    """
    a, seen = t.ABSENCES.c, t.ATTENDANCE.c
    same = and_(seen.centre_id == a.centre_id, seen.agent_id == a.agent_id, seen.day == a.day, seen.absent)
    where = and_(a.centre_id == centre_id, a.day >= start, a.day <= end, a.state != "cleared")
    query = select(a.agent_id, a.day).where(where, or_(~a.cause.like("swap:%"), exists().where(same)))
    return frozenset((row.agent_id, row.day) for row in connection.execute(query))


def put_attendance(connection: Connection, centre_id: str, seen: Attendance, by: str, at: datetime) -> None:
    """What was seen of a duty, over what was written before."""
    where = and_(
        t.ATTENDANCE.c.centre_id == centre_id,
        t.ATTENDANCE.c.agent_id == seen.agent_id,
        t.ATTENDANCE.c.day == seen.day,
    )
    connection.execute(delete(t.ATTENDANCE).where(where))
    connection.execute(
        insert(t.ATTENDANCE).values(
            centre_id=centre_id,
            agent_id=seen.agent_id,
            day=seen.day,
            late_minutes=seen.late_minutes,
            away_minutes=seen.away_minutes,
            longest_away_minutes=seen.longest_away_minutes,
            early_minutes=seen.early_minutes,
            permitted_minutes=seen.permitted_minutes,
            absent=seen.absent,
            handover=seen.handover,
            recorded_by=by,
            recorded_at=at,
        )
    )


def attendance(
    connection: Connection, centre_id: str, start: date, end: date, agent_id: str | None = None
) -> tuple[Attendance, ...]:
    """The attendance of the days `start` … `end` (inclusive), of everybody or of one person."""
    where = and_(t.ATTENDANCE.c.centre_id == centre_id, t.ATTENDANCE.c.day >= start, t.ATTENDANCE.c.day <= end)
    if agent_id is not None:
        where = and_(where, t.ATTENDANCE.c.agent_id == agent_id)
    query = select(t.ATTENDANCE).where(where).order_by(t.ATTENDANCE.c.day, t.ATTENDANCE.c.agent_id)
    return tuple(
        Attendance(
            row.agent_id,
            row.day,
            row.late_minutes,
            row.away_minutes,
            row.absent,
            row.handover,
            row.longest_away_minutes,
            row.early_minutes,
            row.permitted_minutes,
        )
        for row in connection.execute(query)
    )


def note_violation(connection: Connection, centre_id: str, agent_id: str, day: date, kind: str) -> bool:
    """A violation that has no minutes; False where it is there already.

    `return`: a leave was not signed off on the first day after it, `day`; `proxy`: a check-in for somebody else.
    """
    v = t.VIOLATIONS.c
    where = and_(v.centre_id == centre_id, v.agent_id == agent_id, v.day == day, v.kind == kind)
    if connection.execute(select(v.day).where(where)).first() is not None:
        return False
    connection.execute(
        insert(t.VIOLATIONS).values(centre_id=centre_id, agent_id=agent_id, day=day, kind=kind, minutes=0)
    )
    return True


def put_violations(
    connection: Connection, centre_id: str, agent_id: str, day: date, violations: Iterable[Violation]
) -> None:
    """The violations of one person's day that attendance tells, over those written before."""
    where = and_(
        t.VIOLATIONS.c.centre_id == centre_id,
        t.VIOLATIONS.c.agent_id == agent_id,
        t.VIOLATIONS.c.day == day,
        t.VIOLATIONS.c.kind.in_(ATTENDED),
    )
    connection.execute(delete(t.VIOLATIONS).where(where))
    for item in violations:
        connection.execute(
            insert(t.VIOLATIONS).values(
                centre_id=centre_id, agent_id=agent_id, day=day, kind=item.kind, minutes=item.minutes
            )
        )


def violations(connection: Connection, centre_id: str, start: date, end: date) -> tuple[Violation, ...]:
    """The violations of the days `start` … `end` (inclusive)."""
    where = and_(t.VIOLATIONS.c.centre_id == centre_id, t.VIOLATIONS.c.day >= start, t.VIOLATIONS.c.day <= end)
    query = select(t.VIOLATIONS).where(where).order_by(t.VIOLATIONS.c.day, t.VIOLATIONS.c.agent_id)
    return tuple(Violation(row.agent_id, row.day, row.kind, row.minutes) for row in connection.execute(query))
