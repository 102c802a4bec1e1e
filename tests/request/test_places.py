"""Places where computing runs, and words that only look like places."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.request import Request
from estimator import catalogue, grid
from estimator.errors import UnknownName


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("in Spain", "ES"), ("in the UK", "GB"), ("in the USA", "US"), ("in Washington state", "US-WA"),
        ("in Georgia, US", "US-GA"), ("in Virginia", "US-VA"), ("in Quebec", "CA-QC"),
        ("in europe-west9", "FR"),
        ("in us-east-1", "US-VA"), ("on the Swedish grid", "SE"), ("in Turkey", "TR"), ("in FR", "FR"),
        ("in Côte d’Ivoire", "CI"), ("in South Korea", "KR"), ("hosted in Iceland", "IS"),
        (", germany", "DE"),
        ("in US-TX", "US-TX"), ("in the EU", "EU"), ("in Bavaria", "DE-BY"), ("in Aragon", "ES-AR"),
        ("in Tamil Nadu", "IN-TN"), ("in Jalisco", "MX-JAL"),
    ],
)  # fmt: skip
def test_a_place_is_read_as_its_code(place: str, code: str, understand: Callable[..., Request]) -> None:
    assert understand(f"energy of 100 gpt-4o prompts {place}").region == code


@pytest.mark.parametrize(
    ("lugar", "code"),
    [
        ("en España", "ES"),
        ("en Alemania", "DE"),
        ("en Texas", "US-TX"),
        ("en Estados Unidos", "US"),
        ("en México", "MX"),
        ("en Aragón", "ES-AR"),
        ("en la Comunidad de Madrid", "ES-MD"),
        ("en Querétaro", "MX-QUE"),
        ("en Baviera", "DE-BY"),
    ],
)
def test_a_place_is_read_in_spanish(lugar: str, code: str, understand: Callable[..., Request]) -> None:
    assert understand(f"energía de 100 prompts de gpt-4o {lugar}").region == code


@pytest.mark.parametrize(
    "question",
    [
        "energy of a gpt-4o prompt about turkey",
        "is it in the AI or in me? energy of a gpt-4o prompt",
        "us gpt-4o users: energy of a prompt",
        "a 20 MW data centre for an hour, energy",
        "cuánta energía usa gpt-4o",
        "carbon of one gpt-4o prompt worldwide",
        "energy of 100 gpt-4o prompts in flights from Paris to London",
    ],
)
def test_an_ordinary_word_is_no_place(question: str, understand: Callable[..., Request]) -> None:
    assert understand(question).region is None


def test_places_that_are_compared_go_on_the_items(understand: Callable[..., Request]) -> None:
    request = understand("100 gpt-4o prompts in France or Poland, carbon")
    assert request.intent == "compare"
    assert [item.region for item in request.items] == ["FR", "PL"]
    assert request.region is None


def test_a_name_of_a_state_and_a_country_is_asked_about(understand: Callable[..., Request]) -> None:
    request = understand("energy of 100 gpt-4o prompts in Georgia")
    assert request.region == "US-GA"
    assert [other.region for other in request.alternatives] == ["GE"]
    assert request.confidence < 0.8
    assert understand("energy of 100 gpt-4o prompts in the country Georgia").region == "GE"


def test_a_province_without_a_grid_of_its_own_has_that_of_its_country() -> None:
    found = grid.find(catalogue.load(), "ES-AR", "region")
    assert found.region == "ES"
    with pytest.raises(UnknownName):
        grid.find(catalogue.load(), "XX-AR", "region")
