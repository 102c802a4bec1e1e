"""Data that are kept or crawled: "storing 100 TB for a year", "a crawl of 3 petabytes"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.request.making import Reading, region, request_of
from bot.request.measures import DAYS
from bot.request.request import Request
from estimator.workload import Workload

TERABYTES: Final[Mapping[str, float]] = {"terabyte": 1.0, "petabyte": 1000.0}
KEPT: Final = "tb-year"  # the thing that is a terabyte for a year
CRAWLED: Final = "tb-crawled"


def data_held(reading: Reading) -> Request | None:
    """Return what keeping or crawling so many terabytes takes; a year where no time is named."""
    facts = reading.facts
    found = facts.counted(*TERABYTES)
    crawled, kept = facts.tagged.cue("crawls"), facts.tagged.cue("stores")
    remark = facts.tagged.cue("mine") and not facts.metrics  # "I stored 2 TB of photos"
    if len(found) != 1 or crawled == kept or remark or any(not each.generic for each in facts.mentions):
        return None
    (count,) = found
    amount = count.middle * TERABYTES[count.key]
    if kept:
        spans = [period for period in facts.periods if period.role in ("span", "either")]
        days = spans[0].n * DAYS[spans[0].unit] if spans else DAYS["year"]
        amount *= days / DAYS["year"]
        facts.bound |= {period.at for period in spans[:1]}
    facts.bound |= {count.at, count.noun_at}
    item = Workload(CRAWLED if crawled else KEPT, "everyday", amount, "item")
    return request_of(reading, "estimate", items=(item,), region=region(facts))
