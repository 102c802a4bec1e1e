"""What would change an estimate is computed on the same draws, and told behind "How?"."""

from __future__ import annotations

import pytest

from bot import pipeline
from estimator import catalogue
from estimator.estimate import estimate, shared_sampling
from estimator.levers import Lever, levers
from estimator.result import ItemEstimate
from estimator.workload import Assumptions, Workload


def item_of(work: Workload) -> ItemEstimate:
    return estimate([work]).items[0]


def found(work: Workload) -> dict[str, Lever]:
    every = levers(item_of(work), catalogue.load(), shared_sampling())
    assert len(every) <= 3
    return {lever.change: lever for lever in every}


def test_a_shorter_answer_takes_what_a_question_for_it_would() -> None:
    left = dict(found(Workload("gpt-4o", "text", tokens=600))["shorter"].left)["energy"]
    long, short = (item_of(Workload("gpt-4o", "text", tokens=tokens)).energy for tokens in (600, 300))
    assert long is not None
    assert short is not None
    assert left.median == pytest.approx(short.median / long.median, rel=0.1)
    assert left.low > 0.4, "a range of a ratio of the same draws is narrow"


def test_another_place_changes_carbon_and_no_energy() -> None:
    lever = found(Workload("gpt-4o", "text", region="PL"))["region"]
    assert "energy" not in dict(lever.left)
    assert dict(lever.left)["carbon"].median < 0.2


def test_in_a_clean_place_no_other_place_is_told() -> None:
    assert "region" not in found(Workload("gpt-4o", "text", region="SE"))


def test_a_fixed_grid_is_not_moved() -> None:
    work = Workload("gpt-4o", "text", assumptions=Assumptions(grid=300))
    assert {"region", "solar"}.isdisjoint(found(work))


def test_a_smaller_model_is_of_the_same_maker() -> None:
    models = catalogue.load().models
    for name in ("gpt-4o", "llama-3.1-405b", "claude-sonnet-4"):
        lever = found(Workload(name, "text"))["smaller"]
        assert models[lever.to].maker == models[name].maker
        assert dict(lever.left)["energy"].median < 0.8


@pytest.mark.parametrize(
    "work",
    [
        Workload("gpt-3", "training", 1, "run"), Workload("h100", "hardware", 1, "hour"),
        Workload("streaming-hour", "everyday", 1, "item"), Workload("sora-2", "video", 5, "second"),
        Workload("dall-e-3", "image", 2, "image"), Workload("whisper", "audio", 60, "second"),
    ],
)  # fmt: skip
def test_any_work_has_levers_that_lower_something_or_none(work: Workload) -> None:
    for lever in found(work).values():
        assert any(spread.median < 1 for _, spread in lever.left)


@pytest.mark.parametrize(
    ("question", "words"),
    [("1000 gpt-4o prompts", "less of everything"), ("huella de una imagen de dall-e 3", "menos de todo")],
)
def test_how_tells_what_would_change_it(question: str, words: str) -> None:
    assert words in pipeline.behind(pipeline.answer(question).request, "how").whole


@pytest.mark.parametrize(
    "question",
    [
        "carbon of a million GPT-4o prompts in Sweden on H100 with batch 8",
        "carbono de un millón de consultas a GPT-4o en Suecia en H100 con lotes de 8",
    ],
)
def test_the_place_and_the_inputs_that_a_question_fixes_are_told_apart(question: str) -> None:
    place, inputs = pipeline.answer(question).said.effects
    assert (place.change, place.to, inputs.change) == ("asked", "WLD", "asked-inputs")
    assert "energy" not in dict(place.left), "which the place doesn't move"
    assert dict(place.left)["carbon"].median < 0.15
    moved = [spread.median for _, spread in inputs.left]
    assert moved == pytest.approx([moved[0]] * len(moved), rel=0.05), "the same place on both sides"


def test_a_life_cycle_is_no_other_way_of_running() -> None:
    (counted,) = pipeline.answer("life cycle carbon of 1000 GPT-4o prompts").said.effects
    assert counted.change == "asked-count"
