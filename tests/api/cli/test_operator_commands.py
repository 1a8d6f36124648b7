"""What an operator types: serve where something is in the way, a password given anew, backup and restore."""

import socket
import sqlite3
import stat
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.accounts.accounts import create_account
from api.accounts.caller import Role
from api.accounts.secrets import password_fits
from api.app import open_services
from api.cli.errors import Code
from api.cli.main import app
from api.operation.instance import sole_service
from api.settings import load_settings
from api.store.account_rows import account_named

PASSWORD = "a long enough word"


def run(*words: object, answer: str | None = None):
    return CliRunner().invoke(app, ["--lang", "en", *map(str, words)], input=answer)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of a service with one account."""
    folder = tmp_path / "data"
    parts = open_services(load_settings(data=str(folder)))
    with parts.store.writing() as connection:
        create_account(connection, "boss", Role.ADMIN, password=PASSWORD)
    parts.store.close()
    return folder


def stored_logs(folder: Path) -> tuple[str | None, bool]:
    """The password and whether it must be changed."""
    parts = open_services(load_settings(data=str(folder)))
    with parts.store.reading() as connection:
        row = account_named(connection, "boss")
    parts.store.close()
    assert row is not None
    return row.password_hash, row.must_change_password


def test_a_taken_port_is_told_before_any_password_is(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run("serve", "--data", tmp_path / "new", "--port", port)
    assert done.exit_code == Code.INPUT
    assert f"127.0.0.1:{port} can't be listened on" in done.stderr
    assert "password" not in done.output
    assert not (tmp_path / "new" / "roster.sqlite").exists()


def test_an_address_of_another_machine_is_bad_input(tmp_path: Path) -> None:
    done = run("serve", "--data", tmp_path / "new", "--host", "192.0.2.1", "--port", 8765)
    assert (done.exit_code, "192.0.2.1" in done.stderr) == (Code.INPUT, True)


def test_a_second_service_on_one_folder_is_refused(data: Path) -> None:
    first = sole_service(load_settings(data=str(data)))
    assert first is not None
    with first:
        done = run("serve", "--data", data, "--port", 8765)
    assert (done.exit_code, "a service is running on this folder already" in done.stderr) == (Code.INPUT, True)
    again = sole_service(load_settings(data=str(data)))
    assert again is not None
    again.close()


def test_several_services_share_a_database_server() -> None:
    assert sole_service(load_settings(database_url="postgresql+psycopg://x@db/roster")) is None


def test_a_password_is_given_anew(data: Path) -> None:
    done = run("account", "reset", "BOSS", "--data", data)
    assert done.exit_code == 0, done.output
    password = done.stdout.split("One-time password of boss: ")[1].split()[0]
    hashed, must_change = stored_logs(data)
    assert (password_fits(password, hashed), password_fits(PASSWORD, hashed), must_change) == (True, False, True)


def test_an_account_that_is_not_there_is_bad_input(data: Path) -> None:
    done = run("account", "reset", "nobody", "--data", data)
    assert (done.exit_code, "an account nobody" in done.stderr) == (Code.INPUT, True)


@pytest.mark.parametrize("words", [("backup", "x.zip"), ("account", "reset", "boss")])
def test_a_folder_without_data_is_no_installation(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = run(*words, "--data", tmp_path / "empty")
    assert (done.exit_code, "there is no data of roster in this folder" in done.stderr) == (Code.INPUT, True)
    assert not (tmp_path / "empty").exists()


def test_a_restore_over_data_waits_for_a_yes(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    assert run("backup", file, "--data", data).exit_code == 0
    run("account", "reset", "boss", "--data", data)
    hashed = stored_logs(data)
    refused = run("restore", file, "--data", data)
    assert (refused.exit_code, "accounts: 1" in refused.stderr, stored_logs(data)) == (Code.INPUT, True, hashed)
    done = run("restore", file, "--data", data, "--yes")
    assert done.exit_code == 0, done.output
    assert password_fits(PASSWORD, stored_logs(data)[0])


def test_a_restore_into_a_new_folder_asks_nothing(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    assert run("backup", file, "--data", data).exit_code == 0
    assert run("restore", file, "--data", tmp_path / "new").exit_code == 0
    assert password_fits(PASSWORD, stored_logs(tmp_path / "new")[0])


def damaged(file: Path, how: str) -> Path:
    """A copy of a backup with something wrong."""
    wrong = file.with_name(f"{how}.zip")
    data = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
        largest = max(whole.infolist(), key=lambda item: item.compress_size)
    match how:
        case "flipped":
            data[largest.header_offset + 30 + len(largest.filename) + largest.compress_size // 2] ^= 0xFF
            wrong.write_bytes(data)
        case "cut":
            wrong.write_bytes(data[: len(data) // 2])
        case "other":
            wrong.write_text("agent_id,date\n", encoding="utf-8")
        case "older" | "lacking":
            parts["versions.json"] = b'{"alembic_version": "0003"}' if how == "older" else parts["versions.json"]
            if how == "lacking":
                parts.pop(largest.filename)
            with zipfile.ZipFile(wrong, "w") as archive:
                for name, part in parts.items():
                    archive.writestr(name, part)
    return wrong


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("flipped", "damaged"),
        ("lacking", "damaged"),
        ("cut", "no backup of roster"),
        ("other", "no backup of roster"),
        ("older", "the backup is of version 0003, this program of "),
        ("missing", "there is no such file"),
    ],
)
def test_what_is_no_whole_backup_is_refused_before_anything_is_made(
    data: Path, tmp_path: Path, how: str, said: str
) -> None:
    file = tmp_path / "all.zip"
    assert run("backup", file, "--data", data).exit_code == 0
    before, wrong = stored_logs(data), damaged(file, how)
    new = run("restore", wrong, "--data", tmp_path / "new")
    assert (new.exit_code, said in new.stderr, (tmp_path / "new").exists()) == (Code.INPUT, True, False), new.stderr
    assert run("restore", wrong, "--data", data, "--yes").exit_code == Code.INPUT
    assert stored_logs(data) == before


@pytest.mark.parametrize("table", ["alembic_version", "alembic_version_doors"])
def test_a_newer_store_is_not_opened_and_says_what_to_do(data: Path, tmp_path: Path, table: str) -> None:
    with sqlite3.connect(data / "roster.sqlite") as connection:
        connection.execute(f"UPDATE {table} SET version_num = 'x999'")
    connection.close()
    for words in (("backup", tmp_path / "all.zip"), ("account", "reset", "boss"), ("serve", "--port", 8799)):
        done = run(*words, "--data", data)
        assert (done.exit_code, "of a newer version (x999; " in done.stderr) == (Code.INPUT, True), done.output


def test_a_store_misspelt_is_told_and_not_made(tmp_path: Path) -> None:
    for place in (tmp_path / "typo", tmp_path / "typo.db", f"sqlite:///{tmp_path / 'typo.db'}"):
        for words in (("audit", "verify"), ("audit", "list"), ("register",), ("ledger", "2026-10"), ("desk", "tick")):
            done = run(*words, "--store", place)
            assert (done.exit_code, f"a store at {place}; run roster" in done.stderr) == (Code.INPUT, True), words
    assert list(tmp_path.iterdir()) == []


def test_a_new_store_is_for_its_owner_alone(tmp_path: Path) -> None:
    assert run("init", tmp_path / "case", "--month", "2026-10").exit_code == 0
    assert run("desk", "import", tmp_path / "case", "--store", tmp_path / "store").exit_code == 0
    for path in (tmp_path / "store", *(tmp_path / "store").iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_a_store_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    file = tmp_path / "notes.sqlite"
    file.write_text("no database, but long enough to be looked at" * 9, encoding="utf-8")
    done = run("audit", "verify", "--store", file)
    assert (done.exit_code, done.stderr.startswith(f"{file}: ")) == (Code.STORAGE, True)
