"""Who asks how an answer was computed sees the formula with its numbers put in."""

from __future__ import annotations

import math
import re

import pytest

from bot import message
from bot.languages import language, languages
from bot.pipeline import answer, behind
from bot.request import Request
from estimator.workload import Metric, Workload

WORKS = {
    "text": Workload("chatgpt", "text", 1e6),
    "image": Workload("dall-e-3", "image", 1, "image"),
    "video": Workload("sora", "video", 10, "second"),
    "audio": Workload("whisper", "audio", 3600, "second"),
    "training": Workload("claude", "training", 1, "run"),
    "published": Workload("gpt-3", "training", 1, "run"),
    "hardware": Workload("h100", "hardware", 192, "hour"),
    "site": Workload("data-centre", "hardware", 1, "day", power=1e8),
    "agent": Workload("claude-code", "code-agent"),
}
WALL = re.compile(r"([\d.,]+) (\w+)((?: × [\d.,]+ \([^)]*\))+) = ([\d.,]+) (\w+)")


@pytest.mark.parametrize("tag", languages())
@pytest.mark.parametrize("metric", ["energy", "carbon"])
@pytest.mark.parametrize("kind", WORKS)
def test_the_formula_is_there_with_its_numbers(kind: str, metric: Metric, tag: str) -> None:
    """In each language, within one message, with the inputs and who says so below it."""
    reply = behind(Request("estimate", (metric,), (WORKS[kind],), language=tag), "how")
    assert len(reply.text) <= message.LIMIT
    lines = [line for line in reply.text.splitlines() if line.startswith("- ") and " = " in line]
    assert len(lines) >= (2 if kind == "published" else 3)
    assert "](<http" in reply.text


@pytest.mark.parametrize("kind", ["text", "image", "video", "hardware"])
def test_a_reader_comes_to_the_same_with_a_calculator(kind: str) -> None:
    """The way from the chips to the data centre, as it is written."""
    text = " ".join(behind(Request("estimate", ("energy",), (WORKS[kind],)), "how").text.split())
    (found,) = WALL.finditer(text)
    factors = [float(each) for each in re.findall(r"× ([\d.]+)", found[3])]
    scale = {"Wh": 1.0, "kWh": 1e3, "mWh": 1e-3}
    left = float(found[1]) * scale[found[2]] * math.prod(factors)
    assert left == pytest.approx(float(found[4]) * scale[found[5]], rel=0.002)


def test_an_answer_asked_about_in_words_is_told_the_same() -> None:
    """ "How did you compute that?" after an answer is the button's reply."""
    asked = answer("How did you calculate that?", "How much energy does a million ChatGPT prompts use?")
    pressed = behind(asked.request, "how")
    assert asked.text == pressed.text
    assert "(tokens)" in asked.text


@pytest.mark.parametrize("tag", languages())
def test_an_everyday_thing_tells_what_one_takes_and_who_says_so(tag: str) -> None:
    reply = behind(Request("estimate", (), (Workload("toast", "everyday", 1, "item"),), language=tag), "how")
    thing = language(tag).files["things"]["toast"]["one"]
    assert re.search(rf"- {thing}: 40\s?Wh .*MacKay", reply.text)


def test_a_training_of_unknown_length_tells_how_many_tokens_it_is_taken_to_learn_from() -> None:
    """In all, among the inputs, beside those for each parameter."""
    text = behind(answer("training a 70B model").request, "how").text
    assert "\n- 14 trillion tokens to learn from (" in text
    assert "\n- 200 tokens to learn from for each parameter (" in text
