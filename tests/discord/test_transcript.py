"""A conversation of ten turns with the real bot, over the wire."""

from __future__ import annotations

from bot.discord.shelves import Library
from bot.store.store import Store
from tests.discord.conftest import Bot, Lab, restarted
from tests.discord.fake import Message

# What is said in reply to the answer before, and the line that says how it was understood.
TURNS = (
    ("how much energy do 1000 GPT-4o prompts use?", "estimate: energy · 1,000 prompts of GPT-4o"),
    ("and in France?", "estimate: energy · 1,000 prompts of GPT-4o · in France"),
    ("and Claude Sonnet 4?", "estimate: energy · 1,000 prompts of Claude Sonnet 4 · in France"),
    ("10 times that", "estimate: energy · 10,000 prompts of Claude Sonnet 4 · in France"),
    ("what about water?", "estimate: water · 10,000 prompts of Claude Sonnet 4 · in France"),
    (
        "compare that with Llama 3.1 405B",
        "compare: water · 10,000 prompts of Claude Sonnet 4 vs 10,000 prompts of Llama 3.1 405B · in France",
    ),
    (
        "and in Poland?",
        "compare: water · 10,000 prompts of Claude Sonnet 4 vs 10,000 prompts of Llama 3.1 405B · in Poland",
    ),
    ("what is PUE?", ""),
    ("how many GPT-4o prompts for 1 kWh?", "how many prompts of GPT-4o · for 1 kWh"),
    ("thanks!", None),
)


async def test_ten_turns(lab: Lab, real: Bot, library: Library, store: Store) -> None:
    bot, answer = real, None
    transcript: list[str] = []
    for turn, (text, understood) in enumerate(TURNS):
        if turn == 3:  # the bot is started anew in the middle of it
            bot = await restarted(bot, lab, library, store)
        said = await _say(lab, answer, text)
        if understood is None:
            await lab.discord.settles()
            answers = lab.discord.answers(said)
            assert all(len(each.content) < 300 for each in answers)
            break
        answer = await lab.discord.answer(said)
        transcript += [f"> {text}", answer.content, ""]
        line = f"-# Understood: {understood}" if understood else "PUE, power usage effectiveness"
        assert line in answer.content, "\n".join(transcript)
        assert not answer.pinged
    await bot.stopped()


async def _say(lab: Lab, answer: Message | None, text: str) -> Message:
    """Ask by a mention at first, then by replying, two people in turn."""
    if answer is None:
        return await lab.alice.says(lab.general, f"{lab.me} {text}")
    speaker = lab.bob if "?" in text else lab.alice
    return await speaker.replies(answer, text)
