"""What a message changes of the request before it: a model, a count, a place, a metric, a thing, an input."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request import amounts, assume, claims, learning
from bot.request.against import set_against
from bot.request.facts import Facts
from bot.request.items import MAKES
from bot.request.leaning import opens
from bot.request.making import run_of
from bot.request.measures import CALENDAR_YEAR
from bot.request.nameless import STANDS_FOR
from bot.request.recount import Turn, length_of_each, recount
from bot.request.request import Request
from bot.request.stating import stated
from bot.request.subjects import hosts, wanted_mentions
from bot.sized import BILLIONS, size_of, sized_slug
from estimator.workload import LEARNING, Activity, ModelShape, Workload

SHORT: Final = 5  # tokens of a message that asks no more than "what about 2020?"


class Change:
    """What a message changes of the request before it."""

    def __init__(self, before: Turn, facts: Facts, base: Request) -> None:
        self.before, self.facts, self.base = before, facts, base
        self.cue = facts.tagged.cue
        self.turned = False  # from a training to its use

    def apply(self) -> Request:
        request = self.base
        for step in (
            self._size, self._subjects, self._allowance, self._learning, self._use, self._recount,
            self._thinking, self._tokens, self._places, self._metrics, self._things, self._stated,
            self._assumptions,
        ):  # fmt: skip
            request = step(request)
        return request

    def _recount(self, request: Request) -> Request:
        if self.turned and not self.facts.counts:
            return request  # "and using it for a year?" says not how often
        spans = self.facts.tagged.spans
        years = [c for c in self.facts.counted("bare") if CALENDAR_YEAR.fullmatch(spans[c.at].text)]
        for count in years:
            self.facts.leave(count)  # "what about 2023?"
        if years and not self.facts.counts:
            asked = opens(self.facts, "go-on") and len(self.facts.tagged.tokens) <= SHORT
            return replace(request) if asked else request  # as it was, the year said to be left out
        return recount(request, self.before, self.facts)

    def _allowance(self, request: Request) -> Request:
        """Apply a number alone to what is claimed, or to what there is to spend: "and with 50?"."""
        counts, claim, budget = self.facts.counts, request.claim, request.budget
        if len(counts) != 1 or self.facts.quantities:
            return request
        count = counts[0]
        multiple = claim is not None and claim.unit == "times" and count.key == "time"  # "more like 3 times?"
        if claim is not None and claim.unit is not None and (multiple or count.key == "bare"):
            changed = replace(request, claim=replace(claim, low=count.low, high=count.high))
        elif budget is not None and count.key == "bare":
            changed = replace(request, budget=replace(budget, value=count.low))
        else:
            return request
        self.facts.bound.add(count.at)
        self.facts.counts = []
        return changed

    def _learning(self, request: Request) -> Request:
        """Apply what a training learns from, or how: "with LoRA", "on 10 million tokens"."""
        facts = self.facts
        trained = [item for item in request.items if item.activity in LEARNING]
        if not trained or not learning.retunes(facts, trained[0].activity):
            return request
        lesson = learning.learned(facts, trained[0].activity, follows=True)
        facts.counts = [count for count in facts.counts if count.at not in facts.bound]
        items = tuple(lesson.of(item) if item in trained else item for item in request.items)
        return replace(request, items=items)

    def _use(self, request: Request) -> Request:
        """Turn from a training to the use of what was trained: "and using it?"."""
        if not self.cue("using") or self.facts.training or self.facts.fine_tuning:
            return request
        earlier = self.before.facts.mentions if self.before.facts else []
        activity = {mention.name.slug: mention.name.activity for mention in earlier}
        items = tuple(
            Workload(item.subject, used, 1.0, amounts.UNIT_OF[used], region=item.region)
            if item.activity in LEARNING and (used := activity.get(item.subject, "text"))
            else item
            for item in request.items
        )
        self.turned = items != request.items
        return replace(request, items=items)

    def _size(self, request: Request) -> Request:
        """Apply another size to a model that is known by it alone: "and if it were 70B?"."""
        sized = [
            count for count in self.facts.counts if count.key == "bare" and count.num and count.num.suffix
        ]
        billions = [count for count in sized if count.num and count.num.suffix in BILLIONS]
        if len(billions) != 1 or not all(size_of(item.subject) for item in request.items):
            return request
        size = billions[0].low
        self.facts.bound.add(billions[0].at)
        self.facts.counts.remove(billions[0])
        return replace(request, items=tuple(_resized(item, size) for item in request.items))

    def _subjects(self, request: Request) -> Request:
        facts = self.facts
        wanted = [
            m for m in facts.mentions if not m.generic and m.at not in facts.negated and m.name.kind != "chip"
        ]
        stated = facts.places or facts.metrics or facts.counts
        told = self.before.facts.mentions if self.before.facts else []
        known = {mention.name.slug for mention in told if not mention.generic}
        if stated and not self._compares():  # "that DeepSeek thing, but in China": DeepSeek V3
            alike = [m for m in wanted if any(each.startswith(f"{m.name.slug}-") for each in known)]
            facts.told |= {mention.at for mention in alike}
            wanted = [m for m in wanted if m not in alike]
        ruled_out = {m.name.slug for m in facts.mentions if m.at in facts.negated}
        ruled_out |= {m.name.slug for m in wanted if self.cue("drop") and not self.cue("swap")}
        rest = tuple(item for item in request.items if item.subject not in ruled_out)
        gone = [item for item in request.items if item.subject in ruled_out]
        if (
            len(gone) == len(wanted) == 1 and wanted[0].name.slug not in ruled_out
        ):  # "and gemini rather than chatgpt?"
            facts.told |= {mention.at for mention in facts.mentions}
            swapped = self._like(gone[0], 0)
            return replace(request, items=tuple(swapped if i in gone else i for i in request.items))
        if ruled_out and 0 < len(rest) < len(request.items):
            facts.told |= {mention.at for mention in facts.mentions}
            single = request.intent == "compare" and len(rest) + len(request.versus) < 2
            return replace(request, intent="estimate" if single else request.intent, items=rest)
        if not wanted and facts.mentions and all(item.activity == "hardware" for item in request.items):
            wanted = [m for m in facts.mentions if not m.generic]
        turned = [item for item in request.items if item.activity != "everyday"]
        pictures = any(span.has("nouns", "image") for span in facts.tagged.spans) and not facts.uses
        textual = bool(turned) and turned[0].activity in ("text", "reasoning")
        if textual and pictures and not wanted and not facts.counts:
            made = tuple(replace(i, activity="image", unit="image", tokens=None) for i in turned)
            return replace(request, items=made)
        filmed = any(span.has("nouns", "video") for span in facts.tagged.spans) and not facts.uses
        unnamed = self.before.facts is not None and all(m.generic for m in self.before.facts.mentions)
        if turned and filmed and not wanted and unnamed and turned[0].activity in ("image", "text"):
            seconds = amounts.seconds(facts, facts.counts)
            film = STANDS_FOR["video-ai"].slug
            work = Workload(film, "video", seconds.value, seconds.unit, region=turned[0].region)
            facts.counts = []
            claim = replace(request.claim, per=claims.per_unit((work,))) if request.claim else None
            return replace(request, items=(work,), claim=claim, topic=None)
        if not wanted or not turned:
            if not turned or not (facts.training or facts.fine_tuning):
                return request
            kind: Activity = "fine-tuning" if facts.fine_tuning else "training"
            if {kind, turned[0].activity} == {"training", "fine-tuning"}:  # "and training it from scratch?"
                return replace(request, items=tuple(run_of(item, kind) for item in turned))
            if turned[0].activity not in LEARNING:
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
            kin = next((item.subject for item in turned if item.subject.startswith(old)), old)
            items = tuple(
                self._like(item, wanted.index(new)) if item.subject == kin else item for item in request.items
            )
            facts.bound |= {mention.at for mention in wanted}
            facts.told |= {mention.at for mention in wanted}
            if items == request.items:
                items = (self._like(turned[0], wanted.index(new)),)
            return replace(request, items=items)
        if self.cue("only") and request.intent == "compare" and len(fresh) == 1:
            return replace(request, intent="estimate", items=fresh, versus=())
        if self._compares():
            apart = len(fresh) > 1 and not (self.cue("the-answer") or opens(self.facts, "versus", "and"))
            kept = () if apart else tuple(item for item in turned if item.subject not in slugs)
            return replace(request, intent="compare", items=kept + fresh, versus=(), claim=None, budget=None)
        if request.intent == "compare" and len(turned) > 1:
            kept = tuple(item for item in turned if item.subject not in slugs)
            if self.cue("add"):
                return replace(request, items=kept + fresh)
            return replace(request, items=kept[: max(1, len(turned) - len(fresh))] + fresh)
        everyday_items = tuple(item for item in request.items if item.activity == "everyday")
        if self.cue("add") and request.intent == "estimate":  # "add Claude to that"
            fresh = (*(item for item in turned if item.subject not in slugs), *fresh)
        return replace(request, items=fresh + everyday_items)

    def _compares(self) -> bool:
        weighs = self.cue("versus", "compare", "more", "than", "as-much-as")
        return weighs and not self.cue("swap") and not self._supposes_again()

    def _supposes_again(self) -> bool:
        """Return whether a message gives one more of what the one before it swapped: "what about Sweden?",
        "or Norway?"."""
        facts, base, earlier = self.facts, self.base, self.before.earlier
        first = next((token.text for token in facts.tagged.tokens if token.kind != "symbol"), "")
        if first not in facts.tagged.pack.numbers.either:
            return False
        if base.intent == "equivalent" and facts.uses:
            return True  # "or in burgers, rather"
        if earlier is None:
            return False
        if not (earlier.intent == base.intent == "estimate") or len(earlier.items) != len(base.items):
            return False
        if facts.places:
            return earlier.items == base.items and earlier.region != base.region
        pairs = zip(earlier.items, base.items, strict=True)
        swapped = earlier.items != base.items and all(old.amount == new.amount for old, new in pairs)
        return bool(facts.mentions) and swapped and earlier.region == base.region

    def _like(self, item: Workload, place: int) -> Workload:
        """Return the work of an earlier item, done by the model that is named now."""
        wanted = [m for m in self.facts.mentions if not m.generic and m.at not in self.facts.negated]
        wanted = [m for m in wanted if m.name.kind != "chip"] or wanted
        name = wanted[place].name
        activity = name.activity
        if item.activity in LEARNING or self.facts.training:
            return replace(
                item,
                subject=name.slug,
                activity="training" if self.facts.training else item.activity,
                unit="run",
                amount=item.amount if item.unit == "run" else 1.0,
                tokens=None,
            )
        asked = self.facts.counted("prompt", "exchange")
        if item.activity in MAKES.values() and activity in ("text", "reasoning") and not asked:
            activity = item.activity
        unit = item.unit
        if activity != item.activity and unit in ("prompt", "image", "item"):
            unit = amounts.UNIT_OF[activity]
        return replace(item, subject=name.slug, activity=activity, unit=unit)

    def _thinking(self, request: Request) -> Request:
        """Let a model of text reason: "now with reasoning on"."""
        if self.facts.thinking != {True} or self.facts.mentions:
            return request
        items = tuple(
            replace(item, activity="reasoning") if item.activity == "text" else item for item in request.items
        )
        return replace(request, items=items)

    def _tokens(self, request: Request) -> Request:
        facts = self.facts
        each = length_of_each(request, facts)
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
        another = [place for place in places if place != request.region]
        moved = len(places) > 1 and len(another) == 1 and not self.cue("versus", "more", "than")
        moved = moved or (self.cue("instead") and len(another) == 1)  # "instead of Ireland, France"
        if moved:  # "run it in Sweden, who'd pick Germany"
            self.facts.places = [each for each in self.facts.places if each[0] != request.region]
            return replace(request, region=another[0])
        spans = self.facts.tagged.spans
        gone = {spans[at].place for at in self.facts.negated}
        gone |= {place for place, _ in self.facts.places if self.cue("drop")}
        if request.region in gone and not places and not self.cue("versus"):  # "without Germany"
            self.facts.left = {}
            return replace(request, region=None)
        rest = tuple(item for item in request.items if item.region is None or item.region not in gone)
        if gone and 0 < len(rest) < len(request.items):  # "without France"
            self.facts.places = []
            self.facts.left = {
                at: said for at, said in self.facts.left.items() if at not in self.facts.negated
            }
            if len(rest) > 1:
                return replace(request, items=rest)
            alone = replace(rest[0], region=None)
            return replace(request, intent="estimate", items=(alone,), region=rest[0].region)
        if not places:
            return request
        work = [item for item in request.items if item.activity != "everyday"]
        if len(work) == 1 and (len(places) > 1 or self._compares()):
            named: list[str | None] = [*places] if len(places) > 1 else [request.region, *places]
            items = tuple(replace(work[0], region=place) for place in named)
            return replace(request, intent="compare", items=items, region=None)
        placed = len(work) > 1 and any(item.region for item in work)
        if placed and self.cue("add") and len({item.subject for item in work}) == 1:
            more = tuple(replace(work[-1], region=place) for place in places)
            return replace(request, items=(*work, *more))  # "add Germany to that"
        if placed and len(places) > 1 and len({item.subject for item in work}) == 1:  # "and Spain vs Italy?"
            return replace(request, items=tuple(replace(work[0], region=place) for place in places))
        if len(work) > 1 and any(item.region for item in work) and len({item.subject for item in work}) == 1:
            last = replace(work[-1], region=places[-1])
            return replace(request, items=(*work[:-1], last))
        return replace(request, region=places[-1])

    def _metrics(self, request: Request) -> Request:
        metrics = tuple(self.facts.metrics)
        rest = bool(metrics) and self.cue("only")  # "only the energy, the rest can wait"
        if self.cue("all-metrics") and not (rest or self.facts.counts):  # "60 like that, for all of them?"
            return replace(request, metrics=())
        if not metrics or (self.facts.uses and set(metrics) <= set(request.metrics)):
            return request
        if self.cue("add") and request.metrics and not self.facts.counts:
            return replace(
                request, metrics=request.metrics + tuple(m for m in metrics if m not in request.metrics)
            )
        return replace(request, metrics=metrics)

    def _things(self, request: Request) -> Request:
        return set_against(request, self.facts, compares=self._compares()) if self.facts.uses else request

    def _stated(self, request: Request) -> Request:
        return stated(request, self.facts)

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
        if contrast := self.facts.contrast:
            name, first, _ = contrast
            if not self.cue("instead") and len(request.items) == 1:
                return replace(request, intent="compare", items=assume.either(request.items[0], *contrast))
            fixed = replace(fixed, **{name: first})  # "bf16 instead of fp8"
        return replace(
            request,
            items=tuple(assume.assuming(item, fixed) for item in request.items),
        )


def _resized(item: Workload, parameters: float) -> Workload:
    """Return the work of a model that is known by its size, with another."""
    fixed = item.assumptions
    if fixed is not None and fixed.model is not None:
        fixed = replace(fixed, model=ModelShape(parameters))
    return replace(item, subject=sized_slug(parameters), assumptions=fixed)
