"""Every clause of the rulebook's rows about the duty day is held by labelled cases or tests that are there."""

from importlib import import_module
from pathlib import Path

import pytest
from labelled import SILENT

FILES = {path.stem: path for path in Path(__file__).parents[1].rglob("test_*.py")}

# By row and clause: labels as `RULE: label`, tests as `file: name` (a test's, or a case's of one).
ROWS: dict[str, dict[str, tuple[str, ...]]] = {
    "DUTY-1": {
        "some minutes before the shift (halls: 15), until it is over": (
            "DUTY-1: eleven minutes before",
            "DUTY-1: ten minutes before",
            "DUTY-1: fifteen where a hall calls it then",
            "DUTY-1: in its last minute",
            "DUTY-1: when it is over",
        ),
        "led by the duty leader": (
            "DUTY-1: an agent of the shift",
            "DUTY-1: an agent who stands in for a leader",
            "DUTY-1: a deputy who is off that day",
        ),
        "present, late by n minutes, absent, on leave": (
            "test_roll_call: test_everybody_is_there_but_those_named",
            "test_roll_call: test_the_absent_one_who_comes_after_all_is_late_and_no_absentee",
        ),
        "what is new is read out, with who was there": (
            "test_roll_call: test_what_is_new_is_read_out_and_the_log_tells_it_with_who_was_there",
        ),
        "an absence offers the ranked covers in one act, also once the shift has begun": (
            "DUTY-1: once the shift has begun",
            "test_roll_call: test_an_absence_offers_covers_and_one_act_calls_somebody_in_once_it_began",
            "test_roll_call: test_the_one_who_takes_less_time_comes_first",
            "test_roll_call: test_a_seat_is_covered_once",
            "test_shift_walk: test_a_shift_from_the_roll_call_to_the_signed_hand_over",
        ),
        "whether its minutes are work": (
            "HOURS: the roll call is work: ten minutes a duty, one too many",
            "HOURS: the roll call is work, exactly the contract",
            "OVERTIME: the roll call before the next duty is work",
            "OVERTIME: … and takes its minutes from the rest",
            "OVERTIME: the roll call is no work",
        ),
    },
    "DUTY-2": {
        "a named relief of the same job, who is there": (
            "DUTY-2: somebody of the next shift in the same job",
            "DUTY-2: somebody who is not on the next shift",
            "DUTY-2: who does not hold it",
            "DUTY-2: a night relieved in the month after",
        ),
        "each takes one seat": ("DUTY-2: somebody who has taken a seat already",),
        "open reliefs are listed, minutes stayed recorded": (
            "test_hand_over: test_reliefs_are_proposed_by_job_and_who_stays_has_the_minutes",
            "test_hand_over: test_who_did_not_come_hands_nothing_over_and_relieves_nobody",
        ),
    },
    "DUTY-3": {
        "major or urgent incidents, critical equipment, unfinished preparation": (
            "DUTY-3: something ordinary is open",
            "DUTY-3: a major incident",
            "DUTY-3: an urgent one",
            "DUTY-3: critical equipment starts",
            "DUTY-3: the preparation is not finished",
        ),
        "a named entry accepted by both passes": (
            "DUTY-3: accepted by name",
            "DUTY-3: another one accepted",
            "DUTY-3: one of two accepted",
            "DUTY-3: who takes it over has not accepted",
            "test_hand_over: test_a_major_incident_blocks_until_both_accept_it_or_it_is_closed",
        ),
    },
    "DUTY-4": {
        "cause, course and result of each problem": (
            "DUTY-4: a problem with its cause and its result",
            "DUTY-4: a problem without its cause",
            "DUTY-4: a problem without its result",
            "DUTY-4: what is closed already",
        ),
        "orders from above": (
            "DUTY-4: an order needs neither",
            "test_roll_call: test_what_is_new_is_read_out_and_the_log_tells_it_with_who_was_there",
        ),
        "equipment and inventory checked item by item": (
            "DUTY-4: with something unchecked",
            "DUTY-4: the duty leader hands over",
            "test_hand_over: test_a_fault_of_the_list_stays_open_for_the_next_shift",
        ),
        "staff changes enter by themselves, with the centre's time": (
            "test_shift_log: test_a_swap_enters_the_log_of_both_shifts_with_its_number_and_time",
            "test_shift_log: test_a_cover_a_change_and_a_leave_enter_it_too",
        ),
        "open entries are carried until closed": (
            "test_shift_log: test_an_open_entry_passes_to_the_later_shifts_until_it_is_closed",
        ),
        "kept by who leads, signed by both leaders": (
            "DUTY-4: by the duty leader",
            "DUTY-4: by an agent",
            "DUTY-4: the next shift's deputy takes it",
            "DUTY-4: before it is given",
            "DUTY-4: the same person takes what they gave",
            "DUTY-4: as it begins",
            "DUTY-4: before the shift begins",
            "DUTY-4: with somebody unmarked",
        ),
        "never changed afterwards, corrected by a further entry": (
            "test_hand_over: test_a_shift_is_checked_given_and_taken_and_nothing_signed_changes",
            "test_hand_over: test_a_log_that_grew_is_given_anew",
            "test_hand_over: test_a_correction_is_a_further_entry",
        ),
    },
    "DUTY-5": {
        "check-in and check-out, a file, the roll call": (
            "DUTY-5: one's own check-in",
            "DUTY-5: out of a night that has not begun",
            "DUTY-5: out of a night as it begins",
            "test_attendance_file: test_the_clock_of_a_file_is_a_check_in",
            "test_shift_beyond: test_an_agent_checks_in_and_out_on_the_first_page",
        ),
        "late from so many minutes, left early, away": (
            "LEAVE-8: nineteen minutes late",
            "LEAVE-8: twenty",
            "LEAVE-8: nineteen away",
            "LEAVE-8: twenty away",
            "LEAVE-8: leave came between",
        ),
        "what the sources say differently is listed": (
            "DUTY-5: five minutes apart",
            "DUTY-5: six",
            "DUTY-5: absent at the roll call, checked in",
            "DUTY-5: the leader has settled it since",
        ),
        "nobody checks in for somebody else": (
            "DUTY-5: a colleague's",
            "DUTY-5: the leader for an agent",
            "DUTY-5: a proxy that came to light",
            "DUTY-5: a check-in by proxy counts for nothing",
            "test_attendance_file: test_a_proxy_in_a_file_is_a_violation_of_both_and_the_check_in_is_void",
        ),
        "corrections keep what they replace": (
            "DUTY-5: a file after the leader's word says otherwise",
            "test_roll_call: test_a_file_that_says_otherwise_does_not_undo_the_roll_call",
        ),
    },
    "AWAY": {
        "with a start and an end, by the duty leader": (
            "AWAY: from the duty's first minute to its last",
            "AWAY: a minute beyond the duty",
            "AWAY: by a colleague",
            "AWAY: by oneself, leading the shift",
        ),
        "asked for, until its time is over": (
            "AWAY: asked for, its last minute still to come",
            "AWAY: asked for a time that is over",
            "test_permits: test_what_nobody_answers_lapses_when_its_time_is_over_and_not_before",
        ),
        "a stand-in where the seat must be kept": (
            "AWAY: two at once, somebody keeps the seat",
            "AWAY: who stands in is away too",
            "AWAY: who stands in comes later",
            "AWAY: who stands in is of another job",
        ),
        "only unpermitted time counts": (
            "test_permits: test_within_the_permit_nothing_counts",
            "test_permits: test_twenty_minutes_beyond_it_are_a_violation",
        ),
        "more at once needs express consent": (
            "AWAY: two at once",
            "AWAY: one after the other",
            "AWAY: two at once where a third may",
        ),
    },
    "OVERTIME": {
        "called in: off, rested, hours left": (
            "OVERTIME: somebody who is off",
            "OVERTIME: without the rest",
            "OVERTIME: who has a duty that day",
            "OVERTIME: who is ill",
            "OVERTIME: the seventh day in a row",
            "test_overtime: test_who_is_off_and_rested_is_offered_and_the_duty_is_theirs_at_once",
        ),
        "kept on until relieved": (
            "OVERTIME: an hour",
            "OVERTIME: sixty-one minutes",
            "OVERTIME: three hours",
            "OVERTIME: a minute more",
            "test_overtime: test_kept_on_until_relieved",
        ),
        "minutes enter hours and rest": (
            "HOURS: eleven hours and a minute stayed",
            "HOURS: eight hours and three stayed: exactly eleven",
            "REST: a minute stayed after the eve's duty, from history into the month",
            "REST: … binds who stayed, nobody else",
        ),
        "a refusal is logged with its reason": (
            "OVERTIME: a refusal is anybody's who leads",
            "test_overtime: test_a_refusal_is_kept_with_its_reason",
        ),
    },
    "BREAK": {
        "in their windows, within the shift, over midnight": (
            "test_breaks: test_a_night_takes_its_break_after_midnight_and_the_next_day_knows_it",
        ),
        "the seats short are proven least, then even": (
            "test_breaks: test_what_must_be_short_is_proven",
            "test_breaks: test_small_days_by_brute_force",
            "test_breaks: test_two_people_eat_in_turn_where_one_must_stay",
        ),
        "shrinkage without its share of breaks": (
            "test_breaks: test_shrinkage_is_asked_for_without_its_share_of_breaks",
        ),
        "placed anew after an absence": (
            "test_breaks: test_after_an_absence_only_what_helps_is_moved",
            "test_quality: test_who_does_not_come_takes_no_break_and_the_day_is_offered_anew",
        ),
    },
    "FLOOR": {
        "one in each peak interval, hard where anybody can": (
            "FLOOR: all day",
            "FLOOR: away at the afternoon's peak",
            "FLOOR: the only manager is on leave",
            "FLOOR: where it does not bind",
        ),
        "over four fifths of the opening time": ("FLOOR: two in turn", "FLOOR: the seats of all jobs count together"),
        "never away at peak, by permit neither": (
            "AWAY: a manager at the peak while another is there",
            "AWAY: a manager at the peak while the other is out",
            "AWAY: a manager after the peak while the other is out",
        ),
    },
    "GRADE": {
        "results a month, by file, page or service": (
            "GRADE: by the own leader, on the day itself",
            "GRADE: by the leader of another team",
            "GRADE: a day before the test",
            "test_grades_page: test_results_are_written_and_decided_on_the_page",
        ),
        "a proposal by the thresholds; who misses the test is listed": (
            "test_grades: test_the_thresholds_propose_and_who_misses_the_test_is_listed",
        ),
        "decided by the director, in force from a date": (
            "GRADE: what the result speaks for",
            "GRADE: by a leader",
            "GRADE: in force on the day of the test",
            "GRADE: in force on the day after it",
            "GRADE: less than the result, without a reason",
        ),
        "the grade of the day is what swaps and plans use": (
            "test_grades: test_a_swap_is_judged_by_the_grades_of_its_days",
            "test_grades: test_the_month_is_planned_with_the_grades_of_its_days",
        ),
    },
    "MEET-n, LEAD-n": {
        "bound to a date, rolled over a holiday": (
            "test_task_dates: LEAD-3: by the 22nd, a Thursday",
            "test_task_dates: LEAD-4: each day",
            "test_task_dates: call-back by Monday: after the break, within its week",
            "test_task_dates: QA-4: by the month's end",
            "test_task_dates: QA-5: Fridays, before a day off",
            "test_task_dates: MEET-4: half-year and year, not now",
            "test_task_dates: Monday cleaning left where it is",
        ),
        "whoever holds the role that day": (
            "test_task_dates: test_who_leads_the_day_shift",
            "test_task_dates: test_a_job_is_whose_duty_serves_it",
            "test_tasks: test_it_is_for_others_to_say",
        ),
        "overdue ones are told": ("test_tasks: test_what_is_overdue_is_told_once",),
        "meetings: who can come, who hears it later": (
            "MEET: in the pause of a split duty one attends",
            "MEET: a minute of the first span misses it",
            "test_tasks: test_who_was_not_there_hears_it_later_from_the_own_leader",
        ),
    },
    "HALL": {
        "counters by load, opening hours": (
            "test_bundled_cases: test_the_hall_keeps_its_opening_hours_and_has_no_nights",
        ),
        "morning meeting, review, checks": (
            "test_task_dates: test_a_halls_meeting_counts_from_its_opening_and_falls_out_when_it_is_closed",
        ),
    },
    "24 h": {
        "over midnight and over the month's end": (
            "COVERAGE: over midnight",
            "COVERAGE: a history night serves the first morning",
            "COVERAGE: the last night",
            "HOURS: a night into next month counts in this",
        ),
    },
    "接通率": {
        "service level and answer rate from the seats": (
            "test_seats: test_service_of_rostered_seats_is_that_of_the_seats_at_the_phones",
            "test_erlang_a: test_required_is_the_smallest_that_meets_level_and_cap",
        ),
        "actual beside predicted; the load report with proposals": (
            "test_actuals: test_a_days_service_level_and_answer_rate",
            "test_actuals: test_a_shifts_load_report_proposes_seats",
            "test_actuals: test_the_forecasts_error_by_job_and_kind_of_day_corrects_next_months_load",
        ),
    },
    "质检": {
        "denser where poor and for newcomers": (
            "test_qa_plan: test_five_are_wanted_of_everybody_ten_of_newcomers_and_of_whom_the_last_month_was_poor",
        ),
        "on duties of both, spread, an even load, at least the least": (
            "test_qa_plan: test_a_month_with_time_for_all_gives_what_is_wanted_on_different_duties_of_both",
            "test_qa_plan: test_everybody_is_heard_once_before_anybody_is_heard_twice",
            "test_qa_plan: test_no_plan_of_a_tiny_month_is_cheaper",
        ),
        "made anew after a change, and when a monitor does not come": (
            "test_quality: test_a_month_is_planned_and_what_was_heard_stays",
            "test_quality: test_what_an_absent_monitor_was_to_hear_is_heard_by_another_at_the_roll_call",
        ),
        "marks, weekly and monthly summaries, training, next month's shares": (
            "test_quality: test_poor_marks_double_next_months_share_and_are_summed_up",
            "test_quality: test_a_week_over_the_months_edge_is_summed_up_whole",
            "test_qa_command: test_summaries_by_week_and_month",
        ),
    },
    "ROLE": {
        "leaders draft and report, the director publishes": (
            "test_api_rights: test_who_gets_through",
            "test_store: test_only_a_director_publishes_and_only_what_was_read",
        ),
    },
}
CLAUSES = [pytest.param(of, id=f"{row}: {clause}") for row, clauses in ROWS.items() for clause, of in clauses.items()]


def labels(rule_id: str) -> dict[str, bool]:
    """The labelled cases of a rule, each with whether it finds nothing to object to."""
    cases = import_module(f"labelled.{rule_id.lower().replace('-', '_')}").CASES
    return {
        case.label: case.says == SILENT if hasattr(case, "says") else not case.breaks and not case.ticks
        for case in cases
    }


def is_label(reference: str) -> bool:
    """Whether a reference names a labelled case of a rule, not a test."""
    return not reference.startswith("test_")


@pytest.mark.parametrize("references", CLAUSES)
def test_a_clause_is_held_by_cases_that_are_there(references):
    for reference in references:
        where, _, name = reference.partition(": ")
        if is_label(reference):
            assert name in labels(where), reference
            continue
        text = FILES[where].read_text(encoding="utf-8")
        assert f"def {name}(" in text or f'"{name}"' in text, reference


@pytest.mark.parametrize("row", ROWS)
def test_a_row_that_is_a_rule_is_labelled_on_both_sides(row):
    named = [reference for of in ROWS[row].values() for reference in of if is_label(reference)]
    content = [labels(where)[name] for where, _, name in (reference.partition(": ") for reference in named)]
    assert not content or {True, False} == set(content)


def test_every_row_of_the_two_sections_stands_here():
    assert list(ROWS) == [
        "DUTY-1", "DUTY-2", "DUTY-3", "DUTY-4", "DUTY-5", "AWAY", "OVERTIME", "BREAK", "FLOOR", "GRADE",
        "MEET-n, LEAD-n", "HALL", "24 h", "接通率", "质检", "ROLE",
    ]  # fmt: skip
