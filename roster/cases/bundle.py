"""The cases inside the package and where they are."""

from pathlib import Path
from shutil import copyfile

from roster.cases.hotline import write_hotline

BUNDLED = ("hotline", "hall")
_HERE = Path(__file__).parent


def bundled_folder(name: str) -> Path:
    """The folder of a bundled case; ``KeyError`` when there is none of that name."""
    if name not in BUNDLED:
        raise KeyError(name)
    return _HERE / "bundled" / name


def write_bundled(into: Path | None = None) -> None:
    """Write the bundled cases as their generators make them, into the package or into another folder."""
    into = into or _HERE / "bundled"
    write_hotline(into / "hotline", agents=70, month="2026-10", staffing="bundled", history_days=30)


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
