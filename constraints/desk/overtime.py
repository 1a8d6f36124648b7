"""OVERTIME: called in or kept on in an emergency, within the limits of hours and rest (守则 2.20; 劳动法 §41)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.board.edit import effect_of_edit
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.instead import made_by
from roster.desk.policy.personal_bars import refuse_barred, without_personal
from roster.desk.shift_log.occurrence import leader_now, leads_shift_of, occurrence
from roster.desk.words import moment_words
from roster.model.overtime import OvertimeAct, OvertimeKind
from roster.rule import Example, Finding, Parameter, Refusal
from roster.text import Text, unit_words


class CallInAndStay(DeskRule):
    """In an emergency the duty leader calls in who is off, or keeps somebody on: hours and rest hold all the same.

    Who is called in has no duty and no leave that day, and no hard rule is broken by the duty. Who stays on does so for
    at most `stay_on_most_minutes`, beyond `stay_on_minutes` with express consent, has no leave in that time, and breaks
    no hard rule by it. The minutes really worked are part of the duty from then on: swaps, covers, re-plans and next
    month's roster count them.
    """

    id: ClassVar[str] = "OVERTIME"
    title: ClassVar[Text] = Text("紧急加班与延时", "Called in and kept on")
    clause: ClassVar[str] = "客服人员守则 2.20; 劳动法 §41"
    about: ClassVar[tuple[type, ...]] = (OvertimeAct,)
    summary: ClassVar[Text] = Text(
        "遇紧急情况,值班班长可叫休息的人来加班或留人延时到有人接替;工时与休息限制照样适用,拒绝的记下理由。",
        "In an emergency the duty leader calls in people who are off or keeps somebody on until relieved; the limits "
        "of hours and rest hold, and a refusal is noted with its reason.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "stay_on_minutes",
            60,
            "minutes",
            Text("延时超过此数须明示同意", "minutes kept on beyond which the leader consents expressly"),
            "劳动法 §41: 一般每日不得超过一小时",
            minimum=0,
            maximum=720,
            ours=True,
        ),
        Parameter(
            "stay_on_most_minutes",
            180,
            "minutes",
            Text("每日延时的上限", "most minutes kept on after a duty"),
            "劳动法 §41: 每日不得超过三小时",
            minimum=0,
            maximum=720,
            ours=True,
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("夜班留到 12:00,当晚 22:00 又上夜班", "Kept on after a night until noon, and on again at 22:00"),
        good=Text("早班留 30 分钟,等接班人到岗", "Kept on for half an hour, until relieved"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses what is nobody's to order, too long, without rest, or against a hard rule."""
        if not isinstance(request, OvertimeAct):
            return
        duty = request.duty
        here = occurrence(board, duty.day, duty.shift)
        # A shift that nobody works yet has the people of who is called in to it.
        here = replace(here, duties=here.duties or (duty,))
        if not leads_shift_of(board, request.actor, here, clock.now()):
            reason = Text(f"{request.actor} 不带这个班", f"{request.actor} does not lead this shift")
            yield self.refuse(
                reason,
                request.actor,
                Text("值班班长、班长或主任", "the duty leader, a leader or a director"),
                **made_by(request, leader_now(board, here)),
            )
        if request.kind is OvertimeKind.STAY:
            yield from self._stay(request, board)
        elif request.kind is OvertimeKind.CALL_IN:
            yield from self._call_in(request, board, clock)

    def _stay(self, request: OvertimeAct, board: Board) -> Iterable[Refusal | Flag]:
        most, usual = self.whole("stay_on_most_minutes"), self.whole("stay_on_minutes")
        if not 0 < request.minutes <= most:
            reason = Text(f"延时 {request.minutes} 分钟", f"kept on for {request.minutes} min")
            way = Text(f"至多延时 {most} 分钟", f"keep them on for {most} min at most")
            offer = replace(request, minutes=most)
            yield self.refuse(
                reason, unit_words(f"{request.minutes} min"), unit_words(f"1 – {most} min"), way, offer=offer
            )
            return
        if request.minutes > usual:
            reason = Text(
                f"延时 {request.minutes} 分钟,超过 {usual} 分钟", f"{request.minutes} min are more than {usual}"
            )
            yield self.remark(reason, consent=True)
        free = self._minutes_without_leave(request, board)
        if free < request.minutes:
            yield self._on_leave(request, board, free)
            return
        refusals = tuple(self._refusals(board, board.calendar.worse_staying(request.duty, request.minutes)))
        fitting = self._minutes_that_fit(request, board) if refusals else 0
        for refusal in refusals:
            if fitting:
                way = Text(f"至多延时 {fitting} 分钟", f"keep them on for {fitting} min at most")
                yield replace(refusal, alternative=way, offers=(replace(request, minutes=fitting),))
            else:
                yield refusal

    def _minutes_without_leave(self, request: OvertimeAct, board: Board) -> int:
        """How many of the minutes asked for pass before leave begins; none where the duty's end is leave already."""
        who, end = request.duty.agent_id, board.stint(request.duty).end
        minutes = (m for m in range(-1, request.minutes) if board.is_on_leave_at(who, end + timedelta(minutes=m)))
        return max(0, next(minutes, request.minutes))

    def _on_leave(self, request: OvertimeAct, board: Board, free: int) -> Refusal:
        """Leave begins before the time asked for is over."""
        if not free:
            return refuse_barred(self, request.duty.agent_id)
        who, begins = request.duty.agent_id, board.stint(request.duty).end + timedelta(minutes=free)
        at = moment_words(board, begins)
        reason = Text(f"{who} 自 {at} 起请假", f"{who} is on leave from {at}")
        way = Text(f"至多延时 {free} 分钟", f"keep them on for {free} min at most")
        allowed = unit_words(f"{free} min")
        return self.refuse(
            reason, unit_words(f"{request.minutes} min"), allowed, way, offer=replace(request, minutes=free)
        )

    def _minutes_that_fit(self, request: OvertimeAct, board: Board) -> int:
        """The most minutes, fewer than asked for, that worsen nothing; 0 where none do."""
        low, high = 0, request.minutes - 1
        while low < high:
            middle = (low + high + 1) // 2
            if board.calendar.worse_staying(request.duty, middle):
                high = middle - 1
            else:
                low = middle
        return low

    def _call_in(self, request: OvertimeAct, board: Board, clock: Clock) -> Iterable[Refusal]:
        duty = request.duty
        end = board.span(duty.day, duty.shift)[1]
        if clock.now() >= end:
            yield self.refuse(
                Text("该班次已结束", "the shift is over"), moment_words(board, clock.now()), moment_words(board, end)
            )
        held = board.duties.get(duty.agent_id, {}).get(duty.day)
        if held is not None:
            reason = Text(f"{duty.agent_id} 当天有 {held.shift} 班", f"{duty.agent_id} has {held.shift} that day")
            yield self.refuse(reason, held.shift, Text("休息", "off"))
            return
        if board.on_leave(duty.agent_id, duty.day) is not None:
            yield refuse_barred(self, duty.agent_id)
            return
        own = (item for item in effect_of_edit(board, (), (duty,)).worse if item.agent_id == duty.agent_id)
        yield from self._refusals(board, own)

    def _refusals(self, board: Board, own: Iterable[Finding]) -> Iterable[Refusal]:
        """What the hard rules find of the person asked for, in their words."""
        findings, barred = without_personal(board, own, reader=None, leads=True)
        for finding in findings:
            rule = board.rulebook[finding.rule]
            sentence = finding.message if finding.message.zh else rule.explain(finding)
            yield self.refuse(sentence, unit_words(finding.measured), unit_words(finding.required))
        for agent_id in barred:
            yield refuse_barred(self, agent_id)
