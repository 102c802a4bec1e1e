"""Scale words and fractions among tokens: "million", "half a million", "three quarters of a million"."""

from __future__ import annotations

from dataclasses import replace

from bot.request.line import Line, Part


def scale_at(line: Line, at: int, after_number: bool) -> float | None:
    """Return the value of the scale word here; abbreviations are scales only after a number."""
    text, words = line.text(at), line.words
    value = words.scales.get(text)
    if value is None and after_number:
        value = words.short_scales.get(text) or words.plurals.get(text)
        if value and (suffix := words.suffixes.get(text)):
            following = line.text(at + 1 + (line.text(at + 1) in words.of))
            return None if following in suffix.unless_before else value  # "500 mil of water"
    return value


def count_at(line: Line, at: int) -> tuple[float | None, int]:
    """Return the count before a fraction's noun: an article, a small number or a short numeral."""
    text = line.text(at)
    if text in line.words.article:
        return 1.0, at + 1
    if 0 < line.words.small.get(text, 0) < 20:
        return line.words.small[text], at + 1
    if line.is_numeral(at) and text.isdigit() and len(text) < 3:
        return float(text), at + 1
    return None, at


def share_at(line: Line, at: int) -> tuple[float, int] | None:
    """Return the share and the end of the fraction's noun here: "quarters", "cuartas partes"."""
    for phrase, share in line.words.parts.get(line.text(at), ()):
        if all(line.text(at + i) == word for i, word in enumerate(phrase)):
            return share, at + len(phrase)
    return None


def fraction(line: Line, at: int) -> Part | None:
    """Return the fraction that starts here, with the scale it divides."""
    words = line.words
    if (half := words.halves.get(line.text(at))) is not None:
        return fraction_of(line, half, at, at + 1, alone=True)
    if (share := words.bare_parts.get(line.text(at))) is not None:
        part = fraction_of(line, share, at, at + 1, alone=False)
        return part if part and part.scale > 1 else None
    lead, end = count_at(line, at)
    part_of_it = share_at(line, end) if lead else None
    if lead is None or part_of_it is None:
        return None
    share, end = part_of_it
    return fraction_of(line, lead * share, at, end, alone=lead != 1)


def fraction_of(line: Line, value: float, start: int, end: int, alone: bool) -> Part | None:
    """Return a fraction with the scale it divides; without one only if `alone` or before "of"."""
    words = line.words
    of_end = end + (line.text(end) in words.of)
    place = of_end + (line.text(of_end) in words.article)
    text = line.text(place)
    scale = scale_at(line, place, after_number=True) or words.groups.get(text)
    if scale:
        other = words.doubtful.get(text)
        part = Part(value * scale, start, place + 1, scale)
        return replace(part, alternatives=(value * other,), doubtful=True) if other else part
    if not alone and of_end == end:
        return None
    return Part(value, start, place)
