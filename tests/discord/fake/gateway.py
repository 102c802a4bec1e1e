"""The fake's gateway: sessions that can be resumed, and the faults a real one has."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.discord.fake.payloads import guild_json, user_json

if TYPE_CHECKING:
    from tests.discord.fake.discord import FakeDiscord

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
    """Where the bot connects. One shard."""

    def __init__(self, discord: FakeDiscord) -> None:
        self._discord = discord
        self.session: Session | None = None
        self.allowed_intents = ~PRIVILEGED  # what the developer portal has switched on
        self.identified = 0  # how often a session was begun
        self.resumed = 0
        self.replays_all = False  # on RESUME, send again what the client has already seen
        self._beats = 0

    @property
    def intents(self) -> int:
        return self.session.intents if self.session else 0

    @property
    def reads_content(self) -> bool:
        return bool(self.intents & MESSAGE_CONTENT)

    async def dispatch(self, event: str, data: dict[str, Any], intent: int = 0) -> None:
        """Send an event to the bot, or keep it for its RESUME, if the bot asked for its kind."""
        if self.session is not None and (not intent or self.session.intents & intent):
            await self.session.dispatch(event, data)

    async def drop(self) -> None:
        """Lose the connection; the session stays."""
        if self.session is not None and self.session.socket is not None:
            socket, self.session.socket = self.session.socket, None
            await socket.close(code=DROPPED)

    async def ask_to_reconnect(self) -> None:
        if self.session is not None:
            await self.session.send({"op": RECONNECT, "d": None})

    async def invalidate(self) -> None:
        """End the session: the client must identify again."""
        if self.session is not None:
            session, self.session = self.session, None
            await session.send({"op": INVALID, "d": False})

    async def heard(self) -> None:
        """Return when the bot has read all that was sent: it answers a demanded heartbeat in turn."""
        if self.session is None or self.session.socket is None or self.session.socket.closed:
            return
        before = self._beats
        await self.session.send({"op": HEARTBEAT, "d": None})
        await self._discord.until(lambda: self._beats > before, "a heartbeat")

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        session: Session | None = None
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
        ours = session is not None and session is self.session and session.socket is socket
        if ours and socket.close_code in CLOSES_SESSION:
            self.session = None
        return socket

    async def _identify(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> Session | None:
        if data["token"] != self._discord.token:
            await socket.close(code=BAD_TOKEN, message=b"Authentication failed.")
            return None
        if data["intents"] & ~self.allowed_intents:
            await socket.close(code=BAD_INTENTS, message=b"Disallowed intent(s).")
            return None
        self.identified += 1
        discord, bot = self._discord, self._discord.bot
        session = self.session = Session(data["intents"], socket)
        guilds = [guild for guild in discord.guilds.values() if bot.id in guild.members]
        await session.dispatch(
            "READY",
            {
                "v": 10,
                "user": user_json(bot) | {"verified": True, "mfa_enabled": False, "email": None},
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
                "session_id": session.id,
                "resume_gateway_url": discord.gateway_url,
                "shard": data.get("shard", [0, 1]),
                "application": {"id": str(bot.id), "flags": 0},
            },
        )
        for guild in guilds:
            await self.dispatch("GUILD_CREATE", guild_json(guild, bot), GUILDS)
        return session

    async def _resume(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> Session | None:
        session = self.session
        if data["token"] != self._discord.token:
            await socket.close(code=BAD_TOKEN)
            return None
        if session is None or session.id != data["session_id"]:
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
