"""Which of the names in a message are items, which run them, and what is counted of each."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, takewhile
from typing import Final

from bot.request.binding import stops
from bot.request.facts import Count, Facts, Mention
from bot.request.measures import SECONDS
from bot.request.names import squash
from estimator.workload import METRICS

BREATH: Final = 6  # spans between a name and a number of nothing that counts its work
CROSSING: Final = 10  # what a separator between a count and a name weighs, in spans
OF_ITEMS: Final = frozenset(
    {"prompt", "exchange", "document", "conversation", "generation", "time", "example", "image", "video",
     "audio", "token", "word", "page", "second", "minute", "hour", "device", "device-hour", "server",
     "data-centre", "bare"}
)  # fmt: skip
PAIR: Final = 2
SENTENCE: Final = frozenset(".?!")
HOST_REACH: Final = 4  # spans between a service and the model that it runs


def wanted_mentions(facts: Facts) -> list[Mention]:
    """Return the mentions that are items: each name once, chips only where no model runs on them."""
    wanted: list[Mention] = []
    runs = _services_of_models(facts)
    models = any(each.name.kind == "model" for each in facts.mentions)
    for mention in facts.mentions:
        company = squash(mention.text) == squash(mention.name.maker) != squash(mention.name.slug)
        if models and company and _spoken_of(facts, mention):
            facts.told.add(mention.at)  # "a book about OpenAI"
            continue
        if mention.at in facts.negated:
            facts.bound.add(mention.at)
            continue
        if any(mention.name.slug == other.name.slug for other in wanted):
            continue
        if mention.at in runs.values():
            facts.told.add(mention.at)
            continue
        if mention.at in runs:
            activity = next(each.name.activity for each in facts.mentions if each.at == runs[mention.at])
            if activity == "code-agent":
                mention = replace(mention, name=replace(mention.name, activity=activity))
        if _maker_of_another(mention, facts.mentions) or _family_of_next(mention, facts):
            facts.told.add(mention.at)
            continue
        wanted.append(mention)
    if any(mention.name.kind != "chip" for mention in wanted):
        return [each for each in wanted if each.name.kind != "chip" or _runs_by_itself(facts, each)]
    return wanted


def _runs_by_itself(facts: Facts, chip: Mention) -> bool:
    """Return whether a chip's own hours are set against a model: "2 hours of H100 or 500 prompts"."""
    spans = facts.tagged.spans
    timed = any(0 < chip.at - count.noun_at <= PAIR for count in facts.counts if count.key in SECONDS)
    models = [mention.at for mention in facts.mentions if mention.name.kind != "chip"]
    weighed = (
        any(span.has("cues", "versus", "than") for span in spans[min(at, chip.at) + 1 : max(at, chip.at)])
        for at in models
    )
    return timed and bool(models) and all(weighed)


def _maker_of_another(mention: Mention, mentions: list[Mention]) -> bool:
    """Return whether a mention is the maker's name before one of its models: "OpenAI's GPT-5"."""
    maker = squash(mention.name.maker)
    if mention.name.kind != "service" or not maker.startswith(squash(mention.text)):
        return False
    return any(
        other is not mention and other.name.kind == "model" and squash(other.name.maker) == maker
        for other in mentions
    )


def _spoken_of(facts: Facts, mention: Mention) -> bool:
    """Return whether a company is only spoken of: behind "about", "from", or owning what follows."""
    spans = facts.tagged.spans
    before = spans[mention.at - 1] if mention.at else None
    return before is not None and not before.has("cues", "versus", "than", "compare", "and")


def _family_of_next(mention: Mention, facts: Facts) -> bool:
    """Return whether a service's name stands right before one of its models: "claude opuss 4.5"."""
    return mention.name.kind == "service" and any(
        other.at == mention.at + 1 and other.name.kind == "model" and other.name.maker == mention.name.maker
        for other in facts.mentions
    )


def _services_of_models(facts: Facts) -> dict[int, int]:
    """Return of each model that a service is said to run where that service is named: "Cursor with Sonnet 4",
    "GPT-4o in Copilot"."""
    spans = facts.tagged.spans
    weighed = facts.tagged.cue("compare", "versus", "more", "better", "than")
    if weighed and len(facts.mentions) == PAIR:  # "compare Copilot with GPT-4o"
        return {}
    found: dict[int, int] = {}
    for first, second in pairwise(sorted(facts.mentions, key=lambda mention: mention.at)):
        between = spans[first.at + 1 : second.at]
        coding = first.name.activity == "code-agent"
        agent = coding and len(facts.mentions) == PAIR
        if coding or second.name.kind == "model" or second.name.maker == first.name.maker:
            service, model, link = first, second, "with-model"
        else:
            service, model, link = second, first, "in-service"
        if service.name.kind != "service" or model.name.activity not in ("text", "reasoning"):
            continue
        joined = any(span.has("cues", link) for span in between) and len(between) <= HOST_REACH
        joined = joined and all(
            span.word or span.has("cues", link, "as-agent") or span.has("nouns", "model") for span in between
        )
        alone = agent and model.name.kind == "model" and not any(span.has("cues", "and") for span in between)
        if joined or alone:
            found[model.at] = service.at
    return found


def hosts(facts: Facts, mentions: list[Mention]) -> list[tuple[str, Count | None]]:
    """Return the chips that a model is said to run on, with how many of them."""
    if not mentions or mentions[0].name.kind == "chip":
        return []
    hosts = []
    for mention in facts.mentions:
        if mention.name.kind == "chip" and mention.at not in facts.negated and mention not in mentions:
            near = (mention.at, mention.at - 1)  # "8 H100", "2 GPUs H100"
            count = next((each for each in facts.counted("device") if each.noun_at in near), None)
            hosts.append((mention.name.slug, count))
    return hosts


def owners(facts: Facts, mentions: list[Mention]) -> list[list[Count]]:
    """Return the counts of each mention: all of them for one, the nearest for several."""
    counts = [
        count
        for count in facts.counts
        if count.key in OF_ITEMS
        and (
            count.key != "bare"
            or _near(facts, count, mentions)
            or _alone(facts, count, mentions)
            or _of_them(facts, count)
        )
        and not (count.key in SECONDS and _of_talk(facts, count, mentions))
        and not (count.key in SECONDS and _of_the_other_side(facts, count, mentions))
    ]
    if len(mentions) <= 1:
        return [counts for _ in mentions]
    owned: list[list[Count]] = [[] for _ in mentions]
    for count in counts:
        place = min(range(len(mentions)), key=lambda each: _distance(facts, count, mentions[each]))
        owned[place].append(count)
    return owned


def _alone(facts: Facts, count: Count, mentions: list[Mention]) -> bool:
    """Return whether a number of nothing is all that is counted, and at a rate: "I reckon 60 a night"."""
    rated = any(period.role in ("rate", "either") and period.at == count.at + 1 for period in facts.periods)
    return rated and len(mentions) == 1 and [each for each in facts.counts if each.key in OF_ITEMS] == [count]


def _of_them(facts: Facts, count: Count) -> bool:
    """Return whether a number is of what was named before it: "essays, 1200 words each, 9 of them"."""
    return any(span.has("cues", "of-those") for span in facts.tagged.spans[count.at + 1 : count.at + 2])


def _of_the_other_side(facts: Facts, count: Count, mentions: list[Mention]) -> bool:
    """Return whether a time is of what a model is set against: "… compared to 6 hours on a laptop"."""
    spans = facts.tagged.spans
    if len(mentions) != 1 or not facts.tagged.own_machines():
        return False
    return any(span.has("cues", "versus", "compare") for span in spans[mentions[0].at : count.at])


def same_sentence(facts: Facts, at: int, other: int) -> bool:
    """Return whether two spans stand in one sentence."""
    spans = facts.tagged.spans[min(at, other) : max(at, other)]
    return not any(stops(span) and span.text in SENTENCE for span in spans)


def _of_talk(facts: Facts, count: Count, mentions: list[Mention]) -> bool:
    """Return whether a time stands in a sentence of its own, and is till when: "…? homework is due in 1h"."""
    spans = facts.tagged.spans
    till = count.at > 0 and spans[count.at - 1].has("cues", "in", "spread")
    own = list(takewhile(lambda span: not stops(span), reversed(spans[: count.at])))
    return (
        till
        and not any(span.has("metrics", *METRICS, "overall") for span in own)
        and all(
            any(stops(span) for span in spans[min(count.at, mention.at) : max(count.at, mention.at)])
            for mention in mentions
        )
    )


def between(facts: Facts, mentions: list[Mention]) -> set[int]:
    """Return which mentions a chip that stands between them is not said of: "Llama on a 4090 or GPT-4o"."""
    chips = [mention.at for mention in facts.mentions if mention.name.kind == "chip"]
    if len(mentions) < PAIR or len(chips) != 1 or chips[0] < mentions[0].at:
        return set()
    return {place for place, mention in enumerate(mentions) if mention.at > chips[0]}


def crowds(facts: Facts, mentions: list[Mention]) -> list[Facts] | None:
    """Return the facts as each mention has them, where each has people of its own: "300 developers with
    Copilot and 50 analysts with ChatGPT"."""
    people = facts.counted("person", "group")
    if len(mentions) < PAIR or len(people) != len(mentions):
        return None
    nearest = [
        min(range(len(mentions)), key=lambda each: abs(count.at - mentions[each].at)) for count in people
    ]
    if sorted(nearest) != list(range(len(mentions))):
        return None
    own = dict(zip(nearest, people, strict=True))
    return [
        replace(facts, counts=[each for each in facts.counts if each not in people or each is own[place]])
        for place in range(len(mentions))
    ]


def _near(facts: Facts, count: Count, mentions: list[Mention]) -> bool:
    """Return whether a number of nothing stands in the same breath as a name: "DALL-E 3: 40"."""
    spans = facts.tagged.spans
    for mention in mentions:
        low, high = sorted((count.at, mention.at))
        if high - low <= BREATH and not any(stops(span) and span.text != ":" for span in spans[low:high]):
            return True
    return False


def _distance(facts: Facts, count: Count, mention: Mention) -> int:
    low, high = sorted((count.noun_at, mention.at))
    between = facts.tagged.spans[low + 1 : high]
    crossed = sum(
        CROSSING
        for span in between
        if span.has("cues", "versus", "than", "also", "and") or span.text in {",", "?"}
    )
    return high - low + crossed
