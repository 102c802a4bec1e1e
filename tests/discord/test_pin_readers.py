"""A pinned answer stays as it is: its buttons go on working, and change copies of the readers' own."""

from __future__ import annotations

import pytest

from bot.discord.shelves import Library
from bot.discord.texts import Languages
from bot.store.store import Store
from tests.discord.conftest import Bot, Lab, restarted
from tests.discord.fake import Message, Person
from tests.discord.fake.world import MANAGE_MESSAGES, Role
from tests.discord.moderating import QUESTION, answered, note, pinned


@pytest.fixture
async def answer(lab: Lab, mod: Person) -> Message:
    """An answer of Alice's that a moderator has pinned."""
    found = await answered(lab)
    await pinned(lab, mod, found, "Ours")
    return found


@pytest.mark.parametrize("label", ["Region", "Compare"])
async def test_forms_change_a_private_copy_even_for_who_asked_and_who_moderates(
    lab: Lab, mod: Person, answer: Message, label: str
) -> None:
    manager = lab.guild.add_role(Role("manager", MANAGE_MESSAGES))
    lab.guild.members[mod.user.id].roles.append(manager)
    before = answer.content
    fields = {"Region": {"typed": "Germany"}, "Compare": {"with": "Claude Sonnet 4"}}[label]
    for person in (lab.alice, lab.bob, mod):
        used = await person.submits(await person.presses(answer, label), **fields)
        copy = await note(lab, used, person)
        assert next(iter(fields.values())) in copy
        assert "Pinned by" not in copy
    assert answer.content == before
    assert answer.pinned


async def test_a_chart_is_drawn_for_its_reader_alone(lab: Lab, answer: Message) -> None:
    chart = await lab.discord.answer(await lab.alice.presses(answer, "Chart"))
    assert chart.seen_by is lab.alice.user
    assert chart.files
    assert answer.files == {}


async def test_a_corrected_question_changes_no_pinned_answer(
    lab: Lab, mod: Person, real: Bot, store: Store
) -> None:
    question = await lab.alice.says(lab.general, f"{lab.me} {QUESTION}")
    answer = await lab.discord.answer(question)
    await pinned(lab, mod, answer)
    before = answer.content
    await lab.alice.edits(question, f"{lab.me} energy of 5 Claude Sonnet 4 prompts")
    await lab.discord.settles()
    assert answer.content == before
    await lab.alice.deletes(question)
    await lab.discord.settles()
    assert not answer.deleted


async def test_who_asked_cannot_delete_it_and_who_moderates_can(
    lab: Lab, mod: Person, store: Store, languages: Languages
) -> None:
    answer = await lab.discord.answer(await lab.bob.says(lab.general, f"{lab.me} {QUESTION}"))
    await pinned(lab, mod, answer)
    for used in (await lab.bob.presses(answer, "Delete"), await lab.bob.picks("Delete answer", answer)):
        assert await note(lab, used, lab.bob) == languages.default["notes.pinned"]
    manager = lab.guild.add_role(Role("manager", MANAGE_MESSAGES))
    lab.guild.members[mod.user.id].roles.append(manager)
    await mod.presses(answer, "Delete")
    await lab.discord.until(lambda: answer.deleted, "the answer to go")
    await lab.discord.settles()
    assert await store.board(lab.guild.id) == ()


async def test_its_buttons_work_after_a_restart_even_where_its_asker_wants_nothing_kept(
    lab: Lab, mod: Person, real: Bot, library: Library, store: Store
) -> None:
    await store.set_remember(lab.alice.user.id, False)
    answer = await answered(lab)
    await pinned(lab, mod, answer)
    kept = await store.answer_behind(answer.id)
    assert kept is not None
    assert (kept.asker_id, kept.question_message_id) == (None, None)
    bot = await restarted(real, lab, library, store)
    copy = await lab.discord.answer(
        await lab.bob.submits(await lab.bob.presses(answer, "Region"), typed="Germany")
    )
    assert "Germany" in copy.content
    await bot.stopped()


async def test_a_help_message_is_pinned_without_a_figure(lab: Lab, mod: Person, store: Store) -> None:
    answer = await answered(lab, question="what is PUE?")
    await pinned(lab, mod, answer, "Read this first")
    (pin,) = await store.board(lab.guild.id)
    assert pin.headline is None
    board = await lab.discord.answer(await lab.bob.slash("pins list", lab.general))
    assert "[Read this first](<" in board.content


async def test_in_direct_messages_and_where_the_bot_is_not_nothing_offers_to_pin(
    lab: Lab, mod: Person
) -> None:
    direct = await lab.discord.answer(await lab.bob.writes_to_bot(QUESTION))
    assert "Pin" not in direct.labels
    elsewhere = lab.discord.guild("Elsewhere", lab.bob, bot=False)
    channel = elsewhere.add_channel("general")
    used = await lab.bob.slash("ask", channel, question=QUESTION)
    assert "Pin" not in (await lab.discord.answer(used)).labels


async def test_all_of_it_in_spanish(lab: Lab, mod: Person, store: Store) -> None:
    mod.user.locale = "es-ES"
    lab.guild.locale = "es-ES"
    await lab.discord.invites_bot(lab.guild)
    answer = await answered(lab, question="¿cuánta energía gastan 1000 consultas a GPT-4o?")
    assert answer.labels[-3:] == ["Seguir preguntando", "Fijar", "Borrar"]
    opened = await mod.presses(answer, "Fijar")
    await lab.discord.until(lambda: opened.form is not None, "the form")
    assert opened.form is not None
    assert opened.form["title"] == "Fijar esta respuesta"
    told = await note(lab, await mod.submits(opened, title="Nuestro gasto", note="de marzo"), mod)
    assert told.startswith("Fijada: [Nuestro gasto]")
    await lab.discord.settles()
    assert answer.content.startswith(f"**Nuestro gasto**\n> de marzo\n-# 📌 Fijada por {mod.mention} · <t:")
    assert lab.guild.audit[0].reason == f"mod ({mod.user.id}) la fijó con footprint: Nuestro gasto"
    board = await note(lab, await mod.slash("pins list", lab.general), mod)
    assert board.startswith("**Resultados fijados en Lab**: 1\n**[Nuestro gasto](<")
    again = await answered(lab, question="¿cuánta energía gastan 1000 consultas a GPT-4o?")
    assert "-# 📌 Ya está fijado aquí: [Nuestro gasto]" in again.content
    files = await lab.discord.answer(await mod.slash("pins export", lab.general))
    assert files.files["pins.csv"].decode("utf-8-sig").startswith("Título,Cifra,Magnitud,Mínimo")
    assert (await note(lab, await mod.presses(answer, "Desfijar"), mod)).startswith("Desfijada: ")
    group = next(command for command in lab.discord.commands if command["name"] == "pins")
    names = [part["name_localizations"]["es-ES"] for part in group["options"]]
    assert names == ["lista", "añadir", "actualizar", "quitar", "exportar"]


async def test_title_and_note_are_changed_by_the_same_menu(lab: Lab, mod: Person, store: Store) -> None:
    found = await answered(lab)
    await pinned(lab, mod, found, "Old", "old")
    opened = await mod.picks("Pin this answer", found)
    await lab.discord.until(lambda: opened.form is not None, "the form")
    assert opened.form is not None
    assert [part["component"]["value"] for part in opened.form["components"]] == ["Old", "old"]
    told = await note(lab, await mod.submits(opened, title="New", note=""), mod)
    assert told.startswith("Title and note are changed: [New]")
    await lab.discord.settles()
    assert found.content.startswith(f"**New**\n-# 📌 Pinned by {mod.mention} · ")
    assert found.content.count("Pinned by") == 1
