"""What a run hands over, as one set of files."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from roster.breaks import BreakPlan, PlacedBreak, by_duty, keep_breaks, plan_breaks
from roster.engine.problem.outcome import Result
from roster.files import report_json, roster_csv
from roster.files.atomic import written_whole
from roster.files.calendars import CalendarSet, drawn_calendars, entries_before, write_calendars
from roster.files.workbook.book import write_workbook
from roster.model import Case, Roster
from roster.rule.evidence import Evidence
from roster.rule.rulebook import Rulebook
from roster.text import Language

REPORT = "report.json"
ROSTER_CSV = "roster.csv"
ROSTER_XLSX = "roster.xlsx"
CALENDARS = "calendars"
OUTPUTS = (ROSTER_CSV, ROSTER_XLSX, REPORT, CALENDARS)
"""The names in an output folder that belong to a run; other files there are left alone."""


def write_outputs(
    out: Path,
    case: Case,
    rulebook: Rulebook,
    result: Result,
    language: Language = "zh",
    *,
    published: Roster | None = None,
) -> None:
    """Write what a run hands over into `out`: all of it or, without a roster, only report.json.

    An earlier run's files are replaced as one set: `out` never shows a roster beside another run's report. Until the
    last moment they stay as they were. `published`: the roster that this one re-plans; the calendars then say what
    changed since. StorageError where the disk refuses.
    """
    with written_whole(out, OUTPUTS) as staging:
        report_json.write(staging / REPORT, report_json.report(case, rulebook, result, language))
        if result.roster is not None:
            before = None if published is None else entries_before(out / CALENDARS, case, published, language)
            evidence = Evidence(case, result.roster)
            drawn = drawn_calendars(evidence, language, before=before)
            _write_roster(staging, evidence, rulebook, result, language, calendars=drawn)


def export_roster(
    out: Path,
    case: Case,
    rulebook: Rulebook,
    roster: Roster,
    language: Language = "zh",
    *,
    break_days: Sequence[date] = (),
    fixed: Mapping[date, Sequence[PlacedBreak]] | None = None,
    calendars: CalendarSet | None = None,
) -> None:
    """Write the files of any roster, one made by hand included, into `out`; an earlier run's files give way.

    The breaks of `break_days` stand on a sheet a day: those `fixed` of a day as they are, of other days they are
    planned. No report.json: nothing was solved. `calendars` None: those of the roster, with these breaks; where `out`
    holds some of the month already, the new ones say what changed since. StorageError where the disk refuses.
    """
    with written_whole(out, OUTPUTS) as staging:
        evidence = Evidence(case, roster)
        breaks = [
            keep_breaks(evidence, day, fixed[day]) if fixed and fixed.get(day) else plan_breaks(evidence, day)
            for day in sorted(set(break_days))
        ]
        if calendars is None:
            before = entries_before(out / CALENDARS, case, None, language)
            calendars = drawn_calendars(evidence, language, by_duty(breaks), before)
        _write_roster(staging, evidence, rulebook, None, language, breaks=breaks, calendars=calendars)


def _write_roster(
    staging: Path,
    evidence: Evidence,
    rulebook: Rulebook,
    result: Result | None,
    language: Language,
    *,
    breaks: Sequence[BreakPlan] = (),
    calendars: CalendarSet,
) -> None:
    roster_csv.write(staging / ROSTER_CSV, evidence.roster.duties)
    unmet, verdict = ((), None) if result is None else (result.unmet, result.verdict)
    write_workbook(staging / ROSTER_XLSX, evidence, rulebook, language, unmet=unmet, verdict=verdict, breaks=breaks)
    folder = staging / CALENDARS
    folder.mkdir()
    write_calendars(folder, evidence.case, language, calendars)
