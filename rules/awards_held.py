"""Which of the four levels a cell of awards names: one initiative may hold several."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from rules.awards import award_levels
from rules.tally_lines import NATION, Line, Scopes, added, coded, line


def awards(counted: pd.DataFrame, scopes: Scopes) -> Iterator[Line]:
    """Open initiatives by each level they hold an award of. `counted`: federation_code, award, award_level,
    is_redacted."""
    held = counted[~counted["is_redacted"].to_numpy(dtype=bool) & counted["award_level"].notna().to_numpy()]
    federation = coded(held["federation_code"])
    codes, texts = pd.factorize(held["award"].to_numpy(dtype=object))
    table = np.array([[level in award_levels(str(t)) for level in range(1, 5)] for t in texts], dtype=bool)
    holds = table.reshape(-1, 4)[codes]
    levels = held["award_level"].to_numpy(dtype=np.int64)
    holds[np.arange(len(held)), levels - 1] = True  # a column of its own may tell the level
    cube = np.zeros((len(federation.labels), 4))
    np.add.at(cube, federation.codes, holds)
    for scope, members in ((NATION, federation.labels), *scopes.of("federation", "kind", "successor")):
        for level, n in enumerate(added(cube, federation.labels, members), 1):
            if n:
                yield line("awards", scope, n, ("award_level", str(level)))
