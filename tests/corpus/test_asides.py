"""Talk inside a conversation is no follow-up: what names a thing by the way changes nothing.

`_misses/asides.txt` lists the remarks that are still taken for one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.pipeline import understand

HERE = Path(__file__).parent
BEFORE = {
    "en": "how much energy for 100 gpt-4o prompts",
    "es": "compara 100 prompts de claude con una hora de netflix",
}
KNOWN = frozenset((HERE / "_misses" / "asides.txt").read_text(encoding="utf-8").splitlines())
FILES = sorted(HERE.glob("*/chatter.txt"))


@pytest.mark.parametrize("language", sorted(BEFORE))
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_a_remark_after_an_answer_follows_nothing(file: Path, language: str) -> None:
    if file.parent.name in set(BEFORE) - {language}:
        pytest.skip("talk in the other language")
    remarks = file.read_text(encoding="utf-8").splitlines()
    taken = {remark for remark in remarks if understand(remark, [BEFORE[language]]).intent != "none"}
    assert taken - KNOWN == set()
