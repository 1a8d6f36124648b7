"""WISH: wishes."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from roster.model import Wish as Asked
from roster.model.requests import OFF as DAY_OFF
from roster.model.requests import WORK
from roster.rule import Concern, Evidence, Example, Finding, MonthContext, Rule, Strength, Weight
from roster.rule.pieces import OFF, Cost, Piece
from roster.rule.ticks import ticks
from roster.text import Text


class WeighedWishes(Rule):
    """A wish that the roster does not meet costs `wish` × its weight.

    A positive weight asks for a shift, for a day off (`off`, a leave is one) or for any duty (`work`); a negative one
    asks to be spared it.
    """

    id: ClassVar[str] = "WISH"
    title: ClassVar[Text] = Text("个人意愿", "Wishes")
    clause: ClassVar[str] = "POLICY"
    strength: ClassVar[Strength] = Strength.SOFT
    concern: ClassVar[Concern] = Concern.WISHES
    summary: ClassVar[Text] = Text(
        "未满足的意愿(想要或不想要某班、休息、上班)按其权重计代价。",
        "A wish for or against a shift, a day off or any duty has its weight as a price when it is not met.",
    )
    weights: ClassVar[tuple[Weight, ...]] = (
        Weight("wish", 3, "unit of the wish's weight", Text("未满足的意愿", "a wish that is not met")),
    )
    example: ClassVar[Example] = Example(
        bad=Text("希望 10 月 14 日休息,却排了班", "Wishes for 14 October off and is on duty"),
        good=Text("希望 10 月 14 日休息,当日休息", "Wishes for 14 October off and has it"),
    )

    def _price(self, wish: Asked) -> int:
        return ticks(self.weight_points["wish"] * abs(wish.weight))

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """A cost on the choices that do not meet the wish."""
        every = context.every_shift | {OFF}
        for wish in context.case.wishes:
            price = self._price(wish)
            if not price:
                continue
            named = {DAY_OFF: frozenset({OFF}), WORK: context.every_shift}.get(wish.shift)
            if named is None:
                named = context.chosen((wish.shift,))
            missed = every - named if wish.weight > 0 else named
            yield Cost(self.id, context.agent_index[wish.agent_id], context.day_of(wish.day), missed, price)

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Each wish beside what the person has that day."""
        held: dict[tuple[str, date], list[str]] = {}
        for duty in evidence.roster.duties:
            held.setdefault((duty.agent_id, duty.day), []).append(duty.shift)
        for wish in evidence.case.wishes:
            codes = held.get((wish.agent_id, wish.day), [])
            match wish.shift:
                case "off":
                    met = not codes
                case "work":
                    met = bool(codes)
                case code:
                    met = code in codes
            price = self._price(wish)
            if price and met != (wish.weight > 0):
                facts = {"wish": wish.shift, "weight": wish.weight}
                wanted = wish.shift if wish.weight > 0 else f"≠ {wish.shift}"
                there = ", ".join(codes) or DAY_OFF
                yield Finding(self.id, False, wish.agent_id, wish.day, there, wanted, price, facts)

    def explain(self, finding: Finding) -> Text:
        """What was wished for and what the day holds."""
        wish, weight = finding.facts["wish"], finding.facts["weight"]
        if weight > 0:
            return Text(
                f"{finding.agent_id} 希望 {finding.day} 为 {wish}(权重 {weight}),实际为 {finding.measured}",
                f"{finding.agent_id} wishes for {wish} on {finding.day} (weight {weight}) and has {finding.measured}",
            )
        return Text(
            f"{finding.agent_id} 不希望 {finding.day} 为 {wish}(权重 {weight}),实际为 {finding.measured}",
            f"{finding.agent_id} wishes not to have {wish} on {finding.day} (weight {weight}) and has "
            f"{finding.measured}",
        )
