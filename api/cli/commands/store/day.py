"""`roster day`: a shift from the roll call to the signed hand-over, over the store."""

from datetime import date
from typing import Annotated

import typer

from api.cli.desk_options import ActorOption, DayArgument, KeyOption, ReasonOption, day_of
from api.cli.over_store import At, over_store
from api.cli.words import word
from api.views.duties import duty_view
from api.views.handovers import relief_view, signed_view, state_view
from api.views.shifts import call_in_view, log_view, occurrence_view, roll_view, ways_view
from roster.desk.duty_day.call_in import call_in, covers_for
from roster.desk.duty_day.hand_over import State, check_item, follow, note, read_state, relieve, sign
from roster.desk.duty_day.roll_call import Called, Mark, Roll, call_roll, roll_of
from roster.desk.quality.break_desk import breaks_of
from roster.desk.shift_log.log import ShiftLog, log_of, person_words
from roster.desk.shift_log.occurrence import occurrence, occurrences
from roster.desk.words import moment_words
from roster.errors import Fault, InputError
from roster.model import Month
from roster.model.handover import Side
from roster.model.shift_log import Category, Follow, Gravity
from roster.text import Text

app = typer.Typer(
    help="值班日:点名、紧急加班、值班日志、交接班 · The duty day: roll call, call-in, log, hand-over.",
    no_args_is_help=True,
)
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
        views = [
            occurrence_view(board, here, roll_of(work, board, here), log_of(work, board, chosen, here.shift))
            for here in occurrences(board, chosen)
        ]
    if at.as_json:
        at.speech.json(views)
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
    at.speech.table(
        head, [(one["shift"], " ".join(one["leaders"]), *(str(one[key]) for key in names)) for one in views]
    )


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
    for line in roll.notices:
        words = at.speech.told(line.entry.words)
        at.speech.say(Text(f"宣读 #{line.entry.entry_id} {words}", f"read out #{line.entry.entry_id} {words}"))
    if roll.faults:
        faults = [f"{fault} × {times}" for fault, times in roll.faults]
        at.speech.say(
            Text(f"宣读质检共性问题:{'、'.join(faults)}", f"read out, the week's common faults: {', '.join(faults)}")
        )
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
        entry_line = (moment_words(board, entry.at), f"#{entry.entry_id}", at.speech.told(entry.words), mark)
        at.speech.say_line(" ".join(part for part in entry_line if part))
        for item in line.follows:
            at.speech.say_line(f"  {moment_words(board, item.at)} #{item.entry_id} {at.speech.told(item.words)}")


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
    offer_breaks(at, day_of(day))
    if at.as_json:
        at.speech.json(roll_view(at.desk.board(Month.of(day_of(day))), roll, at.speech.language))
        return
    _show_roll(at, roll)


def offer_breaks(at: At, day: date) -> None:
    """Says that the day's breaks may be placed anew, where somebody fell out."""
    if breaks_of(at.desk, day).stale:
        at.speech.complain(
            Text(
                f"有人缺岗或到岗变动,可重排当日休息:roster desk breaks {day} --place",
                f"somebody fell out or came in; to place the day's breaks anew: roster desk breaks {day} --place",
            )
        )


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


EntryArgument = Annotated[int, typer.Argument(metavar="ENTRY", help="Its number. 记录号")]
WordsArgument = Annotated[str, typer.Argument(metavar="WORDS", help="What happened. 内容")]


@app.command("note")
@over_store()
def write(
    at: At,
    day: DayArgument,
    shift: ShiftArgument,
    category: Annotated[Category, typer.Argument(help="What it is about. 类别")],
    words: WordsArgument,
    actor: ActorOption,
    gravity: Annotated[Gravity, typer.Option(help="Grave entries keep the shift from being handed over. 轻重")] = (
        Gravity.ORDINARY
    ),
    opens: Annotated[bool, typer.Option("--open", help="It stays open until it is closed. 未决")] = False,
    key: KeyOption = None,
) -> None:
    """记一条 · An entry in the log of a shift."""
    number = note(at.desk, actor, day_of(day), shift, words, category=category, gravity=gravity, opens=opens, key=key)
    _number(at, number)


@app.command("close")
@over_store()
def close(
    at: At,
    day: DayArgument,
    shift: ShiftArgument,
    entry: EntryArgument,
    actor: ActorOption,
    cause: Annotated[str, typer.Option("--cause", help="Why it came about. 原因")] = "",
    course: Annotated[str, typer.Option("--course", help="What was done. 经过")] = "",
    result: Annotated[str, typer.Option("--result", help="What came of it. 结果")] = "",
) -> None:
    """结一条 · A further entry closes an earlier one, in the log of the shift in which that happens."""
    handled = {"cause": cause, "course": course, "result": result}
    _number(at, follow(at.desk, actor, day_of(day), shift, entry, how=Follow.CLOSE, **handled))


@app.command("correct")
@over_store()
def correct(
    at: At, day: DayArgument, shift: ShiftArgument, entry: EntryArgument, words: WordsArgument, actor: ActorOption
) -> None:
    """更正 · A further entry corrects an earlier one, which stays as it is."""
    _number(at, follow(at.desk, actor, day_of(day), shift, entry, how=Follow.CORRECT, words=words))


@app.command("check")
@over_store()
def check(
    at: At,
    day: DayArgument,
    shift: ShiftArgument,
    item: Annotated[str, typer.Argument(metavar="ITEM", help="A thing of the list. 核对项")],
    actor: ActorOption,
    fault: Annotated[str, typer.Option("--fault", help="What is wrong with it. 故障")] = "",
) -> None:
    """核对一项 · One thing of the list is in order, or has a fault that stays open."""
    _number(at, check_item(at.desk, actor, day_of(day), shift, item, fault=fault))


def _number(at: At, number: int) -> None:
    if at.as_json:
        at.speech.json({"id": number})
        return
    at.speech.say(Text(f"已记 #{number}", f"written: #{number}"))


@app.command("relieve")
@over_store()
def relief(
    at: At,
    day: DayArgument,
    shift: ShiftArgument,
    actor: ActorOption,
    pairs: Annotated[list[str], typer.Argument(metavar="[AGENT=RELIEF…]", help="Unset: as proposed. 接岗人")] = [],  # noqa: B006
) -> None:
    """接岗 · Hand seats of the ending shift to their reliefs."""
    named = dict(text.split("=", 1) for text in pairs if "=" in text) if pairs else None
    reliefs = relieve(at.desk, actor, day_of(day), shift, named)
    if at.as_json:
        at.speech.json([relief_view(item) for item in reliefs])
        return
    for item in reliefs:
        held, relief = at.person(item.agent_id), at.person(item.relief)
        at.speech.say(
            Text(
                f"{held} 由 {relief} 接岗,多留 {item.stayed_minutes} 分钟",
                f"{relief} relieves {held}, who stayed {item.stayed_minutes} min longer",
            )
        )


@app.command("handover")
@over_store()
def handover(at: At, day: DayArgument, shift: ShiftArgument) -> None:
    """交接情况 · How the hand-over of a shift stands."""
    state = read_state(at.desk, day_of(day), shift)
    if at.as_json:
        at.speech.json(state_view(state, at.speech.language))
        return
    for line in state.log.open:
        mark = Text("不得交接班", "blocks") if line.entry.blocks else Text("未决", "open")
        at.speech.say_line(f"#{line.entry.entry_id} {at.speech.told(line.entry.words)} ({at.speech.to(mark)})")
    for item in state.unchecked:
        at.speech.say(Text(f"未核对:{item}", f"not checked: {item}"))
    _say_unmarked(at, state)
    for seat in state.seats:
        if seat.relief is None:
            at.speech.say(Text(f"未接岗:{seat.duty.agent_id}", f"not relieved: {seat.duty.agent_id}"))
    if state.signed is not None:
        by = (state.signed.given_by, state.signed.taken_by or "–")
        at.speech.say(Text(f"交 {by[0]} 接 {by[1]}", f"given by {by[0]}, taken by {by[1]}"))


def _say_unmarked(at: At, state: State) -> None:
    """Of whom nothing is noted; nothing is said where everybody is marked."""
    if state.unmarked:
        count, names = len(state.unmarked), [at.person(who) for who in state.unmarked]
        at.speech.say(
            Text(f"还有 {count} 人未点名:{'、'.join(names)}", f"nothing noted of {count}: {', '.join(names)}")
        )


@app.command("sign")
@over_store()
def signs(
    at: At,
    day: DayArgument,
    shift: ShiftArgument,
    side: Annotated[Side, typer.Argument(help="give or take. 交或接")],
    actor: ActorOption,
    accept: Annotated[list[int], typer.Option("--accept", metavar="ENTRY", help="Let this one pass. 接受")] = [],  # noqa: B006
) -> None:
    """签字 · Sign the hand-over of a shift: given first, then taken by the leader of the next."""
    before = read_state(at.desk, day_of(day), shift)
    done = sign(at.desk, actor, day_of(day), shift, side, accept=accept)
    if at.as_json:
        at.speech.json(signed_view(done))
        return
    _say_unmarked(at, before)
    at.speech.say(Text(f"已签,至 #{done.upto}", f"signed, up to #{done.upto}"))
