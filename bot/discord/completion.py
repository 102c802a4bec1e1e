"""What is offered while somebody types into an option: from the catalogue in memory, within milliseconds."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.discord.index import Index, clipped_label

if TYPE_CHECKING:
    from bot.discord.client import FootprintClient

Completer = Callable[
    ["discord.Interaction[FootprintClient]", str],
    Coroutine[Any, Any, list[app_commands.Choice[str | int | float]]],
]


def complete(shelf: str) -> Completer:
    """Return the function that completes an option from a shelf: models, places, terms …"""

    async def choices(
        interaction: discord.Interaction[FootprintClient], typed: str
    ) -> list[app_commands.Choice[str | int | float]]:
        shelves = interaction.client.library.of(str(interaction.locale))
        index: Index = getattr(shelves, shelf)
        found = index.search(typed, shelves.first(shelf))
        return [app_commands.Choice(name=clipped_label(entry.label), value=entry.value) for entry in found]

    return choices
