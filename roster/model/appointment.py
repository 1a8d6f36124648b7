"""What somebody's calendar shows beside duties and leave."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from roster.text import Text

AppointmentKind = Literal["meeting", "task", "sample"]


@dataclass(frozen=True, slots=True)
class Appointment:
    """A meeting, a task or a sampling of one person, between two instants; `day` is the centre's calendar day."""

    agent_id: str
    kind: AppointmentKind
    day: date
    start: datetime
    end: datetime
    title: Text
    about: Text = field(default_factory=lambda: Text("", ""))
