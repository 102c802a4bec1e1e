"""What a message that follows an answer changes of it, and what it is told."""

from __future__ import annotations

import pytest

from bot import pipeline

MILLION = "How much energy does a million GPT-4o prompts use?"
MILLON = "¿Cuánta energía gasta un millón de consultas a GPT-4o?"
IMAGE = "How much energy does one image from DALL-E 3 use?"


@pytest.mark.parametrize(
    ("before", "after", "field", "value"),
    [
        (MILLION, "with shorter answers?", "tokens", 225),
        (MILLION, "and with answers twice as long", "tokens", 900),
        (MILLION, "on solar power?", "grid", 37),
        (MILLION, "what if it ran on nuclear power?", "grid", 5.8),
        (MILLION, "with a smaller model?", "subject", "gpt-4o-mini"),
        (MILLION, "quantised?", "precision", "fp4"),
        (MILLON, "¿y con respuestas más cortas?", "tokens", 225),
        (MILLON, "¿y con energía solar?", "grid", 37),
        (MILLON, "¿y con un modelo más pequeño?", "subject", "gpt-4o-mini"),
        (IMAGE, "with half the steps", "steps", 20),
        ("gpt-4o vs claude sonnet 4", "with shorter answers", "tokens", 225),
    ],
)
def test_a_change_is_reckoned_anew(before: str, after: str, field: str, value: object) -> None:
    reply = pipeline.answer(after, before)
    first = reply.request.items[0]
    assert getattr(first.assumptions if field in ("grid", "precision", "steps") else first, field) == value
    assert first.amount == pipeline.understand(before).items[0].amount


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (MILLION, "with shorter answers?", "Against your last question: "),
        (MILLION, "on solar power?", "Against your last question: 9"),
        (MILLION, "and in France?", "Against your last question: 9"),
        (MILLON, "¿y en Francia?", "Frente a tu pregunta anterior: un 9"),
        (None, "carbon of 1000 GPT-4o prompts on solar power", "Against the world average: "),
        (
            None,
            "what if GPT-4o gave shorter answers",
            "times the energy of one GPT-4o prompt answered in 225 tokens",
        ),
        (
            None,
            "¿y si GPT-4o diera respuestas más cortas?",
            "la energía de una consulta a GPT-4o con una respuesta de 225 tokens",
        ),
        (MILLION, "how did you compute that?", "With the middle of each input put in"),
        (MILLION, "what are your sources?", "What this answer rests on"),
        (MILLON, "¿cómo lo calculas?", "Con el centro de cada dato puesto"),
        (None, "what are your sources?", "Every figure has a source"),
        (MILLION, "thanks!", "Any time."),
        (MILLON, "gracias", "Cuando quieras."),
    ],
)
def test_a_follow_up_is_told_what_it_changes(before: str | None, after: str, told: str) -> None:
    assert told in pipeline.answer(after, before).text


def test_solar_power_asks_about_no_energy() -> None:
    """The power of "solar power" is no metric beside another that is named."""
    request = pipeline.understand("carbon of 1000 GPT-4o prompts on solar power")
    assert request.metrics == ("carbon",)


@pytest.mark.parametrize("text", ["solar panels on my roof", "a smaller model car", "wind in my hair"])
def test_a_lever_without_work_changes_nothing(text: str) -> None:
    assert pipeline.answer(text).kind in ("refusal", "explain")


@pytest.mark.parametrize(
    ("turns", "region", "amount"),
    [
        ([MILLION, "How?", "and in France?"], "FR", 1e6),
        ([MILLION, "How?", "Sources", "10x that"], None, 1e7),
        ([MILLON, "¿cómo?", "¿y en Francia?"], "FR", 1e6),
        ([MILLON, "Fuentes", "¿y el doble?"], None, 2e6),
    ],
)
def test_what_stands_behind_an_answer_leaves_it_to_be_followed(
    turns: list[str], region: str | None, amount: float
) -> None:
    request = pipeline.understand(turns[-1], turns[:-1])
    assert request.intent == "estimate"
    assert request.region == region
    assert [item.amount for item in request.items] == [amount]
