"""Figures of pins in words: what one shows, what it was and is, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.discord.pin_place import link_to
from bot.headline import FACT
from bot.languages import US_UNITS, language
from bot.markdown import Markdown, clipped, escape, link
from bot.wording.quantities import Quantities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.discord.texts import Texts
    from bot.headline import Headline
    from bot.store.records import Pin, PinChange

REASONS_TOLD: Final = 2
TITLE_SHOWN: Final = 80
# Inputs that data on one subject bring; of the others, what they are is told.
SUBJECTS: Final = {
    "grid": ("grid",),
    "water": ("wue", "ewif"),
    "price": ("price", "rent", "chip_rent", "training_cost", "api_price"),
    "model": (
        "params", "total_params", "active_params", "layers", "layers_scale", "hidden", "hidden_scale",
        "kv_scale", "kv_bytes", "expert_share", "expert_share_scale", "weight_bytes", "width_per_layer",
    ),
    "fact": (FACT,),
}  # fmt: skip


def figure_words(headline: Headline, tag: str, *, with_range: bool = True, us_units: bool = False) -> str:
    """Return a headline as it is read: "340 kWh (300–420)"."""
    words = language(tag + (US_UNITS if us_units else ""))
    if with_range:
        return Quantities(words).value(headline.spread)
    return words.quantity(headline.spread)


def change_words(change: PinChange, texts: Texts, *, us_units: bool = False) -> str:
    """Return what a pin's figure was and is, and why: "was 340 kWh, now 310 kWh: newer grid data"."""
    was, now = (
        None if each is None else figure_words(each, texts.language, with_range=False, us_units=us_units)
        for each in (change.was, change.now)
    )
    why = reason_words(change.reasons, texts, same_data=change.was_version == change.now_version)
    if was is None and now is None:
        return texts["newer.asked_again"]
    if now is None:
        return texts.say("pins.change_last", was=str(was), why=why)
    if was is None:
        return texts.say("pins.change_first", now=now, why=why)
    if was == now:
        return texts.say("pins.unchanged", now=now)
    return texts.say("pins.change", was=was, now=now, why=why)


def reason_words(names: Sequence[str], texts: Texts, *, same_data: bool = False) -> str:
    """Return what moved a figure, by the names of inputs: "newer grid data"."""
    words = language(texts.language)
    told: dict[str, None] = {}
    for name in names:
        subject = next((each for each, inputs in SUBJECTS.items() if name in inputs), None)
        if subject is not None:
            told[texts[f"newer.{subject}"]] = None
        elif name in words.labels["drivers"]:
            told[texts.say("newer.input", what=words.labels["drivers"][name])] = None
    if not told:
        return texts["newer.asked_again" if same_data else "newer.other"]
    return words.listing(list(told)[:REASONS_TOLD])


def named(pin: Pin, texts: Texts) -> str:
    """Return what a pin is called: its title, else what it is about."""
    label = pin.label or ""
    _, intent_told, rest = label.partition(": ")
    about = rest if intent_told else label
    return clipped(pin.title or about[:1].upper() + about[1:] or texts["pins.unknown"], TITLE_SHOWN)


def linked(pin: Pin, texts: Texts) -> Markdown:
    """Return a link to a pinned answer under its name."""
    return link(named(pin, texts), link_to(pin.guild_id, pin.channel_id, pin.message_id))


def quoted_name(pin: Pin, texts: Texts) -> Markdown:
    return escape(named(pin, texts))
