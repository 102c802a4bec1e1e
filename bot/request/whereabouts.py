"""Where computing runs, and places that are something else: a home, a journey's end, a country compared."""

from __future__ import annotations

from bot.request.facts import Facts, Use
from bot.request.spans import Span, Tagged


def locate(facts: Facts) -> None:
    """Collect the places of a message where computing runs."""
    tagged = facts.tagged
    elsewhere = -1
    mixed = any(token.raw.islower() and len(token.raw) > 2 for token in tagged.tokens)
    for at, span in enumerate(tagged.spans):
        if span.place is None:
            continue
        if at in facts.negated:
            facts.bound.add(at)
            continue
        before = tagged.spans[at - 1] if at else None
        after = tagged.spans[at + 1] if at + 1 < len(tagged.spans) else None
        beyond = tagged.spans[at + 2] if at + 2 < len(tagged.spans) else None
        if span.has("units") and before is not None and before.num:
            continue  # 20 MW are not in Malawi
        code = span.end - span.start == 1 and tagged.tokens[span.start].raw == span.place[-2:]
        backed = (
            before is None
            or before.has("places", "preposition", "grid", "state", "country")
            or _prepositional(tagged, before)
            or before.text in {",", "(", ":", "?", "¿", "!", "."}
            or before.place is not None
            or (after is not None and after.has("places", "grid", "state", "country"))
            or (after is None and not code and not span.has("places", "risky"))
        )
        folk = at >= 2 and before is not None and before.has("places", "preposition")
        if folk and (tagged.spans[at - 2].has("nouns", "person") or tagged.spans[at - 2].has("cues", "each")):
            facts.homes.append((span.place, at))
            facts.bound.add(at)
            continue
        led = before is not None and before.has("places", "preposition") and at >= 2 and elsewhere == at - 2
        if (
            led
            or (before and before.has("places", "elsewhere"))
            or (after and after.has("places", "elsewhere"))
        ):
            facts.homes.append((span.place, at))
            facts.bound.add(at)
            elsewhere = at
            continue
        if code and (not mixed or not (backed or after is None) or span.has("places", "code-words")):
            continue
        if span.has("places", "risky") and not backed:
            continue
        if span.has("cues") and span.place and not backed:
            continue
        place = span.place
        if span.twin and _country_meant(before, after):
            place = span.twin
        if facts.places and place == facts.places[-1][0].split("-")[0] and facts.places[-1][1] >= at - 2:
            facts.bound.add(at)
            continue  # "Austin, US"
        against = before is not None and before.has("cues", "than", "as-much-as") and not before.word
        if against and (not facts.places or beyond is not None):
            facts.homes.append((place, at))
            facts.bound.add(at)
            facts.uses.append(Use(f"country-{place.lower()}", at))
            continue
        whole = next((each for each in facts.places if place.startswith(f"{each[0]}-")), None)
        if whole and not any(each.has("cues", "versus") for each in tagged.spans[whole[1] : at]):
            facts.places.remove(whole)  # "in Australia, New South Wales to be exact"
        if place not in [known for known, _ in facts.places]:
            facts.places.append((place, at))
        facts.bound.add(at)


def _prepositional(tagged: Tagged, span: Span) -> bool:
    """Return whether a phrase ends in a word that leads to a place: "and in"."""
    tags = tagged.pack.phrases.get((tagged.texts[span.end - 1],), frozenset())
    return any(tag.kind == "places" and tag.key == "preposition" for tag in tags)


def _country_meant(before: Span | None, after: Span | None) -> bool:
    """Return whether a name that is a state's and a country's is said to be the country's."""
    near = [span for span in (before, after) if span is not None]
    return any(span.has("places", "country") for span in near)
