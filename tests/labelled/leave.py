"""LEAVE: no duty on leave; requests granted or declined as a whole (请假制度汇编 §2–§7 at planning time)."""

from dataclasses import replace

from rule_world import APPROVED, DAY, NIGHT, Shift, agent, leave, world

from labelled import POINT, Labelled


def timed(agent_id, start, begin, end, until):
    """Approved leave from a minute of a day to a minute of another."""
    return replace(leave(agent_id, start, end, status=APPROVED), start_minute=begin, end_minute=until)


LONG = Shift("Z", 16 * 60, 24 * 60)
APPROVALS = world(shifts=(DAY, LONG, NIGHT), leaves=(leave("a", 13, 14, status=APPROVED),))
EDGES = world(
    shifts=(DAY, LONG, NIGHT),
    history="a 0N",
    leaves=(leave("a", 1, 2, status=APPROVED), leave("b", 32, 33, status=APPROVED)),
)
# 12–14 October are three legal working days, 17–18 a weekend (one duty at least), priority 2.
REQUESTS = world(leaves=(leave("a", 12, 14, priority=2), leave("b", 17, 18)))
WITHIN = world(leaves=(leave("a", 12, 14, "sick"), leave("a", 13, 13, "sick")))
SICK = world(leaves=(leave("a", 12, 12, "sick"), leave("b", 12, 12, "emergency")))
HOLIDAYS = world(leaves=(leave("a", 7, 8), leave("b", 6, 6, extreme=True)))
PAST_HOLIDAY = world(leaves=(leave("a", 31, 35),))
SIX = tuple(agent(name) for name in "abcdef")
QUOTA = world(*SIX, agent("x", team="二班"), leaves=tuple(leave(name, 12, 12) for name in "abx"))
# 14 in the team: ⌊0.15 × 14⌋ = 2 places.
TWO_PLACES = world(*(agent(f"a{n:02d}") for n in range(14)), leaves=tuple(leave(f"a{n:02d}", 12, 12) for n in range(3)))
FULL = world(
    *SIX,
    leaves=(
        leave("a", 12, 12, status=APPROVED),
        leave("b", 12, 13, status=APPROVED),
        leave("c", 12, 12, "sick"),
        leave("d", 12, 12),
    ),
)
HOURS = world(shifts=(DAY, LONG, NIGHT), leaves=(timed("a", 13, 11 * 60, 14, 10 * 60),))
MORNING = world(shifts=(Shift("M", 360, 600), Shift("K", 480, 720)), leaves=(timed("a", 12, None, 12, 660),))
SICK_HOURS = world(leaves=(replace(leave("a", 12, 12, "sick"), start_minute=600, end_minute=660),))
ASKED_HOURS = world(
    agent("a"),
    agent("b", team="二班"),
    shifts=(DAY, LONG, NIGHT),
    leaves=(
        replace(leave("a", 13, 14), start_minute=11 * 60, end_minute=10 * 60),
        replace(leave("b", 13, 13), start_minute=11 * 60, end_minute=17 * 60),
    ),
)
OVERLAP = world(leaves=(leave("a", 12, 13), leave("a", 13, 14)))
NEXT_MONTH = world(leaves=(leave("a", 32, 33),))
CASES = (
    Labelled("a duty on approved leave", APPROVALS, "a 13D", breaks=(("a", 13),)),
    Labelled("its last day", APPROVALS, "a 14D", breaks=(("a", 14),)),
    Labelled("a night that starts on its last day", APPROVALS, "a 14N", breaks=(("a", 14),)),
    Labelled("a night into its first day", APPROVALS, "a 12N", breaks=(("a", 12),)),
    Labelled("a shift to midnight before it", APPROVALS, "a 12Z"),
    Labelled("the day after it", APPROVALS, "a 15D"),
    Labelled("somebody else", APPROVALS, "b 13D 14N"),
    Labelled("a history night into the month's first day", EDGES, "a 3D"),
    Labelled("the last night into next month's leave", EDGES, "b 31N", breaks=(("b", 31),)),
    Labelled("the last day before next month's leave", EDGES, "b 31D"),
    Labelled("leave from 11:00: the day's duty, which overlaps it", HOURS, "a 13D", breaks=(("a", 13),)),
    Labelled("the evening after 11:00", HOURS, "a 13Z", breaks=(("a", 13),)),
    Labelled("leave until 10:00: the evening after it", HOURS, "a 14Z"),
    Labelled("the day's duty, which it overlaps", HOURS, "a 14D", breaks=(("a", 14),)),
    Labelled("the night into the morning before 11:00", HOURS, "a 12N"),
    Labelled("the night into the morning until 10:00", HOURS, "a 13N", breaks=(("a", 13),)),
    Labelled("a published duty that it cuts stands", HOURS, "a 13D", published="a 13D"),
    Labelled("a published one within it does not", HOURS, "a 13Z", breaks=(("a", 13),), published="a 13Z"),
    Labelled(
        "a published one until 10:00, and leave of that day until 11:00",
        MORNING,
        "a 12M",
        breaks=(("a", 12),),
        published="a 12M",
    ),
    Labelled("a published one until noon stands", MORNING, "a 12K", published="a 12K"),
    Labelled("sick for hours, and a duty in them", SICK_HOURS, "a 12D", breaks=(("a", 12),), granted=(0,)),
    Labelled("sick for hours, and none", SICK_HOURS, "a 12E 13D", granted=(0,)),
    Labelled("asked for hours, and duties beside them", ASKED_HOURS, "a 12N 14Z; b 13N", granted=(0, 1)),
    Labelled("granted, and a duty within", ASKED_HOURS, "a 13Z; b 12D", breaks=(("a", 13),), granted=(0, 1)),
    Labelled("granted, and a duty it would cut", ASKED_HOURS, "b 13D", breaks=(("b", 13),), granted=(0, 1)),
    # Hours that spare no whole day count as one duty: 15 × priority 1 each.
    Labelled("asked for hours and declined", ASKED_HOURS, "a 13D; b 13D", ticks=30 * POINT),
    Labelled("both granted", REQUESTS, "a 11D; b 16D", granted=(0, 1)),
    # 15 × priority 2 × 3 duties + 15 × 1 × 1
    Labelled("both declined", REQUESTS, "a 13D", ticks=(90 + 15) * POINT),
    Labelled("granted, yet on duty", REQUESTS, "a 13D", breaks=(("a", 13),), ticks=15 * POINT, granted=(0,)),
    Labelled("granted, and a night into it", REQUESTS, "a 11N", breaks=(("a", 11),), ticks=15 * POINT, granted=(0,)),
    Labelled("sickness granted", SICK, "", granted=(0, 1)),
    Labelled("sickness declined", SICK, "", breaks=(("a", 12),), granted=(1,)),
    Labelled("sickness within sickness, both declined, is one", WITHIN, "", breaks=(("a", 12),), granted=()),
    Labelled("emergency declined", SICK, "", breaks=(("b", 12),), granted=(0,)),
    # 7 October is a public holiday, 8 October one duty; the extreme one lies on a holiday: one duty at least.
    Labelled("none on a public holiday", HOLIDAYS, "", breaks=(("a", 7),), granted=(0, 1)),
    Labelled("but in an extreme case", HOLIDAYS, "", ticks=15 * POINT, granted=(1,)),
    Labelled("a leave over the month's end", PAST_HOLIDAY, "", granted=(0,)),
    Labelled("one place in a small team", QUOTA, "", ticks=15 * POINT, granted=(0, 2)),
    Labelled("two in a place for one", QUOTA, "", breaks=((None, 12),), granted=(0, 1, 2)),
    Labelled("two places in a team of fourteen", TWO_PLACES, "", ticks=15 * POINT, granted=(0, 1)),
    Labelled("three in two places", TWO_PLACES, "", breaks=((None, 12),), granted=(0, 1, 2)),
    Labelled("approvals and sickness alone exceed the quota", FULL, "", ticks=15 * POINT, granted=(2,)),
    Labelled("then nothing more is granted", FULL, "", breaks=((None, 12),), granted=(2, 3)),
    # One of 12–13 (two duties) and 13–14 (two duties).
    Labelled("one of two that overlap", OVERLAP, "", ticks=30 * POINT, granted=(0,)),
    Labelled("not both", OVERLAP, "", breaks=(("a", 13),), granted=(0, 1)),
    Labelled("a request of next month waits", NEXT_MONTH, "a 31D"),
)
