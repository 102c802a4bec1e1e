"""What people pay: the list price of a model's API, as it is published, and how much a budget buys by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.request import Request
from estimator.catalogue import Catalogue
from estimator.figure import Source, Spread
from estimator.quantity import base_unit
from estimator.result import Estimate, ItemEstimate

BY_TOKENS: Final = "USD/Mtoken"
MILLION: Final = 1e6


@dataclass(frozen=True, slots=True)
class ListPrice:
    """The list price of tokens, and of as many as a question counts."""

    input: Spread  # USD
    output: Spread
    tokens: float  # that they are for
    date: str
    source: Source


def list_price(item: ItemEstimate, catalogue: Catalogue) -> ListPrice | None:
    """Return the published price of the only model behind an item: of its tokens where those are counted,
    else of a million."""
    service = catalogue.services.get(item.workload.subject)
    if service is not None and len(service.runs) != 1:
        return None  # of several, each at a price of its own
    model = catalogue.models.get(service.runs[0].model if service else item.workload.subject)
    price = model.price if model is not None and "api" in dict(item.costs) else None
    if price is None or price.unit != BY_TOKENS or price.input is None or price.output is None:
        return None
    tokens = item.workload.amount if item.workload.unit == "token" else MILLION
    ends = (each * tokens / MILLION for each in (price.input, price.output))
    read, written = (Spread(each, each, each, "USD") for each in ends)
    return ListPrice(read, written, tokens, price.date, catalogue.sources[price.source])


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
