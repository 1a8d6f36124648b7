"""The numbered migrations lead to exactly the tables that the code works with."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from api.store.migrate import FOLDER
from api.store.tables import METADATA
from roster.store import migrate as desk_migrate


def test_migrations_make_the_tables_of_the_code(world):
    with world.parts.store.writing() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_object": lambda _item, name, kind, _reflected, _other: (
                    kind != "table" or name.startswith("door_")
                ),
                "compare_type": True,
            },
        )
        assert compare_metadata(context, METADATA) == []


def test_a_migration_is_frozen():
    """One that read the tables of today would make tomorrow's columns twice."""
    for file in (FOLDER / "versions").glob("d*.py"):
        assert "METADATA" not in file.read_text(encoding="utf-8"), file.name


def test_the_newest_migration_is_the_last_by_its_name():
    """A start asks by it whether there is anything to migrate, without loading what migrates."""
    for folder in (FOLDER, desk_migrate.FOLDER):
        assert ScriptDirectory(str(folder)).get_heads() == [desk_migrate.head(folder)]
