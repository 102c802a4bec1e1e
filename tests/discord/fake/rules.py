"""What Discord refuses although its OpenAPI document allows it, each rule as its documentation has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import discord

CONTENT_LIMIT = 2000
EMBEDS_LIMIT = 6000  # over all embeds of a message
LAYOUT_TEXT_LIMIT = 4000  # over all text of a message with the components flag
LAYOUT_COMPONENTS_LIMIT = 40
COMMAND_LIMIT = 8000  # over all of a command's names, descriptions and choices
LAYOUT_FLAG = 1 << 15
SENDABLE_FLAGS = (1 << 2) | (1 << 6) | (1 << 12) | (1 << 13) | LAYOUT_FLAG

COMMAND_NAME = re.compile(r"[-_'\w]{1,32}")
CHAT_INPUT = 1
FORM_LIMIT = 5  # parts of a form
LABEL = 18
SUBCOMMANDS = (1, 2)
TEXT_DISPLAY = 10
LOCALES = {locale.value for locale in discord.Locale}


def message_faults(body: dict[str, Any], *, files: int = 0, new: bool = True) -> list[str]:
    """Return what Discord would refuse in a message to create, or to edit."""
    return list(_message_faults(body, files, new))


def command_faults(commands: list[dict[str, Any]]) -> list[str]:
    """Return what Discord would refuse in a list of commands to register."""
    found = [fault for command in commands for fault in _command_faults(command)]
    keys = [(command.get("type", CHAT_INPUT), command["name"]) for command in commands]
    found += [f"{name}: registered twice" for kind, name in keys if keys.count((kind, name)) > 1]
    return found


def form_faults(form: dict[str, Any]) -> list[str]:
    """Return what Discord would refuse in a form."""
    parts = form["components"]
    fields = [part.get("component") or (part.get("components") or [{}])[0] for part in parts]
    ids = [field.get("custom_id") for field in fields if field.get("custom_id")]
    found = [] if len(ids) == len(set(ids)) else ["form: a custom_id twice"]
    if not 1 <= len(parts) <= FORM_LIMIT:
        found.append(f"form: {len(parts)} parts, 1 to {FORM_LIMIT} allowed")
    for part, field in zip(parts, fields, strict=True):
        if part["type"] == LABEL and not part.get("label"):
            found.append("form: a part without a label")
        if part["type"] == LABEL and field.get("label"):
            found.append("form: a label both on a field and around it")
    return found


def _message_faults(body: dict[str, Any], files: int, new: bool) -> Iterator[str]:
    content = body.get("content") or ""
    embeds = body.get("embeds") or []
    components = list(_components(body.get("components") or []))
    flags = body.get("flags") or 0
    if len(content) > CONTENT_LIMIT:
        yield f"content: {len(content)} characters, {CONTENT_LIMIT} allowed"
    if sum(map(_embed_length, embeds)) > EMBEDS_LIMIT:
        yield f"embeds: more than {EMBEDS_LIMIT} characters in all"
    for embed in embeds:
        for field in embed.get("fields") or []:
            if not str(field.get("name", "")).strip() or not str(field.get("value", "")).strip():
                yield "embeds: a field's name or value is empty"
    ids = [part["custom_id"] for part in components if part.get("custom_id")]
    if len(ids) != len(set(ids)):
        yield "components: a custom_id twice"
    if flags & ~SENDABLE_FLAGS:
        yield f"flags: {flags} has bits that cannot be sent"
    if flags & LAYOUT_FLAG:
        if content or embeds or body.get("poll") or body.get("sticker_ids"):
            yield "flags: the components flag excludes content, embeds, poll and stickers"
        if len(components) > LAYOUT_COMPONENTS_LIMIT:
            yield f"components: more than {LAYOUT_COMPONENTS_LIMIT}"
        if sum(len(part.get("content") or "") for part in components) > LAYOUT_TEXT_LIMIT:
            yield f"components: more than {LAYOUT_TEXT_LIMIT} characters of text"
    elif any(part["type"] >= 9 and part["type"] < 18 for part in components):
        yield "components: layout components need their flag"
    if body.get("enforce_nonce") and body.get("nonce") is None:
        yield "enforce_nonce: without a nonce"
    mentions = body.get("allowed_mentions") or {}
    for kind in ("users", "roles"):
        if mentions.get(kind) and kind in (mentions.get("parse") or []):
            yield f"allowed_mentions: {kind} both parsed and listed"
    said = content.strip() or embeds or components or files or body.get("poll") or body.get("sticker_ids")
    if new and not said:
        yield "body: cannot send an empty message"


def _components(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield components with those inside them."""
    for part in parts:
        yield part
        inner = [*(part.get("components") or [])]
        inner += [part[key] for key in ("accessory", "component") if part.get(key)]
        yield from _components(inner)


def _embed_length(embed: dict[str, Any]) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for field in embed.get("fields") or []:
        texts += [field.get("name"), field.get("value")]
    return sum(len(text or "") for text in texts)


def _command_faults(command: dict[str, Any]) -> Iterator[str]:
    name = command["name"]
    if command.get("type", CHAT_INPUT) == CHAT_INPUT:
        yield from _named(command, name)
        if not command.get("description"):
            yield f"{name}: no description"
        yield from _options(command.get("options") or [], name)
    if _command_length(command) > COMMAND_LIMIT:
        yield f"{name}: more than {COMMAND_LIMIT} characters in all"


def _options(options: list[dict[str, Any]], of: str) -> Iterator[str]:
    names = [option["name"] for option in options]
    if len(names) != len(set(names)):
        yield f"{of}: an option's name twice"
    optional_seen = False
    for option in options:
        where = f"{of} {option['name']}"
        yield from _named(option, where)
        if option["type"] not in SUBCOMMANDS:
            if option.get("required") and optional_seen:
                yield f"{where}: required after an optional one"
            optional_seen = optional_seen or not option.get("required")
        if option.get("autocomplete") and option.get("choices"):
            yield f"{where}: both autocomplete and choices"
        low, high = option.get("min_length"), option.get("max_length")
        if low is not None and high is not None and low > high:
            yield f"{where}: min_length above max_length"
        yield from _options(option.get("options") or [], where)


def _named(part: dict[str, Any], where: str) -> Iterator[str]:
    """Yield what is wrong with a name and its translations."""
    names = [part["name"], *(part.get("name_localizations") or {}).values()]
    for name in names:
        if not COMMAND_NAME.fullmatch(name) or name != name.lower():
            yield f"{where}: {name!r} is no command name"
    for key in ("name_localizations", "description_localizations"):
        for locale in (part.get(key) or {}).keys() - LOCALES:
            yield f"{where}: unknown locale {locale}"


def _command_length(part: dict[str, Any]) -> int:
    """Return the characters of a command or option: the longest translation of each text counts."""
    length = 0
    for key in ("name", "description"):
        translated = (part.get(f"{key}_localizations") or {}).values()
        length += max(len(text or "") for text in (part.get(key), *translated))
    for choice in part.get("choices") or []:
        length += len(choice["name"]) + (len(choice["value"]) if isinstance(choice["value"], str) else 0)
    return length + sum(map(_command_length, part.get("options") or []))
