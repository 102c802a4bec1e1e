"""The commands' options: what is asked with them, and what Discord lets nobody type."""

from __future__ import annotations

from typing import Any

import pytest

from tests.discord.conftest import Bot, Lab
from tests.discord.fake import Impossible, Message


async def used(lab: Lab, command: str, **options: Any) -> Message:
    """Return the answer to a command of Alice's in the channel."""
    return await lab.discord.answer(await lab.alice.slash(command, lab.general, **options))


@pytest.mark.parametrize(
    ("command", "options", "says"),
    [
        ("estimate", {"model": "gpt-4o"}, "**One GPT-4o prompt uses about"),
        ("estimate", {"model": "GPT 4o", "count": 1000}, "**1,000 GPT-4o prompts use about"),
        ("estimate", {"model": "gpt-4o", "count": 3, "activity": "image"}, "**3 images from GPT-4o use"),
        (
            "estimate",
            {"model": "claude sonet 4", "tokens": 2000},
            "**One Claude Sonnet 4 prompt answered in 2,000 tokens",
        ),
        ("estimate", {"model": "gpt-4o", "metric": "water"}, "**One GPT-4o prompt takes about"),
        ("estimate", {"model": "sora-2", "count": 10}, "10 seconds of video from Sora 2"),
        ("estimate", {"model": "sora-2"}, "**One video from Sora 2 uses"),
        ("estimate", {"model": "h100", "count": 24}, "**24 hours of one NVIDIA H100 chip use"),
        ("estimate", {"model": "gpt-4o", "region": "europe-west9"}, "Electricity: France"),
        ("estimate", {"model": "gpt-4o", "region": "US-VA"}, "Electricity: Virginia"),
        ("compare", {"first": "gpt-4o", "second": "claude-sonnet-4", "count": 100}, "100 GPT-4o prompts"),
        ("compare", {"first": "gpt-4o", "second": "streaming-hour"}, "An hour of video streaming uses"),
        ("compare", {"first": "gpt-4o", "second": "claude-sonnet-4", "third": "burger"}, "beef burger"),
        ("compare", {"first": "gpt-4o", "second": "o3", "metric": "carbon"}, "the carbon of"),
        ("training", {"model": "gpt-3"}, "**Training GPT-3 used"),
        ("training", {"model": "llama-3.1-405b", "region": "France"}, "**Training Llama 3.1 405B"),
        ("budget", {"amount": "1 kWh", "of": "chatgpt"}, "1 kWh is enough for about"),
        ("budget", {"amount": "2,5 kg of CO2", "of": "gpt-4o"}, "GPT-4o prompts**"),
        ("check", {"claim": "every ChatGPT question drinks half a litre of water"}, "times too much"),
        ("fact", {"topic": "data centres in 2030"}, "2030"),
        ("fact", {"topic": "google-water"}, "gallons of water"),
        ("fact", {"topic": "data-centres-ie"}, "published figures: Data centres in Ireland"),
        ("explain", {"term": "pue"}, "**PUE, power usage effectiveness"),
        ("explain", {"term": "how do you work this out?"}, "**"),
        ("ask", {"question": "how much energy does a ChatGPT prompt use?"}, "ChatGPT prompt uses about"),
    ],
)
async def test_a_command_is_answered_by_its_options(
    lab: Lab, real: Bot, command: str, options: dict[str, Any], says: str
) -> None:
    answer = await used(lab, command, **options)
    assert says in answer.content.replace("\N{NO-BREAK SPACE}", " ")
    assert answer.seen_by is None


async def test_what_holds_of_the_estimate_is_told_with_it(lab: Lab, real: Bot) -> None:
    answer = await used(lab, "estimate", model="gpt-4o", count=1000, region="France", metric="carbon")
    assert "-# Understood: estimate: carbon · 1,000 prompts of GPT-4o · in France" in answer.content


@pytest.mark.parametrize(
    ("command", "options", "note"),
    [
        ("estimate", {"model": "gpt-4o", "region": "Atlantis"}, "I don't know a place called “Atlantis”"),
        ("budget", {"amount": "a lot", "of": "gpt-4o"}, "I can't read “a lot” as an amount"),
        ("estimate", {"model": "gtp4"}, "I don't know “gtp4”. Did you mean"),
        ("fact", {"topic": "the moon landing"}, "I have no published figure on “the moon landing”"),
        ("explain", {"term": "zymurgy"}, "I have no page on “zymurgy”"),
        ("check", {"claim": "the moon is made of cheese"}, "I answer questions about"),
    ],
)
async def test_what_cannot_be_answered_is_told_privately(
    lab: Lab, real: Bot, command: str, options: dict[str, Any], note: str
) -> None:
    answer = await used(lab, command, **options)
    assert note in answer.content
    assert answer.seen_by is lab.alice.user


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("estimate", {"model": "gpt-4o", "count": 0}),
        ("estimate", {"model": "gpt-4o", "tokens": 10_000_000}),
        ("estimate", {"model": "gpt-4o", "metric": "love"}),
        ("estimate", {"count": 3}),
        ("compare", {"first": "gpt-4o"}),
        ("ask", {"question": "x" * 1001}),
    ],
)
async def test_what_makes_no_sense_cannot_be_typed(
    lab: Lab, real: Bot, command: str, options: dict[str, Any]
) -> None:
    with pytest.raises(Impossible):
        await lab.alice.slash(command, lab.general, **options)


async def test_options_are_answered_in_the_users_language_where_only_they_read_it(
    lab: Lab, real: Bot
) -> None:
    carmen = lab.discord.person("carmen", locale="es-ES")
    lab.guild.add_member(carmen.user)
    private = await lab.discord.answer(
        await carmen.slash(
            "estimate", lab.general, model="gpt-4o", count=1000, region="Alemania", private=True
        )
    )
    assert private.content.startswith("**1000 consultas a GPT-4o")
    assert "Electricidad: Alemania" in private.content
    public = await lab.discord.answer(await carmen.slash("estimate", lab.general, model="gpt-4o", count=1000))
    assert public.content.startswith("**1,000 GPT-4o prompts")


async def test_the_model_list_has_pages(lab: Lab, real: Bot) -> None:
    first = await used(lab, "models")
    assert first.seen_by is lab.alice.user
    assert first.labels[0] == "Previous"
    assert first.buttons[0]["disabled"]
    await lab.alice.presses(first, "Next")
    await lab.discord.until(lambda: first.labels[1].startswith("Page 2"), "the second page")
    await lab.alice.submits(await lab.alice.presses(first, "Page 2"), page="9999")
    await lab.discord.until(lambda: bool(first.buttons[2].get("disabled")), "the last page")
    assert len(first.content) <= 2000


async def test_the_model_list_can_be_searched_by_maker_and_without_pages_has_no_buttons(
    lab: Lab, real: Bot
) -> None:
    answer = await used(lab, "models", search="mixtral")
    assert "**Mixtral 8x7B** · Mistral AI · text · 46.7 billion parameters, weights public" in answer.content
    assert answer.labels == []
    none = await used(lab, "models", search="@everyone")
    assert "I know no model or service like" in none.content
    assert not lab.bob.pinged_by(none)


async def test_a_claim_in_a_message_is_checked_for_who_asks_alone(lab: Lab, real: Bot) -> None:
    claim = await lab.bob.says(lab.general, "fun fact: every ChatGPT question drinks half a litre of water")
    verdict = await lab.discord.answer(await lab.alice.picks("Check this claim", claim))
    assert verdict.seen_by is lab.alice.user
    assert "mL" in verdict.content
    assert "Share" in verdict.labels


@pytest.mark.parametrize(
    ("text", "files", "note"),
    [
        ("see you tomorrow", {}, "I found no claim about"),
        ("", {"cat.png": b"png"}, "There is no text in that message"),
    ],
)
async def test_a_message_without_a_claim_is_told_so(
    lab: Lab, real: Bot, text: str, files: dict[str, bytes], note: str
) -> None:
    message = await lab.bob.says(lab.general, text, files=files)
    answer = await lab.discord.answer(await lab.alice.picks("Check this claim", message))
    assert answer.content.startswith(note)
    assert answer.seen_by is lab.alice.user


async def test_an_answer_is_deleted_from_its_menu_by_who_asked(lab: Lab, real: Bot) -> None:
    answer = await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} what is PUE?"))
    refused = await lab.discord.answer(await lab.bob.picks("Delete answer", answer))
    assert refused.content.startswith("Only the person who asked")
    done = await lab.discord.answer(await lab.alice.picks("Delete answer", answer))
    assert done.content == "Deleted."
    assert answer.deleted


async def test_a_message_that_is_no_answer_is_not_deleted(lab: Lab, real: Bot) -> None:
    message = await lab.bob.says(lab.general, "hello")
    note = await lab.discord.answer(await lab.bob.picks("Delete answer", message))
    assert note.content == "That message is not one of my answers."
