"""Results of the monthly grade tests, and what was decided on them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from roster.model import Grade, Month
from roster.model.grade_test import GradeDecision, GradeResult
from roster.store.tables.desk import GRADE_TESTS as T


@dataclass(frozen=True, slots=True)
class StoredTest:
    """One person's test of a month as it is kept: what was reached, who wrote it, what was decided on it."""

    result: GradeResult
    recorded_by: str
    decision: GradeDecision | None = None


def _tests(connection: Connection, where: ColumnElement[bool]) -> list[StoredTest]:
    return [
        StoredTest(
            GradeResult(row.agent_id, row.day, row.characters, row.exam),
            row.recorded_by,
            None
            if row.decided_at is None
            else GradeDecision(
                Grade(row.grade) if row.grade else None, row.since, row.decided_by, row.decided_at, row.reason
            ),
        )
        for row in connection.execute(select(T).where(where).order_by(T.c.month, T.c.agent_id))
    ]


def tests_of_month(connection: Connection, centre_id: str, month: Month) -> Mapping[str, StoredTest]:
    """The month's tests, by person."""
    tests = _tests(connection, and_(T.c.centre_id == centre_id, T.c.month == str(month)))
    return {item.result.agent_id: item for item in tests}


def tests_of_agent(connection: Connection, centre_id: str, agent_id: str) -> tuple[StoredTest, ...]:
    """A person's tests, the newest first."""
    return tuple(reversed(_tests(connection, and_(T.c.centre_id == centre_id, T.c.agent_id == agent_id))))


def _one(centre_id: str, result: GradeResult) -> ColumnElement[bool]:
    return and_(T.c.centre_id == centre_id, T.c.agent_id == result.agent_id, T.c.month == str(result.month))


def put_results(
    connection: Connection, centre_id: str, results: Iterable[GradeResult], *, by: str, at: datetime
) -> None:
    """Results, each over the person's earlier one of the month."""
    for result in results:
        connection.execute(delete(T).where(_one(centre_id, result)))
        connection.execute(
            insert(T).values(
                centre_id=centre_id,
                agent_id=result.agent_id,
                month=str(result.month),
                day=result.day,
                characters=result.characters,
                exam=result.exam,
                recorded_by=by,
                recorded_at=at,
                reason="",
            )
        )


def put_decision(connection: Connection, centre_id: str, result: GradeResult, decision: GradeDecision) -> bool:
    """What was decided on a result; False where something was decided before."""
    where = and_(_one(centre_id, result), T.c.decided_at.is_(None))
    values = {
        "grade": decision.grade,
        "since": decision.since,
        "decided_by": decision.by,
        "decided_at": decision.at,
        "reason": decision.reason,
    }
    return connection.execute(update(T).where(where).values(**values)).rowcount == 1
