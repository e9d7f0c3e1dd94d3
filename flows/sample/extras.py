"""Sheets beside the list: empty ones, notes, old versions in hidden sheets; and a list of something else."""

from random import Random

from flows.sample.cells import Cell, Grid, Line
from flows.sample.chance import pick
from flows.sample.people import person
from flows.sample.truth import WHOLE_ROW, WHOLE_SHEET, RowTruth

_NOTES = (
    ["HƯỚNG DẪN GHI BIỂU", "Mỗi sáng kiến ghi một dòng, không gộp ô.", "Cột giá trị làm lợi ghi đúng đơn vị tính."],
    ["Ghi chú của văn phòng", "Đã gửi bản giấy theo đường bưu điện.", "Liên hệ Ban Chính sách khi cần bổ sung."],
    ["Nơi nhận:", "- Như trên;", "- Lưu: VT."],
)


def empty_sheet(name: str) -> Grid:
    """A sheet with nothing in it."""
    return Grid(name, [])


def notes_sheet(rng: Random, name: str) -> Grid:
    """A sheet of running text, without any table."""
    lines = [Line("irrelevant", [text]) for text in pick(rng, _NOTES)]
    lines[0].faults.append(("SHT-008", WHOLE_SHEET))
    return Grid(name, lines, [70.0])


def hidden_sheet(grid: Grid) -> Grid:
    """An older version of the list, left behind in a hidden sheet; none of its rows is data."""
    lines: list[Line] = []
    for line in grid.lines[:12]:
        cells: list[Cell] = [cell for cell in line.cells if isinstance(cell, str | int | float) or cell is None]
        lines.append(Line("hidden_sheet" if line.kind else "", cells, line.look if line.look == "header" else "plain"))
    next(line for line in lines if line.kind).faults.append(("SHT-005", WHOLE_SHEET))
    return Grid("Bản cũ", lines, grid.widths, [], [], True, grid.font)


def attendance_list(seed: int, count: int, mark: str) -> Grid:
    """A table that has no title column: who came to the meeting. Its rows are rejected with the file."""
    lines = [
        Line("title_block", ["DANH SÁCH ĐẠI BIỂU DỰ HỘI NGHỊ"], "title"),
        Line("", []),
        Line("header", ["STT", "Họ và tên", "Chức vụ", "Đơn vị công tác"], "header", faults=[("SHT-003", WHOLE_ROW)]),
    ]
    for i in range(count):
        who = person(seed, 9_999, 0, i).name
        place = f"Công đoàn xã số {i + 1}"
        truth = RowTruth(-1, secret_mark=mark, rejected=True, authors=who, workplace=place)
        lines.append(Line("data", [i + 1, who, "Ủy viên BCH", place], truth=truth))
    fields = ("row_no", "authors", "position", "workplace")
    columns = [(2, at, name, str(lines[2].cells[at])) for at, name in enumerate(fields)]
    return Grid("Đại biểu", lines, [6.0, 25.0, 20.0, 40.0], columns=columns)


def headless_list(seed: int, count: int, mark: str) -> Grid:
    """A list cut off above: no header tells what stands in its columns, so all its rows are rejected with the file."""
    lines = []
    for i in range(count):
        who = person(seed, 9_998, 0, i).name
        truth = RowTruth(-1, secret_mark=mark, rejected=True, authors=who)
        lines.append(Line("data", [i + 1, f"Cải tiến giá để dụng cụ tổ {i + 1}", who, f"Tổ {i + 1}"], truth=truth))
    if lines and lines[0].truth:
        lines[0].truth.faults.append(("SHT-001", WHOLE_SHEET))
    return Grid("DS", lines, [6.0, 40.0, 25.0, 20.0])
