from __future__ import annotations

import pytest

from estimator import catalogue as catalogues
from estimator.catalogue import Catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    return catalogues.load()
