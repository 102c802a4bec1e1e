"""Claims that go round are recognised however they are phrased, and ruled as the evidence says."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from bot.pipeline import Reply, answer
from estimator.catalogue import load

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("claims.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
SHARE = 0.95  # of the claims, ruled so in each phrasing


def said(question: str) -> Reply:
    return answer(question)


def ruled(reply: Reply, rulings: str) -> bool:
    verdict = reply.estimate.verdict if reply.estimate else None
    return reply.kind == "check" and verdict is not None and verdict.ruling in rulings.split()


def test_nearly_all_claims_are_ruled_as_the_evidence_says() -> None:
    """Each claim is asked in three ways, one of them in Spanish."""
    ways: dict[str, list[bool]] = defaultdict(list)
    for number, rulings, question in ROWS:
        ways[number].append(ruled(said(question), rulings))
    assert len(ways) == 39
    assert min(len(each) for each in ways.values()) >= 3
    right = sum(all(each) for each in ways.values())
    assert right / len(ways) >= SHARE, [number for number, each in ways.items() if not all(each)]


@pytest.mark.parametrize(("number", "rulings", "question"), ROWS)
def test_a_claim_is_known_and_its_story_told(number: str, rulings: str, question: str) -> None:
    """The verdict names the claim, and the reply tells where it comes from with a link."""
    reply = said(question)
    assert reply.estimate is not None
    assert reply.estimate.verdict is not None
    assert load().claims[reply.estimate.verdict.known].number == number
    assert ruled(reply, rulings)
    assert "](<http" in reply.text
    assert len(reply.text) <= 2000


@pytest.mark.parametrize(
    ("question", "ruling"),
    [
        ("Is it true that a ChatGPT prompt uses 1 mL of water?", "supported"),
        ("Is it true that training GPT-3 used as much electricity as 360 US homes in a year?", "exaggerated"),
        ("Is it true that data centres use 40% of the world's electricity?", "contradicted"),
        (
            "¿Es verdad que entrenar GPT-3 gastó la luz de 120 hogares de Estados Unidos en un año?",
            "supported",
        ),
    ],
)
def test_a_like_claim_of_another_size_is_ruled_by_its_size(question: str, ruling: str) -> None:
    """What is known of a claim doesn't spill over to another."""
    reply = said(question)
    assert reply.estimate is not None
    assert reply.estimate.verdict is not None
    assert reply.estimate.verdict.ruling == ruling


@pytest.mark.parametrize(
    "question", ["How many bottles of water does a million ChatGPT prompts use?", "ChatGPT or Gemini?"]
)
def test_a_question_is_no_claim(question: str) -> None:
    """What is asked in so many words is answered as asked."""
    assert said(question).kind != "check"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("was training gpt-3 really 360 homes for a year?", ("120 US homes", "European")),
        ("¿Entrenar GPT-3 gastó la energía de 360 hogares?", ("120 hogares estadounidenses", "europeos")),
        ("Does ChatGPT cost 36 cents per interaction?", ("0.36", "SemiAnalysis")),
    ],
)
def test_what_the_article_printed_is_put_right(question: str, words: tuple[str, ...]) -> None:
    text = said(question).text.replace("\u00a0", " ")
    assert all(word in text for word in words), text
