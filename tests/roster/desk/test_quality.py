"""The quality plan and the breaks of a published month (质检员职责 §3–5; BREAK)."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from desk_store import Watch, opened
from desk_world import AGENTS, DIRECTOR, MONTH, SHIFTS, at, on

from roster.desk.agenda import appointments_of
from roster.desk.duty_day.roll_call import Called, Mark, call_roll
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.quality import break_desk, qa_desk
from roster.desk.quality.break_desk import breaks_of, place_breaks
from roster.desk.quality.qa_desk import marks_of, plan_quality, record_marks, samples, summaries
from roster.desk.rosters.roster_desk import edit_case
from roster.desk.swaps.swap_filing import request_cover
from roster.errors import InputError, RefusedError, StaleError
from roster.model import Break
from roster.model.leave_request import LeaveState
from roster.qa import QualityMark
from roster.store.audit import audit_rows

MONITOR = replace(AGENTS[3], jobs=("质检", "180", "189"))
PEOPLE = tuple(MONITOR if agent.agent_id == "d" else agent for agent in AGENTS)
ROSTER = "a: 12E 13E 14L; b: 12E 19E; d: 12E/质检 13E/质检 19E/质检; l1: 12E 13E 19E"


def subjects(desk):
    """What the last act told the log of."""
    with desk.reading() as work:
        rows = list(audit_rows(work.connection))
    return {row.subject for row in rows if row.action == rows[-1].action}


@pytest.fixture
def desk(store):
    return opened(store, ROSTER, agents=PEOPLE, now=at(8, "09:00"), rules={"qa_target": 2})


def heard(desk):
    return sorted((item.agent.agent_id, item.agent.day.day, stands) for item, stands in samples(desk, MONTH))


def test_a_month_is_planned_and_what_was_heard_stays(desk):
    plan = plan_quality(desk, "l1", MONTH)
    assert plan.cost == plan.bound
    # c, l2 and p2 have no duty; a's late duty overlaps no monitor's.
    assert {name for name, *_ in heard(desk)} == {"a", "b", "l1"}
    assert len(heard(desk)) == 6
    desk.clock.to(13, "07:00")
    before = [item for item, _ in samples(desk, MONTH) if item.start < at(13)]
    others = [item for item in heard(desk) if item[0] != "a"]
    request_cover(desk, "l1", "a", on(13), "b", reason="ill")
    # Of a no other duty is left on which anybody monitors; everybody else is heard as planned.
    assert heard(desk) == [("a", 12, True), *others]
    assert "qa:2026-10" in subjects(desk)
    plan_quality(desk, "l1", MONTH)
    assert all(stands for *_, stands in heard(desk))
    assert [item for item, _ in samples(desk, MONTH) if item.start < at(13)] == before


def test_before_the_month_begins_all_of_it_is_planned_anew(store):
    desk = opened(store, ROSTER, agents=PEOPLE, now=at(20, "09:00", month=9), rules={"qa_target": 2})
    plan_quality(desk, "l1", MONTH)
    assert len(heard(desk)) == 6
    edit_case(desk, DIRECTOR, MONTH, lambda case: replace(case, centre=replace(case.centre, rules={"qa_target": 1})))
    plan_quality(desk, "l1", MONTH)
    assert [name for name, *_ in heard(desk)] == ["a", "b", "l1"]


def test_the_monitors_calendar_tells_whom_to_hear_and_nobody_elses(desk):
    plan_quality(desk, "l1", MONTH)
    with desk.reading() as work:
        listed = appointments_of(work, work.board(MONTH))
    kinds = {person: {item.kind for item in items} for person, items in listed.items()}
    assert "sample" in kinds["d"]
    assert all("sample" not in appointments for person, appointments in kinds.items() if person != "d")


def test_poor_marks_double_next_months_share_and_are_summed_up(desk):
    desk.clock.to(14, "09:00")
    poor = [QualityMark("d", "a", on(day), points, ("语气",)) for day, points in ((12, 70.0), (13, 60.0))]
    marks = [*poor, QualityMark("d", "b", on(13), 90.0)]
    assert record_marks(desk, "d", marks, key="k") == 3
    assert record_marks(desk, "d", marks, key="k") == 3
    assert [mark.agent_id for mark in marks_of(desk, on(12), on(14))] == ["a", "a", "b"]
    everybody, poorest, best = summaries(desk, MONTH, "week")
    assert (everybody.agent_id, everybody.samples) == (None, 3)
    assert (poorest.agent_id, poorest.mean, poorest.faults) == ("a", 65.0, (("语气", 2),))
    assert (best.agent_id, best.mean) == ("b", 90.0)
    # Below 80 on average: to be trained; 90 is not, and nobody is all people.
    assert [item.training for item in (everybody, poorest, best)] == [False, True, False]


def test_a_poor_mark_of_the_first_of_a_month_counts_for_the_next_and_a_leader_may_write_it(store):
    desk = opened(store, ROSTER, agents=PEOPLE, now=at(30, "09:00", month=9), rules={"qa_target": 1})
    record_marks(desk, "l1", [QualityMark("d", "b", date(2026, 9, 1), 40.0)])
    plan_quality(desk, "l1", MONTH)
    assert Counter(name for name, *_ in heard(desk)) == {"a": 1, "b": 2, "l1": 1}


def test_what_changed_while_it_was_planned_is_planned_again(desk, monkeypatch):
    def meanwhile(plan):
        def planned(*args):
            request_cover(desk, DIRECTOR, "a", on(13), "b", reason="ill")
            return plan(*args)

        return planned

    monkeypatch.setattr(qa_desk, "plan_samples", meanwhile(qa_desk.plan_samples))
    with pytest.raises(StaleError):
        plan_quality(desk, "l1", MONTH)
    assert samples(desk, MONTH) == ()


def test_a_week_over_the_months_edge_is_summed_up_whole(desk):
    desk.clock.to(3, "09:00")
    # Monday the 28th of September to Sunday the 4th of October; the Sunday before is of another week.
    days = [date(2026, 9, 27), date(2026, 9, 28), on(3)]
    record_marks(desk, "d", [QualityMark("d", "a", day, points) for day, points in zip(days, (0, 80, 79), strict=True)])
    (everybody, one) = summaries(desk, MONTH, "week")
    assert (everybody.first, everybody.last, everybody.samples) == (date(2026, 9, 28), on(4), 2)
    assert (one.mean, one.training) == (79.5, True)
    (everybody, one) = summaries(desk, MONTH, "month")
    assert (everybody.samples, one.mean) == (1, 79.0)


def test_marks_are_a_monitors_and_of_others_calls(desk):
    with pytest.raises(RefusedError, match="to do"):
        record_marks(desk, "a", [QualityMark("d", "b", on(8), 70.0)])
    wrong = [QualityMark("d", "d", on(9), 101.0), QualityMark("x", "b", on(8), 70.0)]
    with pytest.raises(InputError) as caught:
        record_marks(desk, DIRECTOR, wrong)
    assert [(fault.row, fault.field) for fault in caught.value.faults] == [
        (1, "agent_id"), (1, "date"), (1, "points"), (2, "monitor_id"),
    ]  # fmt: skip
    assert marks_of(desk, on(1), on(31)) == ()


def test_a_call_of_today_is_marked_from_midnight_and_points_go_from_none_to_a_hundred(desk):
    desk.clock.to(14, "00:10")  # in UTC the 13th
    ends = [QualityMark("d", "a", on(14), points) for points in (0.0, 100.0)]
    assert record_marks(desk, "d", ends) == 2
    beyond = [QualityMark("d", "a", on(14), points) for points in (-0.5, 100.5)]
    with pytest.raises(InputError) as caught:
        record_marks(desk, "d", [*beyond, QualityMark("d", "a", on(15), 90.0)])
    assert [fault.field for fault in caught.value.faults] == ["points", "points", "date"]


def test_a_week_over_the_months_end_is_summed_up_whole(desk):
    desk.clock.to(31, "23:00")
    desk.clock.moment += timedelta(days=1)
    days = [on(25), on(26), date(2026, 11, 1)]
    record_marks(desk, "d", [QualityMark("d", "a", day, points) for day, points in zip(days, (0, 80, 79), strict=True)])
    everybody = [item for item in summaries(desk, MONTH, "week") if item.agent_id is None][-1]
    assert (everybody.first, everybody.last, everybody.samples) == (on(26), date(2026, 11, 1), 2)


def test_without_monitors_there_is_no_plan(store):
    desk = opened(store, "a: 12E", now=at(8))
    with pytest.raises(InputError, match="nobody monitors"):
        plan_quality(desk, "l1", MONTH)


WITH_BREAKS = tuple(replace(shift, breaks=(Break(30, 660, 810),)) if shift.code == "E" else shift for shift in SHIFTS)


def test_a_days_breaks_are_told_and_placed_anew_with_the_fewest_changes(store):
    seats = [(on(12), minute, "189", 2) for minute in range(480, 960, 30)]
    desk = opened(store, "a: 12E; b: 12E; l1: 12E", shifts=WITH_BREAKS, seats=seats, now=at(11, "09:00"))
    # Nothing was told yet, so nothing is out of date.
    assert (breaks_of(desk, on(12)).stale, len(breaks_of(desk, on(12)).unplaced)) == (False, 3)
    plan = place_breaks(desk, "l1", on(12))
    # Two seats are asked for and three are there: one after the other nobody is missed.
    assert (plan.short_minutes, plan.bound_minutes, len(plan.placed)) == (0, 0, 3)
    day_breaks = breaks_of(desk, on(12))
    assert len({item.start for item in day_breaks.placed}) == 3
    assert not day_breaks.stale
    request_cover(desk, DIRECTOR, "a", on(12), "l2", reason="ill")
    # At once, in the same act: the newcomer's break stands where the other's was, and nobody else's moves.
    at_once = breaks_of(desk, on(12))
    assert not at_once.stale
    assert {item.start for item in at_once.placed} == {item.start for item in day_breaks.placed}
    assert "breaks:2026-10-12" in subjects(desk)
    again = place_breaks(desk, "l1", on(12))
    assert again.changed == 0
    after = breaks_of(desk, on(12))
    starts = {item.duty.agent_id: item.start for item in day_breaks.placed}
    assert {item.duty.agent_id: item.start for item in after.placed if item.duty.agent_id in starts} == {
        person: start for person, start in starts.items() if person != "a"
    }
    assert not after.stale


def test_breaks_of_a_day_that_changed_meanwhile_are_not_told(store, monkeypatch):
    desk = opened(store, "a: 12E; b: 12E; l1: 12E", shifts=WITH_BREAKS, now=at(11, "09:00"))
    plan = break_desk.plan_breaks

    def meanwhile(*args):
        request_cover(desk, DIRECTOR, "a", on(12), "l2", reason="ill")
        return plan(*args)

    monkeypatch.setattr(break_desk, "plan_breaks", meanwhile)
    with pytest.raises(StaleError):
        place_breaks(desk, "l1", on(12))
    assert breaks_of(desk, on(12)).placed == ()


def test_the_breaks_of_a_night_follow_after_midnight_too(store):
    nights = tuple(replace(shift, breaks=(Break(30, 1560, 1740),)) if shift.code == "N" else shift for shift in SHIFTS)
    desk = opened(store, "a: 12N; l1: 12E", shifts=nights, now=at(12, "09:00"))
    place_breaks(desk, "l1", on(12))
    assert isinstance(desk.clock, Watch)
    desk.clock.to(13, "00:30")
    request_cover(desk, DIRECTOR, "a", on(12), "b", reason="ill")
    (only,) = breaks_of(desk, on(12)).placed
    assert only.duty.agent_id == "b"
    assert not breaks_of(desk, on(12)).stale
    assert len(place_breaks(desk, "l1", on(12)).placed) == 1
    desk.clock.to(13, "06:00")
    with pytest.raises(RefusedError, match="not over"):
        place_breaks(desk, "l1", on(12))


def test_who_does_not_come_takes_no_break_and_the_day_is_offered_anew(store):
    seats = [(on(12), minute, "189", 2) for minute in range(480, 960, 30)]
    desk = opened(store, "a: 12E; b: 12E; l1: 12E; l2: 12E", shifts=WITH_BREAKS, seats=seats, now=at(11, "09:00"))
    place_breaks(desk, "l1", on(12))
    assert isinstance(desk.clock, Watch)
    desk.clock.to(12, "08:10")
    call_roll(desk, "l1", on(12), "E", [Mark("a", Called.ABSENT)], rest_present=True)
    day_breaks = breaks_of(desk, on(12))
    assert day_breaks.stale
    assert {item.duty.agent_id for item in day_breaks.gone} == {"a"}
    again = place_breaks(desk, "l1", on(12))
    assert {item.duty.agent_id for item in again.placed} == {"b", "l1", "l2"}
    assert (again.short_minutes, again.proven, breaks_of(desk, on(12)).stale) == (0, True, False)


@pytest.mark.parametrize(
    ("begin", "end", "breaks", "clears"),
    [
        ("12:00", None, 1, True),  # to the end of the shift: taken before it
        ("11:00", "13:30", 0, True),  # the whole window: no break
        ("14:00", "15:00", 1, False),  # beside it: where it was
    ],
)
def test_leave_for_some_hours_takes_the_break_out_of_them_and_moves_nobody_elses(store, begin, end, breaks, clears):
    desk = opened(store, "a: 12E; b: 12E; l1: 12E", shifts=WITH_BREAKS, now=at(11, "09:00"))
    place_breaks(desk, "l1", on(12))
    before = {item.duty.agent_id: item.start for item in breaks_of(desk, on(12)).placed}
    hour, minute = map(int, begin.split(":"))
    until = None if end is None else int(end[:2]) * 60 + int(end[3:])
    who = max(before, key=lambda one: (before[one], one))
    file_leave(
        desk,
        who,
        who,
        kind="sick",
        start=on(12),
        start_minute=hour * 60 + minute,
        end=on(12),
        end_minute=until,
        reason="ill",
    )
    after = breaks_of(desk, on(12))
    assert not after.stale
    mine = [item for item in after.placed if item.duty.agent_id == who]
    assert len(mine) == breaks
    last = at(12, end or "16:00")
    assert all(item.end <= at(12, begin) or item.start >= last for item in mine)
    assert {item.duty.agent_id: item.start for item in after.placed if item not in mine} == {
        one: start for one, start in before.items() if one != who
    }
    assert clears or [item.start for item in mine] == [before[who]]


def test_what_a_monitor_who_falls_out_was_to_hear_is_heard_by_another(store):
    people = tuple(replace(one, jobs=("质检", "189")) if one.agent_id in "cd" else one for one in AGENTS)
    text = "a: 12E 13E; b: 12E; c: 12E/质检; d: 12E/质检 13E/质检"
    desk = opened(store, text, agents=people, now=at(8, "09:00"), rules={"qa_target": 1})
    plan_quality(desk, "l1", MONTH)
    mine = [item for item, _ in samples(desk, MONTH) if item.monitor.agent_id == "d"]
    before = {item.agent.agent_id: item for item, _ in samples(desk, MONTH)}
    assert mine
    leave = file_leave(desk, "d", "d", kind="sick", start=on(12), end=on(13), reason="ill")
    assert leave.state is LeaveState.PROVISIONAL
    after = {item.agent.agent_id: item for item, _ in samples(desk, MONTH)}
    assert {item.monitor.agent_id for item in after.values()} == {"c"}
    assert after.keys() == before.keys() == {"a", "b"}
    assert after["b"] == before["b"]


@pytest.mark.parametrize("who", ["a", "d"])
def test_who_is_on_leave_for_some_hours_neither_listens_nor_is_listened_to_then(store, who):
    people = tuple(replace(one, jobs=("质检", "189")) if one.agent_id == "d" else one for one in AGENTS)
    text = "a: 12E; b: 12E; d: 12E/质检"
    desk = opened(store, text, agents=people, now=at(8, "09:00"), rules={"qa_target": 1})
    plan_quality(desk, "l1", MONTH)
    (first,) = [item.start for item, _ in samples(desk, MONTH) if item.agent.agent_id == "a"]
    minute = (first - at(12)) // timedelta(minutes=1)
    # From within the sample to before the shift's end: the rest of the duty is worked.
    file_leave(
        desk, who, who, kind="sick", start=on(12), start_minute=minute + 1, end=on(12), end_minute=15 * 60, reason="ill"
    )
    until = at(12, "15:00")
    listed = samples(desk, MONTH)
    after = [(item, stands) for item, stands in listed if who in {item.agent.agent_id, item.monitor.agent_id}]
    assert after
    assert all(stands for _, stands in after)
    for item, _ in after:
        assert item.start + timedelta(minutes=item.minutes) <= first + timedelta(minutes=1) or item.start >= until


def _called_absent(store, absent, now, rules=None):
    """Two monitors on the 12th, d alone on the 13th; the samples before and after a roll call of the 12th."""
    people = tuple(replace(one, jobs=("质检", "189")) if one.agent_id in "cd" else one for one in AGENTS)
    text = "a: 12E 13E; b: 12E; l1: 12E; c: 12E/质检; d: 12E/质检 13E/质检"
    desk = opened(store, text, agents=people, now=at(8, "09:00"), rules={"qa_target": 1} | (rules or {}))
    plan_quality(desk, "l1", MONTH)
    before = [item for item, _ in samples(desk, MONTH)]
    assert isinstance(desk.clock, Watch)
    desk.clock.moment = now
    call_roll(desk, "l1", on(12), "E", [Mark(absent, Called.ABSENT)])
    assert all(stands for item, stands in samples(desk, MONTH) if item.start >= now)
    return before, [item for item, _ in samples(desk, MONTH)]


@pytest.mark.parametrize("now", [at(12, "07:55"), at(12, "08:00")])
def test_what_an_absent_monitor_was_to_hear_is_heard_by_another_at_the_roll_call(store, now):
    before, after = _called_absent(store, "d", now)
    lost = [item for item in before if item.monitor.agent_id == "d" and item.monitor.day == on(12)]
    assert lost
    assert [item for item in before if item not in lost] == [item for item in after if item in before]
    assert {item.agent.agent_id for item in after} == {item.agent.agent_id for item in before}
    assert all((item.monitor.agent_id, item.monitor.day) != ("d", on(12)) for item in after)


def test_once_the_shift_runs_the_rest_goes_to_who_is_there_from_now_on(store):
    before, after = _called_absent(store, "c", at(12, "08:10"), {"qa_target": 4})
    mine = [item for item in before if item.monitor.agent_id == "c"]
    assert [(item.agent.agent_id, item.start) for item in mine] == [("a", at(12, "08:00")), ("b", at(12, "12:00"))]
    # The one before the call is past; the other is heard by d, who is there, and no earlier than now.
    (moved,) = [item for item in after if item not in before]
    assert (moved.monitor.agent_id, moved.monitor.day, moved.agent.agent_id) == ("d", on(12), "b")
    assert moved.start >= at(12, "08:10")
    assert [item for item in before if item is not mine[1]] == [item for item in after if item in before]


def test_an_absent_agents_sample_is_taken_on_another_of_their_duties(store):
    before, after = _called_absent(store, "a", at(12, "07:55"), {"qa_target": 2})
    assert {item.agent.day for item in before if item.agent.agent_id == "a"} == {on(12), on(13)}
    assert {item.agent.day for item in after if item.agent.agent_id == "a"} == {on(13)}


def test_breaks_are_placed_for_published_days_that_are_not_over(store):
    desk = opened(store, "a: 12E", shifts=WITH_BREAKS, now=at(13))
    with pytest.raises(RefusedError, match="not over"):
        place_breaks(desk, "l1", on(12))
    other = opened(store, "a: 12E", centre="other", now=at(11))
    with pytest.raises(InputError, match="no shift says"):
        place_breaks(other, "l1", on(12))
