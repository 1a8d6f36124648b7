"""Pieces: what rules compile to. Plain frozen data that every solver, the diagnosis and the re-planner read.

Indices are a `MonthContext`'s: agents, days (0 is the month's first), shifts, jobs; `request` counts the case's
requested leaves. On a day an agent's *choice* is OFF, a duty (shift, job), or a granted leave, which counts as OFF
wherever a piece speaks of shifts. Shift-level sets are frozensets of shift indices that may hold `OFF`. Costs are
ticks (`roster.rule.ticks`). Pieces with several agents say the same of each of them.

Everything but `Row` and `Escort` speaks of one agent: an agent's legal month is a path, and only rows tie agents
together.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

OFF = -1
"""The choice of no duty on a day, among shift indices."""

Symbols = frozenset[int]
"""A set of shift indices, OFF among them where no duty is meant too."""


class Penalty(NamedTuple):
    """A convex piecewise-linear price of a whole number.

    `breaks` are ascending values v0 < v1 < …; `slopes` has one entry more: the ticks per unit left of v0, between
    v0 and v1, …, right of the last; `floor_ticks` is the price at v0.
    """

    breaks: tuple[int, ...]
    slopes: tuple[int, ...]
    floor_ticks: int = 0

    @classmethod
    def around(cls, target: int, under_ticks: int, over_ticks: int) -> "Penalty":
        """Nothing at `target`, so much per unit below and above."""
        return cls((target,), (-under_ticks, over_ticks))

    @classmethod
    def growing(cls, share: Fraction, unit_ticks: int, most: int) -> "Penalty":
        """The k-th unit away from a fair share costs k units' price: x(x + 1)/2 at distance x, for 0 … `most`.

        Between whole counts nothing is ever asked, so the price is exact at each of them.
        """
        part, whole = share.numerator, share.denominator

        def price(count: int) -> int:
            away = abs(count * whole - part)
            return (away * (away + whole) * unit_ticks + whole * whole) // (2 * whole * whole)

        prices = [price(count) for count in range(most + 2)]
        steps = [after - before for before, after in pairwise(prices)]
        # Rounding to ticks may dent convexity by one tick; mend it upwards.
        for index in range(1, len(steps)):
            steps[index] = max(steps[index], steps[index - 1])
        return cls(tuple(range(most + 2)), (steps[0], *steps, steps[-1]), prices[0])

    def at(self, value: int) -> int:
        """The price of `value`, in ticks."""
        place = bisect_right(self.breaks, value)
        if place == 0:
            return self.floor_ticks + self.slopes[0] * (value - self.breaks[0])
        total = self.floor_ticks
        for index in range(1, place):
            total += self.slopes[index] * (self.breaks[index] - self.breaks[index - 1])
        return total + self.slopes[place] * (value - self.breaks[place - 1])


@dataclass(frozen=True, slots=True)
class Allow:
    """On each of `days` the agent's choice is one of `duties` (shift, job), or, with `off`, no duty or a leave."""

    rule: str
    agent: int
    days: tuple[int, ...]
    duties: frozenset[tuple[int, int]]
    off: bool = True


@dataclass(frozen=True, slots=True)
class Cost:
    """What it costs when the agent's choice on `day` is among `choices` (a leave counts as OFF).

    `jobs` None: whatever the job. Negative ticks are a gain.
    """

    rule: str
    agent: int
    day: int
    choices: Symbols
    ticks: int
    jobs: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Sequence:
    """A word over an agent's consecutive days that may not occur, or costs `ticks` (above 0) each time it does.

    Letter k matches the k-th day's choice when it is in `word[k]`. An occurrence counts when its last letter falls
    on a day of `ends` (None: every day of the month). Letters before the month match history; with `inside` an
    occurrence must lie within the month (history matches nothing). Rests, streaks, runs and rests after nights are
    words; the engine builds the finite automaton that avoids them all.
    """

    rule: str
    agents: tuple[int, ...]
    word: tuple[Symbols, ...]
    ends: tuple[int, ...] | None = None
    ticks: int | None = None
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A weight that counts when the choice on `day - 1` is in `before` and that on `day` in `then`."""

    day: int
    before: Symbols
    then: Symbols
    weight: int


@dataclass(frozen=True, slots=True)
class Budget:
    """A weighted count over an agent's month: hard within [minimum, maximum], and priced by `penalty`.

    `weights[day][shift]` counts a duty, `leave[request]` a granted leave as a whole, `pairs` add for two neighbouring
    days (a weekend worked on both days counts once: 1 + 1 − 1). `constant` is added before limits and price apply.
    Weight tables are shared between agents (one object), as many as there are agents.
    """

    rule: str
    agent: int
    weights: tuple[tuple[int, ...], ...]
    minimum: int | None = None
    maximum: int | None = None
    penalty: Penalty | None = None
    leave: Mapping[int, int] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()
    constant: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """The choice `leave(request)`: it takes days first … last as a whole, or it is declined at a price.

    `blocked` are duties (day, shift) outside those days that the leave rules out too (a night into its first day).
    `must` True: granted in any case, False: cannot be granted, None: the solver's choice.
    """

    rule: str
    agent: int
    request: int
    first: int
    last: int
    declined_ticks: int
    blocked: frozenset[tuple[int, int]] = frozenset()
    must: bool | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """`coefficient` for each of `agents` whose duty on `day` is on one of `shifts` (and `jobs`; None: any).

    `requests` instead count granted leaves, wherever their days lie.
    """

    agents: tuple[int, ...]
    day: int
    shifts: Symbols
    jobs: frozenset[int] | None = None
    coefficient: int = 1
    requests: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """A count over agents: hard within [minimum, maximum], and priced by `penalty`.

    `label` tells people what it measures, for instance (day, wall minute, job).
    """

    rule: str
    terms: tuple[Term, ...]
    penalty: Penalty | None = None
    minimum: int | None = None
    maximum: int | None = None
    constant: int = 0
    label: tuple[int | str, ...] = ()


@dataclass(frozen=True, slots=True)
class Escort:
    """`ticks` for each of `members` on `shift` that `day`, when none of `escorts` is on it."""

    rule: str
    members: tuple[int, ...]
    escorts: tuple[int, ...]
    day: int
    shift: int
    ticks: int


Piece = Allow | Cost | Sequence | Budget | Request | Row | Escort
