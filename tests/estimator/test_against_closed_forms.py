"""Draws against what can be worked out without them: products of log-normals, and integrals."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest

from estimator.catalogue import load
from estimator.estimate import estimate
from estimator.figure import Z95, Figure, Sampling
from estimator.workload import Assumptions, Workload


def lognormal(name: str, median: float, factor: float) -> Figure:
    return Figure(name, median / factor, median, median * factor, "", "measured", "")


@pytest.mark.parametrize("factors", [(2.0,), (1.5, 3.0), (1.2, 2.0, 4.0, 1.7)])
def test_a_product_of_log_normals_is_log_normal(factors: tuple[float, ...]) -> None:
    sampling = Sampling(20_000)
    product = np.ones(sampling.draws)
    for index, factor in enumerate(factors):
        product = product * sampling.of(lognormal(f"test.{index}", 3.0, factor))
    low, median, high = sampling.spreads(product[np.newaxis])[0]
    spread = math.exp(math.sqrt(sum(math.log(factor) ** 2 for factor in factors)))
    middle = 3.0 ** len(factors)
    assert median == pytest.approx(middle, rel=0.03)
    assert low == pytest.approx(middle / spread, rel=0.05)
    assert high == pytest.approx(middle * spread, rel=0.05)


def test_a_sum_has_the_percentiles_of_its_integral() -> None:
    sampling = Sampling(20_000)
    first, second = lognormal("test.a", 1.0, 2.0), lognormal("test.b", 2.0, 3.0)
    total = sampling.of(first) + sampling.of(second)
    normal = NormalDist()
    middles = (np.arange(4000) + 0.5) / 4000
    ones = np.exp(np.array([normal.inv_cdf(float(p)) for p in middles]) * math.log(2.0) / Z95)

    def below(value: float) -> float:  # P(a + b ≤ value) = ∫ P(b ≤ value − a) dP(a)
        rest = value - ones
        logs = np.log(np.maximum(rest, 1e-300) / 2.0) * Z95 / math.log(3.0)
        return float(np.mean([normal.cdf(float(z)) for z in logs]))

    for share, found in zip((0.05, 0.5, 0.95), sampling.spreads(total[np.newaxis])[0], strict=True):
        assert below(float(found)) == pytest.approx(share, abs=0.01)


def test_an_estimate_of_fixed_inputs_spreads_as_its_model_error_host_idle_and_pue() -> None:
    catalogue = load()
    given = Assumptions(chip="h100", chips=1, batch=64, precision="bf16", input_tokens=200, cached=0)
    chip = replace(given, boundary="chip")
    error = catalogue.figure("inference.model_error")
    item = estimate([Workload("llama-3.1-8b", "text", tokens=300, assumptions=chip)]).items[0]
    assert item.energy is not None
    assert item.energy.high / item.energy.median == pytest.approx(error.high, rel=0.02)
    assert item.energy.median / item.energy.low == pytest.approx(error.high, rel=0.02)

    whole = estimate([Workload("llama-3.1-8b", "text", tokens=300, assumptions=replace(given, pue=1.2))])
    assert whole.items[0].energy is not None
    factors = [catalogue.figure(f"serving.{name}") for name in ("host", "idle")]
    up = math.sqrt(sum(math.log(each.high / each.median) ** 2 for each in (error, *factors)))
    around = 1.2 * math.prod(each.median for each in factors)
    assert whole.items[0].energy.median == pytest.approx(item.energy.median * around, rel=0.06)
    assert whole.items[0].energy.high == pytest.approx(item.energy.median * around * math.exp(up), rel=0.1)


@pytest.mark.parametrize("boundary", ["chip", "server", "facility"])
def test_only_what_lies_within_the_boundary_is_multiplied(boundary: str) -> None:
    given = Assumptions(boundary=boundary)  # type: ignore[arg-type]
    names = {
        each.name for each in estimate([Workload("gpt-4o", "text", assumptions=given)]).items[0].assumptions
    }
    assert ({"host", "idle"} <= names) is (boundary != "chip")
    assert ("pue" in names) is (boundary == "facility")
