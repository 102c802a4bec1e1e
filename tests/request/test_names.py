"""Names of models, services and chips, however they are typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.request import Request
from bot.request.facts import Facts

CASES = [
    line.split("\t")
    for line in Path(__file__).with_name("names.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


def named(facts: Facts) -> list[str]:
    """Return the names that a message is sure to mean."""
    return [mention.name.slug for mention in facts.mentions if not mention.generic and not mention.unknown]


def certain(facts: Facts) -> list[str]:
    """Return the names that are no ordinary words, which count only beside other evidence."""
    return [
        mention.name.slug for mention in facts.mentions if not mention.generic and not mention.name.ambiguous
    ]


@pytest.mark.parametrize(("written", "entry"), CASES, ids=[case[0] for case in CASES])
def test_a_name_is_read_as_its_entry_and_an_innocent_word_as_none(
    written: str, entry: str, facts: Callable[[str], Facts]
) -> None:
    read = facts(written)
    assert (named(read) if entry else certain(read)) == ([entry] if entry else [])


@pytest.mark.parametrize(
    ("question", "subjects"),
    [
        ("llama 405b and 70b, energy", ["llama-3.1-405b", "llama-3.1-70b"]),
        ("deepseek r1 or v3?", ["deepseek-r1", "deepseek-v3"]),
        ("compare gpt 4 and 5", ["gpt-4", "gpt-5"]),
        ("gemini 2.5 pro vs flash", ["gemini-2.5-pro", "gemini-2.5-flash"]),
    ],
)
def test_the_second_name_of_a_family_may_leave_the_family_out(
    question: str, subjects: list[str], facts: Callable[[str], Facts]
) -> None:
    assert named(facts(question)) == subjects


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("gpt-9 energy per prompt", "gpt-9"),
        ("water of 20 blorgotron 9000 prompts", "blorgotron 9000"),
        ("claude 9.7, energy", "claude 9.7"),
        ("gpt-4o vs blorgotron prompts, energy", "blorgotron"),
    ],
)
def test_a_name_that_no_list_has_is_said_back_and_asked_about(
    question: str, written: str, understand: Callable[..., Request]
) -> None:
    request = understand(question)
    assert request.unknown == (written,)
    assert request.confidence < 0.8


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("gemini 25 prompts, water", 25),  # no Gemini 2.5
        ("claude 37 questions, energy", 37),  # no Claude 3.7
        ("energy of 8 H100s for 1 hour", 8),
        ("100 gpt-4o prompts, energy", 100),
    ],
)
def test_digits_of_a_name_are_no_count_and_a_count_is_no_version(
    question: str, amount: float, understand: Callable[..., Request]
) -> None:
    (item,) = understand(question).items
    assert item.amount == amount


@pytest.mark.parametrize(
    "version", ["gpt-3.5", "gpt-4.1", "claude-opus-4.1", "gemini-1.5-flash", "llama-3.2-3b"]
)
def test_a_named_version_is_never_swapped_for_another(
    version: str, understand: Callable[..., Request]
) -> None:
    assert [item.subject for item in understand(f"energy of {version}").items] == [version]
