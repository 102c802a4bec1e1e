"""What one answer of this program takes itself."""

from __future__ import annotations

from typing import Final

from estimator.catalogue import Catalogue
from estimator.figure import Figure
from estimator.units import SECONDS

TIME: Final = "own.cpu_time"
POWER: Final = "own.core_power"
OPERATOR: Final = "unknown"  # who runs the server isn't known


def answer_energy(catalogue: Catalogue) -> Figure:
    """Return the energy of one answer, Wh: processor time × power of the core × PUE, low with low.

    The network and the reader's device are left out, as in every estimate.
    """
    time, power = catalogue.figures[TIME], catalogue.figures[POWER]
    pue = catalogue.providers[OPERATOR].pue
    assert pue is not None, "an unknown operator has a PUE"
    low, median, high = (
        seconds * watts * factor / SECONDS["hour"]
        for seconds, watts, factor in zip(_ends(time), _ends(power), _ends(pue), strict=True)
    )
    return Figure("own.energy", low, median, high, "Wh", "estimated", time.source)


def _ends(figure: Figure) -> tuple[float, float, float]:
    return figure.low, figure.median, figure.high
