"""A numeral in digits → the values it may stand for: which sign parts thousands differs by place."""

from __future__ import annotations

import re
from typing import Final

LARGEST: Final = 1e60  # larger numerals are read as this; five factors of it still make a number

_GROUPED: Final = re.compile(r"\d{1,3}(?:([.,'_ ])\d{3})(?:\1\d{3})*")
_INDIAN: Final = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_EXPONENT: Final = re.compile(r"e[+-]?\d+")


def readings(numeral: str, decimal: str = ".") -> tuple[float, ...]:
    """Return the values a numeral may stand for, the likeliest first; none if it is no number ("1.2.3").

    `decimal` is the language's decimal sign. It decides only where one sign is followed by exactly three
    digits ("1.500"): everything else has one reading.
    """
    text = numeral.lower()
    exponent = 0
    if match := _EXPONENT.search(text):
        exponent = max(-60, min(60, int(match[0][1:5].rstrip("+-") or 0)))
        text = text[: match.start()]
    return tuple(min(value * 10.0**exponent, LARGEST) for value in _plain(text, decimal))


def _plain(text: str, decimal: str) -> tuple[float, ...]:
    signs = [c for c in text if not c.isdigit()]
    if not signs:
        return (_float(text),)
    if len(signs) == 1:
        return _one_sign(text, signs[0], decimal)
    if len(set(signs)) == 1:
        whole = _GROUPED.fullmatch(text) or _INDIAN.fullmatch(text)
        return (_float(text.replace(signs[0], "")),) if whole else ()
    last = signs[-1]
    head, _, tail = text.rpartition(last)
    if last in ".," and (_GROUPED.fullmatch(head) or _INDIAN.fullmatch(head)):
        digits = "".join(c for c in head if c.isdigit())
        return (_float(f"{digits}.{tail}"),)
    return ()


def _one_sign(text: str, sign: str, decimal: str) -> tuple[float, ...]:
    head, _, tail = text.partition(sign)
    joined, parted = _float(head + tail), _float(f"{head or '0'}.{tail}") if sign in ".," else None
    grouped = len(tail) == 3 and 1 <= len(head) <= 3 and not head.startswith("0")
    if parted is None:
        return (joined,) if grouped or sign == "_" else ()
    if not grouped:
        return (parted,)
    if tail == "000" and sign == ",":
        return joined, parted  # nobody writes "5,000" for five
    return (parted, joined) if sign == decimal else (joined, parted)


def _float(text: str) -> float:
    return min(float(text), LARGEST)
