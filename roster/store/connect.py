"""Opening a store: SQLite in a file with no set-up, or PostgreSQL by its address."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from roster.errors import StaleError, StorageError
from roster.store.migrate import upgrade

BUSY_SECONDS = 30


class Store:
    """A database of the desk. Reads see one snapshot, writes are serial where they touch the same centre."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that only reads."""
        level = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with self._told(), self.engine.connect() as plain:
            connection = plain.execution_options(roster_begin="BEGIN", **level)
            with connection.begin() as transaction:
                yield connection
                transaction.rollback()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all of it, or nothing. SQLite takes the write lock at once (BEGIN IMMEDIATE)."""
        with self._told(), self.engine.connect() as connection, connection.begin():
            yield connection

    @staticmethod
    @contextmanager
    def _told() -> Iterator[None]:
        try:
            yield
        except DBAPIError as problem:
            state = getattr(problem.orig, "sqlstate", None)
            if state in {"40001", "40P01"}:
                raise StaleError("somebody else changed the same rows; try again") from problem
            raise StorageError(str(problem.orig)) from problem
        except SQLAlchemyError as problem:
            raise StorageError(str(problem)) from problem

    def close(self) -> None:
        """Lets go of every connection."""
        self.engine.dispose()


def open_store(address: str | Path) -> Store:
    """The store at an address (`postgresql://…`, `sqlite:///file`), or in a file; migrated to this version.

    StorageError where it cannot be opened.
    """
    url = address if isinstance(address, str) and "://" in address else f"sqlite:///{Path(address)}"
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    store = Store(_sqlite(url) if url.startswith("sqlite") else create_engine(url, pool_pre_ping=True, pool_size=16))
    with store._told():  # noqa: SLF001
        upgrade(store.engine)
    return store


def _sqlite(url: str) -> Engine:
    in_memory = url in {"sqlite://", "sqlite:///:memory:"}
    given: dict[str, Any] = {"connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False}}
    if in_memory:
        given["poolclass"] = StaticPool
    engine = create_engine(url, **given)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        # The driver must not begin transactions of its own; we say BEGIN IMMEDIATE ourselves.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            "synchronous=FULL",
            f"busy_timeout={BUSY_SECONDS * 1000}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("roster_begin", "BEGIN IMMEDIATE"))

    return engine
