"""Buttons of before: after a restart, of another version, on answers that nobody knows any more."""

from __future__ import annotations

from typing import Any

import pytest

from bot.discord.shelves import Library
from bot.store.store import Store
from tests.discord.conftest import Bot, Lab, restarted
from tests.discord.test_buttons import QUESTION, asked, pressed


async def test_every_button_works_after_a_restart(
    lab: Lab, real: Bot, library: Library, store: Store
) -> None:
    answer = await asked(lab)
    second = await restarted(real, lab, library, store)
    how = await lab.discord.answer(await lab.bob.presses(answer, "How?"), continued=True)
    assert "requests at once" in how.content
    await pressed(lab, answer, "Region", typed="germany")
    await lab.discord.until(lambda: "Germany" in answer.content, "the answer to change")
    third = await restarted(second, lab, library, store)
    await pressed(lab, answer, "Compare", **{"with": "Claude Sonnet 4"})
    await lab.discord.until(lambda: "Claude Sonnet 4" in answer.content, "a comparison")
    assert "Germany" in answer.content
    await lab.alice.presses(answer, "Delete")
    await lab.discord.until(lambda: answer.deleted, "the answer to go")
    await third.stopped()


async def test_what_opens_a_message_of_its_own_works_after_a_restart_too(
    lab: Lab, real: Bot, library: Library, store: Store
) -> None:
    answer = await asked(lab)
    private = await lab.discord.answer(
        await lab.alice.slash("ask", lab.general, question=QUESTION, private=True)
    )
    vague = await asked(lab, "carbon of 1000 GPT-4o prompts in Georgia")
    refused = await asked(lab, "what is the best pizza in town?")
    models = await lab.discord.answer(await lab.alice.slash("models", lab.general))
    settings = await lab.discord.answer(await lab.alice.slash("settings", lab.general))
    kept = await lab.discord.answer(await lab.alice.slash("privacy", lab.general))
    second = await restarted(real, lab, library, store)
    sources = await lab.discord.answer(await lab.bob.presses(answer, "Sources"))
    assert "What this answer rests on" in sources.content
    chart = await lab.discord.answer(await lab.bob.presses(answer, "Chart"))
    assert chart.files
    further = await lab.discord.answer(await pressed(lab, answer, "Follow up", question="and in France?"))
    assert "in France" in further.content
    shared = await lab.discord.answer(await lab.alice.presses(private, "Share"))
    assert shared.seen_by is None
    await lab.alice.presses(vague, "Georgia, the country")
    await lab.discord.until(lambda: "Electricity: Georgia, the country" in vague.content, "the other reading")
    tried = await lab.discord.answer(await lab.bob.presses(refused, "How much energy do a million"))
    assert "ChatGPT prompts use" in tried.content
    first = models.content
    await lab.alice.presses(models, "Next")
    await lab.discord.until(lambda: models.content != first, "the next page")
    await lab.alice.chooses(settings, "Region")
    await lab.discord.until(lambda: "Back" in settings.labels, "the places")
    exported = await lab.discord.answer(await lab.alice.presses(kept, "Export"))
    assert exported.files
    await second.stopped()


async def test_another_reading_whose_button_newer_data_no_longer_offer_gets_a_note(
    lab: Lab, real: Bot
) -> None:
    answer = await asked(lab, "carbon of 1000 GPT-4o prompts in Georgia")
    answer.buttons[0]["custom_id"] = "f1:choice:0123456789abcdef"
    note = await lab.discord.answer(await lab.alice.presses(answer, "Georgia, the country"))
    assert note.content.startswith("I no longer know what that was about")


async def test_what_tells_of_an_answer_has_no_buttons_that_change_one(lab: Lab, real: Bot) -> None:
    sources = await lab.discord.answer(await lab.bob.replies(await asked(lab), "what are your sources?"))
    assert "What this answer rests on" in sources.content
    assert not {"Region…", "Compare…", "Chart"} & set(sources.labels)


async def test_a_form_that_was_open_during_a_restart_can_still_be_sent(
    lab: Lab, real: Bot, library: Library, store: Store
) -> None:
    answer = await asked(lab)
    used = await lab.alice.presses(answer, "Region")
    await lab.discord.until(lambda: used.form is not None, "a form")
    second = await restarted(real, lab, library, store)
    await lab.alice.submits(used, typed="germany")
    await lab.discord.until(lambda: "Germany" in answer.content, "the answer to change")
    await second.stopped()


@pytest.mark.parametrize("label", ["Region", "Compare", "Chart", "How?", "Sources", "Follow up"])
async def test_an_answer_that_nobody_knows_any_more_gets_a_friendly_note(
    lab: Lab, real: Bot, store: Store, label: str
) -> None:
    answer = await asked(lab)
    await real.client.memory.settle()
    real.client.memory.forget(answer.id)
    note = await lab.discord.answer(await lab.alice.presses(answer, label))
    assert note.content.startswith("I no longer know what that was about")
    assert note.seen_by is lab.alice.user


@pytest.mark.parametrize("custom_id", ["f0:region:", "f1:dance:", "vote-up", "f99:how:x"])
async def test_a_button_of_another_version_gets_a_friendly_note(lab: Lab, real: Bot, custom_id: str) -> None:
    answer = await asked(lab)
    answer.components[0]["components"][0]["custom_id"] = custom_id
    note = await lab.discord.answer(await lab.alice.presses(answer, "Region"))
    assert note.content.startswith("I no longer know what that was about")


async def test_a_button_pressed_twice_by_a_replay_acts_once(lab: Lab, real: Bot) -> None:
    answer = await asked(lab)
    used = await lab.bob.presses(answer, "How?")
    again: dict[str, Any] = used.event_json(lab.discord.bot, lab.discord.json(answer))
    await lab.discord.gateway.dispatch("INTERACTION_CREATE", again, guild=lab.guild)
    await lab.discord.answer(used, continued=True)
    texts = [answer.content for answer in used.answers]
    assert len(texts) == len(set(texts)) > 0  # every part of it once
