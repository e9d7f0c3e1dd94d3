"""Sheets beside the list: empty ones, notes, old versions in hidden sheets; and a list of something else."""

from random import Random

from flows.sample.cells import Cell, Grid, Line
from flows.sample.chance import pick
from flows.sample.people import person
from flows.sample.truth import RowTruth

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
    return Grid(name, [Line("irrelevant", [text]) for text in pick(rng, _NOTES)], [70.0])


def hidden_sheet(grid: Grid) -> Grid:
    """An older version of the list, left behind in a hidden sheet; none of its rows is data."""
    lines: list[Line] = []
    for line in grid.lines[:12]:
        cells: list[Cell] = [cell for cell in line.cells if isinstance(cell, str | int | float) or cell is None]
        lines.append(Line("hidden_sheet" if line.kind else "", cells, line.look if line.look == "header" else "plain"))
    return Grid("Bản cũ", lines, grid.widths, [], [], True, grid.font)


def attendance_list(seed: int, count: int, mark: str) -> Grid:
    """A table that has no title column: who came to the meeting. Its rows are rejected with the file."""
    lines = [
        Line("title_block", ["DANH SÁCH ĐẠI BIỂU DỰ HỘI NGHỊ"], "title"),
        Line("", []),
        Line("header", ["STT", "Họ và tên", "Chức vụ", "Đơn vị công tác"], "header"),
    ]
    for i in range(count):
        who = person(seed, 9_999, 0, i).name
        place = f"Công đoàn xã số {i + 1}"
        truth = RowTruth(-1, secret_mark=mark, rejected=True, authors=who, workplace=place)
        lines.append(Line("data", [i + 1, who, "Ủy viên BCH", place], truth=truth))
    return Grid("Đại biểu", lines, [6.0, 25.0, 20.0, 40.0])
