"""Numbers written in digits among tokens: groups, fractions, powers of ten, letters for scales."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request.digits import LARGEST, readings
from bot.request.line import Line, Part
from bot.request.number_words import Suffix

_TIMES: Final = frozenset("x×*·")
_MOST_EXPONENT: Final = 60
_RANGE_FROM: Final = 10  # "3/4" is a fraction, "50/60 prompts" a range


def numeral(line: Line, at: int) -> Part | None:
    """Return the number in digits that starts here."""
    if not line.is_numeral(at):
        return None
    text, end = line.text(at), at + 1
    if text.isdigit() and len(text) <= 3 and not text.startswith("0"):
        while _continues_groups(line, end):
            text += line.text(end)
            end += 1
    values = readings(text, line.words.decimal)
    part = Part(values[0], at, end, spelled=False, alternatives=values[1:])
    if line.text(end) == "^" and line.before(end) == "":
        return _power(line, part)
    if line.text(end) in _TIMES and line.text(end + 1) == "10" and line.text(end + 2) == "^":
        power = _power(line, Part(10.0, end + 1, end + 2))
        return replace(part.times(power.value, power.end), scale=1.0)
    return _fraction(line, part) or part


def suffixed(line: Line, part: Part) -> Part:
    """Return a number in digits with the letter after it, where that letter is a scale here: "2M", "10 k"."""
    token = line.token(part.end)
    suffix = line.words.suffixes.get(token.raw) if token else None
    if token is None or suffix is None or token.before not in ("", " ") or (suffix.glued and token.before):
        return part
    after = part.end + 1
    scaled = replace(part.times(suffix.value, after), suffix=token.raw, bare=part.value)
    following = line.text(after + (line.text(after) in line.words.of))
    if part.value in suffix.labels:
        return (
            replace(part, end=after, suffix=token.raw, label=True) if _labels(line, part, suffix) else scaled
        )
    if following in suffix.unless_before:
        return part
    if suffix.only_before and following not in suffix.only_before:
        return part
    return scaled


def _labels(line: Line, part: Part, suffix: Suffix) -> bool:
    """Tell whether a numeral and its letter name a resolution here: "a 4K video", "in 4k", "vídeo en 4K"."""
    before, after = line.text(part.start - 1), line.text(part.end + 1)
    if suffix.label_near & {before, line.text(part.start - 2), after} or before in suffix.label_after:
        return True
    return before in suffix.label_alone_after and not after.isalpha()


def _continues_groups(line: Line, at: int) -> bool:
    """Tell whether three digits here go on a numeral: "1 000 000", but not "5 100-word"."""
    text = line.text(at)
    if not line.is_numeral(at) or line.before(at) != " " or len(text) != 3 or not text.isdigit():
        return False
    return line.before(at + 1) not in ("-", "_")


def _power(line: Line, base: Part) -> Part:
    """Return a power of the base, whose caret comes next; the base alone if no sensible exponent follows."""
    at = base.end + 1
    negative = line.text(at) == "-"
    at += negative
    exponent = line.text(at)
    if not 1 <= base.value <= 1000 or not line.is_numeral(at) or not exponent.isdigit():
        return base
    size = min(int(exponent[:4]), _MOST_EXPONENT)
    value = base.value ** (-size if negative else size)
    return replace(base, value=min(value, LARGEST), end=at + 1, alternatives=())


def _fraction(line: Line, part: Part) -> Part | None:
    """Return a fraction in digits, with the whole number before it: "1/2", "1 1/2"."""
    if not part.value.is_integer():
        return None
    at = part.end
    if line.is_numeral(at) and line.before(at) == " " and line.text(at).isdigit():
        share = _share(line, Part(float(line.text(at)[:9]), at, at + 1))
        return share and replace(part, value=part.value + share.value, end=share.end, alternatives=())
    return _share(line, part)


def _share(line: Line, part: Part) -> Part | None:
    over = line.text(part.end + 1)
    if line.text(part.end) != "/" or not line.is_numeral(part.end + 1) or not over.isdigit() or len(over) > 4:
        return None
    if (
        not 0 < part.value < min(float(over), _RANGE_FROM)
        or line.before(part.end) != ""
        or line.before(part.end + 1) != ""
    ):
        return None
    return replace(part, value=part.value / float(over), end=part.end + 2, alternatives=())
