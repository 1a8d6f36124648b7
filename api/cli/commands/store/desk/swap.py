"""`roster desk suggest` and `check`: who may swap, and whether a swap is allowed, on the published months."""

from collections.abc import Sequence
from typing import Annotated

import typer

from api.cli.desk_options import DayArgument, day_of
from api.cli.errors import Code
from api.cli.over_store import At, over_store
from api.cli.swaps import CoverOption, LimitOption, PayBackArgument, PayBackShiftOption, show_verdict, show_ways
from roster.desk.swaps.suggest import Hindrance, hindrances
from roster.desk.swaps.suggest import suggest as ways_of
from roster.desk.swaps.swap_ask import asked, check_swap
from roster.model import Month
from roster.text import Text, both, counted

LeaderOption = Annotated[
    str, typer.Option("--as", metavar="PERSON", help="Who asks (unset: the agent); a leader orders. 申请人,班长可安排")
]


@over_store()
def suggest(
    at: At,
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="Who cannot work a duty. 换班人")],
    day: DayArgument,
    covers: CoverOption = False,
    limit: LimitOption = 20,
    actor: LeaderOption = "",
) -> None:
    """谁可以换 · Every partner and pay-back day that breaks no rule, best first; nothing is written."""
    date = day_of(day)
    board = at.desk.board(Month.of(date))
    ways = ways_of(board, agent, date, at.desk.clock, covers=covers, by_leader=covers and actor not in {"", agent})
    show_ways(ways, limit, board, at.speech, as_json=at.as_json)
    if not ways and not at.as_json:
        told = _tell_hindrances(hindrances(board, agent, date, at.desk.clock, covers=covers), at)
        asking = f"roster desk check {agent} {date}"
        end = Text("", "") if covers else Text(" 还班日", " PAYBACK_DATE")
        if not told:
            at.speech.say(
                Text(f"某人为何不行:{asking} 工号{end.zh}", f"Why somebody may not: {asking} PARTNER{end.en}")
            )
        if not covers:
            command = f"roster desk suggest {agent} {date} --cover"
            at.speech.say(Text(f"只顶班、不还班:{command}", f"Covers without a pay-back: {command}"))
    if ways and not at.as_json:
        first, why = ways[0], at.speech.to(Text("事由", "WHY"))
        back = "" if first.pay_back is None else f" {first.pay_back.day}"
        command = f"roster swap request {agent} {date} {first.partner}{back} --reason {why}"
        if covers and actor not in {"", agent}:
            command = f"roster swap arrange {agent} {date} {first.partner} --as {actor} --reason {why}"
        at.speech.say(Text(f"接着提出:{command}", f"Next, ask for one: {command}"))


MOST_HINDRANCES = 3


def _tell_hindrances(found: Sequence[Hindrance], at: At) -> bool:
    """Why nobody can: what refuses everybody, or else the rules that refuse most people; whether it was the former."""
    everybody = [item for item in found if item.people == item.asked]
    for item in (everybody or found)[:MOST_HINDRANCES]:
        message = both(at.speech.told(item.refusal.message))
        who = Text(f"{item.people}/{item.asked} 人", f"{item.people} of {counted(item.asked, 'person', 'people')}")
        rule = item.refusal.rule
        at.speech.say(Text(f"原因({who.zh})[{rule}]:{message.zh}", f"Why ({who.en}) [{rule}]: {message.en}"))
    return bool(everybody)


@over_store()
def check(
    at: At,
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="Who gives up a duty. 换班人")],
    day: DayArgument,
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help="Who takes it. 对方")],
    pay_back: PayBackArgument = None,
    back_shift: PayBackShiftOption = None,
    actor: LeaderOption = "",
) -> None:
    """能不能换 · Would this swap, or this cover, be by the book? Every rule broken, and the nearest way."""
    date = day_of(day)
    board, clock = at.desk.board(Month.of(date)), at.desk.clock
    back = None if pay_back is None else day_of(pay_back)
    swap = asked(
        board,
        actor or agent,
        agent,
        date,
        partner,
        pay_back_day=back,
        pay_back_shift=back_shift,
        reason="-",
        clock=clock,
    )
    verdict = check_swap(board, swap, clock)
    show_verdict(verdict, at.speech, as_json=at.as_json)
    if not verdict.allowed:
        raise typer.Exit(Code.BREACHES)
