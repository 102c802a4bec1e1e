"""Which formula answers for which activity."""

from __future__ import annotations

from typing import Final

from estimator import everyday, generating, hardware, hearing, learning, serving
from estimator.errors import OutOfRange
from estimator.ledger import Ledger
from estimator.subject import resolve
from estimator.use import Use
from estimator.workload import Workload

TEXT: Final = ("text", "reasoning", "code-agent", "embedding")


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
