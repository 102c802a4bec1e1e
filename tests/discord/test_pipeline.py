"""Whole questions on Discord, through the real pipeline."""

from __future__ import annotations

import pytest

from bot import pipeline as real
from bot.discord.answerer import Answerer
from bot.discord.texts import Languages
from tests.discord.conftest import Bot, Lab


@pytest.fixture(scope="module")
def pipeline() -> Answerer:
    real.load()
    return real


async def test_a_question_and_its_follow_up(lab: Lab, bot: Bot) -> None:
    question = await lab.alice.says(lab.general, f"{lab.me} how much energy do 1000 GPT-4o prompts use?")
    answer = await lab.discord.answer(question)
    assert "GPT-4o" in answer.content
    assert "Wh" in answer.content
    assert "France" not in answer.content
    followed = await lab.discord.answer(await lab.bob.replies(answer, "and in France?"))
    assert "GPT-4o" in followed.content
    assert "France" in followed.content


async def test_a_direct_conversation(lab: Lab, bot: Bot) -> None:
    await lab.discord.answer(await lab.alice.writes_to_bot("energy of 1000 GPT-4o prompts"))
    answer = await lab.discord.answer(await lab.alice.writes_to_bot("and Llama 3.1 405B?"))
    assert "Llama 3.1 405B" in answer.content


@pytest.mark.usefixtures("registered")
async def test_ask_in_spanish(lab: Lab, bot: Bot) -> None:
    carmen = lab.discord.person("carmen", locale="es-ES")
    lab.guild.add_member(carmen.user)
    question = "¿cuánta energía gastan 1000 consultas a GPT-4o?"
    answer = await lab.discord.answer(await carmen.slash("ask", lab.general, question=question))
    assert "Wh" in answer.content
    assert "consultas" in answer.content


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize("locale", ["en-US", "es-ES", "fr"])
async def test_help_fits_in_a_message_with_the_ways_to_ask(
    lab: Lab, bot: Bot, languages: Languages, locale: str
) -> None:
    someone = lab.discord.person("someone", locale=locale)
    answer = await lab.discord.answer(await someone.slash("help"))
    assert bot.client.say(languages.texts(locale), "notes.how_to_ask") in answer.content
    assert len(answer.content) <= 2000


@pytest.mark.parametrize(
    "text",
    [
        "how much energy does @everyone use?",
        "compare <@&{everyone}> with {bob}",
        "```py\nprint('@here')\n```",
        "🔥" * 1900,
        "how much energy does @here-9000b use? " * 100,
    ],
)
async def test_whatever_is_asked_gets_one_answer_and_no_ping(lab: Lab, bot: Bot, text: str) -> None:
    asked = text.format(everyone=lab.guild.id, bob=lab.bob.mention) if "{" in text else text
    answer = await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {asked}"))
    assert answer.content
    assert not answer.pinged
    assert not answer.everyone
    assert not answer.role_mentions
