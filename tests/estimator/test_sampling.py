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
    streams = [sampling.normal(f"stream {i}") for i in range(600)]
    correlation = np.corrcoef(streams)[np.triu_indices(600, 1)]
    assert np.abs(correlation).max() < 6 / np.sqrt(sampling.draws)
    assert np.mean(correlation**2) == pytest.approx(1 / sampling.draws, rel=0.03)
    assert np.mean(correlation) == pytest.approx(0, abs=0.001)


def test_products_of_three_streams_tell_nothing_of_a_fourth() -> None:
    sampling = Sampling()
    signs = np.sign([sampling.normal(f"stream {i}") for i in range(80)])
    of_four = [np.mean(np.prod(signs[i : i + 4], axis=0)) for i in range(77)]
    assert np.std(of_four) == pytest.approx(1 / np.sqrt(sampling.draws), rel=0.3)


def test_blended_draws_lie_on_the_same_slices_and_correlate_as_asked() -> None:
    sampling = Sampling()
    blend = sampling.blended("a", "b", 0.6)
    assert np.array_equal(np.sort(blend), np.sort(sampling.normal("a")))
    assert np.corrcoef(blend, sampling.normal("a"))[0, 1] == pytest.approx(0.6, abs=0.06)
    assert np.corrcoef(blend, sampling.normal("b"))[0, 1] == pytest.approx(0.8, abs=0.06)


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
