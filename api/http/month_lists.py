"""A month of a centre as lists over HTTP read it: one consistent view, and what of it concerns the caller's people."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeVar

from fastapi import Depends

from api.accounts.caller import Caller
from api.http.dependencies import CentreQuery, Me, MonthQuery, Parts, centre_of
from api.http.people import decides_on, need_lead
from roster.desk.board.board import Board
from roster.desk.desk import Desk
from roster.model import Month

Item = TypeVar("Item")


@dataclass(frozen=True)
class MonthRead:
    """The month as it stands at `now`, while the view is open."""

    caller: Caller
    desk: Desk
    month: Month
    board: Board
    now: datetime

    def need_lead(self) -> None:
        """NotFoundError unless the caller leads people, or stands in for somebody who does."""
        need_lead(self.caller, self.board, self.now)

    def mine(self, items: Iterable[Item], people: Callable[[Item], Iterable[str]]) -> list[Item]:
        """The items that concern one of the caller's people; `people` tells whom an item is about."""
        known: dict[tuple[str, ...], bool] = {}

        def concerns(item: Item) -> bool:
            who = tuple(people(item))
            if who not in known:
                known[who] = decides_on(self.caller, self.board, who, self.now)
            return known[who]

        return [item for item in items if concerns(item)]


class MonthAsked:
    """The centre and the month that a request names, the caller's own and the current one where it names none."""

    def __init__(self, parts: Parts, caller: Me, centre_id: CentreQuery = None, month: MonthQuery = None) -> None:
        self.parts, self.caller, self.month = parts, caller, month
        self.desk = parts.office.desk(centre_of(caller, centre_id))

    @contextmanager
    def reading(self) -> Iterator[MonthRead]:
        """The month, read consistently."""
        with self.desk.reading() as work:
            month = self.parts.office.month(self.desk.centre_id, self.month)
            yield MonthRead(self.caller, self.desk, month, work.board(month), self.parts.office.clock.now())


AskedMonth = Annotated[MonthAsked, Depends()]
