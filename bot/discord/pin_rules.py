"""Who may pin, what the bot itself may, and what can be pinned: told before Discord is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import discord

from bot.discord.answerer import NO_ANSWER

if TYPE_CHECKING:
    from bot.discord.dealing import Dealing
    from bot.discord.pin_place import Place

PINNABLE: Final = (
    discord.MessageType.default,
    discord.MessageType.reply,
    discord.MessageType.chat_input_command,
    discord.MessageType.context_menu_command,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What to tell whoever wanted something of a pin: a text, and what goes into it."""

    path: str
    values: dict[str, str] = field(default_factory=dict)


def may_pin(dealing: Dealing, permissions: discord.Permissions) -> bool:
    """Return whether somebody may pin with these permissions, or by the role that the server has chosen."""
    role = dealing.settings.pin_role
    person = dealing.interaction.user
    has_role = isinstance(person, discord.Member) and any(each.id == role for each in person.roles)
    return permissions.pin_messages or has_role


def barred(dealing: Dealing, place: Place) -> Told | None:
    """Return why nobody is to be let pin or unpin in a place, or None where they may and the bot can."""
    where = {"channel": place.mention}
    if not may_pin(dealing, place.theirs):
        role = dealing.settings.pin_role
        if role is None:
            return Told("pins.not_allowed", where)
        return Told("pins.not_allowed_role", {**where, "role": f"<@&{role}>"})
    if not (place.ours.view_channel and place.ours.read_message_history):
        return Told("pins.bot_cannot_read", where)
    return None if place.ours.pin_messages else Told("pins.bot_may_not", where)


def unpinnable(message: discord.Message, me: discord.ClientUser | None, kind: str | None) -> Told | None:
    """Return why a message can't be pinned; `kind` is that of the answer in it, where that is known."""
    if message.type not in PINNABLE:
        return Told("pins.system")
    if me is None or message.author.id != me.id:
        return Told("pins.not_mine")
    if message.flags.ephemeral:
        return Told("pins.private")
    return Told("pins.nothing_told") if kind in NO_ANSWER else None
