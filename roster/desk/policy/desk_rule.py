"""The second socket: rules about requests. They say what the regulations forbid before anything is written."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.errors import RefusedError
from roster.model.approval import ConfirmAct, DecisionAct, ReturnAct
from roster.model.attendance import Attendance, Sighting
from roster.model.duty_act import CheckInAct, RollCallAct, Testimony
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
)
"""What a rule may be asked about."""


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

    searched: ClassVar[bool] = False
    """Whether suggestions and matches need not ask it: they seek nothing that it refuses, or it is about no swap."""

    @abstractmethod
    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """What speaks against `request` on the roster of `board`, at the clock's time."""

    def screen(self, requests: Sequence[SwapRequest], board: Board, clock: Clock) -> NDArray[np.bool_]:
        """Which of many swaps it does not refuse; a rule that can say so of all at once overrides this."""
        return np.array(
            [not any(isinstance(item, Refusal) for item in self.decide(swap, board, clock)) for swap in requests],
            np.bool_,
        )

    def refuse(self, message: Text, measured: object, allowed: object, alternative: Text | None = None) -> Refusal:
        """A refusal in this rule's name."""
        return Refusal(self.id, self.clause, message, as_text(measured), as_text(allowed), alternative)

    def remark(self, message: Text, *, consent: bool = False) -> Flag:
        """A flag in this rule's name."""
        return Flag(self.id, self.clause, message, consent)


def any_unsearched(rulebook: Rulebook) -> bool:
    """Whether the catalogue has a rule about swaps that the search for partners does not see to itself."""
    return any(isinstance(rule, DeskRule) and not rule.searched for rule in rulebook.rules)


def screened(rulebook: Rulebook, requests: Sequence[SwapRequest], board: Board, clock: Clock) -> NDArray[np.bool_]:
    """Which of many swaps no rule of the catalogue refuses, beyond what the search has looked for already."""
    fine = np.ones(len(requests), np.bool_)
    for rule in rulebook.rules:
        if isinstance(rule, DeskRule) and not rule.searched:
            rows = np.flatnonzero(fine)
            if len(rows):
                fine[rows] = rule.screen([requests[row] for row in rows.tolist()], board, clock)
    return fine


def decide(rulebook: Rulebook, request: Request, board: Board, clock: Clock) -> Verdict:
    """Every rule about requests asked, in the catalogue's order; nothing is written."""
    said = [
        item for rule in rulebook.rules if isinstance(rule, DeskRule) for item in rule.decide(request, board, clock)
    ]
    return Verdict(
        tuple(item for item in said if isinstance(item, Refusal)),
        tuple(item for item in said if isinstance(item, Flag)),
    )
