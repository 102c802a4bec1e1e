"""Tokens → numbers: every number that a question states, with what is said about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.request.halves import unnumbered, with_half
from bot.request.line import Line, Part
from bot.request.num import Bound, Num, NumKind, Year
from bot.request.number_words import NumberWords
from bot.request.qualifiers import qualified
from bot.request.ranges import between, ranged
from bot.request.spelling import Speller
from bot.request.tokens import Token

__all__ = ["Bound", "Num", "NumKind", "Year", "read_numbers"]


def read_numbers(
    tokens: Sequence[Token], words: NumberWords, taken: Collection[int] = frozenset()
) -> tuple[Num, ...]:
    """Return the numbers of a question from left to right, none overlapping.

    `taken` are the places of tokens that other readings hold, such as the digits of a model's name: no number
    starts on, ends on or reaches over one.
    """
    line = Line(tokens, words, frozenset(taken))
    speller = Speller(line)
    found: list[Num] = []
    at = free = 0  # tokens before `free` belong to an earlier number
    while at < len(tokens):
        if idiom_end := line.phrase_after(words.never, at):
            at = idiom_end
            continue
        num = _number(line, speller, at, free)
        if num is None:
            at += 1
            continue
        found.append(num)
        at = free = num.tail[1] if num.tail else num.end
    return tuple(found)


def _number(line: Line, speller: Speller, at: int, free: int) -> Num | None:
    """Return the number that starts at a token."""
    words, text = line.words, line.text(at)
    if text in words.times:
        return Num(words.times[text], words.times[text], at, at + 1, spelled=True, times=True)
    num = between(line, speller, at) if text in words.between or text in words.origin else None
    if num is None:
        part = speller.number(at)
        if part is None:
            return unnumbered(line, at, free)
        if _is_pronoun(line, at, part):
            return None
        num = ranged(line, speller, at, part)
    return with_half(line, qualified(line, num, free))


def _is_pronoun(line: Line, at: int, part: Part) -> bool:
    """Tell whether a number word stands for a thing here: "which one"."""
    before = line.words.pronouns.get(line.text(at))
    return before is not None and part.end == at + 1 and line.text(at - 1) in before
