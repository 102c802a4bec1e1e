"""Facts → items: each model, chip or everyday thing with its amount."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from bot.request import amounts, assume, learning
from bot.request.amounts import Amount
from bot.request.binding import power_w, stops
from bot.request.facts import Count, Facts, Mention, Use
from bot.request.measures import SECONDS, TOKENS_OF
from bot.request.names import squash
from bot.request.repetition import repetition, span_of
from estimator.workload import LEARNING, NOTHING, Activity, Workload

BREATH: Final = 6  # spans between a name and a number of nothing that counts its work
TIME_REACH: Final = 2  # spans between a service and the time that it runs
CROSSING: Final = 10  # what a separator between a count and a name weighs, in spans
OF_ITEMS: Final = frozenset(
    {"prompt", "exchange", "document", "conversation", "generation", "time", "example", "image", "video",
     "audio", "token", "word", "page", "second", "minute", "hour", "device", "device-hour", "server",
     "data-centre", "bare"}
)  # fmt: skip
OF_NO_MODEL: Final = ("bare", "time", "device", "device-hour", "server", "data-centre")  # work of none
MANY: Final = 2
PAIR: Final = 2
HOST_REACH: Final = 3  # spans between a service and the model that it runs
MAKES: Final[dict[str, Activity]] = {"image": "image", "video": "video", "audio": "audio"}


@dataclass(frozen=True, slots=True)
class Item:
    """A workload and how it was found."""

    work: Workload
    mention: Mention | None
    stated: bool  # something was counted
    daily: bool = False


def build(facts: Facts) -> list[Item]:
    """Return the models and chips that a message is about, each with its amount."""
    if tuned := _tuned_on_chips(facts):
        return [tuned]
    mentions = wanted_mentions(facts)
    owned = _owners(facts, mentions)
    crowds = _crowds(facts, mentions)
    items = [
        _item(crowds[place] if crowds else facts, mention, owned[place])
        for place, mention in enumerate(mentions)
    ]
    fixed = assume.assumptions(facts, hosts(facts, mentions))
    if fixed:
        own = _between(facts, mentions)
        items = [
            replace(
                item,
                work=assume.assuming(
                    item.work, replace(fixed, chip=None, chips=None) if place in own else fixed
                ),
            )
            for place, item in enumerate(items)
        ]
    lengths = {item.work.tokens for item in items if item.work.tokens}
    if len(items) > 1 and len(lengths) == 1:
        tokens = lengths.pop()
        items = [
            replace(item, work=replace(item.work, tokens=tokens)) if item.work.unit == "prompt" else item
            for item in items
        ]
    items = [each for item in items for each in _thought(facts, item)]
    items = _at_home_or_not(facts, items) or items
    if facts.contrast and len(items) == 1:
        either = assume.either(items[0].work, *facts.contrast)
        items = [replace(items[0], work=work, stated=True) for work in either]
    items = _two_amounts(facts, items) or [
        replace(item, stated=item.stated or _once(facts, item)) for item in items
    ]
    counted = [item for item in items if item.stated or (item.work.unit == "hour" and item.work.amount != 1)]
    if len(items) > 1 and len(counted) > 1 and _rated_last(facts):
        counted = [item for item in counted if item.work.unit != "day"]
        items = [replace(item, stated=item.stated and item.work.unit != "day") for item in items]
    if len(items) > 1 and len(counted) == 1:
        items = [item if item.stated else _shared(item, counted[0], facts) for item in items]
    return items


def _thought(facts: Facts, item: Item) -> list[Item]:
    """Return an item as it is said to reason or not; both of "GPT-5 thinking or GPT-5"."""
    named = {each.name.activity for each in facts.mentions if each.name.slug == item.work.subject}
    if named != {"text", "reasoning"}:
        return _reasoning(item, facts.thinking)
    return _reasoning(replace(item, work=replace(item.work, activity="text"), stated=True), {True, False})


def _at_home_or_not(facts: Facts, items: list[Item]) -> list[Item]:
    """Return the work of one model on the chip that is named and where it usually runs, if the two are set
    against each other: "on a MacBook M3 or in the cloud"."""
    if len(items) != 1 or not facts.tagged.cue("in-cloud"):
        return []
    work = items[0].work
    if work.assumptions is None or work.assumptions.chip is None:
        return []
    if not facts.tagged.cue("versus", "than", "more", "compare"):
        return []
    usual = replace(work, assumptions=replace(work.assumptions, chip=None, chips=None))
    if usual.assumptions == NOTHING:
        usual = replace(usual, assumptions=None)
    return [replace(items[0], work=each, stated=True) for each in (work, usual)]


def _once(facts: Facts, item: Item) -> bool:
    """Return whether a model is said to be asked once: "o3 once or GPT-4o five times"."""
    spans = facts.tagged.spans
    if item.mention is None or len(facts.mentions) < MANY or item.mention.at + 1 >= len(spans):
        return False
    after = spans[item.mention.at + 1].start
    return any(cue.start == after for cue in facts.tagged.cues_of("once"))


def _tuned_on_chips(facts: Facts) -> Item | None:
    """Return the hours of the chips that a model is tuned on, where they are told and nothing of what it
    learns from: "fine-tune a 7B model on one A100 for 6 hours"."""
    chips = [mention for mention in facts.mentions if mention.name.kind == "chip"]
    sized = "total_params" in facts.fixed
    timed = bool(facts.counted("hour", "minute", "device-hour")) or any(
        period.role == "span" for period in facts.periods
    )
    if len(chips) != 1 or not timed or not (facts.fine_tuning or (facts.training and sized)):
        return None
    if any(learning.is_data(facts, count) for count in facts.counts):
        return None
    for mention in facts.mentions:
        facts.told.add(mention.at)
    for name in ("total_params", "active_params"):
        facts.fixed.pop(name, None)
    return _item(facts, chips[0], facts.counts)


def _two_amounts(facts: Facts, items: list[Item]) -> list[Item]:
    """Return the work of one model in both amounts that are set against each other: "1 vs 100 prompts"."""
    if len(items) != 1 or items[0].work.unit not in ("prompt", "image", "token", "second"):
        return []
    spans = facts.tagged.spans
    keys = OF_ITEMS - set(TOKENS_OF)
    if items[0].work.unit == "second":  # "a clip of 5 seconds or one of 10"
        keys = frozenset({"bare", *SECONDS})
    counts = [count for count in facts.counts if count.key in keys]
    for first, second in pairwise(sorted(counts, key=lambda count: count.at)):
        between = spans[first.at + 1 : second.at]
        weighing = [span for span in between if span.has("cues", "versus")]
        alike = {first.key, second.key} - {"bare"}
        if len(weighing) != 1 or len(alike) != 1 or not first.middle or not second.middle:
            continue
        if len(counts) > MANY:
            continue
        if weighing[0].text.lower() in facts.tagged.pack.numbers.either and first.key == "bare":
            continue
        facts.bound |= {first.at, second.at}
        work = items[0].work
        told = next(count for count in (first, second) if count.key != "bare")  # what the amount is of
        whole = work.amount / told.middle
        return [
            replace(items[0], work=replace(work, amount=whole * count.middle), stated=True)
            for count in (first, second)
        ]
    return []


def _reasoning(item: Item, thinking: set[bool]) -> list[Item]:
    """Return an item as it reasons, as it does not, or both: "with thinking or without"."""
    work = item.work
    if not thinking or work.activity not in ("text", "reasoning"):
        return [item]
    plain = (
        replace(work.assumptions or NOTHING, reasoning_tokens=0.0) if work.activity == "reasoning" else None
    )
    without = replace(work, assumptions=plain or work.assumptions)
    ways = {True: replace(work, activity="reasoning"), False: without}
    return [replace(item, work=ways[way]) for way in sorted(thinking, reverse=True)]


def wanted_mentions(facts: Facts) -> list[Mention]:
    """Return the mentions that are items: each name once, chips only where no model runs on them."""
    wanted: list[Mention] = []
    runs = _services_of_models(facts)
    for mention in facts.mentions:
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
        return [mention for mention in wanted if mention.name.kind != "chip"]
    return wanted


def _maker_of_another(mention: Mention, mentions: list[Mention]) -> bool:
    """Return whether a mention is the maker's name before one of its models: "OpenAI's GPT-5"."""
    maker = squash(mention.name.maker)
    if mention.name.kind != "service" or not maker.startswith(squash(mention.text)):
        return False
    return any(
        other is not mention and other.name.kind == "model" and squash(other.name.maker) == maker
        for other in mentions
    )


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
        agent = len(facts.mentions) == PAIR and first.name.activity == "code-agent"
        run = second.name.kind == "model" or first.name.activity == "code-agent"
        if run or (second.name.maker == first.name.maker and not agent):
            service, model, link = first, second, "with-model"
        else:
            service, model, link = second, first, "in-service"
        if service.name.kind != "service" or model.name.activity not in ("text", "reasoning"):
            continue
        joined = any(span.has("cues", link) for span in between) and len(between) <= HOST_REACH
        joined = joined and all(
            span.word or span.has("cues", link) or span.has("nouns", "model") for span in between
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
        if mention.name.kind == "chip" and mention.at not in facts.negated:
            near = (mention.at, mention.at - 1)  # "8 H100", "2 GPUs H100"
            count = next((each for each in facts.counted("device") if each.noun_at in near), None)
            hosts.append((mention.name.slug, count))
    return hosts


def _owners(facts: Facts, mentions: list[Mention]) -> list[list[Count]]:
    """Return the counts of each mention: all of them for one, the nearest for several."""
    counts = [
        count
        for count in facts.counts
        if count.key in OF_ITEMS
        and (count.key != "bare" or _near(facts, count, mentions))
        and not (count.key in SECONDS and _of_talk(facts, count, mentions))
    ]
    if len(mentions) <= 1:
        return [counts for _ in mentions]
    owned: list[list[Count]] = [[] for _ in mentions]
    for count in counts:
        place = min(range(len(mentions)), key=lambda each: _distance(facts, count, mentions[each]))
        owned[place].append(count)
    return owned


def _of_talk(facts: Facts, count: Count, mentions: list[Mention]) -> bool:
    """Return whether a time stands in a sentence of its own, and is till when: "…? homework is due in 1h"."""
    spans = facts.tagged.spans
    till = count.at > 0 and spans[count.at - 1].has("cues", "in", "spread")
    return till and all(
        any(stops(span) for span in spans[min(count.at, mention.at) : max(count.at, mention.at)])
        for mention in mentions
    )


def _between(facts: Facts, mentions: list[Mention]) -> set[int]:
    """Return which mentions a chip that stands between them is not said of: "Llama on a 4090 or GPT-4o"."""
    chips = [mention.at for mention in facts.mentions if mention.name.kind == "chip"]
    if len(mentions) < MANY or len(chips) != 1 or chips[0] < mentions[0].at:
        return set()
    return {place for place, mention in enumerate(mentions) if mention.at > chips[0]}


def _crowds(facts: Facts, mentions: list[Mention]) -> list[Facts] | None:
    """Return the facts as each mention has them, where each has people of its own: "300 developers with
    Copilot and 50 analysts with ChatGPT"."""
    people = facts.counted("person", "group")
    if len(mentions) < MANY or len(people) != len(mentions):
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


def _item(facts: Facts, mention: Mention, mine: list[Count]) -> Item:
    activity = _activity(facts, mention, mine)
    if activity in LEARNING:
        runs = next((c for c in facts.counts if c.key in ("training", "fine-tuning", "time", "group")), None)
        value = runs.middle if runs else 1.0
        if runs:
            facts.bound.add(runs.at)
        if any(each.role == "rate" for each in facts.periods) and span_of(facts, None):
            value *= repetition(facts, runs.at if runs else None)[0]  # "once a week for a year"
        lesson = learning.learned(facts, activity)
        run = Workload(mention.name.slug, activity, value, "run")
        return Item(lesson.of(run), mention, bool(runs or lesson.tokens or lesson.fixed))
    amount = _amount(facts, activity, mine)
    power = None
    if activity == "hardware":
        for quantity in facts.quantities:
            if (watts := power_w(quantity)) and not quantity.used:
                power, quantity.used = watts, True
                facts.bound |= {quantity.at, quantity.unit_at}
    work = Workload(mention.name.slug, activity, amount.value, amount.unit, amount.tokens, power=power)
    return Item(work, mention, amount.stated, amount.daily)


def _amount(facts: Facts, activity: Activity, mine: list[Count]) -> Amount:
    if activity == "image":
        return amounts.images(facts, mine)
    if activity in ("video", "audio"):
        return amounts.seconds(facts, mine)
    if activity == "hardware":
        return amounts.chip_hours(facts, mine)
    return amounts.prompts(facts, mine)


def _activity(facts: Facts, mention: Mention, mine: list[Count]) -> Activity:
    own = mention.name.activity
    if own == "hardware":
        return own
    work = any(
        count.key in OF_ITEMS and count.key not in OF_NO_MODEL and not learning.is_data(facts, count)
        for count in mine
    )
    if facts.fine_tuning and not work:
        return "fine-tuning"
    if facts.training and not work and not _served(facts, mention):
        return "training"
    if own in ("text", "reasoning") and facts.tagged.cue("as-agent"):
        return "code-agent"
    if own in ("text", "reasoning", "code-agent"):
        for kind, made in MAKES.items():
            if (
                any(count.key == kind for count in mine)
                or facts.asked == kind
                or _beside(facts, mention, kind)
            ):
                return made
    return own


def _served(facts: Facts, mention: Mention) -> bool:
    """Return whether a time of a service is set against another model's training: "or a day of ChatGPT"."""
    if mention.name.kind != "service" or len(facts.mentions) == 1:
        return False
    spans = facts.tagged.spans
    for period in facts.periods:
        low, high = sorted((period.at, mention.at))
        between = spans[low + 1 : high]
        joined = not any(stops(span) or span.has("cues", "versus", "than", "and") for span in between)
        if len(between) <= TIME_REACH and joined:
            return not any(span.has("nouns", "training") for span in between)
    return False


def _beside(facts: Facts, mention: Mention, kind: str) -> bool:
    """Return whether what a text model makes stands right beside its name: "a ChatGPT image"."""
    spans = facts.tagged.spans
    near = [spans[at] for at in (mention.at + 1,) if at < len(spans)]
    return any(span.has("nouns", kind) for span in near)


def _rated_last(facts: Facts) -> bool:
    """Return whether what is counted a day is said after all names: "Haiku or GPT-4o, 50 times a day"."""
    last = max(mention.at for mention in facts.mentions)
    counts = [count for count in facts.counts if count.at > last]
    return (
        bool(counts)
        and len(counts) == len(facts.counts)
        and all(period.at > counts[0].at for period in facts.periods)
    )


def _shared(item: Item, counted: Item, facts: Facts) -> Item:
    """Return an item with the amount of the only one that is counted: "100 prompts, GPT-4o or Claude"."""
    if item.work.activity in ("training", "fine-tuning"):
        return item
    alike = {"prompt", "token"} if item.work.unit in ("prompt", "day") else {item.work.unit, "item", "second"}
    timed = counted.work.unit == "second" and item.work.activity not in ("video", "audio")
    if counted.work.unit not in alike or timed:
        return item
    shared = replace(
        item.work, amount=counted.work.amount, unit=counted.work.unit, tokens=counted.work.tokens
    )
    return replace(item, work=shared, stated=True)


def everyday(use: Use) -> Workload:
    """Return an everyday thing as an item."""
    return Workload(use.thing, "everyday", use.amount or 1.0, "item")


def counted_uses(facts: Facts) -> tuple[Workload, ...]:
    """Return the everyday things that have a count of their own, as items; one of a thing is no count."""
    return tuple(everyday(use) for use in facts.uses if use.amount not in (None, 1.0))
