"""The templates of all languages say the same things, all are reached, and none names what isn't there."""

from __future__ import annotations

import re
import sys
import tomllib
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from jinja2 import UndefinedError

from bot import message
from bot.answer import behind, compose
from bot.answer.facts import term
from bot.answer.naming import figures, quoted
from bot.languages import language, languages, templates_folder
from bot.message import BLOCKS, render
from bot.request import Request
from estimator import catalogue as shipped
from estimator.catalogue import Catalogue
from estimator.estimate import Estimate
from estimator.limits import LIMITS
from estimator.units import LADDERS
from estimator.workload import Workload
from tests.answer.samples import SAMPLES, behind_samples, samples
from tests.answer.samples import catalogue as samples_catalogue

FOLDER = templates_folder()
ROOT = Path(__file__).parents[2]
EVERY = languages()


def keys(table: Any, path: str = "") -> set[str]:
    if not isinstance(table, dict):
        return {path}
    return {key for name, value in table.items() for key in keys(value, f"{path}.{name}")}


def test_english_and_spanish_are_there() -> None:
    assert {"en", "es"} <= set(EVERY)


@pytest.mark.parametrize("name", EVERY)
def test_a_language_has_the_files_of_the_others(name: str) -> None:
    def files(folder: Path) -> set[str]:
        return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}

    assert files(FOLDER / name) == files(FOLDER / "en")


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("file", ["labels", "things", "pictures", "live"])
def test_a_language_has_the_words_of_the_others(name: str, file: str) -> None:
    assert keys(language(name).files[file]) == keys(language("en").files[file])


@pytest.mark.parametrize("name", EVERY)
def test_words_have_the_same_gaps_in_every_language(name: str) -> None:
    """A phrase that takes a quantity or a name takes it in every language."""

    def gaps(table: Any) -> Any:
        if isinstance(table, dict):
            return {key: gaps(value) for key, value in table.items() if key not in ("numbers", "examples")}
        return set(re.findall(r"\{(\w+)\}", table)) if isinstance(table, str) else None

    def differing(ours: Any, theirs: Any, path: str = "") -> list[str]:
        if isinstance(ours, dict):
            return [each for key in ours for each in differing(ours[key], theirs[key], f"{path}.{key}")]
        return [] if ours == theirs else [path]

    for file in ("labels", "things"):
        found = differing(gaps(language(name).files[file]), gaps(language("en").files[file]))
        assert [path for path in found if not path.endswith(".one")] == []


@pytest.mark.parametrize("name", EVERY)
def test_a_template_has_the_blocks_of_the_other_languages(name: str) -> None:
    for file in sorted((FOLDER / name).glob("*.md")):
        ours, theirs = (
            re.findall(r"{% block (\w+)", (FOLDER / each / file.name).read_text()) for each in (name, "en")
        )
        assert ours == theirs, file.name
        assert set(ours) <= set(BLOCKS), file.name


def test_every_branch_of_every_template_is_reached(catalogue: Catalogue) -> None:
    """Each part of a template is put out by one of the golden replies."""
    reached: dict[str, set[int]] = defaultdict(set)

    def lines(frame: FrameType, event: str, _: Any) -> Any:
        if not frame.f_code.co_filename.endswith(".md"):
            return None
        if event == "line":
            reached[frame.f_code.co_filename].add(frame.f_lineno)
        return lines

    before = sys.gettrace()
    sys.settrace(lines)
    try:
        for sample in samples():
            for name in EVERY:
                render(sample.answer(name, catalogue), name)
        for tag, answer in behind_samples():
            render(answer, tag)
    finally:
        sys.settrace(before)
    missing = []
    for name in EVERY:
        for file in sorted((FOLDER / name).glob("*.md")):
            template = message._template(name, file.name)
            seen = {template.get_corresponding_lineno(line) for line in reached[str(template.filename)]}
            wanted = {line for line, _ in template.debug_info}
            source = file.read_text().splitlines()
            missing += [f"{name}/{file.name}:{line}: {source[line - 1]}" for line in sorted(wanted - seen)]
    assert missing == []


@pytest.mark.parametrize("name", EVERY)
def test_a_name_that_is_not_there_is_an_error(name: str) -> None:
    template = message._environment(name).from_string("{{ answer.nonsense }}")
    with pytest.raises(UndefinedError):
        template.render(answer=object())


@pytest.mark.parametrize("name", EVERY)
def test_every_page_renders_with_the_shipped_figures(name: str) -> None:
    """A page quotes figures and cites sources that the data have, and fits."""
    for page in language(name).terms:
        answer = compose(Request("explain", topic=page, language=name), Estimate(), shipped.load())
        assert answer.kind == "explain"
        text = render(answer, name).text
        assert text.startswith("**")
        assert 100 < len(text) < 1500, page
        assert not re.search(r"\b(\w{2,}) \1\b", text), page  # "tokens tokens"


@pytest.mark.parametrize("name", EVERY)
def test_every_known_claim_is_told_about_with_the_shipped_figures(name: str) -> None:
    """Each claim that goes round has a page that renders."""
    shared = shipped.load()
    assert set(shared.claims) == {file.stem for file in (FOLDER / name / "claims").glob("*.md")}
    sample = SAMPLES["check-contradicted-of-no-known-claim"]()
    for claim in shared.claims:
        answer = compose(replace(sample.request, language=name), sample.found, samples_catalogue())
        answer = replace(
            answer, story=claim, figures=figures(shared), quoted=quoted(shared), library=shared.sources
        )
        text = render(answer, name).text
        assert 200 < len(text) < 2000
        assert "story" not in render(answer, name).dropped


@pytest.mark.parametrize("name", EVERY)
def test_every_everyday_thing_has_a_name(name: str) -> None:
    from bot.wording.quantities import Quantities
    from bot.wording.things import Things

    things = Things(language(name), Quantities(language(name)))
    for thing in shipped.load().things.values():
        forms = things.forms(thing.id)
        assert "×" not in forms["one"], thing.id
        assert "{n}" in forms["other"], thing.id
        assert "{place}" not in forms["other"], thing.id


@pytest.mark.parametrize("name", EVERY)
def test_no_name_is_of_a_thing_that_is_not_there(name: str) -> None:
    known = shipped.load().things
    families = {"home-day", "home-year", "person-year", "country-year"}
    assert {each for each in language(name).files["things"] if each not in known} <= families
    for listed in language(name).files["pictures"].values():
        assert [each for each in listed if each not in known] == []


@pytest.mark.parametrize("name", EVERY)
def test_every_unit_and_every_limit_has_a_word(name: str) -> None:
    labels = language(name).labels
    assert {unit for ladder in LADDERS.values() for unit, _, _ in ladder} <= set(labels["units"])
    assert set(LIMITS) <= set(labels["fields"])


@pytest.mark.parametrize("name", EVERY)
def test_what_moves_an_estimate_has_a_word(name: str) -> None:
    """The inputs that drive text, image, video, training and hardware can all be told in plain words."""
    from bot.wording.reasons import input_name
    from estimator.estimate import estimate

    works = [
        Workload("gpt-4o", "text"), Workload("deepseek-r1", "reasoning"), Workload("chatgpt", "text"),
        Workload("claude-sonnet-4", "code-agent"), Workload("gpt-3", "training", 1, "run"),
        Workload("gpt-4", "training", 1, "run"), Workload("dall-e-3", "image", 1, "image"),
        Workload("sora", "video", 1, "second"), Workload("h100", "hardware", 1, "hour"),
    ]  # fmt: skip
    words = language(name).labels["drivers"]
    drivers = {
        input_name(driver.name)
        for item in estimate(works).items
        for driver in item.drivers
        if driver.share >= 0.05
    }
    assert drivers - set(words) <= {"training_energy"}, "a published total is no reason for its own range"


def test_every_term_that_the_parser_knows_has_a_page() -> None:
    """What is recognised as a term to explain can be explained."""
    words = tomllib.loads((ROOT / "bot" / "words" / "en" / "topics.toml").read_text("utf-8"))
    topics = [entry.get("id", topic) for topic, entry in words.items() if entry.get("intent") == "explain"]
    assert [topic for topic in topics if not term(topic, language("en").terms)] == []


@pytest.mark.parametrize(
    ("topic", "page"),
    [
        ("pue", "pue"),
        ("jevons-paradox", "jevons-paradox"),
        ("data-sources", "sources"),
        ("token-count", "token"),
        ("weather", ""),
    ],
)
def test_the_page_of_a_topic(topic: str, page: str) -> None:
    assert term(topic, language("en").terms) == page


@pytest.mark.parametrize(("kind", "page"), [("how", "method"), ("sources", "sources")])
def test_behind_a_refusal_stands_the_page_on_method_or_sources(kind: Any, page: str) -> None:
    sample = SAMPLES["out-of-range"]()
    assert behind(sample.request, sample.found, shipped.load(), kind).term == page
