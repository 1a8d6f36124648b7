from pathlib import Path

from roster.engine.outcome import Result
from roster.files import report_json, roster_csv
from roster.files.atomic import written_whole
from roster.files.calendars import write_calendars
from roster.model import Case, Roster
from roster.rule.evidence import Evidence
from roster.rule.rulebook import Rulebook
from roster.text import Language

REPORT = "report.json"
ROSTER_CSV = "roster.csv"
CALENDARS = "calendars"
OUTPUTS = (ROSTER_CSV, REPORT, CALENDARS)
"""The names in an output folder that belong to a run; other files there are left alone."""


def write_outputs(out: Path, case: Case, rulebook: Rulebook, result: Result, language: Language = "zh") -> None:
    """Write what a run hands over into `out`: all of it or, without a roster, only report.json.

    An earlier run's files are replaced as one set: `out` never shows a roster beside another run's report. Until the
    last moment they stay as they were. StorageError where the disk refuses.
    """
    with written_whole(out, OUTPUTS) as staging:
        report_json.write(staging / REPORT, report_json.report(case, rulebook, result, language))
        if result.roster is not None:
            _write_roster(staging, case, result.roster, language)


def _write_roster(staging: Path, case: Case, roster: Roster, language: Language) -> None:
    evidence = Evidence(case, roster)
    roster_csv.write(staging / ROSTER_CSV, roster.duties)
    calendars = staging / CALENDARS
    calendars.mkdir()
    write_calendars(calendars, evidence, language)
