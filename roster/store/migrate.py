"""Brings a store to this version."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, column, inspect, select, text
from sqlalchemy import table as named

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
    """Whether a store stands at this version, asked without loading what migrates it."""
    if not inspect(connection).has_table(table):
        return False
    return connection.scalars(select(column("version_num")).select_from(named(table))).all() == [head(folder)]


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
