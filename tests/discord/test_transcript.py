"""A conversation of ten turns with the real bot, over the wire."""

from __future__ import annotations

from bot import pipeline
from bot.discord.shelves import Library
from bot.store.store import Store
from tests.discord.conftest import Bot, Lab, restarted
from tests.discord.fake import Message
from tests.discord.transcript import converse, on_stage

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


# What somebody does in the transcript, and what the answer then says.
SHOWN = (
    ("how much energy do 50 ChatGPT prompts a day use in a month?", "1,500 ChatGPT prompts use"),
    ("¿y durante un año?", "consultas a ChatGPT gastan unos"),
    ("bob edits the question", "1,500 Claude Sonnet 4 prompts use"),
    ("and for a week?", "350 Claude Sonnet 4 prompts use"),  # after a restart
    ("bob presses [Region…]", "Electricity: France"),
    ("ana presses [Chart]", ""),
    ("ana presses [How?]", "350 consultas a Claude Sonnet 4"),
    ("bob presses [Compare…]", "Llama 3.1 405B"),
    ("ana uses /ask", "unas 550 veces"),
    ("ana presses [Compartir]", "Compartido por @ana"),
    ("ana presses [Seguir preguntando]", "Una consulta a ChatGPT gasta"),
    ("¿Cuánto CO2 emitió entrenar GPT-3?", "Entrenar GPT-3"),
    ("¿y en Francia?", "Francia"),
    ("carbon of 1000 AI images in Georgia", "Did you mean **Georgia, the country**?"),
    ("bob presses [Georgia, the country]", "Georgia, the country"),
    ("what is the best pizza in town?", "I answer questions about"),
)


async def test_the_transcript_tells_what_every_kind_of_turn_leads_to() -> None:
    pipeline.load()
    async with on_stage() as scene:
        await converse(scene)
    told = "\n\n".join(map(str, scene.turns))
    for did, said in SHOWN:
        (turn,) = [turn for turn in scene.turns if did in turn.did]
        assert said in turn.said, told
    charts = next(turn.answer for turn in scene.turns if "[Chart]" in turn.did)
    assert charts is not None
    assert len(charts.alt) == len(charts.files) > 1
    assert scene.turns[-1].heading == "The answer is gone."
    assert told.count("reacts: 👍") == 2


async def _say(lab: Lab, answer: Message | None, text: str) -> Message:
    """Ask by a mention at first, then by replying, two people in turn."""
    if answer is None:
        return await lab.alice.says(lab.general, f"{lab.me} {text}")
    speaker = lab.bob if "?" in text else lab.alice
    return await speaker.replies(answer, text)
