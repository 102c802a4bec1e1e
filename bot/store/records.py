"""What goes into the store and comes out of it. Times have a zone; ids are Discord's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypedDict

from bot.headline import Headline, Range
from bot.request import Request
from bot.request.reading import kept_request

ANSWERS_KEPT: Final = timedelta(days=90)  # a follow-up or a button later than that is rare
EXACT_BELOW: Final = 2**53  # whole numbers from here on are rounded by programs that read JSON as doubles
HISTORY_KEPT: Final = timedelta(days=365)  # who changed a setting, and pins that are no more


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """A message in which the bot answered, and what that was understood to ask."""

    message_id: int
    channel_id: int
    guild_id: int | None  # None in a direct message
    asker_id: int | None  # None: the asker had it erased
    question_message_id: int | None  # None: a command
    kind: str
    language: str
    request: Request
    data_version: str
    created_at: datetime
    expires_at: datetime
    question: str | None = None  # the text, where the host keeps it


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """How the bot behaves in one server. The defaults are what a server gets that has changed nothing."""

    guild_id: int
    language: str | None = None  # None: that of the question
    region: str | None = None  # None: the world's average
    metrics: tuple[str, ...] = ()  # empty: what the question is about
    units: str | None = None  # None: what the language uses
    private: bool = False  # answers to commands are for the asker alone unless they say otherwise
    ask_channels: tuple[int, ...] = ()  # where every question is answered without a mention
    pin_role: int | None = None  # who may pin beside the members with Pin Messages
    board_channel: int | None = None  # where moderators learn that a pinned answer no longer holds
    cooldown_seconds: int = 3
    edit_window_minutes: int = 15

    def __post_init__(self) -> None:
        if self.cooldown_seconds < 0 or self.edit_window_minutes < 0:
            raise ValueError("a time in a server's settings is below 0")


class Changes(TypedDict, total=False):
    """Settings of a server that change together; those not named stay."""

    language: str | None
    region: str | None
    metrics: tuple[str, ...]
    units: str | None
    private: bool
    ask_channels: tuple[int, ...]
    pin_role: int | None
    board_channel: int | None
    cooldown_seconds: int
    edit_window_minutes: int


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """One setting that was changed. `was` and `now` are as JSON has them: a tuple is a list."""

    guild_id: int
    changed_by: int | None  # None: the person had it erased
    changed_at: datetime
    setting: str
    was: Any
    now: Any


@dataclass(frozen=True, slots=True)
class UserSettings:
    """What somebody has decided about what is kept of them."""

    user_id: int
    remember: bool = True  # False: none of their answers is kept


@dataclass(frozen=True, slots=True)
class Pin:
    """A pinned answer. Until `confirmed_at` is set, Discord has not yet said that it is pinned."""

    message_id: int
    channel_id: int
    guild_id: int
    pinned_by: int | None  # None: pinned by hand in Discord, or the person had it erased
    pinned_at: datetime
    title: str | None = None
    note: str | None = None
    headline: Headline | None = None
    data_version: str | None = None
    asks: str | None = None  # what `bot.store.asked.fingerprint` says of its request
    stale: bool = False  # its headline no longer holds
    confirmed_at: datetime | None = None
    removed_at: datetime | None = None
    parent_id: int | None = None  # the channel of a thread or post
    secret: bool = False  # in a private thread, which its members alone see
    label: str | None = None  # what it is about, in its own language
    about: tuple[str, ...] = ()  # ids of the models, things and topics that it is about
    inputs: Mapping[str, Range] | None = None  # that the headline rests on
    checked_version: str | None = None  # of the data with which the headline was last held against
    shown: bool = False  # the message says that it is pinned; False: it doesn't, or not as it should

    @property
    def on_board(self) -> bool:
        return self.confirmed_at is not None and self.removed_at is None


@dataclass(frozen=True, slots=True)
class PinChange:
    """A pinned answer rendered anew: what its headline was, and what it became."""

    message_id: int
    changed_at: datetime
    changed_by: int | None
    was: Headline | None
    now: Headline | None
    was_version: str | None
    now_version: str | None
    reasons: tuple[str, ...] = ()  # the inputs that moved it, the first the most


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What the store learned of a channel's pins from Discord: ids of messages."""

    adopted: tuple[int, ...] = ()  # pinned there, unknown here
    confirmed: tuple[int, ...] = ()  # begun here, and pinned there
    removed: tuple[int, ...] = ()  # no longer pinned there


@dataclass(frozen=True, slots=True)
class Sync:
    """The commands as they were last registered with Discord."""

    application_id: int
    payload_hash: str
    command_ids: dict[str, int]  # by name, for mentions of commands
    synced_at: datetime


@dataclass(frozen=True, slots=True)
class UserExport:
    """Everything that the store holds about one person."""

    settings: UserSettings
    answers: tuple[SavedAnswer, ...] = ()  # to their questions
    pins: tuple[Pin, ...] = ()  # that they made
    pin_changes: tuple[PinChange, ...] = ()
    settings_changes: tuple[SettingsChange, ...] = ()

    @property
    def empty(self) -> bool:
        """Return whether nothing but the default is held."""
        return self.settings.remember and not (
            self.answers or self.pins or self.pin_changes or self.settings_changes
        )

    def as_json(self) -> dict[str, Any]:
        """Return all of it as JSON has it; ids as texts, since many programs round numbers that long."""
        shown: dict[str, Any] = _shown(self)
        return shown


def _shown(value: Any) -> Any:
    if isinstance(value, Request):
        return kept_request(value)
    if is_dataclass(value):
        return {field.name: _shown(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [_shown(part) for part in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, int) and value >= EXACT_BELOW:
        return str(value)
    return value


@dataclass(frozen=True, slots=True)
class Erased:
    """What erasing a person did: rows deleted, and rows that stay without their id."""

    deleted: int = 0
    anonymised: int = 0


@dataclass(frozen=True, slots=True)
class Purged:
    """What was too old to keep: rows deleted."""

    answers: int = 0
    settings_changes: int = 0
    pins: int = 0


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What is no longer known of a server or a channel: rows deleted."""

    answers: int = 0
    pins: int = 0
    settings: int = 0
