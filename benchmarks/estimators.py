"""The estimator beside EcoLogits in one run: errors on measured serving, time of a call, import, memory."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from estimator.calibration.requests import at
from estimator.calibration.scores import Outcome, text_scores
from estimator.calibration.serving import Serving
from estimator.catalogue import load
from estimator.estimate import estimate
from estimator.figure import Array
from estimator.workload import Workload

FOLDER: Final = Path(__file__).parents[1]
PEER: Final = FOLDER / ".venv" / "bench" / "bin" / "python"  # with what requirements-bench.lock names
CALLS: Final = 2000
RUNS: Final = 7
WRITTEN: Final = ("text", "reasoning", "code-agent")
REGIONS: Final = ("FR", "US-VA", "DE", "IE", "WLD", "SE", "US-OR", "IN")
FOOTPRINT: Final = "import estimator.estimate"
FOOTPRINT_ANSWERS: Final = (
    "from estimator.estimate import estimate; from estimator.workload import Workload; "
    "estimate([Workload('gpt-4o', 'text')])"
)
FOOTPRINT_FULL: Final = (
    "from estimator.catalogue import load; from estimator.estimate import estimate; "
    "from estimator.workload import Workload; "
    "[estimate([Workload(each.id, each.activity, tokens=100.0 + turn)]) for turn in range(4) "
    "for each in load().models.values() if each.activity in ('text', 'reasoning')]"
)
ECOLOGITS: Final = "import ecologits.tracers.utils"
ECOLOGITS_ANSWERS: Final = (
    "from ecologits.tracers.utils import llm_impacts; llm_impacts('openai', 'gpt-4o', 400, 10.0, 'WOR')"
)
# A process's own peak: of a child, what the system accounts for begins with its parent's.
WEIGHED: Final = """
import pathlib, time
def peak_mb():
    text = pathlib.Path("/proc/self/status").read_text()
    return int(text.partition("VmHWM:")[2].split()[0]) / 1024
before_mb, began = peak_mb(), time.perf_counter()
{code}
print(time.perf_counter() - began, peak_mb() - before_mb)
"""


def measure() -> list[tuple[str, str]]:
    """Return what both reach and take; one line says so where EcoLogits can't be asked."""
    texts = text_scores(load())
    peer = _peer(texts.serving)
    first_us, longer_us, again_us = _times_us()
    rows = [
        ("text, configuration known: error, inside, width", [_outcome(texts.known)]),
        ("text, only the model known: error, inside, width", [_outcome(texts.model_alone)]),
        ("a call about a model not asked about before", [f"{first_us:.0f} µs"]),
        ("a call about a known model, the length another", [f"{longer_us:.0f} µs"]),
        ("a call seen before", [f"{again_us:.0f} µs"]),
        ("import", [_weighed(sys.executable, FOOTPRINT)]),
        ("import, data read, one answer", [_weighed(sys.executable, FOOTPRINT_ANSWERS)]),
    ]
    named = [(name, f"footprint {each[0]}") for name, each in rows]
    named.append(
        ("every model four times: caches full", f"footprint {_weighed(sys.executable, FOOTPRINT_FULL)}")
    )
    named.append(("import numpy alone", _weighed(sys.executable, "import numpy")))
    if isinstance(peer, str):
        return [*named, ("EcoLogits", peer)]
    rows[0][1].append(f"{_outcome(peer.told)} told the batch; {_outcome(peer.shipped)} as shipped")
    rows[1][1].append(_outcome(peer.model_alone))
    rows[2][1].append(f"{peer.point_us:.0f} µs for one value, {peer.range_us:.0f} µs for two end points")
    rows[5][1].append(_weighed(str(PEER), ECOLOGITS))
    rows[6][1].append(_weighed(str(PEER), ECOLOGITS_ANSWERS))
    beside = [
        (name, f"footprint {each[0]}" + "".join(f" · EcoLogits {other}" for other in each[1:]))
        for name, each in rows
    ]
    return [*beside, *named[-2:], ("EcoLogits is version", peer.version)]


def _outcome(found: Outcome) -> str:
    return f"{found.median_error:.3f}, {found.share_inside:.0%}, ×{found.median_width:.2f}"


# EcoLogits


@dataclass(frozen=True, slots=True, eq=False)
class Peer:
    """What EcoLogits makes of the measurements, and takes for a call."""

    version: str
    shipped: Outcome
    told: Outcome
    model_alone: Outcome
    point_us: float
    range_us: float


def _peer(serving: Serving) -> Peer | str:
    """Return what EcoLogits makes of the measurements, or why nothing."""
    if not PEER.is_file():
        return "is not installed: `make bench` does it where the package index can be reached"
    asked = {
        "calls": CALLS,
        "rows": [
            {
                "active_b": at(serving.network.active_params, row) / 1e9,
                "total_b": at(serving.network.total_params, row) / 1e9,
                "output_tokens": float(serving.output_tokens[row]),
                "batch": float(serving.batch[row]),
            }
            for row in range(len(serving))
        ],
    }
    command = [str(PEER), str(Path(__file__).with_name("peer.py"))]
    ran = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=False)
    if ran.returncode:
        return f"can't be run: {(ran.stderr.strip() or 'no reason given').splitlines()[-1]}"
    found = json.loads(ran.stdout.splitlines()[-1])
    table = {name: np.array([row[name] for row in found["rows"]]) for name in found["rows"][0]}
    pairs = list(zip(serving.model.tolist(), serving.task.tolist(), strict=True))
    groups = [np.array([other == pair for other in pairs]) for pair in dict.fromkeys(pairs)]
    first = [int(group.argmax()) for group in groups]
    means = np.array([np.exp(np.log(serving.joules_per_token[group]).mean()) for group in groups])
    joules = serving.joules_per_token
    return Peer(
        version=found["version"],
        shipped=_beside(table, table["shipped"], joules),
        told=_beside(table, table["told"], joules),
        model_alone=_beside(
            {name: each[first] for name, each in table.items()}, table["shipped"][first], means
        ),
        point_us=found["point_us"],
        range_us=found["range_us"],
    )


def _beside(table: dict[str, Array], joules: Array, measured: Array) -> Outcome:
    """Return how its figures compare with measured joules of the GPUs.

    Of a model whose size is known its interval is that of the data centre's PUE; what was measured is set in
    it at the middle PUE.
    """
    low, high = joules / table["shipped"] * table["low"], joules / table["shipped"] * table["high"]
    truth = measured * table["pue"]
    inside = np.logical_and(low <= truth, truth <= high)
    return Outcome(np.log10(joules / measured), inside, high / low)


# Time and memory


def _times_us() -> tuple[float, float, float]:
    """Return the median time in µs of calls about models new to the process, of others about the same models,
    and of calls seen before."""
    known = [each for each in load().models.values() if each.activity in WRITTEN and each.total_params]
    estimate([Workload("gpt-4o", "text", tokens=77.0)])  # warms up

    def call(index: int, tokens: float | None) -> Callable[[], object]:
        model = known[index]
        work = Workload(model.id, model.activity, 1.0 + index, tokens=tokens)
        return lambda: estimate([work], region=REGIONS[index % len(REGIONS)])

    first = [call(index, None) for index in range(len(known))]
    longer = [call(index, 100.0 + index + turn) for turn in range(1, 5) for index in range(len(known))]
    times = [[_us(each) for each in calls] for calls in (first, longer)]
    again = [min(_us(each) for _ in range(3)) for each in longer[-400:]]
    return statistics.median(times[0]), statistics.median(times[1]), statistics.median(again)


def _us(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return 1e6 * (time.perf_counter() - began)


def _weighed(python: str, code: str) -> str:
    """Return how long code takes in a new process, and by how much its peak memory grows."""
    results = []
    for _ in range(RUNS):
        ran = subprocess.run(
            [python, "-c", WEIGHED.format(code=code)], capture_output=True, text=True, check=True, cwd=FOLDER
        )
        results.append([float(each) for each in ran.stdout.split()])
    seconds, memory_mb = (statistics.median(column) for column in zip(*results, strict=True))
    return f"{seconds:.2f} s, {memory_mb:.0f} MB"
