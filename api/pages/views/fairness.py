"""Who has how many of the unpopular duties, beside the fair share; hours beside the contract."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from roster.desk.board.board import Board
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


def rows_of(board: Board, people: Iterable[str], kind: str) -> list[FairRow]:
    """The people, the furthest from their share first."""
    evidence = Evidence(board.case, board.roster)
    shares, worked = fairness(evidence, board.rulebook), hours(evidence)
    found = []
    for agent_id in people:
        agent, share, own = board.case.agent_by_id[agent_id], getattr(shares[agent_id], kind), worked[agent_id]
        found.append(
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
    return sorted(found, key=lambda row: (-abs(row.away), row.team, row.agent_id))


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
