"""What is offered while somebody types into an option."""

from __future__ import annotations

from functools import partial

import pytest

from bot.discord.shelves import Library
from tests.counting import calls
from tests.discord.conftest import Bot, Lab

KINDS = ("models", "subjects", "trained", "known", "places", "topics", "terms")


@pytest.mark.parametrize(
    ("locale", "command", "option", "typed", "first"),
    [
        ("en-US", "estimate", "model", "gpt-4o", "GPT-4o · OpenAI"),
        ("en-US", "estimate", "model", "4o", "GPT-4o · OpenAI"),
        ("en-US", "estimate", "model", "chatgtp", "ChatGPT · OpenAI"),
        ("en-US", "estimate", "model", "llama 405", "Llama 3.1 405B · Meta"),
        ("en-US", "estimate", "model", "", "ChatGPT · OpenAI"),
        ("en-US", "estimate", "region", "germ", "Germany · 330\xa0g CO₂e/kWh"),
        ("es-ES", "estimate", "region", "aleman", "Alemania · 330\u202fg de CO₂e/kWh"),
        ("es-ES", "estimate", "region", "germany", "Alemania · 330\u202fg de CO₂e/kWh"),
        ("en-US", "estimate", "region", "europe-west9", "France · 41\xa0g CO₂e/kWh"),
        ("en-US", "estimate", "region", "", "World average · 460\xa0g CO₂e/kWh"),
        ("en-US", "compare", "second", "netflix", "an hour of Netflix"),
        ("es-ES", "compare", "second", "hamburguesa", "una hamburguesa"),
        ("en-US", "training", "model", "gpt-3", "GPT-3 · OpenAI"),
        ("en-US", "explain", "term", "pu", "PUE"),
        ("es-ES", "fact", "topic", "irlanda", "Centros de datos en Irlanda"),
        ("es-ES", "explain", "term", "agua", "Agua de las centrales eléctricas"),
        ("es-ES", "explain", "term", "eficacia agua", "WUE: eficacia en el uso del agua"),
        ("en-US", "explain", "term", "", "AI agents"),
        ("en-US", "fact", "topic", "google wat", "Google: water"),
        ("fr", "estimate", "model", "mistral", "Mistral · Mistral AI"),
    ],
)
async def test_the_likeliest_comes_first(
    lab: Lab, real: Bot, locale: str, command: str, option: str, typed: str, first: str
) -> None:
    someone = lab.discord.person("someone", locale=locale)
    lab.guild.add_member(someone.user)
    choices = await someone.types(command, option, typed, lab.general)
    assert 1 <= len(choices) <= 25
    assert choices[0]["name"].startswith(first)


async def test_what_is_near_to_nothing_has_no_choices_and_is_no_fault(lab: Lab, real: Bot) -> None:
    assert await lab.alice.types("estimate", "model", "ẓẓẓẓẓ@everyone", lab.general) == []


async def test_what_was_completed_is_understood(lab: Lab, real: Bot) -> None:
    choices = await lab.alice.types("estimate", "model", "sonnet 4", lab.general)
    used = await lab.alice.slash("estimate", lab.general, model=choices[0]["value"])
    assert "Claude Sonnet 4" in (await lab.discord.answer(used)).content


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("locale", ["en-US", "es-ES"])
def test_any_text_gets_at_most_25_choices_by_bounded_work(library: Library, kind: str, locale: str) -> None:
    shelves = library.of(locale)
    index = getattr(shelves, kind)
    index.search("")
    for typed in ("", "g", "gpt", "llama 3.1 405b", "frnce", "x" * 100, "ж" * 100):
        found = index.search(typed, shelves.first(kind))
        work = partial(index.search, typed, shelves.first(kind))
        assert calls(work) < 200_000
        assert len(found) <= 25
        assert len({entry.value for entry in found}) == len(found)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("models", "GPT 4 o", "gpt-4o"),
        ("models", "sonnet 4", "claude-sonnet-4"),
        ("models", "Claude Sonnet 4", "claude-sonnet-4"),
        ("models", "claude sonet 4", "claude-sonnet-4"),
        ("models", "gpt-44", None),
        ("places", "FR", "FR"),
        ("places", "fracne", None),
        ("places", "deutschland", None),
        ("places", "Germany", "DE"),
        ("terms", "PUE", "pue"),
    ],
)
def test_what_was_typed_and_not_picked_stands_for_a_name_only_if_it_nearly_is_one(
    library: Library, kind: str, typed: str, value: str | None
) -> None:
    assert getattr(library.of("en"), kind).resolve(typed) == value


def test_every_page_and_every_published_fact_is_offered_under_a_title(library: Library) -> None:
    shelves = [library.of(name) for name in library.languages]
    for each in shelves:
        assert set(each.terms) == set(each.language.terms)
        assert set(each.topics) == set(shelves[0].topics)
        assert set(each.language.files["titles"]["terms"]) <= set(each.terms)
        assert set(each.language.files["titles"]["topics"]) <= set(each.topics)
        titles = [each.topics.label(topic) for topic in each.topics]
        assert len(set(titles)) == len(titles)
    offered = set(shelves[0].topics)
    untold = [
        each.id for each in library.catalogue.published if each.topics and not offered & set(each.topics)
    ]
    assert untold == []
