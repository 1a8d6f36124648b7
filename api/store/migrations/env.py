"""Alembic's entry: runs on the connection that `api.store.migrate` hands over."""

from alembic import context

from api.store.migrate import VERSION_TABLE
from api.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSION_TABLE,
    transactional_ddl=False,
)
context.run_migrations()
