"""What an answer rests on that was recalled and not read again at its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from bot.answer.answer import Pictures
from bot.answer.pictures import figure_of
from estimator.catalogue import Catalogue
from estimator.ledger import OF
from estimator.result import ItemEstimate
from estimator.workload import Metric

# Inputs that bear on one quantity alone. All others move energy, and with it the rest.
ONLY: Final[Mapping[str, Metric]] = {
    "grid": "carbon", "embodied": "carbon", "training_carbon": "carbon", "wue": "water", "ewif": "water",
    "price": "cost",
}  # fmt: skip
RENTS: Final = ("rent", "chip_rent", "training_cost", "api")  # told where money is what is asked about
# What a result is anchored in, the first that it has: a maker's figure, a published total, the formula.
ANCHORS: Final = ("disclosed", "training_energy", "chip_hours", "model_error", "power")
BASE: Final[Mapping[Metric, tuple[str, ...]]] = {"carbon": ("training_carbon",)}
OF_MODEL: Final = (
    "active_params", "params", "prompts_per_day", "shape", "total_params", "training_tokens",
)  # fmt: skip
# Ranks, beside the share of the headline's spread that an input explains.
FIRST: Final = 2.0
THING: Final = 1.5
OF_THE_MODEL: Final = 0.5


def recalled(
    items: Iterable[ItemEstimate],
    told: tuple[Metric, ...],
    shown: Pictures,
    versus: tuple[str, ...],
    catalogue: Catalogue,
) -> tuple[str, ...]:
    """Return the names of inputs and the ids of everyday things that an answer rests on and nobody checked.

    Of the metrics told the first is the headline's. First stands what the headline is anchored in, then
    things, then what is told of the model, then what moves the headline most; inputs that bear on no metric
    told are left out.
    """
    ranks: dict[str, float] = {}
    for item in items:
        for name, rank in _of_item(item, told):
            ranks[name] = max(rank, ranks.get(name, 0.0))
    for basis, pictures in (*shown, (told[0], ())):
        for name in [each.thing for each in pictures] or versus:
            figure = figure_of(catalogue.things[name], basis) if name in catalogue.things else None
            if figure is not None and figure.unverified:
                ranks[name] = THING
    return tuple(sorted(ranks, key=lambda name: -ranks[name]))


def _of_item(item: ItemEstimate, told: tuple[Metric, ...]) -> Iterable[tuple[str, float]]:
    """Yield what of an item nobody checked, with its rank."""
    shares = {driver.name: driver.share for driver in item.drivers}
    anchors = (*BASE.get(told[0], ()), *ANCHORS, item.workload.subject)
    for key, _ in item.recalled:
        name = key.partition(OF)[0]
        if ONLY.get(name, told[0]) not in told or (name in RENTS and told[0] != "cost"):
            continue
        yield name, FIRST if name in anchors else OF_THE_MODEL if name in OF_MODEL else shares.get(name, 0.0)


def sources(items: Iterable[ItemEstimate]) -> frozenset[str]:
    """Return the ids of the sources that something was recalled from and not read again."""
    return frozenset(source for item in items for _, source in item.recalled)
