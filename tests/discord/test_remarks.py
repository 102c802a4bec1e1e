"""Remarks that want no answer: thanks get a reaction, what is said of an answer silence, the rest a line."""

from __future__ import annotations

import pytest

from bot import pipeline as real
from bot.discord.answerer import Answerer
from bot.discord.texts import Languages
from tests.discord.conftest import Bot, Lab
from tests.discord.fake import Message
from tests.discord.fake.world import ADD_REACTIONS

QUESTION = "how much energy do 1000 GPT-4o prompts use?"


@pytest.fixture(scope="module")
def pipeline() -> Answerer:
    real.load()
    return real


async def answered(lab: Lab) -> Message:
    return await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION}"))


def reactions(message: Message) -> list[str]:
    return [emoji for _, emoji in message.reactions]


@pytest.mark.parametrize(
    "text",
    ["thanks!", "Gracias!", "never mind", "wow, that's a lot", "lol", "ok cool", "jajaja", "vale, gracias"],
)
async def test_thanks_for_an_answer_get_a_reaction_and_no_message(lab: Lab, bot: Bot, text: str) -> None:
    answer = await answered(lab)
    said = await lab.bob.replies(answer, text)
    await lab.discord.settles()
    assert lab.discord.answers(said) == []
    assert reactions(said) == ["👍"]


@pytest.mark.parametrize("text", ["that's less than I thought", "I expected more", "🔥🔥", "me sorprende"])
async def test_a_remark_on_an_answer_is_left_alone(lab: Lab, bot: Bot, text: str) -> None:
    answer = await answered(lab)
    said = await lab.bob.replies(answer, text)
    await lab.discord.settles()
    assert lab.discord.answers(said) == []
    assert reactions(said) == []


async def test_thanks_that_go_on_with_a_question_are_a_question(lab: Lab, bot: Bot) -> None:
    followed = await lab.discord.answer(
        await lab.bob.replies(await answered(lab), "ok, thanks, and in France?")
    )
    assert "in France" in followed.content


async def test_thanks_by_a_mention_and_in_direct_messages_get_a_reaction_too(lab: Lab, bot: Bot) -> None:
    await lab.discord.answer(await lab.bob.writes_to_bot(QUESTION))
    for said in (
        await lab.bob.says(lab.general, f"{lab.me} thanks"),
        await lab.bob.writes_to_bot("thank you!"),
    ):
        await lab.discord.until(lambda said=said: bool(said.reactions), "a reaction")  # type: ignore[misc]
        assert lab.discord.answers(said) == []


async def test_where_reactions_are_not_allowed_thanks_get_silence(lab: Lab, bot: Bot) -> None:
    quiet = lab.guild.add_channel("quiet")
    quiet.denied[lab.guild.id] = ADD_REACTIONS
    await lab.discord.invites_bot(lab.guild)
    answer = await lab.discord.answer(await lab.alice.says(quiet, f"{lab.me} {QUESTION}"))
    said = await lab.bob.replies(answer, "thanks!")
    await lab.discord.settles()
    assert (lab.discord.answers(said), reactions(said)) == ([], [])
    assert all("reactions" not in operation for operation, _ in lab.discord.rest.log)


async def test_a_remark_that_calls_the_bot_gets_a_line_and_questions_to_press(
    lab: Lab, bot: Bot, languages: Languages
) -> None:
    answer = await lab.discord.answer(await lab.bob.says(lab.general, f"{lab.me} I love pizza"))
    assert answer.content == bot.client.say(languages.default, "notes.remark")
    assert [label for label in answer.labels if label.endswith("?")]


async def test_a_question_that_is_not_for_the_bot_is_refused_in_a_line(lab: Lab, bot: Bot) -> None:
    answer = await lab.discord.answer(
        await lab.bob.says(lab.general, f"{lab.me} what's the weather tomorrow?")
    )
    assert "\n" not in answer.content
    assert len([label for label in answer.labels if label.endswith("?")]) == 3


async def test_a_question_edited_into_thanks_keeps_its_answer(lab: Lab, bot: Bot) -> None:
    question = await lab.alice.says(lab.general, f"{lab.me} {QUESTION}")
    before = (await lab.discord.answer(question)).content
    await lab.alice.edits(question, f"{lab.me} never mind")
    await lab.discord.settles()
    assert (await lab.discord.answer(question)).content == before
