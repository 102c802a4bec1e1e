"""How an estimate was computed: each line's arithmetic holds, and the lines lead to the result."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import pytest

from estimator.catalogue import load
from estimator.errors import EstimatorError
from estimator.estimate import estimate
from estimator.units import significant
from estimator.workings import Working, middle, workings
from estimator.workload import Assumptions, Metric, Workload

DIGITS = 4  # that a reply tells
CHECKED = 0.005  # how near a calculator comes with these
Line = Callable[[Mapping[str, float]], tuple[float, float]]

# The two sides of each line, in the units that it is told in.
LINES: Mapping[str, Line] = {
    "step": lambda n: (math.hypot(n["reading"], n["computing"]) + n["waiting"], n["seconds"]),
    "power": lambda n: (n["chips"] * n["watts"] * n["full"] / 1000 / n["batch"], n["joules"]),
    "tokens": lambda n: (n["joules"] * n["tokens"] * n["error"] / 3600, n["chip"]),
    "paint": lambda n: (
        n["steps"] * n["passes"] * (
            2 * n["params"] * n["tokens"] + 4 * n["layers"] * n["hidden"] * n["tokens"] ** 2
        ) / 1e12,
        n["flops"],
    ),
    "paint-linear": lambda n: (n["steps"] * n["passes"] * 2 * n["params"] * n["tokens"] / 1e12, n["flops"]),
    "painting": lambda n: ((n["computing"] + n["waiting"]) * n["watts"] * n["error"] / 3600, n["chip"]),
    "sound": lambda n: (2 * n["params"] * n["tokens"] / 1e12, n["flops"]),
    "sounding": lambda n: (
        n["flops"] / (n["peak"] * n["reached"]) * n["watts"] * n["power"] / 3600, n["chip"]
    ),
    "learned": lambda n: (n["each"] * n["params"] * n["tokens"], n["flops"]),
    "hours": lambda n: (n["flops"] / (n["peak"] * 1e12 * n["used"] * 3600), n["hours"]),
    "servers": lambda n: (n["hours"] * n["watts"] * n["load"], n["server"]),
    "sampled": lambda n: (n["before"] + n["sampling"], n["after"]),
    "running": lambda n: (n["count"] * n["watts"] * n["at_work"] * n["hours"], n["chip"]),
    "site": lambda n: (n["watts"] * n["hours"], n["facility"]),
    "calls": lambda n: (n["before"] * n["number"], n["after"]),
    "counted": lambda n: (n["before"] * n["number"], n["after"]),
    "per_token": lambda n: (n["before"] / n["number"], n["after"]),
    "per_second": lambda n: (n["before"] / n["number"], n["after"]),
    "wall": lambda n: (
        n["before"] * n.get("host", 1) * n.get("idle", 1) * n.get("pue", 1), n["after"]
    ),
    "carbon": lambda n: (n["energy"] * n["grid"] / 1000, n["carbon"]),
    "made": lambda n: (n["before"] + n["made"], n["after"]),
    "water": lambda n: ((n["computers"] * n["wue"] + n["energy"] * n["ewif"]) / 1000, n["water"]),
    "water-off": lambda n: (n["energy"] * n["ewif"] / 1000, n["water"]),
    "rent": lambda n: (n["hours"] * n["rent"], n["cost"]),
    "cost": lambda n: (n["energy"] * n["price"] / 1000, n["cost"]),
    "amount": lambda n: (n["one"] * n["amount"], n["total"]),
}  # fmt: skip
UNCHECKED = {
    "chip_hours",
    "training_energy",
    "training_carbon",
    "life",
    "ends",
    "ends-disclosed",
    "ends-peers",
}
LIFE = Assumptions(boundary="lifecycle")
WORKS = [
    Workload("chatgpt", "text", 1e6),
    Workload("gpt-4o", "text", 1, "token"),
    Workload("deepseek-r1", "reasoning"),
    Workload("claude-code", "code-agent"),
    Workload("chatgpt", "text", 1, "day"),
    Workload("bert", "embedding", 100),
    Workload("gpt-4o", "text", assumptions=LIFE),
    Workload("gpt-4o", "text", assumptions=Assumptions(boundary="chip")),
    Workload("gpt-4o", "text", assumptions=Assumptions(boundary="server", chip="h100", batch=8)),
    Workload("dall-e-3", "image", 1, "image"),
    Workload("sana-1.5-1.6b", "image", 1, "image"),
    Workload("sora", "video", 10, "second"),
    Workload("whisper", "audio", 60, "second"),
    Workload("gpt-3", "training", 1, "run"),
    Workload("llama-3.1-405b", "training", 1, "run"),
    Workload("claude", "training", 1, "run"),
    Workload("claude", "training", 1, "run", assumptions=LIFE),
    Workload("llama-3.1-8b", "fine-tuning", 1, "run", assumptions=Assumptions(method="lora")),
    Workload("llama-3.1-8b", "fine-tuning", 1, "run", assumptions=Assumptions(method="qlora")),
    Workload("llama-3.1-8b", "fine-tuning", 1, "run", assumptions=Assumptions(method="rlhf")),
    Workload("h100", "hardware", 192, "hour"),
    Workload("data-centre", "hardware", 1, "day", power=1e8),
]


def lines(work: Workload, metric: Metric = "energy") -> tuple[Working, ...]:
    (item,) = estimate([work]).items
    return workings(item, metric, load())


def told(line: Working) -> dict[str, float]:
    """Return the numbers of a line as a reply tells them."""
    return {name: float(significant(value, DIGITS)) for name, (value, _) in line.numbers.items()}


@pytest.mark.parametrize("work", WORKS, ids=lambda work: f"{work.subject}-{work.activity}-{work.unit}")
def test_a_calculator_comes_to_what_each_line_says(work: Workload) -> None:
    found = lines(work)
    assert found
    for line in found:
        if line.key not in UNCHECKED:
            left, right = LINES[line.key](told(line))
            assert left == pytest.approx(right, rel=CHECKED), line


@pytest.mark.parametrize("work", WORKS, ids=lambda work: f"{work.subject}-{work.activity}-{work.unit}")
def test_each_line_begins_where_the_one_before_ends(work: Workload) -> None:
    """The energy of the chips goes to the wall, and from there to carbon, water and the bill."""
    found = {line.key: {name: value for name, (value, _) in line.numbers.items()} for line in lines(work)}
    if "wall" in found:
        before = found["wall"]["before"]
        starts = [
            value for key, numbers in found.items() if key != "wall"
            for name, value in numbers.items() if name in ("chip", "server", "after")
        ]  # fmt: skip
        assert any(before == pytest.approx(start) for start in starts)
    last = found["life"]["after"] if "life" in found else found["wall"]["after"] if "wall" in found else None
    if last is not None:
        assert found["carbon"]["energy"] == pytest.approx(last)
        assert found["cost"]["energy"] == pytest.approx(last)


def test_the_middle_of_every_input_is_what_the_draws_lie_around() -> None:
    """One draw takes each figure at its median, and gives the result for these."""
    catalogue = load()
    for figure in list(catalogue.figures.values())[:50]:
        assert float(middle().of(figure)[0]) == pytest.approx(figure.median)
    (item,) = estimate([Workload("h100", "hardware", 192, "hour")], sampling=middle()).items
    assert item.energy is not None
    assert item.energy.low == item.energy.high
    total = {line.key: line.numbers for line in lines(Workload("h100", "hardware", 192, "hour"))}
    assert total["amount"]["total"][0] == pytest.approx(item.energy.median)


def test_the_end_is_told_in_the_metric_of_the_answer() -> None:
    keys = {line.key: line.numbers for line in lines(Workload("gpt-4o", "text", 1000), "carbon")}
    assert keys["amount"]["total"][1] == "g"
    assert keys["ends"]["answer"][1] == "g"


def test_what_everyday_things_take_is_looked_up() -> None:
    assert lines(Workload("toast", "everyday", 1, "item")) == ()


def test_whatever_can_be_estimated_can_be_worked_out() -> None:
    """Each model, service and chip; no line has a key that no test holds to its arithmetic."""
    catalogue = load()
    units = {"image": "image", "video": "second", "audio": "second"}
    subjects = {**catalogue.models, **catalogue.services}
    works = [
        Workload(name, each.activity, 1, units.get(each.activity, "prompt"))
        for name, each in subjects.items()
    ]
    works += [Workload(name, "training", 1, "run") for name in subjects]
    works += [Workload(name, "hardware", 1, "hour") for name in catalogue.chips]
    done = 0
    for work in works:
        try:
            (item,) = estimate([work]).items
        except EstimatorError:
            continue
        if item.energy is not None:
            found = workings(item, "energy", catalogue)
            assert {line.key for line in found} <= LINES.keys() | UNCHECKED
            done += 1
    assert done > 1000


@pytest.mark.parametrize("work", WORKS, ids=lambda work: f"{work.subject}-{work.activity}-{work.unit}")
def test_rent_is_worked_out_where_money_is_asked_about(work: Workload) -> None:
    assert "rent" not in {line.key for line in lines(work)}
    for line in lines(work, "cost"):
        if line.key == "rent":
            left, right = LINES["rent"](told(line))
            assert left == pytest.approx(right, rel=CHECKED)


def test_the_rent_of_a_prompt_is_its_chips_by_the_hour() -> None:
    assert "rent" in {line.key for line in lines(Workload("chatgpt", "text"), "cost")}
