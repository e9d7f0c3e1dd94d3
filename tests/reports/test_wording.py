"""Every code that people meet has Vietnamese words, and the words are whole."""

import string
from pathlib import Path

import pytest
import yaml

import schemas
from reports import wording, wording_pages
from reports.wording_checks import CHECKS, check_wording
from schemas.finding import Severity
from schemas.ledger import Disposition
from schemas.release import FederationState
from schemas.submission import RowKind

KNOWN = set(CHECKS)  # that they are the checks there are is asked in tests/test_docs.py


@pytest.mark.parametrize("check_id", sorted(KNOWN))
def test_a_check_says_what_is_wrong_what_is_expected_and_what_to_do(check_id: str) -> None:
    words = CHECKS[check_id]
    assert all(text == text.strip() and text for text in (words.title, words.expected, words.todo))
    assert not words.title.endswith(".")
    assert words.expected.endswith(".")
    assert words.todo.endswith(".")


def test_an_unknown_check_still_says_something() -> None:
    assert check_wording("NEW-001").title


@pytest.mark.parametrize(
    ("kind", "codes"), [("disposition", Disposition), ("state", FederationState), ("severity", Severity)]
)
def test_every_value_of_an_enum_has_a_label(kind: str, codes: type) -> None:
    assert all(wording.label(kind, str(code)) != str(code) for code in codes)


@pytest.mark.parametrize("breakdown", list(wording.BREAKDOWNS))
def test_secret_and_unknown_are_worded_in_every_breakdown(breakdown: str) -> None:
    assert wording.label(breakdown, "secret") == ("không công bố" if breakdown == "workplace" else "bí mật công nghệ")
    assert wording.label(breakdown, "unknown").startswith("chưa")


def test_reasons_are_told_as_one_sentence() -> None:
    told = wording.reason_text("hidden_sheet;INI-001;never_heard_of")
    assert told == f"{wording.REASONS['hidden_sheet']}; {CHECKS['INI-001'].title}; never_heard_of"


def test_a_gate_is_told_by_code_or_as_it_is() -> None:
    assert wording.gate_text("national_rejected: 31.0 %") == wording.GATES["national_rejected"] + ": 31,0 %"
    assert wording.gate_text("national_drop: 1200 -> 900") == wording.GATES["national_drop"] + ": 1200 → 900"
    assert wording.gate_text("totals: an initiative is counted twice") == wording.GATES["totals"]
    assert wording.gate_text("một câu bất kỳ: a") == "một câu bất kỳ: a"


def test_every_kind_of_row_that_is_no_data_has_a_reason_in_words() -> None:
    assert all(kind.value in wording.REASONS for kind in RowKind if kind is not RowKind.DATA)


def test_every_canonical_column_has_a_name() -> None:
    columns = yaml.safe_load((Path(schemas.__file__).parent / "columns.yaml").read_text(encoding="utf-8"))["fields"]
    assert set(columns) <= set(wording.FIELDS)


def test_short_names_keep_the_place() -> None:
    assert wording.short_name("Liên đoàn Lao động thành phố Hà Nội") == "LĐLĐ TP. Hà Nội"
    assert wording.short_name("Công đoàn Tổng công ty Hàng hải Việt Nam") == "Công đoàn TCT Hàng hải VN"


def test_no_page_text_is_empty_or_badly_braced() -> None:
    for name in ("PAGE", "PUBLIC", "STAFF", "VALIDATION", "WORKBOOK"):
        for key, text in getattr(wording_pages, name).items():
            assert text, key
            assert all(field is None or field.isidentifier() for _, field, _, _ in string.Formatter().parse(text)), key
