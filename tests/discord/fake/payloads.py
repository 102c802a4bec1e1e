"""The fake's users, guilds and messages as Discord writes them in JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.discord.fake.world import (
    DIRECT,
    EPHEMERAL,
    PINNED,
    PRIVATE_THREAD,
    THREAD,
    Channel,
    Guild,
    Member,
    Message,
    Role,
    User,
)

JOINED = "2026-01-01T00:00:00+00:00"


def user_json(user: User) -> dict[str, Any]:
    return {
        "id": str(user.id),
        "username": user.name,
        "global_name": None if user.bot else user.name.title(),
        "discriminator": "0",
        "avatar": None,
        "bot": user.bot,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }


def member_json(member: Member) -> dict[str, Any]:
    return {
        "roles": [str(role.id) for role in member.roles],
        "nick": None,
        "avatar": None,
        "joined_at": JOINED,
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": None,
    }


def role_json(role: Role) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": str(role.id),
        "name": role.name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0 if role.name == "@everyone" else 1,
        "permissions": str(role.permissions),
        "managed": role.managed_by is not None,
        "mentionable": role.managed_by is not None,
        "flags": 0,
    }
    if role.managed_by is not None:
        body["tags"] = {"bot_id": str(role.managed_by.id)}
    return body


def channel_json(channel: Channel) -> dict[str, Any]:
    kind = PRIVATE_THREAD if channel.private else channel.kind
    body: dict[str, Any] = {"id": str(channel.id), "type": kind, "flags": 0}
    if channel.kind == DIRECT:
        people = [user for user in channel.recipients if not user.bot]
        return {**body, "recipients": [user_json(user) for user in people], "last_message_id": None}
    assert channel.guild is not None
    body |= {"guild_id": str(channel.guild.id), "name": channel.name, "last_message_id": None}
    if channel.kind == THREAD:
        assert channel.parent is not None
        return body | {
            "parent_id": str(channel.parent.id),
            "owner_id": str(channel.guild.owner.id),
            "message_count": 0,
            "member_count": 1,
            "rate_limit_per_user": 0,
            "thread_metadata": {
                "archived": channel.archived,
                "auto_archive_duration": 1440,
                "archive_timestamp": JOINED,
                "locked": channel.locked,
                "create_timestamp": JOINED,
            },
        }
    overwrites = [
        {"id": str(holder), "type": int(holder not in channel.guild.roles), "allow": "0", "deny": str(taken)}
        for holder, taken in channel.denied.items()
    ]
    return body | {
        "position": 0,
        "topic": None,
        "nsfw": False,
        "parent_id": None,
        "rate_limit_per_user": 0,
        "permission_overwrites": overwrites,
    }


def guild_json(guild: Guild, bot: User) -> dict[str, Any]:
    """Return a guild as the gateway tells of it; of its members only the bot."""
    channels = [channel for channel in guild.channels.values() if channel.permissions_of(bot)]
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "owner_id": str(guild.owner.id),
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "roles": [role_json(role) for role in guild.roles.values()],
        "emojis": [],
        "stickers": [],
        "features": [],
        "mfa_level": 0,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "max_members": 500000,
        "vanity_url_code": None,
        "description": None,
        "banner": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": guild.locale,
        "nsfw_level": 0,
        "joined_at": JOINED,
        "large": False,
        "unavailable": False,
        "member_count": len(guild.members),
        "members": [{**member_json(guild.members[bot.id]), "user": user_json(bot)}],
        "channels": [channel_json(channel) for channel in channels if channel.kind != THREAD],
        "threads": [
            channel_json(channel) for channel in channels if channel.kind == THREAD and not channel.archived
        ],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def message_json(message: Message, *, bot: User, reads_content: bool, nested: bool = True) -> dict[str, Any]:
    """Return a message as the bot gets it: without the Message Content intent, most texts are withheld."""
    shown = reads_content or _shown(message, bot)
    body: dict[str, Any] = {
        "id": str(message.id),
        "channel_id": str(message.channel.id),
        "type": message.kind,
        "author": user_json(message.author),
        "content": message.content if shown else "",
        "timestamp": message.created.isoformat(),
        "edited_timestamp": message.edited.isoformat() if isinstance(message.edited, datetime) else None,
        "tts": False,
        "mention_everyone": message.everyone,
        "mentions": [user_json(user) for user in message.pinged],
        "mention_roles": [str(role.id) for role in message.role_mentions],
        "attachments": [_attachment_json(message, name) for name in message.files] if shown else [],
        "embeds": message.embeds if shown else [],
        "components": message.components if shown else [],
        "pinned": message.pinned,
        "flags": message.flags | (EPHEMERAL if message.seen_by else 0),
    }
    if message.webhook_id is not None:
        body["webhook_id"] = str(message.webhook_id)
    if message.replies_to is not None:
        asked = message.replies_to
        body["message_reference"] = {
            "type": 0,
            "channel_id": str(asked.channel.id),
            "message_id": str(asked.id),
        }
        if asked.channel.guild:
            body["message_reference"]["guild_id"] = str(asked.channel.guild.id)
        if nested and message.kind != PINNED:
            body["referenced_message"] = (
                None
                if asked.deleted
                else message_json(asked, bot=bot, reads_content=reads_content, nested=False)
            )
    return body


def _shown(message: Message, bot: User) -> bool:
    """Return whether a bot without the intent gets a message's text."""
    if message.author is bot or message.channel.kind == DIRECT or bot in message.mentions:
        return True
    asked = message.replies_to
    return asked is not None and asked.author is bot and message.pings_author and not asked.by_command


def _attachment_json(message: Message, name: str) -> dict[str, Any]:
    url = f"https://cdn.discordapp.com/attachments/{message.channel.id}/{message.id}/{name}"
    size = len(message.files[name])
    body: dict[str, Any] = {"filename": name, "size": size, "url": url, "proxy_url": url}
    if name in message.alt:
        body["description"] = message.alt[name]
    return {"id": str(attachment_id(message, name)), **body}


def attachment_id(message: Message, name: str) -> int:
    """Return the id of one of a message's files."""
    return message.id + 1 + list(message.files).index(name)
