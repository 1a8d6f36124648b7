"""Alembic runs the migrations on the connection it is handed, inside the caller's transaction."""

from alembic import context

from roster.store.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True, transactional_ddl=True)
context.run_migrations()
