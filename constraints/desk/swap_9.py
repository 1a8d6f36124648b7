from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.words import duty_words
from roster.model.swap import SwapKind, SwapRequest
from roster.rule import Example, Parameter, Refusal
from roster.text import Text, both


class NoHolidaySwaps(DeskRule):
    """Who is on duty on a public holiday does not swap: neither duty starts on one."""

    id: ClassVar[str] = "SWAP-9"
    title: ClassVar[Text] = Text("节假日当班不得换班", "No swaps on public holidays")
    clause: ClassVar[str] = "换班制度 §9"
    summary: ClassVar[Text] = Text(
        "节假日当班人员不得换班:互换的任一班次开始于法定节假日的,不予批准,换班无例外。",
        "Neither duty of a swap starts on a public holiday; swaps know no exception.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "holiday_by",
            "start",
            "choice",
            Text("班次按开始日还是重叠判断节假日", "whether the start or any overlap puts a duty on a holiday"),
            "换班制度 §9",
            choices=("start", "overlap"),
        ),
        Parameter(
            "holiday_includes_weekend",
            False,
            "yes/no",
            Text("周末是否视同节假日", "whether weekends count as public holidays"),
            "换班制度 §9",
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("10 月 1 日班与 9 日班互换", "The duty of 1 October for that of the 9th"),
        good=Text("9 日班与 12 日班互换", "The duty of the 9th for that of the 12th"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses each duty of a swap or an own cover that falls on a public holiday."""
        del clock
        if not isinstance(request, SwapRequest) or request.by_leader or request.kind is SwapKind.CHANGE:
            return
        overlap = self.word("holiday_by") == "overlap"
        weekends = self.flag("holiday_includes_weekend")
        back = request.pay_back if request.later is not None else None
        for duty in (*request.given, *((back,) if back is not None else ())):
            for day in board.holidays_of(duty, overlap=overlap, weekends=weekends)[:1]:
                name = board.case.calendar.name(day) or both(day.strftime("%A"))
                yield self.refuse(
                    Text(
                        f"{duty_words(duty)} 班在节假日({day} {name.zh}),不得换班",
                        f"{duty_words(duty)} is on a public holiday ({day} {name.en}): no swap",
                    ),
                    day,
                    Text("非节假日", "no public holiday"),
                )
