"""Questions by people who had not seen the word files, each set scored once before it came here.

At first contact these sets scored what FIRST says, of 60 each. The parser has been mended with them since, so
that what it makes of them now says nothing of new ones, but must not get worse. They are judged by the rules
of the public contract, and those are held to its own scorer where that lies beside the project.
"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

from benchmarks import labels
from bot import pipeline

FOLDER: Final = Path(__file__).parent / "blind"
SETS: Final = labels.sets()
DIALOGUES: Final = sorted(FOLDER.glob("dialogues*.jsonl"))
SCORER: Final = Path(__file__).parents[3] / "shared" / "tools" / "score_parse.py"
FIRST: Final = {
    "set3": 47, "set4": 50, "set5": 52, "set6": 47, "setB": 53, "setC": 52, "setD": 50,
    "setE1": 52, "setE2": 53, "setE3": 51, "setE4": 51, "setF1": 57, "setF2": 50, "setF3": 41, "setF4": 52,
    "setH1": 49, "setH2": 54, "setH3": 49, "setH4": 50, "setI1": 54, "setI2": 59, "setI3": 55, "setI4": 53,
    "setG1": 59, "setG2": 59, "setG3": 59, "setJ1": 56, "setJ2": 58,
    "setK1": 51, "setK2": 56, "setL1": 58, "setL2": 59, "setM1": 56, "setM2": 55, "setM3": 40, "setN1": 53,
    "setO1": 54, "setO2": 33, "setO3": 54, "setP1": 56, "setP2": 39,
    "setQ1": 51, "setQ2": 57, "setQ3": 42, "setR1": 51, "setR2": 54,
    "setS1": 56, "setU1": 50, "setV1": 58, "setV2": 57, "setW1": 55, "setX1": 56, "setY1": 58,
}  # fmt: skip
RIGHT: Final = 0.95  # of all questions, now that they have been learnt from
BOLD: Final = 0.02  # wrong, and not asked back about
FOLLOWED: Final = 0.97  # of the turns of the dialogues
ANSWERED: Final = 0.005  # of idle chatter


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    if not SCORER.exists():
        pytest.skip("the scorer of the public contract is not beside the project")
    spec = importlib.util.spec_from_file_location("score_parse", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def read() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """The questions of all sets: the set, the question with its label, the request it was read as."""
    return [
        (file.stem, row, pipeline.understand(row["text"], row.get("context")).as_json())
        for file in SETS
        for row in rows(file)
    ]


@pytest.fixture(scope="module")
def misread(
    read: list[tuple[str, dict[str, Any], dict[str, Any]]],
) -> dict[str, list[tuple[str, float, list[str]]]]:
    """The misread questions of each set: their text, the confidence in it, the fields that are wrong."""
    found: dict[str, list[tuple[str, float, list[str]]]] = {file.stem: [] for file in SETS}
    for name, row, request in read:
        if bad := labels.wrong(request, row["gold"]):
            found[name].append((row["text"], request["confidence"], bad))
    return found


@pytest.mark.parametrize("name", [file.stem for file in SETS])
def test_as_many_questions_are_understood_as_at_first_contact(
    name: str, misread: dict[str, list[tuple[str, float, list[str]]]]
) -> None:
    assert 60 - len(misread[name]) >= FIRST[name], misread[name]


def test_what_was_learnt_stays_learnt(misread: dict[str, list[tuple[str, float, list[str]]]]) -> None:
    every = 60 * len(SETS)
    wrong = [each for group in misread.values() for each in group]
    assert len(wrong) <= (1 - RIGHT) * every, wrong
    bold = [each for each in wrong if each[1] >= 0.8]
    assert len(bold) <= BOLD * every, bold


def test_dialogues_are_followed() -> None:
    turns, wrong = 0, []
    for row in (row for file in DIALOGUES for row in rows(file)):
        before: list[str] = []
        for turn in row["turns"]:
            request = pipeline.understand(turn["text"], before or None).as_json()
            before.append(turn["text"])
            if "gold" not in turn:  # what the others lean on
                continue
            turns += 1
            if bad := labels.wrong(request, turn["gold"]):
                wrong.append((before.copy(), bad))
    assert len(wrong) <= (1 - FOLLOWED) * turns, wrong


def test_idle_chatter_is_not_answered() -> None:
    lines = (FOLDER / "chatter.txt").read_text(encoding="utf-8").splitlines()
    answered = [line for line in lines if pipeline.understand(line).intent != "none"]
    assert len(answered) <= ANSWERED * len(lines), answered


def test_questions_are_judged_as_by_the_scorer_of_the_contract(
    scorer: ModuleType, read: list[tuple[str, dict[str, Any], dict[str, Any]]]
) -> None:
    for _, row, request in read:
        assert bool(labels.wrong(request, row["gold"])) == bool(scorer.judge(request, row["gold"])), row
