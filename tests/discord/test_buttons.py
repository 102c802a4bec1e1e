"""The buttons under an answer: what each does, for whom, and after a restart."""

from __future__ import annotations

import pytest

from bot.discord.controls import ID_LENGTH
from bot.discord.texts import Languages
from bot.store.store import Store
from tests.discord.conftest import Bot, Lab
from tests.discord.fake import Interaction, Message
from tests.discord.fake.world import MANAGE_MESSAGES, USE_EXTERNAL_APPS, USUAL, Role

QUESTION = "how much energy do 1000 GPT-4o prompts use?"


async def asked(lab: Lab, question: str = QUESTION) -> Message:
    """Return the public answer to a question of Alice's."""
    return await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {question}"))


async def pressed(lab: Lab, message: Message, label: str, **fields: str | list[str]) -> Interaction:
    """Have Alice press a button, and send the form that opens."""
    used = await lab.alice.presses(message, label)
    return await lab.alice.submits(used, **fields) if fields else used


async def test_an_estimate_has_all_its_buttons_each_with_an_id_that_fits(lab: Lab, real: Bot) -> None:
    answer = await asked(lab)
    assert answer.labels == [
        "Region…", "Compare…", "Chart", "How?", "Sources", "Follow up", "Pin", "Delete",
    ]  # fmt: skip
    assert [len(row["components"]) for row in answer.components] == [5, 3]
    assert all(len(part["custom_id"]) <= ID_LENGTH for part in answer.buttons)
    assert all(part["custom_id"].startswith("f1:") for part in answer.buttons)


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("what is PUE?", []),
        ("how much electricity did training GPT-3 take?", ["Region…", "Compare…", "How?", "Sources"]),
        ("energy of a Google search", ["Compare…", "Chart", "How?", "Sources"]),
        ("how many GPT-4o prompts for 1 kWh", ["Region…", "How?", "Sources"]),
        ("GPT-4o in France or Poland?", ["Compare…", "Chart", "How?", "Sources"]),
    ],
)
async def test_only_what_makes_sense_has_a_button(
    lab: Lab, real: Bot, question: str, labels: list[str]
) -> None:
    answer = await asked(lab, question)
    assert answer.labels == [*labels, "Follow up", "Pin", "Delete"]


async def test_the_buttons_are_in_the_language_of_the_answer(lab: Lab, real: Bot) -> None:
    answer = await asked(lab, "¿cuánta energía gastan 1000 consultas a GPT-4o?")
    assert answer.labels[:5] == ["Región…", "Comparar…", "Gráfico", "¿Cómo?", "Fuentes"]


async def test_another_region_changes_the_same_message(lab: Lab, real: Bot) -> None:
    answer = await asked(lab)
    used = await pressed(lab, answer, "Region", typed="germany")
    await lab.discord.until(lambda: "Germany" in answer.content, "the answer to change")
    await lab.discord.settles()
    assert used.updates
    assert lab.discord.spoken(lab.general) == [answer]
    assert answer.labels[:2] == ["Region…", "Compare…"]
    assert not answer.pinged


async def test_after_another_region_a_follow_up_still_knows_how_often(lab: Lab, real: Bot) -> None:
    answer = await asked(lab, "energy of 50 GPT-4o prompts a day for a month")
    await pressed(lab, answer, "Region", typed="france")
    await lab.discord.until(lambda: "in France" in answer.content, "the answer to change")
    yearly = await lab.discord.answer(await lab.bob.replies(answer, "and for a year?"))
    assert "18,250 prompts of GPT-4o · in France" in yearly.content


async def test_the_form_for_a_region_offers_common_ones_and_marks_the_present(lab: Lab, real: Bot) -> None:
    answer = await asked(lab, "energy of 1000 GPT-4o prompts in Italy")
    used = await lab.alice.presses(answer, "Region")
    await lab.discord.until(lambda: used.form is not None, "a form")
    assert used.form is not None
    menu = used.form["components"][0]["component"]
    assert len(menu["options"]) <= 25
    assert menu["options"][0]["label"].startswith("Italy")
    assert [option["value"] for option in menu["options"] if option.get("default")] == ["IT"]
    await lab.alice.submits(used, common=["France"])
    await lab.discord.until(lambda: "France" in answer.content, "the answer to change")


async def test_the_world_is_a_region_too(lab: Lab, real: Bot) -> None:
    answer = await asked(lab, "energy of 1000 GPT-4o prompts in Italy")
    await pressed(lab, answer, "Region", common=["World average"])
    await lab.discord.until(lambda: "Italy" not in answer.content, "the answer to change")
    assert "world average" in answer.content


async def test_a_place_that_nobody_knows_is_told_privately_and_changes_nothing(lab: Lab, real: Bot) -> None:
    answer = await asked(lab)
    before = answer.content
    note = await lab.discord.answer(await pressed(lab, answer, "Region", typed="@everyone Atlantis"))
    assert "Atlantis" in note.content
    assert note.seen_by is lab.alice.user
    assert answer.content == before


async def test_others_get_a_copy_of_their_own_in_their_language(lab: Lab, real: Bot) -> None:
    carmen = lab.discord.person("carmen", locale="es-ES")
    lab.guild.add_member(carmen.user)
    answer = await asked(lab)
    before = answer.content
    used = await carmen.presses(answer, "Region")
    copy = await lab.discord.answer(await carmen.submits(used, typed="Alemania"))
    assert copy.seen_by is carmen.user
    assert "Alemania" in copy.content
    assert "consultas" in copy.content
    assert answer.content == before
    again = await carmen.presses(copy, "Región")
    await carmen.submits(again, typed="Francia")
    await lab.discord.until(lambda: "Francia" in copy.content, "the copy to change")


async def test_a_moderator_changes_anybodys_answer(lab: Lab, real: Bot) -> None:
    answer = await asked(lab)
    moderator = lab.guild.add_role(Role("moderator", MANAGE_MESSAGES))
    lab.guild.members[lab.bob.user.id].roles.append(moderator)
    used = await lab.bob.presses(answer, "Region")
    await lab.bob.submits(used, typed="Sweden")
    await lab.discord.until(lambda: "Sweden" in answer.content, "the answer to change")


async def test_compare_turns_the_answer_into_a_comparison_of_the_same_amount(lab: Lab, real: Bot) -> None:
    answer = await asked(lab)
    await pressed(lab, answer, "Compare", **{"with": "claude sonet 4"})
    await lab.discord.until(lambda: "Claude Sonnet 4" in answer.content, "a comparison")
    assert "1,000 Claude Sonnet 4 prompts" in answer.content
    await pressed(lab, answer, "Compare", **{"with": "an hour of streaming"})
    await lab.discord.until(lambda: "streaming" in answer.content, "a comparison of three")


async def test_a_name_that_is_nobodys_is_answered_with_the_nearest_as_buttons(lab: Lab, real: Bot) -> None:
    answer = await asked(lab)
    await pressed(lab, answer, "Compare", **{"with": "gtp4"})
    await lab.discord.until(lambda: "gtp4" in answer.content, "a refusal")
    assert {"GPT-4", "GPT-4o"} & set(answer.labels)
    await lab.alice.presses(answer, "GPT-4")
    await lab.discord.until(lambda: "1,000 GPT-4 prompts" in answer.content, "a comparison")


async def test_how_tells_its_reader_alone_the_inputs_with_their_sources(lab: Lab, real: Bot) -> None:
    answer = await asked(lab)
    used = await lab.bob.presses(answer, "How?")
    await lab.discord.until(lambda: "requests at once" in _said(used), "how it was computed")
    await lab.discord.settles()
    assert all(how.seen_by is lab.bob.user and how.suppresses_embeds for how in used.answers)
    assert "https://" in _said(used)
    assert "L/kWh of water at the power plants" in _said(used), "the inputs that the first has no room for"


def _said(used: Interaction) -> str:
    return "\n".join(answer.content for answer in used.answers)


async def test_sources_are_listed_to_their_reader_alone(lab: Lab, real: Bot) -> None:
    answer = await asked(lab)
    sources = await lab.discord.answer(await lab.bob.presses(answer, "Sources"))
    assert sources.seen_by is lab.bob.user
    assert sources.content.count("https://") > 3


async def test_a_chart_is_added_to_the_answer_with_its_alt_text_and_goes_when_that_changes(
    lab: Lab, real: Bot
) -> None:
    answer = await asked(lab)
    used = await lab.alice.presses(answer, "Chart")
    await lab.discord.until(lambda: bool(answer.files), "a chart")
    assert used.waited < 1
    assert answer.files["chart-1.png"].startswith(b"\x89PNG")
    assert "490 Wh" in answer.alt["chart-1.png"] or "Wh" in answer.alt["chart-1.png"]
    await pressed(lab, answer, "Region", typed="germany")
    await lab.discord.until(lambda: "Germany" in answer.content, "the answer to change")
    assert answer.files == {}


async def test_others_get_the_chart_for_themselves(lab: Lab, real: Bot) -> None:
    answer = await asked(lab)
    chart = await lab.discord.answer(await lab.bob.presses(answer, "Chart"))
    assert chart.seen_by is lab.bob.user
    assert chart.alt["chart-1.png"]
    assert answer.files == {}


async def test_a_follow_up_by_the_form_reads_the_answer_before_it(lab: Lab, real: Bot) -> None:
    used = await lab.alice.slash("estimate", lab.general, model="gpt-4o", count=1000)
    answer = await lab.discord.answer(used)
    second = await lab.discord.answer(await pressed(lab, answer, "Follow up", question="and in France?"))
    assert "1,000 GPT-4o prompts" in second.content
    assert "France" in second.content
    assert second in lab.bob.sees(lab.general)
    third = await lab.discord.answer(await pressed(lab, second, "Follow up", question="and Claude Sonnet 4?"))
    assert "1,000 Claude Sonnet 4 prompts" in third.content
    assert "France" in third.content


async def test_a_follow_up_to_a_private_answer_is_private(lab: Lab, real: Bot) -> None:
    used = await lab.alice.slash("ask", lab.general, question=QUESTION, private=True)
    answer = await lab.discord.answer(used)
    second = await lab.discord.answer(await pressed(lab, answer, "Follow up", question="and in France?"))
    assert second.seen_by is lab.alice.user


async def test_a_private_answer_can_be_shared_once(lab: Lab, real: Bot, languages: Languages) -> None:
    used = await lab.alice.slash("ask", lab.general, question=QUESTION, private=True)
    answer = await lab.discord.answer(used)
    assert "Share" in answer.labels
    assert "Delete" not in answer.labels
    shared = await lab.discord.answer(await lab.alice.presses(answer, "Share"))
    assert shared in lab.bob.sees(lab.general)
    assert shared.content.startswith(answer.content)
    assert lab.alice.mention in shared.content
    assert not shared.pinged
    assert "Delete" in shared.labels
    assert "Share" not in answer.labels
    await pressed(lab, shared, "Region", typed="germany")
    await lab.discord.until(lambda: "Germany" in shared.content, "the shared answer to change")


async def test_who_asked_deletes_the_answer(lab: Lab, real: Bot, store: Store) -> None:
    answer = await asked(lab)
    await lab.alice.presses(answer, "Delete")
    await lab.discord.until(lambda: answer.deleted, "the answer to go")
    await lab.discord.settles()
    await real.client.memory.settle()
    assert await store.answer_behind(answer.id) is None


async def test_others_are_told_that_they_may_not_delete(lab: Lab, real: Bot, languages: Languages) -> None:
    answer = await asked(lab)
    note = await lab.discord.answer(await lab.bob.presses(answer, "Delete"))
    assert note.content == languages.default["notes.not_yours"]
    assert note.seen_by is lab.bob.user
    assert not answer.deleted
    moderator = lab.guild.add_role(Role("moderator", MANAGE_MESSAGES))
    lab.guild.members[lab.bob.user.id].roles.append(moderator)
    await lab.bob.presses(answer, "Delete")
    await lab.discord.until(lambda: answer.deleted, "the answer to go")


async def test_examples_answer_whoever_presses_them_alone(lab: Lab, real: Bot) -> None:
    hello = await lab.discord.answer(await lab.alice.says(lab.general, lab.me))
    answer = await lab.discord.answer(await lab.bob.presses(hello, "How much energy do a million ChatGPT"))
    assert answer.seen_by is lab.bob.user
    assert "ChatGPT prompts use" in answer.content


async def test_an_app_of_a_users_own_works_where_the_bot_is_not(lab: Lab, real: Bot) -> None:
    elsewhere = lab.discord.guild("Elsewhere", lab.bob, bot=False)
    channel = elsewhere.add_channel("general")
    elsewhere.add_member(lab.alice.user)
    used = await lab.alice.slash("ask", channel, question=QUESTION)
    answer = await lab.discord.answer(used)
    assert answer.seen_by is None
    await pressed(lab, answer, "Region", typed="germany")
    await lab.discord.until(lambda: "Germany" in answer.content, "the answer to change")
    await lab.alice.presses(answer, "Delete")
    await lab.discord.until(lambda: answer.deleted, "the answer to go")


async def test_where_a_server_forbids_external_apps_nothing_can_be_shared(lab: Lab, real: Bot) -> None:
    elsewhere = lab.discord.guild("Elsewhere", lab.bob, bot=False)
    elsewhere.everyone.permissions = USUAL & ~USE_EXTERNAL_APPS
    channel = elsewhere.add_channel("general")
    elsewhere.add_member(lab.alice.user)
    answer = await lab.discord.answer(await lab.alice.slash("ask", channel, question=QUESTION, private=True))
    assert answer.seen_by is lab.alice.user
    assert "Share" not in answer.labels
