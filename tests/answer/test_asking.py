"""A reply that isn't sure of its reading says so first, and offers what else may have been meant."""

from __future__ import annotations

import pytest

from bot import pipeline
from bot.answer.asking import ANSWERING
from bot.languages import languages
from bot.message import render
from bot.request.request import CONFIDENT
from estimator.catalogue import Catalogue
from tests.answer.samples import SAMPLES


@pytest.mark.parametrize(
    ("text", "opening", "choices"),
    [
        ("how much energy does an AI use", "You named no model, so this is about **ChatGPT**.", 3),
        ("¿cuánta energía gasta una IA?", "No nombras ningún modelo", 3),
        ("energy of 100 gpt-4o prompts in Georgia", "I read this as **Georgia, United States**.", 1),
        ("un billón de consultas a ChatGPT", "Lo he leído como **1.000.000.000.000 consultas**.", 1),
        ("gpt-4o?", "You gave a name and nothing to work out", 0),
        ("energy of 100 gpt-4o prompts", "**100 GPT-4o prompts use", 0),
    ],
)
def test_what_is_unsure_comes_first(text: str, opening: str, choices: int) -> None:
    reply = pipeline.answer(text)
    assert reply.text.startswith(opening)
    assert len(reply.choices) == choices


@pytest.mark.parametrize(
    "text",
    ["how much energy does an AI use", "100 gpt-4o prompts in Georgia, carbon", "mil billones de consultas"],
)
def test_what_is_chosen_is_not_doubted_again(text: str) -> None:
    """Each choice leads to an answer that asks nothing back."""
    for choice in pipeline.answer(text).choices:
        chosen = pipeline.answer_request(choice.request)
        assert chosen.kind in ANSWERING
        assert not chosen.said.doubts
        assert choice.label
        assert choice.label in pipeline.answer(text).text.replace("\\", "")


@pytest.mark.parametrize("tag", languages())
@pytest.mark.parametrize("name", [name for name in SAMPLES if name.startswith("asks-")])
def test_no_doubt_is_silent(name: str, tag: str, catalogue: Catalogue) -> None:
    """Whatever is doubtful, the reply has a paragraph on it, before the figure unless a claim is ruled on."""
    answer = SAMPLES[name]().answer(tag, catalogue)
    assert answer.request.confidence < CONFIDENT or answer.request.alternatives
    message = render(answer, tag)
    assert answer.doubts
    assert "asking" not in message.dropped
    assert message.text.startswith("**") == bool(answer.story)


def test_a_sure_reading_asks_nothing(catalogue: Catalogue) -> None:
    for name in ("estimate-of-a-million-prompts", "comparison", "budget", "lookup"):
        sample = SAMPLES[name]()
        assert sample.request.confidence >= CONFIDENT
        assert sample.answer("en", catalogue).doubts == ()


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("energy", "How much energy do a million ChatGPT prompts use?"),
        ("agua", "¿Cuánta agua consume una consulta a ChatGPT?"),
        ("what's the weather", "GPT-4o or Llama 3.1 405B: which uses more?"),
    ],
)
def test_an_unclear_message_is_offered_the_nearest_questions(text: str, offered: str) -> None:
    reply = pipeline.answer(text)
    assert reply.kind == "refusal"
    assert f"- {offered}" in reply.text


@pytest.mark.parametrize("tag", languages())
def test_every_question_that_is_offered_is_understood(tag: str) -> None:
    from bot.answer.asking import SPOKEN_OF
    from bot.answer.naming import name
    from bot.languages import language
    from estimator.catalogue import load

    examples = language(tag).labels["examples"]
    about = {key: name(SPOKEN_OF.get(key, ""), load()) for key in examples["about"]}
    offered = [examples["about"][key].format(name=named) for key, named in about.items()] + examples["list"]
    for question in offered:
        reply = pipeline.answer(question)
        assert reply.kind in (*ANSWERING, "explain"), question
        assert not reply.said.doubts, question
        assert reply.language == tag, question


@pytest.mark.parametrize(
    ("text", "kind"), [("hello", "hello"), ("buenas tardes", "hello"), ("thx", "thanks")]
)
def test_courtesies_get_words_in_return(text: str, kind: str) -> None:
    assert pipeline.answer(text).kind == kind
