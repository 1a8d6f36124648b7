"""BALANCE: leave within the days of the year that are left (职工带薪年休假条例 §3, §5)."""

from desk_world import DIRECTOR, at, leave, on

from labelled import CONSENT, REFUSED, SILENT, TOLD, Asked
from roster.model import Entitlement, Leave
from roster.model.approval import DecisionAct
from roster.model.leave_request import LeaveState

EARLY, TEXT = at(1, month=9), "a: 8E"
THREE = {"entitlements": (Entitlement("a", "annual", 2.0, 1.0), Entitlement("a", "sick", 1.0))}
HALF = {"entitlements": (Entitlement("a", "annual", 2.5),)}
LOOSE = {**THREE, "rules": {"over_balance": "consent"}}
# Monday to Wednesday; Thursday to Monday is three working days too.
TAKEN = leave("a", "annual", 26, 27, EARLY, leave_id="x", state=LeaveState.EFFECTIVE)
WAITS = leave("a", "annual", 26, 27, EARLY, leave_id="x", state=LeaveState.PENDING)
GONE = leave("a", "annual", 26, 27, EARLY, leave_id="x", state=LeaveState.WITHDRAWN)
FOUR = leave("a", "annual", 19, 22, EARLY)


def of_two(**world: object) -> Asked:
    label, says = world.pop("label"), world.pop("says")
    return Asked(str(label), TEXT, leave("a", "annual", 19, 20, EARLY), EARLY, str(says), world={**THREE, **world})


CASES = (
    Asked("as many as are left, carried ones too", TEXT, leave("a", "annual", 19, 21, EARLY), EARLY, SILENT,
          world=THREE),
    Asked("two and a half where so many are left", TEXT, leave("a", "annual", 19, 21, EARLY, end_minute=720), EARLY,
          SILENT, world=HALF),
    Asked("a minute more is three", TEXT, leave("a", "annual", 19, 21, EARLY, end_minute=781), EARLY, SILENT,
          world=THREE),
    Asked("a minute more than is left", TEXT, leave("a", "annual", 19, 21, EARLY, end_minute=781), EARLY, REFUSED,
          world=HALF),
    Asked("one too many", TEXT, FOUR, EARLY, REFUSED, world=THREE),
    Asked("two too many: the first three are offered", TEXT, leave("a", "annual", 19, 23, EARLY), EARLY, REFUSED,
          world=THREE, words="such as 2026-10-19"),
    Asked("none left, from a Saturday to the Monday", TEXT, leave("a", "annual", 24, 26, EARLY), EARLY, REFUSED,
          world={"entitlements": (Entitlement("a", "annual", 0.0),)}),
    Asked("half a day is left", TEXT, leave("a", "annual", 19, 21, EARLY), EARLY, REFUSED, world=HALF),
    Asked("weekend days are none of annual leave", TEXT, leave("a", "annual", 22, 26, EARLY), EARLY, SILENT,
          world=THREE),
    Asked("a make-up Saturday is one", TEXT, leave("a", "annual", 8, 12, EARLY), EARLY, REFUSED, world=THREE),
    Asked("another kind has no limit", TEXT, leave("a", "personal", 19, 22, EARLY), EARLY, SILENT, world=THREE),
    Asked("another person has none", "b: 8E", leave("b", "annual", 19, 22, EARLY), EARLY, SILENT, world=THREE),
    Asked("no table at all", TEXT, FOUR, EARLY, SILENT),
    Asked("sickness is told", TEXT, leave("a", "sick", 19, 22, EARLY), EARLY, TOLD, world=THREE),
    Asked("by consent", TEXT, FOUR, EARLY, CONSENT, world=LOOSE),
    Asked("decided without it", TEXT, DecisionAct(FOUR, DIRECTOR, True, ()), EARLY, REFUSED, world=LOOSE),
    Asked("decided with it", TEXT, DecisionAct(FOUR, DIRECTOR, True, (), True), EARLY, SILENT, world=LOOSE),
    Asked("declined", TEXT, DecisionAct(FOUR, DIRECTOR, False, ()), EARLY, SILENT, world=LOOSE),
    of_two(label="two of three taken", requests=(TAKEN,), says=REFUSED),
    of_two(label="two of three asked for", requests=(WAITS,), says=REFUSED),
    of_two(label="what was withdrawn is left", requests=(GONE,), says=SILENT),
    of_two(label="given with the case", leaves=(Leave("a", "annual", on(26), on(27)),), says=REFUSED),
    of_two(label="a day that is held already is not taken again",
           requests=(leave("a", "annual", 20, 21, EARLY, leave_id="x", state=LeaveState.EFFECTIVE),), says=SILENT),
    of_two(label="used before anything was kept", entitlements=(Entitlement("a", "annual", 2.0, 1.0, 1.5),),
           says=REFUSED),
)  # fmt: skip
