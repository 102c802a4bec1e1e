"""What an answer rests on: its inputs, the everyday things it is pictured in, the figures its page quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.answer import naming
from bot.answer.answer import Answer
from bot.answer.pictures import figure_of
from bot.languages import language, templates_folder
from estimator.catalogue import Catalogue
from estimator.figure import Source
from estimator.result import Assumption

QUOTED: Final = re.compile(r'"([^"]+)"\s*\|\s*(?:cite|figure|percent_figure|reported|span)\b')


def things_told(answer: Answer, catalogue: Catalogue) -> tuple[Assumption, ...]:
    """Return what one of each everyday thing takes that an answer is pictured or told in, as its inputs are
    told."""
    pictured = [(each.thing, basis) for basis, some in answer.pictures for each in some]
    named = [(thing, answer.metric) for thing in answer.request.versus]
    named += [(answer.verdict.thing, answer.metric)] if answer.verdict else []
    return tuple(
        Assumption(
            thing, figure.low, figure.median, figure.high, figure.unit, figure.basis, figure.source, basis,
            figure.unverified,
        )
        for thing, basis in dict.fromkeys((*pictured, *named))
        if thing in catalogue.things and (figure := figure_of(catalogue.things[thing], basis)) is not None
    )  # fmt: skip


def beside(answer: Answer, catalogue: Catalogue) -> tuple[Source, ...]:
    """Return the sources of what an answer tells besides its inputs: things, facts, the figures of a page."""
    ids = [each.source for each in things_told(answer, catalogue)]
    ids += [each.source for each in answer.facts]
    pages = (("claims", answer.story), ("terms", answer.term))
    for folder, page in pages:
        ids += _quoted(answer.request.language, folder, page, catalogue)
    return tuple(catalogue.sources[each] for each in dict.fromkeys(ids) if each in catalogue.sources)


def _quoted(tag: str, folder: str, page: str, catalogue: Catalogue) -> Iterator[str]:
    """Yield the ids of the sources of the figures that a page quotes, and those it cites."""
    if not page:
        return
    figures = naming.figures(catalogue)
    for name in _names(language(tag).name, folder, page):
        yield figures[name].source if name in figures else name


@lru_cache(maxsize=512)
def _names(tag: str, folder: str, page: str) -> tuple[str, ...]:
    """Return the ids of figures and sources that a page names, in its order."""
    text = (templates_folder() / tag / folder / f"{page}.md").read_text("utf-8")
    return tuple(dict.fromkeys(QUOTED.findall(text)))
