"""What an operator types: serve where something is in the way, a password given anew, backup and restore."""

import socket
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
