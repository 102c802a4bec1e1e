"""What is held about a person: shown, erased, and not kept at all if they say so."""

from __future__ import annotations

import json

from bot.store.records import Erased, UserExport, UserSettings
from bot.store.store import Store
from tests.store.samples import (
    ASKER,
    FULL_REQUEST,
    GUILD,
    HEADLINE,
    LATER,
    MODERATOR,
    NOW,
    SNOWFLAKE,
    a_pin,
    an_answer,
)


async def test_somebody_unknown_has_an_empty_export(store: Store) -> None:
    export = await store.export_user(ASKER)
    assert export == UserExport(UserSettings(ASKER))
    assert export.empty


async def test_an_export_holds_everything_about_a_person_and_nothing_of_others(store: Store) -> None:
    await store.save_answer(an_answer(1, asker_id=MODERATOR, request=FULL_REQUEST, question="¿?"))
    await store.save_answer(an_answer(2))
    await store.begin_pin(a_pin(2))
    await store.refresh_pin(2, HEADLINE, "2027.01", LATER, MODERATOR)
    await store.refresh_pin(2, None, "2027.02", LATER, MODERATOR)
    await store.change_settings(GUILD, MODERATOR, NOW, region="FR")
    await store.change_settings(GUILD, MODERATOR + 1, NOW, region="ES")
    export = await store.export_user(MODERATOR)
    assert not export.empty
    assert [answer.message_id for answer in export.answers] == [1]
    assert [pin.message_id for pin in export.pins] == [2]
    assert [change.now for change in export.pin_changes] == [None]
    assert [change.now for change in export.settings_changes] == ["FR"]


async def test_an_export_is_json_with_ids_that_no_program_rounds(store: Store) -> None:
    await store.save_answer(an_answer(SNOWFLAKE, request=FULL_REQUEST))
    body = json.loads(json.dumps((await store.export_user(ASKER)).as_json()))
    (answer,) = body["answers"]
    assert answer["message_id"] == str(SNOWFLAKE)
    assert answer["created_at"] == NOW.isoformat()
    assert answer["request"]["understood"] == FULL_REQUEST.understood
    assert body["settings"] == {"user_id": str(ASKER), "remember": True}


async def test_erasing_a_person_leaves_no_trace_of_them(store: Store) -> None:
    await store.save_answer(an_answer(1, asker_id=MODERATOR))
    await store.save_answer(an_answer(2, asker_id=MODERATOR, question="mine"))
    await store.save_answer(an_answer(3))
    await store.begin_pin(a_pin(2))
    await store.refresh_pin(2, None, "2027.01", LATER, MODERATOR)
    await store.change_settings(GUILD, MODERATOR, NOW, region="FR")
    assert await store.erase_user(MODERATOR) == Erased(deleted=1, anonymised=4)
    assert (await store.export_user(MODERATOR)).empty
    assert await store.answer_behind(1) is None
    pinned = an_answer(2, asker_id=None, question_message_id=None, question=None)
    assert await store.answer_behind(2) == pinned
    pin = await store.pin_of(2)
    assert pin is not None
    assert pin.pinned_by is None
    assert (await store.settings_of(GUILD)).region == "FR"
    assert await store.answer_behind(3) == an_answer(3)
    assert await store.erase_user(MODERATOR) == Erased()


async def test_of_somebody_who_wants_nothing_kept_nothing_is_kept(store: Store) -> None:
    await store.save_answer(an_answer(1))
    assert await store.set_remember(ASKER, False) == Erased(deleted=1)
    assert await store.user_settings(ASKER) == UserSettings(ASKER, remember=False)
    assert not await store.save_answer(an_answer(2))
    assert await store.answer_behind(2) is None
    await store.erase_user(ASKER)
    assert not await store.save_answer(an_answer(2))
    await store.set_remember(ASKER, True)
    assert await store.save_answer(an_answer(2))
    assert await store.erase_user(ASKER) == Erased(deleted=2)
    assert (await store.export_user(ASKER)).empty
