"""How often sources are asked, how long an answer waits for them, and what follows when they fail."""

from __future__ import annotations

import asyncio
import gc
import warnings

import aiohttp
import pytest
from aiohttp import web

from bot.config import Settings
from bot.live.grid import Bases, LiveGrid
from bot.live.grid import open_grid as open_live_grid
from tests.live.conftest import FRANCE, GERMANY, GREAT_BRITAIN, Clock, Open, Says, Sources, figure_at_last

Asked = list[web.BaseRequest]
SHORT_S = 0.05


async def test_two_questions_at_once_make_one_request(grid: LiveGrid, asked: Asked) -> None:
    found = await asyncio.gather(*(grid.intensity("FR") for _ in range(20)))
    assert len({id(figure) for figure in found}) == 1
    assert found[0] is not None
    assert len(asked) == 1


async def test_places_are_asked_for_apart(grid: LiveGrid, asked: Asked) -> None:
    assert all(await asyncio.gather(*(grid.intensity(region) for region in ("FR", "GB", "DE"))))
    assert len(asked) == 3


@pytest.mark.parametrize(("region", "minutes_left"), [("GB", 20), ("FR", 20), ("ES", 20), ("DE", 20)])
async def test_a_figure_holds_until_its_slot_ends(
    grid: LiveGrid, clock: Clock, asked: Asked, region: str, minutes_left: int
) -> None:
    await grid.intensity(region)
    clock.pass_by(minutes=minutes_left - 1)  # it is 14:40: both half hours and hours end at 15:00
    await grid.intensity(region)
    assert len(asked) == 1
    clock.pass_by(minutes=1)
    await grid.intensity(region)
    assert len(asked) == 2


async def test_an_answer_does_not_wait_for_a_source_that_hangs(
    open_grid: Open, sources: tuple[Sources, str]
) -> None:
    found, _ = sources
    grid = open_grid(patience_s=SHORT_S)
    found.says["FR"] = Says(FRANCE, hangs=True)
    async with asyncio.timeout(5):  # the source hangs till the end of the test
        assert await grid.intensity("FR") is None
    assert await grid.intensity("FR") is None
    assert len(found.asked) == 1  # the first request is still on its way
    found.go_on.set()
    figure = await figure_at_last(grid, "FR")  # and serves the answers that follow
    assert figure.intensity_g_per_kwh == 21
    assert len(found.asked) == 1


async def test_a_question_that_is_given_up_leaves_the_request_to_the_others(
    grid: LiveGrid, sources: tuple[Sources, str]
) -> None:
    found, _ = sources
    found.says["FR"] = Says(FRANCE, hangs=True)
    first, second = (asyncio.create_task(grid.intensity("FR")) for _ in range(2))
    await found.came.wait()
    first.cancel()
    found.go_on.set()
    assert await second is not None
    assert len(found.asked) == 1


async def test_while_a_source_fails_its_last_figure_is_told_until_it_is_old(
    grid: LiveGrid, clock: Clock, says: dict[str, Says]
) -> None:
    fresh = await grid.intensity("FR")  # of 14:15 to 14:30
    says["FR"] = Says(status=500)
    clock.pass_by(hours=2, minutes=50)  # 17:30
    assert await grid.intensity("FR") is fresh
    clock.pass_by(minutes=1)
    assert await grid.intensity("FR") is None


async def test_a_source_that_fails_is_left_alone_for_longer_each_time(
    grid: LiveGrid, clock: Clock, says: dict[str, Says], asked: Asked
) -> None:
    says["GB"] = Says(status=503)
    for minutes in (1, 2, 4, 8, 15, 15):
        before = len(asked)
        await grid.intensity("GB")
        assert len(asked) == before + 1
        clock.pass_by(minutes=minutes, seconds=-1)
        assert await grid.intensity("GB") is None
        assert len(asked) == before + 1, f"asked again within {minutes} minutes"
        clock.pass_by(seconds=1)


async def test_a_source_that_is_back_is_asked_as_before(
    grid: LiveGrid, clock: Clock, says: dict[str, Says], asked: Asked
) -> None:
    says["DE"] = Says(status=500)
    await grid.intensity("DE")
    clock.pass_by(minutes=1)
    says["DE"] = Says(GERMANY)
    assert await grid.intensity("DE") is not None
    says["AT"] = Says(status=500)
    await grid.intensity("AT")
    clock.pass_by(minutes=1)  # and not two: the count of failures starts afresh
    says["AT"] = Says(GERMANY)
    assert await grid.intensity("AT") is not None


async def test_while_one_request_tries_a_source_again_no_other_does(
    open_grid: Open, clock: Clock, sources: tuple[Sources, str]
) -> None:
    found, _ = sources
    grid = open_grid(patience_s=SHORT_S)
    found.says["DE"] = Says(status=500)
    await grid.intensity("DE")
    clock.pass_by(minutes=1)
    found.says["DE"] = found.says["AT"] = Says(GERMANY, hangs=True)
    assert await grid.intensity("DE") is None
    assert await grid.intensity("AT") is None
    assert len(found.asked) == 2
    found.go_on.set()
    await figure_at_last(grid, "DE")
    assert await grid.intensity("AT") is not None


@pytest.mark.parametrize("header", ["3600", "Tue, 24 Nov 2026 15:40:00 GMT"])
async def test_a_source_that_says_when_to_come_back_is_heeded(
    grid: LiveGrid, clock: Clock, says: dict[str, Says], asked: Asked, header: str
) -> None:
    says["FR"] = Says(status=429, headers={"Retry-After": header})
    await grid.intensity("FR")
    clock.pass_by(minutes=59)
    await grid.intensity("FR")
    assert len(asked) == 1
    clock.pass_by(minutes=1)
    await grid.intensity("FR")
    assert len(asked) == 2


@pytest.mark.parametrize("header", ["", "soon", "-5", "Tue, 24 Nov 2016 15:40:00 GMT", "0", "9" * 400])
async def test_a_time_to_come_back_that_cannot_be_is_not_waited_for_longer_than_a_day(
    grid: LiveGrid, clock: Clock, says: dict[str, Says], asked: Asked, header: str
) -> None:
    says["FR"] = Says(status=429, headers={"Retry-After": header})
    await grid.intensity("FR")
    clock.pass_by(seconds=59)
    await grid.intensity("FR")
    assert len(asked) == 1
    clock.pass_by(days=1)
    await grid.intensity("FR")
    assert len(asked) == 2


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_a_zone_beyond_the_plan_leaves_the_others_be(
    grid: LiveGrid, says: dict[str, Says], asked: Asked, status: int
) -> None:
    says["AT"] = Says({"error": "not in your plan"}, status=status)
    assert await grid.intensity("AT") is None
    assert await grid.intensity("DE") is not None
    assert await grid.intensity("AT") is None
    assert len(asked) == 2


async def test_a_source_over_its_limit_is_not_asked_for_other_zones(
    grid: LiveGrid, says: dict[str, Says], asked: Asked
) -> None:
    says["AT"] = Says(status=429)
    assert await grid.intensity("AT") is None
    assert await grid.intensity("DE") is None
    assert await grid.intensity("GB") is not None  # another source
    assert len(asked) == 2


async def test_closing_with_a_request_under_way_leaves_nothing_behind(
    sources: tuple[Sources, str], clock: Clock
) -> None:
    found, address = sources
    found.says["GB"] = Says(GREAT_BRITAIN, hangs=True)
    session = aiohttp.ClientSession()
    grid = LiveGrid(session, clock=clock, bases=Bases(neso=address), patience_s=SHORT_S)
    waiting = asyncio.create_task(grid.intensity("GB"))
    await found.came.wait()
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        await grid.close()
        assert await waiting is None
        assert await grid.intensity("GB") is None  # closed for good, and no fault
        await asyncio.sleep(0.01)
        gc.collect()
    assert session.closed
    assert [str(warning.message) for warning in seen] == []
    assert [task for task in asyncio.all_tasks() if task.get_name().startswith("live grid")] == []


async def test_the_grid_that_the_bot_opens_closes_its_session() -> None:
    async with open_live_grid(Settings()) as grid:
        assert grid is not None
        assert await grid.intensity("DE") is None  # no token, no call
    assert grid._session.closed


async def test_switched_off_there_is_no_grid() -> None:
    async with open_live_grid(Settings(live_grid="off")) as grid:
        assert grid is None
