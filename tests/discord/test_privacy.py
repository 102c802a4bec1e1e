"""What is kept of somebody: shown, exported, erased."""

from __future__ import annotations

import json

from bot.discord.shelves import Library
from bot.discord.texts import Languages
from bot.store.store import Store
from tests.discord.conftest import Bot, Lab, restarted

QUESTION = "how much energy do 1000 GPT-4o prompts use?"


async def test_privacy_tells_what_is_kept_and_of_whom_alone(lab: Lab, real: Bot) -> None:
    nothing = await lab.discord.answer(await lab.alice.slash("privacy", lab.general))
    assert nothing.seen_by is lab.alice.user
    assert "90 days" in nothing.content
    assert "Of you I have nothing." in nothing.content
    assert nothing.labels == ["Keep nothing from now on"]
    await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION}"))
    one = await lab.discord.answer(await lab.alice.slash("privacy", lab.general))
    assert "Of you I have: 1 answer." in one.content
    assert one.labels == ["Export", "Erase…", "Keep nothing from now on"]
    others = await lab.discord.answer(await lab.bob.slash("privacy"))
    assert "Of you I have nothing." in others.content


async def test_the_export_is_a_file_without_the_words_of_questions(lab: Lab, real: Bot) -> None:
    await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION} xyzzy"))
    shown = await lab.discord.answer(await lab.alice.slash("privacy", lab.general))
    exported = await lab.discord.answer(await lab.alice.presses(shown, "Export"))
    assert exported.seen_by is lab.alice.user
    (text,) = exported.files.values()
    (answer,) = json.loads(text)["answers"]
    assert answer["request"]["items"][0]["subject"] == "gpt-4o"
    assert answer["asker_id"] == str(lab.alice.user.id)
    assert answer["question"] is None
    assert b"xyzzy" not in text.replace(answer["request"]["understood"].encode(), b"")


async def test_a_host_may_keep_the_words_and_then_says_so(
    lab: Lab, real: Bot, library: Library, store: Store
) -> None:
    bot = await restarted(real, lab, library, store, keeps_questions=True)
    answer = await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION}"))
    shown = await lab.discord.answer(await lab.alice.slash("privacy", lab.general))
    assert "its words" in shown.content
    saved = await store.answer_behind(answer.id)
    assert saved is not None
    assert saved.question == QUESTION
    await bot.stopped()


async def test_all_of_somebody_is_erased_after_they_were_asked_whether_they_are_sure(
    lab: Lab, real: Bot, store: Store, languages: Languages
) -> None:
    mine = await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION}"))
    theirs = await lab.discord.answer(await lab.bob.says(lab.general, f"{lab.me} {QUESTION}"))
    shown = await lab.discord.answer(await lab.alice.slash("privacy", lab.general))
    await lab.alice.presses(shown, "Erase")
    await lab.discord.until(lambda: shown.labels == ["Erase all of it", "Keep it"], "the question")
    await lab.alice.presses(shown, "Keep it")
    await lab.discord.until(lambda: "1 answer" in shown.content, "what is kept")
    await lab.alice.presses(shown, "Erase…")
    await lab.discord.until(lambda: shown.labels == ["Erase all of it", "Keep it"], "the question")
    await lab.alice.presses(shown, "Erase all")
    await lab.discord.until(lambda: shown.content == languages.default["privacy.erased"], "the erasure")
    assert await store.answer_behind(mine.id) is None
    assert await store.answer_behind(theirs.id) is not None
    gone = await lab.discord.answer(await lab.alice.presses(mine, "How?"))
    assert gone.content.startswith("I no longer know")
    assert (
        "requests at once"
        in (await lab.discord.answer(await lab.bob.presses(theirs, "How?"), continued=True)).content
    )


async def test_who_wants_nothing_kept_has_nothing_kept_until_they_say_otherwise(
    lab: Lab, real: Bot, store: Store
) -> None:
    shown = await lab.discord.answer(await lab.alice.slash("privacy", lab.general))
    await lab.alice.presses(shown, "Keep nothing")
    await lab.discord.until(lambda: shown.content.startswith("Done:"), "the promise")
    answer = await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION}"))
    await real.client.memory.settle()
    assert await store.answer_behind(answer.id) is None
    again = await lab.discord.answer(await lab.alice.slash("privacy", lab.general))
    assert "You have asked me to keep nothing of you" in again.content
    await lab.alice.presses(again, "Keep my answers again")
    await lab.discord.until(lambda: again.content.startswith("Done:"), "the promise")
    kept = await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION}"))
    await real.client.memory.settle()
    assert await store.answer_behind(kept.id) is not None


async def test_without_the_store_privacy_says_that_it_cannot_tell(
    lab: Lab, real: Bot, store: Store, languages: Languages
) -> None:
    await store.close()
    note = await lab.discord.answer(await lab.alice.slash("privacy", lab.general))
    assert note.content == languages.default["notes.forgetful"]
