"""Month after month from the store: each case follows from the one before, without a file touched by hand."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction

import pytest
from desk_world import DIRECTOR, ZONE

from roster.desk.desk import SYSTEM
from roster.desk.grades.grade_desk import set_grade
from roster.desk.ledger import ledger
from roster.desk.rosters.close_desk import close_month, planning_case
from roster.desk.rosters.month_desk import open_month
from roster.desk.rosters.roster_desk import export_case, import_case, publish, save_draft
from roster.desk.rosters.table_leave import table_leave
from roster.desk.swaps.swap_decision import accept_swap, approve_swap
from roster.desk.swaps.swap_filing import request_swap
from roster.errors import RefusedError
from roster.model import Duty, Grade, Leave, LeaveStatus, Month, Roster, SeatRequirement
from roster.model.leave_request import LeaveState
from roster.rule.fairness import fair_shares, weekend_kind

OCTOBER = Month(2026, 10)
# Two seats at 09:00 on every day of October, three on Saturdays.
SEATS = [
    (OCTOBER.first + timedelta(days=day), 540, "189", 3 if (OCTOBER.first + timedelta(days=day)).weekday() == 5 else 2)
    for day in range(31)
]


def turns(month: Month) -> Roster:
    """a and b work every other day, b from the second on; c the weekends."""
    orders = []
    for place, day in enumerate(month):
        orders.append(Duty("ab"[place % 2], day, "E", "189"))
        if day.weekday() > 4:
            orders.append(Duty("c", day, "E", "189"))
    return Roster.of(orders)


def rostered(desk, month: Month) -> None:
    draft = save_draft(desk, "l1", month, turns(month))
    publish(desk, DIRECTOR, draft.roster_id, accept_breaches=True, reason="as drawn")


def test_a_year_of_months_each_from_the_one_before(desk_of):
    desk = desk_of("", publishes=False, seats=SEATS)
    month = OCTOBER
    for turn in range(12):
        assert open_month(desk, SYSTEM, month) is (turn > 0)
        case = planning_case(desk, month)
        assert case.month == month
        assert [agent.agent_id for agent in case.agents] == ["a", "b", "c", "d", "l1", "l2", "p2"]
        # The history reaches back to the beginning, and every duty stands in it once.
        assert len(case.history) == len(set(case.history)) == sum(len(turns(earlier).duties) for earlier in past(month))
        workday = next(day for day in month if case.calendar.is_working_day(day) and day.weekday() == 1)
        assert SeatRequirement(workday, 540, "189", 2) in case.seats
        rostered(desk, month)
        desk.clock.moment = datetime.combine(month.next.first, time.min, ZONE)
        if turn % 2 == 0:  # a month may stay open while the next is planned
            last_open = month
        else:
            close_month(desk, DIRECTOR, last_open)
            close_month(desk, DIRECTOR, month)
        month = month.next
    (row,) = ledger(desk, Month(2027, 9), ["c"])
    assert row.weekends > 60
    shares = fair_shares(planning_case(desk, Month(2027, 9)), weekend_kind(export_case(desk, Month(2027, 9))))
    # Eighteen weekend duties among seven are 18/7 each; a month makes good two at most of what c had above the others.
    assert (shares["c"], shares["a"], shares["d"]) == (Fraction(4, 7), Fraction(32, 7), Fraction(18, 7))


def test_a_closed_month_is_history_to_the_others_whichever_is_looked_at_first(desk_of):
    desk = desk_of("", publishes=False, seats=SEATS)
    for month in (OCTOBER, OCTOBER.next):
        open_month(desk, SYSTEM, month)
        rostered(desk, month)
    desk.clock.moment = datetime.combine(OCTOBER.next.first, time.min, ZONE)
    close_month(desk, DIRECTOR, OCTOBER)
    assert [page.month for page in desk.board(OCTOBER).calendar.pages] == [OCTOBER, OCTOBER.next]
    assert [page.month for page in desk.board(OCTOBER.next).calendar.pages] == [OCTOBER.next]


def past(month: Month) -> list[Month]:
    before, earlier = [], OCTOBER
    while earlier < month:
        before.append(earlier)
        earlier = earlier.next
    return before


def test_the_next_case_follows_the_roster_after_swaps_even_late_ones(desk_of):
    desk = desk_of("a: 8E 14E; b: 12E 30E", seats=SEATS)
    assert open_month(desk, SYSTEM, OCTOBER.next)
    assert {(d.agent_id, d.day.day) for d in planning_case(desk, OCTOBER.next).history} == {
        *(("a", 8), ("a", 14), ("b", 12), ("b", 30))
    }
    # October goes on while November is planned: the swap counts there too.
    swap = request_swap(desk, "a", date(2026, 10, 8), "b", date(2026, 10, 12), reason="family")
    accept_swap(desk, "b", swap.swap_id)
    approve_swap(desk, "l1", swap.swap_id)
    assert {(d.agent_id, d.day.day) for d in planning_case(desk, OCTOBER.next).history} == {
        *(("b", 8), ("a", 14), ("a", 12), ("b", 30))
    }


def test_leave_of_later_months_is_kept_until_their_case_and_listed_before(desk_of):
    study = Leave("a", "study", date(2026, 11, 9), date(2026, 11, 10))
    family = Leave("b", "personal", date(2026, 12, 3), date(2026, 12, 4), LeaveStatus.REQUESTED)
    desk = desk_of("", publishes=False, seats=SEATS)
    october = replace(export_case(desk, OCTOBER), later_leaves=(study, family))
    for _ in range(2):  # imported once more, there is still one of each
        import_case(desk, SYSTEM, october)
    assert export_case(desk, OCTOBER) == october
    november, december = OCTOBER.next, OCTOBER.next.next
    assert [(item.leave, item.state) for item in table_leave(desk, november)] == [(study, LeaveState.EFFECTIVE)]
    assert [(item.leave, item.state) for item in table_leave(desk, december)] == [(family, LeaveState.PENDING)]
    rostered(desk, OCTOBER)
    open_month(desk, SYSTEM, november)
    assert (export_case(desk, november).leaves, export_case(desk, november).later_leaves) == ((study,), (family,))
    # A case of one's own for November that does not tell of December takes nothing away from it.
    import_case(desk, SYSTEM, replace(export_case(desk, november), later_leaves=()))
    rostered(desk, november)
    open_month(desk, SYSTEM, december)
    assert planning_case(desk, december).leaves == (family,)
    assert [(item.leave, item.state) for item in table_leave(desk, december)] == [(family, LeaveState.PENDING)]


def test_a_case_without_leave_kept_from_a_yearly_list_says_which_and_what_becomes_of_it(desk_of):
    study = Leave("a", "study", date(2026, 11, 9), date(2026, 11, 10))
    family = Leave("b", "personal", date(2026, 11, 3), date(2026, 11, 3), LeaveStatus.REQUESTED)
    later = Leave("b", "personal", date(2026, 12, 3), date(2026, 12, 3))
    desk = desk_of("", publishes=False, seats=SEATS)
    october = export_case(desk, OCTOBER)
    assert import_case(desk, SYSTEM, replace(october, later_leaves=(study, family, later))) == ()
    november = replace(october, centre=replace(october.centre, month=OCTOBER.next), seats=())
    shifted = replace(study, start=date(2026, 11, 10), end=date(2026, 11, 11))
    [notice] = import_case(desk, SYSTEM, replace(november, leaves=(shifted,)))
    assert notice.line("zh") == (
        "leave: 先前的请假清单中 2026-11 的 1 项请假不在本案例中,排班时不再考虑:Bao(b)事假 2026-11-03。"
        "仍有效的,请补进请假表再导入一次"
    )
    assert notice.line("en") == (
        "leave: 1 leave of 2026-11 from an earlier list is not in this case, and the month is rostered without: "
        "Bao (b) personal 2026-11-03. What still holds, add to the table of leave and import it again"
    )
    assert [item.leave for item in table_leave(desk, OCTOBER.next)] == [shifted]
    assert import_case(desk, SYSTEM, replace(november, leaves=(shifted, family))) == ()


def test_a_case_does_not_undo_a_grade_that_the_director_decided(desk_of):
    """In force from a date, when a month is planned too (GRADE): what is imported later gives way, and it is told."""
    desk = desk_of("a: 8E")
    november = OCTOBER.next
    set_grade(desk, SYSTEM, "a", november.first, Grade.INTERMEDIATE)
    case = export_case(desk, OCTOBER)
    following = replace(case, centre=replace(case.centre, month=november), seats=())
    for _ in range(2):
        [notice] = import_case(desk, SYSTEM, following)
        assert export_case(desk, november).agent_by_id["a"].grade is Grade.INTERMEDIATE
    assert notice.line("zh") == (
        "人员 [级别]: 1 人的级别与主任核定的不同,以核定的为准:Anna(a)表中为初级,11月1日起核定为中级。"
        "要改,请主任重新定级:roster desk grade"
    )
    assert notice.line("en") == (
        "agents [grade]: 1 grade is not as the director decided; what was decided stands: Anna (a) junior in the "
        "table, decided intermediate from 2026-11-01. To change one, a director decides it anew: roster desk grade"
    )
    set_grade(desk, SYSTEM, "a", november.first, Grade.JUNIOR)
    assert import_case(desk, SYSTEM, following) == ()
    assert export_case(desk, november).agent_by_id["a"].grade is Grade.JUNIOR


def test_a_grade_given_meanwhile_is_the_next_months(desk_of):
    desk = desk_of("a: 8E")
    set_grade(desk, SYSTEM, "a", date(2026, 10, 20), Grade.INTERMEDIATE)
    open_month(desk, SYSTEM, OCTOBER.next)
    assert export_case(desk, OCTOBER.next).agent_by_id["a"].grade is Grade.INTERMEDIATE


def test_only_the_month_after_a_published_one_is_opened(desk_of):
    desk = desk_of("a: 8E", publishes=False)
    with pytest.raises(RefusedError):
        open_month(desk, SYSTEM, OCTOBER.next)
    rostered(desk, OCTOBER)
    for month in (Month(2026, 12), Month(2026, 9)):
        with pytest.raises(RefusedError):
            open_month(desk, SYSTEM, month)
    assert open_month(desk, SYSTEM, OCTOBER.next)
    assert not open_month(desk, SYSTEM, OCTOBER.next)
