"""The parser beside quantulum3 and hassil: what each understands of the same messages, and takes for it.

Each runs in processes of its own. hassil matches the sentence templates of benchmarks/templates, told the
language of a question and every name of the catalogue; quantulum3 reads numbers, in English.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import Any, Final

from benchmarks import labels
from benchmarks.labels import Expression, Question
from benchmarks.parser_runs import (
    ATTACKS,
    CORPUS,
    DIALOGUES,
    INTENTS_ALONE,
    NUMBERS_ALONE,
    OURS,
    PARSERS,
    STRANGERS,
    Bench,
    Ran,
    run,
)
from bot.request.request import CONFIDENT
from tests.corpus.test_blind import FIRST as RIGHT_AT_FIRST

CARRIER: Final = {"en": "how much energy do {} prompts use", "es": "cuánta energía gastan {} consultas"}
CATALOGUE: Final = ("import of the catalogue", "catalogue")  # stages before the parser's own

Row = tuple[str, str]


def tables() -> Iterator[tuple[str, list[Row]]]:
    """Give a title and its rows: requests, intents, numbers, time and memory."""
    values = labels.expressions()
    carried = [
        Expression(each.language, CARRIER[each.language].format(each.text), each.numbers)
        for each in values["expressions"]
    ]
    bench = Bench(
        {STRANGERS: labels.blind(), DIALOGUES: labels.dialogues(), CORPUS: labels.corpus()},
        labels.chatter(),
        {"expressions, alone": values["expressions"], "expressions, in a question": carried,
         "sentences": values["sentences"]},
    )  # fmt: skip
    ran, missing = {}, []
    for name in PARSERS:
        outcome = run(name, bench)
        if isinstance(outcome, str):
            missing.append((name, outcome))
        else:
            ran[name] = outcome
    yield (
        "What the parser understands (exactly: every labelled field)",
        [*_requests(bench, ran[OURS]), *missing],
    )
    yield "Whose intent is found (questions that follow up none; hassil is told the language)", [
        *_intents(bench, ran), *_answered(bench, ran)]  # fmt: skip
    yield (
        "Numbers read to the exact value (tables that the parser's tests hold; quantulum3 knows English)",
        list(_numbers(bench, ran)),
    )
    yield "Time and memory of a parser, in processes of its own", list(_costs(ran))


# What is understood


def _requests(bench: Bench, ours: Ran) -> Iterator[Row]:
    for kind, questions in bench.questions.items():
        judged = [(each, _request(ours, each)) for each in questions]
        exact = [(each.language, not labels.wrong(found, each.label)) for each, found in judged]
        bold = [
            (each.language, found["confidence"] >= CONFIDENT and bool(labels.wrong(found, each.label)))
            for each, found in judged
        ]
        yield f"{kind}, understood exactly", _shares(exact)
        if kind == STRANGERS:
            first, count = sum(RIGHT_AT_FIRST.values()), len(questions)
            yield "  … at first contact, before the parser was mended by them", _share(first, count)
        yield "  wrong while confident", _shares(bold)


def _request(ours: Ran, question: Question) -> Any:
    if question.context:
        return ours.follow_ups[str(question.context), question.text]
    return ours.answers[question.language, question.text]


def _intents(bench: Bench, ran: Mapping[str, Ran]) -> Iterator[Row]:
    for kind in (STRANGERS, CORPUS):
        alone = [each for each in bench.questions[kind] if not each.context]
        for title, chosen in (
            (kind, [each for each in alone if each.intent != "none"]),
            ("  not for this bot: left alone", [each for each in alone if each.intent == "none"]),
        ):
            yield (
                title,
                _beside(
                    (
                        name,
                        _shares(
                            (each.language, _intent(each, parser) in _intents_of(each)) for each in chosen
                        ),
                    )
                    for name, parser in ran.items()
                    if name != NUMBERS_ALONE
                ),
            )


def _intents_of(question: Question) -> list[str]:
    return labels.accepted(question.label["intent"])


def _intent(question: Question, parser: Ran) -> str:
    return _named(parser.answers[question.language, question.text])


def _named(answer: Any) -> str:
    """Return the intent that an answer names; hassil's names nothing else."""
    return str(answer if isinstance(answer, str) else answer["intent"])


def _answered(bench: Bench, ran: Mapping[str, Ran]) -> Iterator[Row]:
    for kind, lines in bench.chatter.items():
        yield (
            f"chatter {kind}: answered",
            _beside(
                (name, _shares((each[0], _named(parser.answers[each]) != "none") for each in lines))
                for name, parser in ran.items()
                if name != NUMBERS_ALONE
            ),
        )


def _numbers(bench: Bench, ran: Mapping[str, Ran]) -> Iterator[Row]:
    for kind, rows in bench.expressions.items():
        yield (
            kind,
            _beside(
                (
                    name,
                    _shares(
                        (each.language, labels.reads(parser.numbers[each.language, each.text], each.numbers))
                        for each in rows
                    ),
                )
                for name, parser in ran.items()
                if name != INTENTS_ALONE
            ),
        )


def _shares(outcomes: Iterable[tuple[str, bool]]) -> str:
    """Return how many are so, of all and of each language."""
    all_, so = Counter[str](), Counter[str]()
    for language, outcome in outcomes:
        all_[language] += 1
        so[language] += outcome
    languages = ", ".join(f"{each} {so[each] / all_[each]:.1%}" for each in labels.LANGUAGES if all_[each])
    return _share(so.total(), all_.total()) + (f" ({languages})" if languages else "")


def _share(so: int, count: int) -> str:
    return f"{so / count:.1%} of {count}"


def _beside(told: Iterable[tuple[str, str]]) -> str:
    return " · ".join(f"{name} {each}" for name, each in told)


# What it takes


def _costs(ran: Mapping[str, Ran]) -> Iterator[Row]:
    each = ran.items()
    yield (
        "a question not seen before, processor time",
        _beside((name, _times(parser.first_us)) for name, parser in each),
    )
    yield "a question seen before", _beside((name, _times(parser.again_us)) for name, parser in each)
    yield (
        f"worst of {len(ATTACKS)} hostile messages of up to 4,000 characters",
        _beside((name, _worst(parser.hostile_ms)) for name, parser in each),
    )
    yield (
        "import",
        _beside((name, _cost(parser, CATALOGUE[0], "import")) for name, parser in each),
    )
    yield (
        "import, data read, one answer",
        _beside(
            (name, _cost(parser, *(stage for stage in parser.stages if stage != "all questions")))
            for name, parser in each
        ),
    )
    yield (
        f"memory above a bare process, {len(ran[OURS].first_us)} questions later",
        _beside((name, f"{sum(mb for _, mb in parser.stages.values()):.0f} MB") for name, parser in each),
    )
    above = sum(mb for stage, (_, mb) in ran[OURS].stages.items() if stage not in CATALOGUE)
    yield "  of it above numpy and the catalogue", f"{OURS} {above:.0f} MB"
    versions = [f"{name} {parser.version}" for name, parser in each if name != OURS]
    if versions:
        yield "set beside", " · ".join(versions)


def _times(times_us: Sequence[float]) -> str:
    ordered = sorted(times_us)
    p99_us = ordered[int(0.99 * len(ordered))]
    return f"{median(ordered) / 1000:.2f} ms, 99th percentile {p99_us / 1000:.1f} ms"


def _worst(times_ms: Sequence[float | None]) -> str:
    ended = [each for each in times_ms if each is not None]
    stopped = len(times_ms) - len(ended)
    if stopped:
        return f"{stopped} stopped after 2 s"
    return f"{max(ended):.1f} ms"


def _cost(parser: Ran, *stages: str) -> str:
    costs = [parser.stages[stage] for stage in stages if stage in parser.stages]
    return f"{sum(seconds for seconds, _ in costs):.2f} s, {sum(mb for _, mb in costs):.0f} MB"
