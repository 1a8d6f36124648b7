"""roster.xlsx: the whole workbook."""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import xlsxwriter

from roster.breaks import BreakPlan
from roster.engine.problem.outcome import RosterVerdict, Unmet
from roster.files.workbook.breaks_sheet import write_breaks
from roster.files.workbook.contents import Contents
from roster.files.workbook.coverage_sheet import write_coverage
from roster.files.workbook.fairness_sheet import write_fairness
from roster.files.workbook.roster_sheet import write_roster
from roster.files.workbook.seats_sheet import write_seats
from roster.files.workbook.service_sheet import write_service
from roster.files.workbook.styles import Styles
from roster.files.workbook.unmet_sheet import write_unmet
from roster.rule.evidence import Evidence
from roster.rule.rulebook import Rulebook
from roster.text import Language


def write_workbook(
    target: Path | BinaryIO,
    evidence: Evidence,
    rulebook: Rulebook,
    language: Language = "zh",
    *,
    unmet: Sequence[Unmet] = (),
    verdict: RosterVerdict | None = None,
    breaks: Sequence[BreakPlan] = (),
) -> None:
    """Write roster.xlsx to a path or an open binary file; the same roster gives the same bytes.

    A sheet for each day whose breaks are planned (`breaks`).

    Cells hold typed values, never formulas: ids stay text, and no text that people entered is ever run. OSError where
    the disk refuses.
    """
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    with xlsxwriter.Workbook(target, options) as workbook:
        # The month's first moment stands for the time of making, so that a clock never changes the file.
        first = evidence.utc(evidence.case.month.first, 0).replace(tzinfo=None)
        workbook.set_properties({"title": evidence.case.centre.name, "created": first})
        contents = Contents(evidence, rulebook, language, tuple(unmet), verdict)
        styles = Styles(workbook, language)
        write_roster(workbook, contents, styles)
        write_coverage(workbook, contents, styles)
        write_service(workbook, contents, styles)
        write_fairness(workbook, contents, styles)
        write_unmet(workbook, contents, styles)
        write_seats(workbook, contents, styles)
        for plan in breaks:
            write_breaks(workbook, contents, styles, plan)
