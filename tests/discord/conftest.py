"""A fake Discord with a guild in it, and the real client connected to it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import pytest

from bot import pipeline
from bot.chart import Picture
from bot.config import Settings
from bot.discord.answerer import Answerer, Choice
from bot.discord.client import FootprintClient
from bot.discord.run import load_library, serve
from bot.discord.shelves import Library
from bot.discord.sync import sync
from bot.discord.texts import Languages
from bot.live.intensity import LiveIntensity
from bot.request import Request
from bot.store.address import read_address
from bot.store.store import Store, open_store
from estimator.workload import Budget, Metric
from tests.discord.fake import FakeDiscord, Person
from tests.discord.fake.world import PIN_MESSAGES, Role


@dataclass(frozen=True)
class Asked:
    """What the bot asked the pipeline."""

    text: str
    turns: tuple[str | Request, ...]
    language: str | None


@dataclass(frozen=True)
class Said:
    text: str
    kind: str = "estimate"
    language: str = "en"
    request: Request = field(default_factory=lambda: Request("explain", topic="pue"))
    choices: tuple[Choice, ...] = ()
    drawable: bool = False
    place: str | None = None
    asks: bool = True
    offers: tuple[str, ...] = ()
    lead: str = ""
    more: tuple[str, ...] = ()


@dataclass
class Recorder:
    """Stands where the pipeline stands: notes what it is asked and answers with the question."""

    asked: list[Asked] = field(default_factory=list)
    says: Callable[[str], str] = "You asked: {}".format  # raises to be a broken pipeline
    kind: Callable[[Asked], str] = lambda asked: "estimate"

    def answer(
        self,
        text: str,
        context: Sequence[str | Request] | None = None,
        *,
        language: str | None = None,
        region: str | None = None,
        metrics: tuple[Metric, ...] = (),
        us_units: bool = False,
    ) -> Said:
        asked = Asked(text, tuple(context or ()), language)
        self.asked.append(asked)
        return Said(self.says(text), self.kind(asked), language or "en")

    def answer_request(
        self,
        request: Request,
        *,
        region: str | None = None,
        metrics: tuple[Metric, ...] = (),
        us_units: bool = False,
    ) -> Said:
        return Said(self.says(request.intent), language=request.language, request=request)

    def behind(self, request: Request, kind: Literal["how", "sources"], *, us_units: bool = False) -> Said:
        return Said(self.says(kind), kind, request.language, request)

    def with_live(self, reply: Said, live: LiveIntensity) -> Said:
        return replace(reply, text=f"{reply.text} ({live.intensity_g_per_kwh:g} g/kWh just now)")

    def charts(self, request: Request) -> tuple[Picture, ...]:
        return ()

    def amount(self, text: str, language: str | None = None) -> Budget | None:
        return None

    def data_version(self) -> str:
        return "recorded"


class HastyClient(FootprintClient):
    """The bot's client without discord.py's five seconds between two identifies."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        return


class Bot:
    """The client under test, running on some pipeline."""

    def __init__(self, discord: FakeDiscord, answerer: Answerer, library: Library, **options: Any) -> None:
        self._discord = discord
        self.lines: list[str] = []
        self.client = HastyClient(
            answerer, library.languages, library, self.lines.append, guild_ready_timeout=0.02, **options
        )
        self.stop = asyncio.Event()
        self.task = asyncio.create_task(serve(self.client, discord.token, self.stop))

    async def ready(self) -> Bot:
        await self._discord.until(lambda: bool(self.lines) or self.task.done(), "the bot to be ready")
        return self

    async def stopped(self) -> None:
        """Tell the bot to stop and wait until it has."""
        self.stop.set()
        await self.task


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="session")
def languages(library: Library) -> Languages:
    return library.languages


async def register(discord: FakeDiscord, folder: Path) -> list[str]:
    """Register the bot's commands, with a store in a folder; return what that says."""
    lines: list[str] = []
    database = read_address(f"sqlite:///{folder}/commands.sqlite3")
    await sync(Settings(discord_token=discord.token, database=database), lines.append)
    return lines


@pytest.fixture(scope="session")
def commands() -> list[dict[str, Any]]:
    """The bot's commands as it registers them, once for all tests that only use them."""

    async def registering() -> list[dict[str, Any]]:
        async with FakeDiscord() as fake:
            with TemporaryDirectory() as folder:
                await register(fake, Path(folder))
            return fake.commands

    return asyncio.run(registering())


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store's file with all its tables and nothing in them."""
    file = tmp_path_factory.mktemp("store") / "empty.sqlite3"

    async def making() -> None:
        async with open_store(read_address(f"sqlite:///{file}")):
            pass

    asyncio.run(making())
    return file


@pytest.fixture
async def registered(lab: Lab, commands: list[dict[str, Any]]) -> None:
    own = {"application_id": str(lab.discord.bot.id)}
    lab.discord.commands = [command | own for command in commands]


@pytest.fixture
async def store(tmp_path: Path, empty_store: Path) -> AsyncIterator[Store]:
    file = tmp_path / "store.sqlite3"
    shutil.copy(empty_store, file)
    async with open_store(read_address(f"sqlite:///{file}")) as opened:
        yield opened


@pytest.fixture
async def discord(caplog: pytest.LogCaptureFixture) -> AsyncIterator[FakeDiscord]:
    """A fake Discord. A call that the real one would refuse fails the test, as does an uncaught exception."""
    async with FakeDiscord() as fake:
        yield fake
        assert fake.problems == []
        let_through = [record for record in caplog.get_records("call") if record.name == "discord.client"]
        assert [record.getMessage() for record in let_through if record.exc_info] == []


@pytest.fixture
async def lab(discord: FakeDiscord) -> Lab:
    return Lab(discord)


class Lab:
    """A guild with two people and a channel."""

    def __init__(self, discord: FakeDiscord) -> None:
        self.discord = discord
        self.alice = discord.person("alice")
        self.bob = discord.person("bob")
        self.guild = discord.guild("Lab", self.alice)
        self.guild.add_member(self.bob.user)
        self.general = self.guild.add_channel("general")

    @property
    def me(self) -> str:
        """The bot's mention."""
        return self.discord.bot.mention

    @property
    def role(self) -> str:
        """The mention of the role that Discord made for the bot."""
        bot = self.discord.bot
        return next(role for role in self.guild.roles.values() if role.managed_by is bot).mention


@pytest.fixture(name="pipeline")
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
async def bot(lab: Lab, library: Library, pipeline: Answerer) -> AsyncIterator[Bot]:
    """The bot, ready; without a store."""
    running = await Bot(lab.discord, pipeline, library).ready()
    yield running
    if not running.task.done():
        await running.stopped()


@pytest.fixture
async def real(lab: Lab, library: Library, store: Store, registered: None) -> AsyncIterator[Bot]:
    """The bot with its real pipeline, its commands registered and a store."""
    pipeline.load()
    running = await Bot(lab.discord, pipeline, library, store=store).ready()
    yield running
    if not running.task.done():
        await running.stopped()


@pytest.fixture
async def mod(lab: Lab, real: Bot) -> Person:
    """Somebody who may pin, in a guild where the bot may too."""
    role = next(role for role in lab.guild.roles.values() if role.managed_by)
    role.permissions |= PIN_MESSAGES
    person = lab.discord.person("mod")
    lab.guild.add_member(person.user, lab.guild.add_role(Role("pinners", PIN_MESSAGES)))
    await lab.discord.invites_bot(lab.guild)
    return person


async def restarted(bot: Bot, lab: Lab, library: Library, store: Store, **options: Any) -> Bot:
    """Stop a bot and start it anew, with nothing but the store to remember by."""
    await bot.stopped()
    return await Bot(lab.discord, bot.client.answerer, library, store=store, **options).ready()
