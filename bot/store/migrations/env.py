"""What Alembic runs: the steps, on the connection and in the transaction that it was handed."""

from alembic import context

from bot.store.tables import metadata
from bot.store.upgrade import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
