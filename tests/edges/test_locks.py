"""What the lock files pin is what pip installs: no requirement with extras is left to the newest release."""

import re
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[([^\]]*)\])?==", re.MULTILINE)


def _pinned(lock: str) -> dict[str, set[str]]:
    """Each package that a lock file pins, with the extras it pins."""
    return {
        canonicalize_name(name): {extra.strip() for extra in extras.split(",") if extra}
        for name, extras in PINNED.findall((ROOT / lock).read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_extras_that_a_package_asks_for_are_pinned_with_it(lock: str) -> None:
    # pip looks for ``coverage[toml]`` apart from ``coverage``: a pin of the second alone does not hold the
    # first, and the day a newer release appears, an install by hashes stops.
    pinned = _pinned(lock)
    asked = 0
    for name, own in pinned.items():
        try:
            requires = metadata.requires(name) or []
        except metadata.PackageNotFoundError:  # of another platform
            continue
        for requirement in map(Requirement, requires):
            key = canonicalize_name(requirement.name)
            wanted = any(
                requirement.marker is None or requirement.marker.evaluate({"extra": extra})
                for extra in (own or {""})
            )
            if requirement.extras and wanted:
                asked += 1
                assert requirement.extras <= pinned.get(key, set()), f"{name} asks for {requirement}"
    if lock == "requirements-dev.lock":
        assert asked, "pytest-cov asks for coverage[toml]"
