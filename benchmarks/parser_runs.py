"""Every parser in processes of its own: the same messages to each, and what it makes of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from babel import Locale

from benchmarks.labels import LANGUAGES, Expression, Question
from benchmarks.stages import HOSTILE
from estimator.catalogue import load

FOLDER: Final = Path(__file__).parents[1]
PROGRAM: Final = Path(__file__).with_name("parser_peer.py")
TEMPLATES: Final = sorted((FOLDER / "benchmarks" / "templates").glob("*.yaml"))
PEER: Final = FOLDER / ".venv" / "bench" / "bin" / "python"  # with what requirements-bench.lock names
OURS: Final = "footprint"
NUMBERS_ALONE: Final = "quantulum3"
INTENTS_ALONE: Final = "hassil"
PARSERS: Final = (OURS, NUMBERS_ALONE, INTENTS_ALONE)
STRANGERS: Final = "questions by strangers"
DIALOGUES: Final = "turns of dialogues by strangers"
CORPUS: Final = "questions of the corpus"
EVERY: Final = 4  # of the questions by strangers, one is timed
PROCESSES: Final = 3  # of each parser, for times and memory
WARM: Final = 100  # questions of the corpus, before those of strangers are timed
FIRST: Final = ("en", "how much energy do 20 to 30 gpt-4o prompts use in France?", None)
REPEATED: Final = ("how much energy ", "3 wh ", "1.500,", "gpt-4o or ", "between 1 and ")
ATTACKS: Final = (*HOSTILE, *((each * 4000)[:4000] for each in REPEATED))

Message = tuple[str, str, Any]  # language, text, context


@dataclass(frozen=True, slots=True)
class Bench:
    """What is asked of every parser."""

    questions: Mapping[str, Sequence[Question]]
    chatter: Mapping[str, Sequence[tuple[str, str]]]
    expressions: Mapping[str, Sequence[Expression]]

    @property
    def messages(self) -> list[Message]:
        """Every question, then every remark."""
        asked = [
            (each.language, each.text, each.context)
            for questions in self.questions.values()
            for each in questions
        ]
        return asked + [(language, line, None) for lines in self.chatter.values() for language, line in lines]

    @property
    def stated(self) -> list[Message]:
        return [(each.language, each.text, None) for rows in self.expressions.values() for each in rows]


@dataclass(frozen=True, slots=True)
class Ran:
    """What the processes of one parser told."""

    name: str
    version: str
    answers: Mapping[tuple[str, str], Any]  # by language and text
    follow_ups: Mapping[tuple[str, str], Any]  # by what they follow and text
    numbers: Mapping[tuple[str, str], Any]
    first_us: Sequence[float]  # of each question the first time, and once more: medians of the processes
    again_us: Sequence[float]
    hostile_ms: Sequence[float | None]
    stages: Mapping[str, tuple[float, float]]  # seconds and MB, medians of the processes


def run(name: str, bench: Bench) -> Ran | str:
    """Return what a parser makes of everything, or why nothing."""
    if name != OURS and not PEER.is_file():
        return "is not installed: `make bench` does it where the package index can be reached"
    messages, stated = bench.messages, bench.stated
    if name == INTENTS_ALONE:  # which knows of no conversation
        messages = [each for each in messages if not each[2]]
    answers: dict[str, list[Message]] = {} if name == NUMBERS_ALONE else {"answers": messages}
    numbers: dict[str, list[Message]] = {} if name == "hassil" else {"numbers": stated}
    corpus, strangers = bench.questions[CORPUS], bench.questions[STRANGERS]
    timed = {
        "warm": [_alone(each) for each in corpus[:: len(corpus) // WARM]],
        "timed": [_alone(each) for each in strangers[::EVERY]],
    }
    try:
        told = _ask(name, {**answers, **numbers, "hostile": [("en", each, None) for each in ATTACKS]})
        costs = [_ask(name, timed) for _ in range(PROCESSES)]
    except ChildProcessError as error:
        return f"can't be run: {error}"
    pairs = list(zip(messages, told.get("answers", ()), strict=False))
    return Ran(
        name=name,
        version=told["version"],
        answers={(language, text): each for (language, text, context), each in pairs if not context},
        follow_ups={(str(context), text): each for (_, text, context), each in pairs if context},
        numbers={
            (language, text): each
            for (language, text, _), each in zip(stated, told.get("numbers", ()), strict=False)
        },
        first_us=[median(times) for times in zip(*(cost["timed"][0] for cost in costs), strict=True)],
        again_us=[median(times) for times in zip(*(cost["timed"][1] for cost in costs), strict=True)],
        hostile_ms=told["hostile"],
        stages={
            stage: (
                median(cost["stages"][stage][0] for cost in costs),
                median(cost["stages"][stage][1] for cost in costs),
            )
            for stage in costs[0]["stages"]
        },
    )


def _alone(question: Question) -> Message:
    return question.language, question.text, None


def _ask(name: str, jobs: Mapping[str, Sequence[Message]]) -> Any:
    """Return what one process of a parser told; ChildProcessError with its last words where it failed."""
    names = _names() if name == INTENTS_ALONE else {}
    asked = {"first": FIRST, "jobs": jobs, "names": names, "templates": [str(each) for each in TEMPLATES]}
    ran = subprocess.run(
        [sys.executable if name == OURS else str(PEER), "-P", str(PROGRAM), name],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(FOLDER)} if name == OURS else None,
    )
    if ran.returncode:
        raise ChildProcessError((ran.stderr.strip() or "no reason given").splitlines()[-1])
    return json.loads(ran.stdout.splitlines()[-1])


def _names() -> dict[str, dict[str, list[str]]]:
    """Return the names that hassil's templates leave open, by language."""
    catalogue = load()
    models = {
        name
        for entries in (catalogue.models, catalogue.services, catalogue.chips)
        for entry in entries.values()
        for name in (entry.name, *entry.aliases)
    }
    return {
        language: {
            "model": sorted(models),
            "place": sorted(
                name
                for code, name in Locale(language).territories.items()
                if len(code) == 2 and code.isalpha()
            ),
        }
        for language in LANGUAGES
    }
