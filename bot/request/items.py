"""Facts → items: each model, chip or everyday thing with its amount."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request import amounts, assume, learning
from bot.request.amounts import Amount
from bot.request.binding import power_w, stops
from bot.request.facts import Count, Facts, Mention, Use
from bot.request.repetition import repetition, span_of
from bot.request.sides import Item, at_home_or_not, once, thought, two_amounts
from bot.request.subjects import OF_ITEMS, between, crowds, hosts, owners, same_sentence, wanted_mentions
from estimator.workload import LEARNING, Activity, Workload

TIME_REACH: Final = 2  # spans between a service and the time that it runs
OF_NO_MODEL: Final = ("bare", "time", "device", "device-hour", "server", "data-centre")  # work of none
MAKES: Final[dict[str, Activity]] = {"image": "image", "video": "video", "audio": "audio"}


def build(facts: Facts) -> list[Item]:
    """Return the models and chips that a message is about, each with its amount."""
    if tuned := _tuned_on_chips(facts):
        return [tuned]
    mentions = wanted_mentions(facts)
    owned = owners(facts, mentions)
    groups = crowds(facts, mentions)
    items = _text_and_pictures(facts, mentions)
    if items:
        owned = [[] for _ in items]
    items = items or [
        _item(groups[place] if groups else facts, mention, owned[place])
        for place, mention in enumerate(mentions)
    ]
    if len(items) > 1 and any(owned):  # what only repeats is no count of its own: "my 10,000 daily prompts"
        items = [
            item if mine or item.work.unit != "prompt" else _uncounted(item)
            for item, mine in zip(items, owned, strict=True)
        ]
    fixed = assume.assumptions(facts, hosts(facts, mentions))
    if fixed:
        own = between(facts, mentions)
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
    items = [each for item in items for each in thought(facts, item)]
    items = at_home_or_not(facts, items) or items
    if facts.contrast and len(items) == 1:
        either = assume.either(items[0].work, *facts.contrast)
        items = [replace(items[0], work=work, stated=True) for work in either]
    items = two_amounts(facts, items) or [
        replace(item, stated=item.stated or once(facts, item)) for item in items
    ]
    counted = [item for item in items if item.stated or (item.work.unit == "hour" and item.work.amount != 1)]
    if len(items) > 1 and len(counted) > 1 and _rated_last(facts):
        counted = [item for item in counted if item.work.unit != "day"]
        items = [replace(item, stated=item.stated and item.work.unit != "day") for item in items]
    if len(items) > 1 and len(counted) == 1:
        items = [item if item.stated else _shared(item, counted[0], facts) for item in items]
    return items


def _text_and_pictures(facts: Facts, mentions: list[Mention]) -> list[Item]:
    """Return what one model answers and what it draws, where both are counted: "40 prompts and 15 images"."""
    texts, pictures = facts.counted("prompt", "exchange", "time"), facts.counted("image")
    if len(mentions) != 1 or len(texts) != 1 or len(pictures) != 1 or facts.training or facts.fine_tuning:
        return []
    low, high = sorted((texts[0].at, pictures[0].at))
    joined = any(
        span.has("cues", "and", "also", "including", "versus") for span in facts.tagged.spans[low + 1 : high]
    )
    if mentions[0].name.activity not in ("text", "reasoning") or not joined:
        return []
    rest = [count for count in facts.counts if count not in (texts[0], pictures[0])]
    return [
        _item(replace(facts, counts=[*rest, count]), mentions[0], [*rest, count])
        for count in (texts[0], pictures[0])
    ]


def _uncounted(item: Item) -> Item:
    """Return an item of which nothing is counted, as one that takes its amount of another."""
    return replace(item, work=replace(item.work, amount=1.0), stated=False)


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
    none = (*OF_NO_MODEL, "word", "page") if facts.training else OF_NO_MODEL
    if facts.training:
        mine = [c for c in mine if c.key != "document" or same_sentence(facts, c.at, mention.at)]  # "2 books"
    work = any(
        count.key in OF_ITEMS and count.key not in none and not learning.is_data(facts, count)
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
