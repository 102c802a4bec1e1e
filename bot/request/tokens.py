"""Question → tokens: one left-to-right pass, each token with its folded and its original form."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from bot.question import Question, clean
from bot.request.digits import readings

Kind = Literal["word", "number", "mixed", "symbol"]

_Add: TypeAlias = "Callable[[int, int, Kind], None]"

LONG_TAIL: Final = 4  # letters glued to a number are a word of their own from this length ("100prompts")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a question. Kinds: `word` letters alone, `number` a numeral, `mixed` letters and digits
    ("gpt4o", "h100", "co2", "5th", "8x7b"), `symbol` one sign.

    A hyphen, underscore or apostrophe between letters or digits is no token but the next one's `before`:
    "gpt-4o" is "gpt", "4o"; "10-50" is "10", "50"; "google's" is "google", "s". A unit or scale glued to a
    number is a token of its own whose `before` is empty: "20MW" is "20", "mw"; "405b" is "405", "b".
    """

    text: str  # folded
    raw: str  # as written
    start: int  # offsets in Question.text
    end: int
    kind: Kind
    before: str = (
        " "  # what parts it from the token before: "", " ", "-", "_", "'", ",", "\n"; first token " "
    )
    quoted: bool = False


_NUMBER: Final = re.compile(r"\d+(?:[.,'_]\d+)*(?:e[+-]?\d{1,3}(?!\w))?|(?<![\w.])\.\d+")
_RUN: Final = re.compile(r"[^\W_]+")
# "2x10", "1024x1024", "8xH100"; "8x7b" is a name.
_TIMES: Final = re.compile(r"x(?=\d)(?!\d{1,3}b\b)|x(?=[a-z]{1,3}\d)")
_COUNTED: Final = re.compile(r"x\d{1,6}")
_CLOCK: Final = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?!\w)")
_INNER: Final = frozenset("-_'")


def scan(question: Question, tails: Container[str] = frozenset()) -> tuple[Token, ...]:
    """Return the tokens of a question; `tails` are units and scales that people glue to numbers, folded."""
    folded, size = question.folded, len(question.folded)
    quoted = bytearray(size + 1)
    for start, end in question.quotes:
        quoted[start:end] = b"\x01" * (end - start)
    tokens: list[Token] = []
    at, before = 0, " "

    def add(start: int, end: int, kind: Kind) -> None:
        nonlocal before
        raw = question.text[start:end]
        tokens.append(Token(folded[start:end], raw, start, end, kind, before, bool(quoted[start])))
        before = ""

    while at < size:
        char = folded[at]
        if char.isspace():
            before = "\n" if char == "\n" or before == "\n" else " "
            at += 1
        elif char in _INNER and 0 < at < size - 1 and folded[at - 1].isalnum() and folded[at + 1].isalnum():
            before = char
            at += 1
        elif clock := _CLOCK.match(folded, at):
            add(at, clock.end(), "mixed")
            at = clock.end()
        elif number := _NUMBER.match(folded, at):
            at = _numeral(folded, at, number.end(), tails, add)
        elif run := _RUN.match(folded, at):
            end = run.end()
            letters = run[0].isalpha()
            while not letters and end + 1 < size and folded[end] == "." and folded[end + 1].isdigit():
                end = _RUN.match(folded, end + 1).end()  # type: ignore[union-attr]  # a digit follows
            if letters and end + 1 < size and folded[end] == "." and folded[end + 1].isdigit():
                add(at, end, "word")  # "flux.1"
                before, at = ".", end + 1
                continue
            if _COUNTED.fullmatch(folded, at, end) and not (end < size and folded[end] == "."):
                add(at, at + 1, "word")  # "x20 songs"
                add(at + 1, end, "number")
            else:
                add(at, end, "word" if letters else "mixed")
            at = end
        else:
            add(at, at + 1, "symbol")
            at += 1
    return tuple(tokens)


def words_of(phrase: str) -> tuple[str, ...]:
    """Return a phrase of a word file as the folded texts of its tokens."""
    return tuple(token.text for token in scan(clean(phrase)))


def _numeral(folded: str, at: int, end: int, tails: Container[str], add: _Add) -> int:
    """Add the token or tokens that start with a numeral, and return where they end."""
    literal = folded[at:end]
    rest = _RUN.match(folded, end)
    tail = rest[0] if rest else ""
    product = bool(_TIMES.match(tail))
    glued = tail in tails or (len(tail) >= LONG_TAIL and tail.isalpha())
    parts = [literal] if readings(literal) else literal.split(",")  # "10,20,30" is a list without spaces
    if (rest and not product and not glued) or not all(part and readings(part) for part in parts):
        stop = rest.end() if rest else end
        add(at, stop, "mixed")
        return stop
    for index, part in enumerate(parts):
        if index:
            add(at, at + 1, "symbol")
            at += 1
        add(at, at + len(part), "number")
        at += len(part)
    if rest:
        stop = end + 1 if product else rest.end()
        add(end, stop, "word")
        return stop
    return end
