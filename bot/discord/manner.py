"""How to answer where a question doesn't say: in which language, about which place, in what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import discord

from estimator.workload import METRICS, Metric

if TYPE_CHECKING:
    from bot.discord.texts import Languages
    from bot.store.records import GuildSettings


@dataclass(frozen=True, slots=True)
class Manner:
    """What holds where a question leaves it open; None and empty leave it to the pipeline."""

    language: str | None = None
    region: str | None = None
    metrics: tuple[Metric, ...] = ()
    us_units: bool = False  # gallons and pounds


US: Final = "us"  # of a server's units; else they are metric


def manner_of(settings: GuildSettings | None, language: str | None) -> Manner:
    """Return how to answer under a server's settings; `language` is what the reader is likely to want."""
    if settings is None:
        return Manner(language)
    metrics = tuple(metric for metric in METRICS if metric in settings.metrics)
    return Manner(language, settings.region, metrics, settings.units == US)


def public_language(
    languages: Languages, settings: GuildSettings | None, guild_locale: discord.Locale | None
) -> str | None:
    """Return the language of what everyone reads in a server, or None where nothing tells.

    Every server starts as American English, so that says nothing.
    """
    if settings and settings.language:
        return settings.language
    if guild_locale is None or guild_locale is discord.Locale.american_english:
        return None
    return languages.language(str(guild_locale))


def private_language(languages: Languages, interaction: discord.Interaction[Any]) -> str | None:
    """Return the language of what the user of a command or button reads alone."""
    return languages.language(str(interaction.locale))
