"""Alembic's entry: runs the steps on the connection that `flows.store.versions` hands over."""

from alembic import context

from flows.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
