"""What was recalled and not read again at its source is said to be so, wherever an answer rests on it."""

from __future__ import annotations

import pytest

from bot.languages import language, languages
from bot.pipeline import answer, answer_request, behind
from bot.request import Request
from estimator.catalogue import load
from estimator.errors import EstimatorError
from estimator.estimate import estimate
from estimator.ledger import OF
from estimator.workload import Assumptions, Workload

EVERY = languages()
LIFE = Assumptions(boundary="lifecycle")


def works() -> list[Workload]:
    """Return what can be asked of everything that the catalogue holds."""
    catalogue = load()
    subjects = {**catalogue.models, **catalogue.services}
    units = {"image": "image", "video": "second", "audio": "second"}
    found = [
        Workload(name, each.activity, 1, units.get(each.activity, "prompt"))
        for name, each in subjects.items()
    ]
    found += [Workload(name, "training", 1, "run", assumptions=LIFE) for name in subjects]
    for method in ("qlora", "rlhf", "rlvr"):
        given = Assumptions(method=method)
        found += [Workload(name, "fine-tuning", 1, "run", assumptions=given) for name in subjects]
    found += [Workload(name, "hardware", 1, "hour", assumptions=LIFE) for name in catalogue.chips]
    found += [Workload("gpt-4o", "text", region=region) for region in catalogue.grids]
    return found + [Workload(name, "everyday", 1, "item") for name in catalogue.things]


def test_all_that_may_be_recalled_has_words() -> None:
    """No id reaches a reader in place of what nobody read again."""
    things = load().things
    names: set[str] = set()
    for work in works():
        try:
            (item,) = estimate([work]).items
        except EstimatorError:
            continue
        names |= {key.partition(OF)[0] for key, _ in item.recalled}
    assert len(names) > 15
    for tag in EVERY:
        assert names - things.keys() <= language(tag).labels["recalled"].keys()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How much energy does a Claude prompt use?", "which model answers"),
        ("¿Cuánta energía gasta una consulta a Claude?", "qué modelo responde"),
        ("What do a million GPT-4o prompts cost?", "the rent of chips"),
        ("How much energy does toast use?", "one round of toast"),
        ("Which uses more, toast or a ChatGPT prompt?", "one round of toast"),
        ("How many cups of tea is the carbon of 1000 ChatGPT prompts?", "one cup of tea"),
        ("How much carbon did training T5-11B emit?", "the carbon of its training"),
        ("How much energy did training Chinchilla take?", "how much text it learned from"),
    ],
)
def test_an_answer_that_rests_on_memory_says_so(question: str, words: str) -> None:
    reply = answer(question)
    mark = language(reply.language).labels["published"]["unverified"]
    (line,) = [line for line in reply.text.lower().splitlines() if mark in line and line.startswith("-#")]
    assert words in line or "more" in line or "más" in line
    assert any(
        words == language(reply.language).labels["recalled"].get(name, words) for name in reply.said.recalled
    )


def test_what_nobody_asked_for_is_not_said_to_be_recalled() -> None:
    """The rent of chips is named where money is asked about, and the water of plants where water is told."""
    bare = Request("estimate", metrics=("energy",), items=(Workload("gpt-4o", "text"),))
    assert "chip_rent" not in answer_request(bare).said.recalled
    assert (
        "chip_rent" in answer_request(Request("estimate", metrics=("cost",), items=bare.items)).said.recalled
    )


def test_an_answer_whose_figures_were_read_says_nothing() -> None:
    reply = answer("How much water does one toilet flush take?")
    assert "unverified" not in reply.text


@pytest.mark.parametrize("tag", EVERY)
def test_what_stands_behind_an_answer_tells_what_was_recalled(tag: str) -> None:
    """The inputs of "How?" and the sources of an answer carry the mark, each its own."""
    request = Request("estimate", items=(Workload("claude", "text"),), language=tag)
    words = language(tag).labels["published"]
    reply = behind(request, "how")
    assert words["unverified"] in reply.whole.casefold()
    listed = behind(request, "sources").whole
    marked = {line.split("]")[0] for line in listed.splitlines() if words["in_part"] in line}
    recalled = {load().sources[source].publisher for _, source in reply.said.item.recalled}
    assert marked
    assert all(any(publisher in line for publisher in recalled) for line in marked)


@pytest.mark.parametrize(
    ("topic", "recalled"), [("tirias", True), ("google-water", True), ("dc-ireland", False)]
)
def test_a_fact_that_was_recalled_says_so(topic: str, recalled: bool) -> None:
    reply = answer_request(Request("lookup", topic=topic))
    assert (language("en").labels["published"]["unverified"] in reply.text) == recalled
