"""Open wishes: filed, matched into cycles, and the exchanges proposed to their people."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

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
    tell_refusals,
)
from api.cli.errors import reporting_errors
from api.cli.options import CaseArgument, JsonOption, LangOption, RosterArgument, SeedOption
from api.cli.over_store import At, over_store
from api.cli.speech import Speech
from api.cli.swaps import BesideOption, NowOption, board_at, tell_swaps
from api.cli.words import word
from api.views.swaps import match_view, proposals_view, wish_view
from roster.desk.matching import wish_desk
from roster.desk.matching.match import Match
from roster.desk.matching.match import match as match_wishes
from roster.desk.words import duty_words
from roster.files.read_swap_wishes import read_swap_wishes
from roster.model.swap_wish import SwapWish, WishStanding
from roster.text import Text, counted

MatchSecondsOption = Annotated[float, typer.Option("--seconds", min=1, max=3600, help="Time limit. 时间上限(秒)")]


def match(
    case: CaseArgument,
    roster: RosterArgument,
    file: Annotated[Path, typer.Argument(metavar="WISHES", help="agent_id,date,first,last,shifts. 换班愿望文件")],
    beside: BesideOption = None,
    seconds: MatchSecondsOption = 10,
    seed: SeedOption = 0,
    longest: Annotated[
        int | None, typer.Option("--longest", min=2, help="Most wishes in one cycle; unset: any. 每环最多愿望数")
    ] = None,
    now: NowOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """换班匹配 · The cycles that grant the most wishes by the book; a proposal, nobody is moved."""
    speech = Speech.of(lang)
    with reporting_errors(speech):
        board, clock = board_at(case, roster, speech, now, beside)
        others = [(page.month_case.case, page.roster) for page in board.calendar.pages if page.month != board.month]
        asked = read_swap_wishes(file, board.case, board.roster, others)
        matched = match_wishes(board, asked, clock, seconds=seconds, seed=seed, longest=longest)
        if as_json:
            speech.json(match_view(matched))
            return
        for cycle in matched.cycles:
            speech.say_line("; ".join(f"{m.giver} {duty_words(m.given)} → {m.taker}" for m in cycle.moves))
        _tell_match(matched, speech)


def _tell_match(matched: Match, speech: Speech) -> None:
    proven = Text("已证明最优", "proven the most")
    bound = proven if matched.optimal else Text(f"上界 {matched.bound}", f"bound {matched.bound}")
    speech.say(
        Text(
            f"{matched.wishes} 个愿望可满足 {len(matched.granted)} 个({bound.zh})",
            f"{len(matched.granted)} of {counted(matched.wishes, 'wish', 'wishes')} granted ({bound.en})",
        )
    )


@over_store()
def wish(
    at: At,
    actor: Annotated[str, typer.Argument(metavar="AGENT", help="Whose duty. 愿望人")],
    day: DayArgument,
    first: Annotated[
        datetime | None, typer.Option("--first", formats=DAY, parser=a_day, help="From this day. 最早日期")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--last", formats=DAY, parser=a_day, help="To this day. 最晚日期")
    ] = None,
    shifts: Annotated[list[str] | None, typer.Option("--shift", help="Any of these; unset: any. 班次")] = None,
    reason: ReasonOption = "",
    key: KeyOption = None,
) -> None:
    """登记换班愿望 · File an open wish: my duty on DATE against any of these, to be matched with others'."""
    window = (None if first is None else day_of(first), None if last is None else day_of(last))
    asked = SwapWish(actor, day_of(day), *window, tuple(shifts or ()))
    _show_wishes((wish_desk.file_wish(at.desk, actor, asked, reason=reason, key=key),), at)


@over_store()
def unwish(
    at: At,
    wish_id: Annotated[str, typer.Argument(metavar="WISH", help="Its id. 愿望编号")],
    actor: ActorOption,
    key: KeyOption = None,
) -> None:
    """撤回换班愿望 · Take an open wish back."""
    _show_wishes((wish_desk.withdraw_wish(at.desk, actor, wish_id, key=key),), at)


@over_store()
def wishes(
    at: At,
    month: MonthArgument,
    agent: Annotated[str | None, typer.Option("--agent", metavar="AGENT", help="Only this one's. 仅此人")] = None,
) -> None:
    """换班愿望一览 · The month's wishes and where each stands."""
    _show_wishes(wish_desk.list_wishes(at.desk, month_of(month), agent), at)


@over_store()
def propose(
    at: At,
    month: MonthArgument,
    actor: ActorOption,
    longest: Annotated[int, typer.Option("--longest", min=2, help="Most people in one exchange. 每环最多人数")] = 3,
    seconds: MatchSecondsOption = 30,
    seed: SeedOption = 0,
    key: KeyOption = None,
) -> None:
    """匹配并提出换班 · Match the open wishes; each exchange is proposed to its people, who accept or decline."""
    proposals = wish_desk.propose_match(
        at.desk, actor, month_of(month), seconds=seconds, longest=longest, seed=seed, key=key
    )
    if at.as_json:
        at.speech.json(proposals_view(at.desk, proposals, at.speech.language))
        return
    tell_swaps(proposals.proposed, at)
    _tell_match(proposals.match, at.speech)
    for swap, refusals in proposals.dropped:
        at.speech.say(
            Text(
                f"未提出 {'、'.join(map(at.person, swap.parties))} 的换班:",
                f"not proposed to {', '.join(map(at.person, swap.parties))}, because:",
            )
        )
        tell_refusals(refusals, at.speech)


def _show_wishes(standings: Sequence[WishStanding], at: At) -> None:
    """Wishes as a table or as JSON; without the reason, which is its agent's."""
    if at.as_json:
        at.speech.json([wish_view(item) for item in standings])
        return
    at.speech.table(
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
                at.person(item.filed.wish.agent_id),
                duty_words(item.filed.duty),
                (
                    f"{'/'.join(item.filed.wish.shifts) or '*'} {item.filed.wish.first or ''} – "
                    f"{item.filed.wish.last or ''}"
                ),
                word(item.state, at.speech),
                item.swap_id,
            )
            for item in standings
        ],
    )
