"""A leave of the post during a duty, with the duty leader's word (值班制度 §5; 场管制度 §8)."""

from dataclasses import dataclass, field
from datetime import datetime

from roster.model.roster import Duty


@dataclass(frozen=True, slots=True)
class Permit:
    """离岗许可: somebody may be away from the post from `start` to `end`; `stand_in` keeps the seat meanwhile.

    `returned_at` is when they were back, None while they are away. `consent`: granted expressly beyond the limit. What
    somebody asks for themselves has nobody's word yet: `granted_by` is empty until a leader gives it; `refused_by` says
    who did not (oneself: taken back) and `refusal` why. What nobody answered before its time was over lapses then.
    """

    permit_id: str
    duty: Duty
    start: datetime
    end: datetime
    granted_by: str
    reason: str = ""
    stand_in: str = ""
    consent: bool = False
    returned_at: datetime | None = None
    refused_by: str = ""
    refusal: str = ""
    lapsed_at: datetime | None = None

    @property
    def state(self) -> str:
        """Asked, declined, lapsed, out, or back."""
        if self.refused_by:
            return "declined"
        if self.lapsed_at is not None:
            return "lapsed"
        if not self.granted_by:
            return "asked"
        return "out" if self.returned_at is None else "back"

    @property
    def until(self) -> datetime:
        """When they were, or are to be, back."""
        return self.end if self.returned_at is None else self.returned_at

    @property
    def permitted_minutes(self) -> int:
        """The minutes that were allowed and used."""
        return max(0, int((min(self.end, self.until) - self.start).total_seconds()) // 60)

    @property
    def away_minutes(self) -> int:
        """All the minutes away, those beyond the permit too."""
        return max(0, int((self.until - self.start).total_seconds()) // 60)

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Whether they are away at some instant of [start, end)."""
        return self.start < end and start < self.until


@dataclass(frozen=True, slots=True)
class PermitAct:
    """A permit is about to be granted, refused or asked for, by what it says itself; `others` hold on the same day."""

    permit: Permit
    others: tuple[Permit, ...] = field(default=())
