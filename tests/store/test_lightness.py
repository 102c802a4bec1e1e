"""What doesn't need the store doesn't pay for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = ("sqlalchemy", "alembic", "aiosqlite", "psycopg")
TELL = f"import sys; print(*(name for name in {HEAVY} if name in sys.modules))"


def loaded_by(code: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{TELL}"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()[-1].split()


@pytest.mark.parametrize(
    "code",
    [
        "from bot.__main__ import main; main(['ask', 'hello'])",
        "import bot.web.server",
        "import bot.config, bot.store.records, bot.store.errors, bot.store.asked",
    ],
)
def test_the_terminal_and_the_chat_page_load_no_database(code: str) -> None:
    assert loaded_by(code) == []


def test_without_a_driver_postgresql_is_refused_with_the_remedy() -> None:
    code = """
import asyncio, sys
sys.modules["psycopg"] = None
from bot.store.address import read_address
from bot.store.store import Store
try:
    asyncio.run(Store(read_address("postgresql://me:hidden@host/db")).open())
except Exception as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    remedy = "pip install 'footprint-bot[postgres]'"
    wanted = f"the store postgresql://me@host/db needs PostgreSQL's driver: {remedy}"
    assert done.stdout.splitlines() == [wanted]


def test_a_start_with_the_tables_in_place_loads_no_migrations(tmp_path: Path) -> None:
    code = f"""
import asyncio
from bot.store.address import read_address
from bot.store.store import Store
async def main():
    store = Store(read_address("sqlite:///{tmp_path}/kept.sqlite3"))
    await store.open()
    await store.close()
asyncio.run(main())
"""
    assert loaded_by(code) == ["sqlalchemy", "alembic", "aiosqlite"]
    assert loaded_by(code) == ["sqlalchemy", "aiosqlite"]
