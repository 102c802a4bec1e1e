"""Audio: speech written down, and speech or music made; energy of the chips."""

from __future__ import annotations

from typing import Final

from estimator.errors import OutOfRange
from estimator.figure import Values
from estimator.fleet import chip_mix, rents
from estimator.inference import Replica
from estimator.ledger import Ledger
from estimator.media import chip_seconds_of, joules_of, speech_flops, transcription_flops
from estimator.serving import SECONDS_AN_HOUR, pick
from estimator.subject import Subject
from estimator.use import Use
from estimator.workload import NOTHING, Workload

SECONDS: Final = {"second": 1.0, "hour": 3600.0, "day": 86400.0}


def audio(ledger: Ledger, subject: Subject, workload: Workload, field: str) -> Use:
    """Return what one second (hour, day) of audio takes, heard or made."""
    if workload.unit not in SECONDS:
        raise OutOfRange(f"{field}.unit", workload.unit, "units of audio: second, hour, day")
    given = workload.assumptions or NOTHING
    length = SECONDS[workload.unit]
    mix = chip_mix(ledger, given, subject, field)
    reached = ledger.draw("generation.audio_reached", "audio_reached")
    power = ledger.draw("generation.audio_power", "audio_power")
    replica = Replica(chips=1.0, peak_flops=mix.flops, bandwidth=mix.bandwidth, tdp_w=mix.tdp)
    joules: list[Values] = []
    hours: list[Values] = []
    prices: list[Values] = []
    for model, _ in subject.models:
        tag = "" if len(subject.models) == 1 else f":{model.id}"
        if model.total_params is None:
            raise OutOfRange(f"models.{model.id}", None, "models whose size is known or guessed")
        params = ledger.draw(model.active_params or model.total_params, "params" + tag)
        if model.transcribes:
            flops = transcription_flops(
                params,
                length,
                encoder_share=ledger.draw("generation.encoder_share"),
                positions_per_s=ledger.draw("generation.encoder_positions"),
                tokens_per_s=ledger.draw("generation.spoken_tokens"),
                beams=ledger.draw("generation.beams"),
            )
        else:
            rate: Values | None = (model.numbers or {}).get("tokens_per_second")
            if rate is None:
                rate = ledger.draw("generation.audio_tokens", "audio_tokens" + tag)
            flops = speech_flops(params, length, tokens_per_s=rate)
        joules.append(joules_of(flops, replica, reached, power))
        ledger.show(
            "sound" + tag,
            flops=flops, params=params, length=length, peak=mix.flops, reached=reached, watts=mix.tdp,
            power=power, joules=joules[-1],
        )  # fmt: skip
        hours.append(chip_seconds_of(flops, replica, reached) / SECONDS_AN_HOUR)
        price = model.price
        if price is not None and price.output is not None and price.unit in ("USD/second", "USD/minute"):
            prices.append(price.output * length / (60.0 if price.unit == "USD/minute" else 1.0))
            ledger.price_lists[price.source] = None
            ledger.doubt(f"api:{model.id}", price.note, price.source)
    return Use(
        unit=workload.unit,
        chip_wh=pick(ledger, subject, joules) / SECONDS_AN_HOUR,
        chip_hours=pick(ledger, subject, hours),
        api_usd=pick(ledger, subject, prices) if len(prices) == len(subject.models) else None,
        rent_usd_per_chip_hour=rents(ledger, mix),
        mix=mix,
        provider=subject.provider.id if subject.provider else "",
        subjects=(subject.id, *(model.id for model, _ in subject.models)),
        activity="audio",
        training_share=True,
    )
