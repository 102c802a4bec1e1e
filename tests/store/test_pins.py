"""Pinned answers: one record each, whatever happens between Discord's pin and ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.store.records import HISTORY_KEPT, PinChange, Purged, Reconciled
from bot.store.store import Store
from tests.store.samples import CHANNEL, GUILD, HEADLINE, LATER, MODERATOR, NOW, a_pin, an_answer

MOVED = replace(HEADLINE, median=310.0)


async def pinned(store: Store, message_id: int, **changes: object) -> None:
    assert await store.begin_pin(a_pin(message_id, **changes))
    assert await store.confirm_pin(message_id, NOW)


async def test_a_pin_is_on_the_board_once_discord_has_confirmed_it(store: Store) -> None:
    assert await store.begin_pin(a_pin(1))
    assert await store.board(GUILD) == ()
    assert await store.pin_of(1) == a_pin(1)
    assert await store.confirm_pin(1, LATER)
    assert await store.board(GUILD) == (a_pin(1, confirmed_at=LATER),)


async def test_two_moderators_and_a_double_click_make_one_record(store: Store) -> None:
    assert await store.begin_pin(a_pin(1))
    assert not await store.begin_pin(a_pin(1, pinned_by=9, title="another"))
    assert await store.confirm_pin(1, NOW)
    assert await store.confirm_pin(1, LATER)
    assert await store.board(GUILD) == (a_pin(1, confirmed_at=NOW),)


async def test_a_pin_that_discord_refused_can_be_tried_again(store: Store) -> None:
    await store.begin_pin(a_pin(1))
    assert await store.remove_pins([1], NOW) == 1
    assert not await store.confirm_pin(1, NOW)
    assert await store.begin_pin(a_pin(1, title="again"))
    assert await store.pin_of(1) == a_pin(1, title="again")


async def test_nobody_confirms_what_was_not_begun(store: Store) -> None:
    assert not await store.confirm_pin(1, NOW)
    assert await store.remove_pins([1], NOW) == 0
    assert await store.pin_of(1) is None


async def test_the_board_has_pages_the_newest_first_by_server_and_by_channel(store: Store) -> None:
    for number in range(1, 6):
        await pinned(store, number, pinned_at=NOW + timedelta(minutes=number))
    await pinned(store, 6, channel_id=CHANNEL + 1)
    await pinned(store, 7, guild_id=GUILD + 1)
    assert [pin.message_id for pin in await store.board(GUILD)] == [5, 4, 3, 2, 1, 6]
    assert [pin.message_id for pin in await store.board(GUILD, CHANNEL)] == [5, 4, 3, 2, 1]
    assert [pin.message_id for pin in await store.board(GUILD, limit=2, offset=2)] == [3, 2]
    assert await store.pins_on_board(GUILD) == 6
    assert await store.pins_on_board(GUILD, CHANNEL + 1) == 1


async def test_an_unpinned_answer_leaves_the_board_and_is_dropped_a_year_later(store: Store) -> None:
    await pinned(store, 1)
    assert await store.remove_pins([1, 2], LATER) == 1
    assert await store.remove_pins([1], LATER) == 0
    assert await store.board(GUILD) == ()
    assert await store.purge(LATER + HISTORY_KEPT) == Purged()
    assert await store.purge(LATER + HISTORY_KEPT + timedelta(seconds=1)) == Purged(pins=1)


async def test_a_question_finds_the_pin_that_answers_it(store: Store) -> None:
    await pinned(store, 1, asks="a" * 64)
    await pinned(store, 2, asks="b" * 64)
    await pinned(store, 3, asks="a" * 64, guild_id=GUILD + 1)
    assert [pin.message_id for pin in await store.pins_answering(GUILD, "a" * 64)] == [1]
    assert await store.pins_answering(GUILD, "c" * 64) == ()


async def test_new_data_find_the_pins_made_with_old_ones(store: Store) -> None:
    for message_id, version in ((1, "2026.11"), (2, "2027.01"), (3, None), (4, "2026.10")):
        await pinned(store, message_id, data_version=version)
    await store.begin_pin(a_pin(5))
    assert [pin.message_id for pin in await store.outdated_pins("2027.01")] == [1, 3, 4]
    assert [pin.message_id for pin in await store.outdated_pins("2027.01", after=1, limit=1)] == [3]


async def test_moderators_are_told_once_that_a_pin_is_stale(store: Store) -> None:
    for message_id in (1, 2):
        await pinned(store, message_id)
    assert await store.mark_stale([1]) == (1,)
    assert await store.mark_stale([2, 1, 9]) == (2,)
    assert await store.mark_stale([]) == ()
    assert [pin.stale for pin in await store.board(GUILD)] == [True, True]


async def test_a_refreshed_pin_says_what_it_was_and_is(store: Store) -> None:
    await pinned(store, 1)
    await store.mark_stale([1])
    change = PinChange(1, LATER, MODERATOR, HEADLINE, MOVED, "2026.11", "2027.01")
    assert await store.refresh_pin(1, MOVED, "2027.01", LATER, MODERATOR) == change
    assert await store.pin_of(1) == a_pin(
        1,
        confirmed_at=NOW,
        headline=MOVED,
        data_version="2027.01",
        checked_version="2027.01",
        stale=False,
    )
    assert await store.pin_history(1) == (change,)


async def test_a_refresh_that_moves_nothing_adds_no_history(store: Store) -> None:
    await pinned(store, 1)
    await store.refresh_pin(1, HEADLINE, "2027.01", LATER, None)
    assert await store.pin_history(1) == ()
    assert await store.outdated_pins("2027.01") == ()


async def test_a_pin_that_is_gone_is_not_refreshed(store: Store) -> None:
    assert await store.refresh_pin(1, MOVED, "2027.01", LATER, None) is None
    assert not await store.describe_pin(1, "title", None)


async def test_title_and_note_can_be_changed(store: Store) -> None:
    await pinned(store, 1)
    assert await store.describe_pin(1, None, "a\0note")
    assert await store.pin_of(1) == a_pin(1, confirmed_at=NOW, title=None, note="anote")


async def test_a_pin_made_by_hand_is_adopted(store: Store) -> None:
    done = await store.reconcile_pins(GUILD, CHANNEL, {1: NOW}, LATER)
    assert done == Reconciled(adopted=(1,))
    pin = await store.pin_of(1)
    assert pin is not None
    assert (pin.pinned_by, pin.pinned_at, pin.confirmed_at) == (None, NOW, LATER)
    assert await store.reconcile_pins(GUILD, CHANNEL, {1: NOW}, LATER) == Reconciled()


async def test_a_crash_between_discords_pin_and_ours_loses_neither_title_nor_person(store: Store) -> None:
    await store.begin_pin(a_pin(1))
    assert await store.reconcile_pins(GUILD, CHANNEL, {1: NOW}, LATER) == Reconciled(confirmed=(1,))
    assert await store.board(GUILD) == (a_pin(1, confirmed_at=LATER),)


async def test_a_crash_before_discords_pin_leaves_nothing_on_the_board(store: Store) -> None:
    await store.begin_pin(a_pin(1))
    assert await store.reconcile_pins(GUILD, CHANNEL, {}, LATER) == Reconciled(removed=(1,))
    assert await store.board(GUILD) == ()


async def test_what_was_unpinned_by_hand_leaves_the_board(store: Store) -> None:
    await pinned(store, 1)
    await pinned(store, 2, channel_id=CHANNEL + 1)
    assert await store.reconcile_pins(GUILD, CHANNEL, {}, LATER) == Reconciled(removed=(1,))
    assert [pin.message_id for pin in await store.board(GUILD)] == [2]


async def test_what_is_pinned_again_by_hand_keeps_title_note_and_history(store: Store) -> None:
    await pinned(store, 1)
    await store.refresh_pin(1, MOVED, "2027.01", LATER, None)
    await store.remove_pins([1], LATER)
    assert await store.reconcile_pins(GUILD, CHANNEL, {1: LATER}, LATER) == Reconciled(adopted=(1,))
    (pin,) = await store.board(GUILD)
    assert (pin.title, pin.headline, pin.pinned_by) == ("What we spend", MOVED, None)
    assert len(await store.pin_history(1)) == 1


@pytest.mark.parametrize("confirmed", [False, True])
async def test_a_pin_made_while_discord_was_being_asked_stays(store: Store, confirmed: bool) -> None:
    await store.begin_pin(a_pin(1, pinned_at=LATER))
    if confirmed:
        await store.confirm_pin(1, LATER + timedelta(seconds=1))
    seen_at = LATER + timedelta(milliseconds=500)
    assert await store.reconcile_pins(GUILD, CHANNEL, {}, seen_at) == Reconciled()


async def test_messages_that_say_something_else_than_is_so_are_found(store: Store) -> None:
    for message_id in (1, 2, 3):
        await pinned(store, message_id)
    await store.begin_pin(a_pin(4))
    assert [pin.message_id for pin in await store.unsettled_pins(CHANNEL)] == [1, 2, 3]
    for message_id in (1, 2):
        await store.show_pin(message_id, True)
    await store.remove_pins([2], LATER)
    assert [pin.message_id for pin in await store.unsettled_pins(CHANNEL)] == [2, 3]
    await store.show_pin(2, False)
    await store.describe_pin(1, "new", None)
    assert [pin.message_id for pin in await store.unsettled_pins(CHANNEL)] == [1, 3]
    assert await store.unsettled_pins(CHANNEL + 1) == ()


async def test_a_pin_made_by_hand_learns_of_its_answer_and_of_who_pinned_it(store: Store) -> None:
    await store.reconcile_pins(GUILD, CHANNEL, {1: NOW}, LATER)
    known = a_pin(1, asks="a" * 64, label="GPT-4o", about=("gpt-4o",), inputs={"0:grid:": (1.0, 2.0, 3.0)})
    assert await store.learn_pin(known)
    await store.show_pin(1, True)
    assert await store.attribute_pin(1, MODERATOR)
    assert not await store.attribute_pin(1, MODERATOR + 1)
    pin = await store.pin_of(1)
    assert pin is not None
    assert (pin.title, pin.pinned_by, pin.shown) == (None, MODERATOR, False)
    assert (pin.headline, pin.about, pin.inputs) == (HEADLINE, known.about, known.inputs)
    assert not await store.learn_pin(a_pin(2))


async def test_who_is_erased_is_named_no_more_by_the_message_either(store: Store) -> None:
    await pinned(store, 1)
    await store.show_pin(1, True)
    await store.erase_user(MODERATOR)
    (pin,) = await store.unsettled_pins(CHANNEL)
    assert pin.pinned_by is None


async def test_data_that_a_pin_was_held_against_are_not_tried_again(store: Store) -> None:
    await pinned(store, 1)
    await pinned(store, 2)
    await store.mark_true([1], "2027.01")
    assert await store.mark_stale([2], "2027.01") == (2,)
    assert await store.outdated_pins("2027.01") == ()
    assert [pin.message_id for pin in await store.outdated_pins("2027.02")] == [1, 2]
    await store.mark_true([2], "2027.02")
    assert [pin.stale for pin in await store.board(GUILD)] == [False, False]


async def test_the_reasons_of_a_change_are_kept(store: Store) -> None:
    await pinned(store, 1)
    await store.refresh_pin(1, MOVED, "2027.01", LATER, None, {"0:grid:": (1, 2, 3)}, ("grid", "pue"))
    (change,) = await store.pin_history(1)
    assert change.reasons == ("grid", "pue")


async def test_channels_where_pins_may_be_are_those_with_pins_and_with_answers(store: Store) -> None:
    await pinned(store, 1)
    await store.save_answer(an_answer(2, channel_id=CHANNEL + 1))
    await pinned(store, 3, channel_id=CHANNEL + 2)
    await store.remove_pins([3], LATER)
    assert await store.channels_with_pins(GUILD, answered=True) == (CHANNEL, CHANNEL + 1)
    assert await store.channels_with_pins(GUILD, answered=False) == (CHANNEL,)


async def test_the_threads_of_a_channel_are_forgotten_with_it(store: Store) -> None:
    await pinned(store, 1, channel_id=CHANNEL + 1, parent_id=CHANNEL)
    assert (await store.forget_channel(CHANNEL)).pins == 1


async def test_with_no_time_given_what_was_begun_and_is_not_there_has_failed(store: Store) -> None:
    await store.begin_pin(a_pin(1))
    soon = NOW + timedelta(seconds=1)
    assert await store.reconcile_pins(GUILD, CHANNEL, {}, soon) == Reconciled()
    done = await store.reconcile_pins(GUILD, CHANNEL, {}, soon, timedelta(0))
    assert done == Reconciled(removed=(1,))
