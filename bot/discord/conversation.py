"""Which messages are for the bot, what they ask, and what was asked before them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import discord

from bot.discord.recent import Recent

ANSWERS_REMEMBERED: Final = 2_000
TURNS: Final = 4  # earlier questions that a follow-up is read with
PAUSE_SECONDS: Final = 15 * 60  # after such a pause a direct message starts afresh

SAID: Final = (discord.MessageType.default, discord.MessageType.reply)  # by a person, not a system notice


@dataclass(frozen=True, slots=True)
class Heard:
    """A message for the bot: a question, an empty mention, or one whose text Discord withholds."""

    kind: Literal["question", "hello", "unreadable"]
    text: str = ""


def hear(message: discord.Message, me: discord.ClientUser) -> Heard | None:
    """Return what a message says to the bot, or None if it is not for it."""
    if message.author.bot or message.webhook_id is not None or message.type not in SAID:
        return None
    text = said(message, me)
    if isinstance(message.channel, discord.DMChannel):
        return Heard("question", text) if text else Heard("hello")
    if _names(message, me):
        return Heard("question", text) if text else Heard("hello")
    role = message.guild.self_role if message.guild else None
    if role and role in message.role_mentions:
        if text:
            return Heard("question", text)
        # A role's mention doesn't open the text to a bot without the intent; with text shown, it is a hello.
        return Heard("hello") if message.content else Heard("unreadable")
    answered = _answered(message)
    if answered and answered.author.id == me.id and me in message.mentions:
        if text:
            return Heard("question", text)
        if message.attachments or message.stickers:
            return None
        return Heard("unreadable")
    return None


def said(message: discord.Message, me: discord.ClientUser) -> str:
    """Return a message's text, or that of what it forwards, without the bot's own mention."""
    text = message.content or "\n".join(part.content for part in message.message_snapshots)
    for mention in _mentions(message, me):
        text = text.replace(mention, " ")
    return text.strip()


class Memory:
    """The questions behind the bot's latest answers, so that the next one can follow them up."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._by_answer: Recent[int, tuple[str, ...]] = Recent(ANSWERS_REMEMBERED)
        self._by_channel: Recent[int, tuple[float, tuple[str, ...]]] = Recent(ANSWERS_REMEMBERED)

    def keep(self, answer_id: int, turns: tuple[str, ...], direct_channel_id: int | None = None) -> None:
        """Remember which questions, oldest first, led to an answer."""
        turns = turns[-TURNS:]
        self._by_answer.set(answer_id, turns)
        if direct_channel_id is not None:
            self._by_channel.set(direct_channel_id, (self._clock(), turns))

    def behind(self, answer_id: int) -> tuple[str, ...] | None:
        """Return the questions behind an answer, or None if it is not remembered."""
        return self._by_answer.get(answer_id)

    def lately(self, channel_id: int) -> tuple[str, ...]:
        """Return the last questions of a direct conversation that is still going on."""
        at, turns = self._by_channel.get(channel_id) or (0.0, ())
        return turns if turns and self._clock() - at < PAUSE_SECONDS else ()


async def earlier_turns(message: discord.Message, me: discord.ClientUser, memory: Memory) -> tuple[str, ...]:
    """Return the questions that a message follows, oldest first: from memory, or read again from Discord.

    A reply to an answer follows that answer's question; a reply to another message follows that one; a direct
    message that replies to nothing follows the last one, if it was lately.
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
        except discord.HTTPException:  # deleted, or not ours to read: the follow-up stands alone
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
