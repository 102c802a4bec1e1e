"""What a workload's subject stands for: the models behind a name, and who runs them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from estimator.catalogue import Catalogue, letters
from estimator.entries import Model, Provider, Service
from estimator.errors import UnknownName
from estimator.figure import Figure
from estimator.workload import Activity, ModelShape, Workload

TODAY: Final = "2026-11"  # the month that services are taken as they run in
NEAREST: Final = 3


@dataclass(frozen=True, slots=True)
class Subject:
    """The models that a name stands for, with their shares, and who runs them."""

    id: str
    activity: Activity
    models: tuple[tuple[Model, float], ...]
    provider: Provider | None
    service: Service | None = None
    described: bool = False  # by the request, and not in the catalogue


def resolve(workload: Workload, catalogue: Catalogue, field: str) -> Subject:
    """Return what a workload's subject stands for; UnknownName where nothing is called so."""
    name = workload.subject
    if name not in catalogue.services and name not in catalogue.models:
        name = catalogue.named(name)
    shape = workload.assumptions.model if workload.assumptions else None
    service = catalogue.services.get(name)
    model = catalogue.models.get(name)
    if shape is not None:
        known = model.provider if model else service.provider if service else ""
        return Subject(
            name,
            model.activity if model else workload.activity,
            ((described(name, shape, workload.activity, model), 1.0),),
            catalogue.providers.get(known),
            described=True,
        )
    if service is not None and (model is None or service.activity == workload.activity):
        models = tuple((catalogue.models[run], share) for run, share in service.models(TODAY))
        return Subject(name, service.activity, models, catalogue.providers.get(service.provider), service)
    if model is None:
        raise UnknownName(f"{field}.subject", name, nearest(name, (*catalogue.models, *catalogue.services)))
    return Subject(name, model.activity, ((model, 1.0),), catalogue.providers.get(model.provider))


def described(name: str, shape: ModelShape, activity: Activity, like: Model | None) -> Model:
    """Return the model that a request describes; what it leaves open is taken from the catalogue's of that
    name."""

    def stated(key: str, value: float | None) -> Figure | None:
        if value is None:
            return None
        return Figure(f"stated.{key}", value, value, value, "parameters", "disclosed", "")

    numbers = dict(like.numbers or {}) if like else {}
    if shape.guidance_passes is not None:
        numbers["guidance_passes"] = shape.guidance_passes
    return Model(
        id=name,
        name=name,
        maker=like.maker if like else "",
        released="",
        activity=like.activity if like else activity,
        provider="",
        aliases=(),
        ambiguous=False,
        open=False,
        total_params=stated("total_params", shape.total_params),
        active_params=stated("active_params", shape.active_params),
        layers=shape.layers,
        hidden=shape.hidden,
        kv_bytes_per_token=shape.kv_bytes_per_token,
        experts=shape.experts,
        experts_per_token=shape.experts_per_token,
        precision=like.precision if like else None,
        transcribes=like.transcribes if like else False,
        numbers=numbers,
    )


def nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the few known names that look most like one."""
    plain = {letters(each): each for each in known}
    return tuple(plain[each] for each in get_close_matches(letters(name), plain, NEAREST, 0.6))
