"""Which messages are for the bot, what they ask, and what was asked before them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import discord

from bot.discord.answerer import Turn
from bot.discord.memory import TURNS, Memory
from bot.discord.sending import FAILURES

SAID: Final = (discord.MessageType.default, discord.MessageType.reply)  # by a person, not a system notice


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message says to the bot."""

    text: str  # empty: it calls the bot and asks nothing
    withheld: bool = False  # Discord doesn't let the bot read it
    unprompted: bool = False  # it stands where any question is answered, and may be none


def for_bot(message: discord.Message) -> bool:
    """Return whether a message may be for the bot at all: said by a person, no notice of Discord's."""
    return not message.author.bot and message.webhook_id is None and message.type in SAID


def hear(message: discord.Message, me: discord.ClientUser) -> Heard | None:
    """Return what a message says to the bot, or None if it is not for it."""
    if not for_bot(message):
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


def overhear(message: discord.Message, me: discord.ClientUser) -> Heard | None:
    """Return what a message says where every question is answered; None if it is said to somebody else."""
    text = said(message, me)
    to_others = message.mentions or message.role_mentions or message.mention_everyone
    if not for_bot(message) or not text or to_others or message.reference is not None:
        return None
    return Heard(text, unprompted=True)


def places(message: discord.Message) -> tuple[int, ...]:
    """Return the channel of a message, and what it is a thread or a post of."""
    channel = message.channel
    if isinstance(channel, discord.Thread):
        return channel.id, channel.parent_id
    return (channel.id,)


def title_of(message: discord.Message) -> str:
    """Return the title of the post that a message opens; "" where it opens none."""
    channel = message.channel
    return channel.name if isinstance(channel, discord.Thread) and channel.id == message.id else ""


def said(message: discord.Message, me: discord.ClientUser) -> str:
    """Return a message's text, or that of what it forwards, without the bot's own mention."""
    text = message.content or "\n".join(part.content for part in message.message_snapshots)
    for mention in _mentions(message, me):
        text = text.replace(mention, " ")
    return text.strip()


async def earlier_turns(message: discord.Message, me: discord.ClientUser, memory: Memory) -> tuple[Turn, ...]:
    """Return what a message follows, oldest first: from memory, from the store, or read again from Discord.

    A reply to an answer follows that answer's question; a reply to another message follows that one; a direct
    message that replies to nothing may follow the last one, if it was lately.
    """
    if message.reference is None and isinstance(message.channel, discord.DMChannel):
        given = await memory.lately(message.channel.id)
        return given.context if given else ()
    turns: tuple[Turn, ...] = ()
    question = message
    while len(turns) < TURNS:
        answered = _answered(question)
        if answered is None:
            break
        if answered.author.id != me.id:
            text = said(answered, me)
            return (text, *turns) if text else turns
        given = await memory.behind(answered.id)
        if given is not None:
            return (*given.context, *turns)
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
