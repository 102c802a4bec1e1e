"""The chat page over real sockets, as a browser meets it."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from bot.config import Settings
from bot.web.markdown import to_html
from bot.web.server import PageError, make_app, serve

QUESTION = "how much energy does a million ChatGPT queries use?"


@pytest_asyncio.fixture
async def page() -> AsyncIterator[aiohttp.ClientSession]:
    runner = web.AppRunner(make_app())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as session:
        yield session
    await runner.cleanup()


async def test_a_newcomer_sees_examples_and_no_script_from_elsewhere(page: aiohttp.ClientSession) -> None:
    async with page.get("/") as response:
        body = await response.text()
    assert response.status == 200
    assert 'href="/?q=' in body
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert not re.findall(r'(?:src|href)="https?:', body)


@pytest.mark.parametrize("asset", ["/chat.css", "/chat.js"])
async def test_the_assets_are_served(page: aiohttp.ClientSession, asset: str) -> None:
    async with page.get(asset) as response:
        assert response.status == 200
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_question_is_answered_as_discord_shows_it(page: aiohttp.ClientSession) -> None:
    async with page.post("/ask", json={"text": QUESTION}) as response:
        body = await response.json()
    assert body["html"].startswith("<p><strong>")
    assert '<p class="small">' in body["html"]
    assert body["text"].startswith("**")


async def test_a_follow_up_knows_the_turns_before(page: aiohttp.ClientSession) -> None:
    async with page.post("/ask", json={"text": "and in France?", "context": [QUESTION]}) as response:
        body = await response.json()
    assert "France" in body["text"]
    assert "ChatGPT" in body["text"]


async def test_without_a_script_the_form_still_answers(page: aiohttp.ClientSession) -> None:
    async with page.get("/", params={"q": QUESTION}) as response:
        body = await response.text()
    assert "kWh" in body


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "energy of <img src=x onerror=alert(1)> 9000 prompts"]
)
async def test_what_a_user_typed_is_escaped(page: aiohttp.ClientSession, text: str) -> None:
    async with page.get("/", params={"q": text}) as response:
        body = await response.text()
    assert "<script>alert" not in body
    assert "<img" not in body
    async with page.post("/ask", json={"text": text}) as response:
        answer = await response.json()
    assert "<script" not in answer["html"]
    assert "<img" not in answer["html"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"[]",
        b'{"text": 5}',
        b'{"text": "a", "context": "b"}',
        b'{"text": "' + b"a" * 4001 + b'"}',
    ],
)
async def test_a_bad_call_is_refused_in_words(page: aiohttp.ClientSession, body: bytes) -> None:
    async with page.post("/ask", data=body) as response:
        assert response.status == 400
        assert (await response.json())["error"]


async def test_a_body_too_large_is_refused(page: aiohttp.ClientSession) -> None:
    async with page.post("/ask", data=b"a" * 100_000) as response:
        assert response.status == 413


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**a** *b* `c`", "<p><strong>a</strong> <em>b</em> <code>c</code></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("-# small **print**", '<p class="small">small <strong>print</strong></p>'),
        (
            "[a](<https://x.org/a_b>)",
            '<p><a target="_blank" rel="noopener noreferrer" href="https://x.org/a_b">a</a></p>',
        ),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        (
            "![x](https://x.org/a.png)",
            '<p>!<a target="_blank" rel="noopener noreferrer" href="https://x.org/a.png">x</a></p>',
        ),
    ],
)
def test_markdown_is_shown_as_discord_shows_it(markdown: str, html: str) -> None:
    assert to_html(markdown) == html


async def test_a_port_in_use_is_one_clear_line(page: aiohttp.ClientSession) -> None:
    taken = int(str(page._base_url).rstrip("/").rsplit(":", 1)[1])
    with pytest.raises(PageError, match=f"cannot serve on 127.0.0.1:{taken}: .*HTTP_PORT"):
        await serve(Settings(http_port=taken), print)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_the_page_starts_without_a_token_and_stops_when_told(sign: signal.Signals) -> None:
    environment = {**os.environ, "HTTP_PORT": "0", "DISCORD_TOKEN": ""}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
    )
    assert process.stdout is not None
    hint, address = await process.stdout.readline(), await process.stdout.readline()
    assert b"DISCORD_TOKEN" in hint
    url = address.decode().split()[-1]
    assert url.startswith("http://127.0.0.1:")
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.status == 200
    process.send_signal(sign)
    _, errors = await asyncio.wait_for(process.communicate(), 15)
    assert process.returncode == 0
    assert errors == b""
