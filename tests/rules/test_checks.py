"""Each row check fires on its own fault alone, and tells the place; of a secret row it tells no value."""

from typing import Any

import pytest

from reports.wording_checks import CHECKS
from rules.checks import ROW_CHECKS, RowCheck, all_checks, row_failures
from schemas.finding import Severity
from schemas.rows import Rows
from tests.builders import HEADERS, parsed, row, sheet_of

FINE = {c.column: "ok" for c in ROW_CHECKS}


def failures(*rows: dict[str, str]) -> list[tuple[int, str]]:
    """Position and check id of each failure case."""
    return row_failures(Rows({name: [(FINE | r)[name] for r in rows] for name in FINE}))


@pytest.mark.parametrize(("check", "bad"), [(c, bad) for c in ROW_CHECKS for bad in sorted(c.bad)])
def test_a_row_check_fires_on_its_fault_alone(check: RowCheck, bad: str) -> None:
    assert failures({}, {check.column: bad}, {}) == [(1, check.check_id)]


def test_all_faults_of_all_rows_are_found_at_once() -> None:
    one = {"title_status": "missing", "benefit_status": "ambiguous"}
    assert failures(one, {}, one) == [(0, "INI-001"), (0, "INI-015"), (2, "INI-001"), (2, "INI-015")]
    assert failures({}) == []


def test_a_column_that_the_sheet_lacks_is_no_fault_of_its_rows() -> None:
    assert failures(dict.fromkeys(FINE, "no_column")) == []


def test_every_check_has_one_severity_and_a_sentence_for_people() -> None:
    ids = [c.check_id for c in ROW_CHECKS]
    assert len(ids) == len(set(ids))
    assert set(all_checks()) == set(CHECKS)
    assert [i for i, s in all_checks().items() if s is Severity.REJECT_RECORD] == ["INI-001"]


FAULTS: dict[str, dict[str, Any]] = {
    "INI-002": {"title": "Sáng kiến 1"},
    "INI-003": {"authors": ""},
    "INI-004": {"workplace": ""},
    "INI-005": {"applied": ""},
    "INI-006": {"applied": "lúc rảnh"},
    "INI-008": {"registered": ""},
    "INI-009": {"registered": "hôm nọ"},
    "INI-013": {"sector": "gì đó"},
    "INI-014": {"benefit": "5 con bò"},
    "INI-016": {"benefit": 9_000_000.0},
    "INI-017": {"award": "quà của bạn"},
    "INI-020": {"secrecy": "một phần"},
    "INI-024": {"field": "gì đó"},
    "INI-022": {"effect": "Gi?i ph?p n?ng cao ch?t l??ng d?y h?c"},
    "INI-025": {"applied": "2021"},
    "INI-027": {"registered": "03/15/2021"},
}
SHOWN = {c.check_id: c.shown for c in ROW_CHECKS}


@pytest.mark.parametrize(("check", "fields"), FAULTS.items(), ids=FAULTS)
def test_a_fault_in_a_sheet_is_told_with_its_cell(check: str, fields: dict[str, Any]) -> None:
    found = parsed(sheet_of([HEADERS, row(1, "Máy ép"), row(2, **({"title": "Máy dệt"} | fields))])).findings
    (at,) = found[found["check_id"] == check].to_dict("records")
    name = {
        "title": 1,
        "authors": 2,
        "workplace": 3,
        "sector": 4,
        "field": 5,
        "effect": 6,
        "benefit": 7,
        "applied": 8,
        "registered": 9,
    }
    letter = "ABCDEFGHIJKLM"[(name | {"award": 10, "secrecy": 11})[next(iter(fields))]]
    assert (at["row"], at["column"], at["sheet"]) == (3, letter, "Sheet1")
    assert bool(at["found"]) == bool(SHOWN[check])


@pytest.mark.parametrize(("check", "fields"), FAULTS.items(), ids=FAULTS)
def test_of_a_secret_row_the_place_and_the_rule_are_told_and_no_value(check: str, fields: dict[str, Any]) -> None:
    secret = row(2, **({"title": "Máy dệt", "secrecy": "một phần"} | fields))
    found = parsed(sheet_of([HEADERS, secret])).findings
    assert check in set(found["check_id"])
    assert set(found["found"]) | set(found["proposed"]) == {""}


def test_an_error_and_a_formula_without_a_value_are_told_with_their_column() -> None:
    sheet = sheet_of(
        [HEADERS, row(1, "Máy ép"), row(2, "Máy dệt")], errors={(2, 7): "#N/A"}, uncached=frozenset({(3, 8)})
    )
    found = parsed(sheet).findings
    told = {(c, r, col) for c, r, col in found[["check_id", "row", "column"]].to_numpy().tolist()}
    assert {("INI-018", 2, "H"), ("INI-019", 3, "I")} <= told


def test_a_hidden_row_is_counted_and_told() -> None:
    file = parsed(sheet_of([HEADERS, row(1, "Máy ép")], hidden_rows=frozenset({2})))
    assert len(file.records) == 1
    assert "INI-021" in set(file.findings["check_id"])


@pytest.mark.parametrize("field", ["authors", "workplace", "applied", "registered", "sector", "field"])
def test_of_a_row_plainly_marked_secret_no_blank_is_asked(field: str) -> None:
    """Only its title, effect and award are to be given; an unreadable cell is asked about all the same."""
    secret = row(2, "Máy dệt", secrecy="x", **{field: ""})
    assert set(parsed(sheet_of([HEADERS, secret])).findings["check_id"]) == set()
    unread = row(2, "Máy dệt", secrecy="x", applied="lúc rảnh")
    assert set(parsed(sheet_of([HEADERS, unread])).findings["check_id"]) == {"INI-006"}
