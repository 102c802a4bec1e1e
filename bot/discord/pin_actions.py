"""What members do with pins: the form, pinning, unpinning, and making room where a channel is full."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any, Final

import discord

from bot.discord.controls import Control, chosen, filled, form, menu, panel
from bot.discord.index import MOST, clipped_label
from bot.discord.pin_block import NOTE_LENGTH, TITLE_LENGTH
from bot.discord.pin_place import Place, link_to, place_of, read_link
from bot.discord.pin_rules import Told, barred, unpinnable
from bot.discord.pin_words import figure_words, linked, named
from bot.discord.pinning import Pins, Wish, audit_reason
from bot.discord.sending import FAILURES
from bot.markdown import one_line
from bot.store.errors import StoreError

if TYPE_CHECKING:
    from bot.discord.dealing import Dealing
    from bot.store.records import Pin

OFFERED: Final = MOST  # of the oldest pins, where a channel is full


async def choose(dealing: Dealing, message: discord.Message) -> None:
    """Pin the message that somebody chose the menu's entry on, by the form; of a pinned one, edit."""
    kept = await _kept(dealing)
    if kept is None:
        return
    if message.flags.ephemeral:
        await dealing.note("pins.private")
        return
    place = await _place(dealing, message.channel.id)
    if place is None:
        return
    given = await dealing.client.memory.behind(message.id)
    reason = unpinnable(message, dealing.client.user, given.saved.kind if given else None)
    if reason is not None:
        await _tell(dealing, reason)
        return
    pin = await _stored(dealing, kept.store.pin_of(message.id))
    if pin is not None and pin.on_board and message.pinned:
        await _ask(dealing, "pin_edit", pin.channel_id, pin.message_id, pin)
    else:
        await _ask(dealing, "pin_now", place.channel_id, message.id, pin)


async def press(dealing: Dealing) -> None:
    """Pin the message that the button is on, by the form."""
    message = dealing.interaction.message
    if message is not None:
        await choose_new(dealing, message.channel.id, message.id)


async def add(dealing: Dealing, link: str) -> None:
    """Pin the message that a link leads to, by the form."""
    guild_id = dealing.interaction.guild_id
    found = read_link(link, guild_id) if guild_id else None
    if found is None:
        await dealing.note("pins.no_link" if guild_id else "pins.only_servers")
        return
    await choose_new(dealing, *found)


async def choose_new(dealing: Dealing, channel_id: int, message_id: int) -> None:
    """Show the form for a message that isn't at hand; a pinned one is told of at once."""
    kept = await _kept(dealing)
    place = await _place(dealing, channel_id) if kept else None
    if kept is None or place is None:
        return
    if await dealing.client.memory.behind(message_id) is None:  # whatever it is, Discord knows
        try:
            found = await kept.showing.message(channel_id, message_id).fetch()
        except discord.NotFound:
            await dealing.note("pins.gone")
            return
        except FAILURES:
            await dealing.note("pins.trouble")
            return
        reason = unpinnable(found, dealing.client.user, None)
        if reason is not None:
            await _tell(dealing, reason)
            return
    pin = await _stored(dealing, kept.store.pin_of(message_id))
    await _ask(dealing, "pin_now", channel_id, message_id, pin)


async def pin_now(dealing: Dealing, detail: str) -> None:
    """Pin what the form was about."""
    await _with_form(dealing, detail, edit=False)


async def edit_now(dealing: Dealing, detail: str) -> None:
    """Change title and note of what the form was about."""
    await _with_form(dealing, detail, edit=True)


async def unpin(dealing: Dealing) -> None:
    """Unpin the message that the button is on."""
    message = dealing.interaction.message
    if message is not None:
        await unpin_message(dealing, message.channel.id, message.id)


async def unpin_message(dealing: Dealing, channel_id: int, message_id: int) -> None:
    kept = await _kept(dealing)
    place = await _place(dealing, channel_id) if kept else None
    if kept is None or place is None:
        return
    await dealing.interaction.response.defer(ephemeral=True, thinking=True)
    pin = await _stored(dealing, kept.store.pin_of(message_id))
    reason = _audit(dealing, "pins.audit_unpin", pin.title if pin else None)
    await _do(dealing, place, message_id, kept.unpin(message_id, place, reason))


async def replace(dealing: Dealing, detail: str) -> None:
    """Unpin the message that was picked, and pin the one that found no room."""
    kept = await _kept(dealing)
    channel_id, message_id = _ids(detail)
    place = await _place(dealing, channel_id) if kept else None
    values = chosen(dealing.interaction)
    if kept is None or place is None or not values or not values[0].isdigit():
        return
    await dealing.interaction.response.defer(ephemeral=True, thinking=True)
    pin = await _stored(dealing, kept.store.pin_of(message_id))
    wish = _wish(dealing, message_id, pin.title if pin else None, pin.note if pin else None)
    reason = _audit(dealing, "pins.audit_replace", None)
    await _do(dealing, place, message_id, kept.replace(int(values[0]), wish, place, reason))


async def _with_form(dealing: Dealing, detail: str, *, edit: bool) -> None:
    kept = await _kept(dealing)
    channel_id, message_id = _ids(detail)
    place = await _place(dealing, channel_id) if kept else None
    if kept is None or place is None:
        return
    fields = filled(dealing.interaction)
    title, note = (one_line(fields.get(name, "")) or None for name in ("title", "note"))
    await dealing.interaction.response.defer(ephemeral=True, thinking=True)
    wish = _wish(dealing, message_id, title, note)
    work = kept.describe(wish, place) if edit else kept.pin(wish, place)
    await _do(dealing, place, message_id, work)


async def _do(dealing: Dealing, place: Place, message_id: int, work: Awaitable[Told]) -> None:
    """Do something with a pin, and tell its user alone what came of it."""
    try:
        told = await work
        pins = dealing.client.pins
        assert pins is not None
        pin = await pins.store.pin_of(message_id)
    except StoreError:
        await dealing.note("notes.forgetful")
        return
    texts = dealing.texts
    url = link_to(place.guild_id, place.channel_id, message_id)
    link = linked(pin, texts) if pin is not None else f"<{url}>"
    if told.path == "pins.full":
        await _offer(dealing, place, message_id, told)
        return
    await _tell(dealing, Told(told.path, {"link": link, **told.values}))


async def _offer(dealing: Dealing, place: Place, message_id: int, told: Told) -> None:
    """Offer the oldest of the bot's pins in a full channel to be unpinned."""
    pins, texts = dealing.client.pins, dealing.texts
    assert pins is not None
    oldest = (await pins.store.board(place.guild_id, place.channel_id))[::-1][:OFFERED]
    if not oldest:
        await _tell(dealing, Told("pins.full_of_others", told.values))
        return
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=Control("pin_instead", f"{place.channel_id}.{message_id}").custom_id,
        placeholder=texts["pins.instead"],
        options=[_option(pin, dealing) for pin in oldest],
    )
    await dealing.tell(dealing.say(told.path, **told.values), view=panel(menu(select)))


def _option(pin: Pin, dealing: Dealing) -> discord.SelectOption:
    figure = figure_words(pin.headline, dealing.texts.language, with_range=False) if pin.headline else ""
    when = f"{pin.pinned_at:%Y-%m-%d}"
    return discord.SelectOption(
        label=clipped_label(named(pin, dealing.texts)),
        value=str(pin.message_id),
        description=clipped_label(" · ".join(part for part in (figure, when) if part)),
    )


async def _ask(dealing: Dealing, action: str, channel_id: int, message_id: int, pin: Pin | None) -> None:
    """Show the form for a title and a note, filled with those that there are."""
    say = dealing.texts
    title: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id="title", required=False, max_length=TITLE_LENGTH, default=pin.title if pin else None
    )
    note: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id="note",
        required=False,
        max_length=NOTE_LENGTH,
        style=discord.TextStyle.paragraph,
        default=pin.note if pin else None,
    )
    heading = "forms.pin_edit_title" if action == "pin_edit" else "forms.pin_title"
    modal = form(
        Control(action, f"{channel_id}.{message_id}"),
        say[heading],
        discord.ui.Label(text=say["forms.pin_name"], description=say["forms.pin_name_hint"], component=title),
        discord.ui.Label(text=say["forms.pin_note"], description=say["forms.pin_note_hint"], component=note),
    )
    await dealing.interaction.response.send_modal(modal)


async def _kept(dealing: Dealing) -> Pins | None:
    """Return what keeps pins; None, and its user is told, where there is nothing to keep them with."""
    if not dealing.in_guild:
        await dealing.note("pins.only_servers")
        return None
    if dealing.client.pins is None:
        await dealing.note("notes.forgetful")
    return dealing.client.pins


async def _place(dealing: Dealing, channel_id: int) -> Place | None:
    """Return where to pin; None, and its user is told why, where they or the bot may not."""
    place = await place_of(dealing, channel_id)
    if place is None:
        await dealing.note("pins.channel_gone")
        return None
    reason = barred(dealing, place)
    if reason is not None:
        await _tell(dealing, reason)
        return None
    return place


async def _stored(dealing: Dealing, work: Awaitable[Pin | None]) -> Pin | None:
    """Return what the store knows of a pin; nothing where it fails, which the next step tells."""
    assert dealing.client.store is not None
    return await dealing.client.store.attempt(work, None)


async def _tell(dealing: Dealing, told: Told) -> None:
    menu_name = dealing.texts["commands.menus.pin"]
    await dealing.note(told.path, **{"menu": menu_name, **told.values})


def _wish(dealing: Dealing, message_id: int, title: str | None, note: str | None) -> Wish:
    return Wish(message_id, dealing.user_id, _audit(dealing, "pins.audit", title), title, note)


def _audit(dealing: Dealing, path: str, title: str | None) -> str:
    """Return who did it and why, for the server's audit log."""
    bot = dealing.client.user
    texts = dealing.client.languages.texts(dealing.manner(private=False).language)
    return audit_reason(
        texts.say(
            path,
            user=dealing.interaction.user.name,
            id=str(dealing.user_id),
            bot=bot.name if bot else "",
            title=title or "–",
        )
    )


def _ids(detail: str) -> tuple[int, int]:
    """Return the channel and the message that a control is about: "123.456"."""
    channel_id, _, message_id = detail.partition(".")
    return (int(channel_id), int(message_id)) if channel_id.isdigit() and message_id.isdigit() else (0, 0)
