"""A look-up that asks about a year leads with that year's figure, or says that there is none."""

from __future__ import annotations

import pytest

from bot import pipeline


@pytest.mark.parametrize(
    ("question", "leads"),
    [
        ("how much electricity did data centres use worldwide in 2024?", "415 TWh"),
        ("how much electricity did data centers in Ireland use in 2015?", "5%"),
        ("US data center electricity 2018", "76 TWh"),
        ("water used by google data centres in 2022", "5.2 billion"),
        ("¿cuánta electricidad gastaron los centros de datos del mundo en 2018?", "205 TWh"),
    ],
)
def test_the_year_that_is_asked_about_leads(question: str, leads: str) -> None:
    answer = pipeline.answer(question)
    assert leads in answer.text.splitlines()[0]
    assert not answer.said.years_left


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("how much electricity did data centres use globally in 2012?", 2012),
        ("how much electricity will data centres use in 2040?", 2040),
        ("carbon intensity of the grid in France in 2019", 2019),
        ("¿cuánta electricidad gastaron los centros de datos de Irlanda en 2009?", 2009),
    ],
)
def test_a_year_without_a_figure_is_told(question: str, year: int) -> None:
    answer = pipeline.answer(question)
    assert answer.said.years_left == (year,)
    assert str(year) in answer.text.partition("\n\n")[0]


@pytest.mark.parametrize(
    "question", ["how fast has training compute grown since 2012?", "Google's PUE in 2024"]
)
def test_a_year_of_no_yearly_figure_is_not_missed(question: str) -> None:
    assert not pipeline.answer(question).said.years_left
