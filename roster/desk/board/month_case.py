"""What one month's requests are judged on and never changes: its case, its rulebook, its spans."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from roster.model import Case, Duty, Roster
from roster.rule import Evidence, Narrow, Rulebook, Stint


class MonthCase:
    """A month's case with the leave that counts, and its rulebook."""

    def __init__(self, case: Case, rulebook: Rulebook) -> None:
        self.case = case
        self.rulebook = rulebook
        self.zone = ZoneInfo(case.centre.timezone)
        self.narrow = Narrow(case, rulebook)
        self._evidence = Evidence(case, Roster(()))
        self._stints: dict[Duty, Stint] = {}

    def knows(self, duty: Duty) -> bool:
        """Whether the month's case has this person and this shift."""
        return duty.agent_id in self.case.agent_by_id and duty.shift in self.case.shift_by_code

    def evidence(self, case: Case, roster: Roster) -> Evidence:
        """A roster of the month as the checks and reports see it; spans and intervals are shared."""
        return self._evidence.sibling(case, roster)

    def stint(self, duty: Duty) -> Stint:
        """The duty as a span of UTC instants."""
        stint = self._stints.get(duty)
        if stint is None:
            month = self.case.month
            past, ahead = duty.day < month.first, duty.day > month.last
            stint = self._stints[duty] = self._evidence.stint(duty, past=past, ahead=ahead)
        return stint

    def span(self, day: date, shift: str) -> tuple[datetime, datetime]:
        """When a shift of a day begins and ends, as UTC instants."""
        return self._evidence.span(day, shift)

    def midnight(self, day: date) -> datetime:
        """The first instant of a day in the centre's zone, as UTC."""
        return self._evidence.utc(day, 0)

    def wall(self, day: date, minute: int) -> datetime:
        """A wall minute of a day in the centre's zone (1440: its end), as UTC."""
        return self._evidence.utc(day, minute)

    def at(self, day: date, wall: time) -> datetime:
        """A wall time of a day in the centre's zone, as UTC."""
        return self._evidence.utc(day, wall.hour * 60 + wall.minute)

    def local(self, moment: datetime) -> datetime:
        """An instant on the centre's clock."""
        return moment.astimezone(self.zone)
