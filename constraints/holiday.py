"""HOLIDAY: holiday duty shared."""

from typing import ClassVar

from constraints.fair import Fair
from roster.model import Case
from roster.rule import Example, Parameter
from roster.rule.fairness import DutyKind, holiday_kind
from roster.text import Text


class Holiday(Fair):
    """Duties that start on public holidays are shared evenly, those of the year's earlier holidays counted in.

    Measured and priced as `FAIR`, with the same weight.
    """

    id: ClassVar[str] = "HOLIDAY"
    title: ClassVar[Text] = Text("节假日值班均摊", "Holiday duty shared")
    clause: ClassVar[str] = "换班制度 §9; 请假制度汇编 §7"
    summary: ClassVar[Text] = Text(
        "公共假日开始的班按合同工时在全年内均摊,历史班次计入。",
        "Duties that start on a public holiday are shared over the year in proportion to contract hours, history "
        "counted in.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    example: ClassVar[Example] = Example(
        bad=Text("国庆七天一人上 6 天,另一人不上", "Of the seven days of National Day one works six, another none"),
        good=Text("两人各上 3 天", "Both work three"),
    )

    def kinds(self, case: Case) -> tuple[DutyKind, ...]:
        """Public holidays alone."""
        return (holiday_kind(case),)
