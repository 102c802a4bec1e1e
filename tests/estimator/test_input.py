"""Requests: read leniently where they leave things out, refused by field where they can't be right."""

from __future__ import annotations

import math

import pytest

from estimator.errors import OutOfRange, UnknownName
from estimator.estimate import estimate
from estimator.workload import (
    Activity,
    Assumptions,
    Budget,
    Claim,
    ModelShape,
    Workload,
    read_budget,
    read_claim,
    read_workload,
)


def test_a_subject_alone_is_one_prompt() -> None:
    assert read_workload({"subject": "gpt-4o"}) == Workload("gpt-4o", "text", 1.0, "prompt")


@pytest.mark.parametrize(
    ("activity", "unit"),
    [
        ("image", "image"),
        ("video", "second"),
        ("training", "run"),
        ("hardware", "hour"),
        ("everyday", "item"),
    ],
)
def test_each_activity_has_its_own_unit(activity: str, unit: str) -> None:
    assert read_workload({"subject": "x", "activity": activity}).unit == unit


def test_unknown_keys_and_nulls_are_let_be() -> None:
    body = {
        "subject": "gpt-4o",
        "amount": None,
        "tokens": None,
        "mood": "curious",
        "assumptions": {"batch": None},
    }
    assert read_workload(body) == Workload("gpt-4o", "text")


def test_what_is_read_is_what_was_written() -> None:
    given = Assumptions(chip="h100", batch=8.0, boundary="chip", model=ModelShape(7e9, layers=32))
    workload = Workload("x", "text", 3.0, "token", 400.0, "US-VA", None, given)
    assert read_workload(workload.as_json()) == workload


ITEMS = [
    ({}, "items[0].subject"),
    ({"subject": ""}, "items[0].subject"),
    ({"subject": "x", "activity": "dance"}, "items[0].activity"),
    ({"subject": "x", "unit": "furlong"}, "items[0].unit"),
    ({"subject": "x", "amount": -1}, "items[0].amount"),
    ({"subject": "x", "amount": math.nan}, "items[0].amount"),
    ({"subject": "x", "amount": math.inf}, "items[0].amount"),
    ({"subject": "x", "amount": "many"}, "items[0].amount"),
    ({"subject": "x", "amount": True}, "items[0].amount"),
    ({"subject": "x", "amount": 10**400}, "items[0].amount"),
    ({"subject": "x", "tokens": 0}, "items[0].tokens"),
    ({"subject": "x", "power": -5}, "items[0].power"),
    ({"subject": "x", "region": 5}, "items[0].region"),
    ({"subject": "x", "assumptions": []}, "items[0].assumptions"),
    ({"subject": "x", "assumptions": {"batch": 0}}, "items[0].assumptions.batch"),
    ({"subject": "x", "assumptions": {"cached": 1.5}}, "items[0].assumptions.cached"),
    ({"subject": "x", "assumptions": {"cached": -0.1}}, "items[0].assumptions.cached"),
    ({"subject": "x", "assumptions": {"chips": 1.5}}, "items[0].assumptions.chips"),
    ({"subject": "x", "assumptions": {"chips": 0}}, "items[0].assumptions.chips"),
    ({"subject": "x", "assumptions": {"pue": 0.9}}, "items[0].assumptions.pue"),
    ({"subject": "x", "assumptions": {"wue": -1}}, "items[0].assumptions.wue"),
    ({"subject": "x", "assumptions": {"grid": -1}}, "items[0].assumptions.grid"),
    ({"subject": "x", "assumptions": {"price": math.nan}}, "items[0].assumptions.price"),
    ({"subject": "x", "assumptions": {"precision": "int3"}}, "items[0].assumptions.precision"),
    ({"subject": "x", "assumptions": {"boundary": "moon"}}, "items[0].assumptions.boundary"),
    ({"subject": "x", "assumptions": {"chip": 5}}, "items[0].assumptions.chip"),
    ({"subject": "x", "assumptions": {"model": {}}}, "items[0].assumptions.model.total_params"),
    (
        {"subject": "x", "assumptions": {"model": {"total_params": 1e9, "active_params": 2e9}}},
        "items[0].assumptions.model.active_params",
    ),
    (
        {
            "subject": "x",
            "assumptions": {"model": {"total_params": 1e9, "experts": 4, "experts_per_token": 8}},
        },
        "items[0].assumptions.model.experts_per_token",
    ),
]


@pytest.mark.parametrize(("body", "field"), ITEMS, ids=[f"{field} {body}" for body, field in ITEMS])
def test_a_wrong_value_is_refused_by_field(body: object, field: str) -> None:
    with pytest.raises(OutOfRange) as caught:
        read_workload(body)
    assert caught.value.field == field
    assert str(caught.value).startswith(field)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (Assumptions(batch=0), "batch"),
        (Assumptions(cached=1.5), "cached"),
        (Assumptions(pue=math.nan), "pue"),
        (Assumptions(grid=math.inf), "grid"),
        (Assumptions(precision="int3"), "precision"),
    ],
)
def test_a_workload_made_in_code_is_checked_too(given: Assumptions, field: str) -> None:
    with pytest.raises(OutOfRange) as caught:
        estimate([Workload("gpt-4o", "text"), Workload("gpt-4o", "text", assumptions=given)])
    assert caught.value.field == f"items[1].assumptions.{field}"


UNKNOWN = [
    (Workload("gtp-4o", "text"), "items[0].subject", "gpt-4o"),
    (Workload("gpt-4o", "text", assumptions=Assumptions(chip="h1000")), "items[0].assumptions.chip", "h100"),
    (Workload("gpt-4o", "text", region="FRA"), "items[0].region", "FR"),
    (Workload("h1000", "hardware", 1, "hour"), "items[0].subject", "h100"),
    (Workload("kettle-2l", "everyday", 1, "item"), "items[0].subject", "kettle-1l"),
]


@pytest.mark.parametrize(("workload", "field", "nearest"), UNKNOWN)
def test_an_unknown_name_is_refused_with_the_nearest(workload: Workload, field: str, nearest: str) -> None:
    with pytest.raises(UnknownName) as caught:
        estimate([workload])
    assert caught.value.field == field
    assert nearest in caught.value.nearest


@pytest.mark.parametrize(
    ("written", "named"),
    [
        (Workload("GPT 4o", "text"), Workload("gpt-4o", "text")),
        (Workload("NVIDIA H100", "hardware", 1, "hour"), Workload("h100", "hardware", 1, "hour")),
        (
            Workload("Wan-AI/Wan2.1-T2V-14B-Diffusers", "video", unit="item"),
            Workload("wan-2.1-14b", "video", unit="item"),
        ),
        (Workload("zai-org/CogVideoX1.5-5B", "video"), Workload("cogvideox-1.5-5b", "video")),
        (
            Workload("gpt-4o", "text", assumptions=Assumptions(chip="H100")),
            Workload("gpt-4o", "text", assumptions=Assumptions(chip="h100")),
        ),
    ],
)
def test_a_name_may_be_written_as_people_write_it(written: Workload, named: Workload) -> None:
    assert estimate([written]).items[0].energy == estimate([named]).items[0].energy


def test_an_unknown_region_or_thing_of_the_request_is_refused() -> None:
    with pytest.raises(UnknownName, match="region: unknown name 'ZZ'"):
        estimate([Workload("gpt-4o", "text")], region="ZZ")
    with pytest.raises(UnknownName, match="versus: unknown name 'moon-trip'"):
        estimate([Workload("gpt-4o", "text")], versus=("moon-trip",))


@pytest.mark.parametrize(
    ("workload", "field"),
    [
        (Workload("gpt-4o", "text", 1, "image"), "items[0].unit"),
        (Workload("dall-e-3", "image", 1, "hour"), "items[0].unit"),
        (Workload("h100", "hardware", 1, "prompt"), "items[0].unit"),
        (Workload("gpt-3", "training", 1, "second"), "items[0].unit"),
        (Workload("data-centre", "hardware", 1, "day"), "items[0].power"),
        (Workload("gpt-4o", "text", 1, "day"), "items[0].unit"),
    ],
)
def test_a_unit_that_means_nothing_for_the_activity_is_refused(workload: Workload, field: str) -> None:
    with pytest.raises(OutOfRange) as caught:
        estimate([workload])
    assert caught.value.field == field


def test_claims_and_budgets_are_read() -> None:
    assert read_claim({"metric": "water", "low": 30, "high": 30, "unit": "mL", "per": "image"}) == Claim(
        "water", 30.0, 30.0, "mL", "image"
    )
    assert read_claim({}) == Claim()
    assert read_budget({"metric": "energy", "value": 2, "unit": "kWh"}) == Budget("energy", 2.0, "kWh")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"metric": "noise"}, "claim.metric"),
        ({"low": 3, "high": 2}, "claim.low"),
        ({"low": math.nan}, "claim.low"),
        ({"unit": 5}, "claim.unit"),
    ],
)
def test_a_wrong_claim_is_refused(body: object, field: str) -> None:
    with pytest.raises(OutOfRange) as caught:
        read_claim(body)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"metric": "energy", "unit": "kWh"}, "budget.value"),
        ({"metric": "energy", "value": -1, "unit": "kWh"}, "budget.value"),
        ({"metric": "noise", "value": 1, "unit": "kWh"}, "budget.metric"),
        ({"metric": "energy", "value": 1}, "budget.unit"),
        ([], "budget"),
    ],
)
def test_a_wrong_budget_is_refused(body: object, field: str) -> None:
    with pytest.raises(OutOfRange) as caught:
        read_budget(body)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("subject", "activity", "drawn_by"),
    [
        ("gpt-4o", "image", "gpt-image-1"),
        ("gpt-4", "image", "dall-e-3"),
        ("gemini-2.5-flash", "image", "gemini-2.5-flash-image"),
    ],
)
def test_a_chat_model_asked_for_a_picture_is_the_makers_of_its_time(
    subject: str, activity: Activity, drawn_by: str
) -> None:
    chat, own = (estimate([Workload(name, activity, unit="image")]).items[0] for name in (subject, drawn_by))
    assert chat.energy == own.energy


@pytest.mark.parametrize(
    ("assumptions", "least"),
    [(Assumptions(chip="h100", chips=1, precision="bf16"), 11), (Assumptions(chip="h100", chips=2), 3)],
)
def test_chips_that_cannot_hold_the_weights_are_refused(assumptions: Assumptions, least: int) -> None:
    with pytest.raises(OutOfRange, match=f"{least} or more, to hold llama-3.1-405b") as refused:
        estimate([Workload("llama-3.1-405b", "text", assumptions=assumptions)])
    assert refused.value.field == "items[0].assumptions.chips"


def test_an_amount_beyond_all_sense_is_refused_and_never_infinite() -> None:
    with pytest.raises(OutOfRange) as refused:
        read_workload({"subject": "gpt-4o", "amount": 1e300})
    assert refused.value.field == "items[0].amount"


def test_a_number_of_thousands_of_digits_is_named_in_few() -> None:
    with pytest.raises(OutOfRange) as refused:
        read_workload({"subject": "gpt-4o", "amount": 10**4000})
    assert len(str(refused.value)) < 120
