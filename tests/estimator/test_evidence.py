"""What others have published: shown beside our figure, and used as evidence where a maker discloses it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from estimator.catalogue import Catalogue
from estimator.estimate import ItemEstimate, estimate
from estimator.figure import Spread
from estimator.workload import Assumptions, Claim, Workload


def energy(item: ItemEstimate) -> Spread:
    assert item.energy is not None
    return item.energy


def without_evidence(catalogue: Catalogue) -> Catalogue:
    about = {
        subject: tuple(replace(each, evidence=False) for each in figures)
        for subject, figures in catalogue.published_about.items()
    }
    return replace(catalogue, published_about=about)


@pytest.mark.parametrize(("service", "disclosed"), [("gemini", 0.24), ("chatgpt", 0.34)])
def test_a_disclosed_figure_draws_ours_towards_it(
    service: str, disclosed: float, catalogue: Catalogue
) -> None:
    workload = Workload(service, "text")
    ours = energy(estimate([workload], catalogue=without_evidence(catalogue)).items[0])
    both = energy(estimate([workload]).items[0])
    assert min(ours.median, disclosed) <= both.median <= max(ours.median, disclosed)
    assert both.low < disclosed < both.high
    assert both.high / both.low < ours.high / ours.low


def test_a_figure_without_a_method_weighs_less_than_one_with(catalogue: Catalogue) -> None:
    widths = {}
    for boundary in ("", "facility"):
        figures = tuple(replace(each, boundary=boundary) for each in catalogue.published_about["chatgpt"])
        about = {**catalogue.published_about, "chatgpt": figures}
        found = energy(
            estimate(
                [Workload("chatgpt", "text")], catalogue=replace(catalogue, published_about=about)
            ).items[0]
        )
        widths[boundary] = found.high / found.low
    assert widths["facility"] < widths[""]


def test_the_update_is_the_precision_weighted_mean(catalogue: Catalogue) -> None:
    """Ours N(m, s²) and the disclosed N(y, t²), both of logarithms: mean (m/s² + y/t²)/(1/s² + 1/t²)."""
    workload = Workload("gemini", "text")
    ours = energy(estimate([workload], catalogue=without_evidence(catalogue)).items[0])
    both = energy(estimate([workload]).items[0])
    stated = catalogue.figure("serving.disclosed_with_method")
    s = math.log(ours.high / ours.low) / 3.29
    t = math.log(stated.high / stated.low) / 3.29
    mean = (math.log(ours.median) / s**2 + math.log(0.24) / t**2) / (1 / s**2 + 1 / t**2)
    width = 3.29 / math.sqrt(1 / s**2 + 1 / t**2)
    assert math.log(both.median) == pytest.approx(mean, abs=0.15)
    assert math.log(both.high / both.low) == pytest.approx(width, rel=0.15)


def test_a_disclosed_lifecycle_moves_the_lifecycle_alone(catalogue: Catalogue) -> None:
    """Mistral: 1.14 g and 45 mL for 400 tokens of Large 2 over the life cycle."""
    cycle = Workload("mistral-large-2", "text", tokens=400, assumptions=Assumptions(boundary="lifecycle"))
    ours = estimate([cycle], catalogue=without_evidence(catalogue)).items[0]
    both = estimate([cycle]).items[0]
    for metric, disclosed in (("carbon", 1.14), ("water", 0.045)):
        before, after = getattr(ours, metric), getattr(both, metric)
        assert before.median < after.median < disclosed
    assert both.energy == ours.energy
    facility = Workload("mistral-large-2", "text", tokens=400)
    assert (
        estimate([facility]).items[0].carbon
        == estimate([facility], catalogue=without_evidence(catalogue)).items[0].carbon
    )


def test_the_grade_says_that_the_maker_disclosed_it() -> None:
    assert estimate([Workload("gemini", "text")]).items[0].grade == "disclosed"
    assert estimate([Workload("claude", "text")]).items[0].grade in ("modelled", "guessed")


def test_a_stated_length_keeps_the_shift_and_not_the_narrowing(catalogue: Catalogue) -> None:
    workload = Workload("chatgpt", "text", tokens=400)
    ours = energy(estimate([workload], catalogue=without_evidence(catalogue)).items[0])
    both = energy(estimate([workload]).items[0])
    assert both.high / both.low == pytest.approx(ours.high / ours.low)
    assert both.median < ours.median


def test_a_stated_batch_or_chip_is_not_what_the_maker_disclosed(catalogue: Catalogue) -> None:
    workload = Workload("chatgpt", "text", assumptions=Assumptions(chip="h100", batch=32))
    assert energy(estimate([workload]).items[0]) == energy(
        estimate([workload], catalogue=without_evidence(catalogue)).items[0]
    )


def test_published_figures_stand_beside_ours_for_the_whole_amount() -> None:
    found = estimate([Workload("gemini", "text", 1000)])
    published = {each.id: each for each in found.items[0].published}
    comprehensive = published["google-gemini-median-prompt-energy"]
    narrow = published["google-gemini-median-prompt-energy-narrow"]
    assert comprehensive.value == pytest.approx(240)
    assert (comprehensive.same_boundary, narrow.same_boundary) == (True, False)
    assert comprehensive.url.startswith("https://")
    assert comprehensive.source in {source.id for source in found.sources}


def test_another_boundary_matches_another_published_figure() -> None:
    item = estimate([Workload("gemini", "text", assumptions=Assumptions(boundary="chip"))]).items[0]
    published = {each.id: each for each in item.published}
    assert published["google-gemini-median-prompt-energy-narrow"].same_boundary


def test_what_was_estimated_of_2023_is_outdated() -> None:
    verdict = estimate(
        [Workload("chatgpt", "text")], intent="check", claim=Claim("energy", 3, 3, "Wh", "prompt")
    ).verdict
    assert verdict is not None
    assert verdict.ruling == "outdated"


@pytest.mark.parametrize(
    ("subject", "claim"),
    [
        ("gpt-3", Claim("energy", 1287, 1287, "MWh")),
        ("gpt-4", Claim("energy", 50, 60, "GWh")),
        ("llama-3-70b", Claim("carbon", 1900, 1900, "tonnes")),
    ],
)
def test_a_published_training_is_supported(subject: str, claim: Claim) -> None:
    verdict = estimate([Workload(subject, "training", 1, "run")], intent="check", claim=claim).verdict
    assert verdict is not None
    assert verdict.ruling == "supported"


def test_facts_are_found_by_topic_and_claims_held_against_them() -> None:
    claim = Claim("energy", 23, 23, "%")
    found = estimate([], intent="check", topic="data-centres-share", region="IE", claim=claim)
    assert found.facts
    assert found.verdict is not None
    assert found.verdict.ruling == "supported"
    assert {fact.source for fact in found.facts} <= {source.id for source in found.sources}
    wrong = estimate(
        [], intent="check", topic="data-centres-share", claim=Claim("energy", 80, 80, "%")
    ).verdict
    assert wrong is not None
    assert wrong.ruling in ("exaggerated", "contradicted")


@pytest.mark.parametrize(
    ("topic", "share", "ruling"),
    [
        ("data-centres-us", 4.0, "supported"),  # 4.4 % rounds to it
        ("data-centres-us", 4.4, "supported"),
        ("data-centres-us", 4.1, "understated"),
        ("data-centres-us", 6.0, "exaggerated"),  # than in 2023, and less than is forecast of 2028
        ("ai-share", 20.0, "contradicted"),  # of the world's electricity, not of data centres'
        ("ai-share", 2.0, "exaggerated"),
        ("ai-share", 0.5, "supported"),
        ("ai-energy-world", 10.0, "contradicted"),
        ("ai-share-of-data-centres", 10.0, "supported"),
        ("ai-share-of-data-centres", 50.0, "exaggerated"),
    ],
)
def test_a_share_is_held_against_shares_of_the_same_whole(topic: str, share: float, ruling: str) -> None:
    claim = Claim("energy", share, share, "%")
    verdict = estimate([], intent="check", topic=topic, claim=claim).verdict
    assert verdict is not None
    assert verdict.ruling == ruling


def test_an_unknown_topic_has_no_facts() -> None:
    assert estimate([], intent="lookup", topic="unicorns").facts == ()
