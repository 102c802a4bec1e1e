"""The estimate as JSON, in the shape that the contract gives it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from estimator.catalogue import Catalogue
from estimator.estimate import estimate
from estimator.grid import figure
from estimator.workload import Assumptions, Budget, Claim, Workload

BASE = {"energy": "Wh", "carbon": "g", "water": "L", "cost": "USD", "hardware": "chip-hour"}


def whole() -> dict[str, Any]:
    found = estimate(
        [Workload("gpt-4o", "text"), Workload("claude", "text")],
        intent="check",
        versus=("streaming-hour",),
        claim=Claim("energy", 1, 3, "Wh"),
        budget=Budget("energy", 1, "kWh"),
        topic="data-centres-share",
    )
    body: dict[str, Any] = json.loads(json.dumps(found.as_json(), allow_nan=False))
    return body


def test_every_part_that_is_asked_for_is_there() -> None:
    body = whole()
    assert set(body) == {
        "items", "comparison", "equivalents", "budget", "verdict", "facts", "sources",
    }  # fmt: skip
    assert set(body["comparison"]) >= {"ratio", "more", "probability"}
    assert set(body["comparison"]["ratio"]) == {"low", "median", "high"}
    assert set(body["equivalents"][0]) == {"thing", "basis", "amount"}
    assert set(body["equivalents"][0]["amount"]) == {"low", "median", "high"}
    assert set(body["budget"]) == {"amount", "unit"}
    assert set(body["verdict"]) >= {"ruling", "metric", "claimed", "found", "why"}
    assert body["verdict"]["claimed"] == {"low": 1, "high": 3, "unit": "Wh"}
    assert set(body["facts"][0]) >= {"id", "text", "value", "unit", "year", "source", "url"}
    assert set(body["sources"][0]) == {"id", "title", "publisher", "url", "year"}


def test_an_item_has_base_units_boundary_grade_assumptions_drivers_and_published() -> None:
    item = whole()["items"][0]
    assert {name: item[name]["unit"] for name in BASE} == BASE
    assert (item["subject"], item["activity"], item["amount"], item["unit"], item["region"]) == (
        "gpt-4o",
        "text",
        1,
        "prompt",
        "WLD",
    )
    assert item["boundary"] == "facility"
    assert item["grade"] in ("measured", "disclosed", "modelled", "guessed")
    assert set(item["assumptions"][0]) == {
        "name", "low", "median", "high", "unit", "basis", "source", "of", "unverified",
    }  # fmt: skip
    assert set(item["drivers"][0]) == {"name", "share", "of"}
    assert set(item["published"][0]) >= {"id", "value", "unit", "source", "url", "same_boundary"}
    assert set(item["costs"]) == {"electricity", "api", "rent"}


def test_what_is_not_asked_for_is_left_out() -> None:
    body = estimate([Workload("gpt-4o", "text")], metrics=("carbon",)).as_json()
    assert set(body) == {"items", "sources"}


def test_nothing_asked_is_an_empty_estimate() -> None:
    assert estimate([], intent="none").as_json() == {"items": [], "sources": []}


@pytest.mark.parametrize(("boundary", "share"), [("chip", 0.45), ("server", 0.67), ("facility", 1.0)])
def test_a_data_centre_of_known_power_is_opened_up(boundary: str, share: float) -> None:
    """1 kW at a PUE of 1.5 is 667 W of servers, and of those some 1.5 for each watt of the chips."""
    given = Assumptions(boundary=boundary, pue=1.5)  # type: ignore[arg-type]
    item = estimate([Workload("data-centre", "hardware", 1, "hour", power=1000.0, assumptions=given)]).items[
        0
    ]
    assert item.energy is not None
    assert item.energy.median == pytest.approx(1000 * share, rel=0.05)


def test_the_making_of_a_chip_has_carbon_and_no_energy(catalogue: Catalogue) -> None:
    item = estimate([Workload("h100", "hardware", 8, "item")]).items[0]
    made = catalogue.chips["h100"].embodied
    assert made is not None
    assert item.energy is None
    assert item.carbon is not None
    assert item.carbon.median == pytest.approx(8 * made.median, rel=0.01)


def test_a_service_runs_what_it_ran_in_the_month(catalogue: Catalogue) -> None:
    service = catalogue.services["chatgpt"]
    assert service.models("2023-03") == (("gpt-3.5", 1.0),)
    assert service.models("2025-01") == (("gpt-4o", 1.0),)
    assert service.models("1999-01")[0][0] == service.runs[-1].model


def test_shares_of_a_service_sum_to_one(catalogue: Catalogue) -> None:
    for service in catalogue.services.values():
        assert sum(share for _, share in service.models("2026-11")) == pytest.approx(1), service.id


def test_a_place_without_a_price_or_water_takes_its_countrys_and_that_the_worlds(
    catalogue: Catalogue,
) -> None:
    grids = catalogue.grids
    for grid in grids.values():
        for name in ("price", "household_price", "water"):
            own, country = getattr(grid, name), getattr(grids.get(grid.region[:2]), name, None)
            assert figure(catalogue, grid, name) is (own or country or getattr(grids["WLD"], name))
