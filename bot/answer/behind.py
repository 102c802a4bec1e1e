"""What stands behind an answer, for who asks: how it was computed, and all of its sources."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from bot.answer import naming
from bot.answer.answer import Answer
from bot.answer.compose import compose
from bot.answer.estimated import IN_ALL, sources_of
from bot.answer.resting import beside, things_told
from bot.request import Request
from estimator.catalogue import Catalogue
from estimator.errors import EstimatorError
from estimator.estimate import Estimate
from estimator.figure import Source
from estimator.levers import Lever
from estimator.result import Assumption, ItemEstimate
from estimator.workings import Working


def behind(
    request: Request,
    found: Estimate | EstimatorError,
    catalogue: Catalogue,
    kind: Literal["how", "sources"],
    changes: tuple[Lever, ...] = (),
    steps: tuple[Working, ...] = (),
) -> Answer:
    """Return how an answer was computed, or what it rests on; the page on it where nothing was estimated.

    `changes` are what would change the first item and `steps` its computation, for who asks how it was done.
    """
    answer = compose(request, found, catalogue)
    sources = rested_on(answer, found, catalogue) if isinstance(found, Estimate) else ()
    if not (answer.items if kind == "how" else sources):
        topic = "method" if kind == "how" else "sources"
        return compose(Request("explain", topic=topic, language=request.language), Estimate(), catalogue)
    models = {each.to: naming.name(each.to, catalogue) for each in changes if each.to in catalogue.models}
    return replace(
        answer,
        kind=kind,
        levers=changes,
        workings=steps,
        names={**answer.names, **models},
        items=answer.items[:1],
        recalled=_of_inputs(answer, catalogue),
        pictures=(),
        pictured=things_told(answer, catalogue) if kind == "how" else (),
        published=(),
        doubts=(),
        options=(),
        assumptions=_by_weight(answer.item) if kind == "how" else (),
        library=catalogue.sources,
        sources=sources if kind == "sources" else (),
        sources_left=0,
        others=(),
    )


def _of_inputs(answer: Answer, catalogue: Catalogue) -> tuple[str, ...]:
    """Return what nobody read again of the item itself, not of the things that it was pictured in."""
    own = answer.items[0].workload.subject if answer.items else ""
    return tuple(name for name in answer.recalled if name not in catalogue.things or name == own)


def rested_on(answer: Answer, found: Estimate, catalogue: Catalogue) -> tuple[Source, ...]:
    """Return all sources of an answer, first those that the headline rests on."""
    inputs = sources_of(answer.item, answer.metric, (), found.sources) if answer.items else found.sources
    return tuple({each.id: each for each in (*inputs, *beside(answer, catalogue))}.values())


def _by_weight(item: ItemEstimate) -> tuple[Assumption, ...]:
    """Return the inputs, what the question fixes first, then those that count most, each after what it
    gives in all."""
    ranks: dict[str, float] = {driver.name: place for place, driver in enumerate(item.drivers)}
    ranks |= {whole: ranks[name] - 0.5 for name, whole in IN_ALL.items() if name in ranks}
    return tuple(sorted(item.assumptions, key=lambda a: (a.basis != "stated", ranks.get(a.name, len(ranks)))))
