"""Reinforcement of a language model: answers sampled as anybody's are, scored, and learned from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from estimator import training
from estimator.entries import Model
from estimator.figure import Values
from estimator.fleet import ChipMix
from estimator.inference import Load
from estimator.ledger import Ledger
from estimator.serving import one_request
from estimator.training import SECONDS_AN_HOUR
from estimator.workload import Assumptions, Workload

MINUTES_AN_HOUR: Final = 60.0


@dataclass(frozen=True, slots=True)
class Sampled:
    """The answers that a model learns from, and what sampling them takes."""

    tokens: Values
    chip_wh: Values
    chip_hours: Values


def sampling(ledger: Ledger, workload: Workload, given: Assumptions, model: Model, mix: ChipMix) -> Sampled:
    """Return what sampling the answers takes, each priced as an answer to anybody.

    Answers of very different lengths leave chips waiting for the longest: hours and energy times
    `training.rl_waiting`.
    """
    if workload.tokens is not None:
        length: Values = ledger.state("output_tokens", workload.tokens, "tokens")
    elif given.method == "rlvr":
        length = ledger.draw("training.rlvr_answer_tokens", "output_tokens")
    else:
        length = ledger.draw("serving.chat_output_tokens", "output_tokens")
    if given.training_tokens is not None:
        tokens: Values = ledger.state("training_tokens", given.training_tokens, "tokens")
    else:
        prompts = ledger.given("training_prompts", given.training_prompts, f"training.{given.method}_prompts")
        samples = ledger.given("samples", given.samples, "training.rl_samples")
        tokens = training.rollout_tokens(prompts, samples, length)
    load = Load(
        batch=ledger.given("batch", given.batch, "serving.batch", "sequences"),
        input_tokens=ledger.given("input_tokens", given.input_tokens, "serving.chat_input_tokens", "tokens"),
        output_tokens=length,
        cached=ledger.given("cached", given.cached, "serving.chat_cached"),
    )
    joules, hours = one_request(ledger, given, model, mix, load, "")
    answers = tokens / length * ledger.draw("training.rl_waiting")
    return Sampled(tokens, joules * answers / SECONDS_AN_HOUR, hours * answers)


def learning_flops(ledger: Ledger, given: Assumptions, active: Values, answered: Sampled) -> Values:
    """Return the operations of scoring the answers and of learning from them."""
    scorer: Values = 0.0  # a program checks the answers
    if given.method == "rlhf":
        scorer = active * ledger.draw("training.scorer_share", "scorer_share")
    epochs = ledger.draw("training.rl_epochs", "rl_epochs")
    return training.update_flops(active, answered.tokens, scorer_params=scorer, epochs=epochs)


def raters_wh(ledger: Ledger, given: Assumptions) -> Values | None:
    """Return the energy at the desks of people who compare answers; None where a program checks them."""
    if given.method != "rlhf":
        return None
    rated = ledger.given("rated", given.rated, "training.rated_answers")
    hours = rated * ledger.draw("training.rating_minutes", "rating_minutes") / MINUTES_AN_HOUR
    return training.desk_wh(hours, ledger.draw("training.desk_power", "desk_power"))
