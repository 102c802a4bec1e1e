"""A wrong data file is refused, naming the file and the entry."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from estimator import catalogue as catalogues
from estimator.catalogue import DATA, Catalogue, letters
from estimator.errors import DataError


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a copy of the shipped data that a test may spoil."""
    return shutil.copytree(DATA, tmp_path / "data")


def replacing(old: str, new: str) -> Callable[[str], str]:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return edit


def appending(more: str) -> Callable[[str], str]:
    return lambda text: f"{text}\n{more}\n"


FIGURE = 'unit = "sequences"\nbasis = "guessed"\nsource = "elsworth-2025"'
MODEL = 'name = "X"\nmaker = "Y"\nreleased = "2025-01"'
SIZE = 'unit = "parameters", basis = "guessed", source = "elsworth-2025" }'

FAULTS = {
    "a syntax error, with its line": (
        "serving.toml",
        lambda text: "[batch\n" + text,
        "serving.toml: .*line 1",
    ),
    "an unknown key": (
        "serving.toml",
        replacing("low = ", "lowest = 1\nlow = "),
        "serving.toml: .*unknown key lowest",
    ),
    "a missing number": (
        "serving.toml",
        appending(f"[x]\nlow = 1\nmedian = 2\n{FIGURE}"),
        "x: high is missing",
    ),
    "a wrong order": (
        "serving.toml",
        appending(f"[x]\nlow = 3\nmedian = 2\nhigh = 4\n{FIGURE}"),
        "serving.toml: x: low 3, median 2, high 4 are out of order",
    ),
    "an infinite number": (
        "serving.toml",
        appending(f"[x]\nvalue = inf\n{FIGURE}"),
        "x: value is not finite",
    ),
    "no number": ("serving.toml", appending(f"[x]\nvalue = nan\n{FIGURE}"), "x: value is not finite"),
    "a text for a number": (
        "serving.toml",
        appending(f'[x]\nvalue = "1"\n{FIGURE}'),
        "x: value must be a number",
    ),
    "a value and a range": (
        "serving.toml",
        appending(f"[x]\nvalue = 1\nlow = 1\n{FIGURE}"),
        "x: value and a range exclude each other",
    ),
    "an unknown unit": (
        "serving.toml",
        appending(f"[x]\nvalue = 1\n{FIGURE}".replace("sequences", "furlongs")),
        "x: unit is 'furlongs'",
    ),
    "an unknown basis": (
        "serving.toml",
        appending(f"[x]\nvalue = 1\n{FIGURE}".replace('"guessed"', '"felt"')),
        "x: basis is 'felt'",
    ),
    "an unknown source": (
        "serving.toml",
        appending(f"[x]\nvalue = 1\n{FIGURE}".replace("elsworth-2025", "nobody-1999")),
        "serving.toml: x: unknown source nobody-1999",
    ),
    "a source that nothing cites": (
        "sources/serving.toml",
        appending(
            '[idle-1999]\ntitle = "T"\npublisher = "P"\nurl = "https://example.org/"\n'
            'published = "1999"\naccessed = "2026-11-24"'
        ),
        "sources/serving.toml: idle-1999: no figure cites it",
    ),
    "a source in two files": (
        "sources/everyday.toml",
        appending(
            '[elsworth-2025]\ntitle = "T"\npublisher = "P"\nurl = "https://example.org/"\n'
            'published = "1999"\naccessed = "2026-11-24"'
        ),
        "sources/serving.toml: elsworth-2025: stands in sources/everyday.toml too",
    ),
    "a source without a web address": (
        "sources/serving.toml",
        replacing('url = "https://arxiv.org/abs/2508.15734"', 'url = "a library"'),
        "elsworth-2025: url is 'a library'",
    ),
    "a source without a date": (
        "sources/serving.toml",
        replacing('published = "2025-08"', 'published = "last summer"'),
        "elsworth-2025: published is 'last summer'",
    ),
    "a model's size in billions": (
        "models/open.toml",
        appending(f"[x-model]\n{MODEL}\ntotal_params = {{ value = 7, " + SIZE.replace("parameters", "1e9")),
        "models/open.toml: x-model.total_params: unit is '1e9'",
    ),
    "more active parameters than there are": (
        "models/open.toml",
        appending(
            f"[x-model]\n{MODEL}\ntotal_params = {{ value = 7e9, {SIZE}\n"
            f"active_params = {{ value = 9e9, {SIZE}"
        ),
        "x-model: active_params is above total_params",
    ),
    "a duplicate alias": (
        "models/open.toml",
        appending(f'[x-model]\n{MODEL}\naliases = ["chat-GPT"]\ntotal_params = {{ value = 7e9, {SIZE}'),
        "services.toml: chatgpt: alias 'chatgpt' is also x-model's in models/open.toml",
    ),
    "an unknown provider": (
        "models/open.toml",
        appending(f'[x-model]\n{MODEL}\nprovider = "acme"\ntotal_params = {{ value = 7e9, {SIZE}'),
        "x-model: unknown provider acme",
    ),
    "an unknown activity": (
        "models/open.toml",
        appending(f'[x-model]\n{MODEL}\nactivity = "telepathy"\ntotal_params = {{ value = 7e9, {SIZE}'),
        "x-model: activity is 'telepathy'",
    ),
    "a service that runs no known model": (
        "services.toml",
        replacing('model = "gpt-4o"', 'model = "gpt-40"'),
        "services.toml: chatgpt: runs an unknown model gpt-40",
    ),
    "a provider with an unknown chip": (
        "providers.toml",
        replacing('chips = ["tpu-v6e"', 'chips = ["tpu-v66"'),
        "providers.toml: google: unknown chip tpu-v66",
    ),
    "a PUE below one": (
        "providers.toml",
        replacing("pue = { low = 1.06", "pue = { low = 0.9"),
        "providers.toml: google.pue: low 0.9 is below 1",
    ),
    "a chip without memory": (
        "chips.toml",
        replacing("memory_gb = 24", "memory_gb = 0"),
        "chips.toml: k80: rates, memory and power must be above zero",
    ),
    "a thing that takes nothing": (
        "everyday.toml",
        appending('[x-thing]\nunit = "item"'),
        "everyday.toml: x-thing: has no energy, carbon or water",
    ),
    "a grid that stands twice": (
        "grid.csv",
        lambda text: (
            text.rstrip() + "\n" + next(line for line in text.splitlines() if line.startswith("FR,")) + "\n"
        ),
        "grid.csv: line \\d+: FR stands twice",
    ),
    "a grid whose intensity is a word": (
        "grid.csv",
        replacing("WLD,World,world,", "WLD,World,world,about "),
        "grid.csv: line 2: low_g_per_kwh is 'about ",
    ),
    "a grid of an unknown scope": (
        "grid.csv",
        replacing("life-cycle", "some"),
        "grid.csv: line 2: scope is 'some'",
    ),
    "a row with a cell too few": (
        "grid.csv",
        appending("XX,Nowhere"),
        "grid.csv: line \\d+: wrong number of columns",
    ),
    "other columns": (
        "grid.csv",
        replacing("code,name", "name,code"),
        "grid.csv: line 1: columns must be code, ",
    ),
    "a price of a place without a grid": (
        "electricity_prices.csv",
        replacing("\nWLD,", "\nQQ,"),
        "electricity_prices.csv: line 2: QQ is not in grid.csv",
    ),
    "a cloud region in no known place": (
        "places.toml",
        replacing('af-south-1 = "ZA"', 'af-south-1 = "QQ"'),
        "places.toml: cloud_regions.af-south-1: unknown region QQ",
    ),
    "a unit's spelling that stands for two": (
        "units.toml",
        appending('[mile]\nbase = "L"\nfactor = 2\naliases = ["gallon"]'),
        "units.toml: mile: 'gallon' stands for another unit too",
    ),
}


@pytest.mark.parametrize(("file", "edit", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_refused(data: Path, file: str, edit: Callable[[str], str], message: str) -> None:
    path = data / file
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(DataError, match=message) as caught:
        catalogues.read(data)
    assert caught.value.file.endswith((".toml", ".csv"))


def test_a_missing_file_is_refused(data: Path) -> None:
    (data / "grid.csv").unlink()
    with pytest.raises(DataError, match=r"grid\.csv: is missing"):
        catalogues.read(data)


def test_a_file_that_nothing_reads_is_refused(data: Path) -> None:
    (data / "grids.csv").write_text("code\n")
    with pytest.raises(DataError, match=r"grids\.csv: nothing reads this file"):
        catalogues.read(data)


def test_the_shipped_data_are_read_once(catalogue: Catalogue) -> None:
    assert catalogues.load() is catalogue
    assert len(catalogue.models) > 150
    assert catalogue.grids["WLD"].scope == "life-cycle"


def test_every_figure_of_the_method_has_a_source_and_a_place_in_it(catalogue: Catalogue) -> None:
    for figure in catalogue.figures.values():
        assert figure.source in catalogue.sources, figure.id
        assert figure.where, figure.id


def test_the_catalogue_cannot_be_written_to(catalogue: Catalogue) -> None:
    with pytest.raises(TypeError):
        catalogue.models["x"] = catalogue.models["gpt-4o"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("name", "plain"), [("GPT-4o", "gpt4o"), ("gpt 4 o", "gpt4o"), ("Llama 3.1", "llama31"), ("o1", "o1")]
)
def test_names_are_matched_by_letters_and_digits(name: str, plain: str) -> None:
    assert letters(name) == plain


@pytest.mark.parametrize(
    "written",
    [
        "GPT-3.5 Turbo", "Luma Dream Machine", "Hailuo", "Stable Audio", "Flan-T5 XL", "Flan-T5", "T5 small",
        "Suno", "Udio", "Bard", "Llama 3.3", "Gemini 3", "Wan 2.2", "Stable Diffusion 3.5",
        "Stable Diffusion 3.5 Large", "Kling 2.5", "Devin", "SANA", "QwQ", "gpt-oss", "Bing Chat", "FLUX.1",
        "CogVideoX 1.5",
    ],
)  # fmt: skip
def test_a_name_stays_as_given(written: str, catalogue: Catalogue) -> None:
    assert letters(catalogue.named(written)) == letters(written)


VERSION = re.compile(r"(?<![\w.-])v?(\d{1,2}(?:\.\d+)?)(?![\w.-])")


def test_no_alias_stands_for_another_version(catalogue: Catalogue) -> None:
    """A number that stands alone in an alias is the entry's, or 1, which a family's first goes without."""

    def versions(name: str) -> set[float]:
        return {float(each) for each in VERSION.findall(name.casefold())}

    for entry in (*catalogue.models.values(), *catalogue.services.values()):
        own = versions(entry.id.replace("-", " ")) | versions(entry.name) | {1.0}
        astray = {alias: versions(alias) - own for alias in entry.aliases if versions(alias) - own}
        astray.pop("llama 3 405b", None)  # as its paper writes it: no other of that size is a Llama 3
        assert not astray, (entry.id, astray)
