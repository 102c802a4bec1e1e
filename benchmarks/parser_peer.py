"""One parser in a process of its own: `python parser_peer.py footprint|quantulum3|hassil`.

Reads {"first": message, "names", "templates", "jobs": {name: messages}} as JSON on standard input; a message
is [language, text, context]. Prints {"version", "stages": {name: [seconds, MB]}} of what was loaded, and by
job: "answers" (what it makes of each), "numbers" (those of each, as pairs), "timed" (two rounds after "warm",
µs of the processor), "hostile" (ms, null where it was stopped). Of the project it imports the parser alone.
"""

from __future__ import annotations

import json
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import Any

STOPPED_AFTER_S = 2.0  # a hostile message
HOSTILE_RUNS = 3  # of which the quickest counts

Message = list[Any]  # language, text, context
Read = Callable[[Message], Any]
Stage = tuple[str, Callable[[], Any]]


class Stopped(BaseException):
    """A message took too long. No parser's own handlers catch it."""


def main() -> None:
    """Load a parser, weigh it at each stage, and do what is asked."""
    warnings.simplefilter("ignore")
    asked = json.load(sys.stdin)
    name, found = sys.argv[1], []
    stages: dict[str, tuple[float, float]] = {}
    for stage, load in PARSERS[name](asked):
        stages[stage], result = _weighed(load)
        found.append(result)
    read, numbers = found[-1]
    stages["first answer"], _ = _weighed(lambda: read(asked["first"]))
    jobs = asked["jobs"]
    told: dict[str, Any] = {"version": version(DISTRIBUTIONS[name]), "stages": stages}
    if "answers" in jobs:
        told["answers"] = [read(each) for each in jobs["answers"]]
    if "numbers" in jobs:
        told["numbers"] = [numbers(each) for each in jobs["numbers"]]
    if "timed" in jobs:
        for each in jobs["warm"]:
            read(each)
        told["timed"] = [[_us(read, each) for each in jobs["timed"]] for _ in range(2)]
        stages["all questions"] = (0.0, peak_mb() - sum(mb for _, mb in stages.values()) - BARE_MB)
    if "hostile" in jobs:
        told["hostile"] = [_hostile_ms(read, each) for each in jobs["hostile"]]
    print(json.dumps(told))


def peak_mb() -> float:
    """Return the most memory that this process has held."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


BARE_MB = peak_mb()


def _weighed(load: Callable[[], Any]) -> tuple[tuple[float, float], Any]:
    """Return the seconds that something takes and the MB that it adds to the peak, with its result."""
    before_mb, began = peak_mb(), time.perf_counter()
    result = load()
    return (time.perf_counter() - began, peak_mb() - before_mb), result


def _us(read: Read, message: Message) -> float:
    """Return the processor's time for a message: others at work on the machine don't count."""
    began = time.process_time()
    read(message)
    return 1e6 * (time.process_time() - began)


def _hostile_ms(read: Read, message: Message) -> float | None:
    """Return how long a message takes at best, or None where it had to be stopped."""
    try:
        signal.signal(signal.SIGALRM, _stop)
        times = []
        for _ in range(HOSTILE_RUNS):
            signal.setitimer(signal.ITIMER_REAL, STOPPED_AFTER_S)
            times.append(_us(read, message) / 1000)
        return min(times)
    except Stopped:
        return None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


# The parsers: stages, the last of which returns how it reads a message and the numbers of one


def footprint(asked: dict[str, Any]) -> Iterator[Stage]:
    """The project's own."""

    def catalogue() -> Any:
        from estimator import catalogue

        return catalogue

    def modules() -> None:
        import bot.request.lexicon
        import bot.request.understand  # noqa: F401

    def data() -> tuple[Read, Read]:
        from bot.question import clean
        from bot.request.known import known
        from bot.request.lexicon import load_words
        from bot.request.number_words import number_words
        from bot.request.numbers import read_numbers
        from bot.request.tokens import scan
        from bot.request.understand import understand

        entries, words = catalogue().load(), load_words()
        known(entries, words)

        def numbers(message: Message) -> list[tuple[float, float]]:
            spelled = number_words(message[0])
            return [
                (each.low, each.high)
                for each in read_numbers(scan(clean(message[1]), spelled.tails), spelled)
            ]

        return lambda message: understand(message[1], message[2], entries, words).as_json(), numbers

    yield "import of the catalogue", catalogue
    yield "catalogue", lambda: catalogue().load()
    yield "import", modules
    yield "load", data


def quantulum3(asked: dict[str, Any]) -> Iterator[Stage]:
    """Numbers and units in English, without its classifier, which is there to tell units apart."""

    def modules() -> Any:
        from quantulum3 import parser

        return parser

    def data() -> tuple[Read, Read]:
        parse = modules().parse

        def numbers(message: Message) -> list[tuple[float, float]]:
            return [
                (each.value - (each.uncertainty or 0.0), each.value + (each.uncertainty or 0.0))
                for each in parse(message[1])
            ]

        return numbers, numbers

    yield "import", modules
    yield "load", data


def hassil(asked: dict[str, Any]) -> Iterator[Stage]:
    """Intents by sentence templates, told the language of a message where it has one."""

    def modules() -> None:
        import hassil.intents
        import hassil.recognize  # noqa: F401

    def data() -> tuple[Read, None]:
        from hassil.intents import Intents, TextSlotList
        from hassil.recognize import recognize_best

        intents = {}
        for file in asked["templates"]:
            with Path(file).open(encoding="utf-8") as text:
                intents[Path(file).stem] = Intents.from_yaml(text)
        for language, lists in asked["names"].items():
            for name, values in lists.items():
                filled = TextSlotList.from_strings(values, name=name, allow_template=False)
                intents[language].slot_lists[name] = filled

        def read(message: Message) -> str:
            language, text, _ = message
            for chosen in [intents[language]] if language else intents.values():
                if found := recognize_best(text, chosen, best_metadata_key="particular"):
                    return str(found.intent.name)
            return "none"

        return read, None

    yield "import", modules
    yield "load", data


PARSERS = {"footprint": footprint, "quantulum3": quantulum3, "hassil": hassil}
DISTRIBUTIONS = {"footprint": "footprint-bot", "quantulum3": "quantulum3", "hassil": "hassil"}

if __name__ == "__main__":
    main()
