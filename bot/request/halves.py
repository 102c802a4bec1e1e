"""Parts that stand after a noun: "an hour and a half", "dos horas y cuarto", "litro y medio"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request.line import Line
from bot.request.num import Num

_LONGEST_PARTICLE: Final = 3  # letters


def with_half(line: Line, num: Num) -> Num:
    """Return a number with the half or quarter that stands after its noun."""
    part = _and_a_part(line, num.end + 1)
    noun = line.token(num.end)
    if part is None or noun is None or noun.kind != "word" or num.kind != "count" or not num.exact:
        return num
    stop, value = part
    return replace(num, low=num.low + value, high=num.high + value, tail=(num.end + 1, stop))


def unnumbered(line: Line, at: int, free: int) -> Num | None:
    """Return what a noun without a number counts: "an hour and a half", "litro y medio", "an hour or two".

    The number starts at the article, or where the half does if there is none; its `tail` is what stands after
    the noun.
    """
    words = line.words
    if line.text(at) in words.article and line.text(at + 1).isalpha():
        if part := _and_a_part(line, at + 2):
            stop, value = part
            return Num(1.0 + value, 1.0 + value, at, at + 1, spelled=True, tail=(at + 2, stop))
        most = words.small.get(line.text(at + 3), 0.0)
        if line.text(at + 2) in words.either and 1 < most < 10:
            return Num(1.0, most, at, at + 1, spelled=True, tail=(at + 2, at + 4))
    if at > free and line.text(at - 1).isalpha() and (part := _and_a_part(line, at)):
        stop, value = part
        return Num(1.0 + value, 1.0 + value, at, stop, spelled=True)
    return None


def _and_a_part(line: Line, at: int) -> tuple[int, float] | None:
    """Return where "and a half", "and a quarter" ends and its value, if it stands here and starts no more."""
    words = line.words
    if line.text(at) not in words.joint:
        return None
    part = at + 1 + (line.text(at + 1) in words.article)
    value = words.halves.get(line.text(part)) or words.bare_parts.get(line.text(part))
    if value is None:
        return None
    following = line.text(part + 1)
    if following in words.scales or following in words.groups:
        return None
    if part > at + 1 or following in words.of or not following.isalpha():
        return part + 1, value
    # "una hora y media al día", but "una consulta y media hora": a longer word is a noun of its own.
    particle = len(following) <= _LONGEST_PARTICLE and following not in words.article
    return (part + 1, value) if particle else None
