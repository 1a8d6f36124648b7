"""What is so plainly wrong with a roster that nobody should be bound by it unawares."""

from collections.abc import Callable
from datetime import date
from weakref import WeakKeyDictionary

from roster.desk.board.month_case import MonthCase
from roster.model import Case, Roster
from roster.report import coverage, empty_days_words
from roster.rule import Evidence, MonthContext, Refusal
from roster.text import Text, both, counted

HALF = 0.5
"""Where nothing is proven, a roster that fills fewer of the required seats than this share is no plan of the month."""

PROOF_SECONDS = 5.0
"""How long the fewest seats that must stay empty may be looked for."""

_REMEDY = Text(
    "多给些时间重新生成;确实要发布的,请明示接受并写明事由",
    "generate it again with more time; to publish it all the same, accept that expressly and say why",
)

_proven: WeakKeyDictionary[MonthCase, int | None] = WeakKeyDictionary()


def least_empty(month_case: MonthCase) -> int | None:
    """The fewest seat-intervals that any roster of the month leaves empty, worked out once for each state of the case.

    None where it is not settled in time.
    """
    if month_case not in _proven:
        # Only a roster with many empty seats asks for it; the relaxation takes a solver to load.
        from roster.engine.diagnosis.capacity import least_short
        from roster.engine.problem.problem import Problem

        context = MonthContext(month_case.case)
        problem = Problem.of(context, month_case.rulebook.encode(context))
        _proven[month_case] = least_short(context, problem, PROOF_SECONDS)
    return _proven[month_case]


def alarms(case: Case, roster: Roster, before: Roster | None, least: Callable[[], int | None]) -> tuple[Refusal, ...]:
    """The alarms of a roster; beside the one that binds (`before`), those that are new.

    Days without anybody, and far more empty seats than must be: the measure by which the end of a solve says so.
    `least` gives the fewest seat-intervals that must stay empty; it is asked only where many are.
    """
    table = coverage(Evidence(case, roster))
    known: set[date] = set()
    earlier = None if before is None else coverage(Evidence(case, before))
    if earlier is not None:
        known = set(earlier.empty_days)
    told = []
    days = [day for day in table.empty_days if day not in known]
    if days:
        told.append(
            _alarm(empty_days_words(days), Text(f"{len(days)} 天", counted(len(days), "day")), Text("0 天", "none"))
        )
    if not table.too_short(0):
        return tuple(told)
    proven = least()
    most = HALF if proven is None else table.fit_share(proven)
    if table.filled_share < most and (earlier is None or earlier.filled_share >= most):
        share = f"{table.filled_share:.1%}"
        message = Text(f"座席只排满 {share}", f"only {share} of the seats are filled")
        if proven is not None:
            message = Text(f"{message.zh},与能做到的相差很远", f"{message.en}, far from what is possible")
        told.append(_alarm(message, both(share), Text(f"至少 {most:.1%}", f">= {most:.1%}")))
    return tuple(told)


def _alarm(message: Text, measured: Text, allowed: Text) -> Refusal:
    return Refusal("STATE", "POLICY", message, measured, allowed, _REMEDY)
