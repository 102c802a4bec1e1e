"""Proper names for the ids of an estimate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from bot.request import Request
from estimator import own
from estimator.catalogue import Catalogue
from estimator.entries import PublishedFigure, Thing
from estimator.facts import as_figure
from estimator.figure import Figure
from estimator.result import Estimate, ItemEstimate

UNITS: Final = ("kWh", "litre", "tonne")  # of things that are nothing but an amount


def names(found: Estimate, catalogue: Catalogue) -> dict[str, str]:
    """Return the names of subjects, regions and publishers, by id; "" where the language has the word."""
    known: dict[str, str] = {}
    for item in found.items:
        subject = item.workload.subject
        known[subject] = name(subject, catalogue)
        fixed = item.workload.assumptions
        if fixed is not None and fixed.chip is not None:
            known[fixed.chip] = name(fixed.chip, catalogue)
        for region in (item.region, item.workload.region):
            if region is not None and region in catalogue.grids:
                known[region] = catalogue.grids[region].name
        for figure in item.published:
            if figure.source in catalogue.sources:
                known[figure.source] = catalogue.sources[figure.source].publisher
    for fact in found.facts:
        if fact.source in catalogue.sources:
            known[fact.source] = catalogue.sources[fact.source].publisher
    return known


def trained(found: Estimate, catalogue: Catalogue) -> dict[str, str]:
    """Return the names of the models whose training is told, by the service that the question names."""
    known: dict[str, str] = {}
    for item in found.items:
        if item.model:
            service, model = name(item.workload.subject, catalogue), name(item.model, catalogue)
            within = model.casefold().startswith(service.casefold())
            known[item.workload.subject] = model if within else f"{service} ({model})"
    return known


def manners(things: Mapping[str, Thing]) -> dict[str, str]:
    """Return how things that use nothing are told: one makes electricity, one is an amount itself."""
    found = {thing: "makes" if each.plant else "is" if each.itself else "" for thing, each in things.items()}
    return {thing: manner for thing, manner in found.items() if manner}


def measures(things: Mapping[str, Thing]) -> dict[str, Figure]:
    """Return what one of the things is that are a unit and nothing else: a kWh, a litre, a tonne of CO2."""
    found = {}
    for name, thing in things.items():
        figure = thing.energy or thing.carbon or thing.water
        if thing.itself and thing.unit in UNITS and figure is not None and figure.exact:
            found[name] = figure
    return found


def on_top_of(item: ItemEstimate, catalogue: Catalogue) -> str:
    """Return the name of the model that the one trained is trained further from; "" where it is of none."""
    model = catalogue.models.get(item.model or item.workload.subject)
    if model is None or model.training is None or item.workload.activity != "training":
        return ""
    return name(model.training.on, catalogue)


def of_requests(requests: Iterable[Request], catalogue: Catalogue) -> dict[str, str]:
    """Return the names of the subjects and regions of requests, by id."""
    known: dict[str, str] = {}
    for request in requests:
        for code in (request.region, *(item.region for item in request.items)):
            if code is not None and code in catalogue.grids:
                known[code] = catalogue.grids[code].name
        known |= {item.subject: name(item.subject, catalogue) for item in request.items}
    return known


def name(subject: str, catalogue: Catalogue) -> str:
    """Return the name of a model, service or chip as people read it; "" where it has none of its own."""
    for entries in (catalogue.models, catalogue.services, catalogue.chips):
        if (entry := entries.get(subject)) is not None:
            return entry.name
    return ""


@lru_cache(maxsize=2)
def quoted(catalogue: Catalogue) -> Mapping[str, PublishedFigure]:
    """Return the published figures that a page may quote, by id."""
    return {each.id: each for each in catalogue.published}


@lru_cache(maxsize=2)
def figures(catalogue: Catalogue) -> Mapping[str, Figure]:
    """Return the figures that a page may quote, by id: `serving.batch`, `google.pue`, `grid.FR`."""
    found = dict(catalogue.figures)
    parts: list[tuple[str, Figure | None]] = [
        (f"grid.{code}", grid.carbon) for code, grid in catalogue.grids.items()
    ]
    for key, provider in catalogue.providers.items():
        parts += [(f"{key}.pue", provider.pue), (f"{key}.wue", provider.wue)]
    for key, model in catalogue.models.items():
        parts += [(f"{key}.total_params", model.total_params), (f"{key}.active_params", model.active_params)]
    for key, thing in catalogue.things.items():
        parts += [
            (f"{key}.energy", thing.energy),
            (f"{key}.carbon", thing.carbon),
            (f"{key}.water", thing.water),
        ]
    for key, chip in catalogue.chips.items():
        power = Figure(f"{key}.tdp", chip.tdp, chip.tdp, chip.tdp, "W", "disclosed", chip.source)
        parts.append((power.id, power))
    parts += [(each.id, as_figure(each)) for each in catalogue.published]
    parts += [(figure.id, figure) for claim in catalogue.claims.values() for figure in claim.figures.values()]
    if own.TIME in catalogue.figures:
        parts.append(("own.energy", own.answer_energy(catalogue)))
    found.update({key: figure for key, figure in parts if figure is not None})
    return found
