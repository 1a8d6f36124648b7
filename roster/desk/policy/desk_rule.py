"""The second socket: rules about requests. They say what the regulations forbid before anything is written."""

import math
from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from time import monotonic
from typing import ClassVar, TypeVar, get_args

import numpy as np
from numpy.typing import NDArray

from roster.desk.board.board import Board
from roster.desk.board.screen import Bools
from roster.desk.board.sides import Sides
from roster.desk.clock import Clock
from roster.desk.policy.proposals import SwapProposals
from roster.errors import RefusedError
from roster.model.approval import ConfirmAct, DecisionAct, ReturnAct
from roster.model.attendance import Attendance, Sighting
from roster.model.duty_act import CheckInAct, RollCallAct, Testimony
from roster.model.grade_test import GradeDecisionAct, GradeResultAct
from roster.model.handover import LogAct, ReliefAct, SignAct
from roster.model.leave_request import LeaveRequest
from roster.model.overtime import OvertimeAct
from roster.model.permit import PermitAct
from roster.model.swap import SwapRequest
from roster.rule import Refusal, Rule, Rulebook, Strength
from roster.text import Text, as_text

Request = (
    SwapRequest
    | LeaveRequest
    | DecisionAct
    | ReturnAct
    | ConfirmAct
    | Attendance
    | RollCallAct
    | CheckInAct
    | Sighting
    | Testimony
    | PermitAct
    | ReliefAct
    | LogAct
    | SignAct
    | OvertimeAct
    | GradeResultAct
    | GradeDecisionAct
)
"""What a rule may be asked about."""

CLOSELY = 500
"""So many swaps are looked at closely between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Flag:
    """What an approver must know or expressly consent to; it forbids nothing by itself.

    `consent`: the approval must say so expressly (late filing, a night, a holiday).
    """

    rule: str
    clause: str
    message: Text
    consent: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that the rules about requests say of one request."""

    refusals: tuple[Refusal, ...] = ()
    flags: tuple[Flag, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether nothing refuses it."""
        return not self.refusals

    @property
    def needs_consent(self) -> bool:
        """Whether the approver must consent expressly."""
        return any(flag.consent for flag in self.flags)

    def enforce(self) -> "Verdict":
        """Itself, or RefusedError with every refusal."""
        if self.refusals:
            raise RefusedError(self.refusals)
        return self


class DeskRule(Rule):
    """A rule about requests: swaps, covers, changes, leave, the decisions on them, and attendance."""

    strength: ClassVar[Strength] = Strength.WORKFLOW

    other_day_mends: ClassVar[bool] = True
    """Whether another pay-back day or partner may mend its refusal of a swap, so that the nearest one is offered."""

    split_first: ClassVar[bool] = False
    """Whether a leave that it refuses is offered in parts before anything else (LEAVE-7)."""

    about: ClassVar[tuple[type, ...]] = get_args(Request)
    """The kinds of request that it is asked about."""

    looks_closely: ClassVar[bool] = True
    """Whether its `screen` takes swaps one by one: it is shown what the other rules have left."""

    @abstractmethod
    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """What speaks against `request` on the roster of `board`, at the clock's time."""

    def screen(self, proposals: SwapProposals, board: Board, clock: Clock) -> Bools:
        """Which of many swaps it does not refuse: what `decide` says of each of them, filed at the clock's time.

        A rule that can say so of all at once overrides this. Of arcs it says which may be part of a cycle.
        """
        held = proposals.filed_on(board)
        return np.array([not _refused(self.decide(swap, held, clock)) for swap in proposals.requests()], np.bool_)

    def screen_pairs(self, one: Sides, two: Sides, board: Board) -> Bools:
        """Which swaps of one person, row by row, it may allow beside each other though it has seen each alone.

        What passes here is asked of `decide` once the whole set is known, so a rule need not override this; one that
        does leaves fewer sets to be refused then.
        """
        del two, board
        return np.ones(len(one), np.bool_)

    def refuse(
        self,
        message: Text,
        measured: object,
        allowed: object,
        alternative: Text | None = None,
        party: str | None = None,
        *,
        offer: Request | None = None,
    ) -> Refusal:
        """A refusal in this rule's name; `offer`: the request as the alternative would have it."""
        offers = () if offer is None else (offer,)
        return Refusal(self.id, self.clause, message, as_text(measured), as_text(allowed), alternative, party, offers)

    def remark(self, message: Text, *, consent: bool = False) -> Flag:
        """A flag in this rule's name."""
        return Flag(self.id, self.clause, message, consent)


def _refused(said: Iterable[Refusal | Flag]) -> bool:
    return any(isinstance(item, Refusal) for item in said)


def swap_rules(rulebook: Rulebook) -> tuple[DeskRule, ...]:
    """The rules about swaps, those that look closely last."""
    own = [rule for rule in rulebook.rules if isinstance(rule, DeskRule) and SwapRequest in rule.about]
    return tuple(sorted(own, key=lambda rule: rule.looks_closely))


def screened(
    rulebook: Rulebook, proposals: SwapProposals, board: Board, clock: Clock, until: float = math.inf
) -> NDArray[np.bool_]:
    """Which of many swaps no rule of the catalogue refuses.

    What has not been looked at closely at the monotonic instant `until` counts as refused.
    """
    fine = proposals.all
    for rule in swap_rules(rulebook):
        rows = np.flatnonzero(fine)
        size = CLOSELY if rule.looks_closely and until < math.inf else max(1, len(rows))
        for start in range(0, len(rows), size):
            some = rows[start : start + size]
            fine[some] = monotonic() < until and rule.screen(proposals[some], board, clock)
    return fine


def screened_pairs(rulebook: Rulebook, one: Sides, two: Sides, board: Board) -> NDArray[np.bool_]:
    """Which swaps of one person, row by row, no rule of the catalogue is known to refuse beside each other."""
    fine = np.ones(len(one), np.bool_)
    for rule in swap_rules(rulebook):
        rows = np.flatnonzero(fine)
        if len(rows):
            fine[rows] = rule.screen_pairs(one[rows], two[rows], board)
    return fine


def decide(rulebook: Rulebook, request: Request, board: Board, clock: Clock) -> Verdict:
    """Every rule about requests asked, in the catalogue's order; nothing is written.

    What the refusals would have said otherwise (a flag set, a word of consent, another actor) is asked together: it
    stands as their alternative where no rule refuses it then.
    """
    verdict = verdict_of(rulebook, request, board, clock)
    if not any(refusal.offers for refusal in verdict.refusals):
        return verdict
    mended = amended(request, (offer for refusal in verdict.refusals for offer in refusal.offers))
    fine = verdict_of(rulebook, mended, board, clock).allowed
    return replace(
        verdict,
        refusals=tuple(
            replace(refusal, offers=(mended,) if fine else (), alternative=refusal.alternative if fine else None)
            if refusal.offers
            else refusal
            for refusal in verdict.refusals
        ),
    )


T = TypeVar("T")


def amended(request: T, offers: Iterable[object]) -> T:
    """A request, or a record in one, with all that the offers, which are of its kind, say otherwise."""
    offers, changes = tuple(offers), {}
    for item in fields(request):  # type: ignore[arg-type]
        own = getattr(request, item.name)
        others = [value for offer in offers if (value := getattr(offer, item.name)) != own]
        if others:
            within = is_dataclass(own) and all(type(value) is type(own) for value in others)
            changes[item.name] = amended(own, others) if within else others[-1]
    return replace(request, **changes)  # type: ignore[type-var]


def verdict_of(rulebook: Rulebook, request: Request, board: Board, clock: Clock) -> Verdict:
    """What each rule says by itself."""
    said = [
        item
        for rule in rulebook.rules
        if isinstance(rule, DeskRule) and isinstance(request, rule.about)
        for item in rule.decide(request, board, clock)
    ]
    return Verdict(
        tuple(item for item in said if isinstance(item, Refusal)),
        tuple(item for item in said if isinstance(item, Flag)),
    )
