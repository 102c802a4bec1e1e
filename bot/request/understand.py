"""A message and what it follows → the request it makes."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from typing import Final

from bot.question import Question, clean
from bot.request import levers
from bot.request.between import between, kept_beside
from bot.request.decide import ABOUT_ANSWERS, decide
from bot.request.doubt import doubt
from bot.request.evidence import marked
from bot.request.facts import Facts
from bot.request.focus import focused
from bot.request.follow import (
    ALONE,
    COMPLETE,
    challenges,
    follows,
    located_before,
    merge,
    named_before,
    of_a_term,
)
from bot.request.kin import name_kin
from bot.request.known import Known, known, read, read_tokens
from bot.request.language import vote
from bot.request.leaning import STRONGLY, leans, opens, wonders
from bot.request.lexicon import Words
from bot.request.pacing import pace_of, with_pace
from bot.request.recount import Turn, carried
from bot.request.renewed import renewed
from bot.request.request import Request
from bot.request.restate import restate
from bot.request.segments import segments
from bot.request.standing import standing
from bot.request.tokens import Token, scan
from estimator.catalogue import Catalogue

BEHIND: Final = "method"  # the topic of what stands behind an answer
SPEAK: Final = "speak-"  # opens the keys of cues that wish for a language
MOST_TURNS: Final = 12  # of a conversation that are read again


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
    before = _before(context, tables)
    turn = _turn(text, before, tables, language)
    request = _restated(turn.request, tables)
    if turn.facts is None or not request.items:
        return request
    earlier = before.request if before else None
    return replace(request, pace=pace_of(turn.facts), earlier=kept_beside(request, earlier))


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
        if before is None or not (turn.request.intent == "none" or _behind(turn.request, before.request)):
            aside = before if turn.request.intent in ALONE and before and before.request.items else None
            aside = aside or (before.aside_from if before and turn.request.intent in ALONE else None)
            before = replace(turn, earlier=before.request, aside_from=aside) if before else turn
    return before


def _behind(request: Request, before: Request) -> bool:
    """Return whether a turn asks what stands behind the answer before it, which the next still follows."""
    return request.intent == "explain" and request.topic in ABOUT_ANSWERS and bool(before.items)


def _made(request: Request, tables: Known) -> Turn:
    """Return the turn of a request that was kept, or that no message made."""
    if request.pace is None:
        return Turn(request, earlier=request.earlier)
    facts = with_pace(read_tokens(clean(""), (), request.language, tables), request.pace)
    return Turn(request, facts, request.earlier)


def _turn(text: str, before: Turn | None, tables: Known, language: str | None = None) -> Turn:
    question = clean(_used(text, tables))
    tokens = scan(question, tables.tails)
    spoken = before.request.language if before else language
    language = vote(question.text, tokens, tables.words, spoken, tables.names.keys)
    if before and before.request.items and (asked := _and_a_term(question, tokens, language, before, tables)):
        return asked
    whole = focused(read_tokens(question, tokens, language, tables))
    alone = levers.supposed(decide(whole), whole, tables.catalogue)
    if before and before.aside_from and _goes_back(alone, whole, before.request):
        before = before.aside_from
    if before and before.request.items and alone.intent not in ALONE:
        name_kin(before, whole, tables.names)
    if before and (changed := levers.again(before.request, whole, tables.catalogue)):
        return Turn(doubt(changed, whole), carried(before.facts, whole))
    wondering = not alone.items and alone.intent in ("none", "estimate") and wonders(whole)
    if before and before.request.items and (wondering or challenges(whole)):
        behind = Request("explain", topic=BEHIND, language=language)
        return Turn(doubt(behind, whole), before.facts)
    if before and before.request.items and alone.intent in ("none", "explain", "lookup"):
        named = spoken_in(before.request, whole, tables.words.packs) or between(before, whole)
        if named:
            return Turn(doubt(named, whole), before.facts)
    if before and before.request.intent != "none" and follows(whole, alone, before.request):
        merged = merge(before, whole, alone)
        if merged is not alone:
            _name(whole, before.request)
            return Turn(doubt(merged, whole), carried(before.facts, whole))
        again = _again(before, whole, alone, language, tables)
        if again and not (whole.counts and whole.metrics):
            return again
    turn = standing(question, tokens, language, Turn(alone, whole), tables)
    if (
        before
        and turn.request.intent == "none"
        and (rest := _behind_talk(question, tokens, language, tables))
    ):
        return _turn(rest, before, tables, language)
    return replace(turn, request=_completed(before, whole, turn.request)) if before else turn


def _and_a_term(
    question: Question, tokens: tuple[Token, ...], language: str, before: Turn, tables: Known
) -> Turn | None:
    """Return what goes on with the request before and a term that the same message asks about: "and the
    energy? oh, and what is WUE?"; None for any other message."""
    runs = segments(tokens, frozenset())
    if len(runs) != 2:
        return None
    facts = read_tokens(question, tokens[runs[1][0] :], language, tables)
    term = decide(facts)
    if term.intent != "explain" or term.topic in ABOUT_ANSWERS or not facts.tagged.cue("explain"):
        return None
    first = _turn(question.text[: tokens[runs[1][0]].start], before, tables, language)
    if first.request.intent not in COMPLETE or not first.request.items:
        return None
    return replace(first, request=replace(first.request, others=(*first.request.others, doubt(term, facts))))


def _used(text: str, tables: Known) -> str:
    """Return a message without the words that our own line of what was understood tells to be left out."""
    for pack in tables.words.packs.values():
        text = text.partition(pack.restate["part"] + pack.restate["unused"].partition("{")[0])[0]
    return text


def _behind_talk(question: Question, tokens: tuple[Token, ...], language: str, tables: Known) -> str:
    """Return the last sentence of a message where those before it state nothing: "lol. so in Ireland?"."""
    runs = segments(tokens, frozenset())
    if len(runs) < 2:
        return ""
    start = runs[-1][0]
    talk = read_tokens(question, tokens[:start], language, tables)
    stated = talk.counts or talk.quantities or talk.mentions or talk.places or talk.uses or talk.periods
    rest = read_tokens(question, tokens[start:], language, tables)
    asking = marked(rest) and opens(rest, *STRONGLY, "follow")
    polite = {at for cue in talk.tagged.cues_of("thanks", "idle") for at in range(cue.start, cue.end)}
    words = [at for at, token in enumerate(talk.tagged.tokens) if token.kind != "symbol"]
    asking = asking or sum(at not in polite for at in words) <= 1  # "mmm ok. then twice as many"
    return question.text[tokens[start].start :] if asking and not (stated or talk.metrics) else ""


def _goes_back(alone: Request, facts: Facts, aside: Request) -> bool:
    """Return whether a message goes on with what was asked before a term: a place, a model, an amount."""
    if alone.intent in ALONE or of_a_term(aside, facts, alone) is not alone:
        return False
    named = any(not mention.generic for mention in facts.mentions)
    stated = facts.counts or facts.periods or facts.places or facts.metrics or facts.uses or facts.fixed
    multiplied = facts.tagged.cue("multiply", "double", "triple", "halve")
    return bool(named or stated or multiplied) and leans(facts)


def spoken_in(base: Request, facts: Facts, languages: Container[str]) -> Request | None:
    """Return an earlier request in the language that a message wishes for: "in Spanish, please"."""
    spans, of = facts.tagged.spans, facts.tagged.of
    told = [cue for cue in facts.tagged.cues if cue.key.startswith(SPEAK)]
    told = [cue for cue in told if not any(span.has("things") for span in spans[of[cue.end - 1] :][:2])]
    wished = {cue.key.removeprefix(SPEAK) for cue in told}  # not "in Spanish homes"
    language = wished.pop() if len(wished) == 1 else None
    if language is None or language not in languages or not leans(facts):
        return None
    return replace(base, language=language, others=(), alternatives=())


def _completed(before: Turn, whole: Facts, alone: Request) -> Request:
    """Return a request with the model, place or unit that it leaves to the one before."""
    named = named_before(before, whole, alone)
    return located_before(before.request, whole, of_a_term(before.request, whole, named))


def _name(facts: Facts, before: Request) -> None:
    """Take what stands for no certain model as named where the question before named just that."""
    named = {item.subject for item in before.items} if "model" not in before.guessed else set()
    for mention in facts.mentions:
        mention.generic = mention.generic and mention.name.slug not in named


def _again(before: Turn, whole: Facts, alone: Request, language: str, tables: Known) -> Turn | None:
    """Return what an earlier question looks up, of the year or the name that a message gives instead."""
    if before.request.intent != "lookup" or alone.intent not in ("none", "estimate"):
        return None
    if not leans(whole):
        return None
    spoken = before.request.language
    asked = before.facts or read(before.request.understood, tables, spoken)  # of a request that was kept
    text = renewed(asked, whole)
    facts = read(text, tables, before.request.language) if text else None
    request = decide(facts) if facts else None
    if facts is None or request is None or request.intent != "lookup":
        return None
    return Turn(replace(doubt(request, facts), language=language), facts)


def _restated(request: Request, tables: Known) -> Request:
    pack = tables.words.packs[request.language]
    return replace(
        request,
        others=tuple(_restated(other, tables) for other in request.others),
        alternatives=tuple(_restated(other, tables) for other in request.alternatives),
        understood=restate(request, pack, tables.catalogue),
    )
