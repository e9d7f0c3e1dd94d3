"""Facts are found however a producer spells them: attributes, prefixes, shared formulas, defaults, names of parts."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.formula import ArrayFormula
from xlsxwriter import Workbook as Written

from flows.reading.workbooks import UnreadableFile, read_workbook
from tests.packages import SHEET, Change, facts_of_one, repacked, with_rows

CODES = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
ROWS = (
    '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2"><f>A1</f></c></row>'
    '<row hidden="1" r="3"><c r="C3"><f>A1</f><v>5</v></c><c r="D3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    '<row r="5" ht="0"><c r="B5"><v>5</v></c></row>'
)
FOUND = ({(2, 0): "#REF!", (3, 3): "#DIV/0!"}, {(2, 1)}, {3, 5})


@pytest.mark.parametrize(
    "spelt",
    [
        str,
        lambda xml: xml.replace('"', "'"),
        lambda xml: xml.replace("=", " = "),
        lambda xml: re.sub("<(/?)", r"<\1x:", xml),
        lambda xml: xml.replace("><", ">\n  <"),
        lambda xml: xml.replace('hidden="1"', 'hidden="true"').replace('ht="0"', 'ht="0.00"'),
        lambda xml: re.sub(
            r'(<c) r="[A-Z]\d"', r"\1", xml.replace('<c r="C3"', "<c/><c/><c").replace('<c r="B5"', "<c/><c")
        ),
        lambda xml: xml.replace('<row r="2"', '<row r="1"/><row').replace('hidden="1" r="3"', 'hidden="1"'),
        lambda xml: xml.replace('r="A2" t="e"', 't="e" s="3" r="A2"'),
    ],
)
def test_facts_do_not_rest_on_how_the_xml_is_spelt(spelt: Callable[[str], str]) -> None:
    xml = spelt(ROWS)
    data = with_rows(xml)
    if "x:" in xml:
        data = repacked(data, {SHEET: lambda old: old.replace(b"sheetData", b"x:sheetData")})
    facts = facts_of_one(data)
    assert (facts.errors, set(facts.uncached), set(facts.hidden_rows)) == FOUND


@pytest.mark.parametrize(
    ("cell", "uncached"),
    [
        ("<f>A1</f><v>5</v>", False),
        ("<f>A1</f>\n <v>5</v>", False),
        ("<v>5</v><f>A1</f>", False),
        ("<f>A1</f><v></v>", True),
        ("<f>A1</f><v/>", True),
        ("<f>A1</f><v> </v>", True),
        ("<f>A1</f>", True),
        ("<f/>", True),
        ('<f t="shared" si="0"/>', True),
        ('<f t="shared" si="0"/><v>7</v>', False),
        ('<f t="shared" ref="A2:A9" si="0">B1</f>', True),
        ("<f>IF(A1&gt;1,&quot;x&quot;,1)</f><v>1</v>", False),
        ("<v>5</v>", False),
    ],
)
def test_a_formula_without_a_value_is_told(cell: str, uncached: bool) -> None:
    facts = facts_of_one(with_rows(f'<row r="1"><c r="A1">{cell}</c><c r="B1"><v>3</v></c></row>'))
    assert facts.uncached == ({(1, 0)} if uncached else set())


@pytest.mark.parametrize(("value", "uncached"), [("<v></v>", False), ("<v/>", False), ("", True), ("<v>x</v>", False)])
def test_an_empty_text_that_was_computed_is_a_value(value: str, uncached: bool) -> None:
    facts = facts_of_one(with_rows(f'<row r="1"><c r="A1" t="str"><f>IF(B1="","",1)</f>{value}</c></row>'))
    assert bool(facts.uncached) is uncached


def test_an_array_without_values_leaves_its_whole_area_unknown() -> None:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    for n in range(1, 5):
        sheet.cell(n, 1).value = n
    sheet["B2"] = ArrayFormula("B2:B900", "=A2:A900*2")
    book.save(out)
    assert facts_of_one(out.getvalue()).uncached == {(2, 1), (3, 1), (4, 1)}


def test_an_array_over_half_the_sheet_is_no_sheet_made_by_hand() -> None:
    rows = '<row r="1"><c r="A1"><f t="array" ref="A1:XFD1048576">B1</f></c></row><row r="1048576"/>'
    with pytest.raises(ValueError, match="by hand"):
        facts_of_one(with_rows(rows))


@pytest.mark.parametrize("code", [*CODES, "#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!",
                                  "#UNKNOWN!", "#BUSY!", "#PYTHON!", "#EXTERNAL!", "Err:502"])  # fmt: skip
def test_every_error_code_is_told_as_it_stands(code: str) -> None:
    facts = facts_of_one(with_rows(f'<row r="1"><c r="A1"/><c r="B1" t="e"><v>{code}</v></c></row>'))
    assert facts.errors == {(1, 1): code}


@pytest.mark.parametrize("inner", ["", "<v/>", "<v>Nguyễn Văn An</v>", "<f>#REF!</f>"])
def test_an_error_cell_without_a_code_tells_nothing_of_what_stands_there(inner: str) -> None:
    assert facts_of_one(with_rows(f'<row r="1"><c r="A1" t="e">{inner}</c></row>')).errors == {(1, 0): "#?"}


@pytest.mark.parametrize(
    ("head", "hidden"),
    [
        ('<sheetFormatPr defaultRowHeight="15"/>', set()),
        ('<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>', {1, 3, 4}),
        ('<sheetFormatPr defaultRowHeight="0"/>', {1, 2, 3, 4}),
    ],
)
def test_rows_are_hidden_by_the_sheets_default(head: str, hidden: set[int]) -> None:
    rows = '<row r="2"><c r="A2"><v>1</v></c></row><row r="5" ht="15"><c r="A5"><v>1</v></c></row>'
    assert facts_of_one(with_rows(rows, head)).hidden_rows == hidden


def test_columns_are_hidden_by_a_flag_or_by_having_no_width() -> None:
    columns = (
        '<sheetFormatPr defaultRowHeight="15"/><cols><col min="2" max="3" width="9" hidden="1"/>'
        '<col min="5" max="5" width="0"/><col min="6" max="6" width="10"/></cols>'
    )
    assert facts_of_one(with_rows('<row r="1"><c r="A1"><v>1</v></c></row>', columns)).hidden_columns == {1, 2, 4}


def test_one_row_that_stands_twice_is_refused_wherever_its_twin_stands() -> None:
    rows = '<row r="9"><c r="A9"><v>1</v></c></row><row r="2"/><row r="5"/><row r="9"><c r="A9"><v>2</v></c></row>'
    with pytest.raises(UnreadableFile):
        read_workbook(with_rows(rows))


def test_comments_old_and_threaded_meet_at_their_cell() -> None:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    sheet["A1"].comment = Comment("cũ", "ai đó")
    sheet.merge_cells("A3:D5")
    sheet["A3"].comment = Comment("bí mật", "ai đó")
    book.save(out)
    threaded = (
        '<ThreadedComments><threadedComment ref="A1" id="{1}"><text>mới</text></threadedComment>'
        '<threadedComment ref="A1" id="{2}" parentId="{1}"><text>trả lời</text></threadedComment></ThreadedComments>'
    )
    relation = b'<Relationship Id="t1" Type="http://x/relationships/threadedComment" Target="../threads/t1.xml"/></Rel'
    data = repacked(
        out.getvalue(),
        {
            "xl/worksheets/_rels/sheet1.xml.rels": lambda old: old.replace(b"</Rel", relation),
            "xl/comments/comment1.xml": lambda old: old.replace(b'ref="A3"', b'ref="A3:D5"'),
        },
    )
    with zipfile.ZipFile(added := io.BytesIO(data), "a") as archive:
        archive.writestr("xl/threads/t1.xml", threaded)
    assert facts_of_one(added.getvalue()).comments == {(1, 0): "cũ\nmới\ntrả lời", (3, 0): "bí mật"}


def _book(fill: Callable[[Workbook], None]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    fill(book)
    book.save(out)
    return out.getvalue()


def _commented(book: Workbook) -> None:
    book.active.append(["a", "b"])
    book.active["B1"].comment = Comment("bí mật", "ai đó")


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        ({}, str.upper),
        ({}, lambda name: name.replace("/", "\\")),
        ({"xl/_rels/workbook.xml.rels": lambda old: old.replace(b'"/xl/worksheets', b'"worksheets')}, str),
        ({"xl/_rels/workbook.xml.rels": lambda old: old.replace(b'"/xl/worksheets', b'"xl/worksheets')}, str),
        ({SHEET: lambda old: b"\xef\xbb\xbf" + old}, str),
        ({SHEET: lambda old: old.decode().encode("utf-16")}, str),
        ({"xl/comments/comment1.xml": lambda old: old.decode().encode("utf-16")}, str),
        ({"xl/workbook.xml": lambda old: re.sub(rb"<(/?)(workbook|sheets?)\b", rb"<\1w:\2", old)}, str),
    ],
)
def test_parts_are_found_however_a_producer_names_them(parts: dict[str, Change], names: Callable[[str], str]) -> None:
    assert facts_of_one(repacked(_book(_commented), parts, names)).comments == {(1, 1): "bí mật"}


def test_a_strict_workbook_tells_the_same_facts() -> None:
    transitional = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    strict = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    data = _book(_commented)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        every = dict.fromkeys(archive.namelist(), lambda old: old.replace(transitional, strict))
    assert facts_of_one(repacked(data, every)).comments == {(1, 1): "bí mật"}


def test_sheets_stay_apart_and_a_very_hidden_one_is_not_visible() -> None:
    def fill(book: Workbook) -> None:
        _commented(book)
        other = book.create_sheet("B & C")
        other["A1"] = "=B1"
        other.sheet_state = "veryHidden"

    first, second = read_workbook(_book(fill))
    assert (first.visible, second.visible, second.name) == (True, False, "B & C")
    assert (first.facts.comments, first.facts.uncached) == ({(1, 1): "bí mật"}, frozenset())
    assert (second.facts.comments, second.facts.uncached) == ({}, {(1, 0)})


def test_cells_in_an_old_font_are_told_and_no_others() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.active
        sheet.append(["C¶i tiÕn", "Cải tiến", "Caûi tieán", 5])
        for cell, name in zip(sheet[1], (".VnTimeH", "Times New Roman", "VNI-Times", ".VnTime"), strict=True):
            cell.font = Font(name=name)

    assert facts_of_one(_book(fill)).fonts == {(1, 0): ".VnTimeH", (1, 2): "VNI-Times"}


@pytest.mark.parametrize("in_memory", [True, False])
def test_a_text_with_a_run_in_an_old_font_is_told(in_memory: bool) -> None:
    out = io.BytesIO()
    with Written(out, {"constant_memory": not in_memory, "in_memory": True}) as book:
        sheet, old, new = book.add_worksheet(), *(book.add_format({"font_name": n}) for n in (".VnTime", "Arial"))
        sheet.write_string(0, 0, "Cải tiến")
        sheet.write_rich_string(0, 1, new, "Tên: ", old, "C¶i tiÕn")
        sheet.write_rich_string(0, 2, new, "Tên: ", new, "khác")
    assert facts_of_one(out.getvalue()).fonts == {(1, 1): ".VnTime"}


def test_facts_at_the_seams_of_the_stream_are_not_lost() -> None:
    cells = (
        '<c r="B{0}" t="e"><v>#N/A</v></c><c r="C{0}"><f>A1</f></c><c r="D{0}" t="inlineStr"><is><t>{1}</t></is></c>'
    )
    rows = "".join(f'<row r="{n}">{cells.format(n, "chữ " * 700)}</row>' for n in range(1, 1200))
    facts = facts_of_one(with_rows(rows))
    assert facts.errors == {(n, 1): "#N/A" for n in range(1, 1200)}
    assert facts.uncached == {(n, 2) for n in range(1, 1200)}
