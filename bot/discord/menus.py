"""The entries in a message's menu: check what somebody claims, delete an answer."""

from __future__ import annotations

import discord

from bot.discord.answerer import of_text
from bot.discord.asking import QUESTION_LENGTH
from bot.discord.conversation import said
from bot.discord.dealing import Dealing


async def check(dealing: Dealing, message: discord.Message) -> None:
    """Check what a message claims, for the person who asked alone: they may share it."""
    me = dealing.client.user
    text = said(message, me) if me else message.content
    if not text:
        await dealing.note("notes.nothing_to_read")
        return
    work = of_text(dealing.client.answerer, text[:QUESTION_LENGTH], dealing.manner(private=True))
    await dealing.answer(work, private=dealing.in_guild, nothing="notes.nothing_to_check")


async def delete(dealing: Dealing, message: discord.Message) -> None:
    """Delete one of the bot's answers, for who asked and for moderators."""
    client = dealing.client
    if client.user is None or message.author.id != client.user.id:
        await dealing.note("notes.not_an_answer")
        return
    given = await client.memory.behind(message.id)
    theirs = given is not None and given.belongs_to(dealing.user_id)
    moderates = not dealing.in_guild or dealing.interaction.permissions.manage_messages
    if message.pinned and not moderates:
        await dealing.note("notes.pinned")
        return
    if not (theirs or moderates):
        await dealing.note("notes.not_yours")
        return
    await dealing.interaction.response.defer(ephemeral=True)
    try:
        await message.delete()
    except discord.HTTPException:
        await dealing.note("notes.not_deleted")
        return
    client.memory.forget(message.id)
    await dealing.note("notes.deleted")
