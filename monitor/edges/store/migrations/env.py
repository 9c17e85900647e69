"""Runs the migrations on the connection that `open_database` hands over, in its transaction."""

from alembic import context

from monitor.edges.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
