from collections.abc import Iterable
from dataclasses import dataclass

from roster.model import Shift


@dataclass(frozen=True, slots=True)
class Colour:
    """A shift's colour: `fill` and `ink` as RRGGBB for paper and screen, `css` a CSS3 name for calendars."""

    fill: str
    ink: str
    css: str


_DAY = (
    Colour("FFF2CC", "3F3F3F", "gold"),
    Colour("E2F0D9", "3F3F3F", "yellowgreen"),
    Colour("DDEBF7", "3F3F3F", "deepskyblue"),
    Colour("FFD9B3", "3F3F3F", "orange"),
    Colour("D5F0EE", "3F3F3F", "turquoise"),
    Colour("F4DCEB", "3F3F3F", "orchid"),
    Colour("EDE7D9", "3F3F3F", "tan"),
    Colour("F8D7DA", "3F3F3F", "salmon"),
)
_NIGHT = (
    Colour("44546A", "FFFFFF", "midnightblue"),
    Colour("6B5B95", "FFFFFF", "darkslateblue"),
    Colour("3A6073", "FFFFFF", "darkslategray"),
)


def shift_colours(shifts: Iterable[Shift]) -> dict[str, Colour]:
    """A colour for each shift's code: light by day, dark by night, in the order of their starts."""
    ordered = sorted(shifts, key=lambda shift: (shift.start_minute, shift.end_minute, shift.code))
    found = {}
    for colours, group in (
        (_DAY, [shift for shift in ordered if not shift.is_night]),
        (_NIGHT, [shift for shift in ordered if shift.is_night]),
    ):
        found.update({shift.code: colours[place % len(colours)] for place, shift in enumerate(group)})
    return found
