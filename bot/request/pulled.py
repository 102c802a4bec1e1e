"""The levers that a message names: what would lower a footprint, or raise it."""

from __future__ import annotations

from bot.request.facts import Facts


def named_levers(facts: Facts) -> dict[str, range]:
    """Return the levers that a message names, each with the tokens that name it."""
    texts, pack = facts.tagged.texts, facts.tagged.pack
    found: dict[str, range] = {}
    at = 0
    while at < len(texts):
        sizes = pack.lever_lengths.get(texts[at], ())
        ends = (at + size for size in sizes if at + size <= len(texts))
        end = next((end for end in ends if texts[at:end] in pack.levers), None)
        if end is not None and not _of_a_share(facts, at) and not _measured(facts, at):
            found[pack.levers[tuple(texts[at:end])]] = range(at, end)
        at = end or at + 1
    return found


def _of_a_share(facts: Facts, at: int) -> bool:
    """Return whether a share of the electricity alone is said to be of a kind: "50 % solar"."""
    return any(
        facts.tagged.spans[place].end <= at <= facts.tagged.spans[place].end + 2 for place in facts.left
    )


def _measured(facts: Facts, at: int) -> bool:
    """Return whether something is weighed out, and no way to make electricity: "kg of coal"."""
    tagged = facts.tagged
    before = tagged.of[at] - 1
    led = before > 0 and tagged.spans[before].has("cues", "of-each") and tagged.spans[before].end == at
    return led and tagged.spans[before - 1].has("units")
