"""What a case would change of the one that a month has: people, shifts, seats."""

from dataclasses import dataclass

from roster.model import Case


@dataclass(frozen=True, slots=True)
class CaseDifference:
    """People and shifts who come, go or change, by id; seat-hours required before and after (0 for a new month).

    `renamed`: of the changed people those whose id has another name: maybe it is another person.
    """

    is_new: bool
    joined: tuple[str, ...]
    left: tuple[str, ...]
    changed: tuple[str, ...]
    renamed: tuple[str, ...]
    shifts_added: tuple[str, ...]
    shifts_removed: tuple[str, ...]
    shifts_changed: tuple[str, ...]
    seat_hours_before: float
    seat_hours_after: float


def case_difference(before: Case | None, after: Case) -> CaseDifference:
    """From the month's case, or from nothing, to another."""
    people = {} if before is None else dict(before.agent_by_id)
    shifts = {} if before is None else dict(before.shift_by_code)
    new_people, new_shifts = after.agent_by_id, after.shift_by_code
    return CaseDifference(
        before is None,
        tuple(key for key in new_people if key not in people),
        tuple(key for key in people if key not in new_people),
        tuple(key for key in new_people if key in people and people[key] != new_people[key]),
        tuple(key for key in new_people if key in people and people[key].name != new_people[key].name),
        tuple(code for code in new_shifts if code not in shifts),
        tuple(code for code in shifts if code not in new_shifts),
        tuple(code for code in new_shifts if code in shifts and shifts[code] != new_shifts[code]),
        0.0 if before is None else _seat_hours(before),
        _seat_hours(after),
    )


def _seat_hours(case: Case) -> float:
    return sum(row.seats for row in case.seats) * case.centre.interval_minutes / 60
