"""A local server that stands for the sources of live figures, and a clock that is set by hand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.live.grid import Bases, LiveGrid
from bot.live.intensity import LiveIntensity

NOW = datetime(2026, 11, 24, 14, 40, tzinfo=UTC)

# As the sources answer, cut to what is read and some of what is not.
GREAT_BRITAIN = {
    "data": [
        {
            "from": "2026-11-24T14:30Z",
            "to": "2026-11-24T15:00Z",
            "intensity": {"forecast": 156, "actual": 149, "index": "moderate"},
        }
    ]
}
FRANCE = {"total_count": 8612, "results": [{"date_heure": "2026-11-24T14:15:00+00:00", "taux_co2": 21}]}
SPAIN = {
    "data": {"type": "No renovables detalle emisiones CO2", "id": "gen5", "attributes": {"title": "…"}},
    "included": [
        {
            "type": "Carbón",
            "id": "1446",
            "attributes": {
                "title": "Carbón",
                "values": [
                    {"value": 9012.4, "percentage": 0.11, "datetime": "2026-11-23T00:00:00.000+01:00"}
                ],
            },
        },
        {
            "type": "tCO2 eq./MWh",
            "id": "1458",
            "attributes": {
                "title": "tCO2 eq./MWh",
                "values": [
                    {"value": 0.131, "percentage": 1, "datetime": "2026-11-22T00:00:00.000+01:00"},
                    {"value": 0.098, "percentage": 1, "datetime": "2026-11-23T00:00:00.000+01:00"},
                    {"value": 0.4, "percentage": 1, "datetime": "2026-11-24T00:00:00.000+01:00"},
                ],
            },
        },
    ],
}
GERMANY = {
    "zone": "DE",
    "carbonIntensity": 322,
    "datetime": "2026-11-24T14:00:00.000Z",
    "updatedAt": "2026-11-24T14:31:00.000Z",
    "emissionFactorType": "lifecycle",
    "isEstimated": False,
    "estimationMethod": None,
}


@dataclass
class Says:
    """One answer of a source."""

    body: Any = b""  # bytes as they are, else as JSON
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False


@dataclass
class Sources:
    """All sources in one server. What each says is set by region; what it is asked is noted."""

    says: dict[str, Says] = field(default_factory=dict)
    asked: list[web.BaseRequest] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)  # a request is there
    go_on: asyncio.Event = field(default_factory=asyncio.Event)  # those that hang may be answered

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked.append(request)
        self.came.set()
        paths = {"/intensity": "GB", "/api/explore": "FR", "/es/datos": "ES"}
        region = next((r for p, r in paths.items() if request.path.startswith(p)), request.query.get("zone"))
        says = self.says[region or ""]
        if says.hangs:
            await self.go_on.wait()
        body = says.body if isinstance(says.body, bytes) else json.dumps(says.body).encode()
        return web.Response(body=body, status=says.status, headers=says.headers)


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sources() -> AsyncIterator[tuple[Sources, str]]:
    """The sources, all well, and their address."""
    found = Sources({"GB": Says(GREAT_BRITAIN), "FR": Says(FRANCE), "ES": Says(SPAIN), "DE": Says(GERMANY)})
    runner = web.ServerRunner(web.Server(found), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield found, f"http://127.0.0.1:{runner.addresses[0][1]}"
    found.go_on.set()
    await runner.cleanup()


@pytest.fixture
def says(sources: tuple[Sources, str]) -> dict[str, Says]:
    return sources[0].says


@pytest.fixture
def asked(sources: tuple[Sources, str]) -> list[web.BaseRequest]:
    return sources[0].asked


Open = Callable[..., LiveGrid]


@pytest.fixture
async def open_grid(sources: tuple[Sources, str], clock: Clock) -> AsyncIterator[Open]:
    grids: list[LiveGrid] = []

    def opened(**options: Any) -> LiveGrid:
        address = sources[1]
        options = {"token": "secret", "patience_s": 5.0, "bases": Bases(*[address] * 4), **options}
        grids.append(LiveGrid(aiohttp.ClientSession(), clock=clock, jitter=lambda: 0.0, **options))
        return grids[-1]

    yield opened
    for grid in grids:
        await grid.close()


@pytest.fixture
async def grid(open_grid: Open) -> LiveGrid:
    return open_grid()


async def figure_at_last(grid: LiveGrid, region: str) -> LiveIntensity:
    """Return the figure that a request under way brings."""
    for _ in range(500):
        if figure := await grid.intensity(region):
            return figure
        await asyncio.sleep(0.01)
    raise AssertionError("no figure within five seconds")
