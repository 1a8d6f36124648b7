"""Backup and restore, settings, uploads, health."""

import io
import zipfile
from pathlib import Path

import pytest
from api_world import local, make_world
from pydantic_core._pydantic_core import list_all_errors

from api.fault_words import OWN, REMEDIES, ZH
from api.operation.first_admin import first_admin
from api.settings import PREFIX, Settings, load_settings
from api.store.archive import backup, restore
from roster.cases import bundled_folder
from roster.errors import InputError

DOCS = Path(__file__).parents[3] / "docs"
ZIP = {"Content-Type": "application/zip"}


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def hall() -> dict[str, bytes]:
    return {f"hall/{path.name}": path.read_bytes() for path in bundled_folder("hall").iterdir()}


def test_a_backup_brings_everything_back_under_a_running_service(world, tmp_path):
    world.publish()
    world.clock.at = local(12)
    swap = {"date": "2026-10-20", "partner": "c", "payback_date": "2026-10-23", "reason": "r"}
    one = world.post("agent", "/swaps", swap).json()["id"]
    backup(world.parts.store, tmp_path / "all.zip")
    assert (tmp_path / "all.zip").stat().st_mode & 0o077 == 0
    world.post("agent", f"/swaps/{one}/withdraw")
    two = world.post("agent", "/swaps", {**swap, "payback_date": "2026-10-27"}).json()["id"]
    restore(world.parts.store, tmp_path / "all.zip")
    assert world.get("agent", f"/swaps/{one}").json()["state"] == "requested"
    assert world.get("agent", f"/swaps/{two}").status_code == 404
    assert world.get("admin", "/audit/chain").json()["intact"]
    assert world.post("partner", f"/swaps/{one}/accept").json()["state"] == "accepted"
    draft = world.post("planner", "/rosters", {"centre_id": "hotline", "month": "2026-10"})
    assert draft.status_code == 201


def test_no_backup_is_refused_and_nothing_changes(world, tmp_path):
    wrong = tmp_path / "wrong.zip"
    wrong.write_bytes(zipped({"versions.json": b'{"alembic_version": "0"}'}))
    for path in (wrong, tmp_path / "none.zip"):
        with pytest.raises(InputError):
            restore(world.parts.store, path)
    assert world.get("agent", "/me").status_code == 200


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SESSION_HOURS", "0"),
        ("JOB_SECONDS", "-5"),
        ("PORT", "70000"),
        ("LOG_LEVEL", "loud"),
        ("HEARTBEAT_SECONDS", "60"),
        ("DATABASE_URL", "mysql://me:secret@host/roster"),
        ("JOBS_URL", "postgresql://host:port/roster"),
        ("SMTP_URL", "mail.example.com:25"),
        ("PUBLIC_URL", "roster.example.com"),
        ("SMPT_URL", "smtp://mail.example.com"),
    ],
)
def test_a_setting_nothing_could_work_with_is_refused(name, value):
    with pytest.raises(InputError) as refused:
        load_settings(environment={PREFIX + name: value})
    assert len(refused.value.faults) == 1
    assert "secret" not in str(refused.value)


def test_somebody_elses_variable_is_none_of_ours():
    load_settings(environment={"ROSTER_SERVICE_HOST": "10.0.0.1", "ROSTER_TEAM": "blue"})


def test_settings_at_their_edge_are_taken():
    settings = {"PORT": "65535", "LOG_LEVEL": "DEBUG", "HEARTBEAT_SECONDS": "1", "DEAD_AFTER_SECONDS": "2"}
    assert load_settings(environment={PREFIX + key: value for key, value in settings.items()}).port == 65535


def test_every_setting_is_in_the_table_and_no_other():
    page = (DOCS / "operations.md").read_text(encoding="utf-8")
    documented = {line.split("`")[1] for line in page.splitlines() if line.startswith(f"| `{PREFIX}")}
    assert documented == {PREFIX + name.upper() for name in Settings.model_fields}
    for name, item in Settings.model_fields.items():
        line = next(line for line in page.splitlines() if line.startswith(f"| `{PREFIX}{name.upper()}`"))
        assert item.description in line
        assert f"| {str(item.default).lower() if isinstance(item.default, bool) else item.default} |" in line


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(tmp_path):
    file = tmp_path / "roster.toml"
    file.write_text('port = 1\nhost = "h"\nsession_hours = 2\n', encoding="utf-8")
    settings = load_settings(file, {"ROSTER_PORT": "2", "ROSTER_HOST": "e"}, host="c")
    assert (settings.host, settings.port, settings.session_hours) == ("c", 2, 2)
    with pytest.raises(InputError) as caught:
        load_settings(None, {"ROSTER_PORT": "x", "ROSTER_RUN_JOBS": "maybe"})
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_store_gets_one_admin_with_a_one_time_password(tmp_path, language):
    from api.app import open_services
    from api.store.account_rows import account_named

    parts = open_services(Settings(data=str(tmp_path)))
    with parts.store.writing() as connection:
        assert first_admin(connection, language)
        assert account_named(connection, "admin").language == language
    with parts.store.writing() as connection:
        assert first_admin(connection) is None
    parts.store.close()


def test_a_case_comes_in_as_a_zip_and_its_tables_are_read_and_changed(world):
    answer = world.call("admin", "POST", "/centres/hall/import", content=zipped(hall()), headers=ZIP)
    assert answer.status_code == 201, answer.text
    agents = world.get("admin", "/centres/hall/agents", params={"limit": 1000}).json()
    assert agents["total"] == answer.json()["agents"]
    row = agents["items"][0]
    changed = {**row, "name": "=cmd|x"}
    path = f"/centres/hall/agents/{row['agent_id']}"
    assert world.call("admin", "PUT", path, json=changed).status_code == 204
    again = world.get("admin", "/centres/hall/agents", params={"limit": 1}).json()["items"][0]
    assert again == changed
    wrong = {**row, "jobs": ["no such job"], "trainee_until": "2026-02-31"}
    problem = world.call("admin", "PUT", path, json=wrong)
    assert problem.status_code == 422
    assert {fault["field"] for fault in problem.json()["faults"]} >= {"trainee_until"}
    for table in ("shifts", "seats", "load"):
        rows = world.get("admin", f"/centres/hall/{table}", params={"limit": 1000}).json()
        if 0 < rows["total"] <= 1000:
            assert world.call("admin", "PUT", f"/centres/hall/{table}", json=rows["items"]).status_code == 204
            assert world.get("admin", f"/centres/hall/{table}", params={"limit": 1000}).json() == rows


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 no",
        zipped({"a/../../etc/centre.toml": b"x", "agents.csv": b"\x00"}),
        zipped({f"{number}.csv": b"" for number in range(100)}),
        zipped({"agents.csv": b"0" * (70 * 2**20)}),
        zipped({"centre.toml": b"[" * 10_000}),
    ],
    ids=["empty", "torn", "traversal", "many", "bomb", "nested"],
)
def test_bad_uploads_are_refused_whole(world, data):
    answer = world.call("planner", "POST", "/centres/hotline/import", content=data, headers=ZIP)
    assert answer.status_code == 422, answer.text[:300]
    assert answer.json()["faults"]
    assert world.get("planner", "/centres/hotline/agents").json()["total"] == 6


def test_what_is_too_large_is_not_even_read(tmp_path):
    world = make_world(tmp_path, upload_megabytes=1)
    big = world.call("planner", "POST", "/centres/hotline/import", content=b"x" * (2**20 + 1), headers=ZIP)
    assert (big.status_code, big.json()["type"]) == (413, "urn:roster:problem:too-large")

    def pieces():
        for _ in range(100):
            yield b"x" * 2**16

    streamed = world.call("planner", "POST", "/centres/hotline/import", content=pieces(), headers=ZIP)
    assert streamed.status_code == 413
    world.parts.store.close()


def test_too_large_a_body_of_no_told_length_is_told_as_that(world):
    def pieces():
        for _ in range(10):
            yield b" " * 2**20

    headers = {"Content-Type": "application/json", "Accept-Language": "zh"}
    streamed = world.call("planner", "POST", "/rosters", content=pieces(), headers=headers)
    assert (streamed.status_code, streamed.json()["type"]) == (413, "urn:roster:problem:too-large")
    assert streamed.headers["content-language"] == "zh"
    assert streamed.headers["content-type"] == "application/problem+json"


def test_a_body_that_is_no_json_is_the_wrong_kind(world):
    plain = world.call("planner", "POST", "/rosters", content=b"x", headers={"Content-Type": "text/plain"})
    assert (plain.status_code, plain.json()["type"]) == (415, "urn:roster:problem:unsupported-media")
    torn = world.call("planner", "POST", "/rosters", content=b"{", headers={"Content-Type": "application/json"})
    assert torn.status_code == 422


def test_faults_of_a_request_are_told_in_the_callers_language(world):
    body = {"centre_id": 3, "month": "soon", "more": True}
    faults = world.post("planner", "/rosters", body, headers={"Accept-Language": "zh"}).json()["faults"]
    assert {item["field"]: item["problem"] for item in faults}.items() >= {
        ("centre_id", "应为文本"),
        ("more", "没有这一项"),
    }
    page = world.get("planner", "/rosters?limit=0", headers={"Accept-Language": "zh"}).json()["faults"]
    assert page[0]["problem"] == "不得小于 1"
    english = world.get("planner", "/rosters?limit=0", headers={"Accept-Language": "en"}).json()["faults"]
    assert english[0]["problem"] == "Input should be greater than or equal to 1"


def test_every_chinese_sentence_can_be_filled():
    for error in list_all_errors():
        if (words := ZH.get(error["type"])) is not None:
            assert "{" not in words.format_map(error.get("example_context") or {})
    assert set(ZH) <= {error["type"] for error in list_all_errors()}


def test_every_kind_of_fault_has_a_remedy_of_its_own():
    assert set(ZH) | set(OWN) == set(REMEDIES)


def test_every_day_that_there_is_not_is_told_at_once_with_what_mends_it(world):
    cells = [{"agent_id": "a", "date": day, "text": "E"} for day in ("2026-10-32", "2026-13-01", "2026-10-20")]
    faults = world.post("planner", "/rosters/1/edits", {"cells": cells, "why": 1}).json()["faults"]
    assert [(item["field"], item["remedy"]) for item in faults] == [
        ("cells.0.date", "Check year, month and day; write it like 2026-10-31"),
        ("cells.1.date", "Check year, month and day; write it like 2026-10-31"),
        ("why", "Leave it out; /openapi.json has the fields"),
    ]
    leave = {"kind": "personal", "start": "2026-02-30", "end": "2026-02-31T10:00"}
    faults = world.post("agent", "/leave/check", leave).json()["faults"]
    assert [(item["field"], item["problem"]) for item in faults] == [
        ("start", "the calendar has no such day"),
        ("end", "the calendar has no such day"),
    ]
    for moment in (
        "2026-10-12T08:00:00+08:00",
        "2026-10-12T24:00",
        "2026-10-12T08:60",
        "2026-10-12T08:00:30",
        "today",
        "",
    ):
        faults = world.post("agent", "/leave/check", {**leave, "start": moment, "end": 3}).json()["faults"]
        assert [(item["field"], item["remedy"]) for item in faults] == [
            ("start", "Write it like 2026-10-31 or 2026-10-31T08:00"),
            ("end", 'Write it as text, like "0005"'),
        ]
    broken = world.call("agent", "POST", "/leave", content=b'{"a":', headers={"Content-Type": "application/json"})
    assert [(item["field"], item["remedy"]) for item in broken.json()["faults"]] == [(None, "Send complete JSON")]


def test_head_is_what_get_would_say_without_its_body(world):
    got, head = world.get("agent", "/me"), world.call("agent", "HEAD", "/me")
    assert (head.status_code, head.headers["content-type"]) == (200, "application/json")
    assert head.headers["content-length"] == got.headers["content-length"]
    assert world.call(None, "HEAD", "/me").status_code == 401
    assert world.call("agent", "HEAD", "/rosters/1/solve").status_code == 405


def test_a_status_that_no_job_has_any_more_counts_none(world):
    world.parts.measures.jobs.labels("running").set(1)
    metrics = world.get(None, "/metrics").text
    assert 'roster_jobs{status="running"} 0.0' in metrics
    assert 'roster_jobs{status="failed"} 0.0' in metrics


def test_health_and_measures(world):
    health = world.get(None, "/healthz").json()
    assert (health["status"], health["clock"]) == ("ok", "system")
    assert world.get(None, "/readyz").json() == {"status": "ok"}
    world.get("agent", "/me")
    text = world.get(None, "/metrics").text
    assert "roster_http_requests_total" in text
    assert "roster_workers_alive" in text
    world.parts.store.engine.dispose()


def test_every_answer_has_its_request_id(world):
    given = world.get("agent", "/me", headers={"X-Request-Id": "abc-1"})
    assert given.headers["x-request-id"] == "abc-1"
    hostile = world.get("agent", "/nowhere", headers={"X-Request-Id": "a b\tc"})
    assert hostile.status_code == 404
    assert hostile.headers["x-request-id"] == hostile.json()["request_id"] != "a b\tc"
