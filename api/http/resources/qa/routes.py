"""Quality: a month's samples on its roster, the marks of calls that were heard, and what they say (QA-3 to QA-5)."""

from io import StringIO
from typing import Annotated, Literal

from fastapi import Query, Response

from api.accounts.caller import Caller, Right
from api.http.dependencies import CentreQuery, Lead, Me, MonthQuery, Parts, Planner, Tongue, centre_of
from api.http.idempotency import once
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.people import sees_person
from api.http.replies import Reply, answer, table_download
from api.http.resources.qa.bodies import MarkedOut, MarkOut, MarksBody, PlanBody, PlanOut, SampleOut, SummaryOut
from api.http.routing import resource
from api.views.quality import mark_view, sample_view, summary_view
from roster.desk.desk import Desk
from roster.desk.quality.qa_desk import marks_of, plan_quality, record_marks, samples, summaries
from roster.files.qa_files import write_summary
from roster.model import Month
from roster.qa import QualityMark
from roster.qa.summary import Summary
from roster.text import Language

router = resource("/qa", "qa")
Period = Annotated[Literal["week", "month"], Query(description="Week by week, or the month as one")]


@router.get("/plan", response_model=PageOf[SampleOut])
def read_plan(
    parts: Parts, caller: Me, page: Paged, centre_id: CentreQuery = None, month: MonthQuery = None
) -> Response:
    """The month's samples by time; a monitor's own, all for who leads or plans. Nobody reads when they are heard."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    planned = samples(desk, parts.office.month(desk.centre_id, month))
    mine = [item for item in planned if caller.may(Right.PLAN) or item[0].monitor.agent_id == caller.agent_id]
    return answer(page.out([sample_view(*item) for item in page.part(mine)], len(mine)))


@router.post("/plan", response_model=PlanOut)
def plan(parts: Parts, caller: Planner, body: PlanBody) -> Response:
    """Plan the month's samples on its published roster; what was heard already stays."""
    desk = parts.office.desk(centre_of(caller, body.centre_id))
    planned = plan_quality(desk, caller.person, parts.office.month(desk.centre_id, body.month))
    return answer(
        {
            "samples": len(planned.samples),
            "wanted": sum(planned.wanted.values()),
            "cost": planned.cost,
            "bound": planned.bound,
            "unheard": list(planned.unheard),
        }
    )


@router.get("/marks", response_model=PageOf[MarkOut])
def read_marks(
    parts: Parts, caller: Me, page: Paged, centre_id: CentreQuery = None, month: MonthQuery = None
) -> Response:
    """The month's marks of the caller's people, and those that the caller gave."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    chosen = parts.office.month(desk.centre_id, month)
    case = desk.board(chosen).case
    mine = [
        mark
        for mark in marks_of(desk, chosen.first, chosen.last)
        if mark.monitor_id == caller.agent_id or sees_person(caller, case, mark.agent_id)
    ]
    return answer(page.out([mark_view(mark) for mark in page.part(mine)], len(mine)))


@router.post("/marks", response_model=MarkedOut)
@once
def mark(parts: Parts, caller: Me, body: MarksBody) -> Reply:
    """Write marks: for monitors, leaders and directors."""
    desk = parts.office.desk(centre_of(caller, body.centre_id))
    marks = [QualityMark(row.monitor_id, row.agent_id, row.date, row.points, tuple(row.faults)) for row in body.marks]
    return Reply({"marks": record_marks(desk, caller.person, marks)})


@router.get("/summary", response_model=PageOf[SummaryOut])
def read_summary(
    parts: Parts,
    caller: Lead,
    page: Paged,
    centre_id: CentreQuery = None,
    month: MonthQuery = None,
    by: Period = "week",
) -> Response:
    """What the month's marks say: means and faults, the poorest first; of the caller's people and of all together."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    rows = seen_summaries(caller, desk, parts.office.month(desk.centre_id, month), by)
    return answer(page.out([summary_view(item) for item in page.part(rows)], len(rows)))


@router.get("/summary.csv", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
def read_summary_csv(
    parts: Parts,
    caller: Lead,
    language: Tongue,
    centre_id: CentreQuery = None,
    month: MonthQuery = None,
    by: Period = "week",
) -> Response:
    """The same as a table, with a byte-order mark, as spreadsheets read it: a row a person and period."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    chosen = parts.office.month(desk.centre_id, month)
    return summary_table(caller, desk, chosen, by, language)


def seen_summaries(caller: Caller, desk: Desk, month: Month, by: str) -> list[Summary]:
    """What marks say of all together and of the caller's people."""
    case = desk.board(month).case
    every = summaries(desk, month, by)
    return [item for item in every if item.agent_id is None or sees_person(caller, case, item.agent_id)]


def summary_table(caller: Caller, desk: Desk, month: Month, by: str, language: Language) -> Response:
    """The summaries that are the caller's to see, as a file."""
    with StringIO() as file:
        write_summary(file, desk.board(month).case, seen_summaries(caller, desk, month, by), language)
        return table_download(file.getvalue(), f"quality-{month}-{by}.csv")
