"""Where the store lies: DATABASE_URL, read and checked, with its password kept out of sight."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

FORMS: Final = "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE"
POSTGRESQL: Final = ("postgres", "postgresql")


@dataclass(frozen=True, slots=True)
class Address:
    """A database. `shown` is what people may see of it; `target` the file, or libpq's connection string."""

    kind: Literal["sqlite", "postgresql"]
    target: str = field(repr=False)
    shown: str
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def without_secrets(self, text: str) -> str:
        """Return a driver's message without the password that it may quote."""
        for secret in (self.target, *self.secrets) if self.kind == "postgresql" else ():
            text = text.replace(secret, "…")
        return text


DEFAULT: Final = Address("sqlite", "footprint.sqlite3", "footprint.sqlite3")  # in the working directory


def read_address(url: str) -> Address:
    """Return the database that a URL names; ValueError, which never quotes the URL, where it names none.

    A driver in the scheme ("postgresql+asyncpg") is passed over: which one is used is the store's affair.
    """
    scheme, colon, rest = url.partition("://")
    scheme = scheme.casefold().partition("+")[0]
    if colon and scheme == "sqlite":
        return _file(rest)
    if colon and scheme in POSTGRESQL:
        return _server(rest)
    raise ValueError(f"must be {FORMS}")


def _file(rest: str) -> Address:
    """Return the file of what follows `sqlite://`, as SQLAlchemy reads it: a third slash, then the path."""
    path = unquote(rest[1:])
    if not rest.startswith("/") or not path or path.startswith(":memory:") or "?" in rest or "\0" in path:
        raise ValueError("must name a file after sqlite:///, and nothing else")
    return Address("sqlite", path, path)


def _server(rest: str) -> Address:
    try:
        parts = urlsplit(f"postgresql://{rest}")
    except ValueError:
        raise ValueError(f"cannot be read: it must be {FORMS}") from None
    account, _, hosts = parts.netloc.rpartition("@")
    user, _, password = account.partition(":")
    options = dict(parse_qsl(parts.query))
    secrets = {
        text
        for word in (password, options.get("password"), options.get("sslpassword"))
        for text in (word, unquote(word or ""))
        if text
    }
    where = hosts or unquote(options.get("host", ""))
    shown = f"postgresql://{user}{'@' if user else ''}{where}{parts.path}"
    return Address("postgresql", f"postgresql://{rest}", shown, tuple(sorted(secrets, key=len, reverse=True)))
