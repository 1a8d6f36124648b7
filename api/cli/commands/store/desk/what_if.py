"""`roster desk what-if`: a change by hand thought through, and duties as they are typed (AGENT@DATE@SHIFT)."""

from datetime import date
from typing import Annotated

import typer

from api.cli.desk_options import (
    MonthArgument,
    month_of,
)
from api.cli.over_store import At, over_store
from api.cli.speech import Speech
from api.views.rosters import what_if_view
from roster.desk.board.what_if import WhatIf, stretches, what_if
from roster.errors import Fault, InputError, NotFoundError
from roster.model import Case, Duty, Roster
from roster.rule import TICKS, Finding
from roster.text import Text, clock_time, counted

RemoveOption = Annotated[
    list[str] | None, typer.Option("--remove", metavar="AGENT@DATE", help="A duty taken out. 去掉的班")
]


AddOption = Annotated[
    list[str] | None, typer.Option("--add", metavar="AGENT@DATE@SHIFT[@JOB]", help="A duty put in. 加上的班")
]


@over_store()
def what_if_(
    at: At,
    month: MonthArgument,
    remove: RemoveOption = None,
    add: AddOption = None,
) -> None:
    """假如 · A manual change thought through: findings before and after; nothing is written."""
    board = at.desk.board(month_of(month))
    removed = [board.duty(*_agent_day(text)) for text in remove or ()]
    effect = what_if(board, removed, [added(text, board.case) for text in add or ()])
    if at.as_json:
        view = what_if_view(effect, effect.worse, effect.better, at.speech.language)
        at.speech.json({**view, "before": len(effect.before), "after": len(effect.after)})
        return
    _tell_what_if(effect, at.speech)


def _tell_what_if(effect: WhatIf, speech: Speech) -> None:
    """What gets worse and better, the seats by stretches of one need, and the sums."""
    for title, items in ((Text("变差", "worse"), effect.worse), (Text("变好", "better"), effect.better)):
        if items:
            speech.say(title)
        for item, several in _gathered(items):
            more = (
                Text("", "") if several == 1 else Text(f"(共 {several} 个时段)", f" ({counted(several, 'interval')})")
            )
            speech.say_line(f"  {'!' if item.hard else ' '} {item.rule} {speech.told(item.message)}{speech.to(more)}")
    if effect.seats:
        speech.say(Text("在席", "seats"))
    for stretch in stretches(effect.seats, effect.interval_minutes):
        first, last = stretch[0], stretch[-1]
        end = last.minute + effect.interval_minutes
        speech.say_line(
            f"  {first.day} {clock_time(first.minute)}–{clock_time(end)} {first.job}: "
            f"{first.before_seats} → {first.after_seats} / {first.required_seats}"
        )
    points, hard = effect.ticks_more / TICKS, sum(item.hard for item in effect.worse)
    lost = sum(item.lost_seats for item in effect.seats) * effect.interval_minutes / 60
    speech.say(
        Text(
            f"代价变化 {points:+.1f},缺口变化 {lost:+g} 座席小时,新增硬性违规 {hard}",
            f"price {points:+.1f} points, shortfall {lost:+g} seat-hours, new hard breaches {hard}",
        )
    )


def _gathered(findings: tuple[Finding, ...]) -> list[tuple[Finding, int]]:
    """Hard ones first; what is measured alike over a day's intervals as one, with how many there are."""
    ordered = sorted(findings, key=lambda item: (not item.hard, item.rule))
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for item in ordered:
        whose = item.message.en if item.agent_id is not None else ""
        groups.setdefault((item.rule, whose, item.day, item.measured, item.required), []).append(item)
    return [(items[0], len(items)) for items in groups.values()]


def _agent_day(text: str) -> tuple[str, date]:
    agent_id, _, day = text.partition("@")
    return agent_id, _date(day, text)


def held(text: str, roster: Roster) -> Duty:
    """The roster's duty that AGENT@DATE names; NotFoundError, or InputError where it names no date."""
    agent_id, day = _agent_day(text)
    for duty in roster.duties:
        if (duty.agent_id, duty.day) == (agent_id, day):
            return duty
    raise NotFoundError(Text(f"{agent_id} 在 {day} 的班次", f"a duty of {agent_id} on {day}"))


def added(text: str, case: Case) -> Duty:
    """The duty that AGENT@DATE@SHIFT[@JOB] means; NotFoundError, or InputError where it names no date."""
    agent_id, day, shift, job = (*text.split("@"), "", "", "", "")[:4]
    if agent_id not in case.agent_by_id:
        raise NotFoundError(Text(f"坐席 {agent_id}", f"agent {agent_id}"))
    if shift not in case.shift_by_code:
        raise NotFoundError(Text(f"班次 {shift or '?'}({text})", f"shift {shift or '?'} ({text})"))
    return Duty(agent_id, _date(day, text), shift, job or case.agent_by_id[agent_id].jobs[0])


def _date(text: str, whole: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        problem = Text(f"“{whole}” 里没有日期", f"“{whole}” names no date")
        remedy = Text(
            "写成 坐席@日期,加班次时写 坐席@日期@班次,如 a@2026-10-31@E",
            "Write AGENT@DATE, and AGENT@DATE@SHIFT for a duty added: a@2026-10-31@E",
        )
        raise InputError([Fault("what-if", None, None, problem, remedy)]) from None
