"""`roster replan`: a published roster repaired with the fewest changes."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from api.cli.cases import judged_case, load_case, load_roster
from api.cli.compiling import compile_first
from api.cli.errors import Code, reporting_errors
from api.cli.interrupt import stop_on_interrupt
from api.cli.options import (
    CaseArgument,
    JsonOption,
    LangOption,
    OutOption,
    RosterArgument,
    SearchSecondsOption,
    SeedOption,
)
from api.cli.speech import Speech
from api.cli.summary import tell_verdict
from roster.engine.diagnosis.verdict import judged
from roster.engine.problem.difference import DutyChange
from roster.engine.problem.outcome import Level
from roster.engine.replan.replan import Replanned, ReplanOptions
from roster.engine.replan.replan import replan as solve
from roster.errors import Fault, InputError
from roster.files.outputs import REPORT, write_outputs
from roster.model import Case
from roster.text import Text, counted

WRITING = 1.0
"""Writing the files takes about as long as reading them did; so much is kept for it."""

MUST_SECONDS = 0.5
"""What a re-plan has in any case, however short the limit."""


def replan(
    case: CaseArgument,
    roster: RosterArgument,
    *,
    out: OutOption,
    now: Annotated[
        str | None,
        typer.Option("--now", metavar="TIME", help="What starts earlier never moves (default: the clock). 当前时刻"),
    ] = None,
    seconds: SearchSecondsOption = 30,
    seed: SeedOption = 0,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """以最少变动修复已公布的排班 · Keep every rule after something has happened, with the fewest changes."""
    speech = Speech.of(lang)
    with reporting_errors(speech):
        compile_first(speech, lambda: judged_case(case))
        began = time.monotonic()
        read, rulebook = load_case(case, speech)
        published = load_roster(roster, read, rulebook, speech)
        with stop_on_interrupt(speech) as stop:
            left = max(MUST_SECONDS, seconds - (time.monotonic() - began) * (1 + WRITING))
            options = ReplanOptions(now=_instant(now, read, speech), seconds=left, seed=seed, stop=stop)
            replanned = solve(read, rulebook, published, options)
        result = judged(read, rulebook, replanned.result, began + seconds)
        result = replace(result, seconds=time.monotonic() - began)
        write_outputs(out, read, rulebook, result, speech.language, published=published)
        if as_json:
            print((out / REPORT).read_text(encoding="utf-8"))
            tell_verdict(result, case, speech, to_err=True)
        else:
            _tell(replanned, speech)
            tell_verdict(result, case, speech)
            speech.say(Text(f"文件在 {out}", f"The files are in {out}"))
    if any(finding.hard for finding in result.findings):
        raise typer.Exit(Code.BREACHES)
    if result.verdict is not None and result.verdict.level is Level.FAR:
        raise typer.Exit(Code.FAR)


def _instant(text: str | None, case: Case, speech: Speech) -> datetime | None:
    """The instant that parts past from future; None for a month that is over, of which all may move."""
    zone = ZoneInfo(case.centre.timezone)
    if text is None:
        now = datetime.now(UTC)
        if now.astimezone(zone).date() >= case.month.end:
            speech.complain(
                Text(
                    "该月已结束:按整月均可变动处理(可用 --now 指定时刻)",
                    "The month is over: all of it may move (see --now)",
                )
            )
            return None
        return now
    try:
        given = datetime.fromisoformat(text)
    except ValueError as error:
        problem = Text(f"不是时刻:{text}", f"not an instant: {text}")
        remedy = Text("写作 2026-10-18T08:00", "Write it as 2026-10-18T08:00")
        raise InputError([Fault("--now", None, None, problem, remedy)]) from error
    return given if given.tzinfo is not None else given.replace(tzinfo=zone)


HEADS = (
    Text("日期", "date"),
    Text("人员", "agent"),
    Text("原班次", "was"),
    Text("新班次", "becomes"),
    Text("说明", "note"),
)


def _tell(replanned: Replanned, speech: Speech) -> None:
    speech.table(HEADS, [_row(move, move in replanned.forced, speech) for move in replanned.moves])
    total, least, consent = len(replanned.moves), replanned.fewest_changes, len(replanned.for_consent)
    speech.say(
        Text(
            f"变动 {total} 处(已证明至少 {least} 处),其中 {consent} 处需本人同意;"
            f"未能补回的座席时段 {replanned.lost_seat_intervals} 个",
            f"{counted(total, 'change')} (proven: at least {least}), {consent} for consent; "
            f"{counted(replanned.lost_seat_intervals, 'seat-interval')} lost for good",
        )
    )


def _row(move: DutyChange, forced: bool, speech: Speech) -> tuple[str, ...]:
    def duty(side: str) -> str:
        one = move.before if side == "before" else move.after
        return f"{one.shift}/{one.job}" if one is not None else speech.to(Text("休", "off"))

    note = Text("不得不变", "cannot stay") if forced else Text("需本人同意", "needs consent")
    return move.day.isoformat(), move.agent_id, duty("before"), duty("after"), speech.to(note)
