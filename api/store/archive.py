"""Backup and restore: every table in one snapshot, as lines of JSON in a zip; the same file for either database."""

import base64
import json
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, text, update

from api.store.cursor_rows import begin_epoch
from api.store.migrate import FOLDER as DOORS_FOLDER
from api.store.tables import ACCOUNTS, JOBS, WORKERS
from api.store.tables import METADATA as DOORS
from roster.errors import Fault, InputError, StorageError
from roster.files.atomic import written_whole
from roster.store.connect import Store
from roster.store.migrate import head
from roster.store.tables import METADATA as DESK
from roster.store.tables.case import CENTRES
from roster.text import Text

VERSIONS = ("alembic_version", "alembic_version_doors")
BATCH = 500
DAMAGED = Text("备份已损坏", "this backup is damaged")
ANOTHER = Text("给出另一个备份文件", "Name another backup")


def tables() -> list[Table]:
    """Every table, those that others refer to first."""
    return [*DESK.sorted_tables, *DOORS.sorted_tables]


def versions(connection: Connection) -> dict[str, str]:
    """The schema's versions."""
    return {name: str(connection.execute(text(f"SELECT version_num FROM {name}")).scalar()) for name in VERSIONS}  # noqa: S608


def backup(store: Store, target: Path) -> int:
    """Write everything to a file, as of one moment, while the service goes on; how many rows. All of it or nothing."""
    count = 0
    with (
        written_whole(target.parent, {target.name}) as folder,
        store.reading() as connection,
        zipfile.ZipFile(folder / target.name, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        archive.writestr("versions.json", json.dumps(versions(connection)))
        for table in tables():
            with archive.open(f"{table.name}.jsonl", "w") as out:
                for row in connection.execute(select(table).execution_options(yield_per=BATCH)):
                    out.write(json.dumps([_plain(value) for value in row], ensure_ascii=False).encode() + b"\n")
                    count += 1
    target.chmod(0o600)
    return count


def held(store: Store) -> tuple[int, int]:
    """How many centres and accounts a store holds: what a restore would replace."""
    with store.reading() as connection:
        centres, accounts = (
            int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for table in (CENTRES, ACCOUNTS)
        )
    return centres, accounts


def need_sound(source: Path) -> None:
    """InputError where a file is no whole backup of this version: asked before anything is made or taken away."""
    try:
        with zipfile.ZipFile(source) as archive:
            recorded = json.loads(archive.read("versions.json"))
            missing = {f"{table.name}.jsonl" for table in tables()} - set(archive.namelist())
            known = dict(zip(VERSIONS, (head(), head(DOORS_FOLDER)), strict=True))
            if recorded != known:
                raise _other_version(source, recorded, known)
            if missing or archive.testzip() is not None:
                raise _fault(source, DAMAGED, ANOTHER)
    except FileNotFoundError as error:
        raise _fault(
            source, Text("没有这个文件", "there is no such file"), Text("检查路径", "Check the path")
        ) from error
    except (zipfile.BadZipFile, KeyError, UnicodeError, json.JSONDecodeError) as error:
        raise _fault(source, Text("不是 roster 的备份", "this is no backup of roster"), ANOTHER) from error
    except (zlib.error, EOFError) as error:
        raise _fault(source, DAMAGED, ANOTHER) from error
    except OSError as error:
        raise StorageError.of(source, error) from error


def restore(store: Store, source: Path) -> int:
    """Put everything back in one transaction; what there was is gone. InputError as `need_sound`."""
    need_sound(source)
    count = 0
    with zipfile.ZipFile(source) as archive, store.writing() as connection:
        guards = _lift_guards(store, connection)
        for table in reversed(tables()):
            connection.execute(delete(table))
        for table in tables():
            for rows in _batches(archive, table):
                connection.execute(insert(table), rows)
                count += len(rows)
        # Jobs go into the queue again; nobody works on them now; every process forgets what it has in memory.
        connection.execute(update(JOBS).where(JOBS.c.status == "running").values(status="queued"))
        connection.execute(update(JOBS).where(JOBS.c.status == "queued").values(dispatched=False, attempts=0))
        connection.execute(delete(WORKERS))
        begin_epoch(connection)
        _raise_guards(store, connection, guards)
        if not store.is_sqlite:
            _set_sequences(connection)
    return count


def _batches(archive: zipfile.ZipFile, table: Table) -> Iterator[list[dict[str, Any]]]:
    names = [column.name for column in table.columns]
    rows: list[dict[str, Any]] = []
    with archive.open(f"{table.name}.jsonl") as lines:
        for line in lines:
            rows.append(dict(zip(names, map(_value, json.loads(line)), strict=True)))
            if len(rows) >= BATCH:
                yield rows
                rows = []
    if rows:
        yield rows


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"$at": value.isoformat()}
    if isinstance(value, date):
        return {"$on": value.isoformat()}
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    return {"$json": value} if isinstance(value, dict | list) else value


def _value(plain: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    ((kind, value),) = plain.items()
    if kind == "$at":
        return datetime.fromisoformat(value)
    if kind == "$on":
        return date.fromisoformat(value)
    return base64.b64decode(value) if kind == "$bytes" else value


def _lift_guards(store: Store, connection: Connection) -> list[str]:
    """The audit log refuses to be changed; a restore replaces it whole."""
    if not store.is_sqlite:
        for table in tables():
            connection.execute(text(f'ALTER TABLE "{table.name}" DISABLE TRIGGER USER'))
        return []
    triggers = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for row in triggers:
        connection.execute(text(f'DROP TRIGGER "{row.name}"'))
    return [row.sql for row in triggers]


def _raise_guards(store: Store, connection: Connection, guards: list[str]) -> None:
    for sql in guards:
        connection.exec_driver_sql(sql)
    if not store.is_sqlite:
        for table in tables():
            connection.execute(text(f'ALTER TABLE "{table.name}" ENABLE TRIGGER USER'))


def _set_sequences(connection: Connection) -> None:
    for table in tables():
        for column in table.primary_key.columns:
            sequence = connection.execute(
                text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
            ).scalar()
            if sequence:
                highest = f'SELECT COALESCE(MAX("{column.name}"), 0) + 1 FROM "{table.name}"'  # noqa: S608
                connection.execute(text(f"SELECT setval('{sequence}', ({highest}), false)"))


def _other_version(source: Path, recorded: object, known: dict[str, str]) -> InputError:
    given = "/".join(map(str, recorded.values())) if isinstance(recorded, dict) else str(recorded)
    here = "/".join(known.values())
    return _fault(
        source,
        Text(f"备份的版本是 {given},本程序的是 {here}", f"the backup is of version {given}, this program of {here}"),
        Text(
            "用写出它的那个版本恢复,再升级", "Restore it with the version that wrote it, then bring that one up to date"
        ),
    )


def _fault(source: Path, problem: Text, remedy: Text) -> InputError:
    return InputError([Fault(str(source), None, None, problem, remedy)])
