"""One leave is one record: filed at the desk, planned, granted by a draft, published; and a day is taken once."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from desk_store import opened
from desk_world import CENTRE_DIRECTOR, DIRECTOR, at, case, duties, on
from fresh_store import sqlite_store
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.desk.desk import SYSTEM
from roster.desk.inbox.waiting import waiting_for
from roster.desk.leaves.leave_check import balances_of, check_leave
from roster.desk.leaves.leave_decision import decide_leave
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.leaves.leave_reading import read_leave
from roster.desk.leaves.return_desk import sign_off_return, withdraw_leave
from roster.desk.ledger import ledger
from roster.desk.rosters.case_intake import intake_notices
from roster.desk.rosters.close_desk import planning_case
from roster.desk.rosters.edit_desk import draft_board, draft_from, edit_cells
from roster.desk.rosters.grants_desk import decide_grants, waiting_grants
from roster.desk.rosters.month_desk import open_month
from roster.desk.rosters.roster_desk import (
    edit_case,
    edit_draft,
    export_case,
    import_case,
    publish,
    publish_preview,
    published_roster,
    save_draft,
)
from roster.desk.rosters.table_leave import TableLeave, leave_of_month
from roster.errors import InputError, RefusedError, StaleError
from roster.files.next_month import next_month
from roster.model import Duty, Entitlement, Leave, LeaveStatus, Month, Roster
from roster.model.leave_request import COUNTING_LEAVE, LeaveState
from roster.rule.fairness import contract_minutes

OCTOBER = Month(2026, 10)
NOVEMBER = OCTOBER.next
PENDING, EFFECTIVE = LeaveState.PENDING, LeaveState.EFFECTIVE
ASKED = LeaveStatus.REQUESTED


def in_november(day):
    return date(2026, 11, day)


def filed(desk, agent="a", first=10, last=None, *, month=11, kind="annual", actor=None, **given):
    start, end = date(2026, month, first), date(2026, month, last or first)
    return file_leave(desk, actor or agent, agent, kind=kind, start=start, end=end, reason="x", **given)


def listed(desk, month=NOVEMBER):
    """Every line of the month's leave: whose, from which day, its state; a row of the table with a `t`."""
    return [
        (item.agent_id, item.leave.start.day, item.state.value, "t")
        if isinstance(item, TableLeave)
        else (item.agent_id, item.start.day, item.state.value)
        for item in leave_of_month(desk, month)
    ]


def planned(desk):
    """What the solver is given of November, its leaves by the place of each."""
    return planning_case(desk, NOVEMBER).leaves


def granting(desk, *people, duties=(), **given):
    """A draft of November, made from its plan, that grants what these people asked for."""
    leaves = planned(desk)
    places = {index for index, item in enumerate(leaves) if item.agent_id in people and item.status is ASKED}
    return save_draft(desk, "l1", NOVEMBER, Roster.of(duties, places), leaves=leaves, **given)


@pytest.fixture
def desk(desk_of):
    """October published; Anna has asked for the 10th of November, which has a case by now."""
    made = desk_of("a: 8E 14E; b: 12E")
    made.leave = filed(made)
    open_month(made, SYSTEM, NOVEMBER)
    return made


def agree(desk, draft, *people):
    for person in people or ("l1", DIRECTOR):
        decide_grants(desk, person, draft.roster_id)


def state(desk):
    return read_leave(desk, desk.leave.leave_id)[0].state


def test_a_published_grant_settles_the_request_with_who_agreed(desk):
    draft = granting(desk, "a")
    assert [(item.grant, item.due.office.value) for item in waiting_grants(desk, draft.roster_id)] == [
        (desk.leave.leave_id, "leader")
    ]
    with pytest.raises(RefusedError) as refused:
        publish(desk, DIRECTOR, draft.roster_id, accept_breaches=True, reason="as drawn")
    assert [item.rule for item in refused.value.refusals] == ["LEAVE-3"]
    agree(desk, draft)
    assert state(desk) is PENDING
    publish(desk, DIRECTOR, draft.roster_id, accept_breaches=True, reason="as drawn")
    leave, made = read_leave(desk, desk.leave.leave_id)
    assert leave.state is EFFECTIVE
    assert [(item.by, item.step.office.value, item.approved) for item in made] == [
        ("l1", "leader", True),
        (DIRECTOR, "department_director", True),
    ]
    assert listed(desk) == [("a", 10, "effective")]
    assert [item.agent_id for item in planned(desk)] == ["a"]
    with pytest.raises(RefusedError):
        decide_leave(desk, "l1", leave.leave_id, approved=True)


def test_a_draft_that_is_not_published_settles_nothing(desk):
    draft = granting(desk, "a")
    agree(desk, draft)
    other = granting(desk)
    assert listed(desk) == [("a", 10, "pending")]
    publish(desk, DIRECTOR, other.roster_id, accept_breaches=True, reason="as drawn")
    assert (state(desk), read_leave(desk, desk.leave.leave_id)[1]) == (PENDING, ())
    for person in ("l1", DIRECTOR):
        decide_leave(desk, person, desk.leave.leave_id, approved=True)
    assert listed(desk) == [("a", 10, "effective")]


def test_a_no_to_the_grant_is_the_leaves_own(desk):
    draft = granting(desk, "a")
    decide_grants(desk, "l1", draft.roster_id, approved=False)
    leave, (made,) = read_leave(desk, desk.leave.leave_id)
    assert (leave.state, made.by, made.approved) == (LeaveState.DECLINED, "l1", False)
    assert waiting_grants(desk, draft.roster_id) == ()
    publish(desk, DIRECTOR, draft.roster_id, accept_breaches=True, reason="as drawn")
    assert listed(desk) == [("a", 10, "declined")]


def test_what_is_said_on_the_leave_itself_is_said(desk):
    draft = granting(desk, "a")
    decide_leave(desk, "l1", desk.leave.leave_id, approved=True)
    (waiting,) = waiting_grants(desk, draft.roster_id)
    assert waiting.due.office.value == "department_director"
    agree(desk, draft, DIRECTOR)
    publish(desk, DIRECTOR, draft.roster_id, accept_breaches=True, reason="as drawn")
    assert [item.by for item in read_leave(desk, desk.leave.leave_id)[1]] == ["l1", DIRECTOR]


@pytest.mark.parametrize("ended", ["withdrawn", "declined", "effective"])
def test_a_request_that_ended_meanwhile_is_no_grant_any_more(desk, ended):
    draft = granting(desk, "a")
    leave_id = desk.leave.leave_id
    if ended == "withdrawn":
        withdraw_leave(desk, "a", leave_id)
    elif ended == "declined":
        decide_leave(desk, "l1", leave_id, approved=False)
    else:
        for person in ("l1", DIRECTOR):
            decide_leave(desk, person, leave_id, approved=True)
    assert waiting_grants(desk, draft.roster_id) == ()
    publish(desk, DIRECTOR, draft.roster_id, accept_breaches=True, reason="as drawn")
    assert listed(desk) == [("a", 10, ended)]


def test_copies_of_a_draft_grant_what_it_grants(desk):
    draft = granting(desk, "a", duties=[Duty("b", in_november(12), "E", "189")])
    copy = draft_from(desk, "l1", draft.roster_id)
    edited = edit_draft(desk, "l1", draft.roster_id, (), [Duty("b", in_november(14), "E", "189")])
    assert {item.granted_requests for item in (draft, copy, edited)} == {(desk.leave.leave_id,)}


def test_no_duty_is_put_on_leave_that_the_draft_grants(desk):
    draft, duty = granting(desk, "a"), Duty("a", in_november(10), "E", "189")
    version, _ = draft_board(desk, draft.roster_id)
    with pytest.raises(RefusedError) as refused:
        edit_cells(desk, "l1", draft.roster_id, (), [duty], revision=version.revision)
    # Who edits need not know why somebody is not there.
    assert [item.rule for item in refused.value.refusals] == ["ROLE"]
    assert draft_board(desk, draft.roster_id)[1] is draft_board(desk, draft.roster_id)[1]
    edit_cells(desk, "l1", draft.roster_id, (), [duty], revision=version.revision, accept={"LEAVE"})
    assert {item.rule for item in publish_preview(desk, draft.roster_id).breaches} == {"LEAVE"}


def test_a_grant_stays_with_its_leave_though_others_were_filed_or_decided_since_the_plan(desk):
    leaves = planned(desk)
    other = filed(desk, "b", 11)
    for person in ("l1", DIRECTOR):
        decide_leave(desk, person, other.leave_id, approved=True)
    draft = save_draft(desk, "l1", NOVEMBER, Roster.of((), {0}), leaves=leaves)
    assert (draft.granted, draft.granted_requests) == ((), (desk.leave.leave_id,))


def test_a_request_waits_in_one_place(desk):
    def kinds():
        return sorted(item.kind for item in waiting_for(desk, "l1") if item.kind in {"leave", "grants"})

    assert kinds() == ["leave"]
    granting(desk, "a")
    assert kinds() == ["grants"]
    granting(desk)
    assert kinds() == ["leave"]


@pytest.mark.parametrize("decided", ["pending", "effective", "declined", "withdrawn"])
def test_the_planned_case_may_come_back_and_leave_is_told_once(desk, decided):
    case_then = planning_case(desk, NOVEMBER)
    assert [item.status for item in case_then.leaves] == [ASKED]
    if decided == "effective":
        for person in ("l1", DIRECTOR):
            decide_leave(desk, person, desk.leave.leave_id, approved=True)
        case_then = planning_case(desk, NOVEMBER)
    elif decided == "declined":
        decide_leave(desk, "l1", desk.leave.leave_id, approved=False)
    elif decided == "withdrawn":
        withdraw_leave(desk, "a", desk.leave.leave_id)
    told = import_case(desk, SYSTEM, case_then)
    assert [desk.leave.leave_id in item.message.en for item in told] == [True] * (decided in {"declined", "withdrawn"})
    assert export_case(desk, NOVEMBER).leaves == ()
    assert listed(desk) == [("a", 10, decided)]
    if decided in {"pending", "effective"}:
        assert len(planned(desk)) == 1
        draft = granting(desk, "a")
        if decided == "pending":
            agree(desk, draft)
        publish(desk, DIRECTOR, draft.roster_id, accept_breaches=True, reason="as drawn")
        assert listed(desk) == [("a", 10, "effective")]
        # Taken back before it begins, nothing of it is left anywhere.
        withdraw_leave(desk, "a", desk.leave.leave_id)
        assert (listed(desk), planned(desk)) == ([("a", 10, "withdrawn")], ())


def test_leave_signed_off_early_does_not_come_back_with_an_older_file(desk_of):
    desk = desk_of("a: 12E 13E 14E", now=at(9))
    leave = filed(desk, first=12, last=14, month=10)
    for person in ("l1", DIRECTOR, CENTRE_DIRECTOR):
        decide_leave(desk, person, leave.leave_id, approved=True)
    then = planning_case(desk, OCTOBER)
    desk.clock.to(13, "07:00")
    sign_off_return(desk, "a", leave.leave_id)
    edit_case(desk, SYSTEM, OCTOBER, lambda _: then)
    assert listed(desk, OCTOBER) == [("a", 12, "returned")]
    assert [duty.day.day for duty in published_roster(desk, OCTOBER)[1].duties] == [13, 14]


def test_a_row_that_overlaps_leave_at_the_desk_is_not_taken_in(desk):
    plan = export_case(desk, NOVEMBER)
    for row in (
        Leave("a", "annual", in_november(9), in_november(10), ASKED),
        Leave("a", "personal", in_november(10), in_november(10)),
    ):
        with pytest.raises(InputError, match=f"{desk.leave.leave_id}, annual 2026-11-10"):
            import_case(desk, SYSTEM, replace(plan, leaves=(row,)))
        with pytest.raises(InputError, match=desk.leave.leave_id):
            intake_notices(desk, replace(plan, leaves=(row,)))
        with pytest.raises(InputError, match="overlaps leave filed at the desk"):
            edit_case(desk, SYSTEM, OCTOBER, lambda october, row=row: replace(october, later_leaves=(row,)))
    # Who falls ill during other leave is ill.
    sick = Leave("a", "sick", in_november(10), in_november(12))
    import_case(desk, SYSTEM, replace(plan, leaves=(sick,)))
    assert export_case(desk, NOVEMBER).leaves == (sick,)


def test_grants_stay_with_their_rows_where_the_table_is_written_anew(lite):
    one, two, three = (Leave(who, "annual", on(9), on(9), ASKED) for who in "abc")
    desk = opened(lite, "", publishes=False, leaves=(one, two))
    draft = save_draft(desk, "l1", OCTOBER, Roster.of((), {1}))
    decide_grants(desk, "l1", draft.roster_id)
    import_case(desk, SYSTEM, replace(export_case(desk, OCTOBER), leaves=(three, two, one)))
    (waiting,) = waiting_grants(desk, draft.roster_id)
    # The leader's word stands too.
    assert (waiting.leave.agent_id, waiting.due.office.value) == ("b", "department_director")
    decide_grants(desk, DIRECTOR, draft.roster_id)
    publish(desk, DIRECTOR, draft.roster_id, accept_breaches=True, reason="as drawn")
    edit_case(desk, SYSTEM, OCTOBER, lambda known: replace(known, leaves=(two, three)))
    assert listed(desk, OCTOBER) == [("b", 9, "effective", "t"), ("c", 9, "declined", "t")]


@pytest.mark.parametrize("status", LeaveStatus)
@pytest.mark.parametrize("where", ["this month", "a month to come"])
def test_leave_that_overlaps_the_months_table_is_refused(lite, where, status):
    month = 10 if where == "this month" else 11
    row = Leave("a", "annual", date(2026, month, 12), date(2026, month, 14), status)
    desk = opened(lite, "", publishes=False)
    now, later = ((row,), ()) if where == "this month" else ((), (row,))
    import_case(desk, SYSTEM, replace(case(), leaves=now, later_leaves=later))
    told = "effective" if status is LeaveStatus.APPROVED else "pending"
    for first, last, kind in ((13, 13, "annual"), (10, 12, "personal"), (14, 15, "annual"), (11, 16, "study")):
        for replacing in (False, True):
            words = rf"annual leave of the month's own table \(2026-{month}-12 to 2026-{month}-14, {told}\)"
            with pytest.raises(RefusedError, match=words) as refused:
                filed(desk, first=first, last=last, month=month, kind=kind, replacing=replacing)
            assert all(item.alternative for item in refused.value.refusals)
        start, end = date(2026, month, first), date(2026, month, last)
        assert not check_leave(desk, "a", "a", kind=kind, start=start, end=end).verdict.allowed
    assert filed(desk, first=15, last=15, month=month).state is PENDING
    assert filed(desk, "b", 13, month=month).state is PENDING
    # Sickness is never refused, and what a colleague reports learns nothing of other leave.
    assert filed(desk, first=13, last=13, month=month, kind="sick").is_sick


def test_a_request_that_the_roster_did_not_grant_may_be_filed_at_the_desk(lite):
    desk = opened(lite, "a: 8E", leaves=(Leave("a", "personal", on(14), on(14), ASKED),))
    assert listed(desk, OCTOBER) == [("a", 14, "declined", "t")]
    filed(desk, first=14, month=10, kind="personal")
    assert listed(desk, OCTOBER) == [("a", 14, "pending")]


def test_checking_a_leave_tells_what_filing_it_would_meet(desk):
    days: dict[str, Any] = {"kind": "annual", "start": in_november(10), "end": in_november(11)}
    (refusal,) = check_leave(desk, "a", "a", **days).verdict.refusals
    assert refusal.subject == f"leave:{desk.leave.leave_id}"
    assert check_leave(desk, "a", "a", **days, replacing=True).verdict.allowed


def test_declined_leave_is_not_approved_over_leave_filed_since(desk):
    decide_leave(desk, "l1", desk.leave.leave_id, approved=False)
    second = filed(desk, first=9, last=10)
    with pytest.raises(RefusedError, match=second.leave_id):
        decide_leave(desk, "l1", desk.leave.leave_id, approved=True)


@pytest.mark.parametrize("kind", ["personal", "sick", "annual"])
def test_leave_that_is_over_where_no_roster_was_is_refused_with_the_way_out(lite, kind):
    desk: Any = opened(lite, "a: 8E", now=at(12))
    with pytest.raises(RefusedError, match="no published roster holds these days") as refused:
        filed(desk, first=28, month=9, kind=kind)
    assert "import and publish that month first" in refused.value.refusals[0].alternative.en
    assert filed(desk, first=9, month=10, kind=kind).leave_id  # late in a month with a roster: LEAVE-2c
    desk.clock.to(30, month=9)
    assert filed(desk, "b", 29, 30, month=9, kind=kind).leave_id  # it lasts still


ROWS = st.lists(
    st.tuples(st.integers(8, 16), st.integers(0, 3), st.sampled_from(("annual", "sick", "personal"))), max_size=5
)


@given(ROWS, ROWS, st.booleans())
@settings(max_examples=25, deadline=None)
def test_a_day_counts_once_whatever_rows_there_are(tmp_path_factory, table, requests, published):
    """Rows may overlap one another (older stores, sickness in other leave): no count takes a day twice."""
    rows = [Leave("a", kind, on(first), on(first + more)) for first, more, kind in table]
    days = Entitlement("a", "annual", 30.0), Entitlement("a", "personal", 30.0), Entitlement("a", "sick", 30.0)
    with sqlite_store(tmp_path_factory.mktemp("s") / "roster.db") as store:
        desk = opened(store, "", publishes=published, leaves=rows, entitlements=days)
        for first, more, kind in requests:
            try:
                leave = filed(desk, first=first, last=first + more, month=10, kind=kind)
            except RefusedError:
                continue
            if not leave.is_sick:
                for person in ("l1", DIRECTOR, CENTRE_DIRECTOR):
                    try:
                        decide_leave(desk, person, leave.leave_id, approved=True, consent=True)
                    except RefusedError:
                        continue
        held = [item.leave if isinstance(item, TableLeave) else item for item in leave_of_month(desk, OCTOBER)]
        most = len({day for item in held for day in OCTOBER if item.touches(day)})
        (row,) = ledger(desk, OCTOBER, ["a"])
        assert sum(row.leave_days.values()) <= most
        assert sum(item.taken + item.asked for item in balances_of(desk, "a", 2026)[1]) <= most
        plan = planning_case(desk, OCTOBER)
        taken = {item.kind: item.used for item in next_month(plan, Roster(())).entitlements}
        assert sum(taken.values()) <= most
        # Beside somebody with one leave over the same days: the contract is lowered by each day once.
        days_off = sorted({day for item in plan.leaves if item.status is not ASKED for day in item_days(item)})
        alone = replace(plan, leaves=tuple(Leave("a", "annual", day, day) for day in days_off))
        assert contract(plan) == contract(alone)


def item_days(leave):
    return [day for day in OCTOBER if leave.touches(day)]


def contract(month_case):
    return contract_minutes(replace(month_case))["a"]


def test_leave_that_a_roster_grants_counts_in_the_even_parts_as_approved_leave_does(lite):
    def even(**given):
        desk = opened(lite, "a: 8E 12N; b: 13N", centre=f"c{len(given)}{given}", **given)
        return [(row.agent_id, round(row.team_nights, 6)) for row in ledger(desk, OCTOBER)]

    approved = even(leaves=(Leave("a", "annual", on(19), on(23)),))
    desk = opened(lite, "", publishes=False, centre="asked", leaves=(Leave("a", "annual", on(19), on(23), ASKED),))
    draft = save_draft(desk, "l1", OCTOBER, Roster.of(duties("a: 8E 12N; b: 13N"), {0}))
    agree(desk, draft, "l1", DIRECTOR, CENTRE_DIRECTOR)
    publish(desk, DIRECTOR, draft.roster_id, accept_breaches=True, reason="as drawn")
    assert [(row.agent_id, round(row.team_nights, 6)) for row in ledger(desk, OCTOBER)] == approved != even()


# Whose, of which kind, from which day of November for how many more.
ASKS = st.tuples(
    st.just("file"), st.sampled_from("ab"), st.sampled_from(("annual", "personal", "sick")), st.integers(9, 13),
    st.integers(0, 2), st.booleans(),
)  # fmt: skip
ACTS = st.one_of(
    ASKS,
    st.tuples(st.sampled_from(("approve", "decline", "withdraw", "return")), st.integers(0, 5)),
    st.tuples(
        st.just("import"), st.sampled_from("ab"), st.integers(9, 13), st.integers(0, 2), st.sampled_from(LeaveStatus)
    ),
    st.sampled_from((("plan",), ("come back",), ("draft",), ("grant",), ("refuse",), ("publish",), ("later",))),
)


def carry_out(desk, act, known):
    """One act of a centre's month; what it keeps for a later one is in `known`."""
    kind, *about = act
    leaves = [item for item in leave_of_month(desk, NOVEMBER) if not isinstance(item, TableLeave)]
    if kind == "file":
        agent, what, first, more, replacing = about
        filed(desk, agent, first, first + more, kind=what, replacing=replacing)
    elif kind in {"approve", "decline", "withdraw", "return"} and leaves:
        leave = leaves[about[0] % len(leaves)]
        if kind == "withdraw":
            withdraw_leave(desk, leave.agent_id, leave.leave_id)
        elif kind == "return":
            sign_off_return(desk, leave.agent_id, leave.leave_id)
        else:
            for person in ("l1", DIRECTOR, CENTRE_DIRECTOR)[: 3 if kind == "approve" else 1]:
                decide_leave(desk, person, leave.leave_id, approved=kind == "approve", consent=True)
    elif kind == "import":
        agent, first, more, status = about
        row = Leave(agent, "annual", in_november(first), in_november(first + more), status)
        case_then = export_case(desk, NOVEMBER)
        rows = (*(item for item in case_then.leaves if item.agent_id != agent), row)
        take_in(desk, replace(case_then, leaves=rows), known)
    elif kind == "plan":
        known["plan"] = planning_case(desk, NOVEMBER)
    elif kind == "come back" and known["plan"] is not None:
        take_in(desk, known["plan"], known)
    elif kind == "draft" and known["plan"] is not None:
        leaves_then = known["plan"].leaves
        # As the solver grants: no two of one person on a day.
        chosen = []
        for index, item in enumerate(leaves_then):
            others = [leaves_then[one] for one in chosen] + [it for it in leaves_then if it.status is not ASKED]
            if item.status is ASKED and not any(o.agent_id == item.agent_id and o.overlaps(item) for o in others):
                chosen.append(index)
        away = {(item.agent_id, day) for item in leaves_then for day in NOVEMBER if item.touches(day)}
        free = [Duty(who, day, "E", "189") for who in "ab" for day in NOVEMBER if day.day in range(8, 17)]
        roster = Roster.of([duty for duty in free if (duty.agent_id, duty.day) not in away], chosen)
        base = published_roster(desk, NOVEMBER)[0] if known["bound"] else None
        known["draft"] = save_draft(desk, "l1", NOVEMBER, roster, leaves=leaves_then, re_plans=base).roster_id
    elif kind in {"grant", "refuse"} and known["draft"]:
        for person in ("l1", DIRECTOR, CENTRE_DIRECTOR)[: 3 if kind == "grant" else 1]:
            decide_grants(desk, person, known["draft"], approved=kind == "grant")
    elif kind == "publish" and known["draft"]:
        publish(desk, DIRECTOR, known["draft"], accept_breaches=True, without_consent=True, reason="as drawn")
        known["bound"] = True
    elif kind == "later":
        desk.clock.to(11, "12:00", month=11)


def take_in(desk, case_now, known):
    if known["bound"]:
        edit_case(desk, SYSTEM, NOVEMBER, lambda _: case_now)
    else:
        import_case(desk, SYSTEM, case_now)


@given(st.lists(ACTS, min_size=4, max_size=16))
@settings(max_examples=15, deadline=None)
def test_in_whatever_order_leave_is_filed_planned_granted_and_ended_it_is_told_once(tmp_path_factory, acts):
    with sqlite_store(tmp_path_factory.mktemp("s") / "roster.db") as store:
        days = Entitlement("a", "annual", 30.0), Entitlement("a", "personal", 30.0), Entitlement("a", "sick", 30.0)
        desk = opened(store, "a: 8E 14E; b: 12E", entitlements=days)
        open_month(desk, SYSTEM, NOVEMBER)
        known: dict[str, Any] = {"plan": None, "draft": 0, "bound": False}
        for act in acts:
            with suppress(RefusedError, InputError, StaleError):
                carry_out(desk, act, known)
            told_once(desk)


def told_once(desk):
    lines = leave_of_month(desk, NOVEMBER)
    counting = [
        item.leave if isinstance(item, TableLeave) else item
        for item in lines
        if item.state in {*COUNTING_LEAVE, PENDING} and (isinstance(item, TableLeave) or not item.is_report)
    ]
    for place, one in enumerate(counting):
        for other in counting[place + 1 :]:
            if one.agent_id == other.agent_id and one.is_sick == other.is_sick:
                assert not one.overlaps(other), lines
    plan = planned(desk)
    identities = [(item.agent_id, item.kind, item.begins, item.ends) for item in plan]
    assert len(identities) == len(set(identities)), plan
    for row in ledger(desk, NOVEMBER, "ab"):
        taken = {day for item in counting if item.agent_id == row.agent_id for day in NOVEMBER if item.touches(day)}
        assert sum(row.leave_days.values()) <= len(taken), lines
