"""Recurring tasks: listed by day, said to be done (LEAD-3, LEAD-4, MEET-4, HALL)."""

from datetime import date as Day  # noqa: N812 - a parameter is called `date`
from typing import Annotated

from fastapi import Query, Response

from api.accounts.caller import Caller, Right
from api.http.dependencies import CentreQuery, Me, MonthQuery, Parts, centre_of
from api.http.idempotency import once
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.replies import Reply, answer
from api.http.resources.tasks.bodies import DoneBody, TaskOut
from api.http.routing import resource
from api.views.tasks import task_view
from roster.desk.desk import Desk
from roster.desk.tasks.task_desk import DueTask, list_tasks, set_done
from roster.errors import NotFoundError
from roster.model import Month

router = resource("/tasks", "tasks")


def sees_task(caller: Caller, item: DueTask) -> bool:
    """Whether a task is the caller's to see: their own, or any for who leads or plans."""
    return caller.may(Right.PLAN) or caller.may(Right.LEAD) or caller.person in item.due.people


@router.get("", response_model=PageOf[TaskOut])
def list_all(
    parts: Parts,
    caller: Me,
    page: Paged,
    centre_id: CentreQuery = None,
    month: MonthQuery = None,
    date: Annotated[Day | None, Query(description="Only this day's")] = None,
) -> Response:
    """The month's tasks (or a day's) by time: whose each is, and whether it is done, due or overdue."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    chosen = Month.of(date) if date is not None else parts.office.month(desk.centre_id, month)
    mine = [item for item in list_tasks(desk, chosen, date, date) if sees_task(caller, item)]
    return answer(page.out([task_view(item) for item in page.part(mine)], len(mine)))


def _need_seen(desk: Desk, caller: Caller, task_id: str, body: DoneBody) -> None:
    """NotFoundError for a task that is not the caller's to see."""
    for item in list_tasks(desk, Month.of(body.date), body.date, body.date):
        if item.key == (task_id, body.date, body.team) and sees_task(caller, item):
            return
    raise NotFoundError(task_id)


@router.post("/{task_id}/done", response_model=TaskOut)
@once
def done(parts: Parts, caller: Me, task_id: str, body: DoneBody) -> Reply:
    """Say that a day's task is done: whose it is, their leader or a director."""
    desk = parts.office.desk(centre_of(caller, body.centre_id))
    _need_seen(desk, caller, task_id, body)
    return Reply(task_view(set_done(desk, caller.person, task_id, body.date, body.team, note=body.note)))


@router.post("/{task_id}/reopen", response_model=TaskOut)
@once
def reopen(parts: Parts, caller: Me, task_id: str, body: DoneBody) -> Reply:
    """Take that back."""
    desk = parts.office.desk(centre_of(caller, body.centre_id))
    _need_seen(desk, caller, task_id, body)
    return Reply(task_view(set_done(desk, caller.person, task_id, body.date, body.team, done=False)))
