"""Where a claimed quantity lies beside a range, and what that makes of the claim.

The ends of a range are those that a reader sees, rounded: a claim is inside where it is inside the numbers
that stand beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from estimator.figure import Spread
from estimator.result import Ruling
from estimator.units import Told, base, shown

Place = Literal[
    "inside",
    "across-above", "across-below",  # a claimed range that begins or ends in ours and goes beyond it
    "around",  # a claimed range that holds ours and more
    "at-most", "at-most-likely", "at-most-possible",  # a bound above all of our range, its middle, its end
    "at-least", "at-least-likely", "at-least-possible",
    "above", "below", "far-above", "far-below",
    "no-quantity",  # the claim states none
    "turned",  # it says the other way round what goes round
    "unbacked",  # somebody said so, and showed no data
    "unpublished",  # there is nothing to hold it against
]  # fmt: skip
FAR: Final = 10.0  # from this factor outside the range, a claim is contradicted
DIGITS: Final = 0.02  # two digits of a stated number, beside a quantity that has no range


def printed(found: Spread, unit: str = "") -> tuple[float, float, float]:
    """Return a range as it is shown in a unit, in its base unit again: low, median, high."""
    seen = shown(found, unit)
    size = base(1.0, seen.unit)[0] if seen.unit != found.unit else 1.0
    if seen.exact:
        return found.median * (1 - DIGITS), found.median, found.median * (1 + DIGITS)
    return float(seen.low) * size, float(seen.median) * size, float(seen.high) * size


def rule(
    low: float | None, high: float | None, found: Spread, told: Told | None = None, *, exact: bool = False
) -> tuple[Ruling, Place]:
    """Return the ruling on a claimed range or bound, and its place beside the range found, both as told.

    A claim is supported where it and the range found have a part in common; outside, its nearest end decides.
    The ends of a published range are `exact`, and told in full.
    """
    least, middle, most = printed(found, told.found_unit if told else "")
    if exact and found.low < found.high:
        least, middle, most = found.low, found.median, found.high
    if told is not None:
        low, high = (None if end is None else told.rounded(end) for end in (low, high))
    if low is None and high is None:
        return "unknown", "no-quantity"
    if low is None and high is not None:
        if high >= (most if found.low < found.high else least):
            return "supported", "at-most"
        if high >= middle:
            return "supported", "at-most-likely"
        if high >= least:
            return "supported", "at-most-possible"
        return _outside(least / high if high > 0 else FAR, above=False)
    if high is None and low is not None:
        if low <= (least if found.low < found.high else most):
            return "supported", "at-least"
        if low <= middle:
            return "supported", "at-least-likely"
        if low <= most:
            return "supported", "at-least-possible"
        return _outside(low / most if most > 0 else FAR, above=True)
    assert low is not None
    assert high is not None
    if low > most:
        return _outside(low / most if most > 0 else FAR, above=True)
    if high < least:
        return _outside(least / high if high > 0 else FAR, above=False)
    if low < least:
        return "supported", "around" if high > most else "across-below"
    return "supported", "across-above" if high > most else "inside"


def _outside(factor: float, *, above: bool) -> tuple[Ruling, Place]:
    side: Place = "above" if above else "below"
    if factor >= FAR:
        side = "far-above" if above else "far-below"
    return OUTSIDE[side], side


# What becomes of a claim outside of what is found, by its place.
OUTSIDE: Final[Mapping[str, Ruling]] = {
    "above": "exaggerated",
    "below": "understated",
    "far-above": "contradicted",
    "far-below": "contradicted",
}
