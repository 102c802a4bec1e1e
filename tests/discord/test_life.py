"""The bot's start and stop, and what it says when Discord won't have it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import time

import pytest

from bot.discord.run import StartError, serve
from bot.discord.texts import Languages
from tests.discord.conftest import Bot, HastyClient, Lab, Recorder
from tests.discord.fake import FakeDiscord

QUESTION = "how much energy does a ChatGPT prompt use?"


async def start(languages: Languages, token: str | None) -> None:
    client = HastyClient(Recorder(), languages, print, guild_ready_timeout=0.02)
    await serve(client, token, asyncio.Event())


async def test_ready_is_said_in_one_line(lab: Lab, bot: Bot) -> None:
    assert bot.lines == ["Ready on Discord as footprint, in 1 server."]


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
    assert lab.discord.gateway.session is None  # closed by us: Discord shows the bot offline at once


async def test_an_idle_bot_stops_at_once(lab: Lab, bot: Bot) -> None:
    began = time.monotonic()
    await bot.stopped()
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("token", [None, ""])
async def test_no_token(discord: FakeDiscord, languages: Languages, token: str | None) -> None:
    with pytest.raises(StartError, match=r"^DISCORD_TOKEN is not set$"):
        await start(languages, token)


async def test_a_wrong_token(discord: FakeDiscord, languages: Languages) -> None:
    with pytest.raises(StartError, match=r"^Discord refused the token: check DISCORD_TOKEN$"):
        await start(languages, "wrong")


async def test_a_token_that_was_reset_while_the_bot_ran(lab: Lab, bot: Bot) -> None:
    lab.discord.token = "another"
    await lab.discord.gateway.drop()
    with pytest.raises(StartError, match=r"^Discord refused the token: check DISCORD_TOKEN$"):
        await asyncio.wait_for(bot.task, 3)


async def test_refused_intents(discord: FakeDiscord, languages: Languages) -> None:
    discord.gateway.allowed_intents = 0
    with pytest.raises(StartError, match=r"^Discord refused the intents"):
        await start(languages, discord.token)


async def test_the_bot_asks_for_no_privileged_intent(lab: Lab, bot: Bot) -> None:
    assert lab.discord.gateway.intents == (1 << 0) | (1 << 9) | (1 << 12)


async def test_discord_out_of_reach(languages: Languages) -> None:
    async with FakeDiscord() as gone:
        await gone._runner.cleanup()
        with pytest.raises(StartError, match=r"^Discord cannot be reached: "):
            await start(languages, gone.token)


async def test_discord_in_error(discord: FakeDiscord, languages: Languages) -> None:
    discord.rest.fail("GET /users/@me", 503)
    with pytest.raises(StartError, match=r"^Discord answered with an error: 503"):
        await start(languages, discord.token)


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_the_process_after_its_last_answer(lab: Lab, number: signal.Signals) -> None:
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
        process.send_signal(number)
        await asyncio.wait_for(process.wait(), 5)
    finally:
        if process.returncode is None:
            process.kill()
        _, errors = await process.communicate()
    assert (process.returncode, errors.decode()) == (0, "")
    assert [answer.content for answer in lab.discord.answers(question)] == ["done"]
