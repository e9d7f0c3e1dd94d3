"""A sum a thousand or a million times off its column is proposed anew; nothing is applied, nothing secret is told."""

import math
from statistics import median
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.scale import columns_off, slips
from tests.builders import HEADERS, parsed, row, sheet_of

BULK = [12, 15, 8, 20, 30, 9, 14, 25, 18, 11]
BENEFIT = HEADERS.index("Giá trị làm lợi (triệu đồng)")


def found(*benefits: Any, head: Any = HEADERS, **last: Any) -> list[tuple[int, str, str]]:
    """Row, what stood there and what is proposed of each slip in a column of these benefits."""
    rows = [row(i + 1, f"Máy dệt kiểu {chr(65 + i)}", benefit=b) for i, b in enumerate(benefits)]
    rows[-1] = row(len(rows), "Máy ép", **({"benefit": benefits[-1]} | last))
    findings = parsed(sheet_of([head, *rows])).findings
    own = findings[findings["check_id"] == "INI-030"]
    assert set(own["column"]) <= {"H"}
    return [tuple(values) for values in own[["row", "found", "proposed"]].to_numpy().tolist()]


@pytest.mark.parametrize(
    ("slip", "proposed"),
    [
        (12_000, "12.000.000 đồng"),  # nghìn đồng under a header of triệu đồng
        ("9 tỷ", "9.000.000 đồng"),
        ("15 đồng", "15.000.000 đồng"),
        (0.012, "12.000.000 đồng"),
    ],
)
def test_a_slip_is_found_at_its_cell_and_proposed_with_its_reason(slip: Any, proposed: str) -> None:
    ((number, _, told),) = found(*BULK, slip)
    assert number == len(BULK) + 2
    assert told.startswith(proposed + ": các dòng khác trong cột ở mức khoảng 14.000.000 đồng")


def test_nothing_is_applied() -> None:
    rows = [row(i + 1, f"Máy dệt kiểu {chr(65 + i)}", benefit=b) for i, b in enumerate([*BULK, 12_000])]
    assert parsed(sheet_of([HEADERS, *rows])).records["benefit_vnd"].iloc[-1] == 12_000e6


def test_nghin_dong_in_a_column_of_dong() -> None:
    head = [*HEADERS]
    head[BENEFIT] = "Giá trị làm lợi (đồng)"
    ((_, told, proposed),) = found(*[b * 1_000_000 for b in BULK], 15_000, head=head)
    assert (told, proposed.partition(":")[0]) == ("15000", "15.000.000 đồng")


def test_what_no_benefit_can_be_is_told_once_and_by_itself() -> None:
    assert found(*BULK, 12_000_000) == []


@pytest.mark.parametrize(
    "benefits",
    [
        [*BULK[:6], 12_000],  # too few
        [*BULK, 150],  # ten times as much is no slip
        [*BULK, 0, "", "không"],
        [1, 5_000, 20, 300_000, 7, 40_000, 90, 1_000, 15, 600, 3],  # no bulk to be off from
        [*BULK, *[b * 1000 for b in BULK]],  # two halves: which is the slip?
    ],
)
def test_what_is_no_slip(benefits: list[Any]) -> None:
    assert found(*benefits) == []


def test_of_a_secret_row_only_the_place_is_told() -> None:
    assert found(*BULK, 12_000, secrecy="x") == [(len(BULK) + 2, "", "")]


def test_the_level_is_told_of_open_rows_only() -> None:
    rows = [row(i + 1, f"Máy {chr(65 + i)}", benefit=b, secrecy="x") for i, b in enumerate(BULK)]
    findings = parsed(sheet_of([HEADERS, *rows, row(20, "Máy ép", benefit=12_000)])).findings
    (proposed,) = findings.loc[findings["check_id"] == "INI-030", "proposed"]
    assert "ở mức khác hẳn" in proposed


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.floats(1e7, 3e7), min_size=8, max_size=40),
    st.sampled_from([1e3, 1e6, 1e-3, 1e-6]),
    st.integers(0, 7),
)
def test_exactly_the_slip_is_found_wherever_it_stands(amounts: list[float], factor: float, at: int) -> None:
    slipped = [a * factor if i == at else a for i, a in enumerate(amounts)]
    secret = [False] * len(amounts)
    assert [s.position for s in slips(slipped, secret)] == [at]
    assert slips(amounts, secret) == []


@given(st.lists(st.one_of(st.floats(), st.just(math.nan)), max_size=20))
def test_no_amounts_whatever_break_it(amounts: list[float]) -> None:
    slips(amounts, [False] * len(amounts))


def _sheets(**levels: float) -> pd.DataFrame:
    """Ten benefits of about each level, one sheet a level, all of one federation."""
    rows = [("F", f"{name}.xlsx", "S", level * (1 + n / 10)) for name, level in levels.items() for n in range(10)]
    return pd.DataFrame(rows, columns=["federation_code", "file", "sheet", "benefit_vnd"])


def test_a_column_off_its_federations_others_is_found_and_no_other() -> None:
    place = ["federation_code", "file", "sheet"]
    found = columns_off(_sheets(a=12e6, b=20e6, c=15e9), place)
    assert set(found) == {("F", "c.xlsx", "S")}
    assert "lớn hơn khoảng 1.000 lần" in found["F", "c.xlsx", "S"]
    assert "nhỏ hơn khoảng 1.000.000 lần" in columns_off(_sheets(a=12e6, b=20e6, c=15), place)["F", "c.xlsx", "S"]
    assert columns_off(_sheets(a=12e6, b=60e6), place) == {}
    assert columns_off(_sheets(a=12e6, c=15e9).head(14), place) == {}


@given(st.lists(st.lists(st.sampled_from([1e3, 2e6, 15e6, 20e6, 15e9, 3e13]), min_size=1, max_size=14), max_size=6))
def test_only_columns_that_cannot_be_off_are_passed_over(sheets: list[list[float]]) -> None:
    place = ["federation_code", "file", "sheet"]
    rows = [("F", f"{n}.xlsx", "S", amount) for n, amounts in enumerate(sheets) for amount in amounts]
    told = columns_off(pd.DataFrame(rows, columns=[*place, "benefit_vnd"]).astype({"benefit_vnd": float}), place)
    expected = {f"{n}.xlsx" for n in range(len(sheets)) if _off(sheets, n)}
    assert {file for _, file, _ in told} == expected


def _off(sheets: list[list[float]], n: int) -> bool:
    """Whether a sheet lies a thousand or a million times off all others of its federation, said in one breath."""
    own, rest = sheets[n], [amount for at, amounts in enumerate(sheets) if at != n for amount in amounts]
    if min(len(own), len(rest)) < 8:
        return False
    logs = [math.log10(amount) for amount in rest]
    off = abs(median(map(math.log10, own)) - median(logs))
    spread = max(median(abs(level - median(logs)) for level in logs), 0.1)
    return off > 5 * spread and any(abs(off - shift) <= 1 for shift in (3, 6))
