"""Questions and numbers with their labels, and whether an answer agrees with one.

A question counts as understood only where every field that its label holds is right. Where a label lists
several values of a field, each of them is; the order of items is free; a topic may be named more or less
precisely.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

Fields: TypeAlias = Mapping[str, Any]

TESTS: Final = Path(__file__).parents[1] / "tests"
BLIND: Final = TESTS / "corpus" / "blind"
LANGUAGES: Final = ("en", "es")
CLOSE: Final = 0.02  # of a number, relative to the larger
CLOSE_TOKENS: Final = 0.15  # words become tokens at a rate that is a rule of thumb
SAME: Final = 1e-9  # of a number that was read, relative
PHRASES: Final = ("subject", "activity", "unit")
NUMBERS: Final = (("amount", CLOSE), ("tokens", CLOSE_TOKENS), ("power", CLOSE))
SIGNS: Final = {"€": "eur", "$": "usd", "£": "gbp", "%": "percent", "‰": "permille"}


@dataclass(frozen=True, slots=True)
class Question:
    """A question, what it follows, and what it must be understood to ask."""

    text: str
    language: str  # "" where the label leaves it open
    label: Mapping[str, Any]
    context: str | list[str] | None = None

    @property
    def intent(self) -> str:
        """The first that the label accepts."""
        return str(accepted(self.label["intent"])[0])


def blind() -> list[Question]:
    """Return the questions by strangers to the word files."""
    return [
        Question(row["text"], row["gold"].get("language", ""), row["gold"], row.get("context"))
        for file in sets()
        for row in _rows(file)
    ]


def sets() -> list[Path]:
    """Return the files of those questions."""
    return sorted(BLIND.glob("set*.jsonl"))


def dialogues() -> list[Question]:
    """Return the turns of dialogues by strangers, each with those before it."""
    return [
        Question(turn["text"], turn["gold"].get("language", ""), turn["gold"], _before(row["turns"][:place]))
        for file in sorted(BLIND.glob("dialogues*.jsonl"))
        for row in _rows(file)
        for place, turn in enumerate(row["turns"])
        if "gold" in turn  # others only lead up to them
    ]


def _before(turns: Sequence[Mapping[str, Any]]) -> list[str] | None:
    return [turn["text"] for turn in turns] or None


def corpus() -> list[Question]:
    """Return the questions that the parser was written with in view."""
    return [
        Question(say, language, _label(language, case), case.get("context"))
        for language in LANGUAGES
        for file in sorted((TESTS / "corpus" / language).glob("*.toml"))
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
        for say in case["say"]
    ]


def _label(language: str, case: Mapping[str, Any]) -> dict[str, Any]:
    """Return a case as a label: a place that it does not name must not appear."""
    label = {name: value for name, value in case.items() if name not in ("say", "context")}
    return {"language": language, **({"region": None} if "items" in case else {}), **label}


def chatter() -> dict[str, list[tuple[str, str]]]:
    """Return remarks that want no answer, each with its language, "" where none is labelled."""
    return {
        "by strangers": [("", line) for line in _lines(BLIND / "chatter.txt")],
        "of the corpus": [
            (language, line)
            for language in LANGUAGES
            for line in _lines(TESTS / "corpus" / language / "chatter.txt")
        ],
    }


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in _lines(file)]


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


# Requests


def accepted(value: Any) -> list[Any]:
    """Return the values that a label accepts."""
    return value if isinstance(value, list) else [value]


def wrong(found: Mapping[str, Any], label: Mapping[str, Any]) -> list[str]:
    """Return the fields of a request, as JSON, that its label contradicts."""
    if "intent" in label:
        intents = [_bare(each) for each in accepted(label["intent"])]
        intent = _bare(found.get("intent"))
        languages = [label["language"]] if "language" in label else []
        bad = ["language"] if languages and found.get("language") not in languages else []
        if intent not in intents:
            bad.append("intent")
        elif intent == "none" or (intent != intents[0] and not bad):
            return bad  # the other fields are labelled for the first reading
    else:
        bad = []
    items = found.get("items") or []
    if "metrics" in label and set(found.get("metrics") or ()) != set(label["metrics"]):
        bad.append("metrics")
    if "region" in label and not _placed(found, items, label["region"]):
        bad.append("region")
    if "items" in label and not paired(items, label["items"], _fits):
        bad.append("items")
    if "versus" in label and not _versus(found.get("versus") or [], label["versus"]):
        bad.append("versus")
    for name in ("claim", "budget"):
        stated = found.get(name) or {}
        bad += [
            f"{name}.{field}"
            for field, value in (label.get(name) or {}).items()
            if not _stated(stated.get(field), value)
        ]
    if label.get("topic") and not _about(_bare(found.get("topic")), label["topic"]):
        bad.append("topic")
    return bad


def _bare(text: Any) -> str:
    """Return a name by its letters and digits alone."""
    written = str("" if text is None else text).lower()
    for sign, word in SIGNS.items():
        written = written.replace(sign, word)
    return "".join(letter for letter in written if letter.isascii() and letter.isalnum())


def _one_of(found: Any, label: Any) -> bool:
    return any(_bare(found) == _bare(each) for each in accepted(label))


def _near(found: Any, label: float, tolerance: float = CLOSE) -> bool:
    if not isinstance(found, (int, float)):
        return False
    return math.isclose(found, label, rel_tol=tolerance)


def _placed(found: Mapping[str, Any], items: Sequence[Mapping[str, Any]], label: str | None) -> bool:
    """Return whether a request is in a place, as a whole or in one of its items."""
    if _bare(found.get("region")) == _bare(label):
        return True
    return label is not None and any(_bare(item.get("region")) == _bare(label) for item in items)


def paired(items: Sequence[Fields], labels: Sequence[Fields], fits: Callable[[Fields, Fields], bool]) -> bool:
    """Return whether items and labels pair off; each label takes the first item that fits it."""
    rest = list(items)
    for label in labels:
        hit = next((item for item in rest if fits(item, label)), None)
        if hit is None:
            return False
        rest.remove(hit)
    return not rest


def _fits(item: Mapping[str, Any], label: Mapping[str, Any]) -> bool:
    words = all(_one_of(item.get(name), label[name]) for name in PHRASES if name in label)
    numbers = all(
        _near(item.get(name), label[name], tolerance)
        for name, tolerance in NUMBERS
        if label.get(name) is not None
    )
    return words and numbers and (not label.get("region") or _one_of(item.get("region"), label["region"]))


def _versus(found: Sequence[str], label: Sequence[Any]) -> bool:
    return len(found) == len(label) and all(any(_one_of(thing, each) for thing in found) for each in label)


def _stated(found: Any, label: Any) -> bool:
    if isinstance(label, (int, float)):
        return _near(found, label)
    return label is None or _one_of(found, label)


def _about(topic: str, label: Any) -> bool:
    """Return whether a topic is one of the labelled, or names one more or less precisely."""
    names = [_bare(each) for each in accepted(label)]
    return topic in names or (
        len(topic) > 1 and any(name in topic or (len(topic) > 2 and topic in name) for name in names)
    )


# Numbers


@dataclass(frozen=True, slots=True)
class Number:
    """A number that a text states, from low to high."""

    readings: tuple[tuple[float, float], ...]  # any of them will do
    named: bool = False  # a year or a label, which need not be read as a number


@dataclass(frozen=True, slots=True)
class Expression:
    """A text and the numbers that it states, left to right."""

    language: str
    text: str
    numbers: tuple[Number, ...]


def expressions() -> dict[str, list[Expression]]:
    """Return the tables of tests/numbers: expressions, and sentences as people write them."""
    values = [_expression(*line.split("\t")) for line in _lines(TESTS / "numbers" / "values.tsv") if line]
    sentences = [
        _expression(language, *line.split("\t"))
        for language in LANGUAGES
        for line in _lines(TESTS / "numbers" / f"{language}.tsv")
        if line
    ]
    sentences += [_expression(*line.split("\t")) for line in _lines(TESTS / "numbers" / "chat.tsv") if line]
    return {"expressions": values, "sentences": sentences}


def _expression(language: str, text: str, stated: str) -> Expression:
    """Return a row of a table: its marks of about, at least, percent and money are not asked for here."""
    numbers = () if stated in ("", "none") else tuple(_number(each) for each in stated.split(" "))
    return Expression(language, text, numbers)


def _number(written: str) -> Number:
    readings = []
    for each in written.split("|"):
        low, _, high = each.lstrip("~<>=").rstrip("%?y#ABCDEFGHIJKLMNOPQRSTUVWXYZ").partition("..")
        readings.append((float(low), float(high or low)))
    return Number(tuple(readings), named=written.endswith(("y", "#")))


def reads(found: Sequence[Sequence[float]], numbers: Sequence[Number]) -> bool:
    """Return whether (low, high) pairs are the numbers, exactly; an article may be read as one."""
    rest = iter([*found, None])
    pair = next(rest)
    for number in numbers:
        while pair is not None and not _is(pair, number) and tuple(pair) == (1.0, 1.0):
            pair = next(rest)
        if pair is not None and _is(pair, number):
            pair = next(rest)
        elif not number.named:
            return False
    return all(tuple(each) == (1.0, 1.0) for each in _remaining(pair, rest))


def _is(pair: Sequence[float], number: Number) -> bool:
    low, high = pair
    return any(
        math.isclose(low, reading[0], rel_tol=SAME) and math.isclose(high, reading[1], rel_tol=SAME)
        for reading in number.readings
    )


def _remaining(
    pair: Sequence[float] | None, rest: Iterator[Sequence[float] | None]
) -> Iterator[Sequence[float]]:
    while pair is not None:
        yield pair
        pair = next(rest)
