"""A follow-up is understood from what is kept of the request before it as from the words that it came of."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from bot.request import Request
from bot.request.reading import kept_request, restored_request
from tests.corpus.test_corpus import CASES, DIALOGUES, check

FOLLOWING = [
    (turns, case, say)
    for _, case, say in (each.values for each in CASES)
    if (turns := [case["context"]] if isinstance(case.get("context"), str) else case.get("context"))
]
GOING_ON = [(before, turn, turn["say"]) for before, turn in (each.values for each in DIALOGUES) if before]


def kept(request: Request) -> Request:
    """Return a request as it is after a restart."""
    return restored_request(json.loads(json.dumps(kept_request(request))))


@pytest.mark.parametrize(("before", "case", "say"), FOLLOWING + GOING_ON)
def test_a_follow_up_after_a_restart_is_the_request_it_was_before_it(
    before: Sequence[str], case: dict[str, Any], say: str, understand: Callable[..., Request]
) -> None:
    last: Request | None = None
    for turn in before:
        read = understand(turn, [last] if last else None)
        last = kept(read) if read.intent != "none" or last is None else last
    check(understand(say, [last]).as_json(), case)


@pytest.mark.parametrize(
    ("question", "follow_up", "amount"),
    [
        ("energy of 50 chatgpt prompts a day for a month", "and for a year?", 50 * 365),
        ("energy of 50 chatgpt prompts a day for a month", "and 80 a day?", 80 * 365 / 12),
        ("20 people each send 5 claude prompts a day, carbon per week", "and for 40 people?", 40 * 5 * 7),
        ("5 preguntas diarias a claude durante un mes, agua", "¿y al año?", 5 * 365),
        ("energy of 8 H100s for a day", "and for a week?", 8 * 24 * 7),
    ],
)
def test_the_rate_is_kept_and_not_the_total_alone(
    question: str, follow_up: str, amount: float, understand: Callable[..., Request]
) -> None:
    (item,) = understand(follow_up, [kept(understand(question))]).items
    assert item.amount == pytest.approx(amount, rel=0.02)


def test_a_request_kept_by_an_older_version_is_followed_up_as_far_as_it_tells(
    understand: Callable[..., Request],
) -> None:
    body = understand("energy of 50 chatgpt prompts a day for a month").as_json()
    assert "pace" not in body
    (item,) = understand("and in France?", [restored_request(body)]).items
    assert item.subject == "chatgpt"
