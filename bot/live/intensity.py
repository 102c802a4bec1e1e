"""The carbon intensity of a grid over its latest slot of time, as a source publishes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from estimator.figure import Source

Scope = Literal["direct", "life-cycle"]  # what plants emit while they run; with building and fuelling them
# From what plants were metered to generate, are expected to, or did in hours like this one.
Kind = Literal["measured", "forecast", "estimated"]


@dataclass(frozen=True, slots=True)
class LiveIntensity:
    """What a place's electricity emits, from `start` to `end`. Figures of different scopes don't compare."""

    region: str  # ISO 3166
    intensity_g_per_kwh: float
    scope: Scope
    kind: Kind
    start: datetime
    end: datetime
    source: Source
    fetched: datetime
