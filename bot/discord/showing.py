"""Buttons that tell more of an answer: how it was worked out, what it rests on, charts."""

from __future__ import annotations

import io
from functools import partial
from typing import Literal

import discord

from bot.chart import Picture
from bot.discord import requests
from bot.discord.changing import known
from bot.discord.dealing import SILENT, Dealing

FILE_NAME = "chart-{}.png"


async def show_behind(dealing: Dealing, kind: Literal["how", "sources"]) -> None:
    """Tell the user alone, in their language, what stands behind an answer."""
    given = await known(dealing)
    if given is None:
        return
    manner = dealing.manner(private=True)
    request = requests.in_language(given.request, manner.language)
    behind = dealing.client.answerer.behind
    reply = await dealing.client.thinking.run(partial(behind, request, kind, us_units=manner.us_units))
    for text in (reply.text, *reply.more):
        await dealing.tell(text)


async def show_charts(dealing: Dealing) -> None:
    """Add the charts to the answer, for who may change it; to a private copy for everybody else."""
    given = await known(dealing)
    if given is None:
        return
    response, interaction = dealing.interaction.response, dealing.interaction
    request, changes = given.request, dealing.may_change(given)
    if changes:
        await response.defer()
    else:
        request = requests.in_language(request, dealing.manner(private=True).language)
        await response.defer(ephemeral=True, thinking=True)
    pictures = await dealing.client.thinking.draw(request)
    files = [as_file(picture, at) for at, picture in enumerate(pictures, start=1)]
    if not files:
        await dealing.note("notes.nothing_to_draw")
    elif changes:
        await interaction.edit_original_response(attachments=files, allowed_mentions=SILENT)
    else:
        await interaction.followup.send(files=files, ephemeral=True)


def as_file(picture: Picture, number: int) -> discord.File:
    """Return a picture as an attachment with the text that stands in for it."""
    return discord.File(io.BytesIO(picture.png), FILE_NAME.format(number), description=picture.alt)
