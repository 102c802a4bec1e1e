"""Halves that stand after a noun: "an hour and a half", "dos horas y media", "litro y medio"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request.line import Line
from bot.request.num import Num

_LONGEST_PARTICLE: Final = 3  # letters


def with_half(line: Line, num: Num) -> Num:
    """Return a number with the half that stands after its noun."""
    stop = _and_a_half(line, num.end + 1)
    noun = line.token(num.end)
    if stop is None or noun is None or noun.kind != "word" or num.kind != "count" or not num.exact:
        return num
    return replace(num, low=num.low + 0.5, high=num.high + 0.5, tail=(num.end + 1, stop))


def unnumbered(line: Line, at: int, free: int) -> Num | None:
    """Return what a noun without a number counts: "an hour and a half", "litro y medio", "an hour or two".

    The number starts at the article, or where the half does if there is none; its `tail` is what stands after
    the noun.
    """
    words = line.words
    if line.text(at) in words.article and line.text(at + 1).isalpha():
        if stop := _and_a_half(line, at + 2):
            return Num(1.5, 1.5, at, at + 1, spelled=True, tail=(at + 2, stop))
        most = words.small.get(line.text(at + 3), 0.0)
        if line.text(at + 2) in words.either and 1 < most < 10:
            return Num(1.0, most, at, at + 1, spelled=True, tail=(at + 2, at + 4))
    if at > free and line.text(at - 1).isalpha() and (stop := _and_a_half(line, at)):
        return Num(1.5, 1.5, at, stop, spelled=True)
    return None


def _and_a_half(line: Line, at: int) -> int | None:
    """Return where "and a half" ends, if it stands here and starts nothing longer."""
    words = line.words
    if line.text(at) not in words.joint:
        return None
    half = at + 1 + (line.text(at + 1) in words.article)
    if line.text(half) not in words.halves:
        return None
    following = line.text(half + 1)
    if following in words.scales or following in words.groups:
        return None
    if half > at + 1 or following in words.of or not following.isalpha():
        return half + 1
    # "una hora y media al día", but "una consulta y media hora": a longer word is a noun of its own.
    particle = len(following) <= _LONGEST_PARTICLE and following not in words.article
    return half + 1 if particle else None
