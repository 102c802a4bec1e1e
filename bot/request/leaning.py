"""Whether a message has the shape of one that leans on another: it says little but what it changes."""

from __future__ import annotations

from typing import Final

from bot.request.evidence import CONTENT, PLACED, asks, marked
from bot.request.facts import Facts
from bot.request.spans import Span
from bot.request.spending import WORK

STRONGLY: Final = ("go-on", "versus", "add", "swap")
INPUT_FIRST: Final = ("what-if", "without", "including", "trained-on", "only")  # opens what fixes an input
MULTIPLIED: Final = ("double", "triple", "halve")
WEAKLY: Final = ("follow", *STRONGLY, *MULTIPLIED)
CORRECTED: Final = ("correction", "instead", "all-metrics")
ALTERED: Final = ("swap", "drop", "add", "what-really", *MULTIPLIED)
COMPARED: Final = ("versus", "than", "more", "as-much-as", "compare", "equivalent")
# Cues of the words that steer from one question to the next.
STEERING: Final = (
    *WEAKLY, *INPUT_FIRST, *CORRECTED, *ALTERED, *COMPARED, "that", "question", "how-much", "how-many",
    "how-long", "less", "per", "each", "every", "of-each", "spread", "not", "but", "and", "also", "request",
    "thanks", "in",
    "multiply", "share-of", "left-out", "once", "using", "with-model", "in-service", "challenge", "ascending",
    "operate", "most-of", "afford", "the-answer", "uncarried", "idle", "as-agent", "embeds",
    "first", "second", "third", "last", "per-head", "on-top", "divide", "wish", "speak-en", "speak-es",
    "like-that", "everyone",
)  # fmt: skip
STATING: Final = ("check", "verify", "budget")  # they steer where an amount is stated
ASKED: Final = WORK | {"thing", "unit", "device", "server", "data-centre"}  # "how many …"
OTHERWISE: Final = ("refuse", "refuse-weak", "exclaim", "greeting", "help")
DESCRIBED: Final = 3  # spans behind a thing that tell what it is like: "kettles of boiled water"
CLAIMING: Final = 3  # words about who claims it: "the guy in the other channel says 3 Wh"
NEW: Final = 2  # words about when or why so many do it
TELLING: Final = 5  # words about who has more of it: "head office wants to know about three shops like that"
ALIKE: Final = 2  # spans from a number to "like that"
CLAUSES: Final = frozenset(",.;!?")
INTERJECTION: Final = 2  # words that may stand before a clause that goes on: "oh wow, and …"


def opens(facts: Facts, *keys: str) -> bool:
    """Return whether a message starts with words that go on with something: "and", "what about", "vs"."""
    tagged = facts.tagged
    polite = {at for cue in tagged.cues_of("thanks", "exclaim") for at in range(cue.start, cue.end)}
    opening = {cue.start for cue in tagged.cues_of(*keys)}
    for at, token in enumerate(tagged.tokens):
        if token.kind != "symbol":
            if at in opening:
                return True
            if at not in polite:
                return False
    return False


def leans(facts: Facts) -> bool:
    """Return whether a message may lean on another: by what it says beside what it changes."""
    tagged = facts.tagged
    if tagged.cue("advice") and not marked(facts):
        return False  # "it told me to use 2 litres of water"
    onward = _onward(facts)
    amending = tagged.cue(*CORRECTED)
    if tagged.cue(*OTHERWISE) and not (onward or amending):
        return False
    asked = asks(facts, strictly=True)
    claimed = _claimed(facts, asked=asked)
    acting = onward or asked or claimed
    loose, meant = _loose(facts, len(tagged.spans), acting=acting)
    if of_those(facts) is not None and loose <= (TELLING if tagged.cue("like-that") else CLAIMING):
        return True  # "we've got 24 of those a term"
    if tagged.cue("will-be") and facts.counted("person") and loose <= NEW:
        return True  # "we'll be 10 people soon though"
    if onward and loose <= max(1, meant):
        return True
    if loose == 0 and tagged.cue(*ALTERED):
        return True
    if (amending and loose <= 1) or (claimed and loose <= CLAIMING):
        return True
    if asked and loose <= _new_words(facts) and _put(facts):
        return True
    if not asked and not loose and _nothing_else(facts):
        return True
    end = _first_clause(facts)
    if end is None:
        return False
    before = _loose(facts, end, acting=acting)[0]
    if claimed and before <= CLAIMING:
        return True
    led = onward or amending or opens(facts, "follow", "in", "not") or _within(facts, end, "but", *ALTERED)
    return led and before == 0


def of_those(facts: Facts) -> tuple[int, float] | None:
    """Return where it is told how many there are of what was spoken of before, and how many: "24 of those",
    "4 classes like that"."""
    tagged = facts.tagged
    spans = tagged.spans
    for count in facts.counts:
        of, those = (spans[at] if at < len(spans) else None for at in (count.at + 1, count.at + 2))
        if of and those and of.has("cues", "of-each") and those.has("cues", "the-answer"):
            return count.at, count.middle
    measured = {quantity.at for quantity in facts.quantities}
    alike = {tagged.of[cue.start] for cue in tagged.cues_of("like-that")}
    for at, span in enumerate(spans):
        if span.num and span.num.exact and at not in measured and at + ALIKE in alike:
            return at, span.num.low
    return None


def plain(facts: Facts) -> bool:
    """Return whether a message says nothing that has no part in what it changes."""
    return strange(facts) == 0


def strange(facts: Facts) -> int:
    """Return how many words of a message have no part in what it changes."""
    return _loose(facts, len(facts.tagged.spans), acting=True)[0]


def wonders(facts: Facts) -> bool:
    """Return whether a message asks why an answer is what it is: "why does it use so much?"."""
    stated = facts.counts or facts.quantities or facts.places or facts.uses or facts.periods
    if stated or not (opens(facts, "why") or (_onward(facts) and facts.tagged.cue("why"))):
        return False
    return plain(facts)


def _loose(facts: Facts, end: int, *, acting: bool) -> tuple[int, int]:
    """Return how many words before a span have no part in what a message changes, and how many spans do.

    Verbs of spending are among the first, unless the message is `acting` on an answer.
    """
    tagged = facts.tagged
    stated = bool(facts.quantities or facts.uses)
    keys = (*STEERING, *(STATING if stated else ()), *(("relocate",) if facts.places else ()))
    if (
        refers(facts)
        or facts.counted("person", "group")
        or (acting and tagged.cue("how-many", "how-much", "what-if"))
    ):
        keys = (
            *keys,
            "mine",
            "will-be",
        )  # "how many could I send", "if I do that daily", "we'll be 10 people"
    steering = {at for cue in tagged.cues_of(*keys) for at in range(cue.start, cue.end)}
    pulled = {at for tokens in facts.levers.values() for at in tokens}
    loose = meant = 0
    for span in tagged.spans[:end]:
        if not span.text[0].isalnum():
            continue
        if _means(facts, span):
            meant += 1
            continue
        if span.has("places", "preposition") or (acting and span.has("metrics", "spend", "drinks")):
            continue
        for at in range(span.start, span.end):
            meant += at in pulled
            known = at in pulled or at in steering
            known = (
                known or tagged.texts[at] in tagged.pack.linking or tagged.texts[at] in tagged.pack.fillers
            )
            loose += not known
    return loose, meant


def _means(facts: Facts, span: Span) -> bool:
    """Return whether a span tells something that a message may change."""
    if span.num or span.name or span.place:
        return True
    fixed = bool(facts.fixed or facts.contrast)
    return any(
        tag in PLACED
        or (
            tag.kind in CONTENT
            and tag.key not in ("spend", "drinks")
            and (fixed or tag.kind != "assumptions")
        )
        for tag in span.tags
    )


def _onward(facts: Facts) -> bool:
    """Return whether a message goes on with something, at most a word or two before: "oh wow, and …"."""
    tagged = facts.tagged
    cues = tagged.cues_of(*STRONGLY, "what-if")
    if not (facts.counts or facts.quantities or facts.uses):
        cues += tagged.cues_of(*MULTIPLIED)  # "half a litre" doubles nothing
    opening = {cue.start for cue in cues} - {cue.start for cue in tagged.cues_of("only", "versus")}
    polite = {at for cue in tagged.cues_of("thanks") for at in range(cue.start, cue.end)}
    words, fresh = 0, True
    for at, token in enumerate(tagged.tokens):
        if token.kind == "symbol":
            fresh = fresh or token.text in CLAUSES
        elif fresh and at in opening:
            return True
        elif at not in polite:
            words, fresh = words + 1, False
            if words > INTERJECTION:
                return False
    return False


def _claimed(facts: Facts, *, asked: bool) -> bool:
    """Return whether a message tells what somebody says it takes: "the wiki says 1,287 MWh, is he right"."""
    physical = any(quantity.metric not in (None, "cost") for quantity in facts.quantities)
    counted = asked and any(use.number_at is not None for use in facts.uses)
    crowd = (
        any(count.low > 1 for count in facts.counted("person")) and not facts.mentions
    )  # "HR says it's only 3000 people"
    return facts.tagged.cue("check") and (physical or counted or crowd)


def refers(facts: Facts) -> bool:
    """Return whether a message says "that" of an answer, and not of a thing: "that meme"."""
    tagged = facts.tagged
    for cue in tagged.cues_of("the-answer"):
        after = tagged.spans[tagged.of[cue.end]] if cue.end < len(tagged.tokens) else None
        means = after is not None and any(tag.kind in CONTENT - {"periods"} for tag in after.tags)
        closed = after is None or not after.text[0].isalnum()
        if after is None or closed or not (after.word or after.name or means):
            return True
        if tagged.texts[after.start] in tagged.pack.linking:
            return True
    return False


def _new_words(facts: Facts) -> int:
    """Return how many words may be new in a question: "is that more than a load of dishes"."""
    if not refers(facts):
        return int(_described(facts))
    if facts.tagged.cue("than", "as-much-as"):
        return 2
    return 1 if facts.uses or facts.quantities or facts.metrics else 0


def _described(facts: Facts) -> bool:
    """Return whether a word tells what a thing is like that is asked for: "how many hot baths?"."""
    spans = facts.tagged.spans
    asking = {facts.tagged.of[cue.end - 1] + 1 for cue in facts.tagged.cues_of("how-many")}
    things = [use.at for use in facts.uses if use.at in asking]
    things = [at for at in things if any(span.has("cues", "of-each") for span in spans[at + 1 : at + 2])]
    behind = [span for at in things for span in spans[at + 1 : at + 1 + DESCRIBED]]
    return facts.asked == "thing" and any(span.text[0].isalpha() and not span.tags for span in behind)


def _put(facts: Facts) -> bool:
    """Return whether a question is about an answer, not a thing: "how much is 1 bitcoin"."""
    cue = facts.tagged.cue
    about = refers(facts)
    if cue("how-long") and not (facts.uses or about):
        return False
    if facts.asked == "person" or (facts.asked is not None and facts.asked not in ASKED and not about):
        return False  # "how many parameters does it have"
    if not facts.uses or facts.asked == "thing" or about or _linked(facts):
        return True
    return not cue("how-much", "question", "auxiliary") and only_things(facts)


def only_things(facts: Facts) -> bool:
    """Return whether a message names everyday things and nothing besides."""
    things = {use.at for use in facts.uses}
    spans = enumerate(facts.tagged.spans)
    measured = facts.metrics and any(span.has("metrics") and at not in things for at, span in spans)
    return not (measured or facts.places or facts.quantities or facts.periods or facts.mentions)


def _linked(facts: Facts) -> bool:
    """Return whether the first everyday thing is weighed against something, or something is put in it."""
    spans = facts.tagged.spans
    before = min(each.at if each.number_at is None else min(each.at, each.number_at) for each in facts.uses)
    led = any(span.has("cues", "in", "and") for span in spans[max(0, before - 2) : before])
    return led or facts.tagged.cue(*COMPARED, "check")


def _nothing_else(facts: Facts) -> bool:
    """Return whether a message that asks nothing tells nothing either: "my phone is at 1 %"."""
    stating = facts.tagged.cue("auxiliary")
    if stating and not (
        refers(facts) or facts.places or facts.tagged.cue("not", "correction", "what-if", "wish")
    ):
        return False
    return not facts.uses or _linked(facts) or (only_things(facts) and not facts.tagged.cue("thanks"))


def _within(facts: Facts, end: int, *keys: str) -> bool:
    """Return whether one of some cues stands before a span."""
    return any(facts.tagged.of[cue.start] < end for cue in facts.tagged.cues_of(*keys))


def _first_clause(facts: Facts) -> int | None:
    """Return the span where the clause ends that first states something, whatever is said after it."""
    spans = facts.tagged.spans
    stated = [
        *(count.at for count in facts.counts), *(each.at for each in facts.quantities),
        *(use.at for use in facts.uses), *(at for _, at in facts.places),
        *(mention.at for mention in facts.mentions if not mention.generic),
        *(facts.tagged.of[cue.start] for cue in facts.tagged.cues_of(*MULTIPLIED)),
    ]  # fmt: skip
    first = min(stated, default=None)
    if first is None:
        return None
    return next((at for at in range(first, len(spans)) if spans[at].text in CLAUSES), None)
