"""Who acts for a shift leads it, its people or the centre, or stands in for who does (DUTY-1 to 4, AWAY, OVERTIME)."""

import pytest
from desk_world import CENTRE_DIRECTOR, DIRECTOR, at, board, duties, on, refused

from roster.desk.duty_day.permits import end_permit, grant_permit
from roster.errors import RefusedError
from roster.model.approval import Delegation
from roster.model.duty_act import RollCallAct
from roster.model.handover import LogAct, ReliefAct, Side, SignAct
from roster.model.overtime import OvertimeAct, OvertimeKind
from roster.model.permit import Permit, PermitAct
from roster.model.shift_log import Category

# Of T1 there are two on the early shift, of T2 nobody; no leader has a duty on it.
TEXT = "a: 8E; b: 8E; d: 8L"
NOW = at(8, "09:00")
(A8, B8, D8) = duties(TEXT)
HOLDS = (at(8), at(9))
FOR = {"c": "l1", "d": "l2"}
MAY = {"l1": True, DIRECTOR: True, CENTRE_DIRECTOR: True, "c": True, "l2": False, "p2": False, "d": False, "b": False}
ACTS = {
    "DUTY-1": lambda who: RollCallAct(on(8), "E", who),
    "DUTY-4": lambda who: LogAct(on(8), "E", who, Category.NOTICE, "x"),
    "DUTY-4 signs": lambda who: SignAct(on(8), "E", None, who, Side.GIVE, (), frozenset(), (), None, ()),
    "DUTY-2": lambda who: ReliefAct(A8, "d", D8, who),
    "AWAY": lambda who: PermitAct(Permit("", A8, at(8, "10:00"), at(8, "10:10"), who)),
    "AWAY no": lambda who: PermitAct(Permit("", A8, at(8, "10:00"), at(8, "10:10"), "", refused_by=who)),
    "OVERTIME": lambda who: OvertimeAct(OvertimeKind.STAY, A8, who, 30),
    "OVERTIME no": lambda who: OvertimeAct(OvertimeKind.REFUSED, A8, who),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", MAY)
def test_who_may_act_for_a_shift(act, who):
    if act == "DUTY-2" and who == "d":
        pytest.skip("who takes the seat enters it")
    named = tuple(Delegation(approver, deputy, *HOLDS) for deputy, approver in FOR.items())
    world = board(TEXT, delegations=named)
    said = refused(ACTS[act](who), world, NOW)
    assert (act.partition(" ")[0] not in said) is MAY[who], said


@pytest.mark.parametrize("who", ["l1", "l2", "p2", "b"])
def test_who_notes_that_somebody_is_back(desk_of, who):
    desk = desk_of(TEXT)
    desk.clock.to(8, "09:00")
    permit = grant_permit(desk, "l1", "a", on(8), (at(8, "09:05"), at(8, "09:30")))
    desk.clock.to(8, "09:20")
    if MAY[who]:
        assert end_permit(desk, who, permit.permit_id).state == "back"
    else:
        with pytest.raises(RefusedError, match="duty leader"):
            end_permit(desk, who, permit.permit_id)
