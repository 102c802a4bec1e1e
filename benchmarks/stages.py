"""The stages inside a running bot, warm, on questions as people write them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from bot import pipeline
from bot.request import Request
from estimator.estimate import Estimate

QUESTIONS = (
    "how much energy does a million ChatGPT queries use?",
    "100 users, 20 gpt-4o prompts a day for a year, in France",
    "water for 300 claude prompts",
    "co2 per gpt-4o reply??",
    "quen 2.5 72b, 700 prompts, footprint in australia",
    "3M tokens, deepseek-v3, enregy pls n thx",
    "gpt-3.5, 60k prompts of 250 tokens, sweden. carbon",
    "what's the best pizza in New York",
    "we hit 2 million messages in this server!",
    "my devs (7 ppl) burn thru 150 copilot suggestions a day each. 30 days. energy?",
)
ROUNDS = 200
HOSTILE = (
    "1" * 4000,
    "one " * 1000,
    "1,1 " * 1000,
    "gpt " * 1000,
    "a" * 4000,
    "claude in france " * 235,
    "½" * 4000,
    "<@1>" * 1000,
    "> " * 2000,
    "million " * 500,
)


def measure() -> list[tuple[str, str]]:
    """Return the time of each stage, and of the worst hostile message."""
    pipeline.load()
    requests = [pipeline.understand(question) for question in QUESTIONS]
    fresh = [request for request in requests if request.items]
    return [
        ("understand", _times([_understanding(question) for question in QUESTIONS])),
        ("estimate, seen before", _times([_estimating(request) for request in fresh])),
        ("answer, all stages", _times([_answering(question) for question in QUESTIONS])),
        ("understand, worst of hostile 4,000 characters", _worst([_understanding(text) for text in HOSTILE])),
    ]


def _understanding(text: str) -> Callable[[], Request]:
    return lambda: pipeline.understand(text)


def _estimating(request: Request) -> Callable[[], Estimate]:
    return lambda: pipeline.estimate(request)


def _answering(text: str) -> Callable[[], pipeline.Reply]:
    return lambda: pipeline.answer(text)


def _seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _times(calls: list[Callable[[], object]]) -> str:
    times_ms = sorted(1000 * _seconds(call) for _ in range(ROUNDS) for call in calls)
    p99_ms = times_ms[int(0.99 * len(times_ms))]
    return f"median {statistics.median(times_ms):.3f} ms, 99th percentile {p99_ms:.3f} ms"


def _worst(calls: list[Callable[[], object]]) -> str:
    return f"{max(1000 * min(_seconds(call) for _ in range(5)) for call in calls):.1f} ms"
