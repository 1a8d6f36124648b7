"""Rows that measure seats: their label is (day, wall minute, job).

The price of one that asks for seats falls until they are filled; others (SPARE) price seats over alone.
"""

from roster.rule.pieces import Row


def seat_of(row: Row) -> tuple[int, int, str] | None:
    """The (day, wall minute, job) that a row measures, when it measures one."""
    if len(row.label) == 3 and isinstance(row.label[0], int) and isinstance(row.label[1], int):
        return row.label[0], row.label[1], str(row.label[2])
    return None


def seats_wanted(row: Row) -> int:
    """The count at which the row's price stops falling; 0 where it never falls."""
    penalty = row.penalty
    if penalty is None or penalty.slopes[0] >= 0:
        return 0
    pairs = zip(penalty.breaks, penalty.slopes[1:], strict=True)
    return next((kink for kink, slope in pairs if slope >= 0), 0)
