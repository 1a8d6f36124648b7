"""Brings a store to this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text


def config(connection: Connection) -> Config:
    """Alembic's settings for the migrations that ship with the package."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    settings.attributes["connection"] = connection
    return settings


def upgrade(engine: Engine) -> None:
    """Brings the store to this version; does nothing where it is there. Several starts at once take turns."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7260001)"))
        command.upgrade(config(connection), "head")
