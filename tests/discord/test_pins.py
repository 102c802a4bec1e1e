"""Pinning and unpinning over the wire: who may, what is shown, and what is told where it can't be done."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from bot.store.store import Store
from tests.discord.conftest import Lab
from tests.discord.fake import Person
from tests.discord.fake.pins import PIN, UNPIN
from tests.discord.fake.world import (
    FORUM,
    MANAGE_MESSAGES,
    PIN_MESSAGES,
    READ_MESSAGE_HISTORY,
    VIEW_CHANNEL,
    Role,
)
from tests.discord.moderating import MENU, PUT, answered, grant, link_of, note, notices, pinned


async def test_a_pinned_answer_says_who_when_why_and_with_which_data(
    lab: Lab, mod: Person, store: Store
) -> None:
    answer = await answered(lab)
    before = answer.content
    told = await pinned(lab, mod, answer, "What we spend", "agreed on 24 November")
    assert told.startswith("Pinned: [What we spend](<https://discord.com/channels/")
    assert answer.pinned
    lines = answer.content.split("\n")
    assert lines[:2] == ["**What we spend**", "> agreed on 24 November"]
    shown = re.match(rf"-# 📌 Pinned by {mod.mention} · <t:(\d+):R> · data [0-9a-f]{{12}}", lines[2])
    assert shown is not None
    assert abs(int(shown[1]) - datetime.now(UTC).timestamp()) < 10
    assert answer.content.endswith(before)
    (pin,) = await store.board(lab.guild.id)
    assert (pin.title, pin.note, pin.pinned_by) == ("What we spend", "agreed on 24 November", mod.user.id)
    assert pin.headline is not None
    assert (pin.headline.unit, pin.shown) == ("Wh", True)
    assert f"about {pin.headline.median:g} Wh" in before.replace("\N{NO-BREAK SPACE}", " ")


async def test_discords_own_notice_of_our_pin_goes_and_somebody_elses_stays(lab: Lab, mod: Person) -> None:
    answer, other = await answered(lab), await answered(lab)
    await pinned(lab, mod, answer)
    assert notices(lab.general) == []
    await mod.pins(other)
    await lab.discord.settles()
    assert [each.author for each in notices(lab.general)] == [mod.user]


async def test_the_audit_log_says_who_and_why(lab: Lab, mod: Person) -> None:
    answer = await answered(lab)
    await pinned(lab, mod, answer, "¿Cuánto? 100 %")
    (entry,) = lab.guild.audit
    assert (entry.action, entry.user, entry.message) == (PIN, lab.discord.bot, answer)
    assert entry.reason == f"mod ({mod.user.id}) pinned it with footprint: ¿Cuánto? 100 %"
    await note(lab, await mod.presses(answer, "Unpin"), mod)
    assert [entry.action for entry in lab.guild.audit] == [PIN, UNPIN]
    assert lab.guild.audit[1].reason.startswith(f"mod ({mod.user.id}) unpinned it")


async def test_the_button_pins_and_then_unpins(lab: Lab, mod: Person, store: Store) -> None:
    answer = await answered(lab)
    before = answer.content
    assert answer.labels[-3:] == ["Follow up", "Pin", "Delete"]
    used = await mod.submits(await mod.presses(answer, "Pin"), title="Ours")
    assert (await note(lab, used, mod)).startswith("Pinned: [Ours]")
    assert answer.labels[-3:] == ["Follow up", "Unpin", "Delete"]
    assert (await note(lab, await mod.presses(answer, "Unpin"), mod)).startswith("Unpinned: [Ours]")
    await lab.discord.settles()
    assert not answer.pinned
    assert answer.content == before
    assert answer.labels[-3:] == ["Follow up", "Pin", "Delete"]
    assert await store.board(lab.guild.id) == ()


async def test_a_link_pins_an_answer_in_another_channel(lab: Lab, mod: Person, store: Store) -> None:
    other = lab.guild.add_channel("other")
    await lab.discord.invites_bot(lab.guild)
    answer = await answered(lab, other)
    link = f"https://discord.com/channels/{lab.guild.id}/{other.id}/{answer.id}"
    used = await mod.submits(await mod.slash("pins add", lab.general, link=link), note="from afar")
    assert (await note(lab, used, mod)).startswith("Pinned: ")
    assert answer.pinned
    (pin,) = await store.board(lab.guild.id, other.id)
    assert pin.note == "from afar"


@pytest.mark.parametrize("kind", ["thread", "post"])
async def test_threads_and_forum_posts_have_pins_of_their_own(
    lab: Lab, mod: Person, store: Store, kind: str
) -> None:
    parent = lab.general if kind == "thread" else lab.guild.add_channel("forum", kind=FORUM)
    place = lab.guild.add_channel("a place", parent=parent)
    await lab.discord.invites_bot(lab.guild)
    answer = await answered(lab, place)
    await pinned(lab, mod, answer, "In here")
    assert answer.pinned
    assert notices(place) == []
    (pin,) = await store.board(lab.guild.id, place.id)
    assert pin.parent_id == parent.id
    link = f"<https://discord.com/channels/{lab.guild.id}/{place.id}/{answer.id}>"
    used = await mod.slash("pins list", place, here=True)
    assert link in await note(lab, used, mod)


async def test_what_is_written_by_hand_formats_nothing_and_pings_nobody(lab: Lab, mod: Person) -> None:
    answer = await answered(lab)
    await pinned(
        lab, mod, answer, "**@everyone** [x](http://evil.example)", f"> # <@{lab.bob.user.id}>\nnext"
    )
    title, text = answer.content.split("\n")[:2]
    assert title == r"**\*\*@​everyone\*\* \[x\](http:​//evil.example)**"
    assert text == rf"> \> # \<@​{lab.bob.user.id}> next"
    assert not answer.everyone
    assert not answer.pinged


async def test_the_longest_title_and_note_fit_above_the_longest_answer(lab: Lab, mod: Person) -> None:
    answer = await answered(lab)
    answer.content = answer.content.ljust(1990, "x").replace("\nxxx", "xxx")
    await pinned(lab, mod, answer, "*" * 80, "_" * 300)
    assert len(answer.content) <= 2000
    assert answer.content.startswith("**" + r"\*" * 80 + "**\n> " + r"\_" * 300 + "\n-# 📌 Pinned by")
    assert "**1,000 GPT-4o prompts use about" in answer.content


# Who may


async def test_without_pin_messages_nobody_pins_not_even_who_manages_messages(lab: Lab, mod: Person) -> None:
    answer = await answered(lab)
    manager = lab.guild.add_role(Role("manager", MANAGE_MESSAGES))
    lab.guild.members[lab.bob.user.id].roles.append(manager)
    for used in (
        await lab.bob.picks(MENU, answer),
        await lab.bob.presses(answer, "Pin"),
        await lab.bob.slash("pins add", lab.general, link=link_of(answer)),
    ):
        told = await note(lab, used, lab.bob)
        assert told.startswith("Pinning here takes the **Pin Messages** permission, which you don't have")
    assert not answer.pinned
    assert lab.discord.rest.count(PUT) == 0


async def test_the_role_of_the_settings_pins_without_the_permission(
    lab: Lab, mod: Person, store: Store
) -> None:
    answer = await answered(lab)
    role = lab.guild.add_role(Role("keepers"))
    lab.guild.members[lab.bob.user.id].roles.append(role)
    await lab.discord.invites_bot(lab.guild)
    await store.change_settings(lab.guild.id, lab.alice.user.id, datetime.now(UTC), pin_role=role.id)
    assert (await pinned(lab, lab.bob, answer)).startswith("Pinned: ")
    await note(lab, await lab.bob.presses(answer, "Unpin"), lab.bob)
    assert not answer.pinned
    lab.guild.members[lab.bob.user.id].roles.remove(role)
    told = await note(lab, await lab.bob.picks(MENU, answer), lab.bob)
    assert f"or the role {role.mention}" in told


async def test_who_lost_the_permission_while_filling_in_the_form_pins_nothing(lab: Lab, mod: Person) -> None:
    answer = await answered(lab)
    opened = await mod.picks(MENU, answer)
    await lab.discord.until(lambda: opened.form is not None, "the form")
    lab.guild.members[mod.user.id].roles.clear()
    told = await note(lab, await mod.submits(opened), mod)
    assert told.startswith("Pinning here takes")
    assert not answer.pinned


async def test_a_link_needs_the_permission_in_its_own_channel(lab: Lab, mod: Person) -> None:
    other = lab.guild.add_channel("other")
    other.denied[mod.user.id] = PIN_MESSAGES
    await lab.discord.invites_bot(lab.guild)
    answer = await answered(lab, other)
    told = await note(lab, await mod.slash("pins add", lab.general, link=link_of(answer)), mod)
    assert f"which you don't have in <#{other.id}>" in told
    other.denied = {mod.user.id: VIEW_CHANNEL}
    await lab.discord.invites_bot(lab.guild)
    told = await note(lab, await mod.slash("pins add", lab.general, link=link_of(answer)), mod)
    assert told.startswith("That channel is gone, or I can't see it")


async def test_the_bots_own_permission_is_checked_before_any_call(lab: Lab, mod: Person) -> None:
    answer = await answered(lab)
    grant(lab, MANAGE_MESSAGES)
    told = await note(lab, await mod.picks(MENU, answer), mod)
    assert "my role lacks the **Pin Messages** permission" in told
    lab.general.denied[lab.discord.bot.id] = READ_MESSAGE_HISTORY
    grant(lab, PIN_MESSAGES)
    told = await note(lab, await mod.picks(MENU, answer), mod)
    assert "needs **View Channel** and **Read Message History**" in told
    assert lab.discord.rest.count(PUT) == 0
