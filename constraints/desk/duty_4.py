"""DUTY-4: the log of a shift and its signatures."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.instead import made_by
from roster.desk.shift_log.occurrence import duty_leaders, leader_now, leads_shift_of, occurrence
from roster.desk.words import moment_words
from roster.model.handover import LogAct, Side, SignAct
from roster.model.shift_log import Category, Follow
from roster.rule import Example, Parameter, Refusal
from roster.text import Text, counted

TRACED = {Category.PROBLEM, Category.INCIDENT}
LEADS = Text("值班班长", "the duty leader")
MOST_NAMED = 5
"""Of more people the first are named in a sentence."""


class ShiftLogKept(DeskRule):
    """The log is kept by who leads the shift and signed by both leaders; a problem is closed with cause and result."""

    id: ClassVar[str] = "DUTY-4"
    title: ClassVar[Text] = Text("值班日志与交接签字", "The shift's log and its signatures")
    clause: ClassVar[str] = "交接班制度 §1–6"
    about: ClassVar[tuple[type, ...]] = (LogAct, SignAct)
    summary: ClassVar[Text] = Text(
        "日志由值班班长记,问题写清原因、经过、结果;设备物品逐项核对后,交班、接班班长先后签字;签后不改,更正另记。",
        "The duty leader keeps the log; a problem is closed with its cause and result. Equipment and inventory are "
        "checked item by item, then both leaders sign; nothing signed changes, a correction is a further entry.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "checklist",
            (),
            "text",
            Text("交接时逐项核对的设备与物品", "the equipment and inventory checked item by item at a hand-over"),
            "交接班制度 §4",
            ours=True,
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("结一个问题,不写原因和结果", "A problem closed without its cause and result"),
        good=Text("写明:光缆被挖断,已熔接,10:40 恢复", "With them: a cable was cut, it was spliced, up at 10:40"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses empty entries, traceless closings, entries and signatures by others, and unchecked items."""
        if isinstance(request, LogAct):
            yield from self._entry(request, board, clock)
        elif isinstance(request, SignAct):
            yield from self._signature(request, board, clock)

    def _entry(self, act: LogAct, board: Board, clock: Clock) -> Iterable[Refusal]:
        here = occurrence(board, act.day, act.shift)
        if not leads_shift_of(board, act.actor, here, clock.now()):
            yield self.refuse(
                Text(
                    f"日志由值班班长记,{act.actor} 不带这个班", f"the duty leader keeps the log; {act.actor} does not"
                ),
                act.actor,
                LEADS,
                **made_by(act, leader_now(board, here)),
            )
        if not act.words.strip() and act.follow is not Follow.CLOSE:
            yield self.refuse(
                Text("记录没有内容", "the entry says nothing"), Text("空", "nothing"), Text("写明何事", "what")
            )
        if act.follow is Follow.CLOSE and act.about is not None:
            if not act.about.is_open:
                number = f"#{act.about.entry.entry_id}"
                yield self.refuse(
                    Text(f"{number} 已结", f"{number} is closed"), number, Text("未结的记录", "an open entry")
                )
            elif act.about.entry.category in TRACED and not (act.cause.strip() and act.result.strip()):
                yield self.refuse(
                    Text("结问题须写明原因和结果", "a problem is closed with its cause and its result"),
                    Text("缺原因或结果", "one is missing"),
                    Text("原因与结果", "cause and result"),
                    Text("写明原因和结果后再结", "close it with its cause and its result"),
                    offer=replace(act, cause=act.cause.strip() or "-", result=act.result.strip() or "-"),
                )

    def _signature(self, act: SignAct, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        now, here = clock.now(), occurrence(board, act.day, act.shift)
        if now < here.start:
            start = moment_words(board, here.start)
            yield self.refuse(
                Text("本班尚未开始", "the shift has not begun"),
                moment_words(board, now),
                Text(f"{start} 起", f"from {start}"),
            )
        if act.side is Side.TAKE and act.given_by is None:
            yield self.refuse(
                Text("交班班长尚未签字", "who hands it over has not signed yet"),
                Text("未交", "not given"),
                Text("先交后接", "given first, taken then"),
                Text("请交班班长先签", "let the leader who hands it over sign first"),
                offer=replace(act, given_by=leader_now(board, here, but=act.actor) or "-"),
            )
        signs = here if act.side is Side.GIVE or act.to is None else occurrence(board, *act.to)
        if not leads_shift_of(board, act.actor, signs, now) or (act.actor == act.given_by and act.side is Side.TAKE):
            leaders = duty_leaders(board, signs)
            names = Text("、".join(leaders), " or ".join(leaders)) if leaders else LEADS
            yield self.refuse(
                Text(
                    f"{act.actor} 不能签:由 {signs.day} {signs.shift} 的班长签",
                    f"for the leader of {signs.day} {signs.shift}",
                ),
                act.actor,
                names,
                **made_by(act, leader_now(board, signs, but=act.given_by or "")),
            )
        if act.side is Side.GIVE and act.unchecked:
            items = Text("、".join(act.unchecked), ", ".join(act.unchecked))
            yield self.refuse(
                Text(f"尚未核对:{items.zh}", f"not checked yet: {items.en}"),
                items,
                Text("逐项核对", "every item checked"),
                Text(f"先核对 {items.zh}", f"check {items.en} first"),
                offer=replace(act, unchecked=()),
            )
        if act.unmarked:
            count, first = len(act.unmarked), act.unmarked[:MOST_NAMED]
            more = Text(" 等", " and others") if count > MOST_NAMED else Text("", "")
            names = Text("、".join(first) + more.zh, ", ".join(first) + more.en)
            yield self.remark(
                Text(
                    f"还有 {count} 人未点名({names.zh});班次结束后考勤由其班长或主任补记",
                    f"nothing is noted yet of {counted(count, 'person', 'people')}: {names.en}; once the shift "
                    "is over that is for their leader or a director",
                )
            )
