"""STABLE: pinned and past duties never move, changes cost more the sooner they are (POLICY)."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from rule_world import Pin, agent, world

from labelled import POINT, Labelled

SHANGHAI = ZoneInfo("Asia/Shanghai")
PINNED = world(
    agent("a", "189", "180"),
    agent("b"),
    pins=(
        Pin("a", date(2026, 10, 1), "D"),
        Pin("a", date(2026, 10, 2), "off"),
        Pin("a", date(2026, 10, 31), "N", "180"),
    ),
)
WORLD = world(agent("a", "189", "180"), agent("b"))
# 15 October, 09:00: today's D has begun, today's E and N have not.
NOW = datetime(2026, 10, 15, 9, tzinfo=SHANGHAI)
CHANGE = 5 * POINT
CASES = (
    Labelled("pins kept", PINNED, "a 1D/180 31N/180; b 2D"),
    Labelled("another shift than pinned", PINNED, "a 1E 31N/180", breaks=(("a", 1),)),
    Labelled("nothing where a duty is pinned", PINNED, "a 31N/180", breaks=(("a", 1),)),
    Labelled("a duty where a day off is pinned", PINNED, "a 1D 2D 31N/180", breaks=(("a", 2),)),
    Labelled("another job than pinned", PINNED, "a 1D 31N", breaks=(("a", 31),)),
    Labelled("as published", WORLD, "a 1D; b 2N", published="a 1D; b 2N"),
    # Without a clock every change costs the same.
    Labelled("a duty taken away", WORLD, "a 1D", published="a 1D; b 2N", ticks=CHANGE),
    Labelled("a duty added", WORLD, "a 1D; b 2N 31D", published="a 1D; b 2N", ticks=CHANGE),
    Labelled("a duty moved by a day changes two", WORLD, "a 2D", published="a 1D", ticks=2 * CHANGE),
    Labelled("another shift", WORLD, "a 1N", published="a 1D", ticks=CHANGE),
    Labelled("a published shift that is no more", WORLD, "a 2D", published="a 1X 2D"),
    Labelled("a published job that is no more", WORLD, "a 2D", published="a 1D/999 2D"),
    Labelled("another job is half a change", WORLD, "a 1D/180", published="a 1D", ticks=CHANGE // 2),
    # Two weeks ahead and more: once. Seven days ahead: 1 + 2 × 7/14 = twice. Today: three times.
    Labelled("two weeks ahead", WORLD, "a 29D 31D", published="", now=NOW, ticks=2 * CHANGE),
    Labelled("a week ahead", WORLD, "a 22D", published="", now=NOW, ticks=2 * CHANGE),
    Labelled("today, not begun", WORLD, "a 15E", published="", now=NOW, ticks=3 * CHANGE),
    Labelled("today's, taken away before it begins", WORLD, "", published="a 15N", now=NOW, ticks=3 * CHANGE),
    Labelled("begun this morning", WORLD, "", published="a 15D", now=NOW, breaks=(("a", 15),), ticks=3 * CHANGE),
    Labelled(
        "added to a shift that has begun", WORLD, "a 15D", published="", now=NOW, breaks=(("a", 15),), ticks=3 * CHANGE
    ),
    Labelled("a past day off", WORLD, "a 3D", published="", now=NOW, breaks=(("a", 3),), ticks=3 * CHANGE),
    Labelled("the past as it was", WORLD, "a 3D 15D", published="a 3D 15D", now=NOW),
    Labelled(
        "at the very minute of the start it has not begun",
        WORLD,
        "a 15E",
        published="a 15D",
        now=datetime(2026, 10, 15, 0, 0, tzinfo=UTC),
        ticks=3 * CHANGE,
    ),
    Labelled(
        "a clock without a zone is the centre's",
        WORLD,
        "",
        published="a 22D",
        now=NOW.replace(tzinfo=None),
        ticks=2 * CHANGE,
    ),
)
