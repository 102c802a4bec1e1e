"""Text, reasoning, coding agents and embeddings: what is asked, what it runs on, and the energy of the
chips."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from typing import Final

import numpy as np

from estimator.catalogue import Catalogue
from estimator.entries import Model
from estimator.errors import OutOfRange
from estimator.figure import Z95, Array, Figure, Sampling, Values, frozen
from estimator.fleet import FALLBACK_PROVIDER, ChipMix, chip_mix, rents
from estimator.inference import (
    Constants,
    Load,
    Network,
    Replica,
    ShapeRules,
    decoding_step,
    kv_bytes,
    likely_expert_share,
    likely_hidden,
    likely_kv_bytes,
    likely_layers,
    likely_state_bytes,
    replica_chips,
    usable_peaks,
)
from estimator.ledger import Ledger
from estimator.subject import Subject
from estimator.use import Use
from estimator.workload import NOTHING, Assumptions, Workload

SECONDS_AN_HOUR: Final = 3600.0  # and joules a watt-hour
WIDE_PRECISIONS: Final = {"fp32": "bf16", "fp16": "bf16", "int8": "fp8", "int4": "fp4"}
PER_DAY: Final = {"day": 1.0, "year": 365.0}
ANSWER_TOKENS: Final = 500.0  # of output, at which `inference.alone_input_scale` is stated
MOST_ROUTED: Final = 0.95  # of the active parameters, at most, lie in the experts that a token picks


@lru_cache(maxsize=4)
def constants(catalogue: Catalogue) -> Constants:
    """Return the fitted constants of text inference."""
    return Constants.of(catalogue.figures)


@lru_cache(maxsize=4)
def fixed_rules(catalogue: Catalogue) -> ShapeRules:
    """Return the rules for shapes that nobody has published, at their medians."""
    return ShapeRules.of(catalogue.figures)


def text(ledger: Ledger, subject: Subject, workload: Workload, field: str) -> Use:
    """Return what one prompt takes (one token where the workload counts tokens)."""
    given = workload.assumptions or NOTHING
    activity = workload.activity
    if activity == "text" and subject.activity in ("reasoning", "code-agent"):
        activity = subject.activity
    counted = prompts(ledger, subject, workload, agent=activity == "code-agent", field=field)
    provider = subject.provider.id if subject.provider else FALLBACK_PROVIDER
    load, calls = asked(ledger, given, workload, activity, provider)
    chips = chip_mix(ledger, given, subject, field)
    check_fits(ledger.catalogue, given, subject, chips, field)
    joules: list[Values] = []
    chip_hours: list[Values] = []
    for model, _ in subject.models:
        j, h = one_request(
            ledger, given, model, chips, load, "" if len(subject.models) == 1 else f":{model.id}"
        )
        joules.append(j)
        chip_hours.append(h)
    chip_wh = pick(ledger, subject, joules) / SECONDS_AN_HOUR
    hours = pick(ledger, subject, chip_hours)

    per_unit = calls * counted
    if workload.unit == "token":
        tokens = load.input_tokens if activity == "embedding" else load.output_tokens
        per_unit = 1.0 / tokens
        ledger.show("units", per_token=tokens)
    else:
        ledger.show("units", calls=calls, counted=counted)
    free = (given.chip, given.chips, given.batch, given.precision, given.model)
    return Use(
        unit=workload.unit,
        chip_wh=chip_wh * per_unit,
        chip_hours=hours * per_unit,
        api_usd=api_price(ledger, subject, load, per_unit),
        rent_usd_per_chip_hour=rents(ledger, chips),
        mix=chips,
        provider=subject.provider.id if subject.provider else "",
        subjects=(subject.id, *(model.id for model, _ in subject.models)),
        activity=activity,
        training_share=True,
        calibrated=not any(value is not None for value in free),
        default=workload.tokens is None and not any(
            value is not None for value in (*free, given.input_tokens, given.cached, given.reasoning_tokens)
        )
        and workload.unit not in ("token", "hour"),
    )  # fmt: skip


def check_fits(catalogue: Catalogue, given: Assumptions, subject: Subject, mix: ChipMix, field: str) -> None:
    """Raise OutOfRange where the chips that a question fixes can't hold the weights, however few bits."""
    if given.chips is None:
        return
    memory = given.chips * max(chip.memory for chip in mix.chips)
    for model, _ in subject.models:
        known = given.precision or "fp4"
        width = catalogue.figures[f"serving.{known}_bytes"].low
        needed = (model.total_params.low if model.total_params else 0.0) * width
        if needed > memory:
            least = math.ceil(needed / memory * given.chips)
            raise OutOfRange(
                f"{field}.assumptions.chips", given.chips, f"{least} or more, to hold {model.id}"
            )


def prompts(ledger: Ledger, subject: Subject, workload: Workload, *, agent: bool, field: str) -> Values:
    """Return the prompts in one unit of the workload.

    An hour is one person's use. A day and a year are those of the whole service, of a coding agent whose
    prompts nobody counts those of one person at work.
    """
    if workload.unit in ("prompt", "token", "run", "item"):
        return 1.0
    if workload.unit == "hour":
        kind = "agent_prompts_per_hour" if agent else "prompts_per_hour"
        return ledger.draw(f"serving.{kind}", "prompts_per_hour")
    service = subject.service
    if workload.unit in PER_DAY and service is not None and service.prompts_per_day is not None:
        return ledger.draw(service.prompts_per_day, "prompts_per_day") * PER_DAY[workload.unit]
    if workload.unit in PER_DAY and agent:
        hours = ledger.draw("serving.agent_hours_per_day", "hours_per_day")
        days = 1.0 if workload.unit == "day" else ledger.draw("serving.working_days", "working_days")
        return ledger.draw("serving.agent_prompts_per_hour", "prompts_per_hour") * hours * days
    allowed = "prompt, token, hour; day and year of services whose prompts a day are known"
    raise OutOfRange(f"{field}.unit", workload.unit, f"units of {workload.activity}: {allowed}")


def asked(
    ledger: Ledger, given: Assumptions, workload: Workload, activity: str, provider: str
) -> tuple[Load, Values]:
    """Return what one request asks of a replica, and how many requests a prompt makes.

    Where a question describes a model or says how it is served, it asks about a deployment and prompts that
    stand alone, as laboratories measure them: their input follows the length of the answer, nothing of it is
    cached, and the batch is one of those measured. Else it asks about a service with its conversations.
    """
    agent, embedding = activity == "code-agent", activity == "embedding"
    kind = "agent" if agent else "chat"
    alone = kind == "chat" and not embedding and (given.model is not None or given.batch is not None)
    calls: Values = 1.0
    if agent and workload.unit != "token":
        calls = ledger.draw("serving.agent_calls", "calls")
    output: Values
    if embedding:
        output = 1.0
    elif workload.tokens is not None:
        output = ledger.state("output_tokens", workload.tokens, "tokens")
    else:
        output = ledger.draw(f"serving.{kind}_output_tokens", "output_tokens")
    if given.reasoning_tokens is not None:
        output = output + ledger.state("reasoning_tokens", given.reasoning_tokens, "tokens")
    elif activity == "reasoning" and workload.tokens is None:
        output = output * (1.0 + ledger.draw("serving.reasoning_multiple"))
    if given.input_tokens is not None:
        fresh: Values = ledger.state("input_tokens", given.input_tokens, "tokens")
    elif embedding and workload.tokens is not None:
        fresh = ledger.state("input_tokens", workload.tokens, "tokens")
    elif alone:
        scale = ledger.draw("inference.alone_input_scale", "input_tokens")
        exponent = ledger.catalogue.figure("inference.alone_input_exponent").median
        fresh = scale * np.power(np.divide(output, ANSWER_TOKENS), exponent)
    else:
        source = "embedding" if embedding else kind
        fresh = ledger.draw(f"serving.{source}_input_tokens", "input_tokens")
    if given.cached is not None:
        cached: Values = ledger.state("cached", given.cached)
    else:
        cached = 0.0 if embedding or alone else ledger.draw(f"serving.{kind}_cached", "cached")
    if given.batch is not None:
        batch: Values = ledger.state("batch", given.batch)
    else:
        figure = "inference.alone_batch" if alone else "serving.batch"
        batch = ledger.draw(figure, "batch", f"serving.batch/{provider}")
    return Load(batch=batch, input_tokens=fresh, output_tokens=output, cached=cached), calls


def one_request(
    ledger: Ledger, given: Assumptions, model: Model, mix: ChipMix, load: Load, tag: str
) -> tuple[Values, Values]:
    """Return joules of the chips and chip-hours of one request to a model; `tag` ends the names of its
    inputs."""
    network = shape(ledger, given, model, tag)
    weights = network.total_params * network.weight_bytes
    if given.chips is not None:
        chips: Values = ledger.state("chips", given.chips)
    else:
        headroom = ledger.draw("serving.memory_headroom")
        fitting = replica_chips(network.total_params, network.weight_bytes, mix.memory, headroom)
        chance = ledger.chance("chips" + tag, f"serving.chips/{model.id}")
        twice = np.less(chance, ledger.draw("serving.double_share")).astype(np.float64)
        chips = fitting * (1.0 + twice)
    if given.batch is None:
        free = ledger.draw("serving.memory_used") * chips * mix.memory - weights
        context = load.input_tokens + load.output_tokens
        room = np.maximum(free / (context * network.kv_bytes), 1.0)
        load = Load(
            batch=np.minimum(load.batch, room),
            input_tokens=load.input_tokens,
            output_tokens=load.output_tokens,
            cached=load.cached,
        )
    known = constants(ledger.catalogue)
    replica = Replica(chips, mix.flops, mix.bandwidth, mix.tdp, usable(mix, known))
    step = decoding_step(network, replica, load, known)
    stream = f"inference.model_error/{model.id}"
    error = ledger.draw("inference.model_error", "model_error" + tag, stream)
    joules = step.joules_per_token * load.output_tokens * error
    bandwidth, peak = usable(mix, known)
    ledger.show(
        "step" + tag,
        moved=step.moved_bytes, flops=step.flops, chips=chips, bandwidth=bandwidth, peak=peak, watts=mix.tdp,
        seconds=step.seconds, full=step.at_tdp_s, batch=load.batch, tokens=load.output_tokens,
        joules=step.joules_per_token, error=error,
    )  # fmt: skip
    chip_seconds = step.chip_seconds_per_token * load.output_tokens * time_error(ledger, model, stream, tag)
    return joules, chip_seconds / SECONDS_AN_HOUR


@lru_cache(maxsize=256)
def usable(mix: ChipMix, known: Constants) -> tuple[Values, Values]:
    """Return what software makes of the peaks of chips."""
    return usable_peaks(mix.bandwidth, mix.flops, known)


def time_error(ledger: Ledger, model: Model, energy_stream: str, tag: str) -> Array:
    """Return the factor that step times may be off by."""
    figure = ledger.catalogue.figure("inference.time_error")
    ledger.note("time_error" + tag, figure)
    correlation = ledger.catalogue.figure("inference.error_correlation").median
    return slowness(ledger.sampling, figure, correlation, energy_stream, f"inference.time_error/{model.id}")


@lru_cache(maxsize=256)
def slowness(sampling: Sampling, figure: Figure, correlation: float, energy_stream: str, own: str) -> Array:
    """Return the factor that step times may be off by, drawn with the energy's.

    What takes longer than the formula says takes more energy too, with the rank correlation of the two errors
    on families left out of the fit.
    """
    z = sampling.blended(energy_stream, own, correlation)
    return frozen(np.exp(z * (math.log(figure.high / figure.low) / (2.0 * Z95))))


def shape(ledger: Ledger, given: Assumptions, model: Model, tag: str = "") -> Network:
    """Return the shape of a model, with what its maker hasn't published drawn."""
    if model.total_params is None:
        raise OutOfRange(f"models.{model.id}", None, "models whose size is known or guessed")
    stated = given.model is not None
    ledger.doubt("shape" + tag, model.note, model.shape_source or model.total_params.source)
    total = ledger.draw(model.total_params, "total_params" + tag)
    sparse = model.active_params is not None
    active = ledger.draw(model.active_params, "active_params" + tag) if model.active_params else total
    if not (model.total_params.exact and (model.active_params is None or model.active_params.exact)):
        active = np.minimum(active, total, dtype=np.float64)
    rules = shape_rules(ledger, model, sparse=sparse, tag=tag)
    share: Values = 0.0
    if sparse and not (stated and np.all(active >= total)):
        if model.experts and model.experts_per_token:
            share = model.experts_per_token / model.experts
        else:
            share = likely_expert_share(total, active, rules)
        share = np.asarray(np.minimum(share, MOST_ROUTED * active / total), dtype=np.float64)
    layers = likely_layers(total, active, rules) if model.layers is None else float(model.layers)
    hidden = likely_hidden(active, rules) if model.hidden is None else float(model.hidden)
    cache = cache_bytes(model, active, rules)
    return Network(
        total_params=total,
        active_params=active,
        expert_share=share,
        layers=layers,
        hidden=hidden,
        kv_bytes=cache,
        weight_bytes=weight_bytes(ledger, given, model, tag),
        state_bytes=state_bytes(model, layers, hidden, cache),
    )


def shape_rules(ledger: Ledger, model: Model, *, sparse: bool, tag: str) -> ShapeRules:
    """Return the rules for what a maker hasn't published, drawing only the scales that are needed."""
    needed = {
        "layers_scale": model.layers is None,
        "hidden_scale": model.hidden is None,
        "kv_scale": model.kv_bytes_per_token is None
        and not (model.layers and model.kv_heads and model.head_dim),
        "expert_share_scale": sparse and not (model.experts and model.experts_per_token),
    }
    if not any(needed.values()):
        return fixed_rules(ledger.catalogue)
    drawn = {
        name: ledger.draw(f"inference.{name}", name + tag, f"inference.{name}/{model.id}")
        for name, wanted in needed.items()
        if wanted
    }
    return replace(fixed_rules(ledger.catalogue), **drawn)


def cache_bytes(model: Model, active: Values, rules: ShapeRules) -> Values:
    """Return bytes of key-value cache a token, in 16 bits a value."""
    if model.kv_bytes_per_token is not None:
        return model.kv_bytes_per_token
    if model.layers and model.kv_heads and model.head_dim:
        return kv_bytes(model.layers, model.kv_heads, model.head_dim)
    return likely_kv_bytes(active, rules)


def state_bytes(model: Model, layers: Values, hidden: Values, cache: Values) -> Values:
    """Return bytes of recurrent state a sequence: as published, or as a cache so small tells."""
    if model.state_bytes is not None:
        return model.state_bytes
    return likely_state_bytes(layers, hidden, cache) if model.kv_bytes_per_token is not None else 0.0


def weight_bytes(ledger: Ledger, given: Assumptions, model: Model, tag: str) -> Values:
    """Return bytes a weight at the precision named, the maker's, or one drawn."""
    figures = ledger.catalogue.figures
    known = given.precision or model.precision
    if known is not None:
        figure = figures[f"serving.{WIDE_PRECISIONS.get(known, known)}_bytes"]
        if given.precision:
            return ledger.state("weight_bytes", figure.median, figure.unit)
        ledger.note("weight_bytes" + tag, figure)
        return figure.median
    chance = ledger.chance("precision" + tag, f"serving.precision/{model.id}")
    fp4, fp8 = ledger.draw("serving.fp4_share"), ledger.draw("serving.fp8_share")
    wide = 1.0 - fp8 - fp4
    return np.where(
        chance < wide,
        figures["serving.bf16_bytes"].median,
        np.where(
            chance < wide + fp8, figures["serving.fp8_bytes"].median, figures["serving.fp4_bytes"].median
        ),
    )


def pick(ledger: Ledger, subject: Subject, values: list[Values]) -> Values:
    """Return, for each draw, the value of one of the subject's models."""
    if len(values) == 1:
        return values[0]
    chance = ledger.chance("model", f"subject/{subject.id}")
    edges = np.cumsum([share for _, share in subject.models])[:-1]
    which = np.searchsorted(edges, chance, side="right")
    ledger.picked = which
    draws = ledger.sampling.draws
    picked: Array = np.choose(which, [np.broadcast_to(value, draws) for value in values])
    return picked


def api_price(ledger: Ledger, subject: Subject, load: Load, per_unit: Values) -> Values | None:
    """Return the list price of what is asked, USD, where every model behind the subject has one."""
    prices: list[Values] = []
    for model, _ in subject.models:
        price = model.price
        if price is None or price.unit != "USD/Mtoken" or (price.input is None and price.output is None):
            return None
        ledger.price_lists[price.source] = None
        ledger.doubt(f"api:{model.id}", price.note, price.source)
        prices.append(
            ((price.input or 0.0) * load.input_tokens + (price.output or 0.0) * load.output_tokens) / 1e6
        )
    return pick(ledger, subject, prices) * per_unit
