"""The formats of one workbook, each made once."""

from typing import Any

from roster.text import Language

GRID = "BFBFBF"
HEAD = "D9E1F2"
WEEKEND = "EDEDED"
HOLIDAY = "F8CBAD"
MAKEUP = "BDD7EE"
LEAVE = "C6C6C6"
HATCH = {"pattern": 14, "fg_color": "BFBFBF", "bg_color": "FFFFFF"}
"""Thin diagonals: days outside the employment."""
NOT_HERE = "—"
"""What stands on them, since not every program and printer draws diagonals; it is read back as no duty."""

BODY = {WEEKEND: "F2F2F2", HOLIDAY: "FCEBE2", MAKEUP: "E4EFF8"}
"""The paler shades under the headings, where shifts have their own colours."""
RED = "C00000"


class Styles:
    """The formats of one workbook, each made once: Excel holds them in a table of its own."""

    def __init__(self, workbook: Any, language: Language) -> None:
        self._workbook = workbook
        self._base = {
            "font_name": "Microsoft YaHei" if language == "zh" else "Calibri",
            "font_size": 9,
            "valign": "vcenter",
        }
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def __call__(self, **properties: object) -> Any:
        """The format with these XlsxWriter properties on top of the house's font."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format({**self._base, **properties})
        return self._made[key]

    def boxed(self, **properties: object) -> Any:
        """The same, in a thin box."""
        return self(border=1, border_color=GRID, **properties)

    def head(self, **properties: object) -> Any:
        """A heading cell."""
        return self.boxed(**{"bold": True, "bg_color": HEAD, "align": "center", "text_wrap": True, **properties})

    def bold_alone(self) -> Any:
        """Bold, and nothing else: what a condition puts on top of a cell's own format."""
        key = (("condition", "bold"),)
        if key not in self._made:
            self._made[key] = self._workbook.add_format({"bold": True})
        return self._made[key]

    def title(self) -> Any:
        """A block's title."""
        return self(bold=True, font_size=11)

    def note(self) -> Any:
        """A remark under a table."""
        return self(font_color="595959")
