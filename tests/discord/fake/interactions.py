"""What someone did with the bot's commands, buttons and forms: its deadline, token, and what came back."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from tests.discord.fake.payloads import channel_json, member_json, user_json
from tests.discord.fake.world import EPHEMERAL, USE_EXTERNAL_APPS, Channel, Message, User, snowflake

DEADLINE_SECONDS = 3.0
TOKEN_SECONDS = 15 * 60.0
FOLLOW_UPS_OF_USER_INSTALLS = 5

COMMAND, COMPONENT, AUTOCOMPLETE, FORM = 2, 3, 4, 5  # kinds of interaction
CHAT_INPUT, MESSAGE_MENU = 1, 3  # kinds of command
SAY, THINK, UPDATE_LATER, UPDATE, CHOICES, SHOW_FORM = 4, 5, 6, 7, 8, 9  # kinds of response


@dataclass(eq=False)
class Interaction:
    user: User
    channel: Channel
    kind: int
    data: dict[str, Any]  # the event's, of its kind
    name: str = ""  # of the command or the control, for a test's words
    message: Message | None = None  # that the control is on, or that the form was opened from
    id: int = field(default_factory=snowflake)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    used: float = field(default_factory=time.monotonic)
    acknowledged: float | None = None  # when
    deferred: bool = False  # "is thinking …" is shown until an answer comes
    updates: bool = False  # the answer changes the message that the control is on
    ephemeral: bool = False
    follow_ups: int = 0
    answers: list[Message] = field(default_factory=list)
    choices: list[dict[str, Any]] | None = None  # to complete what is typed
    form: dict[str, Any] | None = None  # that opened

    @property
    def late(self) -> bool:
        """Whether Discord has told the user that the application didn't respond."""
        return self.acknowledged is None and time.monotonic() - self.used > DEADLINE_SECONDS

    @property
    def expired(self) -> bool:
        return time.monotonic() - self.used > TOKEN_SECONDS

    @property
    def waited(self) -> float:
        """The seconds until the bot gave a sign of life."""
        assert self.acknowledged is not None, f"{self.name} was never acknowledged"
        return self.acknowledged - self.used

    @property
    def answer(self) -> Message | None:
        return self.answers[0] if self.answers else None

    @property
    def by_user_install(self) -> bool:
        """Whether the bot is there by the user's own install alone."""
        return self.channel.guild is not None and not self.channel.guild.has_bot

    @property
    def forced_private(self) -> bool:
        """Whether Discord shows what a user-installed app says to its user alone."""
        return self.by_user_install and not self.channel.permissions_of(self.user) & USE_EXTERNAL_APPS

    def allows(self, response: int) -> bool:
        """Return whether a kind of response fits this kind of interaction."""
        if self.kind == AUTOCOMPLETE:
            return response == CHOICES
        if response in (UPDATE_LATER, UPDATE):
            return self.message is not None and self.kind in (COMPONENT, FORM)
        if response == SHOW_FORM:
            return self.kind in (COMMAND, COMPONENT)
        return response in (SAY, THINK)

    def callback_json(self, response: int, message_json: dict[str, Any] | None) -> dict[str, Any]:
        """Return what Discord answers to an acknowledgement."""
        body: dict[str, Any] = {
            "id": str(self.id),
            "type": self.kind,
            "response_message_loading": self.deferred,
            "response_message_ephemeral": self.ephemeral,
        }
        if message_json is None:
            return {"interaction": body}
        body["response_message_id"] = message_json["id"]
        return {"interaction": body, "resource": {"type": response, "message": message_json}}

    def event_json(self, bot: User, message: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return INTERACTION_CREATE."""
        guild = self.channel.guild
        body: dict[str, Any] = {
            "id": str(self.id),
            "application_id": str(bot.id),
            "type": self.kind,
            "token": self.token,
            "version": 1,
            "locale": self.user.locale,
            "channel_id": str(self.channel.id),
            "channel": channel_json(self.channel)
            | {"permissions": str(self.channel.permissions_of(self.user))},
            "app_permissions": str(self.channel.permissions_of(bot)),
            "entitlements": [],
            "attachment_size_limit": 10 * 1024 * 1024,
            "data": self.data,
        }
        if message is not None:
            body["message"] = message
        if guild is None:
            return body | {
                "context": 1,
                "user": user_json(self.user),
                "authorizing_integration_owners": {"0": "0"},
            }
        owners = {"1": str(self.user.id)} if self.by_user_install else {"0": str(guild.id)}
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
            "authorizing_integration_owners": owners,
        }

    def shows(self, flags: int) -> User | None:
        """Return the only one who sees an answer with these flags, or None for everyone there.

        What takes the place of "is thinking …" is seen by those who saw that.
        """
        private = self.ephemeral if self.deferred else bool(flags & EPHEMERAL)
        return self.user if private or self.forced_private else None
