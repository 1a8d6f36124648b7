"""The doors' tables are brought up to date on start, under a lock, by numbered migrations."""

from pathlib import Path

from sqlalchemy import text

from roster.store.connect import Store
from roster.store.migrate import config, is_current

FOLDER = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version_doors"
LOCK = 0x526F_7374


def migrate(store: Store) -> None:
    """Bring the tables to the newest version; several processes may try at once."""
    with store.reading() as connection:
        if is_current(connection, FOLDER, VERSION_TABLE):
            return
    from alembic import command

    with store.writing() as connection:
        if not store.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        command.upgrade(config(connection, FOLDER), "head")
