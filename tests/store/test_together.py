"""Many callers at once."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from bot.store.address import Address
from bot.store.store import Store
from tests.store.samples import CHANNEL, GUILD, LATER, NOW, a_pin, an_answer

MANY = 50


async def test_fifty_writers_and_readers_all_get_through(store: Store) -> None:
    saved = await asyncio.gather(*(store.save_answer(an_answer(number)) for number in range(MANY)))
    assert all(saved)
    found = await asyncio.gather(*(store.answer_behind(number) for number in range(MANY)))
    assert list(found) == [an_answer(number) for number in range(MANY)]


async def test_writers_of_two_processes_get_through(address: Address) -> None:
    stores = [Store(address), Store(address)]
    for store in stores:
        await store.open()
    work = [
        store.save_answer(an_answer(2 * number + at))
        for number in range(25)
        for at, store in enumerate(stores)
    ]
    assert all(await asyncio.gather(*work))
    for store in stores:
        await store.close()


async def test_settings_changed_at_the_same_time_are_all_kept(store: Store) -> None:
    await asyncio.gather(
        *(store.change_settings(GUILD, number, NOW, cooldown_seconds=number + 100) for number in range(MANY)),
        store.change_settings(GUILD, 1, NOW, language="es"),
        store.change_settings(GUILD, 2, NOW, region="FR"),
        store.change_settings(GUILD, 3, NOW, private=True),
    )
    settings = await store.settings_of(GUILD)
    assert (settings.language, settings.region, settings.private) == ("es", "FR", True)
    changes = await store.settings_changes(GUILD, limit=1000)
    assert len(changes) == MANY + 3
    cooldowns = [change for change in reversed(changes) if change.setting == "cooldown_seconds"]
    assert all(after.was == before.now for before, after in pairwise(cooldowns))
    assert cooldowns[-1].now == settings.cooldown_seconds


async def test_of_fifty_pins_at_once_one_is_made(store: Store) -> None:
    begun = await asyncio.gather(*(store.begin_pin(a_pin(1, pinned_by=number)) for number in range(MANY)))
    assert begun.count(True) == 1
    pin = await store.pin_of(1)
    assert pin is not None
    assert pin.pinned_by == begun.index(True)


async def test_pinning_erasing_purging_and_reconciling_at_once_end_well(store: Store) -> None:
    for number in range(MANY):
        await store.save_answer(an_answer(number, asker_id=number, expires_at=NOW))
    await asyncio.gather(
        *(store.begin_pin(a_pin(number)) for number in range(MANY)),
        *(store.confirm_pin(number, NOW) for number in range(MANY)),
        *(store.reconcile_pins(GUILD, CHANNEL, dict.fromkeys(range(MANY), NOW), NOW) for _ in range(5)),
        *(store.erase_user(number) for number in range(MANY)),
        *(store.purge(LATER) for _ in range(5)),
        *(store.mark_stale(range(MANY)) for _ in range(5)),
    )
    assert await store.pins_on_board(GUILD) == MANY


async def test_a_caller_who_gives_up_leaves_nothing_half_done(store: Store) -> None:
    work = [asyncio.create_task(store.save_answer(an_answer(number))) for number in range(MANY)]
    await asyncio.sleep(0.01)
    for task in work[::2]:
        task.cancel()
    await asyncio.gather(*work, return_exceptions=True)
    assert all(task.result() for task in work[1::2])
    assert await store.save_answer(an_answer(0))
    for number in range(1, MANY, 2):
        assert await store.answer_behind(number) == an_answer(number)


async def test_a_copy_made_while_the_bot_writes_is_whole(file: Address, tmp_path: Path) -> None:
    store = Store(file)
    await store.open()
    writing = asyncio.gather(*(store.save_answer(an_answer(number)) for number in range(MANY)))
    with closing(sqlite3.connect(file.target)) as source, closing(sqlite3.connect(tmp_path / "copy")) as copy:
        await asyncio.sleep(0.02)
        source.backup(copy)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert all(await writing)
    await store.close()


@pytest.mark.parametrize("times", [3])
async def test_opening_and_closing_at_once_does_no_harm(address: Address, times: int) -> None:
    store = Store(address)
    await asyncio.gather(*(store.open() for _ in range(times)))
    await store.check()
    await asyncio.gather(*(store.close() for _ in range(times)))
