"""Each request of the corpus, said in many ways, is understood as the one request.

A case lists ways to say it (`say`), what it follows (`context`, optional) and the labelled fields of the
request; a field of an item without label may be anything, a place without label must not appear.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from benchmarks.labels import Fields, paired
from bot.pipeline import understand

HERE = Path(__file__).parent
CASES = [
    pytest.param(folder.name, case, say, id=f"{folder.name}-{file.stem}-{say}")
    for folder in sorted(each for each in HERE.iterdir() if each.is_dir() and not each.name.startswith("_"))
    for file in sorted(folder.glob("*.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    for say in case["say"]
]


def same(found: Any, label: Any) -> bool:
    if isinstance(label, dict):  # inputs that a question fixes, all of them
        stated = {name: value for name, value in (found or {}).items() if value is not None}
        return set(stated) == set(label) and all(same(stated[name], value) for name, value in label.items())
    if isinstance(label, (int, float)) and isinstance(found, (int, float)):
        return found == pytest.approx(label, rel=0.02)
    return bool(found == label)


def matches(item: Fields, label: Fields) -> bool:
    return all(same(item[name], value) for name, value in label.items())


@pytest.mark.parametrize(("language", "case", "say"), CASES)
def test_a_way_to_say_it_is_the_request_it_stands_for(language: str, case: dict[str, Any], say: str) -> None:
    check(understand(say, case.get("context")).as_json(), case)
    assert understand(say, case.get("context")).language == language


def check(request: dict[str, Any], case: dict[str, Any]) -> None:
    """Assert that a request has every field that a case labels."""
    assert request["intent"] == case["intent"]
    if "metrics" in case:
        assert set(request["metrics"]) == set(case["metrics"])
    if "items" in case:
        assert paired(request["items"], case["items"], matches), request["items"]
        assert request["region"] == case.get("region")
    for name in ("versus", "topic"):
        if name in case:
            assert request[name] == case[name]
    for name in ("claim", "budget"):
        assert matches(request[name] or {}, case[name]) if name in case else True, request[name]


CHATTER = [
    pytest.param(line, id=f"{file.parent.name}-{line}")
    for file in sorted(HERE.glob("*/chatter.txt"))
    for line in file.read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("line", CHATTER)
def test_a_remark_is_not_answered(line: str) -> None:
    assert understand(line).intent == "none"


DIALOGUES = [
    pytest.param([turn["say"] for turn in turns[:place]], turns[place], id=f"{folder.parent.name}-{say}")
    for folder in sorted(HERE.glob("*/dialogues"))
    for file in sorted(folder.glob("*.toml"))
    for turns in (each["turn"] for each in tomllib.loads(file.read_text(encoding="utf-8"))["dialogue"])
    for place, say in enumerate(
        " / ".join(each["say"] for each in turns[: last + 1]) for last in range(len(turns))
    )
]


@pytest.mark.parametrize(("before", "turn"), DIALOGUES)
def test_a_turn_is_read_in_the_light_of_those_before_it(before: list[str], turn: dict[str, Any]) -> None:
    check(understand(turn["say"], before or None).as_json(), turn)
