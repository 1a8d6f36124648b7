"""What of the recurring tasks is done, and which of them were told to be overdue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from roster.store.tables.desk import TASK_STATES as T

Key = tuple[str, date, str]
"""A task on one day: its id, the day, the team (empty but for what each team's leader owes)."""


@dataclass(frozen=True, slots=True)
class TaskState:
    """Where one task of a day stands."""

    told_at: datetime | None = None
    done_by: str | None = None
    done_at: datetime | None = None
    note: str = ""


def task_states(connection: Connection, centre_id: str, first: date, last: date) -> Mapping[Key, TaskState]:
    """The states of the days `first` … `last` (inclusive)."""
    where = and_(T.c.centre_id == centre_id, T.c.day >= first, T.c.day <= last)
    return {
        (row.task_id, row.day, row.team): TaskState(row.told_at, row.done_by, row.done_at, row.note)
        for row in connection.execute(select(T).where(where))
    }


def _where(centre_id: str, key: Key) -> ColumnElement[bool]:
    task_id, day, team = key
    return and_(T.c.centre_id == centre_id, T.c.task_id == task_id, T.c.day == day, T.c.team == team)


def put_state(connection: Connection, centre_id: str, key: Key, state: TaskState) -> None:
    """A task's state, over the one before."""
    values = {"told_at": state.told_at, "done_by": state.done_by, "done_at": state.done_at, "note": state.note}
    where = _where(centre_id, key)
    if connection.execute(update(T).where(where).values(values)).rowcount == 0:
        task_id, day, team = key
        connection.execute(insert(T).values(centre_id=centre_id, task_id=task_id, day=day, team=team, **values))
