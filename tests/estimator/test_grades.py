"""How well an estimate is known follows from what it is computed from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from estimator.estimate import estimate
from estimator.workload import Assumptions, ModelShape, Workload

SEVEN = Assumptions(model=ModelShape(total_params=7e9), training_tokens=2e12)


@pytest.mark.parametrize(
    "work",
    [
        Workload("7b-model", "training", 1, "run", assumptions=SEVEN),
        Workload("7b-model", "training", 1, "run", assumptions=replace(SEVEN, chip="h100")),
        Workload("llama-2-7b", "training", 1, "run", assumptions=Assumptions(chip="h100")),
        Workload("t5-11b", "training", 1, "run", assumptions=Assumptions(training_tokens=1e9)),
        Workload("bge-m3", "embedding", 1, "token"),
    ],
)
def test_what_was_measured_of_others_leaves_an_estimate_modelled(work: Workload) -> None:
    assert estimate([work]).items[0].grade == "modelled"


def test_what_was_measured_of_itself_is_measured() -> None:
    assert estimate([Workload("t5-11b", "training", 1, "run")]).items[0].grade == "measured"
