"""From energy to footprint, against arithmetic done by hand."""

from __future__ import annotations

import numpy as np
import pytest

from estimator import grid, inference, money, water
from estimator.catalogue import Catalogue
from estimator.estimate import estimate
from estimator.figure import Sampling
from estimator.workload import Assumptions, ModelShape, Workload


def test_carbon_of_electricity() -> None:
    # 2,000 Wh = 2 kWh; 2 kWh × 400 g/kWh = 800 g
    assert grid.carbon_g(2000.0, 400.0) == pytest.approx(800.0)


def test_water_on_and_off_site() -> None:
    # 2 kWh of servers × 0.5 L/kWh = 1 L on site; 2.4 kWh of electricity × 3 L/kWh = 7.2 L at power plants
    assert water.on_site_l(2000.0, 0.5) == pytest.approx(1.0)
    assert water.off_site_l(2400.0, 3.0) == pytest.approx(7.2)


def test_money_of_electricity_and_of_rent() -> None:
    # 5 kWh × 0.12 USD = 0.60 USD; 10 chip-hours × 2.50 USD = 25 USD
    assert money.electricity_usd(5000.0, 0.12) == pytest.approx(0.6)
    assert money.rent_usd(10.0, 2.5) == pytest.approx(25.0)


def test_a_data_centre_of_100_mw_for_a_day(catalogue: Catalogue) -> None:
    # 100 MW × 24 h = 2,400 MWh, whatever the PUE; × 500 g/kWh = 1,200 t; × 0.10 USD/kWh = 240,000 USD
    # servers take 2,400/1.25 = 1,920 MWh; × 1 L/kWh = 1,920 m³ on site
    given = Assumptions(pue=1.25, wue=1.0, grid=500.0, price=0.1)
    item = estimate([Workload("data-centre", "hardware", 1, "day", power=1e8, assumptions=given)]).items[0]
    assert item.energy is not None
    assert item.carbon is not None
    assert item.cost is not None
    assert item.water is not None
    assert item.water_on_site is not None
    assert item.water_off_site is not None
    assert item.energy.low == item.energy.high == pytest.approx(2.4e9)
    assert item.carbon.median == pytest.approx(1.2e9)
    assert item.cost.median == pytest.approx(240_000)
    assert item.water_on_site.median == pytest.approx(1.92e6)
    ewif = catalogue.grids["WLD"].water
    assert ewif is not None
    assert item.water_off_site.median == pytest.approx(2.4e6 * ewif.median, rel=0.01)


def test_eight_h100_for_a_day_are_192_chip_hours(catalogue: Catalogue, sampling: Sampling) -> None:
    # chips: 192 h × 700 W × load; servers × host; the data centre × 1.2
    given = Assumptions(pue=1.2)
    item = estimate([Workload("h100", "hardware", 192, "hour", assumptions=given)], sampling=sampling).items[
        0
    ]
    load = sampling.of(catalogue.figure("hardware.hardware_load"))
    host = sampling.of(catalogue.figure("serving.host"))
    expected = 192 * 700 * load * host * 1.2
    assert item.hardware is not None
    assert item.energy is not None
    assert item.hardware.median == 192
    assert item.energy.median == pytest.approx(float(np.median(expected)))
    assert item.energy.high == pytest.approx(float(np.percentile(expected, 95)))


def test_a_prompt_whose_serving_is_stated_is_the_decoding_step_times_the_overheads(
    catalogue: Catalogue, sampling: Sampling
) -> None:
    shape = ModelShape(total_params=7e10, layers=80, hidden=8192, kv_bytes_per_token=327_680)
    given = Assumptions(
        chip="h100", chips=4, batch=32, precision="bf16", input_tokens=1000, cached=0.5, model=shape, pue=1.1
    )
    item = estimate(
        [Workload("a-model", "text", 1, "prompt", tokens=400, assumptions=given)], sampling=sampling
    ).items[0]
    chip = catalogue.chips["h100"]
    step = inference.decoding_step(
        inference.Network(7e10, 7e10, 0.0, 80, 8192, 327_680, 2.0),
        inference.Replica(4, chip.flops["bf16"], chip.bandwidth, chip.tdp),
        inference.Load(32, 1000, 400, 0.5),
        inference.Constants.of(catalogue.figures),
    )
    error = sampling.of(catalogue.figure("inference.model_error"), "inference.model_error/a-model")
    host = sampling.of(catalogue.figure("serving.host"))
    idle = sampling.of(catalogue.figure("serving.idle"))
    wh = step.joules_per_token * 400 / 3600 * error * host * idle * 1.1
    assert item.energy is not None
    assert item.energy.median == pytest.approx(float(np.median(wh)))
    assert {driver.name for driver in item.drivers} == {"model_error", "host", "idle"}
    assert item.assumptions[0].basis == "stated"


@pytest.mark.parametrize(
    ("region", "code"), [("FR", "FR"), ("fr", "FR"), ("europe-west9", "FR"), (None, "WLD")]
)
def test_the_grid_is_that_of_the_region_or_of_the_cloud_region(region: str | None, code: str) -> None:
    assert estimate([Workload("gpt-4o", "text")], region=region).items[0].region == code


def test_an_items_own_region_comes_before_the_requests() -> None:
    first, second = estimate(
        [Workload("gpt-4o", "text", region="PL"), Workload("gpt-4o", "text")], region="FR"
    ).items
    assert (first.region, second.region) == ("PL", "FR")
    assert first.carbon is not None
    assert second.carbon is not None
    assert first.energy == second.energy
    assert first.carbon.median > 5 * second.carbon.median


def test_a_wider_boundary_takes_more() -> None:
    energies = []
    carbons = []
    for boundary in ("chip", "server", "facility", "lifecycle"):
        item = estimate(
            [Workload("llama-3.1-70b", "text", assumptions=Assumptions(boundary=boundary))]  # type: ignore[arg-type]
        ).items[0]
        assert item.boundary == boundary
        assert item.energy is not None
        assert item.carbon is not None
        energies.append(item.energy.median)
        carbons.append(item.carbon.median)
    assert energies == sorted(energies)
    assert len(set(energies)) == 4
    assert carbons == sorted(carbons)


def test_the_lifecycle_tells_embodied_carbon_apart() -> None:
    given = Assumptions(boundary="lifecycle")
    item = estimate([Workload("h100", "hardware", 10, "hour", assumptions=given)]).items[0]
    assert item.embodied is not None
    assert item.carbon is not None
    # 164 kg a chip and 5,700/8 = 712 kg of its server over 4.5 years at 65 %: 876 kg/25,600 h = 34 g an hour
    assert item.embodied.median == pytest.approx(10 * 34, rel=0.1)
    assert 10 * 15 < item.embodied.low < item.embodied.high < 10 * 95
    assert item.carbon.median > item.embodied.median


def test_money_is_answered_three_times_apart() -> None:
    item = estimate([Workload("gpt-4o", "text", 1000)]).items[0]
    costs = dict(item.costs)
    assert set(costs) == {"electricity", "api", "rent"}
    assert item.cost == costs["electricity"]
    assert costs["electricity"].median < costs["rent"].median < costs["api"].median


def test_a_petrol_car_has_no_electricity_bill() -> None:
    item = estimate([Workload("car-km", "everyday", 5, "item")]).items[0]
    assert item.carbon is not None
    assert item.cost is None
    assert 5 * 140 < item.carbon.low < item.carbon.high < 5 * 260


@pytest.mark.parametrize(
    ("thing", "grams"), [("nuclear-day", 5.8), ("wind-year", 12), ("solar-panel-year", 37)]
)
def test_what_makes_electricity_has_its_own_carbon_and_no_bill(thing: str, grams: float) -> None:
    # a reactor's 22 GWh at 5.8 g/kWh over its life are 130 t, whatever the grid that it feeds emits
    here = estimate([Workload(thing, "everyday", 1, "item")]).items[0]
    poland = estimate([Workload(thing, "everyday", 1, "item", region="PL")]).items[0]
    assert here.energy is not None
    assert here.carbon is not None
    assert here.carbon.median == pytest.approx(here.energy.median / 1000 * grams, rel=0.15)
    assert poland.carbon == here.carbon
    assert here.cost is None
