"""What people pay is the list price, told apart from the electricity."""

from __future__ import annotations

import pytest

from bot import pipeline
from estimator.catalogue import load


def read(question: str) -> list[str]:
    text = pipeline.answer(question).text
    for space in ("\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"):
        text = text.replace(space, " ")
    return text.replace("*", "").splitlines()


def test_the_price_that_the_test_knows_is_the_one_in_the_data() -> None:
    price = load().models["gpt-4o"].price
    assert price is not None
    assert (price.input, price.output) == (2.5, 10.0)


@pytest.mark.parametrize(
    ("question", "first", "then"),
    [
        (
            "How much does a million tokens of GPT-4o cost?",
            "at the API's list price: $2.50 as input, $10 as output (",
            "in electricity (",
        ),
        (
            "¿Cuánto cuesta un millón de tokens de GPT-4o?",
            "al precio de lista de la API: 2,50 dólares de entrada y 10 dólares de salida (",
            "en electricidad (",
        ),
    ],
)
def test_tokens_cost_their_list_price_input_and_output_apart(question: str, first: str, then: str) -> None:
    lines = read(question)
    assert first in lines[0]
    assert "2026-08" in lines[0], "the date of the price"
    assert then in lines[1]


@pytest.mark.parametrize(
    ("question", "first", "then"),
    [
        (
            "how many GPT-4o prompts with $100?",
            "$100 buys, at the API's list price,",
            "pays the electricity of",
        ),
        (
            "¿cuántas consultas a GPT-4o puedo hacer con 100 dólares?",
            "100 dólares compran, al precio de lista de la API,",
            "pagan la electricidad de",
        ),
    ],
)
def test_money_buys_prompts_at_the_list_price(question: str, first: str, then: str) -> None:
    lines = read(question)
    assert lines[0].startswith(first)
    assert any(then in line for line in lines[1:3])


def test_money_for_electricity_pays_electricity() -> None:
    assert "pays the electricity of" in read("how many GPT-4o prompts for 10 euros of electricity?")[0]
    assert "pays the electricity of" in read("how many Llama 3 8B prompts with $5?")[0], "no list price"


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        (
            "what do a million DeepSeek prompts cost?",
            "DeepSeek-V4-Flash 14 cents as input, 28 cents as output; DeepSeek-V4-Pro $1.74 as input",
            " at the API's list price (",
        ),
        (
            "¿cuánto cuesta un millón de consultas a DeepSeek?",
            "DeepSeek-V4-Flash, 14 centavos de dólar de entrada y 28 centavos de dólar de salida; DeepSeek",
            " al precio de lista de la API (",
        ),
        ("list price of one ChatGPT prompt", "GPT-5.5 Instant $5 as input,", " at the API's list price ("),
    ],
)
def test_a_service_has_the_list_price_of_each_model_that_answers(
    question: str, first: str, second: str
) -> None:
    lines = read(question)
    assert any(first in line for line in lines)
    assert second in lines[0]


def test_what_runs_without_a_list_price_tells_none() -> None:
    assert not any("ist price" in line for line in read("cost of a million Llama 3 8B prompts"))
