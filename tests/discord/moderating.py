"""What moderators do in the tests of pins, and what they see of it."""

from __future__ import annotations

from tests.discord.conftest import Lab
from tests.discord.fake import Channel, Interaction, Message, Person
from tests.discord.fake.world import PINNED, USUAL

QUESTION = "how much energy do 1000 GPT-4o prompts use?"
PUT = "PUT /channels/{channel_id}/messages/pins/{message_id}"
UNPIN = "DELETE /channels/{channel_id}/messages/pins/{message_id}"
READ = "GET /channels/{channel_id}/messages/{message_id}"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"
LIST = "GET /channels/{channel_id}/messages/pins"
MENU = "Pin this answer"


def grant(lab: Lab, permissions: int) -> None:
    """Give the bot's role permissions beside the usual ones."""
    role = next(role for role in lab.guild.roles.values() if role.managed_by)
    role.permissions = USUAL | permissions


async def answered(lab: Lab, where: Channel | None = None, question: str = QUESTION) -> Message:
    """Return the bot's public answer to a question of Alice's."""
    return await lab.discord.answer(await lab.alice.says(where or lab.general, f"{lab.me} {question}"))


async def note(lab: Lab, used: Interaction, by: Person) -> str:
    """Return what somebody is told alone."""
    told = await lab.discord.answer(used)
    assert told.seen_by is by.user
    assert not told.pinged
    return told.content


async def pinned(lab: Lab, by: Person, answer: Message, title: str = "", text: str = "") -> str:
    """Have somebody pin an answer by the message's menu; return what they are told."""
    opened = await by.picks(MENU, answer)
    told = await note(lab, await by.submits(opened, title=title, note=text), by)
    await lab.discord.settles()
    return told


def notices(channel: Channel) -> list[Message]:
    """Return Discord's notices of pins that are still there."""
    return [each for each in channel.messages.values() if each.kind == PINNED and not each.deleted]


def link_of(message: Message) -> str:
    guild = message.channel.guild
    assert guild is not None
    return f"https://discord.com/channels/{guild.id}/{message.channel.id}/{message.id}"
