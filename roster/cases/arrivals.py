"""From a CSV of real arrivals to a month's case."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from roster.cases.arrival_file import read_history
from roster.cases.folder import CaseFolder, CentrePage
from roster.cases.model_case import ModelCase
from roster.cases.sizing import agents_for, shifts_for, staff_for
from roster.errors import Fault, InputError
from roster.files.holidays import official_calendar
from roster.load.arrivals import History
from roster.load.erlang import required_seats
from roster.load.forecast import forecast_month
from roster.model.calendar import HolidayCalendar
from roster.model.centre import Month, Service
from roster.text import Text

MAX_AHT_SECONDS = 7200


@dataclass(frozen=True)
class ArrivalsCase:
    """What was written: the ``folder``, the days learnt from, and what the month comes to."""

    folder: Path
    observed_days: int
    calls: float
    seat_hours: float
    agents: int
    shifts: int


def case_from_arrivals(
    arrivals_csv: Path,
    folder: Path,
    *,
    month: str,
    like: Path | None = None,
    aht_seconds: float = 180,
    job: str = "calls",
    calls_share: float = 1.0,
    name: str = "",
    timezone: str = "Asia/Shanghai",
    country: str | None = "CN",
    interval_minutes: int = 30,
    service: Service | None = None,
) -> ArrivalsCase:
    """Write a month's case whose load is forecast from the arrivals of the past.

    ``arrivals_csv`` has a timestamp and the calls of each step (see `read_history`); ``calls_share`` is the part of
    them that this centre takes. Without ``like`` the shifts follow from the opening hours and as many unnamed
    people are written as the seats need. With ``like`` an existing case folder gives centre, people, shifts and
    standing limits, and its own zone, country, interval and service hold. ``job`` must then be one of its jobs.

    ``folder`` is made when it isn't there. Raises ``InputError`` for arrivals or a case that can't be used,
    and when a case is there already; nothing is written then.
    """
    when = _checked(month, folder, aht_seconds=aht_seconds, calls_share=calls_share)
    model = ModelCase.read(like) if like else None
    if model:
        model.require_job(job)
        centre = model.case.centre
        country, interval_minutes, service = centre.country, centre.interval_minutes, centre.service
    service = service or Service()
    history = read_history(arrivals_csv, interval_minutes)
    calendar = _calendar(country, history, when, model)
    calls = np.round(forecast_month(history, when, calendar).calls * calls_share, 1)
    if not calls.any():
        raise InputError([Fault(arrivals_csv.name, None, None, *_NO_CALLS)])
    seats = required_seats(
        calls,
        aht_seconds,
        interval_minutes=interval_minutes,
        level=service.level,
        seconds=service.seconds,
        max_occupancy=service.max_occupancy,
        shrinkage=service.shrinkage,
        patience_seconds=service.patience_seconds,
    )
    case = CaseFolder(folder)
    if model:
        model.copy_to(case, when)
        agents, shifts = len(model.case.agents), len(model.case.shifts)
    else:
        spans = shifts_for(seats, interval_minutes)
        workdays = sum(calendar.is_working_day(day) for day in when)
        people = staff_for(agents_for(seats, spans, interval_minutes, workdays=workdays), job)
        page = CentrePage(name or f"客服中心 {month}", when, interval_minutes, service, {}, timezone, country)
        case.centre(page)
        case.agents(people)
        case.shifts(spans)
        agents, shifts = len(people), len(spans)
    case.load(_load_rows(when, calls, interval_minutes, job, aht_seconds))
    seat_hours = float(seats.sum()) * interval_minutes / 60
    return ArrivalsCase(folder, int(history.observed.sum()), float(calls.sum()), seat_hours, agents, shifts)


def _load_rows(
    month: Month, calls: NDArray[np.float64], interval_minutes: int, job: str, aht_seconds: float
) -> Iterator[tuple[date, int, str, float, float]]:
    for day, row in zip(month, calls.tolist(), strict=True):
        for slot, count in enumerate(row):
            if count > 0:
                yield day, slot * interval_minutes, job, count, aht_seconds


def _calendar(country: str | None, history: History, month: Month, model: ModelCase | None) -> HolidayCalendar:
    """The holidays of the days learnt from and of the month; a model's own table goes first where it reaches."""
    first, last = min(history.first_day, month.first), max(history.days[-1], month.last)
    official = official_calendar(country, first, last)
    if model is None:
        return official
    own, year = model.case.calendar, model.case.month.year
    beyond = [day for day in (*official.off, *official.work) if abs(day.year - year) > 1]
    return replace(
        official,
        off={**{day: official.off[day] for day in beyond if day in official.off}, **own.off},
        work={**{day: official.work[day] for day in beyond if day in official.work}, **own.work},
    )


def _checked(month: str, folder: Path, *, aht_seconds: float, calls_share: float) -> Month:
    faults = []
    when = None
    try:
        when = Month.parse(month)
    except ValueError:
        faults.append(Fault("--month", None, "month", _unusable(month), _WANTED_MONTH))
    if not (math.isfinite(aht_seconds) and 0 < aht_seconds <= MAX_AHT_SECONDS):
        faults.append(Fault("--aht-seconds", None, "aht_seconds", _unusable(f"{aht_seconds}"), _WANTED_AHT))
    if not 0 < calls_share <= 1:
        faults.append(Fault("--share", None, "calls_share", _unusable(f"{calls_share}"), _WANTED_SHARE))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        faults.append(Fault(str(folder), None, None, _NOT_EMPTY, _WANTED_EMPTY))
    if faults or when is None:
        raise InputError(faults)
    return when


def _unusable(what: str) -> Text:
    return Text(f"无法使用：{what[:40]}", f"cannot use {what[:40]}")


_WANTED_MONTH = Text("请写成 2026-10", "write it like 2026-10")
_WANTED_AHT = Text("请给出 1 到 7200 秒", "give 1 to 7,200 seconds")
_WANTED_SHARE = Text("请给出大于 0、不超过 1 的比例", "give a share above 0 and at most 1")
_NOT_EMPTY = Text("目录里已有文件", "there are files in the folder already")
_WANTED_EMPTY = Text("请换一个空目录", "name an empty folder or a new one")
_NO_CALLS = (
    Text("这些数据对该月推不出任何话务量", "nothing in these arrivals gives the month a single call"),
    Text("请给出与该月同类日子（工作日、周末、节假日）的数据", "give arrivals of the kinds of day that the month has"),
)
