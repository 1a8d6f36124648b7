"""Checks of some people's months alone, where a rule speaks of one agent at a time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from roster.model import Case, Duty, Roster, Stayed
from roster.rule.evidence import Evidence
from roster.rule.finding import Finding
from roster.rule.rule import Strength
from roster.rule.rulebook import Rulebook


class Narrow:
    """Some people's months in a case of their own, so that the rules' own checks answer in a millisecond a person.

    Every hard rule that speaks of one agent finds there exactly what it finds in the whole; rules that count over
    agents have no seat requirement to measure.
    """

    def __init__(self, case: Case, rulebook: Rulebook) -> None:
        self.case = case
        self.rulebook = rulebook
        self.rules = frozenset(rule.id for rule in rulebook.rules if rule.strength is Strength.HARD)
        self._history: dict[str, list[Duty]] = defaultdict(list)
        for duty in case.history:
            self._history[duty.agent_id].append(duty)
        self._ahead: dict[str, list[Duty]] = defaultdict(list)
        for duty in case.ahead:
            self._ahead[duty.agent_id].append(duty)
        self._leaves: dict[str, list[int]] = defaultdict(list)
        for index, leave in enumerate(case.leaves):
            self._leaves[leave.agent_id].append(index)
        self._availability = defaultdict(list)
        for item in case.availability:
            self._availability[item.agent_id].append(item)
        self._stayed: dict[str, list[Stayed]] = defaultdict(list)
        for one in case.stayed:
            self._stayed[one.agent_id].append(one)
        self._pins = defaultdict(list)
        for pin in case.pins:
            self._pins[pin.agent_id].append(pin)
        self._whole = Evidence(case, Roster(()))
        self._case_of = lru_cache(maxsize=4096)(self._narrowed)

    def _leaves_of(self, agent_ids: Iterable[str]) -> list[int]:
        return [index for agent_id in agent_ids for index in self._leaves[agent_id]]

    def _narrowed(self, agent_ids: tuple[str, ...]) -> Case:
        return replace(
            self.case,
            agents=tuple(self.case.agent_by_id[agent_id] for agent_id in agent_ids),
            seats=(),
            load=(),
            wishes=(),
            leaves=tuple(self.case.leaves[index] for index in self._leaves_of(agent_ids)),
            history=tuple(duty for agent_id in agent_ids for duty in self._history[agent_id]),
            availability=tuple(item for agent_id in agent_ids for item in self._availability[agent_id]),
            pins=tuple(pin for agent_id in agent_ids for pin in self._pins[agent_id]),
            ahead=tuple(duty for agent_id in agent_ids for duty in self._ahead[agent_id]),
            stayed=tuple(one for agent_id in agent_ids for one in self._stayed[agent_id]),
        )

    def findings(
        self,
        agent_ids: tuple[str, ...],
        duties: Iterable[Duty],
        granted: frozenset[int],
        *,
        published: Roster | None = None,
        now: datetime | None = None,
        edges: tuple[tuple[Duty, ...], tuple[Duty, ...]] | None = None,
    ) -> tuple[Finding, ...]:
        """The hard findings of these agents' months with these duties, with clause and sentence.

        `published` (their duties alone) and `now` are given when a published roster is re-planned; `edges`
        are their duties before and after the month where these are not the case's.
        """
        own = (place for place, index in enumerate(self._leaves_of(agent_ids)) if index in granted)
        case = self._case_of(agent_ids)
        if edges is not None:
            case = replace(case, history=edges[0], ahead=edges[1])
        evidence = self._whole.sibling(case, Roster.of(duties, own))
        evidence.published, evidence.now = published, now
        return tuple(self.rulebook.breaches(evidence, self.rules))
