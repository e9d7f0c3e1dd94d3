"""The quick ways of reading give what the plain ones do: words learned once, checks run one by one, codes packed."""

import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.errors import SchemaErrors

from rules import names, returning
from rules.checks import ROW_CHECKS, SUBMISSION_SCHEMA, row_failures
from rules.features import Coder, pack, unpack
from rules.folding import _ONE_D, _TOKEN, _tokens
from rules.legacy_text import KNOWN_WORDS, has_small_before_capital
from rules.syllables import CANONICAL
from rules.vietnamese import _LOST_LETTER, _is_written, _reads_well, repair
from schemas.compressed import decompressed
from schemas.returned import ReturnedRow, ReturnedSheet, ShownColumns
from schemas.rows import Rows

_WORDS = (
    "Cải", "tiến", "QUảN", "hoà", "Hòa", "kĩ", "22kV", "C¶i", "tiÕn", "m²", "½", "Ⅳ", "ðồng", "ƣ", "a_b", "x-y", "№",
    "①", "nâng\u00a0cao", "hie\u0323\u0302u", "İ", "ΑΣ", "\u0301", "?", "a?b", "\ufffd", "ﬁ", "\u200b", "Đ/c",
)  # fmt: skip
texts = st.one_of(
    st.lists(st.sampled_from(_WORDS), max_size=6).map(" ".join),
    st.lists(st.sampled_from(_WORDS), max_size=4).map("".join),
    st.text(max_size=30),
)


def _plain_tokens(text: str) -> list[str]:
    lowered = unicodedata.normalize("NFKC", text).lower()
    tokens = _TOKEN.findall(unicodedata.normalize("NFKC", lowered).translate(_ONE_D))
    return [CANONICAL.get(token, token) for token in tokens]


def _plainly_reads_well(text: str) -> bool:
    if "?" in text and _LOST_LETTER.search(text):
        return False
    if text.isascii():
        return True
    odd = set(text.lower().split()) - KNOWN_WORDS
    return all(word.isascii() or _is_written(word) for word in odd) and not has_small_before_capital(text)


@given(texts)
@settings(max_examples=400)
def test_tokens_of_remembered_words_are_those_of_the_text(text: str) -> None:
    assert _tokens(text) == _plain_tokens(text)


@given(texts)
@settings(max_examples=400)
def test_a_text_of_words_that_read_well_reads_well(text: str) -> None:
    assert _reads_well(text) == _plainly_reads_well(text)
    assert _reads_well(text) == _plainly_reads_well(text)  # and again, now that its words are known


@given(texts, st.sampled_from(("", "Arial", ".VnTime", "VNI-Times")))
def test_what_is_remembered_of_a_repair_is_what_was_found(text: str, font: str) -> None:
    assert repair(text, font) == repair.__wrapped__(text, font)


_STATUS = {name: ("ok", *sorted({bad for check in ROW_CHECKS if check.column == name for bad in check.bad}))
           for name in SUBMISSION_SCHEMA.columns}  # fmt: skip


@given(st.lists(st.fixed_dictionaries({name: st.sampled_from(words) for name, words in _STATUS.items()}), max_size=12))
@settings(max_examples=40, deadline=None)
def test_failures_are_those_of_a_lazy_validation(rows: list[dict[str, str]]) -> None:
    frame = pd.DataFrame(rows, columns=list(_STATUS), dtype="str")
    expected: set[tuple[int, str]] = set()
    try:
        SUBMISSION_SCHEMA.validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
        expected = set(zip(cases["index"].astype(int), cases["check"], strict=True))
    assert row_failures(Rows({name: [row[name] for row in rows] for name in _STATUS})) == sorted(expected)


@given(st.lists(st.integers(1, 2**64 - 1), max_size=20))
def test_packed_codes_are_little_endian_words(codes: list[int]) -> None:
    assert pack(tuple(codes)) == np.array(codes, dtype="<u8").tobytes()
    assert unpack(pack(tuple(codes))) == tuple(codes)


@given(texts, texts)
def test_a_code_rests_on_its_kind_and_text_alone(one: str, other: str) -> None:
    warm, cold = Coder(b"key"), Coder(b"key")
    warm.content(other)
    assert warm.content(one) == cold.content(one)
    assert (warm.code("content", one) == warm.code("title", one)) is False


_NAME_WORDS = (
    *("Văn", "An", "Thị", "và", "Và", "cùng", "VỚI", "với", "thư", "sĩ", "sỹ", "tá", "cs", "Ông", "ThS.", "Y", "đ/c"),
    *("trưởng", "thanh", "niên", "giám", "đốc", "-", "60%", "1.", "(tổ trưởng)", "Nguyễn", "nhóm", "hie\u0323n"),
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(names._SURNAMES)), st.lists(st.sampled_from(_NAME_WORDS), max_size=4))
def test_a_plain_name_is_split_and_stripped_as_any_other(surname: str, words: list[str]) -> None:
    text = " ".join([surname, *words])
    quick = names.split_authors(text), names._without_titles(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(names, "_is_plain_name", lambda text: False)
        assert quick == (names.split_authors(text), names._without_titles(text))


_SHEETS = st.builds(
    ReturnedSheet,
    name=st.sampled_from(("", 'a"rows": [b', "Biểu \\ 1")),
    width=st.just(2),
    rows=st.lists(
        st.builds(ReturnedRow, st.integers(1, 9), st.just("data"), st.tuples(texts, st.integers(), st.datetimes())),
        max_size=5,
    ).map(tuple),
    shown=st.just((ShownColumns(1, -1, -1, ()),)),
)


@given(st.lists(_SHEETS, max_size=3), st.integers(1, 3))
def test_sheets_packed_some_rows_at_a_time_are_the_json_of_them_all(sheets: list[ReturnedSheet], at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(returning, "_AT_ONCE", at_once)
        assert decompressed(returning.pack(sheets)).decode("utf-8", "surrogatepass") == returning._json(sheets)
        assert returning.unpack(returning.pack(sheets)) == tuple(sheets)
