"""How a language writes numbers, quantities, ranges, counts, lists and places: by CLDR and its word files."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.request.places import subdivisions
from estimator.figure import Spread
from estimator.units import SECONDS, Shown, in_us_units, plain, shown, significant

DEFAULT: Final = "en"
US_UNITS: Final = "-u-ms-ussystem"  # of a tag, as BCP 47 has it
EXACT_DIGITS: Final = 3  # a count with more is written out: 3,285,000 and not 3.285 million
WORDED: Final = 1e9  # from here a count is hard to read written out: 182.5 billion
WORDED_DIGITS: Final = 6
ListStyle: TypeAlias = Literal["standard", "or"]
INFINITY: Final = "∞"
LARGEST_PLAIN: Final = Decimal(10) ** 18
SMALLEST_PLAIN: Final = Decimal(10) ** -6
MONEY: Final = ("USD", "EUR", "GBP")  # told to the hundredth where it is exact
SUPERSCRIPTS: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def templates_folder() -> Path:
    """Return the folder of the templates: in the package where it is installed, else beside it."""
    here = Path(__file__).resolve().parent
    packed = here / "templates"
    return packed if packed.is_dir() else here.parent / "templates"


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that replies can be written in."""
    return tuple(sorted(path.parent.name for path in templates_folder().glob("*/labels.toml")))


@lru_cache(maxsize=64)
def language(tag: str) -> Language:
    """Return the language of a tag ("es", "es-419", "en_GB"); the default where there are no words for it.

    A tag that ends in US_UNITS measures as the United States do.
    """
    us_units, tag = tag.endswith(US_UNITS), tag.removesuffix(US_UNITS)
    parts = tag.replace("_", "-").split("-")
    name = parts[0].lower()
    if name not in languages():
        name, parts = DEFAULT, [DEFAULT]
    folder = templates_folder() / name
    read = {file.stem: tomllib.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.toml"))}
    usual: str = read["labels"]["numbers"]["locale"]
    try:
        locale = Locale.parse("_".join([name, *parts[1:]]) if len(parts) > 1 else usual)
    except (ValueError, UnknownLocaleError):
        locale = Locale.parse(usual)
    terms = tuple(sorted(file.stem for file in (folder / "terms").glob("*.md")))
    return Language(name, locale, read["labels"], read, terms, us_units)


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """One language's way to write what a reply holds."""

    name: str  # the folder of its words: "es"
    locale: Locale
    labels: dict[str, Any]
    files: dict[str, dict[str, Any]]  # every table of words, by the name of its file
    terms: tuple[str, ...]  # the terms that a page explains
    us_units: bool = False  # gallons and pounds where others write litres and kilograms

    # Numbers

    def number(self, value: Decimal) -> str:
        """Return a rounded number as the language writes it, a power of ten where it is beyond words."""
        size = abs(value)
        if size.is_infinite():
            return INFINITY
        if size and not SMALLEST_PLAIN <= size < LARGEST_PLAIN:
            exponent = size.adjusted()
            digits = self.number(plain(value.scaleb(-exponent)))
            return f"{digits}\u00a0×\u00a010{str(exponent).translate(SUPERSCRIPTS)}"
        text: str = format_decimal(
            value,
            format="#,##0" if value == value.to_integral_value() else "#,##0.############",
            locale=self.locale,
            group_separator=size >= self.labels["numbers"]["group_from"] or self._regional,
        )
        return text

    @property
    def _regional(self) -> bool:
        """Whether a region's own habit of grouping holds: es-MX writes 1,900 where es writes 1900."""
        return self.locale.territory is not None and self.locale.territory != self.name.upper()

    def _scaled(
        self, values: Sequence[Decimal], by: Decimal, *, spelled: bool = True
    ) -> tuple[list[str], str, bool]:
        """Return numbers, the word that scales them ("million"), and whether it says all ("a million"), as
        it may where it is `spelled`."""
        scale = None
        for candidate in self.labels["numbers"]["scales"]:
            if by >= Decimal(10) ** candidate["power"]:
                scale = candidate
        if scale is None or by >= Decimal(10) ** (scale["power"] + 6):
            return [self.number(value) for value in values], "", False
        numbers = [plain(value.scaleb(-scale["power"])) for value in values]
        if numbers == [1] and spelled:
            return [], scale["one"], True
        return [self.number(number) for number in numbers], scale["other"], False

    def _numeral(self, values: Sequence[Decimal], by: Decimal, unit: str = "") -> tuple[str, bool]:
        """Return "1.5 million" or "1–4 million", and whether it ends in such a word: "$1 million", where
        others are "a million"."""
        led = self.labels["units"].get(unit, {}).get("other", "{n}").partition("{n}")[0]
        numbers, word, _ = self._scaled(values, by, spelled=not led)
        text = "–".join(numbers)
        return (f"{text} {word}".strip(), bool(word))

    def _with_unit(self, unit: str, numeral: str, scaled: bool, category: str) -> str:
        usual = f"{{n}}_{unit}" if unit else "{n}"
        pattern: str = self.labels["units"].get(unit, {}).get(category, usual)
        before, _, after = pattern.replace("_", self.labels["numbers"]["unit_space"]).partition("{n}")
        return f"{before}{self._linked(numeral, scaled and bool(after))}{after}".strip()

    def _linked(self, numeral: str, scaled: bool) -> str:
        """Return a numeral with the word that joins "million" to a noun, where the language has one."""
        link = self.labels["numbers"]["link"]
        return f"{numeral} {link}" if scaled and link else numeral

    def category(self, value: Decimal) -> str:
        """Return the plural form of a number, "one" or "other"; words that scale are handled apart."""
        one = value.is_finite() and self.locale.plural_form(plain(value)) == "one"
        return "one" if one else "other"

    # Quantities

    def shown(self, value: Spread, unit: str = "") -> Shown:
        """Return a spread rounded, in the unit that fits it and the reader, or in a given one."""
        return shown(in_us_units(value) if self.us_units and not unit else value, unit)

    def quantity(self, value: Spread, unit: str = "") -> str:
        """Return the median with its unit, the one that fits it or a given one: "320 kWh"."""
        return self.amount(self.shown(value, unit))

    def amount(self, value: Shown) -> str:
        numeral, scaled = self._numeral([value.median], value.median, value.unit)
        if value.exact and value.unit in MONEY and not scaled and value.median.as_tuple().exponent == -1:
            numeral = format_decimal(value.median, format="#,##0.00", locale=self.locale)  # "$2.50"
        return self._with_unit(value.unit, numeral, scaled, self.category(value.median))

    def filled(self, pattern: str, value: Shown) -> str:
        """Return a pattern with a quantity in place of {q}: "30 million tokens", "30 millones de tokens"."""
        numeral, scaled = self._numeral([value.median], value.median, value.unit)
        told = self._with_unit(value.unit, numeral, scaled, self.category(value.median))
        counts = pattern.partition("{q}")[2][1:2].isalpha()  # a noun follows, as after a bare number
        return pattern.format(q=self._linked(told, scaled and counts and told == numeral))

    def range(self, value: Spread, unit: str = "") -> str:
        """Return the ends with their unit: "120–900 kWh"; the quantity itself where it is exact."""
        seen = self.shown(value, unit)
        if seen.exact:
            return self.amount(seen)
        numeral, scaled = self._numeral([seen.low, seen.high], seen.median)
        return self._with_unit(seen.unit, numeral, scaled, "other")

    def between(self, low: Decimal, high: Decimal, unit: str) -> str:
        """Return stated ends with their unit: "50–60 GWh"; one quantity where they are equal."""
        if low == high:
            return self.amount(Shown(low, low, low, unit))
        numeral, scaled = self._numeral([low, high], high)
        return self._with_unit(unit, numeral, scaled, "other")

    def ends(self, value: Spread, unit: str = "") -> str:
        """Return the ends alone: "120–900", in the unit that `quantity` names."""
        seen = self.shown(value, unit)
        return self._numeral([seen.low, seen.high], seen.median)[0]

    def count(self, value: float) -> str:
        """Return an exact count: "730,000", "1.5 million", "a million", "1,234,567"."""
        digits = max(EXACT_DIGITS, len(f"{abs(value):.0f}")) if abs(value) < 1e18 else EXACT_DIGITS
        number = significant(value, digits)
        most = EXACT_DIGITS if value < WORDED else WORDED_DIGITS
        if len(number.normalize().as_tuple().digits) > most:
            return self.number(number)
        numbers, word, alone = self._scaled([number], number)
        return word if alone else f"{numbers[0]} {word}".strip()

    def counted(self, value: float, forms: dict[str, str], **words: str) -> str:
        """Return a count with what is counted: "a million prompts", "un millón de consultas"."""
        scaled = value >= 10 ** self.labels["numbers"]["scales"][0]["power"]
        numeral = self.count(value)
        numeral = self._linked(numeral, scaled and not numeral[-1].isdigit())
        form = forms.get(self.category(plain(Decimal(repr(value))))) or forms["other"]
        return form.format(n=numeral, **words)

    def duration(self, seconds: float) -> str:
        """Return a stated time in the largest unit that measures it whole: "90 seconds", "11 days"."""
        for unit, length in reversed(SECONDS.items()):
            if seconds >= length and seconds % length == 0:
                count = Decimal(repr(seconds / length))
                return self._with_unit(unit, self.count(float(count)), False, self.category(count))
        return self.quantity(exactly(seconds, "second"))

    # Words

    def listing(self, parts: Sequence[str], *, limit: int = 6, style: ListStyle = "standard") -> str:
        """Return "a, b and c"; beyond the limit, the rest as a count."""
        kept = list(parts[:limit])
        if left := len(parts) - len(kept):
            kept.append(self.labels["numbers"]["more"].replace("{n}", self.number(Decimal(left))))
        text: str = format_list(kept, style=style, locale=self.locale)
        return text

    def place(self, code: str, name: str = "") -> str:
        """Return the name of a country, a state or a province; where there is none, the one given."""
        label: str | None = self.labels["places"].get(code)
        return label or self.locale.territories.get(code) or subdivisions(self.name).get(code) or name or code


def exactly(value: float, unit: str) -> Spread:
    """Return a quantity that is known to the digit."""
    return Spread(value, value, value, unit)
