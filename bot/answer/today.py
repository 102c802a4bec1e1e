"""What an old published figure comes to for what runs today, by our own estimate."""

from __future__ import annotations

from dataclasses import replace

from bot.answer import naming
from bot.answer.answer import Answer
from estimator.catalogue import Catalogue
from estimator.entries import PublishedFigure
from estimator.result import ItemEstimate, Verdict
from estimator.verdict import OLD, ONCE, SENSES
from estimator.workload import ACTIVITIES, UNITS, Workload


def old_work(said: Answer, catalogue: Catalogue) -> Workload | None:
    """Return the work that the first fact of a reply is about, where that has changed since."""
    figure = _first(said, catalogue)
    if figure is None or figure.year >= OLD or figure.activity in ONCE:
        return None
    activity = next((each for each in ACTIVITIES if each == figure.activity), None)
    unit = next((each for each in UNITS if each == figure.per), None)
    return Workload(figure.subject, activity, unit=unit) if activity and unit and figure.metric else None


def with_today(said: Answer, item: ItemEstimate, catalogue: Catalogue) -> Answer:
    """Return a reply that also tells what we find for the work of its first fact, counted as that is."""
    figure = _first(said, catalogue)
    if figure is None or figure.metric is None:
        return said
    sense = SENSES.get(figure.counts, "") if figure.metric == "cost" else ""
    found = dict(item.costs).get(sense) if sense else item.spread(figure.metric)
    if found is None:
        return said
    subject = item.workload.subject
    told = Verdict("unknown", figure.metric, None, None, found, "", sense=sense)
    return replace(said, today=(item, told), names={subject: naming.name(subject, catalogue), **said.names})


def _first(said: Answer, catalogue: Catalogue) -> PublishedFigure | None:
    return naming.quoted(catalogue).get(said.facts[0].id) if said.facts else None
