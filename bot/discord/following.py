"""Buttons that go on from an answer: ask further, try an example, show it to all, delete it."""

from __future__ import annotations

from typing import Final

import discord

from bot.discord.answerer import Considered, of_request, of_text
from bot.discord.buttons import answer_buttons
from bot.discord.changing import known
from bot.discord.controls import Control, field, filled, form
from bot.discord.dealing import SILENT, Dealing
from bot.message import LIMIT

QUESTION_LENGTH: Final = 1000


async def ask_further(dealing: Dealing) -> None:
    """Show the form for a further question: a reply to a command's answer would arrive without text."""
    if await known(dealing) is None:
        return
    say = dealing.texts
    label, example = say["forms.follow_up_question"], say["forms.follow_up_hint"]
    typed = field("question", label, QUESTION_LENGTH, example=example, long=True)
    modal = form(Control("further"), say["forms.follow_up_title"], typed)
    await dealing.interaction.response.send_modal(modal)


async def further(dealing: Dealing) -> None:
    """Answer a further question, in public where the answer before it is."""
    given = await known(dealing)
    if given is None:
        return
    question = filled(dealing.interaction).get("question", "").strip()
    manner = dealing.manner(private=dealing.on_private)
    work = of_text(dealing.client.answerer, question, manner, given.context)
    await dealing.answer(work, private=dealing.on_private)


async def try_out(dealing: Dealing, question: str) -> None:
    """Answer a question that a reply offered, to whoever pressed it alone."""
    private = dealing.in_guild
    work = of_text(dealing.client.answerer, question, dealing.manner(private=private))
    await dealing.answer(work, private=private)


async def share(dealing: Dealing) -> None:
    """Show a private answer to all who are there, and say who did."""
    given = await known(dealing)
    message = dealing.interaction.message
    if given is None or message is None:
        return
    client = dealing.client
    work = of_request(client.answerer, given.request, dealing.manner(private=True))
    considered = await client.work_out(work)
    reply = considered.reply
    texts = client.languages.texts(reply.language)
    await dealing.interaction.response.edit_message(
        view=answer_buttons(reply, texts, private=True, shareable=False)
    )
    text = message.content or reply.text
    heading = client.say(texts, "notes.shared", user=dealing.interaction.user.mention)
    if len(text) + len(heading) < LIMIT:
        text = f"{text}\n{heading}"
    sent = await dealing.interaction.followup.send(
        text,
        view=answer_buttons(
            reply, texts, private=False, shareable=False, pin="pin" if dealing.can_pin else ""
        ),
        ephemeral=False,
        suppress_embeds=True,
        allowed_mentions=SILENT,
        wait=True,
    )
    dealing.remember(sent.id, Considered(reply, given.turns))


async def delete(dealing: Dealing) -> None:
    """Delete an answer, for who asked and for moderators."""
    message = dealing.interaction.message
    given = await dealing.client.memory.behind(message.id) if message else None
    theirs = given is not None and dealing.may_change(given)
    moderates = not dealing.in_guild or dealing.interaction.permissions.manage_messages
    if message is not None and message.pinned and not moderates:
        await dealing.note("notes.pinned")
        return
    if message is None or not (theirs or moderates or _asked(message, dealing.user_id)):
        await dealing.note("notes.not_yours")
        return
    await dealing.interaction.response.defer()
    await dealing.interaction.delete_original_response()
    dealing.client.memory.forget(message.id)


def _asked(message: discord.Message, user_id: int) -> bool:
    """Return whether Discord itself knows a message for the answer to somebody's command or question."""
    used = message.interaction_metadata
    if used is not None:
        return used.user.id == user_id
    asked = message.reference.resolved if message.reference else None
    return isinstance(asked, discord.Message) and asked.author.id == user_id
