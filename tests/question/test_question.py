"""Messages as Discord delivers them, and the text that is left to understand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.question import HEAD, READ, TAIL, clean
from tests.counting import calls

CASES = [
    ("mentions and custom emoji hold no digits", "<@123> <@!4> <@&5> <#6> <:x:7> <a:y:8> hey", "hey"),
    ("a slash command's mention goes", "</ask:1234567> co2?", "co2?"),
    ("a timestamp goes", "since <t:1700000000:R> 5 prompts", "since 5 prompts"),
    ("a link goes with its digits", "see https://example.com/5000?x=9 and www.a.org/3 ok", "see and ok"),
    ("a masked link keeps its words", "[this study](https://a.org/99) says 3 Wh", "[this study] says 3 Wh"),
    ("a link without scheme goes", "arxiv.org/abs/2304.03271 says", "says"),
    ("names with dots are no links", "gpt-4.1/claude 3.7 or llama-3.1", "gpt-4.1/claude 3.7 or llama-3.1"),
    ("fenced code goes", "fix\n```py\nx = 5\n```\nand 3 prompts", "fix\nand 3 prompts"),
    ("an open fence is only backticks", "``` 5 prompts", "5 prompts"),
    ("inline code stays", "energy of `gpt-4o`", "energy of gpt-4o"),
    ("bold, italics, spoilers and strikes keep their words", "**a** *b* __c__ _d_ ||e||", "a b c d e"),
    ("products and powers keep their sign", "5*10^5 and 10**6 and 2 * 3", "5×10^5 and 10^6 and 2 × 3"),
    ("names with underscores stay whole", "stable_diffusion 1_000", "stable_diffusion 1_000"),
    ("escaped markdown loses its backslash", r"\*not bold\*", "not bold"),
    ("headings and bullets go", "# Title\n- one\n* two\n-# small", "Title\none\ntwo\nsmall"),
    ("the numbers of a list go", "1. water of gpt-4?\n2) and claude?", "water of gpt-4?\nand claude?"),
    ("emoji, shortcodes and keycaps go", "water 🤖💧 :skull: 5️⃣ please", "water please"),
    ("hearts and smileys are no numbers", "thanks <3 :3 :)", "thanks"),
    ("less than three stays", "uses <3 Wh", "uses <3 Wh"),
    ("zero-width characters go", "chat\u200bgpt\u2060 \ufeffwater", "chatgpt water"),
    ("full-width letters are letters", "ＧＰＴ－４ｏ", "GPT-4o"),
    ("fractions keep their whole number", "1½ million ¼", "1 1/2 million 1/4"),
    ("the fraction slash is a slash", "1⁄2", "1/2"),
    ("powers keep their exponent", "10⁶ and 10⁻³, m³ and CO₂", "10^6 and 10^-3, m3 and CO2"),
    ("look-alike letters are read as they look", "сhаtgpt, СО2, Κ80 and GΡΤ", "chatgpt, CO2, K80 and GPT"),
    ("text in Cyrillic stays", "сколько энергии", "сколько энергии"),
    ("a dash parts words, a hyphen joins them", "GPT-5—what’s 10–50", "GPT-5 - what's 10-50"),
    ("quotation marks are one kind", "“a” «b» „c”", '"a" "b" "c"'),
    ("narrow spaces are spaces", "1\u202f000\u00a0000", "1 000 000"),
    ("decorated letters lose their decoration", "w\u0336a\u0336t\u0336e\u0336r\u0336", "water"),
    ("accents stay", "cu\u0061\u0301nta energía", "cuánta energía"),
    ("ordinals stay ordinals", "mi 4º prompt", "mi 4º prompt"),
    ("trademarks are silent", "ChatGPT™", "ChatGPT"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_left_of_a_message(text: str, expected: str) -> None:
    assert clean(text).text == expected


def test_case_and_accents_are_folded_beside_the_text() -> None:
    question = clean("¿Cuánta ENERGÍA usa un niño?")
    assert question.text.endswith("Cuánta ENERGÍA usa un niño?")
    assert question.folded.endswith("cuanta energia usa un nino?")


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('someone said "every query uses 3 Wh", right?', ["every query uses 3 Wh"]),
        ("«tres vatios» dicen", ["tres vatios"]),
        ("> 500 ml per prompt\nis that so?", ["500 ml per prompt"]),
        (">>> one\ntwo", ["one", "two"]),
        ("uses > 5 Wh", []),
        ('a 5" screen', []),
    ],
)
def test_quoted_words_are_known_as_such(text: str, quoted: list[str]) -> None:
    question = clean(text)
    assert [question.text[start:end] for start, end in question.quotes] == quoted


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("```a```", {"code"}),
        ("https://a.org", {"link"}),
        ("<@1>", {"mention"}),
        (":fire:", {"emoji"}),
        ("hi", set()),
    ],
)
def test_what_was_dropped_is_said(text: str, kinds: set[str]) -> None:
    assert set(clean(text).dropped) == kinds


def test_a_long_message_keeps_its_head_and_its_tail_at_words() -> None:
    question = clean("first words " + "x" * 900 + " last words?")
    assert question.text == "first words\nlast words?"
    assert question.cut == "x" * 900
    many = clean("a " * 500 + "end")
    assert len(many.text.split()) == HEAD[1] + TAIL[1]
    assert many.text.endswith("a end")
    assert clean("b " * READ + "how much water?").text.endswith("how much water?")


def test_a_quote_at_the_end_of_a_long_message_is_one_still() -> None:
    question = clean("> " + "word " * 200 + "\n> uses 3 Wh")
    assert any(question.text[start:end] == "uses 3 Wh" for start, end in question.quotes)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400))
def test_folded_text_has_the_length_of_the_text(text: str) -> None:
    question = clean(text)
    assert len(question.folded) == len(question.text) <= HEAD[0] + TAIL[0]
    assert all(0 <= start < end <= len(question.text) for start, end in question.quotes)


HOSTILE = [
    "1" * 4000, "1.111" * 800, "a." * 2000, "<" * 4000, "```" * 1300, "\u0301" * 4000, "e\u0301\u0316" * 1300,
    "*_~|`" * 800, ">>> " * 1000, '"' * 4000, "😀" * 4000, "а" * 4000, "а1a " * 1000, ":a:" * 1300,
    "http://" * 570,    "[](" * 1300, "<:a" * 1300, "\u0f71\u0f72" * 2000,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:8]))
def test_hostile_text_takes_bounded_work(text: str) -> None:
    """The worst takes 12,000 calls: 0.5 to 2 ms for 4,000 characters."""
    clean(text)  # fills the tables of characters
    assert calls(lambda: clean(text)) < 25_000
