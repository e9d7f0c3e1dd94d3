"""Secret rows full of marks, in every way a row can be secret: one workbook a way, each mark planted once."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tests.flows.marks import mark

HEADERS = (
    "STT", "Tên sáng kiến", "Tác giả", "Chức vụ", "Đơn vị công tác", "Khối", "Lĩnh vực", "Nội dung", "Hiệu quả",
    "Giá trị làm lợi (triệu đồng)", "Thời gian áp dụng", "Ngày đăng ký", "Khen thưởng", "Bí mật công nghệ", "Ghi chú",
    "Số điện thoại", "Email", "Ngày sinh", "Cột riêng của đơn vị", "Lưu",
)  # fmt: skip
AT = {name: i for i, name in enumerate((
    "stt", "title", "authors", "position", "workplace", "sector", "field", "content", "effect", "benefit", "applied",
    "registered", "award", "secrecy", "note", "phone", "mail", "born", "unknown", "hidden",
))}  # fmt: skip
WITHHELD = ("authors", "position", "workplace", "content", "note", "phone", "mail", "born", "unknown", "hidden")


@dataclass
class Plan:
    """Which marks were planted, and where."""

    planted: dict[str, str] = field(default_factory=dict)

    def new(self, where: str) -> str:
        """A mark that nothing else has."""
        made = mark(len(self.planted))
        self.planted[made] = where
        return made


@dataclass
class Table:
    """A workbook under way: its sheet, its secret row, and the marks planted so far."""

    plan: Plan
    way: str
    book: Workbook
    sheet: Worksheet
    row: list[Any]

    def put(self, **values: Any) -> None:
        for name, value in values.items():
            self.row[AT[name]] = value


def _secret_row(plan: Plan, way: str, title: str) -> list[Any]:
    """A row whose withheld cells all hold a mark of their own, and two of them a number that cannot be read."""
    row: list[Any] = [""] * len(HEADERS)
    marks = {name: plan.new(f"{way}: {name}") for name in WITHHELD}
    values = {
        "stt": 1, "title": title, "authors": f"Nguyễn {marks['authors']} An",
        "position": f"Tổ trưởng {marks['position']}",
        "workplace": f"Công ty {marks['workplace']}", "sector": f"khối {plan.new(f'{way}: sector')}",
        "field": f"ngành {plan.new(f'{way}: field')}",
        "content": f"Trộn {marks['content']} với nước theo tỷ lệ đã định",
        "effect": "Giảm phế phẩm", "benefit": f"nhiều {plan.new(f'{way}: benefit')}",
        "applied": f"khi {plan.new(f'{way}: applied')}", "registered": f"lúc {plan.new(f'{way}: registered')}",
        "award": "Bằng khen", "note": f"ghi {marks['note']}", "phone": f"0912 345 678 {marks['phone']}",
        "mail": f"{marks['mail']}@example.vn", "born": f"1/2/1980 {marks['born']}",
        "unknown": f"riêng {marks['unknown']}", "hidden": f"lưu {marks['hidden']}",
    }  # fmt: skip
    for name, value in values.items():
        row[AT[name]] = value
    return row


def _column(t: Table) -> None:
    t.put(secrecy="x")
    t.sheet.append(t.row)


def _unclear(t: Table) -> None:
    t.put(secrecy=f"hỏi lại {t.plan.new('the secrecy cell')}")
    t.sheet.append(t.row)


def _title(t: Table) -> None:
    t.put(title=f"{t.row[AT['title']]} (bí mật công nghệ)")
    t.sheet.append(t.row)


def _note(t: Table) -> None:
    t.put(note=f"bí mật công nghệ {t.plan.new('the marking note')}")
    t.sheet.append(t.row)


def _section(t: Table) -> None:
    t.sheet.append([f"I. Bí mật công nghệ của {t.plan.new('a section row')}"])
    t.sheet.append(t.row)


def _sheet_name(t: Table) -> None:
    t.sheet.title = "Bí mật công nghệ"
    t.sheet.append(t.row)


def _comment(t: Table) -> None:
    t.sheet.append(t.row)
    t.sheet.cell(t.sheet.max_row, 2).comment = Comment(
        f"bí mật công nghệ {t.plan.new('a comment')}", t.plan.new("a comment's author")
    )


def _hidden_column(t: Table) -> None:
    t.put(hidden=f"không công bố {t.plan.new('a marking hidden cell')}")
    t.sheet.append(t.row)
    t.sheet.column_dimensions["T"].hidden = True


def _hidden_row(t: Table) -> None:
    t.put(secrecy="x")
    t.sheet.append(t.row)
    t.sheet.row_dimensions[t.sheet.max_row].hidden = True


def _merged(t: Table) -> None:
    first = ["", "Việc đã nêu trước", "Lê Văn Ba", *[""] * 10, "x"]
    t.sheet.append(first)
    t.sheet.append(t.row)
    bottom = t.sheet.max_row
    t.sheet.merge_cells(f"N{bottom - 1}:N{bottom}")


def _formula(t: Table) -> None:
    t.put(secrecy='=IF(A1="","","x")')
    t.sheet.append(t.row)


def _error(t: Table) -> None:
    t.put(secrecy="#N/A")
    t.sheet.append(t.row)


def _no_column(t: Table) -> None:
    t.sheet.cell(1, AT["secrecy"] + 1).value = "Số quyết định"
    t.sheet.append(t.row)


def _to_protect(t: Table) -> None:
    t.sheet.cell(1, AT["hidden"] + 1).value = "Những thông tin cần được bảo mật"
    t.sheet.append(t.row)


def _footnote(t: Table) -> None:
    t.sheet.append(t.row)
    t.sheet.append([])
    t.sheet.append(["", f"Ghi chú: các sáng kiến trên thuộc bí mật công nghệ {t.plan.new('a footnote')}"])


def _more_authors(t: Table) -> None:
    t.put(secrecy="x")
    t.sheet.append(t.row)
    more: list[Any] = [""] * len(HEADERS)
    more[AT["authors"]] = f"Trần {t.plan.new('a further author')} Bình"
    more[AT["workplace"]] = f"Công ty {t.plan.new('a further workplace')}"
    t.sheet.append(more)


WAYS: dict[str, Callable[[Table], None]] = {
    f.__name__.strip("_"): f
    for f in (
        _column, _unclear, _title, _note, _section, _sheet_name, _comment, _hidden_column, _hidden_row, _merged,
        _formula, _error, _no_column, _to_protect, _footnote, _more_authors,
    )
}  # fmt: skip


def workbook(plan: Plan, way: str, title: str) -> bytes:
    """A workbook with one row that is secret in that way, and marks in all that a workbook can hide."""
    book = Workbook()
    sheet = book.active
    sheet.append(HEADERS)
    made = Table(plan, way, book, sheet, _secret_row(plan, way, title))
    WAYS[way](made)
    _surroundings(made)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _surroundings(t: Table) -> None:
    """Properties, names, lists of validation, a chart, headers and footers, a hidden sheet, cells far off."""

    def new(where: str) -> str:
        return t.plan.new(f"{t.way}: {where}")

    for name in ("creator", "title", "subject", "description", "keywords", "category", "lastModifiedBy"):
        setattr(t.book.properties, name, new(f"property {name}"))
    t.book.custom_doc_props.append(StringProperty(name=new("name of a property"), value=new("own property")))
    t.book.defined_names.add(DefinedName(new("defined name"), attr_text="Sheet!$A$1"))
    choices = DataValidation(type="list", formula1=f'"{new("choice")},x"')
    choices.promptTitle, choices.prompt, choices.error = "Nhập", new("prompt"), new("error of a validation")
    choices.add("N2:N9")
    t.sheet.add_data_validation(choices)
    for part in ("oddHeader", "oddFooter"):
        getattr(t.sheet, part).center.text = new(part)
    chart = BarChart()
    chart.title, chart.y_axis.title = new("chart title"), new("axis title")
    chart.add_data(Reference(t.sheet, min_col=1, min_row=1, max_row=2))
    t.sheet.add_chart(chart, "W30")
    hidden = t.book.create_sheet("Nguồn")
    hidden.sheet_state = "hidden"
    hidden.append([new("hidden sheet"), new("hidden sheet")])
    t.sheet.cell(2, 40).value = new("a cell beside the table")


def workbooks(plan: Plan, start: str = "Công thức phối liệu") -> Iterator[tuple[str, bytes]]:
    """One workbook for each way: the way and the bytes."""
    for number, way in enumerate(WAYS):
        yield way, workbook(plan, way, f"{start} {_WORDS[number]}")


_WORDS = (
    "men gốm xanh", "gang cầu", "cao su non", "thuốc nhuộm chàm", "sơn chống gỉ", "kính cường lực", "giấy kraft",
    "bê tông nhẹ", "thép lò xo", "phân vi sinh", "nhựa tái sinh", "vải chống cháy", "mực in nhiệt", "keo dán gỗ",
    "dầu bôi trơn", "gạch chịu lửa",
)  # fmt: skip
