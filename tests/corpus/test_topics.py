"""Every topic of the word files can be said back, and leads to an answer when it is asked about."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from bot import pipeline
from bot.request.request import Intent, Request
from bot.request.understand import restated
from estimator import catalogue

WORDS = files("bot") / "words"
TOPICS = sorted(
    {
        (folder.name, entry["intent"], entry.get("id", key))
        for folder in WORDS.iterdir()
        if folder.is_dir()
        for key, entry in tomllib.loads((folder / "topics.toml").read_text(encoding="utf-8")).items()
        if entry["intent"] != "help"
    }
)


@pytest.mark.parametrize(("language", "intent", "topic"), TOPICS)
def test_a_topic_said_back_is_the_topic(language: str, intent: Intent, topic: str) -> None:
    said = restated(
        Request(intent, topic=topic, language=language), catalogue.load(), pipeline.words()
    ).understood
    read = pipeline.understand(said)
    assert (read.language, read.intent, read.topic) == (language, intent, topic), said
