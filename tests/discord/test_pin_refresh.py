"""Newer data: what no longer holds is marked and told of once, and worked out anew in place."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot import pipeline
from bot.discord.memory import now
from bot.discord.shelves import Library
from bot.headline import Figures, Headline
from bot.pipeline import Reply
from bot.request import Request
from bot.store.store import Store
from tests.discord.conftest import Bot, Lab
from tests.discord.fake import Channel, Message, Person
from tests.discord.fake.world import VIEW_CHANNEL
from tests.discord.moderating import EDIT, answered, note, pinned
from tests.discord.test_settings import choose, opened

SILENT = 1 << 12  # of a message's flags: it notifies nobody
SEND = "POST /channels/{channel_id}/messages"


@dataclass
class Newer:
    """The pipeline with other data: all energy a tenth less, since the data on some input changed."""

    factor: float = 0.9
    input: str = "batch"
    version: str = "newer"

    def __getattr__(self, name: str) -> Any:
        return getattr(pipeline, name)

    def data_version(self) -> str:
        return self.version

    def figures(self, request: Request) -> Figures:
        found = pipeline.figures(request)
        inputs = {
            key: (low, median * 0.5, high) if key.split(":")[1] == self.input else (low, median, high)
            for key, (low, median, high) in found.inputs.items()
        }
        headline = found.headline and _scaled(found.headline, self.factor)
        return replace(found, headline=headline, inputs=inputs)

    def answer_request(self, request: Request, **manner: Any) -> Reply:
        reply = pipeline.answer_request(request, **manner)
        first, line, rest = reply.text.partition("\n")
        return replace(reply, text=f"{first} Worked out anew.{line}{rest}")


def _scaled(headline: Headline, factor: float) -> Headline:
    return replace(headline, median=float(f"{headline.median * factor:.2g}"))


Start = Callable[..., Any]


@pytest.fixture
async def newer(lab: Lab, real: Bot, mod: Person, library: Library, store: Store) -> AsyncIterator[Start]:
    """Start the bot anew with newer data."""
    running: list[Bot] = []

    async def start(data: Newer | None = None) -> Bot:
        for bot in running or [real]:
            if not bot.task.done():
                await bot.stopped()
        running.append(await Bot(lab.discord, data or Newer(), library, store=store).ready())
        await lab.discord.settles()
        await asyncio.sleep(0.1)
        await lab.discord.settles()
        return running[-1]

    yield start
    for bot in running:
        if not bot.task.done():
            await bot.stopped()


def told(lab: Lab, channel: Channel) -> list[Message]:
    """Return the notices of what no longer holds."""
    return [each for each in lab.discord.spoken(channel) if "no longer hold" in each.content]


async def test_what_no_longer_holds_is_marked_and_told_of_once_and_quietly(
    lab: Lab, mod: Person, store: Store, newer: Start
) -> None:
    answer = await answered(lab)
    await pinned(lab, mod, answer, "What we spend")
    before = answer.content
    await newer()
    (notice,) = told(lab, lab.general)
    text = notice.content.replace("\N{NO-BREAK SPACE}", " ")
    first, line, hint = text.split("\n")
    assert first == "**A pinned result no longer holds** with the newer data."
    (pin,) = await store.board(lab.guild.id)
    assert pin.headline is not None
    now_wh = _scaled(pin.headline, 0.9).median
    change = f"was {pin.headline.median:g} Wh, now {now_wh:g} Wh: newer figures on how many requests share"
    assert f": {change} a chip at once" in line
    assert line.startswith("- [What we spend](<https://")
    assert "Refresh all" in hint
    assert notice.flags & SILENT
    assert not notice.pinged
    assert not notice.everyone
    assert not notice.role_mentions
    assert answer.content == before  # nobody changed it yet
    assert pin.stale
    board = await lab.discord.answer(await lab.bob.slash("pins list", lab.general))
    assert board.content.endswith(" · out of date")
    board = await lab.discord.answer(await mod.slash("pins list", lab.general))
    assert board.content.split("\n")[-1].startswith("-# 1 out of date: ")
    await newer()
    assert len(told(lab, lab.general)) == 1


async def test_refresh_says_what_changed_and_why_and_keeps_what_it_was(
    lab: Lab, mod: Person, store: Store, newer: Start
) -> None:
    answer = await answered(lab, question="carbon of 1000 GPT-4o prompts")
    await pinned(lab, mod, answer, "What we emit", "ours")
    (before,) = await store.board(lab.guild.id)
    assert before.headline is not None
    await newer(Newer(input="grid"))
    used = await mod.slash("pins refresh", lab.general, result=str(answer.id))
    report = (await note(lab, used, mod)).replace("\N{NO-BREAK SPACE}", " ")
    was, fresh = before.headline.median, _scaled(before.headline, 0.9).median
    change = f"was {was:g} g CO₂e, now {fresh:g} g CO₂e: newer grid data"
    assert report.startswith("**Refreshed 1**\n- [What we emit](<https://")
    assert report.endswith(change)
    lines = answer.content.replace("\N{NO-BREAK SPACE}", " ").split("\n")
    assert lines[:2] == ["**What we emit**", "> ours"]
    assert lines[2].startswith(f"-# 📌 Pinned by {mod.mention} · <t:")
    assert "· data newer" in lines[2]
    assert lines[3].startswith("-# Refreshed <t:")
    assert change in lines[3]
    assert "Worked out anew." in answer.content
    assert answer.labels[-3:] == ["Follow up", "Unpin", "Delete"]
    (pin,) = await store.board(lab.guild.id)
    assert (pin.stale, pin.data_version, pin.shown) == (False, "newer", True)
    (kept,) = await store.pin_history(answer.id)
    assert (kept.was, kept.now, kept.changed_by) == (before.headline, pin.headline, mod.user.id)
    assert kept.reasons == ("grid",)
    again = await note(lab, await mod.slash("pins refresh", lab.general), mod)
    assert again == "The one pinned result is worked out with today's data already."


async def test_all_are_refreshed_by_the_button_of_the_notice(
    lab: Lab, mod: Person, store: Store, newer: Start
) -> None:
    answers = [await answered(lab, question=f"energy of {n}000 GPT-4o prompts") for n in (1, 2, 3)]
    for answer in answers:
        await pinned(lab, mod, answer)
    await newer()
    (notice,) = told(lab, lab.general)
    assert notice.content.startswith("**3 pinned results no longer hold** with the newer data.")
    refused = await note(lab, await lab.bob.presses(notice, "Refresh all"), lab.bob)
    assert refused.startswith("Pinning here takes")
    report = await note(lab, await mod.presses(notice, "Refresh all"), mod)
    assert report.startswith("**Refreshed 3**")
    assert report.count("was ") == 3
    assert all("Worked out anew." in answer.content for answer in answers)
    assert not any(pin.stale for pin in await store.board(lab.guild.id))


async def test_data_that_move_nothing_that_is_shown_are_told_to_nobody(
    lab: Lab, mod: Person, store: Store, newer: Start
) -> None:
    answer = await answered(lab)
    await pinned(lab, mod, answer)
    await newer(Newer(factor=1.001))
    assert told(lab, lab.general) == []
    (pin,) = await store.board(lab.guild.id)
    assert (pin.stale, pin.checked_version) == (False, "newer")


async def test_the_notice_goes_to_the_boards_channel(
    lab: Lab, mod: Person, store: Store, newer: Start
) -> None:
    room = lab.guild.add_channel("moderators")
    room.denied[lab.bob.user.id] = VIEW_CHANNEL
    await lab.discord.invites_bot(lab.guild)
    await store.change_settings(lab.guild.id, lab.alice.user.id, now(), board_channel=room.id)
    await pinned(lab, mod, await answered(lab))
    await newer()
    assert told(lab, lab.general) == []
    assert len(told(lab, room)) == 1


async def test_where_the_boards_channel_is_closed_to_the_bot_it_stands_beside_the_pin(
    lab: Lab, mod: Person, store: Store, newer: Start
) -> None:
    room = lab.guild.add_channel("moderators")
    await store.change_settings(lab.guild.id, lab.alice.user.id, now(), board_channel=room.id)
    room.denied[lab.discord.bot.id] = VIEW_CHANNEL
    await lab.discord.invites_bot(lab.guild)
    await pinned(lab, mod, await answered(lab))
    await newer()
    assert len(told(lab, lab.general)) == 1


async def test_a_notice_that_discord_lost_is_posted_once(
    lab: Lab, mod: Person, store: Store, newer: Start
) -> None:
    await pinned(lab, mod, await answered(lab))
    lab.discord.rest.fail(SEND, 503, after=True)
    await newer()
    assert len(told(lab, lab.general)) == 1
    await newer(Newer(version="newest"))
    assert len(told(lab, lab.general)) == 1  # it is marked, and was told of


async def test_a_pin_of_an_answer_made_with_older_data_is_worked_out_anew(
    lab: Lab, mod: Person, store: Store, newer: Start
) -> None:
    answer = await answered(lab)
    await newer()
    assert (await pinned(lab, mod, answer)).startswith("Pinned: ")
    assert "Worked out anew." in answer.content
    assert "· data newer" in answer.content
    (pin,) = await store.board(lab.guild.id)
    assert (pin.data_version, pin.stale) == ("newer", False)
    assert pin.headline is not None


async def test_an_answer_of_before_that_is_pinned_by_hand_is_out_of_date(
    lab: Lab, mod: Person, store: Store, newer: Start
) -> None:
    answer = await answered(lab)
    await newer()
    await mod.pins(answer)
    await lab.discord.settles()
    (pin,) = await store.board(lab.guild.id)
    assert pin.stale
    report = await note(lab, await mod.slash("pins refresh", lab.general), mod)
    assert "now " in report
    (pin,) = await store.board(lab.guild.id)
    assert not pin.stale
    assert pin.headline is not None


async def test_what_cannot_be_refreshed_says_why_and_spoils_no_other(
    lab: Lab, mod: Person, store: Store, newer: Start
) -> None:
    first, second = await answered(lab), await answered(lab, question="energy of 5 GPT-4o prompts")
    await pinned(lab, mod, first, "First")
    await pinned(lab, mod, second, "Second")
    await newer()
    await store.forget_answer(second.id)
    lab.discord.rest.fail(EDIT, 403, code=50005, times=1)
    report = await note(lab, await mod.slash("pins refresh", lab.general), mod)
    assert report.startswith("**Refreshed 0**")
    assert "I no longer know what “Second” answers" in report
    assert "[First]" in report
    assert (await note(lab, await mod.slash("pins refresh", lab.general), mod)).startswith("**Refreshed 1**")


async def test_only_who_may_pin_refreshes(lab: Lab, mod: Person, newer: Start) -> None:
    answer = await answered(lab)
    await pinned(lab, mod, answer)
    await newer()
    used = await lab.bob.slash("pins refresh", lab.general)
    assert (await note(lab, used, lab.bob)).startswith("Pinning here takes")
    assert "Worked out anew." not in answer.content


async def test_a_chart_on_a_pinned_answer_is_drawn_anew(lab: Lab, mod: Person, newer: Start) -> None:
    answer = await answered(lab)
    await lab.alice.presses(answer, "Chart")
    await lab.discord.until(lambda: bool(answer.files), "a chart")
    await pinned(lab, mod, answer)
    assert answer.files
    before = dict(answer.files)
    await newer()
    await note(lab, await mod.slash("pins refresh", lab.general, result=str(answer.id)), mod)
    assert answer.files.keys() == before.keys()
    assert all(answer.alt[name] for name in answer.files)
    assert lab.discord.json(answer)["attachments"]


async def test_the_boards_channel_is_one_of_the_settings(lab: Lab, mod: Person, store: Store) -> None:
    message = await opened(lab)
    await choose(lab, message, "Channel for the board", str(lab.general.id))
    assert f"- Channel for the board: **<#{lab.general.id}>**" in message.content
    assert (await store.settings_of(lab.guild.id)).board_channel == lab.general.id
    await choose(lab, message, "Channel for the board")
    assert "- Channel for the board: **that of the pinned result**" in message.content


async def test_a_notice_of_many_results_with_long_titles_fits(
    lab: Lab, mod: Person, store: Store, newer: Start
) -> None:
    await store.change_settings(lab.guild.id, lab.alice.user.id, now(), cooldown_seconds=0)
    for count in range(2, 14):
        answer = await answered(lab, question=f"energy of {count}000 GPT-4o prompts")
        await pinned(lab, mod, answer, "*_" * 40)
    await newer()
    (notice,) = told(lab, lab.general)
    assert notice.content.startswith("**12 pinned results no longer hold**")
    assert len(notice.content) <= 2000
    assert " more\n-# For moderators" in notice.content
    report = await note(lab, await mod.presses(notice, "Refresh all"), mod)
    assert report.startswith("**Refreshed 12**")
    assert len(report) <= 2000
