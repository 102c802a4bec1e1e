"""Buttons that change an answer: another place, one thing more to compare with, another reading.

Who asked, and moderators, change the answer itself; everybody else gets a copy of their own.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import discord

from bot.discord import requests
from bot.discord.answerer import of_request
from bot.discord.controls import Control, field, filled, form
from bot.discord.dealing import Dealing, quoted
from bot.discord.index import MOST, Entry, clipped_label
from bot.discord.memory import Given
from bot.discord.shelves import FIRST_PLACES, WORLD
from bot.request import Request
from bot.store.asked import fingerprint

TYPED_LENGTH: Final = 100


async def ask_region(dealing: Dealing) -> None:
    """Show the form that asks for a place: the usual ones to choose from, any other to type."""
    given = await known(dealing)
    if given is None:
        return
    places = dealing.client.library.of(dealing.texts.language).places
    current = given.request.region or WORLD
    entries = places.search("", (current, *FIRST_PLACES))[:MOST]
    common: discord.ui.Select[Any] = discord.ui.Select(
        custom_id="common",
        options=[_option(entry, entry.value == current) for entry in entries],
        required=False,
        min_values=0,
    )
    say = dealing.texts
    hint = say["forms.region_hint"]
    await dealing.interaction.response.send_modal(
        form(
            Control("to_region"),
            say["forms.region_title"],
            discord.ui.Label(text=say["forms.region_common"], component=common),
            field("typed", say["forms.region_typed"], TYPED_LENGTH, hint=hint, needed=False),
        )
    )


async def to_region(dealing: Dealing) -> None:
    """Answer the same for the place that the form names; what is typed counts before what is chosen."""
    given = await known(dealing)
    if given is None:
        return
    fields = filled(dealing.interaction)
    typed = fields.get("typed", "").strip()
    code = fields.get("common") or given.request.region or WORLD
    if typed:
        found = dealing.client.library.of(dealing.texts.language).places.resolve(typed)
        if found is None:
            await dealing.note("notes.unknown_place", name=quoted(typed))
            return
        code = found
    await rerender(dealing, given, requests.with_region(given.request, None if code == WORLD else code))


async def ask_other(dealing: Dealing) -> None:
    """Show the form that asks what to compare with."""
    if await known(dealing) is None:
        return
    say = dealing.texts
    example = say["forms.compare_hint"]
    typed = field("with", say["forms.compare_with"], TYPED_LENGTH, example=example)
    modal = form(Control("to_other"), say["forms.compare_title"], typed)
    await dealing.interaction.response.send_modal(modal)


async def to_other(dealing: Dealing) -> None:
    """Compare what was answered with what the form names; to an unknown name, the nearest are offered."""
    given = await known(dealing)
    if given is None:
        return
    typed = filled(dealing.interaction).get("with", "").strip()
    library = dealing.client.library
    subject = library.of(dealing.texts.language).subjects.resolve(typed) or typed
    await rerender(dealing, given, requests.with_another(given.request, subject, library.catalogue))


async def to_choice(dealing: Dealing, detail: str) -> None:
    """Answer what was meant, of what may have been."""
    given = await known(dealing)
    if given is None:
        return
    answerer = dealing.client.answerer
    reply = await dealing.client.thinking.run(partial(answerer.answer_request, given.request))
    meant = (each.request for each in reply.choices if fingerprint(each.request).startswith(detail))
    request = next(meant, None) if detail else None
    if request is None:  # with newer data, other names may be the nearest
        await dealing.note("notes.gone")
        return
    await rerender(dealing, given, request)


async def rerender(dealing: Dealing, given: Given, request: Request) -> None:
    """Put the answer to a changed request in the place of the one given, or in a private copy."""
    answerer = dealing.client.answerer
    if dealing.may_change(given):
        await dealing.change(of_request(answerer, request, dealing.manner(private=dealing.on_private)), given)
        return
    manner = dealing.manner(private=True)
    own = requests.in_language(request, manner.language)
    await dealing.answer(of_request(answerer, own, manner), private=True)


async def known(dealing: Dealing) -> Given | None:
    """Return what the message with the button answers; where nobody knows any more, its user is told."""
    message = dealing.interaction.message
    given = await dealing.client.memory.behind(message.id) if message else None
    if given is None:
        await dealing.note("notes.gone")
    return given


def _option(entry: Entry, chosen: bool) -> discord.SelectOption:
    return discord.SelectOption(label=clipped_label(entry.label), value=entry.value, default=chosen)
