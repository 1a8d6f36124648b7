"""`roster permit`: leaving the post during a duty, with the duty leader's word."""

from datetime import date, datetime, timedelta
from typing import Annotated

import typer

from api.cli.desk_options import ActorOption, DayArgument, KeyOption, ReasonOption, day_of
from api.cli.over_store import At, over_store
from api.cli.words import word
from api.views.permits import permit_view
from roster.desk.duty_day.permits import answer_permit, ask_permit, end_permit, grant_permit, list_permits
from roster.model import Month
from roster.text import Text

app = typer.Typer(help="离岗许可:经准许离开岗位 · Leaving the post with permission.", no_args_is_help=True)
CLOCK = ["%H:%M"]


StartArgument = Annotated[datetime, typer.Argument(formats=CLOCK, metavar="START", help="10:00. 起")]
EndArgument = Annotated[datetime, typer.Argument(formats=CLOCK, metavar="END", help="10:15. 止")]
StandInOption = Annotated[str, typer.Option("--stand-in", metavar="PERSON", help="Who keeps the seat. 代岗人")]
ConsentOption = Annotated[bool, typer.Option("--consent", help="Beyond the limit, expressly. 明示同意")]
PermitArgument = Annotated[str, typer.Argument(metavar="PERMIT", help="Its id. 许可编号")]


@app.command("grant")
@over_store(as_json=False)
def permit_grant(
    at: At,
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="Who leaves the post. 离岗人")],
    day: DayArgument,
    start: StartArgument,
    end: EndArgument,
    actor: ActorOption,
    stand_in: StandInOption = "",
    consent: ConsentOption = False,
    reason: ReasonOption = "",
    key: KeyOption = None,
) -> None:
    """批准离岗 · Let somebody leave the post; a time before the duty's start is the next day's."""
    span = _span(at, agent, day_of(day), start, end)
    made = grant_permit(
        at.desk, actor, agent, day_of(day), span, reason=reason, stand_in=stand_in, consent=consent, key=key
    )
    at.speech.say(Text(f"已准,编号 {made.permit_id}", f"granted: {made.permit_id}"))


@app.command("ask")
@over_store(as_json=False)
def permit_ask(
    at: At,
    day: DayArgument,
    start: StartArgument,
    end: EndArgument,
    actor: ActorOption,
    stand_in: StandInOption = "",
    reason: ReasonOption = "",
    key: KeyOption = None,
) -> None:
    """申请离岗 · Ask to leave the post of one's own duty; it waits for the duty leader."""
    span = _span(at, actor, day_of(day), start, end)
    made = ask_permit(at.desk, actor, day_of(day), span, reason=reason, stand_in=stand_in, key=key)
    at.speech.say(Text(f"已申请,待值班班长答复,编号 {made.permit_id}", f"asked: {made.permit_id}"))


@app.command("approve")
@over_store(as_json=False)
def permit_approve(
    at: At, permit: PermitArgument, actor: ActorOption, consent: ConsentOption = False, key: KeyOption = None
) -> None:
    """准 · Say yes to what somebody asked."""
    made = answer_permit(at.desk, actor, permit, yes=True, consent=consent, key=key)
    at.speech.say(Text(f"已准 {made.duty.agent_id} 离岗", f"{made.duty.agent_id} may leave the post"))


@app.command("refuse")
@over_store(as_json=False)
def permit_refuse(
    at: At, permit: PermitArgument, actor: ActorOption, reason: ReasonOption = "", key: KeyOption = None
) -> None:
    """不准 · Say no to what somebody asked; who asked takes it back so."""
    made = answer_permit(at.desk, actor, permit, yes=False, reason=reason, key=key)
    if actor == made.duty.agent_id:
        at.speech.say(Text("已撤回", "taken back"))
    else:
        at.speech.say(Text(f"未准 {made.duty.agent_id} 离岗", f"{made.duty.agent_id} may not leave the post"))


def _span(at: At, agent: str, day: date, start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """Two times of day within a duty; one before its start is the next day's."""
    board = at.desk.board(Month.of(day))
    begins = board.stint(board.duty(agent, day)).start
    first, last = (board.month_case.at(day, clock.time()) for clock in (start, end))
    later = timedelta(days=1)
    return (first if first >= begins else first + later, last if last >= begins else last + later)


@app.command("return")
@over_store(as_json=False)
def permit_return(
    at: At,
    permit: PermitArgument,
    actor: ActorOption,
    key: KeyOption = None,
) -> None:
    """返岗 · Somebody is back at the post."""
    made = end_permit(at.desk, actor, permit, key=key)
    over = made.away_minutes - made.permitted_minutes
    at.speech.say(
        Text(
            f"{made.duty.agent_id} 已返岗,离岗 {made.away_minutes} 分钟,超时 {over} 分钟",
            f"{made.duty.agent_id} is back after {made.away_minutes} min, {over} min longer than permitted",
        )
    )


@app.command("list")
@over_store()
def permit_list(at: At, day: DayArgument) -> None:
    """当日离岗 · The permits for a day's duties."""
    permits = list_permits(at.desk, day_of(day), day_of(day))
    if at.as_json:
        at.speech.json([permit_view(item) for item in permits])
        return
    month_case = at.desk.board(Month.of(day_of(day))).month_case
    heads = (Text("编号", "id"), Text("人员", "agent"), Text("班次", "shift"), Text("起", "from"), Text("止", "to"))
    rows = [
        (
            item.permit_id,
            item.duty.agent_id,
            item.duty.shift,
            f"{month_case.local(item.start):%H:%M}",
            f"{month_case.local(item.end):%H:%M}",
            item.stand_in or "–",
            item.granted_by or item.refused_by or "–",
            word(item.state, at.speech),
        )
        for item in permits
    ]
    at.speech.table((*heads, Text("代岗", "stand-in"), Text("批准人", "by"), Text("状态", "state")), rows)
