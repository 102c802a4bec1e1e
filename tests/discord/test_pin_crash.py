"""The bot is killed at each step of a pin and of an unpin: after its restart, store and Discord agree."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot import pipeline
from bot.discord.shelves import Library
from bot.store.address import read_address
from bot.store.store import open_store
from tests.discord.conftest import Bot, Lab
from tests.discord.fake import Message, Person
from tests.discord.fake.rest import ApiError
from tests.discord.fake.world import PIN_MESSAGES, Role
from tests.discord.moderating import EDIT, MENU, PUT, READ, UNPIN, answered, grant, note, notices

DELETE = "DELETE /channels/{channel_id}/messages/{message_id}"
TELL = "POST /webhooks/{webhook_id}/{webhook_token}"
TELL_DEFERRED = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"


@pytest.fixture(scope="module")
def nursery() -> Iterator[subprocess.Popen[str]]:
    """A process that forks bots."""
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.discord.killable"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "loaded\n"
        yield process
        process.stdin.close()
        process.wait(10)


class Killable:
    """A bot in a process of its own."""

    def __init__(self, nursery: subprocess.Popen[str], lab: Lab, file: Path) -> None:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        print(lab.discord.url, lab.discord.token, file, file=nursery.stdin, flush=True)
        self.number = int(nursery.stdout.readline())
        self.dead = False
        self._lab, self._said = lab, nursery.stdout

    async def ready(self) -> Killable:
        line = await asyncio.to_thread(self._said.readline)
        assert line.startswith("Ready on Discord")
        return self

    def kill(self) -> None:
        if not self.dead:
            os.kill(self.number, signal.SIGKILL)
            self.dead = True

    def kill_before(self) -> None:
        """Kill it so early that Discord never reads its call."""
        self.kill()
        raise ApiError(500, 0, "the connection is lost")


@pytest.fixture
async def file(tmp_path: Path, empty_store: Path) -> Path:
    return Path(shutil.copy(empty_store, tmp_path / "store.sqlite3"))


@pytest.fixture
async def moderator(lab: Lab, registered: None) -> Person:
    grant(lab, PIN_MESSAGES)
    person = lab.discord.person("mod")
    lab.guild.add_member(person.user, lab.guild.add_role(Role("pinners", PIN_MESSAGES)))
    return person


@pytest.fixture
async def killable(
    nursery: subprocess.Popen[str], lab: Lab, moderator: Person, file: Path
) -> AsyncIterator[Killable]:
    bot = await Killable(nursery, lab, file).ready()
    yield bot
    bot.kill()


async def died(lab: Lab, killable: Killable) -> None:
    await lab.discord.until(lambda: killable.dead, "the bot to be killed")
    await lab.discord.until(
        lambda: all(
            each.socket is None or each.socket.closed for each in lab.discord.gateway.sessions.values()
        ),
        "its connection to end",
    )
    lab.discord.gateway.sessions.clear()


async def agrees(lab: Lab, library: Library, file: Path, answer: Message) -> str:
    """Start the bot again, and have all of it agree; return the pin's title, "" where it isn't pinned."""
    async with open_store(read_address(f"sqlite:///{file}")) as store:
        bot = await Bot(lab.discord, pipeline, library, store=store).ready()
        await lab.discord.until(lambda: ("Pinned by" in answer.content) == answer.pinned, "it to be right")
        await lab.discord.settles()
        board = await store.board(lab.guild.id)
        unsettled = await store.unsettled_pins(lab.general.id)
        pin = await store.pin_of(answer.id)
        await bot.stopped()
    assert [pin.message_id for pin in board] == ([answer.id] if answer.pinned else [])
    assert all(pin.shown for pin in board)
    assert unsettled == ()
    assert pin is None or pin.on_board or pin.removed_at  # no wish is left open
    assert notices(lab.general) == []
    assert answer.content.count("Pinned by") == int(answer.pinned)
    assert ("Unpin" in answer.labels, "Pin" in answer.labels) == (answer.pinned, not answer.pinned)
    return board[0].title or "" if board else ""


@pytest.mark.parametrize(
    ("call", "after", "pinned"),
    [
        (CALLBACK, False, False),  # it has begun nothing
        (READ, False, False),
        (READ, True, False),
        (PUT, False, False),  # the wish is noted, Discord hasn't heard of it
        (PUT, True, True),  # Discord has pinned it, nobody has told the store
        (EDIT, False, True),  # the store knows, the message doesn't say so
        (EDIT, True, True),  # the message says so, the store doesn't know that it does
        (DELETE, False, True),  # Discord's notice stands there still
        (DELETE, True, True),
        (TELL, False, True),  # all is done but telling the moderator
    ],
)
async def test_killed_while_pinning(
    lab: Lab,
    killable: Killable,
    moderator: Person,
    library: Library,
    file: Path,
    call: str,
    after: bool,
    pinned: bool,
) -> None:
    answer = await answered(lab)
    opened = await moderator.picks(MENU, answer)
    await lab.discord.until(lambda: opened.form is not None, "the form")
    lab.discord.rest.when(call, killable.kill if after else killable.kill_before, after=after)
    if call == TELL:
        lab.discord.rest.when(TELL_DEFERRED, killable.kill_before)
    await moderator.submits(opened, title="Ours", note="why")
    await died(lab, killable)
    assert answer.pinned is pinned
    assert await agrees(lab, library, file, answer) == ("Ours" if pinned else "")
    if pinned:
        assert answer.content.startswith(f"**Ours**\n> why\n-# 📌 Pinned by {moderator.mention} · ")


@pytest.mark.parametrize(
    ("call", "after", "pinned"),
    [
        (CALLBACK, False, True),
        (UNPIN, False, True),
        (UNPIN, True, False),  # Discord has unpinned it, nobody has told the store
        (EDIT, False, False),  # the store knows, the message still says that it is pinned
        (EDIT, True, False),
    ],
)
async def test_killed_while_unpinning(
    lab: Lab,
    killable: Killable,
    moderator: Person,
    library: Library,
    file: Path,
    call: str,
    after: bool,
    pinned: bool,
) -> None:
    answer = await answered(lab)
    await note(lab, await moderator.submits(await moderator.picks(MENU, answer), title="Ours"), moderator)
    await lab.discord.settles()
    lab.discord.rest.when(call, killable.kill if after else killable.kill_before, after=after)
    await moderator.presses(answer, "Unpin")
    await died(lab, killable)
    assert answer.pinned is pinned
    assert await agrees(lab, library, file, answer) == ("Ours" if pinned else "")


async def test_what_was_half_pinned_can_be_pinned_again_at_once(
    lab: Lab, killable: Killable, moderator: Person, library: Library, file: Path
) -> None:
    answer = await answered(lab)
    opened = await moderator.picks(MENU, answer)
    lab.discord.rest.when(PUT, killable.kill, after=True)
    await moderator.submits(opened, title="Ours")
    await died(lab, killable)
    async with open_store(read_address(f"sqlite:///{file}")) as store:
        bot = await Bot(lab.discord, pipeline, library, store=store).ready()
        used = await moderator.submits(await moderator.picks(MENU, answer), title="Mine")
        told = await note(lab, used, moderator)
        await lab.discord.settles()
        (pin,) = await store.board(lab.guild.id)
        await bot.stopped()
    # Whether the start found the pin of before, or the moderator was faster, it is one.
    assert told.startswith("It is pinned already" if pin.title == "Ours" else ("Pinned: ", "Title and note"))
    assert len(lab.general.pins) == 1
    assert answer.content.count("Pinned by") == 1
