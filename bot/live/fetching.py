"""One call to a source: its JSON, or why there is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

import aiohttp

LARGEST: Final = 512 * 1024  # bytes of a body; the largest that is asked for has a few thousand
TIMEOUT: Final = aiohttp.ClientTimeout(total=10, connect=5)
# What a source says of one place alone: not in the plan of this token, or unknown.
OF_THE_PLACE: Final = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
)


class NoFigure(Exception):
    """A source gives no figure; the message says why, and holds no secret."""

    def __init__(
        self, reason: str, *, everywhere: bool = False, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(reason)
        self.everywhere = everywhere  # for every place that the source covers, not for one alone
        self.retry_after = retry_after  # what the source asks to wait


@dataclass(frozen=True, slots=True)
class Query:
    """What to ask of a source."""

    url: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)  # may hold a token


async def fetch(session: aiohttp.ClientSession, query: Query, now: datetime) -> object:
    """Return the JSON that a source answers with. NoFigure."""
    try:
        async with session.get(
            query.url,
            params=query.parameters,
            headers=query.headers,
            timeout=TIMEOUT,
            allow_redirects=not query.headers,  # a token goes to the address it is for, and to no other
        ) as response:
            if response.status in OF_THE_PLACE:
                raise NoFigure(f"status {response.status}")
            if response.status != HTTPStatus.OK:
                wait = retry_after(response.headers.get("Retry-After", ""), now)
                raise NoFigure(f"status {response.status}", everywhere=True, retry_after=wait)
            body = bytearray()
            async for chunk in response.content.iter_chunked(64 * 1024):
                body += chunk
                if len(body) > LARGEST:
                    raise NoFigure("the body is too large", everywhere=True)
    except TimeoutError:
        raise NoFigure("no answer in time", everywhere=True) from None
    except (aiohttp.ClientError, OSError) as error:
        raise NoFigure(f"{type(error).__name__}: {error}", everywhere=True) from None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise NoFigure("the body is not JSON", everywhere=True) from None


def retry_after(text: str, now: datetime) -> timedelta | None:
    """Return how long a Retry-After header asks to wait, in seconds or until a date; None if neither."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=int(text[:9]))
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return max(date - now, timedelta(0))
