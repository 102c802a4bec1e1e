"""The measured serving of language models, as arrays with one entry a row."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from estimator.catalogue import load
from estimator.errors import DataError
from estimator.figure import Array
from estimator.inference import Load, Network, Replica, kv_bytes, likely_state_bytes

FOLDER: Final = Path(__file__).parents[1] / "data" / "calibration"
CHIPS: Final = ("chips", "peak_flops", "bandwidth", "tdp_w")  # of a replica, as it is measured
WEIGHT_BYTES: Final = {"bfloat16": 2.0, "fp8": 1.0}


def table(name: str, folder: Path = FOLDER) -> dict[str, Any]:
    """Return a TOML file of the calibration data."""
    return tomllib.loads(expect(folder / name).read_text("utf-8"))


def rows(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    """Return the rows of a CSV file of the calibration data."""
    with expect(folder / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def expect(path: Path) -> Path:
    """Return the path; DataError where nothing is there."""
    if not path.is_file():
        raise DataError(path.name, "", f"the measurements are expected in {path.parent}")
    return path


@dataclass(frozen=True, slots=True, eq=False)
class Serving:
    """Measured configurations, shape (rows,) each."""

    model: Array  # names
    family: Array
    chip: Array  # slugs
    experts: Array  # 0 in a dense model
    task: Array
    sweep: Array  # number of the set-up whose batch was varied
    network: Network
    replica: Replica
    batch: Array
    output_tokens: Array
    joules_per_token: Array
    step_s: Array  # batch over tokens a second: prefill's share inside

    def __len__(self) -> int:
        return len(self.batch)

    def load(self, input_tokens: dict[str, float]) -> Load:
        """Return what the replicas were asked, given the mean input tokens of each task."""
        tasks, index = np.unique(self.task, return_inverse=True)
        return Load(self.batch, np.array([input_tokens[task] for task in tasks])[index], self.output_tokens)

    def where(self, chosen: Array) -> Serving:
        """Return the rows chosen, by a mask of shape (rows,)."""
        return Serving(
            model=self.model[chosen],
            family=self.family[chosen],
            chip=self.chip[chosen],
            experts=self.experts[chosen],
            task=self.task[chosen],
            sweep=self.sweep[chosen],
            network=Network(*(np.asarray(getattr(self.network, n))[chosen] for n in Network.__slots__)),
            replica=Replica(*(np.asarray(getattr(self.replica, n))[chosen] for n in CHIPS)),
            batch=self.batch[chosen],
            output_tokens=self.output_tokens[chosen],
            joules_per_token=self.joules_per_token[chosen],
            step_s=self.step_s[chosen],
        )


def measured(folder: Path = FOLDER) -> Serving:
    """Return the measurements of llm_serving.csv with the shapes of their models."""
    lines = rows("llm_serving.csv", folder)
    shapes = table("shapes.toml", folder)
    shape = [_shape_of(line["model"], shapes) for line in lines]

    def column(name: str) -> Array:
        return np.array([float(line[name]) for line in lines])

    set_ups = [tuple(v for k, v in line.items() if k in _SET_UP) for line in lines]
    number = {set_up: i for i, set_up in enumerate(dict.fromkeys(set_ups))}
    return Serving(
        model=np.array([line["model"] for line in lines]),
        family=np.array([s["family"] for s in shape]),
        chip=np.array([line["gpu"].lower() for line in lines]),
        experts=np.array([s.get("experts", 0) for s in shape]),
        task=np.array([line["task"] for line in lines]),
        sweep=np.array([number[set_up] for set_up in set_ups]),
        network=Network(
            total_params=column("total_params_b") * 1e9,
            active_params=column("active_params_b") * 1e9,
            expert_share=np.array([expert_share(s) for s in shape]),
            layers=np.array([s["layers"] for s in shape], float),
            hidden=np.array([s["hidden"] for s in shape], float),
            kv_bytes=np.array([cache_bytes(s) for s in shape], float),
            weight_bytes=np.array([WEIGHT_BYTES[line["precision"]] for line in lines]),
            state_bytes=np.array(
                [float(likely_state_bytes(s["layers"], s["hidden"], cache_bytes(s))) for s in shape]
            ),
        ),
        replica=replica_of(lines),
        batch=column("batch"),
        output_tokens=column("output_tokens"),
        joules_per_token=column("j_per_output_token"),
        step_s=column("batch") / column("output_tokens_per_s"),
    )


def replica_of(lines: list[dict[str, str]]) -> Replica:
    """Return the chips of each row, as the catalogue knows them."""
    known = load().chips
    chips = [known[line["gpu"].lower()] for line in lines]
    return Replica(
        chips=np.array([float(line["gpus"]) for line in lines]),
        peak_flops=np.array([chip.flops_at("bf16") for chip in chips]),
        bandwidth=np.array([chip.bandwidth for chip in chips]),
        tdp_w=np.array([chip.tdp for chip in chips]),
    )


_SET_UP: Final = (
    "model",
    "task",
    "precision",
    "gpu",
    "gpus",
    "tensor_parallel",
    "expert_parallel",
    "data_parallel",
)


def _shape_of(model: str, shapes: dict[str, Any]) -> dict[str, Any]:
    for shape in shapes.values():
        if any(model.startswith(start) for start in shape.get("measured", ())):
            return dict(shape)
    raise DataError("shapes.toml", model, "has no shape")


def expert_share(shape: dict[str, Any]) -> float:
    """Return the share of the experts that a token picks, 0 in a dense model."""
    return float(shape.get("experts_per_token", 0) / shape.get("experts", 1))


def cache_bytes(shape: dict[str, Any]) -> float:
    """Return the bytes of key-value cache a token, as published or from the heads."""
    if "kv_bytes_per_token" in shape:
        return float(shape["kv_bytes_per_token"])
    layers = shape.get("attention_layers", shape["layers"])
    return float(kv_bytes(layers, shape["kv_heads"], shape["head_dim"]))
