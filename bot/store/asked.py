"""Whether two questions ask the same: a fingerprint of a request."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from bot.request import Request

MEANT: Final = ("intent", "metrics", "items", "region", "versus", "claim", "budget", "topic")


def fingerprint(request: Request) -> str:
    """Return 64 characters that two requests share if the same answer fits both, whatever their language."""
    body = request.as_json()
    meant = {name: _comparable(body[name]) for name in MEANT}
    if request.years:  # kept out where there are none, so that what older versions wrote still fits
        meant["years"] = body["years"]
    text = json.dumps(meant, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _comparable(value: Any) -> Any:
    """Return a JSON value with 10 and 10.0 alike, and absent like null."""
    if isinstance(value, dict):
        return {key: _comparable(part) for key, part in value.items() if part is not None}
    if isinstance(value, list):
        return [_comparable(part) for part in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
