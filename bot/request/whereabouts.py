"""Where computing runs, and places that are something else: a home, a journey's end, a country compared."""

from __future__ import annotations

from typing import Final

from bot.request.facts import Facts, Use
from bot.request.places import LETTERS
from bot.request.spans import Span, Tagged
from estimator.workload import METRICS

UNION: Final = "EU"
STATES: Final = "US"  # whose states go by two letters
BESIDE: Final = 2  # spans between an adjective of a country and what it is of: "the Spanish low-carbon grid"
HOSTED: Final = 3  # spans from a server to where it is
FOLK: Final = 4  # spans from a place to the people in it: "in Spain there are 5 million people"
REACH: Final = 4  # spans around the words that take a place back
PAIR: Final = 2
JOURNEY: Final = 4  # spans from a flight to where it ends: "flight from Oslo to Rome"
FLIGHT: Final = "transatlantic-flight"  # stands for every flight that has no figure of its own
APART: Final = 3  # spans from a place to the larger one that it is in: "Aragon (in Spain)"
PAUSES: Final = frozenset({",", "(", ")", ":", "?", "¿", "!", ".", "/", "|", ";"})
MADE: Final = ("prompt", "exchange", "image", "video", "token")  # what a share of electricity is asked of
SHARE_REACH: Final = 6  # spans from "what share of" to whose electricity it is


def locate(facts: Facts) -> None:
    """Collect the places of a message where computing runs."""
    tagged = facts.tagged
    elsewhere = -1
    ruled_out: list[int] = []
    mixed = any(token.raw.islower() and len(token.raw) > 2 for token in tagged.tokens)
    for at, span in enumerate(tagged.spans):
        if span.place is None:
            continue
        if at in facts.negated and not _set_against(tagged, at):
            facts.bound.add(at)
            ruled_out.append(at)
            continue
        before = tagged.spans[at - 1] if at else None
        after = tagged.spans[at + 1] if at + 1 < len(tagged.spans) else None
        beyond = tagged.spans[at + 2] if at + 2 < len(tagged.spans) else None
        if span.has("units") and before is not None and before.num:
            continue  # 20 MW are not in Malawi
        if _phrase(tagged, at) in tagged.places.demonyms:
            homely = _homely(tagged, at)  # "the electricity of a Spanish home" is about no grid
            if homely:
                facts.homes.append((span.place, at))
            other = facts.places and before is not None and _weighed(tagged, facts.places[-1][1], at)
            if homely or not (_electric(tagged, at) or other):
                facts.bound.add(at)
                continue
        elif not _backed(facts, at, mixed=mixed):
            continue
        if _of_people(tagged, at) or _of_oneself(facts, at) or _writes_from(tagged, at):
            facts.homes.append((span.place, at))
            facts.bound.add(at)
            continue
        led = before is not None and before.has("places", "preposition") and at >= 2 and elsewhere == at - 2
        leaves = bool(
            after and after.place and beyond and beyond.has("things", FLIGHT)
        )  # "Berlin-Tokyo flight"
        if (
            led
            or leaves
            or _ends_a_journey(facts, at)
            or (
                before
                and before.has("places", "elsewhere")
                and (not before.has("places", "preposition") or _departs(tagged, at))
            )
            or (after and after.has("places", "elsewhere"))
        ):
            facts.homes.append((span.place, at))
            facts.bound.add(at)
            elsewhere = at
            if _flown(tagged, at):  # a flight of which there is no figure, so that any stands for it
                facts.left[at] = span.text
            continue
        if facts.counted(*MADE) and _shared(facts, at):
            facts.homes.append((span.place, at))
            facts.bound.add(at)
            continue
        place = _meant(facts, at)
        if facts.places and _apposed(tagged, facts.places[-1][1], at):
            known = facts.places[-1][0]
            if place == country(known) != known:
                facts.bound.add(at)
                continue  # "Austin, US"
            cloud = _phrase(tagged, facts.places[-1][1]) in tagged.places.cloud
            if known in (country(place), UNION) and place != known and not cloud:
                facts.bound.add(facts.places.pop()[1])  # "Spain (Aragon)"
        against = before is not None and before.has("cues", "than", "as-much-as") and not before.word
        if against and (not facts.places or beyond is not None):
            facts.homes.append((place, at))
            facts.bound.add(at)
            facts.uses.append(Use(f"country-{place.lower()}", at))
            continue
        if place not in [known for known, _ in facts.places]:
            facts.places.append((place, at))
        facts.bound.add(at)
    _hosted(facts)
    _take_back(facts)
    if not facts.places:  # "if it weren't run in the US"
        facts.left |= {at: tagged.spans[at].text for at in ruled_out}


def _writes_from(tagged: Tagged, at: int) -> bool:
    """Return whether a message opens with where the one who writes is: "from Argentina, I ask it …"."""
    opened = at == 1 and tagged.texts[0] in tagged.pack.numbers.origin
    following = tagged.spans[at + 1 : at + 1 + BESIDE]
    return opened and any(span.has("cues", "mine", "done-by-one") for span in following)


def _weighed(tagged: Tagged, first: int, second: int) -> bool:
    """Return whether an adjective of a country is set against a place: "the Polish grid vs the French"."""
    between = tagged.spans[first + 1 : second]
    return len(between) <= REACH and any(span.has("cues", "versus", "than", "compare") for span in between)


def _set_against(tagged: Tagged, at: int) -> bool:
    """Return whether a place is one instead of which another is named: "in Iceland instead of Virginia"."""
    start = tagged.spans[at].start
    led = any(start - BESIDE <= cue.end <= start for cue in tagged.cues_of("instead"))
    return led and any(span.place for other, span in enumerate(tagged.spans) if other != at)


def _shared(facts: Facts, at: int) -> bool:
    """Return whether a share of a place's electricity is asked for, which no field carries."""
    tagged = facts.tagged
    for cue in tagged.cues_of("share-wish"):
        first = tagged.of[cue.start]
        if first < at <= first + SHARE_REACH and any(
            span.has("metrics", "energy") for span in tagged.spans[first : at + SHARE_REACH]
        ):
            facts.left[first] = tagged.said(cue.start, tagged.spans[at].end)
            return True
    return False


def _take_back(facts: Facts) -> None:
    """Drop the place that a message takes back: "in Poland, no wait, in France"."""
    for cue in facts.tagged.cues_of("correction"):
        at = facts.tagged.of[cue.start]
        before = [each for each in facts.places if at - REACH <= each[1] < at]
        after = [each for each in facts.places if at < each[1] <= at + REACH]
        if before and after:
            facts.places = [each for each in facts.places if each not in before]


def _hosted(facts: Facts) -> None:
    """Keep of several places the one where servers are said to be: "I'm in Kenya, the server is in Iowa"."""
    spans = facts.tagged.spans
    hosted = [
        (place, at)
        for place, at in facts.places
        if any(span.has("nouns", "server", "data-centre") for span in spans[max(0, at - HOSTED) : at])
    ]
    if len(facts.places) == len(hosted) + 1 == PAIR and not facts.tagged.cue("versus", "than", "compare"):
        facts.homes += [each for each in facts.places if each not in hosted]
        facts.places = hosted


def _ends_a_journey(facts: Facts, at: int) -> bool:
    """Return whether a place stands right behind the near end of a journey: "flight Madrid-New York"."""
    spans = facts.tagged.spans
    return at > 1 and spans[at - 1].place is not None and spans[at - 2].has("places", "elsewhere")


def _flown(tagged: Tagged, at: int) -> bool:
    """Return whether a place is an end of a flight that has no name of its own."""
    near = tagged.spans[max(0, at - JOURNEY) : at + 1 + BESIDE]
    return any(span.has("things", FLIGHT) for span in near)


def _departs(tagged: Tagged, at: int) -> bool:
    """Return whether something leaves from a place: a flight, or what goes on to another place."""
    if _phrase(tagged, at) in tagged.places.cloud:
        return False
    travels = any(span.has("things") for span in tagged.spans)
    if not travels and tagged.cue("relocate"):
        return False  # "move the workload from Poland to Sweden" weighs one grid against the other
    onward = any(span.place for span in tagged.spans[at + 1 : at + 1 + BESIDE])
    return travels or onward


def _phrase(tagged: Tagged, at: int) -> tuple[str, ...]:
    span = tagged.spans[at]
    return tagged.texts[span.start : span.end]


def _backed(facts: Facts, at: int, *, mixed: bool) -> bool:
    """Return whether what reads as a place is one; words, people and codes of two letters need a reason."""
    tagged = facts.tagged
    span = tagged.spans[at]
    assert span.place is not None
    before = tagged.spans[at - 1] if at else None
    after = tagged.spans[at + 1] if at + 1 < len(tagged.spans) else None
    code = (
        span.end - span.start == 1
        and len(span.text) == LETTERS
        and tagged.tokens[span.start].raw == span.place[-LETTERS:]
    )
    phrase = _phrase(tagged, at)
    risky = phrase in tagged.places.risky or (span.has("cues") and not code)
    if not (risky or code):
        return True
    if risky and after is not None and after.text.lower() in tagged.places.unless:
        return False
    next_to = before is not None and (
        before.place is not None
        or before.has("places", "preposition", "grid", "state", "country")
        or _prepositional(tagged, before)
    )
    if before is not None and before.place is None and before.has("places", "joining"):
        hosted = at > 1 and tagged.spans[at - 2].has("nouns", "server", "data-centre")  # "my server in Chile"
        next_to = hosted or _joined(tagged, at, code=code)
    starts = before is None or before.text in PAUSES or before.has("cues", "go-on")
    if starts and (risky or code) and after is not None:
        starts = after.num is not None or after.name is not None or after.text in PAUSES
        starts = starts or (after.has("cues", "versus") and _joined(tagged, at, code=code))
    backed = next_to or starts or (after is not None and after.has("places", "grid", "state", "country"))
    if code:
        return mixed and (backed or after is None) and not span.has("places", "code-words")
    return backed


def _joined(tagged: Tagged, at: int, *, code: bool) -> bool:
    """Return whether "and" or "of" before a place joins it to another, or to a measure of a place."""
    near = [tagged.spans[other] for other in (at - 2, at + 2) if 0 <= other < len(tagged.spans)]
    return any(
        span.place or span.has("places", "grid") or (not code and span.has("metrics")) for span in near
    )


def _electric(tagged: Tagged, at: int) -> bool:
    """Return whether an adjective of a country stands beside electricity, a grid or a data centre."""
    for step in (1, -1):
        for away in range(1, BESIDE + 1):
            other = at + step * away
            if not 0 <= other < len(tagged.spans):
                break
            span = tagged.spans[other]
            if (
                span.has("places", "grid")
                or span.has("cues", "in-cloud")
                or (away == 1 and span.has("metrics", "energy") and not span.has("cues"))
            ):
                return True
            if span.text in PAUSES or span.name or span.num or span.has("nouns") or span.has("places"):
                break
    return False


def _homely(tagged: Tagged, at: int) -> bool:
    """Return whether an adjective of a country stands beside a home."""
    near = tagged.spans[max(0, at - 1) : at + 2]
    return any(key.split("-")[0] == "home" for span in near for key in span.keys("things"))


def _of_people(tagged: Tagged, at: int) -> bool:
    """Return whether people are in a place, or of it: "my cousin in Miami"."""
    following = tagged.spans[at + 1 : at + 1 + FOLK]
    there = next((place for place, span in enumerate(following) if span.has("nouns", "person")), None)
    if (
        there is not None
        and any(span.num for span in following[:there])
        and not any(span.name or span.text in PAUSES for span in following[:there])
    ):
        return True  # "in Spain there are 5 million people who"
    if at < 2 or not tagged.spans[at - 1].has("places", "preposition"):
        return False
    led = tagged.spans[at - 1]
    if led.has("places", "joining") or led.end - led.start > 1:
        return False  # "what if they ran in Quebec"
    who = tagged.spans[at - 2]
    last = tagged.texts[who.end - 1]
    return who.has("nouns", "person") or who.has("cues", "each") or (last in tagged.places.folk)


def _of_oneself(facts: Facts, at: int) -> bool:
    """Return whether a clause only tells who asks, and where that is: "I teach in Leeds, and my class …"."""
    tagged = facts.tagged
    spans = tagged.spans
    start = next((back + 1 for back in range(at - 1, -1, -1) if spans[back].text in PAUSES), 0)
    behind = range(at + 1, len(spans))
    end = next((on for on in behind if spans[on].text in PAUSES or spans[on].has("cues", "and")), len(spans))
    who = any(start <= tagged.of[cue.start] < at for cue in tagged.cues_of("who-we-are"))
    placed = any(span.place for span in spans[end:])
    headed = (
        start == 0 and end < len(spans) and spans[end].text == ":" and placed
    )  # "A group in Leeds asks: …"
    if end == len(spans) or not (who or headed):
        return False
    clause = spans[start:end]
    named = any(start <= mention.at < end for mention in facts.mentions)
    runs = any(span.has("nouns", "server", "data-centre") or span.has("metrics", *METRICS) for span in clause)
    return not (named or runs or _phrase(tagged, at) in tagged.places.cloud)


def _meant(facts: Facts, at: int) -> str:
    """Return the place that a name stands for: of several, the one in a country that the message names."""
    tagged = facts.tagged
    span = tagged.spans[at]
    assert span.place is not None
    named = {
        country(each.place)
        for other, each in enumerate(tagged.spans)
        if each.place and other != at and not _whose(tagged, other)
    }
    state = f"{STATES}-{span.text}"
    if span.text == span.place and state in tagged.places.codes and STATES in named:
        return state  # "TX or CA"
    phrase = _phrase(tagged, at)
    shared = tagged.places.namesakes.get(phrase, ())
    if not shared:
        return span.place
    near = [tagged.spans[other] for other in (at - 1, at + 1) if 0 <= other < len(tagged.spans)]
    if any(each.has("places", "country") for each in near):
        return next((code for code in shared if "-" not in code), span.place)
    told = next((code for code in shared if country(code) in named), None)
    if told is None and phrase not in tagged.places.unasked:
        facts.namesakes[at] = tuple(code for code in shared if country(code) != country(span.place))
    return told or span.place


def _whose(tagged: Tagged, at: int) -> bool:
    """Return whether people stand before a place, whose it is: "hosted in Paris, users in the US"."""
    return any(span.has("nouns", "person") for span in tagged.spans[max(0, at - BESIDE) : at])


def country(code: str) -> str:
    """Return the code of the country that a place is in."""
    return code.partition("-")[0]


def _apposed(tagged: Tagged, first: int, second: int) -> bool:
    """Return whether of two places one says where the other is: "Austin, US", "US East (Ohio)"."""
    between = tagged.spans[first + 1 : second]
    return second - first <= APART and not any(
        span.has("places", "joining") or span.has("cues", "versus", "than", "and") or span.num or span.name
        for span in between
    )


def _prepositional(tagged: Tagged, span: Span) -> bool:
    """Return whether a phrase ends in a word that leads to a place: "and in"."""
    tags = tagged.pack.phrases.get((tagged.texts[span.end - 1],), frozenset())
    return any(tag.kind == "places" and tag.key == "preposition" for tag in tags)
