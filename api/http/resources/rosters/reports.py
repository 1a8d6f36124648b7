"""Numbers read off a roster: hours, fair shares, predicted service; and what one more seat is worth."""

from typing import Any

from fastapi import Response
from pydantic import BaseModel

from api.http.dependencies import Parts, Planner, Services
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.replies import answer
from api.http.resources.edits.routes import draft_of
from api.http.routing import resource
from roster.desk.board.board import Board
from roster.engine.bounds.aggregate import aggregate
from roster.engine.bounds.what_if_prices import SeatPrice, seat_prices
from roster.engine.problem.problem import Problem
from roster.report import PredictedService, SeatCoverage, coverage, fairness, hours, predicted_service
from roster.rule import TICKS
from roster.text import clock_time

router = resource("/rosters", "rosters")
PRICE_SECONDS = 60.0


class HoursOut(BaseModel):
    """An agent's month in hours and days."""

    agent_id: str
    worked_hours: float
    contract_hours: float
    balance_hours: float
    duties: int
    nights: int
    leave_days: int
    rest_days: int


class ShareOut(BaseModel):
    """Duties of one kind: this month's, history's, and the month's fair share (null where there is none)."""

    month: int
    history: int
    share: float | None


class FairnessOut(BaseModel):
    """An agent's nights, weekends and holidays against the fair share."""

    agent_id: str
    nights: ShareOut
    weekends: ShareOut
    holidays: ShareOut


class ServiceRow(BaseModel):
    """What callers meet in an interval: shares between 0 and 1."""

    date: str
    time: str
    job: str
    calls: float
    service_level: float
    answer_rate: float
    occupancy: float


class ServiceOut(BaseModel):
    """The prediction, its mean over calls, and the target; empty where seats are given without load."""

    level: float
    seconds: float
    mean_service_level: float
    items: list[ServiceRow]
    total: int
    next: int | None


class SeatPriceOut(BaseModel):
    """What one more seat required there would cost, in points of the proven bound."""

    date: str
    job: str
    times: list[str]
    points: float


def covered(parts: Services, stored: Any, board: Board) -> tuple[SeatCoverage, PredictedService]:
    """Coverage and service of a version, kept in memory by revision."""
    key = ("covered", stored.key, id(board.case))

    def work() -> tuple[Any, SeatCoverage, PredictedService]:
        evidence = board.evidence(board.roster)
        table = coverage(evidence)
        return board.case, table, predicted_service(evidence, table)

    remembered = parts.office.remember(key, work)
    return remembered[1], remembered[2]


def prices_of(parts: Services, board: Board) -> tuple[SeatPrice, ...]:
    """What one more seat is worth anywhere in the month, by the relaxation; worked out once for a month's state."""
    key = ("prices", board.case.centre.name, str(board.case.month), id(board.month_case))

    def work() -> tuple[Any, tuple[SeatPrice, ...]]:
        problem = Problem.of(board.sheet.context, board.sheet.compiled.pieces)
        relaxation = aggregate(problem, PRICE_SECONDS)
        return board.month_case, () if relaxation is None else seat_prices(problem, relaxation.row_price)

    remembered: tuple[Any, tuple[SeatPrice, ...]] = parts.office.remember(key, work)
    return remembered[1]


@router.get("/{roster_id}/hours", response_model=PageOf[HoursOut])
def get_hours(parts: Parts, caller: Planner, roster_id: str, page: Paged) -> Response:
    """Everybody's hours against contract, nights, leave and days off."""
    _, board = draft_of(parts, caller, roster_id)
    accounts = hours(board.evidence(board.roster))
    return answer(
        page.of(
            [
                {
                    "agent_id": agent_id,
                    "worked_hours": account.worked_minutes / 60,
                    "contract_hours": account.contract_minutes / 60,
                    "balance_hours": account.balance_minutes / 60,
                    "duties": account.duties,
                    "nights": account.nights,
                    "leave_days": account.leave_days,
                    "rest_days": account.rest_days,
                }
                for agent_id, account in accounts.items()
            ]
        )
    )


@router.get("/{roster_id}/fairness", response_model=PageOf[FairnessOut])
def get_fairness(parts: Parts, caller: Planner, roster_id: str, page: Paged) -> Response:
    """Everybody's nights, weekends and holidays against the fair share."""
    _, board = draft_of(parts, caller, roster_id)
    fairness_rows = fairness(board.evidence(board.roster), board.rulebook)

    def share(item: Any) -> dict[str, Any]:
        return {"month": item.month, "history": item.history, "share": item.share}

    items = [
        {
            "agent_id": agent_id,
            "nights": share(fairness_share.nights),
            "weekends": share(fairness_share.weekends),
            "holidays": share(fairness_share.holidays),
        }
        for agent_id, fairness_share in fairness_rows.items()
    ]
    return answer(page.of(items))


@router.get("/{roster_id}/service", response_model=ServiceOut)
def get_service(parts: Parts, caller: Planner, roster_id: str, page: Paged) -> Response:
    """The service level, answer rate and occupancy that the rostered seats promise, per interval with load."""
    stored, board = draft_of(parts, caller, roster_id)
    service = covered(parts, stored, board)[1]
    places = range(page.offset, min(page.offset + page.limit, len(service.days)))
    items = [
        {
            "date": service.days[place].isoformat(),
            "time": clock_time(service.minutes[place]),
            "job": service.jobs[place],
            "calls": float(service.calls[place]),
            "service_level": round(float(service.service_level[place]), 4),
            "answer_rate": round(float(service.answer_rate[place]), 4),
            "occupancy": round(float(service.occupancy[place]), 4),
        }
        for place in places
    ]
    mean = round(service.mean(service.service_level), 4)
    view = {"level": service.level, "seconds": service.seconds, "mean_service_level": mean}
    return answer({**view, **page.out(items, len(service.days))})


@router.get("/{roster_id}/seat-prices", response_model=PageOf[SeatPriceOut])
def get_prices(parts: Parts, caller: Planner, roster_id: str, page: Paged) -> Response:
    """What one more seat required would cost, dearest first, in points of the month's proven bound. Takes seconds."""
    _, board = draft_of(parts, caller, roster_id)
    dearest = sorted(prices_of(parts, board), key=lambda item: (-item.ticks, item.day, item.job, item.minutes))
    items = [
        {
            "date": board.sheet.context.date_of(item.day).isoformat(),
            "job": item.job,
            "times": [clock_time(minute) for minute in item.minutes],
            "points": round(item.ticks / TICKS, 2),
        }
        for item in dearest
    ]
    return answer(page.of(items))
