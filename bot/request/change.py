"""What a message changes of the request before it: a model, a count, a place, a metric, a thing, an input."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bot.request import amounts, assume
from bot.request.facts import Count, Facts, Quantity
from bot.request.items import MAKES, everyday, hosts, wanted_mentions
from bot.request.measures import DAYS, SECONDS, periods_in
from bot.request.request import Request
from estimator.workload import Activity, Budget, Workload

TRAINS: Final = frozenset({"training", "fine-tuning"})
COUNTED: Final = (
    "prompt", "exchange", "document", "conversation", "generation", "image", "video", "token", "bare", "time",
    "second", "minute", "hour", "device", "device-hour", "training",
)  # fmt: skip
MACHINES: Final = ("device", "server", "data-centre")
RUNNING: Final = ("hour", "minute", "device-hour")


@dataclass(frozen=True, slots=True)
class Turn:
    """A message that was read before."""

    request: Request
    facts: Facts | None = None  # None where only the request is known


class Change:
    """What a message changes of the request before it."""

    def __init__(self, before: Turn, facts: Facts, base: Request) -> None:
        self.before, self.facts, self.base = before, facts, base
        self.cue = facts.tagged.cue

    def apply(self) -> Request:
        request = self.base
        for step in (
            self._subjects, self._amounts, self._tokens, self._places, self._metrics, self._things,
            self._quantities, self._assumptions,
        ):  # fmt: skip
            request = step(request)
        return request

    def _subjects(self, request: Request) -> Request:
        facts = self.facts
        wanted = [
            m for m in facts.mentions if not m.generic and m.at not in facts.negated and m.name.kind != "chip"
        ]
        if not wanted and facts.mentions and all(item.activity == "hardware" for item in request.items):
            wanted = [m for m in facts.mentions if not m.generic]
        turned = [item for item in request.items if item.activity != "everyday"]
        if not wanted or not turned:
            if (facts.training or facts.fine_tuning) and turned and turned[0].activity not in TRAINS:
                kind: Activity = "fine-tuning" if facts.fine_tuning else "training"
                return replace(
                    request,
                    items=tuple(
                        replace(i, activity=kind, amount=1.0, unit="run", tokens=None) for i in turned
                    ),
                )
            return request
        fresh = tuple(self._like(turned[0], place) for place in range(len(wanted)))
        slugs = {item.subject for item in fresh}
        if self.cue("swap") and len(wanted) == 2:
            old, new = wanted[0].name.slug, wanted[1]
            if new.name.slug in {item.subject for item in turned} and old not in {
                item.subject for item in turned
            }:
                old, new = new.name.slug, wanted[0]
            items = tuple(
                self._like(item, wanted.index(new)) if item.subject == old else item for item in request.items
            )
            facts.bound |= {mention.at for mention in wanted}
            facts.told |= {mention.at for mention in wanted}
            if items == request.items:
                items = (self._like(turned[0], wanted.index(new)),)
            return replace(request, items=items)
        if self._compares():
            kept = tuple(item for item in turned if item.subject not in slugs)
            return replace(request, intent="compare", items=kept + fresh, versus=(), claim=None, budget=None)
        if request.intent == "compare" and len(turned) > 1:
            kept = tuple(item for item in turned if item.subject not in slugs)
            if self.cue("add"):
                return replace(request, items=kept + fresh)
            return replace(request, items=kept[: max(1, len(turned) - len(fresh))] + fresh)
        everyday_items = tuple(item for item in request.items if item.activity == "everyday")
        return replace(request, items=fresh + everyday_items)

    def _compares(self) -> bool:
        tagged = self.facts.tagged
        return any(
            cue.key in ("versus", "compare", "more", "than", "as-much-as") for cue in tagged.cues
        ) and not any(cue.key == "swap" for cue in tagged.cues)

    def _like(self, item: Workload, place: int) -> Workload:
        """Return the work of an earlier item, done by the model that is named now."""
        wanted = [m for m in self.facts.mentions if not m.generic and m.at not in self.facts.negated]
        wanted = [m for m in wanted if m.name.kind != "chip"] or wanted
        name = wanted[place].name
        activity = name.activity
        if item.activity in TRAINS or self.facts.training:
            return replace(
                item,
                subject=name.slug,
                activity="training" if self.facts.training else item.activity,
                unit="run",
                amount=item.amount if item.unit == "run" else 1.0,
                tokens=None,
            )
        if item.activity in MAKES.values() and activity in ("text", "reasoning"):
            activity = item.activity
        unit = item.unit
        if activity != item.activity and unit in ("prompt", "image", "item"):
            unit = amounts.UNIT_OF[activity]
        return replace(item, subject=name.slug, activity=activity, unit=unit)

    def _amounts(self, request: Request) -> Request:
        facts = self.facts
        if request.items and all(item.activity == "hardware" for item in request.items):
            return self._machines(request)
        factor = self._factor()
        if factor is not None:
            return replace(request, items=tuple(_times(item, factor) for item in request.items))
        if facts.counted("person") and not any(c.key in amounts.PROMPTS for c in facts.counts):
            people = amounts.crowd(facts)
            return replace(request, items=tuple(_times(item, people) for item in request.items))
        count = self._count()
        if count is None:
            return request if facts.uses else self._spans(request)
        facts.bound.add(count.at)
        people = amounts.crowd(facts)
        repeated, _ = amounts.repetition(facts, count.at)
        value = count.middle * people * repeated
        items = tuple(self._counted(item, count, value) for item in request.items)
        return replace(request, items=items)

    def _machines(self, request: Request) -> Request:
        """Apply a new number of chips, or a new time, to the hours that they run."""
        facts, earlier = self.facts, self.before.facts
        if (factor := self._factor()) is not None:
            return replace(request, items=tuple(_times(item, factor) for item in request.items))
        keys = (*MACHINES, *RUNNING, "bare")
        fresh = [replace(c, key="device") if c.key == "bare" else c for c in facts.counts if c.key in keys]
        if not fresh and not facts.periods:
            return request
        kept = [c for c in (earlier.counts if earlier else []) if c.key in keys]
        timed = any(c.key in ("hour", "minute") for c in fresh) or bool(facts.periods)
        counted = any(c.key in MACHINES for c in fresh)
        kept = [c for c in kept if not (timed if c.key in RUNNING else counted)]
        merged = replace(
            facts,
            counts=fresh + kept,
            periods=facts.periods or (earlier.periods if earlier and not timed else []),
        )
        amount = amounts.chip_hours(merged, merged.counts)
        facts.bound |= {c.at for c in fresh} | {period.at for period in facts.periods}
        return replace(request, items=tuple(replace(item, amount=amount.value) for item in request.items))

    def _factor(self) -> float | None:
        """Return what "10x that", "double it", "half" multiply by."""
        facts = self.facts
        for quantity in facts.quantities:
            if quantity.unit == "times" and not facts.uses:
                facts.bound |= {quantity.at, quantity.unit_at}
                quantity.used = True
                return quantity.low
        if self.cue("multiply") and (
            bare := next((c for c in facts.counts if c.key in ("bare", "time")), None)
        ):
            facts.bound.add(bare.at)
            return bare.middle
        number = any(count.key not in ("bare",) for count in facts.counts)
        for key, value in (("double", 2.0), ("triple", 3.0), ("halve", 0.5)):
            if self.cue(key) and not number and not facts.quantities:
                for count in facts.counts:
                    facts.bound.add(count.at)
                return value
        return None

    def _count(self) -> Count | None:
        each = amounts.tokens_each(self.facts, self.facts.counts)
        return next((c for c in self.facts.counts if c.key in COUNTED and c is not each), None)

    def _counted(self, item: Workload, count: Count, value: float) -> Workload:
        if item.activity == "everyday":
            return item
        if count.key == "token":
            return replace(item, amount=value, unit="token", tokens=None)
        if count.key in amounts.PROMPTS and item.unit == "token":
            return replace(item, amount=value, unit="prompt")
        if count.key in SECONDS and item.activity in ("video", "audio"):
            seconds = SECONDS[count.key] * value
            return replace(item, amount=seconds, unit="second")
        if count.key == "image" and item.activity in ("text", "reasoning"):
            return replace(item, amount=value, unit="image", activity="image", tokens=None)
        return replace(item, amount=value)

    def _spans(self, request: Request) -> Request:
        """Apply a new period: "what about for a whole year"."""
        facts, earlier = self.facts, self.before.facts
        periods = [each for each in facts.periods if each.role in ("span", "rate", "either")]
        if not periods or not request.items:
            return request
        period = max(periods, key=lambda each: each.n * DAYS[each.unit])
        facts.bound.add(period.at)
        old = 1.0
        rate = "day"
        if earlier:
            old, _ = amounts.repetition(earlier, 0)
            rated = next((each for each in earlier.periods if each.role in ("rate", "either")), None)
            rate = rated.unit if rated else "day"
        factor = period.n * periods_in(period.unit, rate) / old
        return replace(request, items=tuple(_times(item, factor) for item in request.items))

    def _tokens(self, request: Request) -> Request:
        facts = self.facts
        each = amounts.tokens_each(facts, facts.counts)
        if each is None:
            return request
        facts.bound.add(each.at)
        tokens = amounts.as_tokens(each)
        return replace(
            request,
            items=tuple(
                replace(item, tokens=tokens) if item.unit == "prompt" else item for item in request.items
            ),
        )

    def _places(self, request: Request) -> Request:
        places = [place for place, at in self.facts.places if at not in self.facts.negated]
        if not places:
            return request
        work = [item for item in request.items if item.activity != "everyday"]
        if len(work) == 1 and (len(places) > 1 or (self._compares() and request.region)):
            named = places if len(places) > 1 else [request.region or "", *places]
            items = tuple(replace(work[0], region=place) for place in named)
            return replace(request, intent="compare", items=items, region=None)
        if len(work) > 1 and any(item.region for item in work) and len({item.subject for item in work}) == 1:
            last = replace(work[-1], region=places[-1])
            return replace(request, items=(*work[:-1], last))
        return replace(request, region=places[-1])

    def _metrics(self, request: Request) -> Request:
        metrics = tuple(self.facts.metrics)
        if not metrics or (self.facts.uses and set(metrics) <= set(request.metrics)):
            return request
        if self.cue("add") and request.metrics:
            return replace(
                request, metrics=request.metrics + tuple(m for m in metrics if m not in request.metrics)
            )
        return replace(request, metrics=metrics)

    def _things(self, request: Request) -> Request:
        facts = self.facts
        if not facts.uses:
            return request
        versus = tuple(dict.fromkeys(use.thing for use in facts.uses))
        counted = tuple(everyday(use) for use in facts.uses if use.amount not in (None, 1.0))
        work = tuple(item for item in request.items if item.activity != "everyday")
        for use in facts.uses:
            if use.number_at is not None:
                facts.bound.add(use.number_at)
        if not work:
            named = tuple(everyday(use) for use in facts.uses)
            if self._compares():
                return replace(request, intent="compare", items=request.items + named, versus=versus)
            return replace(request, intent="estimate", items=named, versus=())
        if self._compares() and facts.asked != "thing":
            return replace(
                request, intent="compare", items=work + counted, versus=versus, claim=None, budget=None
            )
        return replace(
            request, intent="equivalent", items=work + counted, versus=versus, claim=None, budget=None
        )

    def _quantities(self, request: Request) -> Request:
        stated: Quantity | None = next((q for q in self.facts.quantities if q.metric and not q.used), None)
        if stated is None:
            return request
        self.facts.bound |= {stated.at, stated.unit_at}
        if request.claim and request.intent == "check":
            claim = replace(
                request.claim, metric=stated.metric, low=stated.low, high=stated.high, unit=stated.unit
            )
            return replace(request, claim=claim)
        budget = Budget(stated.metric or "energy", stated.low, stated.unit)
        items = tuple(replace(item, amount=1.0) for item in request.items if item.activity != "everyday")
        return replace(request, intent="budget", budget=budget, items=items, versus=(), claim=None)

    def _assumptions(self, request: Request) -> Request:
        mentions = wanted_mentions(self.facts)
        chips = hosts(self.facts, mentions)
        if not mentions or mentions[0].name.kind == "chip":
            chips = (
                [(m.name.slug, None) for m in mentions]
                if request.items and request.items[0].activity != "hardware"
                else []
            )
        fixed = assume.assumptions(self.facts, chips)
        if fixed is None:
            return request
        return replace(
            request,
            items=tuple(
                replace(item, assumptions=fixed) if item.activity != "everyday" else item
                for item in request.items
            ),
        )


def _times(item: Workload, factor: float) -> Workload:
    return item if item.activity == "everyday" else replace(item, amount=item.amount * factor)
