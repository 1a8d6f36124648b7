"""Opening a store: SQLite in a file with no set-up, or PostgreSQL by its address."""

import os
import threading
from collections import namedtuple
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Row, Select, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool, StaticPool

from roster.errors import Fault, InputError, InternalError, StaleError, StorageError
from roster.store.migrate import upgrade
from roster.text import Text

__all__ = ["Connection", "Row", "Store", "Transaction", "open_store", "store_address"]
BUSY_SECONDS = 30
CONNECTIONS = 28
POOL_SECONDS = 5
"""How long who finds no connection free waits for one."""
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgresql+psycopg": "postgresql+psycopg"}
"""The kinds of address that a store may have, with the driver that serves each."""


@dataclass
class Transaction:
    """What a thread has open on a store: one connection, whoever asks for one within it.

    `facts` are what was worked out from rows that nobody else sees yet; `after` is done once they are committed.
    """

    connection: Connection
    writes: bool
    facts: dict[Hashable, Any] = field(default_factory=dict)
    after: list[Callable[[], None]] = field(default_factory=list)


@dataclass(frozen=True)
class _Ready:
    """A statement as its database takes it: text, the parameters' names in order, those given, how columns are read."""

    sql: str
    names: tuple[str, ...] | None
    given: dict[str, Any]
    record: Callable[..., Any]
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]


class Store:
    """A database of the desk. Reads see one snapshot, writes are serial where they touch the same centre.

    A thread holds one connection at most: what reads or writes within a transaction of its own thread joins it, so
    that nobody who holds a connection ever waits for another.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._mine = threading.local()
        self._ready: dict[Any, _Ready] = {}
        self.peeks = self.is_sqlite and not isinstance(engine.pool, StaticPool)
        """Whether one row is read in less time than handing the question to a thread takes: from a file."""
        self._peeking: Any = None

    @property
    def transaction(self) -> Transaction | None:
        """What this thread has open here."""
        return getattr(self._mine, "transaction", None)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that only reads; within a transaction, that one's."""
        within = self.transaction
        if within is not None:
            yield within.connection
            return
        level = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with self._own_errors(), self.engine.connect() as plain:
            connection = plain.execution_options(roster_begin="BEGIN", **level)
            with connection.begin() as transaction, self._held(Transaction(connection, writes=False)):
                yield connection
                transaction.rollback()

    def glance(self, statement: Select[*tuple[Any, ...]], **values: Any) -> Any | None:
        """The first row of one statement, by its columns' names; None without one. Within a transaction, as of that.

        The shortest way to the database, for what is asked with every request. The statement is one that lives as long
        as its module (with `bindparam`), so that it is made ready once.
        """
        within = self.transaction
        if within is not None:
            return within.connection.execute(statement, values).first()
        with self._own_errors():
            connection = self.engine.raw_connection()
            try:
                return self._first(connection, statement, values)
            finally:
                connection.close()

    def peek(self, statement: Select[*tuple[Any, ...]], **values: Any) -> Any | None:
        """As `glance`, for the one thread that must wait for nobody (an event loop's): on a connection of its own.

        StorageError where the answer is not to be had at once; never asked unless `peeks`.
        """
        with self._own_errors():
            if self._peeking is None:
                self._peeking = self.engine.raw_connection()
                self._peeking.detach()
                self._peeking.cursor().execute("PRAGMA busy_timeout=0").close()
            return self._first(self._peeking, statement, values)

    def _first(self, connection: Any, statement: Select[*tuple[Any, ...]], values: dict[str, Any]) -> Any | None:
        ready = self._ready.get(statement) or self._make_ready(statement)
        try:
            cursor = connection.cursor()
            named = {**ready.given, **values}
            given = named if ready.names is None else tuple(named[name] for name in ready.names)
            cursor.execute(ready.sql, given)
            row = cursor.fetchone()
            cursor.close()
        except self.engine.dialect.loaded_dbapi.Error as problem:
            raise StorageError(str(problem)) from problem
        if row is None:
            return None
        if ready.readers:
            row = list(row)
            for place, read in ready.readers:
                row[place] = read(row[place])
        return ready.record(row)

    def _make_ready(self, statement: Select[*tuple[Any, ...]]) -> _Ready:
        dialect = self.engine.dialect
        compiled = statement.compile(dialect=dialect)
        columns = list(statement.selected_columns)
        readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        names = " ".join(str(column.key) for column in columns)
        record: Any = namedtuple("Glance", names)  # type: ignore[misc]  # noqa: PYI024 - made for any statement
        ready = self._ready[statement] = _Ready(
            str(compiled),
            tuple(compiled.positiontup) if compiled.positional and compiled.positiontup is not None else None,
            dict(compiled.params),
            record._make,
            tuple((place, read) for place, read in enumerate(readers) if read is not None),
        )
        return ready

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all of it, or nothing. SQLite takes the write lock at once (BEGIN IMMEDIATE).

        Within another one it is a part of that: undone alone where it fails, kept when the whole is. InternalError
        within a reading, which could not see what it writes.
        """
        within = self.transaction
        if within is not None:
            with self._part(within):
                yield within.connection
            return
        with self._own_errors(), self.engine.connect() as connection:
            mine = Transaction(connection, writes=True)
            with connection.begin(), self._held(mine):
                yield connection
        for act in mine.after:
            act()

    def once_committed(self, act: Callable[[], None]) -> None:
        """Do something once what this thread writes is there for everybody: now, where it writes nothing."""
        within = self.transaction
        if within is None or not within.writes:
            act()
        else:
            within.after.append(act)

    @contextmanager
    def _held(self, transaction: Transaction) -> Iterator[None]:
        self._mine.transaction = transaction
        try:
            yield
        finally:
            self._mine.transaction = None

    @staticmethod
    @contextmanager
    def _part(within: Transaction) -> Iterator[None]:
        if not within.writes:
            raise InternalError("a write within a read: open the write first")
        facts, after = dict(within.facts), len(within.after)
        try:
            with within.connection.begin_nested():
                yield
        except BaseException:
            within.facts.clear()
            within.facts.update(facts)
            del within.after[after:]
            raise

    @staticmethod
    @contextmanager
    def _own_errors() -> Iterator[None]:
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
        if self._peeking is not None:
            self._peeking.close()
            self._peeking = None
        self.engine.dispose()


def open_store(address: str | Path, *, connections: int = CONNECTIONS) -> Store:
    """The store at an address (`postgresql://…`, `sqlite:///file`), or in a file; migrated to this version.

    `connections` are open at most; who finds none free waits a moment. InputError where the address is none of a store,
    or the store is of a newer version. StorageError where it cannot be opened.
    """
    written = address if isinstance(address, str) and "://" in address else f"sqlite:///{Path(address)}"
    url = store_address(written, "store")
    pool = {"pool_size": connections, "max_overflow": 0, "pool_timeout": POOL_SECONDS}
    engine = _sqlite(url, pool) if url.drivername == "sqlite" else create_engine(url, pool_pre_ping=True, **pool)
    store = Store(engine)
    try:
        with store._own_errors():  # noqa: SLF001
            upgrade(store.engine)
    except StorageError as problem:
        place = url.database if store.is_sqlite else url.host
        raise StorageError(f"{place}: {problem}") from problem
    return store


def store_address(address: str, place: str) -> URL:
    """An address with the driver that serves it; InputError, named `place`, where it is none of a store."""
    try:
        url = make_url(address)
        return url.set(drivername=DRIVERS[url.drivername])
    except (ArgumentError, KeyError, ValueError):
        kind = address.partition(":")[0]
        problem = Text(f"“{kind}:…” 不是数据库地址", f"“{kind}:…” is no address of a store")
        remedy = Text(
            "写成 sqlite:///文件 或 postgresql://用户:密码@主机:端口/库名",
            "Write sqlite:///file or postgresql://user:password@host:port/database",
        )
        raise InputError([Fault(place, None, None, problem, remedy)]) from None


def _make_private(file: str) -> None:
    """A new file for its owner alone: it will hold everybody's affairs. Its logs get its mode from SQLite."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        pass
    except OSError as error:
        raise StorageError.of(file, error) from error


def _sqlite(url: URL, pool: dict[str, Any]) -> Engine:
    in_memory = url.database in {None, "", ":memory:"}
    given: dict[str, Any] = {"connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False}}
    if in_memory:
        given["poolclass"] = StaticPool
    else:
        given |= {"poolclass": QueuePool, **pool}
        _make_private(str(url.database))
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
