"""Records to try the store with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.headline import Headline
from bot.request import Request
from bot.request.request import Often, Pace, Stated, Taken
from bot.store.records import ANSWERS_KEPT, Pin, SavedAnswer
from estimator.workload import Assumptions, Budget, Claim, ModelShape, Workload

NOW = datetime(2026, 11, 24, 12, 30, 15, 123456, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SNOWFLAKE = 1_443_000_000_000_000_000  # as long as Discord's ids are
GUILD, CHANNEL, ASKER, MODERATOR = (SNOWFLAKE + number for number in (1, 2, 3, 4))

FULL_REQUEST = Request(
    intent="compare",
    metrics=("energy", "water"),
    items=(
        Workload(
            subject="my-model",
            activity="text",
            amount=2.5e6,
            tokens=300,
            region="US-VA",
            power=700.5,
            assumptions=Assumptions(
                chip="h100",
                chips=8,
                batch=16.0,
                precision="fp8",
                input_tokens=100,
                cached=0.5,
                boundary="facility",
                pue=1.2,
                wue=0.1,
                grid=56.0,
                price=0.2,
                model=ModelShape(7e9, active_params=2e9, layers=32, experts=8),
            ),
        ),
        Workload("gpt-4o", "image", 3, "image", assumptions=Assumptions(steps=30, width=1024, height=768)),
    ),
    region="FR",
    versus=("streaming-hour", "car-km"),
    claim=Claim("water", 0.25, 0.5, "mL", "prompt"),
    budget=Budget("energy", 1.0, "kWh"),
    topic="pue",
    years=(2018, 2024),
    language="es",
    confidence=0.75,
    unused=("ayer", "«eso»"),
    others=(Request("help", understood="help"),),
    alternatives=(Request("estimate", items=(Workload("gpt-4o", "text"),), confidence=0.5),),
    unknown=("gpt-9",),
    guessed=("model", "amount"),
    ascending=True,
    taken=(Taken("20 to 30", 25.0),),
    told_in="EUR",
    earlier=Request("estimate", items=(Workload("my-model", "text", 3.0),)),
    pace=Pace((Stated("prompt", 50.0),), (Often("rate", "day"), Often("frequency", "day", 5.0, "week"))),
    understood="1 000 preguntas a «GPT-4o» — en Francia",
)
HEADLINE = Headline("energy", 300.0, 340.5, 420.0, "kWh")


def an_answer(message_id: int, **changes: Any) -> SavedAnswer:
    """An answer to somebody's message in a server."""
    fields: dict[str, Any] = {
        "message_id": message_id,
        "channel_id": CHANNEL,
        "guild_id": GUILD,
        "asker_id": ASKER,
        "question_message_id": message_id + 1000,
        "kind": "estimate",
        "language": "en",
        "request": Request("estimate", items=(Workload("gpt-4o", "text", 10.0),)),
        "data_version": "2026.11",
        "created_at": NOW,
        "expires_at": NOW + ANSWERS_KEPT,
    }
    return SavedAnswer(**{**fields, **changes})


def a_pin(message_id: int, **changes: Any) -> Pin:
    """A pin that a moderator begins."""
    fields: dict[str, Any] = {
        "message_id": message_id,
        "channel_id": CHANNEL,
        "guild_id": GUILD,
        "pinned_by": MODERATOR,
        "pinned_at": NOW,
        "title": "What we spend",
        "note": "agreed on 24 November",
        "headline": HEADLINE,
        "data_version": "2026.11",
    }
    return Pin(**{**fields, **changes})
