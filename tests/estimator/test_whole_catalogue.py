"""Every model of the catalogue, for each of the activities that people ask of its kind."""

from __future__ import annotations

import re

import pytest

from estimator.catalogue import load
from estimator.estimate import estimate
from estimator.workload import Activity, Assumptions, Unit, Workload

ASKED: dict[Activity, tuple[tuple[Activity, Unit], ...]] = {
    "text": (("text", "prompt"), ("text", "token"), ("code-agent", "hour"), ("training", "run")),
    "reasoning": (("reasoning", "prompt"), ("text", "prompt"), ("fine-tuning", "run")),
    "code-agent": (("code-agent", "prompt"), ("code-agent", "day"), ("code-agent", "year")),
    "image": (("image", "image"), ("training", "run")),
    "video": (("video", "second"), ("video", "item"), ("training", "run")),
    "audio": (("audio", "second"), ("training", "run")),
    "embedding": (("embedding", "prompt"), ("training", "run")),
}
NAME = re.compile(r"[a-z][a-z0-9_]*")


def test_every_model_has_an_estimate_of_each_activity_of_its_kind() -> None:
    for model in load().models.values():
        for activity, unit in ASKED[model.activity]:
            item = estimate([Workload(model.id, activity, unit=unit)]).items[0]
            for metric in ("energy", "carbon", "water", "cost"):
                found = item.spread(metric)
                assert found is not None, (model.id, activity, metric)
                assert 0 < found.low <= found.median <= found.high < float("inf"), (
                    model.id,
                    activity,
                    metric,
                )
            for each in (*item.assumptions, *item.drivers):
                assert NAME.fullmatch(each.name), each.name


def test_every_service_has_an_estimate_of_a_prompt_or_what_it_makes() -> None:
    for service in load().services.values():
        unit: Unit = {"image": "image", "video": "second", "audio": "second"}.get(service.activity, "prompt")  # type: ignore[assignment]
        item = estimate([Workload(service.id, service.activity, unit=unit)]).items[0]
        assert item.energy is not None, service.id
        assert item.energy.low > 0, service.id


def test_what_an_input_is_of_stands_apart_from_its_name() -> None:
    item = estimate([Workload("copilot", "text")]).items[0]
    sizes = [each for each in item.assumptions if each.name == "total_params"]
    assert len(sizes) > 1
    assert len({each.of for each in sizes}) == len(sizes)
    assert {each.of for each in sizes} <= set(load().models)
    chips = [each for each in item.assumptions if each.name == "chip"]
    assert sum(each.median for each in chips) == pytest.approx(1.0)
    assert {each.of for each in chips} <= set(load().chips)


def test_sources_begin_with_what_drives_the_range_and_end_with_price_lists() -> None:
    found = estimate([Workload("gpt-4o", "text")])
    of_input = {(each.name, each.of): each.source for each in found.items[0].assumptions}
    names = [each.id for each in found.sources]
    first = found.items[0].drivers[0]
    assert names[0] == of_input[first.name, first.of]
    price = load().models["gpt-4o"].price
    assert price is not None
    prices = {of_input["price", ""], price.source}
    assert set(names[-len(prices) :]) & prices
    drivers = [of_input.get((each.name, each.of)) for each in found.items[0].drivers]
    told = [name for name in drivers if name]
    assert max(names.index(name) for name in told) < min(names.index(name) for name in prices)


def test_nothing_at_all_is_beside_no_published_figure() -> None:
    one, none = (estimate([Workload("gemini", "text", amount)]).items[0] for amount in (1.0, 0.0))
    assert one.published
    assert one.drivers
    assert none.published == ()
    assert none.drivers == ()
    assert none.energy is not None
    assert none.energy.high == 0.0


def test_a_coding_agent_works_for_an_hour_a_day_and_a_year() -> None:
    hour, day, year = (
        estimate([Workload("claude-code", "code-agent", unit=unit)]).items[0].energy
        for unit in ("hour", "day", "year")
    )
    assert hour
    assert day
    assert year
    assert 1.5 * hour.median < day.median < 8 * hour.median
    assert 150 * day.median < year.median < 300 * day.median


def test_a_chat_service_draws_when_it_is_asked_for_an_image() -> None:
    item = estimate([Workload("chatgpt", "image", unit="image")]).items[0]
    assert item.energy is not None
    assert 0.05 < item.energy.median < 50


@pytest.mark.parametrize("boundary", ["lifecycle", "facility"])
def test_training_over_its_life_counts_failed_runs_and_the_data(boundary: str) -> None:
    given = Assumptions(boundary=boundary)  # type: ignore[arg-type]
    item = estimate([Workload("llama-3.1-405b", "training", unit="run", assumptions=given)]).items[0]
    names = {each.name for each in item.assumptions}
    over_life = {"development", "fetched_per_kept", "network_energy", "hdd_storage", "data_kept"}
    assert over_life <= names if boundary == "lifecycle" else not over_life & names


def test_training_of_a_closed_model_without_tokens_is_bounded() -> None:
    energy = estimate([Workload("claude-sonnet-4", "training", unit="run")]).items[0].energy
    assert energy is not None
    assert energy.high / energy.low < 100


def test_chip_hours_may_be_off_with_the_energy_and_apart_from_it() -> None:
    shape = Assumptions(chip="h100", chips=1, batch=64, precision="bf16", input_tokens=200, cached=0)
    item = estimate([Workload("llama-3.1-8b", "text", tokens=300, assumptions=shape)]).items[0]
    assert item.hardware is not None
    time = load().figure("inference.time_error")
    assert item.hardware.high / item.hardware.low == pytest.approx(time.high / time.low, rel=0.03)
    assert 0 < load().figure("inference.error_correlation").median < 1


@pytest.mark.parametrize("name", ["whisper-large-v3", "gpt-4o-transcribe", "parakeet", "voxtral-small"])
def test_what_writes_speech_down_reads_it_first(name: str) -> None:
    told = {each.name for each in estimate([Workload(name, "audio", unit="hour")]).items[0].assumptions}
    assert "encoder_share" in told
    assert "audio_tokens" not in told
    spoken = {
        each.name for each in estimate([Workload("suno-v5", "audio", unit="hour")]).items[0].assumptions
    }
    assert "encoder_share" not in spoken
