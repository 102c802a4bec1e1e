"""The fake's gateway: sessions that can be resumed, and the faults a real one has."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.discord.fake.payloads import guild_json, user_json

if TYPE_CHECKING:
    from tests.discord.fake.discord import FakeDiscord
    from tests.discord.fake.world import Guild

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 0, 1 << 9, 1 << 12, 1 << 15
PRIVILEGED = 1 << 1 | 1 << 8 | MESSAGE_CONTENT
BAD_TOKEN, BAD_INTENTS, DROPPED = 4004, 4014, 4000
CLOSES_SESSION = (1000, 1001)  # by the client; any other close leaves the session to be resumed


@dataclass(eq=False)
class Session:
    intents: int
    socket: web.WebSocketResponse | None
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    frames: list[dict[str, Any]] = field(default_factory=list)  # all that was sent, for a RESUME

    async def dispatch(self, event: str, data: dict[str, Any]) -> None:
        frame = {"op": DISPATCH, "t": event, "s": len(self.frames) + 1, "d": data}
        self.frames.append(frame)
        await self.send(frame)

    async def send(self, frame: dict[str, Any]) -> None:
        if self.socket is not None and not self.socket.closed:
            with contextlib.suppress(ConnectionError):
                await self.socket.send_str(json.dumps(frame))


class Gateway:
    """Where the bot connects, in as many shards as it likes."""

    def __init__(self, discord: FakeDiscord) -> None:
        self._discord = discord
        self.sessions: dict[int, Session] = {}  # by shard
        self.shards = 1
        self.allowed_intents = ~PRIVILEGED  # what the developer portal has switched on
        self.identified = 0  # how often a session was begun
        self.resumed = 0
        self.replays_all = False  # on RESUME, send again what the client has already seen
        self.silent = False  # takes connections and says nothing
        self.refuses_with: int | None = None  # the code that it closes new connections with
        self._beats = 0

    @property
    def intents(self) -> int:
        return self.sessions[0].intents if 0 in self.sessions else 0

    @property
    def reads_content(self) -> bool:
        return bool(self.intents & MESSAGE_CONTENT)

    def shard_of(self, guild: Guild | None) -> int:
        """Return the shard that a guild's events go to; direct messages go to the first."""
        return (guild.id >> 22) % self.shards if guild else 0

    async def dispatch(
        self, event: str, data: dict[str, Any], intent: int = 0, *, guild: Guild | None = None
    ) -> None:
        """Send an event to the bot, or keep it for its RESUME, if the bot asked for its kind."""
        session = self.sessions.get(self.shard_of(guild))
        if session is not None and (not intent or session.intents & intent):
            await session.dispatch(event, data)

    async def drop(self, shard: int = 0) -> None:
        """Lose a connection; the session stays."""
        session = self.sessions[shard]
        socket, session.socket = session.socket, None
        if socket is not None:
            await socket.close(code=DROPPED)

    async def ask_to_reconnect(self, shard: int = 0) -> None:
        await self.sessions[shard].send({"op": RECONNECT, "d": None})

    async def invalidate(self, shard: int = 0) -> None:
        """End a session: the client must identify again."""
        await self.sessions.pop(shard).send({"op": INVALID, "d": False})

    async def heard(self) -> None:
        """Return when the bot has read all that was sent: it answers a demanded heartbeat in turn."""
        for session in list(self.sessions.values()):
            if session.socket is not None and not session.socket.closed:
                expected = self._beats + 1
                await session.send({"op": HEARTBEAT, "d": None})
                await self._discord.until(partial(self._has_beaten, expected), "a heartbeat")

    def _has_beaten(self, times: int) -> bool:
        return self._beats >= times

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        session: Session | None = None
        if not self.silent:
            await socket.send_str(json.dumps({"op": HELLO, "d": {"heartbeat_interval": 41_250}}))
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            frame = json.loads(message.data)
            match frame["op"]:
                case 1:
                    self._beats += 1
                    await socket.send_str(json.dumps({"op": ACK}))
                case 2:
                    session = await self._identify(socket, frame["d"])
                case 6:
                    session = await self._resume(socket, frame["d"])
                case other:
                    self._discord.problems.append(f"gateway: op {other} is not understood")
        if session is not None and session.socket is socket and socket.close_code in CLOSES_SESSION:
            self.sessions = {shard: kept for shard, kept in self.sessions.items() if kept is not session}
        return socket

    async def _identify(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> Session | None:
        if data["token"] != self._discord.token:
            await socket.close(code=BAD_TOKEN, message=b"Authentication failed.")
            return None
        if data["intents"] & ~self.allowed_intents:
            await socket.close(code=BAD_INTENTS, message=b"Disallowed intent(s).")
            return None
        if self.refuses_with is not None:
            await socket.close(code=self.refuses_with)
            return None
        self.identified += 1
        discord, bot = self._discord, self._discord.bot
        shard, self.shards = data.get("shard", [0, 1])
        session = self.sessions[shard] = Session(data["intents"], socket)
        guilds = [
            guild
            for guild in discord.guilds.values()
            if bot.id in guild.members and self.shard_of(guild) == shard
        ]
        await session.dispatch(
            "READY",
            {
                "v": 10,
                "user": user_json(bot) | {"verified": True, "mfa_enabled": False, "email": None},
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
                "session_id": session.id,
                "resume_gateway_url": discord.gateway_url,
                "shard": [shard, self.shards],
                "application": {"id": str(bot.id), "flags": 0},
            },
        )
        for guild in guilds:
            await self.dispatch("GUILD_CREATE", guild_json(guild, bot), GUILDS, guild=guild)
        return session

    async def _resume(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> Session | None:
        session = next((kept for kept in self.sessions.values() if kept.id == data["session_id"]), None)
        if data["token"] != self._discord.token:
            await socket.close(code=BAD_TOKEN)
            return None
        if session is None:
            await socket.send_str(json.dumps({"op": INVALID, "d": False}))
            return None
        self.resumed += 1
        session.socket = socket
        for frame in list(session.frames):
            if frame["s"] > data["seq"] or (self.replays_all and frame["t"] == "MESSAGE_CREATE"):
                await session.send(frame)
        await session.dispatch("RESUMED", {})
        await asyncio.sleep(0)
        return session
