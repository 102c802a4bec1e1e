"""Whatever JSON stands where a workload is asked for: an estimate in finite numbers, or an error by field."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from estimator.catalogue import load
from estimator.errors import OutOfRange, UnknownName
from estimator.estimate import estimate
from estimator.limits import LIMITS
from estimator.workload import ACTIVITIES, BOUNDARIES, METHODS, PLANTS, UNITS, read_workload

ODD = st.sampled_from(
    [None, "", "x", "1e3", True, [], {}, -1, 0, -0.0, 1.5, 1e-320, 1e308, math.inf, math.nan, 10**400]
)
SHAPE = (
    "total_params",
    "active_params",
    "layers",
    "hidden",
    "experts",
    "experts_per_token",
    "guidance_passes",
    "token_side",
    "token_frames",
)
NAMES = [
    *list(load().models)[::40],
    *list(load().services)[::20],
    *list(load().chips)[::20],
    *list(load().things)[::40],
]


def or_odd(usual: st.SearchStrategy[Any], odd_in: int = 20) -> st.SearchStrategy[Any]:
    return st.integers(0, odd_in).flatmap(lambda chance: ODD if chance == 0 else usual)


def within(name: str) -> st.SearchStrategy[Any]:
    least, _, most, whole = LIMITS[name]
    numbers = (
        st.integers(math.ceil(least), int(min(most, 1e6))) if whole else st.floats(least, min(most, 1e12))
    )
    return or_odd(numbers)


ASSUMPTIONS = st.fixed_dictionaries(
    {},
    optional={
        **{name: within(name) for name in LIMITS if name not in (*SHAPE, "kv_bytes_per_token")},
        "chip": or_odd(st.sampled_from(["h100", "tpu-v5e", "none such"])),
        "precision": or_odd(st.sampled_from(["bf16", "fp8", "fp4"])),
        "boundary": or_odd(st.sampled_from(BOUNDARIES)),
        "plant": or_odd(st.sampled_from(PLANTS)),
        "method": or_odd(st.sampled_from(METHODS)),
        "model": or_odd(st.fixed_dictionaries({}, optional={name: within(name) for name in SHAPE})),
    },
)
ITEMS = st.fixed_dictionaries(
    {"subject": or_odd(st.sampled_from(NAMES))},
    optional={
        "activity": or_odd(st.sampled_from(ACTIVITIES)),
        "unit": or_odd(st.sampled_from(UNITS)),
        "amount": or_odd(st.floats(0, 1e30)),
        "tokens": or_odd(st.floats(1, 1e6)),
        "power": or_odd(st.floats(0, 1e10)),
        "region": or_odd(st.sampled_from(["FR", "US-VA", "XX"])),
        "assumptions": or_odd(ASSUMPTIONS),
    },
)


@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(item=ITEMS)
def test_any_item_is_estimated_or_refused_by_field(item: dict[str, Any]) -> None:
    field = ""
    try:
        found = estimate([read_workload(item)]).items[0]
    except (OutOfRange, UnknownName) as refused:
        field = refused.field
    if field:
        assert field.startswith(("items[0].", "region", "models.")), field
        return
    for metric in ("energy", "carbon", "water", "cost", "hardware"):
        spread = getattr(found, metric)
        if spread is not None:
            assert 0 <= spread.low <= spread.median <= spread.high < math.inf, (metric, spread)
