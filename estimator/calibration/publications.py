"""Published figures of other laboratories, with their place in our interval."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, cast

import numpy as np

from estimator.catalogue import Catalogue
from estimator.entries import PublishedFigure, TrainingRecord
from estimator.errors import OutOfRange, UnknownName
from estimator.estimate import estimate
from estimator.evidence import PEERS
from estimator.figure import Spread
from estimator.workload import ACTIVITIES, BOUNDARIES, UNITS, Assumptions, Workload

FITTED_TO: Final = "ml-energy-v3"  # the source of the measurements, which would test the method on itself
KINDS: Final = frozenset({"measured", "vendor-disclosed"})
WHOLE: Final = (
    "chips",
    "steps",
    "width",
    "height",
    "frames",
)  # counts that a workload takes as whole numbers
UNIT_OF: Final = {"video": "item", "clip": "item"}
KIND_OF: Final = {  # by activity, as a table names it
    "text": "prompts", "reasoning": "prompts", "training": "trainings", "image": "images", "video": "video",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A published figure beside our estimate of the same thing, made without knowing it."""

    figure: PublishedFigure
    value: float
    ours: Spread

    @property
    def inside(self) -> bool:
        return self.ours.low <= self.value <= self.ours.high


def places(catalogue: Catalogue) -> Iterator[Place]:
    """Yield each published figure that states its boundary and that a workload of ours is about."""
    unknowing = blind(catalogue)
    for figure in catalogue.published:
        value = figure.value
        if value is None or figure.metric is None or figure.kind not in KINDS:
            continue
        if figure.boundary not in BOUNDARIES:
            continue
        unit = UNIT_OF.get(figure.per, figure.per)
        if figure.source == FITTED_TO or unit not in UNITS or figure.activity not in ACTIVITIES:
            continue
        workload = Workload(
            subject=figure.subject,
            activity=figure.activity,
            unit=unit,
            tokens=cast("float | None", figure.given.get("tokens")),
            assumptions=given(figure),
        )
        try:
            item = estimate([workload], metrics=[figure.metric], catalogue=unknowing).items[0]
        except (UnknownName, OutOfRange):
            continue
        ours = item.spread(figure.metric)
        if ours is not None and ours.unit == figure.unit and ours.low > 0:
            yield Place(figure, value, ours)


def by_activity(found: list[Place]) -> dict[str, list[Place]]:
    """Return places by what they are about, reasoning among the prompts, the kind with most of them first."""
    kinds: dict[str, list[Place]] = {}
    for place in found:
        kinds.setdefault(KIND_OF.get(place.figure.activity, place.figure.activity), []).append(place)
    return dict(sorted(kinds.items(), key=lambda pair: -len(pair[1])))


def score(found: list[Place]) -> tuple[float, float]:
    """Return the share that lies inside our intervals, and the median width of these."""
    inside = sum(place.inside for place in found) / len(found)
    return inside, float(np.median([place.ours.high / place.ours.low for place in found]))


def given(figure: PublishedFigure) -> Assumptions:
    """Return what a figure says that it was measured with."""
    known: dict[str, Any] = {name: value for name, value in figure.given.items() if name != "tokens"}
    known.update({name: int(known[name]) for name in WHOLE if name in known})
    return Assumptions(boundary=figure.boundary if figure.boundary in BOUNDARIES else None, **known)


def blind(catalogue: Catalogue) -> Catalogue:
    """Return the catalogue without what others have published of energy, hours and footprints.

    Of a training run only its tokens, its chip and its place stay known.
    """
    figures = {name: figure for name, figure in catalogue.figures.items() if name != PEERS}
    models = {
        name: model if model.training is None else replace(model, training=untold(model.training))
        for name, model in catalogue.models.items()
    }
    return replace(catalogue, models=models, figures=figures, published=(), published_about={})


def untold(known: TrainingRecord) -> TrainingRecord:
    """Return what is known of a training run before anybody tells what it took."""
    return TrainingRecord(tokens=known.tokens, chip=known.chip, region=known.region)
