"""A message and what it follows → the request it makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.question import Question, clean
from bot.request import levers
from bot.request.decide import decide
from bot.request.doubt import beside, doubt
from bot.request.evidence import SHARE, coverage, unclear
from bot.request.facts import Facts
from bot.request.follow import COMPLETE, challenges, follows, merge, named_before
from bot.request.language import vote
from bot.request.lexicon import Words
from bot.request.names import Names, read_names
from bot.request.observe import observe
from bot.request.pacing import pace_of, with_pace
from bot.request.places import Places, read_places
from bot.request.recount import Turn, carried
from bot.request.renewed import renewed
from bot.request.request import Request
from bot.request.restate import restate
from bot.request.segments import segments
from bot.request.spans import tag
from bot.request.tokens import Token, scan
from bot.request.weighing import WORK
from estimator.catalogue import Catalogue
from estimator.entries import Thing
from estimator.figure import Figure
from estimator.workload import Metric

MOST_REQUESTS: Final = 3  # of one message
GUESSED: Final = 0.75  # confidence in a part of a message that asks nothing as a whole
CLAUSES: Final = frozenset(".;:?!=(")
BEHIND: Final = "method"  # the topic of what stands behind an answer
MOST_TURNS: Final = 12  # of a conversation that are read again


@dataclass(frozen=True, slots=True)
class Known:
    """What messages are read with: words, names, places."""

    words: Words
    catalogue: Catalogue
    names: Names
    places: dict[str, Places]
    tails: frozenset[str]
    thing_units: Mapping[str, str]
    things: Mapping[str, frozenset[Metric]]


_KNOWN: dict[tuple[int, int], Known] = {}  # by identity of the catalogue and the words, which it keeps alive


def known(catalogue: Catalogue, words: Words) -> Known:
    """Return the tables for a catalogue and word packs, built once."""
    key = (id(catalogue), id(words))
    if key not in _KNOWN:
        common = frozenset(word for pack in words.packs.values() for word in pack.vocabulary)
        places = {language: read_places(pack, catalogue) for language, pack in words.packs.items()}
        tails = frozenset(tail for pack in words.packs.values() for tail in pack.numbers.tails)
        units = {thing: entry.unit for thing, entry in catalogue.things.items()}
        things = {thing: measures_of(entry) for thing, entry in catalogue.things.items()}
        _KNOWN[key] = Known(words, catalogue, read_names(catalogue, common), places, tails, units, things)
    return _KNOWN[key]


def measures_of(thing: Thing) -> frozenset[Metric]:
    """Return the metrics that an everyday thing's figures give."""
    figures: tuple[tuple[Metric, Figure | None], ...] = (
        ("energy", thing.energy), ("carbon", thing.carbon), ("water", thing.water),
    )  # fmt: skip
    return frozenset(metric for metric, figure in figures if figure is not None)


def understand(
    text: str,
    context: str | Sequence[str | Request] | Request | None,
    catalogue: Catalogue,
    words: Words,
    language: str | None = None,
) -> Request:
    """Return what a message asks for, in the light of what it follows.

    `language` holds where its words tell none and it follows nothing.
    """
    tables = known(catalogue, words)
    turn = _turn(text, _before(context, tables), tables, language)
    request = _restated(turn.request, tables)
    return replace(request, pace=pace_of(turn.facts)) if turn.facts and request.items else request


def restated(request: Request, catalogue: Catalogue, words: Words) -> Request:
    """Return a request that no message made, with the line that restates it."""
    return _restated(request, known(catalogue, words))


def _before(context: str | Sequence[str | Request] | Request | None, tables: Known) -> Turn | None:
    """Return the last turn that asked something."""
    if context is None or isinstance(context, Request):
        return _made(context, tables) if context else None
    turns = [context] if isinstance(context, str) else list(context)[-MOST_TURNS:]
    before: Turn | None = None
    for text in turns:
        turn = _made(text, tables) if isinstance(text, Request) else _turn(text, before, tables)
        if turn.request.intent != "none" or before is None:
            before = turn
    return before


def _made(request: Request, tables: Known) -> Turn:
    """Return the turn of a request that was kept, or that no message made."""
    if request.pace is None:
        return Turn(request)
    return Turn(request, with_pace(_read(clean(""), (), request.language, tables), request.pace))


def _turn(text: str, before: Turn | None, tables: Known, language: str | None = None) -> Turn:
    question = clean(text)
    tokens = scan(question, tables.tails)
    spoken = before.request.language if before else language
    language = vote(question.text, tokens, tables.words, spoken, tables.names.keys)
    whole = _read(question, tokens, language, tables)
    alone = levers.supposed(decide(whole), whole, tables.catalogue)
    if before and (changed := levers.again(before.request, whole, tables.catalogue)):
        return Turn(doubt(changed, whole), carried(before.facts, whole))
    if before and before.request.items and challenges(whole):
        behind = Request("explain", topic=BEHIND, language=language)
        return Turn(doubt(behind, whole), before.facts)
    if before and before.request.intent != "none" and follows(whole, alone):
        merged = merge(before, whole, alone)
        if merged is not alone:
            return Turn(doubt(merged, whole), carried(before.facts, whole))
        if again := _again(before, whole, alone, language, tables):
            return again
    turn = _standing(question, tokens, language, Turn(alone, whole), tables)
    return replace(turn, request=named_before(before, whole, turn.request)) if before else turn


def _again(before: Turn, whole: Facts, alone: Request, language: str, tables: Known) -> Turn | None:
    """Return what an earlier question looks up, of the year or the name that a message gives instead."""
    if before.request.intent != "lookup" or before.facts is None or alone.intent not in ("none", "estimate"):
        return None
    text = renewed(before.facts, whole)
    facts = read(text, tables, before.request.language) if text else None
    request = decide(facts) if facts else None
    if facts is None or request is None or request.intent != "lookup":
        return None
    return Turn(replace(doubt(request, facts), language=language), facts)


def _standing(
    question: Question, tokens: tuple[Token, ...], language: str, whole: Turn, tables: Known
) -> Turn:
    """Return the reading of a message on its own: as one question, as the one that asks, or as several."""
    assert whole.facts is not None
    joints = frozenset(cue.start for cue in whole.facts.tagged.cues if cue.key == "also" and cue.start > 2)
    runs = segments(tokens, joints)
    if len(runs) > 1:
        parts = [_part(question, tokens[start:end], language, tables) for start, end in runs]
        asking = [part for part in parts if _asks(part)]
        if _one_question(parts):
            asking = []
        leaning = [part for part in parts if _leans(part)]
        if asking and (len(asking) > 1 or (leaning and parts.index(leaning[0]) > parts.index(asking[0]))):
            return _several(asking, parts)
        if len(asking) == 1 and _noise(asking[0], parts) and not _refers(asking[0], whole):
            part = asking[0]
            assert part.facts is not None
            return Turn(beside(doubt(part.request, part.facts), _numbers(part, parts)), part.facts)
    if whole.request.intent == "none":
        clause = _clause(question, tokens, language, tables) or _asked_apart(
            question, tokens, language, tables, whole.facts
        )
        if clause:
            return clause
    return Turn(doubt(whole.request, whole.facts), whole.facts)


def _clause(question: Question, tokens: tuple[Token, ...], language: str, tables: Known) -> Turn | None:
    """Return the reading of what stands after a colon or a dash, where it is nothing but work to weigh.

    It is doubted: "before my column closes: ten thousand DALL-E 3 covers, water only".
    """
    start = next((at + 1 for at, token in enumerate(tokens) if token.text in (":", "-", ";")), None)
    if start is None or start >= len(tokens):
        return None
    part = _part(question, tokens[start:], language, tables)
    facts = part.facts
    if facts is None or part.request.intent not in COMPLETE or not facts.counts:
        return None
    if not (facts.metrics and any(not mention.name.ambiguous for mention in facts.mentions)):
        return None
    request = doubt(part.request, facts)
    return Turn(replace(request, confidence=min(request.confidence, GUESSED)), facts)


def _asked_apart(
    question: Question, tokens: tuple[Token, ...], language: str, tables: Known, whole: Facts
) -> Turn | None:
    """Return what one clause of a message asks of the bot or of a term, the rest being talk; it is doubted.

    "Any examples of what I may ask? I am new here and shy."
    """
    if not (unclear(whole) and _marked(whole)):
        return None
    ends = [at for at, token in enumerate(tokens) if token.text in CLAUSES and not token.quoted]
    starts = [0, *(at + 1 for at in ends)]
    for start, end in zip(starts, [*ends, len(tokens)], strict=True):
        if end - start < 2 or end - start == len(tokens):
            continue
        part = _part(question, tokens[start : end + 1], language, tables)
        if part.facts is not None and part.request.intent in ("help", "explain"):
            request = doubt(part.request, part.facts)
            return Turn(replace(request, confidence=min(request.confidence, GUESSED)), part.facts)
    return None


def _part(question: Question, tokens: tuple[Token, ...], language: str, tables: Known) -> Turn:
    facts = _read(question, tokens, language, tables)
    return Turn(decide(facts), facts)


def _asks(part: Turn) -> bool:
    """Return whether a piece of a message is a question that stands by itself."""
    facts = part.facts
    if facts is None or part.request.intent in ("none", "help"):
        return False
    if part.request.intent == "explain" and _leans(part):
        return False  # "what's that in kWh?"
    if part.request.intent in COMPLETE:
        return (
            _put(facts)
            and any(not mention.generic for mention in facts.mentions)
            and bool(
                facts.metrics
                or facts.asked
                or part.request.intent != "estimate"
                or facts.tagged.cue("how-much")
            )
        )
    return True


def _one_question(parts: Sequence[Turn]) -> bool:
    """Return whether only the last piece is put as a question, and the names stand in the others."""
    facts = [part.facts for part in parts if part.facts]
    marked = [_marked(each) for each in facts]
    named = [any(not mention.generic for mention in each.mentions) for each in facts]
    told = any(each.metrics or each.quantities for each in facts[:-1])
    return marked[-1] and not any(marked[:-1]) and not named[-1] and any(named) and not told


def _refers(asking: Turn, whole: Turn) -> bool:
    """Return whether the piece that asks is about what another names: "BLOOM? What did training it emit"."""
    facts = asking.facts
    assert facts is not None
    about = any(cue.key == "that" and cue.start > 0 for cue in facts.tagged.cues)
    return asking.request.intent == "explain" and whole.request.intent in COMPLETE and about


def _marked(facts: Facts) -> bool:
    """Return whether a question mark stands in a message, outside of what it quotes."""
    tagged = facts.tagged
    return any(span.text in ("?", "¿") and not tagged.tokens[span.start].quoted for span in tagged.spans)


def _put(facts: Facts) -> bool:
    """Return whether a piece is put as a question, or says what is measured: not "my wife says Claude"."""
    marked = any(span.text in ("?", "¿") for span in facts.tagged.spans)
    told = facts.metrics or facts.quantities or facts.tagged.cue("how-much", "how-many", "how-long")
    return marked or bool(told) or coverage(facts) >= SHARE


def _noise(asking: Turn, parts: Sequence[Turn]) -> bool:
    """Return whether the rest of a message only distracts: names and things, but nothing counted."""
    own = asking.facts is not None and any(count.key in WORK for count in asking.facts.counts)
    for part in parts:
        if part is asking or part.facts is None:
            continue
        facts = part.facts
        idle = facts.mentions or facts.uses or facts.training or facts.fine_tuning
        counted = facts.counts and not (own and all(count.key == "bare" for count in facts.counts))
        if counted or facts.quantities or facts.places or facts.fixed or (facts.periods and not idle):
            return False
    rest = [part.facts for part in parts if part is not asking and part.facts]
    return any(
        facts.mentions
        or facts.uses
        or facts.training
        or facts.fine_tuning
        or facts.tagged.cue("refuse", "help")
        for facts in rest
    )


def _numbers(asking: Turn, parts: Sequence[Turn]) -> tuple[str, ...]:
    """Return the numbers of a message that stand outside the piece which asks."""
    rest = [part.facts for part in parts if part is not asking and part.facts]
    return tuple(facts.tagged.spans[count.at].text for facts in rest for count in facts.counts)


def _leans(part: Turn) -> bool:
    """Return whether a piece of a message asks again what stands before it, changed: "and 200?"."""
    facts = part.facts
    if facts is None or not any(span.text == "?" for span in facts.tagged.spans):
        return False
    opened = any(cue.start == 0 and cue.key == "follow" for cue in facts.tagged.cues)
    stated = facts.counts or facts.uses or facts.places or facts.metrics or facts.mentions or facts.quantities
    return bool(stated) and (opened or facts.tagged.cue("that")) and not facts.tagged.cue("check")


def _several(asking: Sequence[Turn], parts: Sequence[Turn]) -> Turn:
    """Return several questions of one message as one request with the others in it."""
    first = asking[0]
    assert first.facts is not None
    others: list[Request] = []
    before = first
    for part in parts[parts.index(first) + 1 :]:
        if part.facts is None or len(others) >= MOST_REQUESTS - 1:
            continue
        request = part.request
        if _leans(part) and part not in asking:
            request = merge(before, part.facts, part.request)
        elif part not in asking:
            continue
        if request != first.request:
            others.append(doubt(request, part.facts))
        before = Turn(request, part.facts)
    return Turn(replace(doubt(first.request, first.facts), others=tuple(others)), first.facts)


def _read(question: Question, tokens: tuple[Token, ...], language: str, tables: Known) -> Facts:
    pack = tables.words.packs[language]
    others = [other for other in tables.words.packs.values() if other is not pack]
    return observe(
        tag(
            question,
            tokens,
            pack,
            others,
            tables.names,
            [tables.places[each.language] for each in (pack, *others)],
            tables.thing_units,
            tables.things,
        )
    )


def _restated(request: Request, tables: Known) -> Request:
    pack = tables.words.packs[request.language]
    return replace(
        request,
        others=tuple(_restated(other, tables) for other in request.others),
        alternatives=tuple(_restated(other, tables) for other in request.alternatives),
        understood=restate(request, pack, tables.catalogue),
    )


def read(text: str, tables: Known, language: str | None) -> Facts:
    """Return the facts of a message taken by itself."""
    question = clean(text)
    tokens = scan(question, tables.tails)
    return _read(
        question,
        tokens,
        language or vote(question.text, tokens, tables.words, None, tables.names.keys),
        tables,
    )
