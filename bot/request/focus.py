"""Which sentence of a message asks: what the others talk of names no metric, thing or kind of question."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request.against import forgotten
from bot.request.evidence import MARKS
from bot.request.facts import Facts
from bot.request.segments import segments
from estimator.workload import METRICS

# Cues of the kind of question, which count only where the question is put.
OF_KIND: Final = frozenset({
    "check", "verify", "more", "less", "better", "versus", "than", "compare", "as-much-as", "equivalent",
    "explain", "define", "help", "bot", "refuse", "refuse-weak", "afford", "told", "exclaim", "thanks",
})  # fmt: skip
WEIGHING: Final = ("more", "compare", "versus", "than")
SHORT: Final = 4  # tokens of a question that only points back: "is that so?"


def focused(facts: Facts) -> Facts:
    """Return the facts of a message of several sentences, the last of which alone asks, without what the
    others say of another kind of question; all of them where that only points back: "Is that true?"."""
    tagged = facts.tagged
    runs = segments(tagged.tokens, frozenset())
    asking = [run for run in runs if _asks(facts, run)]
    if len(runs) < 2 or asking != runs[-1:]:
        return facts
    start, end = runs[-1]
    own = {cue.key for cue in tagged.cues if cue.start >= start}
    first = tagged.of[start]
    spans = range(first, len(tagged.spans))
    metrics = [each for each in METRICS if any(tagged.spans[at].has("metrics", each) for at in spans)]
    named = [each for each in facts.metrics if each in metrics or _by_unit(facts, first)]
    overall = any(tagged.spans[at].has("metrics", "overall") for at in spans)
    if (
        end - start <= SHORT
        or own & {"check", "verify"}
        or not (named or overall or own & {"more", "compare"})
    ):
        return facts
    cues = tuple(cue for cue in tagged.cues if cue.start >= start or cue.key not in OF_KIND)
    if own & {"more", "compare"} and not named:
        named = facts.metrics
    set_against = own & set(WEIGHING) and not any(use.at >= first for use in facts.uses)
    uses = [
        use
        for use in facts.uses
        if use.number_at is not None or use.at >= first or set_against or forgotten(facts, use)
    ]
    return replace(
        facts,
        tagged=replace(tagged, cues=cues, hinted=frozenset(cue.key for cue in cues)),
        metrics=named,
        uses=uses,
    )


def _asks(facts: Facts, run: tuple[int, int]) -> bool:
    """Return whether a sentence has a question mark of its own."""
    return any(token.text in MARKS and not token.quoted for token in facts.tagged.tokens[run[0] : run[1]])


def _by_unit(facts: Facts, first: int) -> bool:
    """Return whether the question names its metric by a unit alone: "how many kWh"."""
    return any(span.has("units") for span in facts.tagged.spans[first:])
