"""`roster desk tasks` and `roster desk meetings`: what recurs, and who was at the month's meetings."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.desk_options import (
    ActorOption,
    AsOption,
    DayArgument,
    KeyOption,
    MonthArgument,
    day_of,
    month_of,
    operator,
)
from api.cli.over_store import At, over_store
from api.cli.words import word
from api.views.tasks import meeting_view, task_view
from roster.desk.meetings.meeting_desk import list_meetings, record_meeting, told_later
from roster.desk.rosters import roster_desk
from roster.desk.tasks.task_desk import list_tasks, put_tasks, set_done
from roster.files.tables.tasks import read_task_file
from roster.text import Text, clock_time, counted

app = typer.Typer(help="例行任务 · Recurring tasks.", no_args_is_help=True)
meetings_app = typer.Typer(help="会议 · The month's meetings and their lists.", no_args_is_help=True)
TaskArgument = Annotated[str, typer.Argument(metavar="TASK", help="Its id. 任务编号")]
TeamOption = Annotated[str, typer.Option("--team", help="Of which team's leader. 班组")]
KindArgument = Annotated[str, typer.Argument(metavar="KIND", help="weekly or all-hands. 班务会或全员会")]


@app.command("list")
@over_store()
def tasks_list(
    at: At,
    month: MonthArgument,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue. 仅逾期")] = False,
) -> None:
    """例行任务一览 · A month's tasks by time: whose each is that day, and whether it is done or overdue."""
    tasks = [item for item in list_tasks(at.desk, month_of(month)) if item.overdue or not overdue]
    if at.as_json:
        at.speech.json([task_view(item) for item in tasks])
        return
    case = roster_desk.export_case(at.desk, month_of(month))
    with at.desk.reading() as work:
        month_case = work.board(month_of(month)).month_case
    heads = (Text("截止", "due"), Text("编号", "id"), Text("任务", "task"), Text("班组", "team"), Text("由谁", "whose"))
    names = {agent.agent_id: agent.name for agent in case.agents}
    rows = [
        (
            f"{month_case.local(item.due.at):%m-%d %H:%M}",
            item.due.task.task_id,
            item.due.task.name,
            item.due.team,
            " ".join(f"{one} {names.get(one, '')}".strip() for one in item.due.people) or "–",
            word(item.standing, at.speech),
        )
        for item in tasks
    ]
    at.speech.table((*heads, Text("状态", "state")), rows)


@app.command("done")
@over_store(as_json=False)
def tasks_done(
    at: At,
    task_id: TaskArgument,
    day: DayArgument,
    actor: ActorOption,
    team: TeamOption = "",
    note: Annotated[str, typer.Option("--note", help="What to remember. 备注")] = "",
    key: KeyOption = None,
) -> None:
    """登记完成 · Say that a day's task is done."""
    item = set_done(at.desk, actor, task_id, day_of(day), team, note=note, key=key)
    at.speech.say_line(f"{item.due.day} {item.due.task.name} {word(item.standing, at.speech)}")


@app.command("reopen")
@over_store(as_json=False)
def tasks_reopen(at: At, task_id: TaskArgument, day: DayArgument, actor: ActorOption, team: TeamOption = "") -> None:
    """撤回完成 · Take back that a day's task is done."""
    item = set_done(at.desk, actor, task_id, day_of(day), team, done=False)
    at.speech.say_line(f"{item.due.day} {item.due.task.name} {word(item.standing, at.speech)}")


@app.command("import")
@over_store(as_json=False)
def tasks_import(
    at: At,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="tasks.csv. 任务表")],
    month: MonthArgument,
    actor: AsOption = "",
) -> None:
    """换用另一份任务表 · Take another list of tasks for a month, in the place of the one it has."""
    tasks = read_task_file(file)
    put_tasks(at.desk, actor or operator(), month_of(month), tasks)
    at.speech.say(Text(f"已换为 {len(tasks)} 项任务", f"{counted(len(tasks), 'task')} now"))


@meetings_app.command("list")
@over_store()
def meetings_list(at: At, month: MonthArgument) -> None:
    """会议一览 · The month's meetings: how many could come, were there, have yet to hear."""
    lists = list_meetings(at.desk, month_of(month))
    if at.as_json:
        at.speech.json([meeting_view(item) for item in lists])
        return
    heads = (Text("日期", "date"), Text("时间", "time"), Text("会议", "meeting"), Text("应到", "asked"))
    more = (Text("班表可到", "free"), Text("到会", "present"), Text("待传达", "to hear"))
    rows = [
        (
            str(item.meeting.day),
            f"{clock_time(item.meeting.start_minute)}–{clock_time(item.meeting.end_minute)}",
            at.speech.to(item.meeting.title),
            str(len(item.lines)),
            str(sum(line.seat.value == "expected" for line in item.lines)),
            str(sum(line.present is True for line in item.lines)) if item.written else "–",
            " ".join(item.to_hear) or "–",
        )
        for item in lists
    ]
    at.speech.table((*heads, *more), rows, right=(3, 4, 5))


@meetings_app.command("record")
@over_store(as_json=False)
def meetings_record(
    at: At,
    day: DayArgument,
    kind: KindArgument,
    present: Annotated[list[str], typer.Argument(metavar="AGENT…", help="Who was there. 到会人员")],
    actor: ActorOption,
) -> None:
    """登记到会 · Write who was at a meeting; the others hear it later."""
    item = record_meeting(at.desk, actor, day_of(day), kind, present)
    there, left = len(present), len(item.to_hear)
    at.speech.say(Text(f"到会 {there} 人,待传达 {left} 人", f"{there} present, {left} to hear"))


@meetings_app.command("heard")
@over_store(as_json=False)
def meetings_heard(
    at: At,
    day: DayArgument,
    kind: KindArgument,
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="Who has been told. 被传达人")],
    actor: ActorOption,
) -> None:
    """登记传达 · Somebody who was not there has been told what was said."""
    item = told_later(at.desk, actor, day_of(day), kind, agent)
    at.speech.say(Text(f"已传达,还有 {len(item.to_hear)} 人", f"told; {len(item.to_hear)} have yet to hear"))
