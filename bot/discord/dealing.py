"""One command, button or form that somebody used: what it is answered with, and within which time."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import discord

from bot.discord.answerer import NO_ANSWER, Considered, Work
from bot.discord.board_link import pointed
from bot.discord.buttons import PinButton, answer_buttons, text_of
from bot.discord.manner import Manner, manner_of, private_language, public_language
from bot.discord.memory import Given
from bot.discord.sending import one_line
from bot.discord.texts import Texts
from bot.discord.thinking import Thought
from bot.markdown import clipped, escape

if TYPE_CHECKING:
    from bot.discord.client import FootprintClient
    from bot.store.records import GuildSettings

log = logging.getLogger(__name__)

SIGN_OF_LIFE_SECONDS: Final = 1.5  # Discord drops an interaction without one for 3 s
LEAST_SECONDS: Final = 0.02  # that an answer is waited for, however late it is
# Unknown interaction, acknowledged already, unknown webhook, a token older than 15 minutes.
TOO_LATE: Final = (10062, 40060, 10015, 50027)
SILENT: Final = discord.AllowedMentions.none()


class Dealing:
    """An interaction in hand."""

    def __init__(
        self,
        interaction: discord.Interaction[FootprintClient],
        settings: GuildSettings,
        began: float | None = None,  # on the monotonic clock
    ) -> None:
        self.interaction = interaction
        self.client = interaction.client
        self.settings = settings
        self.texts: Texts = self.client.languages.texts(str(interaction.locale))  # of the user
        self.began = time.monotonic() if began is None else began

    # Who and where

    @property
    def user_id(self) -> int:
        return self.interaction.user.id

    @property
    def in_guild(self) -> bool:
        return self.interaction.guild_id is not None

    @property
    def on_private(self) -> bool:
        """Whether the message that a button is on is seen by its user alone."""
        message = self.interaction.message
        return message is not None and message.flags.ephemeral

    @property
    def on_pinned(self) -> bool:
        """Whether the message that a button is on is pinned: it stays as it is, and readers get copies."""
        message = self.interaction.message
        return message is not None and message.pinned

    @property
    def can_pin(self) -> bool:
        """Whether what all see here can be pinned: the bot is in the server, and keeps what is pinned."""
        here = self.in_guild and self.interaction.is_guild_integration()
        return here and self.client.pins is not None

    @property
    def shareable(self) -> bool:
        """Whether what is private may be shown to all: a server may forbid that to apps of a user's own."""
        mine = self.interaction.is_user_integration() and not self.interaction.is_guild_integration()
        return self.in_guild and (not mine or self.interaction.permissions.use_external_apps)

    def manner(self, *, private: bool) -> Manner:
        """Return how to answer: what is private in the user's language, what is public in the server's."""
        languages = self.client.languages
        if private or not self.in_guild:
            return manner_of(self.settings, private_language(languages, self.interaction))
        locale = self.interaction.guild_locale
        return manner_of(self.settings, public_language(languages, self.settings, locale))

    def is_private(self, wanted: bool | None) -> bool:
        """Return whether to show an answer to the user alone: as they say, else as the server has it."""
        if wanted is None:
            return self.in_guild and self.settings.private
        return wanted

    def may_change(self, given: Given) -> bool:
        """Return whether somebody may change or delete an answer: it is theirs, or they moderate.

        Nobody changes a pinned one.
        """
        if self.on_pinned:
            return False
        if self.on_private or not self.in_guild or given.belongs_to(self.user_id):
            return True
        return self.interaction.permissions.manage_messages

    # Saying something

    def say(self, path: str, **values: str) -> str:
        return self.client.say(self.texts, path, **values)

    async def note(self, path: str, **values: str) -> None:
        """Tell the user something, and nobody else."""
        await self.tell(self.say(path, **values))

    async def tell(self, text: str, **more: Any) -> None:
        response = self.interaction.response
        options = {"ephemeral": True, "suppress_embeds": True, "allowed_mentions": SILENT, **more}
        if response.is_done():
            await self.interaction.followup.send(text, **options)
        else:
            await response.send_message(text, **options)

    async def ready(self, thought: Thought[Any]) -> bool:
        """Return whether a thought is there before the interaction needs a sign of life."""
        left = self.began + SIGN_OF_LIFE_SECONDS - time.monotonic()
        return await thought.ready_within(max(left, LEAST_SECONDS))

    async def answer(self, work: Work, *, private: bool, nothing: str | None = None) -> None:
        """Answer with a message of its own, and remember it; `nothing` is told where there is no answer."""
        thought = Thought(self._worded(work))
        deferred = not await self.ready(thought)
        if deferred:
            await self.interaction.response.defer(ephemeral=private, thinking=True)
        considered, text = await thought.result()
        reply = considered.reply
        if not reply.text:  # thanks, and the like: whoever used a command is owed a word
            nothing = nothing or "notes.how_to_ask"
        if reply.kind in NO_ANSWER or not reply.text:
            if nothing is not None:
                await self.note(nothing)
                return
            private = private if deferred else True
        view = self.buttons(considered, private=private)
        options: dict[str, Any] = {"suppress_embeds": True, "allowed_mentions": SILENT, "ephemeral": private}
        if view.children:
            options["view"] = view
        if self.interaction.response.is_done():
            message = await self.interaction.followup.send(text, wait=True, **options)
            message_id: int | None = message.id
        else:
            sent = await self.interaction.response.send_message(text, **options)
            message_id = sent.message_id
        if message_id is not None:
            self.remember(message_id, considered)

    async def _worded(self, work: Work) -> tuple[Considered, str]:
        """Return a reply and its text, with what the store adds to that."""
        considered = await self.client.work_out(work)
        guild_id, channel_id = self.interaction.guild_id, self.interaction.channel_id
        text = text_of(considered.reply)
        return considered, await pointed(self.client, considered, text, guild_id, channel_id)

    async def change(self, work: Work, given: Given) -> None:
        """Put another answer into the message that a button is on, and remember what it is about now."""
        thought = self.client.thinking.begin(work)
        ready = await self.ready(thought)
        response, message = self.interaction.response, self.interaction.message
        assert message is not None
        if not ready:
            await response.defer()
        considered = await thought.result()
        view = self.buttons(considered, private=self.on_private)
        options: dict[str, Any] = {"content": text_of(considered.reply), "view": view, "attachments": []}
        if ready:
            await response.edit_message(**options, allowed_mentions=SILENT)
        else:
            await self.interaction.edit_original_response(**options, allowed_mentions=SILENT)
        saved = replace(
            given.saved,
            kind=considered.reply.kind,
            language=considered.reply.language,
            request=considered.reply.request,
            data_version=self.client.answerer.data_version(),
        )
        self.client.memory.keep(Given(saved, considered.turns), direct=not self.in_guild)

    def buttons(self, considered: Considered, *, private: bool) -> discord.ui.View:
        texts = self.client.languages.texts(considered.reply.language)
        pin: PinButton = "pin" if self.can_pin and not private else ""
        return answer_buttons(considered.reply, texts, private=private, shareable=self.shareable, pin=pin)

    def remember(self, message_id: int, considered: Considered) -> None:
        """Keep what a message of ours answers, as the user's."""
        interaction = self.interaction
        assert interaction.channel_id is not None
        saved = self.client.record(
            considered,
            message_id=message_id,
            channel_id=interaction.channel_id,
            guild_id=interaction.guild_id,
            asker_id=self.user_id,
        )
        self.client.memory.keep(Given(saved, considered.turns), direct=not self.in_guild)


Handler = Callable[[Dealing], Awaitable[None]]


async def handle(
    interaction: discord.Interaction[FootprintClient], name: str, handler: Handler, *, costs: bool = True
) -> None:
    """Handle an interaction once; where that breaks, say so to its user and to the log.

    With `costs` it counts as a question, which the cooldown may put off.
    """
    client = interaction.client
    with client.intake.take(interaction.id) as taken:
        if not taken:
            return
        began = time.monotonic()
        dealing = Dealing(interaction, await client.settings_of(interaction.guild_id), began)
        try:
            if not costs or await admitted(dealing):
                await handler(dealing)
        except discord.HTTPException as error:
            if error.code in TOO_LATE:
                log.warning("interaction %d: %s: too late: %s", interaction.id, name, one_line(error))
            else:
                await apologise(dealing, name, error)
        except Exception as error:
            await apologise(dealing, name, error)


async def admitted(dealing: Dealing) -> bool:
    """Return whether the cooldown lets somebody ask; if not, they are told when it will."""
    interaction = dealing.interaction
    channel_id = interaction.channel_id or 0
    seconds = dealing.settings.cooldown_seconds
    verdict, wait = dealing.client.cooldown.ask(dealing.user_id, channel_id, seconds)
    if verdict == "go":
        return True
    await dealing.note("notes.cooldown", when=in_seconds(wait))
    return False


async def apologise(dealing: Dealing, name: str, error: Exception) -> None:
    """Note what broke in the log, and tell the user that something did."""
    number = dealing.interaction.id
    if isinstance(error, discord.Forbidden | discord.NotFound):
        log.warning("interaction %d: %s: refused: %s", number, name, one_line(error))
    else:
        log.error("interaction %d: %s failed", number, name, exc_info=error)
    try:
        await dealing.note("notes.apology")
    except discord.HTTPException as failure:
        log.warning("interaction %d: apology not sent: %s", number, one_line(failure))


def in_seconds(seconds: float) -> str:
    """Return a moment as Discord counts down to it."""
    return f"<t:{int(time.time() + seconds) + 1}:R>"


def quoted(text: str, length: int = 60) -> str:
    """Return what somebody typed as it can be quoted: no formatting, no ping."""
    return escape(clipped(text, length))


def listing(parts: Sequence[str]) -> str:
    """Return parts with a dot between."""
    return " · ".join(parts)
