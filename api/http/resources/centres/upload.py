"""A case that somebody sends: a .zip of its folder, or a workbook. Memory and disk are bounded whatever it holds."""

import io
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from api.problem import UNSUPPORTED, Problem
from constraints import CATALOGUE
from roster.errors import Fault, InputError
from roster.files.notice import Notice
from roster.files.read_case import read_case
from roster.files.report import Report
from roster.files.sheets.limits import MAX_FILE_BYTES
from roster.files.sheets.unpack import holds_more
from roster.files.sheets.workbook import Workbook
from roster.model import Case
from roster.rule import Rulebook
from roster.text import Language, Text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
MAX_MEMBERS = 64
MAX_UNPACKED_BYTES = 2 * MAX_FILE_BYTES
CHUNK_BYTES = 1 << 16
SUFFIXES = frozenset({".csv", ".toml"})


KEPT_AS = ("case.xlsx", "roster.csv")
"""What a workbook and a roster are called here, whatever they were called when they were sent."""


@contextmanager
def unpacked_upload(data: bytes, media_type: str) -> Iterator[Path]:
    """The folder or workbook that was sent, for as long as it is read."""
    kind = media_type.split(";", maxsplit=1)[0].strip().lower()
    with tempfile.TemporaryDirectory(prefix="roster-import-") as name:
        folder = Path(name)
        if kind == "application/zip":
            place = folder / "case"
            place.mkdir()
            _unzip(data, place)
        elif kind == XLSX:
            place = folder / KEPT_AS[0]
            place.write_bytes(data)
        elif kind == CSV:
            place = folder / KEPT_AS[1]
            place.write_bytes(data)
        else:
            raise Problem(UNSUPPORTED, Text(f"请用 application/zip 或 {XLSX}", f"Send application/zip or {XLSX}"))
        yield place


def holds_case(place: Path) -> bool:
    """Whether what was sent is a case; else it can only be a roster of one."""
    if place.is_dir():
        return True
    if place.suffix == ".csv":
        return False
    book = Workbook(place, Report(), ("agents", "shifts"), confined=True)
    return any(book.has(table) for table in ("centre", "agents", "shifts")) or not book.readable


def annotated(place: Path, faults: Sequence[Fault], language: Language) -> bytes:
    """What was sent as a workbook, each fault framed in its cell, its remedy as the cell's comment."""
    # The library that writes workbooks takes its time to load; most answers need none.
    from roster.files.workbook.annotated import write_annotated

    with tempfile.TemporaryDirectory(prefix="roster-annotated-") as folder:
        target = Path(folder) / "annotated.xlsx"
        write_annotated(target, place, faults, language, confined=True)
        return target.read_bytes()


def read_upload(data: bytes, media_type: str) -> tuple[Case, tuple[Notice, ...]]:
    """The case, and what is worth saying about it; InputError with every fault."""
    with unpacked_upload(data, media_type) as place:
        return read_case(place, confined=True, judge=lambda centre: Rulebook.of(CATALOGUE, centre))


def _unzip(data: bytes, folder: Path) -> None:
    """The plain files of a case out of a zip, by their last names; each is read in pieces and counted."""
    if holds_more(data, MAX_MEMBERS):
        raise _fault(Text(f"文件超过 {MAX_MEMBERS} 个", f"it holds more than {MAX_MEMBERS} files"))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = [item for item in archive.infolist() if not item.is_dir()]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _fault(Text("不是完好的 zip 文件", "this is not a sound zip file")) from error
    if len(members) > MAX_MEMBERS:
        raise _fault(Text(f"文件超过 {MAX_MEMBERS} 个", f"it holds more than {MAX_MEMBERS} files"))
    left = MAX_UNPACKED_BYTES
    seen: set[str] = set()
    for item in members:
        plain = PurePosixPath(item.filename.replace("\\", "/")).name
        if PurePosixPath(plain).suffix.lower() not in SUFFIXES or plain.startswith("."):
            continue
        if plain in seen:
            raise _fault(Text(f"{plain} 出现两次", f"{plain} comes twice"))
        seen.add(plain)
        left = _copy(archive, item, folder / plain, min(left, MAX_FILE_BYTES), left)


def _copy(archive: zipfile.ZipFile, item: zipfile.ZipInfo, target: Path, most: int, left: int) -> int:
    try:
        with archive.open(item) as source, target.open("wb") as out:
            while piece := source.read(CHUNK_BYTES):
                most -= len(piece)
                left -= len(piece)
                if most < 0:
                    break
                out.write(piece)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise _fault(Text("zip 文件损坏或加密", "the zip file is damaged or encrypted")) from error
    except zlib.error as error:
        raise _fault(Text("zip 文件损坏", "the zip file is damaged")) from error
    if most < 0:
        raise _fault(Text("解压后过大", "it is too large once unpacked"))
    return left


def _fault(problem: Text) -> InputError:
    remedy = Text(
        "压缩案例文件夹(centre.toml 与 CSV)后重发", "Zip the case's folder (centre.toml and CSV files) and send it"
    )
    return InputError([Fault("upload", None, None, problem, remedy)])
