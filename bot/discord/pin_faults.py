"""What Discord refuses a pin with → what to tell the person who wanted it."""

from __future__ import annotations

from typing import Final

import discord

from bot.discord.pin_place import Place
from bot.discord.pin_rules import Told
from bot.markdown import clipped, escape

MOST_PINS: Final = 250  # of a channel
FULL: Final = 30003  # Discord's error codes
UNKNOWN_CHANNEL: Final = 10003
UNKNOWN_MESSAGE: Final = 10008
MISSING_ACCESS: Final = 50001
TELLING: Final = {
    UNKNOWN_CHANNEL: "pins.channel_gone",
    UNKNOWN_MESSAGE: "pins.gone",
    FULL: "pins.full",
    MISSING_ACCESS: "pins.bot_cannot_read",
    50013: "pins.bot_may_not",
    50019: "pins.wrong_channel",
    50021: "pins.system",
    50083: "pins.archived",
    160005: "pins.locked",
}


def told(error: discord.HTTPException, place: Place) -> Told:
    """Return what an error of Discord's means, and what to do."""
    path = TELLING.get(error.code)
    if path is not None:
        return Told(path, {"channel": place.mention, "most": str(MOST_PINS)})
    return Told("pins.refused", {"code": str(error.code), "said": escape(clipped(error.text or "?"))})


def doubtful(error: Exception) -> bool:
    """Return whether an error leaves open what Discord did: an outage, a lost answer."""
    return not isinstance(error, discord.HTTPException) or isinstance(error, discord.DiscordServerError)
