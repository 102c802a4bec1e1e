"""What Discord refuses: each told in a clear sentence to the person alone, and nothing half-done stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.discord.texts import Languages
from bot.store.store import Store
from tests.discord.conftest import Lab
from tests.discord.fake import Message, Person
from tests.discord.fake.pins import MOST_PINS
from tests.discord.fake.world import PINNED, VIEW_CHANNEL
from tests.discord.moderating import EDIT, MENU, PUT, READ, UNPIN, answered, link_of, note, notices, pinned


def fill(lab: Lab, count: int, by: Person) -> None:
    """Pin so many messages of somebody's, as if it were long ago."""
    for number in range(count):
        message = Message(lab.general, by.user, f"old {number}")
        message.pinned, message.pinned_at = True, datetime.now(UTC) - timedelta(days=900, minutes=number)
        lab.general.messages[message.id] = message


@pytest.mark.parametrize(
    ("status", "code", "told"),
    [
        (403, 50013, "my role lacks the **Pin Messages** permission"),
        (403, 50001, "needs **View Channel** and **Read Message History**"),
        (404, 10008, "That message is gone"),
        (404, 10003, "That channel is gone"),
        (403, 50021, "a notice of Discord's"),
        (403, 50019, "that message is in another channel"),
        (400, 50083, "This thread is archived. Write a message in it"),
        (403, 160005, "This thread is locked. Somebody who manages threads"),
        (400, 99999, "with code 99999"),
    ],
)
async def test_each_refusal_is_told_with_what_to_do(
    lab: Lab, mod: Person, store: Store, status: int, code: int, told: str
) -> None:
    answer = await answered(lab)
    before = answer.content
    lab.discord.rest.fail(PUT, status, code=code)
    assert told in await pinned(lab, mod, answer)
    assert answer.content == before
    assert await store.board(lab.guild.id) == ()
    assert (await pinned(lab, mod, answer)).startswith("Pinned: ")  # and it can be tried again
    assert len(await store.board(lab.guild.id)) == 1


async def test_an_archived_and_a_locked_thread_say_so(lab: Lab, mod: Person, store: Store) -> None:
    thread = lab.guild.add_channel("thread", parent=lab.general)
    await lab.discord.invites_bot(lab.guild)
    answer = await answered(lab, thread)
    thread.locked = True
    assert "This thread is locked" in await pinned(lab, mod, answer)
    thread.archived, thread.locked = True, False
    assert "This thread is archived" in await pinned(lab, mod, answer)
    assert await store.board(lab.guild.id) == ()


async def test_a_message_that_went_while_the_form_was_open(lab: Lab, mod: Person, store: Store) -> None:
    answer = await answered(lab)
    opened = await mod.picks(MENU, answer)
    await lab.discord.until(lambda: opened.form is not None, "the form")
    await lab.discord.remove(answer)
    assert "That message is gone" in await note(lab, await mod.submits(opened), mod)
    assert await store.board(lab.guild.id) == ()


async def test_only_answers_that_all_see_are_pinned(lab: Lab, mod: Person) -> None:
    said = await lab.alice.says(lab.general, "I say so")
    assert "not one of my answers" in await note(lab, await mod.picks(MENU, said), mod)
    used = await mod.slash("ask", lab.general, question="energy of GPT-4o", private=True)
    private = await lab.discord.answer(used)
    assert "Pin" not in private.labels
    assert "Press **Share**" in await note(lab, await mod.picks(MENU, private), mod)
    refused = await answered(lab, question="what is the energy of blorgotron 9000 prompts?")
    if "Pin" not in refused.labels:
        assert "has no result in it" in await note(lab, await mod.picks(MENU, refused), mod)
    other = await answered(lab)
    await mod.pins(other)
    await lab.discord.settles()
    (notice,) = notices(lab.general)
    assert notice.kind == PINNED
    assert "a notice of Discord's" in await note(lab, await mod.picks(MENU, notice), mod)
    assert lab.discord.rest.count(PUT) == 0


@pytest.mark.parametrize(
    "link", ["hello", "https://discord.com/channels/1/2/3", "https://discord.com/channels/@me/2/3", "12345"]
)
async def test_what_is_no_link_to_a_message_here(lab: Lab, mod: Person, link: str) -> None:
    told = await note(lab, await mod.slash("pins add", lab.general, link=link), mod)
    assert "**Copy Message Link**" in told


async def test_a_link_to_nothing(lab: Lab, mod: Person) -> None:
    answer = await answered(lab)
    nowhere = link_of(answer).rpartition("/")[0] + "/123"
    assert "That message is gone" in await note(
        lab, await mod.slash("pins add", lab.general, link=nowhere), mod
    )
    channel = f"https://discord.com/channels/{lab.guild.id}/999/123"
    assert "That channel is gone" in await note(
        lab, await mod.slash("pins add", lab.general, link=channel), mod
    )


# 250


async def test_a_full_channel_offers_the_oldest_of_our_own_pins(lab: Lab, mod: Person, store: Store) -> None:
    first, second = await answered(lab), await answered(lab, question="energy of 5 GPT-4o prompts")
    await pinned(lab, mod, first, "The first")
    await pinned(lab, mod, second, "The second")
    fill(lab, MOST_PINS - 2, lab.bob)
    third = await answered(lab, question="energy of 7 GPT-4o prompts")
    opened = await mod.picks(MENU, third)
    told = await lab.discord.answer(await mod.submits(opened, title="The third", note="why"))
    assert told.content.startswith(f"<#{lab.general.id}> has 250 pinned messages")
    assert told.seen_by is mod.user
    assert not third.pinned
    (menu,) = told.buttons
    assert [option["label"] for option in menu["options"]] == ["The first", "The second"]
    assert "Wh" in menu["options"][0]["description"]
    done = await note(lab, await mod.chooses(told, "The first"), mod)
    assert done.startswith("Unpinned the old one, and pinned this: [The third]")
    await lab.discord.settles()
    assert (first.pinned, second.pinned, third.pinned) == (False, True, True)
    assert "Pinned by" not in first.content
    assert third.content.startswith("**The third**\n> why\n")
    assert [pin.title for pin in await store.board(lab.guild.id)] == ["The third", "The second"]
    assert len(lab.general.pins) == MOST_PINS
    assert "made room" in lab.guild.audit[-2].reason


async def test_a_channel_full_of_others_pins_says_to_unpin_one_by_hand(lab: Lab, mod: Person) -> None:
    fill(lab, MOST_PINS, lab.bob)
    answer = await answered(lab)
    told = await pinned(lab, mod, answer)
    assert "none of them is mine" in told
    assert not answer.pinned


async def test_the_picker_is_for_those_who_may_pin(lab: Lab, mod: Person) -> None:
    first = await answered(lab)
    await pinned(lab, mod, first)
    fill(lab, MOST_PINS - 1, lab.bob)
    third = await answered(lab, question="energy of 7 GPT-4o prompts")
    told = await lab.discord.answer(await mod.submits(await mod.picks(MENU, third)))
    lab.guild.members[mod.user.id].roles.clear()
    (menu,) = told.buttons
    refused = await note(lab, await mod.chooses(told, menu["options"][0]["label"]), mod)
    assert refused.startswith("Pinning here takes")
    assert first.pinned


# Two at once, twice, and too late


async def test_two_moderators_at_once_make_one_pin_and_one_record(
    lab: Lab, mod: Person, store: Store
) -> None:
    other = lab.discord.person("other")
    lab.guild.add_member(other.user, *lab.guild.members[mod.user.id].roles)
    answer = await answered(lab)
    forms = [(each, await each.picks(MENU, answer)) for each in (mod, other)]
    used = [await each.submits(opened, title=each.user.name) for each, opened in forms]
    told = [await note(lab, each, person) for each, person in zip(used, (mod, other), strict=True)]
    await lab.discord.settles()
    assert sum(each.startswith("Pinned: ") for each in told) == 1
    assert sum(each.startswith("It is pinned already, by <@") for each in told) == 1
    assert lab.discord.rest.count(PUT) == 1
    assert len(lab.guild.audit) == 1
    (pin,) = await store.board(lab.guild.id)
    assert answer.content.startswith(f"**{pin.title}**")
    assert answer.content.count("Pinned by") == 1


async def test_a_form_sent_twice_pins_once(lab: Lab, mod: Person, store: Store) -> None:
    answer = await answered(lab)
    opened = await mod.presses(answer, "Pin")
    told = [await note(lab, await mod.submits(opened, title="Once"), mod) for _ in range(2)]
    assert [each.partition(":")[0].partition(",")[0] for each in told] == ["Pinned", "It is pinned already"]
    assert lab.discord.rest.count(PUT) == 1
    assert len(await store.board(lab.guild.id)) == 1


async def test_a_pin_whose_confirmation_was_lost_is_found_to_be_there(
    lab: Lab, mod: Person, store: Store
) -> None:
    answer = await answered(lab)
    lab.discord.rest.fail(PUT, 503, after=True)
    assert (await pinned(lab, mod, answer, "Kept")).startswith("Pinned: [Kept]")
    (pin,) = await store.board(lab.guild.id)
    assert (pin.title, pin.pinned_by) == ("Kept", mod.user.id)
    assert len(lab.general.pins) == 1


async def test_an_outage_before_the_pin_leaves_nothing_and_the_next_try_works(
    lab: Lab, mod: Person, store: Store
) -> None:
    answer = await answered(lab)
    lab.discord.rest.fail(PUT, 503)
    assert "Discord didn't say whether that worked" in await pinned(lab, mod, answer, "Once")
    assert not answer.pinned
    assert await store.board(lab.guild.id) == ()
    assert (await pinned(lab, mod, answer, "Again")).startswith("Pinned: [Again]")
    assert len(await store.board(lab.guild.id)) == 1


async def test_nobody_knowing_whether_it_is_pinned_is_settled_by_the_next_try(
    lab: Lab, mod: Person, store: Store
) -> None:
    answer = await answered(lab)
    opened = await mod.picks(MENU, answer)
    lab.discord.rest.fail(PUT, 503, after=True)
    used = await mod.submits(opened, title="Once")
    await lab.discord.until(lambda: lab.discord.rest.count(READ) >= 1, "the message to be read")
    assert (await note(lab, used, mod)).startswith("Pinned: ")
    told = await pinned(lab, mod, answer, "Twice")  # by the menu, a pinned one is given another title
    assert told.startswith("Title and note are changed: [Twice]")
    (pin,) = await store.board(lab.guild.id)
    assert (pin.title, len(lab.general.pins)) == ("Twice", 1)


async def test_a_message_that_cannot_be_edited_is_pinned_and_says_so_later(
    lab: Lab, mod: Person, store: Store
) -> None:
    answer = await answered(lab)
    lab.discord.rest.fail(EDIT, 503)
    assert (await pinned(lab, mod, answer)).startswith("Pinned: ")
    await lab.discord.until(lambda: "Pinned by" in answer.content, "the message to say so")
    (pin,) = await store.board(lab.guild.id)
    assert pin.message_id == answer.id


async def test_without_its_store_nothing_is_pinned(
    lab: Lab, mod: Person, store: Store, languages: Languages
) -> None:
    answer = await answered(lab)
    opened = await mod.picks(MENU, answer)
    await lab.discord.until(lambda: opened.form is not None, "the form")
    await store.close()
    assert await note(lab, await mod.submits(opened), mod) == languages.default["notes.forgetful"]
    assert not answer.pinned
    used = await mod.slash("pins list", lab.general)
    assert await note(lab, used, mod) == languages.default["notes.forgetful"]


async def test_unpinning_what_discord_refuses_keeps_it_on_the_board(
    lab: Lab, mod: Person, store: Store
) -> None:
    answer = await answered(lab)
    await pinned(lab, mod, answer)
    lab.discord.rest.fail(UNPIN, 403, code=50013)
    assert "my role lacks" in await note(lab, await mod.presses(answer, "Unpin"), mod)
    assert len(await store.board(lab.guild.id)) == 1
    assert (await note(lab, await mod.presses(answer, "Unpin"), mod)).startswith("Unpinned: ")


async def test_a_channel_that_the_bot_cannot_see_any_more(lab: Lab, mod: Person, store: Store) -> None:
    other = lab.guild.add_channel("other")
    await lab.discord.invites_bot(lab.guild)
    answer = await answered(lab, other)
    await pinned(lab, mod, answer)
    other.denied[lab.discord.bot.id] = VIEW_CHANNEL
    await lab.discord.invites_bot(lab.guild)
    told = await note(lab, await mod.slash("pins remove", lab.general, result=str(answer.id)), mod)
    assert told.startswith("I find no pinned result like")  # it is shown to nobody until that changes
    assert len(await store.board(lab.guild.id)) == 1
