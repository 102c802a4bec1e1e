"""The largest answers fit in one message, whatever is in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import pipeline
from bot.answer import behind, compose
from bot.languages import language, languages
from bot.message import BLOCKS, LIMIT, further, render
from bot.request import Request
from estimator.catalogue import load
from estimator.estimate import estimate, shared_sampling
from estimator.levers import asked, levers
from estimator.workload import METRICS, Workload


def longest(count: int) -> list[Workload]:
    """Return work of the models with the longest names, each with all that can be said of it."""
    models = sorted(
        (each for each in load().models.values() if each.activity == "text"), key=lambda each: -len(each.name)
    )
    return [Workload(each.id, "text", 123_456_789, "prompt", 1234, region="US-VA") for each in models[:count]]


@pytest.mark.parametrize("name", languages())
@pytest.mark.parametrize("intent", ["estimate", "compare", "equivalent"])
def test_six_things_with_long_names_and_all_blocks_fit(name: str, intent: str) -> None:
    works = longest(6)
    versus = ("streaming-hour", "transatlantic-flight") if intent == "equivalent" else ()
    found = estimate(works, intent=intent, versus=versus)
    request = Request(
        intent,
        METRICS,
        tuple(works),
        versus=versus,
        language=name,
        unused=("x" * 60,) * 12,
        understood="word " * 60,
    )
    answer = compose(request, found, load())
    message = render(replace(answer, effects=asked(found.items[0], True, load(), shared_sampling())), name)
    assert len(message.text) <= LIMIT
    assert "headline" not in message.dropped
    assert "detail" not in message.dropped


@pytest.mark.parametrize("name", languages())
def test_what_stands_behind_the_longest_names_fits(name: str) -> None:
    works = longest(1)
    found = estimate(works)
    request = Request("estimate", items=tuple(works), language=name)
    changes = levers(found.items[0], load(), shared_sampling())
    answer = behind(request, found, load(), "how", changes)
    texts = [render(answer, name).text, *further(answer, name)]
    assert all(len(text) <= LIMIT for text in texts)
    told = render(answer, name, without=tuple(set(BLOCKS) - {"levers"})).text
    assert told
    assert told in "\n".join(texts)


@pytest.mark.parametrize("name", languages())
def test_every_published_fact_is_told_in_every_language(name: str) -> None:
    """Each topic has a reply that fits, with a link for each fact shown."""
    topics = {topic for each in load().published for topic in each.topics}
    for topic in topics:
        request = Request("lookup", topic=topic, language=name)
        found = estimate([], intent="lookup", topic=topic)
        text = render(compose(request, found, load()), name).text
        assert len(text) <= LIMIT
        assert "](<http" in text, topic


@pytest.mark.parametrize("name", languages())
def test_every_known_claim_is_told_by_itself(name: str) -> None:
    """A claim of words alone has a reply that names its standing, its story and its sources."""
    words = language(name).labels["standings"]
    for claim in load().claims.values():
        request = Request("check", topic=claim.id, language=name)
        found = pipeline.estimate(replace(request, claim=None))
        assert found.verdict is not None, claim.id
        assert found.verdict.known == claim.id
        message = render(compose(request, found, load()), name)
        assert len(message.text) <= LIMIT
        assert "story" not in message.dropped
        assert any(message.text.startswith(f"**{each}") for each in words.values()), message.text[:80]
