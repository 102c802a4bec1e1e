"""The benchmark's scoring: what it calls right is right, and what it calls wrong is wrong."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import pytest

from benchmarks import labels
from benchmarks.labels import Number
from tests.corpus.test_blind import FIRST

LABELS = [each.label for each in (*labels.blind(), *labels.dialogues(), *labels.corpus())]


def perfect(label: Mapping[str, Any]) -> dict[str, Any]:
    """Return a request that has every labelled field, the first value where several are accepted."""

    def first(value: Any) -> Any:
        return value[0] if isinstance(value, list) else value

    stated = {
        name: {field: first(value) for field, value in label[name].items()}
        for name in ("claim", "budget")
        if label.get(name)
    }
    request = {
        name: first(label[name]) for name in ("intent", "topic", "language", "region") if name in label
    }
    items = [{name: first(value) for name, value in item.items()} for item in label.get("items", ())]
    versus = [first(each) for each in label.get("versus", ())]
    return {**request, **stated, "metrics": label.get("metrics", []), "items": items, "versus": versus}


def labelled(field: str) -> list[Mapping[str, Any]]:
    """Return the labels that hold a field and are read further than to their intent."""
    return [each for each in LABELS if each.get(field) and "none" not in labels.accepted(each["intent"])]


def test_a_request_as_labelled_is_right() -> None:
    assert [label for label in LABELS if labels.wrong(perfect(label), label)] == []


def test_the_order_of_items_is_free() -> None:
    several = [label for label in labelled("items") if len(label["items"]) > 1]
    assert several
    for label in several:
        request = perfect(label)
        request["items"].reverse()
        assert labels.wrong(request, label) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("intent", "help me"),
        ("language", "fr"),
        ("metrics", ["noise"]),
        ("region", "AQ"),
        ("items", []),
        ("versus", ["a-whale"]),
        ("claim", None),
        ("budget", None),
        ("topic", None),
    ],
)
def test_another_value_of_a_labelled_field_is_wrong(field: str, value: Any) -> None:
    found = labelled(field)
    assert found
    for label in found:
        bad = labels.wrong({**perfect(label), field: value}, label)
        assert field in {each.partition(".")[0] for each in bad}, label


@pytest.mark.parametrize("field", ["subject", "activity", "amount", "unit", "tokens", "power"])
def test_another_value_of_an_item_is_wrong(field: str) -> None:
    found = [label for label in labelled("items") if label["items"][0].get(field) is not None]
    assert found
    for label in found:
        request = copy.deepcopy(perfect(label))
        value = request["items"][0][field]
        request["items"][0][field] = value * 1.5 if isinstance(value, (int, float)) else "another"
        assert labels.wrong(request, label) == ["items"], label


def test_a_place_that_was_not_named_is_wrong() -> None:
    found = [each for each in labelled("items") if "region" in each and each["region"] is None]
    assert found
    assert [
        label for label in found if labels.wrong({**perfect(label), "region": "FR"}, label) != ["region"]
    ] == []


def test_every_set_by_strangers_has_its_first_score() -> None:
    assert {file.stem for file in labels.sets()} == set(FIRST)


EXPRESSIONS = [each for table in labels.expressions().values() for each in table]


def test_the_numbers_of_a_table_are_read_as_they_stand_and_not_otherwise() -> None:
    for each in EXPRESSIONS:
        pairs = [number.readings[0] for number in each.numbers]
        assert labels.reads(pairs, each.numbers), each
        assert not labels.reads([*pairs, (7.5, 7.5)], each.numbers), each
        if any(not number.named and number.readings[0] != (1, 1) for number in each.numbers):
            assert not labels.reads([], each.numbers), each
            assert not labels.reads([(low * 1.001, high) for low, high in pairs], each.numbers) or not any(
                low for low, _ in pairs
            ), each


@pytest.mark.parametrize(
    ("found", "right"),
    [
        ([(20.0, 20.0), (2030.0, 2030.0)], True),
        ([(20.0, 20.0)], True),  # a year need not be a number
        ([(1.0, 1.0), (20.0, 20.0)], True),  # nor an article none
        ([(2030.0, 2030.0)], False),
        ([(20.0, 21.0)], False),
        ([(20.0, 20.0), (2030.0, 2030.0), (3.0, 3.0)], False),
    ],
)
def test_years_and_articles_may_be_read_as_numbers(found: list[tuple[float, float]], right: bool) -> None:
    stated = (Number(((20.0, 20.0),)), Number(((2030.0, 2030.0),), named=True))
    assert labels.reads(found, stated) is right
