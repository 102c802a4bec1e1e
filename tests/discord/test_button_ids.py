"""The ids of buttons: no two alike in a message, and a question only on a button that it fits."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.discord.buttons import answer_buttons, text_of
from bot.discord.controls import Press
from bot.discord.shelves import Library
from bot.request import Request
from tests.discord.conftest import Said

LONG = "How much energy does " + "a very " * 10 + "long question take?"


@dataclass(frozen=True)
class Another:
    request: Request
    label: str


def pressed(said: Said, library: Library) -> list[str]:
    view = answer_buttons(said, library.languages.default, private=True, shareable=False)
    return [item.pressed for item in view.children if isinstance(item, Press)]


@pytest.mark.parametrize(
    ("offers", "shown", "text"),
    [
        (("One?", "Two?"), 2, "Unclear:"),
        (("One?", "One?"), 1, "Unclear:"),
        (("One?", LONG), 0, "Unclear:\n- One?"),
        ((), 0, "Unclear:\n- One?"),
    ],
)
def test_questions_are_offered_by_buttons_or_in_the_text(
    library: Library, offers: tuple[str, ...], shown: int, text: str
) -> None:
    said = Said("Unclear:\n- One?", "refusal", offers=offers, lead="Unclear:")
    assert len(pressed(said, library)) == shown
    assert text_of(said) == text


def test_at_most_five_readings_are_offered_each_once(library: Library) -> None:
    requests = [Request("lookup", topic=f"topic {number // 2}") for number in range(14)]
    said = Said("?", "refusal", choices=tuple(Another(each, each.topic or "") for each in requests))
    ids = pressed(said, library)
    assert len(ids) == len(set(ids)) == 5
