"""`roster swap`: asked about on a case and a roster, and carried out over the store."""

from datetime import datetime
from typing import Annotated

import typer

from api.cli.commands.store import swap_wishes
from api.cli.desk_options import (
    DAY,
    ActorOption,
    DayArgument,
    KeyOption,
    MonthArgument,
    ReasonOption,
    a_day,
    day_of,
    month_of,
)
from api.cli.errors import Code, reporting_errors
from api.cli.options import CaseArgument, JsonOption, LangOption, RosterArgument
from api.cli.over_store import At, over_store
from api.cli.people import person_of
from api.cli.speech import Speech
from api.cli.swaps import (
    BesideOption,
    CoverOption,
    LimitOption,
    NowOption,
    PayBackArgument,
    PayBackShiftOption,
    board_at,
    show_duties,
    show_pay_backs,
    show_swap,
    show_swaps,
    show_verdict,
    show_ways,
    tell_swaps,
)
from api.views.swaps import effect_view
from roster.desk.swaps import swap_decision, swap_filing, swap_reading
from roster.desk.swaps.pay_back_desk import agree_pay_back, days_to_agree, missed_pay_backs, waive_pay_back
from roster.desk.swaps.suggest import suggest
from roster.desk.swaps.swap_ask import check_swap, swap_between
from roster.text import Text, clock_time

app = typer.Typer(
    help="换班:在班表文件上查,在库中办理 · Swaps: asked about on a roster file, carried out over the store.",
    no_args_is_help=True,
)
ExtremeOption = Annotated[
    bool, typer.Option("--extreme", help="An extreme case: takes somebody off a holiday duty. 极特殊")
]
SwapArgument = Annotated[str, typer.Argument(metavar="SWAP", help="Its id. 编号")]


@app.command("check")
def check(
    case: CaseArgument,
    roster: RosterArgument,
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="Who gives up a duty. 换班人")],
    day: DayArgument,
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help="Who takes it. 对方")],
    pay_back: Annotated[
        datetime, typer.Argument(formats=DAY, parser=a_day, metavar="PAYBACK_DATE", help="The day paid back. 还班日期")
    ],
    beside: BesideOption = None,
    now: NowOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """换班检查(班表文件;数据库用 roster desk check) · Whether this swap of a roster file would be by the book.

    Every rule broken, with clause, measured, allowed, nearest way. Over the store: roster desk check.
    """
    speech = Speech.of(lang)
    with reporting_errors(speech):
        board, clock = board_at(case, roster, speech, now, beside, day_of(day))
        names = {item.agent_id: item.name for item in board.case.agents}
        agent, partner = person_of(agent, names), person_of(partner, names)
        swap = swap_between(board, agent, day_of(day), partner, day_of(pay_back), reason="-", clock=clock)
        verdict = check_swap(board, swap, clock)
        show_verdict(verdict, speech, as_json=as_json)
    if not verdict.allowed:
        raise typer.Exit(Code.BREACHES)


@app.command("suggest")
def suggest_(
    case: CaseArgument,
    roster: RosterArgument,
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="Who cannot work a duty. 换班人")],
    day: DayArgument,
    covers: CoverOption = False,
    limit: LimitOption = 20,
    beside: BesideOption = None,
    now: NowOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """换班建议(班表文件;数据库用 roster desk suggest) · Every partner and pay-back day that breaks no rule, best first.

    Over the store: roster desk suggest.
    """
    speech = Speech.of(lang)
    with reporting_errors(speech):
        board, clock = board_at(case, roster, speech, now, beside, day_of(day))
        names = {item.agent_id: item.name for item in board.case.agents}
        suggestions = suggest(board, person_of(agent, names), day_of(day), clock, covers=covers)
        show_ways(suggestions, limit, board, speech, as_json=as_json)


@app.command("request")
@over_store()
def request(
    at: At,
    actor: Annotated[str, typer.Argument(metavar="AGENT", help="Who asks. 申请人")],
    day: DayArgument,
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help="With whom. 对方")],
    pay_back: PayBackArgument = None,
    back_shift: PayBackShiftOption = None,
    reason: ReasonOption = "",
    key: KeyOption = None,
) -> None:
    """申请换班 · Ask for a swap, or without a pay-back date for a cover."""
    if pay_back is None:
        swap = swap_filing.request_cover(at.desk, actor, actor, day_of(day), partner, reason=reason, key=key)
    else:
        back = day_of(pay_back)
        swap = swap_filing.request_swap(
            at.desk, actor, day_of(day), partner, back, reason=reason, pay_back_shift=back_shift, key=key
        )
    show_swap(swap, at)


@app.command("arrange")
@over_store()
def arrange(
    at: At,
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="Whose duty. 缺勤人")],
    day: DayArgument,
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help="Who covers it. 顶班人")],
    actor: ActorOption,
    reason: ReasonOption = "",
    extreme: ExtremeOption = False,
    key: KeyOption = None,
) -> None:
    """班长安排顶班 · A leader's cover for sickness or absence, also once the duty began: no quota."""
    swap = swap_filing.request_cover(
        at.desk, actor, agent, day_of(day), partner, reason=reason, extreme=extreme, key=key
    )
    show_swap(swap, at)


@app.command("change")
@over_store()
def change(
    at: At,
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="Whose duty. 调班人")],
    day: DayArgument,
    to_day: Annotated[
        datetime, typer.Argument(formats=DAY, parser=a_day, metavar="TO_DATE", help="The new day. 调至日期")
    ],
    to_shift: Annotated[str, typer.Argument(metavar="TO_SHIFT", help="The new shift. 调至班次")],
    reason: ReasonOption = "",
    extreme: ExtremeOption = False,
    actor: Annotated[str, typer.Option("--as", metavar="PERSON", help="The leader who moves it. 由班长调整")] = "",
    key: KeyOption = None,
) -> None:
    """调班 · Ask to move an own duty to another day or shift; with --as the leader moves it."""
    swap = swap_filing.request_change(
        at.desk,
        actor or agent,
        day_of(day),
        day_of(to_day),
        to_shift,
        reason=reason,
        agent_id=agent,
        extreme=extreme,
        key=key,
    )
    show_swap(swap, at)


@app.command("effect")
@over_store()
def effect(at: At, swap_id: SwapArgument) -> None:
    """换班影响 · What approving a swap would do: seats, rest, hours, what rules charge for it, and what it breaks."""
    swap, outcome = swap_reading.effect(at.desk, swap_id)
    lost = [change for change in outcome.seats if change.lost_seats > 0]
    if at.as_json:
        at.speech.json(effect_view(outcome, at.speech.language))
        return
    tell_swaps((swap,), at)
    at.speech.say(
        Text(f"缺口变化 {outcome.seats_lost:+d} 座席时段", f"shortfall {outcome.seats_lost:+d} seat-intervals")
    )
    for change in lost:
        wall = clock_time(change.minute)
        seats = f"{change.before_seats} → {change.after_seats} / {change.required_seats}"
        at.speech.say_line(f"  {change.day} {wall} {change.job}: {seats}")
    for person in sorted(outcome.paid_minutes):
        rest, hours = outcome.rest_hours.get(person), outcome.paid_minutes[person] / 60
        shown = "-" if rest is None else f"{rest:g} h"
        line = Text(
            f"  {at.person(person)}:最短休息 {shown},工时 {hours:+g} h",
            f"  {at.person(person)}: shortest rest {shown}, hours {hours:+g} h",
        )
        at.speech.say(line)
    for rule, points in outcome.points.items():
        at.speech.say(Text(f"  {rule} {points:+g} 分", f"  {rule} {points:+g} points"))
    for item in outcome.findings:
        at.speech.say_line(f"  ! {item.rule} {at.speech.told(item.message)}")


@app.command("list")
@over_store()
def list_(at: At, month: MonthArgument) -> None:
    """当月全部换班 · Every request of a month."""
    show_swaps(swap_reading.list_swaps(at.desk, month_of(month)), at)


@app.command("decline")
@over_store()
def decline(
    at: At, swap_id: SwapArgument, actor: ActorOption, reason: ReasonOption = "", key: KeyOption = None
) -> None:
    """拒绝 · The partner or a leader refuses."""
    show_swap(swap_decision.decline_swap(at.desk, actor, swap_id, reason=reason, key=key), at)


@app.command("accept")
@over_store()
def accept(at: At, swap_id: SwapArgument, actor: ActorOption, key: KeyOption = None) -> None:
    """接受 · The partner agrees."""
    show_swap(swap_decision.accept_swap(at.desk, actor, swap_id, key=key), at)


@app.command("approve")
@over_store()
def approve(
    at: At,
    swap_id: SwapArgument,
    actor: ActorOption,
    consent: Annotated[
        bool, typer.Option("--consent", help="Express consent: no duty leader left, a holiday duty. 明示同意")
    ] = False,
    key: KeyOption = None,
) -> None:
    """批准 · A leader agrees; with the last approval the duties change."""
    show_swap(swap_decision.approve_swap(at.desk, actor, swap_id, consent=consent, key=key), at)


@app.command("missed")
@over_store()
def missed(at: At) -> None:
    """漏还的班 · The pay-backs that were missed: another day is agreed (repay), or they are waived."""
    show_pay_backs(missed_pay_backs(at.desk), at)


@app.command("repay")
@over_store()
def repay(
    at: At,
    swap_id: SwapArgument,
    actor: ActorOption,
    day: Annotated[
        datetime | None,
        typer.Argument(formats=DAY, parser=a_day, metavar="DATE", help="2026-10-31; without: those that fit. 日期"),
    ] = None,
    reason: ReasonOption = "",
    key: KeyOption = None,
) -> None:
    """另定还班日 · Another day for a missed pay-back: a duty of whom it is due; without a day, those that fit."""
    if day is None:
        fitting = days_to_agree(at.desk, actor, swap_id)
        show_duties(fitting, at)
        if not fitting and not at.as_json:
            none = Text(
                "没有合适的班可还:可等排出下月班表,或由对方免还(roster swap waive)",
                "no duty fits: wait for the next month's roster, or let the creditor waive it (roster swap waive)",
            )
            at.speech.say(none)
        return
    show_pay_backs((agree_pay_back(at.desk, actor, swap_id, day_of(day), reason=reason, key=key),), at)


@app.command("waive")
@over_store()
def waive(at: At, swap_id: SwapArgument, actor: ActorOption, reason: ReasonOption = "", key: KeyOption = None) -> None:
    """免还 · Whom a missed pay-back is due, or a leader of theirs, lets it go."""
    show_pay_backs((waive_pay_back(at.desk, actor, swap_id, reason=reason, key=key),), at)


@app.command("withdraw")
@over_store()
def withdraw(at: At, swap_id: SwapArgument, actor: ActorOption, key: KeyOption = None) -> None:
    """撤回 · The requester takes it back."""
    show_swap(swap_decision.withdraw_swap(at.desk, actor, swap_id, key=key), at)


@app.command("confirm")
@over_store()
def confirm(at: At, swap_id: SwapArgument, actor: ActorOption, key: KeyOption = None) -> None:
    """确认接班 · A party confirms the duty taken."""
    show_swap(swap_decision.confirm_handover(at.desk, actor, swap_id, key=key), at)


for act in (swap_wishes.match, swap_wishes.wish, swap_wishes.unwish, swap_wishes.wishes, swap_wishes.propose):
    app.command()(act)
