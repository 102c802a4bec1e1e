"""Live figures for answers: asked for once a slot and place, and never waited for long."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import aiohttp

from bot import __version__
from bot.config import Settings
from bot.live.breaker import Breaker
from bot.live.fetching import NoFigure, fetch
from bot.live.intensity import LiveIntensity
from bot.live.providers import Provider, electricity_maps, neso, read, ree, rte

log = logging.getLogger(__name__)

PATIENCE_S: Final = (
    1.2  # what an answer waits for a figure; the call itself goes on and serves the next answer
)
REASON_LENGTH: Final = 200
# Subdivisions whose ISO code is Electricity Maps' zone, too; those of other countries are cut otherwise.
MAPPED: Final = ("AU-", "CA-", "GB-")
NO_ZONE: Final = ("EU",)


@dataclass(frozen=True, slots=True)
class Bases:
    """Where the sources are."""

    neso: str = "https://api.carbonintensity.org.uk"
    rte: str = "https://odre.opendatasoft.com"
    ree: str = "https://apidatos.ree.es"
    electricity_maps: str = "https://api.electricitymaps.com"


def utc_now() -> datetime:
    return datetime.now(UTC)


class LiveGrid:
    """The latest figure of each place that was asked about. It closes the session that it is given."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        token: str | None = None,  # of Electricity Maps
        clock: Callable[[], datetime] = utc_now,
        bases: Bases | None = None,
        patience_s: float = PATIENCE_S,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        bases = bases or Bases()
        self._session = session
        self._clock = clock
        self._patience_s = patience_s
        self._jitter = jitter
        self._national = {"GB": neso(bases.neso), "FR": rte(bases.rte), "ES": ree(bases.ree)}
        self._elsewhere = electricity_maps(bases.electricity_maps, token) if token else None
        self._held: dict[str, tuple[int, LiveIntensity]] = {}  # by region; with the slot it is of
        self._flights: dict[str, asyncio.Task[None]] = {}  # by region
        self._breakers: dict[str, Breaker] = {}  # by region, and by the source's id

    async def intensity(self, region: str) -> LiveIntensity | None:
        """Return the latest figure of a place, or None where there is none, or none in time.

        `region` is an ISO 3166 code. A figure is asked for once a slot, by one call for all who wait.
        """
        provider = self.provider(region)
        if provider is None:
            return None
        now = self._clock()
        held = self._held.get(region)
        if held is None or held[0] != _slot(provider, now):
            flight = self._flights.get(region) or self._take_off(provider, region, now)
            if flight is not None:
                await asyncio.wait({flight}, timeout=self._patience_s)
                held = self._held.get(region)
        if held is None or held[1].end < self._clock() - provider.oldest:
            return None
        return held[1]

    def provider(self, region: str) -> Provider | None:
        """Return the source for a place, or None where there is none."""
        if region in self._national:
            return self._national[region]
        mapped = (len(region) == 2 and region not in NO_ZONE) or region.startswith(MAPPED)
        return self._elsewhere if mapped else None

    async def close(self) -> None:
        """End the calls under way and close the session."""
        flights = list(self._flights.values())
        for flight in flights:
            flight.cancel()
        await asyncio.gather(*flights, return_exceptions=True)
        await self._session.close()

    def _take_off(self, provider: Provider, region: str, now: datetime) -> asyncio.Task[None] | None:
        """Start the call for a place, unless it or its source is to be left alone for a while."""
        breakers = (self._breaker(provider.source.id), self._breaker(region))
        if self._session.closed or not all(breaker.admits(now) for breaker in breakers):
            return None
        for breaker in breakers:
            breaker.begin()
        flight = asyncio.create_task(self._fly(provider, region, *breakers), name=f"live grid: {region}")
        self._flights[region] = flight
        flight.add_done_callback(lambda _: self._flights.pop(region, None))
        return flight

    async def _fly(self, provider: Provider, region: str, of_source: Breaker, of_place: Breaker) -> None:
        """Ask a source and hold what it says; where it fails, note that and raise nothing."""
        started = self._clock()
        try:
            body = await fetch(self._session, provider.query(region, started), started)
            reading = read(provider, body, self._clock())
        except NoFigure as fault:
            if not fault.everywhere:
                of_source.succeeded()
            failing = of_source if fault.everywhere else of_place
            pause = failing.failed(self._clock(), fault.retry_after)
            _report(provider, region, fault, failing.failures, pause)
        except Exception:  # a mistake of ours; the answer goes without
            of_place.failed(self._clock())
            of_source.succeeded()
            log.exception("live grid of %s: %s", region, provider.source.publisher)
        else:
            of_source.succeeded()
            of_place.succeeded()
            figure = LiveIntensity(
                region=region,
                intensity_g_per_kwh=reading.intensity_g_per_kwh,
                scope=reading.scope,
                kind=reading.kind,
                start=reading.start,
                end=reading.end,
                source=provider.source,
                fetched=self._clock(),
            )
            self._held[region] = (_slot(provider, started), figure)

    def _breaker(self, of: str) -> Breaker:
        return self._breakers.setdefault(of, Breaker(self._jitter))


def _slot(provider: Provider, now: datetime) -> int:
    """Return the number of the slot that a moment lies in."""
    return int(now.timestamp() // provider.slot.total_seconds())


def _report(provider: Provider, region: str, fault: NoFigure, failures: int, pause: timedelta) -> None:
    """Log a failure: the first in a row as a warning, the rest for those who look."""
    log.log(
        logging.WARNING if failures == 1 else logging.INFO,
        "live grid of %s: no figure from %s: %s; left alone for %d s",
        region,
        provider.source.publisher,
        " ".join(str(fault).split())[:REASON_LENGTH],
        pause.total_seconds(),
    )


@asynccontextmanager
async def open_grid(settings: Settings) -> AsyncIterator[LiveGrid | None]:
    """Yield live figures over a session of their own, closed at the end; None where they are switched off."""
    if settings.live_grid == "off":
        yield None
        return
    session = aiohttp.ClientSession(headers={"User-Agent": f"footprint-bot/{__version__}"})
    grid = LiveGrid(session, token=settings.electricity_maps_token)
    try:
        yield grid
    finally:
        await grid.close()
