"""Rows for benchmarks of matching at the size of the programme: from the generator's own values, past the sheets.

Writing and reading a million rows as spreadsheets takes half an hour, so here each row goes from the generator straight
to the features; it shows what its list has columns for, and none of the dirt that repair takes away."""

import os
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

KEY = b"a key for benchmarks only"
_ROWS_A_LIST = 400
_CODES = ("author_codes", "author_initial_codes", "workplace_code", "workplace_token_codes", "content_codes")


def made_rows(rows: int, seed: int, cache: Path) -> Any:
    """About so many records as `matching_sample.sample_rows` gives them; made once, then read."""
    import pandas as pd

    kept = cache / f"made_{rows}_{seed}.parquet"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with ProcessPoolExecutor(2) as workers:
            parts = list(workers.map(_federation, [(rows, seed, serial) for serial in range(83)]))
        pd.concat(parts, ignore_index=True).to_parquet(kept)
    return pd.read_parquet(kept)


@cache
def _planned(rows: int, seed: int) -> tuple[Any, Any, Any]:
    """The configuration, the plan of the sample and the campaign's days; once a worker."""
    from benchmarks.matching_sample import CAMPAIGN
    from flows.sample.initiative import window_of
    from flows.sample.plan import make_plan
    from flows.settings import load_settings

    os.environ.setdefault("TONGHOP_HMAC_KEY", KEY.decode())
    config = load_settings(Path("config.yaml"), Path("var")).config
    return config, make_plan(config, CAMPAIGN, rows, seed), window_of(config.campaign(CAMPAIGN))


def _federation(asked: tuple[int, int, int]) -> Any:
    import pandas as pd

    from flows.sample.initiative import InitiativeMaker
    from flows.sample.rows import RowMaker
    from rules.features import Coder

    rows, seed, serial = asked
    config, plan, window = _planned(rows, seed)
    maker = RowMaker(plan, InitiativeMaker(plan, config, window), window, serial, True)
    numbers, copied = (array.tolist() for array in plan.rows(serial))
    coder, rng = Coder(KEY), Random(seed * 1000 + serial)
    lines = []
    for slot, (number, again) in enumerate(zip(numbers, copied, strict=True)):
        if slot % _ROWS_A_LIST == 0:
            style = _style(rng)
        line = _line(rng, style, maker.make(slot, number, again), coder)
        if line["title"]:
            lines.append({**line, "federation_code": config.federations[serial].code, "row": slot})
    return pd.DataFrame(lines)


def _style(rng: Random) -> Any:
    from flows.sample.styles import all_styles

    return rng.choice(all_styles())


def _line(rng: Random, style: Any, row: Any, coder: Any) -> dict[str, Any]:
    """What a list of that style shows of the row."""
    from flows.sample.dates import period_entry
    from flows.sample.money import amount_entry
    from flows.sample.originals import Fate
    from rules.features import pack, row_features

    work, typed = row.work, row.typed
    workplace = typed.workplace if style.has("workplace") or style.has("position_workplace") else ""
    superior = work.workplace.superior if style.has("superior") else ""
    content = typed.content if style.has("content") else ""
    codes = row_features(coder, "; ".join(p.name for p in typed.authors), workplace, content, superior)
    stated = style.has("applied") and rng.random() > 0.04
    _, first, last = period_entry(rng, rng.choice(style.forms), work.applied) if stated else (None, None, None)
    money = style.has("benefit") and work.benefit is not None
    return {
        "title": "" if work.fate == Fate.UNTITLED else typed.title,
        **{name: v if isinstance(v, int) else pack(v) for name, v in zip(_CODES, codes, strict=True)},
        "effect": typed.effect if style.has("effect") else "",
        "field": work.field if style.has("field") and rng.random() > 0.05 else "",
        "benefit_vnd": amount_entry(rng, style.unit, work.benefit)[1] if money else None,
        "applied_from": first,
        "applied_to": last,
        "registered_on": row.registered,
        "true_initiative": str(work.number),
    }
