"""A release of which more rows became secret says what it would have said had they been secret at first."""

from datetime import date
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.tallies import tally
from rules.tally_internal import internal_tally
from rules.tally_lines import scopes
from rules.tally_pace import pace
from rules.tally_withholding import internal_withheld, withheld_tallies
from schemas.tally import TALLY_KEYS
from tests.rules.test_tallies import CAMPAIGN, CODES, COUNTED, FEDERATIONS, LINES, PLAIN, K, frames
from tests.rules.test_tally_figures import SUCCESSORS

AS_OF = date(2021, 4, 1)
SCOPES = scopes(FEDERATIONS, SUCCESSORS)
# Told anew by the next release only, where a row of theirs was withheld.
LATER = ("persons", "workplaces", "benefit_median_vnd", "awards", "rank_persons", "rank_persons_tied")


def _told(lines: list[dict[str, Any]]) -> pd.DataFrame:
    made = tally(*frames(lines), CAMPAIGN, FEDERATIONS, SUCCESSORS)
    return pd.concat([made, pace(made, CAMPAIGN, AS_OF)], ignore_index=True)


def _values(told: pd.DataFrame) -> dict[tuple[str, ...], float]:
    keys = told[list(TALLY_KEYS)].itertuples(index=False, name=None)
    return {k: round(v, 6) for k, v in zip(keys, told["value"], strict=True) if k[0] not in LATER}


@settings(max_examples=40, deadline=None)
@given(LINES, st.sets(st.integers(0, 59)))
def test_withholding_rows_of_a_release_gives_the_release_of_those_rows_withheld(
    lines: list[dict[str, Any]], chosen: set[int]
) -> None:
    hit = [i in chosen and ln["disposition"] == COUNTED and not ln["is_redacted"] for i, ln in enumerate(lines)]
    later = [ln | {"is_redacted": ln["is_redacted"] or now} for ln, now in zip(lines, hit, strict=True)]
    _, records = frames([ln for ln, now in zip(lines, hit, strict=True) if now])
    before, after = _told(lines), _values(_told(later))
    # A federation none of whose open initiatives states a benefit any more has no line; moved, it stands at 0.
    moved = {k: v for k, v in _values(withheld_tallies(before, records, CAMPAIGN, AS_OF, SCOPES)).items() if v}
    assert moved == {k: v for k, v in after.items() if v}


def test_nothing_of_a_withheld_row_stays_in_what_cannot_be_moved() -> None:
    before = _told([PLAIN, PLAIN | {"federation_code": CODES[1]}])
    _, records = frames([PLAIN])
    told = withheld_tallies(before, records, CAMPAIGN, AS_OF, SCOPES)
    stays = {(m, c) for m, c in zip(told["measure"], told["scope_code"], strict=True) if m in LATER}
    assert {c for _, c in stays} == {CODES[1], CODES[2], "TINH-08", "TINH-04"}
    assert not [m for m, _ in stays if m.startswith("rank")]


def test_internal_numbers_of_its_federation_go_until_the_next_release() -> None:
    ledger, records = frames([PLAIN, PLAIN | {"federation_code": CODES[1]}])
    internal = internal_tally(ledger, records, CAMPAIGN, {}, K)
    left = internal_withheld(internal, records[records["federation_code"] == CODES[0]])
    assert set(left["scope_code"]) == {CODES[1]}
