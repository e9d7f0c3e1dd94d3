"""The texts of secret rows that are held because they repeat what is withheld, or may (INI-040)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from flows.releases import latest
from rules.features import Coder
from rules.repeats import HELD, PUBLIC_FIELDS, held_id


@dataclass(frozen=True, slots=True)
class HeldText:
    """Where it stands, and what is shown of it."""

    held_id: str
    federation_code: str
    file: str
    sheet: str
    row: int
    field: str
    shown: str


def held_texts(campaign: Path, coder: Coder) -> Iterator[HeldText]:
    """Those of the newest release; a row sent twice has one id."""
    release = latest(campaign)
    if release is None:
        return
    records = pd.read_parquet(release / "internal" / "records.parquet")
    secret = records[records["is_redacted"].astype(bool)]
    places = zip(*(secret[n] for n in ("federation_code", "file", "sheet", "row", *PUBLIC_FIELDS)), strict=True)
    for code, file, sheet, row, *shown in places:
        for field, text in zip(PUBLIC_FIELDS, shown, strict=True):
            if HELD in text:
                told = held_id(coder, str(code), field, str(shown[0]))
                yield HeldText(told, str(code), str(file), str(sheet), int(row), field, str(text))
