"""Pins on the fake Discord: who may, how many fit, the notice that follows, the pages they are read in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.discord.fake.gateway import GUILDS
from tests.discord.fake.handlers import channel_of
from tests.discord.fake.rest import ApiError, Call, Handler
from tests.discord.fake.world import (
    COMMAND,
    DEFAULT,
    PIN_MESSAGES,
    PINNED,
    READ_MESSAGE_HISTORY,
    REPLY,
    AuditEntry,
    Channel,
    Message,
    User,
)

if TYPE_CHECKING:
    from tests.discord.fake.discord import FakeDiscord

MOST_PINS = 250
PAGE = 50
PIN, UNPIN = 74, 75  # kinds of audit-log entry


class Pins:
    """The calls that pin, unpin and list, and the same done by people."""

    def __init__(self, discord: FakeDiscord) -> None:
        self._discord = discord

    def table(self) -> dict[str, Handler]:
        return {
            "GET /channels/{channel_id}/messages/pins": self.page,
            "PUT /channels/{channel_id}/messages/pins/{message_id}": self.create,
            "DELETE /channels/{channel_id}/messages/pins/{message_id}": self.delete,
        }

    async def page(self, call: Call) -> Any:
        channel = channel_of(self._discord, call)
        if not channel.permissions_of(self._discord.bot) & READ_MESSAGE_HISTORY:
            return {"items": [], "has_more": False}  # so says the documentation: no error
        limit = int(call.query.get("limit", PAGE))
        if not 1 <= limit <= PAGE:
            raise ApiError(400, 50035, "Invalid Form Body")
        pins = channel.pins
        if "before" in call.query:
            before = datetime.fromisoformat(call.query["before"])
            pins = [message for message in pins if _pinned_at(message) < before]
        items = [
            {"pinned_at": _pinned_at(message).isoformat(), "message": self._discord.json(message)}
            for message in pins[:limit]
        ]
        return {"items": items, "has_more": len(pins) > limit}

    async def create(self, call: Call) -> None:
        message = self._message(call)
        if message.pinned:
            return  # Discord says yes, and nothing happens
        if message.kind not in (DEFAULT, REPLY, COMMAND):
            raise ApiError(403, 50021, "Cannot execute action on a system message")
        if len(message.channel.pins) >= MOST_PINS:
            raise ApiError(400, 30003, f"Maximum number of pins reached for the channel ({MOST_PINS})")
        await self.pin(message, self._discord.bot, call.reason)

    async def delete(self, call: Call) -> None:
        message = self._message(call)
        if message.pinned:
            await self.unpin(message, self._discord.bot, call.reason)

    async def pin(self, message: Message, by: User, reason: str = "") -> None:
        """Pin a message, and say so in its channel."""
        message.pinned, message.pinned_at = True, datetime.now(UTC)
        self._note(message, by, PIN, reason)
        await self._discord.changed(message)
        await self._tell(message.channel)
        await self._discord.post(Message(message.channel, by, "", PINNED, replies_to=message))

    async def unpin(self, message: Message, by: User, reason: str = "") -> None:
        message.pinned, message.pinned_at = False, None
        self._note(message, by, UNPIN, reason)
        await self._discord.changed(message)
        await self._tell(message.channel)

    def _note(self, message: Message, by: User, action: int, reason: str) -> None:
        if message.channel.guild:
            message.channel.guild.audit.append(AuditEntry(action, by, message, reason))

    async def _tell(self, channel: Channel) -> None:
        """Tell the bot that a channel's pins are others now; of which message it doesn't say."""
        if channel.guild is None or not channel.permissions_of(self._discord.bot):
            return
        latest = channel.pins[0].pinned_at if channel.pins else None
        data = {
            "guild_id": str(channel.guild.id),
            "channel_id": str(channel.id),
            "last_pin_timestamp": latest.isoformat() if latest else None,
        }
        await self._discord.gateway.dispatch("CHANNEL_PINS_UPDATE", data, GUILDS, guild=channel.guild)

    def _message(self, call: Call) -> Message:
        """Return the message of a call that pins or unpins it, if the bot may."""
        channel, number = channel_of(self._discord, call), call.id("message_id")
        if not channel.permissions_of(self._discord.bot) & PIN_MESSAGES:
            raise ApiError(403, 50013, "Missing Permissions")
        if channel.archived:
            raise ApiError(400, 50083, "Thread is archived")
        if channel.locked:
            raise ApiError(403, 160005, "This thread is locked")
        message = channel.messages.get(number)
        if message is None and any(number in each.messages for each in self._discord.channels()):
            raise ApiError(403, 50019, "A message can only be pinned in the channel it was sent in")
        if message is None or message.deleted or message.seen_by is not None:
            raise ApiError(404, 10008, "Unknown Message")
        return message


def _pinned_at(message: Message) -> datetime:
    assert message.pinned_at is not None
    return message.pinned_at
