"""`/pins export`: the board as Markdown and as CSV, for a page or a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import discord

from bot.discord.board import visible
from bot.discord.dealing import Dealing
from bot.discord.pin_place import link_to, place_of
from bot.discord.pin_rules import barred, may_pin
from bot.discord.pin_words import figure_words, linked, named
from bot.languages import language
from bot.markdown import escape, one_line
from bot.store.errors import StoreError
from bot.store.records import Pin, PinChange

if TYPE_CHECKING:
    from bot.discord.texts import Texts

FILE_NAME: Final = "pins"
FORMULAE: Final = ("=", "+", "-", "@", "\t", "\r")  # beginnings that a spreadsheet takes for a formula
COLUMNS: Final = (
    "name", "figure", "metric", "low", "median", "high", "unit", "note", "channel", "by", "at", "link",
    "data", "stale", "was",
)  # fmt: skip


async def export(dealing: Dealing) -> None:
    """Give who may pin the board as two files, to them alone."""
    channel_id = dealing.interaction.channel_id
    if not dealing.in_guild or channel_id is None:
        await dealing.note("pins.only_servers")
        return
    place = await place_of(dealing, channel_id)
    if place is not None and not may_pin(dealing, place.theirs):
        reason = barred(dealing, place)
        assert reason is not None
        await dealing.note(reason.path, **reason.values)
        return
    await dealing.interaction.response.defer(ephemeral=True, thinking=True)
    store = dealing.client.store
    try:
        pins = await visible(dealing)
        assert store is not None
        told = {pin.message_id: await store.pin_history(pin.message_id) for pin in pins}
    except StoreError:
        await dealing.note("notes.forgetful")
        return
    if not pins:
        await dealing.note("export.none")
        return
    guild = dealing.interaction.guild
    server, texts = (guild.name if guild else ""), dealing.texts
    files = [
        discord.File(io.BytesIO(_markdown(pins, texts, server, guild).encode()), f"{FILE_NAME}.md"),
        discord.File(io.BytesIO(_csv(pins, told, texts, guild)), f"{FILE_NAME}.csv"),
    ]
    path = "export.done_one" if len(pins) == 1 else "export.done_other"
    await dealing.tell(dealing.say(path, count=str(len(pins)), server=escape(server)), files=files)


def _csv(
    pins: Sequence[Pin], told: dict[int, tuple[PinChange, ...]], texts: Texts, guild: discord.Guild | None
) -> bytes:
    """Return the board as a table; with a mark at its start, without which spreadsheets misread accents."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow([texts[f"export.{name}"] for name in COLUMNS])
    for pin in pins:
        writer.writerow([_cell(value) for value in _row(pin, told[pin.message_id], texts, guild)])
    return table.getvalue().encode("utf-8-sig")


def _row(pin: Pin, told: Sequence[PinChange], texts: Texts, guild: discord.Guild | None) -> list[str | float]:
    figure = pin.headline
    metrics: dict[str, str] = language(texts.language).labels["metrics"]
    ends: list[str | float] = [figure.low, figure.median, figure.high] if figure else ["", "", ""]
    was = [figure_words(each.was, texts.language, with_range=False) for each in told if each.was]
    return [
        named(pin, texts),
        figure_words(figure, texts.language) if figure else "",
        metrics.get(figure.metric, "") if figure else "",
        *ends,
        figure.unit if figure else "",
        pin.note or "",
        _channel(pin, guild),
        str(pin.pinned_by) if pin.pinned_by else texts["export.nobody"],
        f"{pin.pinned_at:%Y-%m-%d %H:%M}",
        link_to(pin.guild_id, pin.channel_id, pin.message_id),
        pin.data_version or "",
        texts["export.yes" if pin.stale else "export.no"],
        "; ".join(was),
    ]


def _cell(value: str | float) -> str | float:
    """Return a value that no spreadsheet takes for a formula; an id that none rounds."""
    if isinstance(value, float):
        return value
    text = one_line(value)
    risky = text.startswith(FORMULAE) or (text.isdigit() and len(text) > 15)
    return f"'{text}" if risky else text


def _markdown(pins: Sequence[Pin], texts: Texts, server: str, guild: discord.Guild | None) -> str:
    """Return the board as a list; what members wrote is escaped in it, and nobody is mentioned."""
    lines = [f"# {escape(texts.say('export.title', server=server))}", ""]
    for pin in pins:
        figure = f": {figure_words(pin.headline, texts.language)}" if pin.headline else ""
        lines.append(f"- **{linked(pin, texts)}**{figure}")
        if pin.note:
            lines.append(f"  > {escape(pin.note)}")
        by = str(pin.pinned_by) if pin.pinned_by else texts["export.nobody"]
        parts = [
            f"{texts['export.channel']}: {escape(_channel(pin, guild))}",
            f"{texts['export.by']}: {by}",
            f"{texts['export.at']}: {pin.pinned_at:%Y-%m-%d %H:%M}",
            f"{texts['export.data']}: {escape(pin.data_version or '–')}",
        ]
        if pin.stale:
            parts.append(texts["board.out_of_date"])
        lines.append("  " + " · ".join(parts))
    return "\n".join(lines) + "\n"


def _channel(pin: Pin, guild: discord.Guild | None) -> str:
    """Return the name of a pin's channel; its id, where that isn't known."""
    channel = guild.get_channel_or_thread(pin.channel_id) if guild else None
    return f"#{channel.name}" if channel else str(pin.channel_id)
