import csv
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, TextIO

import typer

from api.cli.cases import load_case
from api.cli.errors import told
from api.cli.options import CaseArgument, JsonOption, LangOption
from api.cli.speech import Speech
from roster.model import SeatRequirement


def seats(
    case: CaseArgument,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write the table here. 写入文件")] = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """由话务量计算座席需求 · The seats that the load asks for, per interval and job, as CSV."""
    speech = Speech.of(lang)
    with told(speech):
        read, _ = load_case(case, speech)
        if as_json:
            speech.json([dict(zip(COLUMNS, _row(seat), strict=True)) for seat in read.seats])
        if out is not None:
            out.parent.mkdir(parents=True, exist_ok=True)
            with out.open("w", encoding="utf-8", newline="") as file:
                write(file, read.seats)
        elif not as_json:
            write(sys.stdout, read.seats)


COLUMNS = ("date", "time", "job", "seats", "min_seats")


def write(file: TextIO, rows: Iterable[SeatRequirement]) -> None:
    """As seats.csv."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(seat) for seat in rows)


def _row(seat: SeatRequirement) -> tuple[str, str, str, int, int]:
    time = f"{seat.minute // 60:02d}:{seat.minute % 60:02d}"
    return seat.day.isoformat(), time, seat.job, seat.seats, seat.min_seats
