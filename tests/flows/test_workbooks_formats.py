"""Every format a federation sends: values as they show, the facts beside them, marks outside of cells."""

import io
import struct
import zipfile

import pytest

from flows.reading.workbooks import UnreadableFile, read_workbook
from schemas.submission import Sheet
from tests.binary_books import (
    compound,
    label,
    package,
    record,
    text_cell,
    text_of,
    wide_row,
    wide_text,
    xls,
    xlsb,
    xlsx,
)

_CODES = (
    "#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!",
    "#PYTHON!", "Err:502",
)  # fmt: skip
_FORM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MARK = "Bí mật công nghệ"


def _only(data: bytes) -> Sheet:
    (sheet,) = read_workbook(data)
    return sheet


def _shown(sheet: Sheet) -> dict[tuple[int, int], object]:
    return {
        (n, i): cell
        for n, cells in zip(sheet.row_numbers, sheet.rows, strict=True)
        for i, cell in enumerate(cells)
        if cell != ""
    }


def test_a_strict_workbook_is_read_with_its_facts() -> None:
    cells = f'<row r="1" hidden="1">{text_cell("A1", "Tên")}<c r="B1" t="e"><v>#N/A</v></c></row>'
    sheet = _only(xlsx(cells, strict=True, behind='<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'))
    assert _shown(sheet) == {(1, 0): "Tên"}
    assert sheet.facts.hidden_rows == {1}
    assert sheet.facts.errors == {(1, 1): "#N/A"}
    assert sheet.facts.merged == (((1, 0), (1, 2)),)


@pytest.mark.parametrize("code", _CODES)
@pytest.mark.parametrize("formula", ["", "<f>A1</f>"])
def test_an_error_code_of_newer_excel_costs_no_other_cell(code: str, formula: str) -> None:
    cells = f'<row r="1">{text_cell("A1", "Tên")}<c r="B1" t="e">{formula}<v>{code}</v></c></row>'
    sheet = _only(xlsx(cells))
    assert _shown(sheet) == {(1, 0): "Tên"}
    assert set(sheet.facts.errors) == {(1, 1)}


def test_a_stray_cell_in_the_far_corner_costs_no_other_cell() -> None:
    cells = (
        f'<row r="2">{text_cell("B2", "Tên")}{text_cell("D2", "Tác giả")}</row>'
        f'<row r="9" hidden="1">{text_cell("B9", "Lò")}</row><row r="1048576">{text_cell("XFD1048576", "z")}</row>'
    )
    sheet = _only(xlsx(cells, behind='<mergeCells><mergeCell ref="B2:C2"/></mergeCells>'))
    assert _shown(sheet) == {(2, 1): "Tên", (2, 3): "Tác giả", (9, 1): "Lò", (1048576, 16383): "z"}
    assert sheet.facts.merged == (((2, 1), (2, 2)),)
    assert sheet.facts.hidden_rows == {9}


def test_names_with_backslashes_and_capitals_and_parts_in_utf16_are_read() -> None:
    parts = _parts(xlsx(f'<row r="1">{text_cell("A1", "Tên")}<c r="B1" t="e"><v>#N/A</v></c></row>'))
    odd = {name.replace("/", "\\"): part for name, part in parts.items()}
    odd["xl\\workbook.xml"] = parts["xl/workbook.xml"].decode().encode("utf-16")
    sheet = _only(package(odd))
    assert _shown(sheet) == {(1, 0): "Tên"}
    assert set(sheet.facts.errors) == {(1, 1)}


def test_a_sheet_without_its_part_is_left_out() -> None:
    parts = _parts(xlsx(f'<row r="1">{text_cell("A1", "Tên")}</row>'))
    relic = b'<sheet name="Module" sheetId="2" r:id=""/></sheets>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", relic)
    assert [sheet.name for sheet in read_workbook(package(parts))] == ["S"]


@pytest.mark.parametrize("place", ["header", "box", "vml", "format", "constant", "title"])
def test_a_mark_outside_the_cells_of_an_xlsx_is_noticed(place: str) -> None:
    shown = "<xdr:wsDr><xdr:sp><a:p><a:r><a:t>Bí </a:t></a:r><a:r><a:t>mật</a:t></a:r></a:p></xdr:sp></xdr:wsDr>"
    formats = '<numFmts><numFmt numFmtId="170" formatCode="0&quot; (Mật)&quot;"/></numFmts>'
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    box, vml = {"xl/worksheets/d.xml": shown}, {"xl/worksheets/d.vml": f"<v:textbox><div>{MARK}</div></v:textbox>"}
    data = {
        "header": xlsx("", behind='<headerFooter><oddHeader>&amp;C&amp;"Arial,Bold"BÍ MẬT</oddHeader></headerFooter>'),
        "box": xlsx("", rels=_relation("drawing", "d.xml"), parts=box),
        "vml": xlsx("", rels=_relation("vmlDrawing", "d.vml"), parts=vml),
        "format": xlsx(
            '<row r="3"><c r="B3" s="1"><v>1</v></c></row>',
            parts={"xl/styles.xml": f"<styleSheet>{formats}{styles}</styleSheet>"},
        ),
        "constant": xlsx("", book='<definedNames><definedName name="m">"Tuyệt mật"</definedName></definedNames>'),
        "title": xlsx("", parts={"docProps/core.xml": f"<p><dc:title>{MARK}</dc:title></p>"}),
    }[place]
    facts = _only(data).facts
    assert facts.comments == ({(3, 1): "(Mật)"} if place == "format" else {})
    assert facts.unplaced_mark is (place != "format")


def test_an_ordinary_header_drawing_and_title_mark_nothing() -> None:
    shown = "<xdr:wsDr><xdr:sp><a:p><a:r><a:t>Biểu đồ sản lượng mật ong</a:t></a:r></a:p></xdr:sp></xdr:wsDr>"
    data = xlsx(
        "",
        behind="<headerFooter><oddFooter>&amp;P/&amp;N</oddFooter></headerFooter>",
        rels=_relation("drawing", "d.xml"),
        parts={"xl/worksheets/d.xml": shown, "docProps/core.xml": "<p><dc:title>Danh sách</dc:title></p>"},
    )
    assert not _only(data).facts.unplaced_mark


def test_the_records_of_an_xls_tell_what_calamine_hides() -> None:
    note = record(0x5D, struct.pack("<HHHHHIII", 0x15, 0x12, 0x19, 7, 0, 0, 0, 0))
    note += record(0x1B6, struct.pack("<HHHHHHHI", 0, 0, 0, 0, 0, len(MARK), 0, 0)) + record(
        0x3C, b"\1" + MARK.encode("utf-16-le")
    )
    note += record(0x1C, struct.pack("<HHHH", 4, 1, 0, 7) + text_of("ai"))
    rows = record(0x208, struct.pack("<HHHHHHI", 4, 0, 9, 255, 0, 0, 0x120))
    columns = record(0x7D, struct.pack("<HHHHHH", 2, 3, 2000, 0, 1, 0))
    nought = record(0x06, struct.pack("<HHHdHI", 4, 5, 0, 0.0, 0, 0) + b"\0\0")
    wrong = record(0x06, struct.pack("<HHHBBBBHHHI", 4, 6, 0, 2, 0, 0x17, 0, 0, 0xFFFF, 0, 0) + b"\0\0")
    unknown = record(0x205, struct.pack("<HHHBB", 4, 7, 0, 0x2D, 1))
    old = label(4, 1, "c¶i", style=1)
    font = record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0, 400, 0, 0, 0, 0, 0) + text_of(".VnTime", "<B"))
    plain = record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0, 400, 0, 0, 0, 0, 0) + text_of("Arial", "<B"))
    formats = record(0x41E, struct.pack("<H", 170) + text_of('0" (Mật)"'))
    styles = b"".join(record(0xE0, struct.pack("<HH16x", f, n)) for f, n in ((0, 0), (1, 0), (0, 170)))
    marked = record(0x203, struct.pack("<HHHd", 6, 0, 2, 1.0))
    sheet = _only(xls(columns + rows + old + nought + wrong + unknown + marked + note, plain + font + formats + styles))
    assert _shown(sheet)[5, 1] == "c¶i"
    facts = sheet.facts
    assert facts.hidden_rows == {5}
    assert facts.hidden_columns == {2, 3}
    assert facts.comments == {(5, 1): MARK, (7, 0): "(Mật)"}
    assert facts.errors == {(5, 6): "#REF!", (5, 7): "#?"}
    assert facts.doubtful == {(5, 5)}
    assert facts.fonts == {(5, 1): ".VnTime"}
    assert not facts.unplaced_mark


def test_an_xls_that_states_an_old_code_page_is_spelt_right() -> None:
    narrow = record(0x204, struct.pack("<HHHHB", 0, 0, 0, 3, 0) + b"mpg")
    assert _shown(_only(xls(narrow, record(0x42, struct.pack("<H", 1252))))) == {(1, 0): "mpg"}


@pytest.mark.parametrize("kind", [0x14, 0x15])
def test_a_marked_page_header_of_an_xls_speaks_for_the_sheet(kind: int) -> None:
    assert _only(xls(label(0, 0, "Tên") + record(kind, text_of("&CTài liệu mật")))).facts.unplaced_mark


def test_a_text_box_of_an_xls_speaks_for_the_sheet() -> None:
    drawn = record(0x5D, struct.pack("<HHHHHIII", 0x15, 0x12, 0x06, 1, 0, 0, 0, 0))
    drawn += record(0x1B6, struct.pack("<HHHHHHHI", 0, 0, 0, 0, 0, 3, 0, 0)) + record(
        0x3C, b"\1" + "MẬT".encode("utf-16-le")
    )
    assert _only(xls(label(0, 0, "Tên") + drawn)).facts.unplaced_mark


def test_an_xls_with_a_password_and_a_document_of_word_are_told_apart() -> None:
    assert _why(xls(b"", record(0x2F, bytes(6)))) == "FIL-005"
    assert _why(compound({"WordDocument": b"x"})) == "FIL-003"
    assert _why(compound({"EncryptedPackage": b"x", "EncryptionInfo": b"y"})) == "FIL-005"


def test_the_records_of_an_xlsb_tell_what_calamine_hides() -> None:
    text = [wide_row(0), wide_text(0, "Tên"), wide_row(1, hidden=True), wide_text(1, "x")]
    odd = [
        (3, struct.pack("<IIB", 2, 0, 0x2C)),
        (11, struct.pack("<IIBHI", 3, 0, 0x17, 0, 0)),
        (9, struct.pack("<IIdHI", 4, 0, 0.0, 0, 0)),
    ]
    sheet = _only(xlsb([*text, *odd]))
    assert _shown(sheet) == {(1, 0): "Tên", (2, 1): "x", (2, 4): 0.0}
    assert sheet.facts.hidden_rows == {2}
    assert sheet.facts.errors == {(2, 2): "#?", (2, 3): "#REF!"}
    assert sheet.facts.doubtful == {(2, 4)}


def _why(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_workbook(data)
    return caught.value.check_id


def _relation(kind: str, target: str) -> str:
    return f'<Relationship Id="r" Type="{_FORM}/{kind}" Target="{target}"/>'


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
