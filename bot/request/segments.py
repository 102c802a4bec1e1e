"""A message → the pieces that may each be a question of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.request.tokens import Token

ENDS: Final = frozenset(".?!;")


def segments(
    tokens: Sequence[Token], joints: frozenset[int], inner: frozenset[int] = frozenset()
) -> list[tuple[int, int]]:
    """Return the runs of tokens between full stops, question marks, line ends and the places in `joints`.

    Signs at `inner` places belong to a word: "vs."
    """
    runs: list[tuple[int, int]] = []
    start = 0
    for at, token in enumerate(tokens):
        ends = token.kind == "symbol" and token.text in ENDS and not token.quoted and at not in inner
        breaks = at > start and ("\n" in token.before or at in joints)
        if breaks:
            runs.append((start, at))
            start = at
        if ends and not (
            at + 1 < len(tokens) and tokens[at + 1].text in ENDS and tokens[at + 1].before == ""
        ):
            runs.append((start, at + 1))
            start = at + 1
    if start < len(tokens):
        runs.append((start, len(tokens)))
    return [(a, b) for a, b in runs if any(token.kind != "symbol" for token in tokens[a:b])]
