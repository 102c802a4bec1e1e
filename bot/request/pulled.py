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
        if end is not None and not _of_a_share(facts, at):
            found[pack.levers[tuple(texts[at:end])]] = range(at, end)
        at = end or at + 1
    return found


def _of_a_share(facts: Facts, at: int) -> bool:
    """Return whether a share of the electricity alone is said to be of a kind: "50 % solar"."""
    return any(
        facts.tagged.spans[place].end <= at <= facts.tagged.spans[place].end + 2 for place in facts.left
    )
