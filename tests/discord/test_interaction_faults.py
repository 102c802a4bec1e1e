"""What happens to commands and buttons when Discord, the pipeline or the network fails."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from bot.discord.shelves import Library
from bot.discord.texts import Languages
from bot.store.address import read_address
from bot.store.records import GuildSettings, Pin
from bot.store.store import Store
from tests.discord.conftest import Bot, Lab, Recorder
from tests.discord.fake import Interaction
from tests.discord.fake.interactions import TOKEN_SECONDS
from tests.discord.fake.world import SEND_MESSAGES, VIEW_CHANNEL

QUESTION = "how much energy do 1000 GPT-4o prompts use?"
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"
FOLLOW_UP = "POST /webhooks/{webhook_id}/{webhook_token}"


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was logged with a stack trace."""
    return [record.getMessage() for record in caplog.records if record.exc_info]


@pytest.mark.usefixtures("registered")
async def test_an_interaction_that_came_too_late_costs_one_line(
    lab: Lab, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    lab.discord.rest.fail(CALLBACK, 404, code=10062)
    await lab.alice.slash("ask", lab.general, question=QUESTION)
    await lab.discord.settles()
    assert lab.discord.rest.count(CALLBACK) == 1
    (line,) = [record.getMessage() for record in caplog.records if record.name == "bot.discord.dealing"]
    assert "/ask: too late: 404" in line
    assert errors(caplog) == []
    answer = await lab.discord.answer(await lab.alice.slash("ask", lab.general, question=QUESTION))
    assert answer.content == f"You asked: {QUESTION}"


@pytest.mark.usefixtures("registered")
async def test_an_interaction_that_somebody_acknowledged_before_costs_one_line(
    lab: Lab, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    lab.discord.rest.fail(CALLBACK, 400, code=40060)
    await lab.alice.slash("ask", lab.general, question=QUESTION)
    await lab.discord.settles()
    assert lab.discord.rest.count(CALLBACK) == 1
    assert errors(caplog) == []


@pytest.mark.usefixtures("registered")
async def test_an_answer_that_comes_after_its_token_expired_costs_one_line(
    lab: Lab, bot: Bot, pipeline: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    used: list[Interaction] = []

    def slowly(question: str) -> str:
        time.sleep(1.7)
        used[0].used -= TOKEN_SECONDS
        return "at last"

    pipeline.says = slowly
    used.append(await lab.alice.slash("ask", lab.general, question=QUESTION))
    await lab.discord.until(lambda: lab.discord.rest.count(FOLLOW_UP) == 1, "the answer")
    await lab.discord.settles()
    (line,) = [record.getMessage() for record in caplog.records if record.name == "bot.discord.dealing"]
    assert "/ask: too late: 401" in line
    assert errors(caplog) == []
    assert used[0].answers == []


class Sluggish(Store):
    """A store whose reads end just before they are given up."""

    async def settings_of(self, guild_id: int) -> GuildSettings:
        await asyncio.sleep(1.4)
        return GuildSettings(guild_id)

    async def pins_answering(self, guild_id: int, asks: str) -> tuple[Pin, ...]:
        await asyncio.sleep(1.4)
        return ()


@pytest.mark.usefixtures("registered")
async def test_a_store_that_hardly_answers_makes_no_command_late(
    lab: Lab, library: Library, pipeline: Recorder, tmp_path: Path
) -> None:
    store = Sluggish(read_address(f"sqlite:///{tmp_path}/store.sqlite3"))
    bot = await Bot(lab.discord, pipeline, library, store=store).ready()
    used = await lab.alice.slash("ask", lab.general, question=QUESTION)
    assert (await lab.discord.answer(used)).content == f"You asked: {QUESTION}"
    assert used.waited < 2.5
    await bot.stopped()
    await store.close()


@pytest.mark.usefixtures("registered")
async def test_a_rate_limit_on_what_follows_delays_it(lab: Lab, bot: Bot, pipeline: Recorder) -> None:
    def slowly(question: str) -> str:
        time.sleep(1.6)
        return "at last"

    pipeline.says = slowly
    lab.discord.rest.fail(FOLLOW_UP, 429, retry_after=0.1)
    answer = await lab.discord.answer(await lab.alice.slash("ask", lab.general, question=QUESTION))
    assert answer.content == "at last"
    assert lab.discord.rest.count(FOLLOW_UP, 429) == 1


@pytest.mark.usefixtures("registered")
async def test_a_slow_answer_that_breaks_ends_in_an_apology_and_not_in_thinking_for_ever(
    lab: Lab, bot: Bot, pipeline: Recorder, languages: Languages
) -> None:
    def fail(question: str) -> str:
        time.sleep(1.6)
        raise ZeroDivisionError("a bug")

    pipeline.says = fail
    answer = await lab.discord.answer(await lab.alice.slash("ask", lab.general, question=QUESTION))
    assert answer.content == languages.default["notes.apology"]
    assert "ZeroDivision" not in answer.content


async def test_a_button_whose_work_breaks_apologises_to_who_pressed_it(
    lab: Lab, real: Bot, languages: Languages, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION}"))
    before = answer.content

    class Broken(Recorder):
        def behind(self, *_: object, **__: object) -> None:  # type: ignore[override]
            raise ZeroDivisionError("a bug")

    real.client.answerer = Broken()
    apology = await lab.discord.answer(await lab.bob.presses(answer, "How?"))
    assert apology.content == languages.default["notes.apology"]
    assert apology.seen_by is lab.bob.user
    assert answer.content == before
    assert errors(caplog)


async def test_an_answer_that_was_deleted_while_its_form_was_open_is_no_fault(
    lab: Lab, real: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION}"))
    form = await lab.alice.presses(answer, "Region")
    await lab.discord.until(lambda: form.form is not None, "a form")
    await lab.discord.remove(answer)
    await lab.discord.settles()
    note = await lab.discord.answer(await lab.alice.submits(form, typed="France"))
    assert note.seen_by is lab.alice.user
    assert errors(caplog) == []


async def test_a_channel_that_was_deleted_before_the_answer_is_no_fault(
    lab: Lab, real: Bot, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    old = await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION}"))
    await real.client.memory.settle()
    await lab.alice.says(lab.general, f"{lab.me} and in France?")
    await lab.discord.removes_channel(lab.general)
    await lab.discord.settles()
    await real.client.memory.settle()
    assert errors(caplog) == []
    assert await store.answer_behind(old.id) is None


async def test_buttons_work_where_the_bot_may_no_longer_write_or_look(lab: Lab, real: Bot) -> None:
    answer = await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION}"))
    lab.general.denied[lab.discord.bot.id] = SEND_MESSAGES | VIEW_CHANNEL
    await lab.alice.submits(await lab.alice.presses(answer, "Region"), typed="France")
    await lab.discord.until(lambda: "France" in answer.content, "the answer to change")
    await lab.alice.presses(answer, "Delete")
    await lab.discord.until(lambda: answer.deleted, "the answer to go")


async def test_an_unavailable_server_is_answered_again_when_it_is_back(lab: Lab, real: Bot) -> None:
    await lab.discord.loses(lab.guild)
    await lab.discord.invites_bot(lab.guild)
    answer = await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION}"))
    assert "GPT-4o" in answer.content


async def test_interactions_missed_in_a_lost_connection_are_handled_after_the_resume_and_once(
    lab: Lab, real: Bot
) -> None:
    await lab.discord.gateway.drop()
    used = await lab.alice.slash("ask", lab.general, question=QUESTION)
    await lab.discord.until(lambda: lab.discord.gateway.resumed == 1, "a RESUME")
    answer = await lab.discord.answer(used)
    assert "GPT-4o" in answer.content


async def test_a_pinned_answer_stays_when_its_question_goes(lab: Lab, real: Bot) -> None:
    question = await lab.alice.says(lab.general, f"{lab.me} {QUESTION}")
    answer = await lab.discord.answer(question)
    answer.pinned = True
    await lab.alice.deletes(question)
    await lab.discord.settles()
    assert not answer.deleted


async def test_a_follow_up_reads_the_stored_request_even_if_the_question_is_gone(lab: Lab, real: Bot) -> None:
    question = await lab.alice.says(lab.general, f"{lab.me} {QUESTION}")
    answer = await lab.discord.answer(question)
    answer.pinned = True
    await real.client.memory.settle()
    await lab.alice.deletes(question)
    await lab.discord.settles()
    real.client.memory = type(real.client.memory)(real.client.store)
    followed = await lab.discord.answer(await lab.bob.replies(answer, "and in France?"))
    assert "1,000 GPT-4o prompts" in followed.content
    assert "France" in followed.content


async def test_several_questions_in_a_message_are_answered_in_one(lab: Lab, real: Bot) -> None:
    asked = (
        f"{lab.me} How much energy does a GPT-4o prompt use? And how much water does Claude Sonnet 4 take?"
    )
    answer = await lab.discord.answer(await lab.alice.says(lab.general, asked))
    assert "GPT-4o" in answer.content
    assert "Claude Sonnet 4" in answer.content


async def test_fifty_interactions_at_once_are_all_acknowledged_in_time(lab: Lab, real: Bot) -> None:
    people = [lab.discord.person(f"person {number}") for number in range(50)]
    channels = [lab.guild.add_channel(f"channel {number}") for number in range(5)]
    await lab.discord.invites_bot(lab.guild)
    for person in people:
        lab.guild.add_member(person.user)
    used = [
        await person.slash("estimate", channels[number % 5], model="gpt-4o", count=number + 1)
        for number, person in enumerate(people)
    ]
    await lab.discord.until(lambda: all(each.answers for each in used), "every answer")
    assert max(each.waited for each in used) < 3  # Discord's own deadline
