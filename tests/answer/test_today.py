"""An old published figure stands beside what we find for what runs today."""

from __future__ import annotations

import pytest

from bot import pipeline


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("how much does it cost to run ChatGPT for a day?", "rent of the chips (90% range"),
        ("¿Cuánto cuesta mantener ChatGPT al día?", "alquiler de los chips (intervalo del 90"),
    ],
)
def test_what_a_service_once_cost_is_brought_up_to_date(question: str, said: str) -> None:
    answer = pipeline.answer(question)
    assert answer.said.kind == "lookup"
    assert said in answer.text
    assert answer.said.today is not None
    item, found = answer.said.today
    assert found.sense == "rent", "as the figure of then counts"
    assert found.found.median == dict(item.costs)["rent"].median


@pytest.mark.parametrize(
    "question", ["did DeepSeek say what training V3 cost?", "how much CO2 does AI emit?"]
)
def test_what_is_over_or_of_all_of_ai_is_not(question: str) -> None:
    assert pipeline.answer(question).said.today is None


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("how much electricity will data centres use in 2030?", "2030"),
        ("¿Cuánta electricidad gastarán los centros de datos en 2030?", "2030"),
        ("what will data centres use in 2035?", "2035"),
    ],
)
def test_the_year_that_is_asked_about_goes_first(question: str, year: str) -> None:
    first = next(line for line in pipeline.answer(question).text.splitlines() if line.startswith("**"))
    assert year in first


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("ChatGPT for a day", "One day of ChatGPT (all users) uses"),
        ("ChatGPT durante un año", "Un año de ChatGPT (todos los usuarios) gasta"),
    ],
)
def test_a_day_of_a_service_is_that_of_all_its_users(question: str, said: str) -> None:
    assert said in pipeline.answer(question).text
