"""Which of the claims that go round a claim is, so that a reply can tell where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.request import Request
from estimator.result import Verdict
from estimator.workload import Workload


def story(request: Request, work: Workload, verdict: Verdict, claims: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the name of the known claim that a claim about a workload repeats; "" where it is none."""
    for name, claim in claims.items():
        if _about(claim, work) and _says(claim, request, work, verdict):
            return name
    return ""


def _about(claim: Mapping[str, Any], work: Workload) -> bool:
    """Return whether a known claim is about such a workload."""
    subjects = claim.get("subjects", (work.subject,))
    activities = claim.get("activities", (work.activity,))
    return work.subject in subjects and work.activity in activities


def _says(claim: Mapping[str, Any], request: Request, work: Workload, verdict: Verdict) -> bool:
    """Return whether a claim is of the size that the known one is of."""
    stated = verdict.claimed_high if verdict.claimed_high is not None else verdict.claimed_low
    if stated is None:
        return False
    if verdict.found.unit == "times":
        least, most = claim.get("times", (1.0, 0.0))
        return bool(set(claim.get("versus", ())) & set(request.versus)) and least <= stated <= most
    least, most = claim.get("between", (1.0, 0.0))
    return verdict.metric == claim.get("metric") and least <= stated / (work.amount or 1.0) <= most
