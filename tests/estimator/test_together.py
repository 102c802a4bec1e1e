"""Comparison, equivalents, budget and verdict: what is asked about items together."""

from __future__ import annotations

import numpy as np
import pytest

from estimator.catalogue import Catalogue
from estimator.errors import OutOfRange
from estimator.estimate import Estimate, estimate
from estimator.figure import Sampling, Spread
from estimator.item import unit_of
from estimator.quantity import base
from estimator.verdict import rule
from estimator.workload import Assumptions, Budget, Claim, Workload

PROMPT = Workload("gpt-4o", "text")
FIXED = Workload(
    "data-centre", "hardware", 1, "hour", power=1000.0, assumptions=Assumptions(pue=1.25, grid=400.0)
)


def test_a_comparison_is_made_draw_by_draw(catalogue: Catalogue, sampling: Sampling) -> None:
    small, large = Workload("llama-3.1-8b", "text"), Workload("llama-3.1-405b", "text")
    found = estimate([small, large], intent="compare", sampling=sampling).comparison
    assert found is not None
    draws = [
        unit_of(each, None, catalogue, sampling, f"items[{i}]").draws["energy"]
        for i, each in enumerate((small, large))
    ]
    assert found.ratio.median == pytest.approx(float(np.median(draws[0] / draws[1])))
    assert found.probability == pytest.approx(float(np.mean(draws[1] > draws[0])))
    assert (found.more, found.metric) == (1, "energy")
    assert found.probability > 0.95


def test_what_two_things_share_is_no_doubt_between_them() -> None:
    """One grid, one PUE, one batch: the same model for one and two prompts differs by exactly two."""
    found = estimate([Workload("gpt-4o", "text", 2), PROMPT], intent="compare").comparison
    assert found is not None
    assert (found.ratio.low, found.ratio.high) == (pytest.approx(2), pytest.approx(2))
    assert (found.more, found.probability) == (0, 1)


def test_the_same_thing_twice_is_a_draw() -> None:
    found = estimate([PROMPT, PROMPT], intent="compare").comparison
    assert found is not None
    assert (found.ratio.median, found.probability) == (1, 0.5)


def test_one_model_in_two_places_differs_in_carbon() -> None:
    items = [Workload("gpt-4o", "text", region="FR"), Workload("gpt-4o", "text", region="PL")]
    found = estimate(items, intent="compare").comparison
    assert found is not None
    assert (found.metric, found.more) == ("carbon", 1)
    assert found.ratio.high < 0.5


def test_of_six_the_largest_is_named() -> None:
    names = ["llama-3.1-8b", "gpt-4o-mini", "llama-3.1-70b", "deepseek-r1", "gpt-4o", "llama-3.2-1b"]
    items = [Workload(name, "reasoning" if name == "deepseek-r1" else "text") for name in names]
    found = estimate(items, intent="compare").comparison
    assert found is not None
    assert found.more == 3


def test_of_three_the_probability_is_that_one_is_above_both_others(
    catalogue: Catalogue, sampling: Sampling
) -> None:
    items = [Workload(name, "text") for name in ("gpt-4o", "claude-sonnet-4", "llama-3.1-405b")]
    found = estimate(items, intent="compare", sampling=sampling).comparison
    assert found is not None
    draws = [
        unit_of(each, None, catalogue, sampling, f"items[{i}]").draws["energy"]
        for i, each in enumerate(items)
    ]
    assert found.more == int(np.argmax([np.median(each) for each in draws]))
    others = np.max([each for i, each in enumerate(draws) if i != found.more], axis=0)
    assert found.probability == pytest.approx(float(np.mean(draws[found.more] > others)))
    assert 1 / 3 < found.probability < 1
    assert found.less == int(np.argmin([np.median(each) for each in draws]))
    others = np.min([each for i, each in enumerate(draws) if i != found.less], axis=0)
    assert found.least == pytest.approx(float(np.mean(draws[found.less] < others)))


def test_an_item_is_compared_with_all_everyday_things_that_are_named(
    catalogue: Catalogue, sampling: Sampling
) -> None:
    """Each stands with what it takes in the measure that all have, through the grid where need be."""
    found = estimate(
        [PROMPT], intent="compare", metrics=("water",), versus=("streaming-hour", "burger"), sampling=sampling
    ).comparison
    assert found is not None
    assert (found.metric, found.more, found.less) == ("water", 2, 0)
    streaming = unit_of(Workload("streaming-hour", "everyday", 1, "item"), None, catalogue, sampling, "")
    assert dict(found.beside)["streaming-hour"].median == pytest.approx(
        float(np.median(streaming.draws["water"]))
    )
    assert set(dict(found.beside)) == {"streaming-hour", "burger"}


def test_an_item_is_compared_with_an_everyday_thing() -> None:
    found = estimate([PROMPT], intent="compare", versus=("kettle-1l",)).comparison
    assert found is not None
    assert found.more == 1
    assert found.ratio.high < 0.1


def test_a_comparison_with_nothing_is_left_out() -> None:
    assert estimate([PROMPT, Workload("gpt-4o", "text", 0)], intent="compare").comparison is None


def test_an_equivalent_says_what_it_is_equal_in(catalogue: Catalogue) -> None:
    # 1 kWh against a kettle's litre at 95 to 125 Wh: 8 to 10.5 boils; a petrol car: 400 g over its g a km
    found = {each.thing: each for each in estimate([FIXED], versus=("kettle-1l", "car-km")).equivalents}
    kettle, car = found["kettle-1l"], found["car-km"]
    assert kettle.basis == "energy"
    assert (kettle.amount.low, kettle.amount.median, kettle.amount.high) == (
        pytest.approx(1000 / 125, rel=0.01),
        pytest.approx(1000 / 110, rel=0.01),
        pytest.approx(1000 / 95, rel=0.01),
    )
    carbon = estimate([FIXED], metrics=("carbon",), versus=("car-km",)).equivalents[0]
    km = catalogue.things["car-km"].carbon
    assert km is not None
    assert carbon.basis == "carbon"
    assert carbon.amount.median == pytest.approx(400 / km.median, rel=0.01)
    assert car.amount.unit == "km"


def test_equivalents_add_the_items_up() -> None:
    one = estimate([FIXED], versus=("kettle-1l",)).equivalents[0].amount.median
    two = estimate([FIXED, FIXED], versus=("kettle-1l",)).equivalents[0].amount.median
    assert two == pytest.approx(2 * one)


def test_water_is_pictured_in_water() -> None:
    found = estimate([FIXED], metrics=("water",), versus=("shower-8min",)).equivalents
    assert [each.basis for each in found] == ["water"]


def test_pictures_of_three_kinds_are_chosen_where_none_is_named() -> None:
    found = estimate([Workload("chatgpt", "text", 1000)], intent="equivalent").equivalents
    assert len(found) == 3
    assert all(0.1 < each.amount.median < 100 for each in found)


BUDGETS = [
    # FIXED takes 1 kWh, 400 g and its electricity bill an hour
    (Budget("energy", 5, "kWh"), 5.0),
    (Budget("energy", 1, "MWh"), 1000.0),
    (Budget("energy", 3.6, "MJ"), 1.0),
    (Budget("carbon", 1, "t"), 2500.0),
    (Budget("carbon", 2, "kg"), 5.0),
    (Budget("carbon", 2, "kgCO2e"), 5.0),
    (Budget("carbon", 100, "lb"), 113.4),
]


@pytest.mark.parametrize(("budget", "hours"), BUDGETS, ids=[f"{b.value} {b.unit}" for b, _ in BUDGETS])
def test_a_budget_pays_for_so_much(budget: Budget, hours: float) -> None:
    found = estimate([FIXED], intent="budget", budget=budget).budget
    assert found is not None
    assert (found.amount.unit, found.amount.median) == ("hour", pytest.approx(hours, rel=0.001))


def test_a_budget_is_the_estimate_turned_round() -> None:
    item = estimate([PROMPT]).items[0]
    found = estimate([PROMPT], intent="budget", budget=Budget("energy", 1, "kWh")).budget
    assert item.energy is not None
    assert found is not None
    assert found.amount.median == pytest.approx(1000 / item.energy.median, rel=0.01)
    assert found.amount.low == pytest.approx(1000 / item.energy.high, rel=0.01)


def test_a_budget_of_euros_is_worth_its_dollars(catalogue: Catalogue) -> None:
    rate = catalogue.figure("money.usd_per_eur").median
    euros = estimate([FIXED], budget=Budget("cost", 20, "EUR")).budget
    dollars = estimate([FIXED], budget=Budget("cost", 20 * rate, "USD")).budget
    assert euros is not None
    assert dollars is not None
    assert euros.amount.median == pytest.approx(dollars.amount.median)


def test_how_many_prompts_one_kettle_is() -> None:
    found = estimate([FIXED], intent="budget", versus=("kettle-1l",)).budget
    assert found is not None
    assert found.amount.median == pytest.approx(0.11, rel=0.01)


def test_a_budget_in_a_unit_of_something_else_is_refused() -> None:
    with pytest.raises(OutOfRange) as caught:
        estimate([PROMPT], budget=Budget("energy", 2, "litres"))
    assert caught.value.field == "budget.unit"


UNITS = [
    ("energy", "TWh", 1e12), ("energy", "kilowatt-hours", 1e3), ("energy", "vatios-hora", 1.0),
    ("energy", "kJ", 1 / 3.6), ("carbon", "Mt", 1e12), ("carbon", "tonnes", 1e6), ("carbon", "gCO2", 1.0),
    ("carbon", "toneladas", 1e6), ("carbon", "oz", 28.3495), ("water", "ml", 1e-3), ("water", "m3", 1e3),
    ("water", "gallons", 3.785411784), ("water", "bottles", 0.5), ("water", "oz", 0.0295735),
    ("cost", "$", 1.0), ("cost", "cents", 0.01), ("hardware", "gpu-hours", 1.0),
]  # fmt: skip


@pytest.mark.parametrize(("metric", "unit", "factor"), UNITS)
def test_units_are_read_as_people_write_them(
    metric: str, unit: str, factor: float, catalogue: Catalogue
) -> None:
    assert base(metric, 2.0, unit, catalogue, "x") == pytest.approx(2 * factor)  # type: ignore[arg-type]


RULINGS = [
    (1.0, 1.0, "supported"),
    (0.5, 0.5, "supported"),
    (2.0, 2.0, "supported"),
    (0.1, 5.0, "supported"),
    (2.1, 2.1, "exaggerated"),
    (19.0, 19.0, "exaggerated"),
    (20.0, 30.0, "contradicted"),
    (0.4, 0.4, "understated"),
    (0.06, 0.06, "understated"),
    (0.01, 0.05, "contradicted"),
    (None, 5.0, "supported"),
    (None, 0.3, "understated"),
    (None, 0.01, "contradicted"),
    (0.1, None, "supported"),
    (3.0, None, "exaggerated"),
    (50.0, None, "contradicted"),
    (None, None, "unknown"),
]


@pytest.mark.parametrize(("low", "high", "ruling"), RULINGS)
def test_the_ruling_follows_from_how_far_outside_the_range_a_claim_lies(
    low: float | None, high: float | None, ruling: str
) -> None:
    assert rule(low, high, Spread(0.5, 1.0, 2.0, "Wh"))[0] == ruling


def ruling(found: Estimate) -> str:
    assert found.verdict is not None
    return found.verdict.ruling


CLAIMS = [
    # FIXED takes exactly 1,000 Wh and 400 g
    ("1 kWh", Claim("energy", 1, 1, "kWh"), (), "supported"),
    ("3.6 MJ", Claim("energy", 3.6, 3.6, "MJ"), (), "supported"),
    ("a range that holds it", Claim("energy", 0.5, 3, "kWh"), (), "supported"),
    ("three times too much", Claim("energy", 3, 3, "kWh"), (), "exaggerated"),
    ("five times too little", Claim("energy", 0.2, 0.2, "kWh"), (), "understated"),
    ("a hundred times too much", Claim("energy", 100, 100, "kWh"), (), "contradicted"),
    ("no metric but a unit of carbon", Claim(None, 400, 400, "g"), (), "supported"),
    ("ten times a kettle", Claim("energy", 10, 10, "times"), ("kettle-1l",), "supported"),
    (
        "a hundred and twenty times a kettle",
        Claim("energy", 120, 120, "times"),
        ("kettle-1l",),
        "contradicted",
    ),
    ("a kettle", Claim("energy", None, None, None), ("kettle-1l",), "understated"),
    ("less than 2 kWh", Claim("energy", None, 2, "kWh"), (), "supported"),
    ("nothing in particular", Claim("energy", None, None, None), (), "unknown"),
]


@pytest.mark.parametrize(("claim", "versus", "expected"), [c[1:] for c in CLAIMS], ids=[c[0] for c in CLAIMS])
def test_a_claim_is_judged(claim: Claim, versus: tuple[str, ...], expected: str) -> None:
    assert ruling(estimate([FIXED], intent="check", claim=claim, versus=versus)) == expected


def test_a_claim_is_about_the_whole_amount_in_the_base_unit() -> None:
    ten = Workload("data-centre", "hardware", 10, "hour", power=1000.0)
    verdict = estimate([ten], claim=Claim("energy", 10, 12, "kWh")).verdict
    assert verdict is not None
    assert (verdict.claimed_low, verdict.claimed_high, verdict.found.median) == (1e4, 1.2e4, 1e4)
    assert verdict.found.unit == "Wh"


def test_a_bottle_a_question_is_far_too_much() -> None:
    claim = Claim("water", None, None, None, "prompt")
    verdict = estimate(
        [Workload("chatgpt", "text")], intent="check", claim=claim, versus=("bottle-water",)
    ).verdict
    assert verdict is not None
    assert (verdict.ruling, verdict.metric) == ("contradicted", "water")


def test_times_are_counted_against_the_second_item() -> None:
    items = [Workload("llama-3.1-405b", "text"), Workload("llama-3.1-8b", "text")]
    assert ruling(estimate(items, intent="check", claim=Claim(None, 25, 25, "times"))) == "supported"
    assert ruling(estimate(items, intent="check", claim=Claim(None, 1e5, 1e5, "times"))) == "contradicted"


def test_a_claim_in_a_unit_of_another_metric_is_refused() -> None:
    with pytest.raises(OutOfRange) as caught:
        estimate([PROMPT], claim=Claim("water", 3, 3, "kWh"))
    assert caught.value.field == "claim.unit"


MONEY = [
    # of training GPT-4: chips and electricity differ by more than ten; of a prompt: three senses
    (
        Workload("gpt-4", "training", 1, "run"),
        Claim("cost", 80e6, 80e6, "USD"),
        "supported",
        "rent",
        "inside",
    ),
    (
        Workload("gpt-4", "training", 1, "run"),
        Claim("cost", 5e6, 5e6, "USD"),
        "supported",
        "electricity",
        "inside",
    ),
    (Workload("chatgpt", "text"), Claim("cost", 36, 36, "cents"), "contradicted", "rent", "far-above"),
    (Workload("chatgpt", "text"), Claim("cost", 2, 2, "cents"), "outdated", "rent", "above"),
    (Workload("chatgpt", "text"), Claim("cost", 0.36, 0.36, "cents"), "outdated", "rent", "above"),
    (Workload("gpt-4o", "text"), Claim("cost", 0.36, 0.36, "cents"), "supported", "api", "inside"),
    (
        Workload("gpt-3", "training", unit="run"),
        Claim("cost", 12e6, 12e6, "$"),
        "exaggerated",
        "rent",
        "above",
    ),
]


@pytest.mark.parametrize(("workload", "claim", "expected", "sense", "why"), MONEY)
def test_a_claim_of_money_is_held_against_the_sense_that_suits_it(
    workload: Workload, claim: Claim, expected: str, sense: str, why: str
) -> None:
    verdict = estimate([workload], intent="check", claim=claim).verdict
    assert verdict is not None
    assert (verdict.ruling, verdict.sense, verdict.why) == (expected, sense, why)


def test_what_burns_fuel_is_weighed_by_its_carbon(catalogue: Catalogue) -> None:
    """The heat of petrol is no electricity; a metric that is asked for holds all the same."""
    car = estimate([FIXED], versus=("car-km",)).equivalents[0]
    km = catalogue.things["car-km"].carbon
    assert km is not None
    assert car.basis == "carbon"
    assert car.amount.median == pytest.approx(400 / km.median, rel=0.01)
    assert estimate([FIXED], metrics=("energy",), versus=("car-km",)).equivalents[0].basis == "energy"
    assert estimate([FIXED], versus=("ev-km",)).equivalents[0].basis == "energy"
