"""What stands under an answer is exact: what a published figure counts, and whether anybody read it again."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.answer.answer import Answer
from bot.languages import language, languages
from bot.pipeline import answer, answer_request
from bot.request import Request
from bot.wording import filters
from estimator.catalogue import load
from estimator.entries import PublishedFigure
from estimator.result import Published
from estimator.workload import Workload

EVERY = languages()


def quoted(figure: PublishedFigure, tag: str) -> str:
    """Return what a reply to a question about the same activity says of a published figure."""
    catalogue = load()
    assert figure.metric is not None
    published = Published(
        figure.id, 1.0, figure.unit, figure.metric, figure.source, "https://example.org", same_boundary=False,
        year=figure.year, kind=figure.kind, boundary=figure.boundary, counts=figure.counts,
        accounting=figure.accounting, unverified=figure.unverified,
    )  # fmt: skip
    said = Answer("estimate", Request("estimate", language=tag), library=catalogue.sources)
    return str(filters(language(tag))["figures"]({"answer": said}, [published]))


def reported(figure: PublishedFigure, tag: str) -> str:
    """Return what a page says of it."""
    catalogue = load()
    said = Answer(
        "explain", Request("explain", language=tag), library=catalogue.sources,
        quoted={figure.id: figure},
    )  # fmt: skip
    figures = {figure.id: replace(next(iter(catalogue.figures.values())), id=figure.id)}
    return str(filters(language(tag))["reported"]({"answer": replace(said, figures=figures)}, figure.id))


@pytest.mark.parametrize("tag", EVERY)
def test_a_published_figure_counts_the_same_wherever_it_stands(tag: str) -> None:
    """A reply and a page say in the same words what a figure counts and how its carbon is counted."""
    words = language(tag).labels
    for figure in load().published:
        if figure.subject and figure.metric:
            told = words["counted"][figure.counted or "unsaid"]
            if figure.counted or not figure.accounting:
                assert told in quoted(figure, tag), figure.id
                assert told in reported(figure, tag), figure.id
            if figure.accounting:
                assert words["accountings"][figure.accounting] in quoted(figure, tag), figure.id
                assert words["accountings"][figure.accounting] in reported(figure, tag), figure.id


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How much water does a Gemini prompt use?", "0.26 mL"),
        ("Is it true that every ChatGPT question drinks half a litre of water?", "0.26 mL"),
        ("¿Cuánta agua gasta una consulta a Gemini?", "0,26 mL"),
        ("¿Es verdad que cada pregunta a ChatGPT se bebe medio litro de agua?", "0,26 mL"),
        ("How much water does a ChatGPT prompt use?", "0.32 mL"),
        ("Is it true that every ChatGPT question drinks half a litre of water?", "0.32 mL"),
        ("¿Cuánta agua gasta una consulta a ChatGPT?", "0,32 mL"),
        ("¿Es verdad que cada pregunta a ChatGPT se bebe medio litro de agua?", "0,32 mL"),
    ],
)
def test_what_makers_say_of_water_is_labelled_one_way(question: str, said: str) -> None:
    """Google's figure is of cooling alone in every reply; of OpenAI's nobody says what it counts."""
    reply = answer(question)
    words = language(reply.language).labels["counted"]
    right, wrong = ("on-site", "unsaid") if "26" in said else ("unsaid", "on-site")
    (found,) = re.findall(rf"{said} \((.*?>\).*?)\)", " ".join(reply.text.split()))
    assert words[right] in found
    assert words[wrong] not in found


MARKET = [
    "How much carbon does a Gemini prompt emit?",
    "¿Cuánto CO2 emite una consulta a Gemini?",
    "Google's emissions",
    "Amazon's emissions",
    "Microsoft's emissions",
    "emisiones de Amazon",
    "Who discloses the most about the energy of AI?",
]


@pytest.mark.parametrize("question", MARKET)
def test_carbon_by_contract_is_said_to_be_market_based(question: str) -> None:
    """Wherever a published carbon figure follows contracts and not the grid, the reply says so."""
    reply = answer(question)
    assert {"en": "market-based", "es": "según el mercado"}[reply.language] in reply.text


def test_carbon_by_contract_is_never_our_own() -> None:
    """Our headline is by the place: a training whose maker takes clean power off emits what the grid does."""
    catalogue = load()
    for figure in catalogue.published:
        if figure.accounting and figure.activity == "training":
            reply = answer_request(
                Request(
                    "estimate", metrics=("carbon",), items=(Workload(figure.subject, "training", 1, "run"),)
                )
            )
            (item,) = reply.estimate.items if reply.estimate else ()
            assert item.carbon is not None
            assert item.energy is not None
            grid = catalogue.grids[item.region].carbon
            assert item.carbon.median == pytest.approx(item.energy.median * grid.median / 1000, rel=0.05), (
                figure.id
            )
            assert language("en").labels["accountings"][figure.accounting] in reply.text


@pytest.mark.parametrize("tag", EVERY)
def test_a_figure_that_nobody_read_again_says_so(tag: str) -> None:
    words = language(tag).labels["published"]["unverified"]
    recalled = [each for each in load().published if each.subject and each.unverified]
    assert recalled
    assert all(words in quoted(each, tag) for each in recalled)
    read = [each for each in load().published if each.subject and each.metric and not each.unverified]
    assert not any(words in quoted(each, tag) for each in read)


def test_facts_follow_each_other_from_new_to_old() -> None:
    """After the fact that answers best, the others stand by the year that they are about."""
    known = {each.id: each for each in load().published}
    for topic in sorted({topic for each in known.values() for topic in each.topics}):
        facts = answer_request(Request("lookup", topic=topic)).said.facts
        years = [known[fact.id].about or fact.year for fact in facts[1:]]
        assert years == sorted(years, reverse=True), topic


@pytest.mark.parametrize("topic", ["data-centres-ireland", "data-centres-ie"])
def test_the_share_of_a_place_begins_with_the_newest(topic: str) -> None:
    known = {each.id: each for each in load().published}
    facts = answer_request(Request("lookup", topic=topic, region="IE")).said.facts
    years = [known[fact.id].about or fact.year for fact in facts]
    assert years[0] == 2025
    assert years == sorted(years, reverse=True)


def test_what_is_known_comes_before_what_is_expected() -> None:
    """A forecast opens an answer only where a coming year is asked about, or nothing else is known."""
    known = {each.id: each for each in load().published}
    today, later = (
        answer_request(Request("lookup", topic=topic)).said.facts[0]
        for topic in ("data-centres-us", "data-centres-us-2030")
    )
    assert known[today.id].kind != "projection"
    assert known[later.id].kind == "projection"


@pytest.mark.parametrize(
    "question",
    [
        "Which model is the most efficient: GPT-4o, Llama 3.1 8B or Llama 3.1 405B?",
        "Which uses the most energy: GPT-4o, Llama 3.1 8B or Llama 3.1 405B?",
        "¿Cuál gasta menos energía: GPT-4o, Llama 3.1 8B o Llama 3.1 405B?",
    ],
)
def test_of_several_the_first_line_names_the_least_and_the_most(question: str) -> None:
    """Each with how much it takes and how likely it is so, whichever was asked for."""
    reply = answer(question)
    first = reply.text.splitlines()[0]
    labels = language(reply.language).labels
    assert re.search(rf"{labels['least']['energy']}:.*Llama 3\.1 8B.*?Wh\*\* \(.*?\d+\s?%", first)
    assert re.search(rf"{labels['most']['energy']}:.*Llama 3\.1 405B.*?Wh\*\* \(.*?\d+\s?%", first)


@pytest.mark.parametrize(
    "question",
    [
        "How much did training DeepSeek cost?",
        "How much money did it take to train DeepSeek V3?",
        "¿Cuánto dinero costó entrenar DeepSeek?",
        "Is it true that DeepSeek cost 5.6 million dollars to train?",
    ],
)
def test_what_a_training_cost_is_one_answer_however_it_is_asked(question: str) -> None:
    """What the maker published stands beside ours, with what each counts."""
    reply = answer(question)
    words = language(reply.language).labels
    assert "DeepSeek-V3" in reply.text
    assert words["counted"]["final-rent"] in reply.text
    assert re.search(r"5[.,]576\smill", reply.text)
    assert re.search(r"5[.,]6\smill.*?(rent of the chips|alquiler de los chips)", reply.text)


def test_a_training_on_top_of_another_says_so() -> None:
    assert "on top of DeepSeek-V3" in answer("energy of training DeepSeek R1").text
    assert "on top of" not in answer("energy of training DeepSeek V3").text


def test_a_training_elsewhere_is_set_beside_the_training_as_it_was_run() -> None:
    assert (
        "Published for the training as it was run: 5,400" in answer("Water of training GPT-3 in Spain").text
    )
    assert "entrenamiento tal como se hizo: 5400" in answer("Agua de entrenar GPT-3 en España").text


def test_the_share_of_water_that_cools_leaves_the_rest() -> None:
    assert "about 20% cools the data centre; the rest" in answer("Water of training GPT-3").text
    assert "cools the data centre;" not in answer("Water of 1000 GPT-4o prompts with WUE 0").text


def test_a_figure_that_does_not_say_what_it_counts_is_said_to_lie_outside_the_range() -> None:
    assert "isn't said, outside our range)" in answer("Energy of Whisper on 2 hours of audio").text
    assert "isn't said)" in answer("Energy of one ChatGPT prompt").text
