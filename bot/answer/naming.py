"""Proper names for the ids of an estimate."""

from __future__ import annotations

from estimator.catalogue import Catalogue
from estimator.result import Estimate


def names(found: Estimate, catalogue: Catalogue) -> dict[str, str]:
    """Return the names of an estimate's subjects, regions and publishers, by id; "" where the language has the word."""
    known: dict[str, str] = {}
    for item in found.items:
        subject = item.workload.subject
        known[subject] = name(subject, catalogue)
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


def name(subject: str, catalogue: Catalogue) -> str:
    """Return the name of a model, service or chip as people read it; "" where it has none of its own."""
    for entries in (catalogue.models, catalogue.services, catalogue.chips):
        if (entry := entries.get(subject)) is not None:
            return entry.name
    return ""
