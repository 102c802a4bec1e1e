"""Training and fine-tuning of a model: what is known of the run, and the energy of its servers."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from estimator import training
from estimator.catalogue import Catalogue
from estimator.entries import Model, TrainingRecord
from estimator.errors import OutOfRange
from estimator.figure import Values
from estimator.fleet import ChipMix, chip_mix, rents
from estimator.ledger import Ledger
from estimator.reinforcing import learning_flops, raters_wh, sampling
from estimator.subject import Subject
from estimator.use import Use
from estimator.workload import NOTHING, REINFORCEMENT, Assumptions, Workload

UNITS: Final = ("run", "item", "prompt")
LANGUAGE: Final = ("text", "reasoning", "code-agent")
TOKENS_SETTLED: Final = "2024"  # from here on makers train on what there is, not in proportion to the model
HOURS_A_YEAR: Final = 8760.0
SMALL_PARAMS: Final = 1.5e10  # active: smaller models leave more of large clusters waiting
NOTHING_KNOWN: Final = TrainingRecord()


def pretraining(ledger: Ledger, subject: Subject, workload: Workload, field: str) -> Use:
    """Return what the final training run of a model takes: from its published energy, else its chip-hours,
    else its operations."""
    told_of = _told_of(subject, ledger.catalogue)
    model = told_of or _one(subject, workload, field)
    if subject.service is not None and told_of is None:
        ledger.doubt("service", subject.service.note, subject.service.source)
    given = workload.assumptions or NOTHING
    known = NOTHING_KNOWN if subject.described else model.training or NOTHING_KNOWN
    if given.training_tokens is not None:
        known = TrainingRecord(chip=known.chip)
    elif given.utilisation is not None or (given.chip and ledger.catalogue.named(given.chip) != known.chip):
        known = replace(known, chip_hours=None, energy=None, carbon=None, cost=None)
    mix = _chips(ledger, subject, workload, known, field)
    use = _use(ledger, subject, model, mix, "training")
    use.development = True
    if known.chip_hours is not None:
        hours = ledger.draw(known.chip_hours, "chip_hours")
    else:
        flops = _flops(ledger, given, model, known)
        used = ledger.given("utilisation", given.utilisation, reached(model))
        hours = training.chip_hours(flops, mix.flops, used)
        ledger.show("hours", flops=flops, peak=mix.flops, used=used, hours=hours)
    use.chip_hours = hours
    use.region = known.region
    if known.cost is not None and known.chip_hours is None:
        use.rent_usd = ledger.draw(known.cost, "training_cost")
    if given.boundary == "lifecycle" and (model.activity in LANGUAGE or subject.described):
        use.data_wh = _data_wh(ledger, given, model, known)
    if known.energy is not None:
        energy = ledger.draw(known.energy, "training_energy")
        use.from_inputs = ("training_energy",)
        if known.energy_boundary == "chip":
            use.chip_wh = energy
        else:
            use.facility_wh = energy
            if known.carbon is not None and not workload.region and _as_published(workload):
                use.carbon_g = ledger.draw(known.carbon, "training_carbon")
    else:
        use.chip_wh, use.server_wh = _servers(ledger, mix, hours)
    return use


def _as_published(workload: Workload) -> bool:
    """Return whether a question leaves a run as its maker tells of it."""
    given = workload.assumptions or NOTHING
    changed = (given.grid, given.plant, given.pue, given.chip, given.model)
    return given.boundary in (None, "facility") and all(value is None for value in changed)


def tuning(ledger: Ledger, subject: Subject, workload: Workload, field: str) -> Use:
    """Return what fine-tuning a model takes: whole, with adapters, or from rewards of sampled answers."""
    given = workload.assumptions or NOTHING
    model = _one(subject, workload, field)
    mix = _chips(ledger, subject, workload, NOTHING_KNOWN, field)
    use = _use(ledger, subject, model, mix, "fine-tuning")
    use.development = given.development is not None
    if given.method in REINFORCEMENT:
        if not subject.described and model.activity not in LANGUAGE:
            raise OutOfRange(
                f"{field}.assumptions.method", given.method, "full, lora or qlora, of such models"
            )
        answered = sampling(ledger, workload, given, model, mix)
        flops = learning_flops(ledger, given, _active(ledger, model), answered)
    else:
        answered = None
        flops = _tuning_flops(ledger, given, _active(ledger, model), workload.tokens)
    used = ledger.given("utilisation", given.utilisation, "training.tuning_utilisation")
    hours = training.chip_hours(flops, mix.flops, used)
    ledger.show("hours", flops=flops, peak=mix.flops, used=used, hours=hours)
    chip_wh, server_wh = _servers(ledger, mix, hours)
    if answered is not None:
        hours = hours + answered.chip_hours
        chip_wh = chip_wh + answered.chip_wh
        server_wh = server_wh + answered.chip_wh * ledger.draw("serving.host", "host")
        if given.boundary == "lifecycle" or given.rated is not None:
            use.people_wh = raters_wh(ledger, given)
    use.chip_hours, use.chip_wh, use.server_wh = hours, chip_wh, server_wh
    return use


def _tuning_flops(ledger: Ledger, given: Assumptions, active: Values, tokens: float | None) -> Values:
    """Return the operations of tuning, with or without adapters where nobody says."""
    stated = given.training_tokens if given.training_tokens is not None else tokens
    if stated is None and given.training_examples is not None:
        examples = ledger.state("training_examples", given.training_examples)
        learned = examples * ledger.draw("training.example_tokens", "example_tokens")
    else:
        learned = ledger.given("tuning_tokens", stated, "training.tuning_tokens", "tokens")
    whole = training.tuning_flops(active, learned)
    ledger.show("tuned", params=active, tokens=learned)
    if given.method == "full":
        return whole
    frozen = training.tuning_flops(active, learned, frozen=True)
    if given.method == "lora":
        return frozen
    if given.method == "qlora":
        cost = ledger.draw("training.quantised_cost")
        return training.tuning_flops(active, learned, frozen=True, quantised_cost=cost)
    return np.where(ledger.chance("adapters", "training.adapters") < 0.5, frozen, whole)


def _told_of(subject: Subject, catalogue: Catalogue) -> Model | None:
    """Return the newest model behind a service of whose training its maker or others have told."""
    runs = subject.service.runs if subject.service else ()
    for run in sorted(runs, key=lambda run: run.since, reverse=True):
        known = catalogue.models[run.model].training
        if known is not None and any(
            each is not None for each in (known.chip_hours, known.energy, known.cost)
        ):
            return catalogue.models[run.model]
    return None


def _one(subject: Subject, workload: Workload, field: str) -> Model:
    """Return the model that is trained: of a service, the one that answers most."""
    if workload.unit not in UNITS:
        raise OutOfRange(f"{field}.unit", workload.unit, f"units of {workload.activity}: run")
    return max(subject.models, key=lambda pair: pair[1])[0]


def _chips(
    ledger: Ledger, subject: Subject, workload: Workload, known: TrainingRecord, field: str
) -> ChipMix:
    """Return the chips that the question names, those published, or the provider's."""
    given = workload.assumptions or NOTHING
    if given.chip is None and known.chip is not None:
        chip = ledger.catalogue.chips[known.chip]
        ledger.tell(f"chip:{chip.id}", 1.0, "", "disclosed", chip.source)
        ledger.doubt(f"chip:{chip.id}", chip.note, chip.source)
        return ChipMix((chip,), None)
    return chip_mix(ledger, given, subject, field)


def _use(ledger: Ledger, subject: Subject, model: Model, mix: ChipMix, activity: str) -> Use:
    return Use(
        unit="run",
        rent_usd_per_chip_hour=rents(ledger, mix),
        mix=mix,
        provider=subject.provider.id if subject.provider else "",
        subjects=tuple(dict.fromkeys((subject.id, model.id))),
        model=model.id if subject.service else "",
        activity=activity,
        dedicated=True,
    )


def _active(ledger: Ledger, model: Model) -> Values:
    figure = model.active_params or model.total_params
    if figure is None:
        raise OutOfRange(f"models.{model.id}", None, "models whose size is known or guessed")
    return ledger.draw(figure, "active_params")


def reached(model: Model) -> str:
    """Return the figure of the utilisation that a model of this size is trained at."""
    size = model.active_params or model.total_params
    small = size is not None and size.median < SMALL_PARAMS
    return "training.small_utilisation" if small else "training.utilisation"


def _flops(ledger: Ledger, given: Assumptions, model: Model, known: TrainingRecord) -> Values:
    """Return the operations of the run: published, or 6 for each active parameter and token."""
    if known.flop is not None:
        return ledger.draw(known.flop, "training_flop")
    active = _active(ledger, model)
    tokens = _tokens(ledger, given, model, known, active)
    flops = training.pretraining_flops(active, tokens)
    ledger.show("learned", params=active, tokens=tokens, flops=flops)
    return flops


def _tokens(
    ledger: Ledger, given: Assumptions, model: Model, known: TrainingRecord, active: Values
) -> Values:
    """Return the tokens of a run: stated, published, usual in its time, or in proportion to the model's
    size."""
    if given.training_tokens is not None:
        return ledger.state("training_tokens", given.training_tokens, "tokens")
    if known.tokens is not None:
        return ledger.draw(known.tokens, "training_tokens")
    if model.released >= TOKENS_SETTLED and model.activity in LANGUAGE:
        return ledger.draw("training.recent_tokens", "training_tokens", f"training.tokens/{model.id}")
    each = ledger.draw(
        "training.tokens_per_param", "tokens_per_param", f"training.tokens_per_param/{model.id}"
    )
    tokens = active * each
    ledger.derive("training_tokens", tokens, "tokens", ledger.catalogue.figure("training.tokens_per_param"))
    return tokens


def _data_wh(ledger: Ledger, given: Assumptions, model: Model, known: TrainingRecord) -> Values:
    """Return the energy of fetching and keeping what a model has learned from."""
    tokens = _tokens(ledger, given, model, known, _active(ledger, model))
    kept_bytes = tokens * ledger.draw("training.bytes_per_token")
    fetched_gb = kept_bytes * ledger.draw("training.fetched_per_kept") / 1e9
    fetching = training.crawl_wh(
        fetched_gb,
        network_kwh_per_gb=ledger.draw("training.network_energy"),
        server_kwh_per_gb=ledger.draw("training.crawled_server_energy"),
        parsing_kwh_per_gb=ledger.draw("training.parsing_energy"),
    )
    hours = ledger.draw("training.data_kept") * HOURS_A_YEAR
    replicas = ledger.draw("training.replicas")
    on_disks = training.storage_wh(
        fetched_gb / 1e3, hours, wh_per_tb_hour=ledger.draw("training.hdd_storage"), replicas=replicas
    )
    in_use = training.storage_wh(
        kept_bytes / 1e12, hours, wh_per_tb_hour=ledger.draw("training.ssd_storage"), replicas=replicas
    )
    return fetching + on_disks + in_use


def _servers(ledger: Ledger, mix: ChipMix, hours: Values) -> tuple[Values, Values]:
    """Return the energy of chips and of their servers: rated power of a server for each chip times its
    load."""
    load = ledger.draw("training.load", "load")
    share = ledger.draw("training.chip_share_of_server", "chip_share_of_server")
    node = [chip.node_power if chip.node_power is not None else chip.tdp / share for chip in mix.chips]
    power = mix.of(node, ledger.sampling.draws)
    chip_wh = hours * mix.tdp * ledger.draw("hardware.training_chip_load", "chip_load")
    server_wh = training.server_wh(hours, power, load)
    ledger.show("servers", hours=hours, watts=power, load=load, server=server_wh)
    return chip_wh, server_wh
