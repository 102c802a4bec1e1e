"""A message on its own: one question, one among talk, or several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.question import Question
from bot.request.decide import ABOUT_ANSWERS, ABOUT_US, decide
from bot.request.doubt import beside, doubt
from bot.request.evidence import ASKING, SHARE, coverage, marked, unclear
from bot.request.facts import Facts
from bot.request.follow import COMPLETE, merge
from bot.request.known import Known, read_tokens
from bot.request.recount import Turn
from bot.request.request import Request
from bot.request.segments import segments
from bot.request.spending import WORK
from bot.request.tokens import Token
from bot.request.topics import side_by_side

MOST_REQUESTS: Final = 3  # of one message
GUESSED: Final = 0.75  # confidence in a part of a message that asks nothing as a whole
TOLD: Final = ("lookup", "explain")  # what a sentence may also only speak of
CLAUSES: Final = frozenset(".;:?!=(")


def standing(
    question: Question, tokens: tuple[Token, ...], language: str, whole: Turn, tables: Known
) -> Turn:
    """Return the reading of a message on its own: as one question, as the one that asks, or as several."""
    assert whole.facts is not None
    if several := _terms(whole) or _listed(question, tokens, language, whole.facts, tables):
        return several
    cues = whole.facts.tagged.cues
    joints = frozenset(cue.start for cue in cues if cue.key == "also" and cue.start > 1)
    abbreviated = frozenset(at for cue in cues for at in range(cue.start + 1, cue.end))  # the dot of "vs."
    runs = segments(tokens, joints, abbreviated)
    if len(runs) > 1:
        parts = [_part(question, tokens[start:end], language, tables) for start, end in runs]
        put = any(part.facts is not None and marked(part.facts) for part in parts)
        asking = _questions([part for part in parts if _asks(part) and not (put and _states(part))])
        if _one_question(parts):
            asking = []
        leaning = [part for part in parts if _leans(part)]
        if asking and (len(asking) > 1 or (leaning and parts.index(leaning[0]) > parts.index(asking[0]))):
            return _several(asking, parts)
        if len(asking) == 1 and _looks_up_apart(asking[0], whole):
            part = asking[0]
            assert part.facts is not None
            return Turn(doubt(part.request, part.facts), part.facts)
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


def _terms(whole: Turn) -> Turn | None:
    """Return terms that are asked about side by side, each as a request: "what are PUE and WUE?"."""
    if whole.request.intent != "explain" or whole.facts is None:
        return None
    terms = side_by_side(whole.facts.tagged)[:MOST_REQUESTS]
    if whole.request.topic not in terms or not {*ABOUT_ANSWERS, *ABOUT_US}.isdisjoint(terms):
        return None
    first, *others = (doubt(replace(whole.request, topic=term), whole.facts) for term in terms)
    return Turn(replace(first, others=tuple(others)), whole.facts)


def _listed(
    question: Question, tokens: tuple[Token, ...], language: str, whole: Facts, tables: Known
) -> Turn | None:
    """Return the questions that commas and "and" part, each asking by itself: "how much …, what is …"."""
    asking = {cue.start for cue in whole.tagged.cues_of(*ASKING, "verify")}
    joining = {cue.start: cue.end for cue in whole.tagged.cues_of("and")}
    joints = set()
    for at, token in enumerate(tokens):
        if at in joining and joining[at] in asking:
            joints.add(at)
        elif token.text == "," and at + 1 in asking:
            joints.add(at + 1)
    if not joints or not asking & set(range(min(joints))):
        return None
    parts = [
        _part(question, tokens[start:end], language, tables)
        for start, end in segments(tokens, frozenset(joints))
    ]
    first, *rest = parts
    heard = all(_asks(part) or _helps(part) or _doubts(part) for part in rest)
    if len(parts) > MOST_REQUESTS or not (heard and (_asks(first) or _helps(first))):
        return None
    return _several(parts, parts)


def _questions(asking: list[Turn]) -> list[Turn]:
    """Return the pieces that ask, without those that only speak of a subject: "My pupils ask how dirty each
    grid is. What's the carbon intensity of Poland's?"."""
    put = [at for at, part in enumerate(asking) if part.facts is not None and marked(part.facts)]
    behind = asking[min(put) + 1 :] if put else []  # "what does WUE mean? and where are the figures from"
    return [
        part
        for part in asking
        if part.request.intent not in TOLD
        or _wished(part, asking)
        or (part in behind and part.facts is not None and part.facts.tagged.cue(*ASKING))
    ]


def _states(part: Turn) -> bool:
    """Return whether a piece only tells a quantity, and doubts none: "a panel gives us 4 kWh a day"."""
    facts = part.facts
    doubting = facts is not None and (marked(facts) or facts.tagged.cue("check", "verify"))
    return part.request.intent == "check" and not doubting


def _wished(part: Turn, asking: Sequence[Turn]) -> bool:
    """Return whether a term or a figure is asked for in a piece of a message, and not only named."""
    facts = part.facts
    if facts is None or marked(facts) or facts.tagged.cue("explain", "define", "request"):
        return True
    put = any(
        other.request.intent in COMPLETE or (other.facts is not None and marked(other.facts))
        for other in asking
    )
    return not put and facts.tagged.cue(*ASKING, "check", "wish")


def _doubts(part: Turn) -> bool:
    """Return whether a piece doubts a claim about what stands before it: "and is it true that it …"."""
    return part.facts is not None and part.facts.tagged.cue("verify") and _leans(part)


def _helps(part: Turn) -> bool:
    """Return whether a piece asks what the bot can do, and not what a thing does: "why does it help"."""
    return part.request.intent == "help" and part.facts is not None and not part.facts.tagged.cue("that")


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
    return _guessed(part.request, facts)


def _asked_apart(
    question: Question, tokens: tuple[Token, ...], language: str, tables: Known, whole: Facts
) -> Turn | None:
    """Return what one clause of a message asks of the bot or of a term, the rest being talk; it is doubted.

    "Any examples of what I may ask? I am new here and shy."
    """
    if not (unclear(whole) and marked(whole, quoted=False)):
        return None
    ends = [at for at, token in enumerate(tokens) if token.text in CLAUSES and not token.quoted]
    starts = [0, *(at + 1 for at in ends)]
    for start, end in zip(starts, [*ends, len(tokens)], strict=True):
        if end - start < 2 or end - start == len(tokens):
            continue
        part = _part(question, tokens[start : end + 1], language, tables)
        if part.facts is not None and part.request.intent in ("help", "explain"):
            return _guessed(part.request, part.facts)
    return None


def _guessed(request: Request, facts: Facts) -> Turn:
    """Return the reading of a part of a message that asks nothing as a whole."""
    doubted = doubt(request, facts)
    return Turn(replace(doubted, confidence=min(doubted.confidence, GUESSED)), facts)


def _part(question: Question, tokens: tuple[Token, ...], language: str, tables: Known) -> Turn:
    facts = read_tokens(question, tokens, language, tables)
    return Turn(decide(facts), facts)


def _asks(part: Turn) -> bool:
    """Return whether a piece of a message is a question that stands by itself."""
    facts = part.facts
    if facts is None or part.request.intent in ("none", "help"):
        return False
    termed = facts.tagged.cue("explain") and not facts.tagged.cue("that")
    if part.request.intent == "explain" and _leans(part) and not termed:
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
    asking = [marked(each, quoted=False) for each in facts]
    named = [any(not mention.generic for mention in each.mentions) for each in facts]
    told = any(set(each.metrics) - {"cost"} or each.quantities for each in facts[:-1])
    return asking[-1] and not any(asking[:-1]) and not named[-1] and any(named) and not told


def _refers(asking: Turn, whole: Turn) -> bool:
    """Return whether the piece that asks is about what another names: "BLOOM? What did training it emit"."""
    facts = asking.facts
    assert facts is not None
    about = any(cue.key == "that" and cue.start > 0 for cue in facts.tagged.cues)
    return asking.request.intent == "explain" and whole.request.intent in COMPLETE and about


def _put(facts: Facts) -> bool:
    """Return whether a piece is put as a question, or says what is measured: not "my wife says Claude"."""
    told = facts.metrics or facts.quantities or facts.tagged.cue("how-much", "how-many", "how-long")
    return marked(facts) or bool(told) or coverage(facts) >= SHARE


def _looks_up_apart(asking: Turn, whole: Turn) -> bool:
    """Return whether one piece looks up what the message as a whole does not: the rest is talk."""
    facts, request = asking.facts, asking.request
    if facts is None or request.intent not in TOLD or whole.request.intent in COMPLETE:
        return False
    if replace(request, unused=(), confidence=0.0) == replace(whole.request, unused=(), confidence=0.0):
        return False
    texts, articles = facts.tagged.texts, facts.tagged.pack.numbers.the
    leaning = any(texts[cue.start] not in articles for cue in facts.tagged.cues_of("that"))
    return marked(facts) and facts.tagged.cue(*ASKING) and not leaning


def _noise(asking: Turn, parts: Sequence[Turn]) -> bool:
    """Return whether the rest of a message only distracts: names and things, but nothing counted."""
    own = asking.facts is not None and any(count.key in WORK for count in asking.facts.counts)
    for part in parts:
        if part is asking or part.facts is None:
            continue
        facts = part.facts
        idle = facts.mentions or facts.uses or facts.training or facts.fine_tuning
        counted = facts.counts and not (own and all(count.key == "bare" for count in facts.counts))
        added = any(use.number_at is not None for use in facts.uses)
        told_in = facts.asked == "thing" and facts.uses  # "also tell me how many hours of Netflix"
        if (
            counted
            or added
            or told_in
            or facts.quantities
            or facts.places
            or facts.fixed
            or (facts.periods and not idle)
        ):
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
    if facts is None:
        return False
    opening = {cue.key for cue in facts.tagged.cues if cue.start == _first_word(facts)}
    if "also" in opening and facts.counts and facts.metrics:  # "also the CO2 of 5 images"
        return True
    if (
        "go-on" in opening and "also" not in opening and facts.mentions and coverage(facts) >= SHARE
    ):  # "and 5 DALL-E 3 images"
        return True
    put = any(span.text == "?" for span in facts.tagged.spans)
    put = put or (facts.tagged.cue("how-many", "request") and facts.tagged.cue("that") and bool(facts.uses))
    if not put:
        return False
    opened = "follow" in opening
    stated = facts.counts or facts.uses or facts.places or facts.metrics or facts.mentions or facts.quantities
    if facts.tagged.cue("check"):  # "my friend says 3 Wh, is he right?"
        return any(quantity.metric for quantity in facts.quantities) and not facts.mentions
    return bool(stated) and (opened or facts.tagged.cue("that"))


def _first_word(facts: Facts) -> int:
    """Return where the first word of a piece stands, its opening marks passed over: "¿y en Francia?"."""
    return next((at for at, token in enumerate(facts.tagged.tokens) if token.kind != "symbol"), 0)


def _several(asking: Sequence[Turn], parts: Sequence[Turn]) -> Turn:
    """Return several questions of one message as one request with the others in it."""
    first = before = asking[0]
    assert first.facts is not None
    others: list[Request] = []
    for part in parts[parts.index(first) + 1 :]:
        if part.facts is None or len(others) >= MOST_REQUESTS - 1:
            continue
        request = part.request
        if _leans(part) and part not in asking:
            request = merge(before, part.facts, part.request)
            if (
                before is first
                and not (part.facts.mentions or part.facts.counts)
                and request.intent != "none"
                and not marked(first.facts)
            ):  # "I need the CO2 of … . Could you do it for France?"
                first = before = Turn(request, part.facts)
                continue
        elif part not in asking:
            continue
        if request.intent != "none" and request != first.request:
            others.append(doubt(request, part.facts))
        before = Turn(request, part.facts)
    assert first.facts is not None
    return Turn(replace(doubt(first.request, first.facts), others=tuple(others)), first.facts)
