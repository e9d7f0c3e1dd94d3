"""Bytes -> sheets: the type by content, the rows where they stood, the facts that a plain reader hides."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from flows.reading.ods_facts import ods_facts
from flows.reading.workbooks import UnreadableFile, read_workbook
from tests.builders import HEADERS, row, table

TEXT = "STT;Tên sáng kiến;Tác giả\n1;Cải tiến lò hơi, tiết kiệm than;Nguyễn Văn Thể\n2;Giải pháp mới;Trần Thị Hoà\n"


def _why(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_workbook(data)
    return caught.value.check_id


def _book(change: object) -> bytes:
    book = Workbook()
    change(book)  # type: ignore[operator]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "check_id"),
    [
        (b"", "FIL-006"),
        (b" \r\n\t ", "FIL-006"),
        (b"%PDF-1.7 ...", "FIL-003"),
        (b"\x89PNG\r\n\x1a\n", "FIL-003"),
        (b"PK\x03\x04 no archive", "FIL-004"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "FIL-004"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "FIL-005"),
        (bytes(range(1, 32)) * 100, "FIL-003"),
    ],
)
def test_what_is_no_workbook_is_told_by_its_check(data: bytes, check_id: str) -> None:
    assert _why(data) == check_id


def test_a_document_in_a_zip_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    assert _why(out.getvalue()) == "FIL-003"


def test_a_truncated_workbook_is_corrupt() -> None:
    assert _why(table([row(1, "Cải tiến")])[:2000]) == "FIL-004"


def test_rows_keep_their_numbers_below_empty_ones() -> None:
    def fill(book: Workbook) -> None:
        book.active["C5"] = "here"
        book.active["B9"] = datetime(2021, 3, 15)

    (sheet,) = read_workbook(_book(fill))
    found = {
        (n, i): c for n, cells in zip(sheet.row_numbers, sheet.rows, strict=True) for i, c in enumerate(cells) if c
    }
    assert found == {(5, 2): "here", (9, 1): date(2021, 3, 15)}


def test_the_facts_that_a_reader_hides() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.active
        sheet.append(["a", "b", "c", "d"])
        sheet.append(["x", "=1+1", "#N/A", "y"])
        sheet["C2"].data_type = "e"
        sheet["D2"].comment = Comment("bí mật công nghệ", "ai đó")
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.merge_cells("A3:D3")
        book.create_sheet("ẩn").sheet_state = "hidden"

    first, second = read_workbook(_book(fill))
    assert first.facts.hidden_rows == {2}
    assert first.facts.hidden_columns == {1}
    assert first.facts.comments == {(2, 3): "bí mật công nghệ"}
    assert first.facts.errors == {(2, 2): "#N/A"}
    assert first.facts.uncached == {(2, 1)}
    assert first.facts.merged == (((3, 0), (3, 3)),)
    assert first.visible
    assert not second.visible


def test_a_cell_without_a_reference_is_placed_by_counting() -> None:
    data = table([row(1, "Cải tiến")])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(
                    b"</sheetData>",
                    b'<row><c t="inlineStr"><is><t>z</t></is></c><c t="e"><v>#REF!</v></c></row></sheetData>',
                )
            after.writestr(name, content)
    (sheet,) = read_workbook(out.getvalue())
    assert sheet.facts.errors == {(3, 1): "#REF!"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_file_is_read_in_any_encoding_and_dialect(encoding: str, delimiter: str) -> None:
    text = TEXT.replace(";", delimiter) if delimiter != "," else TEXT.replace("hơi, tiết", "hơi tiết").replace(";", ",")
    (sheet,) = read_workbook(text.encode(encoding))
    assert [len(cells) for cells in sheet.rows] == [3, 3, 3]
    assert sheet.rows[1][2] == "Nguyễn Văn Thể"
    assert list(sheet.row_numbers) == [1, 2, 3]


def test_a_declared_delimiter_is_no_row() -> None:
    (sheet,) = read_workbook(("sep=|\n" + TEXT.replace(";", "|")).encode())
    assert list(sheet.row_numbers) == [2, 3, 4]
    assert sheet.rows[0][1] == "Tên sáng kiến"


def test_a_record_over_several_lines_stands_where_it_starts() -> None:
    (sheet,) = read_workbook('STT;Tên;Tác giả\n1;Cải tiến;"Lê A\nTrần B"\n2;Khác;Lê C\n'.encode())
    assert list(sheet.row_numbers) == [1, 2, 4]
    assert sheet.rows[1][2] == "Lê A\nTrần B"


def test_a_quote_that_is_never_closed_swallows_no_row() -> None:
    lines = ["STT;Tên;Tác giả;Đơn vị", '1;"Cải tiến;Lê A;X', *(f"{n};Việc {n};Lê B;Y" for n in range(2, 40))]
    (sheet,) = read_workbook("\n".join(lines).encode())
    assert list(sheet.row_numbers) == list(range(1, 41))
    assert sheet.rows[-1][1] == "Việc 39"


def test_every_header_of_the_builders_is_read_back() -> None:
    (sheet,) = read_workbook(table([row(1, "Cải tiến")]))
    assert list(sheet.rows[0]) == list(HEADERS)


HEAD = "STT;Tên sáng kiến;Tác giả;Bí mật công nghệ"


@pytest.mark.parametrize(
    ("lines", "doubted"),
    [
        (['1;Máy;"Lê A;x'], {2}),  # read without its quote, every cell is in its place; doubted all the same
        (['1;"Máy;Lê A;x', '2;"Lò;Lê B;'], {2, 3}),  # two slips would close each other over two rows
        (['1;"Máy;Lê A;x', "Người lập biểu"], {2}),
        (['1;Máy "X"; loại 2;Lê A;x'], {2}),
        (['1;"Máy; loại 2" X;Lê A;x'], {2}),  # here a cell too many stands before the mark: nothing is sure
        (['1;"Máy\nmới";Lê A', "2;Lò;Lê B;x"], {2}),
    ],
)
def test_a_broken_quote_hides_no_row_and_no_mark(lines: list[str], doubted: set[int]) -> None:
    (sheet,) = read_workbook("\n".join([HEAD, "9;Một;Lê Z;", *lines]).encode())
    assert len(sheet.rows) == 2 + len(lines)
    assert sheet.facts.doubtful_rows == {n + 1 for n in doubted}


def test_an_ods_tells_merges_comments_errors_and_hidden_rows() -> None:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    note = "<office:annotation><text:p>bí m<text:span>ật</text:span></text:p></office:annotation>"
    cells = (
        '<table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
        f'<table:table-cell table:number-rows-spanned="2">{note}<text:p>x</text:p></table:table-cell>'
    )
    rows = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        f'<table:table-row table:visibility="collapse">{cells}</table:table-row>'
    )
    table_ = f'<table:table table:name="S">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table_}</office:spreadsheet></office:body>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", f"<office:document-content {spaces} {calc}>{body}</office:document-content>")
    with zipfile.ZipFile(out) as archive:
        facts = ods_facts(archive)[0]["S"]
    assert facts.hidden_rows == {3}
    assert facts.errors == {(3, 2): "#N/A"}
    assert facts.merged == (((3, 3), (4, 3)),)
    assert facts.comments == {(3, 3): "bí mật"}


def test_an_ods_with_entities_is_corrupt() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert _why(out.getvalue()) == "FIL-004"


def test_withheld_prose_over_several_lines_never_becomes_a_row() -> None:
    head = "STT,Tên sáng kiến,Tác giả,Nội dung,Bí mật công nghệ,Ghi chú"
    prose = '"Bước 1: pha\nBước 2: trộn axit nồng độ 5%, đun 80 độ, khuấy\nBước 3"'
    rows = [f"{n},Việc {n},Lê Văn {n},Thay trục,," for n in range(1, 9)]
    (sheet,) = read_workbook("\n".join([head, *rows, f"9,Men gốm,Trần An,{prose},x"]).encode())
    assert len(sheet.rows) == 10
    assert sheet.rows[-1][1] == "Men gốm"
    assert sheet.facts.doubtful_rows == {10}  # the last cell is missing: its cells may have slipped


def test_a_row_cut_in_two_by_a_line_break_without_quotes_is_one_row_and_doubted() -> None:
    head = "STT;Tên sáng kiến;Tác giả;Nội dung;Bí mật công nghệ"
    lines = [head, "1;Máy dệt;Lê A;Thay trục;", "2;Men gốm;Trần B;bước một", "bước hai;x", "3;Lò hơi;Lê C;Đốt;"]
    (sheet,) = read_workbook("\n".join(lines).encode())
    assert [cells[1] for cells in sheet.rows] == ["Tên sáng kiến", "Máy dệt", "Men gốm", "Lò hơi"]
    assert sheet.facts.doubtful_rows == {3}


def test_one_row_that_stands_twice_is_a_corrupt_file() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(table([row(1, "Một"), row(2, "Hai")]))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<row r="3"', b'<row r="2"').replace(b'r="A3"', b'r="A2"'))
    assert _why(out.getvalue()) == "FIL-004"
