"""Seats given and seats that the load asks for, put together."""

from collections.abc import Sequence

from roster.model import Centre, Load, SeatRequirement


def seats_of_load(centre: Centre, load: Sequence[Load]) -> tuple[SeatRequirement, ...]:
    """The seats that the load asks for, in the load's order."""
    from roster.load.erlang import required_seats

    if not load:
        return ()
    # The formulas bring compiled tables; a case whose seats are given need not wait for them.

    service = centre.service
    needed = required_seats(
        [row.calls for row in load],
        [row.aht_seconds for row in load],
        interval_minutes=centre.interval_minutes,
        level=service.level,
        seconds=service.seconds,
        max_occupancy=service.max_occupancy,
        shrinkage=service.shrinkage,
        patience_seconds=service.patience_seconds,
    )
    return tuple(
        SeatRequirement(row.day, row.minute, row.job, int(seats)) for row, seats in zip(load, needed, strict=True)
    )


def seats_needed(centre: Centre, load: Sequence[Load], given: Sequence[SeatRequirement]) -> tuple[SeatRequirement, ...]:
    """The seats given and, in intervals of which they do not speak, those of the load; by day, minute and job."""
    rows = {(row.day, row.minute, row.job): row for row in seats_of_load(centre, load)}
    rows |= {(row.day, row.minute, row.job): row for row in given}
    return tuple(rows[key] for key in sorted(rows))
