"""What must outlive a restart: answers, settings, pins and people's choices, in SQLite or PostgreSQL.

`bot.store.store` holds `Store`, the only door; `bot.store.records` what goes in and out. Nothing is imported
here: SQLAlchemy takes 18 MB and a sixth of a second, and the commands that keep nothing shall not pay for it.
"""
