"""Those who publish what a grid emits at the moment: what to ask of each, and how to read what it answers.

The shapes are those of the APIs' documentation and of clients in use. A value of null means "not yet", and so
does one of 0: no grid covered here emits nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from bot.live.fetching import NoFigure, Query
from bot.live.intensity import Kind, Scope
from estimator.figure import Source

MOST_G_PER_KWH: Final = 1500.0  # a grid of nothing but old coal plants stays below
G_PER_KWH_IN_T_PER_MWH: Final = 1000.0
QUARTER: Final = timedelta(minutes=15)
HALF_HOUR: Final = timedelta(minutes=30)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)

# Series of REE: the emission factor of all generation, in tCO2 eq./MWh.
REE_FACTOR: Final = "tco2eq./mwh"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source says, and of when."""

    intensity_g_per_kwh: float
    start: datetime
    end: datetime
    scope: Scope
    kind: Kind


@dataclass(frozen=True, slots=True)
class Provider:
    """A source of live figures."""

    source: Source
    slot: timedelta  # how often a new figure is asked for
    oldest: timedelta  # how long after its end a figure is still worth telling
    query: Callable[[str, datetime], Query]  # of a region, now
    read: Callable[
        [Any, datetime], Reading
    ]  # of JSON, now; LookupError, TypeError or ValueError: not as expected


def neso(base: str) -> Provider:
    """Return Great Britain's: half hours, direct, with imports; a forecast until the half hour is metered."""

    def query(region: str, now: datetime) -> Query:
        return Query(f"{base}/intensity")

    def read(body: Any, now: datetime) -> Reading:
        entry = body["data"][0]
        values = entry["intensity"]
        kind: Kind = "forecast" if values["actual"] is None else "measured"
        value = values["forecast"] if values["actual"] is None else values["actual"]
        return Reading(g_per_kwh(value), moment(entry["from"]), moment(entry["to"]), "direct", kind)

    source = Source(
        id="neso-live",
        title="Carbon Intensity API",
        publisher="NESO",
        url="https://carbonintensity.org.uk/",
        published="",
        accessed="",
        licence="CC BY 4.0",
    )
    return Provider(source, HALF_HOUR, 3 * HOUR, query, read)


def rte(base: str) -> Provider:
    """Return France's: quarters of an hour, direct, of what is generated in the country."""

    def query(region: str, now: datetime) -> Query:
        # Quarters to come have their rows already, with nulls.
        parameters = {
            "select": "date_heure,taux_co2",
            "where": "taux_co2 is not null",
            "order_by": "date_heure desc",
            "limit": "1",
        }
        return Query(f"{base}/api/explore/v2.1/catalog/datasets/eco2mix-national-tr/records", parameters)

    def read(body: Any, now: datetime) -> Reading:
        row = body["results"][0]
        start = moment(row["date_heure"])
        return Reading(g_per_kwh(row["taux_co2"]), start, start + QUARTER, "direct", "measured")

    source = Source(
        id="rte-live",
        title="éCO2mix",
        publisher="RTE éCO2mix, ODRÉ",
        url="https://odre.opendatasoft.com/explore/dataset/eco2mix-national-tr/",
        published="",
        accessed="",
        licence="Licence Ouverte 2.0",
    )
    # Half the quarters are asked for: without a key, a portal of this kind allows some 100 calls a day.
    return Provider(source, HALF_HOUR, 3 * HOUR, query, read)


def ree(base: str) -> Provider:
    """Return Spain's: whole days, direct, of what is generated in the country. The day under way is not yet
    sound, so this is the last that has ended."""

    def query(region: str, now: datetime) -> Query:
        parameters = {
            "start_date": f"{now - 3 * DAY:%Y-%m-%d}T00:00",
            "end_date": f"{now:%Y-%m-%d}T23:59",
            "time_trunc": "day",
        }
        return Query(f"{base}/es/datos/generacion/no-renovables-detalle-emisiones-CO2", parameters)

    def read(body: Any, now: datetime) -> Reading:
        for series in body["included"]:
            names = (series.get("type"), series["attributes"].get("title"))
            if any("".join(str(name).split()).casefold() == REE_FACTOR for name in names):
                days = {moment(value["datetime"]): value["value"] for value in series["attributes"]["values"]}
                start = max(day for day, value in days.items() if day + DAY <= now and value is not None)
                factor = g_per_kwh(days[start], scale=G_PER_KWH_IN_T_PER_MWH)
                return Reading(factor, start, start + DAY, "direct", "measured")
        raise LookupError("no series of the emission factor")

    source = Source(
        id="ree-live",
        title="REData",
        publisher="REE, REData",
        url="https://www.ree.es/es/datos/generacion/no-renovables-detalle-emisiones-CO2",
        published="",
        accessed="",
    )
    return Provider(source, HOUR, 36 * HOUR, query, read)


def electricity_maps(base: str, token: str) -> Provider:
    """Return the whole world's, zone by zone as the token's plan has it: hours, of what is consumed, with the
    life cycle of the plants unless it says otherwise."""

    def query(region: str, now: datetime) -> Query:
        return Query(f"{base}/v3/carbon-intensity/latest", {"zone": region}, {"auth-token": token})

    def read(body: Any, now: datetime) -> Reading:
        scopes: dict[str, Scope] = {"lifecycle": "life-cycle", "direct": "direct"}
        scope = scopes[body.get("emissionFactorType", "lifecycle")]
        start = moment(body["datetime"])
        kind: Kind = "estimated" if body.get("isEstimated") is not False else "measured"
        return Reading(g_per_kwh(body["carbonIntensity"]), start, start + HOUR, scope, kind)

    source = Source(
        id="electricity-maps-live",
        title="Carbon intensity, latest",
        publisher="Electricity Maps",
        url="https://app.electricitymaps.com/",
        published="",
        accessed="",
    )
    return Provider(source, HOUR, 3 * HOUR, query, read)


def read(provider: Provider, body: object, now: datetime) -> Reading:
    """Return what a source says, if that is plausible and new. NoFigure."""
    try:
        reading = provider.read(cast(Any, body), now)
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise NoFigure(f"not the shape expected: {type(error).__name__}: {error}") from None
    if reading.start > now + HALF_HOUR or reading.end <= reading.start:
        raise NoFigure(f"a figure of {reading.start.isoformat()}, which is to come")
    if reading.end < now - provider.oldest:
        raise NoFigure(f"a figure of {reading.start.isoformat()}, which is long past")
    return reading


def g_per_kwh(value: object, *, scale: float = 1.0) -> float:
    """Return a plausible intensity; TypeError or ValueError."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{type(value).__name__} where a number belongs")
    found = float(value) * scale
    if not (math.isfinite(found) and 0 < found <= MOST_G_PER_KWH):
        raise ValueError(f"{found:g} g/kWh")
    return found


def moment(value: object) -> datetime:
    """Return the moment that an ISO 8601 text with a time zone names; TypeError or ValueError."""
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} where a time belongs")
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError(f"{value[:40]} has no time zone")
    return found
