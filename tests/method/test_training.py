"""Training against published runs and values worked by hand."""

from __future__ import annotations

import pytest

from estimator import training
from estimator.catalogue import load


@pytest.mark.parametrize(
    ("active", "tokens", "hours", "peak", "published_utilisation"),
    [
        (176e9, 366e9, 1_082_990, 312e12, 0.318),  # BLOOM
        (37e9, 14.8e12, 2_788_000, 989e12, 0.331),  # DeepSeek-V3
        (405e9, 15.6e12, 30_840_000, 989e12, 0.345),  # Llama 3.1 405B
        (175e9, 300e9, 10_000 * 14.8 * 24, 125e12, 0.197),  # GPT-3
    ],
)
def test_utilisation_of_published_runs(
    active: float, tokens: float, hours: float, peak: float, published_utilisation: float
) -> None:
    flops = training.pretraining_flops(active, tokens)
    assert training.utilisation(flops, hours, peak) == pytest.approx(published_utilisation, abs=0.002)
    assert training.chip_hours(flops, peak, published_utilisation) == pytest.approx(hours, rel=0.01)
    known = load().figure("training.utilisation")
    assert known.low < published_utilisation < known.high


def test_gpt_3_took_314_zettaflop() -> None:
    assert training.pretraining_flops(175e9, 300e9) == pytest.approx(3.15e23)


def test_energy_of_llama_3_1_405b_is_of_the_order_of_its_card() -> None:
    # 30.84 million hours at 0.76 of 10.2 kW for eight chips: 29.9 GWh; its card counts 700 W a chip, 21.6 GWh
    assert training.server_wh(30.84e6, 10_200 / 8, 0.76) == pytest.approx(29.9e9, rel=0.01)


def test_adapters_spare_the_gradient_of_the_weights() -> None:
    full = training.tuning_flops(8e9, 1e6)
    adapters = training.tuning_flops(8e9, 1e6, frozen=True)
    assert full == 6 * 8e9 * 1e6
    assert adapters == 4 * 8e9 * 1e6
    assert training.tuning_flops(8e9, 1e6, frozen=True, quantised_cost=1.35) == pytest.approx(1.35 * adapters)


def test_learning_from_sampled_answers() -> None:
    tokens = training.rollout_tokens(1000, 8, 500)
    assert tokens == 4e6
    # the reference reads 2·A, a scorer of equal size 2·A, the update 6·A
    assert training.update_flops(7e9, tokens, scorer_params=7e9, epochs=1) == pytest.approx(10 * 7e9 * 4e6)


def test_experiments_multiply_the_final_run() -> None:
    assert training.with_experiments(913.0, (913 + 459) / 913) == pytest.approx(1372)  # AI2's series, MWh


def test_a_terabyte_crawled_and_kept_for_a_year() -> None:
    crawl = training.crawl_wh(
        1000, network_kwh_per_gb=0.001, server_kwh_per_gb=0.0005, parsing_kwh_per_gb=0.0005
    )
    assert crawl == pytest.approx(2000)
    assert training.storage_wh(1, 8760, wh_per_tb_hour=1.2, replicas=2) == pytest.approx(21024)


def test_making_of_a_chip_hour() -> None:
    # (164 kg + 5.7 t/8) over 4 years at 60 %: 41.7 g
    made = training.embodied_g_per_chip_hour(164e3, 5.7e6, chips_a_server=8, years=4, use=0.6)
    assert made == pytest.approx((164e3 + 712.5e3) / (4 * 8760 * 0.6))
    assert 19 < made < 94
