"""Cells merged over several rows: one mark of secrecy for all of them, one workplace for its people."""

from flows.sample.cells import Grid
from flows.sample.chance import pick
from flows.sample.rows import RowSource
from flows.sample.setting import Setting


def merge_marks(s: Setting, grid: Grid, data: list[int], rows: list[RowSource]) -> None:
    """Merges the secrecy cells of the rows so marked; `data` are the lines of the rows."""
    places = [line for line, row in zip(data, rows, strict=True) if row.mark == "merged"]
    if not places:
        return
    at = s.column("flag")
    # A blank line between two marked rows is covered by the merge as well.
    for line in range(places[0], places[-1] + 1):
        cells = grid.lines[line].cells
        cells[at : at + 1] = [None] if len(cells) > at else []
    grid.lines[places[0]].cells[at] = pick(s.rng, ("x", "X", "Bí mật công nghệ", "Có"))
    grid.merges.append((places[0], at, places[-1], at))
    s.oddities.mark("merged_mark")


def merge_workplaces(s: Setting, grid: Grid, data: list[int], rows: list[RowSource]) -> None:
    """Merges the workplace over neighbouring rows of one workplace."""
    at = s.column("workplace", "position_workplace")
    start = 0
    for i in range(1, len(rows) + 1):
        if i < len(rows) and data[i] == data[i - 1] + 1 and _same_place(rows[start], rows[i]):
            continue
        if i - start > 1:
            _join(grid, at, data[start], data[i - 1])
            s.oddities.mark("merged_data_cells")
        start = i


def _join(grid: Grid, at: int, first: int, last: int) -> None:
    top = grid.lines[first].truth
    for line in grid.lines[first + 1 : last + 1]:
        line.cells[at] = None
        if line.truth and top:
            line.truth.workplace = top.workplace
    grid.merges.append((first, at, last, at))


def _same_place(one: RowSource, other: RowSource) -> bool:
    return (
        one.work.workplace is other.work.workplace and not one.mark and not other.mark and one.section == other.section
    )
