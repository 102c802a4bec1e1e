"""Buttons and menus: what their custom ids say, and the class that finds them again after a restart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import discord

if TYPE_CHECKING:
    from bot.discord.client import FootprintClient

    Interaction = discord.Interaction[FootprintClient]

VERSION: Final = 1  # of what a custom id says; older ones get a note instead of a wrong answer
PATTERN: Final = r"f(?P<version>\d{1,4}):(?P<action>[a-z_]+)(?::(?P<detail>.*))?"
ID_LENGTH: Final = 100  # characters that Discord takes
LABEL_LENGTH: Final = 80


@dataclass(frozen=True, slots=True)
class Control:
    """What a button, a menu or a form stands for; the answer that it is about is its own message."""

    action: str
    detail: str = ""

    @property
    def custom_id(self) -> str:
        return f"f{VERSION}:{self.action}:{self.detail}"[:ID_LENGTH]


def read_control(custom_id: str) -> Control | None:
    """Return what a custom id says, or None where it is not of this version of the bot."""
    match = re.fullmatch(PATTERN, custom_id)
    if match is None or int(match["version"]) != VERSION:
        return None
    return Control(match["action"], match["detail"] or "")


class Press(discord.ui.DynamicItem[discord.ui.Item[Any]], template=PATTERN):
    """Any button or menu of the bot. It holds no state, so it works on messages of before a restart."""

    def __init__(self, item: discord.ui.Item[Any], custom_id: str) -> None:
        super().__init__(item, row=item.row)
        self.pressed = custom_id

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Press:
        return cls(item, match[0])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.client.press(interaction, self.pressed)


def button(
    control: Control,
    label: str,
    *,
    row: int | None = None,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    disabled: bool = False,
) -> Press:
    """Return a button for a message."""
    custom_id = control.custom_id
    text = label if len(label) <= LABEL_LENGTH else label[: LABEL_LENGTH - 1] + "…"
    item: discord.ui.Button[Any] = discord.ui.Button(
        label=text, custom_id=custom_id, row=row, style=style, disabled=disabled
    )
    return Press(item, custom_id)


def menu(item: discord.ui.Item[Any]) -> Press:
    """Return a menu for a message; it must have the custom id of a control."""
    custom_id: str = item.custom_id  # type: ignore[attr-defined]
    return Press(item, custom_id)


def panel(*items: discord.ui.Item[Any]) -> discord.ui.View:
    """Return buttons and menus as a message takes them."""
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    return view


def form(control: Control, title: str, *parts: discord.ui.Item[Any]) -> discord.ui.Modal:
    """Return a form that its submission finds again by its custom id, whatever happened in between."""
    modal = discord.ui.Modal(title=title, custom_id=control.custom_id, timeout=None)
    for part in parts:
        modal.add_item(part)
    modal.stop()  # the library keeps none that is over
    return modal


def field(
    name: str,
    label: str,
    most: int,
    *,
    hint: str | None = None,
    example: str | None = None,
    needed: bool = True,
    long: bool = False,
) -> discord.ui.Label[Any]:
    """Return a field of a form to type into, found again by its name; `most` is in characters."""
    style = discord.TextStyle.paragraph if long else discord.TextStyle.short
    typed: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=name, max_length=most, placeholder=example, required=needed, style=style
    )
    return discord.ui.Label(text=label, description=hint, component=typed)


def filled(interaction: discord.Interaction[Any]) -> dict[str, str]:
    """Return what somebody put into a form: a field's text, or the first entry chosen, by its custom id."""
    found: dict[str, str] = {}
    data: Any = interaction.data or {}
    for part in data.get("components", ()):
        inner = [part["component"]] if "component" in part else part.get("components", ())
        for field in inner:
            values = field.get("values") or []
            found[field["custom_id"]] = field.get("value") or (values[0] if values else "")
    return found


def chosen(interaction: discord.Interaction[Any]) -> list[str]:
    """Return the entries that somebody chose in a menu."""
    data: Any = interaction.data or {}
    return list(data.get("values", ()))
