"""A reply in a terminal: the same Markdown, shown with what the terminal can do."""

from __future__ import annotations

import re
import shutil
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, TextIO

WIDEST: Final = 100  # columns; longer lines are hard to read
NARROWEST: Final = 20
PIPED: Final = sys.maxsize  # a pipe or a file has no width: whoever reads it wraps

RESET: Final = "\033[0m"
BOLD: Final = "\033[1m"
DIM: Final = "\033[2m"
UNDERLINED: Final = "\033[4m"

INLINE: Final = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|\[(?P<text>(?:\\.|[^\]\\])+)\]\(<?(?P<url>[^\s<>)]+)>?\)"
    r"|(?P<bold>\*\*)"
    r"|`(?P<code>[^`]+)`"
)
BULLET: Final = "• "
SMALL: Final = "-# "
CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # that a terminal would obey
WITH_LINKS: Final = ("WT_SESSION", "VTE_VERSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "WEZTERM_PANE")
PROGRAMS_WITH_LINKS: Final = ("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper")


@dataclass(frozen=True, slots=True)
class Screen:
    """What a terminal can do."""

    width: int = PIPED
    styled: bool = False
    links: bool = False  # text that opens an address, OSC 8


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one style; `url` is where a link goes."""

    text: str
    bold: bool = False
    url: str = ""


def show(text: str, out: TextIO, environment: Mapping[str, str]) -> str:
    """Return a reply as it is printed to a stream: styled and wrapped on a terminal, plain elsewhere."""
    return lay_out(text, screen(out, environment))


def screen(out: TextIO, environment: Mapping[str, str]) -> Screen:
    """Return what the terminal behind a stream can do; NO_COLOR and TERM=dumb ask for plain text."""
    if not out.isatty():
        return Screen()
    width = min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST)
    styled = not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
    known = any(environment.get(name) for name in WITH_LINKS)
    links = styled and (known or environment.get("TERM_PROGRAM") in PROGRAMS_WITH_LINKS)
    return Screen(width, styled, links)


def lay_out(text: str, screen: Screen) -> str:
    """Return Markdown as lines for a screen."""
    return "\n".join(line for source in text.split("\n") for line in _lines(CONTROL.sub("", source), screen))


def _lines(source: str, screen: Screen) -> Iterator[str]:
    small = source.startswith(SMALL)
    bullet = source.startswith("- ")
    heading = re.match(r"#{1,3} ", source)
    body = source[len(SMALL) :] if small else source[2:] if bullet else source
    if heading:
        body = f"**{source[heading.end() :]}**"
    indent = "  " if bullet else ""
    first = BULLET if bullet else ""
    style = DIM if small and screen.styled else ""
    for number, words in enumerate(_wrapped(_spans(body, screen), screen.width - len(indent))):
        line = "".join(_styled(span, screen, style) for span in _merged(words))
        start = indent if number else first
        yield f"{style}{start}{line}{RESET}" if style else f"{start}{line}"


def _spans(text: str, screen: Screen, bold: bool = False) -> list[Span]:
    """Return a line's stretches of text, escapes undone; a link that can't be opened names its address."""
    spans: list[Span] = []
    at = 0
    for found in INLINE.finditer(text):
        spans.append(Span(text[at : found.start()], bold))
        at = found.end()
        if found["escaped"]:
            spans.append(Span(found["escaped"], bold))
        elif found["bold"]:
            bold = not bold
        elif found["code"]:
            spans.append(Span(found["code"], bold))
        else:
            label = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", found["text"])
            spans.append(Span(label, bold, found["url"]))
            if not screen.links:
                spans.append(Span(f" ({found['url']})", bold))
    spans.append(Span(text[at:], bold))
    return [span for span in spans if span.text]


def _wrapped(spans: list[Span], width: int) -> Iterator[list[Span]]:
    """Yield the lines of a paragraph as pieces that fit in a width; a word that is wider stands alone."""
    line: list[Span] = []
    used = 0
    for word in _words(spans):
        size = sum(columns(span.text) for span in word)
        trailing = len(word[-1].text) - len(word[-1].text.rstrip(" "))
        if line and used + size - trailing > width:
            yield line
            line, used = [], 0
        line.extend(word)
        used += size
    yield line


def _merged(words: list[Span]) -> Iterator[Span]:
    """Yield a line's pieces, those of one style together, without the spaces at its end."""
    styles = groupby(words, key=lambda span: (span.bold, span.url))
    runs = [Span("".join(span.text for span in group), bold, url) for (bold, url), group in styles]
    if runs:
        yield from runs[:-1]
        yield replace(runs[-1], text=runs[-1].text.rstrip(" "))


def _words(spans: list[Span]) -> Iterator[list[Span]]:
    """Yield words with the spaces after them; one may run over several spans. No-break spaces break none."""
    word: list[Span] = []
    for span in spans:
        for piece in re.findall(r"[^ ]+ *| +", span.text):
            word.append(Span(piece, span.bold, span.url))
            if piece.endswith(" "):
                yield word
                word = []
    if word:
        yield word


def _styled(span: Span, screen: Screen, around: str) -> str:
    if not screen.styled:
        return span.text
    text = span.text
    if span.url:
        text = f"{UNDERLINED}{text}{RESET}{around}"
        if screen.links:
            text = f"\033]8;;{span.url}\033\\{text}\033]8;;\033\\"
    return f"{BOLD}{text}{RESET}{around}" if span.bold else text


def columns(text: str) -> int:
    """Return how many columns a text takes."""
    return sum(
        0 if unicodedata.combining(sign) or unicodedata.category(sign) == "Cf"
        else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )  # fmt: skip
