"""What the bot answers in channels and direct messages, and where it stays silent."""

from __future__ import annotations

import time

import pytest

from bot.discord.texts import Languages
from tests.discord.conftest import Asked, Bot, Lab, Recorder
from tests.discord.fake import Message
from tests.discord.fake.world import MENTION_EVERYONE, PINNED, USUAL

QUESTION = "how much energy does a ChatGPT prompt use?"


def slow_once(pipeline: Recorder) -> None:
    """Have the first question take a while."""
    says, waits = pipeline.says, [0.15]

    def slowly(text: str) -> str:
        if waits:
            time.sleep(waits.pop())
        return says(text)

    pipeline.says = slowly


async def asked_slowly(lab: Lab, pipeline: Recorder) -> Message:
    """Return a question whose answer is being worked out."""
    slow_once(pipeline)
    question = await lab.alice.says(lab.general, f"{lab.me} {QUESTION}")
    await lab.discord.until(lambda: bool(pipeline.asked), "the question")
    return question


def pings_nobody(message: Message) -> bool:
    return not message.pinged and not message.role_mentions and not message.everyone


async def test_a_mention_is_answered_once_as_a_reply_without_a_ping(
    lab: Lab, bot: Bot, pipeline: Recorder
) -> None:
    question = await lab.alice.says(lab.general, f"{lab.me} {QUESTION}")
    answer = await lab.discord.answer(question)
    assert answer.content == f"You asked: {QUESTION}"
    assert pings_nobody(answer)
    assert answer.suppresses_embeds
    assert answer in lab.bob.sees(lab.general)
    assert pipeline.asked == [Asked(QUESTION, (), None)]


@pytest.mark.parametrize(
    "text", ["{me} " + QUESTION, QUESTION + " {me}", "hey {me}, " + QUESTION, "<@!{id}> " + QUESTION]
)
async def test_the_mention_may_stand_anywhere(lab: Lab, bot: Bot, text: str, pipeline: Recorder) -> None:
    question = await lab.alice.says(lab.general, text.format(me=lab.me, id=lab.discord.bot.id))
    await lab.discord.answer(question)
    assert QUESTION in pipeline.asked[0].text
    assert str(lab.discord.bot.id) not in pipeline.asked[0].text


async def test_the_bots_role_counts_as_the_bot_but_its_text_is_withheld(
    lab: Lab, bot: Bot, languages: Languages, pipeline: Recorder
) -> None:
    question = await lab.alice.says(lab.general, f"{lab.role} {QUESTION}")
    answer = await lab.discord.answer(question)
    assert answer.content == bot.client.say(languages.default, "notes.unreadable")
    assert pipeline.asked == []


async def test_the_role_beside_a_mention_is_a_question(lab: Lab, bot: Bot, pipeline: Recorder) -> None:
    question = await lab.alice.says(lab.general, f"{lab.role} {lab.me} {QUESTION}")
    await lab.discord.answer(question)
    assert [asked.text for asked in pipeline.asked] == [QUESTION]


async def test_another_role_is_not_the_bot(lab: Lab, bot: Bot) -> None:
    await lab.alice.says(lab.general, f"{lab.guild.everyone.mention} {QUESTION}")
    await lab.discord.settles()
    assert lab.discord.spoken(lab.general) == []


async def test_a_mention_alone_gets_a_hello_and_the_ways_to_ask(
    lab: Lab, bot: Bot, languages: Languages, pipeline: Recorder
) -> None:
    pipeline.says = {"": "Hello!"}.__getitem__
    answer = await lab.discord.answer(await lab.alice.says(lab.general, f" {lab.me} "))
    assert answer.content == "Hello!\n" + bot.client.say(languages.default, "notes.how_to_ask")
    assert pings_nobody(answer)


async def test_a_hello_is_in_the_guilds_language(
    lab: Lab, bot: Bot, languages: Languages, pipeline: Recorder
) -> None:
    guild = lab.discord.guild("Laboratorio", lab.alice, locale="es-ES")
    channel = guild.add_channel("general")
    await lab.discord.invites_bot(guild)
    answer = await lab.discord.answer(await lab.alice.says(channel, lab.me))
    assert pipeline.asked == [Asked("", (), "es")]
    assert answer.content.endswith(bot.client.say(languages.texts("es"), "notes.how_to_ask"))


async def test_a_reply_that_pings_follows_up_the_answer(lab: Lab, bot: Bot, pipeline: Recorder) -> None:
    answer = await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION}"))
    second = await lab.discord.answer(await lab.bob.replies(answer, "and in France?"))
    await lab.discord.answer(await lab.alice.replies(second, "and Claude?"))
    assert [(asked.text, asked.turns) for asked in pipeline.asked] == [
        (QUESTION, ()),
        ("and in France?", (QUESTION,)),
        ("and Claude?", (QUESTION, "and in France?")),
    ]


async def test_a_follow_up_finds_its_question_after_a_restart(lab: Lab, bot: Bot, pipeline: Recorder) -> None:
    answer = await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION}"))
    second = await lab.discord.answer(await lab.bob.replies(answer, "and in France?"))
    bot.client.memory = type(bot.client.memory)()
    await lab.discord.answer(await lab.alice.replies(second, "and Claude?"))
    assert pipeline.asked[-1] == Asked("and Claude?", (QUESTION, "and in France?"), None)


async def test_a_follow_up_to_a_deleted_question_stands_alone(lab: Lab, bot: Bot, pipeline: Recorder) -> None:
    question = await lab.alice.says(lab.general, f"{lab.me} {QUESTION}")
    answer = await lab.discord.answer(question)
    bot.client.memory = type(bot.client.memory)()
    await lab.alice.deletes(question)
    await lab.discord.answer(await lab.alice.replies(answer, "and Claude?"))
    assert pipeline.asked[-1] == Asked("and Claude?", (), None)


async def test_a_mention_under_anothers_question_follows_that_question(
    lab: Lab, bot: Bot, pipeline: Recorder
) -> None:
    question = await lab.alice.says(lab.general, f"{lab.me} {QUESTION}")
    await lab.discord.answer(question)
    await lab.discord.answer(await lab.bob.replies(question, f"{lab.me} and in France?"))
    assert pipeline.asked[-1] == Asked("and in France?", (QUESTION,), None)


async def test_a_corrected_question_changes_its_answer(lab: Lab, bot: Bot, pipeline: Recorder) -> None:
    question = await lab.alice.says(lab.general, f"{lab.me} {QUESTION}")
    answer = await lab.discord.answer(question)
    await lab.alice.edits(question, f"{lab.me} how much water?")
    await lab.discord.until(lambda: answer.content == "You asked: how much water?", "another answer")
    assert await lab.discord.answer(question) is answer
    assert pings_nobody(answer)
    assert answer.suppresses_embeds
    await lab.discord.answer(await lab.bob.replies(answer, "and Claude?"))
    assert pipeline.asked[-1].turns == ("how much water?",)


async def test_a_correction_while_the_answer_is_worked_out_is_answered_in_its_place(
    lab: Lab, bot: Bot, pipeline: Recorder
) -> None:
    question = await asked_slowly(lab, pipeline)
    await lab.alice.edits(question, f"{lab.me} how much water?")
    await lab.alice.edits(question, f"{lab.me} how much carbon?")
    answer = await lab.discord.answer(question)
    await lab.discord.until(lambda: answer.content == "You asked: how much carbon?", "the corrected answer")
    assert [asked.text for asked in pipeline.asked] == [QUESTION, "how much carbon?"]


async def test_a_question_deleted_while_its_answer_is_on_its_way_takes_it_along(
    lab: Lab, bot: Bot, pipeline: Recorder
) -> None:
    question = await asked_slowly(lab, pipeline)
    await lab.alice.deletes(question)
    await lab.discord.settles(0.3)
    assert lab.bob.sees(lab.general) == []


async def test_a_direct_message_right_after_another_follows_it(
    lab: Lab, bot: Bot, pipeline: Recorder
) -> None:
    slow_once(pipeline)
    pipeline.kind = lambda asked: "estimate" if asked.turns or asked.text == QUESTION else "refusal"
    first = await lab.alice.writes_to_bot(QUESTION)
    second = await lab.alice.writes_to_bot("and Claude?")
    await lab.discord.answer(second)
    assert pipeline.asked[-1] == Asked("and Claude?", (QUESTION,), None)
    assert lab.discord.answers(first)[0].id < lab.discord.answers(second)[0].id


async def test_a_link_preview_changes_no_answer(lab: Lab, bot: Bot, pipeline: Recorder) -> None:
    question = await lab.alice.says(lab.general, f"{lab.me} {QUESTION} https://example.org")
    await lab.discord.answer(question)
    await lab.discord.changed(question)
    await lab.discord.answer(question)
    assert len(pipeline.asked) == 1


async def test_a_deleted_question_takes_its_answer_with_it(lab: Lab, bot: Bot) -> None:
    question = await lab.alice.says(lab.general, f"{lab.me} {QUESTION}")
    answer = await lab.discord.answer(question)
    await lab.alice.deletes(question)
    await lab.discord.until(lambda: answer.deleted, "the answer to go")
    assert lab.alice.sees(lab.general) == []


async def test_a_deleted_direct_question_is_not_followed_up(lab: Lab, bot: Bot, pipeline: Recorder) -> None:
    question = await lab.alice.writes_to_bot(QUESTION)
    await lab.discord.answer(question)
    await lab.alice.deletes(question)
    await lab.discord.answer(await lab.alice.writes_to_bot("and Claude?"))
    assert pipeline.asked[-1].turns == ()


async def test_a_reply_without_a_ping_is_between_people(lab: Lab, bot: Bot) -> None:
    answer = await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION}"))
    await lab.bob.replies(answer, "I doubt that", ping=False)
    await lab.discord.settles()
    assert lab.discord.spoken(lab.general) == [answer]


def makes_no_sense_alone(asked: Asked) -> str:
    """Return the kind of reply of a pipeline that knows "and …" for a follow-up."""
    return "refusal" if asked.text.startswith("and ") and not asked.turns else "estimate"


async def test_a_direct_message_needs_no_mention(lab: Lab, bot: Bot, pipeline: Recorder) -> None:
    await lab.discord.answer(await lab.alice.writes_to_bot(QUESTION))
    await lab.discord.answer(await lab.alice.writes_to_bot("how much water does Claude use?"))
    assert [asked.turns for asked in pipeline.asked] == [(), ()]


async def test_a_direct_message_that_makes_no_sense_alone_follows_the_last(
    lab: Lab, bot: Bot, pipeline: Recorder
) -> None:
    pipeline.kind = makes_no_sense_alone
    await lab.discord.answer(await lab.alice.writes_to_bot(QUESTION))
    await lab.discord.answer(await lab.alice.writes_to_bot("and Claude?"))
    await lab.discord.answer(await lab.bob.writes_to_bot("and Mistral?"))
    assert pipeline.asked == [
        Asked(QUESTION, (), None),
        Asked("and Claude?", (), None),
        Asked("and Claude?", (QUESTION,), None),
        Asked("and Mistral?", (), None),
    ]


async def test_a_direct_message_that_makes_no_sense_at_all_is_refused_by_itself(
    lab: Lab, bot: Bot, pipeline: Recorder
) -> None:
    pipeline.kind = lambda asked: "estimate" if asked.text == QUESTION else "refusal"
    pipeline.says = str.upper
    await lab.discord.answer(await lab.alice.writes_to_bot(QUESTION))
    answer = await lab.discord.answer(await lab.alice.writes_to_bot("blorgotron"))
    assert answer.content == "BLORGOTRON"
    await lab.discord.answer(await lab.alice.writes_to_bot("and Claude?"))
    assert pipeline.asked[-1].turns == (QUESTION, "blorgotron")


async def test_a_picture_alone_in_a_direct_message_gets_a_hello(
    lab: Lab, bot: Bot, languages: Languages
) -> None:
    answer = await lab.discord.answer(await lab.alice.writes_to_bot("", files={"cat.png": b"png"}))
    assert answer.content.endswith(bot.client.say(languages.default, "notes.how_to_ask"))


@pytest.mark.parametrize(
    "text",
    [
        QUESTION,
        "footprint, " + QUESTION,
        "`{me}` is how you ask it",
        "@everyone " + QUESTION,
        "{bob} " + QUESTION,
    ],
)
async def test_what_is_said_to_others_is_not_answered(
    lab: Lab, bot: Bot, text: str, pipeline: Recorder
) -> None:
    await lab.alice.says(lab.general, text.format(me=lab.me, bob=lab.bob.mention))
    await lab.discord.settles()
    assert lab.discord.spoken(lab.general) == []
    assert pipeline.asked == []


async def test_other_bots_webhooks_and_itself_are_not_answered(lab: Lab, bot: Bot) -> None:
    robot = lab.discord.person("robot", bot=True)
    lab.guild.add_member(robot.user)
    await robot.says(lab.general, f"{lab.me} {QUESTION}")
    await lab.discord.webhook(lab.general, "feed").says(f"{lab.me} {QUESTION}")
    own = Message(lab.general, lab.discord.bot, f"{lab.me} {QUESTION}", mentions=(lab.discord.bot,))
    await lab.discord.post(own)
    await lab.discord.settles()
    assert lab.discord.spoken(lab.general) == [own]


async def test_a_pin_notice_under_the_bots_answer_is_not_a_question(lab: Lab, bot: Bot) -> None:
    answer = await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {QUESTION}"))
    notice = Message(lab.general, lab.alice.user, "", PINNED, replies_to=answer, pings_author=True)
    await lab.discord.post(notice)
    await lab.discord.settles()
    assert lab.discord.spoken(lab.general) == [answer]


@pytest.mark.parametrize(
    "text",
    [
        "@everyone and @here, how much water does GPT-4o use?",
        "ask {bob} and {everyone_role} how much water GPT-4o uses",
        "```\nprint('how much energy?')\n``` and this 🔥 <:llama:123456789012345678>?",
        "¿cuánta agua gasta GPT-4o? 🇪🇸 👩‍👩‍👧",
        "how much? " * 397,
    ],
)
async def test_no_question_makes_the_bot_ping_even_if_it_is_echoed(
    lab: Lab, bot: Bot, text: str, pipeline: Recorder
) -> None:
    pipeline.says = lambda question: question[:1900] + " @everyone " + lab.alice.mention
    role = next(role for role in lab.guild.roles.values() if role.managed_by is lab.discord.bot)
    role.permissions |= MENTION_EVERYONE
    asked = text.format(bob=lab.bob.mention, everyone_role=lab.guild.everyone.mention)
    answer = await lab.discord.answer(await lab.alice.says(lab.general, f"{lab.me} {asked}"))
    assert pipeline.asked[0].text == asked.strip()
    assert pings_nobody(answer)
    assert not lab.bob.pinged_by(answer)


async def test_in_a_thread_the_bot_answers_there(lab: Lab, bot: Bot) -> None:
    guild = lab.discord.guild("Second", lab.alice, permissions=USUAL)
    thread = guild.add_channel("a thread", parent=guild.add_channel("general"))
    await lab.discord.invites_bot(guild)
    answer = await lab.discord.answer(await lab.alice.says(thread, f"{lab.me} {QUESTION}"))
    assert answer.channel is thread


async def test_an_answer_with_nothing_to_say_is_not_sent(lab: Lab, bot: Bot, pipeline: Recorder) -> None:
    pipeline.says = lambda question: ""
    await lab.alice.says(lab.general, f"thanks {lab.me}!")
    await lab.discord.settles()
    assert len(pipeline.asked) == 1
    assert lab.discord.spoken(lab.general) == []
