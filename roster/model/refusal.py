"""One rule that a request breaks, told to the person who asks."""

from dataclasses import dataclass, field

from roster.text import Text

SAY_WHY = Text("写明事由", "name the reason")
"""The way out of a request that says nothing: the form, or the command, has a place for it."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One rule that a request breaks, told to the person who asks.

    Never holds somebody else's private reason (protection, sickness). `alternative` is the nearest thing the rule
    would allow, None where there is none. `party` is the one whose months, duties or places it is about, None where
    it is about no single person's. `offers` is what the alternative asks for, where that is something to be asked at
    the desk: requests that no rule refuses, each once those before it are carried out. `subject` is the request that
    stands in its way, as the log names it (`swap:` or `leave:` and its id).
    """

    rule: str
    clause: str
    message: Text
    measured: Text
    allowed: Text
    alternative: Text | None = None
    party: str | None = None
    offers: tuple[object, ...] = field(default=(), compare=False, repr=False)
    subject: str = field(default="", compare=False)
