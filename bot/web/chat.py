"""The chat page: type a question, read the reply as Discord would show it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Final

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot import pipeline
from bot.languages import templates_folder
from bot.live.grid import LiveGrid
from bot.web.markdown import to_html

QUESTION_CHARACTERS: Final = 4000  # as long as Discord lets a person write
TURNS: Final = 20  # of a conversation that a question may follow
GRID: Final = web.AppKey("grid", LiveGrid)  # where replies tell live figures

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def chat_routes() -> list[web.RouteDef]:
    """Return the page, its two assets, and the call that answers."""
    return [
        web.get("/", _with_headers(page)),
        web.get("/chat.css", _with_headers(_asset("chat.css", "text/css"))),
        web.get("/chat.js", _with_headers(_asset("chat.js", "text/javascript"))),
        web.post("/ask", _with_headers(ask)),
    ]


def _with_headers(handler: Handler) -> Handler:
    async def guarded(request: web.Request) -> web.StreamResponse:
        response = await handler(request)
        response.headers.update(HEADERS)
        return response

    return guarded


def _asset(name: str, kind: str) -> Handler:
    async def asset(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(templates_folder() / "web" / name, headers={"Content-Type": kind})

    return asset


@cache
def _pages() -> Environment:
    """Return the page templates, compiled once; what they are given is escaped."""
    loader = FileSystemLoader(templates_folder() / "web")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined)


async def page(request: web.Request) -> web.StreamResponse:
    """Return the page; `?q=` is answered in it, so that it works without a script and can be linked."""
    question = request.query.get("q", "").strip()[:QUESTION_CHARACTERS]
    reply = await _answer(request, question, []) if question else None
    html = (
        _pages()
        .get_template("chat.html")
        .render(
            question=question,
            reply=to_html(reply.whole) if reply else None,
            language=reply.language if reply else "en",
        )
    )
    return web.Response(text=html, content_type="text/html")


async def ask(request: web.Request) -> web.StreamResponse:
    """Answer `{"text": …, "context": [earlier turns]}` with `{"html": …, "text": …}`."""
    try:
        body = json.loads(await request.text())
    except (ValueError, RecursionError):
        return _refuse("the body is not JSON")
    if not isinstance(body, dict) or not isinstance(body.get("text"), str):
        return _refuse("text: a string is needed")
    if len(body["text"]) > QUESTION_CHARACTERS:
        return _refuse(f"text: at most {QUESTION_CHARACTERS} characters")
    context = body.get("context", [])
    if not isinstance(context, list) or not all(isinstance(turn, str) for turn in context):
        return _refuse("context: a list of strings is needed")
    reply = await _answer(request, body["text"], context[-TURNS:])
    return web.json_response({"text": reply.whole, "html": to_html(reply.whole), "language": reply.language})


def _refuse(problem: str) -> web.Response:
    return web.json_response({"error": problem}, status=400)


async def _answer(request: web.Request, text: str, context: list[str]) -> pipeline.Reply:
    """Return the pipeline's reply, with what the grid of its place emits at the moment where that is known.

    It is worked out on a thread so that other visitors are served meanwhile.
    """
    reply = await asyncio.to_thread(pipeline.answer, text, context or None)
    grid = request.app.get(GRID)
    live = await grid.intensity(reply.place) if grid and reply.place else None
    return await asyncio.to_thread(pipeline.with_live, reply, live) if live else reply
