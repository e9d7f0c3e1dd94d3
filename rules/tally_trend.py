"""Today against yesterday and a week ago: headline counts and ranks of past releases of the store, nothing else."""

from collections.abc import Iterator

import pandas as pd

from rules.tally_lines import Line, line
from schemas.tally import TALLY_KEYS

_SCOPES = ("national", "federation")


def trend(now: pd.DataFrame, day_before: pd.DataFrame | None, week_before: pd.DataFrame | None) -> Iterator[Line]:
    """How valid and rank moved. Each frame holds TALLY_COLUMNS; None where there is no release so old.

    A federation that a past release does not know moved from 0, and has no rank then."""
    valid, rank = _headline(now, "valid"), _headline(now, "rank")
    for measure, before in (("valid_change_day", day_before), ("valid_change_week", week_before)):
        if before is not None:
            then = _headline(before, "valid")
            for scope, value in valid.items():
                yield line(measure, scope, value - then.get(scope, 0.0))
    if week_before is not None:
        then = _headline(week_before, "rank")
        for scope, place in rank.items():
            if scope in then:
                yield line("rank_change_week", scope, then[scope] - place)


def _headline(tallies: pd.DataFrame, measure: str) -> dict[tuple[str, str], float]:
    ours = tallies[(tallies["measure"] == measure) & (tallies["breakdown"] == "") & tallies["scope"].isin(_SCOPES)]
    keys = ours[list(TALLY_KEYS[1:3])].itertuples(index=False, name=None)
    return {(str(scope), str(code)): float(v) for (scope, code), v in zip(keys, ours["value"], strict=True)}
