"""The bot's start and stop, and what it says when Discord won't have it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading

import pytest

from bot.discord.run import StartError, serve
from bot.discord.shelves import Library
from bot.stopping import stop_on_signals
from tests.discord.conftest import Bot, HastyClient, Lab, Recorder
from tests.discord.fake import FakeDiscord, Guild

QUESTION = "how much energy does a ChatGPT prompt use?"


async def start(library: Library, token: str | None) -> None:
    client = HastyClient(Recorder(), library.languages, library, print, guild_ready_timeout=0.02)
    await serve(client, token, asyncio.Event())


async def test_ready_is_said_in_one_line_and_nothing_is_warned_of(
    lab: Lab, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    assert bot.lines == ["Ready on Discord as footprint, in 1 server."]
    assert [record for record in caplog.get_records("setup") if record.levelname == "WARNING"] == []


async def test_two_shards_answer_their_own_guilds_and_the_first_the_direct_messages(
    discord: FakeDiscord, library: Library
) -> None:
    alice = discord.person("alice")
    guilds: dict[int, Guild] = {}  # by shard
    while len(guilds) < 2:
        guild = discord.guild("Guild", alice)
        guilds[(guild.id >> 22) % 2] = guild
        await asyncio.sleep(0.001)
    discord.guilds = {guild.id: guild for guild in guilds.values()}
    channels = [guild.add_channel("general") for guild in guilds.values()]
    bot = await Bot(discord, Recorder(), library, shard_count=2, shard_ids=[0, 1]).ready()
    assert discord.gateway.sessions.keys() == {0, 1}
    for channel in channels:
        await discord.answer(await alice.says(channel, f"{discord.bot.mention} {QUESTION}"))
    await discord.answer(await alice.writes_to_bot(QUESTION))
    await bot.stopped()


async def test_a_stop_while_still_connecting_stops_at_once(lab: Lab, library: Library) -> None:
    lab.discord.gateway.silent = True
    bot = Bot(lab.discord, Recorder(), library)
    await lab.discord.until(lambda: lab.discord.rest.count("GET /gateway/bot") == 1, "a connection")
    await asyncio.wait_for(bot.stopped(), 1)


async def test_a_stop_finishes_what_is_in_hand_and_takes_nothing_new(
    lab: Lab, bot: Bot, pipeline: Recorder
) -> None:
    go_on = threading.Event()

    def when_told(question: str) -> str:
        go_on.wait(5)
        return f"answered {question}"

    pipeline.says = when_told
    await lab.alice.says(lab.general, f"{lab.me} begun")
    await lab.discord.until(lambda: bool(pipeline.asked), "the question to be heard")
    bot.stop.set()
    await asyncio.sleep(0.02)
    await lab.alice.says(lab.general, f"{lab.me} too late")
    await asyncio.sleep(0.05)
    assert not bot.task.done()
    go_on.set()
    await asyncio.wait_for(bot.task, 3)
    assert [answer.content for answer in lab.discord.spoken(lab.general)] == ["answered begun"]
    assert lab.discord.gateway.sessions == {}  # closed by us: Discord shows the bot offline at once


async def test_an_idle_bot_stops_at_once(lab: Lab, bot: Bot) -> None:
    await asyncio.wait_for(bot.stopped(), 5)  # half of what work in hand is given


@pytest.mark.parametrize("token", [None, ""])
async def test_no_token(discord: FakeDiscord, library: Library, token: str | None) -> None:
    with pytest.raises(StartError, match=r"^DISCORD_TOKEN is not set$"):
        await start(library, token)


async def test_a_wrong_token(discord: FakeDiscord, library: Library) -> None:
    with pytest.raises(StartError, match=r"^Discord refused the token: check DISCORD_TOKEN$"):
        await start(library, "wrong")


async def test_a_token_that_was_reset_while_the_bot_ran(lab: Lab, bot: Bot) -> None:
    lab.discord.token = "another"
    await lab.discord.gateway.drop()
    with pytest.raises(StartError, match=r"^Discord refused the token: check DISCORD_TOKEN$"):
        await asyncio.wait_for(bot.task, 3)


async def test_refused_intents(discord: FakeDiscord, library: Library) -> None:
    discord.gateway.allowed_intents = 0
    with pytest.raises(StartError, match=r"^Discord refused the intents"):
        await start(library, discord.token)


@pytest.mark.parametrize(
    ("code", "line"),
    [
        (4004, r"^Discord refused the token"),
        (4013, r"^Discord refused the intents"),
        (4011, r"^Discord ended the connection with code 4011$"),
    ],
)
async def test_a_connection_closed_for_good(
    discord: FakeDiscord, library: Library, code: int, line: str
) -> None:
    discord.gateway.refuses_with = code
    with pytest.raises(StartError, match=line):
        await start(library, discord.token)


async def test_the_bot_asks_for_no_privileged_intent(lab: Lab, bot: Bot) -> None:
    assert lab.discord.gateway.intents == (1 << 0) | (1 << 9) | (1 << 12)


async def test_discord_out_of_reach(library: Library) -> None:
    async with FakeDiscord() as gone:
        await gone._runner.cleanup()
        with pytest.raises(StartError, match=r"^Discord cannot be reached: "):
            await start(library, gone.token)


async def test_discord_in_error(discord: FakeDiscord, library: Library) -> None:
    discord.rest.fail("GET /users/@me", 503)
    with pytest.raises(StartError, match=r"^Discord answered with an error: 503"):
        await start(library, discord.token)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_either_signal_tells_the_bot_to_stop(number: signal.Signals) -> None:
    stop = stop_on_signals()
    try:
        os.kill(os.getpid(), number)
        await asyncio.wait_for(stop.wait(), 1)
    finally:
        for handled in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().remove_signal_handler(handled)


async def test_sigterm_ends_the_process_after_its_last_answer(lab: Lab) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "ignore", "-m", "tests.discord.process", lab.discord.url, lab.discord.token),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        assert await asyncio.wait_for(process.stdout.readline(), 20) == (
            b"Ready on Discord as footprint, in 1 server.\n"
        )
        question = await lab.alice.says(lab.general, f"{lab.me} {QUESTION}")
        assert await asyncio.wait_for(process.stdout.readline(), 5) == b"thinking\n"
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), 5)
    finally:
        if process.returncode is None:
            process.kill()
        _, errors = await process.communicate()
    assert (process.returncode, errors.decode()) == (0, "")
    assert [answer.content for answer in lab.discord.answers(question)] == ["done"]
