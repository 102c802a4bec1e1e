"""A reply in a terminal."""

from __future__ import annotations

import io

import pytest

from bot.terminal import PIPED, Screen, columns, lay_out, screen, show

REPLY = (
    "**A million prompts use about 320\u00a0kWh** (90% range 120–900\u00a0kWh).\n"
    "- **GPT\\_4 \\*mini\\*** is one of two things\n"
    "\n"
    "-# Sources: [Elsworth et al., 2025](<https://arxiv.org/abs/2508.15734>)"
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_plain_text_with_the_addresses_of_links() -> None:
    assert show(REPLY, io.StringIO(), {}) == (
        "A million prompts use about 320\u00a0kWh (90% range 120–900\u00a0kWh).\n"
        "• GPT_4 *mini* is one of two things\n"
        "\n"
        "Sources: Elsworth et al., 2025 (https://arxiv.org/abs/2508.15734)"
    )


def test_bold_and_small_print_are_styled_on_a_terminal() -> None:
    text = lay_out(REPLY, Screen(80, styled=True))
    assert text.startswith("\033[1mA million prompts use about 320\u00a0kWh\033[0m (90%")
    assert text.splitlines()[-1].startswith(
        "\033[2mSources: \033[4mElsworth et al., 2025\033[0m\033[2m (https://"
    )
    assert text.endswith("\033[0m")


def test_a_terminal_that_opens_links_shows_their_text_alone() -> None:
    last = lay_out(REPLY, Screen(80, styled=True, links=True)).splitlines()[-1]
    assert "\033]8;;https://arxiv.org/abs/2508.15734\033\\" in last
    assert "(https" not in last


@pytest.mark.parametrize(
    ("environment", "styled", "links"),
    [
        ({}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({"TERM_PROGRAM": "iTerm.app"}, True, True),
        ({"VTE_VERSION": "7600", "NO_COLOR": "1"}, False, False),
    ],
)
def test_what_a_terminal_can_do(environment: dict[str, str], styled: bool, links: bool) -> None:
    found = screen(Terminal(), environment)
    assert (found.styled, found.links) == (styled, links)
    assert 20 <= found.width <= 100
    assert screen(io.StringIO(), environment) == Screen(PIPED, False, False)


@pytest.mark.parametrize("width", [20, 33, 60])
def test_lines_are_no_wider_than_the_terminal(width: int) -> None:
    lines = lay_out(REPLY, Screen(width, styled=False)).splitlines()
    assert all(columns(line) <= width or " " not in line.strip("• ") for line in lines)
    assert not any(line.endswith("320") for line in lines), "a number and its unit stay together"


def test_a_bullet_goes_on_under_its_text() -> None:
    assert lay_out("- one two three four five", Screen(20)) == "• one two three four\n  five"


def test_nothing_that_a_terminal_would_obey_passes() -> None:
    assert lay_out("a\033]0;title\007b\033[2Jc", Screen()) == "a]0;titleb[2Jc"


def test_an_unclosed_mark_is_shown() -> None:
    assert lay_out("2 * 3 and [not a link", Screen()) == "2 * 3 and [not a link"


def test_wide_signs_take_two_columns() -> None:
    assert columns("日本") == 4
    assert columns("e\u0301") == 1
