"""Requests to JSON and back: a follow-up after a restart starts from exactly what was understood."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import pipeline
from bot.request import INTENTS, Request
from bot.request.reading import kept_request, restored_request
from bot.store.asked import fingerprint
from estimator.workload import METRICS, Workload
from tests.store.samples import FULL_REQUEST


def back(request: Request) -> Request:
    return restored_request(json.loads(json.dumps(kept_request(request))))


def test_every_field_comes_back() -> None:
    """The sample sets each field of a request, so that a new one cannot be left out unnoticed."""
    empty = Request("none")
    unset = [name for name, value in kept_request(empty).items() if kept_request(FULL_REQUEST)[name] == value]
    assert unset == []
    assert back(FULL_REQUEST) == FULL_REQUEST
    assert back(FULL_REQUEST).pace == FULL_REQUEST.pace
    assert back(FULL_REQUEST).taken == FULL_REQUEST.taken
    assert back(FULL_REQUEST).told_in == FULL_REQUEST.told_in
    assert back(FULL_REQUEST).earlier == FULL_REQUEST.earlier


TEXT = st.text(max_size=20)
LEAVES = st.builds(
    Request,
    intent=st.sampled_from(INTENTS),
    metrics=st.lists(st.sampled_from(METRICS), max_size=3).map(tuple),
    items=st.lists(
        st.builds(
            Workload,
            subject=TEXT,
            activity=st.just("text"),
            amount=st.floats(allow_nan=False, allow_infinity=False),
            assumptions=st.none(),
        ),
        max_size=2,
    ).map(tuple),
    region=st.none() | TEXT,
    claim=st.none(),
    budget=st.none(),
    unused=st.lists(TEXT, max_size=3).map(tuple),
    others=st.just(()),
    alternatives=st.just(()),
    understood=TEXT,
)


@given(LEAVES, st.lists(LEAVES, max_size=2), st.lists(LEAVES, max_size=2))
def test_any_request_comes_back(leaf: Request, others: list[Request], alternatives: list[Request]) -> None:
    request = replace(leaf, others=tuple(others), alternatives=tuple(alternatives))
    assert back(request) == request


@pytest.mark.parametrize(
    "question",
    [
        "",
        "water for 300 claude prompts in France at batch 8 on H100s",
        "compare gpt-4o with llama 3.1 405b for 1e6 prompts a day",
        "is it true that chatgpt uses 3 Wh per question?",
        "how many prompts for 1 kWh? and what is PUE?",
        "energía de mil preguntas a gpt-9",
    ],
)
def test_what_the_parser_makes_comes_back(question: str) -> None:
    request = pipeline.understand(question)
    assert back(request) == request


def test_a_request_of_another_version_is_read_as_far_as_it_is_known() -> None:
    body = {**FULL_REQUEST.as_json(), "mood": "curious"}
    del body["alternatives"]
    body["items"][0]["assumptions"]["colour"] = "green"
    assert restored_request(body) == replace(FULL_REQUEST, alternatives=())


@pytest.mark.parametrize(
    "body", [{}, {"intent": "sing"}, {"intent": "estimate", "items": [{}]}, {"intent": "help", "items": 3}]
)
def test_what_is_no_request_is_refused(body: dict[str, object]) -> None:
    with pytest.raises((TypeError, AttributeError, ValueError)):
        restored_request(body)


def test_the_same_question_in_other_words_has_the_same_fingerprint() -> None:
    request = replace(FULL_REQUEST, items=(Workload("gpt-4o", "text", 10),))
    same = replace(
        request,
        items=(Workload("gpt-4o", "text", 10.0),),
        language="en",
        confidence=0.9,
        unused=(),
        understood="the same",
        others=(),
    )
    assert fingerprint(same) == fingerprint(request)
    assert len(fingerprint(request)) == 64


@pytest.mark.parametrize(
    "other",
    [
        {"region": "DE"},
        {"metrics": ("carbon",)},
        {"items": (Workload("gpt-4o", "text", 11),)},
        {"intent": "estimate"},
    ],
)
def test_another_question_has_another_fingerprint(other: dict[str, object]) -> None:
    assert fingerprint(replace(FULL_REQUEST, **other)) != fingerprint(FULL_REQUEST)  # type: ignore[arg-type]
