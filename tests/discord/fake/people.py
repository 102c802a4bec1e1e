"""The people on the fake Discord. They can do what a person could, and see what a person would."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.discord.fake.interactions import Interaction
from tests.discord.fake.world import (
    DEFAULT,
    MENTION_EVERYONE,
    REPLY,
    USE_APPLICATION_COMMANDS,
    VIEW_CHANNEL,
    Channel,
    Message,
    User,
    mentioned,
    mentioned_ids,
    snowflake,
)

if TYPE_CHECKING:
    from tests.discord.fake.discord import FakeDiscord

CONTENT_LIMIT = 4000  # with Nitro
STRING = 3


class Impossible(AssertionError):
    """A test had someone do what Discord lets no one do."""


class Person:
    """Someone, or another bot, with hands and eyes."""

    def __init__(self, discord: FakeDiscord, user: User) -> None:
        self._discord = discord
        self.user = user

    @property
    def mention(self) -> str:
        return self.user.mention

    async def says(self, channel: Channel, text: str, *, files: dict[str, bytes] | None = None) -> Message:
        """Send a message; return it at once, whatever the bot makes of it."""
        return await self._send(Message(channel, self.user, text, DEFAULT, files=files or {}))

    async def replies(self, to: Message, text: str, *, ping: bool = True) -> Message:
        """Reply to a message that one sees, with its author pinged or not."""
        if to not in self.sees(to.channel) or to.seen_by is not None:
            raise Impossible(f"{self.user.name} cannot reply to that message")
        reply = Message(to.channel, self.user, text, REPLY, replies_to=to, pings_author=ping)
        return await self._send(reply)

    async def writes_to_bot(self, text: str, *, files: dict[str, bytes] | None = None) -> Message:
        """Send the bot a direct message."""
        return await self.says(self._discord.direct(self.user), text, files=files)

    async def edits(self, message: Message, text: str) -> None:
        if message.author is not self.user or message.deleted:
            raise Impossible("one edits one's own messages only")
        message.content, message.edited = text, datetime.now(UTC)
        await self._discord.changed(message)

    async def deletes(self, message: Message) -> None:
        if message.author is not self.user or message.deleted:
            raise Impossible("one deletes one's own messages only")
        await self._discord.remove(message)

    async def slash(self, name: str, /, where: Channel | None = None, **options: Any) -> Interaction:
        """Use one of the bot's registered commands, by default in direct messages with it."""
        channel = where or self._discord.direct(self.user)
        command = next((known for known in self._discord.commands if known["name"] == name), None)
        if command is None:
            raise Impossible(f"/{name} is not in the list: no such command is registered")
        if (0 if channel.guild else 1) not in command["contexts"]:
            raise Impossible(f"/{name} is not offered there")
        if not channel.permissions_of(self.user) & USE_APPLICATION_COMMANDS:
            raise Impossible(f"{self.user.name} may not use commands there")
        known = {option["name"]: option for option in command.get("options") or []}
        for option in known.values():
            if option.get("required") and option["name"] not in options:
                raise Impossible(f"/{name} cannot be sent without {option['name']}")
        for key, value in options.items():
            if key not in known:
                raise Impossible(f"/{name} has no option {key}")
            if known[key]["type"] == STRING:
                low, high = known[key].get("min_length") or 0, known[key].get("max_length") or 6000
                if not low <= len(value) <= high:
                    raise Impossible(f"/{name} {key}: {len(value)} characters cannot be typed")
        used = Interaction(self.user, channel, command, options)
        self._discord.interactions[used.token] = used
        event = used.event_json(self._discord.bot)
        await self._discord.gateway.dispatch("INTERACTION_CREATE", event, guild=channel.guild)
        return used

    def sees(self, channel: Channel) -> list[Message]:
        """Return the messages that one finds in a channel, oldest first."""
        if not channel.permissions_of(self.user) & VIEW_CHANNEL:
            return []
        return [
            message
            for message in channel.messages.values()
            if not message.deleted and message.seen_by in (None, self.user)
        ]

    def pinged_by(self, message: Message) -> bool:
        """Return whether a message lights up for this person."""
        if message.everyone or self.user in message.pinged:
            return True
        guild = message.channel.guild
        mine = guild.members[self.user.id].roles if guild and self.user.id in guild.members else []
        return any(role in mine for role in message.role_mentions)

    async def _send(self, message: Message) -> Message:
        channel, text = message.channel, message.content
        if not channel.may_speak(self.user):
            raise Impossible(f"{self.user.name} cannot write in {channel.name or 'these direct messages'}")
        if len(text) > CONTENT_LIMIT or not (text.strip() or message.files):
            raise Impossible("a message has 1 to 4000 characters")
        roles = channel.guild.roles if channel.guild else {}
        message.mentions, message.role_mentions = mentioned(text, self._discord.users, roles)
        may = bool(channel.permissions_of(self.user) & MENTION_EVERYONE)
        message.everyone = mentioned_ids(text)[2] and may
        await self._discord.post(message)
        return message


class Webhook:
    """A webhook of a channel, which posts under a name of its own."""

    def __init__(self, discord: FakeDiscord, channel: Channel, name: str) -> None:
        self._discord = discord
        self._channel = channel
        self._user = User(name, id=snowflake())

    async def says(self, text: str) -> Message:
        message = Message(self._channel, self._user, text, webhook_id=self._user.id)
        message.mentions, message.role_mentions = mentioned(text, self._discord.users, {})
        await self._discord.post(message)
        return message
