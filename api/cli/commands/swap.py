"""`roster swap`: asked about on a case and a roster, and carried out over the store."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from api.cli.cases import load_case, load_roster
from api.cli.desk_options import (
    DAY,
    ActorOption,
    CentreOption,
    DayArgument,
    KeyOption,
    MonthArgument,
    ReasonOption,
    StoreOption,
    day_of,
    desk_at,
    month_of,
    refusal_record,
    tell_refusals,
)
from api.cli.errors import Code, told
from api.cli.options import CaseArgument, JsonOption, LangOption, RosterArgument
from api.cli.speech import Speech
from api.cli.words import word
from roster.desk import swap_desk, wish_desk
from roster.desk.board import Board
from roster.desk.clock import Clock, FixedClock
from roster.desk.match import Match, match
from roster.desk.suggest import Suggestion, suggest
from roster.desk.swap import Move, SwapRequest
from roster.desk.swap_ask import check_swap, swap_between
from roster.desk.swap_wish import SwapWish, WishStanding
from roster.desk.words import duty_words
from roster.files.read_swap_wishes import read_swap_wishes
from roster.text import Text, clock_time

app = typer.Typer(help="换班 · Swaps: asked about on a roster file, carried out over the store.", no_args_is_help=True)

NowOption = Annotated[
    datetime | None,
    typer.Option("--now", formats=["%Y-%m-%dT%H:%M"], help="Centre time; unset: before the month begins. 当前时刻"),
]
DEFAULT_STORE = "roster-data"


def _board(case: Path, roster: Path, speech: Speech, now: datetime | None) -> tuple[Board, Clock]:
    read, rulebook = load_case(case, speech)
    board = Board.of(read, rulebook, load_roster(roster, read, rulebook, speech))
    if now is None:
        return board, FixedClock(board.ground.midnight(read.month.first) - timedelta(days=1))
    return board, FixedClock(now.replace(tzinfo=board.ground.zone))


@app.command("check")
def check(
    case: CaseArgument,
    roster: RosterArgument,
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="Who gives up a duty. 换班人")],
    day: DayArgument,
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help="Who takes it. 对方")],
    pay_back: Annotated[datetime, typer.Argument(formats=DAY, metavar="PAYBACK_DATE", help="还班日期")],
    now: NowOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """换班检查 · Would this swap be by the book? Every rule broken, with clause, measured, allowed, nearest way."""
    speech = Speech.of(lang)
    with told(speech):
        board, clock = _board(case, roster, speech, now)
        swap = swap_between(board, agent, day_of(day), partner, day_of(pay_back), reason="-", clock=clock)
        verdict = check_swap(board, swap, clock)
        if as_json:
            refusals = [refusal_record(item, speech) for item in verdict.refusals]
            speech.json({"allowed": verdict.allowed, "refusals": refusals})
        else:
            tell_refusals(verdict.refusals, speech)
            if verdict.allowed:
                speech.say(Text("可以换班", "The swap is by the book"))
    if not verdict.allowed:
        raise typer.Exit(Code.BREACHES)


@app.command("suggest")
def suggest_(
    case: CaseArgument,
    roster: RosterArgument,
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="Who cannot work a duty. 换班人")],
    day: DayArgument,
    covers: Annotated[bool, typer.Option("--cover", help="Without pay-back. 顶班,不还班")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many. 最多列出")] = 20,
    now: NowOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """换班建议 · Every partner and pay-back day that breaks no rule, best first."""
    speech = Speech.of(lang)
    with told(speech):
        board, clock = _board(case, roster, speech, now)
        found = suggest(board, agent, day_of(day), clock, covers=covers)
        if as_json:
            speech.json([_record(item) for item in found[:limit]])
            return
        speech.table(
            (
                Text("对方", "partner"),
                Text("还班", "pay back"),
                Text("缺座", "seats lost"),
                Text("公平", "fairness"),
                Text("愿望", "wishes"),
                Text("休息(时)", "rest h"),
            ),
            [
                (
                    item.partner,
                    "-" if item.pay_back is None else duty_words(item.pay_back),
                    str(item.seats_lost),
                    f"{item.fairness_points:+.1f}",
                    f"{item.wish_points:+.1f}",
                    f"{min(item.rest_hours, 99):g}",
                )
                for item in found[:limit]
            ],
            right=(2, 3, 4, 5),
        )
        speech.say(Text(f"共 {len(found)} 种可行的换法", f"{len(found)} ways by the book"))


def _record(item: Suggestion) -> dict[str, object]:
    return {
        "partner": item.partner,
        "pay_back_date": None if item.pay_back is None else item.pay_back.day.isoformat(),
        "pay_back_shift": None if item.pay_back is None else item.pay_back.shift,
        "seats_lost": item.seats_lost,
        "fairness_points": item.fairness_points,
        "wish_points": item.wish_points,
        "other_points": item.other_points,
        "rest_hours": item.rest_hours,
    }


@app.command("match")
def match_(
    case: CaseArgument,
    roster: RosterArgument,
    wishes: Annotated[Path, typer.Argument(metavar="WISHES", help="agent_id,date,first,last,shifts. 换班愿望文件")],
    seconds: Annotated[float, typer.Option("--seconds", min=1, max=3600, help="Time limit. 时间上限(秒)")] = 10,
    seed: Annotated[int, typer.Option("--seed", min=0)] = 0,
    longest: Annotated[
        int | None, typer.Option("--longest", min=2, help="Most wishes in one cycle; unset: any. 每环最多愿望数")
    ] = None,
    now: NowOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """换班匹配 · The cycles that grant the most wishes by the book; a proposal, nobody is moved."""
    speech = Speech.of(lang)
    with told(speech):
        board, clock = _board(case, roster, speech, now)
        asked = read_swap_wishes(wishes, board.case, board.roster)
        found = match(board, asked, clock, seconds=seconds, seed=seed, longest=longest)
        if as_json:
            speech.json(_match_record(found))
            return
        for cycle in found.cycles:
            speech.say_line("; ".join(f"{m.giver} {duty_words(m.given)} → {m.taker}" for m in cycle.moves))
        _tell_match(found, speech)


def _match_record(found: Match) -> dict[str, object]:
    return {
        "granted": len(found.granted),
        "wishes": found.wishes,
        "bound": found.bound,
        "optimal": found.optimal,
        "longest": found.longest,
        "seconds": round(found.seconds, 3),
        "cycles": [_moves(cycle) for cycle in found.cycles],
    }


def _tell_match(found: Match, speech: Speech) -> None:
    proven = Text("已证明最优", "proven the most")
    bound = proven if found.optimal else Text(f"上界 {found.bound}", f"bound {found.bound}")
    speech.say(
        Text(
            f"{found.wishes} 个愿望可满足 {len(found.granted)} 个({bound.zh})",
            f"{len(found.granted)} of {found.wishes} wishes granted ({bound.en})",
        )
    )


def _moves(swap: SwapRequest) -> list[dict[str, str]]:
    return [
        {
            "giver": move.giver,
            "taker": move.taker,
            "date": move.given.day.isoformat(),
            "shift": move.given.shift,
            "job": move.given.job,
            "to_date": move.taken.day.isoformat(),
            "to_shift": move.taken.shift,
        }
        for move in swap.moves
    ]


def swap_record(swap: SwapRequest) -> dict[str, object]:
    """A swap for programs."""
    return {
        "swap_id": swap.swap_id,
        "number": swap.number,
        "kind": swap.kind.value,
        "state": swap.state.value,
        "requester": swap.requester,
        "filed_at": swap.filed_at.isoformat(),
        "accepted": sorted(swap.accepted),
        "confirmed": sorted(swap.confirmed),
        "moves": _moves(swap),
        "later_pay_back": None
        if swap.later is None
        else {"date": swap.later.day.isoformat(), "shift": swap.later.shift},
    }


def _move_words(move: Move) -> str:
    """Who gives which duty to whom, and where it goes if it moves: `a 2026-10-12 E → a 2026-10-13 L`."""
    moved = (move.given.day, move.given.shift) != (move.taken.day, move.taken.shift)
    return f"{move.giver} {duty_words(move.given)} → {move.taker}{f' {duty_words(move.taken)}' if moved else ''}"


def show_swaps(swaps: tuple[SwapRequest, ...], speech: Speech, *, as_json: bool) -> None:
    """Swaps as a table or as JSON."""
    if as_json:
        speech.json([swap_record(swap) for swap in swaps])
        return
    speech.table(
        (
            Text("登记号", "no."),
            Text("编号", "id"),
            Text("类别", "kind"),
            Text("状态", "state"),
            Text("班次", "duties"),
        ),
        [
            (
                "" if swap.number is None else str(swap.number),
                swap.swap_id,
                word(swap.kind, speech),
                word(swap.state, speech),
                "; ".join(
                    [_move_words(move) for move in swap.moves]
                    + ([] if swap.later is None else [f"↩ {swap.later.day} {swap.later.shift}"])
                ),
            )
            for swap in swaps
        ],
        right=(0,),
    )


@app.command("request")
def request(
    actor: Annotated[str, typer.Argument(metavar="AGENT", help="Who asks. 申请人")],
    day: DayArgument,
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help="对方")],
    pay_back: Annotated[
        datetime | None, typer.Argument(formats=DAY, metavar="[PAYBACK_DATE]", help="还班日期;不填为顶班")
    ] = None,
    back_shift: Annotated[
        str | None,
        typer.Option("--payback-shift", help="The shift owed, in a month without a roster. 以后月份的还班班次"),
    ] = None,
    reason: ReasonOption = "",
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    key: KeyOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """申请换班 · Ask for a swap, or without a pay-back date for a cover."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        if pay_back is None:
            swap = swap_desk.request_cover(desk, actor, actor, day_of(day), partner, reason=reason, key=key)
        else:
            back = day_of(pay_back)
            swap = swap_desk.request_swap(
                desk, actor, day_of(day), partner, back, reason=reason, pay_back_shift=back_shift, key=key
            )
        show_swaps((swap,), speech, as_json=as_json)


@app.command("arrange")
def arrange(
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="Whose duty. 缺勤人")],
    day: DayArgument,
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help="Who covers it. 顶班人")],
    actor: ActorOption,
    reason: ReasonOption = "",
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    key: KeyOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """班长安排顶班 · A leader's cover for sickness or absence: effective at once, no quota."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        swap = swap_desk.request_cover(desk, actor, agent, day_of(day), partner, reason=reason, key=key)
        show_swaps((swap,), speech, as_json=as_json)


@app.command("change")
def change(
    actor: Annotated[str, typer.Argument(metavar="AGENT", help="Whose duty. 调班人")],
    day: DayArgument,
    to_day: Annotated[datetime, typer.Argument(formats=DAY, metavar="TO_DATE", help="调至日期")],
    to_shift: Annotated[str, typer.Argument(metavar="TO_SHIFT", help="调至班次")],
    reason: ReasonOption = "",
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    key: KeyOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """申请调班 · Ask to move an own duty to another day or shift."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        swap = swap_desk.request_change(desk, actor, day_of(day), day_of(to_day), to_shift, reason=reason, key=key)
        show_swaps((swap,), speech, as_json=as_json)


@app.command("effect")
def effect(
    swap_id: Annotated[str, typer.Argument(metavar="SWAP", help="Its id. 编号")],
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """换班影响 · What approving a swap would do: seats, rest, hours, what rules charge for it, and what it breaks."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        swap, found = swap_desk.effect(desk, swap_id)
        lost = [change for change in found.seats if change.lost_seats > 0]
        if as_json:
            speech.json(
                {
                    "swap_id": swap_id,
                    "seats_lost": found.seats_lost,
                    "intervals": [
                        {
                            "date": change.day.isoformat(),
                            "minute": change.minute,
                            "job": change.job,
                            "required": change.required_seats,
                            "before": change.before_seats,
                            "after": change.after_seats,
                        }
                        for change in found.seats
                    ],
                    "rest_hours": found.rest_hours,
                    "paid_minutes": found.paid_minutes,
                    "points": found.points,
                    "breaks": [{"rule": item.rule, "message": speech.to(item.message)} for item in found.findings],
                }
            )
            return
        show_swaps((swap,), speech, as_json=False)
        speech.say(Text(f"缺口变化 {found.seats_lost:+d} 座席时段", f"shortfall {found.seats_lost:+d} seat-intervals"))
        for change in lost:
            wall = clock_time(change.minute)
            seats = f"{change.before_seats} → {change.after_seats} / {change.required_seats}"
            speech.say_line(f"  {change.day} {wall} {change.job}: {seats}")
        for person in sorted(found.paid_minutes):
            rest, hours = found.rest_hours.get(person), found.paid_minutes[person] / 60
            shown = "-" if rest is None else f"{rest:g} h"
            line = Text(
                f"  {person}:最短休息 {shown},工时 {hours:+g} h",
                f"  {person}: shortest rest {shown}, hours {hours:+g} h",
            )
            speech.say(line)
        for rule, points in found.points.items():
            speech.say(Text(f"  {rule} {points:+g} 分", f"  {rule} {points:+g} points"))
        for item in found.findings:
            speech.say_line(f"  ! {item.rule} {speech.to(item.message)}")


@app.command("wish")
def wish(
    actor: Annotated[str, typer.Argument(metavar="AGENT", help="Whose duty. 愿望人")],
    day: DayArgument,
    first: Annotated[datetime | None, typer.Option("--first", formats=DAY, help="From this day. 最早日期")] = None,
    last: Annotated[datetime | None, typer.Option("--last", formats=DAY, help="To this day. 最晚日期")] = None,
    shifts: Annotated[list[str] | None, typer.Option("--shift", help="Any of these; unset: any. 班次")] = None,
    reason: ReasonOption = "",
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    key: KeyOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """登记换班愿望 · File an open wish: my duty on DATE against any of these, to be matched with others'."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        window = (None if first is None else day_of(first), None if last is None else day_of(last))
        asked = SwapWish(actor, day_of(day), *window, tuple(shifts or ()))
        _show_wishes((wish_desk.file_wish(desk, actor, asked, reason=reason, key=key),), speech, as_json=as_json)


@app.command("unwish")
def unwish(
    wish_id: Annotated[str, typer.Argument(metavar="WISH", help="Its id. 愿望编号")],
    actor: ActorOption,
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    key: KeyOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """撤回换班愿望 · Take an open wish back."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        _show_wishes((wish_desk.withdraw_wish(desk, actor, wish_id, key=key),), speech, as_json=as_json)


@app.command("wishes")
def wishes_(
    month: MonthArgument,
    agent: Annotated[str | None, typer.Option("--agent", help="Only this one's. 仅此人")] = None,
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """换班愿望一览 · The month's wishes and where each stands."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        _show_wishes(wish_desk.list_wishes(desk, month_of(month), agent), speech, as_json=as_json)


@app.command("propose")
def propose(
    month: MonthArgument,
    actor: ActorOption,
    longest: Annotated[int, typer.Option("--longest", min=2, help="Most people in one exchange. 每环最多人数")] = 3,
    seconds: Annotated[float, typer.Option("--seconds", min=1, max=3600, help="Time limit. 时间上限(秒)")] = 30,
    seed: Annotated[int, typer.Option("--seed", min=0)] = 0,
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    key: KeyOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """匹配并提出换班 · Match the open wishes; each exchange is proposed to its people, who accept or decline."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        found = wish_desk.propose_match(
            desk, actor, month_of(month), seconds=seconds, longest=longest, seed=seed, key=key
        )
        if as_json:
            result = _match_record(found.match)
            result["proposed"] = [swap_record(swap) for swap in found.proposed]
            result["dropped"] = [
                {"moves": _moves(swap), "refusals": [refusal_record(item, speech) for item in refusals]}
                for swap, refusals in found.dropped
            ]
            speech.json(result)
            return
        show_swaps(found.proposed, speech, as_json=False)
        _tell_match(found.match, speech)
        for swap, refusals in found.dropped:
            speech.say(
                Text(
                    f"未提出 {'、'.join(swap.parties)} 的换班:", f"not proposed to {', '.join(swap.parties)}, because:"
                )
            )
            tell_refusals(refusals, speech)


def _show_wishes(found: Sequence[WishStanding], speech: Speech, *, as_json: bool) -> None:
    """Wishes as a table or as JSON; without the reason, which is its agent's."""
    if as_json:
        speech.json([_wish_record(item) for item in found])
        return
    speech.table(
        (
            Text("编号", "id"),
            Text("人员", "agent"),
            Text("换出", "gives up"),
            Text("换入", "against"),
            Text("状态", "state"),
            Text("换班", "swap"),
        ),
        [
            (
                item.filed.wish_id,
                item.filed.wish.agent_id,
                duty_words(item.filed.duty),
                (
                    f"{'/'.join(item.filed.wish.shifts) or '*'} {item.filed.wish.first or ''} – "
                    f"{item.filed.wish.last or ''}"
                ),
                word(item.state, speech),
                item.swap_id,
            )
            for item in found
        ],
    )


def _wish_record(item: WishStanding) -> dict[str, object]:
    wish = item.filed.wish
    return {
        "wish_id": item.filed.wish_id,
        "agent_id": wish.agent_id,
        "date": wish.day.isoformat(),
        "shift": item.filed.duty.shift,
        "first": None if wish.first is None else wish.first.isoformat(),
        "last": None if wish.last is None else wish.last.isoformat(),
        "shifts": list(wish.shifts),
        "state": item.state.value,
        "swap_id": item.swap_id or None,
        "filed_at": item.filed.filed_at.isoformat(),
    }


@app.command("list")
def list_(
    month: MonthArgument,
    store: StoreOption = DEFAULT_STORE,
    centre: CentreOption = "",
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """当月全部换班 · Every request of a month."""
    speech = Speech.of(lang)
    with told(speech), desk_at(store, centre) as desk:
        show_swaps(swap_desk.list_swaps(desk, month_of(month)), speech, as_json=as_json)


def _act(name: str, title: str) -> None:
    """One command for each act on a swap: who, and which."""
    functions = {
        "accept": swap_desk.accept_swap,
        "approve": swap_desk.approve_swap,
        "decline": swap_desk.decline_swap,
        "withdraw": swap_desk.withdraw_swap,
        "confirm": swap_desk.confirm_handover,
    }
    function = functions[name]

    def command(
        swap_id: Annotated[str, typer.Argument(metavar="SWAP", help="Its id. 编号")],
        actor: ActorOption,
        store: StoreOption = DEFAULT_STORE,
        centre: CentreOption = "",
        key: KeyOption = None,
        lang: LangOption = None,
        as_json: JsonOption = False,
    ) -> None:
        speech = Speech.of(lang)
        with told(speech), desk_at(store, centre) as desk:
            show_swaps((function(desk, actor, swap_id, key=key),), speech, as_json=as_json)

    command.__doc__ = title
    app.command(name)(command)


for _name, _title in (
    ("accept", "接受 · The partner agrees."),
    ("approve", "批准 · A leader agrees; with the last approval the duties change."),
    ("decline", "拒绝 · The partner or a leader refuses."),
    ("withdraw", "撤回 · The requester takes it back."),
    ("confirm", "确认接班 · A party confirms the duty taken."),
):
    _act(_name, _title)
