"""The way from the rows of the sheets to the counted number loses nothing."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.waterfall import rows_behind, waterfall, waterfalls
from schemas.ledger import Disposition
from schemas.waterfall import FOLLOWED, ORDER

_LINES = st.lists(
    st.tuples(
        st.sampled_from(["LDLD-01", "CDN-GD"]), st.sampled_from([d.value for d in Disposition]),
        st.sampled_from(["", "INI-007", "INI-007;INI-010", "header"]), st.booleans(),
    ),
    max_size=40,
)  # fmt: skip


def _ledger(lines: list[tuple[str, str, str, bool]]) -> pd.DataFrame:
    frame = pd.DataFrame(lines, columns=["federation_code", "disposition", "reason", "pending_review"])
    return frame.assign(file="a.csv", sheet="", row=range(1, len(frame) + 1)).astype({"pending_review": bool})


@given(_LINES)
@settings(max_examples=80, deadline=None)
def test_every_row_stands_in_one_step_and_one_reason(lines: list[tuple[str, str, str, bool]]) -> None:
    way = waterfall(_ledger(lines))
    assert way.rows == len(lines)
    assert [step.disposition for step in way.steps] == list(ORDER)
    assert all(step.rows == sum(n for _, n in step.reasons) for step in way.steps)
    assert way.measure("entered") == len(lines) - sum(d == "not_data" for _, d, _, _ in lines)
    lost = sum(way.measure(m) for m in ("rejected", "ineligible", "duplicate"))
    assert way.measure("entered") == lost + way.measure("valid")


@given(_LINES)
@settings(max_examples=80, deadline=None)
def test_a_number_is_the_number_of_its_rows(lines: list[tuple[str, str, str, bool]]) -> None:
    ledger = _ledger(lines)
    way = waterfall(ledger)
    for measure in FOLLOWED:
        assert len(rows_behind(ledger, measure)) == way.measure(measure)
    assert set(rows_behind(ledger, "under_consideration")["row"]) <= set(rows_behind(ledger, "valid")["row"])


@given(_LINES)
@settings(max_examples=40, deadline=None)
def test_the_federations_ways_add_up_to_the_nations(lines: list[tuple[str, str, str, bool]]) -> None:
    ledger = _ledger(lines)
    nation, parts = waterfall(ledger), waterfalls(ledger).values()
    for measure in FOLLOWED:
        assert nation.measure(measure) == sum(way.measure(measure) for way in parts)
