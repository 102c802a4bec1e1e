"""The board: what is listed to whom, its pages and filter, the way to what is pinned, and the files."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from bot.discord.memory import now
from bot.headline import Headline
from bot.store.records import Pin
from bot.store.store import Store
from tests.discord.conftest import Bot, Lab
from tests.discord.fake import Message, Person
from tests.discord.fake.world import MANAGE_THREADS, VIEW_CHANNEL, Role
from tests.discord.moderating import answered, link_of, note, pinned

CLAUDE = "energy of 10 Claude Sonnet 4 prompts"


async def kept(lab: Lab, store: Store, number: int, **changes: object) -> Pin:
    """Put a pin on the board that nobody needs to have made."""
    fields = {
        "message_id": 10**15 + number,
        "channel_id": lab.general.id,
        "guild_id": lab.guild.id,
        "pinned_by": lab.bob.user.id,
        "pinned_at": now() - timedelta(days=1, minutes=number),
        "title": f"Result {number}",
        "headline": Headline("energy", 300.0, 340.0, 420.0, "kWh"),
        "data_version": "0123456789ab",
        "shown": True,
    }
    pin = Pin(**{**fields, **changes})  # type: ignore[arg-type]
    await store.begin_pin(pin)
    await store.confirm_pin(pin.message_id, now())
    return pin


async def listed(lab: Lab, by: Person, **options: object) -> Message:
    """Return the board as somebody gets it, alone."""
    board = await lab.discord.answer(await by.slash("pins list", lab.general, **options))
    assert board.seen_by is by.user
    assert len(board.content) <= 2000
    assert not board.pinged
    return board


async def test_each_result_is_listed_with_figure_place_who_when_and_link(lab: Lab, mod: Person) -> None:
    answer = await answered(lab)
    await pinned(lab, mod, answer, "What we spend")
    board = await listed(lab, lab.bob)
    heading, first, second = board.content.replace("\N{NO-BREAK SPACE}", " ").split("\n")
    assert heading == "**Pinned results in Lab**: 1"
    start, figure = first.split(" · ")
    assert start == f"**[What we spend](<{link_of(answer)}>)**"
    assert figure.split(" ")[1] == "Wh"
    assert second.startswith(f"-# <#{lab.general.id}> · {mod.mention} · <t:")


async def test_what_has_no_title_is_listed_by_what_it_is_about(lab: Lab, mod: Person) -> None:
    await pinned(lab, mod, await answered(lab))
    assert "[Energy · 1,000 prompts of GPT-4o](<" in (await listed(lab, lab.bob)).content


async def test_many_results_have_pages(lab: Lab, mod: Person, store: Store) -> None:
    for number in range(20):
        await kept(lab, store, number, title=f"Result {number} " + "x" * 60)
    board = await listed(lab, lab.bob)
    assert board.content.startswith("**Pinned results in Lab**: 20\n**[Result 0 ")
    assert board.labels == ["Previous", "Page 1 of 3", "Next", "This channel"]
    await lab.bob.presses(board, "Next")
    await lab.discord.until(lambda: "[Result 8 " in board.content, "the second page")
    assert len(board.content) <= 2000
    await lab.bob.presses(board, "Next")
    await lab.discord.until(lambda: "[Result 19 " in board.content, "the last page")
    assert [part.get("disabled", False) for part in board.buttons] == [False, True, True, False]


async def test_this_channel_or_the_whole_server(lab: Lab, mod: Person, store: Store) -> None:
    other = lab.guild.add_channel("other")
    await lab.discord.invites_bot(lab.guild)
    await kept(lab, store, 1)
    await kept(lab, store, 2, channel_id=other.id)
    board = await listed(lab, lab.bob, here=True)
    assert board.content.startswith(f"**Pinned results in <#{lab.general.id}>**: 1")
    await lab.bob.presses(board, "Whole server")
    await lab.discord.until(lambda: "Result 2" in board.content, "the whole server")
    await lab.bob.presses(board, "This channel")
    await lab.discord.until(lambda: "Result 2" not in board.content, "this channel")


@pytest.mark.parametrize(
    ("about", "found"),
    [
        ("gpt-4o", [1]),
        ("GPT 4o", [1]),
        ("openai", [1]),
        ("Claude Sonnet 4", [2]),
        ("anthropic", [2]),
        ("agreed", [3]),
        ("result 3", [3]),
        ("PUE", [4]),
        ("blorgotron", []),
        ("result", [1, 2, 3, 4]),
    ],
)
async def test_the_board_is_filtered_by_model_maker_topic_and_word(
    lab: Lab, mod: Person, store: Store, about: str, found: list[int]
) -> None:
    await kept(lab, store, 1, about=("gpt-4o",))
    await kept(lab, store, 2, about=("claude-sonnet-4",))
    await kept(lab, store, 3, note="agreed on in March")
    await kept(lab, store, 4, about=("pue",))
    board = await listed(lab, lab.bob, about=about)
    assert [n for n in (1, 2, 3, 4) if f"[Result {n}]" in board.content] == found
    if not found:
        assert board.content == "Nothing pinned in Lab is about “blorgotron”."


async def test_an_empty_board_says_how_to_pin(lab: Lab, mod: Person) -> None:
    board = await listed(lab, lab.bob)
    assert board.content.startswith("Nothing is pinned in Lab yet. Choose **Pin this answer**")


async def test_nobody_learns_of_what_is_pinned_where_they_cannot_read(
    lab: Lab, mod: Person, store: Store
) -> None:
    secret = lab.guild.add_channel("secret")
    secret.denied[lab.bob.user.id] = VIEW_CHANNEL
    thread = lab.guild.add_channel("thread", parent=lab.general)
    thread.private = True
    await lab.discord.invites_bot(lab.guild)
    await kept(lab, store, 1, channel_id=secret.id)
    await kept(lab, store, 2, channel_id=thread.id, parent_id=lab.general.id, secret=True)
    await kept(lab, store, 3, channel_id=12345)  # a channel that nobody knows any more
    await kept(lab, store, 4, channel_id=54321, parent_id=lab.general.id)  # an archived thread
    assert [n for n in (1, 2, 3, 4) if f"Result {n}" in (await listed(lab, lab.bob)).content] == [4]
    assert [n for n in (1, 2, 3, 4) if f"Result {n}" in (await listed(lab, lab.alice)).content] == [1, 2, 4]
    choices = await lab.bob.types("pins remove", "result", "Res", lab.general)
    assert [choice["name"] for choice in choices] == ["Result 4 · 340\N{NO-BREAK SPACE}kWh"]
    keeper = lab.guild.add_role(Role("keeper", MANAGE_THREADS))
    lab.guild.members[lab.bob.user.id].roles.append(keeper)
    await lab.discord.invites_bot(lab.guild)
    assert "Result 2" in (await listed(lab, lab.bob)).content


async def test_a_result_is_chosen_as_it_is_typed_and_removed(lab: Lab, mod: Person, store: Store) -> None:
    first, second = await answered(lab), await answered(lab, question=CLAUDE)
    await pinned(lab, mod, first, "What we spend")
    await pinned(lab, mod, second, "What they spend")
    choices = await mod.types("pins remove", "result", "claude", lab.general)
    assert [choice["value"] for choice in choices] == [str(second.id)]
    assert choices[0]["name"].startswith("What they spend · ")
    for typed, told in (
        ("spend", "I find no pinned result like “spend”"),
        ("nothing like it", "I find no pinned result like “nothing like it”"),
        (choices[0]["value"], "Unpinned: [What they spend]"),
        (link_of(first), "Unpinned: [What we spend]"),
    ):
        used = await mod.slash("pins remove", lab.general, result=typed)
        assert (await note(lab, used, mod)).startswith(told)
    assert not first.pinned
    assert not second.pinned
    refused = await lab.bob.slash("pins remove", lab.general, result="x")
    assert "I find no pinned result" in await note(lab, refused, lab.bob)


async def test_only_who_may_pin_removes(lab: Lab, mod: Person) -> None:
    answer = await answered(lab)
    await pinned(lab, mod, answer, "Ours")
    used = await lab.bob.slash("pins remove", lab.general, result=str(answer.id))
    assert (await note(lab, used, lab.bob)).startswith("Pinning here takes")
    assert (await note(lab, await lab.bob.presses(answer, "Unpin"), lab.bob)).startswith("Pinning here takes")
    assert answer.pinned


# What is pinned already


async def test_who_asks_what_is_pinned_is_led_there(lab: Lab, mod: Person) -> None:
    answer = await answered(lab)
    await pinned(lab, mod, answer, "What we spend")
    line = f"-# 📌 Pinned here already: [What we spend](<{link_of(answer)}>)"
    question = await lab.bob.says(lab.general, f"{lab.me} energy of 1000 gpt-4o prompts")
    again = await lab.discord.answer(question)
    assert again.content.endswith(line)
    used = await lab.bob.slash("ask", lab.general, question="energy use of 1,000 GPT-4o prompts?")
    assert (await lab.discord.answer(used)).content.endswith(line)
    other = await answered(lab, question="energy of 1001 gpt-4o prompts")
    assert "Pinned here already" not in other.content
    elsewhere = lab.discord.guild("Elsewhere", lab.bob)
    channel = elsewhere.add_channel("general")
    await lab.discord.invites_bot(elsewhere)
    asked = await lab.bob.says(channel, f"{lab.me} energy of 1000 gpt-4o prompts")
    assert "Pinned here already" not in (await lab.discord.answer(asked)).content


async def test_nobody_is_led_where_not_everybody_may_read(lab: Lab, mod: Person) -> None:
    other = lab.guild.add_channel("other")
    await lab.discord.invites_bot(lab.guild)
    answer = await answered(lab, other)
    await pinned(lab, mod, answer, "Elsewhere")
    assert "Elsewhere" in (await answered(lab)).content
    other.denied[lab.guild.id] = VIEW_CHANNEL  # closed to all, opened again to some
    await lab.discord.invites_bot(lab.guild)
    assert "Elsewhere" not in (await answered(lab)).content


# Files


async def test_the_board_is_exported_as_markdown_and_csv(lab: Lab, mod: Person, real: Bot) -> None:
    answer = await answered(lab)
    await pinned(lab, mod, answer, "=HYPERLINK(1) @everyone", '*bold*, "quoted" and +1')
    told = await lab.discord.answer(await mod.slash("pins export", lab.general))
    assert told.seen_by is mod.user
    assert told.content == "The pinned result of Lab, as Markdown and as CSV."
    assert list(told.files) == ["pins.md", "pins.csv"]
    text = told.files["pins.csv"].decode("utf-8-sig")
    (heading, row) = csv.reader(io.StringIO(text))
    cells = dict(zip(heading, row, strict=True))
    assert cells["Title"] == "'=HYPERLINK(1) @everyone"
    assert cells["Note"] == '*bold*, "quoted" and +1'
    assert cells["Link"] == link_of(answer)
    assert cells["Channel"] == "#general"
    assert cells["Pinned by"] == f"'{mod.user.id}"
    assert float(cells["Low"]) < float(cells["Median"]) < float(cells["High"])
    assert (cells["Unit"], cells["Quantity"], cells["Out of date"]) == ("Wh", "Energy", "no")
    page = told.files["pins.md"].decode()
    assert page.startswith("# Pinned results of Lab\n\n- **[=HYPERLINK(1) @\N{ZERO WIDTH SPACE}everyone](<")
    assert r"> \*bold\*" in page


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
async def test_no_cell_is_taken_for_a_formula(lab: Lab, mod: Person, store: Store, start: str) -> None:
    await kept(lab, store, 1, title=f"{start}1+1", note=f"{start}cmd")
    told = await lab.discord.answer(await mod.slash("pins export", lab.general))
    for row in csv.reader(io.StringIO(told.files["pins.csv"].decode("utf-8-sig"))):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


async def test_an_export_is_for_who_may_pin_and_of_what_they_see(lab: Lab, mod: Person, store: Store) -> None:
    used = await lab.bob.slash("pins export", lab.general)
    assert (await note(lab, used, lab.bob)).startswith("Pinning here takes")
    secret = lab.guild.add_channel("secret")
    secret.denied[lab.guild.id] = VIEW_CHANNEL
    await lab.discord.invites_bot(lab.guild)
    await kept(lab, store, 1, channel_id=secret.id)
    told = await note(lab, await mod.slash("pins export", lab.general), mod)
    assert told == "There is nothing pinned that you could export."


async def test_a_page_fits_whatever_is_written_in_it(lab: Lab, mod: Person, store: Store) -> None:
    lab.guild.name = "*_" * 50
    await lab.discord.invites_bot(lab.guild)
    for number in range(12):
        await kept(lab, store, number, title="*_" * 40, note="x", stale=True)
    await listed(lab, mod, about="_*" * 20)
    board = await listed(lab, mod)
    while not board.buttons[2].get("disabled"):
        before = board.content
        await mod.presses(board, "Next")
        await lab.discord.until(lambda before=before: board.content != before, "the next page")
        assert len(board.content) <= 2000
