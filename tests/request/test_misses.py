"""What is known to be misread stays visible: each case fails until it is mended and moved to the corpus."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.request import Request

MISSES = Path(__file__).parent.parent / "corpus" / "_misses"
CASES = [
    pytest.param(case, say, id=f"{file.stem}-{say}")
    for file in sorted(MISSES.glob("*.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    for say in case["say"]
]


@pytest.mark.xfail(strict=True, reason="known to be misread")
@pytest.mark.parametrize(("case", "say"), CASES)
def test_a_known_miss_is_still_one(
    case: dict[str, Any], say: str, understand: Callable[..., Request]
) -> None:
    request = understand(say).as_json()
    assert request["intent"] == case["intent"]
    assert len(request["items"]) == len(case["items"])
    for item, label in zip(request["items"], case["items"], strict=True):
        assert {name: item[name] for name in label} == label


@pytest.mark.parametrize(("case", "say"), CASES)
def test_a_known_miss_is_asked_about_or_lists_what_it_leaves_out(
    case: dict[str, Any], say: str, understand: Callable[..., Request]
) -> None:
    request = understand(say)
    assert (
        request.confidence < 0.8
        or request.intent == "none"
        or request.metrics != tuple(case.get("metrics", ()))
    )
