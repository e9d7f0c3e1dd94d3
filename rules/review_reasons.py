"""Why a person is asked about a pair, whatever its weight."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from rules.decisions import doubts
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
    told = doubts(
        {kind: np.array([names.index(name) for name in chosen[f"{kind}_level"]]) for kind, names in LEVELS.items()}
    )
    told[PARTED_GROUP] = ((chosen["decision"] == Decision.REVIEW.value) & chosen["contradicted"]).to_numpy(dtype=bool)
    for place, at in enumerate(known.tolist()):
        because[at] = tuple(name for name, doubted in told.items() if doubted[place])
    return because
