"""Number words added up as people say large numbers: "one million two hundred thousand and six"."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from bot.request.digits import LARGEST
from bot.request.line import Line, Part
from bot.request.numerals import numeral
from bot.request.scales import count_at, scale_at, share_at

HUNDRED: Final = 100.0  # a numeral from here on takes no third: "900 and a third"


@dataclass(slots=True)
class Sum:
    """Adds up number words as people say large numbers, from `at` on.

    `group` is what is being built below the next scale, `room` the value below which more may be added to it,
    `step` its last scale word and `scale` their product; `closed` are earlier groups with their steps.
    """

    line: Line
    start: int
    at: int
    joins: bool
    lead: Part | None = None  # a number already read, which the sum opens with
    closed: list[tuple[float, float]] = field(default_factory=list)
    group: float | None = None
    room: float = 0.0
    step: float = 1.0
    scale: float = 1.0
    end: int = -1
    spelled: bool = True
    alternatives: tuple[float, ...] = ()
    doubtful: bool = False
    other_step: float = 0.0  # what the doubtful scale word may mean besides

    def read(self) -> Part | None:
        if self.lead is not None:
            self.group, self.end, self.spelled = self.lead.value, self.lead.end, self.lead.spelled
            self.alternatives, self.scale = self.lead.alternatives, self.lead.scale
            self.step = self.scale if self.scale > 100 else 1.0
        while self._goes_on():
            self.end = self.at
        if self.end < 0 or self.group is None:
            return None
        value = min(sum(value for _, value in self.closed) + self.group, LARGEST)
        alternatives = () if self.closed and not self.doubtful else self.alternatives
        return Part(
            value,
            self.start,
            self.end,
            scale=max(self.scale, self.closed[-1][0] if self.closed else 1.0),
            spelled=self.spelled,
            alternatives=alternatives,
            doubtful=self.doubtful,
        )

    def _goes_on(self) -> bool:
        """Take what stands at `at` into the sum, move past it and tell whether there was anything to take."""
        line, words = self.line, self.line.words
        token = line.token(self.at)
        if token is None or (self.end >= 0 and (token.kind == "mixed" or token.before == "\n")):
            return False
        joined = self.joins and self.end >= 0 and line.text(self.at) in words.joint
        if joined:
            if (half := self._half(self.at + 1)) and self._add_half(*half):
                return True
            if not (self.spelled or self.step > 1 or self.closed):
                return False
            self.at += 1
            article = self.room < 10 and line.text(self.at) in words.article
            if article and line.text(self.at + 1) in words.scales:
                self.at += 1
        text = line.text(self.at)
        value = words.small.get(text)
        beyond = scale_at(line, self.at + 1, after_number=True) or 0.0
        scaled = (joined and self.step >= 1000) or 1000 <= self.step < beyond
        if value is None and (self.room >= 10 or scaled):
            value = words.inner.get(text)  # "treinta y un", "ciento una", "mil un millones"
        if value is not None:
            return self._add_small(value, joined)
        opened = self.group is not None
        if factor := scale_at(self.line, self.at, after_number=opened):
            return self._multiply(factor, joined, text)
        if joined:
            return self._fill()
        if self.group is not None and self.group < 1000 and text in words.groups:
            self.group *= words.groups[text]
            self.scale *= words.groups[text]
            self.at += 1
            self.room, self.step = 0.0, 1.0
            return True
        if (
            text in words.of
            and self.step > 100
            and words.plurals.get(line.text(self.at + 1), 0.0) >= self.step
        ):
            self.at += 1  # "un millón de millones"
            self.step = 1.0
            return self._multiply(words.plurals[line.text(self.at)], False, line.text(self.at))
        if text in words.point and opened and self.scale == 1 and self.spelled:
            return self._add_decimals()
        return self._fill()

    def _add_small(self, value: float, joined: bool) -> bool:
        words = self.line.words
        if self.group is None:
            self.group = value
        elif 0 < value < self.room:
            self.group += value
        elif self.step > 100 and 0 < value < self.step:
            self._close(value)
        elif words.pairs and not joined and self._is_pair(value):
            self.group = self.group * 100 + value
        else:
            return False
        self.room = 100.0 if value >= 100 else 10.0 if value in words.tens else 0.0
        self.at += 1
        return True

    def _multiply(self, factor: float, joined: bool, text: str) -> bool:
        if joined and (self.step <= 100 or factor >= self.step):
            return False
        if self.group is None:
            self.group = 1.0
        elif self.step > 1 and factor <= self.step:
            if factor == self.step or self.step <= 100:
                return False
            self._close(1.0)
        while self.closed and self.closed[-1][0] < factor:  # "mil quinientos millones"
            self.group += self.closed.pop()[1]
        if (self.closed and factor >= self.closed[-1][0]) or (factor == 100 and self.group >= 100):
            return False
        other = self.line.words.doubtful.get(text)
        if other is not None:
            self.other_step = other
            self.alternatives, self.doubtful = (
                (sum(value for _, value in self.closed) + self.group * other,),
                True,
            )
        else:
            self.alternatives = tuple(min(value * factor, LARGEST) for value in self.alternatives)
        self.group = min(self.group * factor, LARGEST)
        self.scale *= factor
        self.step = factor
        self.room = 100.0 if factor == 100 else 0.0
        self.at += 1
        return True

    def _close(self, group: float) -> None:
        """Close the group, and open a new one below its scale."""
        self.closed.append((self.step, self.group or 0.0))
        self.group, self.step, self.scale = group, 1.0, 1.0

    def _is_pair(self, value: float) -> bool:
        """Tell whether two numbers of two digits make one of four, as years are said: "nineteen ninety"."""
        group = self.group or 0.0
        return not self.closed and self.scale == 1 and value >= 10 and 1100 <= group * 100 + value <= 2099

    def _half(self, at: int) -> tuple[float, int] | None:
        """Return the share and the end of "a half", "medio", "a quarter" after "and"."""
        line, words = self.line, self.line.words
        after = at + (line.text(at) in words.article)
        if (share := words.halves.get(line.text(after))) is not None:
            return share, after + 1
        if self.step > 100 and (share := words.bare_parts.get(line.text(after))) is not None:
            return share, after + 1
        if not self.spelled and (self.group or 0.0) >= HUNDRED and self.step == 1:
            return None  # "we're 900 and a third of us"
        lead, end = count_at(self.line, at)
        part = share_at(self.line, end) if lead else None
        return (lead * part[0], part[1]) if lead and part else None

    def _add_half(self, share: float, after: int) -> bool:
        """Add a share of the last scale ("two million and a half"), or of one ("two and a half million")."""
        line, words = self.line, self.line.words
        further = after + (line.text(after) in words.article)
        divides = scale_at(self.line, further, after_number=True) or line.text(further) in words.groups
        unit = self.step
        if self.group is None or not self.group.is_integer() or (divides and (unit > 1 or further > after)):
            return False
        self.group += share * unit
        if self.doubtful:
            self.alternatives = tuple(value + share * self.other_step for value in self.alternatives)
        self.room, self.at = 0.0, after
        return True

    def _add_decimals(self) -> bool:
        """Add decimals in words: "point three four", "coma cuarenta y cinco"."""
        line, words = self.line, self.line.words
        small, at = words.small, self.at + 1
        first = small.get(line.text(at))
        if first is None or first >= 100 or self.group is None:
            return False
        if first < 10:
            digits = ""
            while len(digits) < 9 and 0 <= small.get(line.text(at), 99) < 10:
                digits += str(int(small[line.text(at)]))
                at += 1
            share = float(f"0.{digits}")
        else:
            at += 1
            unit_at = at + (line.text(at) in words.joint)
            unit = small.get(line.text(unit_at), 0.0)
            if first in words.tens and 0 < unit < 10:
                first, at = first + unit, unit_at + 1
            share = first / 100
        self.group += share
        self.room, self.at = 0.0, at
        return True

    def _fill(self) -> bool:
        """Add the numeral that fills up the scale before it: "2 mil 500", "1 million 200 thousand"."""
        line = self.line
        digits = numeral(line, self.at) if self.step >= 1000 else None
        if digits is None or not digits.value.is_integer() or digits.alternatives:
            return False
        scale = scale_at(self.line, digits.end, after_number=True)
        whole = self.step == 1000 and digits.end == self.at + 1 and len(line.text(self.at)) == 3
        if scale and scale < self.step:
            if digits.value * scale >= self.step:
                return False
        elif not whole or line.before(digits.end) == "-":  # "a thousand 100-word emails"
            return False
        self._close(digits.value)
        self.room, self.spelled, self.at = 0.0, False, digits.end
        return True
