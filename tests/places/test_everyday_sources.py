"""Everyday things cite where their own figures stand."""

from __future__ import annotations

import pytest

from bot.pipeline import answer
from estimator.catalogue import load


def test_a_search_is_cited_for_searches_alone() -> None:
    """What Google said of a search in 2009 stands behind nothing else."""
    assert _citing("google-search-2009") == {"google-search", "google-search-new"}


def test_units_alone_follow_from_the_definition_of_units() -> None:
    """The brochure of the SI says what a litre, a tonne and a watt are, and no more."""
    assert _citing("geometry") == {"litre", "tap-litre", "bottle-water", "tonne-co2", "kilowatt-hour"}


def _citing(source: str) -> set[str]:
    """Return the things of which some figure cites a source."""
    return {
        thing.id
        for thing in load().things.values()
        for figure in (thing.energy, thing.carbon, thing.water, thing.cost)
        if figure is not None and figure.source == source
    }


@pytest.mark.parametrize(
    ("question", "rain"),
    [
        ("How much water is a burger?", "rain on fields"),
        ("¿Qué gasta más agua, 1000 consultas a ChatGPT o una camiseta?", "lluvia sobre los campos"),
        ("Which uses more water: a shower or 1000 ChatGPT prompts?", ""),
        ("How many burgers is the carbon of 1000 ChatGPT prompts?", ""),
    ],
)
def test_water_that_is_rain_on_fields_says_so(question: str, rain: str) -> None:
    text = answer(question).text
    assert rain in text
    assert rain or ("rain on fields" not in text and "lluvia" not in text)
