"""`roster day`: a shift from roll call to call-in, over the store."""

from datetime import date
from typing import Annotated

import typer

from api.cli.desk_options import ActorOption, DayArgument, KeyOption, ReasonOption, day_of
from api.cli.over_store import At, over_store
from api.cli.words import word
from api.views.duties import duty_view
from api.views.shifts import call_in_view, log_view, occurrence_view, roll_view, ways_view
from roster.desk.duty_day.call_in import call_in, covers_for
from roster.desk.duty_day.roll_call import Called, Mark, Roll, call_roll, roll_of
from roster.desk.shift_log.log import ShiftLog, log_of, person_words
from roster.desk.shift_log.occurrence import occurrence, occurrences
from roster.desk.words import moment_words
from roster.errors import Fault, InputError
from roster.model import Month
from roster.text import Text

app = typer.Typer(help="值班日 · The duty day: roll call, call-in, log.", no_args_is_help=True)
ShiftArgument = Annotated[str, typer.Argument(metavar="SHIFT", help="Its code. 班次代码")]
AgentArgument = Annotated[str, typer.Argument(metavar="AGENT", help="Who did not come. 未到的人")]
PartnerArgument = Annotated[str, typer.Argument(metavar="PARTNER", help="Who is called in. 叫来的人")]


@app.command("shifts")
@over_store()
def shifts(at: At, day: DayArgument) -> None:
    """当日各班 · The shifts of a day: people, marked, absent, open entries."""
    chosen = day_of(day)
    with at.desk.reading() as work:
        board = work.board(Month.of(chosen))
        told = [
            occurrence_view(board, here, roll_of(work, board, here), log_of(work, board, chosen, here.shift))
            for here in occurrences(board, chosen)
        ]
    if at.as_json:
        at.speech.json(told)
        return
    head = (
        Text("班次", "shift"),
        Text("班长", "leaders"),
        Text("应到", "people"),
        Text("已点", "marked"),
        Text("未到", "absent"),
        Text("空席", "empty"),
        Text("未决", "open"),
    )
    names = ("people", "marked", "absent", "empty", "open_entries")
    at.speech.table(head, [(one["shift"], " ".join(one["leaders"]), *(str(one[key]) for key in names)) for one in told])


@app.command("show")
@over_store()
def show(at: At, day: DayArgument, shift: ShiftArgument) -> None:
    """名单与日志 · The list and the log of one shift."""
    chosen = day_of(day)
    with at.desk.reading() as work:
        board = work.board(Month.of(chosen))
        roll, log = roll_of(work, board, occurrence(board, chosen, shift)), log_of(work, board, chosen, shift)
    if at.as_json:
        language = at.speech.language
        at.speech.json({"roll": roll_view(board, roll, language), "log": log_view(log, language)})
        return
    _show_roll(at, roll)
    _show_log(at, log)


def _show_roll(at: At, roll: Roll) -> None:
    board = at.desk.board(Month.of(roll.here.day))
    at.speech.table(
        (
            Text("人员", "agent"),
            Text("工种", "job"),
            Text("点名", "state"),
            Text("分钟", "minutes"),
            Text("顶班", "instead"),
        ),
        [
            (
                person_words(board, line.duty.agent_id),
                line.duty.job,
                word("unmarked" if line.state is None else line.state.value, at.speech),
                str(line.record.late_minutes) if line.record is not None and line.record.late_minutes else "",
                line.replaced_by,
            )
            for line in roll.lines
        ],
    )


def _show_log(at: At, log: ShiftLog) -> None:
    for line in (*log.carried, *log.lines):
        entry = line.entry
        board = at.desk.board(Month.of(entry.day))
        mark = at.speech.to(Text("未决", "open")) if line.is_open else ""
        told = (moment_words(board, entry.at), f"#{entry.entry_id}", at.speech.to(entry.words), mark)
        at.speech.say_line(" ".join(part for part in told if part))
        for item in line.follows:
            at.speech.say_line(f"  {moment_words(board, item.at)} #{item.entry_id} {at.speech.to(item.words)}")


@app.command("roll-call")
@over_store()
def roll_call(
    at: At,
    day: DayArgument,
    shift: ShiftArgument,
    actor: ActorOption,
    late: Annotated[list[str], typer.Option("--late", metavar="AGENT=MINUTES", help="Late by so many. 迟到")] = [],  # noqa: B006
    absent: Annotated[list[str], typer.Option("--absent", metavar="AGENT", help="Did not come. 未到")] = [],  # noqa: B006
    present: Annotated[list[str], typer.Option("--present", metavar="AGENT", help="Is there. 到岗")] = [],  # noqa: B006
    rest: Annotated[bool, typer.Option("--rest", help="Everybody else is there. 其余到岗")] = False,
) -> None:
    """点名 · Call the roll: everybody is there but those named."""
    marks = [
        *(Mark(agent, Called.PRESENT) for agent in present),
        *(_late(text) for text in late),
        *(Mark(agent, Called.ABSENT) for agent in absent),
    ]
    roll = call_roll(at.desk, actor, day_of(day), shift, marks, rest_present=rest)
    if at.as_json:
        at.speech.json(roll_view(at.desk.board(Month.of(day_of(day))), roll, at.speech.language))
        return
    _show_roll(at, roll)


def _late(text: str) -> Mark:
    """What `a=12` says; InputError for anything else."""
    agent, _, minutes = text.rpartition("=")
    if not agent or not minutes.isdecimal():
        problem = Text(f"“{text}” 看不懂", f"“{text}” is not understood")
        remedy = Text("写成 人员=分钟,如 a=12", "Write AGENT=MINUTES, as in a=12")
        raise InputError([Fault("late", None, None, problem, remedy)])
    return Mark(agent, Called.LATE, int(minutes))


@app.command("covers")
@over_store()
def covers(at: At, agent: AgentArgument, day: DayArgument, actor: ActorOption) -> None:
    """可顶的人 · Who could be called in for somebody, the soonest there first."""
    chosen = day_of(day)
    board = at.desk.board(Month.of(chosen))
    ways = covers_for(at.desk, actor, chosen, agent)
    if at.as_json:
        at.speech.json(ways_view(ways, board, at.speech.language))
        return
    head = (Text("人员", "agent"), Text("到岗", "there at"), Text("须同意", "needs"), Text("休息", "rest"))
    at.speech.table(
        head,
        [
            (
                person_words(board, item.way.partner),
                moment_words(board, item.due_at),
                " ".join(at.speech.to(step) for step in item.agrees),
                f"{min(item.way.rest_hours, 99):g} h",
            )
            for item in ways
        ],
    )


@app.command("call-in")
@over_store()
def call(
    at: At,
    agent: AgentArgument,
    day: DayArgument,
    partner: PartnerArgument,
    actor: ActorOption,
    reason: ReasonOption = "DUTY-1",
    key: KeyOption = None,
) -> None:
    """叫人顶班 · Call somebody in for the rest of the duty: absence, cover and log in one act."""
    chosen: date = day_of(day)
    swap, called = call_in(at.desk, actor, agent, chosen, partner, reason=reason, key=key)
    if at.as_json:
        at.speech.json(call_in_view(called, swap.state.value, swap.number, swap.moves[0].taken))
        return
    board = at.desk.board(Month.of(chosen))
    due = moment_words(board, called.due_at)
    who, duty = person_words(board, partner), duty_view(swap.moves[0].taken)
    state = word(swap.state.value, at.speech)
    at.speech.say(
        Text(
            f"{who} 顶 {duty['date']} {duty['shift']},预计 {due} 到岗({state})",
            f"{who} works {duty['date']} {duty['shift']}, due at {due} ({state})",
        )
    )
