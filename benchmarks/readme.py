"""What README shows of the program's own output: `make readme` writes it, and a test holds it to today's."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from bot import pipeline
from estimator.calibration import publications, runs
from estimator.calibration.scores import Outcome, grouped, picture_scores, text_scores
from estimator.catalogue import load

README = Path(__file__).parents[1] / "README.md"
QUESTION = "how much energy does a million ChatGPT queries use?"


def main() -> None:
    """Write the blocks anew."""
    README.write_text(with_blocks(README.read_text(encoding="utf-8")), encoding="utf-8")


def with_blocks(text: str) -> str:
    """Return README's text with each marked block as the program gives it now."""
    for name, body in (("reply", reply()), ("accuracy", accuracy())):
        pattern = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
        text, count = re.subn(
            pattern, lambda found, body=body: f"{found[1]}{body}\n{found[2]}", text, flags=re.S
        )
        if count != 1:
            raise SystemExit(f"README.md has {count} blocks named {name}, not one")
    return text


def reply() -> str:
    """Return the reply to the first question, as a quotation; GitHub has no small print of Discord's kind."""
    lines = [f"**You:** @footprint {QUESTION}", "", *pipeline.answer(QUESTION).text.splitlines()]
    quoted = []
    for line in lines:
        small = line.startswith("-# ")
        text = line.removeprefix("-# ").replace("](<", "](").replace(">)", ")")
        quoted.append(f"> <sub>{text}</sub><br>" if small else f"> {text}".rstrip() + ("  " if text else ""))
    return "\n".join(line.rstrip(" ") if line == ">" else line for line in quoted)


def accuracy() -> str:
    """Return the table of what the method reaches on measurements left out of its fit."""
    catalogue = load()
    texts, pictures = text_scores(catalogue), picture_scores(catalogue)
    kind = np.where(pictures.pictures.video, "video", "images")
    shaped = dict(grouped(pictures.shaped, kind))
    trained, _ = runs.score(catalogue)
    ecologits = texts.known_baseline
    rows = [
        _row("text, configuration known", texts.known),
        *(_bare(f"… EcoLogits, {name}", errors) for name, errors in ecologits.items()),
        _row("text, only the model known", texts.model_alone),
        _bare("… EcoLogits", texts.model_only_baseline),
        _row("images", shaped["images"]),
        _row("video", shaped["video"]),
        _row("training, chip-hours", trained),
    ]
    places = list(publications.places(catalogue))
    rows.append(_places("figures that others published, same boundary", places))
    rows += [_places(f"… {kind}", some) for kind, some in publications.by_activity(places).items()]
    head = (
        "| what was left out of the fit | rows | error | inside the 90 % range | its width |",
        "| --- " * 5 + "|",
    )
    return "\n".join([*head, *rows])


def _places(name: str, places: list[publications.Place]) -> str:
    inside, width = publications.score(places)
    return f"| {name} | {len(places)} | | {inside:.0%} | ×{width:.1f} |"


def _row(name: str, outcome: Outcome) -> str:
    return (
        f"| {name} | {len(outcome)} | {outcome.median_error:.3f} | {outcome.share_inside:.0%} | "
        f"×{outcome.median_width:.1f} |"
    )


def _bare(name: str, errors: np.ndarray[tuple[int], np.dtype[np.float64]]) -> str:
    return f"| {name} | {len(errors)} | {np.median(np.abs(errors)):.3f} | | |"


if __name__ == "__main__":
    main()
