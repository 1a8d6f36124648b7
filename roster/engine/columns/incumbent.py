"""A roster that a search goes on from, with its months as columns."""

from collections.abc import Callable
from dataclasses import dataclass

from roster.engine.columns.program.column import Column, Layout
from roster.engine.pricing.label_need import LONG_DAYS
from roster.engine.problem.problem import Plan


@dataclass(eq=False)
class Incumbent:
    """The best roster and its ticks; its months as columns once somebody asks for them."""

    plan: Plan
    ticks: int
    known: list[Column] | None = None

    def columns(self, layout: Layout) -> list[Column]:
        """One legal column per agent, in the order of agents.

        On a long horizon no other months stay in the pool: neighbourhoods are windows there, which they hardly fit.
        """
        if self.known is None:
            self.known = layout.columns_of(self.plan)
            assert self.known is not None, "an incumbent keeps every hard limit"
            if layout.problem.days > LONG_DAYS:
                for column in self.known:
                    layout.forget(column.agent, [column])
        return self.known


def roster_of(layout: Layout, months: list[Column], value: Callable[[Plan], tuple[float, bool]]) -> Incumbent | None:
    """The roster of everybody's months; None where it breaks a hard limit."""
    plan = layout.plan_of(months)
    ticks, legal = value(plan)
    return Incumbent(plan, round(ticks), months) if legal else None
