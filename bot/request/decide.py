"""Facts → request: what kind of question it is, by what was found; words break ties only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.request import claims
from bot.request.amount_alone import amount_alone
from bot.request.binding import power_w
from bot.request.checking import check
from bot.request.comparing import compare
from bot.request.data_held import data_held
from bot.request.equating import equivalent
from bot.request.estimating import estimate
from bot.request.evidence import asks, coverage, marked, measured, overall, questions
from bot.request.facts import Facts, Mention, Quantity
from bot.request.hearsay import heard
from bot.request.items import build
from bot.request.making import Reading, region, request_of
from bot.request.measures import POWER_W
from bot.request.nameless import DATA_CENTRE
from bot.request.names import squash
from bot.request.request import Request
from bot.request.segments import ENDS
from bot.request.spans import STOPS, Cue
from bot.request.spending import WORK, budget
from bot.request.topics import Hit, find, strays
from bot.request.whole import located, of_the_whole
from estimator.workload import Claim

MOST_PLACES: Final = 3  # of a message that looks one thing up in each
PRICES: Final = "prices"  # ends the topics on what chips or tokens are sold for
NUMBERS: Final = "-prompts"  # ends the topics on how many prompts are sent
CHIP_MADE: Final = "h100-embodied"  # the topic of what making a chip emits
NEWS: Final = 0.75  # of the words of a message without a word that asks, which looks something up
ABOUT_ANSWERS: Final = ("method", "sources", "uncertainty")  # topics about what the bot said
ASKED: Final = ("how-much", "how-many", "request", "question", "explain", "wish", "help")
MADE: Final = ("document", "exchange", "image", "video", "audio", "code")  # work that is good or bad
QUOTES: Final = frozenset({"'", '"', "«", "“", "‘"})
MEANT_REACH: Final = 3  # tokens from a term to "mean"
STRAYS: Final = 3  # words that may stand beside a term where a footprint is spoken of
ABOUT_US: Final = ("boundary", "left-out", "own-footprint")  # what its figures hold
# Topics that ask by their own words: what a figure holds, what would change it.
SELF_ASKING: Final = (
    "own-footprint", "left-out", "left-out-flights", "left-out-shipping", "land",
    "lower-footprint-how", "lower-footprint-levers", "renewable-power",
    "location-shift", "training-data-origin",
)  # fmt: skip


def decide(facts: Facts) -> Request:
    """Return what a message asks for."""
    items = build(facts)
    topics = find(facts.tagged)
    reading = Reading(facts, items, topics.get("explain"), topics.get("lookup"), topics.get("help"))
    for attempt in (
        _refusal,
        _help,
        _explain,
        _lookup,
        data_held,
        budget,
        check,
        equivalent,
        compare,
        amount_alone,
        estimate,
        _explain_topic,
    ):
        request = attempt(reading)
        if request:
            if attempt is _refusal and not facts.tagged.cue("check", "verify"):
                return request
            request = of_the_whole(request, reading)
            if not _weighed(request, facts):
                request = of_the_whole(heard(request, reading, topics.get("check")), reading)
            request = _asked_when(request, facts)
            upward = request.intent == "compare" and facts.tagged.cue("ascending")
            return located(replace(request, ascending=upward), facts)
    return heard(none(facts), reading, topics.get("check"))


def _asked_when(request: Request, facts: Facts) -> Request:
    """Return what a message asks the time of as a look-up: "by what year will AI take 10 %?"."""
    when = facts.tagged.cue("when-asked") and not facts.tagged.cue("verify")
    if request.intent != "check" or request.topic is None or not when:
        return request
    return replace(request, intent="lookup", claim=None, versus=())


def _weighed(request: Request, facts: Facts) -> bool:
    """Return whether a request sets things against one another by itself, and doubts nothing."""
    if facts.tagged.cue("check", "verify"):
        return False
    if request.intent == "equivalent":
        return facts.tagged.cue("equivalent", "how-long", "afford")
    named = any(not mention.generic for mention in facts.mentions)
    return request.intent == "compare" and (bool(facts.counts) or named)


def none(facts: Facts) -> Request:
    return Request("none", language=facts.tagged.pack.language)


def _help(reading: Reading) -> Request | None:
    facts = reading.facts
    explained = reading.explained
    told = explained is not None and (explained.whole or explained.id in ABOUT_ANSWERS)
    if reading.helped and not (explained and told and explained.size >= reading.helped.size):
        return request_of(reading, "help", metrics=())
    if not facts.tagged.cue("help") or facts.metrics or facts.counts or (explained and explained.whole):
        return None
    if facts.mentions and not all(mention.generic for mention in facts.mentions):
        return None
    helping = facts.tagged.cues_of("help")
    if explained and facts.tagged.cue("explain") and (explained.size > 1 or _words(helping) == 1):
        return None  # "what is quantization and why does it help"
    if strays(facts.tagged, {at for cue in helping for at in range(cue.start, cue.end)}):
        return None  # "can you help me move this weekend"
    return request_of(reading, "help")


def _explain(reading: Reading) -> Request | None:
    topic, facts = reading.explained, reading.facts
    if topic is None or (facts.tagged.cue("correction") and facts.counts and not marked(facts)):
        return None  # "no, I meant 2 billion tokens"
    if topic.whole:
        return request_of(reading, "explain", topic=topic.id, metrics=())
    if topic.id in ABOUT_ANSWERS:
        if topic.id == "uncertainty" and facts.training and facts.metrics and reading.items:
            return None  # "the CO2 of training Llama, ideally with the uncertainty"
        if (facts.counts or any(quantity.metric for quantity in facts.quantities)) and reading.items:
            return None
        if any(power_w(quantity) for quantity in facts.quantities):
            return None  # «fuente de 750 W» is no source of a figure
        asked = marked(facts) or facts.tagged.cue(*ASKED)  # not "… said so"
        if not _about_ai(facts, topic) or (not asked and strays(facts.tagged, topic.tokens)):
            return None  # "where did you get that hat", "ChatGPT makes up its sources"
        return request_of(reading, "explain", topic=topic.id, metrics=())
    other = reading.looked_up
    excepted = topic.id in ABOUT_US and other is not None and other.named and facts.tagged.cue("how-much")
    if excepted:
        return None  # "how much water does Meta use, not counting its offices"
    if topic.id in SELF_ASKING and asks(facts) and not facts.counts and not facts.quantities:
        return request_of(reading, "explain", topic=topic.id, metrics=())
    if not facts.tagged.cue("explain") or _weighs(reading) or _tells(facts):
        return None
    if topic.id in ABOUT_US and not _about_ai(facts, topic):
        return None  # "what's included in the ticket"
    if topic.ordinary and not _asked_here(facts, topic) and not _asked_after(facts, max(topic.tokens)):
        return None  # "Anyone work in a data centre? What are the shifts like?"
    spans = facts.tagged.spans
    apart = any(
        topic.tokens.isdisjoint(range(spans[mention.at].start, spans[mention.at].end))
        for mention in facts.mentions
        if not mention.generic
    )
    if apart and not facts.tagged.cue("define"):
        return None  # "what's the token limit of Claude"
    other = reading.looked_up
    if other and other.size >= topic.size and facts.places:
        return None
    led = any(
        cue.end in topic.tokens or (cue.end + 1 in topic.tokens and facts.tagged.texts[cue.end] in QUOTES)
        for cue in facts.tagged.cues_of("explain")
    )
    closed = facts.tagged.texts[max(topic.tokens) + 1 :][:1] == (",",)
    led = led and closed  # "what is embodied carbon, as in for GPUs"
    behind = range(max(topic.tokens) + 1, max(topic.tokens) + 1 + MEANT_REACH)
    led = led or any(cue.start in behind for cue in facts.tagged.cues_of("define"))  # "what does X even mean"
    led = led or _asked_after(facts, max(topic.tokens))
    if other and other.named and other.preferred and other.size > topic.size and not led:
        return None  # a company's PUE, not what PUE is
    return request_of(reading, "explain", topic=topic.id, metrics=())


def _asked_here(facts: Facts, topic: Hit) -> bool:
    """Return whether what asks for a term stands in its own sentence."""
    tokens = facts.tagged.tokens
    return any(
        not any(token.text in ENDS for token in tokens[min(cue.start, at) : max(cue.start, at)])
        for cue in facts.tagged.cues_of("explain")
        for at in topic.tokens
    )


def _asked_after(facts: Facts, last: int) -> bool:
    """Return whether a later sentence asks what a term means: "Google tells its PUE. What does it mean?"."""
    tagged = facts.tagged
    ends = [at for at, token in enumerate(tagged.tokens) if at > last and token.text in STOPS]
    return bool(ends) and any(cue.start > ends[0] for cue in tagged.cues_of("define"))


def _signed(facts: Facts) -> bool:
    """Return whether a message has a question mark, or the sign of what a term is equal to: "PUE ="."""
    return marked(facts) or any(span.text == "=" for span in facts.tagged.spans)


def _tells(facts: Facts) -> bool:
    """Return whether a message only tells, without a mark: it counts first, or ends in "no idea why"."""
    tagged = facts.tagged
    if _signed(facts):
        return False
    last = len(tagged.tokens)
    asking = {(cue.start, cue.end) for cue in tagged.cues_of("question")}
    ending = [cue for cue in tagged.cues_of("explain") if cue.end == last and (cue.start, cue.end) in asking]
    first = min(cue.start for cue in tagged.cues_of("explain"))
    counted = any(span.num and span.num.low > 1 and span.end <= first for span in tagged.spans)
    return counted or len(ending) == len(tagged.cues_of("explain"))


def _words(cues: list[Cue]) -> int:
    """Return the words of the longest of some cues."""
    return max(cue.end - cue.start for cue in cues)


def _about_ai(facts: Facts, topic: Hit) -> bool:
    """Return whether a message that names a topic is about a footprint, or asks no more than the topic."""
    if measured(facts) or facts.mentions or facts.quantities:
        return True
    alone = (
        questions(facts)
        or facts.tagged.cue("explain", "request")
        or topic.size >= len(facts.tagged.tokens) - 1
    )
    return alone and strays(facts.tagged, topic.tokens) == 0


def _weighs(reading: Reading) -> bool:
    """Return whether a message counts something or names a model to weigh: no mere question of words."""
    facts = reading.facts
    named = any(not mention.generic for mention in facts.mentions)
    much = facts.tagged.cue("how-much", "how-many")
    weighed = facts.metrics or facts.counts or facts.uses or facts.training
    weighed = weighed or (facts.fine_tuning and overall(facts))
    if measured(facts) and any(count.key in WORK and count.low > 1 for count in facts.counts):
        return True  # "the water footprint of 25 prompts without cooling"
    return bool((named and weighed) or (much and facts.metrics) or facts.quantities)


def _explain_topic(reading: Reading) -> Request | None:
    """Read a term, alone or asked about, as a wish to have it explained: "PUE?", "is net zero real"."""
    topic, facts = reading.explained, reading.facts
    if topic is None or any(not mention.generic for mention in facts.mentions):
        return None
    rest = strays(facts.tagged, topic.tokens)
    if rest == 0 and topic.size >= len(facts.tagged.tokens) - 1:
        return request_of(reading, "explain", topic=topic.id, metrics=())
    signed = _signed(facts)
    if facts.tagged.cue("check") and not signed and not facts.tagged.cue("question", "explain", "request"):
        return None  # "it says it's just a language model"
    everyday = topic.ordinary and (topic.size == 1 or topic.preferred < 0)
    measuring = measured(facts)
    asked = signed or facts.tagged.cue("question") or (not everyday and asks(facts, strictly=True))
    ours = topic.id in (*ABOUT_ANSWERS, *ABOUT_US)
    most = 0 if ours else STRAYS if measuring else 0 if everyday else 1
    counted = facts.counts or facts.quantities or facts.tagged.cue("how-much", "how-many")
    if not asked or rest > most or counted or (everyday and not measuring):
        return None
    return request_of(reading, "explain", topic=topic.id, metrics=())


def _refusal(reading: Reading) -> Request | None:
    facts = reading.facts
    if reading.helped or (reading.explained and reading.explained.whole):
        return None  # "what sort of questions does this bot solve"
    if _of_quality(facts):
        return none(facts)
    weighed = facts.tagged.cue("how-much", "how-many")
    named = any(
        not (mention.generic or (mention.name.ambiguous and not weighed)) for mention in facts.mentions
    )
    physical = any(metric != "cost" for metric in facts.metrics)
    physical = physical or any(q.metric not in (None, "cost") for q in facts.quantities)
    topic = reading.looked_up
    told = topic.tokens if topic is not None and topic.named else frozenset()
    refusing = [
        cue for cue in facts.tagged.cues_of("refuse") if not told.issuperset(range(cue.start, cue.end))
    ]
    worked = named and any(count.key in WORK for count in facts.counts)
    if refusing and not (named and physical) and not (worked and facts.uses and overall(facts)):
        return none(facts)
    if facts.tagged.cue("refuse-weak") and not (
        reading.items
        and measured(facts)
        and (facts.tagged.cue("how-much", "how-many") or overall(facts) or worked)
    ):
        return none(facts)
    return None


def _of_quality(facts: Facts) -> bool:
    """Return whether models are only said to make worse work than others: "writes worse poems than 4o"."""
    spans = facts.tagged.spans
    judging = [at for at, span in enumerate(spans) if span.has("metrics", "overall")]
    if facts.metrics or facts.counts or len(judging) != 1 or not facts.tagged.cue("than"):
        return False
    return any(span.has("nouns", *MADE) for span in spans[judging[0] + 1 : judging[0] + 2])


def _maker(mention: Mention) -> bool:
    """Return whether a name is that of a company: xAI's chips are not Grok's."""
    return squash(mention.text) == squash(mention.name.maker)


def _states(facts: Facts) -> bool:
    """Return whether a message says how large a share of something measured something takes."""
    return bool(facts.metrics) and any(quantity.unit == "%" for quantity in facts.quantities)


def _lookup(reading: Reading) -> Request | None:
    topic, facts = reading.looked_up, reading.facts
    if topic is None or not (asks(facts, told=topic.tokens) or _states(facts)):
        return None
    if not asks(facts, strictly=True) and coverage(facts, topic.tokens) < NEWS:
        return None
    if any(power_w(quantity) for quantity in facts.quantities):
        return None  # a data centre that runs
    if topic.id.endswith(PRICES) and facts.metrics and "cost" not in facts.metrics:
        return None  # "H100 or B200, which uses less electricity an hour?"
    if topic.id.endswith(NUMBERS) and facts.metrics and not facts.tagged.cue("how-many", "lookup"):
        return None  # "water of ChatGPT prompts in a year, 30 a day"
    real = [mention for mention in facts.mentions if not (mention.generic or _maker(mention))]
    sites: set[int] = set()
    if topic.named and not facts.counts:  # "how much water does Meta use a year in its data centres"
        real = [mention for mention in real if mention.name != DATA_CENTRE]
        sites = {mention.at for mention in facts.mentions if mention.name == DATA_CENTRE}
    if len(real) > 1 and facts.training and facts.tagged.cue("compare", "versus", "more"):
        return None
    spans = facts.tagged.spans
    if any(topic.tokens.isdisjoint(range(spans[m.at].start, spans[m.at].end)) for m in real):
        return None
    counted = [c for c in facts.counts if c.key in WORK or c.key == "person"]
    timed = facts.periods or facts.counted("hour", "minute", "device-hour")
    made = topic.id == CHIP_MADE and not timed
    if facts.counted("device", "server") and any(metric != "cost" for metric in facts.metrics) and not made:
        return None  # "32 A100s rented for a week, carbon?"
    claimed = facts.tagged.cue("check") and not facts.tagged.cue("how-much", "how-many")
    claimed = claimed and all(
        topic.tokens.issuperset(range(spans[c.noun_at].start, spans[c.noun_at].end)) for c in counted
    )
    if counted and not claimed:
        return None
    if facts.uses and not topic.named:
        return None
    if facts.asked in WORK and (facts.uses or any(quantity.metric for quantity in facts.quantities)):
        return None  # "how many ChatGPT prompts can I send to stay under 1 kg", "… does a fridge use"
    if any(quantity.unit in POWER_W for quantity in facts.quantities):
        return None  # a data centre of so many megawatts
    facts.told = {facts.tagged.of[at] for at in topic.tokens} | sites
    facts.bound |= facts.told
    numbers = [q for q in facts.quantities if q.metric or q.unit in ("%", "times")]
    apart = [q for q in numbers if not _told_with(facts, topic, q)]
    numbers = [q for q in numbers if q not in apart]
    facts.metrics = [metric for metric in facts.metrics if metric not in {q.metric for q in apart}]
    if counted:
        claim = Claim(None, counted[0].low, counted[0].high, counted[0].key)
        facts.bound |= {count.at for count in counted}
        return request_of(reading, "check", topic=topic.id, claim=claim, region=region(facts))
    if numbers and not (facts.tagged.cue("how-much") and all(each.unit == "%" for each in numbers)):
        claim = claims.claim(facts, [], facts.metrics)
        facts.bound |= {count.at for count in facts.counts}
        metrics = claims.metrics_of(claim, facts.metrics)
        return request_of(
            reading, "check", metrics=metrics, topic=topic.id, claim=claim, region=region(facts)
        )
    asked = request_of(reading, "lookup", topic=topic.id, region=region(facts))
    return _by_place(asked, [place for place, at in facts.places if at not in facts.negated])


def _told_with(facts: Facts, topic: Hit, quantity: Quantity) -> bool:
    """Return whether an amount stands in the sentence of what is looked up: not "I earn €300. How many …"."""
    tagged = facts.tagged
    start = tagged.spans[quantity.at].start
    places = (range(min(start, at), max(start, at)) for at in topic.tokens)
    apart = all(any(tagged.texts[at] in ENDS for at in between) for between in places)
    return not apart or not tagged.cue("how-many", "how-much")


def _by_place(asked: Request, places: Sequence[str]) -> Request:
    """Return what is looked up of two or three places as one question for each."""
    each = tuple(dict.fromkeys(places))
    if not 1 < len(each) <= MOST_PLACES:
        return asked
    first, *others = (replace(asked, region=place) for place in each)
    return replace(first, others=tuple(others))
