"""What people pay: the list price of a model's API, as it is published, and how much a budget buys by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.request import Request
from estimator.catalogue import Catalogue
from estimator.figure import Source, Spread
from estimator.quantity import base_unit
from estimator.result import Estimate, ItemEstimate
from estimator.subject import TODAY

BY_TOKENS: Final = "USD/Mtoken"
MILLION: Final = 1e6


@dataclass(frozen=True, slots=True)
class ListPrice:
    """The list price of tokens, and of as many as a question counts."""

    model: str  # whose it is, "" where the question names just that
    input: Spread  # USD
    output: Spread
    tokens: float  # that they are for
    date: str
    source: Source


def list_prices(item: ItemEstimate, catalogue: Catalogue) -> tuple[ListPrice, ...]:
    """Return the published price of each model behind an item, the one that answers most first: of its tokens
    where those are counted, else of a million; nothing where one has none."""
    subject = item.workload.subject
    service = catalogue.services.get(subject)
    models = service.models(TODAY) if service else ((subject, 1.0),)
    if "api" not in dict(item.costs):
        return ()
    tokens = item.workload.amount if item.workload.unit == "token" else MILLION
    found = []
    for name, _ in sorted(models, key=lambda pair: -pair[1]):
        model = catalogue.models.get(name)
        price = model.price if model else None
        if model is None or price is None or price.unit != BY_TOKENS:
            return ()
        if price.input is None or price.output is None:
            return ()
        ends = (each * tokens / MILLION for each in (price.input, price.output))
        read, written = (Spread(each, each, each, "USD") for each in ends)
        told = model.name if service else ""
        found.append(ListPrice(told, read, written, tokens, price.date, catalogue.sources[price.source]))
    return tuple(found)


def bought(request: Request, found: Estimate, catalogue: Catalogue) -> Spread | None:
    """Return how many a budget of money buys at the list price; None where it is one of electricity."""
    budget, item = request.budget, found.items[0]
    price = dict(item.costs).get("api")
    if budget is None or budget.metric != "cost" or price is None or not price.low > 0:
        return None
    if "energy" in request.metrics:  # "10 euros of electricity"
        return None
    known = base_unit(budget.unit, catalogue, "USD")
    if known is None:
        return None
    usd = budget.value * known[1] * item.workload.amount
    return Spread(usd / price.high, usd / price.median, usd / price.low, item.workload.unit)
