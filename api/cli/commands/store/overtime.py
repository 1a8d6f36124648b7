"""`roster overtime`: called in or kept on in an emergency, and refusals with their reasons."""

from typing import Annotated

import typer

from api.cli.desk_options import ActorOption, DayArgument, KeyOption, MonthArgument, ReasonOption, day_of, month_of
from api.cli.over_store import At, over_store
from api.cli.words import word
from api.views.overtime import overtime_view
from roster.desk.duty_day.overtime import (
    call_in_extra,
    extra_ways,
    list_overtime,
    note_refusal,
    stay_on,
    staying_ways,
)
from roster.model import Duty, Month
from roster.rule import TICKS
from roster.text import Text, unit_words

app = typer.Typer(help="紧急加班:临时叫来或延时留岗 · Called in or kept on in an emergency.", no_args_is_help=True)
AgentArgument = Annotated[str, typer.Argument(metavar="AGENT", help="Who. 人员")]
ShiftArgument = Annotated[str, typer.Argument(metavar="SHIFT", help="Its code. 班次")]
JobArgument = Annotated[str, typer.Argument(metavar="JOB", help="What is served. 工种")]


@app.command("ways")
@over_store(as_json=False)
def overtime_ways(at: At, day: DayArgument, shift: ShiftArgument, job: JobArgument, actor: ActorOption) -> None:
    """可叫的人 · Who is off and may be called in to a shift, the soonest there first."""
    ways = extra_ways(at.desk, actor, day_of(day), shift, job)
    board = at.desk.board(Month.of(day_of(day)))
    heads = (Text("人员", "agent"), Text("姓名", "name"), Text("预计到岗", "due"), Text("本月工时", "hours"))
    rows = [
        (
            way.agent_id,
            board.case.agent_by_id[way.agent_id].name,
            f"{board.month_case.local(way.due_at):%H:%M}",
            f"{way.paid_minutes / 60:g}",
            f"{way.ticks / TICKS:+.1f}",
        )
        for way in ways
    ]
    at.speech.table((*heads, Text("分", "points")), rows, right=(3, 4))


@app.command("staying")
@over_store(as_json=False)
def overtime_staying(at: At, day: DayArgument, shift: ShiftArgument, actor: ActorOption) -> None:
    """可留的人 · Who of a shift may be kept on after it, and for how long at most."""
    ways = staying_ways(at.desk, actor, day_of(day), shift)
    board = at.desk.board(Month.of(day_of(day)))
    heads = (Text("人员", "agent"), Text("姓名", "name"), Text("至多分钟", "minutes at most"), Text("到", "until"))
    rows = [
        (
            way.agent_id,
            board.case.agent_by_id[way.agent_id].name,
            str(way.minutes),
            f"{board.month_case.local(way.until):%H:%M}",
            str(way.stayed_minutes),
            f"{way.paid_minutes / 60:g}",
        )
        for way in ways
    ]
    more = (Text("本月已延时", "stayed this month"), Text("本月工时", "hours"))
    at.speech.table((*heads, *more), rows, right=(2, 4, 5))


@app.command("call-in")
@over_store(as_json=False)
def overtime_call_in(
    at: At,
    agent: AgentArgument,
    day: DayArgument,
    shift: ShiftArgument,
    job: JobArgument,
    actor: ActorOption,
    reason: ReasonOption = "",
    key: KeyOption = None,
) -> None:
    """叫来加班 · Call in somebody who is off to a duty beyond the roster."""
    made = call_in_extra(at.desk, actor, Duty(agent, day_of(day), shift, job), reason=reason, key=key)
    at.speech.say_line(
        f"{made.duty.day} {made.duty.shift} {at.person(made.duty.agent_id)} {word(made.kind.value, at.speech)}"
    )


@app.command("stay")
@over_store(as_json=False)
def overtime_stay(
    at: At,
    agent: AgentArgument,
    day: DayArgument,
    minutes: Annotated[int, typer.Argument(metavar="MINUTES", help="How long. 分钟")],
    actor: ActorOption,
    reason: ReasonOption = "",
    consent: Annotated[bool, typer.Option("--consent", help="Beyond an hour, expressly. 明示同意")] = False,
    key: KeyOption = None,
) -> None:
    """留人延时 · Keep somebody on after their duty, until relieved."""
    made = stay_on(at.desk, actor, agent, day_of(day), minutes, reason=reason, consent=consent, key=key)
    minutes_said = at.speech.to(unit_words(f"{made.minutes} min"))
    at.speech.say_line(
        f"{made.duty.day} {at.person(made.duty.agent_id)} {word(made.kind.value, at.speech)} {minutes_said}"
    )


@app.command("refused")
@over_store(as_json=False)
def overtime_refused(
    at: At,
    agent: AgentArgument,
    day: DayArgument,
    shift: ShiftArgument,
    job: JobArgument,
    actor: ActorOption,
    reason: ReasonOption = "",
    key: KeyOption = None,
) -> None:
    """记下拒绝 · Note that somebody who was asked would not come, and why."""
    made = note_refusal(at.desk, actor, Duty(agent, day_of(day), shift, job), reason=reason, key=key)
    at.speech.say_line(
        f"{made.duty.day} {made.duty.shift} {at.person(made.duty.agent_id)} {word(made.kind.value, at.speech)}"
    )


@app.command("list")
@over_store()
def overtime_list(at: At, month: MonthArgument) -> None:
    """加班记录 · The month's records."""
    requests = list_overtime(at.desk, month_of(month))
    if at.as_json:
        at.speech.json([overtime_view(item) for item in requests])
        return
    heads = (Text("日期", "date"), Text("人员", "agent"), Text("班次", "shift"), Text("类别", "kind"))
    rows = [
        (
            str(item.duty.day),
            item.duty.agent_id,
            item.duty.shift,
            word(item.kind.value, at.speech),
            str(item.minutes),
            item.reason,
        )
        for item in requests
    ]
    at.speech.table((*heads, Text("分钟", "minutes"), Text("事由", "reason")), rows, right=(4,))
