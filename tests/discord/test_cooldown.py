"""How often somebody, and a channel, is answered."""

from __future__ import annotations

import re

from bot.discord.cooldown import CHANNEL_AT_ONCE, PERSON_AT_ONCE, Cooldown
from tests.discord.conftest import Bot, Lab, Recorder

QUESTION = "how much energy does a ChatGPT prompt use?"
ALICE, BOB, HERE, THERE = 1, 2, 10, 20


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_somebody_may_ask_a_few_times_in_a_row_and_then_once_a_cooldown() -> None:
    clock = Clock()
    cooldown = Cooldown(clock)
    for _ in range(PERSON_AT_ONCE):
        assert cooldown.ask(ALICE, HERE, 3)[0] == "go"
    assert cooldown.ask(ALICE, HERE, 3) == ("tell", 3.0)
    assert cooldown.ask(ALICE, THERE, 3)[0] == "quiet"
    assert cooldown.ask(BOB, HERE, 3)[0] == "go"
    clock.now += 3
    assert cooldown.ask(ALICE, HERE, 3)[0] == "go"
    assert cooldown.ask(ALICE, HERE, 3)[0] == "tell"


def test_a_channel_has_a_cooldown_of_its_own() -> None:
    clock = Clock()
    cooldown = Cooldown(clock)
    for person in range(CHANNEL_AT_ONCE):
        assert cooldown.ask(person, HERE, 3)[0] == "go"
    assert cooldown.ask(1000, HERE, 3)[0] == "tell"
    assert cooldown.ask(1001, HERE, 3)[0] == "quiet"
    assert cooldown.ask(1001, THERE, 3)[0] == "go"
    clock.now += 1
    assert cooldown.ask(1002, HERE, 3)[0] == "go"


def test_off_is_off() -> None:
    cooldown = Cooldown()
    assert {cooldown.ask(ALICE, HERE, 0)[0] for _ in range(100)} == {"go"}


async def test_too_many_messages_get_one_notice_with_a_countdown_then_silence(
    lab: Lab, bot: Bot, pipeline: Recorder
) -> None:
    questions = [await lab.alice.says(lab.general, f"{lab.me} {QUESTION}") for _ in range(PERSON_AT_ONCE + 3)]
    await lab.discord.answer(questions[PERSON_AT_ONCE])
    await lab.discord.settles()
    answers = [lab.discord.answers(question) for question in questions]
    assert [len(each) for each in answers] == [1] * (PERSON_AT_ONCE + 1) + [0, 0]
    assert re.search(r"<t:\d+:R>", answers[PERSON_AT_ONCE][0].content)
    assert len(pipeline.asked) == PERSON_AT_ONCE
    assert not answers[PERSON_AT_ONCE][0].pinged
    other = await lab.discord.answer(await lab.bob.says(lab.general, f"{lab.me} {QUESTION}"))
    assert other.content.startswith("You asked")


async def test_too_many_commands_are_told_so_privately(lab: Lab, bot: Bot, registered: None) -> None:
    for _ in range(PERSON_AT_ONCE):
        await lab.discord.answer(await lab.alice.slash("ask", lab.general, question=QUESTION))
    note = await lab.discord.answer(await lab.alice.slash("ask", lab.general, question=QUESTION))
    assert re.search(r"<t:\d+:R>", note.content)
    assert note.seen_by is lab.alice.user
    free = await lab.discord.answer(await lab.alice.slash("help", lab.general))
    assert free.content.startswith("You asked")
