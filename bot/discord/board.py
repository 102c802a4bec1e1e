"""The board: what is pinned in a server or a channel, a page at a time, to the person who asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import discord

from bot.discord.controls import Control, button, panel
from bot.discord.dealing import SILENT, Dealing, listing, quoted
from bot.discord.index import squash, words
from bot.discord.manner import US
from bot.discord.pin_actions import unpin_message
from bot.discord.pin_place import read_link, rights
from bot.discord.pin_rules import may_pin
from bot.discord.pin_words import figure_words, linked, named
from bot.markdown import escape
from bot.store.errors import StoreError
from bot.store.records import Pin

if TYPE_CHECKING:
    from bot.discord.shelves import Shelves
    from bot.discord.texts import Texts

LINES: Final = 8  # results on a page
LIMIT: Final = 2000  # characters of a message
ABOUT_LENGTH: Final = 50  # so that a button can carry it
EVERYWHERE: Final = 0  # in the place of a channel's id


async def show(dealing: Dealing, about: str, *, here: bool) -> None:
    """Answer `/pins list` with the first page."""
    where = dealing.interaction.channel_id if here else EVERYWHERE
    page = await _page(dealing, about.strip()[:ABOUT_LENGTH], where or EVERYWHERE, 0)
    if page is not None:
        await dealing.tell(page[0], view=page[1])


async def turn(dealing: Dealing, detail: str) -> None:
    """Turn to another page or another place, told as "3.channel:about"."""
    numbers, _, about = detail.partition(":")
    at, _, where = numbers.partition(".")
    page = await _page(dealing, about, _number(where), _number(at))
    if page is not None:
        text, view = page
        await dealing.interaction.response.edit_message(content=text, view=view, allowed_mentions=SILENT)


async def remove(dealing: Dealing, typed: str) -> None:
    """Unpin the result that somebody chose or typed."""
    pin = await chosen_pin(dealing, typed)
    if pin is not None:
        await unpin_message(dealing, pin.channel_id, pin.message_id)


async def chosen_pin(dealing: Dealing, typed: str) -> Pin | None:
    """Return the pinned result that an option means: an id, a link or part of a name; else tell of it."""
    guild_id = dealing.interaction.guild_id
    if guild_id is None:
        await dealing.note("pins.only_servers")
        return None
    link = read_link(typed, guild_id)
    number = link[1] if link else _number(typed.strip())
    try:
        pins = await visible(dealing)
    except StoreError:
        await dealing.note("notes.forgetful")
        return None
    pin = next((each for each in pins if each.message_id == number), None)
    if pin is None:
        fitting = matching(dealing, pins, typed)
        pin = fitting[0] if len(fitting) == 1 else None
    if pin is None:
        await dealing.note("pins.no_such", name=quoted(typed))
    return pin


async def found(dealing: Dealing, typed: str) -> Sequence[Pin]:
    """Return the pinned results that what is typed may mean; none where the store fails."""
    try:
        pins = await visible(dealing)
    except StoreError:
        return ()
    return matching(dealing, pins, typed)


async def visible(dealing: Dealing, channel_id: int = EVERYWHERE) -> list[Pin]:
    """Return the pins that somebody may see: those in channels that they can read. StoreError."""
    interaction, store = dealing.interaction, dealing.client.store
    if store is None:
        raise StoreError("there is none")
    assert interaction.guild_id is not None
    pins = await store.board(interaction.guild_id, channel_id or None)
    allowed: dict[int, bool] = {}
    for pin in pins:
        if pin.channel_id not in allowed:
            allowed[pin.channel_id] = _reads(dealing, pin)
    return [pin for pin in pins if allowed[pin.channel_id]]


def matching(dealing: Dealing, pins: Sequence[Pin], about: str) -> list[Pin]:
    """Return the pins about something: a model, a maker, a topic, or words of a title or note."""
    key = squash(about)
    if not key:
        return list(pins)
    shelves = dealing.client.library.of(dealing.texts.language)
    meant = {shelf.resolve(about) for shelf in (shelves.subjects, shelves.topics, shelves.terms)} - {None}
    return [pin for pin in pins if meant & set(pin.about) or _speaks_of(pin, about, shelves, dealing.texts)]


def labelled(pin: Pin, texts: Texts) -> str:
    """Return a pin's name and figure on one line, as plain text."""
    figure = figure_words(pin.headline, texts.language, with_range=False) if pin.headline else ""
    name = named(pin, texts)
    return f"{name} · {figure}" if figure else name


def _speaks_of(pin: Pin, about: str, shelves: Shelves, texts: Texts) -> bool:
    """Return whether each word of a filter begins one of a pin's: its name, its note, what it is about."""
    catalogue = shelves.catalogue
    entries = [catalogue.models.get(each) or catalogue.services.get(each) for each in pin.about]
    told = [f"{entry.name} {entry.maker}" for entry in entries if entry is not None]
    text = " ".join((named(pin, texts), pin.note or "", pin.label or "", *pin.about, *told))
    spoken = words(text)
    return all(any(word.startswith(part) for word in spoken) for part in words(about))


def _reads(dealing: Dealing, pin: Pin) -> bool:
    """Return whether somebody can read a pin's channel; a private thread is for those who are in it."""
    interaction = dealing.interaction
    if pin.channel_id == interaction.channel_id:
        return True
    guild, person = interaction.guild, interaction.user
    if guild is None or not isinstance(person, discord.Member):
        return False
    channel = guild.get_channel_or_thread(pin.channel_id)
    if channel is None and pin.parent_id is not None:
        channel = guild.get_channel(pin.parent_id)  # an archived thread is seen where its channel is
    if channel is None:
        return False
    theirs = rights(channel, person)
    if pin.secret and not theirs.manage_threads:
        return False
    return theirs.view_channel and theirs.read_message_history


async def _page(dealing: Dealing, about: str, channel_id: int, at: int) -> tuple[str, discord.ui.View] | None:
    """Return a page with its buttons; None, and its reader is told, where the board can't be read."""
    if not dealing.in_guild:
        await dealing.note("pins.only_servers")
        return None
    try:
        pins = matching(dealing, await visible(dealing, channel_id), about)
    except StoreError:
        await dealing.note("notes.forgetful")
        return None
    text, hint = _heading(dealing, about, channel_id, len(pins)), _hint(dealing, pins)
    pages = _pages(dealing, pins, LIMIT - len("\n".join((text, *hint))))
    at = min(at, len(pages) - 1)
    if pages:
        text = "\n".join((text, *pages[at], *hint))
    return text, _controls(dealing, about, channel_id, at, len(pages))


def _hint(dealing: Dealing, pins: Sequence[Pin]) -> tuple[str, ...]:
    """Return how to put right what is out of date, for who may."""
    stale = sum(pin.stale for pin in pins)
    if not stale or not may_pin(dealing, dealing.interaction.permissions):
        return ()
    return (dealing.say("board.hint", count=str(stale)),)


def _heading(dealing: Dealing, about: str, channel_id: int, count: int) -> str:
    guild = dealing.interaction.guild
    where = f"<#{channel_id}>" if channel_id else escape(guild.name if guild and guild.name else "")
    values = {"where": where, "about": quoted(about), "count": str(count)}
    values["menu"] = dealing.texts["commands.menus.pin"]
    if not count:
        return dealing.say("board.none_found" if about else "board.none", **values)
    return dealing.say("board.found" if about else "board.title", **values)


def _pages(dealing: Dealing, pins: Sequence[Pin], room: int) -> list[list[str]]:
    """Return the entries of each page, as many as fit in so many characters."""
    pages: list[list[str]] = []
    for pin in pins:
        entry = _entry(dealing, pin)
        full = not pages or len(pages[-1]) == LINES
        if full or len("\n".join((*pages[-1], entry))) >= room:
            pages.append([])
        pages[-1].append(entry)
    return pages


def _entry(dealing: Dealing, pin: Pin) -> str:
    """Return a pin with its figure, and below it where it is, who pinned it and when."""
    texts = dealing.texts
    us_units = dealing.settings.units == US
    figure = figure_words(pin.headline, texts.language, us_units=us_units) if pin.headline else ""
    path = "board.line" if figure else "board.line_bare"
    values = {"link": linked(pin, texts), "figure": figure}
    first = texts.say(path, **values)
    parts = [f"<#{pin.channel_id}>"]
    if pin.pinned_by is not None:
        parts.append(f"<@{pin.pinned_by}>")
    parts.append(f"<t:{int(pin.pinned_at.timestamp())}:R>")
    if pin.stale:
        parts.append(texts["board.out_of_date"])
    return "\n".join((first, texts.say("board.small", parts=listing(parts))))


def _controls(dealing: Dealing, about: str, channel_id: int, at: int, pages: int) -> discord.ui.View:
    texts = dealing.texts
    items: list[discord.ui.Item[Any]] = []
    if pages > 1:
        here = texts.say("buttons.page", page=str(at + 1), pages=str(pages))
        items += [
            button(_control(at - 1, channel_id, about), texts["buttons.previous"], disabled=at == 0),
            button(Control("board_page"), here, disabled=True),
            button(_control(at + 1, channel_id, about), texts["buttons.next"], disabled=at == pages - 1),
        ]
    other = EVERYWHERE if channel_id else dealing.interaction.channel_id or EVERYWHERE
    name = "buttons.whole_server" if channel_id else "buttons.this_channel"
    items.append(button(Control("board_place", f"0.{other}:{about}"), texts[name]))
    return panel(*items)


def _control(at: int, channel_id: int, about: str) -> Control:
    return Control("board", f"{at}.{channel_id}:{about}")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 20 else 0
