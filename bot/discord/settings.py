"""`/settings`: how the bot behaves in a server, shown to and changed by those who manage it."""

from __future__ import annotations

from typing import Any, Final

import discord

from bot.discord.controls import Control, button, chosen, field, filled, form, menu, panel
from bot.discord.dealing import SILENT, Dealing, listing, quoted
from bot.discord.index import MOST, clipped_label
from bot.discord.memory import now
from bot.discord.shelves import FIRST_PLACES, WORLD
from bot.languages import language
from bot.markdown import escape
from bot.store.errors import StoreError
from bot.store.records import Changes, GuildSettings
from estimator.workload import METRICS

NAMES: Final = (
    "language", "region", "metrics", "units", "private", "ask_channels", "pin_role", "board_channel",
    "cooldown_seconds", "edit_window_minutes",
)  # fmt: skip
TIMES: Final = {"cooldown_seconds": (0, 3, 5, 10, 30, 60), "edit_window_minutes": (0, 5, 15, 30, 60)}
LENGTHS: Final = {"cooldown_seconds": 1, "edit_window_minutes": 60}  # seconds of one
UNITS: Final = ("metric", "us")
NONE: Final = "none"  # of what a menu offers: no value of our own
OTHER: Final = "other"
MOST_CHANNELS: Final = 25
TYPED_LENGTH: Final = 100


async def show(dealing: Dealing) -> None:
    """Answer `/settings`. Discord shows it to managers, but an admin may have opened it to others."""
    if await _may(dealing):
        await dealing.tell(await _text(dealing, dealing.settings), view=_home(dealing))


async def act(dealing: Dealing, detail: str) -> None:
    """Do what a menu or button of the message asks for, told as "set.region"."""
    if not await _may(dealing):
        return
    verb, _, name = detail.partition(".")
    values = chosen(dealing.interaction)
    match verb:
        case "open" if values and values[0] in NAMES:
            await _update(dealing, dealing.settings, _one(dealing, values[0]))
        case "set" if name == "region" and values[:1] == [OTHER]:
            await _ask_place(dealing)
        case "set" if name in NAMES:
            await _save(dealing, _change(name, values))
        case "reset" if name in NAMES:
            default = getattr(GuildSettings(dealing.settings.guild_id), name)
            await _save(dealing, {name: default})  # type: ignore[misc]
        case "typed":
            await _set_place(dealing)
        case _:
            await _update(dealing, dealing.settings, _home(dealing))


async def _may(dealing: Dealing) -> bool:
    """Return whether somebody may see and change the settings; if not, they are told why."""
    if not dealing.in_guild:
        await dealing.note("notes.only_servers")
        return False
    if not dealing.interaction.permissions.manage_guild:
        await dealing.note("notes.only_managers")
        return False
    return True


def _change(name: str, values: list[str]) -> Changes:
    """Return the change that a menu's entries stand for; what no menu offers changes nothing."""
    first = values[0] if values and values[0] != NONE else None
    match name:
        case "language":
            return {"language": first}
        case "region":
            return {"region": None if first == WORLD else first}
        case "metrics":
            return {"metrics": tuple(metric for metric in METRICS if metric in values)}
        case "units":
            return {"units": first if first in UNITS else None}
        case "private":
            return {"private": first == "yes"}
        case "ask_channels":
            return {"ask_channels": tuple(int(value) for value in values)}
        case "pin_role":
            return {"pin_role": int(first) if first else None}
        case "board_channel":
            return {"board_channel": int(first) if first else None}
        case "cooldown_seconds" if first and first.isdigit():
            return {"cooldown_seconds": int(first)}
        case "edit_window_minutes" if first and first.isdigit():
            return {"edit_window_minutes": int(first)}
    return {}


async def _save(dealing: Dealing, changes: Changes) -> None:
    """Keep a change and show the settings as they now are; without the store, say that nothing was kept."""
    store, guild_id = dealing.client.store, dealing.interaction.guild_id
    assert guild_id is not None
    try:
        if store is None:
            raise StoreError("there is none")
        settings = await store.change_settings(guild_id, dealing.user_id, now(), **changes)
    except StoreError:
        await dealing.note("notes.forgetful")
        return
    await _update(dealing, settings, _home(dealing))


async def _update(dealing: Dealing, settings: GuildSettings, view: discord.ui.View) -> None:
    text = await _text(dealing, settings)
    await dealing.interaction.response.edit_message(content=text, view=view, allowed_mentions=SILENT)


async def _ask_place(dealing: Dealing) -> None:
    say = dealing.texts
    typed = field("typed", say["forms.region_typed"], TYPED_LENGTH, hint=say["forms.region_hint"])
    modal = form(Control("settings", "typed"), say["forms.region_title"], typed)
    await dealing.interaction.response.send_modal(modal)


async def _set_place(dealing: Dealing) -> None:
    typed = filled(dealing.interaction).get("typed", "").strip()
    found = dealing.client.library.of(dealing.texts.language).places.resolve(typed)
    if found is None:
        await dealing.note("notes.unknown_place", name=quoted(typed))
    else:
        await _save(dealing, {"region": None if found == WORLD else found})


# What the message shows


async def _text(dealing: Dealing, settings: GuildSettings) -> str:
    texts, guild = dealing.texts, dealing.interaction.guild
    lines = [texts.say("settings.title", server=escape(guild.name if guild and guild.name else ""))]
    for name in NAMES:
        value = _shown(dealing, settings, name)
        lines.append(texts.say("settings.line", name=texts[f"settings.{name}"], value=value))
    if settings.ask_channels and not dealing.client.reads_content:
        lines.append(dealing.say("settings.no_content"))
    store = dealing.client.store
    changes = await store.attempt(store.settings_changes(settings.guild_id, 1), ()) if store else ()
    if changes and changes[0].changed_by is not None:
        when = f"<t:{int(changes[0].changed_at.timestamp())}:R>"
        lines.append(texts.say("settings.changed", user=f"<@{changes[0].changed_by}>", when=when))
    return "\n".join(lines)


def _shown(dealing: Dealing, settings: GuildSettings, name: str) -> str:
    """Return the value of a setting as people read it."""
    texts, value = dealing.texts, getattr(settings, name)
    match name:
        case "private":
            return texts["settings.private_yes" if value else "settings.private_no"]
        case "language" if value in dealing.client.languages:
            return texts[f"languages.{value}"]
        case "units" if value in UNITS:
            return texts[f"settings.units_{value}"]
        case "region" if value:
            return dealing.client.library.of(texts.language).place(value)
        case "metrics" if value:
            return listing([texts[f"metrics.{metric}"] for metric in value if metric in METRICS])
        case "ask_channels" if value:
            return " ".join(f"<#{channel}>" for channel in value)
        case "pin_role" if value:
            return f"<@&{value}>"
        case "board_channel" if value:
            return f"<#{value}>"
        case "cooldown_seconds" | "edit_window_minutes":
            return _time(dealing, name, value)
    return texts[f"settings.{name}_none"]


def _time(dealing: Dealing, name: str, value: int) -> str:
    if value == 0:
        return dealing.texts[f"settings.{name}_zero"]
    return language(dealing.texts.language).duration(float(value * LENGTHS[name]))


def _home(dealing: Dealing) -> discord.ui.View:
    """Return the menu of all settings."""
    texts = dealing.texts
    listed: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=Control("settings", "open").custom_id,
        placeholder=texts["settings.choose"],
        options=[
            discord.SelectOption(
                label=texts[f"settings.{name}"], value=name, description=texts[f"settings.{name}_hint"]
            )
            for name in NAMES
        ],
    )
    return panel(menu(listed))


def _one(dealing: Dealing, name: str) -> discord.ui.View:
    """Return the menu of one setting's values, and the ways back."""
    texts = dealing.texts
    return panel(
        menu(_menu(dealing, name)),
        button(Control("settings", "home"), texts["settings.back"], row=1),
        button(Control("settings", f"reset.{name}"), texts["settings.reset"], row=1),
    )


def _menu(dealing: Dealing, name: str) -> discord.ui.Item[Any]:
    texts, settings = dealing.texts, dealing.settings
    custom_id = Control("settings", f"set.{name}").custom_id
    placeholder = texts.say("settings.value", name=texts[f"settings.{name}"])
    if name == "ask_channels":
        kept = [discord.Object(channel) for channel in settings.ask_channels[:MOST_CHANNELS]]
        return discord.ui.ChannelSelect(
            custom_id=custom_id,
            placeholder=placeholder,
            channel_types=[discord.ChannelType.text, discord.ChannelType.forum, discord.ChannelType.news],
            min_values=0,
            max_values=MOST_CHANNELS,
            default_values=[discord.SelectDefaultValue(id=each.id, type=CHANNEL) for each in kept],
        )
    if name == "board_channel":
        kept = [discord.Object(settings.board_channel)] if settings.board_channel else []
        return discord.ui.ChannelSelect(
            custom_id=custom_id,
            placeholder=placeholder,
            channel_types=[discord.ChannelType.text, discord.ChannelType.news],
            min_values=0,
            default_values=[discord.SelectDefaultValue(id=each.id, type=CHANNEL) for each in kept],
        )
    if name == "pin_role":
        return discord.ui.RoleSelect(custom_id=custom_id, placeholder=placeholder, min_values=0)
    options = _options(dealing, name)
    several = name == "metrics"
    return discord.ui.Select(
        custom_id=custom_id,
        placeholder=placeholder,
        options=options,
        min_values=0 if several else 1,
        max_values=len(options) if several else 1,
    )


CHANNEL: Final = discord.SelectDefaultValueType.channel


def _options(dealing: Dealing, name: str) -> list[discord.SelectOption]:
    """Return the values that a setting may have, the present one marked."""
    texts, settings = dealing.texts, dealing.settings
    none = (NONE, texts[f"settings.{name}_none"]) if f"settings.{name}_none" in texts else None
    match name:
        case "language":
            pairs = [(each, texts[f"languages.{each}"]) for each in dealing.client.languages]
        case "units":
            pairs = [(each, texts[f"settings.units_{each}"]) for each in UNITS]
        case "private":
            pairs = [(each, texts[f"settings.private_{each}"]) for each in ("no", "yes")]
        case "metrics":
            pairs, none = [(each, texts[f"metrics.{each}"]) for each in METRICS], None
        case "region":
            places = dealing.client.library.of(texts.language).places
            found = places.search("", (settings.region or WORLD, *FIRST_PLACES))[: MOST - 1]
            pairs, none = [(each.value, clipped_label(each.label)) for each in found], None
            pairs.append((OTHER, texts["settings.region_other"]))
        case _:
            pairs = [(str(value), _time(dealing, name, value)) for value in TIMES[name]]
    value = getattr(settings, name)
    current = {
        "private": "yes" if value is True else "no",
        "region": settings.region or WORLD,
    }.get(name, NONE if value is None else str(value))
    present = set(settings.metrics) if name == "metrics" else {current}
    return [
        discord.SelectOption(label=label, value=key, default=key in present)
        for key, label in ([none] if none else []) + pairs
    ]
