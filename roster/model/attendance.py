"""考勤: what was seen of a duty by each source, and the one record that follows (DUTY-5, LEAVE-8, SWAP-5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Presence(StrEnum):
    """What attendance says of a duty. PERMITTED: left with permission."""

    ON_TIME = "on time"
    LATE = "late"
    LEFT_EARLY = "left early"
    AWAY = "away"
    ABSENT = "absent"
    ON_LEAVE = "on leave"
    PERMITTED = "left with permission"


class Source(StrEnum):
    """Who says so, the weightiest first: what a source does not speak of is the next one's to tell.

    The leader's word settles what the others say differently.
    """

    LEADER = "leader"
    ROLL_CALL = "roll call"
    CHECK_IN = "check-in"
    FILE = "file"
    PROXY = "proxy"
    """Somebody else checked in for the person: what check-ins said until then counts for nothing."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """What holds of one duty: minutes late, minutes away from the post without a permit, or not there at all.

    `away_minutes` are all of the duty, `longest_away_minutes` the longest single absence where it is known (None:
    one absence). `handover`: the leader says that an unclear handover caused it (SWAP-5). `early_minutes`: left before
    the end without a permit; `permitted_minutes`: away or gone with one.
    """

    agent_id: str
    day: date
    late_minutes: int = 0
    away_minutes: int = 0
    absent: bool = False
    handover: bool = False
    longest_away_minutes: int | None = None
    early_minutes: int = 0
    permitted_minutes: int = 0

    @property
    def from_post_minutes(self) -> int:
        """All of the time away from the post: leaving early is part of it (LEAVE-8)."""
        return self.away_minutes + self.early_minutes

    @property
    def longest_from_post_minutes(self) -> int:
        """The longest single absence from the post."""
        longest = self.away_minutes if self.longest_away_minutes is None else self.longest_away_minutes
        return max(longest, self.early_minutes)

    @property
    def presence(self) -> Presence:
        """What it amounts to, leave aside."""
        if self.absent:
            return Presence.ABSENT
        if self.away_minutes:
            return Presence.AWAY
        if self.early_minutes:
            return Presence.LEFT_EARLY
        if self.late_minutes:
            return Presence.LATE
        return Presence.PERMITTED if self.permitted_minutes else Presence.ON_TIME


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one source says of one duty; None where it does not speak of something.

    `seen_at` is when it was seen, which orders the sightings of a source: a tablet may send them later. `key` makes
    sending one twice harmless.
    """

    agent_id: str
    day: date
    source: Source
    seen_at: datetime
    by: str
    absent: bool | None = None
    late_minutes: int | None = None
    early_minutes: int | None = None
    away_minutes: int | None = None
    longest_away_minutes: int | None = None
    handover: bool | None = None
    reason: str = ""
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says of one duty: minutes already worked out (`statement`), or what a clock showed.

    `came`, `left`: wall minutes of the day that the clock showed, on whichever day is nearest to the duty's edge.
    `proxy`: who it was that checked in for the person; what the clock showed is void then (DUTY-5).
    """

    agent_id: str
    day: date
    statement: Attendance | None = None
    came: int | None = None
    left: int | None = None
    proxy: str | None = None

    @classmethod
    def of(cls, record: Attendance) -> "Reading":
        """A whole record as what a file says."""
        return cls(record.agent_id, record.day, record)


_TOLD = ("absent", "late_minutes", "early_minutes", "away_minutes", "longest_away_minutes", "handover")


@dataclass(frozen=True, slots=True)
class Statement:
    """All that one source says of a duty: its later sightings over its earlier ones."""

    source: Source
    last: Sighting
    absent: bool | None = None
    late_minutes: int | None = None
    early_minutes: int | None = None
    away_minutes: int | None = None
    longest_away_minutes: int | None = None
    handover: bool | None = None


def statements(sightings: Iterable[Sighting]) -> tuple[Statement, ...]:
    """What each source says, the weightiest first. Check-ins before a proxy check-in came to light do not count."""
    latest: dict[Source, tuple[Sighting, dict[str, int | bool]]] = {}
    for seen in sorted(sightings, key=lambda item: item.seen_at):
        if seen.source is Source.PROXY:
            latest.pop(Source.CHECK_IN, None)
            continue
        _, values = latest.get(seen.source, (seen, {}))
        values = values | {name: getattr(seen, name) for name in _TOLD if getattr(seen, name) is not None}
        latest[seen.source] = (seen, values)
    order = list(Source)
    return tuple(
        Statement(source, seen, **values)  # type: ignore[arg-type]
        for source, (seen, values) in sorted(latest.items(), key=lambda item: order.index(item[0]))
    )


def settled(agent_id: str, day: date, said: Iterable[Statement]) -> Attendance:
    """The one record: of each thing the word of the weightiest source that speaks of it."""
    said = tuple(said)

    def word(name: str) -> int | bool | None:
        return next((getattr(item, name) for item in said if getattr(item, name) is not None), None)

    handover = bool(word("handover"))
    if word("absent"):
        return Attendance(agent_id, day, absent=True, handover=handover)
    longest = word("longest_away_minutes")
    return Attendance(
        agent_id,
        day,
        late_minutes=int(word("late_minutes") or 0),
        away_minutes=int(word("away_minutes") or 0),
        handover=handover,
        longest_away_minutes=None if longest is None else int(longest),
        early_minutes=int(word("early_minutes") or 0),
    )


def differ(one: Statement | Attendance, two: Statement | Attendance, tolerance_minutes: int) -> bool:
    """Whether two say something different: there or not, or minutes further apart than the tolerance."""
    if one.absent is not None and two.absent is not None and one.absent != two.absent:
        return True
    if one.absent or two.absent:
        return False
    for name in ("late_minutes", "early_minutes", "away_minutes"):
        mine, theirs = getattr(one, name), getattr(two, name)
        if mine is not None and theirs is not None and abs(mine - theirs) > tolerance_minutes:
            return True
    return False


def contradicted(said: Iterable[Statement], holds: Attendance, tolerance_minutes: int) -> tuple[Statement, ...]:
    """The statements that contradict each other; none where they agree, or where the leader has settled it since."""
    said = tuple(said)
    leader = next((item for item in said if item.source is Source.LEADER), None)
    others = [item for item in said if item.source is not Source.LEADER]
    if leader is not None:
        later = [item for item in others if item.last.seen_at > leader.last.seen_at]
        against = [item for item in later if differ(item, holds, tolerance_minutes)]
        return (leader, *against) if against else ()
    clash = any(differ(one, two, tolerance_minutes) for place, one in enumerate(others) for two in others[place + 1 :])
    return tuple(others) if clash else ()
