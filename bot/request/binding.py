"""Numbers → what each of them counts or measures: the nearest noun, unit, thing or chip that takes one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request import assume
from bot.request.aside import aside
from bot.request.everyday import LENGTHS, ROAD, TIMED, thing_after, thing_before
from bot.request.facts import Count, Facts, Period, Quantity, Use
from bot.request.measures import DAYS, METRIC_OF, POWER_W
from bot.request.numbers import Num
from bot.request.spans import STOPS, Span
from estimator.workload import LEARNING

REACH: Final = 5  # spans from a number to its noun
COUNTABLE: Final = (
    "device-hour", "input-token", "reasoning-token", "token", "word", "page", "prompt", "exchange",
    "document", "conversation", "image", "video", "person", "group", "device", "server", "data-centre",
    "generation", "audio", "parameter", "time", "example", "epoch", "sample", "rating", "character",
    "training", "fine-tuning", "terabyte", "petabyte",
)  # fmt: skip
TIMES: Final = (
    "second", "minute", "hour", "day", "weekday", "night", "week", "fortnight", "month", "quarter", "term",
    "semester", "year", "decade",
)  # fmt: skip
BREAKS: Final = ("versus", "than", "but", "as-much-as")
MILLION: Final = 1e6  # from here on Spanish puts "de" before what is counted
GRID: Final = {"g": 1.0, "kg": 1000.0}  # grams of what a grid's carbon is told in
GRID_REACH: Final = 3
DEAR: Final = 1e5  # a bare number from here on behind a verb of cost is money
SMALL: Final = 10  # a bare number word below it hardly ever counts a workload
SHORT_TIMES: Final = ("second", "minute", "hour")
DAYS_UP: Final = ("day", "week", "month", "year")
SIZES: Final = (
    "word",
    "token",
    "page",
    "second",
    "minute",
    "hour",
)  # what an adjective may state: "500-word"


def bind(facts: Facts) -> None:
    """Bind every number of a message to what it counts."""
    assume.words(facts)
    for at, span in enumerate(facts.tagged.spans):
        if span.num and at not in facts.bound:
            _bind(facts, at, span.num)


def _bind(facts: Facts, at: int, num: Num) -> bool:
    """Bind one number, and return whether it counts or measures anything that is named."""
    spans = facts.tagged.spans
    if num.negative and num.kind == "count" and facts.tagged.cue("than", "relative"):
        num = replace(num, low=-num.high, high=-num.low, negative=False)  # «¿emiten menos 10 correos que …?»
    if aside(facts, at, num):
        return True
    if num.year and num.year != "yes" and any(span.num and span.num.year == "yes" for span in spans):
        facts.left[at] = spans[at].text  # "in 2022 vs 2025"
        facts.bound.add(at)
        return True
    if num.negative and num.kind == "count" and at + 1 < len(spans) and spans[at + 1].has("nouns", *TIMES):
        facts.left[at] = facts.tagged.said(spans[at].start, spans[at + 1].end)  # "minus 5 weeks of holidays"
        facts.bound.add(at)
        return True
    if num.label or num.year == "yes":
        facts.bound.add(at)
        return True
    if assume.numbered(facts, at, num):
        return True
    if num.times and at + 1 < len(spans) and spans[at + 1].has("periods"):
        facts.counts.append(Count(num.low, num.high, "group", at, at, num))  # "twice a day"
        return True
    closed = at + 1 == len(spans) or not spans[at + 1].text[0].isalnum()
    if num.times and closed and any(span.has("nouns", *LEARNING) for span in spans[max(0, at - REACH) : at]):
        facts.counts.append(Count(num.low, num.high, "training", at, at, num))  # "training GPT-3 twice"
        return True
    if num.kind == "money":
        facts.quantities.append(Quantity(num.low, num.high, num.currency or "USD", "cost", at, at, num.bound))
        return True
    if num.kind == "percent":
        facts.quantities.append(Quantity(num.low, num.high, "%", None, at, at, num.bound))
        return True
    unit = spans[at + 1].key("units") if at + 1 < len(spans) and _adjacent(facts, at) else None
    if unit in GRID and any(
        span.has("places", "grid") and not span.has("units") for span in spans[max(0, at - GRID_REACH) : at]
    ):
        facts.fix("grid", num.low * GRID[unit], at)  # "my grid is 700 g"
        facts.bound |= {at, at + 1}
        return True
    if unit and _unit(facts, at, num, unit):
        return True
    if num.low >= MILLION and at + 2 < len(spans) and spans[at + 1].has("cues", "of-each"):
        unit = spans[at + 2].key("units")
        metric = METRIC_OF.get(unit or "")
        if unit and metric:  # "148 millones de litros de agua"
            facts.quantities.append(Quantity(num.low, num.high, unit, metric, at, at + 2, num.bound))
            return True
    if num.suffix and num.bare is not None and _suffix(facts, at, num):
        return True
    return _noun(facts, at, num)


def _adjacent(facts: Facts, at: int) -> bool:
    """Return whether nothing but a space or a hyphen parts a span from the next."""
    token = facts.tagged.tokens[facts.tagged.spans[at + 1].start]
    return token.before in ("", " ", "-")


def _unit(facts: Facts, at: int, num: Num, unit: str) -> bool:
    spans = facts.tagged.spans
    nxt = spans[at + 2] if at + 2 < len(spans) else None
    if unit == "times" and nxt and nxt.has("nouns", *LEARNING):
        facts.counts.append(
            Count(num.low, num.high, "training", at, at + 2, num)
        )  # «tres veces el fine-tuning»
        return True
    if unit == "times":
        weighed = spans[at + 1].has("cues", "than", "more") or _ends_in(facts, at + 1, "than", "more")
        if (nxt and (nxt.num or nxt.name) and not weighed) or spans[at + 1].text == "×":
            return False  # a multiplication
        if nxt and nxt.key("periods"):
            return False  # "5x a day"
        if spans[at + 1].has("nouns", "time") and nxt and nxt.has("periods"):
            return False
        if spans[at + 1].has("nouns", "time") and not (
            _compares(facts, at + 2) or _of_another(facts, at + 2)
        ):
            return False  # "30 times a day"
    if spans[at + 1].has("things") and not spans[at + 1].has("units"):
        return False
    metric = METRIC_OF.get(unit)
    facts.quantities.append(Quantity(num.low, num.high, unit, metric, at, at + 1, num.bound))
    return True


def _ends_in(facts: Facts, place: int, *keys: str) -> bool:
    """Return whether a cue ends where a span does: "times more than"."""
    end = facts.tagged.spans[place].end
    return any(cue.end == end for cue in facts.tagged.cues_of(*keys))


def _of_another(facts: Facts, start: int) -> bool:
    """Return whether what another model does follows: "10 to 20 times what gpt-4o does"."""
    following = facts.tagged.spans[start : start + 2]
    return (
        len(facts.mentions) > 1
        and any(span.name for span in following)
        and not any(span.num or span.has("periods") for span in following)
    )


def _compares(facts: Facts, start: int) -> bool:
    """Return whether a comparison follows: "30 times more", "10 times the energy"."""
    spans = facts.tagged.spans[start : start + 3]
    spans = spans[: next((at for at, span in enumerate(spans) if not span.text[0].isalnum()), 3)]
    if spans and spans[0].has("cues", "that"):
        return True  # "3 times that", and not "3 times because it kept failing"
    return any(
        span.has("cues", "more", "than", "as-much-as") or span.has("metrics") or span.has("things")
        for span in spans
    )


def _suffix(facts: Facts, at: int, num: Num) -> bool:
    """Read "5m" and "20s" as minutes and seconds where a video, a song or a shower is near."""
    spans = facts.tagged.spans
    near = spans[max(0, at - 3) : at + 4]
    if num.suffix == "m" and any(span.has("nouns", "video", "audio") for span in near if not span.num):
        value = num.bare or num.low
        facts.counts.append(Count(value, value, "minute", at, at, num))
        return True
    return False


def _noun(facts: Facts, at: int, num: Num) -> bool:
    spans = facts.tagged.spans
    if _gathered(facts, at) and any(span.has("metrics", "spend") for span in spans[at + 1 : at + 2]):
        return _count(facts, num, "person", at, at)  # "a team of six uses it"
    place = at + 1
    while place < len(spans) and place <= at + REACH:
        span = spans[place]
        if stops(span) or facts.tagged.tokens[span.start].before == "\n":
            break
        if (
            place == at + 1
            and span.has("cues", "per")
            and not span.has("cues", "each")
            and not _article(facts, span)
        ):
            break  # "less than 5 per prompt"
        if span.has("cues", "per") and _article(facts, span) and spans[place - 1].has("cues", "that"):
            break  # "24 of those a term"
        if span.num:
            if _is_size(spans, place) and place + 2 < len(spans):
                place += 2
                continue
            break
        if span.name:
            if span.name.kind == "chip":
                hours = spans[place + 1] if place + 1 < len(spans) else None
                if hours and hours.has("nouns", "hour") and not hours.has("periods"):
                    return _count(facts, num, "device-hour", at, place + 1)
                return _count(facts, num, "device", at, place)
            place += 1
            continue
        if span.has("things") and not (
            span.has("nouns", *COUNTABLE) and facts.mentions and not set_apart(facts, place)
        ):
            thing = span.key("things")
            if thing:
                facts.uses.append(Use(thing, place, num.middle, number_at=at))
                return True
        lengths = span.has("assumptions", "input", "output") and not span.has("places")
        answers = span.has("nouns", "exchange") and not (at and _article(facts, spans[at - 1]))
        lengths = lengths and not answers  # "a thousand answers, thinking for 4000 tokens"
        if lengths and not _sized(facts, place) and _counts_tokens(facts):
            tokens = "token" if span.has("assumptions", "output") else "input-token"
            return _count(facts, num, tokens, at, place)
        if span.place and _people_of(facts, span) and place <= at + 2:
            return _count(facts, num, "person", at, place)  # «48 millones de españoles»
        joined = any(each.has("cues", "and", "and-oneself") for each in spans[at + 1 : place])
        if span.has("metrics", "spend") and joined:
            break  # "20,000 followers and I use"
        if key := noun_key(span):
            return _time_or_count(facts, num, _directed(facts, at, place, key), at, place)
        if span.has("periods"):
            if span.key("periods") not in ("daily", "weekly", "monthly", "yearly"):
                break
        elif (
            (span.has("units") and place == at + 1 and not span.has("units", "times"))
            or (span.has("cues", *BREAKS) and not span.word)
            or (span.has("metrics") and not span.has("nouns"))
            or span.place
            or span.text == ","
        ):
            break
        place += 1
    before = spans[at - 1] if at else None
    dear = num.vague or num.low >= DEAR
    if before and before.has("metrics", "cost") and dear:  # "it costs them millions", "costó 5,6 millones"
        facts.quantities.append(Quantity(num.low, num.high, "USD", "cost", at, at, num.bound))
        return True
    if _gathered(facts, at):
        return _count(facts, num, "person", at, at)  # "a team of twelve"
    if at > 1 and spans[at - 1].text in ("x", "×") and (name := spans[at - 2].name) and name.kind == "chip":
        return _count(facts, num, "device", at, at - 2)  # "trainium2 x 256"
    if at > 1 and spans[at - 1].text == ":" and (field := noun_key(spans[at - 2])):
        return _count(facts, num, field, at, at - 2)  # "tokens: 7e8"
    if before and before.has("assumptions", "output") and _counts_tokens(facts):
        return _count(facts, num, "token", at, at)  # "thinking for 900 tokens, then answering in 300"
    if before and before.has("cues", "we-are"):
        return _count(facts, num, "person", at, at)
    if num.spelled and num.high < SMALL:
        return True  # "between the two", "one or the other"
    num = num.counted()
    facts.counts.append(Count(num.low, num.high, "bare", at, at, num))
    return False


def _gathered(facts: Facts, at: int) -> bool:
    """Return whether a number tells how many people a group has that stands before it: "a team of twelve"."""
    spans = facts.tagged.spans
    before = spans[at - 1] if at else None
    if at > 1 and before and (before.has("cues", "of-each") or before.text == "("):
        before = before if before.has("nouns", "person", "group") else spans[at - 2]
    return before is not None and before.has("nouns", "person", "group")


def _people_of(facts: Facts, span: Span) -> bool:
    """Return whether a place is named by its people: "Spaniards"."""
    return facts.tagged.texts[span.start : span.end] in facts.tagged.places.demonyms


def _article(facts: Facts, span: Span) -> bool:
    return facts.tagged.texts[span.start] in (*facts.tagged.pack.numbers.article, "one")


def _directed(facts: Facts, at: int, place: int, key: str) -> str:
    """Return what a number of tokens counts by what stands around it: "thinking for 900 tokens", "400 tokens
    in, 200 tokens out"."""
    spans = facts.tagged.spans
    if key == "token" and any(span.has("assumptions", "reasoning") for span in spans[max(0, at - 2) : at]):
        return "reasoning-token"
    after = spans[place + 1] if place + 1 < len(spans) else None
    if key != "token" or after is None or not after.has("assumptions", "input") or after.has("nouns"):
        return key
    beyond = spans[place + 2] if place + 2 < len(spans) else None
    ends = (
        beyond is None or beyond.num is not None or not beyond.text[0].isalnum() or beyond.has("cues", "and")
    )
    return "input-token" if ends else key


def _sized(facts: Facts, place: int) -> bool:
    """Return whether the length of what is counted follows it: "5000 answers of 400 tokens"."""
    following = facts.tagged.spans[place + 1 : place + 3]
    return len(following) > 1 and following[0].has("cues", "of-each") and following[1].num is not None


def _counts_tokens(facts: Facts) -> bool:
    return any(span.has("nouns", "token", "input-token") for span in facts.tagged.spans)


def set_apart(facts: Facts, at: int) -> bool:
    """Return whether a comparison parts a span from every name: an email against a prompt of ChatGPT."""
    spans = facts.tagged.spans
    parting = [cue.start for cue in facts.tagged.cues_of("versus", "than", "equivalent", "as-much-as")]
    for mention in facts.mentions:
        low, high = sorted((at, mention.at))
        if not any(spans[low].end <= start < spans[high].start for start in parting):
            return False
    return bool(facts.mentions)


def _is_size(spans: tuple[Span, ...], place: int) -> bool:
    """Return whether a number is an adjective: the 500 of "ten 500-word essays"."""
    after = spans[place + 1] if place + 1 < len(spans) else None
    beyond = spans[place + 2] if place + 2 < len(spans) else None
    return bool(
        after
        and beyond
        and after.has("nouns", *SIZES)
        and (beyond.has("nouns") or beyond.name)
        and not beyond.num
    )


def noun_key(span: Span) -> str | None:
    """Return what a span counts, if it is something that is counted."""
    keys = span.keys("nouns")
    return next((key for key in (*COUNTABLE, *LENGTHS, *TIMES) if key in keys), None)


def stops(span: Span) -> bool:
    return span.word and span.text in STOPS


def _count(facts: Facts, num: Num, key: str, at: int, place: int) -> bool:
    num = num.counted() if key not in (*TIMES, *LENGTHS) else num
    facts.counts.append(Count(num.low, num.high, key, at, place, num))
    return True


def _time_or_count(facts: Facts, num: Num, key: str, at: int, place: int) -> bool:
    """Bind a number of hours, days or kilometres: of a thing, of work, or of the time asked about."""
    spans = facts.tagged.spans
    if key not in (*TIMES, *LENGTHS):
        return _count(facts, num, key, at, place)
    named = place > at + 1 and spans[place - 1].name is not None
    after = spans[place + 1] if place + 1 < len(spans) else None
    beyond = spans[place + 2] if place + 2 < len(spans) else None
    machines = after is not None and after.num and beyond is not None and beyond.name
    if key in SHORT_TIMES and place == at + 1 and ((after and after.name) or machines):
        return _count(facts, num, key, at, place)  # "80 hours of H100", "48 hours of 8 H200"
    if key in (*TIMED, *LENGTHS) and not named and not _media(facts, at):
        thing_at = thing_after(spans, place, key)
        if thing_at is not None and key in DAYS_UP and facts.counts and after and after.has("cues", "in"):
            thing_at = None  # "90 prompts a day for 30 days in microwave minutes"
        elif thing_at is None:
            behind = thing_before(spans, at)
            own = facts.tagged.thing_units.get(
                (spans[behind].key("things") or "") if behind is not None else ""
            )
            thing_at = behind if key in SHORT_TIMES or own in LENGTHS else None
        if thing_at is not None and (thing := spans[thing_at].key("things")):
            facts.uses.append(Use(thing, thing_at, num.middle, key, at))
            return True
    if key in LENGTHS:
        facts.uses.append(Use(ROAD, place, num.middle, key, at))
        return True
    before = spans[place - 1] if place > at + 1 else None
    every = spans[at - 1] if at and place == at + 1 else None
    if every and every.has("cues", "every") and key in DAYS:
        facts.periods.append(Period("rate", key, num.middle, at))  # "every 2 days"
        return True
    if key in SHORT_TIMES or (before and before.name):
        return _count(facts, num, key, at, place)
    rate = spans[place + 1].key("periods") if place + 1 < len(spans) else None
    if rate and rate.startswith("per-") and key in DAYS:
        unit = rate.removeprefix("per-")
        facts.drop_periods((place + 1,))
        facts.periods.append(Period("frequency", key, num.middle, at, of=unit))
        facts.bound.add(place + 1)
        return True
    facts.periods.append(Period("span", key, num.middle, at, spread=_spread(facts, at)))
    return True


def _media(facts: Facts, at: int) -> bool:
    """Return whether a number states how long a video or recording is, which stands before it."""
    spans = facts.tagged.spans
    return any(
        span.has("nouns", "video", "audio") or (span.name and span.name.activity in ("video", "audio"))
        for span in (*spans[max(0, at - 3) : at], *spans[at + 2 : at + 4])
    )


def _spread(facts: Facts, at: int) -> bool:
    """Return whether a count before "over 7 days" is already the total."""
    spans = facts.tagged.spans
    opened = any(cue.start == spans[at].start for cue in facts.tagged.cues_of("spread"))  # "over 7"
    return opened or (at > 0 and spans[at - 1].has("cues", "spread"))


def power_w(quantity: Quantity) -> float | None:
    """Return a quantity of power in watts."""
    factor = POWER_W.get(quantity.unit)
    return quantity.low * factor if factor else None
