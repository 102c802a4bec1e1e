"""The slash commands: their registration, their answers, and who sees them."""

from __future__ import annotations

import time

import pytest

from bot.config import Settings
from bot.discord.run import StartError
from bot.discord.sync import sync
from bot.discord.texts import Languages
from tests.discord.conftest import Asked, Bot, Lab, Recorder
from tests.discord.fake import FakeDiscord, Impossible
from tests.discord.fake.world import USE_APPLICATION_COMMANDS, USE_EXTERNAL_APPS, USUAL

QUESTION = "how much energy does a ChatGPT prompt use?"
REGISTER = "PUT /applications/{application_id}/commands"
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"


async def register(discord: FakeDiscord) -> list[str]:
    lines: list[str] = []
    await sync(Settings(discord_token=discord.token), lines.append)
    return lines


@pytest.fixture
async def registered(lab: Lab) -> None:
    await register(lab.discord)


async def test_sync_registers_the_commands_in_every_language_through_a_rate_limit(lab: Lab) -> None:
    lab.discord.rest.fail(REGISTER, 429, retry_after=0.1)
    registered, invitation = await register(lab.discord)
    assert registered == "Registered with Discord: /ask, /help; described in en, es."
    assert f"client_id={lab.discord.bot.id}" in invitation
    assert f"permissions={USUAL & ~USE_APPLICATION_COMMANDS & ~USE_EXTERNAL_APPS}" in invitation
    ask, show_help = lab.discord.commands
    for command in (ask, show_help):
        assert command["contexts"] == [0, 1, 2]
        assert command["integration_types"] == [0, 1]
        assert command["nsfw"] is False
    assert ask["description_localizations"].keys() == {"en-US", "en-GB", "es-ES", "es-419"}
    assert ask["description_localizations"]["es-419"].startswith("Pregunta por")
    (question,) = ask["options"]
    assert question["required"] is True
    assert (question["min_length"], question["max_length"]) == (1, 1000)
    assert question["description_localizations"]["es-ES"].startswith("Con tus palabras")


async def test_sync_with_a_wrong_token_says_so_in_a_line(discord: FakeDiscord) -> None:
    with pytest.raises(StartError, match=r"^Discord refused the token: check DISCORD_TOKEN$"):
        await sync(Settings(discord_token="wrong"), print)


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
    assert pipeline.asked == [Asked(QUESTION, (), "en")]


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
async def test_ask_works_in_direct_messages_and_passes_the_users_language_on(
    lab: Lab, bot: Bot, pipeline: Recorder
) -> None:
    carmen = lab.discord.person("carmen", locale="es-419")
    await lab.discord.answer(await carmen.slash("ask", question="¿cuánta agua gasta GPT-4o?"))
    assert pipeline.asked == [Asked("¿cuánta agua gasta GPT-4o?", (), "es")]


@pytest.mark.usefixtures("registered")
async def test_a_locale_that_the_bot_doesnt_speak_leaves_the_language_open(
    lab: Lab, bot: Bot, pipeline: Recorder
) -> None:
    marie = lab.discord.person("marie", locale="fr")
    await lab.discord.answer(await marie.slash("ask", question=QUESTION))
    assert pipeline.asked == [Asked(QUESTION, (), None)]


@pytest.mark.usefixtures("registered")
async def test_help_is_in_the_users_language_and_seen_by_no_one_else(
    lab: Lab, bot: Bot, languages: Languages, pipeline: Recorder
) -> None:
    carmen = lab.discord.person("carmen", locale="es-ES")
    lab.guild.add_member(carmen.user)
    answer = await lab.discord.answer(await carmen.slash("help", lab.general))
    texts = languages.texts("es")
    assert pipeline.asked == [Asked(texts.help_question, (), "es")]
    assert texts.how_to_ask.replace("{bot}", lab.me) in answer.content
    assert answer in carmen.sees(lab.general)
    assert answer not in lab.bob.sees(lab.general)


@pytest.mark.usefixtures("registered")
async def test_ask_never_pings_even_if_the_question_is_echoed(lab: Lab, bot: Bot) -> None:
    question = f"@everyone {lab.bob.mention} how much?"
    answer = await lab.discord.answer(await lab.alice.slash("ask", lab.general, question=question))
    assert not lab.bob.pinged_by(answer)


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
    assert answer.content == languages.default.apology
    assert answer not in lab.bob.sees(lab.general)
    assert f"interaction {used.id}: /ask failed" in caplog.text


@pytest.mark.usefixtures("registered")
async def test_a_reply_to_a_commands_answer_gets_a_hint_since_its_text_is_withheld(
    lab: Lab, bot: Bot, languages: Languages
) -> None:
    answer = await lab.discord.answer(await lab.alice.slash("ask", lab.general, question=QUESTION))
    hint = await lab.discord.answer(await lab.bob.replies(answer, "and Claude?"))
    assert hint.content == languages.default.unreadable.replace("{bot}", lab.me)


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
    assert answer.content == languages.default.apology
