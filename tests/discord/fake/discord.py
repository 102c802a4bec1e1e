"""A Discord of our own on the loopback: the real client connects to it and cannot tell."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import yarl
from aiohttp import web
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.discord.fake.gateway import DIRECT_MESSAGES, GUILD_MESSAGES, GUILDS, Gateway
from tests.discord.fake.handlers import Handlers
from tests.discord.fake.interactions import Interaction
from tests.discord.fake.payloads import channel_json, guild_json, member_json, message_json
from tests.discord.fake.people import Person, Webhook
from tests.discord.fake.pins import Pins
from tests.discord.fake.rest import PREFIX, Rest
from tests.discord.fake.world import DIRECT, USUAL, Channel, Guild, Message, Role, User

PATIENCE_SECONDS = 5.0


class FakeDiscord:
    """The whole of it. In its `async with`, discord.py's addresses point here, and back afterwards."""

    def __init__(self, token: str = "a-token-of-the-fake") -> None:
        self.token = token
        self.owner = User("owner")
        self.bot = User("footprint", bot=True, is_ours=True)
        self.users: dict[int, User] = {self.bot.id: self.bot, self.owner.id: self.owner}
        self.guilds: dict[int, Guild] = {}
        self.commands: list[dict[str, Any]] = []
        self.interactions: dict[str, Interaction] = {}  # by token
        self.closed_to_bots: set[int] = set()  # users who take no direct messages
        self.problems: list[str] = []  # calls that Discord would have refused; a test's end finds none
        self.gateway = Gateway(self)
        self.rest = Rest(self)
        self.pins = Pins(self)
        self.rest.handlers = {**Handlers(self).table(), **self.pins.table()}
        self.url = self.gateway_url = ""
        self._direct: dict[int, Channel] = {}

    async def __aenter__(self) -> FakeDiscord:
        app = web.Application(client_max_size=32 * 1024 * 1024)
        app.router.add_get("/gateway", self.gateway.handle)
        app.router.add_get("/gateway/", self.gateway.handle)
        app.router.add_route("*", PREFIX + "/{path:.*}", self.rest.handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url, self.gateway_url = f"http://{host}:{port}", f"ws://{host}:{port}/gateway"
        self._before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
        Route.BASE = self.url + PREFIX
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(self.gateway_url)
        return self

    async def __aexit__(self, *_: object) -> None:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = self._before
        await self._runner.cleanup()

    # Who is there

    def person(self, name: str, *, locale: str = "en-US", bot: bool = False) -> Person:
        user = User(name, bot=bot, locale=locale)
        self.users[user.id] = user
        return Person(self, user)

    def guild(
        self, name: str, owner: Person, *, locale: str = "en-US", permissions: int = USUAL, bot: bool = True
    ) -> Guild:
        """Found a guild and invite the bot with these permissions, which its managed role holds."""
        guild = Guild(name, owner.user, locale)
        self.guilds[guild.id] = guild
        if not bot:
            return guild
        role = guild.add_role(Role(self.bot.name, permissions, managed_by=self.bot))
        guild.add_member(self.bot, role)
        return guild

    def webhook(self, channel: Channel, name: str) -> Webhook:
        return Webhook(self, channel, name)

    def direct(self, user: User) -> Channel:
        """Return the direct messages between a user and the bot."""
        if user.id not in self._direct:
            self._direct[user.id] = Channel(kind=DIRECT, recipients=(user, self.bot))
        return self._direct[user.id]

    def channel(self, number: int) -> Channel | None:
        return next((channel for channel in self.channels() if channel.id == number), None)

    def channels(self) -> list[Channel]:
        """Return every channel, thread and direct conversation."""
        guilds = self.guilds.values()
        return [*self._direct.values(), *(channel for guild in guilds for channel in guild.channels.values())]

    def json(self, message: Message) -> dict[str, Any]:
        """Return a message as the bot gets it."""
        return message_json(message, bot=self.bot, reads_content=self.gateway.reads_content)

    # What happens

    async def post(self, message: Message) -> None:
        message.channel.messages[message.id] = message
        if message.seen_by is None:
            await self._tell("MESSAGE_CREATE", message)

    async def changed(self, message: Message) -> None:
        if message.seen_by is None:
            await self._tell("MESSAGE_UPDATE", message)

    async def remove(self, message: Message) -> None:
        message.deleted = True
        channel = message.channel
        data = {"id": str(message.id), "channel_id": str(channel.id)}
        if channel.guild:
            data["guild_id"] = str(channel.guild.id)
        intent = GUILD_MESSAGES if channel.guild else DIRECT_MESSAGES
        await self.gateway.dispatch("MESSAGE_DELETE", data, intent, guild=channel.guild)

    async def invites_bot(self, guild: Guild) -> None:
        """Tell the connected bot of a guild that it is now in."""
        body = guild_json(guild, self.bot)
        del body["unavailable"]
        await self.gateway.dispatch("GUILD_CREATE", body, GUILDS, guild=guild)

    async def removes_bot(self, guild: Guild) -> None:
        """Throw the bot out of a guild."""
        await self.gateway.dispatch("GUILD_DELETE", {"id": str(guild.id)}, GUILDS, guild=guild)
        del guild.members[self.bot.id]

    async def loses(self, guild: Guild) -> None:
        """Have an outage of a guild: it is there no more, for the time being."""
        body = {"id": str(guild.id), "unavailable": True}
        await self.gateway.dispatch("GUILD_DELETE", body, GUILDS, guild=guild)

    async def has_again(self, guild: Guild) -> None:
        """End an outage of a guild."""
        await self.gateway.dispatch("GUILD_CREATE", guild_json(guild, self.bot), GUILDS, guild=guild)

    async def removes_channel(self, channel: Channel) -> None:
        assert channel.guild is not None
        del channel.guild.channels[channel.id]
        body = channel_json(channel)
        await self.gateway.dispatch("CHANNEL_DELETE", body, GUILDS, guild=channel.guild)

    async def _tell(self, event: str, message: Message) -> None:
        channel = message.channel
        if not channel.permissions_of(self.bot):
            return
        body = self.json(message)
        guild = channel.guild
        if guild is None:
            await self.gateway.dispatch(event, body, DIRECT_MESSAGES)
            return
        body["guild_id"] = str(guild.id)
        if message.author.id in guild.members and message.webhook_id is None:
            body["member"] = member_json(guild.members[message.author.id])
        await self.gateway.dispatch(event, body, GUILD_MESSAGES, guild=guild)

    # What came of it

    def answers(self, message: Message) -> list[Message]:
        """Return the bot's messages that reply to one."""
        replies = message.channel.messages.values()
        return [reply for reply in replies if reply.author is self.bot and reply.replies_to is message]

    def spoken(self, channel: Channel) -> list[Message]:
        """Return all that the bot wrote in a channel."""
        return [message for message in channel.messages.values() if message.author is self.bot]

    async def answer(self, asked: Message | Interaction, *, continued: bool = False) -> Message:
        """Return the bot's one answer to a message or a command, once all is quiet.

        Of one that is `continued` in further messages, return the first.
        """
        if isinstance(asked, Interaction):
            await self.until(lambda: bool(asked.answers), f"an answer to {asked.name}")
            found = asked.answers
        else:
            await self.until(lambda: bool(self.answers(asked)), f"an answer to {asked.content[:80]!r}")
            found = self.answers(asked)
        await self.settles()
        assert len(found) == 1 or continued, f"{len(found)} answers: {[answer.content for answer in found]}"
        return found[0]

    async def settles(self, quiet_seconds: float = 0.04) -> None:
        """Return when the bot has read all that happened and makes no more calls."""
        await self.gateway.heard()
        calls, since = len(self.rest.log), time.monotonic()
        while time.monotonic() - since < quiet_seconds:
            await asyncio.sleep(0.005)
            if self.rest.busy or len(self.rest.log) != calls:
                calls, since = len(self.rest.log), time.monotonic()

    async def until(self, happened: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait for something; AssertionError if it doesn't happen in time."""
        deadline = time.monotonic() + seconds
        while not happened():
            if time.monotonic() > deadline:
                raise AssertionError(f"waited {seconds:g} s for {what}; problems: {self.problems}")
            await asyncio.sleep(0.005)
