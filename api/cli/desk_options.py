"""Options of the commands that work on a store, and the desk they open."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from inspect import Parameter
from pathlib import Path
from typing import Annotated, get_args

import typer

from api.cli.errors import refusal_lines
from api.cli.speech import Speech
from constraints import CATALOGUE
from roster.desk.desk import SYSTEM, Desk
from roster.desk.opening import open_desk
from roster.errors import Fault, InputError, NotFoundError
from roster.model import Month
from roster.model.requests import Wall, wall_span
from roster.rule import Refusal
from roster.store.case_rows import centres
from roster.store.connect import Store, open_store
from roster.text import Text
from roster.words import normal

YEARLESS = ["%m-%d", "%m/%d", "%m.%d", "%m月%d日"]
"""Days as people say them; `with_year` finds the year."""
DAY = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", *YEARLESS]
MOMENT = [*DAY, "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%m-%dT%H:%M", *(f"{day} %H:%M" for day in YEARLESS)]
"""Days and moments as tables take them too; the first is the one that messages show."""
NO_YEAR = 4
"""The year that is read where none is written: one that has a 29 February."""


def a_day(written: str) -> datetime:
    """A day as people write it, its year `NO_YEAR` where none is written; ValueError for what is no day."""
    return _read(written, DAY)


def a_moment(written: str) -> datetime:
    """A day, or one with a time of day, as people write them; ValueError for what is neither."""
    return _read(written, MOMENT)


def _read(written: str, formats: Sequence[str]) -> datetime:
    for one in formats:
        # Without a year the library reads 1900, which had no 29 February.
        given, form = (written, one) if "%Y" in one else (f"{NO_YEAR:04} {written}", f"%Y {one}")
        try:
            return datetime.strptime(given, form)  # noqa: DTZ007 - of the centre's zone
        except ValueError:
            continue
    raise ValueError(f"{written!r} does not match the formats {', '.join(map(repr, formats))}.")


DayArgument = Annotated[datetime, typer.Argument(formats=DAY, parser=a_day, metavar="DATE", help="2026-10-31. 日期")]
StoreOption = Annotated[
    str,
    typer.Option(
        "--store",
        envvar=["ROSTER_STORE", "ROSTER_DATABASE_URL", "ROSTER_DATA"],
        help="The store: a folder, a file, or postgresql://… 数据库(文件夹、文件或地址)",
    ),
]
CentreOption = Annotated[str, typer.Option("--centre", help="The centre's id, where there are several. 中心编号")]
ActorOption = Annotated[str, typer.Option("--as", metavar="PERSON", help="Who acts. 操作人")]
AsOption = Annotated[str, typer.Option("--as", metavar="PERSON", help="Who acts (unset: the operator). 操作人")]
KeyOption = Annotated[
    str | None, typer.Option("--key", metavar="WORD", help="The same word twice is one act. 防重复:同一个词只办一次")
]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why. 事由")]
MonthArgument = Annotated[str, typer.Argument(metavar="MONTH", help="2026-10. 月份")]
DEFAULT_STORE = "roster-data"


def with_year(moment: datetime, today: date) -> datetime:
    """A day that was named without its year, in the year in which it lies nearest to today; others as they are.

    InputError for 29 February where the nearest has none.
    """
    if moment.year != NO_YEAR:
        return moment
    years = (today.year, today.year + 1, today.year - 1)
    near = min(years, key=lambda year: abs((date(year, moment.month, min(moment.day, 28)) - today).days))
    try:
        return moment.replace(year=near)
    except ValueError:
        problem = Text(f"{near} 年没有 2月29日", f"{near} has no 29 February")
        remedy = Text("写明年份,如 2028-02-29", "Write the year too, as in 2028-02-29")
        raise InputError([Fault("date", None, None, problem, remedy)]) from None


def takes_days(parameter: Parameter) -> bool:
    """Whether a command's parameter takes days, which may lack their year (a time of day alone has none either)."""
    formats = (getattr(said, "formats", None) or () for said in get_args(parameter.annotation)[1:])
    return any(YEARLESS[0] in several for several in formats)


def day_of(moment: datetime) -> date:
    """The date that an argument names; without its year, in commands over files, the nearest to this machine's day."""
    return with_year(moment, datetime.now().astimezone().date()).date()


def span_of(start: datetime, end: datetime) -> tuple[Wall, Wall]:
    """From when to when two arguments mean: days, or moments where they hold a time of day."""
    first, last = ((moment.date(), moment.hour * 60 + moment.minute or None) for moment in (start, end))
    return wall_span(first, last)


def month_of(text: str, today: date | None = None) -> Month:
    """The month that an argument names; without its year (`12月`, `12`) the nearest to today, this machine's if unset.

    InputError for anything else.
    """
    plain = normal(text).replace(" ", "")
    bare = re.fullmatch(r"([0-9]{1,2})月?份?", plain)
    written = re.fullmatch(r"([0-9]{4})[-年./]([0-9]{1,2})月?份?", plain)
    try:
        if bare:
            return _nearest(int(bare[1]), today or datetime.now().astimezone().date())
        return Month.parse(f"{written[1]}-{int(written[2]):02d}" if written else text)
    except ValueError:
        problem = Text(f"“{text}” 不是月份", f"“{text}” is no month")
        remedy = Text("写成 2026-10,或 10月", "Write it as 2026-10")
        raise InputError([Fault("month", None, None, problem, remedy)]) from None


def told_month(text: str, today: date, speech: Speech) -> Month:
    """The month that an argument names; said where no year was written. InputError for no month."""
    month = month_of(text, today)
    if f"{month.year}" not in normal(text):
        speech.complain(Text(f"月份读作 {month}", f"The month is read as {month}"))
    return month


def _nearest(number: int, today: date) -> Month:
    """The month of that number whose middle lies nearest to a day; ValueError for no month's number."""
    middles = [date(today.year + more, number, 15) for more in (0, 1, -1)]
    return Month.of(min(middles, key=lambda middle: abs(middle - today)))


def takes_month(parameter: Parameter) -> bool:
    """Whether a command's parameter takes a month, as its help says."""
    said = get_args(parameter.annotation)[1:]
    return any((getattr(one, "metavar", None) or "").strip("[]") == "MONTH" for one in said)


def store_at(address: str, *, new: bool = False) -> Store:
    """The store at an address; a folder holds it as `roster.sqlite`.

    NotFoundError where there is none, unless it may be `new`: nobody is told that all is well with a store misspelt.
    """
    path = _file_of(address)
    if path is not None and new:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    elif path is not None and not path.is_file():
        raise NotFoundError(
            Text(
                f"数据库 {address};请先运行 roster desk import CASE,或用 --store 指明已有的",
                f"a store at {address}; run roster desk import CASE first, or name the one there is with --store",
            )
        )
    return open_store(address if path is None else path)


def _file_of(address: str) -> Path | None:
    """The file of SQLite that an address means; None for a server's."""
    kind, apart, place = address.partition("://")
    if apart:
        return Path(place.removeprefix("/")) if kind == "sqlite" else None
    path = Path(address)
    return path if path.suffix in {".db", ".sqlite"} else path / "roster.sqlite"


@contextmanager
def desk_at(address: str, centre: str = "", *, new: bool = False) -> Iterator[Desk]:
    """The desk of a centre: the one named, or the only one. NotFoundError without it, unless it is to be made."""
    store = store_at(address, new=new)
    try:
        with store.reading() as connection:
            known = [row.centre_id for row in centres(connection)]
        if new and centre:
            chosen = centre
        elif centre:
            chosen = centre if centre in known else ""
        else:
            chosen = known[0] if len(known) == 1 else ("centre" if new and not known else "")
        if not chosen and not known:
            raise NotFoundError(
                Text(
                    "案例(数据库中还没有);请先运行 roster desk import CASE",
                    "a case: the store holds none yet; run roster desk import CASE first",
                )
            )
        if not chosen:
            raise NotFoundError(
                Text(
                    f"中心 {centre}(现有:{', '.join(known)})"
                    if centre
                    else f"唯一的中心;请用 --centre 写明其一:{', '.join(known)}",
                    f"centre {centre} among {', '.join(known)}"
                    if centre
                    else f"a single centre; name one with --centre: {', '.join(known)}",
                )
            )
        yield open_desk(store, chosen, CATALOGUE)
    finally:
        store.close()


def operator() -> str:
    """Who acts where nobody is named: the operator of the machine."""
    return os.environ.get("ROSTER_ACTOR", SYSTEM)


def tell_refusals(refusals: tuple[Refusal, ...], speech: Speech) -> None:
    """Refusals for people, each with its clause and values, and the nearest ways."""
    for line in refusal_lines(refusals, speech):
        speech.say_line(line)
