"""Prints how good the method is: on measurements left out of its fit, and beside what others published."""

from __future__ import annotations

from typing import Final, TextIO

import numpy as np

from estimator.calibration import publications, runs
from estimator.calibration.scores import (
    Outcome,
    PictureScores,
    TextScores,
    grouped,
    picture_scores,
    text_scores,
)
from estimator.catalogue import Catalogue, load
from estimator.figure import Array

BATCHES: Final = (24.0, 100.0, 300.0, 1000.0)
COLUMNS: Final = f"{'rows':>6}{'error':>8}{'bias':>8}{'inside':>9}{'width':>8}"


def main(out: TextIO) -> None:
    """Print the tables; DataError where the measurements are missing."""
    catalogue = load()
    text(text_scores(catalogue), out)
    pictures(picture_scores(catalogue), out)
    training(catalogue, out)
    published(catalogue, out)
    print(
        "\nerror: median of |log10(estimate/measured)|; bias: median of log10, positive where we say too much"
        "\ninside: share of the measured within our 5th to 95th percentile; width: 95th over 5th percentile",
        file=out,
    )


def text(scores: TextScores, out: TextIO) -> None:
    """Print the scores on language models."""
    serving = scores.serving
    heading(
        f"Text, energy of the chips for an output token: {len(serving)} measured configurations, "
        "each family estimated by a fit that had not seen it",
        out,
    )
    line("configuration known", scores.known, out)
    for name, errors in scores.known_baseline.items():
        bare(f"  EcoLogits, {name}", errors, out)
    line("only the model and length known", scores.model_only, out)
    line("only the model known", scores.model_alone, out)
    bare("  EcoLogits", scores.model_only_baseline, out)
    sparse = np.asarray(serving.network.expert_share) > 0
    batch = np.digitize(serving.batch, BATCHES)
    bounds = ["1", *(f"{b:.0f}" for b in BATCHES), "and more"]
    parts = {
        "family": serving.family,
        "task": serving.task,
        "chip": serving.chip,
        "weights": np.where(np.asarray(serving.network.weight_bytes) == 1.0, "fp8", "bf16"),
        "experts": np.where(sparse, "mixture of experts", "dense"),
        "batch": np.array([f"{i + 1}: {bounds[i]} to {bounds[i + 1]}" for i in batch]),
    }
    print("\nconfiguration known, by part", file=out)
    for names in parts.values():
        for name, outcome in grouped(scores.known, names):
            line(f"  {name}", outcome, out)


def pictures(scores: PictureScores, out: TextIO) -> None:
    """Print the scores on image and video models."""
    heading(
        f"Images and video, energy of the chips: {len(scores.pictures)} measured configurations, "
        "each model estimated by a fit that had not seen it",
        out,
    )
    kind = np.where(scores.pictures.video, "video", "images")
    for name, outcome in grouped(scores.shaped, kind):
        line(f"{name}, configuration known", outcome, out)
    for name, outcome in grouped(scores.scattered, kind):
        line(f"{name}, chips not known", outcome, out)
    for name, outcome in grouped(scores.uncut, kind):
        line(f"{name}, nor the size of a token", outcome, out)
    for name, outcome in grouped(scores.unshaped, kind):
        line(f"{name}, shape not known", outcome, out)
    for name, outcome in grouped(scores.shaped, scores.pictures.model):
        line(f"  {name.split('/')[-1][:34]}", outcome, out)


def training(catalogue: Catalogue, out: TextIO) -> None:
    """Print published training runs beside our chip-hours."""
    outcome, names = runs.score(catalogue)
    heading("Training, chip-hours: published runs, each estimated from the utilisation of the others", out)
    line("final pre-training", outcome, out)
    for index, name in enumerate(names):
        line(f"  {name}", outcome.where(np.arange(len(names)) == index), out)


def published(catalogue: Catalogue, out: TextIO) -> None:
    """Print published figures with their place in our interval."""
    found = list(publications.places(catalogue))
    print("\nPublished by others, same boundary, estimated without knowing the figure", file=out)
    if not found:
        print("none of the catalogue's published figures can be estimated", file=out)
        return
    print(f"{'':44}{'published':>12}{'low':>10}{'median':>10}{'high':>10}", file=out)
    for place in found:
        figure, ours = place.figure, place.ours
        print(
            f"{figure.id[:43]:44}{place.value:12.4g}{ours.low:10.3g}{ours.median:10.3g}{ours.high:10.3g}"
            f" {ours.unit} a {figure.per}, {figure.boundary}{'' if place.inside else '  outside'}",
            file=out,
        )
    kinds = {"all": found, **publications.by_activity(found)}
    for kind, some in kinds.items():
        inside, width = publications.score(some)
        print(f"{kind:10} inside {inside:.0%} of {len(some)}, median width ×{width:.1f}", file=out)


def heading(title: str, out: TextIO) -> None:
    """Print the title of a table, and the names of its columns."""
    print(f"\n{title}\n{'':36}{COLUMNS}", file=out)


def line(name: str, outcome: Outcome, out: TextIO) -> None:
    """Print one line of a table."""
    print(
        f"{name:36}{len(outcome):6d}{outcome.median_error:8.3f}{outcome.bias:+8.3f}"
        f"{outcome.share_inside:9.1%}{f'×{outcome.median_width:.1f}':>8}",
        file=out,
    )


def bare(name: str, errors: Array, out: TextIO) -> None:
    """Print a line of a method that gives no interval."""
    print(f"{name:36}{len(errors):6d}{np.median(np.abs(errors)):8.3f}{np.median(errors):+8.3f}", file=out)
