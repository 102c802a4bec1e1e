"""Answers and what they were understood to ask; people who want nothing kept."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "answers",
        sa.Column("message_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("channel_id", sa.BigInteger, nullable=False),
        sa.Column("guild_id", sa.BigInteger),
        sa.Column("asker_id", sa.BigInteger),
        sa.Column("question_message_id", sa.BigInteger),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("request", sa.JSON, nullable=False),
        sa.Column("data_version", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", sa.Text),
    )
    op.create_index("answers_by_question", "answers", ["question_message_id"])
    op.create_index("answers_by_channel", "answers", ["channel_id", "created_at"])
    op.create_index("answers_by_guild", "answers", ["guild_id"])
    op.create_index("answers_by_asker", "answers", ["asker_id"])
    op.create_index("answers_by_expiry", "answers", ["expires_at"])
    op.create_table(
        "users",
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("remember", sa.Boolean, nullable=False),
    )
