"""Words for ids, lists, and what the question said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from jinja2 import pass_context
from jinja2.runtime import Context

from bot.answer import Answer
from bot.languages import Language
from bot.markdown import NAME_LENGTH, Markdown, clipped, escape, finish, sentence
from bot.sized import size_of

QUOTED: Final = 40  # characters of each word of the question that was not used
QUOTES: Final = 6


class Texts:
    """Filters for names and for what the question said."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.labels = language.labels

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {
            "choices": self.choices,
            "claim_page": lambda claim: f"{self.language.name}/claims/{claim}.md",
            "either": self.either,
            "inside": lambda text: Markdown(text[:1].lower() + text[1:].rstrip(".")),
            "label": self.label,
            "note": lambda topic: Markdown(self.labels["notes"].get(topic, "")),
            "page": lambda term: f"{self.language.name}/terms/{term}.md",
            "place": self.place,
            "quoted": lambda text, length=NAME_LENGTH: escape(clipped(text, length)),
            "quotes": self.quotes,
            "sentence": sentence,
            "unslug": unslug,
            "within": self.within,
        }

    def label(self, key: str, table: str) -> Markdown:
        """Return the word for an id, from a table of the labels; the id itself where it has none."""
        return Markdown(self.labels[table].get(key) or escape(unslug(key)))

    @pass_context
    def named(self, context: Context, slug: str) -> Markdown:
        """Return the name of a model, service or chip; of another thing, the language's word."""
        answer: Answer = context["answer"]
        return self.name(slug, answer.names)

    def name(self, slug: str, names: Mapping[str, str]) -> Markdown:
        """Return the name of a subject, of those that are given or the language's word."""
        subjects = self.labels["subjects"]
        if size := size_of(slug):  # a model that the question describes: "70b-model"
            return Markdown(subjects["sized"].format(size=size))
        return escape(clipped(names.get(slug) or subjects.get(slug) or unslug(slug)))

    @pass_context
    def choices(self, context: Context, names: Iterable[str]) -> Markdown:
        """Return names to choose from, in bold: "**Grok 4** or **Nemotron 9B**"."""
        bold = [f"**{self.named(context, name)}**" for name in names]
        return Markdown(self.language.listing(bold, style="or"))

    def either(self, parts: Iterable[object]) -> Markdown:
        """Return parts that are each meant: "2012 or 2013"."""
        return Markdown(self.language.listing([str(part) for part in parts], style="or"))

    @pass_context
    def place(self, context: Context, code: str) -> Markdown:
        """Return the name of a country, state or province."""
        answer: Answer = context["answer"]
        return escape(self.language.place(code, answer.names.get(code, "")))

    def within(self, text: str) -> Markdown:
        """Return text in the language's quotation marks."""
        return Markdown(self.labels["numbers"]["quote"].format(text=finish(text)))

    def quotes(self, texts: Iterable[str]) -> Markdown:
        """Return words of the question as they stood, in quotation marks; beyond a few, a count."""
        marked = [self.within(clipped(text, QUOTED)) for text in dict.fromkeys(texts)]
        return Markdown(self.language.listing(marked, limit=QUOTES))


def unslug(slug: str) -> str:
    """Return an id as words: "data-centres-2030" is "data centres 2030"."""
    return slug.replace("_", " ").replace("-", " ")
