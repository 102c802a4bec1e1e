"""Published facts on a topic, quoted and not estimated, and claims held against them."""

from __future__ import annotations

import math
from decimal import Decimal
from functools import lru_cache
from typing import Final

from estimator.catalogue import Catalogue
from estimator.entries import PublishedFigure
from estimator.figure import Figure, Spread
from estimator.quantity import base_unit
from estimator.result import Fact, Verdict
from estimator.ruling import rule
from estimator.workload import Claim, Metric

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
    claim: Claim, figures: tuple[PublishedFigure, ...], region: str | None, catalogue: Catalogue
) -> Verdict | None:
    """Return the ruling on a claim about published facts; None where none is in a unit of the claim's.

    It is held against the facts about its place if there are any, and of these against the one that it comes
    nearest to, the newest where several are as near; against a projection only where nothing else is known.
    """
    figures = tuple(each for each in figures if each.region == (region or "")) or figures
    stated = _unit(claim.unit, catalogue)
    rulings: list[tuple[bool, float, int, Verdict]] = []
    for figure in figures:
        unit = _unit(figure.unit, catalogue)
        published = as_figure(figure)
        if stated is None or unit is None or unit[0] != stated[0] or published is None:
            continue
        if claim.metric is not None and figure.metric not in (None, claim.metric):
            continue
        low, high = (None if end is None else end * stated[1] for end in (claim.low, claim.high))
        found = Spread(published.low * unit[1], published.median * unit[1], published.high * unit[1], unit[0])
        ruling, why = rule(low, high, found)
        if rounds(claim, stated[1], found):
            ruling, why = "supported", "inside"
        metric: Metric = claim.metric or figure.metric or "energy"
        claimed = high if low is None else low
        distance = (
            0.0 if ruling == "supported" or claimed is None else abs(claimed / (found.median or 1.0) - 1.0)
        )
        verdict = Verdict(ruling, metric, low, high, found, why, rests="published", figure=figure.id)
        rulings.append((figure.kind == PROJECTION, distance, -figure.year, verdict))
    return min(rulings, key=lambda each: each[:3])[3] if rulings else None


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
    return base_unit(unit, catalogue) or ({"percent": "%"}.get(unit, unit), 1.0)
