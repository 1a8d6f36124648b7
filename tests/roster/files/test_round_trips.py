"""Every file that the product writes, it reads back to the same thing: each writer has its round trip here."""

import ast
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from small_case import read
from small_month import small_case as month_case
from small_month import small_roster

from api.cli.commands.case import seats as seats_command
from api.http.resources.centres.tables import rows_of, with_rows
from constraints import CATALOGUE
from roster.bench.shift24 import solution
from roster.breaks import plan_breaks
from roster.cases.bundle import write_starter
from roster.engine.problem.outcome import Result, Status
from roster.errors import InputError
from roster.files import report_json, roster_csv
from roster.files.calendars import diary, drawn_calendars, entries_before, write_calendars
from roster.files.case_target import write_to
from roster.files.next_month import next_month
from roster.files.notice import Notice
from roster.files.outputs import export_roster
from roster.files.qa_files import read_marks, write_plan
from roster.files.read_breaks import read_breaks, write_breaks
from roster.files.read_case import read_case
from roster.files.read_roster import read_roster
from roster.files.workbook.annotated import write_annotated
from roster.files.workbook.book import write_workbook
from roster.model import Case, Duty, Month, Roster
from roster.qa import QaPolicy, QualityMark, plan_samples
from roster.report.service import service_of_seats
from roster.rule import Evidence, Rulebook
from roster.text import Language

ROOT = Path(__file__).parents[3]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

FULL = {
    "centre": (
        'name = "热线"\ntimezone = "Asia/Shanghai"\nmonth = "2026-10"\ninterval_minutes = 60\ncountry = "CN"\n'
        'holidays = "holidays.csv"\n[service]\nseconds = 15\nshrinkage = 0.1\n'
        '[rules]\nleave_kinds = ["护理假"]\n[rules.STREAK]\nmax_consecutive_days = 6\n[weights]\nwish = 2\n'
    ),
    "agents": (
        "agent_id,name,team,role,jobs,grade,contract_hours,rotating,protected,trainee_until,start_date,end_date\n"
        "001,王芳,一班,leader,call;mail,senior,166.65,true,,,2020-01-01,\n"
        '002,"\'=李,强",一班,agent,call,junior,,true,哺乳期:2026-12-31;minor,2026-10-12,,2026-10-30\n'
        "003,张伟,二班,deputy,call,,160,false,,,,\n004,赵敏,二班,agent,QA,,,,,,,\n"
    ),
    "shifts": (
        "code,name,start,end,break_minutes,jobs,night,breaks,second_start,second_end\n"
        'E,早,08:00,16:00,0,,,30@11:00-13:30;15@09:00-10:30,,\nN,夜,22:00,06:00,30,"call;mail",true,,,\n'
        "S,两头,08:00,12:00,0,call,,,16:00,20:00\n"
    ),
    "seats": "date,time,job,seats,min_seats\n2026-10-12,08:00,call,2,1\n2026-10-12,09:00,mail,1,0\n",
    "load": "date,time,job,calls,aht_seconds\n2026-10-13,08:00,call,42.5,180\n2026-10-13,09:00,call,0,0.5\n",
    "leave": (
        "agent_id,kind,start,end,status,priority,special,extreme\n"
        "001,annual,2026-10-20,2026-10-21,approved,1,false,false\n"
        "002,护理假,2026-10-22,2026-11-03,requested,5,true,true\n"
        "003,personal,2026-10-23T11:00,2026-10-23T15:00,approved,2,false,false\n"
        "001,study,2027-02-08,2027-02-10,requested,1,false,false\n"
    ),
    "wishes": "agent_id,date,shift,weight\n001,2026-10-03,off,2\n002,2026-10-14,N,-1\n003,2026-10-05,work,1\n",
    "availability": (
        "agent_id,weekday,date,shift,available,start,end\n001,6,,,false,,\n002,,2026-10-17,N,true,,\n"
        "003,1,,,false,08:00,12:00\n"
    ),
    "history": "agent_id,date,shift,job\n001,2026-09-30,N,call\n003,2026-09-30,S,call\n",
    "ahead": "agent_id,date,shift,job\n001,2026-11-01,E,mail\n",
    "pins": "agent_id,date,shift,job\n001,2026-10-13,E,\n002,2026-10-14,off,\n003,2026-10-15,E,call\n",
    "contracts": "agent_id,month,hours\n001,2026-09,150.5\n",
    "tasks": (
        "task_id,name,role,every,time,roll,clause\nR-01,报告,leader,month:22,18:00,before,LEAD-4\n"
        "R-02,巡检,job:QA,week:1,open-30,stay,\n"
    ),
    "stayed": "agent_id,date,shift,minutes\n001,2026-10-01,E,45\n",
    "entitlements": "agent_id,kind,days,carried_over,used\n001,annual,10,2.5,1\n",
    "holidays": "date,kind,name\n2026-10-19,off,店庆\n2026-10-24,work,\n",
}


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> Case:
    """A case with rows in every table, those of odd shapes among them."""
    case_read, _ = read(tmp_path_factory.mktemp("full") / "case", **FULL)
    assert all(getattr(case_read, name) for name in ("leaves", "wishes", "availability", "history", "ahead", "pins"))
    assert all(
        getattr(case_read, name)
        for name in ("contracts", "tasks", "entitlements", "stayed", "load", "seats", "later_leaves")
    )
    return case_read


def _duties(case: Case) -> Roster:
    day = date(2026, 10, 12)
    duties = [Duty(who, day.replace(day=12 + k), "E", "call") for who in ("001", "003") for k in range(3)]
    duties += [Duty("002", day, "S", "call"), Duty("002", day.replace(day=14), "N", "call")]
    duties += [Duty("001", day.replace(day=13), "N", "mail"), Duty("004", day, "E", "QA")]
    return Roster.of(duties, [1])


def _rulebook(case: Case) -> Rulebook:
    return Rulebook.of(CATALOGUE, case.centre)


def case_in_folder_or_workbook(case: Case, folder: Path) -> None:
    """`init`, `import`, `desk plan`: a case as a folder or as the workbook to fill in, in both languages."""
    for language in LANGUAGES:
        for target in (folder / language, folder / f"{language}.xlsx"):
            write_to(target, case, language)
            assert read_case(target)[0] == case, target.name


def a_planned_month(case: Case, folder: Path) -> None:
    """`desk plan`, `init --from`: the month after, with history, what lies ahead and what leave is left."""
    single = [duty for duty in _duties(case).duties if (duty.shift, duty.job) != ("N", "mail")]
    following = next_month(replace(case, ahead=()), Roster.of(single, [1]))
    assert following.month == Month(2026, 11)
    case_in_folder_or_workbook(following, folder)


def the_starter(case: Case, folder: Path) -> None:
    """`init`: what lies on disk reads, and written again reads the same."""
    write_starter(folder / "starter", Month(2026, 12))
    case_in_folder_or_workbook(read_case(folder / "starter")[0], folder)


def a_table_over_http(case: Case, folder: Path) -> None:
    """Each table as the API gives it, put back as it was given."""
    for table in ("agents", "shifts", "load", "seats", "leave", "wishes", "availability", "pins", "history"):
        assert with_rows(case, table, rows_of(case, table)) == case, table


def a_roster_list(case: Case, folder: Path) -> None:
    """roster.csv, with two duties on one day."""
    roster_csv.write(folder / "roster.csv", _duties(case).duties)
    assert read_roster(folder / "roster.csv", case).duties == _duties(case).duties


def a_roster_workbook(case: Case, folder: Path) -> None:
    """roster.xlsx: the duties and the leave that the roster grants."""
    roster = _duties(case)
    for language, given in zip((*LANGUAGES, LANGUAGES[0]), (roster, roster, Roster.of([])), strict=True):
        write_workbook(folder / "roster.xlsx", Evidence(case, given), _rulebook(case), language)
        said: list[Notice] = []
        assert read_roster(folder / "roster.xlsx", case, said) == given, language
        assert [notice.line() for notice in said if "left aside" in notice.message.en] == [], language


def an_exported_month(case: Case, folder: Path) -> None:
    """`export`, `desk export`: list and workbook alike, with the breaks of a day."""
    roster = _duties(case)
    export_roster(folder, case, _rulebook(case), roster, "zh", break_days=[date(2026, 10, 12)])
    assert read_roster(folder / "roster.csv", case).duties == roster.duties
    assert read_roster(folder / "roster.xlsx", case) == roster


def calendars(case: Case, folder: Path) -> None:
    """The agents' calendars: the entries of the roster before, from which changes are told."""
    evidence = Evidence(case, _duties(case))
    for language in LANGUAGES:
        out = folder / language
        out.mkdir()
        write_calendars(out, case, language, drawn_calendars(evidence, language))
        current = diary(evidence, evidence.utc(case.month.first, 0), language, None)
        entries = entries_before(out, case, None, language) or {}
        assert {agent_id: _bare(events) for agent_id, events in entries.items()} == {
            agent.agent_id: _bare(events) for agent in case.agents if (events := current.own(agent.agent_id))
        }


def _bare(events) -> list[tuple[object, ...]]:
    return sorted((event.uid, event.start, event.end, event.summary, event.sequence) for event in events)


def breaks_of_a_day(case: Case, folder: Path) -> None:
    """`breaks --out`, and `--told` of the next plan."""
    evidence = Evidence(case, _duties(case))
    placed = plan_breaks(evidence, date(2026, 10, 12)).placed
    assert len(placed) > 2
    with (folder / "breaks.csv").open("w", encoding="utf-8-sig", newline="") as file:
        write_breaks(file, evidence, placed)
    assert set(read_breaks(folder / "breaks.csv", case, evidence)) == set(placed)


def a_plan_of_samples(case: Case, folder: Path) -> None:
    """`qa plan --out`: with marks beside the samples it is the file of marks."""
    evidence = Evidence(case, _duties(case))
    plan = plan_samples(evidence, QaPolicy("QA"), {"001": 1, "003": 1})
    assert len(plan.samples) == 2
    for language, columns in zip(LANGUAGES, ("得分,问题", "points,faults"), strict=True):
        text = StringIO()
        write_plan(text, evidence, plan, language)
        head, *rows = text.getvalue().splitlines()
        marked = [f"{head},{columns}", *(f"{row},{90 - place},语速;礼貌" for place, row in enumerate(rows))]
        (folder / f"{language}.csv").write_text("\n".join(marked), encoding="utf-8-sig")
        assert read_marks(folder / f"{language}.csv", case) == tuple(
            QualityMark(item.monitor.agent_id, item.agent.agent_id, item.agent.day, 90 - place, ("语速", "礼貌"))
            for place, item in enumerate(plan.samples)
        )


def seats_of_the_load(case: Case, folder: Path) -> None:
    """`seats --out`: as seats.csv of a case without the load it asks for the same seats."""
    for language in LANGUAGES:
        target = folder / language
        write_to(target, replace(case, load=()), "en")
        with (target / "seats.csv").open("w", encoding="utf-8-sig", newline="") as file:
            seats_command.write(file, service_of_seats(case), language)
        assert sorted(read_case(target)[0].seats, key=str) == sorted(case.seats, key=str)


def an_annotated_workbook(case: Case, folder: Path) -> None:
    """What was sent comes back with its faults marked: read once more it has the same faults and no others."""
    write_to(folder / "sent.xlsx", case, "zh")
    write_to(folder / "sent", case, "zh")
    bad = folder / "sent" / "意愿.csv"
    bad.write_text("工号,日期,班次\n999,2026-10-03,休\n001,2026-10-33,E\n", encoding="utf-8-sig")
    first = _faults(folder / "sent")
    assert len(first) == 2
    write_annotated(folder / "marked.xlsx", folder / "sent", first, "zh")
    assert [fault.problem for fault in _faults(folder / "marked.xlsx")] == [fault.problem for fault in first]


def _faults(path: Path):
    with pytest.raises(InputError) as caught:
        read_case(path)
    return caught.value.faults


def a_report(case: Case, folder: Path) -> None:
    """report.json, which programs read: the same content."""
    month = month_case()
    result = Result(Status.FEASIBLE, small_roster(month), 0, 0, 1.0, "clock", 0)
    content = report_json.report(month, Rulebook.of((), month.centre), result, "zh")
    report_json.write(folder / "report.json", content)
    assert json.loads((folder / "report.json").read_text(encoding="utf-8")) == json.loads(json.dumps(content))


def a_solution_of_a_benchmark(case: Case, folder: Path) -> None:
    """`bench`: a solution that the checker reads."""
    solved = solution.Solution(7, 6.5, (("a", 0, "E"), ("b", 1, "N")))
    solution.write(folder / "solution.json", solved)
    assert solution.read(folder / "solution.json") == solved


TRIPS: dict[str, Callable[[Case, Path], None]] = {
    "roster/files/write_case.py write_case": case_in_folder_or_workbook,
    "roster/files/workbook/case_book.py write_case_book": a_planned_month,
    "roster/cases/bundle.py write_starter": the_starter,
    "api/http/resources/centres/tables.py with_rows": a_table_over_http,
    "roster/files/roster_csv.py text": a_roster_list,
    "roster/files/csv_file.py csv_file": a_roster_list,
    "roster/files/workbook/book.py write_workbook": a_roster_workbook,
    "roster/files/outputs.py export_roster": an_exported_month,
    "roster/files/calendars/folder.py write_calendars": calendars,
    "roster/files/calendars/folder.py put": calendars,
    "roster/files/read_breaks.py write_breaks": breaks_of_a_day,
    "roster/files/qa_files.py write_plan": a_plan_of_samples,
    "api/cli/commands/case/seats.py write": seats_of_the_load,
    "roster/files/workbook/annotated.py write_annotated": an_annotated_workbook,
    "roster/files/report_json.py write": a_report,
    "roster/bench/shift24/solution.py write": a_solution_of_a_benchmark,
}
ELSEWHERE = {
    "api/store/archive.py backup": "restored to the same store: tests/api/cli/test_operator_commands.py",
    "roster/cases/folder.py centre": "a bundled case, read whole: tests/roster/cases",
    "roster/cases/folder.py _table": "a bundled case, read whole: tests/roster/cases",
    "roster/cases/model_case.py copy_to": "a bundled case, read whole: tests/roster/cases",
}
FOR_PEOPLE = {
    "roster/files/print_page.py write_page": "a page to print",
    "roster/files/qa_files.py write_summary": "a summary of marks, which are kept",
    "api/cli/commands/case/check.py _write": "findings, which the check makes anew",
    "roster/desk/swaps/register_csv.py text": "the register, which the store keeps",
    "api/http/resources/centres/upload.py unpacked_upload": "what somebody sent, as it came",
    "api/http/resources/centres/upload.py _copy": "what somebody sent, as it came",
    "api/pages/imports.py _keep": "what somebody sent, as it came",
    "api/operation/instance.py sole_service": "the lock of the one service on a folder",
    "api/jobs/durable.py __init__": "where a job's process says what it does",
    "roster/files/sheets/unpack.py _transitional": "a Strict workbook, rewritten for the reader",
}


MARKS = ("write_text(", "write_bytes(", "writestr(", ".open(", "csv.writer(", "xlsxwriter.Workbook(")


def _writers() -> Iterator[str]:
    """Functions that make a table, a workbook or a file, by file and name."""
    for path in sorted([*ROOT.glob("roster/**/*.py"), *ROOT.glob("api/**/*.py")]):
        text = path.read_text(encoding="utf-8")
        if not any(mark in text for mark in MARKS):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and any(map(_writes, ast.walk(node))):
                yield f"{path.relative_to(ROOT).as_posix()} {node.name}"


def _writes(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    name, owner = node.func.attr, node.func.value
    if name in {"write_text", "write_bytes", "writestr"}:
        return True
    if name == "open":
        return any(isinstance(item, ast.Constant) and str(item.value)[:1] in set("wax") for item in node.args)
    return isinstance(owner, ast.Name) and (owner.id, name) in {("csv", "writer"), ("xlsxwriter", "Workbook")}


def test_every_writer_has_its_round_trip_or_says_why_not():
    listed = {*TRIPS, *ELSEWHERE, *FOR_PEOPLE} - {"roster/files/outputs.py export_roster"}
    assert set(_writers()) == listed


@pytest.mark.parametrize("trip", dict.fromkeys(TRIPS.values()), ids=lambda trip: trip.__name__)
def test_what_is_written_reads_back_to_the_same(trip, case, tmp_path):
    trip(case, tmp_path)
