"""The catalogue: every data file, read and checked as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

from estimator import read_models, read_places
from estimator.claims import KnownClaim
from estimator.claims import read as known_claims
from estimator.datafile import Table, tables
from estimator.entries import Chip, Grid, Model, Provider, PublishedFigure, Service, Thing
from estimator.errors import DataError
from estimator.figure import Figure, Source
from estimator.read_models import date

DATA: Final = Path(__file__).with_name("data")

# The flat files: each table is one figure, whose id is <file>.<key>.
METHOD_FILES: Final = (
    "serving", "inference", "generation", "diffusion", "training", "hardware", "water", "money",
    "own", "plants",
)  # fmt: skip
FILES: Final = frozenset(
    (
        *(f"{name}.toml" for name in METHOD_FILES), "services.toml", "families.toml", "chips.toml",
        "providers.toml", "everyday.toml", "places.toml", "units.toml", "published.toml", "claims.toml",
        "grid.csv", "grid_water.csv", "electricity_prices.csv", "generation_mix.csv",
    )
)  # fmt: skip
UNITS: Final = frozenset(
    (
        "", "s", "W", "J", "Wh", "g", "L", "USD", "year", "hour", "tokens", "sequences",
        "parameters", "chips", "calls", "bytes", "B/parameter", "B/token", "J/byte", "J/FLOP", "FLOP",
        "Wh/(TB·h)", "kWh/GB", "px",
        "L/kWh", "USD/kWh", "g/kWh", "g/chip", "g/server", "USD/chip-hour", "USD/EUR", "USD/GBP", "tokens/s",
        "steps", "frames/s", "FLOP/px", "s/B", "B/s", "bytes/s", "FLOP/s", "prompts/hour",
        "g/chip-hour",
    )
)  # fmt: skip

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """All that the data files hold. Two catalogues are equal only where they are the same object."""

    sources: Mapping[str, Source]
    figures: Mapping[str, Figure]
    models: Mapping[str, Model]
    services: Mapping[str, Service]
    chips: Mapping[str, Chip]
    providers: Mapping[str, Provider]
    things: Mapping[str, Thing]
    grids: Mapping[str, Grid]
    cloud_regions: Mapping[str, str]
    units: Mapping[str, tuple[str, float]]  # as written, without spaces: base unit, and how many one holds
    spellings: Mapping[str, str]  # letters and digits of a name or alias, to a model, service or chip
    published: tuple[PublishedFigure, ...]
    published_about: Mapping[str, tuple[PublishedFigure, ...]] = field(repr=False)
    claims: Mapping[str, KnownClaim] = field(default_factory=dict, repr=False)  # that go round, by id
    stand_ins: Mapping[str, str] = field(default_factory=dict)  # a place without a grid: whose it is given

    def named(self, name: str) -> str:
        """Return the id of the model, service or chip that a name stands for, or a name after its maker's as
        hubs write it (maker/name); the name itself where none does."""
        own = self.spellings.get(letters(name.rpartition("/")[2]), name)
        return self.spellings.get(letters(name), own)

    def figure(self, id: str) -> Figure:  # noqa: A002
        """Return a figure of the method; DataError where no file has it."""
        found = self.figures.get(id)
        if found is None:
            file, _, key = id.partition(".")
            raise DataError(f"{file}.toml", key, "is missing")
        return found


@lru_cache(maxsize=1)
def load() -> Catalogue:
    """Return the catalogue that the package ships, read once."""
    return read(DATA)


def read(root: Path) -> Catalogue:
    """Return the catalogue in a folder; DataError where a file is wrong or contradicts another."""
    _check_files(root)
    cited: dict[str, tuple[str, str]] = {}
    sources = _sources(root)
    figures = {
        f"{name}.{key}": table.as_figure(f"{name}.{key}", UNITS)
        for name in METHOD_FILES
        for key, table in tables(root, f"{name}.toml", cited)
    }
    models = _keyed(read_models.models(root, cited))
    families = read_models.families(root, cited, {name: model for name, (_, model) in models.items()})
    services = _keyed(chain(read_models.services(root, cited), families))
    chips = _keyed(read_models.chips(root, cited))
    providers = _keyed(read_places.providers(root, cited))
    things = _keyed(read_places.things(root, cited))
    published = _keyed(read_models.published(root, cited))
    claims = _keyed(known_claims(root, cited))
    grids = read_places.grids(root, cited, figures)
    regions = read_places.codes(root, "cloud_regions", cited)
    stand_ins = read_places.codes(root, "stand_ins", cited)
    units = _units(root, figures, cited)

    spellings = _spellings(models, services, chips)
    _check_links(models, services, chips, providers, grids)
    _check_places(grids, {"cloud_regions": regions, "stand_ins": stand_ins})
    _check_citations(cited, sources)
    about: dict[str, list[PublishedFigure]] = {}
    for _, figure in published.values():
        about.setdefault(figure.subject, []).append(figure)
    return Catalogue(
        sources=MappingProxyType({name: source for name, (_, source) in sources.items()}),
        figures=MappingProxyType(figures),
        models=_plain(models),
        services=_plain(services),
        chips=_plain(chips),
        providers=_plain(providers),
        things=_plain(things),
        grids=MappingProxyType(grids),
        cloud_regions=MappingProxyType(regions),
        units=MappingProxyType(units),
        spellings=MappingProxyType(spellings),
        published=tuple(figure for _, figure in published.values()),
        published_about=MappingProxyType({subject: tuple(found) for subject, found in about.items()}),
        claims=_plain(claims),
        stand_ins=MappingProxyType(stand_ins),
    )


Entries = dict[str, tuple[Table, T]]


def _keyed(pairs: Iterable[tuple[Table, T]]) -> Entries[T]:
    """Return entries by name; one that stands in two files is an error."""
    found: Entries[T] = {}
    for table, value in pairs:
        if table.entry in found:
            raise table.error(f"stands in {found[table.entry][0].file} too")
        found[table.entry] = (table, value)
    return found


def _plain(entries: Entries[T]) -> Mapping[str, T]:
    return MappingProxyType({name: value for name, (_, value) in entries.items()})


def _sources(root: Path) -> Entries[Source]:
    def every() -> Iterable[tuple[Table, Source]]:
        for path in sorted((root / "sources").glob("*.toml")):
            for name, table in tables(root, f"sources/{path.name}", {}):
                source = Source(
                    id=name,
                    title=table.text("title"),
                    publisher=table.text("publisher"),
                    url=table.text("url"),
                    published=date(table, "published"),
                    accessed=date(table, "accessed"),
                    licence=table.text("licence", ""),
                )
                if not source.url.startswith(("https://", "http://")):
                    raise table.error(f"url is {source.url!r}, not a web address")
                table.finish()
                yield table, source

    return _keyed(every())


def _units(
    root: Path, figures: Mapping[str, Figure], cited: dict[str, tuple[str, str]]
) -> dict[str, tuple[str, float]]:
    """Return the units that people write; a spelling in lower case stands for the first unit written so."""
    units: dict[str, tuple[str, float]] = {}
    for name, table in tables(root, "units.toml", cited):
        held = (table.text("base"), table.number("factor"))
        table.source(default="")
        for written in (name, *table.texts("aliases")):
            key = "".join(written.split())
            if units.get(key, held) != held:
                raise table.error(f"{written!r} stands for another unit too")
            units[key] = held
        for written in table.texts("within"):
            units[f"{held[0]} {''.join(written.split())}"] = held
        table.finish()
    for spelling, rate in (
        ("EUR euro euros €", "money.usd_per_eur"),
        ("GBP pound-sterling £", "money.usd_per_gbp"),
    ):
        if rate in figures:
            units.update(dict.fromkeys(spelling.split(), ("USD", figures[rate].median)))
    for key, held in list(units.items()):
        units.setdefault(key.casefold(), held)
    return units


def _check_files(root: Path) -> None:
    """Refuse a file that nothing reads, and a missing one."""
    there = {path.name for path in root.iterdir() if path.suffix in (".toml", ".csv")}
    for name in sorted(there - FILES):
        raise DataError(name, "", "nothing reads this file")
    for name in sorted(FILES - there - {"published.toml", "claims.toml"}):
        raise DataError(name, "", "is missing")


def _spellings(models: Entries[Model], services: Entries[Service], chips: Entries[Chip]) -> dict[str, str]:
    """Return the entry that each spelling stands for; two entries that people would write alike are
    refused."""
    owners: dict[str, tuple[str, str]] = {}
    for entries in (models, services, chips):
        for name, (table, value) in entries.items():
            for alias in dict.fromkeys(letters(each) for each in (name, value.name, *value.aliases)):
                file, owner = owners.setdefault(alias, (table.file, name))
                if owner != name:
                    raise table.error(f"alias {alias!r} is also {owner}'s in {file}")
    return {spelling: owner for spelling, (_, owner) in owners.items()}


def letters(name: str) -> str:
    """Return a name as names are matched: letters and digits alone, in lower case."""
    return "".join(sign for sign in name.casefold() if sign.isalnum() or sign == "+")


def _check_links(
    models: Entries[Model],
    services: Entries[Service],
    chips: Entries[Chip],
    providers: Entries[Provider],
    grids: Mapping[str, Grid],
) -> None:
    """Refuse an entry that names another which no file has."""
    for table, service in services.values():
        for run in service.runs:
            if run.model not in models:
                raise table.error(f"runs an unknown model {run.model}")
    for entries in (models, services):
        for table, value in entries.values():
            if value.provider and value.provider not in providers:
                raise table.error(f"unknown provider {value.provider}")
    for table, model in models.values():
        if model.training and model.training.chip and model.training.chip not in chips:
            raise table.error(f"training on an unknown chip {model.training.chip}")
        if model.training and model.training.on and model.training.on not in models:
            raise table.error(f"trained on top of an unknown model {model.training.on}")
        if model.training and model.training.region and model.training.region not in grids:
            raise table.error(f"training in an unknown region {model.training.region}")
    for table, provider in providers.values():
        for chip in provider.chips:
            if chip not in chips:
                raise table.error(f"unknown chip {chip}")


def _check_places(grids: Mapping[str, Grid], tables: Mapping[str, Mapping[str, str]]) -> None:
    """Refuse names of places that stand for no grid."""
    for table, codes in tables.items():
        for name, region in codes.items():
            if region not in grids:
                raise DataError("places.toml", f"{table}.{name}", f"unknown region {region}")


def _check_citations(cited: Mapping[str, tuple[str, str]], sources: Entries[Source]) -> None:
    """Refuse unknown sources, and sources that nothing cites."""
    for name, (file, entry) in cited.items():
        if name not in sources:
            raise DataError(file, entry, f"unknown source {name}")
    for name, (table, _) in sources.items():
        if name not in cited:
            raise table.error("no figure cites it")
