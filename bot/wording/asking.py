"""Other readings of a question, by what sets them apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from jinja2 import pass_context
from jinja2.runtime import Context

from bot.answer import Answer
from bot.answer.asking import Apart, Hint, Option
from bot.languages import Language
from bot.markdown import Markdown, clipped, escape
from bot.request import Request
from bot.request.request import Taken
from bot.wording.quantities import SEPARATOR
from bot.wording.texts import Texts

TAKEN_LENGTH: Final = 40
READING_LENGTH: Final = 78  # characters of a reading that is told whole, as fit on a button


class Asking:
    """Filters for what a reply asks back."""

    def __init__(self, language: Language, texts: Texts) -> None:
        self.language = language
        self.labels = language.labels
        self.texts = texts

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {
            "hint": self.hint,
            "named": self.texts.named,
            "option_list": self.option_list,
            "taken": self.taken,
            "this_reading": self.this_reading,
        }

    @pass_context
    def hint(self, context: Context, hint: Hint) -> Markdown:
        """Return a question about what an unclear message speaks of."""
        answer: Answer = context["answer"]
        return self.question(hint, answer.names)

    def question(self, hint: Hint, names: Mapping[str, str]) -> Markdown:
        pattern: str = self.labels["examples"]["about"][hint.key]
        return Markdown(pattern.format(name=self.texts.name(hint.subject, names)))

    def taken(self, numbers: Iterable[Taken]) -> Markdown:
        """Return open numbers of a question with the value of each: "“20 to 30” taken as 25"."""
        told = (
            self.labels["numbers"]["taken"].format(
                words=self.texts.within(clipped(each.words, TAKEN_LENGTH)), n=self.language.count(each.value)
            )
            for each in numbers
        )
        return Markdown(SEPARATOR.join(dict.fromkeys(told)))

    @pass_context
    def option_list(self, context: Context, options: Iterable[Option]) -> Markdown:
        """Return other readings to choose from, in bold."""
        answer: Answer = context["answer"]
        told = [f"**{self.label(option.request, option.apart, answer.names)}**" for option in options]
        return Markdown(self.language.listing(told, style="or"))

    @pass_context
    def this_reading(self, context: Context, answer: Answer) -> Markdown:
        """Return the reading that is answered, by what sets the first other apart from it."""
        return Markdown(f"**{self.label(answer.request, answer.options[0].apart, answer.names)}**")

    def label(self, request: Request, apart: Apart, names: Mapping[str, str]) -> Markdown:
        """Return a reading of a question by what sets it apart: its place, its count, its model."""
        match apart:
            case "place" if request.region:
                return escape(self.language.place(request.region, names.get(request.region, "")))
            case "amount":
                return self._amount(request)
            case "subject":
                return self.texts.name(request.items[0].subject, names)
            case "total":
                return Markdown(self.labels["asking"]["total"])
        return escape(clipped(request.understood, READING_LENGTH))

    def _amount(self, request: Request) -> Markdown:
        """Return a count in figures, since the same word may mean two."""
        work = request.items[0]
        number = self.language.number(Decimal(repr(work.amount)).normalize())
        forms = self.labels["units"].get(work.unit, self.labels["units"]["item"])
        space = self.labels["numbers"]["unit_space"]
        return Markdown(forms["other"].replace("_", space).format(n=number))
