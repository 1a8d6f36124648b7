"""The doors' tables are brought up to date on start, under a lock, by numbered migrations."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from roster.store.connect import Store

FOLDER = Path(__file__).parent / "migrations"
LOCK = 0x526F_7374


def migrate(store: Store) -> None:
    """Bring the tables to the newest version; several processes may try at once."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with store.writing() as connection:
        if not store.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
