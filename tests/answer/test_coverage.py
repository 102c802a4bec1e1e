"""Each subject of the article that the project began with is answered, in both languages."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from bot.languages import languages
from bot.pipeline import answer
from estimator.catalogue import load

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("coverage.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("subject", "kind", "held", "question"), ROWS)
def test_a_subject_of_the_article_is_answered(subject: str, kind: str, held: str, question: str) -> None:
    reply = answer(question)
    assert reply.kind == kind, subject
    assert held in reply.text
    assert len(reply.text) <= 2000


def test_each_subject_is_asked_in_every_language() -> None:
    asked: dict[str, set[str]] = defaultdict(set)
    for subject, _, _, question in ROWS:
        asked[subject].add(answer(question).language)
    assert {subject: set(languages()) for subject in asked} == asked


def test_there_are_eighty_published_facts_that_stand_alone() -> None:
    """Each has a year, a source and a text in every language that leans on no other."""
    facts = [each for each in load().published if each.topics]
    assert len(facts) >= 80
    leaning = ("the same ", "el mismo ", "la misma ", "that is ", "it was ", "its ", "es cerca")
    for fact in facts:
        assert fact.year >= 2018
        assert set(fact.text) == set(languages()), fact.id
        for text in fact.text.values():
            assert not text.casefold().startswith(leaning), fact.id
