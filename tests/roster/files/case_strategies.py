"""Cases as Hypothesis draws them: any ids, names, dates and numbers that a case may hold."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from roster.files.encoding import spoilt
from roster.files.holidays import overridden
from roster.files.tables.agents import yes_or_no
from roster.files.tables.seats_needed import seats_needed
from roster.files.tables.workdays import official_days
from roster.model import (
    Agent,
    Availability,
    Case,
    Centre,
    Duty,
    Entitlement,
    Grade,
    Leave,
    LeaveStatus,
    Load,
    Month,
    Pin,
    Protection,
    Role,
    Roster,
    SeatRequirement,
    Service,
    Shift,
    Stayed,
    Wish,
)
from roster.words import normal, value_word

ODD = [
    "0",
    "01",
    "007",
    "-1",
    "+1",
    "=1",
    "@x",
    "'=1",
    "1e5",
    "2026-10-01",
    "08:00",
    "true",
    "N/A",
    "a b",
    '"',
    "a,b",
    "王",
]
HIDDEN: Any = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")


def texts(*, without=""):
    letters = st.characters(exclude_categories=HIDDEN, exclude_characters=without + "\ufffd")
    strategy = st.text(letters, min_size=1, max_size=6).map(lambda text: text.strip() or "x")
    # What reads as text of another encoding is refused, and rightly.
    strategy = strategy.filter(lambda text: spoilt(text) is None)
    return st.one_of(st.sampled_from([odd for odd in ODD if not set(without) & set(odd)]), strategy)


TEXTS = texts()
IDS = texts(without=";/").map(lambda text: normal(text) or "x").filter(lambda text: not set(text) & set(";/"))
CODES = IDS.map(lambda text: "o" if value_word("shift", text) or text.casefold() == "work" else text)
WORDS = st.sampled_from(["a", "rest_hours", "x_y", "nights", "share", "long_name_of_a_parameter"])
DATES = st.dates(date(1990, 1, 1), date(2100, 12, 31))
OFF_OR_WORK = st.sampled_from(["off", "work"])
MINUTES = {5: 288, 15: 96, 30: 48, 60: 24, 720: 2, 1440: 1}


def few(values, most=2, least=0):
    return st.lists(values, min_size=least, max_size=most)


def unique(values, key, most=2):
    return st.lists(values, max_size=most, unique_by=key)


@st.composite
def shifts(draw, codes, jobs):
    drawn = []
    for code in codes:
        start = draw(st.integers(0, 1439))
        end = start + draw(st.integers(1, 960))
        pause = None
        if end - start > 2 and draw(st.booleans()):
            first = draw(st.integers(start + 1, end - 2))
            pause = (first, draw(st.integers(first + 1, end - 1)))
        brk = draw(st.integers(0, end - start - 1 - (pause[1] - pause[0] if pause else 0)))
        served = tuple(draw(st.lists(st.sampled_from(jobs), unique=True, max_size=2)))
        drawn.append(
            Shift(
                code,
                start,
                end,
                draw(st.one_of(st.just(""), TEXTS)),
                brk,
                served,
                draw(st.sampled_from([None, True, False])),
                pause=pause,
            )
        )
    return tuple(drawn)


@st.composite
def agents(draw, ids, jobs):
    drawn = []
    for number, agent_id in enumerate(ids):
        # The first holds every job, so that each is held.
        held = jobs if not number else draw(st.lists(st.sampled_from(jobs), unique=True, min_size=1))
        start, end = sorted([draw(DATES), draw(DATES)])
        reasons = texts(without=";:：").filter(lambda text: yes_or_no(text) is None)
        drawn.append(
            Agent(
                agent_id,
                draw(TEXTS),
                draw(IDS),
                tuple(held),
                draw(st.sampled_from(Role)),
                draw(st.one_of(st.none(), st.sampled_from(Grade))),
                draw(st.one_of(st.none(), st.integers(0, 744 * 60))),
                draw(st.booleans()),
                tuple(draw(few(st.builds(Protection, reasons, st.one_of(st.none(), DATES)), 2))),
                draw(st.one_of(st.none(), DATES)),
                draw(st.sampled_from([None, start])),
                draw(st.sampled_from([None, end])),
            )
        )
    return tuple(drawn)


VALUES = st.one_of(
    st.integers(-(10**6), 10**6),
    st.floats(-1e6, 1e6),
    st.booleans(),
    WORDS,
    st.lists(WORDS, max_size=2).map(tuple),
)


@st.composite
def rules(draw):
    names = draw(st.lists(WORDS, max_size=3, unique=True))
    return {draw(st.sampled_from(["", "NIGHT."])) + name: draw(VALUES) for name in names}


SERVICES = st.builds(
    Service,
    st.floats(0.01, 0.99),
    st.floats(0, 3600),
    st.one_of(st.none(), st.floats(1, 600)),
    st.floats(0, 0.9),
    st.floats(0.01, 1),
)


@st.composite
def cases(draw):
    month = Month(draw(st.integers(1992, 2098)), draw(st.integers(1, 12)))
    interval_minutes = draw(st.sampled_from(sorted(MINUTES)))
    centre = Centre(
        name=draw(TEXTS),
        timezone=draw(st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "UTC"])),
        month=month,
        country=draw(st.sampled_from([None, "CN", "DE-BY"])),
        interval_minutes=interval_minutes,
        service=draw(SERVICES),
        rules=draw(rules()),
        weights=draw(st.dictionaries(WORDS, st.floats(0, 1e6), max_size=3)),
    )
    jobs = draw(st.lists(IDS, min_size=1, max_size=2, unique=True))
    ids = draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    codes = draw(st.lists(CODES, min_size=1, max_size=3, unique=True))
    days = st.sampled_from(list(month))
    people, shift_codes, served = st.sampled_from(ids), st.sampled_from(codes), st.sampled_from(jobs)
    place = (days, st.integers(0, MINUTES[interval_minutes] - 1).map(lambda number: number * interval_minutes), served)
    calls = st.tuples(st.floats(0, 500), st.floats(1, 1000))
    load = draw(unique(st.tuples(*place, calls), lambda row: row[:3]))
    given_rows = draw(unique(st.builds(SeatRequirement, *place, st.integers(0, 50), st.integers(0, 50)), _interval, 3))
    loads = tuple(sorted((Load(*row[:3], *row[3]) for row in load), key=_interval))
    seats = seats_needed(centre, loads, given_rows)
    if not seats:
        seats = (SeatRequirement(month.first, 0, jobs[0], 1),)
    own_days = draw(
        unique(st.tuples(days, st.sampled_from(["off", "work"]), st.one_of(st.just(""), TEXTS)), lambda row: row[0])
    )
    staff = draw(agents(ids, jobs))
    first = {agent.agent_id: agent.jobs[0] for agent in staff}
    ahead_days = st.integers(1, 40).map(lambda on: month.last + timedelta(days=on))
    ahead = draw(unique(st.tuples(people, ahead_days, shift_codes, st.one_of(st.none(), served)), lambda row: row[:2]))
    history_days = st.integers(1, 400).map(lambda back: month.first - timedelta(days=back))
    history = draw(
        unique(st.tuples(people, history_days, shift_codes, st.one_of(st.none(), served)), lambda row: row[:2])
    )
    return Case(
        centre=centre,
        calendar=overridden(official_days(centre.country, month), own_days),
        agents=staff,
        shifts=draw(shifts(codes, jobs)),
        seats=seats,
        load=loads,
        leaves=tuple(draw(leaves(month, people))),
        wishes=tuple(
            draw(
                unique(
                    st.builds(Wish, people, days, st.one_of(shift_codes, OFF_OR_WORK), st.integers(-9, 9)),
                    lambda wish: (wish.agent_id, wish.day, wish.shift),
                )
            )
        ),
        availability=tuple(draw(availability(people, days, shift_codes))),
        entitlements=tuple(sorted(draw(entitlements(people)))),
        stayed=tuple(sorted(draw(stayed(people, st.one_of(days, history_days), shift_codes)))),
        ahead=tuple(sorted(Duty(a, day, shift, job or first[a]) for a, day, shift, job in ahead)),
        history=tuple(sorted(Duty(a, day, shift, job or first[a]) for a, day, shift, job in history)),
        pins=tuple(
            draw(
                unique(
                    st.builds(Pin, people, days, st.one_of(shift_codes, st.just("off")), st.one_of(st.none(), served)),
                    lambda pin: (pin.agent_id, pin.day),
                )
            )
        ),
    )  # fmt: skip


def _interval(row):
    return row.day, row.minute, row.job


@st.composite
def leaves(draw, month, people):
    spans = st.tuples(st.integers(-20, 31), st.integers(21, 50))
    drawn = []
    for number in range(draw(st.integers(0, 3))):
        offset, days = draw(spans)
        start = min(month.first + timedelta(days=offset), month.end)
        requested = draw(st.booleans()) and not any(leave.status is LeaveStatus.REQUESTED for leave in drawn)
        drawn.append(
            Leave(
                draw(people),
                ("annual", "sick", "personal")[number],
                start,
                start + timedelta(days=days),
                LeaveStatus.REQUESTED if requested else LeaveStatus.APPROVED,
                draw(st.integers(1, 5)),
                draw(st.booleans()),
                draw(st.booleans()),
                draw(st.one_of(st.none(), st.integers(1, 1439))),
                draw(st.one_of(st.none(), st.integers(1, 1439))),
            )
        )
    return drawn


def stayed(people, days, shift_codes):
    return unique(
        st.builds(Stayed, people, days, shift_codes, st.integers(1, 1440)), lambda item: (item.agent_id, item.day)
    )


def entitlements(people):
    halves = st.integers(0, 60).map(lambda half: half / 2)
    kinds = st.sampled_from(["annual", "personal", "sick"])
    rows = st.builds(Entitlement, people, kinds, halves, halves, halves)
    return unique(rows, lambda item: (item.agent_id, item.kind))


@st.composite
def availability(draw, people, days, shift_codes):
    when = st.one_of(st.tuples(st.integers(1, 7), st.none()), st.tuples(st.none(), days))
    rows = st.tuples(people, when, st.one_of(st.none(), shift_codes), st.booleans())
    return [
        Availability(agent_id, weekday, day, shift, available)
        for agent_id, (weekday, day), shift, available in draw(unique(rows, lambda row: row[:3]))
    ]


@st.composite
def rosters(draw, case):
    """A roster of the case: any duties, at most one of a shift, agent and day."""
    duties = st.builds(
        Duty,
        st.sampled_from([agent.agent_id for agent in case.agents]),
        st.sampled_from(list(case.month)),
        st.sampled_from([shift.code for shift in case.shifts]),
        st.sampled_from(case.jobs),
    )
    drawn = draw(st.lists(duties, max_size=12, unique_by=lambda duty: (duty.agent_id, duty.day, duty.shift)))
    return Roster.of(drawn)
