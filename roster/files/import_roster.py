"""A roster edited by hand, brought back as roster.csv."""

from pathlib import Path

from roster.files import roster_csv
from roster.files.atomic import written_whole
from roster.files.notice import Notice
from roster.files.read_roster import read_roster
from roster.model import Case, Roster

FILE = "roster.csv"


def import_roster(path: Path, case: Case, out: Path, said: list[Notice] | None = None) -> Roster:
    """Read a roster edited by hand (roster.xlsx or roster.csv) and write it as `out`/roster.csv.

    Other files in `out` stay as they are. InputError with every fault, and then nothing is written; StorageError
    where the disk refuses.
    """
    roster = read_roster(path, case, said)
    with written_whole(out, {FILE}) as folder:
        roster_csv.write(folder / FILE, roster.duties)
    return roster
