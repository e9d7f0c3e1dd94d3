"""Why a person is asked about a pair, whatever its weight."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from rules.changed_blocking import packed_pairs
from rules.corpus import Bools
from rules.decisions import doubts
from rules.scoring import Int8s
from rules.torn_titles import differs_in_number, lacks_number, torn_between
from rules.weights import LEVELS
from schemas.linkage import Decision
from schemas.review import PARTED_GROUP


def asked_because(pairs: pd.DataFrame, lines: Sequence[int], redacted: Sequence[bool]) -> list[tuple[str, ...]]:
    """For each line of `pairs` the names of `rules.decisions.doubts`, and PARTED_GROUP where a third row speaks against
    it; nothing of a redacted pair, for that would tell of what is withheld, nor of one that was not compared (-1)."""
    known = np.array(
        [at for at, (line, hidden) in enumerate(zip(lines, redacted, strict=True)) if line >= 0 and not hidden]
    )
    because: list[tuple[str, ...]] = [()] * len(lines)
    if not len(known):
        return because
    chosen = pairs.iloc[np.array(lines)[known]]
    told = doubts({kind: _levels(chosen, kind) for kind in LEVELS})
    third = pairs["contradicted"].to_numpy(dtype=bool) | _torn(pairs)
    third &= (pairs["decision"] == Decision.REVIEW.value).to_numpy()
    told[PARTED_GROUP] = third[np.array(lines)[known]]
    for place, at in enumerate(known.tolist()):
        because[at] = tuple(name for name, doubted in told.items() if doubted[place])
    return because


def _torn(pairs: pd.DataFrame) -> Bools:
    """Whether a row that lacks a number stands between this one and a third."""
    numbers = {"numbers": _levels(pairs, "numbers")}
    a, b = (pairs[side].to_numpy(dtype=np.int64) for side in ("row_id_l", "row_id_r"))
    torn = lacks_number(numbers) & (pairs["decision"] != Decision.REJECT.value).to_numpy()
    differ = differs_in_number(numbers)
    torn[torn] = torn_between(a[torn], b[torn], packed_pairs(a[differ], b[differ]))
    return torn


def _levels(pairs: pd.DataFrame, kind: str) -> Int8s:
    return pd.Categorical(pairs[f"{kind}_level"], categories=LEVELS[kind]).codes.astype(np.int8)
