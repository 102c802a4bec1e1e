"""Answers that outlive a restart."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text

from bot.store.address import Address
from bot.store.errors import StoreError
from bot.store.records import Purged
from bot.store.store import Store
from tests.store.samples import ASKER, CHANNEL, FULL_REQUEST, GUILD, LATER, NOW, SNOWFLAKE, a_pin, an_answer


async def test_an_answer_comes_back_whole_after_a_restart(address: Address) -> None:
    answer = an_answer(SNOWFLAKE, request=FULL_REQUEST, question="¿cuánto? 🌍")
    before = Store(address)
    await before.open()
    assert await before.save_answer(answer)
    await before.close()
    after = Store(address)
    await after.open()
    assert await after.answer_behind(SNOWFLAKE) == answer
    await after.close()


async def test_an_answer_that_nobody_knows_is_none(store: Store) -> None:
    assert await store.answer_behind(1) is None
    assert await store.answer_to(1) is None
    assert await store.last_answer_in(CHANNEL, NOW) is None


async def test_an_answer_in_a_direct_message_to_a_command(store: Store) -> None:
    answer = an_answer(1, guild_id=None, question_message_id=None)
    await store.save_answer(answer)
    assert await store.answer_behind(1) == answer


async def test_an_edited_question_finds_its_answer_and_replaces_it(store: Store) -> None:
    await store.save_answer(an_answer(1))
    await store.save_answer(an_answer(1, kind="compare", request=FULL_REQUEST))
    found = await store.answer_to(1001)
    assert found == an_answer(1, kind="compare", request=FULL_REQUEST)


async def test_of_two_answers_to_a_message_the_later_one_is_found(store: Store) -> None:
    for message_id in (2, 1):
        await store.save_answer(an_answer(message_id, question_message_id=9))
    assert await store.answer_to(9) == an_answer(2, question_message_id=9)


async def test_a_direct_message_follows_the_last_answer_if_that_was_lately(store: Store) -> None:
    await store.save_answer(an_answer(1, created_at=NOW))
    await store.save_answer(an_answer(2, created_at=LATER))
    await store.save_answer(an_answer(3, created_at=LATER, channel_id=CHANNEL + 1))
    assert await store.last_answer_in(CHANNEL, NOW) == an_answer(2, created_at=LATER)
    assert await store.last_answer_in(CHANNEL, LATER + timedelta(seconds=1)) is None


async def test_a_deleted_answer_is_forgotten(store: Store) -> None:
    for message_id in (1, 2, 3):
        await store.save_answer(an_answer(message_id))
    assert await store.forget_answer(1)
    assert not await store.forget_answer(1)
    assert await store.forget_answers([2, 3, 4]) == 2
    assert await store.answer_behind(3) is None


async def test_times_of_any_zone_come_back_in_utc(store: Store) -> None:
    there = datetime(2026, 7, 1, 1, 0, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    await store.save_answer(an_answer(1, created_at=there))
    found = await store.answer_behind(1)
    assert found is not None
    assert found.created_at == there
    assert found.created_at.tzinfo is UTC


async def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="without a zone"):
        await store.save_answer(an_answer(1, created_at=datetime(2026, 7, 1)))
    assert await store.answer_behind(1) is None


async def test_texts_that_no_database_takes_are_kept_as_far_as_they_go(store: Store) -> None:
    await store.save_answer(an_answer(1, question="a\0b\ud800c"))
    found = await store.answer_behind(1)
    assert found is not None
    assert found.question == "ab?c"


async def test_what_has_expired_is_purged_and_the_rest_stays(store: Store) -> None:
    await store.save_answer(an_answer(1, expires_at=NOW))
    await store.save_answer(an_answer(2, expires_at=NOW + timedelta(microseconds=1)))
    assert await store.purge(NOW) == Purged(answers=1)
    assert await store.answer_behind(1) is None
    assert await store.answer_behind(2) is not None


async def test_many_expired_answers_go_in_small_transactions(store: Store) -> None:
    def row(message_id: int) -> str:
        return (
            f"({message_id}, 1, 'estimate', 'en', '{{}}', 'v', '2020-01-01 00:00:00', '2020-02-01 00:00:00')"
        )

    columns = "message_id, channel_id, kind, language, request, data_version, created_at, expires_at"
    values = ", ".join(row(message_id) for message_id in range(1100))
    await store._database.write(
        lambda on: on.execute(text(f"INSERT INTO answers ({columns}) VALUES {values}"))
    )
    assert await store.purge(NOW) == Purged(answers=1100)


async def test_a_pinned_answer_does_not_expire_until_it_is_unpinned(store: Store) -> None:
    await store.save_answer(an_answer(1, expires_at=NOW))
    await store.begin_pin(a_pin(1))
    assert await store.purge(LATER) == Purged()
    await store.remove_pins([1], LATER)
    assert await store.purge(LATER) == Purged(answers=1)


async def test_an_answer_that_no_version_can_read_any_more_is_none(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await store.save_answer(an_answer(1))
    await store._database.write(
        lambda on: on.execute(text("""UPDATE answers SET request = '{"intent": "?"}'"""))
    )
    assert await store.answer_behind(1) is None
    assert (await store.export_user(ASKER)).answers == ()
    assert "answer 1 cannot be read" in caplog.text


async def test_what_json_cannot_hold_is_refused_and_does_not_end_the_bot(store: Store) -> None:
    request = replace(FULL_REQUEST, confidence=float("nan"))
    assert await store.attempt(store.save_answer(an_answer(1, request=request)), None) is None
    assert await store.answer_behind(1) is None


async def test_a_server_that_removes_the_bot_is_forgotten_and_no_other(store: Store) -> None:
    await store.save_answer(an_answer(1))
    await store.save_answer(an_answer(2, guild_id=GUILD + 1))
    await store.save_answer(an_answer(3, guild_id=None))
    await store.change_settings(GUILD, 4, NOW, language="es")
    await store.change_settings(GUILD + 1, 4, NOW, language="es")
    await store.begin_pin(a_pin(1))
    await store.refresh_pin(1, None, "2027.01", LATER, None)
    forgotten = await store.forget_guild(GUILD)
    assert (forgotten.answers, forgotten.pins, forgotten.settings) == (1, 1, 1)
    assert await store.answer_behind(1) is None
    assert await store.pin_of(1) is None
    assert await store.pin_history(1) == ()
    assert await store.settings_changes(GUILD) == ()
    assert (await store.settings_of(GUILD)).language is None
    assert (await store.settings_of(GUILD + 1)).language == "es"
    assert await store.answer_behind(2) is not None
    assert await store.answer_behind(3) is not None


async def test_a_deleted_channel_is_forgotten(store: Store) -> None:
    await store.save_answer(an_answer(1))
    await store.save_answer(an_answer(2, channel_id=CHANNEL + 1))
    await store.begin_pin(a_pin(1))
    forgotten = await store.forget_channel(CHANNEL)
    assert (forgotten.answers, forgotten.pins) == (1, 1)
    assert await store.answer_behind(2) is not None
