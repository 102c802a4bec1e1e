"""The bot from an installed wheel: data, words and templates travel in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(folder),
        str(ROOT),
    ]
    subprocess.run([sys.executable, "-m", *command], check=True, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    command = ["pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(folder), str(wheel)]
    subprocess.run([sys.executable, "-m", *command], check=True, cwd=folder)
    return folder


def run(installed: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=installed.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_file_that_is_read_at_run_time_is_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, inside in (
        ("templates", "bot/templates"),
        ("bot/words", "bot/words"),
        ("bot/store/migrations", "bot/store/migrations"),
        ("estimator/data", "estimator/data"),
    ):
        files = [
            file for file in (ROOT / folder).rglob("*") if file.is_file() and "__pycache__" not in file.parts
        ]
        assert files
        assert {f"{inside}/{file.relative_to(ROOT / folder)}" for file in files} <= names


def test_no_test_travels_in_the_wheel(wheel: Path) -> None:
    assert not [
        name for name in zipfile.ZipFile(wheel).namelist() if name.startswith(("tests/", "benchmarks/"))
    ]


def test_the_installed_bot_answers_without_the_checkout(installed: Path) -> None:
    where = run(installed, "-c", "import bot; print(bot.__file__)")
    assert Path(where.strip()).is_relative_to(installed)
    body = json.loads(run(installed, "-m", "bot", "ask", "--json", "energy of 10 gpt-4o prompts"))
    assert "Wh" in body["reply"]["text"]
