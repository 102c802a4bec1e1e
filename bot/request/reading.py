"""A Request read from JSON: as `footprint estimate` takes it, and as the bot itself has written it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, TypeVar, get_args

from bot.request.request import INTENTS, Intent, Often, Pace, Request, Stated, Taken
from estimator.errors import OutOfRange
from estimator.workload import (
    METRICS,
    Assumptions,
    Budget,
    Claim,
    Metric,
    ModelShape,
    Workload,
    read_budget,
    read_claim,
    read_workload,
)

Record = TypeVar("Record", Request, Workload, Assumptions, ModelShape, Claim, Budget, Stated, Often, Taken)


def request_from_json(body: object) -> Request:
    """Return the request that a JSON object holds; OutOfRange names the field that is wrong.

    Absent fields take their defaults, and fields that no estimate depends on are passed over.
    """
    if not isinstance(body, Mapping):
        raise OutOfRange("request", body, "a JSON object")
    items = _sequence(body, "items")
    versus = _sequence(body, "versus")
    for position, thing in enumerate(versus):
        if not isinstance(thing, str):
            raise OutOfRange(f"versus[{position}]", thing, "the id of an everyday thing")
    return Request(
        intent=_intent(body, bool(items)),
        metrics=tuple(_metric(value, position) for position, value in enumerate(_sequence(body, "metrics"))),
        items=tuple(read_workload(item, f"items[{position}]") for position, item in enumerate(items)),
        region=_text(body, "region"),
        versus=tuple(versus),
        claim=None if body.get("claim") is None else read_claim(body["claim"], "claim"),
        budget=None if body.get("budget") is None else read_budget(body["budget"], "budget"),
        topic=_text(body, "topic"),
        years=tuple(_year(value, position) for position, value in enumerate(_sequence(body, "years"))),
        language=_text(body, "language") or "en",
    )


def kept_request(request: Request) -> dict[str, Any]:
    """Return a request as `restored_request` reads it: its JSON, and what a follow-up needs besides."""
    pace = asdict(request.pace) if request.pace else None
    earlier = kept_request(request.earlier) if request.earlier else None
    return request.as_json() | {"pace": pace, "earlier": earlier}


def restored_request(body: Mapping[str, Any]) -> Request:
    """Return the request whose `kept_request` this is, whole: also one that no estimate can be made of.

    Fields that it lacks take their defaults and those unknown are left out, so that what another version of
    the bot has written can be read. TypeError, AttributeError or ValueError where it is no such object.
    """
    if body.get("intent") not in INTENTS:
        raise ValueError("no request: its intent is none that is known")
    return _record(
        Request,
        body,
        metrics=tuple(body.get("metrics", ())),
        items=tuple(_restored_workload(item) for item in body.get("items", ())),
        versus=tuple(body.get("versus", ())),
        claim=_record(Claim, body["claim"]) if body.get("claim") else None,
        budget=_record(Budget, body["budget"]) if body.get("budget") else None,
        years=tuple(body.get("years", ())),
        unused=tuple(body.get("unused", ())),
        others=tuple(restored_request(other) for other in body.get("others", ())),
        alternatives=tuple(restored_request(other) for other in body.get("alternatives", ())),
        unknown=tuple(body.get("unknown", ())),
        guessed=tuple(body.get("guessed", ())),
        taken=tuple(_record(Taken, number) for number in body.get("taken", ())),
        told_in=body.get("told_in") or "",
        pace=_restored_pace(body["pace"]) if body.get("pace") else None,
        earlier=restored_request(body["earlier"]) if body.get("earlier") else None,
    )


def _restored_pace(body: Mapping[str, Any]) -> Pace:
    return Pace(
        tuple(_record(Stated, count) for count in body.get("counts", ())),
        tuple(_record(Often, period) for period in body.get("periods", ())),
    )


def _restored_workload(body: Mapping[str, Any]) -> Workload:
    fixed = body.get("assumptions")
    if fixed is None:
        return _record(Workload, body, assumptions=None)
    shape = fixed.get("model")
    model = None if shape is None else _record(ModelShape, shape)
    return _record(Workload, body, assumptions=_record(Assumptions, fixed, model=model))


def _record(kind: type[Record], body: Mapping[str, Any], **read: Any) -> Record:
    known = {field.name for field in fields(kind)}
    return kind(**{**{name: value for name, value in body.items() if name in known}, **read})


def _intent(body: Mapping[str, Any], has_items: bool) -> Intent:
    value = body.get("intent")
    if value is None and has_items:
        return "estimate"
    if value not in INTENTS:
        raise OutOfRange("intent", value, f"one of {', '.join(INTENTS)}")
    intent: Intent = value
    return intent


def _metric(value: object, position: int) -> Metric:
    for metric in METRICS:
        if value == metric:
            return metric
    raise OutOfRange(f"metrics[{position}]", value, f"one of {', '.join(get_args(Metric))}")


def _year(value: object, position: int) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise OutOfRange(f"years[{position}]", value, "a whole number")


def _sequence(body: Mapping[str, Any], field: str) -> list[Any]:
    value = body.get(field)
    if value is None:
        return []
    if not isinstance(value, list):
        raise OutOfRange(field, value, "a list")
    return value


def _text(body: Mapping[str, Any], field: str) -> str | None:
    value = body.get(field)
    if value is not None and not isinstance(value, str):
        raise OutOfRange(field, value, "a string")
    return value or None
