"""A message as the bot reads it: text without Discord's markup, beside the same text folded for matching.

Every step is one pass over at most `READ` characters; no pattern here nests quantifiers.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

READ: Final = 4000  # Discord's longest message
HEAD: Final = (400, 80)  # characters and tokens kept after cleaning, from the start of a message
TAIL: Final = (200, 40)  # and from its end, where long messages ask

Dropped = Literal["code", "link", "mention", "emoji"]


@dataclass(frozen=True, slots=True)
class Question:
    """What a message says.

    `folded` is `text` without case and accents, of the same length, so that offsets agree.
    """

    text: str
    folded: str
    quotes: tuple[tuple[int, int], ...] = ()  # what is said to be somebody else's words: spans of `text`
    dropped: tuple[Dropped, ...] = ()  # the kinds of markup that went without leaving text
    cut: str = ""  # what lies between its head and its tail and was not read


class _Plain(dict[int, str]):
    """Maps a code point to the plain text that stands for it; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        plain = self[code] = _plain(chr(code))
        return plain


class _Folded(dict[int, str]):
    """Maps a code point to one character without case and accent."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        bare = unicodedata.normalize("NFD", char)[0].casefold()
        folded = self[code] = bare if len(bare) == 1 else char
        return folded


_SIGNS: Final = {
    "—": " - ", "―": " - ", "–": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-", "﹣": "-", "－": "-",
    "⁄": "/", "∕": "/", "÷": "/", "✕": "×", "✖": "×", "⨯": "×", "⋅": "·", "∙": "·", "≃": "~", "≅": "~",
    "≈": "~", "∼": "~", "～": "~", "⩽": "≤", "⩾": "≥", "№": "#",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"', "＂": '"',
    "‘": "'", "’": "'", "‛": "'", "´": "'", "ʼ": "'", "′": "'", "‹": '"', "›": '"',
    "º": "º", "ª": "ª", "°": "°", "¿": " ¿", "¡": " ",
    "™": "", "®": "", "©": "", "\t": " ", "\n": "\n", "\r": "", "\u2028": "\n", "\u2029": "\n",
    "\u0085": "\n",
}  # fmt: skip

# Marks that European languages write; others only decorate here, and long runs of them are costly to order.
_MARKS: Final = frozenset("\u0300\u0301\u0302\u0303\u0307\u0308\u030a\u030b\u030c\u0327\u0328")


def _plain(char: str) -> str:
    if char in _SIGNS:
        return _SIGNS[char]
    category = unicodedata.category(char)
    if category in ("Mn", "Me"):
        return char if char in _MARKS else ""
    if category in ("Cc", "Cf"):
        return ""
    if category in ("So", "Cs", "Co", "Cn") or (category == "Sk" and char not in "^`"):
        return " "
    if category in ("Zs", "Zl", "Zp"):
        return " "
    plain = unicodedata.normalize("NFKC", char)
    if "\u2044" in plain:  # a vulgar fraction: "1½" must not become 11/2
        return " " + plain.replace("\u2044", "/") + " "
    return plain


# Cyrillic and Greek letters that look like Latin ones.
_LOOKALIKE: Final = str.maketrans(
    "аеорсухіјѕԁһӏкАВЕКМНОРСТХІЈЅУ" + "οαρνικτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧμ",
    "aeopcyxijsdhlkABEKMHOPCTXIJSY" + "oapviktuxABEZHIKMNOPTYXu",
)
_LOOKS: Final = frozenset(chr(code) for code in _LOOKALIKE)

_FENCE: Final = "```"
_SUPERSCRIPT: Final = re.compile("(?<=[0-9])([⁺⁻]?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_KEYCAP: Final = re.compile("[0-9#*]\ufe0f?\u20e3")
_LINK_TARGET: Final = re.compile(r"\]\(<?https?://[^)\s]*\)", re.I)
_LINK: Final = re.compile(r"<?(?:https?://|www\.)\S+|(?<![\w.@-])(?:[a-z0-9-]+\.)+[a-z]{2,}/\S*", re.I)
_MENTION: Final = re.compile(r"<(?:@[!&]?|#|id:)\w{1,24}>|</[^<>\n]{1,64}:\d{1,24}>|@(?:everyone|here)\b")
_EMOJI: Final = re.compile(r"<a?:\w{1,40}:\d{1,24}>|(?<![\w:]):[a-z0-9_+-]{2,40}:(?![\w:])", re.I)
_TIME: Final = re.compile(r"<t:-?\d{1,20}(?::[a-zA-Z])?>")
_EMOTICON: Final = re.compile(r"(?<!\S)(?:[:;]'?-?[)(DPpOo3]{1,3}|<3{1,5}(?=\s*(?:[^\s\w]|$|\n)))(?!\w)")
_QUOTE_LINE: Final = re.compile(r"\s{0,3}>(?:>>)?(?=\s)")
_LINE_START: Final = re.compile(r"\s*(?:#{1,3}\s|-#\s|[-*•]\s|\d{1,2}[.)]\s+(?=[^\W\d]|[¿\"]))")
_POWER: Final = re.compile(r"(?<=[0-9])[ ]?\*\*[ ]?(?=[0-9])")
_PRODUCT: Final = re.compile(r"(?<=[0-9])\*(?=[0-9])|(?<=\S[ ])\*(?=[ ]\S)")
_MARKUP: Final = re.compile(r"\*|__|~~|\|\||`|\\(?=[^\w\s])")
_UNDERSCORE: Final = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_SPACES: Final = re.compile(r"[^\S\n]+")
_REPEAT: Final = re.compile(r"([^\w\s])\1{3,}")
_WORD: Final = re.compile(r"[^\W_]+")
_TOKEN: Final = re.compile(r"[^\W_]+|[^\w\s]")
_FOREIGN: Final = re.compile("[\u0370-\u03ff\u0400-\u052f]")

_PLAIN: Final = _Plain()
_FOLDED: Final = _Folded()


def clean(text: str) -> Question:
    """Return what a message says, without Discord's markup and within bounds."""
    dropped: list[Dropped] = []
    if len(text) > READ:
        text = f"{text[: READ // 2]}\n{text[-READ // 2 :]}"
    body = _without_code(text, dropped)
    body = _LINK_TARGET.sub("] ", body)
    for pattern, kind in _MARKUP_KINDS:
        body, count = pattern.subn(" ", body)
        if count and kind not in dropped:
            dropped.append(kind)
    body = _EMOTICON.sub(" ", _TIME.sub(" ", body))
    body = _SUPERSCRIPT.sub(_power, body)
    body = unicodedata.normalize("NFC", body.translate(_PLAIN)) if not body.isascii() else _ascii(body)
    if _FOREIGN.search(body):
        body = _latin(body)
    body = _REPEAT.sub(r"\1\1\1", _PRODUCT.sub("×", _POWER.sub("^", body)))
    plain, quotes = _lines(body)
    plain, quotes, cut = _bounded(plain, quotes)
    quotes += _marked(plain)
    spans = tuple(sorted(quotes))
    return Question(plain, plain.translate(_FOLDED), spans, tuple(dropped), cut)


def fold(text: str) -> str:
    """Return text without case and accents, of the same length."""
    return unicodedata.normalize("NFC", text).translate(_FOLDED)


_MARKUP_KINDS: Final[tuple[tuple[re.Pattern[str], Dropped], ...]] = (
    (_EMOJI, "emoji"), (_MENTION, "mention"), (_LINK, "link"), (_KEYCAP, "emoji"),
)  # fmt: skip


def _without_code(text: str, dropped: list[Dropped]) -> str:
    """Return text without its fenced blocks; a fence that never closes is no fence."""
    if _FENCE not in text:
        return text
    kept: list[str] = []
    parts = text.split(_FENCE)
    for index, part in enumerate(parts):
        if index % 2 == 0 or index == len(parts) - 1:
            kept.append(part)
        else:
            dropped.append("code") if "code" not in dropped else None
    return "\n".join(kept)


def _power(match: re.Match[str]) -> str:
    digits = unicodedata.normalize("NFKC", match[2])
    return "^" + ("-" if match[1] == "⁻" else "") + digits


def _ascii(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\n" else " " if c == "\t" else "" for c in text)


def _latin(text: str) -> str:
    """Return text with its words of look-alike letters in Latin ones, if the text is Latin at all."""
    foreign = len(_FOREIGN.findall(text))
    if foreign > sum(c.isalpha() for c in text) / 2:
        return text

    def word(match: re.Match[str]) -> str:
        letters = _FOREIGN.findall(match[0])
        return match[0].translate(_LOOKALIKE) if letters and _LOOKS.issuperset(letters) else match[0]

    return _WORD.sub(word, text)


def _lines(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return text without markup, spaces squeezed, and the spans of its quoted lines."""
    out: list[str] = []
    quotes: list[tuple[int, int]] = []
    length, rest_is_quote = 0, False
    for line in text.split("\n"):
        mark = _QUOTE_LINE.match(line)
        quoted = rest_is_quote or mark is not None
        if mark:
            rest_is_quote = rest_is_quote or ">>>" in mark[0]
            line = line[mark.end() :]
        line = line[start.end() :] if (start := _LINE_START.match(line)) else line
        line = _SPACES.sub(" ", _UNDERSCORE.sub("", _MARKUP.sub("", line))).strip()
        if not line:
            continue
        if out:
            length += 1
        if quoted:
            quotes.append((length, length + len(line)))
        out.append(line)
        length += len(line)
    return "\n".join(out), quotes


def _bounded(text: str, quotes: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]], str]:
    """Return a text, or the head and tail of one that is too long, with its quotes and what lies between."""
    tokens = list(_TOKEN.finditer(text))
    if len(text) <= HEAD[0] + TAIL[0] and len(tokens) <= HEAD[1] + TAIL[1]:
        return text, quotes, ""
    end = next((t.start() for n, t in enumerate(tokens) if n >= HEAD[1] or t.end() > HEAD[0]), len(text))
    end = end or HEAD[0]  # one endless word
    last = len(text) - TAIL[0]
    start = next((t.start() for t in tokens[-TAIL[1] :] if t.start() >= max(last, end)), len(text))
    head, tail = text[:end].rstrip(), text[start:]
    shift = len(head) + 1 - start
    kept = [(a, min(b, len(head))) for a, b in quotes if a < len(head)]
    kept += [(max(a, start) + shift, b + shift) for a, b in quotes if b > start]
    return (f"{head}\n{tail}" if tail else head), kept, text[end:start].strip()


def _marked(text: str) -> list[tuple[int, int]]:
    """Return the spans between pairs of quotation marks."""
    places = [i for i, char in enumerate(text) if char == '"']
    return [(a + 1, b) for a, b in zip(places[::2], places[1::2], strict=False) if b > a + 1]
