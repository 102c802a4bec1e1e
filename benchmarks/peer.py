"""EcoLogits on what it is asked on standard input, as a program in a virtual environment of its own.

Reads {"rows": [{"active_b", "total_b", "output_tokens", "batch"}], "calls": how many} and prints {"version",
"rows": [{"shipped", "told", "low", "high", "pue"}], "point_us", "range_us"}: joules an output token of the
GPUs as shipped and told the batch, and its interval as shipped with the data centre around them; the time of
a call about a model of known size, and about one whose size is a range.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from itertools import islice, product
from statistics import median
from typing import Any

from ecologits.impacts.llm import compute_llm_impacts_dag
from ecologits.model_repository import Model, models
from ecologits.tracers.utils import PROVIDER_CONFIG_MAP, llm_impacts
from ecologits.utils.range_value import RangeValue

JOULES_A_KWH = 3.6e6
OPEN_WEIGHTS = PROVIDER_CONFIG_MAP["huggingface_hub"]  # who serves the models that are measured
ELECTRICITY = {f"if_electricity_mix_{name}": 1.0 for name in ("adpe", "pe", "gwp", "wue")}


def main() -> None:
    """Answer one line of input with one line of output."""
    asked = json.load(sys.stdin)
    point_us, range_us = _times_us(asked["calls"])
    found = {
        "version": version("ecologits"),
        "rows": [_row(row) for row in asked["rows"]],
        "point_us": point_us,
        "range_us": range_us,
    }
    print(json.dumps(found))


def _row(row: dict[str, float]) -> dict[str, float]:
    """Return joules an output token of one measured configuration."""
    pue: Any = OPEN_WEIGHTS.datacenter_pue
    shipped = _gpus(row)
    return {
        "shipped": shipped,
        "told": _gpus(row, batch_size=row["batch"]),
        "low": shipped * getattr(pue, "min", pue),
        "high": shipped * getattr(pue, "max", pue),
        "pue": (getattr(pue, "min", pue) + getattr(pue, "max", pue)) / 2,
    }


def _gpus(row: dict[str, float], **told: float) -> float:
    """Return joules of the GPUs alone for an output token."""
    found: dict[str, Any] = compute_llm_impacts_dag(
        model_active_parameter_count=row["active_b"],
        model_total_parameter_count=row["total_b"],
        output_token_count=row["output_tokens"],
        request_latency=float("inf"),
        datacenter_pue=1.0,
        datacenter_wue=0.0,
        **ELECTRICITY,
        **told,
    )
    kwh = found["gpu_required_count"] * found["gpu_energy"]
    return float(kwh * JOULES_A_KWH / row["output_tokens"])


def _times_us(calls: int) -> tuple[float, float]:
    """Return the median time in µs of so many different calls: one value computed, and two end points."""
    known = [model for model in models.list_models() if model.provider.value in PROVIDER_CONFIG_MAP]
    for model in known:
        _call_us(100, model)  # warms up, and warns once of what it warns of
    times: dict[bool, list[float]] = {False: [], True: []}
    for tokens, model in islice(product(range(101, 10_000), known), calls):
        parameters = model.architecture.parameters
        ranged = any(
            isinstance(each, RangeValue) for each in (parameters, getattr(parameters, "active", None))
        )
        times[ranged].append(_call_us(tokens, model))
    return median(times[False]), median(times[True])


def _call_us(tokens: int, model: Model) -> float:
    began = time.perf_counter()
    llm_impacts(model.provider.value, model.name, tokens, float("inf"), "FRA")
    return 1e6 * (time.perf_counter() - began)


if __name__ == "__main__":
    main()
