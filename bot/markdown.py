"""Discord's Markdown: what is ready to be sent, and how text from outside becomes so."""

from __future__ import annotations

import re
from typing import Any, Final

LIST_LENGTH: Final = 1400  # characters of a list that stands in a message with other blocks
NAME_LENGTH: Final = 80  # characters of a name or a quotation that are shown
SPECIAL: Final = re.compile(r"([\\*_~`|\[\]<]|^[-+#>]|^\d+(?=[.)]))")
MENTIONS_AND_LINKS: Final = re.compile(r"(@|:(?=//)|(?<=discord)\.(?=gg))", re.IGNORECASE)
UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+|\s+")
ESCAPED: Final = re.compile(r"\\(.)")
ZERO_WIDTH: Final = "\u200b"


class Markdown(str):
    """Text that is ready to be sent: what came from outside is escaped in it."""

    __slots__ = ()


def escape(text: str) -> Markdown:
    """Return text that shows as it is: no formatting, no mention, no link, on one line."""
    line = SPECIAL.sub(r"\\\1", one_line(text))
    return Markdown(MENTIONS_AND_LINKS.sub(rf"\1{ZERO_WIDTH}", line))


def plain(text: str) -> str:
    """Return text as it was before it was escaped."""
    return ESCAPED.sub(r"\1", text).replace(ZERO_WIDTH, "")


def one_line(text: str) -> str:
    """Return text without breaks, signs that are not seen and spaces at its ends."""
    return UNSEEN.sub(lambda found: " " if found[0].isspace() else "", text).strip()


def clipped(text: str, length: int = NAME_LENGTH) -> str:
    """Return a text cut at a word where it is too long to be quoted."""
    line = one_line(text)
    if len(line) <= length:
        return line
    kept = line[: length - 1]
    return (kept[: kept.rfind(" ")] if " " in kept[length // 2 :] else kept).rstrip() + "…"


def link(text: str, url: str) -> Markdown:
    """Return a link that does not unfurl: `[Ember, 2026](<https://…>)`."""
    address = re.sub(r"[<>\s]", lambda sign: f"%{ord(sign[0]):02X}", url)
    return Markdown(f"[{escape(clipped(text))}](<{address}>)")


def lines_within(lines: list[str], more: str, length: int = LIST_LENGTH) -> Markdown:
    """Return as many lines as fit in a length, then how many there are more."""
    kept = lines[: fitting(lines, length)]
    if left := len(lines) - len(kept):
        kept.append("- " + more.replace("{n}", str(left)))
    return Markdown("\n".join(kept))


def fitting(lines: list[str], length: int) -> int:
    """Return how many of some lines fit in a length."""
    taken = 0
    for number, line in enumerate(lines):
        taken += len(line) + 1
        if taken - 1 > length:
            return number
    return len(lines)


def sentence(text: str) -> Markdown:
    """Return Markdown with its first letter in upper case."""
    return Markdown(text[:1].upper() + text[1:])


def finish(value: Any) -> str:
    """Return what a template's expression puts into the message: Markdown as it is, all else escaped."""
    return value if isinstance(value, Markdown) else escape(str(value))
