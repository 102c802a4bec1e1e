"""A server's settings: who may change them, what each does, and how long they are kept."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from bot.discord.run import StartError
from bot.discord.shelves import Library
from bot.discord.texts import Languages
from bot.store.store import Store
from tests.discord.conftest import Bot, Lab, Recorder, restarted
from tests.discord.fake import Impossible, Message
from tests.discord.fake.gateway import MESSAGE_CONTENT
from tests.discord.fake.world import FORUM, MANAGE_GUILD, Role

QUESTION = "how much energy do 1000 GPT-4o prompts use?"


async def opened(lab: Lab) -> Message:
    """Return the settings as Alice, who owns the server, sees them."""
    return await lab.discord.answer(await lab.alice.slash("settings", lab.general))


async def choose(lab: Lab, message: Message, setting: str, *values: str) -> None:
    """Open one of the settings and choose values for it."""
    await lab.alice.chooses(message, setting)
    await lab.discord.until(lambda: len(message.buttons) == 3, f"the menu of {setting}")
    await lab.alice.chooses_in(message, setting, *values)
    await lab.discord.until(lambda: len(message.buttons) == 1, "the settings as they now are")


async def test_the_settings_are_shown_to_the_manager_alone(lab: Lab, real: Bot) -> None:
    message = await opened(lab)
    assert message.seen_by is lab.alice.user
    assert message.content.startswith("**How I behave in Lab**")
    assert "- Region: **world average**" in message.content
    assert "- Corrections: **15 minutes**" in message.content.replace("\N{NO-BREAK SPACE}", " ")


async def test_others_are_not_offered_the_command_and_are_refused_where_an_admin_opened_it(
    lab: Lab, real: Bot, languages: Languages
) -> None:
    with pytest.raises(Impossible):
        await lab.bob.slash("settings", lab.general)
    note = await lab.discord.answer(await lab.bob.slash("settings", lab.general, admitted=True))
    assert note.content == languages.default["notes.only_managers"]
    manager = lab.guild.add_role(Role("manager", MANAGE_GUILD))
    lab.guild.members[lab.bob.user.id].roles.append(manager)
    message = await lab.discord.answer(await lab.bob.slash("settings", lab.general))
    assert message.content.startswith("**How I behave in Lab**")
    lab.guild.members[lab.bob.user.id].roles.remove(manager)
    refused = await lab.discord.answer(await lab.bob.chooses(message, "Region"))
    assert refused.content == languages.default["notes.only_managers"]


@pytest.mark.parametrize(
    ("setting", "values", "shown"),
    [
        ("Language", ["Spanish"], "- Language: **Spanish**"),
        ("Region", ["France"], "- Region: **France**"),
        ("What to show", ["carbon", "water"], "- What to show: **carbon · water**"),
        ("Units", ["gallons and pounds"], "- Units: **gallons and pounds**"),
        ("Answers to commands", ["for the person"], "- Answers to commands: **for the person who asks**"),
        ("Cooldown", ["1 minute"], "- Cooldown: **1 minute**"),
        ("Cooldown", ["off"], "- Cooldown: **off**"),
        ("Corrections", ["never"], "- Corrections: **never**"),
    ],
)
async def test_each_setting_is_changed_by_its_menu_and_told_who_did_so(
    lab: Lab, real: Bot, store: Store, setting: str, values: list[str], shown: str
) -> None:
    message = await opened(lab)
    # Discord shows a space that breaks no line as any other.
    menu_values = [value.replace("1 minute", "1\N{NO-BREAK SPACE}minute") for value in values]
    await choose(lab, message, setting, *menu_values)
    assert shown in message.content.replace("\N{NO-BREAK SPACE}", " ")
    assert f"Last changed by {lab.alice.mention} <t:" in message.content
    assert not message.pinged
    (change,) = await store.settings_changes(lab.guild.id)
    assert change.changed_by == lab.alice.user.id


async def test_channels_and_a_role_are_chosen_from_the_servers_own(lab: Lab, real: Bot) -> None:
    role = lab.guild.add_role(Role("pinners"))
    message = await opened(lab)
    await choose(lab, message, "Ask channels", str(lab.general.id))
    assert f"- Ask channels: **<#{lab.general.id}>**" in message.content
    assert "Message Content intent" in message.content
    await choose(lab, message, "Who may pin", str(role.id))
    assert f"- Who may pin: **<@&{role.id}>**" in message.content
    assert not message.role_mentions
    await choose(lab, message, "Ask channels")
    assert "- Ask channels: **none**" in message.content


async def test_another_place_can_be_typed_and_a_setting_can_be_reset(lab: Lab, real: Bot) -> None:
    message = await opened(lab)
    await lab.alice.chooses(message, "Region")
    await lab.discord.until(lambda: len(message.buttons) == 3, "the menu of regions")
    form = await lab.alice.chooses_in(message, "Region", "Another place")
    await lab.alice.submits(form, typed="portugal")
    await lab.discord.until(lambda: "**Portugal**" in message.content, "the new region")
    await lab.alice.chooses(message, "Region")
    await lab.discord.until(lambda: len(message.buttons) == 3, "the menu of regions")
    await lab.alice.presses(message, "Reset")
    await lab.discord.until(lambda: "**world average**" in message.content, "the default")
    await lab.alice.chooses(message, "Units")
    await lab.discord.until(lambda: len(message.buttons) == 3, "the menu of units")
    await lab.alice.presses(message, "Back")
    await lab.discord.until(lambda: len(message.buttons) == 1, "all settings")


async def test_the_settings_show_in_answers(lab: Lab, real: Bot, store: Store) -> None:
    message = await opened(lab)
    await choose(lab, message, "Region", "France")
    await choose(lab, message, "What to show", "carbon", "water")
    await choose(lab, message, "Language", "Spanish")
    await choose(lab, message, "Answers to commands", "for the person")
    used = await lab.bob.slash("estimate", lab.general, model="gpt-4o", private=False)
    public = await lab.discord.answer(used)
    assert "GPT-4o emite" in public.content
    assert "Electricidad: Francia" in public.content
    default = await lab.discord.answer(await lab.bob.slash("estimate", lab.general, model="gpt-4o"))
    assert default.seen_by is lab.bob.user
    assert "GPT-4o prompt emits" in default.content
    elsewhere = await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION} in Poland"))
    assert "Electricity: Poland" in elsewhere.content


async def test_gallons_and_pounds_where_a_server_wants_them(lab: Lab, real: Bot) -> None:
    await choose(lab, await opened(lab), "Units", "gallons")
    question = f"{lab.me} water and carbon of 100000 GPT-4o prompts"
    answer = await lab.discord.answer(await lab.alice.says(lab.general, question))
    text = answer.content.replace("\N{NO-BREAK SPACE}", " ")
    assert re.search(r"take about [\d.]+ gal of water", text)
    assert re.search(r"Carbon [\d.]+ lb CO₂e", text)
    assert re.search(r" (L|mL|m³|kg|g|t) (of water|CO₂e)", text) is None


async def test_a_cooldown_that_is_off_lets_anybody_ask_on(lab: Lab, real: Bot) -> None:
    await choose(lab, await opened(lab), "Cooldown", "off")
    questions = [await lab.bob.says(lab.general, f"{lab.me} what is PUE?") for _ in range(15)]
    for question in questions:
        assert "PUE" in (await lab.discord.answer(question)).content


async def test_corrections_that_are_never_wanted_change_nothing(lab: Lab, real: Bot) -> None:
    await choose(lab, await opened(lab), "Corrections", "never")
    question = await lab.alice.says(lab.general, f"{lab.me} {QUESTION}")
    answer = await lab.discord.answer(question)
    before = answer.content
    await lab.alice.edits(question, f"{lab.me} energy of 5 Claude Sonnet 4 prompts")
    await lab.discord.settles()
    assert answer.content == before


async def test_the_settings_outlive_a_restart(lab: Lab, real: Bot, library: Library, store: Store) -> None:
    await choose(lab, await opened(lab), "Region", "France")
    bot = await restarted(real, lab, library, store)
    assert "**France**" in (await opened(lab)).content
    await bot.stopped()


async def test_they_are_forgotten_when_the_bot_is_removed_and_not_in_an_outage(
    lab: Lab, real: Bot, store: Store
) -> None:
    await choose(lab, await opened(lab), "Region", "France")
    question = await lab.alice.says(lab.general, f"{lab.me} {QUESTION}")
    answer = await lab.discord.answer(question)
    await lab.discord.loses(lab.guild)
    await lab.discord.invites_bot(lab.guild)
    assert "**France**" in (await opened(lab)).content
    assert await store.answer_behind(answer.id) is not None
    await lab.discord.removes_bot(lab.guild)
    await lab.discord.settles()
    await real.client.intake.finish(1)
    assert (await store.settings_of(lab.guild.id)).region is None
    assert await store.answer_behind(answer.id) is None


async def test_without_its_store_the_bot_answers_and_says_that_it_cannot_save(
    lab: Lab, real: Bot, store: Store, languages: Languages
) -> None:
    message = await opened(lab)
    await store.close()
    answer = await lab.discord.answer(await lab.bob.says(lab.general, f"{lab.me} {QUESTION}"))
    assert "GPT-4o" in answer.content
    await lab.bob.submits(await lab.bob.presses(answer, "Region"), typed="France")
    await lab.discord.until(lambda: "France" in answer.content, "the answer to change")
    await lab.alice.chooses(message, "Region")
    await lab.discord.until(lambda: len(message.buttons) == 3, "the menu of regions")
    note = await lab.discord.answer(await lab.alice.chooses_in(message, "Region", "France"))
    assert note.content == languages.default["notes.forgetful"]


# Ask channels


@pytest.fixture
async def reading(lab: Lab, library: Library, store: Store, real: Bot) -> AsyncIterator[Bot]:
    """The bot with the Message Content intent, and #questions as an ask channel."""
    lab.discord.gateway.allowed_intents |= MESSAGE_CONTENT
    bot = await restarted(real, lab, library, store, reads_content=True)
    yield bot
    await bot.stopped()


async def test_in_an_ask_channel_every_question_is_answered_and_nothing_else(lab: Lab, reading: Bot) -> None:
    asks = lab.guild.add_channel("questions")
    forum = lab.guild.add_channel("help", kind=FORUM)
    await lab.discord.invites_bot(lab.guild)
    message = await opened(lab)
    await choose(lab, message, "Ask channels", str(asks.id), str(forum.id))
    assert "Message Content intent" not in message.content
    question = await lab.bob.says(asks, QUESTION)
    answer = await lab.discord.answer(question)
    assert "GPT-4o" in answer.content
    thread = lab.guild.add_channel("a thread", parent=asks)
    post = lab.guild.add_channel("a post", parent=forum)
    await lab.discord.invites_bot(lab.guild)
    for place in (thread, post):
        assert "GPT-4o" in (await lab.discord.answer(await lab.bob.says(place, QUESTION))).content
    followed = await lab.discord.answer(await lab.bob.replies(answer, "and in France?"))
    assert "France" in followed.content
    spoken = len(lab.discord.spoken(asks))
    for text in (
        "good morning everybody",
        "anyone up for pizza?",
        "what can you do?",
        f"{lab.alice.mention} {QUESTION}",
        "lol",
    ):
        await lab.bob.says(asks, text)
    await lab.alice.replies(question, f"I'd say {QUESTION}")
    await lab.bob.says(lab.general, QUESTION)
    await lab.discord.settles()
    assert len(lab.discord.spoken(asks)) == spoken
    assert not any(message.seen_by is None for message in lab.discord.spoken(lab.general))
    await lab.bob.edits(question, "how much water do 1000 GPT-4o prompts take?")
    await lab.discord.until(lambda: "water" in answer.content.partition("\n")[0], "the corrected answer")


async def test_a_post_may_ask_in_its_title_alone(lab: Lab, reading: Bot) -> None:
    forum = lab.guild.add_channel("help", kind=FORUM)
    await lab.discord.invites_bot(lab.guild)
    await choose(lab, await opened(lab), "Ask channels", str(forum.id))
    asks = lab.guild.add_channel("How much energy do 1000 GPT-4o prompts use?", parent=forum)
    chats = lab.guild.add_channel("Who comes to the meeting?", parent=forum)
    both = lab.guild.add_channel("A question about carbon", parent=forum)
    await lab.discord.invites_bot(lab.guild)
    answers = {}
    for post, text in ((asks, "For my thesis, please."), (chats, "I do."), (both, QUESTION)):
        message = Message(post, lab.bob.user, text, id=post.id)
        await lab.discord.post(message)
        await lab.discord.settles()
        answers[post] = lab.discord.answers(message)
        later = await lab.bob.says(post, "Anybody?")
        await lab.discord.settles()
        assert lab.discord.answers(later) == []
    assert "1,000 GPT-4o prompts" in answers[asks][0].content
    assert answers[chats] == []
    assert len(answers[both]) == 1


async def test_without_the_intent_ask_channels_are_silent(lab: Lab, real: Bot) -> None:
    await choose(lab, await opened(lab), "Ask channels", str(lab.general.id))
    await lab.bob.says(lab.general, QUESTION)
    await lab.discord.settles()
    assert not any(message.seen_by is None for message in lab.discord.spoken(lab.general))
    assert not lab.discord.gateway.intents & MESSAGE_CONTENT


async def test_an_intent_that_discord_does_not_grant_stops_the_start_with_a_line_that_says_what_to_do(
    lab: Lab, library: Library
) -> None:
    bot = Bot(lab.discord, Recorder(), library, reads_content=True)
    with pytest.raises(StartError, match="MESSAGE_CONTENT=off"):
        await bot.task
