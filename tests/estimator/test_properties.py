"""What must hold of every estimate: scaling, monotony, zero, shared draws, drivers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator.errors import OutOfRange
from estimator.estimate import ItemEstimate, estimate
from estimator.figure import Sampling, Spread
from estimator.workload import METRICS, Assumptions, Workload, read_workload

EVERY = [
    Workload("chatgpt", "text"),
    Workload("gpt-4o", "text"),
    Workload("llama-3.1-8b", "text", unit="token"),
    Workload("o3", "reasoning"),
    Workload("claude-code", "code-agent"),
    Workload("text-embedding-3-large", "embedding"),
    Workload("stable-diffusion-xl", "image", unit="image"),
    Workload("sora", "video", unit="second"),
    Workload("whisper-large-v3", "audio", unit="second"),
    Workload("elevenlabs", "audio", unit="second"),
    Workload("gpt-3", "training", unit="run"),
    Workload("llama-3.1-405b", "training", unit="run"),
    Workload("gpt-5", "training", unit="run"),
    Workload("llama-3.1-8b", "fine-tuning", unit="run"),
    Workload("h100", "hardware", unit="hour"),
    Workload("data-centre", "hardware", unit="day", power=1e8),
    Workload("streaming-hour", "everyday", unit="item"),
    Workload("chatgpt", "text", unit="day"),
]
NAMES = [f"{each.subject} {each.activity} {each.unit}" for each in EVERY]
MODERATE = settings(max_examples=40, deadline=None)


def one(workload: Workload) -> ItemEstimate:
    return estimate([workload]).items[0]


def spreads(item: ItemEstimate) -> list[Spread]:
    found = [item.spread(metric) for metric in METRICS]
    return [spread for spread in found if spread is not None]


def median(workload: Workload) -> float:
    energy = one(workload).energy
    assert energy is not None
    return energy.median


@pytest.mark.parametrize("workload", EVERY, ids=NAMES)
def test_every_activity_is_estimated_in_order_above_zero_with_its_sources(workload: Workload) -> None:
    found = estimate([workload])
    item = found.items[0]
    assert spreads(item)
    for spread in spreads(item):
        assert 0 < spread.low <= spread.median <= spread.high < float("inf")
    assert item.assumptions
    ids = {source.id for source in found.sources}
    assert {each.source for each in item.assumptions if each.source} <= ids
    if item.drivers:
        assert sum(driver.share for driver in item.drivers) == pytest.approx(1)
        assert [driver.share for driver in item.drivers] == sorted(
            (d.share for d in item.drivers), reverse=True
        )


@pytest.mark.parametrize("workload", EVERY, ids=NAMES)
def test_nothing_takes_nothing(workload: Workload) -> None:
    for spread in spreads(one(replace(workload, amount=0.0))):
        assert (spread.low, spread.median, spread.high) == (0, 0, 0)


@MODERATE
@given(workload=st.sampled_from(EVERY), amount=st.floats(1e-6, 1e30))
def test_twice_as_much_takes_exactly_twice(workload: Workload, amount: float) -> None:
    single, double = one(replace(workload, amount=amount)), one(replace(workload, amount=2 * amount))
    for first, second in zip(spreads(single), spreads(double), strict=True):
        assert (second.low, second.median, second.high) == (2 * first.low, 2 * first.median, 2 * first.high)


def test_two_million_prompts_are_twice_a_million_between_a_tenth_and_one_mwh() -> None:
    million = one(Workload("chatgpt", "text", 1e6)).energy
    two = one(Workload("chatgpt", "text", 2e6)).energy
    assert million is not None
    assert two is not None
    assert 1e5 < million.median < 1e6
    assert two == million.times(2)


@MODERATE
@given(
    subject=st.sampled_from(["gpt-4o", "llama-3.1-70b", "deepseek-v3", "chatgpt"]),
    tokens=st.floats(10, 10_000),
    factor=st.floats(1.1, 10),
)
def test_a_longer_answer_takes_more(subject: str, tokens: float, factor: float) -> None:
    short = median(Workload(subject, "text", tokens=tokens))
    assert median(Workload(subject, "text", tokens=tokens * factor)) > short


@MODERATE
@given(
    batch=st.floats(1, 200),
    factor=st.floats(1.2, 4),
    subject=st.sampled_from(["llama-3.1-70b", "deepseek-v3", "gpt-4o"]),
)
def test_a_larger_batch_takes_less_a_prompt(batch: float, factor: float, subject: str) -> None:
    small = median(Workload(subject, "text", assumptions=Assumptions(batch=batch)))
    assert median(Workload(subject, "text", assumptions=Assumptions(batch=batch * factor))) < small


@MODERATE
@given(tokens=st.floats(0, 50_000), more=st.floats(100, 50_000), cached=st.floats(0, 0.9))
def test_a_longer_question_takes_more_and_a_cached_one_less(
    tokens: float, more: float, cached: float
) -> None:
    def wh(given: Assumptions) -> float:
        return median(Workload("llama-3.1-70b", "text", assumptions=given))

    fixed = Assumptions(batch=16.0, cached=cached)
    assert wh(replace(fixed, input_tokens=tokens + more)) > wh(replace(fixed, input_tokens=tokens))
    some = replace(fixed, input_tokens=tokens + more)
    assert wh(replace(some, cached=1.0)) < wh(replace(some, cached=0.0))


@pytest.mark.parametrize(
    ("less", "more"),
    [
        (Workload("llama-3.1-8b", "text"), Workload("llama-3.1-70b", "text")),
        (Workload("llama-3.1-70b", "text"), Workload("llama-3.1-405b", "text")),
        (Workload("deepseek-v3", "text"), Workload("deepseek-r1", "reasoning")),
        (
            Workload("llama-3.1-405b", "text", assumptions=Assumptions(precision="fp4")),
            Workload("llama-3.1-405b", "text", assumptions=Assumptions(precision="bf16")),
        ),
        (
            Workload("gpt-4o", "text", assumptions=Assumptions(pue=1.1)),
            Workload("gpt-4o", "text", assumptions=Assumptions(pue=1.6)),
        ),
        (
            Workload("gpt-4o", "text", assumptions=Assumptions(reasoning_tokens=0)),
            Workload("gpt-4o", "text", assumptions=Assumptions(reasoning_tokens=2000)),
        ),
        (
            Workload("flux.1-dev", "image", unit="image", assumptions=Assumptions(steps=10)),
            Workload("flux.1-dev", "image", unit="image", assumptions=Assumptions(steps=50)),
        ),
        (
            Workload("flux.1-dev", "image", unit="image", assumptions=Assumptions(width=512, height=512)),
            Workload("flux.1-dev", "image", unit="image", assumptions=Assumptions(width=2048, height=2048)),
        ),
        (
            Workload("wan-2.2-a14b", "video", unit="prompt", assumptions=Assumptions(frames=33)),
            Workload("wan-2.2-a14b", "video", unit="prompt", assumptions=Assumptions(frames=121)),
        ),
    ],
)
def test_the_heavier_takes_more(less: Workload, more: Workload) -> None:
    assert median(less) < median(more)


def test_an_answer_repeats_to_the_digit_with_other_draws_between() -> None:
    workload = Workload("gpt-4o", "text", 3.0)
    fresh = estimate([workload], sampling=Sampling()).as_json()
    later = Sampling()
    estimate(
        [Workload("sora", "video", unit="second"), Workload("h100", "hardware", unit="hour")], sampling=later
    )
    assert estimate([workload], sampling=later).as_json() == fresh


def test_threads_that_ask_at_once_get_the_same_answers() -> None:
    workloads = [
        Workload(name, "text", tokens=100.0 + i) for i in range(20) for name in ("gpt-4o", "deepseek-v3")
    ]
    alone = Sampling()
    expected = [estimate([each], sampling=alone) for each in workloads]
    shared = Sampling()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda each: estimate([each], sampling=shared), workloads)) == expected


def test_another_item_in_the_request_moves_no_answer() -> None:
    alone = one(Workload("gpt-4o", "text"))
    beside = estimate([Workload("gpt-4o", "text"), Workload("claude-sonnet-4", "text")]).items[0]
    assert beside == alone


def test_fixing_an_input_takes_it_out_of_the_drivers() -> None:
    names = {driver.name for driver in one(Workload("gpt-4o", "text")).drivers}
    fixed = one(Workload("gpt-4o", "text", assumptions=Assumptions(batch=64)))
    assert "batch" in names
    assert "batch" not in {driver.name for driver in fixed.drivers}
    stated = {each.name: each for each in fixed.assumptions}["batch"]
    assert (stated.low, stated.high, stated.basis) == (64, 64, "stated")


def test_every_quantity_is_given_whichever_was_asked_for() -> None:
    item = estimate([Workload("gpt-4o", "text")], metrics=("water",)).items[0]
    assert set(METRICS) <= set(item.as_json())


def test_a_bad_amount_is_refused_though_one_unit_was_seen_before() -> None:
    estimate([Workload("gpt-4o", "text")])
    with pytest.raises(OutOfRange, match=r"^items\[0\]\.amount"):
        estimate([Workload("gpt-4o", "text", amount=-5.0)])


def test_an_image_of_a_chat_is_drawn_by_the_makers_image_model() -> None:
    drawn = one(Workload("chatgpt", "image", unit="image"))
    names = {each.name for each in drawn.assumptions}
    assert {"steps", "width", "height"} <= names
    assert median(Workload("chatgpt", "image", unit="image")) > median(Workload("chatgpt", "text"))
    with pytest.raises(OutOfRange) as caught:
        one(Workload("claude", "video", unit="second"))
    assert caught.value.field == "items[0].activity"


def test_a_prompt_to_an_image_service_is_an_image() -> None:
    assert (
        one(Workload("midjourney", "text")).energy
        == one(Workload("midjourney", "image", unit="image")).energy
    )


def test_a_model_that_the_catalogue_lacks_is_estimated_from_its_shape() -> None:
    body = {
        "subject": "my-model",
        "assumptions": {
            "model": {"total_params": 7e11, "active_params": 4e10, "experts": 256, "experts_per_token": 8}
        },
    }
    item = one(read_workload(body))
    assert item.energy is not None
    assert item.energy.low > 0


def described(activity: str, unit: str, **model: float) -> Spread:
    """Return the energy of a picture of a model that the request describes."""
    given = {"chip": "h100", "chips": 1, "steps": 50, "width": 1280, "height": 704, "model": model}
    body = {"subject": "my-model", "activity": activity, "unit": unit, "assumptions": given}
    energy = one(read_workload(body)).energy
    assert energy is not None
    return energy


def test_a_model_whose_tokens_are_larger_takes_less() -> None:
    shape = {"total_params": 5e9, "layers": 40, "hidden": 3072, "guidance_passes": 2}
    fine = described("image", "image", **shape, token_side=16)
    coarse = described("image", "image", **shape, token_side=32)
    assert 4 < fine.median / coarse.median < 8  # a quarter of the tokens, a sixteenth of the attention
    clip = described("video", "item", **shape, token_side=16, token_frames=4)
    long = described("video", "item", **shape, token_side=16, token_frames=8)
    assert 2 < clip.median / long.median < 4
    unsaid = described("video", "item", **shape)
    assert unsaid.low < clip.median < unsaid.high


@pytest.mark.parametrize(("plant", "least_times"), [("solar", 10), ("wind", 100)])
def test_electricity_of_one_kind_of_plant_takes_that_plants_water_and_carbon(
    plant: str, least_times: float
) -> None:
    body = {"subject": "gpt-4o"}
    world, powered = (one(read_workload(body | {"assumptions": given})) for given in (None, {"plant": plant}))
    assert powered.energy == world.energy
    assert powered.water_on_site == world.water_on_site
    for before, after in ((world.water_off_site, powered.water_off_site), (world.carbon, powered.carbon)):
        assert before is not None
        assert after is not None
        assert after.median < before.median / (least_times if before is world.water_off_site else 5)
    sources = {each.name: each.source for each in powered.assumptions}
    assert (sources["ewif"], sources["grid"]) == ("macknick-2012", "unece-2022")
