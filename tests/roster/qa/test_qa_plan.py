"""Samples of a month: everybody heard, towards what is wanted, even loads, nothing twice, and no cheaper plan."""

from collections import Counter
from datetime import date, timedelta
from itertools import combinations
from random import Random

import pytest

from roster.model import Agent, Case, Centre, Duty, HolidayCalendar, Month, Roster, Shift
from roster.qa import QaPolicy, QualityMark, plan_samples, wanted_samples
from roster.qa.plan import LEAST, LOAD, WANTED, WEEK
from roster.rule.evidence import Evidence

OCTOBER = Month(2026, 10)
POLICY = QaPolicy("QA")
SHIFTS = (Shift("A", 480, 960), Shift("E", 960, 1440), Shift("N", 1380, 1860), Shift("S", 480, 570))


def month(duties: str, agents: dict[str, Agent] | None = None) -> Evidence:
    """`"a 1A 2E; q 1A"`; who is called q… is a monitor."""
    listed = []
    people = {}
    for part in duties.split(";"):
        name, *words = part.split()
        job = "QA" if name.startswith("q") else "call"
        people[name] = (agents or {}).get(name) or Agent(name, name, "T", (job,))
        listed += [Duty(name, date(2026, 10, int(word[:-1])), word[-1], job) for word in words]
    case = Case(Centre("c", "Asia/Shanghai", OCTOBER), HolidayCalendar(), tuple(people.values()), SHIFTS, ())
    return Evidence(case, Roster.of(listed, frozenset()))


def test_five_are_wanted_of_everybody_ten_of_newcomers_and_of_whom_the_last_month_was_poor():
    agents = [
        Agent("a", "a", "T", ("call",)),
        Agent("b", "b", "T", ("call",), start_date=date(2026, 7, 4)),
        Agent("c", "c", "T", ("call",), start_date=date(2026, 7, 3)),
        Agent("d", "d", "T", ("call",)),
        Agent("e", "e", "T", ("call",)),
        Agent("q", "q", "T", ("call", "QA")),
    ]
    marks = [QualityMark("q", "d", date(2026, 9, day), points) for day, points in ((1, 90), (2, 69))]
    marks += [QualityMark("q", "e", date(2026, 9, 1), 80)]
    assert wanted_samples(agents, POLICY, OCTOBER, marks) == {"a": 5, "b": 10, "c": 5, "d": 10, "e": 5}


def test_a_month_with_time_for_all_gives_what_is_wanted_on_different_duties_of_both():
    days = " ".join(f"{day}A" for day in range(1, 29))
    month_plan = month(f"a {days}; b {days}; q1 {days}; q2 {days}")
    plan = plan_samples(month_plan, POLICY, {"a": 5, "b": 10})
    assert plan.planned == {"a": 5, "b": 10}
    assert (plan.unheard, plan.cost) == ((), plan.bound)
    heard = Counter((sample.agent.agent_id, sample.agent.day) for sample in plan.samples)
    assert set(heard.values()) == {1}
    weeks = Counter(sample.agent.day.isocalendar().week for sample in plan.samples if sample.agent.agent_id == "a")
    assert max(weeks.values()) == 1
    assert max(Counter(sample.monitor for sample in plan.samples).values()) == 1


def test_everybody_is_heard_once_before_anybody_is_heard_twice():
    # Three places on one short duty; a alone could fill them on no other day.
    plan = plan_samples(month("a 1A 2A 3A; b 1A; c 1A; q 1S"), POLICY, {"a": 5, "b": 5, "c": 5})
    assert plan.planned == {"a": 1, "b": 1, "c": 1}
    assert [sample.start for sample in plan.samples] == sorted({sample.start for sample in plan.samples})


def test_who_never_meets_a_monitor_is_told_and_so_is_a_monitor_with_nobody_to_hear():
    plan = plan_samples(month("a 1A; b 1N; q 1A 5A"), POLICY, {"a": 5, "b": 5, "gone": 5})
    assert plan.unheard == ("b",)
    assert [duty.day.day for duty in plan.idle] == [5]


def test_a_night_is_heard_by_the_morning_that_meets_it():
    # 08:00 on the 2nd is after the night's end at 07:00; a monitor's night overlaps it.
    assert plan_samples(month("a 1N; q 2A"), POLICY, {"a": 1}).unheard == ("a",)
    (sample,) = plan_samples(month("a 1N; q 1N"), POLICY, {"a": 1}).samples
    assert sample.agent.day == sample.monitor.day == date(2026, 10, 1)


def test_nobody_listens_to_themselves():
    both = Agent("q", "q", "T", ("QA", "call"))
    month_plan = month("q 1A; a 1A", {"q": both})
    assert plan_samples(month_plan, POLICY, {"q": 5, "a": 1}).planned == {"q": 0, "a": 1}


def test_after_a_change_what_is_done_counts_and_the_rest_is_planned_from_now_on():
    days = " ".join(f"{day}A" for day in range(1, 21))
    before = plan_samples(month(f"a {days}; q {days}"), POLICY, {"a": 5})
    now = before.samples[1].start + timedelta(hours=1)
    rest = " ".join(f"{day}A" for day in range(1, 15))
    month_plan = month(f"a {days}; q {rest}")
    after = plan_samples(month_plan, POLICY, {"a": 5}, before.samples, now)
    assert after.samples[:2] == before.samples[:2]
    assert after.planned == {"a": 5}
    assert all(sample.monitor.day.day < 15 and sample.start > now for sample in after.samples[2:])


def price(policy, wanted, monitors, chosen) -> int:
    """What a set of (agent's duty, place) costs, computed from the meaning of each cost."""
    total = 0
    per_agent = Counter(duty.agent_id for duty, _ in chosen)
    for name, asked in wanted.items():
        missing = asked - per_agent[name]
        dear = max(0, min(policy.least, asked) - per_agent[name])
        total += dear * LEAST + sum(WANTED * (unit + 1) for unit in range(missing - dear))
    for count in Counter((duty.agent_id, duty.day.isocalendar()[:2]) for duty, _ in chosen).values():
        total += WEEK * count * (count - 1) // 2
    for count in Counter(place.monitor for _, place in chosen).values():
        total += LOAD * count * (count - 1) // 2
    return total + sum(place.cost for _, place in chosen)


@pytest.mark.parametrize("seed", range(12))
def test_no_plan_of_a_tiny_month_is_cheaper(seed):
    from roster.qa.plan import _places

    draw = Random(seed)

    def some(name: str, days: tuple[int, ...], codes: str) -> str:
        return f"{name} " + " ".join(f"{day}{draw.choice(codes)}" for day in days)

    month_plan = month(
        ";".join([some("a", (1, 2, 6), "AEN"), some("b", (1, 2), "AE"), some("q1", (1,), "AS"), "q2 2S"])
    )
    policy = QaPolicy("QA", sample_minutes=draw.choice((45, 90)))
    length = timedelta(minutes=policy.sample_minutes)
    wanted = {"a": draw.randint(1, 3), "b": draw.randint(1, 2)}
    monitors = [stint for stint in month_plan.stints if stint.duty.job == "QA"]
    pairs = [
        (stint.duty, place)
        for stint in month_plan.stints
        if stint.duty.job != "QA"
        for monitor in monitors
        for place in _places(monitor, length)
        if stint.start <= place.start and place.start + length <= stint.end
    ]
    legal = [
        chosen
        for number in range(min(5, len(pairs)) + 1)
        for chosen in combinations(pairs, number)
        if len({duty for duty, _ in chosen}) == len({place for _, place in chosen}) == number
        and all(sum(duty.agent_id == name for duty, _ in chosen) <= asked for name, asked in wanted.items())
    ]
    plan = plan_samples(month_plan, policy, wanted)
    assert plan.cost == min(price(policy, wanted, monitors, chosen) for chosen in legal)
    assert len({sample.agent for sample in plan.samples}) == len(plan.samples)
    assert len({(sample.monitor, sample.start) for sample in plan.samples}) == len(plan.samples)
