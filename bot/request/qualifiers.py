"""What stands around a number: its sign of kind, how exact it is, whether it is a year or a mere label."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request.line import Line
from bot.request.num import Num

CURRENCIES: Final = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
# Letters before a dollar sign, and whose money it then is.
DOLLARS: Final = {"us": "USD", "r": "BRL", "a": "AUD", "au": "AUD", "c": "CAD", "ca": "CAD", "mx": "MXN"}
ABOUT: Final = frozenset("~≈")
_CENT: Final = "¢"
_LEAST: Final = frozenset(">≥")
_MOST: Final = frozenset("<≤")
_FIRST_YEAR: Final = 2001
_LAST_YEAR: Final = 2060  # of those that questions are about: "used by 2000 prompts" is a count
_LOOK_BACK: Final = 3  # qualifiers before a number: "at least about $5"


def qualified(line: Line, num: Num, free: int) -> Num:
    """Return a number with the signs and words around it; tokens before `free` belong to an earlier one."""
    num = _after(line, _before(line, _kind(line, num, free), free))
    num = _dated(line, num, free)
    labelled = num.kind == "count" and not num.spelled
    labelled = labelled and line.phrase_before(line.words.label_after, num.start, free) > 0
    return replace(num, label=True) if labelled else num


def _kind(line: Line, num: Num, free: int) -> Num:
    """Return a number with its percent or currency sign."""
    start, end = num.start, num.end
    before, after = line.text(start - 1) if start > free else "", line.text(end)
    if before in CURRENCIES and (line.before(start) == "" or after not in CURRENCIES):
        glued = start - 1 > free and line.before(start - 1) == ""
        named = DOLLARS.get(line.text(start - 2)) if glued and before == "$" else None
        currency = named or CURRENCIES[before]
        return replace(num.counted(), kind="money", currency=currency, start=start - 1 - bool(named))
    if after in CURRENCIES:
        return replace(num.counted(), kind="money", currency=CURRENCIES[after], end=end + 1)
    if after == _CENT:
        return replace(num, kind="money", currency="USD", low=num.low / 100, high=num.high / 100, end=end + 1)
    stop = end + 1 if after == "%" else line.phrase_after(line.words.per_cent, end)
    if stop:
        article = before in line.words.article  # "un 20 %"
        return replace(num, kind="percent", start=start - article, end=stop)
    return num


def _before(line: Line, num: Num, free: int) -> Num:
    """Return a number with the qualifiers that stand before it."""
    words = line.words
    for _ in range(_LOOK_BACK):
        at = num.start - 1
        if at < free:
            break
        text = line.text(at)
        if text in ABOUT:
            num = replace(num, approximate=True, start=at)
        elif text in _LEAST or text in _MOST:
            num = replace(num, bound="least" if text in _LEAST else "most", start=at)
        elif text == "-" and line.before(num.start) == "" and line.before(at) != "":
            num = _negative(num, at)
        elif length := line.phrase_before(words.qualifiers, num.start, free):
            start = num.start - length
            means = words.qualifier_of[tuple(line.text(i) for i in range(start, num.start))]
            if means == "nothing":  # "what about 50"
                break
            if means == "about":
                num = replace(num, approximate=True, start=start)
            else:
                num = replace(num, bound="least" if means == "least" else "most", start=start)
        elif text in words.minus and num.kind != "money":
            num = _negative(num, at)
        else:
            break
    return num


def _negative(num: Num, start: int) -> Num:
    return replace(num, negative=True, low=-num.high, high=-num.low, start=start)


def _after(line: Line, num: Num) -> Num:
    """Return a number with the qualifiers that stand after it."""
    words = line.words
    if line.text(num.end) == "+" and not line.is_numeral(num.end + 1):
        return replace(num, bound="least", end=num.end + 1)
    if stop := line.phrase_after(words.at_least_after, num.end):
        return replace(num, bound="least", end=stop)
    if stop := line.phrase_after(words.at_most_after, num.end):
        return replace(num, bound="most", end=stop)
    if stop := line.phrase_after(words.about_after, num.end):
        return replace(num, approximate=True, end=stop)
    return num


def _dated(line: Line, num: Num, free: int) -> Num:
    """Return a number as a year where it is shaped like one and stands after such words as "in"."""
    if not num.year or num.approximate or num.bound:
        return num
    words, opening = line.words, line.text(num.start)
    plural = line.text(num.end) == "s" and line.before(num.end) in ("", "'")  # "the 1990s"
    opened = opening in words.between or opening in words.origin
    likely = num.low >= _FIRST_YEAR and num.high <= _LAST_YEAR
    opened = opened or line.text(num.end) in words.dated
    if plural or (likely and (opened or line.phrase_before(words.year_after, num.start, free))):
        return replace(num, year="yes", end=num.end + plural)
    return num
