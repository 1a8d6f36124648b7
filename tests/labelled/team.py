"""TEAM: a duty is away when no leader or deputy of the agent's team has the same shift code that day."""

from rule_world import Role, agent, world

from labelled import POINT, Labelled

WORLD = world(
    agent("a", role=Role.LEADER),
    agent("b", role=Role.DEPUTY),
    agent("c"),
    agent("d"),
    agent("e", role=Role.LEADER, team="二班"),
    agent("f", team="三班"),
    history="a 0N",
)
CASES = (
    Labelled("with the leader", WORLD, "a 1D; c 1D; d 1D"),
    Labelled("with the deputy", WORLD, "b 31N; c 31N"),
    Labelled("another shift", WORLD, "a 1D; c 1E", ticks=POINT),
    Labelled("another day", WORLD, "a 1D; c 2D; d 2D", ticks=2 * POINT),
    Labelled("another team's leader", WORLD, "e 1D; c 1D", ticks=POINT),
    Labelled("leaders are never away", WORLD, "a 1D; b 1E; e 1N"),
    Labelled("a team without a leader", WORLD, "f 1D 31D", ticks=2 * POINT),
    Labelled("last month's night leads nobody", WORLD, "c 1N", ticks=POINT),
)
