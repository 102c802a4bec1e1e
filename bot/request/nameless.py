"""What runs without a name: an AI, a model known by its size, a data centre."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.request.binding import power_w
from bot.request.facts import Count, Facts, Mention
from bot.request.measures import SECONDS
from bot.request.names import Name
from bot.request.spans import Span
from bot.sized import sized_slug

# What a question means by "an AI", "an AI image": the most used of each kind, said with the answer.
REPEATED: Final = ("prompt", "exchange", "image")
STANDS_FOR: Final = {
    "video-ai": Name("sora-2", "model", "video"),
    "image-ai": Name("dall-e-3", "model", "image"),
    "ai": Name("chatgpt", "service", "text"),
}
EMBEDDER: Final = Name("text-embedding-3-large", "model", "embedding")  # what turns texts into vectors
# Work that needs no model's name to be AI's, in a question about a footprint.
WORK_OF: Final = (("prompt", "ai"), ("token", "ai"))
KINDS: Final = (("image", "image-ai"), ("video", "video-ai"), ("prompt", "ai"))
DATA_CENTRE: Final = Name("data-centre", "chip", "hardware")
RUN_ON_CHIPS: Final = {
    "image": "image-ai",
    "video": "video-ai",
    "prompt": "ai",
    "exchange": "ai",
    "token": "ai",
}


def count_the_uncounted(facts: Facts) -> None:
    """Read "a minute of video" and "per second of audio" as one, which nobody writes as a number."""
    spans = facts.tagged.spans
    numbered = {count.noun_at for count in facts.counts}
    for at, span in enumerate(spans):
        unit = next((key for key in SECONDS if span.has("nouns", key)), None)
        if unit is None or at in numbered or (at and spans[at - 1].has("cues", "how-many")):
            continue
        after = spans[at + 1 : at + 3]
        rated = at > 0 and spans[at - 1].has("cues", "per") and not facts.counts
        rated = rated and any(mention.name.activity in ("audio", "video") for mention in facts.mentions)
        beside = any(each.has("nouns", "video", "audio") for each in after)
        beside = beside or any(each.name and each.name.activity in ("audio", "video") for each in after)
        if rated or (beside and not any(each.num for each in after)):
            facts.counts.append(Count(1.0, 1.0, unit, at, at))
    often = next((each for each in facts.periods if each.role == "rate" and each.unit in SECONDS), None)
    counted = {count.key for count in facts.counts}
    for at, span in enumerate(spans[: often.at] if often and counted & set(SECONDS) else ()):
        key = next((key for key in REPEATED if span.has("nouns", key)), None)
        if key and not counted & set(REPEATED):
            facts.counts.append(Count(1.0, 1.0, key, at, at))  # "a prompt every 10 minutes for 8 hours"
            return


def name_the_nameless(facts: Facts) -> None:
    """Add what runs without a name: a model known by its size, a data centre, work of no certain model."""
    if any(not mention.generic and mention.name.kind != "chip" for mention in facts.mentions):
        return
    spans = facts.tagged.spans
    size = facts.fixed.get("total_params")
    if size:
        name = Name(sized_slug(size), "model", "text")
        chips = [mention for mention in facts.mentions if mention.name.kind == "chip"]
        facts.mentions = [Mention(name, 0, text=name.slug), *chips]
    elif facts.mentions and not facts.mentions[0].generic:
        run = next((count for count in facts.counts if count.key in RUN_ON_CHIPS), None)
        if run:
            facts.mentions.append(_unnamed(facts, RUN_ON_CHIPS[run.key], run.noun_at))
    elif (site := _first(spans, "data-centre")) is not None and _runs(facts):
        facts.mentions = [Mention(DATA_CENTRE, site, text=spans[site].text)]
    elif len(weighed := _weighed(facts)) > 1:
        facts.mentions = [_unnamed(facts, kind, at) for kind, at in weighed]
    elif not facts.mentions and (work := _work(facts)):
        facts.mentions = [_unnamed(facts, *work)]
    embeds = next((at for at, span in enumerate(spans) if span.has("cues", "embeds")), None)
    if embeds is None:
        return
    if len(facts.mentions) == 1 and facts.mentions[0].name == STANDS_FOR["ai"]:
        facts.mentions = [replace(facts.mentions[0], name=EMBEDDER, generic=True)]  # which writes no answer
    elif not facts.mentions and facts.counted("document", "token", "page", "word"):
        facts.mentions = [Mention(EMBEDDER, embeds, text=spans[embeds].text, generic=True)]


def _unnamed(facts: Facts, kind: str, at: int) -> Mention:
    """Return the model that stands for one of a kind which no name tells."""
    return Mention(STANDS_FOR[kind], at, text=facts.tagged.spans[at].text, generic=True)


def _runs(facts: Facts) -> bool:
    """Return whether a data centre is said to run: at a power, for a time, with so many servers."""
    powered = any(power_w(quantity) for quantity in facts.quantities)
    counted = any(count.key in ("data-centre", "server", "hour") for count in facts.counts)
    return powered or counted or bool(facts.periods)


def _weighed(facts: Facts) -> list[tuple[str, int]]:
    """Return the kinds of model whose works a message sets against one another, each with where its work is
    named: "20 images or one video"."""
    named = facts.mentions and not all(mention.generic for mention in facts.mentions)
    both = facts.counted("image") and facts.counted("video")  # "37 images and 4 videos"
    if named or facts.uses or not (both or facts.tagged.cue("versus", "more", "than", "compare")):
        return []
    spans = facts.tagged.spans
    if not any(span.has("metrics") for span in spans):
        return []  # "my video got more views than my image"
    found = ((kind, _first(spans, noun)) for noun, kind in KINDS)
    return sorted(((kind, at) for kind, at in found if at is not None), key=lambda each: each[1])


def _work(facts: Facts) -> tuple[str, int] | None:
    """Return the kind of model that a message's work needs, and where the work is named."""
    spans = facts.tagged.spans
    exchanged = next((count.noun_at for count in facts.counts if count.key == "exchange"), None)
    if exchanged is not None:
        return "ai", exchanged
    budgeted = any(quantity.metric for quantity in facts.quantities)
    asked = _first(spans, "exchange") if budgeted and facts.tagged.cue("how-many") else None
    if asked is not None and facts.tagged.cue("budget", "most-of"):
        return "ai", asked  # "how many questions can I ask for 1 kg of CO2"
    image = _first(spans, "image")
    things = any(span.has("things") for span in spans)
    expressed = things and facts.tagged.cue("how-many") and facts.tagged.cue("equivalent", "auxiliary")
    claimed = things and facts.tagged.cue("verify") and facts.tagged.cue("as-much-as")
    if image is not None and (expressed or claimed or (budgeted and not facts.uses)):
        return "image-ai", image  # "how many images is a phone charge"
    found = ((kind, _first(spans, noun)) for noun, kind in WORK_OF)
    return next(((kind, at) for kind, at in found if at is not None), None)


def _first(spans: Sequence[Span], noun: str) -> int | None:
    return next((at for at, span in enumerate(spans) if span.has("nouns", noun)), None)
