"""Pinned answers, and what became of their headlines."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "pins",
        sa.Column("message_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("channel_id", sa.BigInteger, nullable=False),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("pinned_by", sa.BigInteger),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("note", sa.Text),
        sa.Column("headline", sa.JSON),
        sa.Column("data_version", sa.String(64)),
        sa.Column("asks", sa.String(64)),
        sa.Column("stale", sa.Boolean, nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("removed_at", sa.DateTime(timezone=True)),
    )
    op.create_index("pins_by_guild", "pins", ["guild_id", "pinned_at"])
    op.create_index("pins_by_channel", "pins", ["channel_id", "pinned_at"])
    op.create_index("pins_by_question", "pins", ["guild_id", "asks"])
    op.create_index("pins_by_person", "pins", ["pinned_by"])
    op.create_table(
        "pin_changes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column(
            "message_id", sa.BigInteger, sa.ForeignKey("pins.message_id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.BigInteger),
        sa.Column("was", sa.JSON),
        sa.Column("now", sa.JSON),
        sa.Column("was_version", sa.String(64)),
        sa.Column("now_version", sa.String(64)),
    )
    op.create_index("pin_changes_by_message", "pin_changes", ["message_id", "id"])
    op.create_index("pin_changes_by_person", "pin_changes", ["changed_by"])
