"""One sheet laid out: letterhead, header, numbering, sections, data, totals, signatures, and what is hidden in it."""

from dataclasses import dataclass
from datetime import date

from flows.sample.cells import Cell, FormulaCell, Grid, Line
from flows.sample.chance import pick
from flows.sample.entries import ENTRIES
from flows.sample.headers import header_lines
from flows.sample.letterhead import Merge, signature_block, title_block
from flows.sample.merging import merge_marks, merge_workplaces
from flows.sample.rows import RowSource
from flows.sample.secrecy import NO_COLUMN
from flows.sample.setting import Setting
from flows.sample.sheet_truth import field_of, header_faults, note_padding
from flows.sample.truth import WHOLE_ROW, RowTruth, letters
from flows.sample.wordlists import words

_WIDTHS = {
    "title": 42,
    "content": 45,
    "effect": 38,
    "workplace": 28,
    "position_workplace": 30,
    "authors": 22,
    "row_no": 6,
    "superior": 26,
}
_ROMAN_TENS = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
_ROMAN_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_REMARKS = ("Đã sửa theo góp ý của Ban", "Kiểm tra lại năm sinh", "Chờ bổ sung hồ sơ")


@dataclass(frozen=True, slots=True)
class Occasion:
    """What heads and ends the list: the names and the day."""

    campaign: str
    federation: str
    place: str
    day: date
    signer: str
    secret_house: bool  # a sheet without a secrecy column is secret by rule


class SheetBuilder:
    """Builds one grid from its rows."""

    def __init__(self, setting: Setting, occasion: Occasion, name: str) -> None:
        self._s = setting
        self._occasion = occasion
        self._columns = setting.columns
        widths = [float(_WIDTHS.get(c.key, 13)) for c in self._columns]
        hidden = [i for i, c in enumerate(self._columns) if c.key == "hidden_flag"]
        self.grid = Grid(name, [], widths, [], hidden, font=setting.style.font, style=setting.style.id)
        self._count = 0
        self._sections = 0
        self._data: list[int] = []

    def build(self, rows: list[RowSource]) -> Grid:
        """The sheet with those rows in that order."""
        s, style, columns = self._s, self._s.style, self._s.columns
        self._above()
        if style.total == "top":
            self._total("Tổng số")
        section, first = "", self._splits(rows)
        for row in rows[:first]:
            if row.section != section:
                section = row.section
                self._section_line(section)
            self._data_line(row)
        note_padding([self.grid.lines[i] for i in self._data], s.column("title"))
        if first < len(rows):
            self._second_table(rows[first:])
            note_padding([self.grid.lines[i] for i in self._data[first:]], s.column("title"))
        if style.total in ("bottom", "sections"):
            self._total(pick(s.rng, ("TỔNG CỘNG", "Cộng", "Tổng cộng:", "CỘNG")))
        merge_marks(s, self.grid, self._data, rows)
        if style.merged_workplace and s.format == "xlsx":
            merge_workplaces(s, self.grid, self._data, rows)
        if style.signature and s.rng.random() < 0.9:
            o = self._occasion
            self.grid.lines += signature_block(s.rng, o.day, o.place, len(self._columns), o.signer)
            s.oddities.mark("signature_block")
        self._hide()
        s.columns = columns
        return self.grid

    def _above(self) -> None:
        s, grid, o = self._s, self.grid, self._occasion
        kind = s.style.letterhead if s.format != "csv" or s.rng.random() < 0.4 else "none"
        lines, merges = title_block(s.rng, kind, o.federation, o.campaign, len(self._columns))
        if lines:
            s.oddities.mark("title_block")
        grid.lines += lines
        grid.merges += merges
        header, spans = header_lines(s, len(grid.lines))
        header[0].faults += header_faults(s.columns, o.secret_house)
        self._head(header, spans)
        if s.style.numbering:
            s.oddities.mark("numbering_row")
            form = "({})" if s.style.numbering.startswith("(") else "{}"
            numbers: list[Cell] = [form.format(i + 1) if form != "{}" else i + 1 for i in range(len(self._columns))]
            grid.lines.append(Line("numbering", numbers, "centre"))

    def _head(self, header: list[Line], spans: list[Merge]) -> None:
        top = len(self.grid.lines)
        self.grid.columns += [(top, at, field_of(c), c.headers[0]) for at, c in enumerate(self._s.columns)]
        self.grid.lines += header
        self.grid.merges += spans

    def _second_table(self, rows: list[RowSource]) -> None:
        """The rest of the rows in a table of its own below the first, with its columns in another order."""
        s = self._s
        s.oddities.mark("second_table")
        kept = [c for c in s.columns if c.key not in ("content", "note", "position")]
        kept.sort(key=lambda c: (c.key != "row_no", c.key == "title"))
        self._columns = s.columns = kept
        self.grid.lines.append(Line("", []))
        header, spans = header_lines(s, len(self.grid.lines))
        header[0].faults += [("SHT-002", WHOLE_ROW), *header_faults(kept, secret_house=False)]
        self._head(header, spans)
        for row in rows:
            self._data_line(row)

    def _splits(self, rows: list[RowSource]) -> int:
        """How many rows stand in the first table: all of them but in the rare sheet that has a second one."""
        style = self._s.style
        plain = not (style.sections or style.merged_workplace or style.total or style.letters or style.numbering)
        plain &= not any(c.group or c.key == "hidden_flag" for c in self._columns)
        plain &= not any(row.mark in ("merged", "section", "note") for row in rows)
        if len(rows) < 6 or not plain or not self._s.oddities.due("second_table"):
            return len(rows)
        return len(rows) * 2 // 3

    def _section_line(self, name: str) -> None:
        if not name:
            return
        self._sections += 1
        number = _roman(self._sections)
        self._s.oddities.mark("section_row")
        grid, width = self.grid, len(self._columns)
        if self._s.rng.random() < 0.6 or width < 3:
            grid.merges.append((len(grid.lines), 0, len(grid.lines), width - 1))
            grid.lines.append(Line("section", [f"{number}. {name}"], "section"))
        else:
            grid.lines.append(Line("section", [number, name], "section"))

    def _data_line(self, row: RowSource) -> None:
        s = self._s
        secret_by_rule = self._occasion.secret_house and not s.has("flag", "hidden_flag", "info")
        truth = RowTruth(row.work.number, row.family, row.mark or (NO_COLUMN if secret_by_rule else ""))
        if row.section and row.mark not in ("section", "sheet_name"):
            truth.superior_union = row.work.workplace.superior
        self._count += 1
        cells: list[Cell] = []
        for at, column in enumerate(self._columns):
            cells.append(self._row_no() if column.key == "row_no" else ENTRIES[column.key](row, s, truth, at))
        if truth.rejected:
            truth.initiative = -1
            truth.family = ""
        line = Line("data", cells, truth=truth)
        if row.mark == "comment":
            line.comment = (s.column("title"), pick(s.rng, words("spellings")["secret"]["comment"]))
        elif s.format != "csv" and s.rng.random() < 0.002:
            line.comment = (s.column("title"), pick(s.rng, _REMARKS))
        if line.comment:
            s.oddities.mark("comment")
        self._data.append(len(self.grid.lines))
        self.grid.lines.append(line)
        if s.rng.random() < 0.004:
            self.grid.lines.append(Line("", ["", " "]))

    def _row_no(self) -> Cell:
        form = self._s.style.row_no
        if form == "float":
            self._s.oddities.mark("row_number_1.0")
            return f"{self._count}.0" if self._s.format == "csv" else float(self._count)
        if form == "text":
            return f"{self._count}."
        return f"{self._count:02d}" if form == "padded" else self._count

    def _total(self, label: str) -> None:
        s, grid = self._s, self.grid
        cells: list[Cell] = [None] * len(self._columns)
        cells[min(1, len(cells) - 1)] = label
        if s.has("benefit") and s.style.unit != "text":
            at = s.column("benefit")
            numbers = [grid.lines[i].cells[at] for i in self._data]
            stated = sum(n for n in numbers if isinstance(n, int | float))
            first, last = (self._data[0] + 1, self._data[-1] + 1) if self._data else (1, 1)
            name = letters(at)
            cells[at] = FormulaCell(f"=SUM({name}{first}:{name}{last})", stated) if self._data else None
        s.oddities.mark("total_row")
        grid.lines.append(Line("total", cells, "bold"))

    def _hide(self) -> None:
        s = self._s
        if s.format != "xlsx" or not self._data:
            return
        if s.rng.random() < 0.01 or s.oddities.due("hidden_row"):
            for line in (self.grid.lines[place] for place in self._data[: 1 + int(s.rng.random() * 3)]):
                line.hidden = True
                if line.truth:
                    line.truth.faults.append(("INI-021", WHOLE_ROW))
            s.oddities.mark("hidden_row")
        spare = [i for i, c in enumerate(self._columns) if c.key in ("phone", "email", "note", "position")]
        if (
            spare
            and "second_table" not in s.oddities.here
            and (s.rng.random() < 0.01 or s.oddities.due("hidden_column"))
        ):
            self.grid.hidden_columns.append(spare[0])
        if self.grid.hidden_columns:
            s.oddities.mark("hidden_column")


def _roman(number: int) -> str:
    return _ROMAN_TENS[number // 10 % 10] + _ROMAN_ONES[number % 10]
