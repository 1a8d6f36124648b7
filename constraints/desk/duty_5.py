"""DUTY-5: attendance from several sources, one record."""

from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.instead import made_by
from roster.desk.words import moment_words, state_words
from roster.model.attendance import Sighting, Source, Statement, contradicted
from roster.model.duty_act import CheckInAct, Testimony
from roster.rule import Example, Parameter, Refusal
from roster.text import Text


class OneAttendance(DeskRule):
    """Everybody checks in for themselves; what the sources say differently is the leader's to settle."""

    id: ClassVar[str] = "DUTY-5"
    title: ClassVar[Text] = Text("考勤一致、不得代签", "One attendance; nobody checks in for another")
    clause: ClassVar[str] = "值班制度; 客服人员守则 2.2, 2.21"
    about: ClassVar[tuple[type, ...]] = (CheckInAct, Sighting, Testimony)
    summary: ClassVar[Text] = Text(
        "签到签退由本人进行,代签双方均按违纪处理;点名、签到、导入考勤不一致的列给班长定,更正保留原记录。",
        "Everybody checks in and out in person; a proxy check-in is a violation of both. What roll call, check-in and "
        "imported file say differently is listed for the leader, who settles it; a correction keeps what it replaces.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "sources_differ_minutes",
            5,
            "minutes",
            Text(
                "各来源相差超过几分钟算不一致",
                "by how many minutes sources may differ before it is a contradiction",
            ),
            "POLICY",
            minimum=0,
            maximum=1440,
            ours=True,
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("点名到岗,签到 08:25", "Present at the roll call, checked in at 08:25"),
        good=Text("点名迟到 10 分钟,签到 08:12", "Ten minutes late at the roll call, checked in at 08:12"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses a check-in for another, and one without a duty; tells proxies and contradictions."""
        if isinstance(request, CheckInAct):
            yield from self._check_in(request, board, clock)
        elif isinstance(request, Sighting) and request.source is Source.PROXY:
            yield self.remark(
                Text(
                    f"{request.by} 代 {request.agent_id} 签到,双方均按违纪处理,该签到无效",
                    f"{request.by} checked in for {request.agent_id}: a violation of both, and the check-in is void",
                )
            )
        elif isinstance(request, Testimony):
            against = contradicted(request.said, request.holds, self.whole("sources_differ_minutes"))
            if against:
                said = [statement_words(item) for item in against]
                yield self.remark(
                    Text(
                        f"{request.agent_id} {request.day} 考勤不一致:{';'.join(item.zh for item in said)},请班长核定",
                        f"{request.agent_id}, {request.day}: {'; '.join(item.en for item in said)}; a leader settles",
                    )
                )

    def _check_in(self, act: CheckInAct, board: Board, clock: Clock) -> Iterable[Refusal]:
        if act.actor != act.agent_id:
            yield self.refuse(
                Text("签到签退须本人进行,不得代签", "nobody checks in or out for somebody else"),
                act.actor,
                act.agent_id,
                **made_by(act, act.agent_id),
            )
        if act.duty is None:
            yield self.refuse(
                Text("此时没有可签到的班次", "there is no duty to check in for now"),
                Text("无班次", "no duty"),
                Text("班前 4 小时至班次结束", "from 4 h before a duty to its end"),
            )
        elif act.leaving and clock.now() < board.stint(act.duty).start:
            begins = moment_words(board, board.stint(act.duty).start)
            reason = Text("班次还没开始,不能签退", "nobody checks out of a duty that has not begun")
            yield self.refuse(reason, moment_words(board, clock.now()), begins)


def statement_words(said: Statement) -> Text:
    """What a source says: `roll call: absent`, 签到:迟到 12 分钟."""
    source = state_words(said.source.value)
    parts: list[Text] = []
    if said.absent:
        parts.append(state_words("absent"))
    else:
        for name, kind in (("late_minutes", "late"), ("early_minutes", "left early"), ("away_minutes", "away")):
            minutes = getattr(said, name)
            if minutes:
                words = state_words(kind)
                parts.append(Text(f"{words.zh} {minutes} 分钟", f"{words.en} {minutes} min"))
        if not parts:
            parts.append(Text("在岗", "there"))
    return Text(
        f"{source.zh}:{'、'.join(part.zh for part in parts)}", f"{source.en}: {', '.join(part.en for part in parts)}"
    )
