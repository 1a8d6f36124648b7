from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from roster.model import Case, Duty, Roster
from roster.rule import Evidence, Finding, Rulebook, Strength


class Narrow:
    """One person's month in a case of its own, so that the rules' own checks answer in a millisecond.

    Every hard rule that speaks of one agent finds there exactly what it finds in the whole; rules that count over
    agents have no seat requirement to measure.
    """

    def __init__(self, case: Case, rulebook: Rulebook) -> None:
        self.case = case
        self.rules = tuple(rule for rule in rulebook.rules if rule.strength is Strength.HARD)
        self._history: dict[str, list[Duty]] = defaultdict(list)
        for duty in case.history:
            self._history[duty.agent_id].append(duty)
        self._leaves: dict[str, list[int]] = defaultdict(list)
        for index, leave in enumerate(case.leaves):
            self._leaves[leave.agent_id].append(index)
        self._availability = defaultdict(list)
        for item in case.availability:
            self._availability[item.agent_id].append(item)
        self._pins = defaultdict(list)
        for pin in case.pins:
            self._pins[pin.agent_id].append(pin)
        self._whole = Evidence(case, Roster(()))
        self._case_of = lru_cache(maxsize=4096)(self._narrowed)

    def _narrowed(self, agent_id: str) -> Case:
        leaves = tuple(self.case.leaves[index] for index in self._leaves[agent_id])
        return replace(
            self.case,
            agents=(self.case.agent_by_id[agent_id],),
            seats=(),
            load=(),
            wishes=(),
            leaves=leaves,
            history=tuple(self._history[agent_id]),
            availability=tuple(self._availability[agent_id]),
            pins=tuple(self._pins[agent_id]),
        )

    def findings(self, agent_id: str, duties: Iterable[Duty], granted: frozenset[int]) -> tuple[Finding, ...]:
        """The hard findings of one agent's month with these duties, with clause and sentence."""
        own = (place for place, index in enumerate(self._leaves[agent_id]) if index in granted)
        evidence = self._whole.sibling(self._case_of(agent_id), Roster.of(duties, own))
        return tuple(
            replace(finding, clause=rule.clause, message=rule.explain(finding))
            for rule in self.rules
            for finding in rule.check(evidence)
            if finding.hard
        )
