"""LEADER: whenever seats are required a leader or deputy is on duty (值班制度; 班长责任制 §7)."""

from rule_world import Role, agent, seats, world

from labelled import POINT, Labelled

PEOPLE = (agent("l", role=Role.LEADER), agent("d", role=Role.DEPUTY), agent("a"))
# An hour's interval: a leader missing costs 40 points.
HOUR = 40 * POINT
DAYTIME = world(*PEOPLE, seats=(*seats((8,), (9, 10), 1), *seats((8,), (11,), 0), *seats((8,), (12,), 1, job="180")))
NIGHTS = world(*PEOPLE, seats=seats((9,), (0, 6, 7), 1), history="d 0N")
EDGE = world(*PEOPLE, seats=seats((1,), (0, 7), 1), history="d 0N; a 0N")
HARD = world(*PEOPLE, seats=seats((8,), (9, 16), 1), rules={"leader_hard": True})
TWO = world(*PEOPLE, seats=seats((8,), (9,), 1), rules={"leaders_on_duty": 2})
CASES = (
    Labelled("a leader", DAYTIME, "l 8D"),
    Labelled("a deputy", DAYTIME, "d 8D"),
    # 09:00, 10:00, and 12:00 for the other job; nothing is required at 11:00.
    Labelled("agents alone", DAYTIME, "a 8D", ticks=3 * HOUR),
    Labelled("on another day", DAYTIME, "l 9D", ticks=3 * HOUR),
    Labelled("a night to 07:00", NIGHTS, "l 8N", ticks=HOUR),
    Labelled("a deputy's night of last month", EDGE, "", ticks=HOUR),
    Labelled("hard, and kept", HARD, "l 8D; d 8E"),
    Labelled("hard, and broken for an hour", HARD, "l 8D", breaks=((None, 8),)),
    Labelled("two are wanted, one is there", TWO, "l 8D", ticks=HOUR),
    Labelled("two are wanted, none is there", TWO, "", ticks=2 * HOUR),
)
