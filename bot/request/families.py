"""Names that lean on an earlier one, and names that no list has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.request.lexicon import Pack
from bot.request.names import Found, Name, Names, squash
from bot.request.tokens import Token

_VERSION: Final = re.compile(r"v?\d+(\.\d+)*[a-z]{0,2}|\d+x\d+b?|[a-z]\d{1,2}")
_DECIMAL: Final = re.compile(r"v?\d+\.\d+")
_NUMBERS: Final = re.compile(r"\d+(?:\.\d+)?")
SIZE: Final = "b"  # billions of parameters
GUESSED: Final = 9  # edits that stand for a version which was not said
JOINS: Final = ("versus", "than", "and", "but")
SURE: Final = 3  # letters and digits from which on a tail names a model wherever it stands
NEAR: Final = 3  # tokens between a name and a shorter one that leans on it
TAIL: Final = 3  # tokens of an elided name: "70 b", "3.5 haiku"
ORDINARY: Final = ("nouns", "units", "periods", "things", "assumptions")  # what a number before them counts


def elided(tokens: Sequence[Token], found: list[Found], names: Names, pack: Pack) -> list[Found]:
    """Return the names with those added that leave out their family: "llama 405b and 70b"."""
    if not found:
        return found
    result = list(found)
    taken = {at for hit in found for at in range(hit.start, hit.end)}
    first = found[0].end
    at = first
    while at < len(tokens):
        hit = None
        if at not in taken and (_joined(tokens, at, pack) or _standing(tokens, at)):
            before = max((each for each in result if each.end <= at), key=lambda each: each.end)
            hit = _tail(tokens, at, before, taken, names, pack)
        if hit:
            result.append(hit)
            taken |= set(range(hit.start, hit.end))
            at = hit.end
        else:
            at += 1
    return sorted(result, key=lambda each: each.start)


def _joined(tokens: Sequence[Token], at: int, pack: Pack) -> bool:
    """Return whether a word that compares or adds stands before a token."""
    if at == 0:
        return False
    before = tokens[at - 1]
    if before.text in {",", "/"}:
        return True
    tags = pack.phrases.get((before.text,), frozenset())
    return any(tag.kind == "cues" and tag.key in JOINS for tag in tags)


def _standing(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a token is a version by its looks: "v3", "r1", "70b"."""
    token = tokens[at]
    return token.kind == "mixed" and bool(_VERSION.fullmatch(token.text))


def _tail(
    tokens: Sequence[Token], at: int, before: Found, taken: set[int], names: Names, pack: Pack
) -> Found | None:
    for end in range(min(len(tokens), at + TAIL), at, -1):
        if any(place in taken for place in range(at, end)) or any(
            tokens[place].kind == "symbol" for place in range(at, end)
        ):
            continue
        tail = "".join(squash(token.text) for token in tokens[at:end])
        if not any(sign.isdigit() for sign in tail) and tokens[at].text in pack.function:
            continue
        if (
            end < len(tokens)
            and _counts(tokens, end, pack)
            and (tail.isdigit() or tail in pack.numbers.tails)
        ):
            continue
        if tail.isdigit() and (tokens[at - 1].text == "," or end in taken):
            continue  # "1 sora clip or 1 chatgpt message"
        stray = tail.isdigit() or before.name.slug.split("-")[0].endswith(tail[0])  # "GPT-4o in T3"
        if stray and len(tail) < SURE and at - before.end > NEAR:
            continue  # "gpt-4o …, scope 2 and 3", "claude code … with 3 subagents"
        name = names.relative(before.name, tail)
        if name:
            return Found(name, at, end)
    return None


def _counts(tokens: Sequence[Token], at: int, pack: Pack) -> bool:
    token = tokens[at]
    numbers = pack.numbers
    if any(token.text in each for each in (numbers.scales, numbers.short_scales, numbers.groups)):
        return True
    if token.before == "" and token.kind != "symbol":
        return True
    return any(tag.kind in ORDINARY for tag in pack.phrases.get((token.text,), frozenset()))


def strangers(
    tokens: Sequence[Token], found: list[Found], known: Sequence[bool], pack: Pack, names: Names
) -> list[Found]:
    """Return the names with those added that no list has: a version that does not exist, a word where a name
    should stand. Their slugs are what was written."""
    result = [_sized(tokens, hit, found, names) or _versioned(tokens, hit, pack) for hit in found]
    taken = {at for hit in result for at in range(hit.start, hit.end)}
    for at in range(len(tokens)):
        if at in taken:
            continue
        end = _family_version(tokens, at, pack)
        if end is None and (not found or _joined(tokens, at, pack)):
            end = _unheard(tokens, at, known, taken, pack)
        if end:
            slug = "-".join(each.text for each in tokens[at:end])
            result.append(Found(Name(slug, "unknown", "text"), at, end))
            taken |= set(range(at, end))
    return sorted(result, key=lambda each: each.start)


def _sized(tokens: Sequence[Token], hit: Found, found: Sequence[Found], names: Names) -> Found | None:
    """Return the newest model of a family that has the size which follows its name: "llama 70b"."""
    end = hit.end
    if hit.name.kind != "service" or end + 1 >= len(tokens) or tokens[end].kind != "number":
        return None
    if tokens[end + 1].text != SIZE or tokens[end + 1].before != "":
        return None
    tail = f"-{tokens[end].text}{SIZE}"
    sized = {
        name.slug: name
        for name in names.keys.values()
        if name.kind == "model" and name.slug.startswith(f"{hit.name.slug}-") and name.slug.endswith(tail)
    }
    if not sized:
        slug = hit.name.slug + tail
        return Found(Name(slug, "unknown", hit.name.activity, hit.name.maker), hit.start, end + 2)
    beside = {other.name.slug.rsplit("-", 1)[0] for other in found if other is not hit}
    alike = [slug for slug in sized if slug.rsplit("-", 1)[0] in beside]
    newest = max(alike or sized, key=lambda slug: [float(part) for part in _NUMBERS.findall(slug)])
    return Found(sized[newest], hit.start, end + 2, 0 if alike or len(sized) == 1 else GUESSED)


def _versioned(tokens: Sequence[Token], hit: Found, pack: Pack) -> Found:
    """Return a name with the version that follows it, where that makes a name in no list: "Claude 9.5"."""
    end = hit.end
    if end >= len(tokens) or hit.name.kind == "chip":
        return hit
    token = tokens[end]
    if token.kind not in ("number", "mixed") or not _VERSION.fullmatch(token.text):
        return hit
    glued = token.before in ("-", "", ".")
    counts = end + 1 < len(tokens) and _counts(tokens, end + 1, pack)
    family = hit.name.kind == "service" and not any(sign.isdigit() for sign in hit.name.slug)
    version = _DECIMAL.fullmatch(token.text) or (family and len(token.text) == 1 and end + 1 < len(tokens))
    if not glued and (counts or not version):
        return hit
    if "," in token.before or "\n" in token.before:
        return hit
    slug = "-".join(each.text for each in tokens[hit.start : end + 1])
    return Found(Name(slug, "unknown", hit.name.activity, hit.name.maker), hit.start, end + 1)


def _family_version(tokens: Sequence[Token], at: int, pack: Pack) -> int | None:
    """Return where "gpt-9" ends: a word for AI and a version that together name nothing known."""
    tags = pack.phrases.get((tokens[at].text,), frozenset())
    if not any(tag.kind == "nouns" and tag.key == "ai" for tag in tags) or at + 1 >= len(tokens):
        return None
    after = tokens[at + 1]
    if not _VERSION.fullmatch(after.text) or after.kind not in ("number", "mixed"):
        return None
    if after.before == "-" or not (at + 2 < len(tokens) and _counts(tokens, at + 2, pack)):
        return at + 2
    return None


def _unheard(
    tokens: Sequence[Token], at: int, known: Sequence[bool], taken: set[int], pack: Pack
) -> int | None:
    """Return where a word ends that stands for a model and is in no list: "blorgotron 9000 prompts"."""
    token = tokens[at]
    if known[at] or token.kind == "number" or len(token.text) < 3:
        return None
    end = at + 1
    while (
        end < len(tokens)
        and end - at < TAIL
        and end not in taken
        and not known[end]
        and tokens[end].before in (" ", "-")
    ):
        end += 1
    versioned = False
    if end < len(tokens) and _VERSION.fullmatch(tokens[end].text) and tokens[end].before in (" ", "-"):
        counts = tokens[end].before == " " and end + 1 < len(tokens) and _counts(tokens, end + 1, pack)
        counts = counts and not _vague(tokens[end + 1], pack)
        if end + 1 < len(tokens) and _of_the_clock(tokens[end + 1], pack):
            return None  # "deadline 6 pm"
        prompts = counts and _prompts(tokens[end + 1], pack)
        if not counts or (prompts and any(each.kind == "number" for each in tokens[:at])):
            end, versioned = end + 1, True
    return end if versioned or (end < len(tokens) and _prompts(tokens[end], pack)) else None


def _of_the_clock(token: Token, pack: Pack) -> bool:
    tags = pack.phrases.get((token.text,), frozenset())
    return any(tag.kind == "cues" and tag.key == "o-clock" for tag in tags)


def _vague(token: Token, pack: Pack) -> bool:
    """Return whether a word is a noun that no number counts by itself: "use"."""
    tags = pack.phrases.get((token.text,), frozenset())
    return {tag.key for tag in tags if tag.kind in ORDINARY} == {"time"}


def _prompts(token: Token, pack: Pack) -> bool:
    tags = pack.phrases.get((token.text,), frozenset())
    return any(tag.kind == "nouns" and tag.key in ("prompt", "token") for tag in tags)
