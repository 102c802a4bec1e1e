"""Every figure of a reply can be traced: nothing that it rests on is out of reach."""

from __future__ import annotations

import re

import pytest

from bot import message, pipeline
from estimator.catalogue import load

LINK = re.compile(r"\]\(<([^>]+)>\)")
QUESTIONS = (
    "how much energy does a million ChatGPT queries use?",
    "¿cuánto carbono emite un día de ChatGPT?",
    "compare ChatGPT, Claude, Gemini, DeepSeek, Grok and Mistral",
    "a million ChatGPT prompts vs a flight from Madrid to New York",
    "is it true that an AI image uses as much energy as a phone charge?",
    "entrenar un modelo de 70B",
)


def sources_of(question: str) -> tuple[pipeline.Reply, set[str]]:
    """Return what a reader gets who asks for the sources of an answer, and the addresses in it."""
    reply = pipeline.behind(pipeline.answer(question).request, "sources")
    return reply, set(LINK.findall(reply.whole))


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_source_is_out_of_reach(question: str) -> None:
    said = pipeline.answer(question)
    reply, linked = sources_of(question)
    assert said.estimate is not None
    assert {source.url for source in said.estimate.sources} <= linked
    assert all(len(text) <= message.LIMIT for text in (reply.text, *reply.more))


@pytest.mark.parametrize("question", QUESTIONS[:2])
def test_everyday_things_have_their_sources(question: str) -> None:
    """Under Sources, under How? with the figure, and in the JSON."""
    said = pipeline.answer(question)
    _, linked = sources_of(question)
    how = pipeline.behind(said.request, "how").whole
    body = said.as_json()
    told = {thing["name"]: thing["source"] for thing in body["things"]}
    things = load().things
    pictured = [each for _, some in said.said.pictures for each in some]
    assert pictured
    for each in pictured:
        figure = getattr(things[each.thing], each.basis)
        assert told[each.thing] == figure.source
        url = load().sources[figure.source].url
        assert url in linked
        assert f"(<{url}>)" in how
        assert url in {source["url"] for source in body["sources"]}


def test_what_a_page_quotes_has_its_source() -> None:
    """Of a figure without a link of its own: what a phone charge takes."""
    figure = load().things["phone-charge"].energy
    assert figure is not None
    _, linked = sources_of("is it true that an AI image uses as much energy as a phone charge?")
    assert load().sources[figure.source].url in linked


@pytest.mark.parametrize("before", ["what is PUE?", "how much electricity do data centres use?"])
def test_who_asks_for_sources_after_a_page_or_a_fact_gets_them(before: str) -> None:
    reply = pipeline.answer("sources?", before)
    assert reply.kind == "sources"
    assert LINK.findall(reply.text)


def test_a_guess_is_told_as_ours() -> None:
    how = pipeline.behind(pipeline.answer("one ChatGPT prompt").request, "how").text
    assert "our guess, going by [Simon Willison, 2026]" in how
