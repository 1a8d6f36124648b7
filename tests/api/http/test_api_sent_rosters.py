"""A roster sent as a file: said what it would mean, kept as a draft, its faults; a case given back with its faults."""

import io
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from api.http.resources.centres.upload import XLSX
from api.office.drafts import fill_draft
from roster.desk.desk import SYSTEM
from roster.desk.grades.grade_desk import set_grade
from roster.desk.rosters.close_desk import planning_case
from roster.files.read_case import read_case
from roster.model import Grade, Month, Roster

CSV = {"Content-Type": "text/csv"}
HEAD = "agent_id,date,shift,job\n"
PATH = "/rosters/import?month=2026-10&centre_id=hotline"


def send(world, who, text, **query):
    more = "".join(f"&{name}={value}" for name, value in query.items())
    return world.call(who, "POST", PATH + more, content=text.encode(), headers=CSV)


def test_a_list_of_duties_becomes_a_draft(world):
    text = HEAD + "a,2026-10-20,E,189\nb,2026-10-20,L,189\n"
    report = send(world, "planner", text, dry_run="true").json()
    assert (report["month"], report["duties"], report["changes"]) == ("2026-10", 2, None)
    assert world.get("planner", "/rosters?centre_id=hotline").json()["items"] == []
    made = send(world, "planner", text)
    assert made.status_code == 201
    duties = world.get("planner", f"/rosters/{made.json()['id']}/duties").json()["items"]
    assert [(item["agent_id"], item["shift"]) for item in duties] == [("a", "E"), ("b", "L")]


def test_beside_a_published_roster_it_says_what_differs(world):
    world.publish()
    report = send(world, "leader", HEAD + "a,2026-10-20,L,189\n", dry_run="true").json()
    assert report["changes"] > 1


def test_leave_filed_at_the_desk_is_granted_by_what_is_sent_solved_or_edited(world):
    """Through every door a draft grants the filed request itself, where it leaves its days free."""
    asked = {"kind": "personal", "start": "2026-10-21", "end": "2026-10-21", "reason": "family"}
    leave = world.post("agent", "/leave", asked).json()["id"]

    def granted(roster_id):
        return [item["leave_id"] for item in world.get("leader", f"/rosters/{roster_id}/grants").json()["items"]]

    free, taken = HEAD + "a,2026-10-20,E,189\n", HEAD + "a,2026-10-21,E,189\n"
    sent = send(world, "planner", free).json()["id"]
    assert granted(sent) == [leave]
    assert granted(send(world, "planner", taken).json()["id"]) == []
    duties = [{"agent_id": "b", "date": "2026-10-20", "shift": "L", "job": "189"}]
    read = world.get("planner", f"/rosters/{sent}")
    put = world.call(
        "planner", "PUT", f"/rosters/{sent}/duties", json=duties, headers={"If-Match": read.headers["etag"]}
    )
    assert (put.status_code, granted(sent)) == (200, [leave])
    for places, kept in (((), []), ((0,), [leave])):
        with world.parts.store.reading() as connection:
            stored = world.parts.office.stored(connection, sent)
        leaves = planning_case(world.desk, Month(2026, 10)).leaves
        fill_draft(world.desk, "planner", stored, Roster.of((), places), "roster.solve", leaves=leaves)
        assert granted(sent) == kept


def test_its_faults_come_all_at_once_and_nothing_is_kept(world):
    answer = send(world, "planner", HEAD + "zz,2026-10-20,E,189\na,2026-13-20,E,189\na,2026-10-21,Q,189\n")
    assert answer.status_code == 422
    assert {fault["row"] for fault in answer.json()["faults"]} == {2, 3, 4}
    assert world.get("planner", "/rosters?centre_id=hotline").json()["items"] == []


def test_an_agent_sends_none(world):
    assert send(world, "agent", HEAD).status_code == 404


def test_next_months_draft_is_the_workbook_that_is_imported(world, tmp_path):
    world.publish()
    answer = world.get("planner", "/centres/hotline/case.xlsx?month=2026-10&following=true")
    assert answer.headers["content-disposition"] == 'attachment; filename="case-2026-11.xlsx"'
    (tmp_path / "case.xlsx").write_bytes(answer.content)
    case, _ = read_case(tmp_path / "case.xlsx")
    assert str(case.month) == "2026-11"
    # The past stays in the store: a late swap counts too.
    assert all(str(Month.of(duty.day)) != "2026-10" for duty in case.history)
    same = world.get("planner", "/centres/hotline/case.xlsx?month=2026-10")
    (tmp_path / "same.xlsx").write_bytes(same.content)
    again, _ = read_case(tmp_path / "same.xlsx")
    assert (len(again.agents), again.seats) == (len(case.agents), world.desk.board(Month(2026, 10)).case.seats)


def test_a_case_says_which_of_its_grades_give_way_to_what_was_decided(world):
    sent = world.get("planner", "/centres/hotline/case.xlsx?month=2026-10").content
    set_grade(world.desk, SYSTEM, "a", date(2026, 10, 1), Grade.SENIOR)
    for query in ("?dry_run=true", ""):
        answer = world.call(
            "planner", "POST", f"/centres/hotline/import{query}", content=sent, headers={"Content-Type": XLSX}
        )
        [line] = [line for line in answer.json()["notices"] if line.startswith("agents [grade]: 1 grade is not as")]
        assert "decided senior from 2026-10-01" in line
    rows = world.get("planner", "/centres/hotline/agents?month=2026-10").json()["items"]
    assert next(row["grade"] for row in rows if row["agent_id"] == "a") == "senior"
    lowered = [{**row, "grade": "junior"} if row["agent_id"] == "a" else row for row in rows]
    refused = world.call("planner", "PUT", "/centres/hotline/agents?month=2026-10", json=lowered)
    assert (refused.status_code, refused.json()["faults"][0]["problem"]) == (
        422,
        "the grade of a was decided to be senior from 2026-10-01",
    )


def test_a_case_comes_back_with_its_faults_at_their_cells(world, tmp_path):
    import shutil

    from roster.cases import write_starter

    write_starter(tmp_path / "case")
    path = tmp_path / "case" / "agents.csv"
    path.write_text(path.read_text("utf-8").replace("leader", "chieftain", 1), "utf-8")
    data = Path(shutil.make_archive(str(tmp_path / "sent"), "zip", tmp_path / "case")).read_bytes()
    answer = world.call(
        "planner",
        "POST",
        "/centres/hotline/import?annotate=true",
        content=data,
        headers={"Content-Type": "application/zip", "Accept-Language": "en"},
    )
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[0] == "Faults"
    framed = [cell for row in book["agents"].iter_rows() for cell in row if cell.comment is not None]
    assert [cell.value for cell in framed] == ["chieftain"]
    assert book["Faults"].cell(2, 1).hyperlink.location == f"'agents'!{framed[0].coordinate}"
