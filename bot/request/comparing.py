"""Facts → a comparison: of models, of places, of a model with everyday things, of all with one another."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request.estimating import evident, placed
from bot.request.evidence import SHARE, asks, coverage, marked, measured, spends
from bot.request.facts import Facts
from bot.request.items import everyday
from bot.request.making import Reading, region, request_of, run_of, works_of
from bot.request.request import Request
from estimator.workload import Workload

PUT: Final = 0.5  # of the words of a question that must mean something
BEST_KNOWN: Final = ("chatgpt", "gemini", "claude")  # compared where a question asks which of all is best


def _ranked(reading: Reading) -> tuple[Workload, ...]:
    """Return the best known models where a question asks which of all is best: "the greenest AI"."""
    facts = reading.facts
    if len(reading.items) > 1 or facts.uses or facts.places or not measured(facts):
        return ()
    general = not facts.mentions or facts.mentions[0].generic
    if not (general and facts.tagged.cue("more", "better") and facts.tagged.cue("question", "compare")):
        return ()
    if not any(span.has("nouns", "ai", "model") for span in facts.tagged.spans):
        return ()
    work = reading.items[0].work if reading.items else Workload(BEST_KNOWN[0], "text")
    return tuple(replace(work, subject=slug) for slug in BEST_KNOWN) if work.activity == "text" else ()


def _joined_places(facts: Facts) -> bool:
    """Return whether places are weighed against one another: "Sweden or Poland?"."""
    spans = facts.tagged.spans
    return len(facts.places) > 1 and any(
        span.has("cues", "versus") for span in spans[facts.places[0][1] + 1 : facts.places[-1][1]]
    )


def _trained_and_used(reading: Reading) -> tuple[Workload, ...]:
    """Return a model's training and the work it is set against: "training GPT-4 or a million prompts"."""
    facts = reading.facts
    if len(reading.items) != 1 or not (facts.training or facts.fine_tuning) or facts.uses:
        return ()
    work = reading.items[0].work
    weighed = facts.tagged.cue("versus", "compare", "more", "than", "as-much-as")
    if not weighed or work.unit != "prompt" or work.amount == 1:
        return ()
    return run_of(work, "fine-tuning" if facts.fine_tuning else "training"), work


def _added(facts: Facts) -> bool:
    """Return whether counted things are only added to the work: "100 prompts plus 2 hours of Netflix"."""
    tagged = facts.tagged
    if tagged.cue("versus", "than", "compare", "as-much-as", "better"):
        return False
    numbered = [use.number_at for use in facts.uses]
    return bool(numbered) and all(
        at is not None and at > 0 and tagged.spans[at - 1].has("cues", "and", "including") for at in numbered
    )


def compare(reading: Reading) -> Request | None:
    facts = reading.facts
    tagged = facts.tagged
    works = _ranked(reading) or works_of(reading)
    saved = tagged.cue("saving") and tagged.cue("instead")  # "save by using 4o mini instead of 4o"
    weighing = tagged.cue("versus", "compare", "more", "better", "than", "as-much-as")
    comparing = bool(facts.contrast) or weighing or saved
    if trained := _trained_and_used(reading):
        return request_of(reading, "compare", items=trained, region=region(facts))
    if len(works) > len(reading.items):
        return request_of(reading, "compare", items=works)
    least = PUT if marked(facts) or facts.counts else SHARE
    told = bool(facts.contrast) or coverage(facts) >= least
    alone = not tagged.cue("better") and (told or tagged.cue("more", "less"))  # "Opus or Sonnet for my app"
    if len(works) >= 2 and comparing and (measured(facts) or spends(facts) or alone):
        return request_of(reading, "compare", items=placed(reading), region=region(facts))
    if works and _added(facts):
        return None
    apart = len(works) == 1 and _joined_places(facts)
    weighed = (measured(facts) or asks(facts)) and evident(facts)
    if works and facts.uses and comparing and not apart and weighed:
        items = tuple(
            work
            for _, work in sorted(
                [(item.mention.at if item.mention else 0, item.work) for item in reading.items]
                + [(use.at, everyday(use)) for use in facts.uses if use.amount not in (None, 1.0)],
                key=lambda pair: pair[0],
            )
        )
        things = tuple(dict.fromkeys(use.thing for use in facts.uses))
        return request_of(reading, "compare", items=items, versus=things, region=region(facts))
    if len(works) == 1 and len(facts.places) >= 2 and (measured(facts) or asks(facts)):
        items = tuple(replace(works[0], region=place) for place, _ in facts.places)
        return request_of(reading, "compare", items=items)
    return None
