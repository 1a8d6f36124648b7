"""AWAY: nobody leaves the post without the duty leader's permission (值班制度 §5; 现场 §8)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from constraints.floor import Floor
from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.leave_hours import worked_span
from roster.desk.shift_log.occurrence import duty_leaders, leader_now, leads_shift_of, occurrence
from roster.desk.words import moment_words
from roster.model import Duty, Role
from roster.model.permit import Permit, PermitAct
from roster.rule import Example, Parameter, Refusal
from roster.text import Text


class Away(DeskRule):
    """A permit to leave the post is the duty leader's to give, within the duty; so many of a job at the same time.

    Away at once may be `away_at_once` of those of a job who are on duty then, at least one; more needs the leader's
    express consent, unless somebody keeps the seat. Who stands in is on duty for all of that time, holds the job and
    keeps no other seat. A manager may not leave the floor empty at the hall's peak (FLOOR). Who is to leave may ask for
    it; until the duty leader has said yes it permits nothing.
    """

    id: ClassVar[str] = "AWAY"
    title: ClassVar[Text] = Text("离岗须经批准", "Away from the post with permission")
    clause: ClassVar[str] = "客服部值班制度 §5; 场管制度 §8"
    about: ClassVar[tuple[type, ...]] = (PermitAct,)
    summary: ClassVar[Text] = Text(
        "当班离岗须经值班班长批准,写明起止时间,需要保席的指定代岗人;同一工种同时离岗超过规定人数须明示同意。只有未经批准的时间计入脱岗。",
        "Who leaves the post during a duty has the duty leader's permit with a start and an end, and a stand-in where "
        "the seat must be kept; more than so many of a job at once needs express consent. Time without one counts.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "away_at_once",
            0.1,
            "share",
            Text(
                "同一工种可同时离岗的比例(至少一人)", "share of a job's people who may be away at once (at least one)"
            ),
            "POLICY",
            minimum=0,
            maximum=1,
            number=True,
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("未经班长同意离台 30 分钟", "Thirty minutes away without the leader's word"),
        good=Text("经值班班长批准,10:00–10:15 离岗,另有人代岗", "With the duty leader's permit from 10:00 to 10:15"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses what is no leader's word, outside the duty, or leaves the floor; flags too many at once."""
        if not isinstance(request, PermitAct):
            return
        permit, duty = request.permit, request.permit.duty
        stint, here = board.stint(duty), occurrence(board, duty.day, duty.shift)
        actor = permit.granted_by or permit.refused_by
        if permit.refused_by == duty.agent_id:
            return  # taken back
        if actor and (actor == duty.agent_id or not leads_shift_of(board, actor, here, clock.now())):
            leaders = [one for one in duty_leaders(board, here) if one != duty.agent_id]
            whose = Text("、".join(leaders) or "班长或主任", " or ".join(leaders) or "a leader or director")
            reason = Text(f"{actor} 不能批准这次离岗", f"this permit is not for {actor} to give")
            leader = leader_now(board, here, but=duty.agent_id)
            other = None
            if leader is not None:
                refusing = bool(permit.refused_by)
                other = replace(permit, refused_by=leader) if refusing else replace(permit, granted_by=leader)
            yield self.refuse(
                reason,
                actor,
                whose,
                None if other is None else Text(f"请 {leader} 决定", f"let {leader} decide it"),
                offer=None if other is None else replace(request, permit=other),
            )
        if permit.refused_by:
            return
        if not stint.start <= permit.start < permit.end <= stint.end:
            span = Text(
                f"{moment_words(board, stint.start)} 至 {moment_words(board, stint.end)}",
                f"{moment_words(board, stint.start)} to {moment_words(board, stint.end)}",
            )
            reason = Text("离岗时间应在当班之内", "the time away lies within the duty")
            first, last = max(permit.start, stint.start), min(permit.end, stint.end)
            fits = first < last
            yield self.refuse(
                reason,
                f"{moment_words(board, permit.start)} – {moment_words(board, permit.end)}",
                span,
                Text(
                    f"改为 {moment_words(board, first)} 至 {moment_words(board, last)}",
                    f"make it {moment_words(board, first)} to {moment_words(board, last)}",
                )
                if fits
                else None,
                offer=replace(request, permit=replace(permit, start=first, end=last)) if fits else None,
            )
            return
        if not actor and permit.end <= clock.now():
            yield self.refuse(
                Text("申请离岗的时间已过", "the time asked for is over"),
                f"{moment_words(board, permit.start)} – {moment_words(board, permit.end)}",
                Text(f"{moment_words(board, clock.now())} 以后", f"after {moment_words(board, clock.now())}"),
            )
        yield from self._twice(request, board)
        yield from self._stand_in(request, board)
        yield from self._at_once(request, board)
        yield from self._floor(request, board)

    def _twice(self, request: PermitAct, board: Board) -> Iterable[Refusal]:
        """A second permit for a time for which the same person has one."""
        permit = request.permit
        for other in request.others:
            if other.duty == permit.duty and other.overlaps(permit.start, permit.end):
                reason = Text(
                    f"{permit.duty.agent_id} 这段时间已有离岗许可",
                    f"{permit.duty.agent_id} has a permit for some of that time already",
                )
                asked, held = (
                    f"{moment_words(board, one.start)} – {moment_words(board, one.end)}" for one in (permit, other)
                )
                yield self.refuse(reason, asked, held)

    def _stand_in(self, request: PermitAct, board: Board) -> Iterable[Refusal]:
        permit = request.permit
        if not permit.stand_in:
            return
        agent = board.case.agent_by_id.get(permit.stand_in)
        there = any(
            self._is_there(board, request.others, duty, permit.start, permit.end)
            for duty in board.duties.get(permit.stand_in, {}).values()
        )
        fits = agent is not None and permit.stand_in != permit.duty.agent_id and permit.duty.job in agent.jobs
        if not fits or not there or permit.stand_in in self._keeping_seats(request):
            reason = Text(
                f"{permit.stand_in} 这段时间不能代岗(须当班、在岗、会该工种,且未替他人代岗)",
                f"{permit.stand_in} cannot stand in: on duty for all of that time, at the post, of that job, and "
                "keeping nobody else's seat",
            )
            other = self._who_can_stand_in(request, board)
            way = Text("不设代岗", "grant it without a stand-in")
            if other:
                way = Text(f"可由 {other} 代岗", f"{other} can stand in")
            offer = replace(request, permit=replace(permit, stand_in=other))
            yield self.refuse(reason, permit.stand_in, permit.duty.job, way, offer=offer)

    def _who_can_stand_in(self, request: PermitAct, board: Board) -> str:
        """Somebody on duty for all of the time and of the job; empty where nobody is."""
        permit = request.permit
        taken = self._keeping_seats(request)
        for agent in board.case.agents:
            one = agent.agent_id
            if one == permit.duty.agent_id or permit.duty.job not in agent.jobs or one in taken:
                continue
            duties = board.duties.get(one, {}).values()
            if any(self._is_there(board, request.others, duty, permit.start, permit.end) for duty in duties):
                return one
        return ""

    @staticmethod
    def _keeping_seats(request: PermitAct) -> frozenset[str]:
        """Who keeps somebody's seat for some of the time asked for."""
        start, end = request.permit.start, request.permit.end
        return frozenset(other.stand_in for other in request.others if other.stand_in and other.overlaps(start, end))

    def _at_once(self, request: PermitAct, board: Board) -> Iterable[Flag]:
        permit = request.permit
        if permit.stand_in:
            return
        people = sum(
            duty.job == permit.duty.job
            for days in board.duties.values()
            for duty in days.values()
            if abs((duty.day - permit.duty.day).days) <= 1 and board.stint(duty).overlaps(permit.start, permit.end)
        )
        most = max(1, int(self.number("away_at_once") * people + 1e-9))
        away = 1 + sum(
            other.duty.job == permit.duty.job and not other.stand_in and other.overlaps(permit.start, permit.end)
            for other in request.others
        )
        if away > most:
            yield self.remark(
                Text(
                    f"同时离岗 {away} 人,{permit.duty.job} 当班 {people} 人,最多 {most} 人",
                    f"{away} of {permit.duty.job} would be away at once; of {people} on duty at most {most}",
                ),
                consent=True,
            )

    def _floor(self, request: PermitAct, board: Board) -> Iterable[Refusal]:
        permit, agents = request.permit, board.case.agent_by_id
        if agents[permit.duty.agent_id].role is not Role.MANAGER:
            return
        floor = board.rulebook["FLOOR"]
        assert isinstance(floor, Floor)
        managers = [one for one, agent in agents.items() if agent.role is Role.MANAGER and one != permit.duty.agent_id]
        evidence = board.evidence(board.roster)
        for minute in floor.peak_minutes(board.case, permit.duty.day):
            start = evidence.utc(permit.duty.day, minute)
            end = evidence.utc(permit.duty.day, minute + board.case.centre.interval_minutes)
            if not (permit.start < end and start < permit.end):
                continue
            first, last = max(start, permit.start), min(end, permit.end)
            if not any(
                self._is_there(board, request.others, duty, first, last)
                for one in managers
                for duty in board.duties.get(one, {}).values()
            ):
                reason = Text(
                    f"{moment_words(board, start)} 正值营业忙时,现场不能没有值班经理",
                    f"{moment_words(board, start)} is the day's peak: a manager stays on the floor",
                )
                yield self.refuse(reason, "0", "1")
                return

    @staticmethod
    def _is_there(board: Board, others: Iterable[Permit], duty: Duty, start: datetime, end: datetime) -> bool:
        """Whether a duty is worked over all of a span and its person is not away then."""
        first, last = worked_span(board, duty)
        away = any(other.duty.agent_id == duty.agent_id and other.overlaps(start, end) for other in others)
        return first <= start and end <= last and not away and not board.is_missed(duty)
