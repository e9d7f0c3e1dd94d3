"""Imported once by the fork server: reads one tiny table, so that every child is born with its modules and tables warm.

Much of what a first file costs is paid once here: pandera's engines, compiled patterns, the tables of spellings.
"""

import gc
import io
import zipfile
from html import escape
from itertools import product

from flows.reading.workbooks import read_workbook
from flows.settings import load_columns
from rules.checks import ROW_CHECKS, failed_by
from rules.features import Coder
from rules.intake import Submitted, parse_sheets
from rules.names_in_paths import bare_syllables

_TABLE = """\
STT;Tên sáng kiến;Tác giả;Chức vụ, đơn vị công tác;Khối;Lĩnh vực;Nội dung;Hiệu quả;\
Giá trị làm lợi (triệu đồng);Thời gian áp dụng;\
Ngày đăng ký;Kết quả;Khen thưởng;Bí mật công nghệ;Ghi chú;Cột lạ
I;Công đoàn các KCN;;;;;;;;;;;;;;
1;Cải tiến máy dệt;Nguyễn Văn A;Công nhân, Công ty May 10;DN;công nghiệp;\
Thay trục;Tăng năng suất;15,5;03/2021;15/03/2021;công nhận;\
Giấy khen CĐCS;x;;
2;;Trần Thị B;;;;;;;không rõ;32/13/2021;;;;;
Cộng;;;;;;;;15,5;;;;;;;
"""


_STATUS_WORDS = {"ok", "no_column", "shown"}.union(*(check.bad for check in ROW_CHECKS))
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/{{}}" Target="{{}}"/></Relationships>'
)
_PARTS = {
    "_rels/.rels": _RELATION.format("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="r1"/>'
    "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": _RELATION.format("worksheet", "worksheets/sheet1.xml"),
}


def warm_up() -> None:
    """Parse the tiny table, as text and as a workbook, and leave what it loaded out of every later garbage
    collection."""
    about = Submitted("", "", False, load_columns(), Coder(b"only to be warm"))
    bare_syllables()
    for check, word in product(ROW_CHECKS, _STATUS_WORDS):
        failed_by(check.column, word)
    for data in (_TABLE.encode(), _as_workbook(_TABLE)):
        for _ in range(2):  # a second time through what the interpreter made quicker after the first
            parse_sheets(read_workbook(data), about)
    gc.collect()
    gc.freeze()


def _as_workbook(table: str) -> bytes:
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'.format
    lines = ("".join(cell(escape(text)) for text in line.split(";")) for line in table.splitlines())
    rows = "".join(f"<row>{line}</row>" for line in lines)
    rows += '<row><c t="e"><f>A1</f><v>#N/A</v></c></row>'
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (_PARTS | {"xl/worksheets/sheet1.xml": sheet}).items():
            archive.writestr(name, part)
    return packed.getvalue()


warm_up()
