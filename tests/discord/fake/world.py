"""Who and what is on the fake Discord: users, guilds, roles, channels and messages."""

from __future__ import annotations

import itertools
import re
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

EPOCH_MS = 1420070400000

ADD_REACTIONS = 1 << 6
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
MANAGE_MESSAGES = 1 << 13
READ_MESSAGE_HISTORY = 1 << 16
MENTION_EVERYONE = 1 << 17
USE_APPLICATION_COMMANDS = 1 << 31
MANAGE_THREADS = 1 << 34
SEND_MESSAGES_IN_THREADS = 1 << 38
USE_EXTERNAL_APPS = 1 << 50
ADMINISTRATOR = 1 << 3
MANAGE_GUILD = 1 << 5
ATTACH_FILES = 1 << 15
EMBED_LINKS = 1 << 14
PIN_MESSAGES = 1 << 51
ALL = (1 << 53) - 1
USUAL = (
    ADD_REACTIONS
    | VIEW_CHANNEL
    | SEND_MESSAGES
    | READ_MESSAGE_HISTORY
    | USE_APPLICATION_COMMANDS
    | SEND_MESSAGES_IN_THREADS
    | USE_EXTERNAL_APPS
)

TEXT, DIRECT, THREAD, PRIVATE_THREAD, FORUM = 0, 1, 11, 12, 15  # channel types
DEFAULT, REPLY, COMMAND, PINNED = 0, 19, 20, 6  # message types
EPHEMERAL = 1 << 6

_counter = itertools.count()


def snowflake() -> int:
    """Return a new id, later ones greater, which holds the time as Discord's do."""
    return ((int(time.time() * 1000) - EPOCH_MS) << 22) | (next(_counter) & 0x3FFFFF)


@dataclass(eq=False)
class User:
    name: str
    bot: bool = False
    locale: str = "en-US"
    is_ours: bool = False  # the bot under test
    id: int = field(default_factory=snowflake)

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"


@dataclass(eq=False)
class Role:
    name: str
    permissions: int = 0
    managed_by: User | None = None
    id: int = field(default_factory=snowflake)

    @property
    def mention(self) -> str:
        return f"<@&{self.id}>"


@dataclass(eq=False)
class Channel:
    name: str = ""
    kind: int = TEXT
    guild: Guild | None = None
    recipients: tuple[User, ...] = ()
    parent: Channel | None = None  # of a thread
    denied: dict[int, int] = field(default_factory=dict)  # role or user id → permissions taken away
    messages: dict[int, Message] = field(default_factory=dict)
    typing: list[User] = field(default_factory=list)  # who was seen typing, in order
    archived: bool = False  # of a thread
    locked: bool = False
    private: bool = False
    id: int = field(default_factory=snowflake)

    def permissions_of(self, user: User) -> int:
        """Return what a user may do here: base of the roles, then what the channel takes away."""
        if self.guild is None:
            return USUAL if user in self.recipients else 0
        if user.id not in self.guild.members:
            return 0
        roles = [self.guild.everyone, *self.guild.members[user.id].roles]
        granted = 0
        for role in roles:
            granted |= role.permissions
        if granted & ADMINISTRATOR or user is self.guild.owner:
            return ALL
        denied = (self.parent or self).denied
        for holder in (*(role.id for role in roles), user.id):
            granted &= ~denied.get(holder, 0)
        if not granted & VIEW_CHANNEL:
            return 0
        return granted

    @property
    def pins(self) -> list[Message]:
        """The pinned messages, the last pinned first."""
        pinned = [message for message in self.messages.values() if message.pinned and not message.deleted]
        return sorted(pinned, key=lambda message: message.pinned_at or message.created, reverse=True)

    def may_speak(self, user: User) -> bool:
        needed = SEND_MESSAGES_IN_THREADS if self.kind == THREAD else SEND_MESSAGES
        return bool(self.permissions_of(user) & needed)


@dataclass(eq=False)
class Member:
    user: User
    roles: list[Role] = field(default_factory=list)


@dataclass(eq=False)
class Guild:
    name: str
    owner: User
    locale: str = "en-US"
    id: int = field(default_factory=snowflake)
    members: dict[int, Member] = field(default_factory=dict)
    roles: dict[int, Role] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    audit: list[AuditEntry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.everyone = Role("@everyone", USUAL, id=self.id)
        self.roles[self.id] = self.everyone
        self.members[self.owner.id] = Member(self.owner)

    @property
    def has_bot(self) -> bool:
        """Whether the bot under test is among its members."""
        return any(member.user.bot and member.user.is_ours for member in self.members.values())

    def add_role(self, role: Role) -> Role:
        self.roles[role.id] = role
        return role

    def add_channel(self, name: str, *, parent: Channel | None = None, kind: int = TEXT) -> Channel:
        channel = Channel(name, THREAD if parent else kind, guild=self, parent=parent)
        self.channels[channel.id] = channel
        return channel

    def add_member(self, user: User, *roles: Role) -> Member:
        self.members[user.id] = Member(user, list(roles))
        return self.members[user.id]


@dataclass(frozen=True)
class AuditEntry:
    """A line of a guild's audit log."""

    action: int
    user: User
    message: Message
    reason: str


@dataclass(eq=False)
class Message:
    channel: Channel
    author: User
    content: str
    kind: int = DEFAULT
    replies_to: Message | None = None
    pings_author: bool = False  # of the message that it replies to
    mentions: tuple[User, ...] = ()  # who is pinged, without that author
    role_mentions: tuple[Role, ...] = ()
    everyone: bool = False
    flags: int = 0
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    alt: dict[str, str] = field(default_factory=dict)  # what stands in for a file, by its name
    pinned: bool = False
    reactions: list[tuple[User, str]] = field(default_factory=list)
    pinned_at: datetime | None = None
    webhook_id: int | None = None
    by_command: bool = False  # an answer to an interaction
    seen_by: User | None = None  # of an ephemeral message: the only one
    edited: datetime | None = None
    deleted: bool = False
    id: int = field(default_factory=snowflake)

    @property
    def created(self) -> datetime:
        return datetime.fromtimestamp(((self.id >> 22) + EPOCH_MS) / 1000, UTC)

    @property
    def pinged(self) -> list[User]:
        """Who is told of this message: those mentioned, and the author replied to."""
        extra = [self.replies_to.author] if self.replies_to and self.pings_author else []
        return [*self.mentions, *(user for user in extra if user not in self.mentions)]

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """The buttons and menus on it, in their order."""
        return [part for row in self.components for part in row.get("components", ())]

    @property
    def labels(self) -> list[str]:
        """What its buttons say."""
        return [part.get("label", part.get("placeholder", "")) for part in self.buttons]

    @property
    def suppresses_embeds(self) -> bool:
        return bool(self.flags & (1 << 2))


_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def mentioned_ids(content: str) -> tuple[set[int], set[int], bool]:
    """Return the users, the roles and whether everyone is mentioned in a text; in code nothing is."""
    text = _CODE.sub(" ", content)
    users = {int(number) for number in re.findall(r"<@!?(\d+)>", text)}
    roles = {int(number) for number in re.findall(r"<@&(\d+)>", text)}
    return users, roles, bool(re.search(r"@(everyone|here)\b", text))


def mentioned(
    content: str, users: dict[int, User], roles: dict[int, Role]
) -> tuple[tuple[User, ...], tuple[Role, ...]]:
    """Return the users and roles that a text names, of those that exist."""
    user_ids, role_ids, _ = mentioned_ids(content)
    named = tuple(users[number] for number in sorted(user_ids) if number in users)
    return named, tuple(roles[number] for number in sorted(role_ids) if number in roles)
