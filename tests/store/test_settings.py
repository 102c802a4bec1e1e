"""Servers' settings, who changed them, and the memory of them."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.store.errors import StoreError
from bot.store.recall import FRESH_SECONDS, REMEMBERED, Recall
from bot.store.records import HISTORY_KEPT, Changes, GuildSettings, Purged, SettingsChange, Sync
from bot.store.store import Store
from tests.store.samples import GUILD, LATER, MODERATOR, NOW, SNOWFLAKE

EVERYTHING: Changes = {
    "language": "es",
    "region": "US-VA",
    "metrics": ("water", "carbon"),
    "units": "imperial",
    "private": True,
    "ask_channels": (SNOWFLAKE, SNOWFLAKE + 1),
    "pin_role": SNOWFLAKE + 2,
    "cooldown_seconds": 30,
    "edit_window_minutes": 0,
}


async def test_a_server_that_changed_nothing_has_the_defaults(store: Store) -> None:
    assert await store.settings_of(GUILD) == GuildSettings(GUILD)


async def test_every_setting_can_be_changed_and_back(store: Store) -> None:
    changed = await store.change_settings(GUILD, MODERATOR, NOW, **EVERYTHING)
    assert changed == GuildSettings(GUILD, **EVERYTHING)
    assert await store.settings_of(GUILD) == changed
    defaults = {name: getattr(GuildSettings(GUILD), name) for name in EVERYTHING}
    assert await store.change_settings(GUILD, MODERATOR, LATER, **defaults) == GuildSettings(GUILD)
    assert len(await store.settings_changes(GUILD)) == 2 * len(EVERYTHING)


async def test_who_changed_what_is_noted_and_what_stayed_is_not(store: Store) -> None:
    await store.change_settings(GUILD, MODERATOR, NOW, language="es", private=False)
    await store.change_settings(GUILD, 5, LATER, language="es", ask_channels=(7,))
    assert await store.settings_changes(GUILD) == (
        SettingsChange(GUILD, 5, LATER, "ask_channels", [], [7]),
        SettingsChange(GUILD, MODERATOR, NOW, "language", None, "es"),
    )
    assert await store.settings_changes(GUILD, limit=1) == (
        SettingsChange(GUILD, 5, LATER, "ask_channels", [], [7]),
    )
    assert await store.settings_changes(GUILD + 1) == ()


async def test_a_change_that_changes_nothing_is_none(store: Store) -> None:
    assert await store.change_settings(GUILD, MODERATOR, NOW, private=False) == GuildSettings(GUILD)
    assert await store.settings_changes(GUILD) == ()


async def test_a_change_is_seen_at_once(store: Store) -> None:
    await store.settings_of(GUILD)
    await store.change_settings(GUILD, MODERATOR, NOW, region="FR")
    assert (await store.settings_of(GUILD)).region == "FR"


async def test_a_setting_that_makes_no_sense_changes_nothing(store: Store) -> None:
    with pytest.raises(ValueError, match="below 0"):
        await store.change_settings(GUILD, MODERATOR, NOW, cooldown_seconds=-1)
    assert await store.settings_changes(GUILD) == ()


async def test_changes_of_long_ago_are_purged_and_the_settings_stay(store: Store) -> None:
    await store.change_settings(GUILD, MODERATOR, NOW, region="FR")
    assert await store.purge(NOW + HISTORY_KEPT) == Purged()
    assert await store.purge(NOW + HISTORY_KEPT + timedelta(seconds=1)) == Purged(settings_changes=1)
    assert (await store.settings_of(GUILD)).region == "FR"


async def test_commands_are_registered_again_only_if_they_changed(store: Store) -> None:
    assert await store.last_sync(1) is None
    for sync in (Sync(1, "a" * 64, {"ask": SNOWFLAKE}, NOW), Sync(1, "b" * 64, {}, LATER)):
        await store.save_sync(sync)
        assert await store.last_sync(1) == sync


class Readings:
    """Stands where the database stands."""

    def __init__(self) -> None:
        self.count = 0
        self.fails = False

    async def read(self) -> int:
        self.count += 1
        if self.fails:
            raise StoreError("gone")
        return self.count


async def test_settings_are_read_once_a_minute_and_in_an_outage_stay_as_they_were() -> None:
    now = 0.0
    readings = Readings()
    recall: Recall[int, int] = Recall(lambda: now)
    assert [await recall.get(1, readings.read) for _ in range(3)] == [1, 1, 1]
    now = FRESH_SECONDS
    assert await recall.get(1, readings.read) == 2
    readings.fails = True
    now = 2 * FRESH_SECONDS
    assert await recall.get(1, readings.read) == 2
    recall.forget(1)
    with pytest.raises(StoreError):
        await recall.get(1, readings.read)


async def test_what_changed_while_it_was_being_read_is_read_again() -> None:
    recall: Recall[int, str] = Recall()

    async def overtaken() -> str:
        recall.forget(1)
        return "old"

    async def current() -> str:
        return "new"

    assert await recall.get(1, overtaken) == "old"
    assert await recall.get(1, current) == "new"


async def test_memory_of_settings_has_an_end() -> None:
    recall: Recall[int, int] = Recall()
    readings = Readings()
    for key in range(REMEMBERED + 1):
        await recall.get(key, readings.read)
    before = readings.count
    await recall.get(REMEMBERED, readings.read)
    assert readings.count == before
    await recall.get(0, readings.read)
    assert readings.count == before + 1


async def test_many_who_ask_at_once_cost_one_read_and_none_of_them_takes_it_from_the_others() -> None:
    recall: Recall[int, int] = Recall()
    reads, may_end = 0, asyncio.Event()

    async def read() -> int:
        nonlocal reads
        reads += 1
        await may_end.wait()
        return 7

    waiting = [asyncio.create_task(recall.get(1, read)) for _ in range(50)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    await asyncio.sleep(0)
    may_end.set()
    assert await asyncio.gather(*waiting[1:]) == [7] * 49
    assert reads == 1


async def test_who_asks_after_a_change_does_not_get_what_was_being_read_before_it() -> None:
    recall: Recall[int, str] = Recall()
    may_end = asyncio.Event()

    async def before() -> str:
        await may_end.wait()
        return "before"

    async def after() -> str:
        return "after"

    early = asyncio.create_task(recall.get(1, before))
    await asyncio.sleep(0)
    recall.clear()
    assert await recall.get(1, after) == "after"
    may_end.set()
    assert await early == "before"
    assert await recall.get(1, before) == "after"
