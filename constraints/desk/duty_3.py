"""DUTY-3: when a shift is not handed over."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.model.handover import SignAct
from roster.model.shift_log import Gravity, LogEntry
from roster.rule import Example, Refusal
from roster.text import Text

GRAVE = {
    Gravity.MAJOR: Text("重大事件", "major incident"),
    Gravity.URGENT: Text("紧急事件", "urgent incident"),
    Gravity.CRITICAL: Text("关键设备启停", "start or stop of critical equipment"),
    Gravity.UNREADY: Text("准备未完", "unfinished preparation"),
}


class NothingGraveOpen(DeskRule):
    """No hand-over while a major or urgent incident, critical equipment or the preparation is open, unless accepted."""

    id: ClassVar[str] = "DUTY-3"
    title: ClassVar[Text] = Text("不得交接班的情形", "When a shift is not handed over")
    clause: ClassVar[str] = "交接班规定 §4"
    about: ClassVar[tuple[type, ...]] = (SignAct,)
    summary: ClassVar[Text] = Text(
        "重大或紧急事件处理中、关键设备启停中、准备工作未完,不得交接班;双方值班班长逐条写明接受的除外。",
        "No hand-over while a major or urgent incident, the start or stop of critical equipment or the preparation is "
        "open; both duty leaders may let a named entry pass.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("线路中断未恢复就交班", "Handed over while the line is down"),
        good=Text("线路恢复、记录已结后交班", "Handed over once the line is up and the entry closed"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses a signature while such an entry is open and the signer has not accepted it by name."""
        del board, clock
        if not isinstance(request, SignAct):
            return
        for line in request.open:
            entry = line.entry
            if not entry.blocks:
                continue
            sentence = entry_words(entry)
            if entry.entry_id in request.accepted:
                yield self.remark(Text(f"{sentence.zh},经接受可交接", f"{sentence.en}: accepted, so it passes"))
                continue
            yield self.refuse(
                Text(f"{sentence.zh},未结不得交接班", f"{sentence.en} is open: the shift is not handed over"),
                f"#{entry.entry_id}",
                Text("已结,或双方班长逐条接受", "closed, or accepted by both leaders by name"),
                Text(f"先结 #{entry.entry_id}", f"close #{entry.entry_id} first"),
                offer=replace(request, open=tuple(other for other in request.open if not other.entry.blocks)),
            )


def entry_words(entry: LogEntry) -> Text:
    """An entry as a refusal names it."""
    kind = GRAVE[entry.gravity]
    return Text(f"{kind.zh} #{entry.entry_id}“{entry.words.zh}”", f"{kind.en} #{entry.entry_id} “{entry.words.en}”")
