"""Buttons that tell more of an answer: how it was worked out, what it rests on, a chart."""

from __future__ import annotations

import asyncio
import io
from functools import partial
from typing import Literal

import discord

from bot.chart import Picture
from bot.discord import requests
from bot.discord.changing import known
from bot.discord.dealing import SILENT, Dealing

FILE_NAME = "chart.png"


async def show_behind(dealing: Dealing, kind: Literal["how", "sources"]) -> None:
    """Tell the user alone, in their language, what stands behind an answer."""
    given = await known(dealing)
    if given is None:
        return
    manner = dealing.manner(private=True)
    request = requests.in_language(given.request, manner.language)
    behind = partial(dealing.client.answerer.behind, us_units=manner.us_units)
    reply = await asyncio.to_thread(behind, request, kind)
    await dealing.tell(reply.text)


async def show_chart(dealing: Dealing) -> None:
    """Add the chart to the answer, for who may change it; to a private copy for everybody else."""
    given = await known(dealing)
    if given is None:
        return
    response, interaction = dealing.interaction.response, dealing.interaction
    changes = dealing.may_change(given)
    if changes:
        await response.defer()
    else:
        await response.defer(ephemeral=True, thinking=True)
    picture = await dealing.client.draw(given.request)
    if picture is None:
        await dealing.note("notes.nothing_to_draw")
    elif changes:
        await interaction.edit_original_response(attachments=[as_file(picture)], allowed_mentions=SILENT)
    else:
        await interaction.followup.send(file=as_file(picture), ephemeral=True)


def as_file(picture: Picture) -> discord.File:
    """Return a picture as an attachment with the text that stands in for it."""
    return discord.File(io.BytesIO(picture.png), FILE_NAME, description=picture.alt)
