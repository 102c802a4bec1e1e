"""Training: operations, chip-hours and energy of pre-training, tuning and reinforcement, and of the data.

Every value is a number or an array of draws, shape (draws,); they broadcast, and so does what comes back.
"""

from __future__ import annotations

from typing import Final

from estimator.figure import Values

SECONDS_AN_HOUR: Final = 3600.0

FORWARD: Final = 2.0  # FLOP a parameter and token: one product, one sum
BACKWARD: Final = 4.0  # the same for the gradients of inputs and of weights


def pretraining_flops(active_params: Values, tokens: Values) -> Values:
    """Return the FLOP of one pass over the tokens: 6·A·tokens (Kaplan et al. 2020, arXiv:2001.08361)."""
    return (FORWARD + BACKWARD) * active_params * tokens


def chip_hours(flops: Values, peak_flops: Values, utilisation: Values) -> Values:
    """Return chip-hours: FLOP/(3600·F·model FLOP utilisation), F the dense bf16 peak of one chip."""
    return flops / (SECONDS_AN_HOUR * peak_flops * utilisation)


def utilisation(flops: Values, hours: Values, peak_flops: Values) -> Values:
    """Return the model FLOP utilisation of a run of known chip-hours: FLOP/(3600·F·chip-hours)."""
    return flops / (SECONDS_AN_HOUR * peak_flops * hours)


def server_wh(hours: Values, node_power_w: Values, load: Values) -> Values:
    """Return the energy of chips and their servers: chip-hours·rated server power for each chip·load."""
    return hours * node_power_w * load


def with_experiments(final_run: Values, development: Values) -> Values:
    """Return what a model took in all: the final run times `development`, failed runs and experiments in."""
    return final_run * development


def tuning_flops(
    active_params: Values, tokens: Values, *, frozen: bool = False, quantised_cost: Values = 1.0
) -> Values:
    """Return the FLOP of fine-tuning on so many tokens, every epoch counted.

    Full: 6·A·tokens. With the weights frozen under adapters (LoRA) no gradient of theirs is computed:
    4·A·tokens (Hu et al. 2021, arXiv:2106.09685). With the weights quantised (QLoRA) times what unpacking
    them costs (Dettmers et al. 2023, arXiv:2305.14314).
    """
    cost = FORWARD + BACKWARD / 2.0 if frozen else FORWARD + BACKWARD
    return cost * active_params * tokens * quantised_cost


def update_flops(active_params: Values, tokens: Values, *, scorer_params: Values, epochs: Values) -> Values:
    """Return the FLOP of learning from sampled answers, their sampling left out.

    tokens·(2·A for the reference + 2·scorer parameters + epochs·6·A for the update); the answers themselves
    are inference and priced as such (Ouyang et al. 2022, arXiv:2203.02155).
    """
    update = (FORWARD + BACKWARD) * epochs * active_params
    return tokens * (FORWARD * active_params + FORWARD * scorer_params + update)


def rollout_tokens(prompts: Values, samples: Values, answer_tokens: Values) -> Values:
    """Return the tokens sampled: prompts·samples a prompt·tokens an answer."""
    return prompts * samples * answer_tokens


def desk_wh(hours: Values, desk_power_w: Values) -> Values:
    """Return the energy of people at work: hours·power of a desk with its computer and light."""
    return hours * desk_power_w


def crawl_wh(
    fetched_gb: Values, *, network_kwh_per_gb: Values, server_kwh_per_gb: Values, parsing_kwh_per_gb: Values
) -> Values:
    """Return the energy of fetching and parsing: GB·(network + crawled servers + parsing), in Wh."""
    return 1000.0 * fetched_gb * (network_kwh_per_gb + server_kwh_per_gb + parsing_kwh_per_gb)


def storage_wh(stored_tb: Values, hours: Values, *, wh_per_tb_hour: Values, replicas: Values) -> Values:
    """Return the energy of keeping data: TB·hours·replicas·Wh a TB-hour, cooling left out."""
    return stored_tb * hours * replicas * wh_per_tb_hour


def embodied_g_per_chip_hour(
    chip_g: Values, server_g: Values, *, chips_a_server: Values, years: Values, use: Values
) -> Values:
    """Return the making of hardware a chip-hour worked: (chip + server/chips)/(years·8760 h·share of use)."""
    return (chip_g + server_g / chips_a_server) / (years * 8760.0 * use)
