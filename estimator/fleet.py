"""The chips that a question or a provider runs on."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from estimator.catalogue import Catalogue
from estimator.entries import Chip
from estimator.errors import UnknownName
from estimator.figure import Array, Sampling, Values, frozen
from estimator.ledger import Ledger
from estimator.subject import Subject, nearest
from estimator.training import embodied_g_per_chip_hour
from estimator.workload import Assumptions

Index: TypeAlias = npt.NDArray[np.intp]

FALLBACK_PROVIDER: Final = "unknown"


class ChipMix:
    """The chips that a replica may be of, and the one that each draw takes."""

    __slots__ = ("bandwidth", "chips", "flops", "memory", "tdp", "which")

    def __init__(self, chips: tuple[Chip, ...], which: Index | None) -> None:
        self.chips = chips
        self.which = which
        self.flops = self._of([chip.flops_at("bf16") for chip in chips])
        self.bandwidth = self._of([chip.bandwidth for chip in chips])
        self.memory = self._of([chip.memory for chip in chips])
        self.tdp = self._of([chip.tdp for chip in chips])

    def _of(self, values: list[float]) -> Values:
        return values[0] if self.which is None else np.array(values)[self.which]

    def of(self, values: list[Values], draws: int) -> Values:
        """Return, for each draw, the value that belongs to its chip."""
        if self.which is None:
            return values[0]
        picked: Array = np.choose(self.which, [np.broadcast_to(value, draws) for value in values])
        return picked


def chip_mix(ledger: Ledger, given: Assumptions, subject: Subject, field: str) -> ChipMix:
    """Return the chip that the question names, or one of the provider's for each draw, the older first."""
    catalogue = ledger.catalogue
    if given.chip is not None:
        chip = catalogue.chips.get(catalogue.named(given.chip))
        if chip is None:
            raise UnknownName(f"{field}.assumptions.chip", given.chip, nearest(given.chip, catalogue.chips))
        ledger.state(f"chip:{chip.id}", 1.0)
        ledger.sources[chip.source] = None
        ledger.doubt(f"chip:{chip.id}", chip.note, chip.source)
        return ChipMix((chip,), None)
    provider = subject.provider
    names = provider.chips if provider and provider.chips else catalogue.providers[FALLBACK_PROVIDER].chips
    return provider_chips(ledger, provider.id if provider else FALLBACK_PROVIDER, names)


def provider_chips(ledger: Ledger, provider: str, names: tuple[str, ...]) -> ChipMix:
    """Return one of a provider's chips for each draw, and keep account of the choice."""
    mix, shares = usual_mix(ledger.catalogue, ledger.sampling, provider, names)
    for chip, share in zip(mix.chips, shares, strict=True):
        ledger.tell(f"chip:{chip.id}", share, "", "estimated", chip.source)
        ledger.doubt(f"chip:{chip.id}", chip.note, chip.source)
    if mix.which is not None:
        ledger.chance("chip", f"serving.chip/{provider}")
    return mix


@lru_cache(maxsize=256)
def usual_mix(
    catalogue: Catalogue, sampling: Sampling, provider: str, names: tuple[str, ...]
) -> tuple[ChipMix, tuple[float, ...]]:
    """Return one of a provider's chips for each draw, the older generations in the lower draws, and their
    shares.

    The data name the most used chip first; its share to the second's is taken as 2 to 1, to the third's 3 to
    1.
    """
    weights = {name: 1.0 / (1 + rank) for rank, name in enumerate(names)}
    chips = tuple(sorted((catalogue.chips[name] for name in names), key=lambda chip: chip.released))
    total = sum(weights.values())
    shares = tuple(weights[chip.id] / total for chip in chips)
    if len(chips) == 1:
        return ChipMix(chips, None), shares
    chance = sampling.uniform(f"serving.chip/{provider}")
    return ChipMix(chips, np.searchsorted(np.cumsum(shares)[:-1], chance, side="right")), shares


def rents(ledger: Ledger, mix: ChipMix) -> Values | None:
    """Return USD for renting one of the chips for an hour."""
    if any(chip.rent is None for chip in mix.chips):
        return ledger.draw("money.chip_rent", "chip_rent")
    if mix.which is None:
        return ledger.draw(mix.chips[0].rent or "money.chip_rent", f"rent:{mix.chips[0].id}")
    for chip in mix.chips:
        if chip.rent is not None:
            ledger.note(f"rent:{chip.id}", chip.rent, "" if chip.rent.exact else chip.rent.id)
    return rent_draws(ledger.sampling, mix)


@lru_cache(maxsize=256)
def rent_draws(sampling: Sampling, mix: ChipMix) -> Array:
    """Return USD an hour of the chip that each draw takes, shape (draws,)."""
    values: list[Values] = [sampling.of(chip.rent) for chip in mix.chips if chip.rent is not None]
    return frozen(np.array(mix.of(values, sampling.draws)))


def embodied(ledger: Ledger, mix: ChipMix) -> Values:
    """Return g CO2e of making one of the chips and its share of a server, for each hour that it works."""
    usual = ledger.catalogue.figure("hardware.embodied_per_chip")
    made = [ledger.draw(chip.embodied or usual, f"embodied:{chip.id}") for chip in mix.chips]
    return embodied_g_per_chip_hour(
        mix.of(made, ledger.sampling.draws),
        ledger.draw("hardware.embodied_per_server"),
        chips_a_server=ledger.draw("hardware.chips_per_server"),
        years=ledger.draw("hardware.life"),
        use=ledger.draw("hardware.use"),
    )
