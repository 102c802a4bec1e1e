"""One number at a place among tokens: number words, digits, and what people mix of both."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

from bot.request.digits import LARGEST
from bot.request.number_words import NumberWords
from bot.request.numerals import Line, Part, numeral, suffixed
from bot.request.tokens import Token


class Speller:
    """Reads the single numbers of one question; each place is read once a mode."""

    def __init__(self, line: Line) -> None:
        self.line, self.words = line, line.words
        self._read: dict[tuple[int, bool], Part | None] = {}

    def number(self, at: int, joins: bool = True) -> Part | None:
        """Return the longest number that starts here; without `joins`, "and" ends it."""
        key = (at, joins)
        if key not in self._read:
            self._read[key] = self._fraction(at) or self._compound(at, joins)
        return self._read[key]

    # Fractions before a scale: "half a million", "three quarters of a million".

    def _fraction(self, at: int) -> Part | None:
        line, words = self.line, self.words
        if (half := words.halves.get(line.text(at))) is not None:
            return self._fraction_of(half, at, at + 1, alone=True)
        if (share := words.bare_parts.get(line.text(at))) is not None:
            part = self._fraction_of(share, at, at + 1, alone=False)
            return part if part and part.scale > 1 else None
        lead, end = self.lead(at)
        part_of_it = self.part(end) if lead else None
        if lead is None or part_of_it is None:
            return None
        share, end = part_of_it
        return self._fraction_of(lead * share, at, end, alone=lead != 1)

    def part(self, at: int) -> tuple[float, int] | None:
        """Return the share and the end of the fraction's noun here: "quarters", "cuartas partes"."""
        for phrase, share in self.words.parts.get(self.line.text(at), ()):
            if all(self.line.text(at + i) == word for i, word in enumerate(phrase)):
                return share, at + len(phrase)
        return None

    def _fraction_of(self, value: float, start: int, end: int, alone: bool) -> Part | None:
        """Return a fraction with the scale it divides; without one only if `alone` or before "of"."""
        line, words = self.line, self.words
        of_end = end + (line.text(end) in words.of)
        scale_at = of_end + (line.text(of_end) in words.article)
        text = line.text(scale_at)
        scale = self.scale(scale_at, after_number=True) or words.groups.get(text)
        if scale:
            other = words.doubtful.get(text)
            part = Part(value * scale, start, scale_at + 1, scale)
            return replace(part, alternatives=(value * other,), doubtful=True) if other else part
        if not alone and of_end == end:
            return None
        return Part(value, start, scale_at)

    def lead(self, at: int) -> tuple[float | None, int]:
        """Return the count before a fraction's noun: an article, a small number or a short numeral."""
        text = self.line.text(at)
        if text in self.words.article:
            return 1.0, at + 1
        if 0 < self.words.small.get(text, 0) < 20:
            return self.words.small[text], at + 1
        if self.line.is_numeral(at) and text.isdigit() and len(text) < 3:
            return float(text), at + 1
        return None, at

    # Number words, and digits among them.

    def scale(self, at: int, after_number: bool) -> float | None:
        """Return the value of the scale word here; abbreviations are scales only after a number."""
        text, words = self.line.text(at), self.words
        value = words.scales.get(text)
        if value is None and after_number:
            value = words.short_scales.get(text) or words.plurals.get(text)
        return value

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
            return _Sum(self, at, first, joins).read() if text in words.scales else None
        digits = numeral(line, at)
        if digits is None:
            return _Sum(self, at, at, joins).read()
        if digits.value < 1 and line.text(digits.end - 2) == "/" and line.text(digits.end) in words.of:
            return self._fraction_of(digits.value, at, digits.end, alone=True)
        scaled = suffixed(line, digits)
        return scaled if scaled.suffix else _Sum(self, at, digits.end, joins, digits).read()

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
            factor = self.scale(after, after_number=True) or words.groups.get(line.text(after))
            if factor is None:
                break
            part = part.times(factor, after + 1)
        half = words.halves.get(line.text(part.end + 1))
        halved = line.text(part.end) in words.joint and half is not None and not part.vague
        if not halved or half is None or self.scale(part.end + 2, after_number=True):
            return part
        return replace(part, value=part.value + half * part.scale, end=part.end + 2)  # "docena y media"

    def _pieced(self, start: int, at: int, pieces: tuple[str, ...], joins: bool) -> Part | None:
        """Return the number whose words are written as one ("doscientosmil"), and what follows it."""
        tokens = [Token(piece, piece, 0, 0, "word") for piece in pieces]
        part = Speller(Line(tokens, self.words, frozenset())).number(0)
        if part is None or part.end != len(pieces):
            return None
        return _Sum(self, start, at + 1, joins, replace(part, start=start, end=at + 1)).read()


@dataclass(slots=True)
class _Sum:
    """Adds up number words as people say large numbers, from `at` on.

    `group` is what is being built below the next scale, `room` the value below which more may be added to it,
    `step` its last scale word and `scale` their product; `closed` are earlier groups with their steps.
    """

    speller: Speller
    start: int
    at: int
    joins: bool
    lead: Part | None = None  # a number already read, which the sum opens with
    closed: list[tuple[float, float]] = field(default_factory=list)
    group: float | None = None
    room: float = 0.0
    step: float = 1.0
    scale: float = 1.0
    end: int = -1
    spelled: bool = True
    alternatives: tuple[float, ...] = ()
    doubtful: bool = False

    def read(self) -> Part | None:
        if self.lead is not None:
            self.group, self.end, self.spelled = self.lead.value, self.lead.end, self.lead.spelled
            self.alternatives, self.scale = self.lead.alternatives, self.lead.scale
            self.step = self.scale if self.scale > 100 else 1.0
        while self._goes_on():
            self.end = self.at
        if self.end < 0 or self.group is None:
            return None
        value = min(sum(value for _, value in self.closed) + self.group, LARGEST)
        alternatives = () if self.closed and not self.doubtful else self.alternatives
        return Part(
            value,
            self.start,
            self.end,
            scale=max(self.scale, self.closed[-1][0] if self.closed else 1.0),
            spelled=self.spelled,
            alternatives=alternatives,
            doubtful=self.doubtful,
        )

    def _goes_on(self) -> bool:
        """Take what stands at `at` into the sum, move past it and tell whether there was anything to take."""
        line, words = self.speller.line, self.speller.words
        token = line.token(self.at)
        if token is None or (self.end >= 0 and (token.kind == "mixed" or token.before == "\n")):
            return False
        joined = self.joins and self.end >= 0 and line.text(self.at) in words.joint
        if joined:
            if (half := self._half(self.at + 1)) and self._add_half(*half):
                return True
            if not (self.spelled or self.step > 1 or self.closed):
                return False
            self.at += 1
            article = self.room < 10 and line.text(self.at) in words.article
            if article and line.text(self.at + 1) in words.scales:
                self.at += 1
        text = line.text(self.at)
        value = words.small.get(text)
        if value is None and (self.room >= 10 or (joined and self.step >= 1000)):
            value = words.inner.get(text)  # "treinta y un", "ciento una"
        if value is not None:
            return self._add_small(value, joined)
        opened = self.group is not None
        if factor := self.speller.scale(self.at, after_number=opened):
            return self._multiply(factor, joined, text)
        if joined:
            return self._fill()
        if self.group is not None and self.group < 1000 and text in words.groups:
            self.group *= words.groups[text]
            self.scale *= words.groups[text]
            self.at += 1
            self.room, self.step = 0.0, 1.0
            return True
        if text in words.point and opened and self.scale == 1 and self.spelled:
            return self._add_decimals()
        return self._fill()

    def _add_small(self, value: float, joined: bool) -> bool:
        words = self.speller.words
        if self.group is None:
            self.group = value
        elif 0 < value < self.room:
            self.group += value
        elif self.step > 100 and 0 < value < self.step:
            self._close(value)
        elif words.pairs and not joined and self._is_pair(value):
            self.group = self.group * 100 + value
        else:
            return False
        self.room = 100.0 if value >= 100 else 10.0 if value in words.tens else 0.0
        self.at += 1
        return True

    def _multiply(self, factor: float, joined: bool, text: str) -> bool:
        if joined and (self.step <= 100 or factor >= self.step):
            return False
        if self.group is None:
            self.group = 1.0
        elif self.step > 1 and factor <= self.step:
            if factor == self.step or self.step <= 100:
                return False
            self._close(1.0)
        while self.closed and self.closed[-1][0] < factor:  # "mil quinientos millones"
            self.group += self.closed.pop()[1]
        if (self.closed and factor >= self.closed[-1][0]) or (factor == 100 and self.group >= 100):
            return False
        other = self.speller.words.doubtful.get(text)
        if other is not None:
            self.alternatives, self.doubtful = (
                (sum(value for _, value in self.closed) + self.group * other,),
                True,
            )
        else:
            self.alternatives = tuple(min(value * factor, LARGEST) for value in self.alternatives)
        self.group = min(self.group * factor, LARGEST)
        self.scale *= factor
        self.step = factor
        self.room = 100.0 if factor == 100 else 0.0
        self.at += 1
        return True

    def _close(self, group: float) -> None:
        """Close the group, and open a new one below its scale."""
        self.closed.append((self.step, self.group or 0.0))
        self.group, self.step, self.scale = group, 1.0, 1.0

    def _is_pair(self, value: float) -> bool:
        """Tell whether two numbers of two digits make one of four, as years are said: "nineteen ninety"."""
        group = self.group or 0.0
        return not self.closed and self.scale == 1 and value >= 10 and 1100 <= group * 100 + value <= 2099

    def _half(self, at: int) -> tuple[float, int] | None:
        """Return the share and the end of "a half", "medio", "a quarter" after "and"."""
        line, words = self.speller.line, self.speller.words
        after = at + (line.text(at) in words.article)
        if (share := words.halves.get(line.text(after))) is not None:
            return share, after + 1
        lead, end = self.speller.lead(at)
        part = self.speller.part(end) if lead else None
        return (lead * part[0], part[1]) if lead and part else None

    def _add_half(self, share: float, after: int) -> bool:
        """Add a share of the last scale ("two million and a half"), or of one ("two and a half million")."""
        line, words = self.speller.line, self.speller.words
        further = after + (line.text(after) in words.article)
        divides = self.speller.scale(further, after_number=True) or line.text(further) in words.groups
        unit = self.step
        if self.group is None or not self.group.is_integer() or (divides and (unit > 1 or further > after)):
            return False
        self.group += share * unit
        self.room, self.at = 0.0, after
        return True

    def _add_decimals(self) -> bool:
        """Add decimals in words: "point three four", "coma cuarenta y cinco"."""
        line, words = self.speller.line, self.speller.words
        small, at = words.small, self.at + 1
        first = small.get(line.text(at))
        if first is None or first >= 100 or self.group is None:
            return False
        if first < 10:
            digits = ""
            while len(digits) < 9 and 0 <= small.get(line.text(at), 99) < 10:
                digits += str(int(small[line.text(at)]))
                at += 1
            share = float(f"0.{digits}")
        else:
            at += 1
            unit_at = at + (line.text(at) in words.joint)
            unit = small.get(line.text(unit_at), 0.0)
            if first in words.tens and 0 < unit < 10:
                first, at = first + unit, unit_at + 1
            share = first / 100
        self.group += share
        self.room, self.at = 0.0, at
        return True

    def _fill(self) -> bool:
        """Add the numeral that fills up the scale before it: "2 mil 500", "1 million 200 thousand"."""
        line = self.speller.line
        digits = numeral(line, self.at) if self.step >= 1000 else None
        if digits is None or not digits.value.is_integer() or digits.alternatives:
            return False
        scale = self.speller.scale(digits.end, after_number=True)
        whole = self.step == 1000 and digits.end == self.at + 1 and len(line.text(self.at)) == 3
        if scale and scale < self.step:
            if digits.value * scale >= self.step:
                return False
        elif not whole or line.before(digits.end) == "-":  # "a thousand 100-word emails"
            return False
        self._close(digits.value)
        self.room, self.spelled, self.at = 0.0, False, digits.end
        return True


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
