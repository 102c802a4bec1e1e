"""Which formula answers for which activity."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from estimator import everyday, generating, hardware, hearing, learning, serving
from estimator.catalogue import Catalogue
from estimator.errors import OutOfRange
from estimator.ledger import Ledger
from estimator.subject import Subject, resolve
from estimator.use import Use
from estimator.workload import Activity, Workload

TEXT: Final = ("text", "reasoning", "code-agent", "embedding")
MEDIA: Final = ("image", "video", "audio")


def use_of(ledger: Ledger, workload: Workload, field: str) -> Use:
    """Return what one unit of a workload takes; UnknownName or OutOfRange where that can't be said."""
    catalogue = ledger.catalogue
    if workload.activity == "everyday" or (
        workload.subject in catalogue.things and workload.subject not in catalogue.models
    ):
        return everyday.thing(ledger, workload, field)
    if workload.activity == "hardware":
        return hardware.running(ledger, workload, field)
    subject = resolve(workload, catalogue, field)
    if subject.service is not None and workload.activity not in ("training", "fine-tuning"):
        ledger.doubt("service", subject.service.note, subject.service.source)
    if workload.activity in MEDIA and subject.activity != workload.activity:
        subject = of_the_maker(subject, workload.activity, catalogue, field)
    elif workload.activity in TEXT and subject.activity in MEDIA:
        workload = replace(workload, activity=subject.activity)
    if workload.activity in TEXT:
        return serving.text(ledger, subject, workload, field)
    if workload.activity in ("image", "video"):
        return generating.painted(ledger, subject, workload, field)
    if workload.activity == "audio":
        return hearing.audio(ledger, subject, workload, field)
    if workload.activity == "training":
        return learning.pretraining(ledger, subject, workload, field)
    if workload.activity == "fine-tuning":
        return learning.tuning(ledger, subject, workload, field)
    raise OutOfRange(f"{field}.activity", workload.activity, "activities that can be estimated")


def of_the_maker(subject: Subject, activity: Activity, catalogue: Catalogue, field: str) -> Subject:
    """Return the maker's model that draws, films or speaks when somebody asks a chat for it.

    Of a service that is the newest; of a model the one named after it, else the first that came with it or
    after it.
    """
    makers = {model.maker for model, _ in subject.models}
    fitting = [
        each for each in catalogue.models.values() if each.activity == activity and each.maker in makers
    ]
    if subject.described or not fitting:
        raise OutOfRange(f"{field}.activity", activity, f"activities of {subject.id}: {subject.activity}")
    chosen = max(fitting, key=lambda model: (model.released, -len(model.id)))
    if subject.service is None:
        own = [each for each in fitting if each.id.startswith(f"{subject.id}-")]
        since = subject.models[0][0].released
        later = [each for each in fitting if each.released >= since]
        chosen = min(own or later or [chosen], key=lambda model: (model.released, len(model.id)))
    return replace(subject, activity=activity, models=((chosen, 1.0),), service=None)
