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


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("water of a 100 MW data centre", "One year of a 100 MW data centre takes"),
        ("¿cuántas casas alimenta un centro de datos de 50 MW?", "Un año de un centro de datos de 50 MW"),
        ("un centro de datos de 100 MW durante una hora", "Una hora de un centro de datos de 100 MW"),
        ("electricity of 100,000 H100 for a year", "100,000 NVIDIA H100 chips for a year use"),
        ("prompt with 100k tokens of context on GPT-4o", "One GPT-4o prompt of 100,000 tokens uses"),
        ("1000 consultas a GPT-4o con 10.000 tokens de entrada", "GPT-4o de 10.000 tokens cada una gastan"),
    ],
)
def test_the_first_line_says_how_much_is_meant(question: str, said: str) -> None:
    told = pipeline.answer(question).text.splitlines()[0]
    assert said in told.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
