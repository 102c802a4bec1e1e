"""Spans → facts: what a message names, counts and rules out."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request.amend import (
    add_minutes,
    add_up_times,
    count_chips,
    measure_alike,
    multiply,
    read_in,
    take_back,
)
from bot.request.backdrop import set_back
from bot.request.binding import TIMES, bind, noun_key, set_apart, stops
from bot.request.calendar import named_days
from bot.request.contrast import contrast
from bot.request.crowds import multiply_the_unlisted
from bot.request.doers import who_works
from bot.request.everyday import LENGTHS, ROAD, TIMED, settle, thing_after
from bot.request.facts import Facts, Mention, Period, Use
from bot.request.lexicon import Tag
from bot.request.medium import take_media_apart
from bot.request.metering import measure
from bot.request.nameless import STANDS_FOR, count_the_uncounted, name_the_nameless
from bot.request.pulled import named_levers
from bot.request.scope import scope
from bot.request.spans import Span, Tagged
from bot.request.whereabouts import locate
from estimator.workload import METRICS

LEFT_OUT: Final = 7  # tokens between "leaving" and "out"
NEGATION_REACH: Final = 4  # spans after "without" that it rules out
EITHER: Final = {
    "daily": "day", "weekly": "week", "fortnightly": "fortnight", "monthly": "month", "yearly": "year",
}  # fmt: skip
PARTS: Final = {
    "quarter-hour": ("minute", 15.0),
    "weekend": ("day", 2.0),
    "school-year": ("week", 36.0),
}  # periods that are told by a part of another
APPOSED: Final = 4  # spans between a distance and what it is driven in
MADE: Final = ("prompt", "exchange", "image", "video", "token")
PLACED: Final = ("country", "home")  # things that places stand beside by another sense
GAMING: Final = "desktop-gaming-hour"  # gaming on no named machine
CONSOLE: Final = "ps5"  # stem of the consoles that are told apart
SEARCH: Final = "google-search"  # what a search engine's name stands for beside a model


def observe(tagged: Tagged) -> Facts:
    """Return what a message states."""
    facts = Facts(tagged)
    _negations(facts)
    _denied(facts)
    _names(facts)
    _periods(facts)
    bind(facts)
    facts.levers = named_levers(facts)
    scope(facts)
    contrast(facts)
    named_days(facts)
    add_minutes(facts)
    add_up_times(facts)
    count_the_uncounted(facts)
    measure_alike(facts)
    count_chips(facts)
    take_media_apart(facts)
    take_back(facts)
    read_in(facts)
    multiply(facts)
    set_back(facts)
    who_works(facts)
    multiply_the_unlisted(facts)
    name_the_nameless(facts)
    _uses(facts)
    locate(facts)
    _asked(facts)
    asked_which = tagged.cue("which") and tagged.cue("compare") and not facts.mentions
    if len(facts.places) > 1 or asked_which:  # "which of these countries"
        facts.uses = [use for use in facts.uses if use.number_at is not None or use.thing not in PLACED]
    settle(facts, tagged.thing_units)
    measure(facts)
    _training(facts)
    return facts


def _names(facts: Facts) -> None:
    for at, span in enumerate(facts.tagged.spans):
        if span.name:
            unknown = span.name.kind == "unknown"
            name = span.name
            if span.end - span.start == 1 and span.text.lower() in facts.tagged.pack.function:
                name = replace(name, ambiguous=True)  # Spanish "veo"
            if name.activity == "text" and _thinks(facts.tagged, span):
                name = replace(name, activity="reasoning")
            facts.mentions.append(Mention(name, at, span.edits, span.text, unknown=unknown))
            facts.bound.add(at)
    facts.mentions = [each for each in facts.mentions if not _piece(each, facts)]
    for stray in [each for each in facts.mentions if _variant(each, facts)]:
        facts.mentions.remove(stray)  # the Instant of "GPT-5 Instant" is not Claude's
        facts.left[stray.at] = stray.text
    if not any(mention.name.kind != "chip" for mention in facts.mentions):
        for at, span in enumerate(facts.tagged.spans):
            generic = next((key for key in STANDS_FOR if span.has("nouns", key)), None)
            if generic and at not in facts.negated and not (facts.mentions and generic == "ai"):
                facts.mentions.append(Mention(STANDS_FOR[generic], at, text=span.text, generic=True))
                break


def _thinks(tagged: Tagged, span: Span) -> bool:
    """Return whether a name is said with how it works: "GPT-5 thinking"."""
    tags = tagged.pack.phrases.get(tagged.texts[span.end - 1 : span.end], ())
    return span.end - span.start > 1 and Tag("assumptions", "reasoning") in tags


def _piece(mention: Mention, facts: Facts) -> bool:
    """Return whether a name is what one of the same maker is asked for: "ask claude for a haiku"."""
    spans = facts.tagged.spans
    before = spans[mention.at - 1] if mention.at else None
    led = before is not None and before.text.lower() in facts.tagged.pack.numbers.article
    kin = any(
        other is not mention and other.name.maker == mention.name.maker and other.at < mention.at
        for other in facts.mentions
    )
    after = spans[mention.at + 1] if mention.at + 1 < len(spans) else None
    if after is not None and after.has("nouns", *MADE):
        return False  # "a DALL-E 3 image and a Sora video"
    return led and kin and mention.name.ambiguous and spans[mention.at].end - spans[mention.at].start == 1


def _variant(mention: Mention, facts: Facts) -> bool:
    """Return whether one word of a name stands right behind a model of another maker."""
    span = facts.tagged.spans[mention.at]
    if span.end - span.start > 1 or mention.unknown or not span.text.isalpha():
        return False
    return any(
        other.at == mention.at - 1 and other.name.kind == "model" and other.name.maker != mention.name.maker
        for other in facts.mentions
    )


def _periods(facts: Facts) -> None:
    for at, span in enumerate(facts.tagged.spans):
        key = span.key("periods")
        if key is None:
            continue
        if key == "always":
            facts.periods.append(Period("always", "day", 1.0, at))
        elif key in EITHER:
            facts.periods.append(Period("either", EITHER[key], 1.0, at))
        else:
            role, _, unit = key.partition("-")
            if role == "for" and _of_a_size(facts, at):
                role = "per"  # "100 replies a day of 512 tokens"
            spread = unit == "weekend"  # what is made in one is not made on each of its days
            unit, n = PARTS.get(unit, (unit, 1.0))
            facts.periods.append(Period("rate" if role == "per" else "span", unit, n, at, spread=spread))


def _of_a_size(facts: Facts, at: int) -> bool:
    """Return whether a time stands between what is counted and the size of each."""
    spans = facts.tagged.spans
    before, after = spans[at - 1] if at else None, spans[at + 1] if at + 1 < len(spans) else None
    if at > 1 and before and before.has("nouns", *TIMED) and spans[at - 2].num:
        return True  # "2 hours a day of voice chat"
    return bool(before and after and before.has("nouns") and after.num and not before.has("nouns", *TIMED))


def _uses(facts: Facts) -> None:
    """Add the everyday things that no number counts."""
    counted = {use.at for use in facts.uses} | {count.noun_at for count in facts.counted("person")}
    spans = facts.tagged.spans
    for at, span in enumerate(spans):
        thing = span.key("things")
        if thing is None or at in counted or at in facts.negated:
            continue
        played = thing.startswith(CONSOLE) and any(use.thing == GAMING for use in facts.uses)
        if facts.mentions and _runs(facts, span) and not played:
            continue
        if span.has("cues", "company") and not facts.one_of(at):
            continue  # "Apple will put Gemini in Siri"
        led = at > 0 and spans[at - 1].has("cues", "equivalent")
        if facts.mentions and noun_key(span) and not led and not set_apart(facts, at):
            continue
        facts.uses.append(Use(thing, at))
    tagged = facts.tagged
    if facts.mentions and not facts.uses and tagged.cue("versus", "than", "as-much-as", "compare", "more"):
        for cue in tagged.cues_of("search-engine"):
            facts.uses.append(Use(SEARCH, tagged.of[cue.start]))
    _adjacent(facts)
    facts.uses.sort(key=lambda use: use.at)


def _runs(facts: Facts, span: Span) -> bool:
    """Return whether a machine is named as what runs a model: "on my laptop"."""
    return any(cue.start <= span.start < cue.end for cue in facts.tagged.own_machines())


def _adjacent(facts: Facts) -> None:
    """Drop the vaguer of two things that stand side by side: "a London-New York flight"."""
    spans = facts.tagged.spans
    texts = {use.at: len(spans[use.at].text) for use in facts.uses}
    console = next((use for use in facts.uses if use.thing.startswith(CONSOLE) and use.amount is None), None)
    counted = [use.at for use in facts.uses if use.number_at is not None]
    facts.uses = [
        use
        for use in facts.uses
        if use.number_at is not None
        or not any(
            0 < use.at - other <= 3
            and not any(
                span.has("cues", "versus", "than", "and") or span.name for span in spans[other + 1 : use.at]
            )
            for other in counted
        )
    ]
    others = [use for use in facts.uses if use.thing != ROAD and use.thing.endswith(ROAD.partition("-")[2])]
    for use in [each for each in facts.uses if each.thing == GAMING and each.number_at is not None]:
        if console is not None:  # "gaming 4 hours a night on my PS5"
            use.thing = console.thing
            facts.uses = [each for each in facts.uses if each is not console]
    facts.uses = [  # "kilometres driven by electric car"
        use
        for use in facts.uses
        if use.thing != ROAD or not any(0 < other.at - use.at <= APPOSED for other in others)
    ]
    facts.uses = [
        use
        for use in facts.uses
        if use.number_at is not None
        or not any(abs(other - use.at) == 1 and size > texts[use.at] for other, size in texts.items())
    ]


def _asked(facts: Facts) -> None:
    """Find what "how many" asks for."""
    tagged = facts.tagged
    for cue in tagged.cues_of("how-many", "how-much"):
        first = tagged.of.get(cue.end)
        if first is None:
            continue
        if cue.key == "how-much" and not tagged.spans[first].has("nouns", *MADE):
            continue  # "how much images can I make"
        for at in range(first, min(first + 4, len(tagged.spans))):
            span = tagged.spans[at]
            if stops(span) or span.num:
                break
            key = asked_key(span, bool(facts.mentions))
            if key == "device" and at + 1 < len(tagged.spans) and tagged.spans[at + 1].has("nouns", "hour"):
                key = "device-hour"
            if key in TIMED or key in LENGTHS:
                of = thing_after(tagged.spans, at, key)
                use = next((use for use in facts.uses if use.at == of), None)
                if use:
                    use.unit = key
                    key = "thing"
            if key:
                facts.asked = key
                return
            if span.has("cues", "versus", "than"):
                break
    if facts.asked is None and tagged.cue("how-many", "most-of"):
        _asked_before(facts)
    if facts.asked is None and any(
        use.number_at is None and use.at > 1 and tagged.spans[use.at - 1].text == "?" for use in facts.uses
    ):
        facts.asked = "thing"  # "100 prompts = ? cups of tea"


def _asked_before(facts: Facts) -> None:
    """Read "prompts for 1 kWh: how many" as asking for what was named before without a number."""
    spans = facts.tagged.spans
    numbered = {count.noun_at for count in facts.counts}
    for at, span in enumerate(spans):
        noun = noun_key(span)
        if noun and noun not in TIMES and at not in numbered:
            facts.asked = noun
            return


def asked_key(span: Span, models: bool) -> str | None:
    """Return what a span stands for after "how many"."""
    noun = noun_key(span)
    if span.has("things") and not (noun and models):
        return "thing"
    if span.has("units"):
        return "unit"
    if span.name and span.name.kind == "chip":
        return "device"
    return noun


def _negations(facts: Facts) -> None:
    tagged = facts.tagged
    for cue in tagged.cues_of("not"):
        first = tagged.of.get(cue.end)
        holder = tagged.spans[tagged.of[cue.start]]
        if first is None or holder.has("assumptions"):
            continue
        if (holder.end > cue.end and holder.has("periods")) or holder.has("cues", "go-on"):
            continue  # «sin parar», "no, I meant"
        if any(other.key == "correction" and other.start <= cue.start < other.end for other in tagged.cues):
            continue  # "no wait"
        if any(other.key == "check" and other.start == cue.start for other in tagged.cues):
            continue  # "I don't believe"
        replaced = any(other.start == cue.start for other in tagged.cues_of("instead"))
        if replaced and (tagged.cue("saving") or (tagged.cue("how-much") and tagged.cue("less", "more"))):
            continue  # "how much less would it take on gpt-4o mini instead of gpt-4o"
        for at in range(first, min(first + NEGATION_REACH, len(tagged.spans))):
            span = tagged.spans[at]
            if stops(span) or span.text == "," or span.has("cues", "but"):
                break
            measured = span.has("metrics", *METRICS, "overall")
            corrected = span.has("things") and tagged.cue("correction")
            nobody = at == first and span.has("nouns", "ai")  # "just Netflix, no AI"
            learnt = span.has("nouns", "training", "fine-tuning")
            if span.name or span.place or measured or learnt or corrected or nobody:
                facts.negated.add(at)
                break


def _denied(facts: Facts) -> None:
    """Rule out a metric before a "no" that ends its clause, or beside words for what nobody needs to be told:
    "el agua no, solo el carbono", "I already know the energy"."""
    tagged = facts.tagged
    idle = {at for cue in tagged.cues_of("idle") for at in range(cue.start, cue.end)}
    for cue in tagged.cues_of("known-already"):
        if cue.start in idle:
            continue  # "only the energy, I don't care about the rest"
        first, last = tagged.of[cue.start], tagged.of[cue.end - 1]
        near = (*range(last + 1, min(last + 3, len(tagged.spans))), *range(max(0, first - 2), first))
        facts.rule_out(near)
    closing = [cue.start for cue in tagged.cues_of("leave-close")]
    for cue in tagged.cues_of("leave-open"):  # "leaving the making of the hardware out"
        end = next((at for at in closing if cue.end < at <= cue.end + LEFT_OUT), cue.end)
        facts.rule_out({tagged.of[at] for at in range(cue.end, end)})
    for cue in tagged.cues_of("but", "except") if tagged.cue("all-metrics") else ():
        at = tagged.of[cue.end - 1] + 1  # "all metrics but water"
        facts.rule_out(range(at, min(at + 1, len(tagged.spans))))
    for cue in tagged.cues_of("not"):
        after = "".join(tagged.texts[cue.end : cue.end + 1])
        before = tagged.of[cue.start] - 1
        ends = not after or not after[0].isalnum()
        if not ends or before < 0 or cue.end - cue.start > 1:
            continue
        denied, later = tagged.spans[before], tagged.spans[before + 2 :]
        named = denied.name is not None and any(span.name for span in later)
        placed = denied.place is not None and any(span.place for span in later)
        if denied.has("metrics", *METRICS) or named or placed:  # «con GPT-5 no, con GPT-5 mini»
            facts.negated.add(before)


def _training(facts: Facts) -> None:
    for at, span in enumerate(facts.tagged.spans):
        if at in facts.negated:
            continue
        if span.has("nouns", "fine-tuning"):
            facts.fine_tuning = True
        elif span.has("nouns", "training"):
            facts.training = True
