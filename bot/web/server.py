"""The HTTP server, from its start to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp import web

from bot.config import Settings
from bot.live.grid import LiveGrid, open_grid
from bot.stopping import stop_on_signals
from bot.web.chat import GRID, chat_routes

GRACE_S = 10.0  # what an answer under way may take once the server is told to stop


class PageError(Exception):
    """The page cannot be served; the message is the one line that says why."""


def make_app(grid: LiveGrid | None = None) -> web.Application:
    """Return the application with all its routes; with a `grid`, replies tell live figures."""
    app = web.Application(client_max_size=64 * 1024)
    if grid:
        app[GRID] = grid
    app.add_routes(chat_routes())
    return app


async def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Serve the chat page until SIGINT or SIGTERM, and finish the answers under way."""
    stop = stop_on_signals()
    async with open_grid(settings) as grid:
        await _serve_until(stop, make_app(grid), settings, say)


async def _serve_until(
    stop: asyncio.Event, app: web.Application, settings: Settings, say: Callable[[str], None]
) -> None:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=GRACE_S)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.http_host, settings.http_port)
        try:
            await site.start()
        except OSError as error:
            where = f"{settings.http_host}:{settings.http_port}"
            raise PageError(
                f"cannot serve on {where}: {error.strerror or error}; set HTTP_PORT to another"
            ) from None
        host, port = runner.addresses[0][:2]
        say(f"Chat page: http://{f'[{host}]' if ':' in host else host}:{port}/")
        await stop.wait()
    finally:
        await runner.cleanup()
