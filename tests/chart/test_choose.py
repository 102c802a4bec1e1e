"""Which charts suit which question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import answer as answers
from bot.chart import Chart, Distribution, Drivers, Ranges, Stages, Trend, draw
from bot.chart.choose import choose, plain
from bot.request import Request
from estimator.catalogue import Catalogue
from estimator.errors import EstimatorError
from estimator.estimate import Estimate, estimate
from estimator.quantiles import quantiles
from estimator.workload import Assumptions, Budget, Claim, Workload

PROMPT = Workload("gpt-4o", "text", 1.0, "prompt")
PROMPTS = replace(PROMPT, amount=1e6)
LLAMA = Workload("llama-3.1-405b", "text", 1.0, "prompt")


def charts(request: Request, catalogue: Catalogue) -> tuple[Chart, ...]:
    """Return the charts of a request, all of them drawn."""
    found = estimate(
        request.items,
        intent=request.intent,
        metrics=request.metrics,
        region=request.region,
        versus=request.versus,
        claim=request.claim,
        budget=request.budget,
        topic=request.topic,
        catalogue=catalogue,
    )
    chosen = choose(answers.compose(request, found, catalogue), found, catalogue)
    for chart in chosen:
        assert draw(chart, request.language).alt
    return chosen


def test_an_estimate_is_shown_as_its_likely_values(catalogue: Catalogue) -> None:
    first, *others = charts(Request("estimate", items=(PROMPTS,)), catalogue)
    assert isinstance(first, Distribution)
    assert first.subject == "a million GPT-4o prompts"
    assert first.metric == "energy"
    assert any(isinstance(other, Drivers) for other in others)


def test_the_likely_values_are_those_of_the_estimate(catalogue: Catalogue) -> None:
    chart = charts(Request("estimate", metrics=("carbon",), items=(PROMPTS,), region="FR"), catalogue)[0]
    assert isinstance(chart, Distribution)
    assert list(chart.quantiles) == sorted(chart.quantiles)
    assert len(chart.quantiles) == 20
    below = [value for value in chart.quantiles if value < chart.spread.low]
    above = [value for value in chart.quantiles if value > chart.spread.high]
    assert (len(below), len(above)) == (1, 1)  # one in twenty on each side
    assert chart.quantiles[9] < chart.spread.median < chart.quantiles[10]
    assert "Electricity: France" in chart.note


def test_the_drivers_leave_a_rest_and_repeat_no_cause(catalogue: Catalogue) -> None:
    found = charts(Request("estimate", items=(PROMPT,)), catalogue)
    drivers = next(chart for chart in found if isinstance(chart, Drivers))
    assert 0 < sum(share.share for share in drivers.shares) < 1
    assert len({share.label for share in drivers.shares}) == len(drivers.shares)
    assert [s.share for s in drivers.shares] == sorted((s.share for s in drivers.shares), reverse=True)


def test_a_comparison_is_shown_as_ranges_the_larger_first(catalogue: Catalogue) -> None:
    chart = charts(Request("compare", items=(PROMPT, LLAMA)), catalogue)[0]
    assert isinstance(chart, Ranges)
    assert {row.label for row in chart.rows} == {"One GPT-4o prompt", "One Llama 3.1 405B prompt"}
    medians = [row.spread.median for row in chart.rows]
    assert medians == sorted(medians, reverse=True)


def test_a_comparison_with_an_everyday_thing_has_both(catalogue: Catalogue) -> None:
    chart = charts(Request("compare", items=(PROMPT,), versus=("streaming-hour",)), catalogue)[0]
    assert isinstance(chart, Ranges)
    assert len(chart.rows) == 2


def test_several_estimates_share_an_axis(catalogue: Catalogue) -> None:
    chart = charts(Request("estimate", items=(PROMPT, LLAMA)), catalogue)[0]
    assert isinstance(chart, Ranges)
    assert len(chart.rows) == 2


def test_a_claim_stands_beside_what_we_find(catalogue: Catalogue) -> None:
    claim = Claim("water", 0.5, 0.5, "L", "prompt")
    chart = charts(Request("check", ("water",), (PROMPT,), claim=claim), catalogue)[0]
    assert isinstance(chart, Ranges)
    assert [row.label for row in chart.rows] == ["The claim", "What we find"]
    assert chart.rows[0].spread.median == pytest.approx(0.5)


def test_water_is_also_shown_by_where_it_is_used(catalogue: Catalogue) -> None:
    found = charts(Request("estimate", ("water",), (PROMPT,), language="es"), catalogue)
    stages = next(chart for chart in found if isinstance(chart, Stages))
    assert {part.stage for part in stages.parts} == {"on_site", "off_site"}
    assert stages.subject == "una consulta a GPT-4o"


def test_carbon_over_the_life_cycle_is_also_shown_by_stage(catalogue: Catalogue) -> None:
    work = replace(LLAMA, assumptions=Assumptions(boundary="lifecycle"))
    found = charts(Request("estimate", ("carbon",), (work,)), catalogue)
    stages = next(chart for chart in found if isinstance(chart, Stages))
    assert [part.stage for part in stages.parts] == ["electricity", "training", "embodied"]
    assert sum(part.spread.median for part in stages.parts) == pytest.approx(stages.total.median, rel=0.05)


def test_published_figures_of_one_quantity_are_shown_by_the_year_they_are_about(catalogue: Catalogue) -> None:
    chart = charts(Request("lookup", topic="data-centres-2030"), catalogue)[0]
    assert isinstance(chart, Trend)
    assert {(point.year, point.forecast) for point in chart.points} >= {(2024, False), (2030, True)}
    assert len(chart.sources) >= 2


@pytest.mark.parametrize(
    "request_",
    [
        Request("help"),
        Request("none"),
        Request("explain", topic="pue"),
        Request("lookup", topic="a topic that nobody has written about"),
        Request("budget", items=(PROMPT,), budget=Budget("energy", 1.0, "kWh")),
    ],
)
def test_what_no_chart_helps_to_see_has_none(request_: Request, catalogue: Catalogue) -> None:
    assert charts(request_, catalogue) == ()


def test_a_refusal_has_no_chart(catalogue: Catalogue) -> None:
    error: EstimatorError
    with pytest.raises(EstimatorError) as caught:
        estimate((Workload("blorgotron", "text"),), catalogue=catalogue)
    error = caught.value
    refusal = answers.compose(Request("estimate"), error, catalogue)
    assert choose(refusal, Estimate(), catalogue) == ()


def test_quantiles_scale_with_the_amount_and_are_none_without_the_metric(catalogue: Catalogue) -> None:
    one = quantiles(PROMPT, "energy", catalogue=catalogue, count=5)
    many = quantiles(PROMPTS, "energy", catalogue=catalogue, count=5)
    assert many == pytest.approx([value * 1e6 for value in one])
    assert quantiles(Workload("car-km", "everyday", 1.0, "item"), "hardware", catalogue=catalogue) == ()


def test_names_are_shown_without_the_marks_that_escape_them() -> None:
    assert plain(r"one a\_b\*c prompt") == "one a_b*c prompt"


def test_a_life_cycle_shows_the_share_of_training(catalogue: Catalogue) -> None:
    work = replace(PROMPTS, assumptions=Assumptions(boundary="lifecycle"))
    for metric, names in (
        ("carbon", ["electricity", "training", "embodied"]),
        ("energy", ["electricity", "training"]),
    ):
        request = Request("estimate", metrics=(metric,), items=(work,))  # type: ignore[arg-type]
        chart = next(each for each in charts(request, catalogue) if isinstance(each, Stages))
        assert [part.stage for part in chart.parts] == names
        assert sum(part.spread.median for part in chart.parts) == pytest.approx(chart.total.median, rel=0.05)
        assert "a share of the training included" in chart.note


def test_places_are_compared_by_their_names(catalogue: Catalogue) -> None:
    items = (replace(PROMPTS, region="PL"), replace(PROMPTS, region="SE"))
    chart = charts(Request("compare", metrics=("carbon",), items=items), catalogue)[0]
    assert isinstance(chart, Ranges)
    assert [row.label for row in chart.rows] == ["Poland", "Sweden"]
    assert chart.subject == "a million GPT-4o prompts"


@pytest.mark.parametrize(
    ("topic", "years", "sources"),
    [
        ("data-centres-ireland", 6, 1),
        ("data-centres-us", 6, 2),
        ("google-water", 3, 1),
        ("data-centres", 6, 3),
    ],
)
def test_figures_of_several_years_are_a_trend(
    topic: str, years: int, sources: int, catalogue: Catalogue
) -> None:
    """A source that comes out every year is one line, without a year of its own."""
    chart = charts(Request("lookup", topic=topic), catalogue)[0]
    assert isinstance(chart, Trend)
    assert len({point.year for point in chart.points}) >= years
    assert len(chart.sources) == sources
