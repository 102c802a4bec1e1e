"""DATABASE_URL: what a host may write, and what may be seen of it."""

from __future__ import annotations

import pytest

from bot.store.address import DEFAULT, read_address


def test_the_default_is_what_its_url_says() -> None:
    assert read_address("sqlite:///footprint.sqlite3") == DEFAULT


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:////data/kept.sqlite3", "/data/kept.sqlite3"),
        ("sqlite+aiosqlite:///kept.sqlite3", "kept.sqlite3"),
        ("SQLite:///my%20folder/kept.sqlite3", "my folder/kept.sqlite3"),
        ("sqlite:///C:/bot/kept.sqlite3", "C:/bot/kept.sqlite3"),
    ],
)
def test_a_file(url: str, file: str) -> None:
    address = read_address(url)
    assert (address.kind, address.target, address.shown) == ("sqlite", file, file)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://me:hidden@host/db", "postgresql://me@host/db"),
        ("postgres://me:hid%20den@host:5433/db?sslmode=require", "postgresql://me@host:5433/db"),
        ("postgresql+asyncpg://host/db", "postgresql://host/db"),
        ("postgresql://me:hid@den@one:1,two:2/db", "postgresql://me@one:1,two:2/db"),
        ("postgresql://me:hidden@/db?host=/run/postgresql", "postgresql://me@/run/postgresql/db"),
        ("postgresql://me@[::1]:5432/db?password=hidden", "postgresql://me@[::1]:5432/db"),
    ],
)
def test_a_server_is_shown_without_its_password(url: str, shown: str) -> None:
    address = read_address(url)
    assert (address.kind, address.shown) == ("postgresql", shown)
    assert address.target == "postgresql://" + url.partition("://")[2]
    assert "hid" not in repr(address)


def test_what_a_driver_says_is_told_without_the_password() -> None:
    address = read_address("postgresql://me:hid%20den@host/db?sslpassword=other")
    said = f'bad "hid den" (hid%20den, other) in {address.target}'
    assert address.without_secrets(said) == 'bad "…" (…, …) in …'


@pytest.mark.parametrize(
    "url",
    [
        "",
        "footprint.sqlite3",
        "sqlite:",
        "sqlite://",
        "sqlite:///",
        "sqlite://footprint.sqlite3",
        "sqlite:///:memory:",
        "sqlite:///a.sqlite3?mode=ro",
        "mysql://me:hidden@host/db",
        "postgresql:me:hidden@host",
        "postgresql://me:hidden@[::1/db",
    ],
)
def test_what_is_no_database_is_refused_without_being_quoted(url: str) -> None:
    with pytest.raises(ValueError, match="must") as caught:
        read_address(url)
    assert "hidden" not in str(caught.value)
