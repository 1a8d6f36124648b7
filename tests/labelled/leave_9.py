"""LEAVE-9: business and study end with the centre director (请假制度 §9)."""

from desk_world import at, leave

from labelled import SILENT, TOLD, Asked

EARLY = at(1, month=9)
CASES = tuple(
    Asked(f"{kind} of {'a day' if first == last else 'two days'}", "a: 8E 9E", leave("a", kind, first, last, EARLY),
          EARLY, says)
    for kind, says in (
        ("business", TOLD), ("study", TOLD), ("personal", SILENT), ("annual", SILENT), ("sick", SILENT),
    )
    for first, last in ((8, 8), (8, 9))
)  # fmt: skip
