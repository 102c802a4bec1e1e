"""What is read of each source's answer, and what is not believed."""

from __future__ import annotations

import copy
import logging
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from bot.live.grid import LiveGrid
from tests.live.conftest import FRANCE, GERMANY, GREAT_BRITAIN, SPAIN, Clock, Open, Says


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("region", "g_per_kwh", "scope", "kind", "start", "end", "publisher"),
    [
        ("GB", 149, "direct", "measured", at(14, 30), at(15), "NESO"),
        ("FR", 21, "direct", "measured", at(14, 15), at(14, 30), "RTE éCO2mix, ODRÉ"),
        ("ES", 98, "direct", "measured", at(23, day=22), at(23, day=23), "REE, REData"),
        ("DE", 322, "life-cycle", "measured", at(14), at(15), "Electricity Maps"),
    ],
)
async def test_each_source_is_read(
    grid: LiveGrid,
    clock: Clock,
    region: str,
    g_per_kwh: float,
    scope: str,
    kind: str,
    start: datetime,
    end: datetime,
    publisher: str,
) -> None:
    found = await grid.intensity(region)
    assert found is not None
    assert (found.region, found.scope, found.kind, found.start, found.end) == (
        region,
        scope,
        kind,
        start,
        end,
    )
    assert found.intensity_g_per_kwh == pytest.approx(g_per_kwh)
    assert found.source.publisher == publisher
    assert found.source.url.startswith("https://")
    assert found.fetched == clock.now


async def test_each_source_is_asked_as_it_wants(grid: LiveGrid, asked: list[web.BaseRequest]) -> None:
    for region in ("GB", "FR", "ES", "DE"):
        await grid.intensity(region)
    gb, fr, es, de = asked
    assert gb.path == "/intensity"
    assert fr.path == "/api/explore/v2.1/catalog/datasets/eco2mix-national-tr/records"
    assert fr.query["where"] == "taux_co2 is not null"
    assert es.path == "/es/datos/generacion/no-renovables-detalle-emisiones-CO2"
    assert (es.query["start_date"], es.query["end_date"]) == ("2026-11-21T00:00", "2026-11-24T23:59")
    assert es.query["time_trunc"] == "day"
    assert (de.path, de.query["zone"]) == ("/v3/carbon-intensity/latest", "DE")
    assert de.headers["auth-token"] == "secret"
    assert all("auth-token" not in request.headers for request in (gb, fr, es))


async def test_a_half_hour_that_is_not_metered_yet_has_its_forecast(
    grid: LiveGrid, says: dict[str, Says]
) -> None:
    body = copy.deepcopy(GREAT_BRITAIN)
    body["data"][0]["intensity"]["actual"] = None
    says["GB"] = Says(body)
    found = await grid.intensity("GB")
    assert found is not None
    assert (found.intensity_g_per_kwh, found.kind) == (156, "forecast")


async def test_direct_factors_of_a_source_that_gives_both_are_said_to_be(
    grid: LiveGrid, says: dict[str, Says]
) -> None:
    says["DE"] = Says({**GERMANY, "emissionFactorType": "direct", "isEstimated": True})
    found = await grid.intensity("DE")
    assert found is not None
    assert (found.scope, found.kind) == ("direct", "estimated")


def with_value(region: str, value: Any) -> Any:
    """Return a source's answer with another value."""
    body: Any = copy.deepcopy({"GB": GREAT_BRITAIN, "FR": FRANCE, "ES": SPAIN, "DE": GERMANY}[region])
    match region:
        case "GB":
            body["data"][0]["intensity"] = {"forecast": value, "actual": value}
        case "FR":
            body["results"][0]["taux_co2"] = value
        case "ES":
            body["included"][1]["attributes"]["values"] = [
                {"value": value, "datetime": "2026-11-23T00:00:00.000+01:00"}
            ]
        case _:
            body["carbonIntensity"] = value
    return body


@pytest.mark.parametrize("region", ["GB", "FR", "ES", "DE"])
@pytest.mark.parametrize(
    "value",
    [None, "21", [21], {"value": 21}, True, -1, 0, 1e9, 10**30, float("nan"), float("inf")],
    ids=str,
)
async def test_a_value_that_cannot_be_is_not_told(
    grid: LiveGrid, says: dict[str, Says], region: str, value: Any
) -> None:
    says[region] = Says(with_value(region, value))
    assert await grid.intensity(region) is None


@pytest.mark.parametrize("region", ["GB", "FR", "ES", "DE"])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!doctype html><title>Maintenance</title>",
        b"\xff\xfe\x00",
        b'{"data": [',
        b"[" * 100_000,
        b'{"carbonIntensity": ' + b"9" * 5000 + b"}",
        b"null",
        b"[]",
        b"7",
        b'"text"',
        b"{}",
        b'{"data": [], "results": [], "included": [], "carbonIntensity": 5}',
        b'{"data": {}, "results": null, "included": {"a": 1}, "datetime": 5, "carbonIntensity": 5}',
        b'{"data": [[]], "results": [[]], "included": [7], "datetime": "soon", "carbonIntensity": 5}',
        b'{"error": "No recent data for zone"}',
        b"[" + b" " * 600_000 + b"]",
    ],
    ids=range(16),
)
async def test_a_body_of_another_shape_gives_no_figure(
    grid: LiveGrid, says: dict[str, Says], region: str, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    says[region] = Says(body, headers={"Content-Type": "text/html"})
    assert await grid.intensity(region) is None
    (record,) = caplog.records
    assert (record.levelno, record.exc_info) == (logging.WARNING, None)
    assert len(record.getMessage()) < 400


@pytest.mark.parametrize(
    ("region", "old", "new"),
    [
        ("GB", "2026-11-24T14:30Z", "2026-11-24T14:30"),
        ("GB", "2026-11-24T14:30Z", "2026-11-24T15:00Z"),
        ("GB", "2026-11-24T1", "2026-11-23T1"),
        ("GB", "2026-11-24T1", "2036-11-24T1"),
        ("GB", "2026-11-24T14:30Z", "tomorrow"),
        ("FR", "2026-11-24T14:15", "2026-11-24T11:15"),
        ("FR", "2026-11-24T14:15", "2026-11-25T14:15"),
        ("ES", "2026-11-23T00", "2026-11-19T00"),
        ("DE", "2026-11-24T14:00:00.000Z", "2026-11-24T10:00:00.000Z"),
        ("DE", "2026-11-24T14:00:00.000Z", "9999-12-31T23:59:59.999Z"),
    ],
)
async def test_a_figure_of_another_time_is_not_told(
    grid: LiveGrid, says: dict[str, Says], region: str, old: str, new: str
) -> None:
    body = str(says[region].body).replace("'", '"').replace("None", "null").replace("False", "false")
    assert old in body
    says[region] = Says(body.replace(old, new).replace("2026-11-22T00", "2026-11-18T00").encode())
    assert await grid.intensity(region) is None


@pytest.mark.parametrize("status", [301, 401, 403, 404, 429, 500, 503])
@pytest.mark.parametrize("region", ["GB", "DE"])
async def test_a_refusal_is_no_figure_and_no_secret_is_logged(
    grid: LiveGrid, says: dict[str, Says], region: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    says[region] = Says({"message": "no"}, status=status, headers={"Location": "/elsewhere?zone=GB"})
    if region == "GB" and status == 301:
        says["GB"].headers["Location"] = "/v3?zone=FR"  # a source without a token may move
        says["FR"] = Says(GREAT_BRITAIN)
        assert await grid.intensity(region) is not None
        return
    assert await grid.intensity(region) is None
    assert str(status) in caplog.text
    assert "secret" not in caplog.text


async def test_a_source_that_cannot_be_reached_is_no_figure(open_grid: Open, unused_tcp_port: int) -> None:
    from bot.live.grid import Bases

    grid = open_grid(bases=Bases(neso=f"http://127.0.0.1:{unused_tcp_port}"))
    assert await grid.intensity("GB") is None


@pytest.mark.parametrize("region", ["US-VA", "EU", "WLD", "ES-CN", "FR-20R", "IT-21", ""])
async def test_a_place_that_no_source_covers_is_not_asked_for(
    grid: LiveGrid, asked: list[web.BaseRequest], region: str
) -> None:
    assert await grid.intensity(region) is None
    assert asked == []


async def test_without_a_token_three_countries_have_live_figures(
    open_grid: Open, asked: list[web.BaseRequest]
) -> None:
    grid = open_grid(token=None)
    assert [bool(await grid.intensity(region)) for region in ("GB", "FR", "ES", "DE")] == [
        True,
        True,
        True,
        False,
    ]
    assert len(asked) == 3
