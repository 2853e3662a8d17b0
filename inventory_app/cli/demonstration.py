"""The command that makes a whole invented round."""

from __future__ import annotations

import argparse

from inventory_app.cli.output import ATTENTION, Output


def demo(options: argparse.Namespace, out: Output) -> int:
    """Make a store, workbooks, returns and summaries of invented entities."""
    from inventory_app.services import demonstration  # noqa: PLC0415 - loads everything

    seed = demonstration.SEED if options.seed is None else options.seed
    with out.progress() as progress:
        result = demonstration.run(
            options.folder, entities=options.entities, seed=seed,
            language=options.language or out.words.language.code, progress=progress,
        )  # fmt: skip
    out.document(result.as_dict())
    for line in result.lines(out.words):
        out.say(line)
    return ATTENTION if result.needs_attention else 0
