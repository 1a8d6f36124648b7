"""Who has how many of the unpopular duties, beside the fair share; hours beside the contract."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from roster.desk.board.board import Board
from roster.desk.ledger import LedgerRow
from roster.model import Month
from roster.report import fairness, hours
from roster.rule import Evidence
from roster.text import Text

KINDS = {
    "nights": Text("夜班", "Nights"),
    "weekends": Text("周末", "Weekends"),
    "holidays": Text("节假日", "Holidays"),
}
WIDTH, LEFT = 320, 8
"""The drawing's width and margin, in its own units."""


@dataclass(frozen=True)
class FairRow:
    """A person: this month's count of the kind, the share (None: takes no part), hours worked and of the contract."""

    agent_id: str
    name: str
    team: str
    count: int
    share: float | None
    away: float
    worked: float
    contract: float


@dataclass(frozen=True)
class YearMark:
    """A month of the year as a bar: where it stands, how high it is, of the month and its count."""

    x: int
    height: float
    month: Month
    count: int


SLOT, HIGH = 12, 16
"""A bar's width with its gap, and the highest bar, in the drawing's units."""


def year_marks(account: LedgerRow, kind: str, most: int) -> list[YearMark]:
    """A person's months of the year; `most` is the highest count that any bar has to show."""
    return [
        YearMark(
            (month.number - 1) * SLOT, round(HIGH * counts.get(kind, 0) / max(1, most), 1), month, counts.get(kind, 0)
        )
        for month, counts in account.by_month.items()
    ]


def most_of_year(accounts: Iterable[LedgerRow], kind: str) -> int:
    """The highest count of a month among the accounts."""
    return max((counts.get(kind, 0) for row in accounts for counts in row.by_month.values()), default=0)


def over_the_year(rows: Iterable[FairRow], accounts: Mapping[str, LedgerRow], kind: str) -> list[FairRow]:
    """The same people with the year's count beside their even part of the team's, the furthest from it first."""
    fair_rows = []
    for row in rows:
        account = accounts[row.agent_id]
        count, share = getattr(account, kind), getattr(account, f"team_{kind}")
        fair_rows.append(replace(row, count=count, share=share, away=count - share))
    return sorted(fair_rows, key=lambda row: (-abs(row.away), row.team, row.agent_id))


def rows_of(board: Board, people: Iterable[str], kind: str) -> list[FairRow]:
    """The people, the furthest from their share first."""
    evidence = Evidence(board.case, board.roster)
    shares, worked = fairness(evidence, board.rulebook), hours(evidence)
    fair_rows = []
    for agent_id in people:
        agent, share, own = board.case.agent_by_id[agent_id], getattr(shares[agent_id], kind), worked[agent_id]
        fair_rows.append(
            FairRow(
                agent_id,
                agent.name,
                agent.team,
                share.month,
                share.share,
                share.away,
                own.worked_minutes / 60,
                own.contract_minutes / 60,
            )
        )
    return sorted(fair_rows, key=lambda row: (-abs(row.away), row.team, row.agent_id))


FURTHEST, MOST_ROWS = 30, 60
"""Of more people than the second the first stand open: those furthest from their share."""


def folded(rows: list[FairRow]) -> tuple[list[FairRow], list[FairRow]]:
    """The rows that stand open, and those that are opened by who wants to see them."""
    return (rows, []) if len(rows) <= MOST_ROWS else (rows[:FURTHEST], rows[FURTHEST:])


@dataclass(frozen=True)
class Scale:
    """From counts to the drawing's units."""

    most: int

    def x(self, value: float) -> float:
        """Where a count stands."""
        return round(LEFT + (WIDTH - 2 * LEFT) * value / self.most, 1)

    @property
    def ticks(self) -> range:
        """The counts that are named at the foot."""
        return range(0, self.most + 1, max(1, self.most // 6))


def scale_of(rows: Iterable[FairRow]) -> Scale:
    """A scale that holds every count and share."""
    values = [value for row in rows for value in (row.count, row.share or 0)]
    return Scale(max(4, math.ceil(max(values, default=4))))
