"""Swaps on the command line: the board of a roster file, and swaps shown."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from api.cli.cases import load_case, load_roster
from api.cli.desk_options import DAY, a_day, tell_refusals
from api.cli.next_steps import tell_after_swap
from api.cli.over_store import At
from api.cli.speech import Speech, named
from api.cli.words import word
from api.views.duties import duty_view
from api.views.records import pay_back_view
from api.views.refusals import verdict_view
from api.views.swaps import register_view, suggestion_view, swap_views
from roster.desk.board.board import Board, page_of
from roster.desk.clock import Clock, FixedClock
from roster.desk.policy.desk_rule import Verdict
from roster.desk.swaps.register import RegisterEntry
from roster.desk.swaps.suggest import Suggestion
from roster.desk.words import duty_words, pay_back_words
from roster.errors import Fault, InputError
from roster.model import Duty
from roster.model.swap import Move, PayBack, SwapRequest
from roster.text import Text, counted

NowOption = Annotated[
    datetime | None,
    typer.Option(
        "--now", formats=["%Y-%m-%dT%H:%M"], help="Centre time; unset: before the (first) month begins. 当前时刻"
    ),
]


PayBackArgument = Annotated[
    datetime | None,
    typer.Argument(
        formats=DAY,
        parser=a_day,
        metavar="[PAYBACK_DATE]",
        help="The day paid back; a cover without it. 还班日期;不填为顶班",
    ),
]
PayBackShiftOption = Annotated[
    str | None,
    typer.Option("--payback-shift", help="The shift owed, in a month without a roster. 以后月份的还班班次"),
]
CoverOption = Annotated[bool, typer.Option("--cover", help="Without pay-back. 顶班,不还班")]
LimitOption = Annotated[int, typer.Option("--limit", min=1, help="How many. 最多列出")]
BesideOption = Annotated[
    tuple[Path, Path] | None,
    typer.Option(
        "--beside",
        metavar="CASE ROSTER",
        help="Another month with its roster: swaps may reach over the edge. 另一个月的案例与排班,可跨月",
    ),
]


def board_at(
    case: Path,
    roster: Path,
    speech: Speech,
    now: datetime | None,
    beside: tuple[Path, Path] | None = None,
    day: date | None = None,
) -> tuple[Board, Clock]:
    """A roster file of a case as a month's board, and the moment at which it is looked at.

    `beside`: another month's case and roster, published as the first is. The month of `day` is in focus, where one of
    the two holds it; else the first.
    """
    read, rulebook = load_case(case, speech)
    pages = []
    if beside is not None:
        other, rules = load_case(beside[0], speech)
        if other.month == read.month:
            sentence = Text(f"两个排班案例都是 {read.month}", f"both cases are of {read.month}")
            remedy = Text("另选一个月份的案例", "Name a case of another month")
            raise InputError([Fault(str(beside[0]), None, "month", sentence, remedy)])
        pages.append(page_of(other, rules, load_roster(beside[1], other, rules, speech)))
    board = Board.of(read, rulebook, load_roster(roster, read, rulebook, speech), beside=pages)
    page = None if day is None else board.calendar.page(day)
    if page is not None:
        board = board.on(page.month)
    if now is None:
        first = board.calendar.pages[0].month.first
        return board, FixedClock(board.month_case.midnight(first) - timedelta(days=1))
    return board, FixedClock(now.replace(tzinfo=board.month_case.zone))


def _move_words(move: Move, at: At) -> str:
    """Who gives which duty to whom, and where it goes if it moves: `a Anna 2026-10-12 E → a Anna 2026-10-13 L`."""
    moved = (move.given.day, move.given.shift) != (move.taken.day, move.taken.shift)
    taken = f" {duty_words(move.taken)}" if moved else ""
    return f"{at.person(move.giver)} {duty_words(move.given)} → {at.person(move.taker)}{taken}"


def show_swaps(swaps: tuple[SwapRequest, ...], at: At) -> None:
    """Swaps as a table or as JSON."""
    if at.as_json:
        at.speech.json(swap_views(at.desk, swaps, at.speech.language))
    else:
        tell_swaps(swaps, at)


def show_pay_backs(items: tuple[PayBack, ...], at: At) -> None:
    """Pay-backs as a table or as JSON."""
    if at.as_json:
        at.speech.json([pay_back_view(item) for item in items])
        return
    heads = (
        Text("换班", "swap"),
        Text("还班人", "who owes"),
        Text("还给", "to whom"),
        Text("日期", "date"),
        Text("班次", "shift"),
        Text("状态", "state"),
    )
    rows = [
        (item.swap_id, at.person(item.debtor), at.person(item.creditor), str(item.day), item.shift, item.state)
        for item in items
    ]
    at.speech.table(heads, [(*row[:5], at.speech.to(pay_back_words(row[5]))) for row in rows])


def show_duties(duties: tuple[Duty, ...], at: At) -> None:
    """Duties to choose from as a table or as JSON."""
    if at.as_json:
        at.speech.json([duty_view(duty) for duty in duties])
        return
    heads = (Text("日期", "date"), Text("班次", "shift"), Text("工种", "job"), Text("当班", "whose"))
    at.speech.table(heads, [(str(duty.day), duty.shift, duty.job, at.person(duty.agent_id)) for duty in duties])


def show_swap(swap: SwapRequest, at: At) -> None:
    """What an act made of a swap, and what comes next."""
    show_swaps((swap,), at)
    if not at.as_json:
        tell_after_swap(swap, at)


def tell_swaps(swaps: tuple[SwapRequest, ...], at: At) -> None:
    """Swaps as a table."""
    at.speech.table(
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
                word(swap.kind, at.speech),
                word(swap.state, at.speech),
                _duties(swap, at),
            )
            for swap in swaps
        ],
        right=(0,),
    )


def show_register(register: tuple[RegisterEntry, ...], at: At) -> None:
    """The register as a table on the centre's clock, or as JSON: with reasons, and which leaders agreed when."""
    if at.as_json:
        at.speech.json(register_view(at.desk, register, at.speech.language))
        return
    heads = (
        Text("登记号", "no."),
        Text("类别", "kind"),
        Text("申请时间", "filed"),
        Text("事由", "reason"),
        Text("班次", "duties"),
        Text("批准", "agreed"),
    )
    at.speech.table(
        heads,
        [
            (
                "" if item.swap.number is None else str(item.swap.number),
                word(item.swap.kind, at.speech),
                item.filed_at.strftime("%Y-%m-%d %H:%M"),
                item.swap.reason,
                _duties(item.swap, at),
                "; ".join(f"{at.person(said.by)} {said.at:%m-%d %H:%M}" for said in item.agreed),
            )
            for item in register
        ],
        right=(0,),
    )
    if not register:
        at.speech.say(Text("没有换班登记", "no swap is registered"))


def _duties(swap: SwapRequest, at: At) -> str:
    """All that changes hands, and a later pay-back."""
    later = [] if swap.later is None else [f"↩ {swap.later.day} {swap.later.shift}"]
    return "; ".join([*(_move_words(move, at) for move in swap.moves), *later])


def show_ways(ways: Sequence[Suggestion], limit: int, board: Board, speech: Speech, *, as_json: bool) -> None:
    """Partners and pay-back days by the book, best first, and how many there are."""
    if as_json:
        speech.json([suggestion_view(item, board) for item in ways[:limit]])
        return
    names = {item.agent_id: item.name for item in board.case.agents}
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
                named(item.partner, names),
                "-" if item.pay_back is None else duty_words(item.pay_back),
                str(item.seats_lost),
                f"{item.fairness_points:+.1f}",
                f"{item.wish_points:+.1f}",
                f"{min(item.rest_hours, 99):g}",
            )
            for item in ways[:limit]
        ],
        right=(2, 3, 4, 5),
    )
    speech.say(Text(f"共 {len(ways)} 种可行的换法", f"{counted(len(ways), 'way')} by the book"))


def show_verdict(verdict: Verdict, speech: Speech, *, as_json: bool) -> None:
    """Whether a swap is allowed, or each rule that it breaks with the nearest way."""
    if as_json:
        speech.json(verdict_view(verdict, speech.language))
        return
    tell_refusals(verdict.refusals, speech)
    if verdict.allowed:
        speech.say(Text("可以换班", "The swap is by the book"))
