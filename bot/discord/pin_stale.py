"""Newer data: which pinned answers no longer hold, and one quiet notice of it in each server."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from bot.discord.board_link import is_open
from bot.discord.controls import Control, button, panel
from bot.discord.dealing import SILENT
from bot.discord.manner import US
from bot.discord.memory import now
from bot.discord.pin_place import rights
from bot.discord.pin_words import change_words, linked
from bot.discord.sending import FAILURES, one_line
from bot.headline import moved, reasons
from bot.store.records import GuildSettings, Pin, PinChange

if TYPE_CHECKING:
    from bot.discord.client import FootprintClient
    from bot.discord.pinning import Pins
    from bot.discord.texts import Texts

log = logging.getLogger(__name__)

PAGE: Final = 100  # pins checked at a time
LONGEST: Final = 1400  # characters of the results that a notice names
NONCE_LENGTH: Final = 25  # characters of what keeps Discord from posting a notice twice

Moved = tuple[Pin, PinChange]


async def check(client: FootprintClient, pins: Pins, goes_on: Callable[[], bool]) -> None:
    """Hold every pin of the client's servers that was made with other data against today's; StoreError.

    Where it doesn't go on to the end, nobody is told of anything, and the next time finds it again.
    """
    version, after = client.answerer.data_version(), 0
    found: dict[int, list[Moved]] = {}
    while page := await pins.store.outdated_pins(version, after, PAGE):
        after = page[-1].message_id
        held: list[int] = []
        for pin in page:
            if not goes_on():
                return
            if client.get_guild(pin.guild_id) is None:  # another process's, or one that is away
                continue
            change = await _change(client, pins, pin, version)
            if change is None:
                held.append(pin.message_id)
            elif moved(change.was, change.now):
                found.setdefault(pin.guild_id, []).append((pin, change))
            else:
                held.append(pin.message_id)
        await pins.store.mark_true(held, version)
    for guild_id, several in found.items():
        await _tell(client, pins, guild_id, several, version)


async def _change(client: FootprintClient, pins: Pins, pin: Pin, version: str) -> PinChange | None:
    """Return what a pin's figure was and would be today; None where there is none to be worked out."""
    given = await client.memory.behind(pin.message_id)
    if given is None or (pin.headline is None and pin.data_version is None):
        return None
    figures = await pins.figures(given)
    metric = figures.headline.metric if figures.headline else ""
    why = reasons(pin.inputs, figures.inputs, metric) if pin.inputs else ()
    return PinChange(
        pin.message_id, now(), None, pin.headline, figures.headline, pin.data_version, version, why
    )


async def _tell(
    client: FootprintClient, pins: Pins, guild_id: int, several: Sequence[Moved], version: str
) -> None:
    """Post what no longer holds, unless it was told before; then mark it, so that a crash loses nothing."""
    fresh = [each for each in several if not each[0].stale]
    if fresh:
        await _post(client, guild_id, fresh, version)
    await pins.store.mark_stale([pin.message_id for pin, _ in several], version)


async def _post(client: FootprintClient, guild_id: int, fresh: Sequence[Moved], version: str) -> None:
    """Post in the board's channel, or where the newest of them is pinned, where the board has none."""
    settings = await client.settings_of(guild_id)
    newest = max(fresh, key=lambda each: each[0].pinned_at)[0].channel_id
    for channel_id in dict.fromkeys((settings.board_channel or newest, newest)):
        if await _post_in(client, settings, channel_id, fresh, version):
            return


async def _post_in(
    client: FootprintClient, settings: GuildSettings, channel_id: int, fresh: Sequence[Moved], version: str
) -> bool:
    """Post in a channel what its readers may know of; return whether nothing more is to be done."""
    guild_id = settings.guild_id
    guild = client.get_guild(guild_id)
    channel = guild.get_channel_or_thread(channel_id) if guild else None
    if guild is None or channel is None:
        return False
    texts = client.languages.texts(settings.language or str(guild.preferred_locale))
    closed = not rights(channel, guild.default_role).view_channel  # it is the moderators' own
    shown = [
        each
        for each in fresh
        if is_open(client, each[0], channel_id) or (closed and channel_id == settings.board_channel)
    ]
    if not shown:
        return True
    hint = client.say(texts, "stale.hint", button=texts["buttons.refresh_all"])
    text = "\n".join((*_told(shown, texts, us_units=settings.units == US), hint))
    digest = hashlib.sha256(f"{guild_id} {version}".encode()).hexdigest()
    try:
        await client.get_partial_messageable(channel_id).send(
            text,
            view=panel(button(Control("refresh_all"), texts["buttons.refresh_all"])),
            allowed_mentions=SILENT,
            suppress_embeds=True,
            silent=True,
            nonce=digest[:NONCE_LENGTH],
        )
    except FAILURES as error:
        log.warning("server %d: not told of stale pins in %d: %s", guild_id, channel_id, one_line(error))
        return False
    return True


def _told(shown: Sequence[Moved], texts: Texts, *, us_units: bool) -> list[str]:
    """Return how many results no longer hold, and as many of them as fit."""
    count = len(shown)
    lines = [texts.say("stale.title_one" if count == 1 else "stale.title_other", count=str(count))]
    for place, (pin, change) in enumerate(shown):
        words = change_words(change, texts, us_units=us_units)
        line = texts.say("stale.line", link=linked(pin, texts), change=words)
        if len("\n".join((*lines, line))) > LONGEST:
            return [*lines, texts.say("stale.more", count=str(count - place))]
        lines.append(line)
    return lines
