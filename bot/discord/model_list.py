"""`/models`: what the bot knows, a page at a time, to the person who asked alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord

from bot.discord.controls import Control, button, field, filled, form, panel
from bot.discord.dealing import SILENT, Dealing, quoted
from bot.discord.index import Entry
from bot.languages import language
from bot.markdown import escape
from estimator.entries import Model
from estimator.subject import TODAY
from estimator.units import rough

if TYPE_CHECKING:
    from bot.discord.shelves import Shelves
    from bot.discord.texts import Texts

LINES: Final = 15
LONGEST: Final = 1900  # characters of a page
SEARCH_LENGTH: Final = 60
PAGE_LENGTH: Final = 4  # digits
SIZE_DIGITS: Final = 3


async def show(dealing: Dealing, search: str) -> None:
    """Answer `/models` with the first page."""
    text, view = _page(dealing, search, 0)
    options: dict[str, Any] = {"view": view} if view.children else {}
    await dealing.tell(text, **options)


async def turn(dealing: Dealing, detail: str) -> None:
    """Turn to another page, told as "3:search"."""
    page, _, search = detail.partition(":")
    text, view = _page(dealing, search, int(page) if page.isdigit() else 0)
    await dealing.interaction.response.edit_message(content=text, view=view, allowed_mentions=SILENT)


async def ask_page(dealing: Dealing, search: str) -> None:
    """Show the form for the number of a page."""
    say, pages = dealing.texts, len(_pages(dealing, search))
    typed = field("page", say.say("forms.page_number", pages=str(pages)), PAGE_LENGTH)
    modal = form(Control("models_page", search), say["forms.page_title"], typed)
    await dealing.interaction.response.send_modal(modal)


async def to_page(dealing: Dealing, search: str) -> None:
    """Turn to the page that the form names, the nearest that there is."""
    typed = filled(dealing.interaction).get("page", "").strip()
    page = int(typed) - 1 if typed.isascii() and typed.isdigit() else 0
    await turn(dealing, f"{min(max(page, 0), len(_pages(dealing, search)) - 1)}:{search}")


def _page(dealing: Dealing, search: str, at: int) -> tuple[str, discord.ui.View]:
    texts = dealing.texts
    pages = _pages(dealing, search)
    if not pages:
        return texts.say("models.none", search=quoted(search)), panel()
    at = min(at, len(pages) - 1)
    count = str(sum(map(len, pages)))
    title = texts.say("models.title", count=count)
    if search:
        title = texts.say("models.found", count=count, search=quoted(search))
    text = "\n".join((title, *pages[at]))
    if len(pages) == 1:
        return text, panel()
    here = texts.say("buttons.page", page=str(at + 1), pages=str(len(pages)))
    return text, panel(
        button(Control("models", f"{at - 1}:{search}"), texts["buttons.previous"], disabled=at == 0),
        button(Control("models_jump", search), here),
        button(Control("models", f"{at + 1}:{search}"), texts["buttons.next"], disabled=at == len(pages) - 1),
    )


def _pages(dealing: Dealing, search: str) -> list[list[str]]:
    """Return the lines of each page."""
    shelves = dealing.client.library.of(dealing.texts.language)
    pages: list[list[str]] = []
    for entry in shelves.known.matching(search):
        line = _line(entry, shelves, dealing.texts)
        full = not pages or len(pages[-1]) == LINES
        if full or sum(map(len, pages[-1])) + len(line) + LINES > LONGEST:
            pages.append([])
        pages[-1].append(line)
    return pages


def _line(entry: Entry, shelves: Shelves, texts: Texts) -> str:
    """Return a model with its maker and size, a service with what it runs on."""
    catalogue = shelves.catalogue
    service, model = catalogue.services.get(entry.value), catalogue.models.get(entry.value)
    if service is not None:
        runs = service.models(TODAY)
        now = catalogue.models.get(runs[0][0]) if runs else None
        return texts.say(
            "models.line_service",
            name=escape(service.name),
            maker=escape(service.maker),
            kind=texts[f"activities.{service.activity}"],
            model=escape(now.name if now else ""),
        )
    assert model is not None
    return texts.say(
        "models.line",
        name=escape(model.name),
        maker=escape(model.maker),
        kind=texts[f"activities.{model.activity}"],
        size=_size(model, texts),
    )


def _size(model: Model, texts: Texts) -> str:
    figure = model.total_params
    if figure is None:
        return texts["models.unknown"]
    shown = language(texts.language).amount(rough(figure.median, "parameters", SIZE_DIGITS))
    known = "models.published" if figure.basis in ("disclosed", "measured") else "models.guessed"
    return texts.say("models.open" if model.open else known, size=shown)
