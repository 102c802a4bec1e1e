"""The fake itself: that it refuses what Discord refuses and withholds what Discord withholds."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from tests.discord.conftest import Lab
from tests.discord.fake import FakeDiscord, Impossible, Message, spec
from tests.discord.fake.interactions import Interaction
from tests.discord.fake.payloads import message_json
from tests.discord.fake.rules import command_faults, message_faults
from tests.discord.fake.world import READ_MESSAGE_HISTORY, SEND_MESSAGES, VIEW_CHANNEL, mentioned_ids

CREATE = ("POST", "/channels/1/messages")


def button(custom_id: str) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "?", "custom_id": custom_id}


def row(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(parts)}


def option(name: str, **more: Any) -> dict[str, Any]:
    return {"type": 3, "name": name, "description": "what", **more}


def command(name: str = "ask", **more: Any) -> dict[str, Any]:
    return {"name": name, "description": "what", **more}


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"content": 5}, "content"),
        ({"content": "x", "embeds": [{"title": "x" * 257}]}, "embeds"),
        ({"content": "x", "components": [row(*map(button, "123456"))]}, "components"),
        ({"content": "x", "components": [row(button("x" * 101))]}, "components"),
        ({"content": "x", "message_reference": {}}, "message_id"),
        ({"content": "x", "nonce": "x" * 26}, "nonce"),
        ({"content": "x", "silent": True}, "unknown property silent"),
    ],
)
def test_the_document_catches(body: dict[str, Any], fault: str) -> None:
    found = spec.operation(*CREATE)
    assert found is not None
    assert any(fault in line for line in spec.faults(found[0].request, body))


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"content": "x" * 2001}, "content"),
        ({"content": " "}, "empty message"),
        ({"embeds": [{"description": "x" * 3500}, {"description": "x" * 3500}]}, "6000"),
        ({"embeds": [{"fields": [{"name": "x", "value": " "}]}]}, "empty"),
        ({"content": "x", "components": [row(button("1"), button("1"))]}, "custom_id"),
        ({"content": "x", "flags": 1 << 15}, "excludes content"),
        ({"flags": 1 << 15, "components": [{"type": 10, "content": "x" * 4001}]}, "4000"),
        ({"content": "x", "components": [{"type": 10, "content": "x"}]}, "need their flag"),
        ({"content": "x", "flags": 1}, "flags"),
        ({"content": "x", "enforce_nonce": True}, "nonce"),
        ({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}, "both"),
    ],
)
def test_the_rules_catch_in_messages(body: dict[str, Any], fault: str) -> None:
    (line,) = message_faults(body)
    assert fault in line


@pytest.mark.parametrize(
    ("commands", "fault"),
    [
        ([command("Ask")], "no command name"),
        ([command("ask me")], "no command name"),
        ([command("ask"), command("ask")], "twice"),
        ([command(description="")], "no description"),
        ([command(options=[option("a"), option("b", required=True)])], "after an optional"),
        ([command(options=[option("a"), option("a")])], "twice"),
        ([command(options=[option("a", min_length=9, max_length=3)])], "min_length"),
        ([command(description_localizations={"es": "qué"})], "unknown locale es"),
        ([command(options=[option(f"o{n}", description="x" * 330) for n in range(25)])], "8000"),
    ],
)
def test_the_rules_catch_in_commands(commands: list[dict[str, Any]], fault: str) -> None:
    assert any(fault in line for line in command_faults(commands))


def test_what_is_right_is_let_through() -> None:
    assert message_faults({"content": "x" * 2000, "flags": 4, "nonce": "1", "enforce_nonce": True}) == []
    localized = command(description_localizations={"es-ES": "qué"}, options=[option("a", required=True)])
    assert command_faults([localized]) == []


async def call(discord: FakeDiscord, method: str, path: str, body: Any = None, token: str = "") -> Any:
    headers = {"Authorization": f"Bot {token or discord.token}"}
    url = f"{discord.url}/api/v10{path}"
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.request(method, url, json=body) as got,
    ):
        return got.status, (await got.json() if got.content_type == "application/json" else None)


async def test_an_unknown_call_is_a_problem(discord: FakeDiscord) -> None:
    assert (await call(discord, "GET", "/guilds/1/members"))[0] == 404
    assert discord.problems == ["GET /guilds/1/members: no such call"]
    discord.problems.clear()


async def test_a_wrong_body_is_a_problem(lab: Lab) -> None:
    status, body = await call(lab.discord, "POST", f"/channels/{lab.general.id}/messages", {"content": ""})
    assert (status, body["code"]) == (400, 50035)
    assert len(lab.discord.problems) == 1
    lab.discord.problems.clear()


async def test_errors_have_discords_codes(lab: Lab) -> None:
    discord, here = lab.discord, f"/channels/{lab.general.id}"
    hello = await lab.alice.says(lab.general, "hello")

    async def code(method: str, path: str, body: Any = None) -> tuple[int, int]:
        status, answer = await call(discord, method, path, body)
        return status, answer["code"]

    assert (await call(discord, "GET", "/users/@me", token="wrong"))[0] == 401
    assert await code("GET", "/channels/1") == (404, 10003)
    assert await code("GET", f"{here}/messages/1") == (404, 10008)
    assert await code("PATCH", f"{here}/messages/{hello.id}", {"content": "x"}) == (403, 50005)
    assert await code("DELETE", f"{here}/messages/{hello.id}") == (403, 50013)
    lab.general.denied[discord.bot.id] = SEND_MESSAGES
    assert await code("POST", f"{here}/messages", {"content": "x"}) == (403, 50013)
    lab.general.denied[discord.bot.id] = READ_MESSAGE_HISTORY
    reply = {"content": "x", "message_reference": {"message_id": str(hello.id)}}
    assert await code("POST", f"{here}/messages", reply) == (400, 160002)
    lab.general.denied[discord.bot.id] = VIEW_CHANNEL
    assert await code("POST", f"{here}/messages", {"content": "x"}) == (403, 50001)


async def test_an_interaction_lives_three_seconds_and_is_acknowledged_once(lab: Lab) -> None:
    known = {"id": "1", "name": "ask", "type": 1, "options": []}
    late = Interaction(lab.alice.user, lab.general, 2, known)
    late.used -= 3.1
    once = Interaction(lab.alice.user, lab.general, 2, known)
    lab.discord.interactions = {used.token: used for used in (late, once)}

    async def acknowledge(used: Interaction) -> Any:
        body = {"type": 4, "data": {"content": "hi"}}
        return await call(lab.discord, "POST", f"/interactions/{used.id}/{used.token}/callback", body)

    status, body = await acknowledge(late)
    assert (status, body["code"]) == (404, 10062)
    assert (await acknowledge(once))[0] == 204
    status, body = await acknowledge(once)
    assert (status, body["code"]) == (400, 40060)
    once.used -= 15 * 60
    status, body = await call(
        lab.discord, "POST", f"/webhooks/{lab.discord.bot.id}/{once.token}", {"content": "x"}
    )
    assert (status, body["code"]) == (401, 50027)


async def test_texts_are_withheld_as_without_the_intent(lab: Lab) -> None:
    bot, general = lab.discord.bot, lab.general

    def content(message: Message, intent: bool = False) -> str:
        return str(message_json(message, bot=bot, reads_content=intent)["content"])

    plain = await lab.alice.says(general, "to bob")
    named = await lab.alice.says(general, f"{lab.me} hi")
    role = await lab.alice.says(general, f"{lab.role} hi")
    direct = await lab.alice.writes_to_bot("hi")
    own = Message(general, bot, "an answer")
    by_command = Message(general, bot, "an answer", by_command=True)
    for message in (own, by_command):
        await lab.discord.post(message)
    pinging = await lab.bob.replies(own, "and?")
    silent = await lab.bob.replies(own, "and?", ping=False)
    to_command = await lab.bob.replies(by_command, "and?")
    assert [content(message) for message in (named, direct, own, pinging)] == [
        named.content,
        "hi",
        "an answer",
        "and?",
    ]
    assert [content(message) for message in (plain, role, silent, to_command)] == ["", "", "", ""]
    assert content(plain, intent=True) == "to bob"


async def test_people_do_what_people_can(lab: Lab) -> None:
    message = await lab.alice.says(lab.general, "mine")
    lab.general.denied[lab.bob.user.id] = SEND_MESSAGES
    stranger = lab.discord.person("stranger")
    for impossible in (
        lab.bob.edits(message, "his"),
        lab.bob.deletes(message),
        lab.bob.says(lab.general, "muted"),
        lab.alice.says(lab.general, " "),
        lab.alice.says(lab.general, "x" * 4001),
        stranger.says(lab.general, "let me in"),
        stranger.replies(message, "hello"),
    ):
        with pytest.raises(Impossible):
            await impossible
    assert stranger.sees(lab.general) == []


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("<@1> <@!2> <@&3>", ({1, 2}, {3}, False)),
        ("`<@1>` and ```\n@everyone\n```", (set(), set(), False)),
        ("@here", (set(), set(), True)),
        ("a@everyone.example", (set(), set(), True)),
    ],
)
def test_mentions_in_a_text(text: str, mentions: tuple[set[int], set[int], bool]) -> None:
    assert mentioned_ids(text) == mentions
