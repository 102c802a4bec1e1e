"""How an estimate was computed, step by step, with the middle of every input put in.

An answer is the middle of a thousand draws. One draw that takes every input at its median goes through the
same formulae, so that what these compute on the way can be told, and checked by hand.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np

from estimator.activities import use_of
from estimator.catalogue import Catalogue
from estimator.figure import Sampling, Values
from estimator.footprint import Footprint, footprint
from estimator.grid import find
from estimator.ledger import Ledger
from estimator.result import ItemEstimate
from estimator.serving import SECONDS_AN_HOUR, constants
from estimator.subject import resolve
from estimator.units import BASE_UNITS
from estimator.use import Use
from estimator.workload import Metric

NEAR: Final = 0.02  # relative difference below which two results are one
SAME: Final = 1e-6
KILO: Final = 1e3
GIGA: Final = 1e9
TERA: Final = 1e12

Numbers: TypeAlias = dict[str, tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Working:
    """A line of a computation: what it does, and its numbers by name with their units, "" for bare ones."""

    key: str
    numbers: Mapping[str, tuple[float, str]]


@lru_cache(maxsize=1)
def middle() -> Sampling:
    """Return the one draw that takes every input at its median."""
    return Sampling(draws=1)


def workings(item: ItemEstimate, metric: Metric, catalogue: Catalogue) -> tuple[Working, ...]:
    """Return how a metric of an item was computed; nothing for an everyday thing, which is looked up."""
    work = replace(item.workload, amount=1.0)
    if work.activity == "everyday":
        return ()
    ledger = Ledger(catalogue, middle())
    use = use_of(ledger, work, "item")
    found = footprint(ledger, use, find(catalogue, item.region, "item.region"), work.assumptions)
    if found.energy is None:
        return ()
    told = _Told(ledger, use, found, _tag(ledger, item, catalogue))
    rent = told.rent() if metric == "cost" else ()
    return (
        *told.chips(), *told.wall(), *told.rest(), *rent, *_ends(item, metric, _one(getattr(found, metric))),
    )  # fmt: skip


def _tag(ledger: Ledger, item: ItemEstimate, catalogue: Catalogue) -> str:
    """Return what ends the names of the steps of the model that answers, where several may."""
    if ledger.picked is None:
        return ""
    return f":{resolve(item.workload, catalogue, 'item').models[int(ledger.picked[0])][0].id}"


def _ends(item: ItemEstimate, metric: Metric, one: float) -> Iterator[Working]:
    """Yield the total of the amount asked about, and how the answer differs from it."""
    answer, unit = item.spread(metric), BASE_UNITS[metric]
    total = one * item.workload.amount
    if answer is None or not total:
        return
    if item.workload.amount != 1:
        yield Working("amount", {
            "one": (one, unit), **_bare(amount=item.workload.amount), "total": (total, unit),
        })  # fmt: skip
    names = {each.name for each in item.assumptions}
    drawn = next((name for name in ("disclosed", "peers") if name in names), "")
    if drawn or abs(total / answer.median - 1) > NEAR:
        yield Working(f"ends-{drawn}" if drawn else "ends", {"answer": (answer.median, unit)})


class _Told:
    """The lines of one computation."""

    def __init__(self, ledger: Ledger, use: Use, found: Footprint, tag: str) -> None:
        self.ledger, self.use, self.found, self.tag = ledger, use, found, tag
        self.energy = _one(found.energy)
        self.steps = {key: self._step(key) for key in ledger.workings}

    def _step(self, key: str) -> dict[str, float]:
        return {name: _one(value) for name, value in self.ledger.workings[key].items()}

    def step(self, key: str) -> dict[str, float]:
        """Return what a step took and gave, of the model that answers; nothing where there was none."""
        return self.steps.get(key + self.tag) or self.steps.get(key) or {}

    def input(self, name: str) -> float | None:
        """Return the middle of an input, where there is one of that name."""
        noted = self.ledger.inputs.get(name)
        return noted.assumption.median if noted is not None else None

    def chips(self) -> Iterator[Working]:
        """Yield how the energy of the chips, or of servers, or of a whole site comes about."""
        if of := self.step("step"):
            yield from self._answer(of)
        if of := self.step("paint"):
            yield from self._picture(of)
        if of := self.step("sound"):
            yield from _sound(of)
        yield from self._training()
        if of := self.step("running"):
            yield Working("running", {
                **_bare(count=of["count"], watts=of["watts"], at_work=of["at_work"], hours=of["hours"]),
                "chip": (of["chip"], "Wh"),
            })  # fmt: skip
        if of := self.step("site"):
            yield Working("site", {
                "watts": (of["watts"], "W"), **_bare(hours=of["hours"]), "facility": (of["facility"], "Wh"),
            })  # fmt: skip

    def _answer(self, of: dict[str, float]) -> Iterator[Working]:
        """Yield a step of decoding, what it draws, and what an answer of so many tokens takes."""
        known = constants(self.ledger.catalogue)
        reached = {
            "bandwidth_reached": _one(known.bandwidth_reached),
            "flops_reached": _one(known.flops_reached),
        }
        reading = of["moved"] / (of["chips"] * of["bandwidth"] * reached["bandwidth_reached"])
        computing = of["flops"] / (of["chips"] * of["peak"] * reached["flops_reached"])
        yield Working("step", _bare(
            batch=of["batch"], chips=of["chips"], read=of["moved"] / GIGA, bandwidth=of["bandwidth"] / TERA,
            reading=reading * KILO, flops=of["flops"] / TERA, peak=of["peak"] / TERA,
            computing=computing * KILO,
            waiting=(of["seconds"] - math.hypot(reading, computing)) * KILO, seconds=of["seconds"] * KILO,
            **reached,
        ))  # fmt: skip
        yield Working("power", _bare(
            full=of["full"] * KILO, chips=of["chips"], watts=of["watts"], batch=of["batch"],
            joules=of["joules"],
        ))  # fmt: skip
        chip = of["joules"] * of["tokens"] * of["error"] / SECONDS_AN_HOUR
        yield Working("tokens", {
            **_bare(tokens=of["tokens"], joules=of["joules"], error=of["error"]), "chip": (chip, "Wh"),
        })  # fmt: skip
        yield from self._units(chip)

    def _picture(self, of: dict[str, float]) -> Iterator[Working]:
        """Yield the operations of an image or a clip, and what they take."""
        yield Working("paint" if of["attends"] else "paint-linear", {
            **_bare(
                steps=of["steps"], passes=of["passes"], tokens=of["tokens"], layers=of["layers"],
                hidden=of["hidden"], flops=of["flops"] / TERA,
            ),
            "params": (of["params"], "parameters"),
        })  # fmt: skip
        chip = of["joules"] * of["error"] / SECONDS_AN_HOUR
        yield Working("painting", {
            **_bare(
                flops=of["flops"] / TERA, rate=of["flops"] / of["computing"] / TERA,
                computing=of["computing"], waiting=of["waiting"], watts=of["watts"], joules=of["joules"],
                error=of["error"],
            ),
            "chip": (chip, "Wh"),
        })  # fmt: skip
        yield from self._units(chip)

    def _units(self, chip: float) -> Iterator[Working]:
        """Yield what one of what is counted takes of an answer or a clip, where it isn't one of them."""
        of = self.step("units")
        for key, power in (("calls", 1.0), ("counted", 1.0), ("per_token", -1.0), ("per_second", -1.0)):
            if (number := of.get(key, 1.0)) != 1.0:
                after = chip * number**power
                yield Working(key, {"before": (chip, "Wh"), **_bare(number=number), "after": (after, "Wh")})
                chip = after

    def _training(self) -> Iterator[Working]:
        """Yield the operations of a training or a tuning, its chip-hours, and what its servers take."""
        hours = self.step("hours")
        for key in ("learned", "tuned"):
            if (of := self.step(key)) and hours:
                size = of["params"] * of["tokens"]
                yield Working("learned", {
                    **_bare(each=hours["flops"] / size), "flops": (hours["flops"], "operations"),
                    "params": (of["params"], "parameters"), "tokens": (of["tokens"], "tokens"),
                })  # fmt: skip
        if hours:
            yield Working("hours", {
                "flops": (hours["flops"], "operations"),
                **_bare(peak=hours["peak"] / TERA, used=hours["used"]),
                "hours": (hours["hours"], "chip-hour"),
            })  # fmt: skip
        for name, unit in (("chip_hours", "chip-hour"), ("training_energy", "Wh")):
            told = self.input(name)
            if told is not None and (name == "training_energy" or self.use.facility_wh is None):
                yield Working(name, {"told": (told, unit)})
        if of := self.step("servers"):
            yield Working("servers", {
                "hours": (of["hours"], "chip-hour"), **_bare(watts=of["watts"], load=of["load"]),
                "server": (of["server"], "Wh"),
            })  # fmt: skip

    def wall(self) -> Iterator[Working]:
        """Yield how the energy of chips becomes that of the data centre, and what a life cycle adds."""
        use, reached = self.use, self.energy
        if use.facility_wh is None and use.chip_wh is not None:
            start = _one(use.server_wh if use.server_wh is not None else use.chip_wh)
            if self.found.boundary == "chip":
                start = _one(use.chip_wh)
            trained = self.step("servers").get("server", start)
            if use.server_wh is not None and start / trained - 1 > SAME:
                yield Working("sampled", {
                    "before": (trained, "Wh"), "sampling": (start - trained, "Wh"), "after": (start, "Wh"),
                })  # fmt: skip
            factors = self._factors()
            reached = start * math.prod(factors.values())
            if factors:
                yield Working("wall", {"before": (start, "Wh"), **_bare(**factors), "after": (reached, "Wh")})
        if abs(self.energy / reached - 1) > SAME:
            yield Working("life", {"after": (self.energy, "Wh")})

    def _factors(self) -> dict[str, float]:
        """Return what lies between the chips and the boundary, by the input's name."""
        wanted = {
            "host": self.use.server_wh is None,
            "idle": not self.use.dedicated,
            "pue": self.found.boundary in ("facility", "lifecycle"),
        }
        if self.found.boundary == "chip":
            return {}
        found = {name: self.input(name) for name, needed in wanted.items() if needed}
        return {name: value for name, value in found.items() if value is not None}

    def rest(self) -> Iterator[Working]:
        """Yield how carbon, water and the bill follow from the energy."""
        energy = (self.energy, "Wh")
        parts, carbon, costs = self.found.water_parts, self.found.carbon_parts, self.found.costs
        if "electricity" in carbon and (grid := self.input("grid")) is not None:
            grams = _one(carbon["electricity"])
            yield Working("carbon", {"energy": energy, "grid": (grid, "g/kWh"), "carbon": (grams, "g")})
        elif (told := self.input("training_carbon")) is not None:
            yield Working("training_carbon", {"carbon": (told, "g")})
        if "embodied" in carbon and self.found.carbon is not None:
            made, whole = _one(carbon["embodied"]), _one(self.found.carbon)
            yield Working("made", {"before": (whole - made, "g"), "made": (made, "g"), "after": (whole, "g")})
        if "off_site" in parts and (ewif := self.input("ewif")) is not None:
            off = _one(parts["off_site"])
            numbers: Numbers = {"energy": energy, "ewif": (ewif, "L/kWh"), "water": (off, "L")}
            wue = self.input("wue")
            if wue and "on_site" in parts:
                on = _one(parts["on_site"])
                computers = (on / wue * KILO, "Wh")
                numbers |= {"computers": computers, "wue": (wue, "L/kWh"), "water": (off + on, "L")}
            yield Working("water" if "wue" in numbers else "water-off", numbers)
        if "electricity" in costs and (price := self.input("price")) is not None:
            usd = _one(costs["electricity"])
            yield Working("cost", {"energy": energy, "price": (price, "USD/kWh"), "cost": (usd, "USD")})

    def rent(self) -> Iterator[Working]:
        """Yield what the chips cost to rent for as long as they work."""
        usd, hours = _one(self.found.costs.get("rent")), _one(self.use.chip_hours)
        if usd and hours and self.use.rent_usd is None:
            yield Working("rent", {
                "hours": (hours, "chip-hour"), "rent": (usd / hours, "USD/chip-hour"), "cost": (usd, "USD"),
            })  # fmt: skip


def _sound(of: dict[str, float]) -> Iterator[Working]:
    """Yield the operations of so much sound, and what they take."""
    each, tera = of["flops"] / (2.0 * of["params"]), of["flops"] / TERA
    yield Working("sound", {"params": (of["params"], "parameters"), **_bare(tokens=each, flops=tera)})
    yield Working("sounding", {
        **_bare(
            flops=tera, peak=of["peak"] / TERA, reached=of["reached"], watts=of["watts"], power=of["power"]
        ),
        "chip": (of["joules"] / SECONDS_AN_HOUR, "Wh"),
    })  # fmt: skip


def _bare(**numbers: float) -> Numbers:
    """Return numbers without units."""
    return {name: (value, "") for name, value in numbers.items()}


def _one(value: Values | None) -> float:
    """Return the value of the one draw."""
    return float(np.asarray(value).reshape(-1)[0]) if value is not None else 0.0
