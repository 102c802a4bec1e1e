"""Published facts on a topic, quoted and not estimated, and claims held against them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from estimator.catalogue import Catalogue
from estimator.entries import PublishedFigure
from estimator.figure import Figure, Spread
from estimator.quantity import base_unit
from estimator.result import Fact, Verdict
from estimator.ruling import rule
from estimator.units import STATED_DIGITS, THING_DIGITS, TIMES, told_in
from estimator.workload import WHOLES, Claim, Metric

SAME_TIME: Final = 1  # years apart at most
# What a count is of, as claims and as published figures name it: "users a week".
COUNTED: Final = {"percent": "%", "users": "person", "prompts": "prompt", "chips": "device"}
DAYS_A_YEAR: Final = 365.0
STEMS: Final = {whole.split("-")[0] for whole in WHOLES}  # of the topics on them
VERBATIM: Final = 1e-6  # apart, relatively, a claim repeats a published number
PROJECTION: Final = "projection"  # kind of a figure that is about a later year
LANGUAGE: Final = "en"  # of Fact.text; the other languages are with the figure of that id


@lru_cache(maxsize=256)
def on(topic: str, catalogue: Catalogue) -> tuple[PublishedFigure, ...]:
    """Return the published facts on a topic, else those on the topics that hold all of its words."""
    exact = tuple(each for each in catalogue.published if topic in each.topics)
    words = set(topic.split("-"))
    return exact or tuple(
        each for each in catalogue.published if any(words <= set(name.split("-")) for name in each.topics)
    )


def fact(figure: PublishedFigure, catalogue: Catalogue) -> Fact:
    """Return a published figure as a fact."""
    return Fact(
        id=figure.id,
        text=figure.text.get(LANGUAGE, figure.conditions),
        value=figure.value,
        unit=figure.unit,
        year=figure.year,
        source=figure.source,
        url=catalogue.sources[figure.source].url,
        accounting=figure.accounting,
        unverified=figure.unverified,
        region=figure.region,
    )


def known(name: str, catalogue: Catalogue) -> Figure | None:
    """Return a figure that somebody published or that a known claim holds, by its id; None for no name."""
    if name.startswith("claims."):
        _, claim, key = name.split(".", 2)
        return catalogue.claims[claim].figures[key]
    return next((as_figure(each) for each in catalogue.published if each.id == name), None)


def as_figure(published: PublishedFigure) -> Figure | None:
    """Return a published quantity with its ends; None where it has no number."""
    ends = [end for end in (published.low, published.value, published.high) if end is not None]
    if not ends:
        return None
    middle = published.value if published.value is not None else math.sqrt(min(ends) * max(ends))
    return Figure(
        published.id, min(ends), middle, max(ends), published.unit, "disclosed", published.source,
        note=published.note,
    )  # fmt: skip


def judge(
    claim: Claim,
    figures: tuple[PublishedFigure, ...],
    region: str | None,
    versus: tuple[str, ...],
    catalogue: Catalogue,
) -> Verdict | None:
    """Return the ruling on a claim about published facts; None where none is in a unit of the claim's.

    It is held against those about its place, its whole and its year, against a projection only where nothing
    else is known: of these against the one that it comes nearest to, of several as near one that says the
    same to the letter, else the newest. Between two that are about the same time and the same, all AI or one
    prompt, it fits too. What everyday things take in a year or a day is held against what is published for a
    year.
    """
    places = {each.region for each in figures}
    place = region or (places.pop() if len(places) == 1 else "")
    held = [
        verdict
        for figure in figures
        if _alike(claim, figure, place)
        and (verdict := _against(claim, figure, versus, catalogue)) is not None
    ]
    if not held:
        return _unpublished(claim) if figures and (claim.low, claim.high) != (None, None) else None
    known = [each for each in held if each[0].kind != PROJECTION] or held
    figure, _, nearest = min(known, key=lambda each: (each[1], -_year(each[0])))
    alike = [each for each in known if each[0].per == figure.per]
    return nearest if nearest.ruling == "supported" else _between(alike) or nearest


def _year(figure: PublishedFigure) -> int:
    """Return the year that a published figure is about."""
    return figure.about if figure.about is not None else figure.year


def _alike(claim: Claim, figure: PublishedFigure, place: str) -> bool:
    """Return whether a published figure is about the place, the whole and the year of a claim."""
    stem = figure.topics[0].split("-")[0] if figure.topics else ""
    if claim.whole is not None and stem in STEMS and stem != claim.whole.split("-")[0]:
        return False
    return figure.region == place and claim.year in (None, _year(figure))


def _between(held: Sequence[tuple[PublishedFigure, float, Verdict]]) -> Verdict | None:
    """Return the ruling on a claim that lies between published figures of much the same time; None where it
    doesn't."""
    newest = max(_year(figure) for figure, _, _ in held)
    verdicts = [verdict for figure, _, verdict in held if newest - _year(figure) <= SAME_TIME]
    low = min(each.found.low for each in verdicts)
    high = max(each.found.high for each in verdicts)
    first = verdicts[0]
    if len(verdicts) < 2 or first.claimed_low is None or first.claimed_high is None:
        return None
    if not low < first.claimed_low <= first.claimed_high < high:
        return None
    found = Spread(low, math.sqrt(low * high) if low > 0 else (low + high) / 2, high, first.found.unit)
    return replace(first, ruling="supported", why="inside", found=found, figure="")


def _against(
    claim: Claim, figure: PublishedFigure, versus: tuple[str, ...], catalogue: Catalogue
) -> tuple[PublishedFigure, float, Verdict] | None:
    """Return a published figure with how far a claim is from it, and the ruling beside it; None where the two
    measure different things."""
    published = as_figure(figure)
    unit = _unit(figure.unit, catalogue)
    stated = _stated(claim, figure, versus, catalogue)
    if stated is None or unit is None or unit[0] != stated[0] or published is None:
        return None
    if claim.metric is not None and figure.metric not in (None, claim.metric):
        return None
    low, high = (None if end is None else end * stated[1] for end in (claim.low, claim.high))
    named = "" if unit[0] in COUNTED.values() and unit[0] != "%" else unit[0]  # a count is told as a number
    found = Spread(published.low * unit[1], published.median * unit[1], published.high * unit[1], named)
    digits = THING_DIGITS if versus else STATED_DIGITS
    ends = [end for end in (low, high) if end]
    told = told_in(max(ends, default=0.0), found, _unit(claim.unit, catalogue), digits)
    ruling, why = rule(low, high, found, told, exact=True)
    if rounds(claim, stated[1], found):
        ruling, why = "supported", "inside"
    if figure.unbacked:
        ruling, why = "unknown", "unbacked"  # what somebody said without data neither proves nor refutes
    metric: Metric = claim.metric or figure.metric or "energy"
    claimed = high if low is None else low
    apart = 0.0 if claimed is None else abs(claimed / (found.median or 1.0) - 1.0)
    if ruling == "supported":  # as near as can be, but for what is published to the letter
        distance = 0.0 if apart < VERBATIM or found.low < found.high else VERBATIM
    else:
        distance = apart
    verdict = Verdict(ruling, metric, low, high, found, why, rests="published", figure=figure.id)
    return figure, distance, verdict


def _unpublished(claim: Claim) -> Verdict:
    """Return the verdict on a claim beside which nothing is published: for its place, in its unit."""
    nothing = Spread(0.0, 0.0, 0.0, "")
    return Verdict("unknown", claim.metric or "energy", None, None, nothing, "unpublished", rests="published")


def _stated(
    claim: Claim, figure: PublishedFigure, versus: tuple[str, ...], catalogue: Catalogue
) -> tuple[str, float] | None:
    """Return the base unit that a claim is stated in, and how many of it one stated is in a figure's time."""
    thing = catalogue.things.get(versus[0]) if versus else None
    if thing is not None and (claim.unit == versus[0] or (claim.unit or "").casefold() in TIMES):
        metric = figure.metric or claim.metric or "energy"
        taken: Figure | None = getattr(thing, metric, None)
        days = DAYS_A_YEAR if thing.unit == "day" and not figure.per else 1.0
        return (taken.unit, taken.median * days) if taken is not None else None
    stated = _unit(claim.unit, catalogue)
    if stated is None or claim.per != "day" or figure.per == "day" or stated[0] == "%":
        return stated
    return stated[0], stated[1] * DAYS_A_YEAR


def rounds(claim: Claim, scale: float, found: Spread) -> bool:
    """Return whether what is found rounds to the claim: 4.4 to 4. A stated number stands for less than half a
    unit of its last digit on either side; `scale` is what one of the claim's unit holds of the base unit."""
    if claim.low is None or claim.high is None:
        return False
    least, most = claim.low - half_a_digit(claim.low), claim.high + half_a_digit(claim.high)
    return least * scale < found.high and found.low < most * scale


def half_a_digit(value: float) -> float:
    """Return half a unit of the last digit that a number needs: 0.5 of 4, 0.05 of 1.5."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return 0.5 * 10.0 ** min(int(exponent), 0)


def _unit(unit: str | None, catalogue: Catalogue) -> tuple[str, float] | None:
    """Return a unit in base units; a share or a count is its own."""
    if not unit:
        return None
    counted = COUNTED.get(unit.split(" ")[0], unit)
    return base_unit(unit, catalogue) or (counted, 1.0)
