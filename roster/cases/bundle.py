"""The cases inside the package and where they are."""

from datetime import date
from pathlib import Path
from shutil import copyfile

BUNDLED = ("hotline", "hall")
# On the first morning after the holidays a campaign starts on 180: the seats are set by hand, two as a floor.
CAMPAIGN_SEATS = [(date(2026, 10, 8), 540 + 30 * interval, "180", 9, 2) for interval in range(6)]
_HERE = Path(__file__).parent


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

    into = into or _HERE / "bundled"
    write_hotline(into / "hotline", agents=70, month="2026-10", staffing="bundled", history_days=30)
    CaseFolder(into / "hotline").seats(CAMPAIGN_SEATS)
    write_hall(into / "hall")


def write_starter(folder: Path) -> list[Path]:
    """Write the small editable case into ``folder`` and return its files; existing files are left untouched.

    Raises ``FileExistsError`` when a file of the same name is already there (nothing is written then).
    """
    sources = sorted((_HERE / "starter").iterdir())
    targets = [folder / source.name for source in sources]
    there = [str(target) for target in targets if target.exists()]
    if there:
        raise FileExistsError(", ".join(there))
    folder.mkdir(parents=True, exist_ok=True)
    for source, target in zip(sources, targets, strict=True):
        copyfile(source, target)
    return targets
