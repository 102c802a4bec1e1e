"""What a reply asks back where its reading is doubtful, and what else may have been meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from bot.question import fold
from bot.request import Request
from bot.request.facts import Facts
from bot.request.measures import CALENDAR_YEAR
from bot.request.number_words import number_words
from bot.request.request import CONFIDENT, Guess
from estimator.catalogue import Catalogue
from estimator.workload import Activity

# Why a reply asks back: close readings, what the message leaves open, what of it is left out, thin evidence.
Doubt = Literal["readings", Guess, "unknown", "left-out", "unsure"]
Apart = Literal["place", "amount", "subject", "total", "reading"]  # what sets another reading apart

ANSWERING: Final = frozenset({"estimate", "compare", "equivalent", "budget", "check", "lookup"})
MOST_DOUBTS: Final = 2  # that one reply opens with
# Of each kind of work, what else a message that names no model may mean: the most used, by id.
OTHERS: Final[Mapping[Activity, tuple[str, ...]]] = {
    "text": ("chatgpt", "gemini", "claude"),
    "image": ("dall-e-3", "midjourney", "stable-diffusion"),
    "video": ("sora-2", "veo", "kling"),
}
OTHERS_SHOWN: Final = 2
IN_TOTAL: Final = "data-centres"  # the topic on what all of them use together
# What a question is offered about where the message names nothing of the kind.
SPOKEN_OF: Final[Mapping[str, str]] = {
    "text": "chatgpt", "reasoning": "o3", "code-agent": "claude-code", "embedding": "bert",
    "image": "dall-e-3", "video": "sora", "audio": "whisper", "training": "gpt-3", "chip": "h100",
}  # fmt: skip
NEAREST: Final = 3  # questions that a refusal offers
WORKS: Final = ("image", "video", "audio", "data-centre")  # nouns that a question can be about
DIGIT: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Option:
    """Another reading of a question, and what sets it apart from the one answered."""

    request: Request
    apart: Apart


@dataclass(frozen=True, slots=True)
class Hint:
    """What an unclear message speaks of, as the key of a question, and the model or chip to put into it."""

    key: str
    subject: str


def doubts(request: Request, kind: str) -> tuple[Doubt, ...]:
    """Return what a reply of a kind must ask back, what matters most first; nothing where it is sure."""
    if kind not in ANSWERING:
        return ()
    found: list[Doubt] = ["readings"] if request.alternatives else []
    if request.confidence < CONFIDENT:
        found += request.guessed
        found += ["unknown"] if request.unknown else []
        found += ["left-out"] if request.unused else []
        found = found or ["unsure"]
    return tuple(found[:MOST_DOUBTS])


def options(request: Request, catalogue: Catalogue) -> tuple[Option, ...]:
    """Return what else a request may have meant: its close readings; of no certain model, the most used."""
    if request.alternatives:
        return tuple(Option(other, _apart(request, other)) for other in request.alternatives)
    if "model" not in request.guessed or request.confidence >= CONFIDENT:
        return ()
    return tuple(_of_no_name(request, catalogue))


def numbers(words: tuple[str, ...], language: str) -> tuple[str, ...]:
    """Return those of the words left out that are bare numbers, of which a reader can say what they count."""
    known = number_words(language)
    scales = known.scales.keys() | known.short_scales.keys() | known.plurals.keys()
    return tuple(
        said
        for said in words
        if DIGIT.search(said) and (DIGIT.search(last := said.split()[-1]) or fold(last) in scales)
    )  # not "500 subscribers"


def years(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words left out, where all of them are years."""
    return words if all(CALENDAR_YEAR.fullmatch(word) for word in words) else ()


def _of_no_name(request: Request, catalogue: Catalogue) -> Iterator[Option]:
    works = [item for item in request.items if item.activity != "everyday"]
    subjects = {item.subject for item in works}
    if len(subjects) != 1 or request.intent == "compare":
        return
    known = (name for name in OTHERS.get(works[0].activity, ()) if name not in subjects)
    named = [name for name in known if name in catalogue.services or name in catalogue.models]
    for name in named[:OTHERS_SHOWN]:
        items = tuple(
            replace(item, subject=name) if item.subject in subjects else item for item in request.items
        )
        yield Option(_settled(replace(request, items=items)), "subject")
    loose = request.intent == "estimate" and len(works) == 1 and works[0].amount == 1
    if loose and works[0].activity == "text" and any(IN_TOTAL in each.topics for each in catalogue.published):
        yield Option(Request("lookup", topic=IN_TOTAL, language=request.language), "total")


def _settled(request: Request) -> Request:
    """Return a request as one that was chosen: nothing in it is doubtful any more."""
    return replace(request, confidence=1.0, guessed=(), unused=(), unknown=(), others=())


def _apart(request: Request, other: Request) -> Apart:
    if request.region != other.region and request.items == other.items:
        return "place"
    if len(request.items) == len(other.items) == 1 and request.intent == other.intent:
        before, after = request.items[0], other.items[0]
        if replace(before, amount=after.amount) == after:
            return "amount"
        if replace(before, subject=after.subject, activity=after.activity, unit=after.unit) == after:
            return "subject"
    return "reading"


def about(facts: Facts) -> tuple[Hint, ...]:
    """Return what an unclear message speaks of, so that the nearest questions can be offered."""
    spans = facts.tagged.spans
    named = [each.name for each in facts.mentions if not each.generic and not each.unknown]
    models: dict[str, str] = {name.activity: name.slug for name in reversed(named) if name.kind != "chip"}
    chips = [name.slug for name in named if name.kind == "chip"]
    found: list[str] = [noun for noun in WORKS if any(span.has("nouns", noun) for span in spans)]
    found += ["training"] if facts.training or facts.fine_tuning else []
    found += ["chip"] if chips else []
    found += models
    found += facts.metrics
    found += ["thing"] if facts.uses and found else []  # cheese alone is no question about AI
    found += ["place"] if facts.places and found else []
    found += ["claim"] if any(quantity.metric for quantity in facts.quantities) else []
    own: dict[str, str] = {**SPOKEN_OF, **models}
    if chips:
        own["chip"] = chips[0]
    if models:
        own["training"] = next(iter(models.values()))
    return tuple(Hint(key, own.get(key, "")) for key in dict.fromkeys(found))[:NEAREST]
