"""The cases inside the package and where they are."""

import re
from datetime import date
from pathlib import Path
from shutil import copytree

from roster.model import Month

BUNDLED = ("hotline", "hall")
# On the first morning after the holidays a campaign starts on 180: the seats are set by hand, two as a floor.
CAMPAIGN_SEATS = [(date(2026, 10, 8), 540 + 30 * interval, "180", 9, 2) for interval in range(6)]
STARTER_MONTH = Month(2026, 10)
_HERE = Path(__file__).parent
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def bundled_folder(name: str) -> Path:
    """The folder of a bundled case; ``KeyError`` when there is none of that name."""
    if name not in BUNDLED:
        raise KeyError(name)
    return _HERE / "bundled" / name


def write_bundled(into: Path | None = None) -> None:
    """Write the bundled cases as their generators make them, into the package or into another folder."""
    # The generators bring compiled code; whoever only copies a case need not wait for it.
    from roster.cases.folder import CaseFolder
    from roster.cases.hall import write_hall
    from roster.cases.hotline import write_hotline
    from roster.cases.tasks import HOTLINE_TASKS

    into = into or _HERE / "bundled"
    write_hotline(into / "hotline", agents=70, month="2026-10", staffing="bundled", history_days=30, monitors=2)
    CaseFolder(into / "hotline").seats(CAMPAIGN_SEATS)
    CaseFolder(into / "hotline").tasks(HOTLINE_TASKS)
    write_hall(into / "hall")


def write_example(into: Path, month: Month) -> None:
    """Write the bundled hotline into an empty folder, of a month of one's own: as it is where that is its month."""
    if month == STARTER_MONTH:
        copytree(bundled_folder("hotline"), into, dirs_exist_ok=True)
        return
    from roster.cases.folder import CaseFolder
    from roster.cases.hotline import write_hotline
    from roster.cases.tasks import HOTLINE_TASKS

    write_hotline(into, agents=70, month=str(month), staffing="bundled", history_days=30, monitors=2)
    CaseFolder(into).tasks(HOTLINE_TASKS)


def write_starter(folder: Path, month: Month | None = None) -> list[Path]:
    """Write the small editable case into ``folder`` and return its files; existing files are left untouched.

    With ``month`` the case is about that one: each day's seats are those of the nearest day of its weekday, everything
    else keeps its distance from the month's first day. Raises ``FileExistsError`` when a file of the same name is
    already there (nothing is written then).
    """
    sources = sorted((_HERE / "starter").iterdir())
    targets = [folder / source.name for source in sources]
    there = [str(target) for target in targets if target.exists()]
    if there:
        raise FileExistsError(", ".join(there))
    folder.mkdir(parents=True, exist_ok=True)
    for source, target in zip(sources, targets, strict=True):
        own = month is None or month == STARTER_MONTH
        text = source.read_text(encoding="utf-8") if own or month is None else _moved(source, month)
        # By its first bytes Excel knows that a table is UTF-8.
        target.write_text(text, encoding="utf-8-sig" if source.suffix == ".csv" else "utf-8", newline="")
    return targets


def _moved(source: Path, month: Month) -> str:
    """A file of the starter as another month has it."""
    text = source.read_text(encoding="utf-8")
    if source.name == "centre.toml":
        return text.replace(f'"{STARTER_MONTH}"', f'"{month}"')
    if source.name == "seats.csv":
        head, *rows = text.splitlines(keepends=True)
        return head + "".join(
            row.replace(str(like), str(day), 1)
            for day in month
            for like in [_like(day)]
            for row in rows
            if row.startswith(str(like))
        )
    ahead = month.first - STARTER_MONTH.first
    return _DATE.sub(lambda match: str(date.fromisoformat(match.group()) + ahead), text)


def _like(day: date) -> date:
    """The starter's day of the same weekday that is nearest to the day's place in its month."""
    return min(
        (other for other in STARTER_MONTH if other.weekday() == day.weekday()),
        key=lambda other: abs(other.day - day.day),
    )
