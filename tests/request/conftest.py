"""The shipped catalogue and words, loaded once for the tests of the parser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot import pipeline
from bot.request import Request
from bot.request.facts import Facts
from bot.request.known import Known, known, read
from estimator import catalogue


@pytest.fixture(scope="session")
def tables() -> Known:
    return known(catalogue.load(), pipeline.words())


@pytest.fixture(scope="session")
def facts(tables: Known) -> Callable[[str], Facts]:
    """Return what a message states, taken by itself."""
    return lambda text: read(text, tables, None)


@pytest.fixture(scope="session")
def understand() -> Callable[..., Request]:
    return pipeline.understand
