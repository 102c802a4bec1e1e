"""Which messages are for the bot, what they ask, and what was asked before them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import discord

from bot.discord.recent import Recent
from bot.discord.sending import FAILURES

REMEMBERED: Final = 2_000  # answers
TURNS: Final = 4  # earlier questions that a follow-up is read with
PAUSE_SECONDS: Final = 15 * 60  # after it, a direct message starts afresh and an edit changes no answer

SAID: Final = (discord.MessageType.default, discord.MessageType.reply)  # by a person, not a system notice


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message says to the bot."""

    text: str  # empty: it calls the bot and asks nothing
    withheld: bool = False  # Discord doesn't let the bot read it


def hear(message: discord.Message, me: discord.ClientUser) -> Heard | None:
    """Return what a message says to the bot, or None if it is not for it."""
    if message.author.bot or message.webhook_id is not None or message.type not in SAID:
        return None
    text = said(message, me)
    if isinstance(message.channel, discord.DMChannel) or _names(message, me):
        return Heard(text)
    role = message.guild.self_role if message.guild else None
    if role and role in message.role_mentions:
        # A role's mention may not open the text to a bot without the Message Content intent.
        return Heard(text, withheld=not message.content)
    answered = _answered(message)
    if answered and answered.author.id == me.id and me in message.mentions:
        if not text and (message.attachments or message.stickers):
            return None  # a sticker for thanks
        return Heard(text, withheld=not text)
    return None


def said(message: discord.Message, me: discord.ClientUser) -> str:
    """Return a message's text, or that of what it forwards, without the bot's own mention."""
    text = message.content or "\n".join(part.content for part in message.message_snapshots)
    for mention in _mentions(message, me):
        text = text.replace(mention, " ")
    return text.strip()


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that the bot gave."""

    answer: discord.PartialMessage
    text: str  # of the question
    turns: tuple[str, ...]  # that the question followed, oldest first
    at: float  # the memory's clock


class Memory:
    """The bot's latest answers and the questions behind them, so that the next one can follow them up."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._behind: Recent[int, tuple[str, ...]] = Recent(REMEMBERED)  # by answer
        self._given: Recent[int, Given] = Recent(REMEMBERED)  # by question
        self._last: Recent[int, Given] = Recent(REMEMBERED)  # by channel of direct messages

    def keep(
        self, message: discord.Message, text: str, turns: tuple[str, ...], answer: discord.PartialMessage
    ) -> None:
        """Remember the answer to a message and what that asked."""
        given = Given(answer, text, turns, self._clock())
        self._given.set(message.id, given)
        self.keep_turns(answer.id, _followed(given))
        if isinstance(message.channel, discord.DMChannel):
            self._last.set(message.channel.id, given)

    def keep_turns(self, answer_id: int, turns: tuple[str, ...]) -> None:
        """Remember which questions, oldest first, led to an answer."""
        self._behind.set(answer_id, turns)

    def behind(self, answer_id: int) -> tuple[str, ...] | None:
        """Return the questions behind an answer, or None if it is not remembered."""
        return self._behind.get(answer_id)

    def given_to(self, message_id: int) -> Given | None:
        """Return the answer to a message, as long as that may still change it."""
        given = self._given.get(message_id)
        return given if given and self._clock() - given.at < PAUSE_SECONDS else None

    def forget(self, message_id: int) -> None:
        """Drop what a message asked, and what its answer was about."""
        given = self._given.pop(message_id)
        if given:
            self._behind.pop(given.answer.id)
            last = self._last.get(given.answer.channel.id)
            if last and last.answer.id == given.answer.id:
                self._last.pop(given.answer.channel.id)

    def lately(self, channel_id: int) -> tuple[str, ...]:
        """Return the last questions of a direct conversation that is still going on."""
        given = self._last.get(channel_id)
        return _followed(given) if given and self._clock() - given.at < PAUSE_SECONDS else ()


def _followed(given: Given) -> tuple[str, ...]:
    return (*given.turns, given.text)[-TURNS:] if given.text else given.turns


async def earlier_turns(message: discord.Message, me: discord.ClientUser, memory: Memory) -> tuple[str, ...]:
    """Return the questions that a message follows, oldest first: from memory, or read again from Discord.

    A reply to an answer follows that answer's question; a reply to another message follows that one; a direct
    message that replies to nothing may follow the last one, if it was lately.
    """
    if message.reference is None and isinstance(message.channel, discord.DMChannel):
        return memory.lately(message.channel.id)
    turns: tuple[str, ...] = ()
    question = message
    while len(turns) < TURNS:
        answered = _answered(question)
        if answered is None:
            break
        if answered.author.id != me.id:
            text = said(answered, me)
            return (text, *turns) if text else turns
        known = memory.behind(answered.id)
        if known is not None:
            return (*known, *turns)[-TURNS:]
        asked = answered.reference.message_id if answered.reference else None
        if asked is None:
            break
        try:
            question = await message.channel.fetch_message(asked)
        except FAILURES:  # deleted, or not ours to read: the follow-up stands alone
            break
        text = said(question, me)
        if not text:
            break
        turns = (text, *turns)
    return turns


def _names(message: discord.Message, me: discord.ClientUser) -> bool:
    """Return whether the bot is mentioned in the text; a reply's ping alone is no mention."""
    return me in message.mentions and any(mention in message.content for mention in _user_mentions(me))


def _mentions(message: discord.Message, me: discord.ClientUser) -> tuple[str, ...]:
    role = message.guild.self_role if message.guild else None
    return (*_user_mentions(me), role.mention) if role else _user_mentions(me)


def _user_mentions(me: discord.ClientUser) -> tuple[str, str]:
    return f"<@{me.id}>", f"<@!{me.id}>"


def _answered(message: discord.Message) -> discord.Message | None:
    """Return the message that one replies to, if it still exists."""
    if message.type is not discord.MessageType.reply or message.reference is None:
        return None
    resolved = message.reference.resolved
    return resolved if isinstance(resolved, discord.Message) else None
