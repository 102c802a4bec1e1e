"""What keeps a pinned answer true: its inputs, what it shows, where it stands; and the board's channel."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("guilds", sa.Column("board_channel", sa.BigInteger))
    for column in (
        sa.Column("parent_id", sa.BigInteger),
        sa.Column("secret", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("label", sa.Text),
        sa.Column("about", sa.JSON),
        sa.Column("inputs", sa.JSON),
        sa.Column("checked_version", sa.String(64)),
        sa.Column("shown", sa.Boolean, nullable=False, server_default=sa.false()),
    ):
        op.add_column("pins", column)
    op.add_column("pin_changes", sa.Column("reasons", sa.JSON))
