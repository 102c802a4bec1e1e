"""What a reply says of a claim agrees with the numbers that stand beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.answer import Answer, compose
from bot.answer.ruled import WITHIN
from bot.languages import language, languages
from bot.message import render
from bot.pipeline import answer as answer_to
from bot.pipeline import estimate
from bot.request import Request
from estimator.catalogue import load
from estimator.claims import KnownClaim
from estimator.errors import EstimatorError
from estimator.result import Verdict
from estimator.units import base, shown
from estimator.workload import UNITS, Activity, Claim, Metric, Unit, Workload

FACTORS = (0.01, 0.03, 0.1, 0.2, 0.5, 0.7, 0.9, 1.0, 1.1, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0, 100.0)
USUAL: dict[Activity, tuple[str, Unit]] = {
    "text": ("chatgpt", "prompt"), "reasoning": ("o3", "prompt"), "image": ("dall-e-3", "image"),
    "video": ("sora-2", "second"), "training": ("gpt-3", "run"), "everyday": ("streaming-hour", "item"),
}  # fmt: skip
INSIDE = (
    "fits",
    "inside-above",
    "inside-below",
    "outdated-fits",
    "outdated-inside-above",
    "standing-inside",
    "fact",
)
OFF = ("exaggerated", "understated", "contradicted")
FAR = 10.0
EXACT = 0.02  # of a quantity without a range, that two digits may differ by
REPEATED = 0.1  # of a published figure, that a claim which repeats it may differ by


def of_known_claims() -> Iterator[Request]:
    """Yield the claims that go round, as large as they are told and larger and smaller."""
    for known in load().claims.values():
        for work in works_of(known):
            ends = known.between or known.says
            if ends is not None and known.metric is not None:
                size = (ends[0] * ends[1]) ** 0.5 * (work.amount if known.per is None else 1.0)
                unit = {"energy": "Wh", "carbon": "g", "water": "L", "cost": "USD"}[known.metric]
                yield from sized(work, known.metric, size, unit)
            if known.times is not None:
                size = (known.times[0] * known.times[1]) ** 0.5
                for thing in known.versus:
                    yield from sized(work, known.metric or "energy", size, "times", (thing,))


def works_of(known: KnownClaim) -> Iterator[Workload]:
    """Yield what a known claim may be said of."""
    amount = (known.per[0] * known.per[1]) ** 0.5 if known.per else 1.0
    for activity in known.activities:
        usual, unit = USUAL[activity]  # type: ignore[index]
        for subject in known.subjects or (usual,):
            yield Workload(subject, activity, amount, unit)  # type: ignore[arg-type]


def of_published_figures() -> Iterator[Request]:
    """Yield what somebody published of an activity, as a claim, and larger and smaller."""
    for figure in load().published:
        if figure.subject and figure.metric and figure.value and figure.per in UNITS:
            work = Workload(figure.subject, figure.activity, 1.0, figure.per)  # type: ignore[arg-type]
            yield from sized(work, figure.metric, figure.value, figure.unit)


def sized(
    work: Workload, metric: Metric, size: float, unit: str, versus: tuple[str, ...] = ()
) -> Iterator[Request]:
    for factor in FACTORS:
        each = float(f"{size * factor:.6g}")
        claim = Claim(metric, each, each, unit)
        yield Request("check", (metric,), (work,), versus=versus, claim=claim)


def answers(requests: Iterator[Request]) -> Iterator[tuple[Answer, Verdict]]:
    for request in requests:
        try:
            answer = compose(request, estimate(request), load())
        except EstimatorError:
            continue
        if answer.verdict is not None and answer.claim_stated:
            yield answer, answer.verdict


@pytest.mark.parametrize("kind", ["known claims", "published figures"])
def test_ruling_sentence_and_printed_range_agree(kind: str) -> None:
    """A claim is said to be inside our range where it is inside the numbers that the reply prints, and only
    there; it is off by as much and to the side that its ruling says."""
    checked = 0
    for answer, verdict in answers(of_known_claims() if kind == "known claims" else of_published_figures()):
        checked += 1
        assert verdict.claimed_high is not None
        claimed = answer.told.rounded(verdict.claimed_high)
        low, high = printed(answer, verdict)
        inside = low <= claimed <= high
        told = (answer.request.items, answer.request.claim, verdict, answer.opening)
        assert (verdict.why == "inside") == inside, told
        assert not (answer.opening in INSIDE and not inside), told
        assert not (inside and answer.opening.endswith(("above", "below"))) or "inside" in answer.opening, (
            told
        )
        if answer.opening.endswith("above") and not inside:
            assert claimed > high, told
        if answer.opening.endswith("below") and not inside:
            assert claimed < low, told
        if verdict.ruling in OFF:
            assert not inside, told
        if verdict.rests == "published" and verdict.ruling == "supported":
            assert repeats(answer, verdict, claimed), told
        if verdict.rests != "range":
            continue
        assert (verdict.ruling == "supported") == inside, told
        if verdict.ruling == "exaggerated":
            assert high < claimed < high * FAR, told
        if verdict.ruling == "understated":
            assert low / FAR < claimed < low, told
        if verdict.ruling == "contradicted":
            assert claimed >= high * FAR or claimed <= low / FAR, told
    assert checked > 300


def printed(answer: Answer, verdict: Verdict) -> tuple[float, float]:
    """Return the ends of what is found as the reply prints them."""
    seen = shown(verdict.found, answer.told.found_unit)
    size = base(1.0, seen.unit)[0] if seen.unit != verdict.found.unit else 1.0
    slack = EXACT if seen.exact else 0.0
    middle = verdict.found.median
    if seen.exact:
        return middle * (1 - slack), middle * (1 + slack)
    return float(seen.low) * size, float(seen.high) * size


def repeats(answer: Answer, verdict: Verdict, claimed: float) -> bool:
    figures = {each.id: each.value for item in answer.items for each in item.published}
    value = figures[verdict.figure]
    return value / (1 + REPEATED) <= claimed <= value / (1 - REPEATED)


@pytest.mark.parametrize("tag", languages())
def test_each_opening_has_words_and_each_is_used(tag: str) -> None:
    """No claim is answered with a key, and no sentence is there that nothing leads to."""
    words = language(tag).labels["rulings"]
    used: dict[str, Answer] = {}
    for requests in (of_known_claims(), of_published_figures(), bounds()):
        for answer, _ in answers(requests):
            used.setdefault(answer.opening, answer)
    for opening, answer in used.items():
        assert "{" not in render(answer, tag).text, opening
    assert set(used) <= set(words)
    elsewhere = {
        "unknown",
        "unpublished",
        "turned",
        "turned-yes",
        "turned-no",
        "fact",
        "reckoned",
        "between",
        "unbacked",
    }  # of claims without items
    assert set(words) - set(used) <= {
        *elsewhere,
        "standing",
        "standing-below",
        "once-above",
        "once-below",
        "outdated-inside-below",
    }


BOUNDS = {
    (None, 9.0): "at-most", (None, 0.3): "at-most-likely", (None, 0.2): "at-most-possible",
    (None, 0.01): "bound-below", (0.1, None): "at-least", (0.2, None): "at-least-likely",
    (0.3, None): "at-least-possible", (9.0, None): "bound-above", (0.2, 9.0): "across-above",
    (0.01, 0.3): "across-below", (0.01, 9.0): "around", (0.2, 0.3): "fits", (3.0, 9.0): "bound-above",
    (0.24, 0.24): "fits", (4.0, 4.0): "above", (0.01, 0.01): "below", (0.0, 0.0): "mismatch",
}  # fmt: skip


def bounds() -> Iterator[Request]:
    """Yield claims of a range and of a bound, about a prompt."""
    for ends in BOUNDS:
        claim = Claim("energy", *ends, "Wh")
        yield Request("check", ("energy",), (Workload("gemini", "text"),), claim=claim)


@pytest.mark.parametrize("ends", BOUNDS)
def test_a_range_or_a_bound_is_not_said_to_lie_where_only_a_part_of_it_does(
    ends: tuple[float | None, float | None],
) -> None:
    """Of a Gemini prompt, 0.16 to 0.43 Wh."""
    claim = Claim("energy", *ends, "Wh")
    request = Request("check", ("energy",), (Workload("gemini", "text"),), claim=claim)
    answer = compose(request, estimate(request), load())
    assert answer.opening == BOUNDS[ends]


def test_places_within_are_those_of_supported_claims() -> None:
    """Each place that the estimator calls supported is one that the sentences take for it."""
    for request in bounds():
        verdict = estimate(request).verdict
        assert verdict is not None
        assert (verdict.ruling == "supported") == (verdict.why in WITHIN)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How much energy does ChatGPT use per day?", "2.5 billion prompts a day ([Tom's Hardware, 2025]"),
        ("¿ChatGPT gasta como 17.000 hogares?", "2500 millones de consultas al día ([Tom's Hardware, 2025]"),
        ("how much energy does claude code use in a day", "5 prompts an hour (2–15) · 3 hours a day (1–8)"),
    ],
)
def test_what_a_day_is_counted_with_is_told(question: str, told: str) -> None:
    """How many prompts a day has is an assumption, and stands among them with who says so."""
    assert told in answer_to(question).text.replace("\u00a0", " ")


def test_the_prompts_of_a_day_can_be_changed() -> None:
    """A follow-up that states them doubts no name, and is about so many prompts."""
    text = answer_to("with 5 billion prompts a day", "How much energy does ChatGPT use per day?").text
    assert text.startswith("**5 billion ChatGPT prompts use about")


TURNED = (
    (
        "Does AI use more energy than Bitcoin?",
        "Does AI use less energy than Bitcoin?",
        "supported",
        "understated",
    ),
    (
        "Is it true that AI emits as much as aviation?",
        "Does aviation emit more than AI?",
        "exaggerated",
        "supported",
    ),
    (
        "¿La IA contamina más que el bitcoin?",
        "¿La IA gasta menos que el bitcoin?",
        "supported",
        "understated",
    ),
)


@pytest.mark.parametrize(("claim", "turned", "ruling", "opposite"), TURNED)
def test_a_claim_told_the_other_way_round_stands_the_other_way_round(
    claim: str, turned: str, ruling: str, opposite: str
) -> None:
    for question, expected in ((claim, ruling), (turned, opposite)):
        estimated = answer_to(question).estimate
        assert estimated is not None
        assert estimated.verdict is not None
        assert estimated.verdict.ruling == expected


FACTS = (
    # the same whole: AI's emissions are not those of all data centres
    ("AI emits 180 million tonnes of CO2 a year, true?", "exaggerated", "ai-carbon-2025"),
    ("Do data centres emit 180 million tonnes of CO2 a year?", "supported", "dc-emissions-world"),
    # the same year
    ("Is it true that data centres used 460 TWh in 2022?", "unknown", ""),
    ("Is it true that data centres used 415 TWh in 2024?", "supported", "dc-world-2024"),
    # the same place
    ("Is it true that AI uses 20% of Ireland's electricity?", "unknown", ""),
    ("Is it true that data centers use 4.4% of US electricity?", "supported", "dc-us-share-2023"),
    ("Data centers will use 12% of US electricity by 2028", "supported", "dc-us-share-2028"),
    # between two of the same time
    ("Data centres use 450 TWh", "supported", ""),
    ("Is it true that ChatGPT has 900 million users?", "supported", "chatgpt-users-2026"),
    ("Is it true that training is 90% of the energy of AI?", "exaggerated", "google-ml-training-share"),
)


@pytest.mark.parametrize(("question", "ruling", "figure"), FACTS)
def test_a_claim_is_held_against_the_same_place_whole_and_year(
    question: str, ruling: str, figure: str
) -> None:
    estimated = answer_to(question).estimate
    assert estimated is not None
    assert estimated.verdict is not None
    assert (estimated.verdict.ruling, estimated.verdict.figure) == (ruling, figure)


@pytest.mark.parametrize(
    "question",
    [
        "How much water does a ChatGPT user use per year?",
        "Is it true that one person using ChatGPT for a year emits 100 kg of CO2?",
        "¿cuánta energía gasta usar ChatGPT un año?",
    ],
)
def test_what_somebody_does_in_a_year_is_not_what_all_do(question: str) -> None:
    """Nobody says how many prompts that is: one is told, and the year is said to be left out."""
    reply = answer_to(question)
    assert reply.request.items[0].unit == "prompt"
    assert reply.kind == "estimate"
    assert reply.said.doubts


@pytest.mark.parametrize(
    ("question", "ruling", "claimed"),
    [
        ("Is it true that GPT-4o mini uses 10 times less than GPT-4o?", "supported", 0.1),
        ("¿Es verdad que GPT-4o mini gasta 10 veces menos que GPT-4o?", "supported", 0.1),
        ("Is it true that DeepSeek uses 90% less energy than ChatGPT?", "understated", 0.1),
        ("Is it true that DeepSeek uses 20% more energy than ChatGPT?", "supported", 1.2),
        ("Is it true that Gemini uses 60% of the energy of ChatGPT?", "supported", 0.6),
    ],
)
def test_so_much_less_is_a_part(question: str, ruling: str, claimed: float) -> None:
    estimated = answer_to(question).estimate
    assert estimated is not None
    assert estimated.verdict is not None
    assert estimated.verdict.claimed_high == pytest.approx(claimed)
    assert estimated.verdict.ruling == ruling


@pytest.mark.parametrize(
    ("question", "ruling"),
    [
        ("Is it accurate that an H100 draws 700 W?", "supported"),
        ("¿Es verdad que una H100 consume 7 kW?", "exaggerated"),
        ("is it true that an H100 draws 20 W?", "contradicted"),
    ],
)
def test_a_claim_of_power_is_held_against_an_hour_of_the_chip(question: str, ruling: str) -> None:
    verdict = answer_to(question).said.verdict
    assert verdict is not None
    assert verdict.ruling == ruling
    assert verdict.found.unit == "Wh"
