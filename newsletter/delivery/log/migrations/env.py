"""What Alembic runs: always on the connection that ``upgrade`` hands over."""

from alembic import context

from newsletter.delivery.log.schema import metadata

# SQLite cannot alter a column in place: batch mode copies the table.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)

with context.begin_transaction():
    context.run_migrations()
