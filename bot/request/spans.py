"""Question → spans: each name, number, place and known phrase of a message, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.question import Question
from bot.request.families import elided, strangers
from bot.request.hits import named_here
from bot.request.lexicon import Pack, Tag, longest_phrase
from bot.request.names import Found, Name, Names
from bot.request.numbers import Num, read_numbers
from bot.request.places import Places
from bot.request.tokens import Token
from estimator.workload import Metric

STOPS: Final = frozenset(".?!;:")
SHORT_TYPO: Final = 8  # letters; from here on two edits are forgiven
NUMBER_LETTERS: Final = 5  # shorter number words are too near to others
BORROWED: Final = frozenset({"metrics", "things", "units", "nouns"})  # what one language may lend another
WEIGHING: Final = ("more", "than")
OPENING: Final = ("explain", "question", "define")
EXCLAIMS: Final = Tag("cues", "exclaim")
OWN: Final = frozenset({Tag("cues", "own-machine")})
SPENT: Final = ("hour", "minute", "day")  # times that are spent on a machine
BORROWED_LETTERS: Final = 4


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a message and what it may mean."""

    start: int  # tokens
    end: int
    text: str
    tags: frozenset[Tag] = frozenset()
    name: Name | None = None
    edits: int = 0
    num: Num | None = None
    place: str | None = None
    word: bool = False  # an ordinary word that means nothing to us
    corrected: bool = False  # misspelt, and read as what is near

    def key(self, kind: str) -> str | None:
        """Return the first key of a kind, None where the span has none."""
        return min((tag.key for tag in self.tags if tag.kind == kind), default=None)

    def keys(self, kind: str) -> frozenset[str]:
        return frozenset(tag.key for tag in self.tags if tag.kind == kind)

    def has(self, kind: str, *keys: str) -> bool:
        tags = self.tags
        if not tags:
            return False
        for key in keys:  # looking each up is twice as fast as passing all tags by
            if (kind, key) in tags:
                return True
        return not keys and any(tag.kind == kind for tag in tags)


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase that hints at the kind of question."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tagged:
    """A message cut into spans."""

    question: Question
    tokens: tuple[Token, ...]
    spans: tuple[Span, ...]
    cues: tuple[Cue, ...]
    pack: Pack
    texts: tuple[str, ...]  # the tokens, misspelt ones corrected
    thing_units: Mapping[str, str]  # everyday thing → what one of it is
    things: Mapping[str, frozenset[Metric]]  # everyday thing → the metrics that it is known by
    places: Places  # of the pack's language
    of: Mapping[int, int] = field(default_factory=dict)  # token → its span
    hinted: frozenset[str] = frozenset()  # the keys of the cues

    def cue(self, *keys: str) -> bool:
        return not self.hinted.isdisjoint(keys)

    def cues_of(self, *keys: str) -> list[Cue]:
        if self.hinted.isdisjoint(keys):
            return []
        return [cue for cue in self.cues if cue.key in keys]

    def own_machines(self) -> list[Cue]:
        """Return where a machine of one's own is named as what runs a model: no "hour on my laptop"."""
        cues = self.cues_of("own-machine")
        return [cue for cue in cues if not (at := self.of[cue.start]) or not timed(self.spans[at - 1])]

    def said(self, start: int, end: int) -> str:
        """Return what tokens say, as written."""
        return self.question.text[self.tokens[start].start : self.tokens[end - 1].end]


def tag(
    question: Question,
    tokens: tuple[Token, ...],
    pack: Pack,
    others: Sequence[Pack],
    names: Names,
    places: Sequence[Places],
    thing_units: Mapping[str, str],
    things: Mapping[str, frozenset[Metric]],
) -> Tagged:
    """Return a message cut into spans: names first, then numbers, then the longest known phrases."""
    known = [
        token.kind != "word"
        or token.text in pack.vocabulary
        or any(token.text in other.vocabulary for other in others)
        or any(token.text in each.words for each in places)
        for token in tokens
    ]
    fixed = _numbered_phrases(tokens, pack, places[0])
    read = [hit for hit in names.read(tokens, known, pack.function) if not _covered(hit, fixed)]
    read = named_here(tokens, read, pack, names)
    found = strangers(tokens, elided(tokens, read, names, pack), known, pack, names)
    taken = {at for hit in found for at in range(hit.start, hit.end)}
    taken |= {at for start, end, _ in fixed for at in range(start, end)}
    nums = read_numbers(_counted(tokens, known, taken, pack), pack.numbers, taken)
    texts = _corrected(tokens, known, taken, pack)
    marks: dict[int, Span] = {}
    for hit in found:
        text = _said(question, tokens, hit.start, hit.end)
        longer = longest_phrase(texts, hit.start, pack)
        if longer and longer[0] > hit.end and any(tag.kind != "cues" for tag in longer[1]):
            # "google search" is no Google
            continue
        if (place := places[0].at(tokens, hit.start)) and place[1] > hit.end:
            continue  # "Nova Scotia"
        tags = pack.phrases.get(tuple(texts[hit.start : hit.end]), frozenset())
        marks[hit.start] = Span(hit.start, hit.end, text, tags, name=hit.name, edits=hit.edits)
    for num in nums:
        marks[num.start] = Span(num.start, num.end, _said(question, tokens, num.start, num.end), num=num)
    spans = _segment(question, tokens, texts, marks, pack, others, places)
    of = {at: index for index, span in enumerate(spans) for at in range(span.start, span.end)}
    cues = _cues(texts, spans, of, pack)
    hinted = frozenset(cue.key for cue in cues)
    return Tagged(
        question, tokens, tuple(spans), cues, pack, tuple(texts), thing_units, things, places[0], of, hinted
    )


def _segment(
    question: Question,
    tokens: Sequence[Token],
    texts: Sequence[str],
    marks: Mapping[int, Span],
    pack: Pack,
    others: Sequence[Pack],
    places: Sequence[Places],
) -> list[Span]:
    spans: list[Span] = []
    shouted = not any(token.raw.islower() and len(token.raw) > 1 for token in tokens)  # "IN" is no India then
    starts = sorted(marks, reverse=True)
    at = 0
    while at < len(tokens):
        if at in marks:
            spans.append(marks[at])
            at = marks[at].end
            continue
        while starts and starts[-1] <= at:
            starts.pop()
        limit = starts[-1] if starts else len(tokens)
        phrase = longest_phrase(texts, at, pack, limit) or _borrowed(texts, at, others, limit)
        if phrase and phrase[1] == OWN and spans and timed(spans[-1]):
            phrase = longest_phrase(texts, at, pack, phrase[0] - 1)  # "an hour on | my gaming PC"
        glued = tokens[at].before == "" and at > 0 and tokens[at - 1].kind == "number"
        place = places[0].at(tokens, at, limit, shouted=shouted) or (
            None if glued or shouted else places[0].code(tokens, at, limit)
        )
        if place is None and phrase and phrase[0] - at > 1 and all(tag.kind == "places" for tag in phrase[1]):
            inner = places[0].at(tokens, phrase[0] - 1, limit, shouted=shouted)
            if inner and inner[1] > phrase[0]:  # "en | La Rioja"
                phrase = longest_phrase(texts, at, pack, phrase[0] - 1)
        people = phrase is not None and phrase[0] - at > 1 and Tag("nouns", "person") in phrase[1]
        if phrase and people and not shouted and places[0].code(tokens, phrase[0] - 1, limit):
            phrase = longest_phrase(texts, at, pack, phrase[0] - 1)  # "of | US electricity"
        if place is None and phrase is None and len(texts[at]) > BORROWED_LETTERS:
            place = next((hit for other in places[1:] if (hit := other.at(tokens, at, limit))), None)
        end = max(place[1] if place else at + 1, phrase[0] if phrase else at + 1)
        tags = phrase[1] if phrase and phrase[0] == end else frozenset()
        if end - at > 1 and tags and all(tag.kind == "places" for tag in tags):  # "people in"
            tags |= {tag for tag in pack.phrases.get((texts[at],), ()) if tag.kind == "nouns"}
        code = place[0] if place and place[1] == end else None
        said = _said(question, tokens, at, end)
        mended = any(token.text != text for token, text in zip(tokens[at:end], texts[at:end], strict=True))
        spans.append(Span(at, end, said, tags, place=code, word=not tags and not code, corrected=mended))
        at = end
    return spans


def timed(span: Span) -> bool:
    """Return whether a span is a time that may be spent on a machine."""
    return span.has("nouns", *SPENT) or span.has("periods", "per-hour", "for-hour")


def _borrowed(
    texts: Sequence[str], at: int, others: Sequence[Pack], limit: int
) -> tuple[int, frozenset[Tag]] | None:
    """Return a phrase of another language, of the kinds that people mix in."""
    if len(texts[at]) < BORROWED_LETTERS:
        return None
    for pack in others:
        hit = longest_phrase(texts, at, pack, limit)
        if hit and (tags := frozenset(tag for tag in hit[1] if tag.kind in BORROWED)):
            return hit[0], tags
    return None


def _numbered_phrases(
    tokens: Sequence[Token], pack: Pack, places: Places
) -> list[tuple[int, int, frozenset[Tag]]]:
    """Return the phrases that hold digits of their own ("24/7", "60 W bulb", "us-east-1"), no counts."""
    found = []
    texts = [token.text for token in tokens]
    for at, text in enumerate(texts):
        cloud = places.at(tokens, at) if text in places.cloud_starts else None
        if cloud and tuple(texts[at : cloud[1]]) in places.cloud:
            found.append((at, cloud[1], frozenset[Tag]()))
            continue
        hit = longest_phrase(texts, at, pack) if text in pack.numbered_starts else None
        if hit is None or not any(text[0].isdigit() for text in texts[at : hit[0]]):
            continue
        if any(tag.kind in ("things", "periods", "assumptions", "metrics") for tag in hit[1]):
            found.append((at, hit[0], hit[1]))
    return found


def _covered(hit: Found, fixed: Sequence[tuple[int, int, frozenset[Tag]]]) -> bool:
    return any(start <= hit.start and hit.end <= end for start, end, _ in fixed)


def _counted(tokens: Sequence[Token], known: Sequence[bool], taken: set[int], pack: Pack) -> Sequence[Token]:
    """Return tokens with misspelt number words put right: "a mlilion prompts" is no single one."""
    mended = list(tokens)
    for at, token in enumerate(tokens):
        if known[at] or at in taken or not token.text.isalpha() or len(token.text) < NUMBER_LETTERS:
            continue
        choices = [
            word for word in pack.numbers.openers if word[0] == token.text[0] and len(word) >= NUMBER_LETTERS
        ]
        hit = process.extractOne(token.text, choices, scorer=OSA.distance, score_cutoff=1)
        if hit:
            mended[at] = replace(token, text=hit[0])
    return mended


def _corrected(tokens: Sequence[Token], known: Sequence[bool], taken: set[int], pack: Pack) -> list[str]:
    """Return the texts of tokens, with unknown words near to one of ours replaced by it."""
    texts = [token.text for token in tokens]
    for at, token in enumerate(tokens):
        if known[at] or at in taken or len(token.text) < BORROWED_LETTERS:
            continue
        size = len(token.text)
        most = 1 if size < SHORT_TYPO else 2
        choices = [
            word
            for length in range(size - most, size + most + 1)
            for word in pack.typos.get((token.text[0], length), ())
        ]
        hit = process.extractOne(token.text, choices, scorer=OSA.distance, score_cutoff=most)
        if hit and token.text[-1] != hit[0][-1] and (token.text.startswith(hit[0]) or hit[1] > 1):
            continue  # another ending makes another word
        if hit and (size > BORROWED_LETTERS or sorted(hit[0]) == sorted(token.text)):
            texts[at] = hit[0]
    return texts


def _cues(texts: Sequence[str], spans: Sequence[Span], of: Mapping[int, int], pack: Pack) -> tuple[Cue, ...]:
    """Return every cue of a message, the longest that starts at each token, none inside a name or a thing."""
    cues: list[Cue] = []
    silent = 0  # up to here an exclamation asks nothing: "what a day"
    for at in range(len(texts)):
        span = spans[of[at]]
        placed = span.place and not (span.has("places", "code-words") and span.end - span.start == 1)
        named = span.name or placed or (span.has("things") and not span.has("cues"))
        seen: set[str] = set()
        for end in (at + size for size in pack.lengths.get(texts[at], ())):
            tags = pack.phrases.get(tuple(texts[at:end])) if end <= len(texts) else None
            if not tags:
                continue
            if EXCLAIMS in tags:
                silent = max(silent, end)
            for each in tags:
                if each.kind != "cues" or (at < silent and each != EXCLAIMS):
                    continue
                if each.key not in seen and not (named and each.key != "refuse"):
                    seen.add(each.key)
                    cues.append(Cue(each.key, at, end))
    mute = _muted(texts, spans, of, cues)
    kept = [cue for cue in cues if (cue.key, cue.start) not in mute]
    return (*kept, *_parted(spans, of, kept), *_interrupted(texts, pack))


def _parted(spans: Sequence[Span], of: Mapping[int, int], cues: Sequence[Cue]) -> Iterator[Cue]:
    """Yield the two cues of a comparison with a number in it: «¿gastan más 3 lavadoras que 500 imágenes?»."""
    joints = [cue for cue in cues if cue.key == "relative"]
    for cue in cues:
        at = of[cue.start]
        if cue.key not in ("on-top", "less") or cue.end - cue.start > 1 or not at:
            continue
        counted = spans[at].num or (spans[at].end == cue.end and at + 1 < len(spans) and spans[at + 1].num)
        joint = next((each for each in joints if each.start > cue.end), None)
        if counted and joint and spans[at - 1].has("metrics"):
            yield Cue("more", cue.start, cue.end)
            yield Cue("than", joint.start, joint.end)


def _muted(
    texts: Sequence[str], spans: Sequence[Span], of: Mapping[int, int], cues: Sequence[Cue]
) -> set[tuple[str, int]]:
    """Return the cues that hint at nothing where they stand, as their key and their first token."""
    mute: set[tuple[str, int]] = set()
    for cue in cues:
        at, size = cue.start, cue.end - cue.start
        after_comma = at > 0 and texts[at - 1] == ","
        counted = cue.end < len(texts) and spans[of[cue.end]].num is not None
        if cue.key == "check" and size == 1 and after_comma and counted:
            mute.add(("check", at))  # ", say 45 a day"
        elif cue.key == "relative" and after_comma and spans[of[at]].text.isascii():
            mute.update((key, at) for key in OPENING)  # «mi cuñado, que es muy cuñado»
        elif cue.key == "on-top" and at and size == 1 and counted and spans[of[at]].end == cue.end:
            mute.update((key, at) for key in WEIGHING)  # «más 200 mensajes»
        elif cue.key == "budget":
            mute.update(("more", each) for each in range(at + 1, cue.end))  # "at most"
        elif cue.key == "not":
            mute.update(("than", each) for each in range(at, cue.end))  # "carbon rather than energy"
    return mute


def _interrupted(texts: Sequence[str], pack: Pack) -> Iterator[Cue]:
    """Yield the cues of several words with fillers between them: "what can you actually do"."""
    kept = [at for at, text in enumerate(texts) if text not in pack.fillers]
    if len(kept) == len(texts):
        return
    for first, at in enumerate(kept):
        for last in range(first + 1, min(first + pack.lengths.get(texts[at], (0,))[0], len(kept))):
            if kept[last] - at == last - first:
                continue  # nothing stands between
            for tag in pack.phrases.get(tuple(texts[each] for each in kept[first : last + 1]), ()):
                if tag.kind == "cues":
                    yield Cue(tag.key, at, kept[last] + 1)


def _said(question: Question, tokens: Sequence[Token], start: int, end: int) -> str:
    return question.text[tokens[start].start : tokens[end - 1].end]
