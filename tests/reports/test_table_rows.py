"""What is made of whole columns is what is made of each row."""

import io

import numpy as np
import pandas as pd
from hypothesis import example, given
from hypothesis import strategies as st

from reports.ledger_workbook import ledger_lines
from reports.places import place_in, places_in
from reports.plain_sheet import row_size
from reports.returned_layout import row_height, row_sizes
from reports.tables import initiatives_csv
from reports.wording_follow import LEDGER
from schemas.ledger import DUPLICATES, LEDGER_COLUMNS, Disposition

TEXTS = st.text("aĐ =\n'!", max_size=30) | st.sampled_from(["", "Sheet1", "Danh sách SK", "it's"])


def _texts(values: object) -> "pd.Series[str]":
    return pd.Series(values, dtype="str")


@given(st.lists(st.tuples(TEXTS, TEXTS, st.integers(0, 9), st.sampled_from(["", "B", "AA"])), max_size=8))
@example([("a.xlsx", "Sheet1", 0, "B"), ("", "Sheet1", 3, "B"), ("a.xlsx", "", 3, "B"), ("a.xlsx", "it's", 3, "B")])
def test_places(cells: list[tuple[str, str, int, str]]) -> None:
    findings = pd.DataFrame(cells, columns=["file", "sheet", "row", "column"]).astype({"row": "int64"})
    findings = findings.astype(dict.fromkeys(("file", "sheet", "column"), "str"))
    assert places_in(findings).to_pylist() == [place_in(*cell) for cell in cells]


@given(st.lists(st.tuples(st.text("ab\n", max_size=400), st.text("ab\n", max_size=60)), max_size=6))
@example([("a" * 2000, ""), ("", "\n" * 13), ("a" * 30, "b"), ("a" * 31, "b")])
def test_heights(cells: list[tuple[str, str]]) -> None:
    widths = (30, 7)
    columns = [_texts([cell[number] for cell in cells]) for number in range(2)]
    one_by_one = [row_size(*row_height([(0, a, 0), (1, b, 0)], widths)) for a, b in cells]
    assert row_sizes(columns, widths).to_pylist() == one_by_one


LINES = st.tuples(
    st.sampled_from(["LDLD-01", "LDLD-02", "CDN-GD"]), st.sampled_from(list(Disposition)), st.integers(0, 3),
    st.booleans(), st.booleans(),
)  # fmt: skip


@given(st.lists(LINES, max_size=12), st.none() | st.sets(st.sampled_from(["LDLD-01", "CDN-GD"])))
def test_a_duplicate_tells_where_its_initiative_was_counted(
    lines: list[tuple[str, Disposition, int, bool, bool]], only: set[str] | None
) -> None:
    seen, rows = set[int](), []
    for number, (code, became, initiative, pending, hidden) in enumerate(lines, 1):
        if became is Disposition.COUNTED and initiative in seen:  # one line an initiative
            became = Disposition.INELIGIBLE
        seen |= {initiative} if became is Disposition.COUNTED else set()
        rows.append((code, "a.xlsx", "DS", number, became.value, "", f"SK-{initiative}", pending, hidden))
    ledger = pd.DataFrame(rows, columns=list(LEDGER_COLUMNS)).astype({"row": "int64"})
    ledger = ledger.astype({"pending_review": bool, "is_redacted": bool})
    told = ledger_lines(ledger, _texts([f"t{n}" for n in range(len(rows))]), {"LDLD-01": "Hà Nội"}, only)
    shown = [row for row in rows if row[4] != Disposition.NOT_DATA.value and (only is None or row[0] in only)]
    assert told["row"].tolist() == [row[3] for row in shown]
    assert told["title"].tolist() == [f"t{row[3] - 1}" for row in shown]
    assert told["counted_at"].tolist() == [_where(row, rows) for row in shown]
    remarks = [[LEDGER["pending"]] * row[7] + [LEDGER["redacted"]] * row[8] for row in shown]
    assert told["remark"].tolist() == ["; ".join(remark) for remark in remarks]


def _where(row: tuple[object, ...], rows: list[tuple[object, ...]]) -> str:
    if row[4] not in {d.value for d in DUPLICATES}:
        return ""
    found = [one for one in rows if one[4] == Disposition.COUNTED.value and one[6] == row[6]]
    if not found:
        return LEDGER["earlier"]
    if found[0][0] == row[0]:
        return LEDGER["here"].format(file="a.xlsx", place=place_in("a.xlsx", "DS", int(str(found[0][3])), ""))
    return LEDGER["elsewhere"] if row[8] else {"LDLD-01": "Hà Nội"}.get(str(found[0][0]), str(found[0][0]))


@given(
    st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 10**6)), max_size=9, unique_by=lambda one: one[2])
)
def test_the_public_list_has_the_counted_ones_in_the_order_of_their_ids(rows: list[tuple[bool, bool, int]]) -> None:
    """Open ones with what they tell, redacted ones last and without."""
    records = pd.DataFrame(
        {
            "initiative_id": _texts([f"SK-{n:07}" for *_, n in rows]),
            **{name: _texts([f"{name} {n}" for *_, n in rows]) for name in ("federation_code", "title", "effect")},
            **{name: _texts([""] * len(rows)) for name in ("award", "sector", "field")},
            "award_level": pd.array([2] * len(rows), dtype="Int64"),
            "applied_from": pd.to_datetime(["2021-03-01"] * len(rows)),
            "applied_to": pd.to_datetime([None] * len(rows)),
            "registered_on": pd.to_datetime([None] * len(rows)),
            "benefit_vnd": np.full(len(rows), 2.5e6),
            "is_redacted": np.array([hidden for _, hidden, _ in rows], dtype=bool),
            "authors": _texts(["An"] * len(rows)),
        }
    )
    counted = np.array([counts for counts, *_ in rows], dtype=bool)
    told = pd.read_csv(io.BytesIO(initiatives_csv(records, counted)), dtype=str, keep_default_na=False)
    opened = sorted(n for counts, hidden, n in rows if counts and not hidden)
    secret = sorted(f"title {n}" for counts, hidden, n in rows if counts and hidden)
    assert told["initiative_id"].tolist() == [f"SK-{n:07}" for n in opened] + [""] * len(secret)
    assert told["title"].tolist() == [f"title {n}" for n in opened] + secret
    assert set(told["applied_from"][: len(opened)]) <= {"2021-03-01"}
    assert not told["applied_from"][len(opened) :].any()
    assert not told["applied_to"].any()
    assert "authors" not in told
