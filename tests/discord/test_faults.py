"""What the bot does when Discord, its own pipeline or the network fails."""

from __future__ import annotations

import asyncio
import logging
import time

import pytest

from bot.discord.texts import Languages
from tests.discord.conftest import Bot, Lab, Recorder
from tests.discord.fake.world import READ_MESSAGE_HISTORY, SEND_MESSAGES, USUAL

QUESTION = "how much energy does a ChatGPT prompt use?"
CREATE = "POST /channels/{channel_id}/messages"


def fail(question: str) -> str:
    raise ZeroDivisionError("a bug")


async def test_after_a_lost_connection_missed_questions_are_answered_and_old_ones_not_again(
    lab: Lab, bot: Bot, pipeline: Recorder
) -> None:
    first = await lab.alice.says(lab.general, f"{lab.me} first")
    await lab.discord.answer(first)
    lab.discord.gateway.replays_all = True
    await lab.discord.gateway.drop()
    missed = await lab.alice.says(lab.general, f"{lab.me} missed")
    await lab.discord.until(lambda: lab.discord.gateway.resumed == 1, "a RESUME")
    later = await lab.alice.says(lab.general, f"{lab.me} later")
    for question in (first, missed, later):
        await lab.discord.answer(question)
    assert [asked.text for asked in pipeline.asked] == ["first", "missed", "later"]
    assert lab.discord.gateway.identified == 1


async def test_when_told_to_reconnect_the_bot_resumes(lab: Lab, bot: Bot) -> None:
    await lab.discord.gateway.ask_to_reconnect()
    await lab.discord.until(lambda: lab.discord.gateway.resumed == 1, "a RESUME")
    await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION}"))


async def test_when_its_session_is_invalid_the_bot_begins_another_and_says_ready_once(
    lab: Lab, bot: Bot
) -> None:
    await lab.discord.gateway.invalidate()
    await lab.discord.until(lambda: lab.discord.gateway.identified == 2, "another IDENTIFY")
    await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION}"))
    assert bot.lines == ["Ready on Discord as footprint, in 1 server."]


async def test_a_message_told_of_twice_is_answered_once(lab: Lab, bot: Bot, pipeline: Recorder) -> None:
    question = await lab.alice.says(lab.general, f"{lab.me} {QUESTION}")
    await lab.discord.post(question)
    await lab.discord.answer(question)
    assert len(pipeline.asked) == 1


async def test_a_broken_pipeline_gets_an_apology_and_the_log_names_the_message(
    lab: Lab, bot: Bot, languages: Languages, caplog: pytest.LogCaptureFixture, pipeline: Recorder
) -> None:
    pipeline.says = fail
    question = await lab.alice.says(lab.general, f"{lab.me} {QUESTION}")
    answer = await lab.discord.answer(question)
    assert answer.content == languages.default["notes.apology"]
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert record.getMessage() == f"message {question.id}: no answer"
    assert record.exc_info is not None
    assert QUESTION not in caplog.text


async def test_without_permission_to_read_history_the_answer_is_no_reply(lab: Lab, bot: Bot) -> None:
    guild = lab.discord.guild("No history", lab.alice, permissions=USUAL)
    channel = guild.add_channel("general")
    channel.denied[guild.id] = READ_MESSAGE_HISTORY
    await lab.discord.invites_bot(guild)
    await lab.alice.says(channel, f"{lab.me} {QUESTION}")
    await lab.discord.settles()
    (answer,) = lab.discord.spoken(channel)
    assert answer.replies_to is None


async def test_a_channel_that_refuses_an_answer_is_left_alone_for_a_while(
    lab: Lab, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    lab.general.denied[lab.guild.id] = SEND_MESSAGES  # the bot has not been told of it
    for _ in range(3):
        await lab.alice.says(lab.general, f"{lab.me} {QUESTION}")
        await lab.discord.settles()
    assert lab.discord.rest.count(CREATE, 403) == 1
    (record,) = [record for record in caplog.records if record.name == "bot.discord.sending"]
    assert "Missing Permissions" in record.getMessage()
    assert record.exc_info is None


async def test_a_person_who_takes_no_direct_messages_costs_one_line(
    lab: Lab, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    lab.discord.closed_to_bots.add(lab.alice.user.id)
    await lab.alice.writes_to_bot(QUESTION)
    await lab.discord.settles()
    assert len([record for record in caplog.records if record.name == "bot.discord.sending"]) == 1


async def test_a_question_deleted_before_the_answer_gets_none(
    lab: Lab, bot: Bot, caplog: pytest.LogCaptureFixture, pipeline: Recorder
) -> None:
    deleted = asyncio.Event()
    loop = asyncio.get_running_loop()

    def wait_for_deletion(question: str) -> str:
        asyncio.run_coroutine_threadsafe(deleted.wait(), loop).result(2)
        return "too late"

    pipeline.says = wait_for_deletion
    question = await lab.alice.says(lab.general, f"{lab.me} {QUESTION}")
    await lab.discord.until(lambda: bool(pipeline.asked), "the question to be heard")
    await lab.alice.deletes(question)
    deleted.set()
    await lab.discord.settles()
    assert lab.discord.spoken(lab.general) == []
    (record,) = [record for record in caplog.records if record.name == "bot.discord.sending"]
    assert "Unknown message" in record.getMessage()
    pipeline.says = str
    await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION}"))


async def test_an_answer_that_a_moderator_removed_is_not_put_back(
    lab: Lab, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    question = await lab.alice.says(lab.general, f"{lab.me} {QUESTION}")
    answer = await lab.discord.answer(question)
    await lab.discord.remove(answer)
    await lab.alice.edits(question, f"{lab.me} how much water?")
    await lab.discord.settles()
    await lab.alice.deletes(question)
    await lab.discord.settles()
    assert lab.discord.spoken(lab.general) == [answer]
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_rate_limit_delays_the_answer(lab: Lab, bot: Bot) -> None:
    lab.discord.rest.fail(CREATE, 429, retry_after=0.1)
    await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION}"))
    assert lab.discord.rest.count(CREATE, 429) == 1


async def test_an_answer_that_was_sent_although_discord_failed_is_not_sent_twice(lab: Lab, bot: Bot) -> None:
    lab.discord.rest.fail(CREATE, 502, after=True)
    question = await lab.alice.says(lab.general, f"{lab.me} {QUESTION}")
    await lab.discord.until(lambda: lab.discord.rest.count(CREATE) == 2, "a second try")
    await lab.discord.answer(question)


async def test_while_a_slow_answer_is_worked_out_the_bot_is_seen_typing(
    lab: Lab, bot: Bot, pipeline: Recorder
) -> None:
    def slowly(question: str) -> str:
        time.sleep(1.1)
        return "at last"

    pipeline.says = slowly
    question = await lab.alice.says(lab.general, f"{lab.me} {QUESTION}")
    answer = await lab.discord.answer(question)
    assert answer.content == "at last"
    assert lab.general.typing == [lab.discord.bot]


async def test_a_quick_answer_shows_no_typing(lab: Lab, bot: Bot) -> None:
    await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION}"))
    assert lab.general.typing == []


async def test_many_questions_at_once_are_each_answered_once(lab: Lab, bot: Bot) -> None:
    people = [lab.discord.person(f"person {number}") for number in range(30)]
    for person in people:
        lab.guild.add_member(person.user)
    questions = [
        await person.says(lab.general, f"{lab.me} number {number}") for number, person in enumerate(people)
    ]
    await lab.discord.answer(questions[-1])
    answers = [answer.content for question in questions for answer in lab.discord.answers(question)]
    assert answers == [f"You asked: number {number}" for number in range(30)]
