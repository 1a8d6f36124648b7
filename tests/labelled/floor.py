"""FLOOR: a manager on the floor at each day's peak and over four fifths of the opening time (002 值班经理)."""

from datetime import date

from rule_world import APPROVED, NIGHT, Availability, Role, SeatRequirement, Shift, agent, leave, seats, world

from labelled import POINT, Labelled

# M from 08:00 to 12:00, A from 12:00 to 18:00, F from 08:00 to 18:00; an hour without a manager costs 10 points.
SHIFTS = (Shift("M", 480, 720), Shift("A", 720, 1080), Shift("F", 480, 1080), NIGHT)
M1, M2, PLAIN = agent("m", "floor", role=Role.MANAGER), agent("n", "floor", role=Role.MANAGER), agent("a")
HOUR = 10 * POINT
# Ten hours open on the 8th, most seats at 10, 11 and 14: a quarter is 2.5, so three are peak; 8, 9 are the quietest.
BUSY = (
    *seats((8,), (8, 9), 1),
    *seats((8,), (12, 13, 15, 16, 17), 2),
    *seats((8,), (10, 11, 14), 4),
)
OPEN = world(M1, M2, PLAIN, shifts=SHIFTS, seats=BUSY)
# Three at 10:00 in all are more than two at 15:00, though no single job asks for more than two.
JOBS = world(
    M1,
    PLAIN,
    shifts=SHIFTS,
    seats=(*seats((8,), (10,), 2), *seats((8,), (10,), 1, job="180"), *seats((8,), (15,), 2), *seats((8,), (9, 16), 1)),
)
FLAT = world(M1, shifts=SHIFTS, seats=seats((8,), range(9, 17), 1), rules={"floor_manager_share": 0.25})
NOBODY = world(M1, PLAIN, shifts=SHIFTS, seats=seats((8,), (9, 14), 1), leaves=(leave("m", 8, 8, status=APPROVED),))
SICK = world(M1, PLAIN, shifts=SHIFTS, seats=seats((8,), (9, 14), 1), leaves=(leave("m", 8, 8, "sick"),))
ASKED = world(M1, PLAIN, shifts=SHIFTS, seats=seats((8,), (9, 14), 1), leaves=(leave("m", 8, 8),))
MORNINGS = world(
    M1,
    shifts=SHIFTS,
    seats=seats((8,), (9, 14, 15, 16), 1),
    availability=(Availability("m", None, date(2026, 10, 8), "A", available=False),),
    rules={"peak_share": 0.5},
)
OUT_OF_REACH = world(M1, shifts=SHIFTS[:2], seats=(*seats((8,), (20,), 3), *seats((8,), (9,), 1)))
SOFT = world(M1, PLAIN, shifts=SHIFTS, seats=seats((8,), (9,), 1), rules={"floor_hard": False})
EDGE = world(M1, shifts=SHIFTS, seats=seats((1,), (2,), 1), history="m 0N")
OVERNIGHT = world(M1, shifts=SHIFTS, seats=(*seats((9,), (3,), 2), *seats((9,), (9, 10, 11), 1)))
AUTUMN = world(
    M1,
    shifts=(NIGHT,),
    zone="Europe/Berlin",
    seats=(SeatRequirement(date(2026, 10, 25), 120, "189", 1), SeatRequirement(date(2026, 10, 25), 180, "189", 1)),
    rules={"peak_share": 0.5, "floor_manager_share": 0.6},
)
CASES = (
    Labelled("all day", OPEN, "m 8F"),
    Labelled("two in turn", OPEN, "m 8M; n 8A"),
    # 8 and 9 are the quietest fifth: nobody misses a manager there.
    Labelled("an agent is no manager", OPEN, "a 8F", breaks=((None, 8),) * 3, ticks=5 * HOUR),
    Labelled("away at the afternoon's peak", OPEN, "m 8M", breaks=((None, 8),), ticks=5 * HOUR),
    Labelled("away at the morning's", OPEN, "m 8A", breaks=((None, 8),) * 2),
    Labelled("on another day", OPEN, "m 9F", breaks=((None, 8),) * 3, ticks=5 * HOUR),
    Labelled("both on the floor", OPEN, "m 8F; n 8F"),
    # Of four hours one is peak: 10:00. All four are four fifths, rounded up.
    Labelled("the seats of all jobs count together", JOBS, "m 8M", ticks=2 * HOUR),
    Labelled("… so it is not the afternoon's two", JOBS, "m 8A", breaks=((None, 8),), ticks=HOUR),
    # Two of eight alike: the earlier, 9 and 10.
    Labelled("of equals the earlier are the peak", FLAT, "m 8M"),
    Labelled("… not the later", FLAT, "m 8A", breaks=((None, 8),) * 2),
    Labelled("the only manager is on leave", NOBODY, "a 8F", ticks=2 * HOUR),
    Labelled("the only manager is sick", SICK, "a 8F", ticks=2 * HOUR, granted=(0,)),
    Labelled("leave that is only asked for", ASKED, "a 8F", breaks=((None, 8),), ticks=HOUR, granted=(0,)),
    # 9 and 14 are peak; no afternoon is open to m but by the long shift, which is not refused.
    Labelled("a shift that is refused leaves another", MORNINGS, "m 8M", breaks=((None, 8),), ticks=2 * HOUR),
    Labelled("no shift of theirs is so late", OUT_OF_REACH, "m 8M", ticks=HOUR),
    Labelled("where it does not bind", SOFT, "a 8F", ticks=HOUR),
    Labelled("last month's night reaches into the first morning", EDGE, ""),
    Labelled("the night of the eve is there at the peak", OVERNIGHT, "m 8N 9M"),
    Labelled("over midnight, nobody", OVERNIGHT, "m 9M", breaks=((None, 9),)),
    # The hour from 02:00 comes twice and is peak twice, of three; both are in reach of a night.
    Labelled("a repeated hour", AUTUMN, "m 24N"),
    Labelled("a repeated hour without anybody", AUTUMN, "", breaks=((None, 25),) * 2),
    Labelled("a hall without managers", world(seats=BUSY), ""),
)
