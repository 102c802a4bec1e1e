"""Pinned answers worked out anew in place, and those told of that no longer hold."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import discord

from bot.discord import board
from bot.discord.dealing import Dealing
from bot.discord.manner import US
from bot.discord.memory import now
from bot.discord.pin_faults import doubtful, told
from bot.discord.pin_place import Place, place_of
from bot.discord.pin_rules import Told, barred, may_pin
from bot.discord.pin_words import change_words, linked, named
from bot.discord.sending import FAILURES, one_line
from bot.headline import reasons
from bot.markdown import escape
from bot.store.errors import StoreError
from bot.store.records import Pin, PinChange

if TYPE_CHECKING:
    from bot.discord.client import FootprintClient
    from bot.discord.pinning import Pins

log = logging.getLogger(__name__)

AT_ONCE: Final = 25  # pins: an edit of an old message may have to wait, and an interaction ends after 15 min
LINES: Final = 8  # results that a notice names
LONGEST: Final = 1800  # characters of what is told of a refresh
PAGE: Final = 100  # pins checked at a time


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A pin that was worked out anew, or why it wasn't."""

    pin: Pin
    change: PinChange | None = None
    failed: Told | None = None


async def refresh(dealing: Dealing, typed: str | None) -> None:
    """Answer `/pins refresh`: one result, or all that were made with other data than today's."""
    if typed is None:
        await refresh_all(dealing)
        return
    if await _may(dealing):
        pin = await board.chosen_pin(dealing, typed)
        if pin is not None:
            await dealing.interaction.response.defer(ephemeral=True, thinking=True)
            await _refresh(dealing, [pin])


async def refresh_all(dealing: Dealing) -> None:
    """Work out anew all that somebody sees and that was made with other data."""
    if not await _may(dealing):
        return
    await dealing.interaction.response.defer(ephemeral=True, thinking=True)
    try:
        pins = await board.visible(dealing)
    except StoreError:
        await dealing.note("notes.forgetful")
        return
    version = dealing.client.answerer.data_version()
    old = [pin for pin in pins if pin.stale or pin.data_version != version]
    if old:
        await _refresh(dealing, old)
    elif pins:
        path = "refresh.all_true_one" if len(pins) == 1 else "refresh.all_true_other"
        await dealing.note(path, count=str(len(pins)))
    else:
        await dealing.note("refresh.none")


async def renew(pins: Pins, client: FootprintClient, pin: Pin, place: Place, by: int) -> Refreshed:
    """Work a pinned answer out with today's data, in place; StoreError."""
    async with pins.turn(pin.channel_id):
        fresh = await pins.store.pin_of(pin.message_id)
        given = await client.memory.behind(pin.message_id)
        if fresh is None or not fresh.on_board:
            return Refreshed(pin, failed=Told("pins.not_pinned"))
        if given is None:
            return Refreshed(pin, failed=Told("pins.no_answer"))
        figures = await pins.figures(given)
        version, at, inputs = client.answerer.data_version(), now(), dict(figures.inputs)
        metric = figures.headline.metric if figures.headline else ""
        why = reasons(fresh.inputs or {}, inputs, metric) if fresh.inputs else ()
        was, headline = fresh.headline, figures.headline
        change = PinChange(pin.message_id, at, by, was, headline, fresh.data_version, version, why)
        new = replace(fresh, headline=headline, data_version=version, stale=False)
        try:
            message = await pins.showing.message(pin.channel_id, pin.message_id).fetch()
            await pins.showing.say(new, message, change=change if was != headline else None, anew=True)
        except FAILURES as error:
            log.warning("pin %d: not refreshed: %s", pin.message_id, one_line(error))
            if doubtful(error) or not isinstance(error, discord.HTTPException):
                return Refreshed(pin, failed=Told("pins.trouble"))
            return Refreshed(pin, failed=told(error, place))
        await pins.store.refresh_pin(pin.message_id, headline, version, at, by, inputs, why)
        return Refreshed(new, change)


async def _refresh(dealing: Dealing, old: Sequence[Pin]) -> None:
    """Refresh pins one after the other, and tell of each what changed."""
    client, pins = dealing.client, dealing.client.pins
    assert pins is not None
    done: list[Refreshed] = []
    for pin in old[:AT_ONCE]:
        place = await place_of(dealing, pin.channel_id)
        refusal = barred(dealing, place) if place else Told("pins.channel_gone")
        if place is None or refusal is not None:
            done.append(Refreshed(pin, failed=refusal))
            continue
        try:
            done.append(await renew(pins, client, pin, place, dealing.user_id))
        except StoreError:
            done.append(Refreshed(pin, failed=Told("notes.forgetful")))
    await dealing.tell(_report(dealing, done, len(old) - len(done)))


def _report(dealing: Dealing, done: Sequence[Refreshed], left: int) -> str:
    texts = dealing.texts
    changed = sum(each.failed is None for each in done)
    lines = [texts.say("refresh.title", count=str(changed))]
    for place, each in enumerate(done):
        line = _line(dealing, each)
        if sum(map(len, lines)) + len(line) + len(lines) > LONGEST:
            lines.append(texts.say("stale.more", count=str(len(done) - place)))
            break
        lines.append(line)
    if left:
        lines.append(dealing.say("refresh.more", count=str(left)))
    return "\n".join(lines)


def _line(dealing: Dealing, each: Refreshed) -> str:
    texts = dealing.texts
    if each.failed is not None:
        title = escape(named(each.pin, texts))
        why = dealing.say(each.failed.path, **{"title": title, **each.failed.values})
        return texts.say("refresh.failed", link=linked(each.pin, texts), why=why)
    assert each.change is not None
    change = change_words(each.change, texts, us_units=dealing.settings.units == US)
    return texts.say("refresh.line", link=linked(each.pin, texts), change=change)


async def _may(dealing: Dealing) -> bool:
    """Return whether somebody may refresh; if not, they are told why."""
    if not dealing.in_guild or dealing.client.pins is None:
        await dealing.note("pins.only_servers" if not dealing.in_guild else "notes.forgetful")
        return False
    channel_id = dealing.interaction.channel_id
    place = await place_of(dealing, channel_id) if channel_id else None
    if place is None or may_pin(dealing, place.theirs):
        return True
    reason = barred(dealing, place)
    assert reason is not None
    await dealing.note(reason.path, **reason.values)
    return False
