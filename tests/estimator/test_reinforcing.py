"""Tuning by each method, reinforcement, and what a question may fix of a training."""

from __future__ import annotations

from typing import Any

import pytest

from estimator.errors import OutOfRange
from estimator.estimate import ItemEstimate, estimate
from estimator.workload import read_workload


def asked(subject: str, activity: str, **assumptions: Any) -> ItemEstimate:
    item = {"subject": subject, "activity": activity, "assumptions": assumptions or None}
    return estimate([read_workload(item)]).items[0]


def hours(item: ItemEstimate) -> float:
    assert item.hardware is not None
    return item.hardware.median


def names(item: ItemEstimate) -> set[str]:
    return {each.name for each in item.assumptions}


def test_adapters_take_two_thirds_of_tuning_the_whole_model() -> None:
    whole = asked("llama-3.1-8b", "fine-tuning", method="full", training_tokens=1e8)
    adapters = asked("llama-3.1-8b", "fine-tuning", method="lora", training_tokens=1e8)
    packed = asked("llama-3.1-8b", "fine-tuning", method="qlora", training_tokens=1e8)
    assert hours(adapters) == pytest.approx(2 / 3 * hours(whole))
    assert 1.2 * hours(adapters) < hours(packed) < 1.6 * hours(adapters)


def test_r1_zero_lies_in_the_range_of_what_is_told_of_it() -> None:
    # 512 H800 for 198 hours: 101,000 chip-hours
    told = asked("deepseek-v3", "fine-tuning", method="rlvr", chip="h800", training_prompts=333e3, samples=16)
    assert told.hardware is not None
    assert told.hardware.low < 101_000 < told.hardware.high
    assert {"training_prompts", "samples", "output_tokens", "rl_waiting"} <= names(told)


def test_instructgpts_operations_lie_in_the_range_of_what_is_told_of_it() -> None:
    # 60 petaFLOP/s-days for 256,000 answers to 31,000 prompts, at a fifth of a V100's 125 TFLOP/s
    told = asked(
        "gpt-3",
        "fine-tuning",
        method="rlhf",
        chip="v100",
        training_prompts=31e3,
        samples=256 / 31,
        utilisation=0.2,
    )
    assert told.hardware is not None
    assert told.hardware.low < 60e15 * 86400 / (0.2 * 125e12) / 3600 < 20 * told.hardware.high


def test_twice_the_prompts_take_twice_as_much() -> None:
    one, two = (asked("llama-3.1-8b", "fine-tuning", method="rlhf", training_prompts=n) for n in (1e4, 2e4))
    assert hours(two) == pytest.approx(2 * hours(one))


def test_people_who_compare_answers_count_where_asked_and_over_the_life_cycle() -> None:
    given = {"method": "rlhf", "training_prompts": 1e4}
    alone = asked("llama-3.1-8b", "fine-tuning", **given)
    rated = asked("llama-3.1-8b", "fine-tuning", rated=1e6, **given)
    cycle = asked("llama-3.1-8b", "fine-tuning", boundary="lifecycle", **given)
    checked = asked("llama-3.1-8b", "fine-tuning", method="rlvr", boundary="lifecycle")
    assert alone.energy is not None
    assert rated.energy is not None
    # a million answers of two minutes at 90 W: 3 MWh
    assert rated.energy.median > alone.energy.median + 1e6
    assert "rating_minutes" in names(cycle)
    assert "rating_minutes" not in names(alone) | names(checked)


def test_a_stated_training_is_six_operations_a_parameter_and_token() -> None:
    item = asked("llama-3.1-8b", "training", training_tokens=1e12, utilisation=0.4, chip="h100")
    assert hours(item) == pytest.approx(6 * 8.03e9 * 1e12 / (3600 * 989.4e12 * 0.4), rel=0.01)


def test_failed_runs_count_where_asked() -> None:
    once, thrice = (asked("gpt-3", "training", development=n) for n in (1, 3))
    assert once.energy is not None
    assert thrice.energy is not None
    assert thrice.energy.median == pytest.approx(3 * once.energy.median)


def test_the_life_cycle_of_a_training_counts_crawl_storage_and_failed_runs() -> None:
    item = asked("llama-3.1-8b", "training", boundary="lifecycle")
    assert {
        "fetched_per_kept",
        "network_energy",
        "parsing_energy",
        "hdd_storage",
        "replicas",
        "development",
    } <= (names(item))


def test_another_chip_trains_anew() -> None:
    assert hours(asked("gpt-3", "training", chip="h100")) < 0.3 * hours(asked("gpt-3", "training"))


@pytest.mark.parametrize(
    ("activity", "assumptions", "field"),
    [
        ("training", {"method": "rlhf"}, "method"),
        ("text", {"method": "lora"}, "method"),
        ("fine-tuning", {"method": "dpo"}, "method"),
        ("fine-tuning", {"method": "lora", "samples": 4}, "samples"),
        ("fine-tuning", {"training_prompts": 4}, "training_prompts"),
        ("fine-tuning", {"method": "rlhf", "samples": 4, "training_tokens": 1e6}, "samples"),
        ("training", {"utilisation": 1.2}, "utilisation"),
        ("training", {"development": 0.5}, "development"),
        ("training", {"training_tokens": 0}, "training_tokens"),
    ],
)
def test_what_contradicts_is_refused_by_name(activity: str, assumptions: dict[str, Any], field: str) -> None:
    with pytest.raises(OutOfRange) as refused:
        asked("llama-3.1-8b", activity, **assumptions)
    assert refused.value.field == f"items[0].assumptions.{field}"


def test_an_image_model_is_not_rewarded() -> None:
    with pytest.raises(OutOfRange) as refused:
        asked("flux.1-dev", "fine-tuning", method="rlhf")
    assert refused.value.field == "items[0].assumptions.method"
