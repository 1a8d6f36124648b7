"""What is so plainly wrong with a roster that nobody should be bound by it unawares: days without anybody."""

from datetime import date

from roster.model import Case, Roster
from roster.report import coverage
from roster.rule import Evidence, Refusal
from roster.text import Text, both

HALF = 0.5
"""Where fewer of the required seats than this share are filled, a roster is no plan of the month."""

NAMED = 5
"""So many days are named; more are counted."""

_REMEDY = Text(
    "多给些时间重新生成;确实要发布的,请明示接受并写明事由",
    "generate it again with more time; to publish it all the same, accept that expressly and say why",
)


def alarms(case: Case, roster: Roster, before: Roster | None) -> tuple[Refusal, ...]:
    """The alarms of a roster; beside the one that binds (`before`), those that are new.

    They need no solver, so that they are told wherever a draft is looked at; how far a roster is from the best is the
    verdict's at the end of a solve.
    """
    table = coverage(Evidence(case, roster))
    known: set[date] = set()
    thin_before = False
    if before is not None:
        earlier = coverage(Evidence(case, before))
        known, thin_before = set(earlier.empty_days), earlier.filled_share < HALF
    told = []
    days = [day for day in table.empty_days if day not in known]
    if days:
        some = ", ".join(f"{day:%m-%d}" for day in days[:NAMED]) + (" …" if len(days) > NAMED else "")
        told.append(
            _alarm(
                Text(f"整天无人在岗 {len(days)} 天:{some}", f"days with nobody on any seat: {len(days)} ({some})"),
                Text(f"{len(days)} 天", f"{len(days)} days"),
                Text("0 天", "none"),
            )
        )
    if table.required.sum() and table.filled_share < HALF and not thin_before:
        share = f"{table.filled_share:.1%}"
        told.append(
            _alarm(
                Text(f"座席只排满 {share}", f"only {share} of the seats are filled"),
                both(share),
                Text(f"至少 {HALF:.0%}", f">= {HALF:.0%}"),
            )
        )
    return tuple(told)


def _alarm(message: Text, measured: Text, allowed: Text) -> Refusal:
    return Refusal("STATE", "POLICY", message, measured, allowed, _REMEDY)
