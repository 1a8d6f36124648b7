"""`roster breaks`: a day's breaks, placed so that the fewest seats are short."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.cases import load_case, load_roster
from api.cli.errors import reporting_errors
from api.cli.options import AS_CSV, CaseArgument, JsonOption, LangOption, RosterArgument
from api.cli.speech import Speech
from roster.breaks import BreakPlan, plan_breaks
from roster.errors import Fault, InputError
from roster.files.csv_file import csv_file
from roster.files.read_breaks import read_breaks, write_breaks
from roster.rule.evidence import Evidence
from roster.text import Text, counted


def breaks(
    case: CaseArgument,
    roster: RosterArgument,
    day: Annotated[datetime, typer.Option("--date", formats=["%Y-%m-%d"], metavar="DATE", help="The day. 日期")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", callback=AS_CSV, help="Write the breaks here. 写入文件")
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option("--keep", metavar="FILE", help="Breaks told already: as few as can be are moved. 已通知的休息"),
    ] = None,
    now: Annotated[
        datetime | None,
        typer.Option("--now", metavar="TIME", help="Breaks of --keep that have begun by then stay. 此刻以前的不动"),
    ] = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """排定一天的班中休息 · A day's breaks: the seats short proven least, kept with the fewest changes.

    The shifts' column `breaks` says how long and within which window, as in `30@11:00-13:30;15@09:00-11:00`.
    """
    speech = Speech.of(lang)
    with reporting_errors(speech):
        read, rulebook = load_case(case, speech)
        if not any(shift.breaks for shift in read.shifts):
            raise InputError([_no_breaks(case)])
        evidence = Evidence(read, load_roster(roster, read, rulebook, speech))
        fixed = read_breaks(keep, read, evidence) if keep is not None else ()
        plan = plan_breaks(evidence, day.date(), fixed, evidence.aware(now) if now is not None else None)
        if out is not None:
            with csv_file(out) as file:
                write_breaks(file, evidence, plan.placed)
        if as_json:
            speech.json(as_record(plan))
        elif out is None:
            write_breaks(sys.stdout, evidence, plan.placed)
        if not as_json:
            speech.complain_line(speech.to(summary(plan)))


def _no_breaks(case: Path) -> Fault:
    return Fault(
        f"{case.name}: shifts",
        None,
        "breaks",
        Text("没有班次写了班中休息", "no shift says which breaks it has"),
        Text("写成 30@11:00-13:30：分钟 @ 最早-最晚", "Write them as 30@11:00-13:30: minutes @ earliest-latest"),
    )


def summary(plan: BreakPlan) -> Text:
    """How good the plan is, in a sentence."""
    short, without = plan.short_minutes / 60, plan.short_without_minutes / 60
    zh = f"{len(plan.placed)} 次休息，缺座席 {short:g} 小时（无人休息时 {without:g}），"
    en = f"{counted(len(plan.placed), 'break')}, {short:g} seat-hours short ({without:g} if nobody took a break), "
    if plan.proven:
        zh, en = zh + "已证明最少", en + "proven least"
    else:
        zh, en = zh + f"至少 {plan.bound_minutes / 60:g}", en + f"at least {plan.bound_minutes / 60:g}"
    if plan.changed:
        zh, en = zh + f"；改动 {plan.changed} 次", en + f"; {plan.changed} moved"
    return Text(f"{zh}。", f"{en}.")


def as_record(plan: BreakPlan) -> dict[str, object]:
    """The plan for programs."""
    return {
        "date": plan.grid.day.isoformat(),
        "short_minutes": plan.short_minutes,
        "bound_minutes": plan.bound_minutes,
        "short_without_minutes": plan.short_without_minutes,
        "changed": plan.changed,
        "breaks": [
            {
                "agent_id": item.duty.agent_id,
                "shift": item.duty.shift,
                "start": item.start.isoformat(),
                "minutes": item.minutes,
            }
            for item in plan.placed
        ],
    }
