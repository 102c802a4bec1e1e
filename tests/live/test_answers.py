"""A live figure in an answer: where it stands, what it makes, and that no answer waits or fails for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot import pipeline
from bot.discord.answerer import of_text
from bot.discord.manner import Manner
from bot.discord.thinking import Thinking
from bot.live.grid import LiveGrid
from bot.live.intensity import LiveIntensity
from bot.live.providers import electricity_maps, rte
from bot.web.server import make_app
from tests.live.conftest import FRANCE, NOW, Open, Says

IN_FRANCE = "carbon of 1000 GPT-4o prompts in France"
END = datetime.fromisoformat("2026-11-24T15:00Z")


def live(region: str = "FR", g_per_kwh: float = 21.0, **changes: Any) -> LiveIntensity:
    values = {"scope": "direct", "kind": "measured", "start": NOW, "end": END, "source": rte("").source}
    return LiveIntensity(region, g_per_kwh, fetched=NOW, **{**values, **changes})


@pytest.mark.parametrize(
    ("question", "place"),
    [
        (IN_FRANCE, "FR"),
        ("footprint of 1000 GPT-4o prompts in France", "FR"),
        ("¿cuánto CO2 emiten 1000 consultas a GPT-4o en España?", "ES"),
        ("how clean is the grid in Spain right now?", "ES"),
        ("carbon of 1000 GPT-4o prompts", None),
        ("energy of 1000 GPT-4o prompts in France", None),
        ("water of 1000 GPT-4o prompts in France", None),
        ("carbon of 1000 GPT-4o prompts in France at 50 g/kWh", None),
        ("compare the carbon of GPT-4o and Claude Sonnet 4 in France", None),
        ("carbon of training GPT-3 in France", None),
        ("electricity price in France", None),
        ("hello", None),
    ],
)
def test_a_live_figure_is_wanted_where_the_carbon_of_a_place_is_asked_for(
    question: str, place: str | None
) -> None:
    assert pipeline.answer(question).place == place


def test_the_carbon_of_the_moment_follows_from_the_live_figure() -> None:
    """The energy is the same, so carbon is in proportion to the intensity; the headline stays the year's."""
    plain = pipeline.answer(IN_FRANCE)
    assert plain.estimate is not None
    assert "14:40 UTC" not in plain.text
    twice = told(IN_FRANCE, live(g_per_kwh=42.0))
    once = told(IN_FRANCE, live(g_per_kwh=21.0))
    assert once.splitlines()[0] == plain.text.splitlines()[0]
    assert "the grid in France (14:40 UTC): 21\u00a0g CO₂e/kWh" in once
    assert made(twice) == pytest.approx(2 * made(once), rel=0.1)


def told(question: str, figure: LiveIntensity) -> str:
    """Return the reply to a question once the live figure is known."""
    return pipeline.with_live(pipeline.answer(question), figure).text


def made(text: str) -> float:
    """Return the g that a reply says the live figure makes."""
    return float(text.partition("which makes ")[2].partition("\u00a0g CO₂e")[0])


@pytest.mark.parametrize("scope", ["direct", "life-cycle"])
def test_what_the_figure_counts_is_said(scope: str) -> None:
    text = told(IN_FRANCE, live(scope=scope))
    assert ("chimneys alone" in text) == (scope == "direct")
    assert "[RTE éCO2mix, ODRÉ](<https://" in text


@pytest.mark.parametrize(
    "question", ["carbon of 1000 GPT-4o prompts", IN_FRANCE.replace("France", "Poland"), "hello", ""]
)
def test_a_figure_of_another_place_is_not_told(question: str) -> None:
    plain = pipeline.answer(question)
    assert pipeline.with_live(plain, live()) == plain


def test_a_forecast_is_called_one() -> None:
    maps = electricity_maps("", "t").source
    text = told(IN_FRANCE, live(kind="forecast", source=maps))
    assert "[Electricity Maps](<https://app.electricitymaps.com/>) · a forecast" in text


async def test_on_discord_the_answer_tells_the_live_figure(grid: LiveGrid) -> None:
    thinking = Thinking(pipeline, grid)
    considered = await thinking.begin(of_text(pipeline, IN_FRANCE, Manner())).result()
    thinking.close()
    assert "(14:15 UTC): 21\u00a0g CO₂e/kWh" in considered.reply.text


async def test_on_discord_a_source_that_hangs_holds_no_answer_up(
    open_grid: Open, says: dict[str, Says]
) -> None:
    says["FR"] = Says(FRANCE, hangs=True)
    pipeline.load()
    thinking = Thinking(pipeline, open_grid(patience_s=0.05))
    considered = await thinking.begin(of_text(pipeline, IN_FRANCE, Manner())).result()
    thinking.close()
    assert considered.reply.text == pipeline.answer(IN_FRANCE).text


@pytest.fixture
async def page(grid: LiveGrid) -> AsyncIterator[aiohttp.ClientSession]:
    runner = web.AppRunner(make_app(grid))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as session:
        yield session
    await runner.cleanup()


async def test_the_chat_page_tells_the_live_figure(page: aiohttp.ClientSession) -> None:
    async with page.post("/ask", json={"text": IN_FRANCE}) as response:
        assert "(14:15 UTC): 21\u00a0g" in (await response.json())["text"]
    async with page.get("/", params={"q": IN_FRANCE}) as response:
        assert "(14:15 UTC): 21\u00a0g" in await response.text()


async def test_the_chat_page_answers_when_every_source_is_down(
    page: aiohttp.ClientSession, says: dict[str, Says]
) -> None:
    says["FR"] = Says(status=500)
    async with page.post("/ask", json={"text": IN_FRANCE}) as response:
        text = (await response.json())["text"]
    assert text == pipeline.answer(IN_FRANCE).text
