"""Brings a store to this version."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, column, inspect, select, text
from sqlalchemy import table as named

from roster.errors import Fault, InputError
from roster.text import Text

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"


def config(connection: Connection, folder: Path = FOLDER) -> "Config":
    """Alembic's settings for the migrations of a folder that ships with the package."""
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(folder))
    settings.attributes["connection"] = connection
    return settings


@cache
def head(folder: Path = FOLDER) -> str:
    """The newest revision of a folder: its files begin with their revisions, each greater than the one before."""
    return max(file.stem.partition("_")[0] for file in (folder / "versions").glob("[!_]*.py"))


def is_current(connection: Connection, folder: Path = FOLDER, table: str = VERSION_TABLE) -> bool:
    """Whether a store stands at this version, asked without loading what migrates it; InputError for a newer one."""
    if not inspect(connection).has_table(table):
        return False
    found: Sequence[str] = connection.scalars(select(column("version_num")).select_from(named(table))).all()
    if found and max(found) > head(folder):
        raise _too_new(connection, max(found), head(folder))
    return found == [head(folder)]


def _too_new(connection: Connection, found: str, known: str) -> InputError:
    problem = Text(
        f"数据来自较新的版本({found};本程序只到 {known})",
        f"this store is of a newer version ({found}; this program knows {known})",
    )
    remedy = Text(
        "用较新的程序打开,或把升级前的备份恢复到空文件夹",
        "Open it with the newer program, or restore the backup made before the upgrade into an empty folder",
    )
    url = connection.engine.url
    return InputError([Fault(str(url.database or url.host), None, None, problem, remedy)])


def upgrade(engine: Engine) -> None:
    """Brings the store to this version; does nothing where it is there. Several starts at once take turns."""
    with engine.connect() as plain:
        connection = plain.execution_options(roster_begin="BEGIN")
        with connection.begin():
            if is_current(connection):
                return
    from alembic import command

    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7260001)"))
        command.upgrade(config(connection), "head")
