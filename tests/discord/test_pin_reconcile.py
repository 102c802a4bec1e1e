"""The board follows what Discord shows: pins by hand, deletions, an absence, what the bot can't see."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

from bot.discord.shelves import Library
from bot.store.store import Store
from tests.discord.conftest import Bot, Lab, restarted
from tests.discord.fake import Message, Person
from tests.discord.fake.world import READ_MESSAGE_HISTORY, VIEW_CHANNEL
from tests.discord.moderating import LIST, answered, note, pinned


async def on_board(lab: Lab, store: Store, *answers: Message) -> None:
    """Wait until the board holds these answers and no other."""
    await lab.discord.settles()
    wanted = {answer.id for answer in answers}
    until = time.monotonic() + 5
    while {pin.message_id for pin in await store.board(lab.guild.id)} != wanted:
        assert time.monotonic() < until
        await asyncio.sleep(0.01)
    await lab.discord.until(
        lambda: all(("Pinned" in answer.content) == answer.pinned for answer in answers), "all to say so"
    )
    await lab.discord.settles()


async def test_an_answer_pinned_by_hand_is_on_the_board_with_who_did_it(
    lab: Lab, mod: Person, store: Store
) -> None:
    answer, said = await answered(lab), await lab.alice.says(lab.general, "mine")
    await mod.pins(answer)
    await mod.pins(said)
    await on_board(lab, store, answer)
    (pin,) = await store.board(lab.guild.id)
    assert pin.pinned_by == mod.user.id
    assert pin.headline is not None
    assert pin.about == ("gpt-4o",)
    assert f"-# 📌 Pinned by {mod.mention} · <t:" in answer.content
    assert "Unpin" in answer.labels


async def test_an_answer_unpinned_by_hand_leaves_the_board_and_says_so_no_more(
    lab: Lab, mod: Person, store: Store
) -> None:
    answer = await answered(lab)
    before = answer.content
    await pinned(lab, mod, answer, "Ours")
    await mod.unpins(answer)
    await on_board(lab, store)
    assert answer.content == before
    assert "Pin" in answer.labels
    await mod.pins(answer)
    await on_board(lab, store, answer)
    (pin,) = await store.board(lab.guild.id)
    assert (pin.title, pin.pinned_by) == ("Ours", mod.user.id)  # what it was called is kept


async def test_a_deleted_answer_leaves_the_board(lab: Lab, mod: Person, store: Store) -> None:
    first, second = await answered(lab), await answered(lab)
    await pinned(lab, mod, first)
    await pinned(lab, mod, second)
    await lab.discord.remove(first)
    await on_board(lab, store, second)


async def test_a_deleted_channel_and_its_threads_leave_the_board(lab: Lab, mod: Person, store: Store) -> None:
    channel = lab.guild.add_channel("other")
    thread = lab.guild.add_channel("thread", parent=channel)
    await lab.discord.invites_bot(lab.guild)
    for place in (channel, thread):
        await pinned(lab, mod, await answered(lab, place))
    kept = await answered(lab)
    await pinned(lab, mod, kept)
    assert len(await store.board(lab.guild.id)) == 3
    await lab.discord.removes_channel(channel)
    await on_board(lab, store, kept)


async def test_the_bot_away_for_a_day_finds_all_of_it_when_it_is_back(
    lab: Lab, mod: Person, real: Bot, library: Library, store: Store
) -> None:
    channel = lab.guild.add_channel("other")
    gone = lab.guild.add_channel("gone")
    await lab.discord.invites_bot(lab.guild)
    unpinned, deleted, lost, kept = [
        await answered(lab, place) for place in (lab.general, lab.general, gone, channel)
    ]
    for answer in (unpinned, deleted, lost, kept):
        await pinned(lab, mod, answer)
    by_hand = await answered(lab, channel, "energy of 5 GPT-4o prompts")
    await real.stopped()
    await mod.unpins(unpinned)
    await lab.discord.remove(deleted)
    await lab.discord.removes_channel(gone)
    await mod.pins(by_hand)
    bot = await Bot(lab.discord, real.client.answerer, library, store=store).ready()
    await lab.discord.until(lambda: "Pinned" in by_hand.content, "what was pinned by hand to say so")
    await on_board(lab, store, kept, by_hand)
    assert "Pinned by" not in unpinned.content
    await bot.stopped()


async def test_a_new_session_looks_at_everything_again(lab: Lab, mod: Person, store: Store) -> None:
    answer = await answered(lab)
    session = lab.discord.gateway.sessions.pop(0)  # the event is lost
    await mod.pins(answer)
    lab.discord.gateway.sessions[0] = session
    await lab.discord.gateway.invalidate()
    await lab.discord.until(lambda: "Pinned" in answer.content, "the pin to be found")
    await on_board(lab, store, answer)


async def test_after_an_outage_of_the_server_its_pins_are_looked_at(
    lab: Lab, mod: Person, store: Store
) -> None:
    answer = await answered(lab)
    await pinned(lab, mod, answer)
    await lab.discord.loses(lab.guild)
    await lab.discord.settles()
    assert len(await store.board(lab.guild.id)) == 1
    session = lab.discord.gateway.sessions.pop(0)
    await mod.unpins(answer)
    lab.discord.gateway.sessions[0] = session
    await lab.discord.has_again(lab.guild)
    await lab.discord.until(lambda: "Pinned by" not in answer.content, "the unpinned answer to be found")
    await on_board(lab, store)


async def test_what_the_bot_may_not_read_is_not_taken_for_unpinned(
    lab: Lab, mod: Person, real: Bot, library: Library, store: Store
) -> None:
    answer = await answered(lab)
    await pinned(lab, mod, answer)
    for missing in (READ_MESSAGE_HISTORY, VIEW_CHANNEL):
        lab.general.denied = {lab.discord.bot.id: missing}
        await lab.discord.invites_bot(lab.guild)
        await lab.discord.settles()
        assert len(await store.board(lab.guild.id)) == 1
    bot = await restarted(real, lab, library, store)
    await lab.discord.settles()
    assert len(await store.board(lab.guild.id)) == 1
    await bot.stopped()


async def test_pins_are_read_in_pages_to_the_last(
    lab: Lab, mod: Person, real: Bot, library: Library, store: Store
) -> None:
    answer = await answered(lab)
    await pinned(lab, mod, answer)
    answer.pinned_at = datetime.now(UTC) - timedelta(days=800)
    for number in range(120):
        message = Message(lab.general, lab.bob.user, f"later {number}")
        message.pinned, message.pinned_at = True, datetime.now(UTC) - timedelta(days=700, minutes=number)
        lab.general.messages[message.id] = message
    before = lab.discord.rest.count(LIST)
    bot = await restarted(real, lab, library, store)
    await lab.discord.until(lambda: lab.discord.rest.count(LIST) >= before + 3, "three pages")
    await on_board(lab, store, answer)
    await bot.stopped()


async def test_many_changes_at_once_are_read_once_or_twice(lab: Lab, mod: Person, store: Store) -> None:
    answers = [await answered(lab, question=f"energy of {n} GPT-4o prompts") for n in (5, 6, 7, 8)]
    before = lab.discord.rest.count(LIST)
    for answer in answers:
        await mod.pins(answer)
    await on_board(lab, store, *answers)
    assert lab.discord.rest.count(LIST) - before <= 2 * len(answers)


async def test_who_is_erased_is_named_no_more_on_what_they_pinned(lab: Lab, mod: Person) -> None:
    answer = await answered(lab)
    await pinned(lab, mod, answer, "Ours")
    shown = await lab.discord.answer(await mod.slash("privacy", lab.general))
    await mod.presses(shown, "Erase")
    await lab.discord.until(lambda: "Erase all of it" in shown.labels, "the question whether it is meant")
    await mod.presses(shown, "Erase all of it")
    await lab.discord.until(lambda: shown.content.startswith("Erased."), "the promise")
    await lab.discord.until(lambda: mod.mention not in answer.content, "the name to go")
    assert "-# 📌 Pinned · <t:" in answer.content
    assert (await note(lab, await mod.presses(answer, "Unpin"), mod)).startswith("Unpinned: [Ours]")
