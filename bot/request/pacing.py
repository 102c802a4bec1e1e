"""What amounts were multiplied of, between the facts of a message and what is kept of its request."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request.facts import Count, Facts, Period
from bot.request.recount import pace
from bot.request.repetition import SOME_DAYS
from bot.request.request import Often, Pace, Stated

NOWHERE: Final = -1_000_000  # among the spans: what was kept stands beside nothing


def pace_of(facts: Facts) -> Pace | None:
    """Return what a message counts, how often and for how long; None where it states nothing of it."""
    rate, span = pace(facts)
    kept = [replace(each, role=role) for each, role in ((rate, "rate"), (span, "span")) if each is not None]
    kept += [each for each in facts.periods if each.role == "frequency" and each not in (rate, span)]
    kept += [each for each in facts.periods if each.unit in SOME_DAYS and each not in (rate, span)]
    found = Pace(
        counts=tuple(Stated(count.key, count.middle) for count in facts.counts),
        periods=tuple(Often(each.role, each.unit, each.n, each.of, each.spread) for each in kept),
    )
    return found if found.counts or found.periods else None


def with_pace(facts: Facts, pace: Pace) -> Facts:
    """Return the facts of no message with what was kept of one."""
    spots = range(NOWHERE, 0)
    return replace(
        facts,
        counts=[
            Count(count.n, count.n, count.key, at, at) for at, count in zip(spots, pace.counts, strict=False)
        ],
        periods=[
            Period(each.role, each.unit, each.n, at, each.of, each.spread)
            for at, each in zip(spots[len(pace.counts) :], pace.periods, strict=False)
        ],
    )
