"""README is held to the program: what it shows is what is printed today, what it names exists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from benchmarks.readme import README, with_blocks
from bot.config import read_settings

TEXT = README.read_text(encoding="utf-8")


def test_the_reply_and_the_table_are_those_of_today() -> None:
    assert with_blocks(TEXT) == TEXT, "README.md shows old output: make readme"


class Asked(dict[str, str]):
    """An environment without a variable, which remembers what it was asked for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return default


def test_every_setting_is_told_in_readme_and_in_the_example_file() -> None:
    environment = Asked()
    read_settings(environment)
    example = (README.parent / ".env.example").read_text(encoding="utf-8")
    told = set(re.findall(r"^#? ?([A-Z][A-Z_]+)=", example, re.M))
    assert told == {name for name in environment.names if not name.endswith("_FILE")}
    assert not {name for name in told if f"`{name}`" not in TEXT}


def test_every_file_that_readme_names_exists() -> None:
    named = {
        name
        for name in re.findall(r"`([\w./<>-]+/[\w./<>-]*)`", TEXT)
        if "<" not in name and ".venv" not in name
    }
    assert named
    missing = {
        name
        for name in named
        if not any(
            (Path(base) / name).exists() for base in (README.parent, README.parent / "estimator" / "data")
        )
    }
    assert not missing
