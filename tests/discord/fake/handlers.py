"""What each call of the REST API does to the fake's world."""

from __future__ import annotations

import itertools
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.discord.fake import interactions
from tests.discord.fake.interactions import Interaction
from tests.discord.fake.payloads import attachment_id, channel_json, user_json
from tests.discord.fake.rest import ApiError, Call, Handler
from tests.discord.fake.world import (
    ADD_REACTIONS,
    COMMAND,
    DEFAULT,
    EPHEMERAL,
    MANAGE_MESSAGES,
    MENTION_EVERYONE,
    READ_MESSAGE_HISTORY,
    REPLY,
    Channel,
    Message,
    Role,
    mentioned_ids,
    snowflake,
)

if TYPE_CHECKING:
    from tests.discord.fake.discord import FakeDiscord


def channel_of(discord: FakeDiscord, call: Call) -> Channel:
    """Return the channel that a call is about, if the bot sees it."""
    channel = discord.channel(call.id("channel_id"))
    if channel is None:
        raise ApiError(404, 10003, "Unknown Channel")
    if not channel.permissions_of(discord.bot):
        raise ApiError(403, 50001, "Missing Access")
    return channel


class Handlers:
    """The calls that the bot makes."""

    def __init__(self, discord: FakeDiscord) -> None:
        self._discord = discord
        self._by_nonce: dict[tuple[int, str], Message] = {}

    def table(self) -> dict[str, Handler]:
        original = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
        follow_up = "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"
        return {
            "GET /users/@me": self.me,
            "GET /oauth2/applications/@me": self.application,
            "GET /gateway/bot": self.gateway,
            "POST /users/@me/channels": self.open_direct,
            "GET /channels/{channel_id}": self.channel,
            "POST /channels/{channel_id}/typing": self.type,
            "GET /channels/{channel_id}/messages": self.history,
            "POST /channels/{channel_id}/messages": self.create,
            "GET /channels/{channel_id}/messages/{message_id}": self.read,
            "PATCH /channels/{channel_id}/messages/{message_id}": self.edit,
            "DELETE /channels/{channel_id}/messages/{message_id}": self.delete,
            "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me": self.react,
            "GET /applications/{application_id}/commands": self.commands,
            "PUT /applications/{application_id}/commands": self.register,
            "POST /interactions/{interaction_id}/{interaction_token}/callback": self.acknowledge,
            "POST /webhooks/{webhook_id}/{webhook_token}": self.follow_up,
            f"GET {original}": self.read_original,
            f"PATCH {original}": self.edit_original,
            f"DELETE {original}": self.delete_original,
            f"GET {follow_up}": self.read_follow_up,
            f"PATCH {follow_up}": self.edit_follow_up,
            f"DELETE {follow_up}": self.delete_follow_up,
        }

    async def me(self, call: Call) -> Any:
        return user_json(self._discord.bot) | {
            "mfa_enabled": False,
            "locale": "en-US",
            "verified": True,
            "email": None,
        }

    async def application(self, call: Call) -> Any:
        bot = self._discord.bot
        return {
            "id": str(bot.id),
            "name": bot.name,
            "icon": None,
            "description": "",
            "type": None,
            "verify_key": "0" * 64,
            "flags": 0,
            "flags_new": "0",
            "redirect_uris": [],
            "interactions_endpoint_url": None,
            "role_connections_verification_url": None,
            "owner": user_json(self._discord.owner),
            "approximate_guild_count": len(self._discord.guilds),
            "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0,
            "team": None,
            "eligible_oauth2_scopes": [],
            "bot_public": True,
            "bot_require_code_grant": False,
        }

    async def gateway(self, call: Call) -> Any:
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return {"url": self._discord.gateway_url, "shards": 1, "session_start_limit": limit}

    async def open_direct(self, call: Call) -> Any:
        user = self._discord.users.get(int(call.body["recipient_id"]))
        if user is None:
            raise ApiError(400, 50033, "Invalid Recipient(s)")
        return channel_json(self._discord.direct(user))

    async def channel(self, call: Call) -> Any:
        return channel_json(channel_of(self._discord, call))

    async def type(self, call: Call) -> None:
        self._speaking(call).typing.append(self._discord.bot)

    async def history(self, call: Call) -> Any:
        channel = channel_of(self._discord, call)
        if not channel.permissions_of(self._discord.bot) & READ_MESSAGE_HISTORY:
            return []
        shown = [message for message in channel.messages.values() if message.seen_by is None]
        limit = int(call.query.get("limit", "50"))
        before, after = int(call.query.get("before", str(1 << 63))), int(call.query.get("after", "0"))
        asked = [message for message in shown if after < message.id < before and not message.deleted]
        asked.sort(key=lambda message: message.id)
        found = asked[:limit] if after else asked[-limit:]
        return [self._discord.json(message) for message in reversed(found)]

    async def read(self, call: Call) -> Any:
        return self._discord.json(self._message(call))

    async def create(self, call: Call) -> Any:
        channel, bot, body = self._speaking(call), self._discord.bot, call.body
        key = (channel.id, str(body.get("nonce")))
        if body.get("enforce_nonce") and key in self._by_nonce:
            return self._discord.json(self._by_nonce[key])
        asked = self._referenced(channel, body)
        message = Message(channel, bot, body.get("content") or "", kind=REPLY if asked else DEFAULT)
        message.replies_to = asked
        self._fill(message, body, call.files, ("users", "roles", "everyone"))
        self._by_nonce[key] = message
        await self._discord.post(message)
        return self._discord.json(message)

    async def edit(self, call: Call) -> Any:
        message = self._message(call)
        if message.author is not self._discord.bot:
            raise ApiError(403, 50005, "Cannot edit a message authored by another user")
        return await self._edit(message, call)

    async def delete(self, call: Call) -> None:
        message = self._message(call)
        mine = message.author is self._discord.bot
        if not mine and not message.channel.permissions_of(self._discord.bot) & MANAGE_MESSAGES:
            raise ApiError(403, 50013, "Missing Permissions")
        await self._discord.remove(message)

    async def react(self, call: Call) -> None:
        message, bot = self._message(call), self._discord.bot
        if not message.channel.permissions_of(bot) & ADD_REACTIONS:
            raise ApiError(403, 50013, "Missing Permissions")
        message.reactions.append((bot, call.variables["emoji_name"]))

    async def commands(self, call: Call) -> Any:
        return self._discord.commands

    async def register(self, call: Call) -> Any:
        bot = self._discord.bot
        self._discord.commands = [
            {
                **command,
                "id": str(snowflake()),
                "application_id": str(bot.id),
                "version": str(snowflake()),
                "type": command.get("type", 1),
                "description": command.get("description", ""),
                "default_member_permissions": (
                    None
                    if command.get("default_member_permissions") is None
                    else str(command["default_member_permissions"])
                ),
            }
            for command in call.body
        ]
        return self._discord.commands

    async def acknowledge(self, call: Call) -> Any:
        used = self._discord.interactions.get(call.variables["interaction_token"])
        if used is None or used.id != call.id("interaction_id") or used.late:
            raise ApiError(404, 10062, "Unknown interaction")
        if used.acknowledged is not None:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        response, data = call.body["type"], call.body.get("data") or {}
        if not used.allows(response):
            raise ApiError(400, 50035, f"Invalid Form Body: a response of type {response} to {used.name}")
        used.acknowledged = time.monotonic()
        used.ephemeral = bool((data.get("flags") or 0) & EPHEMERAL)
        shown = None
        match response:
            case interactions.SAY:
                shown = await self._answer_to(used, data, call.files)
            case interactions.THINK:
                used.deferred = True
            case interactions.UPDATE_LATER:
                used.updates = True
            case interactions.UPDATE:
                used.updates = True
                shown = used.message
                assert shown is not None
                await self._change(shown, data, call.files)
            case interactions.CHOICES:
                used.choices = data.get("choices")
            case _:
                used.form = data
        message = self._discord.json(shown) if shown else None
        return used.callback_json(response, message) if call.query.get("with_response") else None

    async def follow_up(self, call: Call) -> Any:
        used = self._used(call)
        if used.by_user_install and not used.deferred:
            used.follow_ups += 1
            if used.follow_ups > interactions.FOLLOW_UPS_OF_USER_INSTALLS:
                raise ApiError(400, 40094, "The maximum number of follow up messages has been reached")
        return self._discord.json(await self._answer_to(used, call.body, call.files))

    async def read_original(self, call: Call) -> Any:
        return self._discord.json(self._original(call))

    async def edit_original(self, call: Call) -> Any:
        used = self._used(call)
        if used.deferred:
            return self._discord.json(await self._answer_to(used, call.body, call.files))
        return await self._edit(self._original(call), call)

    async def delete_original(self, call: Call) -> None:
        await self._discord.remove(self._original(call))

    async def read_follow_up(self, call: Call) -> Any:
        return self._discord.json(self._answered(call))

    async def edit_follow_up(self, call: Call) -> Any:
        return await self._edit(self._answered(call), call)

    async def delete_follow_up(self, call: Call) -> None:
        await self._discord.remove(self._answered(call))

    async def _edit(self, message: Message, call: Call) -> Any:
        await self._change(message, call.body, call.files)
        return self._discord.json(message)

    async def _change(self, message: Message, body: dict[str, Any], files: dict[str, bytes]) -> None:
        if message.deleted:
            raise ApiError(404, 10008, "Unknown Message")
        if "content" in body:
            message.content = body["content"] or ""
        message.embeds = body.get("embeds", message.embeds) or []
        if "components" in body:
            message.components = _numbered(body["components"] or [])
        if "attachments" in body or files:
            listed = body.get("attachments") or []
            kept = {int(entry["id"]) for entry in listed}
            old = {name: data for name, data in message.files.items() if attachment_id(message, name) in kept}
            message.files = old | files
            message.alt = {name: text for name, text in message.alt.items() if name in old} | _alt(listed)
        message.edited = datetime.now(UTC)
        await self._discord.changed(message)

    async def _answer_to(self, used: Interaction, body: dict[str, Any], files: dict[str, bytes]) -> Message:
        """Post an answer to an interaction, in the place of "is thinking …" if that is shown."""
        message = Message(used.channel, self._discord.bot, body.get("content") or "", kind=COMMAND)
        message.by_command = True
        message.seen_by = used.shows(body.get("flags") or 0)
        used.deferred = False
        self._fill(message, body, files, ("users",))
        used.answers.append(message)
        await self._discord.post(message)
        return message

    def _fill(
        self, message: Message, body: dict[str, Any], files: dict[str, bytes], default: tuple[str, ...]
    ) -> None:
        """Give a message what was sent with it, and the pings that it was allowed."""
        message.flags = body.get("flags") or 0
        message.embeds, message.components = body.get("embeds") or [], _numbered(body.get("components") or [])
        message.files = files
        message.alt = _alt(body.get("attachments") or [])
        allowed = body.get("allowed_mentions")
        parsed = default if allowed is None else tuple(allowed.get("parse") or ())
        listed = {int(number) for kind in ("users", "roles") for number in (allowed or {}).get(kind) or ()}
        users, roles, everyone = mentioned_ids(message.content)
        channel, guild = message.channel, message.channel.guild
        message.mentions = tuple(
            self._discord.users[number]
            for number in sorted(users)
            if number in self._discord.users and ("users" in parsed or number in listed)
        )
        known_roles: dict[int, Role] = guild.roles if guild else {}
        message.role_mentions = tuple(
            known_roles[number]
            for number in sorted(roles)
            if number in known_roles and ("roles" in parsed or number in listed)
        )
        may = bool(channel.permissions_of(message.author) & MENTION_EVERYONE)
        message.everyone = everyone and "everyone" in parsed and may
        message.pings_author = allowed is None or bool(allowed.get("replied_user"))

    def _referenced(self, channel: Channel, body: dict[str, Any]) -> Message | None:
        reference = body.get("message_reference")
        if reference is None:
            return None
        if not channel.permissions_of(self._discord.bot) & READ_MESSAGE_HISTORY:
            raise ApiError(400, 160002, "Cannot reply without permission to read message history")
        message = channel.messages.get(int(reference["message_id"]))
        if message is None or message.deleted:
            if reference.get("fail_if_not_exists", True):
                unknown = {"code": "REPLIES_UNKNOWN_MESSAGE", "message": "Unknown message"}
                errors = {"message_reference": {"_errors": [unknown]}}
                raise ApiError(400, 50035, "Invalid Form Body", errors)
            return None
        return message

    def _speaking(self, call: Call) -> Channel:
        channel = channel_of(self._discord, call)
        if not channel.may_speak(self._discord.bot):
            raise ApiError(403, 50013, "Missing Permissions")
        other = next((user for user in channel.recipients if not user.bot), None)
        if other is not None and other.id in self._discord.closed_to_bots:
            raise ApiError(403, 50007, "Cannot send messages to this user")
        return channel

    def _message(self, call: Call) -> Message:
        channel = channel_of(self._discord, call)
        if not channel.permissions_of(self._discord.bot) & READ_MESSAGE_HISTORY:
            raise ApiError(403, 50013, "Missing Permissions")
        message = channel.messages.get(call.id("message_id"))
        if message is None or message.deleted or message.seen_by is not None:
            raise ApiError(404, 10008, "Unknown Message")
        return message

    def _used(self, call: Call) -> Interaction:
        used = self._discord.interactions.get(call.variables["webhook_token"])
        if used is None or call.id("webhook_id") != self._discord.bot.id:
            raise ApiError(404, 10015, "Unknown Webhook")
        if used.expired:
            raise ApiError(401, 50027, "Invalid Webhook Token")
        if used.acknowledged is None:
            raise ApiError(404, 10015, "Unknown Webhook")
        return used

    def _original(self, call: Call) -> Message:
        used = self._used(call)
        answer = used.message if used.updates else used.answer
        if answer is None or answer.deleted:
            raise ApiError(404, 10008, "Unknown Message")
        return answer

    def _answered(self, call: Call) -> Message:
        """Return one of the answers to an interaction."""
        number = call.id("message_id")
        found = next((message for message in self._used(call).answers if message.id == number), None)
        if found is None or found.deleted:
            raise ApiError(404, 10008, "Unknown Message")
        return found


def _alt(listed: list[dict[str, Any]]) -> dict[str, str]:
    """Return the alt texts of files by their names."""
    return {entry["filename"]: entry["description"] for entry in listed if entry.get("description")}


def _numbered(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return components as Discord stores them: each with a number, none with an emoji of null."""
    numbers = itertools.count(1)

    def stored(part: dict[str, Any]) -> dict[str, Any]:
        kept = {key: value for key, value in part.items() if value is not None} | {"id": next(numbers)}
        if "components" in part:
            kept["components"] = [stored(inner) for inner in part["components"]]
        return kept

    return [stored(part) for part in components]
