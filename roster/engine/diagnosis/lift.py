"""A way out carried out on the case: the records that make its rules bind there are taken away."""

from collections.abc import Iterable
from dataclasses import replace

from roster.engine.diagnosis.explain import ConflictPart
from roster.model import Availability, Case, Pin
from roster.rule import MonthContext, Rulebook

Record = Pin | Availability


def lifted(case: Case, rulebook: Rulebook, parts: Iterable[ConflictPart]) -> tuple[Case, tuple[Record, ...]] | None:
    """The case without the pins and standing limits that the parts speak of, and these; None where that is not enough.

    A record belongs to a part where it speaks of its people and days, and its rule asks for less without it. What a
    rule demands of itself, or by an approved leave, is nobody's record to take away here.
    """
    gone: list[Record] = []
    for part in parts:
        known: tuple[Record, ...] = (*case.pins, *case.availability)
        rule = rulebook[part.rule]
        demands = list(rule.encode(MonthContext(case)))
        own = [
            item
            for item in known
            if _speaks(item, part) and list(rule.encode(MonthContext(_without(case, (item,))))) != demands
        ]
        if not own:
            return None
        gone.extend(item for item in own if item not in gone)
    return _without(case, gone), tuple(gone)


def _speaks(item: Record, part: ConflictPart) -> bool:
    if item.agent_id not in part.agent_ids:
        return False
    if item.day is not None:
        return item.day.isoformat() in part.dates
    return isinstance(item, Availability) and not item.available


def _without(case: Case, gone: Iterable[Record]) -> Case:
    gone = tuple(gone)
    return replace(
        case,
        pins=tuple(item for item in case.pins if item not in gone),
        availability=tuple(item for item in case.availability if item not in gone),
    )
