"""`/privacy`: what is kept of somebody, given to them as a file, and erased at their word."""

from __future__ import annotations

import io
import json
from typing import Any, Final

import discord

from bot.discord.controls import Control, button, panel
from bot.discord.dealing import SILENT, Dealing, listing
from bot.store.errors import StoreError
from bot.store.records import ANSWERS_KEPT, UserExport

FILE_NAME: Final = "footprint.json"


async def show(dealing: Dealing) -> None:
    """Answer `/privacy`, to the person alone."""
    held = await _held(dealing)
    if held is not None:
        await dealing.tell(_text(dealing, held), view=_home(dealing, held))


async def act(dealing: Dealing, verb: str) -> None:
    """Do what a button of the message asks for."""
    match verb:
        case "export":
            await _export(dealing)
        case "erase":
            await _update(dealing, dealing.texts["privacy.sure"], _sure(dealing))
        case "confirm":
            await _erase(dealing)
        case "stop" | "resume":
            await _remember(dealing, verb == "resume")
        case _:
            held = await _held(dealing)
            if held is not None:
                await _update(dealing, _text(dealing, held), _home(dealing, held))


async def _held(dealing: Dealing) -> UserExport | None:
    """Return all that is kept of the user; None, and they are told, where the store can't be read."""
    store = dealing.client.store
    await dealing.client.memory.settle()
    try:
        if store is None:
            raise StoreError("there is none")
        return await store.export_user(dealing.user_id)
    except StoreError:
        await dealing.note("notes.forgetful")
        return None


async def _export(dealing: Dealing) -> None:
    held = await _held(dealing)
    if held is None:
        return
    body = json.dumps(held.as_json(), ensure_ascii=False, indent=1).encode()
    file = discord.File(io.BytesIO(body), FILE_NAME)
    await dealing.tell(dealing.texts["privacy.exported"], file=file)


async def _erase(dealing: Dealing) -> None:
    store, client = dealing.client.store, dealing.client
    await client.memory.settle()
    try:
        if store is None:
            raise StoreError("there is none")
        held = await store.export_user(dealing.user_id)
        await store.erase_user(dealing.user_id)
    except StoreError:
        await dealing.note("notes.forgetful")
        return
    client.memory.forget_person(dealing.user_id)
    client.say_anew({pin.channel_id for pin in held.pins})
    await _update(dealing, dealing.texts["privacy.erased"], panel())


async def _remember(dealing: Dealing, remember: bool) -> None:
    store, client = dealing.client.store, dealing.client
    await client.memory.settle()
    try:
        if store is None:
            raise StoreError("there is none")
        await store.set_remember(dealing.user_id, remember)
    except StoreError:
        await dealing.note("notes.forgetful")
        return
    if not remember:
        client.memory.forget_person(dealing.user_id)
    await _update(dealing, dealing.texts["privacy.resumed" if remember else "privacy.stopped"], panel())


async def _update(dealing: Dealing, text: str, view: discord.ui.View) -> None:
    await dealing.interaction.response.edit_message(content=text, view=view, allowed_mentions=SILENT)


def _text(dealing: Dealing, held: UserExport) -> str:
    texts = dealing.texts
    days = str(ANSWERS_KEPT.days)
    kept = "privacy.text_kept" if dealing.client.keeps_questions else "privacy.text"
    counts = (
        ("answers", len(held.answers)),
        ("pins", len(held.pins) + len(held.pin_changes)),
        ("changes", len(held.settings_changes)),
    )
    parts = [
        texts.say(f"privacy.{name}_{'one' if count == 1 else 'other'}", n=str(count))
        for name, count in counts
        if count
    ]
    lines = [texts["privacy.title"], texts.say(kept, days=days)]
    lines.append(
        texts.say("privacy.held", answers=listing(parts)) if parts else texts["privacy.held_nothing"]
    )
    if not held.settings.remember:
        lines.append(texts["privacy.forgetting"])
    return "\n".join(lines)


def _home(dealing: Dealing, held: UserExport) -> discord.ui.View:
    texts = dealing.texts
    items: list[discord.ui.Item[Any]] = []
    if not held.empty:
        items.append(button(Control("privacy", "export"), texts["privacy.export"]))
    if held.answers or held.pins or held.pin_changes or held.settings_changes:
        red = discord.ButtonStyle.danger
        items.append(button(Control("privacy", "erase"), texts["privacy.erase"], style=red))
    verb = "stop" if held.settings.remember else "resume"
    items.append(button(Control("privacy", verb), texts[f"privacy.{verb}"]))
    return panel(*items)


def _sure(dealing: Dealing) -> discord.ui.View:
    texts = dealing.texts
    red = discord.ButtonStyle.danger
    return panel(
        button(Control("privacy", "confirm"), texts["privacy.confirm"], style=red),
        button(Control("privacy", "cancel"), texts["privacy.cancel"]),
    )
