"""What templates may say of a value: the filters that turn numbers, names and estimates into words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.answer import Answer
from bot.answer.asking import Option
from bot.languages import Language
from bot.markdown import plain
from bot.wording.asking import Asking
from bot.wording.live import Live
from bot.wording.quantities import Quantities
from bot.wording.reasons import Reasons
from bot.wording.rulings import Rulings
from bot.wording.sourcing import Sourcing
from bot.wording.subjects import Subjects
from bot.wording.texts import Texts
from bot.wording.things import Things
from bot.wording.workings import Workings

OFFERED: Final = 3  # questions of those that show what can be asked


def filters(language: Language) -> dict[str, Callable[..., Any]]:
    """Return the filters of a language, by the name that templates call them."""
    texts = Texts(language)
    quantities = Quantities(language)
    things = Things(language, quantities)
    subjects = Subjects(language, quantities, things, texts)
    parts = (
        texts,
        quantities,
        things,
        subjects,
        Reasons(language, quantities, texts, things),
        Rulings(language, quantities),
        Sourcing(language, quantities, texts),
        Live(language, texts),
        Workings(language),
        Asking(language, texts),
    )
    return {name: function for part in parts for name, function in part.filters().items()}


def option_label(language: Language, option: Option, names: Mapping[str, str]) -> str:
    """Return what to call another reading of a question, as plain text."""
    return plain(Asking(language, Texts(language)).label(option.request, option.apart, names))


def offered(language: Language, answer: Answer) -> tuple[str, ...]:
    """Return the questions that an answer offers, as plain text."""
    if answer.about:
        asking = Asking(language, Texts(language))
        return tuple(plain(asking.question(hint, answer.names)) for hint in answer.about)
    if answer.kind in ("hello", "help") or answer.reason in ("not-understood", "not-for-me"):
        return tuple(language.labels["examples"]["list"][:OFFERED])
    return ()
