"""A conversation with the real bot on the fake Discord, as people see it: python -m tests.discord.transcript

Two people, one who reads English and one who reads Spanish, use every way to talk to the bot: a mention,
replies, a correction, buttons and their forms, a command, direct messages. In between it is started anew.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory

from bot import pipeline
from bot.config import Settings
from bot.discord.client import FootprintClient
from bot.discord.run import load_library, serve
from bot.discord.sync import sync
from bot.store.address import read_address
from bot.store.store import Store, open_store
from tests.discord.fake import FakeDiscord
from tests.discord.fake.interactions import Interaction
from tests.discord.fake.people import Person
from tests.discord.fake.world import Channel, Message


@dataclass
class Turn:
    """What somebody did, and what came of it."""

    did: str
    answer: Message | None = None
    said: str = ""  # the answer's text, as it was then
    heading: str = ""

    def __str__(self) -> str:
        lines = [f"── {self.did}"]
        if self.answer is not None:
            lines += [f"   {self.heading}", *(f"   │ {line}" for line in self.said.split("\n"))]
            lines += [f"   │ [{name}: {alt}]" for name, alt in self.answer.alt.items()]
            if self.answer.labels:
                lines.append("   │ " + " ".join(f"[{label}]" for label in self.answer.labels))
        elif self.heading:
            lines.append(f"   {self.heading}")
        return "\n".join(lines)


@dataclass
class Scene:
    """The conversation as it goes, and who and what is there."""

    discord: FakeDiscord
    store: Store
    anew: Callable[[], object]
    ana: Person
    bob: Person
    general: Channel
    turns: list[Turn] = field(default_factory=list)

    def note(self, did: str, answer: Message | None = None, heading: str = "") -> Message:
        text = answer.content if answer else ""
        bot = self.discord.bot
        for user in (bot, self.ana.user, self.bob.user):
            did, text = (each.replace(user.mention, f"@{user.name}") for each in (did, text))
        if answer is not None and not heading:
            seen_by = answer.seen_by
            heading = f"{bot.name}" + (f" (only {seen_by.name} sees this)" if seen_by else "") + ":"
        self.turns.append(Turn(did, answer, text, heading))
        return answer  # type: ignore[return-value]

    async def asks(self, who: Person, text: str) -> tuple[Message, Message]:
        """Mention the bot; return what was said, and the answer."""
        said = await who.says(self.general, f"{self.discord.bot.mention} {text}")
        return said, self.note(f"{who.user.name}: {said.content}", await self.discord.answer(said))

    async def replies(self, who: Person, to: Message, text: str) -> Message:
        said = await who.replies(to, text)
        return self.note(f"{who.user.name}, in reply to the answer: {text}", await self.discord.answer(said))

    async def remarks(self, who: Person, to: Message, text: str) -> Message:
        """Say something in reply to an answer that wants none."""
        said = await who.replies(to, text)
        await self.discord.settles()
        assert self.discord.answers(said) == []
        shown = " ".join(emoji for _, emoji in said.reactions) or "nothing"
        self.note(f"{who.user.name}, in reply to the answer: {text}", heading=f"footprint reacts: {shown}")
        return said

    async def edits(self, who: Person, said: Message, text: str, answer: Message) -> None:
        before = answer.content
        await who.edits(said, f"{self.discord.bot.mention} {text}")
        await self.discord.until(lambda: answer.content != before, "the answer to change")
        await self.discord.settles()
        self.note(
            f"{who.user.name} edits the question: {said.content}", answer, "footprint edits its answer:"
        )

    async def presses(self, who: Person, answer: Message, label: str, **fields: str | list[str]) -> Message:
        """Press a button, fill in the form that it opens; return the answer, or the message that changed."""
        did = f"{who.user.name} presses [{label}]"
        before = (answer.content, tuple(answer.files))
        used = await who.presses(answer, label)
        if fields:
            used = await who.submits(used, **fields)
            did += f" and fills in “{used.name}”: {', '.join(map(str, fields.values()))}"
        await self.discord.until(
            lambda: bool(used.answers) or (answer.content, tuple(answer.files)) != before or answer.deleted,
            f"what comes of {label}",
        )
        await self.discord.settles()
        if used.answers:
            return self.note(did, used.answers[0])
        if answer.deleted:
            return self.note(did, heading="The answer is gone.")
        return self.note(did, answer, "footprint changes its answer:")

    async def uses(
        self, who: Person, command: str, where: Channel | None = None, **options: object
    ) -> Message:
        used: Interaction = await who.slash(command, where, **options)
        shown = " ".join(f"{name}: {value}" for name, value in options.items())
        return self.note(f"{who.user.name} uses /{command} {shown}", await self.discord.answer(used))

    async def writes(self, who: Person, text: str) -> Message:
        said = await who.writes_to_bot(text)
        return self.note(f"{who.user.name}, in a direct message: {text}", await self.discord.answer(said))

    async def restarts(self) -> None:
        await self.anew()  # type: ignore[misc]
        self.note("The bot is started anew.")


async def converse(scene: Scene) -> None:
    """Say and do all of it."""
    ana, bob = scene.ana, scene.bob
    question, first = await scene.asks(bob, "how much energy do 50 ChatGPT prompts a day use in a month?")
    yearly = await scene.replies(ana, first, "¿y durante un año?")
    await scene.edits(
        bob, question, "how much energy do 50 Claude Sonnet 4 prompts a day use in a month?", first
    )
    await scene.restarts()
    weekly = await scene.replies(bob, first, "and for a week?")
    await scene.presses(bob, weekly, "Region…", common=["France"])
    await scene.presses(ana, weekly, "Chart")
    await scene.presses(ana, weekly, "How?")
    await scene.presses(bob, weekly, "Compare…", **{"with": "Llama 3.1 405B"})
    private = await scene.uses(
        ana,
        "ask",
        scene.general,
        question="¿Es verdad que una pregunta a ChatGPT gasta medio litro de agua?",
        private=True,
    )
    shared = await scene.presses(ana, private, "Compartir")
    await scene.presses(ana, shared, "Seguir preguntando", question="¿y cuánta energía?")
    await scene.writes(ana, "¿Cuánto CO2 emitió entrenar GPT-3?")
    await scene.writes(ana, "¿y en Francia?")
    _, vague = await scene.asks(bob, "carbon of 1000 AI images in Georgia")
    await scene.presses(bob, vague, vague.labels[0])
    await scene.remarks(bob, vague, "thanks!")
    await scene.remarks(ana, yearly, "gracias, qué barbaridad")
    _, off = await scene.asks(bob, "what is the best pizza in town?")
    await scene.presses(bob, off, "Delete")


@asynccontextmanager
async def on_stage() -> AsyncIterator[Scene]:
    """Set a server up with two people in it, and the bot in a channel."""
    with TemporaryDirectory() as folder:
        address = read_address(f"sqlite:///{folder}/store.sqlite3")
        async with FakeDiscord() as discord, open_store(address) as store:
            await sync(Settings(discord_token=discord.token, database=address), lambda line: None)
            library = load_library()
            bob, ana = discord.person("bob"), discord.person("ana", locale="es-ES")
            guild = discord.guild("Home", bob)
            guild.add_member(ana.user)
            general = guild.add_channel("general")
            running: list[tuple[asyncio.Event, asyncio.Task[None]]] = []

            async def stop() -> None:
                stopping, task = running.pop()
                stopping.set()
                await task

            async def start() -> None:
                if running:
                    await stop()
                client = FootprintClient(
                    pipeline,
                    library.languages,
                    library,
                    lambda line: None,
                    store=store,
                    guild_ready_timeout=0.1,
                )
                stopping = asyncio.Event()
                running.append((stopping, asyncio.create_task(serve(client, discord.token, stopping))))
                await discord.until(client.is_ready, "the bot", 15)

            await start()
            yield Scene(discord, store, start, ana, bob, general)
            await stop()
            assert discord.problems == []


async def main() -> None:
    async with on_stage() as scene:
        try:
            await converse(scene)
        finally:
            for turn in scene.turns:
                print(turn, end="\n\n")


if __name__ == "__main__":
    asyncio.run(main())
    sys.exit()
