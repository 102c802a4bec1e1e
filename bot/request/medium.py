"""What a model is given or makes besides text: attached pictures, a call, a podcast of so many minutes."""

from __future__ import annotations

from typing import Final

from bot.request.facts import Count, Facts
from bot.request.measures import SECONDS

MEDIA: Final = ("image", "video", "audio")
TALKS: Final = ("text", "reasoning")
CALLS: Final = ("videocall-hour",)  # everyday things that are no thing beside a model: a call with it
THOUGHT: Final = 3  # spans from a time to what is said to be thought in it
BESIDE: Final = 2  # spans between a length and the recording that is so long


def take_media_apart(facts: Facts) -> None:
    """Note the media that a question gives to a model, and turn a recording's length into one that is made.

    Nothing here reads pictures, calls or recordings: what is given is told as left out.
    """
    _attached(facts)
    _calls(facts)
    _recordings(facts)


def _attached(facts: Facts) -> None:
    """Leave out the pictures that are attached: "a prompt with 3 photos attached"."""
    tagged = facts.tagged
    for cue in tagged.cues_of("attached"):
        at = tagged.of[cue.start]
        count = next(
            (each for each in facts.counts if each.key in MEDIA and abs(each.noun_at - at) <= BESIDE), None
        )
        if count is not None:
            _leave_out(facts, count, max(tagged.spans[count.noun_at].end, cue.end))


def _calls(facts: Facts) -> None:
    """Take a call with a model as a way to use it: "5 minutes of video call with GPT-4o"."""
    spans = facts.tagged.spans
    for use in [each for each in facts.uses if each.thing in CALLS]:
        linked = any(span.has("cues", "with-model") for span in spans[use.at + 1 : use.at + 2])
        places = (use.at - 1, use.at + 2 if linked else use.at - 1)
        named = next((each for each in facts.mentions if each.at in places), None)
        if named and named.name.activity in TALKS:
            facts.uses.remove(use)
            facts.left[use.at] = spans[use.at].text
            if use.number_at is not None and use.unit in SECONDS and use.amount:
                facts.counts.append(Count(use.amount, use.amount, use.unit, use.number_at, use.at))


def _recordings(facts: Facts) -> None:
    """Read the length of a recording beside a model of text as made by it, or else as what it is given."""
    tagged = facts.tagged
    models = [mention for mention in facts.mentions if mention.name.kind != "chip"]
    if len(models) != 1 or models[0].name.activity not in TALKS or facts.counted(*MEDIA):
        return
    for count in facts.counted(*SECONDS):
        if any(
            span.has("assumptions", "reasoning")
            for span in tagged.spans[count.noun_at : count.noun_at + THOUGHT]
        ):
            _leave_out(facts, count, tagged.spans[count.noun_at].end)  # "3 minutes of thinking"
            return
        near = range(max(0, count.at - BESIDE), min(len(tagged.spans), count.noun_at + BESIDE))
        places = (at for at in near if at not in (count.at, count.noun_at))
        medium = next((at for at in places if tagged.spans[at].has("nouns", "audio")), None)
        if tagged.cue("reads"):
            _leave_out(facts, count, tagged.spans[count.noun_at].end)
        elif medium is not None and tagged.cue("made-with"):
            facts.counts.append(Count(1.0, 1.0, "audio", medium, medium))
        else:
            continue
        return


def _leave_out(facts: Facts, count: Count, end: int) -> None:
    """Drop a count, and note that no field carries what stands from it to a token."""
    facts.drop(count)
    facts.left[count.at] = facts.tagged.said(facts.tagged.spans[count.at].start, end)
