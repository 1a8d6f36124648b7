"""Stores with nothing in them: migrated once a process for each database, and copied for whoever wants one."""

import atexit
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import create_engine, text

from roster.store.connect import Store, open_store

POSTGRES = os.environ.get("ROSTER_TEST_POSTGRES", "")
FILE_COPY_SINCE = 150_000
"""The server's version from which on a small database is copied as files, which takes half the work of its log."""


@cache
def _migrated_file() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="roster-fresh-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    open_store(folder / "fresh.sqlite").close()
    return folder / "fresh.sqlite"


def sqlite_file(file: Path) -> Path:
    """The file, now a store with nothing in it. Who made the first has closed it: there is nothing beside it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_migrated_file(), file)
    return file


@contextmanager
def sqlite_store(file: Path) -> Iterator[Store]:
    store = open_store(sqlite_file(file))
    try:
        yield store
    finally:
        store.close()


def on_server(statement: str) -> None:
    """One statement on the test server, outside any transaction."""
    engine = create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://", 1), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@cache
def _strategy() -> str:
    engine = create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.connect() as connection:
        version = int(connection.execute(text("SHOW server_version_num")).scalar_one())
    engine.dispose()
    return " STRATEGY FILE_COPY" if version >= FILE_COPY_SINCE else ""


def postgres_database(template: str = "template1") -> str:
    """The address of a new database on the test server, a copy of that one; who made it drops it."""
    name = f"t{uuid.uuid4().hex[:12]}"
    on_server(f"CREATE DATABASE {name} TEMPLATE {template}{_strategy()}")
    return f"{POSTGRES.rsplit('/', 1)[0]}/{name}"


def drop_database(url: str) -> None:
    """It is gone, whoever is still connected to it."""
    on_server(f"DROP DATABASE IF EXISTS {name_of(url)} WITH (FORCE)")


def name_of(url: str) -> str:
    """The name of the database at that address."""
    return url.rsplit("/", 1)[1]


@cache
def _migrated_database() -> str:
    url = postgres_database()
    atexit.register(drop_database, url)
    open_store(url).close()
    return name_of(url)


@contextmanager
def postgres_store() -> Iterator[Store]:
    """A store in a database of its own, which goes with it."""
    url = postgres_database(_migrated_database())
    store = open_store(url)
    try:
        yield store
    finally:
        store.close()
        drop_database(url)
