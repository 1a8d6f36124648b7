"""Handing a result to the files."""

import json
import time
from pathlib import Path

from roster.engine.outcome import Result
from roster.files import roster_csv
from roster.model import Case
from roster.rule import TICKS, Rulebook
from roster.text import Language


def write_result(
    case: Case, rulebook: Rulebook, result: Result, out: Path, language: Language, began: float
) -> Result:
    """Write what there is to write; the result with the seconds that it took to the last file."""
    del case, rulebook, language
    out.mkdir(parents=True, exist_ok=True)
    report = {"status": result.status.value, "objective": (result.objective_ticks or 0) / TICKS}
    (out / "report.json").write_text(json.dumps(report), encoding="utf-8")
    if result.roster is not None:
        roster_csv.write(out / "roster.csv", result.roster.duties)
    print(time.monotonic() - began)
    return result
