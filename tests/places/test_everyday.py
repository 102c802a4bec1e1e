"""What must hold among everyday things: sizes that anyone can check, and units that fit each other."""

from __future__ import annotations

import pytest

from estimator import catalogue
from estimator.catalogue import Catalogue
from estimator.entries import Thing
from estimator.figure import Figure


@pytest.fixture(scope="module")
def data() -> Catalogue:
    return catalogue.load()


def figure(thing: Thing, metric: str) -> Figure:
    found: Figure | None = getattr(thing, metric)
    assert found is not None, f"{thing.id} has no {metric}"
    return found


@pytest.mark.parametrize(
    ("thing", "metric", "least", "most"),
    [
        ("kettle-1l", "energy", 93, 130),  # 4.186 kJ/(kg K) x 80 K and losses
        ("phone-charge", "energy", 10, 20),
        ("led-hour", "energy", 5, 12),
        ("streaming-hour", "energy", 50, 200),
        ("streaming-hour", "carbon", 25, 82),
        ("google-search", "energy", 0.02, 0.35),
        ("ev-km", "energy", 140, 220),
        ("car-km", "carbon", 120, 260),
        ("home-year-us", "energy", 9.5e6, 11.5e6),
        ("home-year-es", "energy", 2.4e6, 3.7e6),
        ("home-day-eu", "energy", 8e3, 11.5e3),
        ("shower-8min", "water", 40, 100),
        ("bottle-water", "water", 0.5, 0.5),
        ("bath", "water", 60, 150),
        ("olympic-pool", "water", 2.5e6, 3.75e6),
        ("flight-par-nyc", "carbon", 0.6e6, 1.4e6),
        ("burger", "water", 1.5e3, 3e3),
        ("tree-year", "carbon", 5e3, 3e4),
        ("bitcoin-tx", "energy", 6e5, 1.3e6),
    ],
)
def test_well_known_things(data: Catalogue, thing: str, metric: str, least: float, most: float) -> None:
    found = figure(data.things[thing], metric)
    assert least <= found.low <= found.high <= most


@pytest.mark.parametrize(
    ("many", "one", "metric", "factor"),
    [
        *(
            (f"home-year-{c}", f"home-day-{c}", "energy", 365)
            for c in ("us", "eu", "es", "uk", "fr", "in", "world")
        ),
        ("car-mile", "car-km", "carbon", 1.609),
        ("ev-mile", "ev-km", "energy", 1.609),
        ("shower-8min", "shower-minute", "water", 8),
        ("phone-year", "phone-charge", "energy", 365),
        ("country-year-world", "country-year-us", "energy", 7.3),
    ],
)
def test_units_fit_each_other(data: Catalogue, many: str, one: str, metric: str, factor: float) -> None:
    whole, part = figure(data.things[many], metric), figure(data.things[one], metric)
    assert whole.median == pytest.approx(part.median * factor, rel=0.02)


def test_enough_to_compare_with_and_a_few_pictures(data: Catalogue) -> None:
    pictures = [thing for thing in data.things.values() if thing.picture]
    assert len(data.things) >= 120
    assert 20 <= len(pictures) <= 45
    assert all(sum(getattr(p, m) is not None for p in pictures) >= 8 for m in ("energy", "carbon", "water"))


def test_a_thing_of_a_place_names_a_grid(data: Catalogue) -> None:
    for thing in data.things.values():
        assert not thing.region or thing.region in data.grids, thing.id
    assert data.things["home-year-us"].region == "US"
    assert data.things["home-day-uk"].region == "GB"


def test_ids_are_slugs(data: Catalogue) -> None:
    for name in data.things:
        assert all(part.isalnum() and part == part.lower() for part in name.split("-")), name


FLIGHTS = [
    "flight-lon-nyc", "flight-par-nyc", "flight-lon-mad", "flight-mad-bcn", "flight-mad-nyc",
    "flight-nyc-sfo", "transatlantic-flight", "plane-long-km", "plane-short-km", "flight-hour",
]  # fmt: skip


@pytest.mark.parametrize("thing", FLIGHTS)
def test_flights_are_told_by_one_convention(data: Catalogue, thing: str) -> None:
    """One seat, one way, with contrails: three crossings of the Atlantic are much alike."""
    assert data.things[thing].contrails
    if thing.endswith("-nyc"):
        assert 0.9e6 <= figure(data.things[thing], "carbon").median <= 1.2e6


def test_whatever_flies_is_marked_so(data: Catalogue) -> None:
    flying = {name for name in data.things if name.startswith(("flight-", "plane-")) or "flight" in name}
    assert {name for name in flying if not data.things[name].contrails} == set()
