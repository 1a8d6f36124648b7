"""Two versions of a month side by side: who works otherwise, and what each costs, breaks and leaves empty."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from roster.desk.board.board import Board
from roster.desk.rosters.difference import DutyDifference, difference
from roster.rule import Finding


@dataclass(frozen=True, slots=True)
class Sums:
    """One version in numbers: ticks by rule, hard breaches, seat-minutes short."""

    ticks_by_rule: Mapping[str, int]
    breaches: int
    short_minutes: int

    @property
    def ticks(self) -> int:
        """The whole price."""
        return sum(self.ticks_by_rule.values())


@dataclass(frozen=True)
class Comparison:
    """What differs from one version to another, and each one's sums."""

    changes: tuple[DutyDifference, ...]
    before: Sums
    after: Sums

    @property
    def people(self) -> tuple[str, ...]:
        """Whose month differs."""
        return tuple(sorted({item.agent_id for item in self.changes}))

    @property
    def ticks_more(self) -> dict[str, int]:
        """By rule what the second costs more, dearest first; rules that do not move are left out."""
        rules = {**self.before.ticks_by_rule, **self.after.ticks_by_rule}
        more = {rule: self.after.ticks_by_rule.get(rule, 0) - self.before.ticks_by_rule.get(rule, 0) for rule in rules}
        return dict(sorted(((r, t) for r, t in more.items() if t), key=lambda item: (-abs(item[1]), item[0])))


def sums_of(board: Board, findings: Iterable[Finding]) -> Sums:
    """A version's numbers from what the checks found."""
    ticks: dict[str, int] = defaultdict(int)
    breaches = 0
    for finding in findings:
        breaches += finding.hard
        if finding.cost_ticks:
            ticks[finding.rule] += finding.cost_ticks
    return Sums(dict(ticks), breaches, board.seats.short_minutes())


def compared(one: Board, two: Board, found_one: Iterable[Finding], found_two: Iterable[Finding]) -> Comparison:
    """Two boards of one month, with what the checks found in each."""
    return Comparison(difference(one.roster, two.roster), sums_of(one, found_one), sums_of(two, found_two))
