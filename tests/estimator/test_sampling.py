"""Draws: their percentiles, their repeatability, and that no stream moves another."""

from __future__ import annotations

import numpy as np
import pytest

from estimator.figure import Figure, Sampling, spread

BATCH = Figure("test.batch", 12.0, 64.0, 350.0, "sequences", "estimated", "somebody")
SIGNED = Figure("test.signed", -1.0, 0.0, 4.0, "", "guessed", "somebody")
EXACT = Figure("test.exact", 2.0, 2.0, 2.0, "B/parameter", "measured", "somebody")


@pytest.mark.parametrize("figure", [BATCH, SIGNED])
def test_percentiles_of_the_draws_are_the_figures_own(figure: Figure) -> None:
    found = spread(Sampling().of(figure), figure.unit)
    width = figure.high - figure.low
    assert found.low == pytest.approx(figure.low, abs=0.01 * width)
    assert found.median == pytest.approx(figure.median, abs=0.01 * width)
    assert found.high == pytest.approx(figure.high, abs=0.01 * width)


def test_an_exact_figure_is_drawn_as_it_is() -> None:
    assert np.all(Sampling().of(EXACT) == 2.0)


def test_the_same_seed_draws_the_same_to_the_digit() -> None:
    assert np.array_equal(Sampling(seed=7).of(BATCH), Sampling(seed=7).of(BATCH))
    assert not np.array_equal(Sampling(seed=7).of(BATCH), Sampling(seed=8).of(BATCH))


def test_a_stream_drawn_first_or_last_is_the_same() -> None:
    alone, after = Sampling(), Sampling()
    after.normal("another")
    after.uniform("a third")
    assert np.array_equal(alone.of(BATCH), after.of(BATCH))


def test_streams_are_independent() -> None:
    sampling = Sampling()
    streams = [sampling.normal(f"stream {i}") for i in range(30)]
    correlation = np.corrcoef(streams)
    assert np.abs(correlation - np.eye(30)).max() < 0.15


def test_each_slice_of_a_stream_is_drawn_once() -> None:
    sampling = Sampling(draws=200)
    assert np.array_equal(np.sort(sampling.uniform("any")), (np.arange(200) + 0.5) / 200)


def test_draws_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        Sampling().of(BATCH)[0] = 1.0


def test_spreads_of_many_rows_are_numpys_percentiles() -> None:
    sampling = Sampling()
    rows = np.stack([sampling.of(BATCH), sampling.of(SIGNED)])
    expected = np.percentile(rows, (5, 50, 95), axis=1).T
    assert sampling.spreads(rows) == pytest.approx(expected)


def test_rank_correlation_is_one_with_itself_and_minus_one_reversed() -> None:
    sampling = Sampling()
    values = np.exp(3 * sampling.normal("a")) + 1
    found = sampling.correlations(values, ("a", "b"))
    assert found[0] == pytest.approx(1.0)
    assert abs(found[1]) < 0.1
    assert sampling.correlations(-values, ("a",))[0] == pytest.approx(-1.0)
