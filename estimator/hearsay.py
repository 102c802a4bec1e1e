"""Which of the claims that go round a request repeats, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from estimator.claims import KnownClaim
from estimator.figure import Figure, Spread
from estimator.result import Ruling, Verdict
from estimator.ruling import OUTSIDE, rule
from estimator.units import TIMES, base
from estimator.workload import Claim, Metric, Workload

OWN: Final = "claims."  # of the ids of figures that a known claim holds itself
OFF: Final = frozenset({"exaggerated", "understated", "contradicted"})


def meant(
    known: KnownClaim | None, versus: tuple[str, ...], claim: Claim | None
) -> tuple[tuple[str, ...], Claim | None]:
    """Return the everyday things that a known claim is told in, for those that a request names: what five
    cars emit in their lives, not in a year."""
    if known is None or claim is None:
        return versus, claim
    unit = known.means.get(claim.unit or "", claim.unit)
    return tuple(known.means.get(thing, thing) for thing in versus), replace(claim, unit=unit)


def repeated(
    claims: Mapping[str, KnownClaim],
    works: Sequence[Workload],
    versus: Sequence[str],
    topic: str | None,
    verdict: Verdict | None,
) -> KnownClaim | None:
    """Return the known claim that a request repeats, by its words, its quantity or its topic."""
    named = claims.get(topic or "")
    if named is not None:
        return named
    if verdict is None:
        return None
    stated = verdict.claimed_high if verdict.claimed_high is not None else verdict.claimed_low
    if works and stated is not None:
        for each in claims.values():
            if _about(each, works) and _says(each, works, versus, verdict, stated):
                return each
    told = next((each for each in claims.values() if topic in each.topics), None)
    if told is None or told.metric not in (None, verdict.metric):
        return None
    numbered = verdict.why == "unpublished" or stated is not None
    return told if told.measured or not numbered else None  # of another number than the one that goes round


def _about(claim: KnownClaim, works: Sequence[Workload]) -> bool:
    """Return whether a known claim is about such a workload."""
    work = works[0]
    if claim.subjects and work.subject not in claim.subjects:
        return False
    if claim.per is not None and not claim.per[0] <= work.amount <= claim.per[1]:
        return False
    return not claim.activities or work.activity in claim.activities


def _says(
    claim: KnownClaim, works: Sequence[Workload], versus: Sequence[str], verdict: Verdict, stated: float
) -> bool:
    """Return whether a quantity is of the size that a known claim is of."""
    if verdict.found.unit == "times":
        if claim.times is None or not set(claim.versus) & set(versus):
            return False
        return claim.times[0] <= stated <= claim.times[1]
    if claim.between is None or verdict.metric != claim.metric:
        return False
    amount = works[0].amount if works and claim.per is None else 1.0
    return claim.between[0] <= stated / (amount or 1.0) <= claim.between[1]


def settled(
    known: KnownClaim,
    works: Sequence[Workload],
    versus: Sequence[str],
    verdict: Verdict | None,
    claim: Claim | None,
    figure: Figure | None,
) -> Verdict:
    """Return the verdict on a known claim; beside the figure that it is held to where no estimate fits it.

    Where a quantity is stated in the claim's own terms and is another than the claim is told with, or the
    claim is one that the quantity decides, or the range found says otherwise than its standing, the range
    rules. Else the standing does: a ruling never goes against the numbers that stand beside it.
    """
    metric: Metric = known.metric or (claim.metric if claim is not None else None) or "energy"
    if known.more and claim is not None and claim.unit in TIMES and claim.low is None and claim.high == 1:
        return _turned(known, metric, figure)
    if verdict is not None and verdict.why == "unpublished" and verdict.metric != metric:
        return verdict  # of carbon, where the claim that goes round is of electricity
    own = known.measured and not works and known.found.startswith(OWN)  # held to a figure of its own
    astray = own or (verdict is not None and _astray(known, versus, metric, verdict))
    untold = not works and not known.measured  # of no workload, and no quantity decides
    if verdict is None or untold or (astray and figure is not None):
        found = _range(figure)
        low, high = (
            (claim.low, claim.high) if claim is not None and claim.unit == found.unit else (None, None)
        )
        if known.measured and (low, high) != (None, None):
            ruling, why = rule(low, high, found)
            return Verdict(ruling, metric, low, high, found, why, known.id, "published", figure=known.found)
        return Verdict(
            known.ruling, metric, None, None, found, "no-quantity", known.id, "standing", figure=known.found
        )
    if verdict.ruling == "unknown" and known.says is not None and verdict.found.unit != "times":
        ruling, why = rule(*known.says, verdict.found)
        verdict = replace(
            verdict, ruling=ruling, why=why, claimed_low=known.says[0], claimed_high=known.says[1]
        )
    if known.reaches and verdict.claimed_low is None and verdict.claimed_high is not None:
        ruling, why = rule(verdict.claimed_high, verdict.claimed_high, verdict.found)
        verdict = replace(verdict, ruling=ruling, why=why, claimed_low=verdict.claimed_high)
    verdict = replace(verdict, known=known.id)
    if verdict.ruling == "unknown":
        return replace(verdict, ruling=known.ruling, rests="standing")
    if verdict.ruling == "outdated" and known.ruling in OFF:  # of what was never right
        verdict = replace(verdict, ruling=OUTSIDE[verdict.why], rests="range", figure="")
    in_its_terms = verdict.found.unit != "times" or known.times is not None
    another = _sized(known, verdict) and not _told_so(known, works, versus, verdict)
    against = known.ruling in OFF and (verdict.ruling not in OFF or _other_way(known.ruling, verdict))
    precise = known.standing == "wrong" and verdict.ruling in OFF
    if (known.measured and in_its_terms) or another or against or precise:
        return verdict
    return replace(verdict, ruling=known.ruling, rests="standing")


def _astray(known: KnownClaim, versus: Sequence[str], metric: Metric, verdict: Verdict) -> bool:
    """Return whether a verdict is not in the terms of a known claim: of another metric or thing."""
    told = known.times is not None or bool(set(known.versus) & set(versus))
    of_another = verdict.ruling == "unknown" and verdict.metric != metric
    return not known.of_one or of_another or (verdict.found.unit == "times" and not told)


def _turned(known: KnownClaim, metric: Metric, figure: Figure | None) -> Verdict:
    """Return the verdict on a known claim that is told the other way round: AI takes less than bitcoin."""
    ruling: Ruling = "unknown"
    if known.standing in ("true", "roughly-true"):
        ruling = "understated"
    elif known.standing == "wrong":
        ruling = "supported"
    return Verdict(
        ruling, metric, None, None, _range(figure), "turned", known.id, "standing", figure=known.found
    )


def _range(figure: Figure | None) -> Spread:
    """Return the range of a figure, in its base unit."""
    if figure is None:
        return Spread(0.0, 0.0, 0.0, "")
    size, unit = base(1.0, figure.unit)
    return Spread(figure.low * size, figure.median * size, figure.high * size, unit)


def _other_way(ruling: str, verdict: Verdict) -> bool:
    """Return whether a verdict finds a claim off to the other side than a ruling does."""
    opposite = {"exaggerated": "below", "understated": "above"}.get(ruling, "-")
    return verdict.why.endswith(opposite)


def _sized(claim: KnownClaim, verdict: Verdict) -> bool:
    """Return whether a claim says how much it is of, in the terms of a verdict."""
    return (claim.times if verdict.found.unit == "times" else claim.between) is not None


def _told_so(claim: KnownClaim, works: Sequence[Workload], versus: Sequence[str], verdict: Verdict) -> bool:
    """Return whether a claim says what the known one says, and not that it is more or less than that."""
    ends = (verdict.claimed_low, verdict.claimed_high)
    return all(end is not None and _says(claim, works, versus, verdict, end) for end in ends)
