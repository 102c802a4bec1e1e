"""Tokens → numbers: every number that a question states, with what is said about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from bot.request.digits import LARGEST
from bot.request.number_words import NumberWords, Phrases
from bot.request.numerals import Line, Part
from bot.request.spelling import Speller
from bot.request.tokens import Token

NumKind = Literal["count", "percent", "money"]
Bound = Literal["", "least", "most"]
Year = Literal["", "maybe", "yes"]

_CURRENCIES: Final = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
_CENT: Final = "¢"
_ABOUT: Final = frozenset("~≈")
_LEAST: Final = frozenset(">≥")
_MOST: Final = frozenset("<≤")
_LONGEST_PARTICLE: Final = 3
_LOOK_BACK: Final = 3  # qualifiers before a number: "at least about $5"


@dataclass(frozen=True, slots=True)
class Num:
    """A number of a question; `tokens[start:end]` are the words it is made of, its qualifiers among them."""

    low: float
    high: float  # equal to low unless a range was stated
    start: int
    end: int
    kind: NumKind = "count"
    currency: str = ""  # ISO 4217, of money
    approximate: bool = False
    vague: bool = False  # "hundreds of", "a few"
    bound: Bound = ""  # "at least 5", "100+"; "less than 5"
    negative: bool = False
    spelled: bool = False  # in words alone
    year: Year = ""  # shaped like one; "yes" after such words as "in"
    label: bool = False  # names rather than counts: "version 3", "covid-19"
    times: bool = False  # "twice"
    alternatives: tuple[float, ...] = ()  # other readings of `low`: "1.500", "un billón"
    doubtful: bool = False  # the alternatives are about the scale word itself, whatever is counted
    suffix: str = ""  # the letter read as a scale, as written, though it may be a unit: "5m", "2B"
    bare: float | None = None  # the value without that letter
    tail: tuple[int, int] | None = None  # tokens after the noun that belong to it: "an hour and a half"

    @property
    def exact(self) -> bool:
        return self.low == self.high

    @property
    def middle(self) -> float:
        return self.low if self.low == self.high else (self.low + self.high) / 2

    def counted(self) -> Num:
        """Return the reading for things that come whole: "1.500 prompts" is 1500 in any language."""
        whole = next((value for value in self.alternatives if value.is_integer()), None)
        if self.doubtful or not self.exact or self.low.is_integer() or whole is None:
            return self
        return replace(self, low=whole, high=whole, alternatives=(self.low,))

    def as_unit(self) -> Num:
        """Return the reading in which the suffix is a unit, left outside the number: "5m" as 5 and "m"."""
        if self.bare is None:
            return self
        return replace(self, low=self.bare, high=self.bare, end=self.end - 1, suffix="", bare=None)


def read_numbers(
    tokens: Sequence[Token], words: NumberWords, taken: Collection[int] = frozenset()
) -> tuple[Num, ...]:
    """Return the numbers of a question from left to right, none overlapping.

    `taken` are the places of tokens that other readings hold, such as the digits of a model's name: no number
    starts on, ends on or reaches over one.
    """
    return _Reader(tokens, words, taken).read()


class _Reader:
    def __init__(self, tokens: Sequence[Token], words: NumberWords, taken: Collection[int]) -> None:
        self.tokens, self.words = tokens, words
        self.taken = frozenset(taken)
        self.speller = Speller(Line(tokens, words, self.taken))
        self.free = 0  # tokens before this are part of an earlier number

    def read(self) -> tuple[Num, ...]:
        found: list[Num] = []
        at = 0
        while at < len(self.tokens):
            if idiom_end := self._phrase_after(self.words.never, at):
                at = idiom_end
                continue
            num = self._number(at)
            if num is None:
                at += 1
                continue
            found.append(num)
            at = self.free = num.tail[1] if num.tail else num.end
        return tuple(found)

    def text(self, at: int) -> str:
        return self.tokens[at].text if 0 <= at < len(self.tokens) and at not in self.taken else ""

    # One number, its range, its qualifiers.

    def _number(self, at: int) -> Num | None:
        words, text = self.words, self.text(at)
        if text in words.times:
            value = words.times[text]
            return Num(value, value, at, at + 1, spelled=True, times=True)
        if (text in words.between or text in words.origin) and (num := self._between(at)):
            return num
        part = self.speller.number(at)
        if part is None or part.end <= self.free:
            return self._half_of_noun(at)
        if self._is_pronoun(at, part):
            return None
        return self._finished(self._ranged(at, part))

    def _between(self, at: int) -> Num | None:
        """Return the range that opens with "between" or "from"; the connector inside must not add up."""
        words = self.words
        closed = self.text(at) in words.between
        seps = words.joint | words.to if closed else words.to
        for joins in (False, True):
            first = self.speller.number(self._after_about(at + 1), joins=joins)
            if first is None:
                return None
            middle = first.end
            if self.text(middle) not in seps and middle + 1 < len(self.tokens):
                middle += self._unit_length(middle)
            second = None
            if self.text(middle) in seps or (closed and self._is_dash(middle)):
                second = self.speller.number(self._after_about(middle + 1))
            if second and (num := self._pair(at, first, second, first.end, middle)):
                return self._finished(num)
        return None

    def _ranged(self, at: int, part: Part) -> Num:
        """Return the number that starts here, joined with a second one if it is a range."""
        end, words = part.end, self.words
        seconds: list[tuple[int, int]] = []  # where the first ends with its unit, where the second starts
        token = self.tokens[end] if end < len(self.tokens) else None
        if token is not None and end not in self.taken:
            if token.before == "-" and token.kind == "number":
                seconds.append((end, end))
            unit = self._unit_length(end)
            for middle in {end, end + unit}:
                text = self.text(middle)
                if (
                    text in words.to
                    or text in words.either
                    or self._is_dash(middle)
                    or self._is_slash(middle)
                ):
                    seconds.append((middle, middle + 1))
                elif text == "." and self.text(middle + 1) == ".":
                    dots = middle
                    while self.text(dots) == ".":
                        dots += 1
                    seconds.append((middle, dots))
            after_unit = end + unit
            if unit and after_unit < len(self.tokens):
                follower = self.tokens[after_unit]
                if follower.before == "-" and follower.kind == "number":
                    seconds.append((after_unit, after_unit))
        for middle, start in seconds:
            second = self.speller.number(self._after_about(start))
            if second and (num := self._pair(at, part, second, part.end, middle)):
                return num
        return self._single(at, part)

    def _pair(self, at: int, first: Part, second: Part, first_end: int, middle: int) -> Num | None:
        """Return the range of two numbers, or None where the two don't make one."""
        unit = middle - first_end
        if unit:
            after = second.end
            if [self.text(i) for i in range(first_end, middle)] != [
                self.text(after + i) for i in range(unit)
            ]:
                return None
        if (
            first.vague
            or second.vague
            or (self.tokens[second.start].text.startswith("0") and second.value >= 1)
        ):
            return None
        low, high = first.value, second.value
        scale = second.scale
        alone = not unit and self.text(middle) in self.words.either and second.scale == 1 and second.spelled
        if alone and low == first.scale >= 100 and 1 < high < 10:
            high *= low  # "a million or two"
        elif scale >= 100 and first.scale == 1 and 0 <= low <= high / scale:
            low *= scale  # "5 to 10 thousand"
        elif low >= high:
            whole = next((value for value in second.alternatives if value > low), None)
            if whole is None:
                return None
            high = whole
        num = self._single(at, first)
        return replace(
            num,
            low=low,
            high=high,
            end=second.end,
            alternatives=(),
            spelled=first.spelled and second.spelled,
            suffix=second.suffix,
            bare=None,
            year=num.year and self._shaped_like_year(second) and num.year,
            doubtful=first.doubtful or second.doubtful,
        )

    def _single(self, at: int, part: Part) -> Num:
        num = Num(
            low=min(part.value, LARGEST),
            high=min(part.value, LARGEST),
            start=at,
            end=part.end,
            vague=part.vague,
            spelled=part.spelled,
            alternatives=part.alternatives,
            doubtful=part.doubtful,
            suffix=part.suffix,
            bare=part.bare,
            year=self._shaped_like_year(part),
        )
        token = self.tokens[part.start]
        joined = token.before in ("-", "_", ".") and part.start > 0 and token.kind == "number"
        named = joined and self.tokens[part.start - 1].kind in ("word", "mixed")
        return replace(num, label=True) if named or part.label else num

    def _shaped_like_year(self, part: Part) -> Year:
        shaped = 1900 <= part.value <= 2099 and part.value.is_integer() and not part.suffix
        digits = part.end == part.start + 1 and len(self.tokens[part.start].text) == 4
        return "maybe" if shaped and (digits or part.spelled) else ""

    def _finished(self, num: Num) -> Num:
        """Return a number with the signs and words around it."""
        num = self._after(self._before(self._kind(num)))
        if num.year and not num.approximate and not num.bound:
            before = self._phrase_before(self.words.year_after, num.start)
            text = self.text(num.start)
            opened = text in self.words.between or text in self.words.origin
            plural = self.text(num.end) == "s" and self.tokens[num.end].before in ("", "'")
            if before or opened or plural:
                num = replace(num, year="yes", end=num.end + plural)
        if self._phrase_before(self.words.label_after, num.start) and not num.spelled and num.kind == "count":
            num = replace(num, label=True)
        return self._half_after_noun(num)

    def _kind(self, num: Num) -> Num:
        """Return a number with its percent or currency sign."""
        start, end = num.start, num.end
        sign, glued = self.text(start - 1), start < len(self.tokens) and self.tokens[start].before == ""
        if sign in _CURRENCIES and (glued or self.text(end) not in _CURRENCIES) and start - 1 >= self.free:
            start -= 1
            if start - 1 >= self.free and self.text(start - 1) == "us" and self.tokens[start].before == "":
                start -= 1
            return replace(num.counted(), kind="money", currency=_CURRENCIES[sign], start=start)
        after = self.text(end)
        article = self.text(start - 1) in self.words.article and start - 1 >= self.free  # "un 20 %"
        if after == "%":
            return replace(num, kind="percent", start=start - article, end=end + 1)
        if after in _CURRENCIES:
            return replace(num.counted(), kind="money", currency=_CURRENCIES[after], end=end + 1)
        if after == _CENT:
            return replace(
                num, kind="money", currency="USD", low=num.low / 100, high=num.high / 100, end=end + 1
            )
        if stop := self._phrase_after(self.words.per_cent, end):
            return replace(num, kind="percent", start=start - article, end=stop)
        return num

    def _before(self, num: Num) -> Num:
        """Return a number with the qualifiers that stand before it."""
        words = self.words
        for _ in range(_LOOK_BACK):
            at = num.start - 1
            if at < self.free:
                break
            text = self.text(at)
            if text in _ABOUT:
                num = replace(num, approximate=True, start=at)
            elif text in _LEAST or text in _MOST:
                num = replace(num, bound="least" if text in _LEAST else "most", start=at)
            elif text == "-" and self.tokens[num.start].before == "" and self.tokens[at].before != "":
                num = replace(num, negative=True, low=-num.high, high=-num.low, start=at)
            elif length := self._phrase_before(words.qualifiers, num.start):
                num = self._qualified(num, length)
                if num.start == at + 1:
                    break
            elif text in words.minus and num.kind != "money":
                num = replace(num, negative=True, low=-num.high, high=-num.low, start=at)
            else:
                break
        return num

    def _qualified(self, num: Num, length: int) -> Num:
        """Return a number with the phrase of `length` words before it; "what about 50" says nothing of it."""
        start = num.start - length
        phrase = tuple(self.text(i) for i in range(start, num.start))
        means = self.words.qualifier_of[phrase]
        if means == "least":
            return replace(num, bound="least", start=start)
        if means == "most":
            return replace(num, bound="most", start=start)
        return num if means == "nothing" else replace(num, approximate=True, start=start)

    def _after(self, num: Num) -> Num:
        """Return a number with the qualifiers that stand after it."""
        words = self.words
        if self.text(num.end) == "+" and self.text(num.end + 1) not in words.small:
            following = self.tokens[num.end + 1] if num.end + 1 < len(self.tokens) else None
            if following is None or following.kind != "number":
                return replace(num, bound="least", end=num.end + 1)
        if self.text(num.end) in _ABOUT and num.kind == "count":
            return num
        if stop := self._phrase_after(words.at_least_after, num.end):
            return replace(num, bound="least", end=stop)
        if stop := self._phrase_after(words.at_most_after, num.end):
            return replace(num, bound="most", end=stop)
        if stop := self._phrase_after(words.about_after, num.end):
            return replace(num, approximate=True, end=stop)
        return num

    # Halves that stand after a noun: "an hour and a half", "dos horas y media", "litro y medio".

    def _half_after_noun(self, num: Num) -> Num:
        stop = self._and_a_half(num.end + 1)
        noun = self.tokens[num.end] if num.end < len(self.tokens) else None
        if stop is None or noun is None or noun.kind != "word" or num.kind != "count" or not num.exact:
            return num
        return replace(num, low=num.low + 0.5, high=num.high + 0.5, tail=(num.end + 1, stop))

    def _half_of_noun(self, at: int) -> Num | None:
        """Return one and a half where no number stands before the noun; it starts at its article, if any."""
        if self.text(at) in self.words.article and at + 1 < len(self.tokens):
            stop = self._and_a_half(at + 2)
            noun = self.text(at + 1).isalpha()
            if stop is not None and noun:
                return Num(1.5, 1.5, at, at + 1, spelled=True, tail=(at + 2, stop))
            more = self.words.small.get(self.text(at + 3), 0.0)
            if self.text(at + 2) in self.words.either and noun and 1 < more < 10:  # "an hour or two"
                return Num(1.0, more, at, at + 1, spelled=True, tail=(at + 2, at + 4))
        if at > self.free and self.text(at - 1).isalpha() and self.text(at) in self.words.joint:
            stop = self._and_a_half(at)
            if stop is not None:
                return Num(1.5, 1.5, at, stop, spelled=True)
        return None

    def _and_a_half(self, at: int) -> int | None:
        """Return where "and a half" ends, if it stands here and starts nothing longer."""
        if self.text(at) not in self.words.joint:
            return None
        half = at + 1 + (self.text(at + 1) in self.words.article)
        if self.text(half) not in self.words.halves:
            return None
        following = self.text(half + 1)
        if following in self.words.scales or following in self.words.groups:
            return None
        if half > at + 1 or following in self.words.of or not following.isalpha():
            return half + 1
        # "una hora y media al día", but "una consulta y media hora": a longer word is a noun of its own.
        short = len(following) <= _LONGEST_PARTICLE and following not in self.words.article
        return half + 1 if short else None

    # Small tests.

    def _is_pronoun(self, at: int, part: Part) -> bool:
        before = self.words.pronouns.get(self.text(at))
        return before is not None and part.end == at + 1 and at > 0 and self.tokens[at - 1].text in before

    def _is_dash(self, at: int) -> bool:
        return self.text(at) in ("-", "~")

    def _is_slash(self, at: int) -> bool:
        """Tell whether a slash between two numerals of two digits or more stands here: "50/60"."""
        line = self.speller.line
        both = line.is_numeral(at - 1) and line.is_numeral(at + 1)
        return self.text(at) == "/" and both and min(len(self.text(at - 1)), len(self.text(at + 1))) > 1

    def _unit_length(self, at: int) -> int:
        """Return 1 if a word or sign that may be the first number's unit stands here."""
        if not 0 <= at < len(self.tokens) or at in self.taken:
            return 0
        token = self.tokens[at]
        return int(token.kind == "word" or token.text == "%" or token.text in _CURRENCIES)

    def _after_about(self, at: int) -> int:
        """Return the place after the qualifiers and the currency sign that may open a range's end."""
        if self.text(at) in _ABOUT or self.text(at) in _CURRENCIES:
            return at + 1
        if self.text(at) in self.words.article and self.speller.line.is_numeral(at + 1):
            return at + 1
        return self._phrase_after(self.words.about, at) or at

    def _phrase_before(self, phrases: Phrases, end: int) -> int:
        """Return the length of the longest phrase that ends here, 0 if none does."""
        for phrase in phrases.get(self.text(end - 1), ()):
            start = end - len(phrase)
            if start >= self.free and all(self.text(start + i) == word for i, word in enumerate(phrase)):
                return len(phrase)
        return 0

    def _phrase_after(self, phrases: Phrases, start: int) -> int:
        """Return where the longest phrase that starts here ends, 0 if none does."""
        for phrase in phrases.get(self.text(start), ()):
            if all(self.text(start + i) == word for i, word in enumerate(phrase)):
                return start + len(phrase)
        return 0
