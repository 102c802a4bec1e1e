"""Two numbers that make a range: "20 to 30", "between five and ten thousand", "a million or two"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request.digits import LARGEST
from bot.request.line import Line, Part
from bot.request.num import Num, Year
from bot.request.qualifiers import ABOUT, CURRENCIES
from bot.request.spelling import Speller
from bot.sized import BILLIONS

SPELLED_OUT: Final = 3  # letters of a unit that has a plural: "day", "litre"
ENDING: Final = 2  # letters of a plural


def between(line: Line, speller: Speller, at: int) -> Num | None:
    """Return the range that opens with "between" or "from" here; the connector inside must not add up."""
    words = line.words
    closed = line.text(at) in words.between
    separators = words.joint | words.to if closed else words.to
    for joins in (False, True):
        first = speller.number(_start(line, at + 1), joins=joins)
        if first is None:
            return None
        middle = first.end
        if line.text(middle) not in separators:
            middle += _unit_length(line, middle)
        if line.text(middle) in separators or (closed and _is_dash(line, middle)):
            second = speller.number(_start(line, middle + 1))
            if second and (num := _pair(line, at, first, second, middle)):
                return num
    return None


def ranged(line: Line, speller: Speller, at: int, part: Part) -> Num:
    """Return the number that starts here, joined with a second one if it is a range."""
    for middle, start in _continuations(line, part.end):
        second = speller.number(_start(line, start))
        if second and (num := _pair(line, at, part, second, middle)):
            return num
    return _single(line, at, part)


def _continuations(line: Line, end: int) -> list[tuple[int, int]]:
    """Return where a range may go on: where its first number ends with its unit, and the second starts."""
    words = line.words
    found: list[tuple[int, int]] = []
    for middle in dict.fromkeys((end, end + _unit_length(line, end))):
        text = line.text(middle)
        if line.is_numeral(middle) and line.before(middle) == "-":
            found.append((middle, middle))
        elif text in words.to or text in words.either or _is_dash(line, middle) or _is_slash(line, middle):
            found.append((middle, middle + 1))
        elif text == "." and line.text(middle + 1) == ".":
            dots = middle
            while line.text(dots) == ".":
                dots += 1
            found.append((middle, dots))
    return found


def _pair(line: Line, at: int, first: Part, second: Part, middle: int) -> Num | None:
    """Return the range of two numbers, or None where the two don't make one."""
    unit = middle - first.end
    if unit and not _same_unit(line.text(first.end), line.text(second.end)):
        return None
    if first.vague or second.vague or (line.text(second.start).startswith("0") and second.value >= 1):
        return None
    if second.suffix in BILLIONS and second.suffix and first.suffix != second.suffix and first.spelled:
        return None  # «uno a la 405b»
    low, high, scale = first.value, second.value, second.scale
    alone = not unit and line.text(middle) in line.words.either and scale == 1 and second.spelled
    if alone and low == first.scale >= 100 and 1 < high < 10:
        high *= low  # "a million or two"
    elif scale > 1 and first.scale == 1 and 0 <= low <= high / scale:
        low *= scale  # "5 to 10 thousand"
    elif low >= high:
        whole = next((value for value in second.alternatives if value > low), None)  # "500-1.000"
        if whole is None:
            return None
        high = whole
    num = _single(line, at, first)
    return replace(
        num,
        low=low,
        high=high,
        end=second.end,
        alternatives=(),
        spelled=first.spelled and second.spelled,
        suffix=second.suffix,
        bare=None,
        year="maybe" if num.year and _year(line, second) else "",
        doubtful=first.doubtful or second.doubtful,
    )


def _single(line: Line, at: int, part: Part) -> Num:
    value = min(part.value, LARGEST)
    joined = line.before(part.start) in ("-", "_", ".") and part.start > 0 and not part.spelled
    named = joined and line.tokens[part.start - 1].kind in ("word", "mixed")  # "covid-19"
    return Num(
        low=value,
        high=value,
        start=at,
        end=part.end,
        vague=part.vague,
        spelled=part.spelled,
        alternatives=part.alternatives,
        doubtful=part.doubtful,
        suffix=part.suffix,
        bare=part.bare,
        year=_year(line, part),
        label=named or part.label,
    )


def _year(line: Line, part: Part) -> Year:
    shaped = 1900 <= part.value <= 2099 and part.value.is_integer() and not part.suffix
    digits = part.end == part.start + 1 and len(line.text(part.start)) == 4
    return "maybe" if shaped and (digits or part.spelled) else ""


def _is_dash(line: Line, at: int) -> bool:
    return line.text(at) in ("-", "~")


def _is_slash(line: Line, at: int) -> bool:
    """Tell whether a slash between two numerals of two digits or more stands here: "50/60"."""
    both = line.is_numeral(at - 1) and line.is_numeral(at + 1)
    return line.text(at) == "/" and both and min(len(line.text(at - 1)), len(line.text(at + 1))) > 1


def _unit_length(line: Line, at: int) -> int:
    """Return 1 if a word or sign that may be the first number's unit stands here."""
    token = line.token(at)
    return int(token is not None and (token.kind == "word" or token.text == "%" or token.text in CURRENCIES))


def _same_unit(one: str, other: str) -> bool:
    """Return whether two words are one unit, of one and of several: "half a litre and two litres"."""
    shorter, longer = sorted((one, other), key=len)
    ending = len(longer) - len(shorter)
    return longer == shorter or (
        len(shorter) >= SPELLED_OUT and ending <= ENDING and longer.startswith(shorter)
    )


def _start(line: Line, at: int) -> int:
    """Return the place after what may stand before a range's end: "about", a currency sign, an article."""
    text = line.text(at)
    articles = line.words.article | line.words.the
    if text in ABOUT or text in CURRENCIES or (text in articles and line.is_numeral(at + 1)):
        return at + 1
    return line.phrase_after(line.words.about, at) or at
