"""Hours needed against hours there, before anything is solved."""

from fastapi import Response
from pydantic import BaseModel

from api.http.dependencies import MonthQuery, Parts, Planner, Services
from api.http.replies import answer
from api.http.resources.centres.routes import CentreId
from api.http.routing import resource
from roster.desk.desk import Desk
from roster.engine.diagnosis.capacity import Capacity, capacity
from roster.model import Month

router = resource("/centres", "centres")
SECONDS_PER_SOLVE = 10.0


class NeedOut(BaseModel):
    """A job's week in seat-hours; `job` null: all jobs together, `start` null: the month. Null: not settled in time.

    `available` is what its holders could serve at all, `there` how much of what is needed, `short` what no roster can.
    """

    job: str | None
    start: str | None
    end: str | None
    holders: int
    needed: float
    available: float | None
    there: float | None
    short: float | None


class CapacityOut(BaseModel):
    """The table, and whether nothing is proven to be short."""

    items: list[NeedOut]
    enough: bool


def capacity_of(parts: Services, desk: Desk, month: Month) -> Capacity:
    """The month's capacity, worked out once for each state of the month."""
    board = desk.board(month)
    key = ("capacity", desk.centre_id, str(month), id(board.month_case))
    remembered: tuple[object, Capacity] = parts.office.remember(
        key, lambda: (board.month_case, capacity(board.case, board.rulebook, SECONDS_PER_SOLVE))
    )
    return remembered[1]


@router.get("/{centre_id}/capacity", response_model=CapacityOut)
def get_capacity(parts: Parts, caller: Planner, centre_id: CentreId, month: MonthQuery = None) -> Response:
    """Seat-hours needed and there, per job and week: what is short here no solve can fill. Takes some seconds."""
    caller.need_centre(centre_id)
    measured = capacity_of(parts, parts.office.desk(centre_id), parts.office.month(centre_id, month))
    items = [
        {
            "job": need.job,
            "start": need.start.isoformat() if need.start else None,
            "end": need.end.isoformat() if need.end else None,
            "holders": need.holders,
            "needed": need.needed,
            "available": need.available,
            "there": need.there,
            "short": need.short,
        }
        for need in measured.needs
    ]
    return answer({"items": items, "enough": measured.enough})
