"""Facts → work told in everyday things, or a thing told in work."""

from __future__ import annotations

from typing import Final

from bot.request.estimating import evident
from bot.request.everyday import TIMED
from bot.request.evidence import asks, measured, questions, spends
from bot.request.facts import Facts
from bot.request.items import counted_uses
from bot.request.making import Reading, region, request_of, works_of
from bot.request.request import Request
from bot.request.spending import WORK

IN_REACH: Final = 4  # spans from "in" to the thing that something is put in
HEADED: Final = frozenset({":", "-", "="})  # behind a thing that work is to be told in


def equivalent(reading: Reading) -> Request | None:
    facts = reading.facts
    if not facts.uses or not reading.items or not asks(facts):
        return None
    tagged = facts.tagged
    expressed = _expressed(facts) or _per_work(facts)
    if tagged.cue("versus", "than") and not (facts.asked == "thing" or expressed):
        return None
    if tagged.cue("compare") and not (facts.asked or expressed):
        return None
    if tagged.cue("more") and facts.asked != "thing":
        return None
    in_work = _in_work(facts)
    told_in = in_work or put_in(facts) or _headed(facts)
    if not (facts.asked or expressed or told_in or tagged.cue("how-long", "afford", "as-much-as")):
        return None
    if not evident(facts):
        return None
    if not (
        in_work or questions(facts) or measured(facts) or facts.counts or spends(facts) or facts.training
    ):
        return None  # "my kid thinks Alexa lives in the fridge"
    if facts.asked == "thing" and facts.tagged.cue("how-many"):
        asking = min(tagged.of[cue.start] for cue in tagged.cues_of("how-many"))
        behind = [use for use in facts.uses if use.at > asking or use.number_at is not None]
        facts.uses = behind if any(use.at > asking for use in behind) else facts.uses
    return request_of(
        reading,
        "equivalent",
        items=works_of(reading) + counted_uses(facts),
        versus=tuple(dict.fromkeys(use.thing for use in facts.uses)),
        region=region(facts),
    )


def to_express(facts: Facts) -> bool:
    """Return whether a message asks for something to be put in everyday things: "put that into showers"."""
    return facts.tagged.cue("request") and _expressed(facts)


def put_in(facts: Facts) -> bool:
    """Return whether a word like "in" leads to an everyday thing: "in Netflix hours"."""
    spans = facts.tagged.spans
    leading = {facts.tagged.of[cue.end - 1] for cue in facts.tagged.cues_of("in")}
    for use in facts.uses:
        for at in range(use.at - 1, max(-1, use.at - 1 - IN_REACH), -1):
            span = spans[at]
            if at in leading:
                return True
            if span.has("metrics", "spend") or not span.text[0].isalnum() or span.name:
                break
    return False


def _in_work(facts: Facts) -> bool:
    """Return whether an everyday thing is to be told in work: "a flight to New York in Midjourney images"."""
    if facts.counts or facts.metrics or len(facts.uses) != 1:
        return False
    spans = facts.tagged.spans
    leading = [facts.tagged.of[cue.end - 1] for cue in facts.tagged.cues_of("in")]
    return any(
        facts.uses[0].at < at
        and any(span.has("nouns", "prompt", "exchange", "image") for span in spans[at + 1 : at + 4])
        for at in leading
    )


def _headed(facts: Facts) -> bool:
    """Return whether a message opens with the thing to tell its work in: "phone charges for 400 prompts?"."""
    if facts.metrics or len(facts.uses) != 1 or not any(count.key in WORK for count in facts.counts):
        return False
    spans, at = facts.tagged.spans, facts.uses[0].at
    bare = facts.uses[0].number_at is None and facts.uses[0].amount is None and at + 1 < len(spans)
    following = spans[at + 1] if bare else None
    if following is not None and following.has("cues", "request", "thanks") and at + 2 < len(spans):
        following = spans[at + 2]  # "Netflix hours please: …"
    leads = following is not None and (following.text in HEADED or following.has("places", "joining"))
    return leads and all(span.word or span.has("nouns", *TIMED) or not span.tags for span in spans[:at])


def _per_work(facts: Facts) -> bool:
    """Return whether an everyday thing is asked for by so much work: "burgers per 1,000 pictures?"."""
    spans = facts.tagged.spans
    counted = {count.at for count in facts.counts if count.key in WORK}
    rated = (use.at + 1 for use in facts.uses if use.number_at is None and use.at + 2 < len(spans))
    return any(spans[at].has("cues", "per") and at + 1 in counted for at in rated)


def _expressed(facts: Facts) -> bool:
    """Return whether a word asks to express one thing in another, and not "in terms of emissions"."""
    tagged = facts.tagged
    for cue in tagged.cues_of("equivalent"):
        after = tagged.of.get(cue.end)
        if after is None or not tagged.spans[after].has("metrics"):
            return True
    return False
