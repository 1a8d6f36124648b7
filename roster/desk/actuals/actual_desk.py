"""Actual figures at the desk: read in, compared, turned into next month's load and a shift's report."""

from collections.abc import Iterable
from datetime import date

from roster.desk.actuals.compare import (
    Compared,
    ForecastError,
    LoadReport,
    compare,
    corrected,
    forecast_errors,
    load_report,
)
from roster.desk.desk import Desk
from roster.desk.once import once
from roster.desk.refusals import not_now
from roster.desk.rosters.roster_desk import edit_case
from roster.errors import Fault, InputError, NotFoundError
from roster.files.read_actuals import problems
from roster.model import Month
from roster.model.actual import Actual
from roster.store.actual_rows import actuals_between, put_actuals
from roster.store.audit import AuditQuery, audit_page
from roster.text import Text, both


@once
def import_actuals(
    desk: Desk, actor: str, month: Month, items: Iterable[Actual], *, file: str = "actuals", key: str | None = None
) -> int:
    """Writes a month's actual figures, over those of the same intervals; how many. InputError with every fault."""
    items = tuple(items)
    with desk.writing(actor, "actuals.import", key) as work:
        case = work.board(month).case
        faults = [
            Fault(file, row, field, problem, remedy)
            for row, item in enumerate(items, start=1)
            for field, problem, remedy in problems(item, case)
        ]
        if faults:
            raise InputError(faults)
        put_actuals(work.connection, work.centre_id, items)
        days = sorted({item.day for item in items})
        imported = {"intervals": len(items), "days": [str(days[0]), str(days[-1])] if days else []}
        work.tell(f"actuals:{month}", imported)
        return len(items)


def compared(desk: Desk, month: Month, first: date | None = None, last: date | None = None) -> tuple[Compared, ...]:
    """A month's intervals (or those of some days) with figures, beside forecast and roster."""
    with desk.reading() as work:
        board = work.board(month)
        items = actuals_between(work.connection, work.centre_id, first or month.first, last or month.last)
        return compare(board, items)


def errors_of(desk: Desk, month: Month) -> tuple[ForecastError, ...]:
    """How the month's forecast fared, by job and kind of day."""
    return forecast_errors(compared(desk, month), desk.board(month).case.calendar)


def report_of(desk: Desk, day: date, shift: str) -> LoadReport:
    """班长责任制 §6: the load report of one shift; NotFoundError without the shift or without figures."""
    month = Month.of(day)
    if shift not in desk.board(month).case.shift_by_code:
        raise NotFoundError(Text(f"班次 {shift}", f"a shift {shift}"))
    with desk.reading() as work:
        later = [other for other in work.known_months() if other == month.next]
        boards = [work.board(month), *(work.board(other) for other in later)]
    boards = [board for board in boards if shift in board.case.shift_by_code]
    report = load_report(boards, [item for one in (month, *later) for item in compared(desk, one)], day, shift)
    if not report.items:
        raise NotFoundError(Text(f"{day} {shift} 班的实际话务量", f"actual figures of shift {shift} on {day}"))
    return report


@once
def correct_load(desk: Desk, actor: str, month: Month, *, key: str | None = None) -> tuple[ForecastError, ...]:
    """Multiplies a month's load by what the forecast of the month before was off; once a month.

    NotFoundError where the month before has no figures; refused where it was done already.
    """
    before = month.before
    errors = errors_of(desk, before)
    if not errors:
        raise NotFoundError(Text(f"{before} 的实际话务量与预测", f"forecast and actual figures of {before}"))
    with desk.writing(actor, "load.correct", key) as work:
        asked = AuditQuery(work.centre_id, None, "load.correct", f"case:{month}", None, None)
        if audit_page(work.connection, asked, 0, 1)[1]:
            raise not_now(
                Text(f"{month} 的话务量已按实际修正过", f"the load of {month} has been corrected already"),
                both(str(month)),
                Text("每月修正一次", "once a month"),
            )
        work.tell(f"case:{month}", {"corrected_from": str(before), "factors": len(errors)})
        edit_case(desk, actor, month, lambda case: corrected(case, errors))
    return errors
