"""Each gate holds the release that it must hold, says why, and lets the right one through."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.settings import load_config
from rules.gates import (
    duplicate_jump,
    federations_beyond,
    identity,
    national_limits,
    one_line_an_initiative,
    secrecy,
)
from schemas.ledger import Disposition
from tests.builders import ROOT

CONFIG, _ = load_config(ROOT / "config.yaml")
LIMITS = CONFIG.limits.model_copy(
    update={
        "national_band_rows": 10,
        "national_rejected_pct": 30.0,
        "national_duplicate_pct": 60.0,
        "national_drop_pct": 20.0,
    }
)
COUNTED, REJECTED, NOT_DATA = Disposition.COUNTED.value, Disposition.REJECTED.value, Disposition.NOT_DATA.value
WITHIN = Disposition.DUPLICATE_WITHIN_FEDERATION.value
PLACE = ["federation_code", "file", "sheet"]


def lines(*rows: tuple[str, str]) -> pd.DataFrame:
    """A ledger of one sheet: disposition and initiative of each row."""
    frame = pd.DataFrame(rows, columns=["disposition", "initiative_id"])
    return frame.assign(federation_code="F", file="f", sheet="s", row=range(1, len(rows) + 1))


def sheets(*counts: int) -> pd.DataFrame:
    """Sheets s, s1, s2 ... with so many non-empty rows."""
    names = ["s", *(f"s{i}" for i in range(1, len(counts)))]
    return pd.DataFrame({"federation_code": "F", "file": "f", "sheet": names, "nonempty_rows": counts})


GOOD = lines((COUNTED, "a"), (WITHIN, "a"), (REJECTED, ""), (NOT_DATA, ""))


def test_every_row_of_every_sheet_has_exactly_one_line() -> None:
    assert identity(GOOD, sheets(4)) == ""
    assert identity(GOOD, sheets(4, 0)) == ""


@pytest.mark.parametrize(
    ("ledger", "counts"),
    [
        (GOOD, sheets(5)),  # a row without a line
        (GOOD, sheets(3)),  # a line without a row
        (GOOD, sheets(4, 2)),  # a sheet without lines
        (GOOD.assign(sheet="other"), sheets(4)),
        (GOOD.assign(row=[1, 2, 2, 3]), sheets(4)),  # one row twice, one not at all
        (GOOD.iloc[:0], sheets(4)),
        (GOOD, sheets(4).iloc[:0]),
    ],
)
def test_a_ledger_that_is_not_identical_with_the_sheets_is_held(ledger: pd.DataFrame, counts: pd.DataFrame) -> None:
    assert identity(ledger, counts).startswith("totals:")


@given(st.lists(st.integers(1, 4), min_size=1, max_size=5), st.data())
def test_any_one_line_lost_or_doubled_is_seen(counts: list[int], data: st.DataObject) -> None:
    names = ["s", *(f"s{i}" for i in range(1, len(counts)))]
    rows = [(name, r) for name, n in zip(names, counts, strict=True) for r in range(1, n + 1)]
    ledger = pd.DataFrame(rows, columns=["sheet", "row"]).assign(federation_code="F", file="f")
    at = data.draw(st.integers(0, len(rows) - 1))
    assert identity(ledger, sheets(*counts)) == ""
    assert identity(ledger.drop(index=at), sheets(*counts))
    assert identity(pd.concat([ledger, ledger.iloc[[at]]]), sheets(*counts))


def test_an_initiative_is_counted_once_at_most() -> None:
    assert one_line_an_initiative(GOOD) == ""
    assert one_line_an_initiative(lines((COUNTED, "a"), (COUNTED, "a"))).startswith("totals:")
    assert one_line_an_initiative(lines((COUNTED, "a"), (COUNTED, "b"))) == ""


@pytest.mark.parametrize(
    "wrong", [(REJECTED, "a"), (NOT_DATA, "a"), (COUNTED, ""), (WITHIN, ""), (Disposition.INELIGIBLE.value, "")]
)
def test_an_initiative_where_there_must_be_none_or_none_where_there_must_be_one(wrong: tuple[str, str]) -> None:
    """Rule 4."""
    assert one_line_an_initiative(lines((COUNTED, "z"), wrong)).startswith("totals:")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("authors", "Lê C"),
        ("workplace", "Cty"),
        ("benefit_vnd", 5.0),
        ("benefit_vnd", 0.0),
        ("registered_on", pd.Timestamp(2021, 3, 1)),
    ],
)
def test_a_withheld_field_at_a_redacted_row_holds_the_release_and_is_not_repeated(name: str, value: Any) -> None:
    clean = {"authors": "", "workplace": "", "benefit_vnd": np.nan, "registered_on": pd.NaT}
    records = pd.DataFrame([clean | {"is_redacted": True}, clean | {name: value, "is_redacted": False}])
    assert secrecy(records, list(clean)) == ""
    told = secrecy(records.assign(is_redacted=True), list(clean))
    assert told == f"secrecy: {name} stands at a redacted row"


def national(
    counted: int = 0, rejected: int = 0, duplicate: int = 0, no_data: int = 0, last: int | None = None
) -> list[str]:
    """The codes of the limits that hold."""
    rows = [COUNTED] * counted + [REJECTED] * rejected + [WITHIN] * duplicate + [NOT_DATA] * no_data
    return [reason.split(":")[0] for reason in national_limits(pd.DataFrame({"disposition": rows}), last, LIMITS)]


def test_the_shares_of_the_nation_are_held_beyond_their_limits_only() -> None:
    assert national(70, rejected=30) == []
    assert national(69, rejected=31) == ["national_rejected"]
    assert national(40, duplicate=60) == []
    assert national(39, duplicate=61) == ["national_duplicate"]
    assert national(69, rejected=31, no_data=500) == ["national_rejected"]


def test_a_fall_against_the_last_release_is_held_and_a_rise_is_not() -> None:
    assert national(80, last=100) == []
    assert national(79, last=100) == ["national_drop"]
    assert national(0, last=100) == ["national_drop"]
    assert national(500, last=100) == []
    assert national(0, last=None) == national(0, last=0) == []


def test_what_concerns_few_rows_holds_nothing() -> None:
    assert national(1, rejected=10) == national(1, duplicate=10) == national(0, last=10) == []
    assert national(1, rejected=11) == ["national_rejected"]


def test_several_limits_are_told_together() -> None:
    assert national(5, rejected=40, duplicate=90, last=100) == ["national_duplicate", "national_drop"]


def counts(**federations: tuple[int, int]) -> pd.DataFrame:
    """Counted rows and duplicates of each federation, and lines that are no data."""
    rows = [
        (code, disposition, n)
        for code, (valid, duplicate) in federations.items()
        for disposition, n in ((COUNTED, valid), (WITHIN, duplicate), (NOT_DATA, 1000))
    ]
    return pd.DataFrame(rows, columns=["federation_code", "disposition", "n"])


def test_a_jump_of_the_nations_duplicate_share_holds_and_so_does_a_fall() -> None:
    strict = LIMITS.model_copy(update={"national_duplicate_jump": 15})
    assert duplicate_jump(counts(A=(800, 200)), None, strict) == ""
    assert duplicate_jump(counts(A=(660, 340)), counts(A=(800, 200)), strict) == ""
    assert duplicate_jump(counts(A=(640, 360)), counts(A=(800, 200)), strict) == "duplicate_jump: 20.0 % -> 36.0 %"
    assert duplicate_jump(counts(A=(800, 200)), counts(A=(640, 360)), strict).startswith("duplicate_jump")


def test_a_federation_heard_from_for_the_first_time_is_no_jump() -> None:
    new = counts(A=(800, 200), B=(100, 900))
    assert duplicate_jump(new, counts(A=(800, 200)), LIMITS) == ""
    assert duplicate_jump(counts(B=(1, 999)), counts(A=(800, 200)), LIMITS) == ""


def test_few_rows_are_no_jump() -> None:
    assert duplicate_jump(counts(A=(6, 9)), counts(A=(15, 0)), LIMITS) == ""  # 60 points, 9 rows
    assert duplicate_jump(counts(A=(5, 12)), counts(A=(17, 0)), LIMITS) != ""


def test_federations_beyond_their_band_are_named_and_few_rows_are_not() -> None:
    limits = LIMITS.model_copy(update={"federation_duplicate_pct": 50, "federation_band_rows": 10})
    found = federations_beyond(counts(C=(10, 11), A=(49, 51), B=(50, 50), D=(0, 10)), limits)
    assert found == (("A", 51, 100), ("C", 11, 21))
