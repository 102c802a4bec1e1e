"""The fits behind the stored constants, and how good they are on what they had not seen."""

from __future__ import annotations

import io
import tomllib
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from estimator import validate
from estimator.calibration import diffusion, publications, serving, stored, text
from estimator.calibration.fit import Prior, evidence, fit
from estimator.calibration.scores import PictureScores, TextScores, grouped, picture_scores, text_scores
from estimator.catalogue import load
from estimator.entries import PublishedFigure
from estimator.errors import DataError
from estimator.figure import Array


def line_fit(outlier: float = 0.0) -> dict[str, float]:
    x = np.linspace(1.0, 10.0, 30)
    measured = np.log(3.0 * x**1.5)
    measured[4] += outlier
    return fit(
        lambda p: np.log(p["scale"] * x ** p["power"]),
        measured,
        np.ones(30),
        {"scale": Prior(1.0, 10.0), "power": Prior(1.0, 3.0)},
        scale=np.full(30, 0.05),
    ).values


def test_a_fit_finds_what_made_the_data() -> None:
    found = line_fit()
    assert found["scale"] == pytest.approx(3.0, rel=0.01)
    assert found["power"] == pytest.approx(1.5, rel=0.01)


def test_a_row_far_off_pulls_little() -> None:
    assert line_fit(outlier=5.0)["scale"] == pytest.approx(3.0, rel=0.03)


def test_a_prior_stands_where_the_data_say_nothing() -> None:
    found = fit(
        lambda p: np.zeros(5) + 0.0 * p["unseen"],
        np.zeros(5),
        np.ones(5),
        {"unseen": Prior(7.0, 2.0)},
        scale=np.ones(5),
    )
    assert found.values["unseen"] == pytest.approx(7.0)
    assert found.factors["unseen"] == pytest.approx(2.0)


def test_long_sweeps_and_large_families_count_less_a_row() -> None:
    sweeps = np.array([0, 1, 1, 1, 1, 2])
    families = np.array([0, 0, 0, 0, 0, 1])
    weights = evidence(sweeps, families)
    assert weights[0] == pytest.approx(2 * weights[1])
    assert weights[5] > weights[0]
    assert weights.sum() == pytest.approx(1.5 * 3)


def test_stored_constants_of_text_are_those_of_a_new_fit(capsys: pytest.CaptureFixture[str]) -> None:
    assert text.main([]) == 0
    assert "differs" not in capsys.readouterr().out


def test_stored_constants_of_images_and_video_are_those_of_a_new_fit() -> None:
    assert diffusion.main([]) == 0


def test_a_changed_constant_is_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    entries = text.entries(serving.measured())
    moved = [*entries[1:], stored.Entry(entries[0].key, entries[0].median * 1.1, 1.2, "", "", "", "")]
    assert not stored.report("inference.toml", "", moved, write=False)
    assert f"{entries[0].key}" in capsys.readouterr().out


@pytest.mark.parametrize("kind", [text, diffusion])
def test_a_written_fit_is_the_file_that_ships(kind: ModuleType, tmp_path: Path) -> None:
    name = "inference.toml" if kind is text else "diffusion.toml"
    rows = serving.measured() if kind is text else diffusion.measured()
    assert stored.report(name, kind.HEADING, kind.entries(rows), write=True, folder=tmp_path)
    new, shipped = (tomllib.loads((folder / name).read_text("utf-8")) for folder in (tmp_path, stored.DATA))
    assert new.keys() == shipped.keys()
    for key, entry in shipped.items():
        numbers = [entry[field] for field in ("low", "median", "high", "value") if field in entry]
        assert [
            new[key][field] for field in ("low", "median", "high", "value") if field in new[key]
        ] == pytest.approx(numbers, rel=0.02)
        assert {k: v for k, v in new[key].items() if isinstance(v, str)} == {
            k: v for k, v in entry.items() if isinstance(v, str)
        }


@pytest.fixture(scope="module")
def on_text() -> TextScores:
    return text_scores(load())


@pytest.fixture(scope="module")
def on_pictures() -> PictureScores:
    return picture_scores(load())


def test_text_of_known_configuration_from_families_left_out(on_text: TextScores) -> None:
    known = on_text.known
    assert len(known) == 575
    assert known.median_error <= 0.085
    assert abs(known.bias) <= 0.03
    assert 0.88 <= known.share_inside <= 0.95
    assert known.median_width <= 4.0


def test_text_of_a_known_model_alone_from_families_left_out(on_text: TextScores) -> None:
    for outcome in (on_text.model_only, on_text.model_alone):
        assert outcome.median_error <= 0.12
        assert outcome.share_inside >= 0.86
        assert outcome.median_width <= 10


def test_text_is_closer_than_ecologits(on_text: TextScores) -> None:
    for name, errors in on_text.known_baseline.items():
        assert on_text.known.median_error < np.median(np.abs(errors)) / 3, name
    assert on_text.model_only.median_error < np.median(np.abs(on_text.model_only_baseline))


def test_ecologits_errs_as_its_published_formula_is_known_to(on_text: TextScores) -> None:
    assert np.median(np.abs(on_text.known_baseline["as shipped"])) == pytest.approx(0.355, abs=0.001)


@pytest.mark.parametrize(
    ("part", "worst"),
    [("weights", 0.09), ("experts", 0.10), ("chip", 0.09), ("task", 0.11), ("batch", 0.13)],
)
def test_no_part_of_the_measurements_is_far_worse(on_text: TextScores, part: str, worst: float) -> None:
    rows = on_text.serving
    names: dict[str, Array] = {
        "weights": np.asarray(rows.network.weight_bytes),
        "experts": np.asarray(rows.network.expert_share) > 0,
        "chip": rows.chip,
        "task": rows.task,
        "batch": np.digitize(rows.batch, validate.BATCHES),
    }
    for name, outcome in grouped(on_text.known, names[part]):
        assert outcome.median_error <= worst, name


@pytest.mark.parametrize(
    ("told", "images", "clips"),
    [("shaped", 0.07, 0.05), ("scattered", 0.10, 0.06), ("uncut", 0.12, 0.125), ("unshaped", 0.15, 0.145)],
)
def test_images_and_video_of_models_left_out(
    on_pictures: PictureScores, told: str, images: float, clips: float
) -> None:
    video = on_pictures.pictures.video
    outcome = getattr(on_pictures, told)
    assert outcome.where(np.logical_not(video)).median_error <= images
    assert outcome.where(video).median_error <= clips
    assert outcome.where(np.logical_not(video)).share_inside >= 0.85
    assert outcome.where(video).share_inside >= 0.80


def test_validate_prints_every_table() -> None:
    out = io.StringIO()
    validate.main(out)
    printed = out.getvalue()
    for piece in (
        "configuration known",
        "only the model known",
        "EcoLogits",
        "images",
        "video",
        "Training",
        "Published",
    ):
        assert piece in printed
    assert " nan" not in printed


def test_missing_measurements_are_told_with_their_place(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"llm_serving\.csv: the measurements are expected in"):
        serving.measured(tmp_path)


CARD = PublishedFigure(
    id="llama-405b-hours",
    subject="llama-3.1-405b",
    activity="training",
    metric="hardware",
    low=None,
    value=30.84e6,
    high=None,
    unit="chip-hour",
    per="run",
    boundary="facility",
    conditions="",
    kind="vendor-disclosed",
    year=2024,
    source="llama-models",
    topics=(),
    text={},
    evidence=False,
)


def test_a_published_run_is_placed_without_knowing_its_hours() -> None:
    (place,) = publications.places(replace(load(), published=(CARD,)))
    assert place.inside
    assert (
        place.ours.high > 2 * place.ours.low
    )  # the card's own hours, which the catalogue holds, are not used


@pytest.mark.parametrize(
    "change",
    [
        {"source": publications.FITTED_TO},
        {"kind": "projection"},
        {"boundary": ""},
        {"value": None},
        {"subject": "no-such-model"},
        {"per": "kilometre"},
    ],
)
def test_what_cannot_test_the_method_is_left_out(change: dict[str, Any]) -> None:
    assert not list(publications.places(replace(load(), published=(replace(CARD, **change),))))
