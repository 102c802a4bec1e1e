"""Which sentence opens the answer to a claim, by what it was held against and where it lies there."""

from __future__ import annotations

from typing import Final

from estimator.claims import KnownClaim
from estimator.hearsay import OWN
from estimator.result import Verdict
from estimator.ruling import printed

NEAR_MIDDLE: Final = 2.0  # a claim within this factor of our median fits
WIDE: Final = 100.0  # times its low end, from which a range that holds a claim confirms nothing
NEARLY: Final = (
    1.25  # a claim outside our range within this factor of our median, or of its end, is nearly right
)
WITHIN: Final = (
    "inside", "around", "across-above", "across-below", "at-most", "at-most-likely", "at-most-possible",
    "at-least", "at-least-likely", "at-least-possible",
)  # fmt: skip  # places of what a range doesn't speak against
WORDLESS: Final = "wrong"  # the standing that says less than how far off a quantity is
UNRULED: Final = ("unpublished", "unbacked")  # places of what nothing published rules on
UNPROVEN: Final = "unproven"
INCOMPLETE: Final = "incomplete"
FURTHER: Final = (INCOMPLETE, UNPROVEN)  # standings that say more than that a quantity is in our range


def opening(verdict: Verdict, standing: str, factor: float | None, unit: str = "") -> str:
    """Return the key of the sentence that opens the answer, in the table `rulings` of the labels.

    `standing` is how the claim stands that goes round, `factor` how many times it is off from the middle,
    `unit` the one that what is found is shown in.
    """
    within = verdict.why in WITHIN
    if verdict.rests == "standing":
        return _by_standing(verdict, standing, factor, unit)
    if verdict.ruling == "unknown":
        return verdict.why if verdict.why in UNRULED else "unknown"
    if verdict.rests == "published" and not within:
        side = _side(verdict)
        if verdict.ruling == "supported":
            return f"published-{side}"
        if verdict.ruling == "outdated":
            return f"once-{side}"
    if verdict.ruling == "supported" and standing in FURTHER:
        return "standing-inside" if standing == UNPROVEN and verdict.why == "inside" else "standing"
    if verdict.rests == "published" and verdict.why == "inside":
        if verdict.figure.startswith(OWN):
            return "reckoned"
        return "fact" if verdict.figure else "between"
    return _by_range(verdict, factor, unit)


def standing_of(known: KnownClaim, verdict: Verdict) -> str:
    """Return how a known claim stands; "" where a question adds what it lacks: whose homes."""
    added = bool(verdict.thing) and verdict.thing not in known.versus
    return "" if known.standing == INCOMPLETE and added else known.standing


def _by_standing(verdict: Verdict, standing: str, factor: float | None, unit: str) -> str:
    if verdict.why == "turned":
        return {"supported": "turned-yes", "understated": "turned-no"}.get(verdict.ruling, "turned")
    if verdict.why == "no-quantity":
        return "standing"
    if standing == WORDLESS and factor is not None:
        return _by_range(verdict, factor, unit)
    if verdict.ruling == "outdated" and verdict.why in WITHIN:
        if factor is None or factor <= NEAR_MIDDLE:
            return "outdated-fits"
        return f"outdated-inside-{'above' if above_middle(verdict) else 'below'}"
    if (verdict.ruling == "supported" or standing == UNPROVEN) and verdict.why not in WITHIN:
        return f"standing-{_side(verdict)}"
    return "standing"


def _by_range(verdict: Verdict, factor: float | None, unit: str) -> str:
    place = verdict.why
    if place == "inside" and verdict.found.low > 0 and verdict.found.high > WIDE * verdict.found.low:
        return "inside-wide"
    if place == "inside":
        fits = factor is None or factor <= NEAR_MIDDLE
        return "fits" if fits else f"inside-{'above' if above_middle(verdict) else 'below'}"
    if place in WITHIN:
        return place
    side = _side(verdict)
    if factor is None:
        return "mismatch"
    bound = verdict.claimed_low != verdict.claimed_high
    if factor < NEARLY:
        return f"nearly-{side}"
    if beyond(verdict, unit) < NEARLY:
        return f"just-{side}"
    return f"bound-{side}" if bound else side


def beyond(verdict: Verdict, unit: str = "") -> float:
    """Return how many times a claim outside a range is beyond its nearest end as shown."""
    low, _, high = printed(verdict.found, unit)
    if _side(verdict) == "above":
        return (verdict.claimed_low or 0.0) / high
    return low / (verdict.claimed_high or low)


def above_middle(verdict: Verdict) -> bool:
    """Return whether all that is claimed is above the middle of what is found."""
    ends = [end for end in (verdict.claimed_low, verdict.claimed_high) if end is not None]
    return bool(ends) and min(ends) > verdict.found.median


def _side(verdict: Verdict) -> str:
    return "above" if verdict.why.endswith("above") else "below"
