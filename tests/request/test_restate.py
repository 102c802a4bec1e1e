"""What was understood is said back so that reading it gives the same again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.request import Request
from bot.request.known import Known
from bot.request.restate import restate
from estimator.workload import Workload

ASKING = {
    "en": "how much energy do {thing} use compared with a chatgpt prompt",
    "es": "cuánta energía gastan {thing} comparado con un prompt de chatgpt",
}


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize("tag", sorted(ASKING))
def test_a_thing_said_back_with_its_number_is_read_as_the_same(
    tag: str, many: int, understand: Callable[..., Request], tables: Known
) -> None:
    pack = tables.words.packs[tag]
    named = {each.key for tags in pack.phrases.values() for each in tags if each.kind == "things"}
    for thing in sorted(named & set(tables.catalogue.things)):
        item = Workload(thing, "everyday", many, "item")
        said = restate(Request("estimate", items=(item,), language=tag), pack, tables.catalogue)
        body = said.split(" · ")[1]
        again = understand(ASKING[tag].format(thing=body), None, tag)
        counted = [(each.subject, each.amount) for each in again.items if each.activity == "everyday"]
        assert (counted or [(each, 1) for each in again.versus]) == [(thing, many)], body
