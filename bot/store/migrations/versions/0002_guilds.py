"""Servers' settings, and who changed them when."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "guilds",
        sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("language", sa.String(16)),
        sa.Column("region", sa.String(16)),
        sa.Column("metrics", sa.JSON, nullable=False),
        sa.Column("units", sa.String(16)),
        sa.Column("private", sa.Boolean, nullable=False),
        sa.Column("ask_channels", sa.JSON, nullable=False),
        sa.Column("pin_role", sa.BigInteger),
        sa.Column("cooldown_seconds", sa.Integer, nullable=False),
        sa.Column("edit_window_minutes", sa.Integer, nullable=False),
    )
    op.create_table(
        "settings_changes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column(
            "guild_id", sa.BigInteger, sa.ForeignKey("guilds.guild_id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("changed_by", sa.BigInteger),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("setting", sa.String(32), nullable=False),
        sa.Column("was", sa.JSON),
        sa.Column("now", sa.JSON),
    )
    op.create_index("settings_changes_by_guild", "settings_changes", ["guild_id", "id"])
    op.create_index("settings_changes_by_person", "settings_changes", ["changed_by"])
    op.create_index("settings_changes_by_time", "settings_changes", ["changed_at"])
