"""Actual figures: taken in, compared with what was predicted, reported by shift, turned into next month's load."""

from datetime import date as Day  # noqa: N812 - a parameter is called `date`
from typing import Annotated

from fastapi import Query, Response

from api.http.dependencies import CentreQuery, MonthQuery, Parts, Planner, centre_of
from api.http.idempotency import once
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.replies import Reply, answer
from api.http.resources.actuals.bodies import (
    ActualsBody,
    ComparedOut,
    CorrectBody,
    DayFiguresOut,
    ErrorOut,
    ImportedOut,
    ReportOut,
)
from api.http.routing import resource
from api.views.actuals import compared_view, error_view, figures_view, report_view
from roster.desk.actuals.actual_desk import compared, correct_load, errors_of, import_actuals, report_of
from roster.desk.actuals.compare import by_day
from roster.model import Month
from roster.model.actual import Actual

router = resource("/actuals", "actuals")


@router.get("", response_model=PageOf[ComparedOut])
def list_all(
    parts: Parts,
    caller: Planner,
    page: Paged,
    centre_id: CentreQuery = None,
    month: MonthQuery = None,
    date: Annotated[Day | None, Query(description="Only this day's")] = None,
) -> Response:
    """The month's intervals (or a day's) with figures, beside forecast, roster and promise."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    chosen = Month.of(date) if date is not None else parts.office.month(desk.centre_id, month)
    figures = compared(desk, chosen, date, date)
    return answer(page.out([compared_view(item) for item in page.part(list(figures))], len(figures)))


@router.get("/days", response_model=PageOf[DayFiguresOut])
def list_days(
    parts: Parts, caller: Planner, page: Paged, centre_id: CentreQuery = None, month: MonthQuery = None
) -> Response:
    """The month's days with figures, by job."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    figures_by_day = by_day(compared(desk, parts.office.month(desk.centre_id, month)))
    rows = [
        {"date": day.isoformat(), "job": job, **figures_view(figures)} for (day, job), figures in figures_by_day.items()
    ]
    return answer(page.out(page.part(rows), len(rows)))


@router.get("/errors", response_model=PageOf[ErrorOut])
def list_errors(
    parts: Parts, caller: Planner, page: Paged, centre_id: CentreQuery = None, month: MonthQuery = None
) -> Response:
    """How the month's forecast fared, by job and kind of day."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    errors = errors_of(desk, parts.office.month(desk.centre_id, month))
    return answer(page.out([error_view(item) for item in page.part(list(errors))], len(errors)))


@router.get("/report", response_model=ReportOut)
def report(
    parts: Parts,
    caller: Planner,
    date: Annotated[Day, Query(description="The shift's day")],
    shift: Annotated[str, Query(max_length=200, description="Its code")],
    centre_id: CentreQuery = None,
) -> Response:
    """班长责任制 §6: the load report of a shift, with the seats that it proposes otherwise."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    return answer(report_view(report_of(desk, date, shift)))


@router.post("", response_model=ImportedOut)
@once
def take_in(parts: Parts, caller: Planner, body: ActualsBody) -> Reply:
    """Take in a month's figures; all of them, or nothing."""
    desk = parts.office.desk(centre_of(caller, body.centre_id))
    items = [
        Actual(
            row.date,
            int(row.time[:2]) * 60 + int(row.time[3:]),
            row.job,
            row.offered,
            row.answered,
            row.within,
            row.aht_seconds,
        )
        for row in body.rows
    ]
    month = parts.office.month(desk.centre_id, body.month)
    return Reply({"intervals": import_actuals(desk, caller.person, month, items, file="rows")})


@router.post("/correct", response_model=list[ErrorOut])
@once
def correct(parts: Parts, caller: Planner, body: CorrectBody) -> Reply:
    """Multiply a month's load by what the forecast of the month before was off; once a month."""
    desk = parts.office.desk(centre_of(caller, body.centre_id))
    month = parts.office.month(desk.centre_id, body.month)
    return Reply([error_view(item) for item in correct_load(desk, caller.person, month)])
