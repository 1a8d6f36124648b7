"""Recurring tasks at the desk: due, done and overdue (LEAD-3, LEAD-4, MEET-4, QA-4, QA-5, HALL)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.once import once
from roster.desk.refusals import bad_request, not_yours, wrong_state
from roster.errors import NotFoundError
from roster.model import Case, Month
from roster.model.task import Task
from roster.store import case_rows
from roster.store.task_rows import Key, TaskState, put_state, task_states
from roster.tasks import Due, agenda
from roster.text import Text

TOLD_WITHIN = timedelta(days=3)
"""Tasks of longer ago are listed, but nobody is told of them anew."""


@dataclass(frozen=True, slots=True)
class DueTask:
    """A task on one day, whose it is, and where it stands at `now`."""

    due: Due
    state: TaskState
    now: datetime

    @property
    def key(self) -> Key:
        """What names it."""
        return self.due.task.task_id, self.due.day, self.due.team

    @property
    def done(self) -> bool:
        """Whether it is done."""
        return self.state.done_at is not None

    @property
    def overdue(self) -> bool:
        """Whether it should be done by now and is not."""
        return not self.done and self.due.at <= self.now

    @property
    def standing(self) -> str:
        """`done`, `overdue` or `due`."""
        return "done" if self.done else "overdue" if self.overdue else "due"


def tasks_of(work: Work, board: Board, first: date, last: date) -> tuple[DueTask, ...]:
    """The tasks of the days `first` … `last` (inclusive) that lie in the board's month, by time."""
    month = board.month
    first, last = max(first, month.first), min(last, month.last)
    if not board.case.tasks or first > last:
        return ()
    states = task_states(work.connection, work.centre_id, first, last)
    staff = board.staff
    due = agenda(board.evidence(board.roster), first, last, staff.directors, staff.centre_directors)
    return tuple(DueTask(due, states.get((due.task.task_id, due.day, due.team), TaskState()), work.now) for due in due)


def list_tasks(desk: Desk, month: Month, first: date | None = None, last: date | None = None) -> tuple[DueTask, ...]:
    """A month's tasks, or those of some of its days, by time."""
    with desk.reading() as work:
        return tasks_of(work, work.board(month), first or month.first, last or month.last)


def may_do(board: Board, person: str, item: DueTask) -> bool:
    """Whether a person may say that a task is done: whose it is, who leads them, or a director."""
    staff = board.staff
    if person in item.due.people or person in staff.directors | staff.centre_directors:
        return True
    return any(staff.is_manager_of(person, one) for one in item.due.people if one in staff.agents)


@once
def set_done(
    desk: Desk, actor: str, task_id: str, day: date, team: str = "", *, done: bool = True, note: str = "",
    key: str | None = None,
) -> DueTask:  # fmt: skip
    """Says that a task of a day is done, or takes that back; refused for others than may, and on a day to come."""
    with desk.writing(actor, "task.done" if done else "task.reopen", key) as work:
        board = work.board(Month.of(day))
        item = _task_due(work, board, task_id, day, team)
        if not may_do(board, actor, item):
            raise not_yours(actor, Text("任务责任人、其班长或主任", "whose task it is, their leader or a director"))
        if done == item.done:
            raise wrong_state(item.standing, "due" if done else "done")
        if done and day > board.month_case.local(work.now).date():
            raise bad_request(
                "date",
                Text(f"{day} 的任务还没到日子", f"the task of {day} is still to come"),
                Text("当天或之后再登记完成", "Say so on the day or later"),
            )
        state = replace(
            item.state,
            done_by=actor if done else None,
            done_at=work.now if done else None,
            note=note.strip() if done else "",
        )
        put_state(work.connection, work.centre_id, item.key, state)
        work.tell(f"task:{task_id}", {"day": day.isoformat(), "team": team, "done": done})
        return DueTask(item.due, state, work.now)


def _task_due(work: Work, board: Board, task_id: str, day: date, team: str) -> DueTask:
    for item in tasks_of(work, board, day, day):
        if item.key == (task_id, day, team):
            return item
    raise NotFoundError(Text(f"任务 {task_id} {day} {team}".strip(), f"task {task_id} on {day} {team}".strip()))


@once
def put_tasks(desk: Desk, actor: str, month: Month, tasks: tuple[Task, ...], *, key: str | None = None) -> None:
    """The month's list of tasks, over the one there; a director's to set."""
    with desk.writing(actor, "tasks.set", key) as work:
        board = work.board(month)
        case: Case = case_rows.get_case(work.connection, work.centre_id, month)
        case_rows.put_case(work.connection, work.centre_id, replace(case, tasks=tasks), work.now)
        work.tell(f"case:{month}", {"tasks": len(tasks), "before": len(board.case.tasks)})
        work.changed(month)


def settle_tasks(work: Work, month: Month) -> int:
    """Tells of what has become overdue lately, once each; how many."""
    board = work.board(month)
    reminders = 0
    today = board.month_case.local(work.now).date()
    for item in _newly_overdue(work, board, today):
        put_state(work.connection, work.centre_id, item.key, replace(item.state, told_at=work.now))
        task_id, day, team = item.key
        told_of = {"task": task_id, "day": day.isoformat(), "team": team, "people": list(item.due.people)}
        work.tell(f"overdue:{day}:{task_id}:{team}", told_of)
        reminders += 1
    return reminders


def _newly_overdue(work: Work, board: Board, today: date) -> Iterator[DueTask]:
    for item in tasks_of(work, board, today - TOLD_WITHIN, today):
        if item.overdue and item.state.told_at is None:
            yield item


def next_due(work: Work, month: Month) -> datetime | None:
    """When the next task of today falls due, or of yesterday, which may be due after midnight; None without one.

    Who asks asks again at each midnight.
    """
    board = work.board(month)
    today = board.month_case.local(work.now).date()
    coming = tasks_of(work, board, today - timedelta(days=1), today)
    return min((item.due.at for item in coming if not item.done and item.due.at > work.now), default=None)
