"""`roster leave`: applied for, decided step by step, certified and signed off, over the store."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer

from api.cli.desk_options import (
    DAY,
    MOMENT,
    ActorOption,
    DayArgument,
    KeyOption,
    MonthArgument,
    ReasonOption,
    a_day,
    a_moment,
    day_of,
    month_of,
    span_of,
)
from api.cli.next_steps import tell_after_leave
from api.cli.over_store import At, over_store
from api.cli.swaps import show_swap
from api.cli.words import kinds_help, leave_kind, word
from api.views.leaves import (
    balance_view,
    cost_view,
    draft_command,
    leave_views,
    part_words,
    vacancy_view,
)
from roster.desk.leaves import leave_decision, leave_filing, leave_reading, return_desk, vacancy_desk
from roster.desk.leaves.leave_check import balance_words, balances_of
from roster.desk.leaves.leave_cost import MOST_COVERS
from roster.desk.leaves.proxies import name_proxies, proxies_of
from roster.desk.rosters.table_leave import Drafted, TableLeave, drafted, leave_of_month
from roster.desk.swaps.suggest import Suggestion
from roster.desk.words import duty_words, hours_words, leave_state_words
from roster.model import Leave, Month
from roster.model.leave_request import LeaveRequest, LeaveState
from roster.text import Text, clock_time, counted

app = typer.Typer(
    help="请假:申请、审批、证明、销假 · Leave: filed, costed, decided step by step, certified, signed off.",
    no_args_is_help=True,
)
_HEADS = (
    Text("编号", "id"),
    Text("人员", "agent"),
    Text("类别", "kind"),
    Text("起", "start"),
    Text("止", "end"),
    Text("状态", "state"),
)
LeaveArgument = Annotated[str, typer.Argument(metavar="LEAVE", help="Its id. 编号")]


def _show(leaves: tuple[LeaveRequest, ...], at: At) -> None:
    if at.as_json:
        at.speech.json(leave_views(at.desk, leaves))
        return
    at.speech.table(_HEADS, [_row(item.leave_id, item, item.state, at) for item in leaves])


def _row(leave_id: str, leave: Leave | LeaveRequest, state: LeaveState, at: At, *more: Text) -> tuple[str, ...]:
    """A leave's line under `_HEADS`, and what stands behind it."""
    return (
        leave_id,
        at.person(leave.agent_id),
        word(leave.kind, at.speech),
        leave.first_text.replace("T", " "),
        leave.last_text.replace("T", " "),
        at.speech.to(leave_state_words(state)),
        *map(at.speech.to, more),
    )


def _show_one(leave: LeaveRequest, at: At) -> None:
    """What an act made of a leave, and what comes next."""
    _show((leave,), at)
    if not at.as_json:
        tell_after_leave(leave, at)


@app.command("file")
@over_store()
def file(
    at: At,
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="Whose leave. 请假人")],
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help=kinds_help(),
        ),
    ],
    start: Annotated[
        datetime,
        typer.Argument(
            formats=MOMENT, parser=a_moment, metavar="START", help="First day, or 2026-10-12T11:00. 起始日期或时间"
        ),
    ],
    end: Annotated[
        datetime,
        typer.Argument(
            formats=MOMENT,
            parser=a_moment,
            metavar="END",
            help="Last day, inclusive, or until when. 最后一天或截止时间",
        ),
    ],
    reason: ReasonOption = "",
    special: Annotated[bool, typer.Option("--special", help="A special case. 特殊")] = False,
    extreme: Annotated[bool, typer.Option("--extreme", help="An extreme case. 极特殊")] = False,
    replacing: Annotated[
        bool, typer.Option("--replace", help="Overlapping leave gives way, unless it has begun. 代替重叠的请假")
    ] = False,
    actor: Annotated[str, typer.Option("--as", metavar="PERSON", help="Who files it, if not oneself. 代办人")] = "",
    key: KeyOption = None,
) -> None:
    """申请请假 · Apply for leave."""
    first, last = span_of(start, end)
    leave = leave_filing.file_leave(
        at.desk,
        actor or agent,
        agent,
        kind=leave_kind(kind),
        start=first[0],
        end=last[0],
        start_minute=first[1],
        end_minute=last[1],
        reason=reason,
        special=special,
        extreme=extreme,
        replacing=replacing,
        key=key,
    )
    _show_one(leave, at)
    if not at.as_json:
        for year in sorted({day.year for day in leave.days}):
            for item in balances_of(at.desk, agent, year)[1]:
                if item.kind == leave.kind:
                    at.speech.say(balance_words(year, item))
    unknown = leave_reading.months_without_case(at.desk, leave)
    if unknown and not at.as_json:
        months = ", ".join(map(str, unknown))
        at.speech.say(
            Text(
                f"{months} 尚无案例:先按最近的案例受理,所涉班次、夜班与名额待排班时再核",
                f"{months} has no case yet: kept, and judged by the latest one; duties, nights and the team's quota "
                "are looked at when it is rostered",
            )
        )


@app.command("proxies")
@over_store()
def proxies(
    at: At,
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="Whose. 请假人")],
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="PERSON", help="May report it; once each. 指定的同事,可重复")
    ] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="Take it back from all. 全部取消")] = False,
    actor: Annotated[str, typer.Option("--as", metavar="PERSON", help="Who names them, if not oneself. 操作人")] = "",
    key: KeyOption = None,
) -> None:
    """病假代办人 · Who may report somebody's sickness so that it counts at once: shown, or named anew."""
    if name or nobody:
        named = name_proxies(at.desk, actor or agent, agent, tuple(name or ()), key=key)
    else:
        named = proxies_of(at.desk, agent)
    if at.as_json:
        at.speech.json({"agent_id": agent, "proxies": list(named)})
    elif named:
        at.speech.table((Text("代办人", "may report"),), [(at.person(item),) for item in named])
    else:
        at.speech.say(
            Text(
                f"{at.person(agent)} 没有指定代办人:同事代报的病假须本班班长核实",
                f"{at.person(agent)} has named nobody: what colleagues report waits for the own leader",
            )
        )


@app.command("balance")
@over_store()
def balance(
    at: At,
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="Whose days. 人员")],
    year: Annotated[
        int | None, typer.Argument(metavar="[YEAR]", min=1990, max=2100, help="As 2026; else this year. 年份")
    ] = None,
) -> None:
    """假期余额 · Days of leave in a year by kind: entitled, taken, asked for, left."""
    chosen, balances = balances_of(at.desk, agent, year)
    if at.as_json:
        at.speech.json([balance_view(chosen, item) for item in balances])
    elif not balances:
        at.speech.say(
            Text(
                f"{chosen} 年没有 {at.person(agent)} 的假期额度:在案例的“假期额度”表中写明,再运行 roster desk amend",
                f"no case of {chosen} tells days of leave for {at.person(agent)}: write them into its table "
                "entitlements, then roster desk amend",
            )
        )
    else:
        for item in balances:
            at.speech.say(balance_words(chosen, item))


@app.command("cost")
@over_store()
def cost(at: At, leave_id: LeaveArgument) -> None:
    """请假代价 · What approving costs: vacant duties, seats lost per interval, ranked covers, who decides."""
    price = leave_reading.cost_of(at.desk, leave_id)
    lost = [change for change in price.seats if change.lost_seats > 0]
    if at.as_json:
        at.speech.json(cost_view(price, leave_reading.board_of(at.desk, leave_id), at.speech.language))
        return
    hours = hours_words(sum(price.minutes.values()))
    steps = " → ".join(at.speech.to(step) for step in price.steps)
    at.speech.say(
        Text(
            f"空缺 {len(price.duties)} 班,班次时长共 {hours.zh}(含休息),缺座 {price.seat_intervals_short} 个时段;"
            f"{price.word.zh}:{steps}",
            f"{counted(len(price.duties), 'duty', 'duties')} falling vacant, {hours.en} from begin to end, "
            f"{price.seat_intervals_short} "
            f"seat-intervals short; to {price.word.en}: {steps}",
        )
    )
    for change in lost:
        wall = clock_time(change.minute)
        at.speech.say_line(f"  {change.day} {wall} {change.job}: {change.after_seats}/{change.required_seats}")
    for duty, covers in price.covers.items():
        if covers:
            at.speech.say_line(f"  {duty_words(duty)} ← {_named(covers, at)}")
        else:
            month, again = Month.of(duty.day), "roster desk replan"
            at.speech.say(
                Text(
                    f"  {duty_words(duty)}:无人可顶;批后可重排({again} {month}),或缺员",
                    f"  {duty_words(duty)}: nobody may cover it; re-plan once it is approved ({again} {month}), "
                    "or it is short",
                )
            )
    for flag in price.verdict.flags:
        at.speech.say_line(f"  {flag.rule} {at.speech.told(flag.message)}{' *' if flag.consent else ''}")


def _named(ways: Sequence[Suggestion], at: At) -> str:
    """Who could cover, best first: the first of them, and how many there are in all."""
    more = f" … ({len(ways)})" if len(ways) > MOST_COVERS else ""
    return ", ".join(at.person(way.partner) for way in ways[:MOST_COVERS]) + more


@app.command("approve")
@over_store()
def approve(
    at: At,
    leave_id: LeaveArgument,
    actor: ActorOption,
    consent: Annotated[bool, typer.Option("--consent", help="Express consent: late, night, holiday. 明示同意")] = False,
    key: KeyOption = None,
) -> None:
    """批准 · Approve on the rung that is due."""
    leave = leave_decision.decide_leave(at.desk, actor, leave_id, approved=True, consent=consent, key=key)
    _show_one(leave, at)


@app.command("decline")
@over_store()
def decline(
    at: At, leave_id: LeaveArgument, actor: ActorOption, reason: ReasonOption = "", key: KeyOption = None
) -> None:
    """不批准 · Decline on the rung that is due."""
    leave = leave_decision.decide_leave(at.desk, actor, leave_id, approved=False, reason=reason, key=key)
    _show_one(leave, at)


@app.command("withdraw")
@over_store()
def withdraw(at: At, leave_id: LeaveArgument, actor: ActorOption, key: KeyOption = None) -> None:
    """撤回 · Take an undecided leave back, or give up an effective one before it begins."""
    _show_one(return_desk.withdraw_leave(at.desk, actor, leave_id, key=key), at)


@app.command("vacancies")
@over_store()
def vacancies(at: At, month: MonthArgument) -> None:
    """空缺班次 · The month's duties that leave freed and nobody covers yet, with who could, best first."""
    listed = [
        (vacancy, vacancy_desk.covers_of_vacancy(at.desk, vacancy.leave_id, vacancy.duty.day))
        for vacancy in vacancy_desk.open_vacancies(at.desk, month_of(month))
    ]
    if at.as_json:
        board = at.desk.board(month_of(month))
        at.speech.json([vacancy_view(vacancy, ways[:MOST_COVERS], board) for vacancy, ways in listed])
        return
    rows = [
        (
            *(
                item.leave_id,
                at.person(item.duty.agent_id),
                str(item.duty.day),
                item.duty.shift,
                part_words(item) or "-",
            ),
            item.duty.job,
            _named(ways, at) or at.speech.to(Text("无人可顶", "nobody")),
        )
        for item, ways in listed
    ]
    heads = (
        Text("编号", "leave"),
        Text("请假人", "on leave"),
        Text("日期", "date"),
        Text("班次", "shift"),
        Text("时段", "hours"),
        Text("工种", "job"),
        Text("可顶班", "may cover"),
    )
    at.speech.table(heads, rows)


@app.command("cover")
@over_store()
def cover(
    at: At,
    leave_id: LeaveArgument,
    day: DayArgument,
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help="Who covers it. 顶班人")],
    actor: ActorOption,
    reason: ReasonOption = "",
    key: KeyOption = None,
) -> None:
    """安排顶班 · Give a duty that the leave freed to somebody (unset reason: the leave)."""
    reason = reason or at.speech.to(Text("顶请假空出的班", "for a duty that leave has freed"))
    swap = vacancy_desk.cover_vacancy(at.desk, actor, leave_id, day_of(day), partner, reason=reason, key=key)
    show_swap(swap, at)


@app.command("certificate")
@over_store()
def certificate(
    at: At,
    leave_id: LeaveArgument,
    start: DayArgument,
    end: Annotated[
        datetime, typer.Argument(formats=DAY, parser=a_day, metavar="END", help="Last day, inclusive. 最后一天")
    ],
    actor: ActorOption,
    key: KeyOption = None,
) -> None:
    """交医疗证明 · Hand in a medical certificate."""
    leave = leave_decision.hand_in_certificate(at.desk, actor, leave_id, day_of(start), day_of(end), key=key)
    _show_one(leave, at)


@app.command("return")
@over_store()
def return_(at: At, leave_id: LeaveArgument, actor: ActorOption, key: KeyOption = None) -> None:
    """销假 · Sign off the return: during the leave (it ends early), or on the first day after."""
    _show_one(return_desk.sign_off_return(at.desk, actor, leave_id, key=key), at)


@app.command("due")
@over_store()
def due(at: At, month: MonthArgument) -> None:
    """待销假 · The leaves of a month that are over and wait for their sign-off."""
    _show(return_desk.returns_due(at.desk, month_of(month)), at)


@app.command("list")
@over_store()
def list_(at: At, month: MonthArgument) -> None:
    """当月请假 · Every leave that touches a month: of the month's own table, and filed at the desk."""
    leaves = leave_of_month(at.desk, month_of(month))
    if at.as_json:
        at.speech.json(leave_views(at.desk, leaves))
        return
    table, filed = Text("当月请假表", "the month's table"), Text("值班台申请", "filed at the desk")
    with at.desk.reading() as work:
        in_draft = drafted(work, (item for item in leaves if not isinstance(item, TableLeave)))
    rows = [
        _row("-", item.leave, item.state, at, _waits(table, item))
        if isinstance(item, TableLeave)
        else _row(item.leave_id, item, item.state, at, _waits(filed, in_draft.get(item.leave_id)))
        for item in leaves
    ]
    at.speech.table((*_HEADS, Text("来源", "origin")), rows)


def _waits(origin: Text, item: TableLeave | Drafted | None) -> Text:
    """Where a leave comes from, and what it waits for where that is a roster, with the command."""
    if item is None or (isinstance(item, TableLeave) and item.state is not LeaveState.PENDING):
        return origin
    command = draft_command(item)
    if command is None:
        return Text(f"{origin.zh},待排班决定", f"{origin.en}, waits for the roster")
    step = (
        Text("待审批拟批请假", "waits for the roster's grants")
        if item.asks
        else Text("待发布", "waits to be published")
    )
    return Text(f"{origin.zh},{step.zh}:{command}", f"{origin.en}, {step.en}: {command}")
