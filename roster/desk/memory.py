"""What a desk remembers of its store: pages and boards by revision, drafts, and until when nothing is due."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from roster.desk.board.board import Board
from roster.desk.board.sheet import Page
from roster.model import Month
from roster.store import case_rows
from roster.store.connect import Store
from roster.store.roster_rows import RosterVersion


class Drafts:
    """The boards of the drafts that are being worked at, by version and revision; the least used are forgotten."""

    MOST = 8

    def __init__(self) -> None:
        self._boards: OrderedDict[int, tuple[int, Board]] = OrderedDict()
        self._lock = threading.Lock()

    def board(self, version: RosterVersion, month: Board, make: Callable[[], Board], *, keep: bool = True) -> Board:
        """The draft's board over the month's case, made anew where either changed. A write does not keep it."""
        with self._lock:
            known = self._boards.get(version.roster_id)
        if known is not None and known[0] == version.revision and _same(known[1], month):
            return known[1]
        board = make()
        if keep:
            self.keep(version, board)
        return board

    def keep(self, version: RosterVersion, board: Board) -> None:
        """Remember a draft's board."""
        with self._lock:
            self._boards[version.roster_id] = (version.revision, board)
            self._boards.move_to_end(version.roster_id)
            while len(self._boards) > self.MOST:
                self._boards.popitem(last=False)


def _same(draft: Board, month: Board) -> bool:
    return draft.calendar.same_beside(month.calendar, month.month)


Revisions = tuple[tuple[Month, int], ...]
"""Every month of the centre with its revision: what a board was read from."""


@dataclass(frozen=True)
class Memory:
    """What has been read of the store: pages by month, each at its revision, and boards at that of all months.

    Never changed: a transaction makes the next one, which the desk takes over once it is committed.
    """

    pages: Mapping[Month, tuple[int, Page]] = field(default_factory=dict)
    revisions: Revisions = ()
    boards: Mapping[Month, Board] = field(default_factory=dict)

    def board(self, month: Month, revisions: Revisions) -> Board | None:
        """The board of these revisions with the month in focus, where it is known."""
        return self.boards.get(month) if revisions == self.revisions else None

    def with_board(self, board: Board, revisions: Revisions) -> "Memory":
        """With a board, and its pages, as of these revisions."""
        at = dict(revisions)
        pages = {**self.pages, **{page.month: (at[page.month], page) for page in board.calendar.pages}}
        known = self.boards if revisions == self.revisions else {}
        return Memory(pages, revisions, {**known, board.month: board})

    def without(self, month: Month) -> "Memory":
        """Without what was read of a month."""
        return replace(self, pages={other: page for other, page in self.pages.items() if other != month})


@dataclass(frozen=True, slots=True)
class Passed:
    """What time has done, how many of each; and before which instant it has nothing more to do."""

    done: Mapping[str, int]
    until: datetime


@dataclass(frozen=True, slots=True)
class Quiet:
    """The months as they stand: time has done all it had to at `since`, and has nothing to do before `until`."""

    revisions: Revisions
    since: datetime
    until: datetime

    def holds(self, revisions: Revisions, now: datetime) -> bool:
        """Whether nothing is due at `now`."""
        return revisions == self.revisions and self.since <= now < self.until

    def seems_to(self, store: Store, centre_id: str, now: datetime) -> bool:
        """The same by one look: revisions only rise, so their number and sum tell any two states apart."""
        mark = (len(self.revisions), sum(revision for _, revision in self.revisions))
        return self.since <= now < self.until and case_rows.mark(store, centre_id) == mark
