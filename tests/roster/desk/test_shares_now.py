"""Shares and the year's counts follow the calendar as it is: covers, leave, the close of a month before."""

from dataclasses import replace
from datetime import date, datetime, time

from desk_world import DIRECTOR, ZONE, at, on

from roster.desk.desk import SYSTEM, Desk
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.leaves.vacancy_desk import cover_vacancy
from roster.desk.ledger import ledger
from roster.desk.rosters.close_desk import close_month
from roster.desk.rosters.month_desk import open_month
from roster.desk.rosters.roster_desk import edit_case, publish, save_draft
from roster.model import Duty, Month, Roster
from roster.report import fairness

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
SEATS = [(day, 540, "189", 1) for day in OCTOBER]


def weekends(desk):
    """Each one's weekend duties before November, and the share in November; the year's count in the ledger."""
    board = desk.board(NOVEMBER)
    rows = fairness(board.evidence(board.roster), board.rulebook)
    shares = {who: (one.weekends.history, one.weekends.share) for who, one in rows.items()}
    year = {row.agent_id: row.weekends for row in ledger(desk, NOVEMBER)}
    return shares, year


def test_a_weekend_duty_counts_for_who_works_it_in_the_next_months_shares_before_and_after_the_close(desk_of):
    desk = desk_of("a: 17E 24E; b: 11E", seats=SEATS)
    desk.clock.moment = at(15, month=10)
    open_month(desk, SYSTEM, NOVEMBER)
    draft = save_draft(desk, "l1", NOVEMBER, Roster.of([Duty("a", date(2026, 11, 7), "E", "189")]))
    publish(desk, DIRECTOR, draft.roster_id, accept_breaches=True, reason="as drawn")
    shares, year = weekends(desk)
    assert (shares["a"][0], shares["c"][0], year["a"], year["c"]) == (2, 0, 3, 0)
    ill = file_leave(desk, "a", "a", kind="sick", start=on(24), end=on(24), reason="flu")
    cover_vacancy(desk, "l1", ill.leave_id, on(24), "b", reason="ill")
    after, year = weekends(desk)
    assert (after["a"][0], after["b"][0], year["a"], year["b"]) == (1, 2, 2, 2)
    assert after["a"][1] > shares["a"][1]
    desk.clock.moment = datetime.combine(NOVEMBER.first, time.min, ZONE)
    close_month(desk, DIRECTOR, OCTOBER)
    assert weekends(desk) == (after, year)
    again = Desk(desk.store, desk.centre_id, desk.catalogue, pass_time=desk.pass_time, clock=desk.clock)
    assert weekends(again) == (after, year)


def test_a_later_month_remembers_an_earlier_ones_contracts_as_they_are_now(desk_of):
    desk = desk_of("a: 17E 24E; b: 11E", seats=SEATS)
    desk.clock.moment = at(15, month=10)
    open_month(desk, SYSTEM, NOVEMBER)
    desk.board(NOVEMBER)
    first, *others = desk.board(OCTOBER).case.agents
    edit_case(
        desk, DIRECTOR, OCTOBER, lambda case: replace(case, agents=(replace(first, contract_minutes=4321), *others))
    )
    contracts = {item.agent_id: item.minutes for item in desk.board(NOVEMBER).case.contracts if item.month == OCTOBER}
    assert contracts[first.agent_id] == 4321
