"""Tables written in markup: HTML saved as .xls, its mail form, Excel-2003 XML, flat OpenDocument."""

import base64
from datetime import date

import pytest

from flows.reading.workbooks import UnreadableFile, read_workbook
from schemas.submission import Sheet

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


PAGE = """<html><head><meta charset="utf-8"><style>.an{{display:none}}</style></head><body><h3>{outside}</h3>
<table><col><col style="display:none"><tr><th rowspan=2>STT</th><th colspan="2">Tên &amp; nội dung</th></tr>
<tr><td>a</td><td title="Bí mật công nghệ">b<br>c</td></tr>
<tr class=an><td x:num="1.5">1,5</td><td>#N/A</td><td><input type=checkbox checked></td></tr></table>
<table><tr><td>hai</td></tr></table></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_page_saved_as_xls_gives_a_sheet_for_each_table(encoding: str) -> None:
    first, second = read_workbook(PAGE.format(outside="Danh sách").encode(encoding))
    assert _shown(first) == {
        (1, 0): "STT",
        (1, 1): "Tên & nội dung",
        (2, 1): "a",
        (2, 2): "b\nc",
        (3, 0): 1.5,
        (3, 2): "x",
    }
    assert first.facts.merged == (((1, 0), (2, 0)), ((1, 1), (1, 2)))
    assert first.facts.hidden_rows == {3}
    assert first.facts.hidden_columns == {1}
    assert first.facts.comments == {(2, 2): "Bí mật công nghệ"}
    assert first.facts.errors == {(3, 1): "#N/A"}
    assert not first.facts.unplaced_mark
    assert (first.name, second.name, _shown(second)) == ("1", "2", {(1, 0): "hai"})


@pytest.mark.parametrize("outside", ["Bí mật công nghệ", "<!-- Tài liệu mật -->"])
def test_a_mark_beside_the_tables_of_a_page_is_noticed(outside: str) -> None:
    assert read_workbook(PAGE.format(outside=outside).encode())[0].facts.unplaced_mark


def test_a_page_without_a_table_is_no_spreadsheet() -> None:
    assert _why(b"<html><body><p>Xin ch\xc3\xa0o</p></body></html>") == "FIL-003"


def test_a_page_in_a_mail_file_is_read() -> None:
    page = PAGE.format(outside="Danh sách").encode("utf-8")
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
    head += b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    assert _shown(read_workbook(head + base64.encodebytes(page) + b"--x--\r\n")[1]) == {(1, 0): "hai"}


EXCEL_2003 = f"""<?xml version="1.0"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
<Styles><Style ss:ID="v"><Font ss:FontName=".VnTime"/></Style></Styles>
<Worksheet ss:Name="S"><Table><Column ss:Index="2" ss:Hidden="1" ss:Span="1"/>
<Row><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">Tên</Data>
<Comment><ss:Data>{MARK}</ss:Data></Comment></Cell>
<Cell ss:StyleID="v"><Data ss:Type="String">c¶i</Data></Cell></Row>
<Row ss:Index="4" ss:Hidden="1"><Cell><Data ss:Type="Number">1.5</Data></Cell>
<Cell ss:Index="5"><Data ss:Type="DateTime">2021-03-15T00:00:00.000</Data></Cell>
<Cell ss:Formula="=A1"/><Cell><Data ss:Type="Error">#N/A</Data></Cell>
<Cell><Data ss:Type="Boolean">1</Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="ẩn"><Table/><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>
</Workbook>"""


def test_excel_2003_xml_is_read_with_its_facts() -> None:
    first, second = read_workbook(EXCEL_2003.encode())
    assert _shown(first) == {(1, 0): "Tên", (1, 2): "c¶i", (4, 0): 1.5, (4, 4): date(2021, 3, 15), (4, 7): True}
    assert first.facts.merged == (((1, 0), (2, 1)),)
    assert first.facts.hidden_rows == {4}
    assert first.facts.hidden_columns == {1, 2}
    assert first.facts.comments == {(1, 0): MARK}
    assert first.facts.fonts == {(1, 2): ".VnTime"}
    assert first.facts.uncached == {(4, 5)}
    assert first.facts.errors == {(4, 6): "#N/A"}
    assert (first.visible, second.visible) == (True, False)


@pytest.mark.parametrize("broken", ['ss:Index="4"', "</Workbook>"])
def test_broken_excel_2003_xml_is_corrupt(broken: str) -> None:
    assert _why(EXCEL_2003.replace(broken, 'ss:Index="-1"').encode()) == "FIL-004"


def test_a_flat_ods_is_read_however_it_is_indented() -> None:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    xml = f"""<?xml version="1.0"?>
<office:document {spaces}>
 <office:body>
  <office:spreadsheet>
   <table:table table:name="S">
    <table:table-column table:visibility="collapse"/>
    <table:table-row>
     <table:table-cell office:value-type="string"><text:p>Tên</text:p></table:table-cell>
     <table:table-cell table:formula="of:=A1"/>
    </table:table-row>
   </table:table>
  </office:spreadsheet>
 </office:body>
</office:document>"""
    sheet = _only(xml.encode())
    assert _shown(sheet) == {(1, 0): "Tên"}
    assert sheet.facts.hidden_columns == {0}
    assert sheet.facts.uncached == {(1, 1)}


def _why(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_workbook(data)
    return caught.value.check_id
