"""Answer → Message: templates rendered within the limits of one Discord message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.answer import Answer
from bot.languages import Language, language, templates_folder
from bot.markdown import finish
from bot.wording import filters

LIMIT: Final = 2000  # characters of a message's content

# The blocks of a template, the last to be dropped first. A block is dropped whole.
BLOCKS: Final = (
    "headline", "asking", "story", "formula", "detail", "effect", "examples", "picture", "metrics",
    "unused", "why", "levers", "basis", "recalled", "live", "published", "understood", "assumed", "sources",
    "rest",
)  # fmt: skip
OF_OTHERS: Final = ("headline", "detail", "picture")  # what the further questions of a message are told
ASKING: Final = "asking"  # the template of what a reply asks back, before all else
SMALL_PRINT: Final = "small"  # the template of the lines that end every kind of reply
RANKS: Final = 10  # between the ranks of two blocks: further questions come after the first
GAP: Final = "\n\n"


@dataclass(frozen=True, slots=True)
class Message:
    """A reply as Discord takes it."""

    text: str  # Markdown, never longer than LIMIT
    language: str
    dropped: tuple[str, ...] = ()  # the blocks that did not fit


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a reply that stands or falls as a whole."""

    name: str
    text: str  # starts with an empty line where it starts a paragraph
    rank: int  # the higher, the sooner it is dropped


def render(answer: Answer, tag: str, without: tuple[str, ...] = ()) -> Message:
    """Return an answer in a language's words, the least important blocks left out where they don't fit.

    Those named in `without` are left out anyway.
    """
    words = language(tag)
    asking, blocks = list(_blocks(answer, words, tag, ASKING)), list(_blocks(answer, words, tag, answer.kind))
    if answer.story:  # a claim that goes round names no model, and is ruled on all the same
        blocks += [replace(block, text=f"\n{block.text}") for block in asking]
    else:
        blocks = [*asking, *blocks]
    for place, other in enumerate(answer.others, 1):
        blocks += _further(other, words, tag, place)
    blocks += _blocks(answer, words, tag, SMALL_PRINT)
    kept, dropped = _fit([block for block in blocks if block.name not in without])
    return Message(_joined(kept), words.name, dropped)


def further(answer: Answer, tag: str) -> tuple[str, ...]:
    """Return what follows in messages of their own: the sources, and the parts of how it was computed, that
    the first has no room for."""
    if answer.kind == "how":
        texts, left = [], render(answer, tag).dropped
        while left:
            said = render(answer, tag, without=tuple(set(BLOCKS) - set(left)))
            texts.append(said.text)
            left = said.dropped
        return tuple(texts)
    sheets = filters(language(tag))["sheets"](answer) if answer.kind == "sources" else []
    rest = (replace(answer, sources=sheet) for sheet in sheets[1:])
    return tuple(render(each, tag, without=("headline",)).text for each in rest)


def _blocks(answer: Answer, words: Language, tag: str, file: str) -> Iterator[Block]:
    """Yield the blocks of a template that have something to say of an answer, in the template's order."""
    template = _template(tag, f"{file}.md")
    context = template.new_context(
        {"answer": answer, "request": answer.request, "examples": words.labels["examples"]["list"]}
    )
    for name, block in template.blocks.items():
        text = "".join(block(context)).rstrip()
        if text.strip():
            yield Block(name, text, RANKS * BLOCKS.index(name))


def _further(answer: Answer, words: Language, tag: str, place: int) -> Iterator[Block]:
    """Yield what the answer to a further question of the message says, as a paragraph of its own."""
    gap = "\n"
    for block in _blocks(answer, words, tag, ASKING):
        yield Block(block.name, gap + block.text, block.rank + min(place, RANKS - 1))
        gap = ""
    for block in _blocks(answer, words, tag, answer.kind):
        if block.name in OF_OTHERS:
            yield Block(block.name, gap + block.text, block.rank + min(place, RANKS - 1))
            gap = ""


def _fit(blocks: list[Block]) -> tuple[list[Block], tuple[str, ...]]:
    """Return the blocks that fit in a message, and the names of those that don't."""
    dropped: list[str] = []
    while len(blocks) > 1 and len(_joined(blocks)) > LIMIT:
        last = max(range(len(blocks)), key=lambda i: (blocks[i].rank, i))
        dropped.append(blocks.pop(last).name)
    if len(_joined(blocks)) > LIMIT:
        blocks = [Block(blocks[0].name, _cut(blocks[0].text), 0)]
    return blocks, tuple(dropped)


def _cut(text: str) -> str:
    """Return as many whole lines of a text as fit, of a single line as many whole words."""
    kept = text[: LIMIT - 1]
    at = max(kept.rfind("\n"), 0) or max(kept.rfind(" "), 0) or len(kept)
    return kept[:at].rstrip() + "…"


def _joined(blocks: list[Block]) -> str:
    return re.sub(r"\n{3,}", GAP, "\n".join(block.text for block in blocks)).strip()


def _template(tag: str, name: str) -> Template:
    return _environment(tag).get_template(f"{language(tag).name}/{name}")


@lru_cache(maxsize=64)
def _environment(tag: str) -> Environment:
    """Return the templates with a language's filters; every template is compiled once."""
    environment = Environment(
        loader=FileSystemLoader(templates_folder()),
        undefined=StrictUndefined,
        finalize=finish,  # what is not Markdown of ours is escaped
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        autoescape=False,  # noqa: S701  # this is Markdown, which `finish` escapes
    )
    environment.filters.update(filters(language(tag)))
    return environment
