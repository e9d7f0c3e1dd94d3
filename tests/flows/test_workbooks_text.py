"""CSV as people save it: whatever dialect and encoding a table is written in, it reads equal."""

import csv
import io
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.reading.workbooks import UnreadableFile, read_workbook
from flows.sample.encodings import legacy_bytes
from schemas.submission import Sheet

_WORDS = (
    "cải", "tiến", "quy trình", "dệt may", "tiết kiệm", "điện năng", "giải pháp", "nâng cao", "chất lượng",
    "giảng dạy", "nguyễn", "trần", "đặng",
)  # fmt: skip
_HEADER = ("stt", "tên sáng kiến", "tác giả", "đơn vị công tác", "nội dung", "hiệu quả", "khen thưởng", "ghi chú")
_TEXT = st.lists(st.sampled_from(_WORDS), min_size=2, max_size=6).map(" ".join)
_ODD = st.sampled_from([", ", "; ", "\n", ' "X" ', "|", " 3,5 triệu ", "\t", ' 5" '])
_CELL = st.one_of(_TEXT, st.tuples(_TEXT, _ODD, _TEXT).map("".join), st.just(""), st.integers(0, 9999).map(str))
_SETTINGS = settings(max_examples=50, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@st.composite
def _tables(draw: st.DrawFn) -> list[list[str]]:
    width, rows = draw(st.integers(3, 8)), draw(st.integers(3, 12))
    return [list(_HEADER[:width]), *([str(n + 1), *(draw(_CELL) for _ in range(width - 1))] for n in range(rows))]


def _written(rows: list[list[str]], delimiter: str, ending: str) -> str:
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if ending == "\r" else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=delimiter, lineterminator=ending, quoting=quoting).writerows(rows)
    return out.getvalue()


def _only(data: bytes) -> Sheet:
    (sheet,) = read_workbook(data)
    return sheet


@_SETTINGS
@given(
    _tables(),
    st.sampled_from([";", ",", "\t", "|"]),
    st.sampled_from(["\r\n", "\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
    st.booleans(),
)
def test_a_table_reads_equal_in_every_dialect(
    rows: list[list[str]], delimiter: str, ending: str, encoding: str, declared: bool
) -> None:
    text = (f"sep={delimiter}{ending}" if declared else "") + _written(rows, delimiter, ending)
    assert [list(cells) for cells in _only(text.encode(encoding)).rows] == rows


@_SETTINGS
@given(_tables(), st.sampled_from([";", ","]), st.sampled_from(["tcvn3", "vni", "cp1258"]))
def test_a_table_reads_equal_in_every_old_encoding(rows: list[list[str]], delimiter: str, encoding: str) -> None:
    read = _only(legacy_bytes(_written(rows, delimiter, "\r\n"), encoding)).rows
    assert [[unicodedata.normalize("NFC", str(cell)) for cell in cells] for cells in read] == rows


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"STT;Ten;Tac gia\n1;a\0b;c\n", [["STT", "Ten", "Tac gia"], ["1", "ab", "c"]]),
        ("STT;Tên;Tác giả\r1;a;b\r".encode(), [["STT", "Tên", "Tác giả"], ["1", "a", "b"]]),
        ("Tên sáng kiến\nLò hơi\nMáy, lò, quạt\n".encode(), [["Tên sáng kiến"], ["Lò hơi"], ["Máy, lò, quạt"]]),
        ("STT;Tên\n1;a\n".encode("utf-16")[:-1], [["STT", "Tên"], ["1", "a"]]),
        (b"\xef\xbb\xbf" * 2 + "STT;Tên\n1;a".encode(), [["STT", "Tên"], ["1", "a"]]),
        (b'"sep=,"\r\nSTT,Ten\r\n1,a', [["STT", "Ten"], ["1", "a"]]),
        ("sep=~\nSTT~Tên\n1~a\n".encode(), [["STT", "Tên"], ["1", "a"]]),
        ("STT;Tên;Tác giả\n1;a\x0bb;c\n".encode(), [["STT", "Tên", "Tác giả"], ["1", "a\nb", "c"]]),
    ],
)
def test_small_oddities_are_read(data: bytes, rows: list[list[str]]) -> None:
    assert [list(cells) for cells in _only(data).rows] == rows


def test_utf8_that_was_cut_off_in_a_letter_stays_utf8() -> None:
    text = "STT;Tên sáng kiến;Tác giả\n" + "".join(f"{n};Cải tiến quy trình;Nguyễn Thị Ứng\n" for n in range(9))
    sheet = _only(text.encode()[:-2])
    assert sheet.rows[8][1] == "Cải tiến quy trình"
    assert len(sheet.rows) == 10


def test_numbers_of_a_machine_are_no_text_table() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_workbook(b"\0\0\0\1\0\0\0\2" * 100)
    assert caught.value.check_id == "FIL-003"
