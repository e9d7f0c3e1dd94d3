"""A submission mended as a careful federation would: a plain valid value at every cell that was told, no more."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from benchmarks.sample_truth import Read
from rules.layout import lay_out
from schemas.submission import Cell, RowKind, Sheet

_THINGS = (
    *("giá đỡ", "máng trượt", "khuôn ép", "xe đẩy", "bảng theo dõi", "tủ dụng cụ", "cữ chặn", "bàn thao tác"),
    *("phiếu khảo sát", "sổ giao ca", "hộp chia liều", "lịch trực"),
)
_USES = (
    *("gom phôi", "cấp liệu", "trực đêm", "thư viện", "kho lạnh", "sân trường", "phòng mổ", "trạm cân", "bến bãi"),
    *("vườn ươm", "quầy thu", "xưởng mộc", "nhà bếp"),
)
# What is written into the told cell; {title} and {text} differ from row to row, as what people write does.
_VALUES: dict[str, str] = {
    "INI-001": "{title}", "INI-002": "{title}",
    "INI-003": "Nguyễn Văn An", "INI-004": "Trường Tiểu học Hoa Sen", "INI-005": "15/03/2021", "INI-006": "15/03/2021",
    "INI-007": "15/03/2021", "INI-008": "20/03/2021", "INI-009": "20/03/2021", "INI-010": "20/03/2021",
    "INI-011": "20/03/2021", "INI-012": "Được công nhận", "INI-013": "DN", "INI-014": "Không tính được bằng tiền",
    "INI-015": "Không tính được bằng tiền", "INI-016": "Không tính được bằng tiền", "INI-017": "Giấy khen CĐCS",
    "INI-020": "x", "INI-022": "{text}", "INI-023": "{title}", "INI-024": "Giáo dục",
    "INI-025": "15/03/2021", "INI-027": "20/03/2021", "INI-030": "Không tính được bằng tiền",
    "INI-031": "{title}", "INI-032": "{title}", "INI-033": "{text}", "SHT-003": "Tên sáng kiến", "SHT-004": "Ghi chú",
    "SHT-007": "Ghi chú",
}  # fmt: skip
_OF_FIELD = {
    "title": "INI-001", "authors": "INI-003", "workplace": "INI-004", "applied": "INI-005", "registered": "INI-008",
    "sector": "INI-013", "benefit": "INI-014", "award": "INI-017", "field": "INI-024",
}  # fmt: skip
# A column that is asked for: its header, and what stands in it in every row.
_MISSING = {
    "SHT-003": "Tên sáng kiến", "SHT-006": "Bí mật công nghệ", "INI-003": "Tác giả", "INI-004": "Đơn vị công tác",
    "INI-005": "Thời gian áp dụng", "INI-008": "Ngày đăng ký", "INI-013": "Khối",
}  # fmt: skip
_HEADLESS = ("STT", "Tên sáng kiến", "Tác giả", "Đơn vị công tác")


def mended(read: Read, findings: Sequence[tuple[str, int, str, str]]) -> list[Sheet]:
    """The sheets with every told cell mended and every column that was asked for added.

    `findings`: sheet, row, column and check of each."""
    gone = {sheet for sheet, _, _, check in findings if check in ("SHT-005", "SHT-008")}
    sheets = []
    for sheet in read.sheets:
        if sheet.name not in gone:
            own = [finding[1:] for finding in findings if finding[0] == sheet.name]
            sheets.append(_mended(sheet, own, read))
    if any(check == "SHT-001" for *_, check in findings):
        sheets = [_headed(sheet) for sheet in sheets]
    return sheets


def _headed(sheet: Sheet) -> Sheet:
    """Under the header of the template, its further columns filled in."""
    added = [name for check, name in _MISSING.items() if name not in _HEADLESS]
    values = [
        "không" if name == "Bí mật công nghệ" else _VALUES[check] for check, name in _MISSING.items() if name in added
    ]
    rows = [[*_HEADLESS, *added], *([*row, *values] for row in sheet.rows)]
    return replace(sheet, rows=rows, row_numbers=range(1, len(rows) + 1))


def _mended(sheet: Sheet, findings: list[tuple[Any, ...]], read: Read) -> Sheet:
    rows = [list(row) for row in sheet.rows]
    at = {number: position for position, number in enumerate(sheet.row_numbers)}
    layout = lay_out(sheet, read.about.columns) if sheet.visible else None
    headers = {sheet.row_numbers[p.position] for p in layout.places if p.kind is RowKind.HEADER} if layout else set()
    facts = sheet.facts
    for row, column, check in findings:
        if check == "INI-021":
            facts = replace(facts, hidden_rows=facts.hidden_rows - {row})
        if not column or row not in at:
            continue
        index, line = _index(column), rows[at[row]]
        line += [""] * (index + 1 - len(line))
        line[index] = _value(check, row, index, layout)
        spot = (row, index)
        facts = replace(
            facts,
            errors={s: e for s, e in facts.errors.items() if s != spot},
            uncached=facts.uncached - {spot},
        )
    asked = [check for row, column, check in findings if row in headers and not column and check in _MISSING]
    if layout and layout.tables and asked:
        _add_columns(rows, sheet, layout, list(dict.fromkeys(asked)))
    return replace(sheet, rows=rows, facts=facts)


def _value(check: str, row: int, index: int, layout: Any) -> Cell:
    """The plain value of a check; of an error cell that of its field."""
    if check in ("INI-018", "INI-019"):
        fields = {c.index: c.field for table in layout.tables for c in table.columns}
        check = _OF_FIELD.get(fields.get(index, ""), "INI-022")
    return _filled(_VALUES.get(check, "{text}"), row)


def _filled(text: str, row: int) -> str:
    thing, use = _THINGS[row % len(_THINGS)], _USES[row // len(_THINGS) % len(_USES)]
    return text.format(title=f"Làm {thing} cho {use}", text=f"{use.capitalize()} thêm {thing} và bớt thao tác")


def _add_columns(rows: list[list[Cell]], sheet: Sheet, layout: Any, asked: list[str]) -> None:
    """Columns at the right of the table: a header, and a plain value in every data row."""
    width = max(map(len, rows))
    values: dict[str, Callable[[int], Cell]] = {
        check: (lambda n, check=check: "không" if check == "SHT-006" else _filled(_VALUES[_OF.get(check, check)], n))
        for check in asked
    }
    for place in layout.places:
        row = rows[place.position]
        row += [""] * (width - len(row))
        if place.kind is RowKind.HEADER:
            top = any(place.position == table.header_rows[0] for table in layout.tables)
            row += [_MISSING[check] if top else "" for check in asked]
        elif place.kind is RowKind.DATA:
            row += [values[check](sheet.row_numbers[place.position]) for check in asked]


_OF = {"SHT-003": "INI-001"}


def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
