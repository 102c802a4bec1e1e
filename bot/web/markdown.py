"""A reply's Markdown as HTML, shown as Discord would show it."""

from __future__ import annotations

from typing import Final

from markdown_it import MarkdownIt
from markupsafe import Markup

SMALL: Final = "-# "  # Discord's mark of a line in small print

# No HTML passes through, and links are those written as links: a reply may quote what a user typed.
_reader = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    [
        "blockquote",
        "list",
        "heading",
        "emphasis",
        "strikethrough",
        "backticks",
        "link",
        "newline",
        "escape",
        "entity",
    ]
)


def to_html(text: str) -> Markup:
    """Return the HTML of a reply: paragraphs, small print, lists and quotes, links that open apart."""
    parts: list[str] = []
    block: list[str] = []
    for line in text.splitlines():
        if line.startswith(SMALL):
            parts += _blocks(block)
            block = []
            parts.append(
                f'<p class="small">{_links_apart(_reader.renderInline(line.removeprefix(SMALL)))}</p>'
            )
        else:
            block.append(line)
    parts += _blocks(block)
    return Markup("\n".join(parts))  # noqa: S704 - the reader above escapes all it is given


def _blocks(lines: list[str]) -> list[str]:
    text = "\n".join(lines).strip("\n")
    return [_links_apart(_reader.render(text).rstrip())] if text else []


def _links_apart(html: str) -> str:
    return html.replace("<a href=", '<a target="_blank" rel="noopener noreferrer" href=')
