"""The minutes of the roll call where they are work: before every duty, in its hours and off the rest (DUTY-1)."""

from collections.abc import Mapping


def roll_call_work(values: Mapping[str, object]) -> int:
    """Minutes worked before each duty: those of the roll call where the centre counts them, else 0."""
    minutes = values.get("roll_call_minutes", 0)
    return minutes if values.get("roll_call_is_work") and isinstance(minutes, int) else 0
