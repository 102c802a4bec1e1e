"""What a pinned answer says above its text: title, note, who pinned it and when, what has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord

from bot.discord.buttons import ROW
from bot.discord.controls import Control, Press, button, panel, read_control
from bot.discord.dealing import listing
from bot.discord.pin_words import change_words
from bot.markdown import escape

if TYPE_CHECKING:
    from bot.discord.texts import Texts
    from bot.store.records import Pin, PinChange

LIMIT: Final = 2000  # characters of a message
TITLE_LENGTH: Final = 80
NOTE_LENGTH: Final = 300
# Ends the block: a sign that is not seen, and that nothing from outside keeps (`bot.markdown.escape`).
END: Final = "\N{INVISIBLE SEPARATOR}"
ROWS: Final = 5


def with_block(text: str, pin: Pin, change: PinChange | None, texts: Texts, *, us_units: bool = False) -> str:
    """Return an answer's text under its block; where that doesn't fit, without its last lines."""
    above = block(pin, change, texts, us_units=us_units)
    lines = without_block(text).split("\n")
    while len(lines) > 1 and len(above) + len("\n".join(lines)) > LIMIT:
        lines.pop()
    return (above + "\n".join(lines))[:LIMIT].rstrip()


def without_block(text: str) -> str:
    """Return an answer's text alone."""
    return text.rpartition(END)[2].lstrip("\n")


def block(pin: Pin, change: PinChange | None, texts: Texts, *, us_units: bool = False) -> str:
    """Return the lines above a pinned answer, and the sign that ends them."""
    lines = []
    if pin.title:
        lines.append(texts.say("pins.title", title=escape(pin.title)))
    if pin.note:
        lines.append(texts.say("pins.note", note=escape(pin.note)))
    by = texts.say("pins.pinned_by", user=f"<@{pin.pinned_by}>") if pin.pinned_by else texts["pins.pinned"]
    parts = [by, f"<t:{int(pin.pinned_at.timestamp())}:R>"]
    if pin.data_version:
        parts.append(texts.say("pins.data", version=escape(pin.data_version)))
    lines.append(texts.say("pins.line", parts=listing(parts)))
    if change is not None:
        when = f"<t:{int(change.changed_at.timestamp())}:R>"
        words = change_words(change, texts, us_units=us_units)
        lines.append(texts.say("pins.changed", when=when, change=words))
    return "\n".join(lines) + f"{END}\n\n"


def turned(message: discord.Message, texts: Texts, *, pinned: bool) -> discord.ui.View:
    """Return a message's buttons, the one that pins it turned into the one that unpins it, or back."""
    name = "unpin" if pinned else "pin"
    swap = button(Control(name), texts[f"buttons.{name}"])
    rows: list[list[discord.ui.Item[Any]]] = []
    found = False
    for row in message.components:
        if isinstance(row, discord.ActionRow):
            rows.append([])
            for part in row.children:
                item = _item(part)
                ours = isinstance(item, Press) and _pins(item)
                found = found or ours
                rows[-1].append(swap if ours else item)
    if not found and rows and len(rows[-1]) < ROW:
        rows[-1].append(swap)
    elif not found and len(rows) < ROWS:
        rows.append([swap])
    items = []
    for at, cells in enumerate(rows):
        for item in cells:
            item.row = at
            items.append(item)
    return panel(*items)


def _item(part: discord.Button | discord.SelectMenu | discord.TextInput) -> discord.ui.Item[Any]:
    """Return a component of a message as it is sent again; of an answer, it is a button."""
    assert isinstance(part, discord.Button)
    item: discord.ui.Button[Any] = discord.ui.Button.from_component(part)
    return Press(item, part.custom_id) if part.custom_id else item


def _pins(item: Press) -> bool:
    control = read_control(item.pressed)
    return control is not None and control.action in ("pin", "unpin")
