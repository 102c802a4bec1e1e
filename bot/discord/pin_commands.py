"""`/pins`: its parts, their names and options; and the entry in a message's menu."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import discord
from discord import app_commands

from bot.discord import board, pin_actions, pin_refresh
from bot.discord.board_export import export
from bot.discord.dealing import Dealing
from bot.discord.index import MOST, clipped_label

if TYPE_CHECKING:
    from bot.discord.client import FootprintClient
    from bot.discord.texts import Texts

Interaction: TypeAlias = "discord.Interaction[FootprintClient]"
Run = Callable[[Interaction, Callable[[Dealing], Awaitable[None]]], Awaitable[None]]
Make = Callable[[str, Callable[..., Awaitable[None]]], app_commands.Command[Any, ..., None]]

TYPED_LENGTH: Final = 100
Typed: TypeAlias = app_commands.Range[str, 1, TYPED_LENGTH]


def pins_group(texts: Texts, run: Run, make: Make) -> app_commands.Group:
    """Return `/pins`. Who may do what is checked at each use: the list is for everybody."""

    async def pins_list(interaction: Interaction, about: Typed | None = None, here: bool = False) -> None:
        await run(interaction, lambda dealing: board.show(dealing, about or "", here=here))

    async def pins_add(interaction: Interaction, link: Typed) -> None:
        await run(interaction, lambda dealing: pin_actions.add(dealing, link))

    async def pins_refresh(interaction: Interaction, result: Typed | None = None) -> None:
        await run(interaction, lambda dealing: pin_refresh.refresh(dealing, result))

    async def pins_remove(interaction: Interaction, result: Typed) -> None:
        await run(interaction, lambda dealing: board.remove(dealing, result))

    async def pins_export(interaction: Interaction) -> None:
        await run(interaction, export)

    group = app_commands.Group(
        name=app_commands.locale_str(texts["commands.pins.name"], path="commands.pins.name"),
        description=app_commands.locale_str(
            texts["commands.pins.description"], path="commands.pins.description"
        ),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )
    for callback in (pins_list, pins_add, pins_refresh, pins_remove, pins_export):
        group.add_command(make(callback.__name__, callback))
    return group


async def results(interaction: Interaction, typed: str) -> list[app_commands.Choice[str | int | float]]:
    """Return the pinned results that what is typed may mean, for an option to be completed."""
    dealing = Dealing(interaction, await interaction.client.settings_of(interaction.guild_id))
    found = await board.found(dealing, typed)
    return [
        app_commands.Choice(name=clipped_label(board.labelled(pin, dealing.texts)), value=str(pin.message_id))
        for pin in found[:MOST]
    ]
