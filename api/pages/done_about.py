"""What an act was about, in words, on another page than its own: where who has decided is led on."""

import re

from api.accounts.caller import Caller
from api.http.dependencies import Services
from api.http.lookup import leave_of, swap_of
from api.pages.views.people import named
from api.pages.views.swap import parties_named
from roster.desk.words import state_words
from roster.errors import NotFoundError
from roster.model import Month
from roster.model.requests import span_words
from roster.text import Text

ITEM = re.compile(r"/(swaps|leave)/([^/?#]+)")


def words_about(parts: Services, caller: Caller, address: str) -> Text | None:
    """`换班 刘洋 0005 ⇄ 陈静 0012 10-20 A / 10-23 E`; None where it is nothing that the caller may see."""
    item = ITEM.fullmatch(address)
    if item is None:
        return None
    try:
        return _swap(parts, caller, item[2]) if item[1] == "swaps" else _leave(parts, caller, item[2])
    except NotFoundError:
        return None


def _swap(parts: Services, caller: Caller, swap_id: str) -> Text:
    desk, swap = swap_of(parts, caller, swap_id)
    kind = state_words(swap.kind.value)
    about = parties_named(desk.board(swap.month), swap)
    days = " / ".join(f"{duty.day:%m-%d} {duty.shift}" for duty in swap.given)
    return Text(f"{kind.zh} {about} {days}", f"{kind.en} {about} {days}")


def _leave(parts: Services, caller: Caller, leave_id: str) -> Text:
    desk, leave = leave_of(parts, caller, leave_id)
    kind = state_words(leave.kind)
    case = desk.board(Month.of(leave.start)).case
    span = f"{leave.start:%m-%d}" if leave.end == leave.start and not leave.is_timed else span_words(leave)
    who = named(case, leave.agent_id)
    return Text(f"{kind.zh} {who} {span}", f"{kind.en} {who} {span}")
