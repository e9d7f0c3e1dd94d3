"""One gate: of a secret row title, effect and award leave, and facts for counting; nothing else (RULES.md 13-16)."""

import math
import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.cells import Cells
from rules.layout import lay_out
from rules.normalise import clean_rows
from rules.redaction import completeness, redact
from schemas.parsed import CODE_COLUMNS, ParsedFile
from schemas.published import COUNTING_FACTS, SHORT_COLUMNS, OpenRecord, ShortRecord
from schemas.submission import RowKind, Sheet
from tests.builders import HEADERS, column_table, parsed, row, sheet_of

CONTACT = (
    "Nội dung sáng kiến",
    "Chức vụ",
    "Điện thoại",
    "Email",
    "Ngày sinh",
    "CCCD",
    "Màu sơn",
    "Thông tin cần bảo mật",
)
WIDE = [*HEADERS, *CONTACT]
COLUMN = {name: i for i, name in enumerate(WIDE)}
WITHHELD = ("Tác giả", "Đơn vị công tác", *CONTACT[:-1])
# A planted word is nothing that a rule reads, so that its row stays of the same kind.
PLANT = st.text("qwzjf", min_size=10, max_size=16)

WAYS: dict[str, dict[str, Any]] = {
    "flag": {"cells": {"Bí mật công nghệ": "x"}},
    "doubtful flag": {"cells": {"Bí mật công nghệ": "không rõ"}},
    "note": {"cells": {"Ghi chú": "bí mật công nghệ"}},
    "title": {"cells": {"Tên sáng kiến": "Máy dệt (bí mật công nghệ)"}},
    "information": {"cells": {"Thông tin cần bảo mật": "Công thức"}},
    "hidden column": {"cells": {"Bí mật công nghệ": "x"}, "facts": {"hidden_columns": frozenset({11})}},
    "comment": {"facts": {"comments": {(4, 1): "bí mật"}}},
    "error": {"facts": {"errors": {(4, 11): "#REF!"}}},
    "uncached": {"facts": {"uncached": frozenset({(4, 11)})}},
    "sheet name": {"name": "Bí mật"},
    "section": {"heading": "Nhóm bí mật công nghệ"},
    "file name": {"file": "Sáng kiến bí mật.xlsx"},
}


def parse(way: dict[str, Any], key: bytes = b"k", **cells: Any) -> ParsedFile:
    """One open row and, in worksheet row 4, one that is secret in this way."""
    open_row, secret_row = [*row(1, "Máy ép"), *[""] * len(CONTACT)], [*row(2, "Máy dệt"), *[""] * len(CONTACT)]
    for name, value in ({"Tác giả": "Lê Văn Tám"} | cells | way.get("cells", {})).items():
        secret_row[COLUMN[name]] = value
    rows = [WIDE, open_row, ["I", way.get("heading", "Công đoàn A")], secret_row]
    sheet = sheet_of(rows, way.get("name", "Sheet1"), **way.get("facts", {}))
    return parsed(sheet, file=way.get("file", "ds.xlsx"), key=key)


def short_of(file: ParsedFile) -> tuple[Any, ...]:
    """The short record of the secret row."""
    (record,) = file.records[file.records["row"] == 4].to_dict("records")
    assert record["secret_reason"]
    return tuple("" if record[c] is None or record[c] != record[c] else str(record[c]) for c in SHORT_COLUMNS)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@settings(max_examples=12, deadline=None)
@given(plants=st.fixed_dictionaries(dict.fromkeys(WITHHELD, PLANT)))
def test_what_leaves_of_a_secret_row_is_a_function_of_title_effect_and_award(way: Any, plants: dict[str, str]) -> None:
    """However the other fields change: the same short record, no line of details, and no byte of what was changed."""
    file = parse(way, **plants)
    assert short_of(file) == short_of(parse(way))
    assert 4 not in set(file.details["row"])
    assert set(file.findings.loc[file.findings["row"] == 4, "found"]) <= {""}
    records = file.told["records"]
    told = pickle.dumps(file.telling(records=records.only(n for n in records.names if n not in CODE_COLUMNS)))
    assert not [name for name, text in plants.items() if text.encode() in told]
    coded = pickle.dumps(records)
    assert not [name for name, text in plants.items() if text.encode() in coded]


@given(plants=st.fixed_dictionaries(dict.fromkeys(("Điện thoại", "Email", "Ngày sinh", "CCCD", "Màu sơn"), PLANT)))
@settings(max_examples=20, deadline=None)
def test_personal_data_of_an_open_row_is_gone_at_parsing_too(plants: dict[str, str]) -> None:
    file = parse({}, **plants)
    assert set(file.records["secret_reason"]) == {""}
    assert not [name for name, text in plants.items() if text.encode() in pickle.dumps(file)]


def test_without_the_key_nothing_can_be_told_from_the_codes() -> None:
    one, other = (parse(WAYS["flag"], key=key).records for key in (b"one", b"other"))
    for name in CODE_COLUMNS[:5]:
        assert not set(one[name]) & set(other[name]) - {0, b""}
    again = parse(WAYS["flag"], key=b"one").records
    assert all(list(one[name]) == list(again[name]) for name in CODE_COLUMNS)


def test_a_pair_scores_the_same_whether_a_side_is_withheld_or_not() -> None:
    secret, open_ = parse(WAYS["flag"]).records, parse({}).records
    assert all(list(secret[name]) == list(open_[name]) for name in CODE_COLUMNS)


def test_a_heading_is_kept_as_superior_union_of_an_open_row_only() -> None:
    """A heading is free text, often the workplace itself."""
    assert list(parse({}).records["superior_union"]) == ["", "Công đoàn A"]
    assert list(parse(WAYS["flag"]).records["superior_union"]) == ["", ""]


def _clean(sheet: Sheet) -> Any:
    layout = lay_out(sheet, column_table())
    places = [p for p in layout.places if p.kind is RowKind.DATA]
    return clean_rows(Cells(sheet, layout.tables[0], places))


@pytest.fixture
def rows() -> Any:
    """Two clean rows, the second secret."""
    frame = _clean(sheet_of([HEADERS, row(1, "Máy ép", award="Bằng khen LĐLĐ tỉnh"), row(2, "Máy dệt")]))
    return frame.assign(secret_reason=["", "secrecy_column"])


def test_the_two_types_hold_and_the_short_one_has_no_secret_column(rows: Any) -> None:
    redacted = redact(rows)
    assert redacted.open_at == (0,)
    ShortRecord.validate(redacted.short.frame())
    OpenRecord.validate(redacted.open.frame())
    COUNTING_FACTS.validate(redacted.facts.frame())
    assert set(redacted.short.names) == set(SHORT_COLUMNS)
    assert not {"authors", "workplace", "position", "content"} & set(redacted.facts.names)


def test_a_column_that_the_gate_does_not_know_stays_behind_it(rows: Any) -> None:
    redacted = redact(rows.assign(formula="H2SO4"))
    assert not any("formula" in frame for frame in (redacted.short, redacted.facts, redacted.open))


def test_completeness_is_the_same_for_a_row_open_or_secret(rows: Any) -> None:
    assert list(completeness(rows)) == list(completeness(rows.assign(secret_reason="x")))
    assert list(redact(rows).facts["completeness"]) == list(
        redact(rows.assign(secret_reason="x")).facts["completeness"]
    )


def test_completeness_counts_the_stated_facts_that_are_kept(rows: Any) -> None:
    assert completeness(rows) == [7, 6]
    bare = rows.assign(effect="", award="", superior_union="", sector="", field="", benefit_vnd=[math.nan] * 2)
    assert completeness(bare) == [2, 2]
    assert completeness(rows.assign(authors="", workplace="", content="")) == [7, 6]
