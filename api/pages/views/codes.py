"""Shifts as coloured codes: one class a shift, so that any code may stand there."""

from collections.abc import Iterable

from roster.files.palette import shift_colours
from roster.model import Case, Shift

DAY_MINUTES = 24 * 60


def shift_classes(case: Case) -> dict[str, str]:
    """The class of each shift's code, by the order of starts as in the legend."""
    return {shift.code: f"s{place}" for place, shift in enumerate(in_order(case.shifts))}


def in_order(shifts: Iterable[Shift]) -> list[Shift]:
    """The legend's order: by start, end, code."""
    return sorted(shifts, key=lambda shift: (shift.start_minute, shift.end_minute, shift.code))


def shift_css(case: Case) -> str:
    """The stylesheet of a month's shifts: light and dark fills, and under the code a bar that shows its hours."""
    colours, lines, dark = shift_colours(case.shifts), list[str](), list[str]()
    for place, shift in enumerate(in_order(case.shifts)):
        colour, name = colours[shift.code], f".s{place}"
        lines.append(f"{name}{{background-color:#{colour.fill};color:#{colour.ink};--bar:#{colour.ink}}}")
        lines.append(f"{name}{{{_bar(shift)}}}")
        if shift.is_night:
            dark.append(f"{name}{{outline:1px solid #8a93a5;outline-offset:-1px}}")
        else:
            ink = f"#{colour.fill}"
            mix = f"color-mix(in srgb,{ink} 24%,#16181d)"
            dark.append(f"{name}{{background-color:#2c2d30;background-color:{mix};color:{ink};--bar:{ink}}}")
    night = "".join(dark)
    scoped = night.replace(".s", ":root:not([data-theme=light]) .s")
    chosen = night.replace(".s", ":root[data-theme=dark] .s")
    return (
        "".join(lines)
        + f"@media (prefers-color-scheme:dark){{{scoped}}}"
        + chosen
        + "@media print{[class^=s],[class*=' s']{color-adjust:exact;print-color-adjust:exact}}"
    )


def _bar(shift: Shift) -> str:
    """The hours on 0–24 h, as a line of two pixels at the foot."""
    spans = [(start, min(end, DAY_MINUTES)) for start, end in shift.spans if start < DAY_MINUTES]
    spans += [(max(0, start - DAY_MINUTES), end - DAY_MINUTES) for start, end in shift.spans if end > DAY_MINUTES]
    stops, at = [], 0
    for first, last in sorted(spans):
        one, two = (round(100 * minute / DAY_MINUTES, 1) for minute in (first, last))
        stops += [f"transparent {at}% {one}%", f"var(--bar) {one}% {two}%"]
        at = two  # type: ignore[assignment]
    stops.append(f"transparent {at}%")
    return (
        f"background-image:linear-gradient(to right,{','.join(stops)});background-size:100% 2px;"
        "background-position:bottom;background-repeat:no-repeat"
    )
