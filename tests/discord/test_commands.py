"""The slash commands: their registration, their answers, and who sees them."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from bot.config import Settings
from bot.discord.run import StartError
from bot.discord.shelves import Library
from bot.discord.sync import invite, sync
from bot.discord.texts import Languages
from bot.store.address import read_address
from bot.store.store import open_store
from tests.discord.conftest import Asked, Bot, Lab, Recorder, register
from tests.discord.fake import FakeDiscord, Impossible
from tests.discord.fake.world import (
    ATTACH_FILES,
    EMBED_LINKS,
    MANAGE_GUILD,
    PIN_MESSAGES,
    READ_MESSAGE_HISTORY,
    SEND_MESSAGES,
    SEND_MESSAGES_IN_THREADS,
    VIEW_CHANNEL,
)

LOCALES = {"en-US", "en-GB", "es-ES", "es-419"}
QUESTION = "how much energy does a ChatGPT prompt use?"
REGISTER = "PUT /applications/{application_id}/commands"
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"


NAMES = (
    "ask", "estimate", "compare", "training", "budget", "check", "fact", "explain", "models", "settings",
    "privacy", "help", "pins",
)  # fmt: skip
MENUS: Final = ("Check this claim", "Delete answer", "Pin this answer")


async def test_sync_registers_the_commands_through_a_rate_limit_and_says_how_to_invite(
    lab: Lab, tmp_path: Path
) -> None:
    lab.discord.rest.fail(REGISTER, 429, retry_after=0.1)
    registered, invitation = await register(lab.discord, tmp_path)
    listed = ", ".join(f"/{name}" for name in NAMES)
    assert registered == (f"Registered with Discord: {listed}, {', '.join(MENUS)}; described in en, es.")
    assert f"client_id={lab.discord.bot.id}" in invitation
    wanted = VIEW_CHANNEL | SEND_MESSAGES | SEND_MESSAGES_IN_THREADS | READ_MESSAGE_HISTORY
    assert f"permissions={wanted | EMBED_LINKS | ATTACH_FILES | PIN_MESSAGES}" in invitation


async def test_sync_sends_nothing_where_discord_has_the_commands_as_they_are(
    lab: Lab, tmp_path: Path
) -> None:
    await register(lab.discord, tmp_path)
    first = lab.discord.commands
    said, _ = await register(lab.discord, tmp_path)
    assert said.startswith("Registered with Discord already: /ask, /estimate")
    assert lab.discord.commands is first
    assert lab.discord.rest.count(REGISTER) == 1


@pytest.mark.parametrize("change", ["removed", "registered elsewhere", "described otherwise", "store lost"])
async def test_sync_registers_anew_what_is_no_longer_as_it_was(lab: Lab, tmp_path: Path, change: str) -> None:
    await register(lab.discord, tmp_path)
    names = [command["name"] for command in lab.discord.commands]
    match change:
        case "removed":
            del lab.discord.commands[0]
        case "registered elsewhere":
            lab.discord.commands[0]["id"] = "1"
        case "described otherwise":
            async with open_store(read_address(f"sqlite:///{tmp_path}/commands.sqlite3")) as store:
                last = await store.last_sync(lab.discord.bot.id)
                assert last is not None
                await store.save_sync(replace(last, payload_hash="of an older version"))
        case _:
            (tmp_path / "commands.sqlite3").unlink()
    said, _ = await register(lab.discord, tmp_path)
    assert said.startswith("Registered with Discord: /ask")
    assert [command["name"] for command in lab.discord.commands] == names
    assert lab.discord.rest.count(REGISTER) == 2


@pytest.mark.usefixtures("registered")
async def test_every_command_is_described_in_every_locale_of_the_bots_languages(lab: Lab) -> None:
    commands = {command["name"]: command for command in lab.discord.commands}
    assert set(NAMES) < commands.keys()
    for command in commands.values():
        assert command["nsfw"] is False
        assert command["contexts"]
        assert command["integration_types"]
        assert command["name_localizations"].keys() == LOCALES
    for name in NAMES:
        parts = [commands[name], *commands[name].get("options", ())]
        for part in parts:
            assert part["description_localizations"].keys() == LOCALES, part["name"]
            assert part["name_localizations"]["en-US"] == part["name"]
            assert part["description_localizations"]["es-ES"] != part["description"]
    for choice in (each for option in commands["estimate"]["options"] for each in option.get("choices", ())):
        assert choice["name_localizations"].keys() == LOCALES


@pytest.mark.usefixtures("registered")
async def test_each_command_is_offered_where_it_works(lab: Lab) -> None:
    for command in lab.discord.commands:
        where, install = command["contexts"], command["integration_types"]
        if command["name"] == "settings":
            assert (where, install) == ([0], [0])
            assert command["default_member_permissions"] == str(MANAGE_GUILD)
        elif command["name"] == "Delete answer":
            assert (where, install) == ([0, 1], [0])
        elif command["name"] in ("pins", "Pin this answer"):
            assert (where, install) == ([0], [0])
            assert command["default_member_permissions"] is None  # a role of the settings may pin, too
        else:
            assert (where, install) == ([0, 1, 2], [0, 1])


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize(
    "name", ["ask", "estimate", "compare", "training", "budget", "check", "fact", "explain"]
)
async def test_every_command_that_answers_can_do_so_privately(lab: Lab, name: str) -> None:
    command = next(command for command in lab.discord.commands if command["name"] == name)
    (private,) = [option for option in command["options"] if option["name"] == "private"]
    assert private["type"] == 5
    assert not private.get("required")


async def test_sync_with_a_wrong_token_says_so_in_a_line(discord: FakeDiscord, tmp_path: Path) -> None:
    discord.token = "another"
    with pytest.raises(StartError, match=r"^Discord refused the token: check DISCORD_TOKEN$"):
        await sync(Settings(discord_token="wrong", database=read_address(f"sqlite:///{tmp_path}/s")), print)


async def test_invite_says_the_link_alone(discord: FakeDiscord) -> None:
    lines: list[str] = []
    await invite(Settings(discord_token=discord.token), lines.append)
    (line,) = lines
    assert line.startswith("https://discord.com/oauth2/authorize?")
    assert f"client_id={discord.bot.id}" in line


async def test_texts_hold_commands_to_click_on_once_they_are_registered(
    lab: Lab, tmp_path: Path, library: Library, pipeline: Recorder
) -> None:
    await register(lab.discord, tmp_path)
    async with open_store(read_address(f"sqlite:///{tmp_path}/commands.sqlite3")) as store:
        bot = await Bot(lab.discord, pipeline, library, store=store).ready()
        answer = await lab.discord.answer(await lab.alice.slash("help", lab.general))
        await bot.stopped()
    (ask,) = [command for command in lab.discord.commands if command["name"] == "ask"]
    assert f"</ask:{ask['id']}>" in answer.content


async def test_the_bot_never_registers_commands_by_itself(lab: Lab, bot: Bot) -> None:
    await lab.discord.settles()
    assert lab.discord.rest.count(REGISTER) == 0
    with pytest.raises(Impossible):
        await lab.alice.slash("ask", lab.general, question=QUESTION)


@pytest.mark.usefixtures("registered")
async def test_ask_is_answered_in_the_channel_for_all_to_see(lab: Lab, bot: Bot, pipeline: Recorder) -> None:
    answer = await lab.discord.answer(await lab.alice.slash("ask", lab.general, question=QUESTION))
    assert answer.content == f"You asked: {QUESTION}"
    assert answer in lab.bob.sees(lab.general)
    assert answer.suppresses_embeds
    assert pipeline.asked == [Asked(QUESTION, (), None)]


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize("kind", ["refusal", "hello", "error"])
async def test_what_answers_nothing_is_seen_by_the_asker_alone(
    lab: Lab, bot: Bot, pipeline: Recorder, kind: str
) -> None:
    pipeline.kind = lambda asked: kind
    answer = await lab.discord.answer(await lab.alice.slash("ask", lab.general, question="blorgotron?"))
    assert answer in lab.alice.sees(lab.general)
    assert answer not in lab.bob.sees(lab.general)


@pytest.mark.usefixtures("registered")
async def test_what_all_read_is_not_in_the_language_of_who_asked_but_what_they_alone_read_is(
    lab: Lab, bot: Bot, pipeline: Recorder
) -> None:
    carmen = lab.discord.person("carmen", locale="es-419")
    lab.guild.add_member(carmen.user)
    await lab.discord.answer(await carmen.slash("ask", lab.general, question=QUESTION))
    await lab.discord.answer(await carmen.slash("ask", lab.general, question=QUESTION, private=True))
    await lab.discord.answer(await carmen.slash("ask", question=QUESTION))
    assert [asked.language for asked in pipeline.asked] == [None, "es", "es"]


@pytest.mark.usefixtures("registered")
async def test_a_locale_that_the_bot_doesnt_speak_leaves_the_language_open(
    lab: Lab, bot: Bot, pipeline: Recorder
) -> None:
    marie = lab.discord.person("marie", locale="fr")
    await lab.discord.answer(await marie.slash("ask", question=QUESTION))
    assert pipeline.asked == [Asked(QUESTION, (), None)]


@pytest.mark.usefixtures("registered")
async def test_a_private_answer_is_seen_by_the_asker_alone(lab: Lab, bot: Bot) -> None:
    used = await lab.alice.slash("ask", lab.general, question=QUESTION, private=True)
    answer = await lab.discord.answer(used)
    assert answer in lab.alice.sees(lab.general)
    assert answer not in lab.bob.sees(lab.general)


@pytest.mark.usefixtures("registered")
async def test_help_is_in_the_users_language_and_seen_by_no_one_else(
    lab: Lab, bot: Bot, languages: Languages, pipeline: Recorder
) -> None:
    carmen = lab.discord.person("carmen", locale="es-ES")
    lab.guild.add_member(carmen.user)
    answer = await lab.discord.answer(await carmen.slash("help", lab.general))
    texts = languages.texts("es")
    assert pipeline.asked == [Asked(texts["notes.help_question"], (), "es")]
    assert bot.client.say(texts, "notes.how_to_ask") in answer.content
    assert answer in carmen.sees(lab.general)
    assert answer not in lab.bob.sees(lab.general)


@pytest.mark.usefixtures("registered")
async def test_ask_never_pings_even_if_the_question_is_echoed(lab: Lab, bot: Bot) -> None:
    question = f"@everyone {lab.bob.mention} how much?"
    answer = await lab.discord.answer(await lab.alice.slash("ask", lab.general, question=question))
    assert not lab.bob.pinged_by(answer)


@pytest.mark.usefixtures("registered")
async def test_thanks_by_a_command_get_a_word_in_private(
    lab: Lab, bot: Bot, pipeline: Recorder, languages: Languages
) -> None:
    pipeline.says = lambda question: ""
    answer = await lab.discord.answer(await lab.alice.slash("ask", lab.general, question="thanks!"))
    assert answer.content == bot.client.say(languages.default, "notes.how_to_ask")
    assert answer.seen_by is lab.alice.user


@pytest.mark.usefixtures("registered")
async def test_a_slow_answer_is_announced_before_discord_gives_up(
    lab: Lab, bot: Bot, pipeline: Recorder
) -> None:
    def slowly(question: str) -> str:
        time.sleep(1.7)
        return "at last"

    pipeline.says = slowly
    used = await lab.alice.slash("ask", lab.general, question=QUESTION)
    await lab.discord.until(lambda: used.deferred, "a sign of life")
    assert not used.late
    assert (await lab.discord.answer(used)).content == "at last"


@pytest.mark.usefixtures("registered")
async def test_a_command_that_breaks_apologises_to_its_user_alone(
    lab: Lab, bot: Bot, languages: Languages, caplog: pytest.LogCaptureFixture, pipeline: Recorder
) -> None:
    def fail(question: str) -> str:
        raise ZeroDivisionError("a bug")

    pipeline.says = fail
    used = await lab.alice.slash("ask", lab.general, question=QUESTION)
    answer = await lab.discord.answer(used)
    assert answer.content == languages.default["notes.apology"]
    assert answer not in lab.bob.sees(lab.general)
    assert f"interaction {used.id}: /ask failed" in caplog.text


@pytest.mark.usefixtures("registered")
async def test_a_reply_to_a_commands_answer_gets_a_hint_since_its_text_is_withheld(
    lab: Lab, bot: Bot, languages: Languages
) -> None:
    answer = await lab.discord.answer(await lab.alice.slash("ask", lab.general, question=QUESTION))
    hint = await lab.discord.answer(await lab.bob.replies(answer, "and Claude?"))
    assert hint.content == bot.client.say(languages.default, "notes.unreadable")


@pytest.mark.usefixtures("registered")
async def test_a_reply_to_a_commands_answer_that_mentions_the_bot_follows_it_up(
    lab: Lab, bot: Bot, pipeline: Recorder
) -> None:
    answer = await lab.discord.answer(await lab.alice.slash("ask", lab.general, question=QUESTION))
    await lab.discord.answer(await lab.bob.replies(answer, f"{lab.me} and Claude?"))
    assert pipeline.asked[-1] == Asked("and Claude?", (QUESTION,), None)


@pytest.mark.usefixtures("registered")
async def test_an_interaction_told_of_twice_is_answered_once(lab: Lab, bot: Bot) -> None:
    used = await lab.alice.slash("ask", lab.general, question=QUESTION)
    again = used.event_json(lab.discord.bot)
    await lab.discord.gateway.dispatch("INTERACTION_CREATE", again, guild=lab.guild)
    await lab.discord.answer(used)
    assert lab.discord.rest.count(CALLBACK) == 1


async def test_a_command_that_the_bot_no_longer_has_is_apologised_for(
    lab: Lab, bot: Bot, languages: Languages
) -> None:
    old = {"id": "1", "name": "old", "type": 1, "contexts": [0], "integration_types": [0], "options": []}
    lab.discord.commands = [old | {"default_member_permissions": None}]
    answer = await lab.discord.answer(await lab.alice.slash("old", lab.general))
    assert answer.content == languages.default["notes.apology"]
