"""What the bot takes on and remembers: each event once, and no more than it has room for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.discord.intake import REMEMBERED, Intake
from bot.discord.memory import TURNS, Memory
from bot.discord.recent import Recent
from tests.discord.conftest import Bot, Lab, Recorder, Said

QUESTION = "how much energy does a ChatGPT prompt use?"


def taken(intake: Intake, event: object) -> bool:
    with intake.take(event) as first:
        return first


def test_an_event_is_taken_once() -> None:
    intake = Intake()
    assert [taken(intake, event) for event in (1, 2, 1, (1, None), 2)] == [True, True, False, True, False]


def test_an_event_whose_answer_failed_is_not_taken_again() -> None:
    intake = Intake()
    with pytest.raises(ZeroDivisionError), intake.take(1):
        raise ZeroDivisionError
    assert not taken(intake, 1)


def test_only_the_latest_are_remembered() -> None:
    intake = Intake()
    for event in range(REMEMBERED + 1):
        taken(intake, event)
    assert taken(intake, 0)
    assert not taken(intake, REMEMBERED)


async def test_a_stop_waits_no_longer_than_it_should() -> None:
    intake = Intake()
    with intake.take(1):
        assert not await intake.finish(0.01)
    assert await intake.finish(0.01)
    assert not taken(intake, 2)


def test_a_bounded_mapping_drops_what_was_set_first() -> None:
    recent: Recent[str, int] = Recent(2)
    for key, value in (("a", 1), ("b", 2), ("a", 3), ("c", 4)):
        recent.set(key, value)
    assert [recent.get(key) for key in "abc"] == [3, None, 4]
    assert recent.pop("a") == 3
    assert "a" not in recent


class Clock:
    """A time of day that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def minutes_later(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


async def test_after_a_long_pause_a_direct_message_starts_afresh(
    lab: Lab, bot: Bot, pipeline: Recorder
) -> None:
    clock = Clock()
    pipeline.kind = lambda asked: "estimate" if asked.turns else "refusal"
    bot.client.memory = Memory(clock=clock)
    await lab.discord.answer(await lab.alice.writes_to_bot(QUESTION))
    clock.minutes_later(14)
    await lab.discord.answer(await lab.alice.writes_to_bot("and Claude?"))
    clock.minutes_later(16)
    await lab.discord.answer(await lab.alice.writes_to_bot("and Mistral?"))
    assert [asked.turns for asked in pipeline.asked] == [(), (), (QUESTION,), ()]


async def test_an_old_question_may_be_edited_without_consequence_but_takes_its_answer_along_when_deleted(
    lab: Lab, bot: Bot, pipeline: Recorder
) -> None:
    clock = Clock()
    bot.client.memory = Memory(clock=clock)
    question = await lab.alice.says(lab.general, f"{lab.me} {QUESTION}")
    answer = await lab.discord.answer(question)
    clock.minutes_later(16)
    await lab.alice.edits(question, f"{lab.me} something else")
    await lab.discord.settles()
    assert len(pipeline.asked) == 1
    await lab.alice.deletes(question)
    await lab.discord.until(lambda: answer.deleted, "the answer to go")


async def test_a_long_conversation_is_read_with_what_it_came_to(
    lab: Lab, bot: Bot, pipeline: Recorder
) -> None:
    pipeline.kind = lambda asked: "estimate" if asked.turns else "refusal"
    for number in range(TURNS + 2):
        await lab.discord.answer(await lab.alice.writes_to_bot(f"question {number}"))
    assert pipeline.asked[-3].turns == tuple(f"question {number}" for number in range(TURNS))
    assert pipeline.asked[-1].turns == (Said("").request,)
