"""What must hold among the tables of places: each is right alone by the loader, these are right together."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from pathlib import Path

import pytest

from estimator import catalogue
from estimator.catalogue import DATA, Catalogue
from estimator.grid import find

KINDS = ("coal", "gas", "oil", "nuclear", "hydro", "wind", "solar", "bio", "other")


@pytest.fixture(scope="module")
def data() -> Catalogue:
    return catalogue.load()


def table(name: str) -> list[dict[str, str]]:
    with (Path(DATA) / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_all_states_provinces_and_many_countries_have_a_grid(data: Catalogue) -> None:
    codes = data.grids.keys()
    assert sum(code.startswith("US-") for code in codes) == 51
    assert sum(code.startswith("CA-") for code in codes) == 13
    assert sum(len(code) == 2 for code in codes) > 200
    assert {
        "WLD",
        "EU",
        "FR",
        "ES",
        "GB",
        "XK",
        "US-VA",
        "CA-QC",
        "AU-NSW",
        "IN-MH",
        "JP-13",
        "BR-SP",
    } <= codes


def test_every_grid_is_on_one_basis(data: Catalogue) -> None:
    assert {grid.scope for grid in data.grids.values()} == {"life-cycle"}


def test_grids_are_plausible_and_never_exact(data: Catalogue) -> None:
    for code, grid in data.grids.items():
        assert 10 < grid.carbon.low < grid.carbon.median < grid.carbon.high < 1500, code
        assert grid.carbon.high / grid.carbon.low < 7, code


@pytest.mark.parametrize(
    ("code", "least", "most"),
    [
        ("FR", 30, 60),
        ("PL", 500, 700),
        ("SE", 15, 50),
        ("US", 350, 420),
        ("US-VA", 240, 320),
        ("US-WA", 100, 170),
        ("US-WV", 850, 1050),
        ("CA-QC", 25, 60),
        ("WLD", 430, 490),
        ("IN", 620, 720),
    ],
)
def test_well_known_grids(data: Catalogue, code: str, least: float, most: float) -> None:
    assert least <= data.grids[code].carbon.median <= most


def test_states_average_to_about_their_nation(data: Catalogue) -> None:
    """Ten states make half of the nation's electricity (shares of 2023 generation, rounded)."""
    shares = {
        "TX": 13.2,
        "FL": 6.2,
        "PA": 5.7,
        "CA": 5.2,
        "IL": 4.3,
        "AL": 3.3,
        "NC": 3.2,
        "NY": 3.1,
        "OH": 3.2,
    }
    mean = sum(data.grids[f"US-{s}"].carbon.median * share for s, share in shares.items()) / sum(
        shares.values()
    )
    assert mean == pytest.approx(data.grids["US"].carbon.median, rel=0.2)


def test_water_of_a_place_follows_from_its_mix(data: Catalogue) -> None:
    kinds = {kind: data.figure(f"water.{kind}_l_per_kwh") for kind in KINDS}
    mixes: Mapping[str, Mapping[str, str]] = {row["code"]: row for row in table("generation_mix.csv")}
    checked = 0
    for row in table("grid_water.csv"):
        mix = mixes.get(row["code"])
        if mix is None:
            continue
        share = {kind: float(mix[kind]) for kind in KINDS}
        median = sum(share[k] * kinds[k].median for k in KINDS)
        low = median - math.sqrt(sum((share[k] * (kinds[k].median - kinds[k].low)) ** 2 for k in KINDS))
        high = median + math.sqrt(sum((share[k] * (kinds[k].high - kinds[k].median)) ** 2 for k in KINDS))
        assert float(row["median_l_per_kwh"]) == pytest.approx(median, rel=0.01, abs=0.002), row["code"]
        assert float(row["low_l_per_kwh"]) == pytest.approx(low, rel=0.01, abs=0.002), row["code"]
        if row["note"]:  # the high end is a published one
            assert float(row["high_l_per_kwh"]) >= high * 0.99, row["code"]
        else:
            assert float(row["high_l_per_kwh"]) == pytest.approx(high, rel=0.01, abs=0.002), row["code"]
        checked += 1
    assert checked > 260


def test_water_of_the_world_spans_both_ways_of_counting_reservoirs(data: Catalogue) -> None:
    water = data.grids["WLD"].water
    assert water is not None
    assert water.low < 1.5 < 3.9 < water.high


def test_prices_are_those_of_electricity(data: Catalogue) -> None:
    priced = [grid for grid in data.grids.values() if grid.price is not None]
    assert len(priced) > 100
    for grid in priced:
        assert grid.price is not None
        assert 0.02 < grid.price.low < grid.price.high < 0.6, grid.region
    spain, ireland = data.grids["ES"], data.grids["IE"]
    assert spain.household_price is not None
    assert spain.price is not None
    assert spain.household_price.median > spain.price.median
    assert ireland.price is not None
    assert ireland.price.median > spain.price.median


@pytest.mark.parametrize(
    ("region", "place"),
    [
        ("us-east-1", "US-VA"),
        ("us-west-2", "US-OR"),
        ("eu-west-3", "FR"),
        ("eu-north-1", "SE"),
        ("ca-central-1", "CA-QC"),
        ("europe-west9", "FR"),
        ("us-central1", "US-IA"),
        ("northamerica-northeast1", "CA-QC"),
        ("eastus", "US-VA"),
        ("westus3", "US-AZ"),
        ("swedencentral", "SE"),
        ("westeurope", "NL"),
        ("spaincentral", "ES"),
        ("north central us", "US-IL"),
        ("sa-vinhedo-1", "BR"),
        ("uk-cardiff-1", "GB"),
    ],
)
def test_a_cloud_region_is_its_place(data: Catalogue, region: str, place: str) -> None:
    assert data.cloud_regions[region] == place


@pytest.mark.parametrize(
    ("code", "grid"), [("MX-QUE", "MX"), ("MC", "FR"), ("UA", "WLD"), ("ES-CN", "ES-CN"), ("VA-XX", "IT")]
)
def test_a_place_without_figures_has_those_of_what_it_is_part_of_or_near(
    data: Catalogue, code: str, grid: str
) -> None:
    assert find(data, code, "region").region == grid


def test_a_stand_in_is_given_only_where_a_place_has_no_figures(data: Catalogue) -> None:
    assert not data.stand_ins.keys() & data.grids.keys()
    assert set(data.stand_ins.values()) <= data.grids.keys()


def test_providers_run_as_they_publish(data: Catalogue) -> None:
    google, aws, unknown = (data.providers[name] for name in ("google", "amazon", "unknown"))
    assert google.pue is not None
    assert google.wue is not None
    assert aws.wue is not None
    assert unknown.pue is not None
    assert google.pue.median == pytest.approx(1.09)
    assert aws.wue.median < google.wue.median  # one cools with air, the other with water
    assert unknown.pue.median > google.pue.median
    for provider in data.providers.values():
        assert provider.pue is not None, provider.id
        assert provider.wue is not None, provider.id
        assert provider.chips, provider.id
