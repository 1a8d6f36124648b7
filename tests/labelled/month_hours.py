"""MONTH-HOURS: the month's paid hours between two limits (POLICY)."""

from rule_world import DAY, agent, world

from labelled import Labelled

WORLD = world(agent("a"), shifts=(DAY,), rules={"min_month_hours": 16, "max_month_hours": 24})
CASES = (
    Labelled("on the minimum", WORLD, "a 1D 2D"),
    Labelled("on the maximum", WORLD, "a 1D 2D 31D"),
    Labelled("below", WORLD, "a 1D", breaks=(("a", None),)),
    Labelled("above", WORLD, "a 1D 2D 3D 4D", breaks=(("a", None),)),
    Labelled("no limits", world(), ""),
)
