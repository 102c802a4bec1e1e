"""A slash command that someone used: its deadline, its token, and what came back."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from tests.discord.fake.payloads import channel_json, member_json, user_json
from tests.discord.fake.world import EPHEMERAL, Channel, Message, User, snowflake

DEADLINE_SECONDS = 3.0
TOKEN_SECONDS = 15 * 60.0


@dataclass(eq=False)
class Interaction:
    user: User
    channel: Channel
    command: dict[str, Any]  # as registered
    options: dict[str, Any]
    id: int = field(default_factory=snowflake)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    used: float = field(default_factory=time.monotonic)
    acknowledged: bool = False
    deferred: bool = False  # "is thinking …" is shown until an answer comes
    ephemeral: bool = False
    answers: list[Message] = field(default_factory=list)

    @property
    def late(self) -> bool:
        """Whether Discord has told the user that the application didn't respond."""
        return not self.acknowledged and time.monotonic() - self.used > DEADLINE_SECONDS

    @property
    def expired(self) -> bool:
        return time.monotonic() - self.used > TOKEN_SECONDS

    @property
    def answer(self) -> Message | None:
        return self.answers[0] if self.answers else None

    def callback_json(self, kind: int, message_json: dict[str, Any] | None) -> dict[str, Any]:
        """Return what Discord answers to an acknowledgement."""
        body: dict[str, Any] = {"id": str(self.id), "type": 2, "response_message_loading": self.deferred}
        body["response_message_ephemeral"] = self.ephemeral
        if message_json is None:
            return {"interaction": body}
        body["response_message_id"] = message_json["id"]
        return {"interaction": body, "resource": {"type": kind, "message": message_json}}

    def event_json(self, bot: User) -> dict[str, Any]:
        """Return INTERACTION_CREATE."""
        guild = self.channel.guild
        types = {option["name"]: option["type"] for option in self.command.get("options") or []}
        body: dict[str, Any] = {
            "id": str(self.id),
            "application_id": str(bot.id),
            "type": 2,
            "token": self.token,
            "version": 1,
            "locale": self.user.locale,
            "channel_id": str(self.channel.id),
            "channel": channel_json(self.channel)
            | {"permissions": str(self.channel.permissions_of(self.user))},
            "app_permissions": str(self.channel.permissions_of(bot)),
            "entitlements": [],
            "attachment_size_limit": 10 * 1024 * 1024,
            "data": {
                "id": self.command["id"],
                "name": self.command["name"],
                "type": 1,
                "options": [
                    {"name": name, "type": types[name], "value": value}
                    for name, value in self.options.items()
                ],
            },
        }
        if guild is None:
            return body | {
                "context": 1,
                "user": user_json(self.user),
                "authorizing_integration_owners": {"0": "0"},
            }
        return body | {
            "context": 0,
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
            "guild_locale": guild.locale,
            "member": member_json(guild.members[self.user.id])
            | {
                "user": user_json(self.user),
                "permissions": str(self.channel.permissions_of(self.user)),
            },
            "authorizing_integration_owners": {"0": str(guild.id)},
        }

    def shows(self, flags: int) -> User | None:
        """Return the only one who sees an answer with these flags, or None for everyone there.

        What takes the place of "is thinking …" is seen by those who saw that.
        """
        private = self.ephemeral if self.deferred else bool(flags & EPHEMERAL)
        return self.user if private else None
