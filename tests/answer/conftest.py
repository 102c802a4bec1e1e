from __future__ import annotations

from typing import Any

import pytest

from estimator.catalogue import Catalogue
from tests.answer import samples


def pytest_addoption(parser: Any) -> None:
    parser.addoption(
        "--write-golden", action="store_true", help="write the replies instead of comparing them"
    )


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """A catalogue of a few entries with made-up figures."""
    return samples.catalogue()
