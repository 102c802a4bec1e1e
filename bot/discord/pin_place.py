"""Where a message to be pinned stands, and what its pinner and the bot may do there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import discord

from bot.discord.sending import FAILURES

if TYPE_CHECKING:
    from bot.discord.client import FootprintClient
    from bot.discord.dealing import Dealing

LINK: Final = re.compile(
    r"<?https?://(?:\w+\.)?discord(?:app)?\.com/channels/(?P<guild>\d{1,20})/(?P<channel>\d{1,20})/(?P<message>\d{1,20})/?>?"
)
Anywhere = discord.abc.GuildChannel | discord.Thread


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, thread or post of a server, as somebody who would pin there finds it."""

    guild_id: int
    channel_id: int
    theirs: discord.Permissions
    ours: discord.Permissions
    parent_id: int | None = None  # of a thread or post
    secret: bool = False  # a private thread

    @property
    def mention(self) -> str:
        return f"<#{self.channel_id}>"


async def place_of(dealing: Dealing, channel_id: int) -> Place | None:
    """Return a place of the server that an interaction is in; None where there is none that the bot sees."""
    interaction = dealing.interaction
    assert interaction.guild_id is not None
    if channel_id == interaction.channel_id:  # Discord itself says what holds there
        parent_id, secret = stand(interaction.channel)
        theirs, ours = interaction.permissions, interaction.app_permissions
        return Place(interaction.guild_id, channel_id, theirs, ours, parent_id, secret)
    channel = await find_channel(dealing.client, interaction.guild_id, channel_id)
    guild, person = interaction.guild, interaction.user
    if channel is None or guild is None or guild.me is None or not isinstance(person, discord.Member):
        return None
    theirs, ours = rights(channel, person), rights(channel, guild.me)
    if not theirs.view_channel:
        return None
    return Place(guild.id, channel_id, theirs, ours, *stand(channel))


async def find_channel(client: FootprintClient, guild_id: int, channel_id: int) -> Anywhere | None:
    """Return a channel or thread of a server, from memory or from Discord; None where the bot sees none."""
    guild = client.get_guild(guild_id)
    known = guild.get_channel_or_thread(channel_id) if guild else None
    if known is not None:
        return known
    try:
        found = await client.fetch_channel(channel_id)
    except (*FAILURES, discord.InvalidData):
        return None
    if isinstance(found, discord.abc.PrivateChannel) or found.guild.id != guild_id:
        return None
    return found


def rights(channel: Anywhere, who: discord.Member | discord.Role) -> discord.Permissions:
    """Return what somebody may do in a channel; nothing in a thread whose channel the bot doesn't see."""
    if isinstance(channel, discord.Thread) and channel.parent is None:
        return discord.Permissions.none()
    return channel.permissions_for(who)


def stand(channel: object) -> tuple[int | None, bool]:
    """Return what a channel is a thread of, and whether its members alone see it."""
    if isinstance(channel, discord.Thread):
        return channel.parent_id, channel.is_private()
    return None, False


def read_link(text: str, guild_id: int) -> tuple[int, int] | None:
    """Return the channel and the message that a link leads to; None for any other text or server."""
    match = LINK.fullmatch(text.strip())
    if match is None or int(match["guild"]) != guild_id:
        return None
    return int(match["channel"]), int(match["message"])


def link_to(guild_id: int, channel_id: int, message_id: int) -> str:
    return f"https://discord.com/channels/{guild_id}/{channel_id}/{message_id}"
