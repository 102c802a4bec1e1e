"""Names as a list has them → as a message of this language means them: a number that counts is no version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.request.lexicon import Pack, Tag, longest_phrase
from bot.request.names import Found, Name, Names, squash
from bot.request.tokens import Token

ONE: Final = "1"
COUNTED: Final = ("prompt", "exchange", "document", "conversation", "image", "video")
TIMED: Final = ("hour", "day", "week", "month", "year")


def named_here(tokens: Sequence[Token], read: Sequence[Found], pack: Pack, names: Names) -> list[Found]:
    """Return the names of a message without what belongs to its other words, and cards told by number."""
    read = [_unjoined(hit, tokens, pack, names) for hit in read]
    read = [_asked(hit, tokens, pack, names) for hit in read]
    read = [hit for hit in read if not (_plain(hit, tokens, pack) or _owned(hit, tokens, pack))]
    read = [_uncounted(hit, tokens, pack, names) for hit in read]
    return sorted((*read, *_cards(tokens, read, pack, names)), key=lambda hit: hit.start)


def _cards(tokens: Sequence[Token], read: Sequence[Found], pack: Pack, names: Names) -> Iterator[Found]:
    """Yield the cards that are called by their number after "my", "a" or a count: "two 4090s"."""
    taken = {at for hit in read for at in range(hit.start, hit.end)}
    words = pack.numbers
    for at in range(1, len(tokens)):
        name = names.numbers.get(tokens[at].text.rstrip("s"))
        if name is None or at in taken or tokens[at].before != " ":
            continue
        end = at + 1
        if end < len(tokens) and tokens[end].text == "s" and tokens[end].before in ("", "'"):
            end += 1  # "4090's"
        after = pack.phrases.get((tokens[end].text,), ()) if end < len(tokens) else ()
        counts = any(tag.kind in ("nouns", "units", "things") for tag in after)
        before = tokens[at - 1]
        own = any(tag.key == "own-word" for tag in pack.phrases.get((before.text,), ()))
        led = own or before.kind == "number"
        led = led or any(
            before.text in leading for leading in (words.article, words.the, words.small, words.groups)
        )
        if led and not counts and at - 1 not in taken:
            yield Found(name, at, end)


def _plain(hit: Found, tokens: Sequence[Token], pack: Pack) -> bool:
    """Return whether a name of one word is what people count in this language: Spanish "imagen"."""
    tags = pack.phrases.get((tokens[hit.start].text,), frozenset())
    return hit.end - hit.start == 1 and any(tag.kind == "nouns" and tag.key != "ai" for tag in tags)


def _owned(hit: Found, tokens: Sequence[Token], pack: Pack) -> bool:
    """Return whether a name that starts with "my" is no name where that is written small: "my AI app"."""
    first = tokens[hit.start]
    mine = any(tag.key == "mine" for tag in pack.phrases.get((first.text,), ()))
    return mine and first.raw.islower() and hit.end - hit.start > 1


def _unjoined(hit: Found, tokens: Sequence[Token], pack: Pack, names: Names) -> Found:
    """Return a name without a last word that means "or" here: Spanish "GPT-4 o regar"."""
    last = tokens[hit.end - 1]
    tags = pack.phrases.get((last.text,), frozenset())
    apart = last.before == " " and hit.end - hit.start > 1 and Tag("cues", "versus") in tags
    if not apart or hit.end == len(tokens) or tokens[hit.end].kind == "symbol":
        return hit
    rest = _shorter(hit, tokens, names)
    return replace(hit, name=rest, end=hit.end - 1) if rest else hit


def _uncounted(hit: Found, tokens: Sequence[Token], pack: Pack, names: Names) -> Found:
    """Return a name without a number that counts what follows: "claude 1 question", "claude 2 hours"."""
    last = tokens[hit.end - 1]
    after = tokens[hit.end].text if hit.end < len(tokens) else ""
    nouns = {tag.key for tag in pack.phrases.get((after,), ()) if tag.kind == "nouns"}
    rest = [token.text for token in tokens[hit.end + 1 :]]
    often = longest_phrase(rest, 0, pack) if rest and nouns & {"time"} else None
    counts = not nouns.isdisjoint(TIMED) or (last.text == ONE and not nouns.isdisjoint(COUNTED))
    counts = counts or (often is not None and any(tag.kind == "periods" for tag in often[1]))
    if not last.text.isdigit() or last.before != " " or hit.end - hit.start < 2 or not counts:
        return hit
    family = _shorter(hit, tokens, names)
    return replace(hit, name=family, end=hit.end - 1) if family else hit


def _asked(hit: Found, tokens: Sequence[Token], pack: Pack, names: Names) -> Found:
    """Return a name without the number of what it is asked: "ask chatgpt 5 questions" is about no GPT-5."""
    last = tokens[hit.end - 1]
    family = _shorter(hit, tokens, names)
    if family is None or not last.text.isdigit() or last.before != " " or hit.end == len(tokens):
        return hit
    counted = any(
        tag.kind == "nouns" and tag.key in (*COUNTED, "time")
        for tag in pack.phrases.get((tokens[hit.end].text,), ())
    )
    before = pack.phrases.get((tokens[hit.start - 1].text,), ()) if hit.start else ()
    asking = any(tag.kind == "nouns" and tag.key == "exchange" for tag in before)
    numbered = any(token.kind == "number" for token in tokens[max(0, hit.start - 2) : hit.start])
    # GPT-5 is called ChatGPT 5 by few.
    other = _squashed(hit, tokens) == squash(family.slug) and not hit.name.slug.startswith(family.slug)
    if not counted or numbered or not (asking or other):
        return hit
    return replace(hit, name=family, end=hit.end - 1)


def _shorter(hit: Found, tokens: Sequence[Token], names: Names) -> Name | None:
    """Return what a name stands for without its last token, if that is a name too."""
    return names.keys.get(_squashed(hit, tokens))


def _squashed(hit: Found, tokens: Sequence[Token]) -> str:
    return "".join(squash(token.text) for token in tokens[hit.start : hit.end - 1])
