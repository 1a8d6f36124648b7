"""One rule that a request breaks, told to the person who asks."""

from dataclasses import dataclass

from roster.text import Text


@dataclass(frozen=True, slots=True)
class Refusal:
    """One rule that a request breaks, told to the person who asks.

    Never holds somebody else's private reason (protection, sickness). `alternative` is the nearest thing the rule
    would allow, None where there is none. `party` is the one whose months, duties or places it is about, None where
    it is about no single person's.
    """

    rule: str
    clause: str
    message: Text
    measured: Text
    allowed: Text
    alternative: Text | None = None
    party: str | None = None
