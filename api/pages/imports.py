"""Import a case: sent, looked through, its faults at their cells; or what it would change, and then taken in."""

import re
import secrets
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Response

from api.accounts.caller import Right
from api.http.dependencies import needs
from api.http.resources.centres.routes import difference_of, left_aside_of
from api.http.resources.centres.upload import CSV, KEPT_AS, XLSX, annotated, holds_case, read_upload, unpacked_upload
from api.http.resources.centres.workbook import case_download
from api.http.resources.rosters.sent import SentRoster, keep_sent, read_sent
from api.http.routing import takes
from api.office.office import parse_month
from api.pages import words
from api.pages.forms import Form
from api.pages.problems import Trouble, trouble
from api.pages.shell import Here, PageRoute, Shell
from api.problem import TOO_LARGE, Problem, input_problem
from constraints import CATALOGUE
from roster.cases import STARTER_MONTH, write_example
from roster.desk.rosters.case_difference import case_difference
from roster.desk.rosters.month_desk import open_month
from roster.desk.rosters.roster_desk import edit_case, export_case, import_case, versions
from roster.errors import Fault, InputError, NotFoundError, RosterError
from roster.files.excerpts import excerpts
from roster.files.notice import Notice
from roster.files.read_case import read_case
from roster.files.read_roster import roster_of
from roster.files.write_case import Cell, case_tables, in_language
from roster.model import Case, Month
from roster.rule import Rulebook
from roster.store.case_rows import centres, months_of
from roster.store.roster_rows import BINDING
from roster.text import Language, Text, counted
from roster.words import field_name, place_name

router = APIRouter(route_class=PageRoute, include_in_schema=False)
KINDS = {".zip": "application/zip", ".xlsx": XLSX, ".csv": CSV}
WAITS_SECONDS = 3600.0
"""How long a file that was looked through waits to be taken in."""
MOST_FAULTS = 300
TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")
CENTRE = re.compile(r"[A-Za-z0-9._-]{1,64}")


def need_import(here: Shell) -> None:
    """NotFoundError for who takes in no cases."""
    here.need(Right.STAFF)


@router.get("/import")
def ask(here: Here) -> Response:
    """Where a file is sent from."""
    need_import(here)
    return _page(here)


def _page(here: Shell, problem: Trouble | None = None, **view: Any) -> Response:
    base: dict[str, Any] = {
        "most": here.parts.settings.upload_megabytes,
        "new_centre": here.may(Right.ADMIN) and here.caller.centre_id is None,
        "faults": None,
        "files": {},
        "ready": None,
        "sent": None,
        "token": "",
        "more": 0,
        "name": "",
        "next_month": month_to_open(here),
        "example_month": _example_month(here),
        "typed": "",
    }
    return here.render("import.html", problem=problem, here="/import", **{**base, **view})


def month_to_open(here: Shell) -> Month | None:
    """The month that may be opened: the one after the latest, once that is published."""
    latest = max(here.months, default=None)
    return latest.next if latest is not None and here.desk.board(latest).published else None


@router.post("/import/month")
def open_next(here: Here, form: Form) -> Response:
    """The month after the latest is made from it, without a file."""
    need_import(here)
    month = parse_month(form.needed("month"))

    def act() -> Response:
        open_month(here.desk, here.caller.person, month)
        return here.see(f"/rosters/new?month={month}", "opened")

    return here.attempt(act, lambda problem: _page(here, problem), form)


@router.get("/import/example.xlsx")
def example(here: Here) -> Response:
    """The bundled hotline as a workbook: what a case looks like, for who has none yet; its month lies ahead."""
    need_import(here)
    return case_download(_example(_example_month(here)), here.language)


@lru_cache(maxsize=1)
def _example(month: Month) -> Case:
    """The example of a month, made once: it is the same for everybody."""
    with tempfile.TemporaryDirectory(prefix="roster-example-") as name:
        write_example(Path(name), month)
        return read_case(Path(name))[0]


def _example_month(here: Shell) -> Month:
    """The bundled month where it lies ahead, else the one after the clock's."""
    today = here.now.astimezone(here.zone).date()
    return STARTER_MONTH if STARTER_MONTH.first > today else Month.of(today).next


@router.post("/import", dependencies=[needs(Right.STAFF)])
@takes(0)
def look(here: Here, form: Form) -> Response:
    """Look a file through; nothing is stored but the file itself, for an hour."""
    need_import(here)
    given = form.files.get("file")

    def act() -> Response:
        if given is None or not given.filename:
            raise input_problem("file", Text("没有选文件", "no file is chosen"), Text("选一个文件", "Choose a file"))
        name = given.filename
        kind = KINDS.get(Path(name).suffix.lower())
        if kind is None:
            raise input_problem(
                "file",
                Text(f"{name} 不是 .zip 或 .xlsx", f"{name} is neither .zip nor .xlsx"),
                Text(
                    "案例文件夹打包成 .zip,或用 .xlsx 工作簿;班表可用 .xlsx 或 .csv",
                    "Zip the case's folder, or send the .xlsx workbook; a roster as .xlsx or .csv",
                ),
            )
        data = given.file.read(here.parts.settings.upload_megabytes * 2**20 + 1)
        if len(data) > here.parts.settings.upload_megabytes * 2**20:
            raise Problem(TOO_LARGE)
        centre_id = _centre_id(here, form.get("centre"))
        suffix = Path(name).suffix.lower()
        with unpacked_upload(data, kind) as place:
            is_case = holds_case(place)
        try:
            if not is_case:
                sent, month = _sent(here, centre_id, data, kind)
                return _page(here, sent=_roster_ready(here, sent, month, _keep(here, data, suffix)), name=name)
            case, notices = read_upload(data, kind)
            notes = _notes(here, (*notices, *left_aside_of(here.parts, centre_id, case)))
        except InputError as error:
            return _faulty(here, error, data, kind, name, token=_keep(here, data, suffix))
        token = _keep(here, data, suffix)
        return _page(here, ready=_ready(here, centre_id, case, token, notes), name=name)

    return here.attempt(act, lambda problem: _page(here, problem, typed=form.get("centre")))


def _notes(here: Shell, notices: Sequence[Notice]) -> list[str]:
    """Notices in words; those that say the same of several places are one line."""
    places: dict[Text, list[str]] = {}
    for notice in notices:
        places.setdefault(notice.message, []).append(_place_words(here, notice))
    comma = here.say(words.comma)
    return [f"{comma.join(where)}: {here.say(message)}" for message, where in places.items()]


def _place_words(here: Shell, notice: Notice) -> str:
    """Where a notice points to: sheet and row, without the name under which the file is kept."""
    sheet = place_name(notice.file, here.language).rpartition("!")[2]
    row = "" if notice.row is None else here.say(Text(f" 第 {notice.row} 行", f" row {notice.row}"))
    field = "" if notice.field is None else f" {field_name(notice.field, notice.file, here.language)}"
    return f"{sheet}{row}{field}"


def _sent(here: Shell, centre_id: str, data: bytes, kind: str) -> tuple[SentRoster, Month]:
    """The roster in a file, of the month that the page is about."""
    month = here.month
    if month is None:
        raise input_problem(
            "file",
            Text("这是班表,而本中心还没有人员和班次", "this is a roster, and the centre has no people and shifts yet"),
            Text("先导入案例", "Import the case first"),
        )
    with unpacked_upload(data, kind) as place:
        return read_sent(here.parts, centre_id, month, place), month


def _roster_ready(here: Shell, sent: SentRoster, month: Month, token: str) -> dict[str, Any]:
    return {
        "token": token,
        "month": month,
        "duties": len(sent.roster.duties),
        "on_duty": len({duty.agent_id for duty in sent.roster.duties}),
        "breaches": sent.breaches,
        "changes": sent.changes,
        "moved": sent.people,
        "notices": _notes(here, sent.notices),
    }


def _centre_id(here: Shell, asked: str) -> str:
    if here.caller.centre_id is not None or not here.may(Right.ADMIN):
        if here.centre_id is None:
            raise NotFoundError("centre")
        return here.centre_id
    chosen = asked or here.centre_id or ""
    if not CENTRE.fullmatch(chosen):
        raise input_problem(
            "centre",
            Text("中心代号只能用字母、数字、点、横线", "a centre's id holds letters, digits, dots and dashes alone"),
            Text("例如 hotline", "For instance hotline"),
        )
    return chosen


def _faulty(here: Shell, error: InputError, data: bytes, kind: str, name: str, token: str) -> Response:
    shown = error.faults[:MOST_FAULTS]
    try:
        with unpacked_upload(data, kind) as place:
            rows = excerpts(place, shown, confined=True)
    except RosterError:
        rows = tuple(None for _ in shown)
    faults = [
        {
            "file": _file_words(here, fault.file, name),
            "row": fault.row,
            "field": None if fault.field is None else field_name(fault.field, fault.file, here.language),
            "problem": fault.problem.to(here.language),
            "remedy": fault.remedy.to(here.language),
            "excerpt": excerpt,
        }
        for fault, excerpt in zip(shown, rows, strict=True)
    ]
    problem = trouble(error, here.language)
    head = Text(
        f"{name}:{len(error.faults)} 处有误,什么都没有保存",
        f"{name}: {counted(len(error.faults), 'fault')}; nothing is stored",
    )
    plain = Trouble(problem.status, head.to(here.language))
    return _page(
        here,
        plain,
        faults=faults,
        files=Counter(_file_words(here, fault.file, name) for fault in error.faults),
        name=name,
        more=len(error.faults) - len(shown),
        token=token,
    )


def _file_words(here: Shell, file: str, name: str) -> str:
    """The sheet or file that a fault lies in, by the name under which it was sent."""
    _, of_book, place = place_name(file, here.language).rpartition("!")
    return name if not of_book and Path(place).name in KEPT_AS else place


@router.get("/import/{token}/annotated.xlsx")
def with_comments(here: Here, token: str) -> Response:
    """The file that waits, as a workbook in which each fault stands at its cell."""
    need_import(here)
    path = _waiting(here, token)
    if path is None:
        raise NotFoundError(token)
    with unpacked_upload(path.read_bytes(), KINDS[path.suffix]) as place:
        faults: tuple[Fault, ...] = ()
        try:
            if holds_case(place):
                read_case(place, confined=True, judge=lambda centre: Rulebook.of(CATALOGUE, centre))
            else:
                roster_of(place, here.board.case)
        except InputError as error:
            faults = tuple(error.faults)
        workbook = annotated(place, faults, here.language)
    name = quote(here.say(Text("带批注", "annotated")) + ".xlsx")
    headers = {"Content-Disposition": f"attachment; filename=\"annotated.xlsx\"; filename*=UTF-8''{name}"}
    return Response(workbook, media_type=XLSX, headers=headers)


def _waiting(here: Shell, token: str) -> Path | None:
    if not TOKEN.fullmatch(token):
        raise NotFoundError(token)
    return next(iter(_folder(here).glob(f"{here.caller.account_id}.{token}.*")), None)


def _folder(here: Shell) -> Path:
    folder = here.parts.settings.folder / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if time.time() - old.stat().st_mtime > WAITS_SECONDS:
            old.unlink(missing_ok=True)
    return folder


def _keep(here: Shell, data: bytes, suffix: str) -> str:
    token = secrets.token_urlsafe(18)
    path = _folder(here) / f"{here.caller.account_id}.{token}{suffix}"
    path.touch(mode=0o600)
    path.write_bytes(data)
    return token


def _ready(here: Shell, centre_id: str, case: Case, token: str, notices: list[str]) -> dict[str, Any]:
    return {
        "token": token,
        "centre_id": centre_id,
        "case": case,
        "difference": difference_of(here.parts, centre_id, case),
        "people": _changed_people(here, centre_id, case),
        "beside": _beside(here, centre_id, case),
        "notices": notices,
        "state": _state(here, centre_id, case),
    }


def _known_before(here: Shell, centre_id: str, case: Case, *, itself: bool) -> Case | None:
    """The centre's latest month before the case's; with `itself` the same month where it is known. None without any."""
    with here.parts.store.reading() as connection:
        months = [one for one in months_of(connection, centre_id) if one < case.month or (itself and one == case.month)]
    return export_case(here.parts.office.desk(centre_id), max(months)) if months else None


def _changed_people(here: Shell, centre_id: str, case: Case) -> dict[str, Any]:
    """Known ids with another name, and those with other data beside it: old and new, in the words of the table."""
    known = _known_before(here, centre_id, case, itself=True)
    if known is None:
        return {"renamed": [], "changed": [], "month": None}
    columns, before = _people_rows(known, here.language)
    _, after = _people_rows(case, here.language)
    renamed = [
        (who, known.agent_by_id[who].name, case.agent_by_id[who].name) for who in case_difference(known, case).renamed
    ]
    changed = [
        (f"{who} {case.agent_by_id[who].name}", cells)
        for who in after
        if who in before
        and (cells := [row for row in zip(columns, before[who], after[who], strict=True) if row[1] != row[2]])
    ]
    return {"renamed": renamed, "changed": changed, "month": known.month}


def _people_rows(case: Case, language: Language) -> tuple[Sequence[str], dict[str, Sequence[Cell]]]:
    """The table of people as a file has it in a language, behind id and name: its columns, and its rows by id."""
    columns, rows = in_language("agents", case_tables(case)["agents"], language)
    return columns[2:], {str(row[0]): row[2:] for row in rows}


def _beside(here: Shell, centre_id: str, case: Case) -> dict[str, Any] | None:
    """Who joins and leaves against the month before, and the centre's name where the file has another; None alone."""
    last = _known_before(here, centre_id, case, itself=False)
    if last is None:
        return None
    change, people = case_difference(last, case), {**case.agent_by_id, **last.agent_by_id}

    def named(ids: Sequence[str]) -> list[str]:
        return [f"{who} {people[who].name}" for who in ids]

    other = last.centre.name if last.centre.name != case.centre.name else ""
    return {"month": last.month, "joined": named(change.joined), "left": named(change.left), "other_name": other}


def _state(here: Shell, centre_id: str, case: Case) -> str:
    """`published` or `closed` where a roster of the month binds already; empty otherwise."""
    with here.parts.store.reading() as connection:
        if not any(row.centre_id == centre_id for row in centres(connection)):
            return ""
    try:
        existing = versions(here.parts.office.desk(centre_id), case.month)
    except NotFoundError:
        return ""
    return next((item.state.value for item in existing if item.state in BINDING), "")


@router.post("/import/{token}")
def take_in(here: Here, form: Form, token: str) -> Response:
    """Take in the file that was looked through."""
    need_import(here)
    path = _waiting(here, token)

    def act() -> Response:
        if path is None:
            raise input_problem(
                "file",
                Text("文件等得太久,已删除", "the file waited too long and is gone"),
                Text("再选一次文件", "Choose it again"),
            )
        data, kind = path.read_bytes(), KINDS[path.suffix]
        centre_id = _centre_id(here, form.get("centre"))
        if form.ticked("roster"):
            here.need(Right.PLAN)
            sent, month = _sent(here, centre_id, data, kind)
            note = form.get("note")[:200]
            made = keep_sent(here.parts, here.caller, centre_id, month, sent, note, key=token)
            path.unlink(missing_ok=True)
            return here.see(f"/rosters/{made.roster_id}", "drafted")
        case, _ = read_upload(data, kind)
        desk = here.parts.office.new_desk(centre_id)
        if _state(here, centre_id, case):
            edit_case(desk, here.caller.person, case.month, lambda _: case, key=token)
        else:
            import_case(desk, here.caller.person, case, key=token)
        path.unlink(missing_ok=True)
        where = "" if here.caller.centre_id is not None else f"&centre={centre_id}"
        return here.see(f"/rosters?month={case.month}{where}", "imported")

    return here.attempt(act, lambda problem: _page(here, problem))
