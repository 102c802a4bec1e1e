"""What a reply says, before it has words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias, get_args

from bot.answer.asking import Doubt, Hint, Option, numbers, years
from bot.answer.listed import ListPrice
from bot.answer.ruled import opening
from bot.live.intensity import LiveIntensity
from bot.request import Request
from estimator.entries import Grid, PublishedFigure
from estimator.figure import Figure, Source, Spread
from estimator.levers import Lever
from estimator.result import (
    GRADES,
    Assumption,
    BudgetAnswer,
    Comparison,
    Driver,
    Fact,
    Grade,
    ItemEstimate,
    Published,
    Verdict,
)
from estimator.units import UNTOLD, Told
from estimator.workings import Working
from estimator.workload import LEARNING, Metric, Workload

Kind = Literal[
    "estimate", "compare", "equivalent", "budget", "check", "lookup", "explain", "help", "hello", "thanks",
    "refusal", "error", "how", "sources",
]  # fmt: skip
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

Reason = Literal[
    "",
    "unknown-name",  # a name that the catalogue lacks
    "unknown-term",  # a term that no page explains
    "no-figure",  # no published figure on what was asked
    "not-understood",  # about the subject, and not clear enough
    "not-for-me",  # about something else
    "no-daily",  # how much a service is used in a day is not known
    "no-estimate",  # understood, and nothing to estimate it with
    "no-rate",  # in a currency that nobody converts
    "out-of-range",  # beyond what the method is valid for
]
MOST_LINES: Final = 2  # of further metrics that nobody asked for
DRIVERS_NAMED: Final = 2  # inputs that the range is said to come from
WORTH_NAMING: Final = 0.1  # share of the range from which an input is said to give some of it
# Openings of answers to claims that a narrower range would settle.
OPEN: Final = (
    "inside-above", "inside-below", "at-most-likely", "at-most-possible", "at-least-likely",
    "at-least-possible",
)  # fmt: skip
ALIKE: Final = 1.15  # a ratio below is "about the same"


@dataclass(frozen=True, slots=True)
class Picture:
    """How much of an everyday thing equals the items in one respect."""

    thing: str
    unit: str  # the thing's own: hour, km, item …
    basis: Metric
    amount: Spread


Pictures: TypeAlias = tuple[tuple[Metric, tuple[Picture, ...]], ...]  # by what they equal the items in


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things compared."""

    workload: Workload
    spread: Spread | None
    size: Assumption | None = None  # the parameters that work on each token
    thinking: Assumption | None = None  # the tokens of reasoning before an answer, or for each of it
    grid: Figure | None = (
        None  # of the electricity where it runs, in the metric compared, where places differ
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reply says. Parts that it does not need are empty or None."""

    kind: Kind
    request: Request
    reason: Reason = ""
    metric: Metric = "energy"  # the one in the first line
    metrics: tuple[Metric, ...] = ()  # the others, in the order shown
    items: tuple[ItemEstimate, ...] = ()
    total: Mapping[Metric, Spread] = field(default_factory=dict)  # of several items together
    items_left: int = 0  # how many more there are than shown
    names: Mapping[str, str] = field(
        default_factory=dict
    )  # proper names of subjects, regions and publishers, by id
    trained: Mapping[str, str] = field(
        default_factory=dict
    )  # names of the models whose training is told, by the service that stands in the question
    recalled: tuple[str, ...] = ()  # inputs and everyday things that nobody read again at their source
    recalled_from: frozenset[str] = frozenset()  # the ids of those sources
    rain: bool = False  # whether water is told that is mostly rain on fields
    flown: bool = False  # whether the carbon of a flight is told
    shared: bool = False  # whether a transaction is told, which is a share of what its network takes
    on_top_of: str = ""  # the name of the model that the one trained is trained further from
    units: Mapping[str, str] = field(default_factory=dict)  # what one of an everyday thing is, by id
    manners: Mapping[str, str] = field(default_factory=dict)  # of things that use nothing: "makes", "is"
    measures: Mapping[str, Figure] = field(default_factory=dict)  # things that are one of a unit: a kWh
    pictures: Pictures = ()
    pictured: tuple[Assumption, ...] = ()  # what one of each everyday thing takes, for who asks how
    drivers: tuple[Driver, ...] = ()
    published: tuple[Published, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    comparison: Comparison | None = None
    times: Spread | None = None  # the larger side over the smaller
    sides: tuple[Side, ...] = ()  # what is compared, the larger first
    ends: tuple[Side, Side] | None = None  # of three and more that are compared, the smallest and the largest
    budget: BudgetAnswer | None = None
    worth: Workload | None = None  # the counted everyday thing that the budget is the number of work for
    bought: Spread | None = None  # how many a budget of money buys at the API's list price
    listed: tuple[ListPrice, ...] = ()  # the list price itself, of each model, where money is asked about
    converted: tuple[tuple[str, Spread], ...] = ()  # its figures in the unit or money asked for
    spent: tuple[float, str] | None = (
        None  # what the question sets as the budget, in a unit that can be shown
    )
    verdict: Verdict | None = None
    told: Told = UNTOLD  # how the claim is told, and the unit of what we find
    factor: float | None = None  # how many times the claim is above or below what we find, at least 1
    facts: tuple[Fact, ...] = ()
    years_left: tuple[int, ...] = ()  # that are asked about, and for which nothing is published
    today: tuple[ItemEstimate, Verdict] | None = None  # what the first fact comes to for what runs today
    sources: tuple[Source, ...] = ()
    sources_left: int = 0  # how many more there are than shown
    effects: tuple[Lever, ...] = ()  # what the place, and the inputs that the question fixes, change
    levers: tuple[Lever, ...] = ()  # what would change the first item
    workings: tuple[Working, ...] = ()  # how the first item was computed
    story: str = ""  # the known claim that the question repeats
    standing: str = ""  # how that claim stands: outdated, misleading, wrong …
    term: str = ""  # the page that explains
    figures: Mapping[str, Figure] = field(default_factory=dict)  # that the page may quote
    quoted: Mapping[str, PublishedFigure] = field(default_factory=dict)  # those of them that are published
    library: Mapping[str, Source] = field(default_factory=dict)  # that the page may cite
    grid: Grid | None = None  # whose electricity is asked about
    live: LiveIntensity | None = None  # what the grid emits at the moment
    live_carbon: Spread | None = None  # g of the item's electricity with that
    asked: str = ""  # the words or value that were not understood, as written
    nearest: tuple[str, ...] = ()  # names, terms or ids near to it
    limits: tuple[float, float] | None = None  # what a value may be
    others: tuple[Answer, ...] = ()  # answers to the further requests of the message
    doubts: tuple[Doubt, ...] = ()  # what the reply asks back
    options: tuple[Option, ...] = ()  # what else may have been meant
    about: tuple[Hint, ...] = ()  # what a message without a clear question speaks of

    @property
    def alike(self) -> bool:
        """Whether the two things compared can't be told apart."""
        return self.times is not None and self.times.median < ALIKE

    @property
    def same_elsewhere(self) -> bool:
        """Whether the same work is compared across places."""
        works = {replace(side.workload, region=None) for side in self.sides}
        places = {side.workload.region for side in self.sides}
        return len(works) == 1 and len(places) == len(self.sides) > 1 and None not in places

    @property
    def other_side(self) -> Workload:
        """What the first item is compared with."""
        return next(side.workload for side in self.sides if side.workload != self.item.workload)

    @property
    def counted(self) -> Picture:
        """What a claim is told in, so many times, as an amount of it."""
        assert self.verdict is not None
        side = self.other_side
        unit = self.units.get(side.subject, side.unit)
        return Picture(side.subject, unit, self.metric, self.verdict.found.times(side.amount))

    @property
    def opening(self) -> str:
        """The key of the sentence that opens the answer to a claim."""
        assert self.verdict is not None
        return opening(self.verdict, self.standing, self.factor, self.told.found_unit)

    @property
    def otherwise_counted(self) -> bool:
        """Whether a claim is held against less or more than what our figures usually count."""
        return self.verdict is not None and bool(self.verdict.sense) and self.verdict.metric != "cost"

    @property
    def other_money(self) -> tuple[tuple[str, Spread], ...]:
        """What it costs in other senses than the one that a claim of money is held against."""
        held = self.verdict.sense if self.verdict and self.verdict.metric == "cost" and self.items else ""
        return tuple(each for each in self.item.costs if each[0] != held) if held else ()

    @property
    def claim_stated(self) -> bool:
        """Whether the claim has a quantity."""
        return self.verdict is not None and (
            self.verdict.claimed_low is not None or self.verdict.claimed_high is not None
        )

    @property
    def claim_told(self) -> bool:
        """Whether a line sets a claim beside what is found: no known claim without a quantity."""
        return self.claim_stated or (bool(self.items) and not self.story)

    @property
    def elsewhere(self) -> str:
        """The place that is asked about and that none of the facts is about; "" where there is no such."""
        asked = self.request.region or ""
        return asked if self.facts and all(fact.region != asked for fact in self.facts) else ""

    @property
    def reckoned(self) -> bool:
        """Whether what a claim is held against comes of published figures, and is none itself."""
        return self.verdict is not None and self.verdict.figure.startswith("claims.")

    @property
    def open_ruling(self) -> bool:
        """Whether a wide range is why a claim can't be settled."""
        return self.verdict is not None and self.opening in OPEN

    @property
    def rests_on_published(self) -> bool:
        """Whether a published figure decides about a claim, so that it is told beside the claim's story."""
        decides = self.verdict is not None and self.verdict.rests == "published"
        return decides and bool(self.items)

    @property
    def usual(self) -> bool:
        """Whether the question leaves open how long an answer is, how it is run, and where."""
        work = self.item.workload
        moved = self.metric != "energy" and (work.region or self.request.region)
        return work.tokens is None and work.assumptions is None and not moved

    @property
    def published_for(self) -> str:
        """The key of what the published figures are for, where the question leaves it or not."""
        learned = self.item.workload.activity in LEARNING
        return "same" if self.usual else "as-run" if learned else "ordinary"

    @property
    def lines_fit(self) -> bool:
        """Whether the further metrics of several items are worth a line each."""
        return len(self.items) <= MOST_LINES or bool(self.request.metrics)

    @property
    def computing(self) -> bool:
        """Whether what is estimated runs on chips, so that a boundary and a grid are meant."""
        return bool(self.items) and self.item.workload.activity != "everyday"

    @property
    def boundary(self) -> str:
        """What the first item counts, as a key of the labels: a life cycle may hold some of the training."""
        shared = any(each.name == "training_per_use" for each in self.item.assumptions)
        return f"{self.item.boundary}-use" if shared else self.item.boundary

    @property
    def rented(self) -> Spread | None:
        """What the chips of a training cost to rent, where it is asked what that cost."""
        trained = len(self.items) == 1 and self.item.workload.unit == "run"
        return dict(self.item.costs).get("rent") if trained and self.metric == "cost" else None

    @property
    def priced(self) -> bool:
        """Whether tokens are counted that have a list price: it is what they cost who asks."""
        return bool(self.listed) and self.item.workload.unit == "token"

    @property
    def charged(self) -> Spread | None:
        """What a single item costs at the API's list price, told beside its electricity."""
        single = len(self.items) == 1 and self.metric == "cost" and not (self.priced or self.rented)
        return dict(self.item.costs).get("api") if single else None

    @property
    def several(self) -> bool:
        """Whether it is about more models than one."""
        works = (item.workload for item in self.items)
        return len({work.subject for work in works if work.activity != "everyday"}) > 1

    @property
    def grade(self) -> Grade:
        """The grade of what the answer rests on: the weakest of its items'."""
        grades = [item.grade for item in self.items if item.workload.activity != "everyday"]
        return max(grades or [self.item.grade], key=GRADES.index)

    @property
    def restated(self) -> bool:
        """Whether a line restates the question: where it was more than a greeting or a word to explain."""
        return (
            self.kind not in ("help", "hello", "thanks", "explain", "how", "sources")
            and self.reason != "not-for-me"
        )

    @property
    def unused(self) -> tuple[str, ...]:
        """The words of the question that went unused, where the line that restates it doesn't name them."""
        request = self.request
        return tuple(word for word in request.unused if word not in request.understood)

    @property
    def uncounted(self) -> tuple[str, ...]:
        """The numbers among the words that went unused."""
        return numbers(self.request.unused, self.request.language)

    @property
    def other_years(self) -> tuple[str, ...]:
        """The years that went unused, where nothing else did: "the water of 100 prompts in 2024"."""
        return years(self.request.unused)

    @property
    def guess(self) -> str:
        """What stands for the model that the question doesn't name, or names unclearly."""
        works = (item for item in self.request.items if item.activity != "everyday")
        return next((work.subject for work in works), "")

    @property
    def region(self) -> str:
        """Where all of it runs; "" where the items differ."""
        regions = {item.region for item in self.items}
        return regions.pop() if len(regions) == 1 else ""

    @property
    def supply(self) -> str:
        """What the question says of the electricity: a kind of power plant, "given" for its carbon, "weighed"
        where that differs, else ""."""
        supplies = {_supply(item.workload) for item in self.items}
        return supplies.pop() if len(supplies) == 1 else "weighed" if supplies else ""

    @property
    def item(self) -> ItemEstimate:
        """The first thing estimated."""
        return self.items[0]


def _supply(work: Workload) -> str:
    fixed = work.assumptions
    if fixed is None:
        return ""
    return fixed.plant or ("given" if fixed.grid is not None else "")
