"""Colours of shifts for paper, screen and calendars, of enough contrast."""

from collections.abc import Iterable
from dataclasses import dataclass

from roster.model import Shift


@dataclass(frozen=True, slots=True)
class Colour:
    """A shift's colour: `fill` and `ink` as RRGGBB for paper and screen, `css` a CSS3 name for calendars."""

    fill: str
    ink: str
    css: str


INK, WHITE = "1A1C20", "FFFFFF"
_DAY = (
    Colour("DBC168", INK, "darkkhaki"),
    Colour("F6E3D0", INK, "bisque"),
    Colour("96C08A", INK, "darkseagreen"),
    Colour("70D2B8", INK, "mediumaquamarine"),
    Colour("E2F3F3", INK, "lightcyan"),
    Colour("B2B7EB", INK, "lightsteelblue"),
    Colour("DED3EB", INK, "thistle"),
    Colour("F4C9D3", INK, "pink"),
)
_NIGHT = (
    Colour("182948", WHITE, "midnightblue"),
    Colour("633189", WHITE, "indigo"),
    Colour("2B4E59", WHITE, "darkslategray"),
)
# Chosen together: any two differ by 11.0 or more (CIEDE2000), by 6.7 or more for who sees no red or no green; the ink
# on a day's fill has a contrast of 8:1 or more, on a night's of 9:1 (WCAG 2.2).


def shift_colours(shifts: Iterable[Shift]) -> dict[str, Colour]:
    """A colour for each shift's code: light by day, dark by night, in the order of their starts."""
    ordered = sorted(shifts, key=lambda shift: (shift.start_minute, shift.end_minute, shift.code))
    assigned = {}
    for colours, group in (
        (_DAY, [shift for shift in ordered if not shift.is_night]),
        (_NIGHT, [shift for shift in ordered if shift.is_night]),
    ):
        assigned.update({shift.code: colours[place % len(colours)] for place, shift in enumerate(group)})
    return assigned
