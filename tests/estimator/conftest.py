"""The shipped catalogue and a sampling, shared by the tests of the estimator."""

from __future__ import annotations

import pytest

from estimator import catalogue as catalogues
from estimator.catalogue import Catalogue
from estimator.figure import Sampling


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return catalogues.load()


@pytest.fixture(scope="session")
def sampling() -> Sampling:
    return Sampling()
