"""What makers and others have published: shown beside our figure, and used as evidence where it fits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, cast

import numpy as np

from estimator.activities import use_of
from estimator.catalogue import Catalogue
from estimator.entries import PublishedFigure
from estimator.figure import Z95, Array, Figure, Sampling
from estimator.footprint import Footprint, footprint
from estimator.grid import find
from estimator.ledger import Ledger
from estimator.result import Published
from estimator.use import Use
from estimator.workload import Activity, Assumptions, Boundary, Metric, Workload

PEERS: Final = "serving.peer_prompt"


def about(catalogue: Catalogue, use: Use, found: Footprint) -> tuple[Published, ...]:
    """Return the published figures for the same activity, for one unit of the workload."""
    figures = []
    seen: set[str] = set()
    for subject in use.subjects:
        for figure in catalogue.published_about.get(subject, ()):
            fits = figure.activity == use.activity and figure.per == use.unit and figure.metric is not None
            value = _middle(figure)
            if not fits or value is None or figure.id in seen:
                continue
            seen.add(figure.id)
            source = catalogue.sources[figure.source]
            assert figure.metric is not None
            figures.append(
                Published(
                    id=figure.id,
                    value=value,
                    unit=figure.unit,
                    metric=figure.metric,
                    source=figure.source,
                    url=source.url,
                    same_boundary=figure.boundary == found.boundary and not figure.accounting,
                    year=figure.year,
                    kind=figure.kind,
                    boundary=figure.boundary,
                    counts=figure.counts,
                    accounting=figure.accounting,
                    unverified=figure.unverified,
                )
            )
    return tuple(figures)


def _middle(figure: PublishedFigure) -> float | None:
    """Return the value of a published figure, or the middle of its range."""
    if figure.value is not None:
        return figure.value
    if figure.low is not None and figure.high is not None:
        return math.sqrt(figure.low * figure.high) if figure.low > 0 else (figure.low + figure.high) / 2
    return figure.high if figure.high is not None else figure.low


@dataclass(frozen=True, slots=True)
class Pull:
    """How a disclosed figure moves our estimate of the same activity."""

    boundary: str  # that the figure is for
    stated: Figure  # with the range that it may be off by
    shift: float  # of the logarithm
    weight: float  # of the disclosed figure beside ours, 0 to 1


@lru_cache(maxsize=512)
def pull(
    catalogue: Catalogue, sampling: Sampling, subject: str, activity: Activity, metric: Metric
) -> Pull | None:
    """Return how a disclosed figure moves our estimate of an ordinary prompt; None where there is none.

    It is the maker's own; of an assistant whose maker tells nothing, what its peers have disclosed, with a
    range as wide as such services may differ.

    Ours and the disclosed figure are two log-normal readings of one quantity, with deviations s and t.
    Weighted by their precisions they give the mean (m/s² + y/t²)/(1/s² + 1/t²) and the deviation (1/s² +
    1/t²)^-½.
    """
    disclosed = next(
        (
            figure
            for figure in catalogue.published_about.get(subject, ())
            if figure.evidence and figure.metric == metric and figure.activity == activity
        ),
        None,
    )
    stated = _stated(catalogue, disclosed) if disclosed else _peers(catalogue, subject, activity, metric)
    if stated is None:
        return None
    tokens = disclosed.given.get("tokens") if disclosed else None
    boundary = (disclosed.boundary if disclosed else "") or "facility"
    ordinary = Workload(subject, activity, tokens=float(tokens) if tokens else None)
    given = Assumptions(boundary=cast(Boundary, boundary))
    ledger = Ledger(catalogue, sampling)
    found = footprint(ledger, use_of(ledger, ordinary, ""), find(catalogue, None, ""), given)
    ours: Array | None = getattr(found, metric)
    if ours is None:
        return None
    logs = np.log(ours)
    variance = float(logs.var())
    noise = (math.log(stated.high / stated.low) / (2 * Z95)) ** 2
    weight = variance / (variance + noise)
    shift = weight * (math.log(stated.median) - float(logs.mean()))
    return Pull(disclosed.boundary if disclosed else "facility", stated, shift, weight)


def _stated(catalogue: Catalogue, disclosed: PublishedFigure) -> Figure | None:
    """Return a maker's disclosed figure with the range that it may be off by."""
    if not disclosed.value:
        return None
    spread = catalogue.figure(
        "serving.disclosed_with_method" if disclosed.boundary else "serving.disclosed_without_method"
    )
    low, high = disclosed.value * spread.low, disclosed.value * spread.high
    name = f"published.{disclosed.id}"
    return Figure(
        name, low, disclosed.value, high, disclosed.unit, "disclosed", disclosed.source, note=disclosed.note
    )


def _peers(catalogue: Catalogue, subject: str, activity: Activity, metric: Metric) -> Figure | None:
    """Return what an assistant's peers have disclosed of their ordinary prompts."""
    service = catalogue.services.get(subject)
    if service is None or not service.assistant or metric != "energy" or activity != "text":
        return None
    return catalogue.figures.get(PEERS)


def update(ledger: Ledger, use: Use, found: Footprint) -> None:
    """Draw an estimate towards what the maker has disclosed of the same activity.

    Each draw keeps its place in the spread (the square-root filter of Tippett et al. 2003 with one
    observation), so the drivers stay what they are. The shift also holds where a question fixes the length
    of the answer, since it corrects the model and how it is served; the narrowing holds for the ordinary
    prompt alone. Energy moves all that follows from it, at any boundary; disclosed carbon and water move
    themselves, at the boundary they are disclosed for.
    """
    if not use.subjects:
        return
    for metric in ("energy", "carbon", "water"):
        values: Array | None = getattr(found, metric)
        towards = pull(
            ledger.catalogue, ledger.sampling, use.subjects[0], cast(Activity, use.activity), metric
        )
        if values is None or towards is None:
            continue
        if metric != "energy" and towards.boundary != found.boundary:
            continue
        factor: Array | float = math.exp(towards.shift)
        if use.default:
            logs = np.log(values)
            factor = factor * np.exp((logs - logs.mean()) * (math.sqrt(1 - towards.weight) - 1.0))
            if metric == "energy" and towards.weight > 0.5 and towards.stated.id != PEERS:
                found.grade = "disclosed"
        found.scale(factor, None if metric == "energy" else metric)
        kind = "peers" if towards.stated.id == PEERS else "disclosed"
        ledger.note(kind if metric == "energy" else f"{kind}_{metric}", towards.stated)
