"""`roster seats`: the seats that the load asks for."""

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, TextIO

import typer

from api.cli.cases import load_case
from api.cli.errors import reporting_errors
from api.cli.options import AS_CSV, CaseArgument, JsonOption, LangOption
from api.cli.speech import Speech
from roster.files.csv_file import csv_file
from roster.report.service import SeatService, service_of_seats
from roster.text import Language, clock_time
from roster.words import column_word

COLUMNS = ("date", "time", "job", "seats", "min_seats", "calls", "service_level", "answer_rate", "occupancy")


def seats(
    case: CaseArgument,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", callback=AS_CSV, help="Write the table here. 写入文件")
    ] = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """由话务量计算座席需求 · The seats that the load asks for, per interval and job, as CSV.

    Where calls are given, also what that many seats promise: the share of calls answered in time, the share answered
    at all, and the share of time spent talking.
    """
    speech = Speech.of(lang)
    with reporting_errors(speech):
        read, _ = load_case(case, speech)
        rows = service_of_seats(read)
        if as_json:
            speech.json([dict(zip(COLUMNS, _row(row), strict=True)) for row in rows])
        if out is not None:
            with csv_file(out) as file:
                write(file, rows, speech.written)
        elif not as_json:
            write(sys.stdout, rows, speech.written)


def write(file: TextIO, rows: Iterable[SeatService], language: Language = "en") -> None:
    """As seats.csv, with the service beside it; its columns named in a language."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([column_word(column, "seats").to(language) for column in COLUMNS])
    writer.writerows(_row(row) for row in rows)


def _row(row: SeatService) -> Sequence[object]:
    seat = row.seat
    time = clock_time(seat.minute)
    service = (row.calls, row.service_level, row.answer_rate, row.occupancy)
    shown = ("" if value is None else round(value, 4) for value in service)
    return seat.day.isoformat(), time, seat.job, seat.seats, seat.min_seats, *shown
