"""The people on the fake Discord. They can do what a person could, and see what a person would."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.discord.fake import interactions
from tests.discord.fake.interactions import Interaction
from tests.discord.fake.payloads import channel_json, message_json
from tests.discord.fake.pins import MOST_PINS
from tests.discord.fake.world import (
    DEFAULT,
    MENTION_EVERYONE,
    PIN_MESSAGES,
    REPLY,
    USE_APPLICATION_COMMANDS,
    VIEW_CHANNEL,
    Channel,
    Message,
    User,
    mentioned,
    mentioned_ids,
    snowflake,
)

if TYPE_CHECKING:
    from tests.discord.fake.discord import FakeDiscord

CONTENT_LIMIT = 4000  # with Nitro
BUTTON, STRING_SELECT, TEXT_INPUT, CHANNEL_SELECT, LABEL = 2, 3, 4, 8, 18  # kinds of component
SUBCOMMAND, STRING, INTEGER, BOOLEAN, NUMBER = 1, 3, 4, 5, 10  # kinds of option


class Impossible(AssertionError):
    """A test had someone do what Discord lets no one do."""


class Person:
    """Someone, or another bot, with hands and eyes."""

    def __init__(self, discord: FakeDiscord, user: User) -> None:
        self._discord = discord
        self.user = user

    @property
    def mention(self) -> str:
        return self.user.mention

    async def says(self, channel: Channel, text: str, *, files: dict[str, bytes] | None = None) -> Message:
        """Send a message; return it at once, whatever the bot makes of it."""
        return await self._send(Message(channel, self.user, text, DEFAULT, files=files or {}))

    async def replies(self, to: Message, text: str, *, ping: bool = True) -> Message:
        """Reply to a message that one sees, with its author pinged or not."""
        if to not in self.sees(to.channel) or to.seen_by is not None:
            raise Impossible(f"{self.user.name} cannot reply to that message")
        reply = Message(to.channel, self.user, text, REPLY, replies_to=to, pings_author=ping)
        return await self._send(reply)

    async def writes_to_bot(self, text: str, *, files: dict[str, bytes] | None = None) -> Message:
        """Send the bot a direct message."""
        return await self.says(self._discord.direct(self.user), text, files=files)

    async def edits(self, message: Message, text: str) -> None:
        if message.author is not self.user or message.deleted:
            raise Impossible("one edits one's own messages only")
        message.content, message.edited = text, datetime.now(UTC)
        await self._discord.changed(message)

    async def deletes(self, message: Message) -> None:
        if message.author is not self.user or message.deleted:
            raise Impossible("one deletes one's own messages only")
        await self._discord.remove(message)

    async def pins(self, message: Message) -> None:
        """Pin a message by hand."""
        self._may_pin(message)
        if message.pinned or len(message.channel.pins) >= MOST_PINS:
            raise Impossible("it is pinned, or the channel is full")
        await self._discord.pins.pin(message, self.user)

    async def unpins(self, message: Message) -> None:
        """Unpin a message by hand."""
        self._may_pin(message)
        await self._discord.pins.unpin(message, self.user)

    def _may_pin(self, message: Message) -> None:
        if message not in self.sees(message.channel) or message.seen_by is not None:
            raise Impossible(f"{self.user.name} does not see that message")
        if not message.channel.permissions_of(self.user) & PIN_MESSAGES:
            raise Impossible(f"{self.user.name} may not pin there")

    async def slash(
        self, command: str, /, where: Channel | None = None, *, admitted: bool = False, **options: Any
    ) -> Interaction:
        """Use one of the bot's registered commands, by default in direct messages with it.

        `admitted`: a server's admin has opened the command to people without the permission that it asks for.
        """
        channel = where or self._discord.direct(self.user)
        known = self._command(command, interactions.CHAT_INPUT, channel, admitted)
        listed = _options(known, command)
        for option in listed.values():
            if option.get("required") and option["name"] not in options:
                raise Impossible(f"/{command} cannot be sent without {option['name']}")
        given = [_given(command, listed, name, value) for name, value in options.items()]
        data = _used(known, command, given)
        return await self._acts(Interaction(self.user, channel, interactions.COMMAND, data, f"/{command}"))

    async def types(
        self, command: str, option: str, text: str, /, where: Channel | None = None, **others: Any
    ) -> list[dict[str, Any]]:
        """Type into an option that is completed; return the choices that come up."""
        channel = where or self._discord.direct(self.user)
        known = self._command(command, interactions.CHAT_INPUT, channel, False)
        listed = _options(known, command)
        if not listed[option].get("autocomplete"):
            raise Impossible(f"/{command} {option} is not completed")
        given = [_given(command, listed, name, value) for name, value in others.items()]
        given.append({"name": option, "type": listed[option]["type"], "value": text, "focused": True})
        data = _used(known, command, given)
        used = await self._acts(
            Interaction(self.user, channel, interactions.AUTOCOMPLETE, data, f"/{command} {option}")
        )
        await self._discord.until(lambda: used.choices is not None, f"choices for {text!r}")
        assert used.choices is not None
        return used.choices

    async def picks(self, menu: str, message: Message) -> Interaction:
        """Use one of the bot's entries in a message's context menu."""
        if message not in self.sees(message.channel):
            raise Impossible(f"{self.user.name} does not see that message")
        known = self._command(menu, interactions.MESSAGE_MENU, message.channel, False)
        target = message_json(message, bot=self._discord.bot, reads_content=True)
        data = {
            "id": known["id"],
            "name": menu,
            "type": interactions.MESSAGE_MENU,
            "target_id": str(message.id),
            "resolved": {"messages": {str(message.id): target}},
        }
        return await self._acts(Interaction(self.user, message.channel, interactions.COMMAND, data, menu))

    async def presses(self, message: Message, label: str) -> Interaction:
        """Press the button of a message whose label starts so."""
        labelled = [part for part in message.buttons if part.get("label", "").startswith(label)]
        found = [part for part in labelled if part["label"] == label] or labelled
        if message not in self.sees(message.channel) or len(found) != 1 or found[0].get("disabled"):
            raise Impossible(f"{self.user.name} cannot press {label!r}: there is {message.labels}")
        return await self._controls(message, found[0], {}, found[0]["label"])

    async def chooses(self, message: Message, *labels: str) -> Interaction:
        """Choose from the one menu of a message the entries whose labels start so."""
        found = [part for part in message.buttons if part["type"] != BUTTON]
        if message not in self.sees(message.channel) or len(found) != 1:
            raise Impossible(f"{self.user.name} sees no menu there")
        return await self._controls(message, found[0], {"values": _values(found[0], labels)}, str(labels))

    async def chooses_in(self, message: Message, placeholder: str, *labels: str) -> Interaction:
        """Choose from the menu of a message whose placeholder starts so; of channels, by id."""
        found = [part for part in message.buttons if (part.get("placeholder") or "").startswith(placeholder)]
        if message not in self.sees(message.channel) or len(found) != 1:
            raise Impossible(f"no menu {placeholder!r} there: {message.labels}")
        values = _values(found[0], labels)
        data: dict[str, Any] = {"values": values}
        if found[0]["type"] == CHANNEL_SELECT:
            channels = [self._discord.channel(int(value)) for value in values]
            data["resolved"] = {
                "channels": {
                    str(channel.id): channel_json(channel)
                    | {"permissions": str(channel.permissions_of(self.user))}
                    for channel in channels
                    if channel is not None
                }
            }
        return await self._controls(message, found[0], data, placeholder)

    async def forges(self, message: Message, custom_id: str) -> Interaction:
        """Press a button as a message of an older version of the bot has it."""
        return await self._controls(message, {"custom_id": custom_id, "type": BUTTON}, {}, custom_id)

    async def submits(self, opened: Interaction, **texts: str | list[str]) -> Interaction:
        """Fill in the form that an interaction opened, by the custom ids of its fields, and send it."""
        await self._discord.until(lambda: opened.form is not None, f"a form from {opened.name}")
        assert opened.form is not None
        parts = []
        for part in opened.form["components"]:
            field = part.get("component") or part["components"][0]
            value = texts.pop(field["custom_id"], None)
            if field["type"] == TEXT_INPUT:
                value = value if isinstance(value, str) else ""
                low, high = field.get("min_length") or 0, field.get("max_length") or 4000
                if field.get("required", True) and not max(low, 1) <= len(value) <= high:
                    raise Impossible(f"{field['custom_id']} cannot be sent with {len(value)} characters")
                sent: dict[str, Any] = {"value": value}
            else:
                sent = {"values": _values(field, value or [])}
            inner = {"type": field["type"], "id": 2, "custom_id": field["custom_id"], **sent}
            if part["type"] == LABEL:
                parts.append({"type": LABEL, "id": 1, "component": inner})
            else:
                parts.append({"type": 1, "id": 1, "components": [inner]})
        if texts:
            raise Impossible(f"the form has no {', '.join(texts)}")
        data = {"custom_id": opened.form["custom_id"], "components": parts}
        used = Interaction(self.user, opened.channel, interactions.FORM, data, opened.form["title"])
        used.message = opened.message
        return await self._acts(used)

    async def _controls(
        self, message: Message, part: dict[str, Any], data: dict[str, Any], name: str
    ) -> Interaction:
        data = {"custom_id": part["custom_id"], "component_type": part["type"], "id": 1, **data}
        used = Interaction(self.user, message.channel, interactions.COMPONENT, data, name)
        used.message = message
        return await self._acts(used)

    async def _acts(self, used: Interaction) -> Interaction:
        self._discord.interactions[used.token] = used
        shown = used.message
        message = message_json(shown, bot=self._discord.bot, reads_content=True) if shown else None
        event = used.event_json(self._discord.bot, message)
        guild = used.channel.guild if not used.by_user_install else None
        await self._discord.gateway.dispatch("INTERACTION_CREATE", event, guild=guild)
        return used

    def _command(self, name: str, kind: int, channel: Channel, admitted: bool) -> dict[str, Any]:
        """Return a registered command that this person finds in a channel."""
        commands = self._discord.commands
        first = name.partition(" ")[0] if kind == interactions.CHAT_INPUT else name
        command = next((each for each in commands if (each["name"], each["type"]) == (first, kind)), None)
        if command is None:
            raise Impossible(f"{name} is not in the list: no such command is registered")
        if (0 if channel.guild else 1) not in command["contexts"]:
            raise Impossible(f"{name} is not offered there")
        install = 1 if channel.guild and not channel.guild.has_bot else 0
        if install not in command["integration_types"]:
            raise Impossible(f"{name} is not offered to those who installed the bot for themselves")
        if not channel.permissions_of(self.user) & USE_APPLICATION_COMMANDS:
            raise Impossible(f"{self.user.name} may not use commands there")
        needed = int(command["default_member_permissions"] or 0)
        if channel.guild and not admitted and channel.permissions_of(self.user) & needed != needed:
            raise Impossible(f"{name} is not shown to {self.user.name}")
        return command

    def sees(self, channel: Channel) -> list[Message]:
        """Return the messages that one finds in a channel, oldest first."""
        if not channel.permissions_of(self.user) & VIEW_CHANNEL:
            return []
        return [
            message
            for message in channel.messages.values()
            if not message.deleted and message.seen_by in (None, self.user)
        ]

    def pinged_by(self, message: Message) -> bool:
        """Return whether a message lights up for this person."""
        if message.everyone or self.user in message.pinged:
            return True
        guild = message.channel.guild
        mine = guild.members[self.user.id].roles if guild and self.user.id in guild.members else []
        return any(role in mine for role in message.role_mentions)

    async def _send(self, message: Message) -> Message:
        channel, text = message.channel, message.content
        if not channel.may_speak(self.user):
            raise Impossible(f"{self.user.name} cannot write in {channel.name or 'these direct messages'}")
        if len(text) > CONTENT_LIMIT or not (text.strip() or message.files):
            raise Impossible("a message has 1 to 4000 characters")
        roles = channel.guild.roles if channel.guild else {}
        message.mentions, message.role_mentions = mentioned(text, self._discord.users, roles)
        may = bool(channel.permissions_of(self.user) & MENTION_EVERYONE)
        message.everyone = mentioned_ids(text)[2] and may
        await self._discord.post(message)
        return message


class Webhook:
    """A webhook of a channel, which posts under a name of its own."""

    def __init__(self, discord: FakeDiscord, channel: Channel, name: str) -> None:
        self._discord = discord
        self._channel = channel
        self._user = User(name, id=snowflake())

    async def says(self, text: str) -> Message:
        message = Message(self._channel, self._user, text, webhook_id=self._user.id)
        message.mentions, message.role_mentions = mentioned(text, self._discord.users, {})
        await self._discord.post(message)
        return message


def _options(known: dict[str, Any], command: str) -> dict[str, dict[str, Any]]:
    """Return the options of a command ("ask"), or of one of its parts ("pins list"), by name."""
    options = {option["name"]: option for option in known.get("options") or []}
    part = command.partition(" ")[2]
    if part and part not in options:
        raise Impossible(f"/{command} is not in the list")
    if not part and any(option["type"] == SUBCOMMAND for option in options.values()):
        raise Impossible(f"/{command} cannot be sent without one of its parts")
    found = options[part].get("options") or [] if part else options.values()
    return {option["name"]: option for option in found}


def _used(known: dict[str, Any], command: str, given: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what an interaction says of a command that was used."""
    part = command.partition(" ")[2]
    options = [{"name": part, "type": SUBCOMMAND, "options": given}] if part else given
    return {"id": known["id"], "name": known["name"], "type": interactions.CHAT_INPUT, "options": options}


def _given(command: str, listed: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    """Return an option as a client sends it; Impossible where it lets nobody type that."""
    if name not in listed:
        raise Impossible(f"/{command} has no option {name}")
    option = listed[name]
    where, kind = f"/{command} {name}", option["type"]
    choices = [choice["value"] for choice in option.get("choices") or []]
    if choices and value not in choices:
        raise Impossible(f"{where}: {value!r} is not among the choices")
    if kind == STRING:
        low, high = option.get("min_length") or 0, option.get("max_length") or 6000
        if not isinstance(value, str) or not low <= len(value) <= high:
            raise Impossible(f"{where}: {value!r} cannot be typed")
    if kind in (INTEGER, NUMBER):
        low, high = option.get("min_value", -(2**53)), option.get("max_value", 2**53)
        if isinstance(value, bool) or not low <= value <= high or (kind == INTEGER and value != int(value)):
            raise Impossible(f"{where}: {value!r} is out of range")
    if kind == BOOLEAN and not isinstance(value, bool):
        raise Impossible(f"{where}: True or False")
    return {"name": name, "type": kind, "value": value}


def _values(part: dict[str, Any], labels: Sequence[str]) -> list[str]:
    """Return the values of the entries of a menu whose labels start so."""
    if not part.get("min_values", 1) <= len(labels) <= part.get("max_values", 1):
        raise Impossible(f"{len(labels)} entries cannot be chosen there")
    if part["type"] != STRING_SELECT:
        return list(labels)
    found = []
    for label in labels:
        fitting = [option for option in part["options"] if option["label"].startswith(label)]
        if not fitting:
            raise Impossible(f"no entry {label!r}: {[option['label'] for option in part['options']]}")
        found.append(fitting[0]["value"])
    return found
