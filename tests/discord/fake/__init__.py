"""A fake Discord over real sockets."""

from tests.discord.fake.discord import FakeDiscord
from tests.discord.fake.interactions import Interaction
from tests.discord.fake.people import Impossible, Person
from tests.discord.fake.world import Channel, Guild, Message

__all__ = ["Channel", "FakeDiscord", "Guild", "Impossible", "Interaction", "Message", "Person"]
