"""`roster desk breaks` and `roster desk qa`: a published day's breaks, a published month's samples and marks."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli.desk_options import AsOption, DayArgument, MonthArgument, day_of, month_of, operator
from api.cli.options import AS_CSV
from api.cli.over_store import At, over_store
from api.views.quality import breaks_view, mark_view, sample_view
from roster.desk.quality.break_desk import breaks_of, local_clock, place_breaks
from roster.desk.quality.qa_desk import marks_of, plan_quality, record_marks, samples, summaries
from roster.files.csv_file import csv_file
from roster.files.qa_files import read_marks, write_summary
from roster.model import Month
from roster.text import Text, counted

qa_app = typer.Typer(help="质检 · The published month's samples, marks and summaries.", no_args_is_help=True)


@over_store()
def breaks(
    at: At,
    day: DayArgument,
    place: Annotated[bool, typer.Option("--place", help="Place them (anew). 重新安排")] = False,
    actor: AsOption = "",
) -> None:
    """班中休息 · The breaks of a published day; with --place placed anew, with the fewest changes."""
    wanted = day_of(day)
    if place:
        plan = place_breaks(at.desk, actor or operator(), wanted)
        short, least = plan.short_minutes / 60, plan.bound_minutes / 60
        at.speech.complain(
            Text(
                f"{len(plan.placed)} 次休息,缺座席 {short:g} 小时(至少 {least:g}),改动 {plan.changed} 次",
                f"{counted(len(plan.placed), 'break')}, {short:g} seat-hours short (at least {least:g}), "
                f"{plan.changed} moved",
            )
        )
    day_breaks = breaks_of(at.desk, wanted)
    if at.as_json:
        at.speech.json(breaks_view(day_breaks))
        return
    board = at.desk.board(Month.of(wanted))
    heads = (Text("人员", "agent"), Text("姓名", "name"), Text("班次", "shift"), Text("起", "from"), Text("止", "to"))
    names = board.case.agent_by_id
    rows = [
        (
            item.duty.agent_id,
            names[item.duty.agent_id].name,
            item.duty.shift,
            local_clock(board, item.start),
            local_clock(board, item.end),
        )
        for item in day_breaks.placed
    ]
    at.speech.table(heads, rows)
    if day_breaks.stale:
        at.speech.say(Text("人员有变动,请用 --place 重新安排", "somebody fell out or came in since: use --place"))


@qa_app.command("plan")
@over_store(as_json=False)
def qa_plan(at: At, month: MonthArgument, actor: AsOption = "") -> None:
    """安排质检 · Plan the month's samples on its roster; what was heard already stays."""
    plan = plan_quality(at.desk, actor or operator(), month_of(month))
    wanted = sum(plan.wanted.values())
    at.speech.say(
        Text(
            f"安排 {len(plan.samples)} 次(目标 {wanted}),未达最少次数 {len(plan.unheard)} 人",
            f"{counted(len(plan.samples), 'sample')} of {wanted} wanted; "
            f"{counted(len(plan.unheard), 'person', 'people')} below the least",
        )
    )


@qa_app.command("list")
@over_store()
def qa_list(at: At, month: MonthArgument) -> None:
    """质检计划 · The month's samples by time."""
    planned = samples(at.desk, month_of(month))
    if at.as_json:
        at.speech.json([sample_view(*item) for item in planned])
        return
    month_case = at.desk.board(month_of(month)).month_case
    heads = (Text("时间", "time"), Text("质检员", "monitor"), Text("人员", "agent"), Text("班次", "shift"))
    off = at.speech.to(Text("班次已变,请重排", "a duty changed: plan anew"))
    rows = [
        (
            f"{month_case.local(item.start):%m-%d %H:%M}",
            item.monitor.agent_id,
            item.agent.agent_id,
            item.agent.shift,
            "" if stands else off,
        )
        for item, stands in planned
    ]
    at.speech.table((*heads, Text("说明", "note")), rows)


@qa_app.command("marks")
@over_store()
def qa_marks(
    at: At,
    month: MonthArgument,
    file: Annotated[Path | None, typer.Option("--import", metavar="FILE", help="Read marks in. 导入成绩")] = None,
    actor: AsOption = "",
) -> None:
    """质检成绩 · The month's marks; with --import a file of them is read in first."""
    wanted = month_of(month)
    if file is not None:
        read = read_marks(file, at.desk.board(wanted).case)
        count = record_marks(at.desk, actor or operator(), read)
        at.speech.complain(Text(f"已导入 {count} 条", f"{counted(count, 'mark')} read"))
    marks = marks_of(at.desk, wanted.first, wanted.last)
    if at.as_json:
        at.speech.json([mark_view(mark) for mark in marks])
        return
    heads = (Text("日期", "date"), Text("质检员", "monitor"), Text("人员", "agent"), Text("得分", "points"))
    comma = at.speech.to(Text("、", ", "))
    rows = [
        (str(mark.day), mark.monitor_id, mark.agent_id, f"{mark.points:g}", comma.join(mark.faults)) for mark in marks
    ]
    at.speech.table((*heads, Text("问题", "faults")), rows, right=(3,))


@qa_app.command("summary")
@over_store(as_json=False)
def qa_summary(
    at: At,
    month: MonthArgument,
    by: Annotated[str, typer.Option("--by", help="week or month. 按周或按月")] = "week",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", callback=AS_CSV, help="Write here. 写入文件")
    ] = None,
) -> None:
    """质检小结 · What the month's marks say: means and faults, the poorest first."""
    if by not in {"week", "month"}:
        raise typer.BadParameter("week or month", param_hint="--by")
    rows = summaries(at.desk, month_of(month), by)
    case = at.desk.board(month_of(month)).case
    if out is None:
        write_summary(sys.stdout, case, rows, at.speech.language)
        return
    with csv_file(out) as file:
        write_summary(file, case, rows, at.speech.language)
