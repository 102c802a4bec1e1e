"""One number at a place among tokens: number words, digits, and what people mix of both."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from bot.request.line import Line, Part
from bot.request.number_words import NumberWords
from bot.request.numerals import numeral, suffixed
from bot.request.scales import fraction, fraction_of, scale_at
from bot.request.sums import Sum
from bot.request.tokens import Token


class Speller:
    """Reads the single numbers of one question; each place is read once a mode."""

    def __init__(self, line: Line) -> None:
        self.line, self.words = line, line.words
        self._read: dict[tuple[int, bool], Part | None] = {}

    def number(self, at: int, joins: bool = True) -> Part | None:
        """Return the longest number that starts here; without `joins`, "and" ends it."""
        key = (at, joins)
        token = self.line.token(at)
        text = self.line.text(at)
        word = token is not None and token.kind == "word"
        if word and text not in self.words.openers and not _pieces(text, self.words):
            return None
        if key not in self._read:
            self._read[key] = fraction(self.line, at) or self._compound(at, joins)
        return self._read[key]

    def _compound(self, at: int, joins: bool) -> Part | None:
        line, words = self.line, self.words
        article = line.text(at) in words.article
        first = at + article
        text = line.text(first)
        if pieces := _pieces(text, words):
            return self._pieced(at, first, pieces, joins)
        for phrase, value in words.vague.get(text, ()):
            if all(line.text(first + i) == word for i, word in enumerate(phrase)):
                end = first + len(phrase)
                return self._grouped(Part(value, at, end, vague=True))
        if text in words.groups:
            return self._grouped(Part(words.groups[text], at, first + 1, words.groups[text]))
        if text in words.plurals and not article:
            return self._plural(at)
        if article:
            return Sum(line, at, first, joins).read() if text in words.scales else None
        digits = numeral(line, at)
        if digits is None:
            return Sum(line, at, at, joins).read()
        if digits.value < 1 and line.text(digits.end - 2) == "/" and line.text(digits.end) in words.of:
            return fraction_of(line, digits.value, at, digits.end, alone=True)
        scaled = suffixed(line, digits)
        return scaled if scaled.suffix else Sum(line, at, digits.end, joins, digits).read()

    def _plural(self, at: int) -> Part:
        """Return "thousands", "tens of thousands": vague, as no number stands before."""
        line, words = self.line, self.words
        value, end = words.plurals[line.text(at)], at + 1
        if line.text(end) in words.of and line.text(end + 1) in words.plurals:
            value, end = value * words.plurals[line.text(end + 1)], end + 2
        return Part(value, at, end, value, vague=True)

    def _grouped(self, part: Part) -> Part:
        """Return dozens and couples with what they count: "a couple of hundred", "a few dozen"."""
        line, words = self.line, self.words
        for _ in range(2):
            after = part.end + (line.text(part.end) in words.of)
            factor = scale_at(line, after, after_number=True) or words.groups.get(line.text(after))
            if factor is None:
                break
            part = part.times(factor, after + 1)
        half = words.halves.get(line.text(part.end + 1))
        halved = line.text(part.end) in words.joint and half is not None and not part.vague
        if not halved or half is None or scale_at(line, part.end + 2, after_number=True):
            return part
        return replace(part, value=part.value + half * part.scale, end=part.end + 2)  # "docena y media"

    def _pieced(self, start: int, at: int, pieces: tuple[str, ...], joins: bool) -> Part | None:
        """Return the number whose words are written as one ("doscientosmil"), and what follows it."""
        tokens = [Token(piece, piece, 0, 0, "word") for piece in pieces]
        part = Speller(Line(tokens, self.words, frozenset())).number(0)
        if part is None or part.end != len(pieces):
            return None
        return Sum(self.line, start, at + 1, joins, replace(part, start=start, end=at + 1)).read()


def _pieces(text: str, words: NumberWords) -> tuple[str, ...]:
    """Return the number words that one word is made of, if it is made of several."""
    return _split(text, words.pieces, words.joint) if len(text) >= 6 and text not in words.small else ()


@lru_cache(maxsize=4096)
def _split(text: str, pieces: frozenset[str], glue: frozenset[str]) -> tuple[str, ...]:
    found: list[str] = []
    at = 0
    while at < len(text):
        size = next((n for n in range(min(14, len(text) - at), 2, -1) if text[at : at + n] in pieces), 0)
        if not size and found and text[at] in glue:
            size = 1
        if not size:
            return ()
        found.append(text[at : at + size])
        at += size
    return tuple(found) if len(found) > 1 else ()
