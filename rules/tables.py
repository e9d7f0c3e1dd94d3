"""Where on a sheet a table begins: header rows of up to three lines, read as the canonical columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rules.columns import DROPPED, Column, ColumnTable, columns_of
from rules.vietnamese import repair
from schemas.submission import Cell, Sheet

HEADER_SEARCH_ROWS = 40
_DEEPEST = 3  # lines of one header
_FEWEST_FIELDS = 2
_UNDERSTOOD = 0.3  # the share of a header's texts
_SURE_FIELDS = 3  # with a title among them: a table wherever it stands
_LONGEST_HEADER = 250  # characters; national forms write whole instructions into a header
_RUNNING_NUMBER = frozenset({"stt", "tt", "số tt", "số thứ tự", "so tt", "so thu tu"})


@dataclass(frozen=True, slots=True)
class Table:
    """One table on a sheet. `header_rows` are positions in `sheet.rows`; `by_contents` the columns told by their cells,
    because their header only half says what they are."""

    header_rows: tuple[int, ...]
    headers: tuple[str, ...]
    columns: tuple[Column, ...]
    by_contents: tuple[int, ...] = ()

    @property
    def fields(self) -> frozenset[str]:
        """The canonical columns this table has."""
        return frozenset(c.field for c in self.columns)

    @property
    def has_title(self) -> bool:
        """True when the table names its initiatives."""
        return "title" in self.fields


_Scored = tuple[float, Table]


def first_table(sheet: Sheet, columns: ColumnTable) -> Table | None:
    """The table whose header stands in the first 40 rows: the first that names a title and two fields more, else the
    likeliest; a smaller table above a larger one is not passed over."""
    found: list[_Scored] = []
    last, is_sure = min(HEADER_SEARCH_ROWS, len(sheet.rows)), False
    position = 0
    while position < last:
        best = _best_header(sheet, position, columns)
        if best and not is_sure and _is_sure(best[1]):  # only what could be of the same header may be likelier
            found, last, is_sure = [], min(last, position + _lines_near(sheet, position)), True
        found += [best] if best else []
        position += 1
    return max(found, key=lambda scored: scored[0])[1] if found else None


def further_table(sheet: Sheet, position: int, columns: ColumnTable) -> Table | None:
    """The table whose header begins at a row below the first one: it names a title, or opens with a running number."""
    cells = [cell for cell in sheet.rows[position] if cell != ""]
    if len(cells) < _FEWEST_FIELDS or not all(isinstance(cell, str) and not _is_count(cell) for cell in cells):
        return None
    texts = [_header_text(cell) for cell in sheet.rows[position]]
    if len(cells) < _SURE_FIELDS:
        return _small_table(sheet, position, texts, columns)
    numbered = any(text.lower() in _RUNNING_NUMBER for text in texts)
    if not numbered and not any(columns.field_of(text) == "title" for text in texts if len(text) < 80):
        return None
    best = _best_header(sheet, position, columns)
    if best is None or not (_is_sure(best[1]) or (numbered and len(best[1].fields - {DROPPED}) >= _SURE_FIELDS)):
        return None
    return best[1]


def _small_table(sheet: Sheet, position: int, texts: Sequence[str], columns: ColumnTable) -> Table | None:
    """A header of two cells, both spelled as the columns table knows them: "TT | Tên sáng kiến"."""
    if not all(columns.is_spelled(text) for text in texts if text):
        return None
    found = _header_at(sheet, position, [texts], columns)
    return found[1] if found and found[1].has_title else None


def half_understood(sheet: Sheet, columns: ColumnTable) -> Iterator[Table]:
    """Rows of the first 40 that could be a plain header although less than a header's worth is understood: three texts
    or more, one of them a column that the columns table knows."""
    for position, row in enumerate(sheet.rows[:HEADER_SEARCH_ROWS]):
        cells = [cell for cell in row if cell != ""]
        if len(cells) >= _SURE_FIELDS and all(isinstance(cell, str) and not _is_count(cell) for cell in cells):
            headers = tuple(_header_text(cell) for cell in row)
            if any(columns.is_spelled(header) for header in headers if header):
                yield Table((position,), headers, columns_of(headers, columns))


def same_line(row: Sequence[Cell], other: Sequence[Cell]) -> bool:
    """True when two rows say the same in the same columns: a header printed again on each page."""
    shown = ((a.strip() if isinstance(a, str) else a, b.strip() if isinstance(b, str) else b)
             for a, b in zip_longest(row, other, fillvalue=""))  # fmt: skip
    return all(a == b for a, b in shown)


def subheadings(sheet: Sheet, table: Table) -> frozenset[int]:
    """The columns whose own heading stands in the row right below the header, under one heading for several of them
    ("Khối" over "HCSN | DN | CBCĐ", merged or not); empty where that row says anything else."""
    position = table.header_rows[-1] + 1
    row = sheet.rows[position] if position < len(sheet.rows) else ()
    headers = [*table.headers, *[""] * (len(row) - len(table.headers) + 1)]
    filled = {i for i, _ in _shown(row)}
    unnamed = {i for i in filled if not headers[i] and (i - 1 in filled)}
    words = all(isinstance(row[i], str) and not is_number(cell_text(row[i])) for i in filled)
    grouped = unnamed and all(i in unnamed or i + 1 in unnamed for i in filled)
    return frozenset(filled) if words and grouped else frozenset()


def cell_text(value: Cell) -> str:
    """A cell as text: 1.0 -> "1", a date ISO, blanks trimmed."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def is_number(text: str) -> bool:
    """True for digits with stops, commas and blanks only."""
    return text[:1].isdigit() and not text.strip("0123456789., \u00a0")


def _shown(row: Sequence[Cell]) -> list[tuple[int, Cell]]:
    cells = ((i, cell.strip() if isinstance(cell, str) else cell) for i, cell in enumerate(row))
    return [(i, cell) for i, cell in cells if cell != ""]


def _is_sure(table: Table) -> bool:
    return table.has_title and len(table.fields) >= _SURE_FIELDS


def _best_header(sheet: Sheet, position: int, columns: ColumnTable) -> _Scored | None:
    """The likeliest header of one to three rows that begins at a position."""
    found = [_header_at(sheet, position, texts, columns) for texts in _header_lines(sheet, position)]
    return max((scored for scored in found if scored), key=lambda scored: scored[0], default=None)


def _header_lines(sheet: Sheet, position: int) -> Iterator[list[list[str]]]:
    """One, two, three lines from a position on; a row that begins with a number belongs to no header."""
    lines: list[list[str]] = []
    for row in sheet.rows[position : position + _DEEPEST]:
        if _begins_with_number(row):
            return
        lines.append([_header_text(cell) for cell in row])
        yield list(lines)


def _header_at(sheet: Sheet, position: int, lines: Sequence[Sequence[str]], table: ColumnTable) -> _Scored | None:
    """The header of these lines with how good it is; None where too little of it is understood."""
    if not any(lines[0]):
        return None
    headers = _headers(sheet, position, lines)
    columns = columns_of(headers, table)
    fields = {c.field for c in columns if c.field not in (DROPPED, "row_no")}
    filled = sum(1 for header in headers if header)
    numbered = any(c.field == "row_no" for c in columns)
    if len(fields) < _FEWEST_FIELDS and not ("title" in fields and (filled <= 2 or numbered)):
        return None
    understood = len({c.index for c in columns}) / filled
    if understood < _UNDERSTOOD and not (numbered and any(_is_plain_title(c, table) for c in columns)):
        return None
    depth = len(lines)
    wanted = 3 * ("title" in fields) + numbered
    score = len(fields) + len(columns) / 10 + wanted + understood - 0.6 * (depth - 1) - position / 100
    return score, Table(tuple(range(position, position + depth)), headers, columns)


def _is_plain_title(column: Column, table: ColumnTable) -> bool:
    """Beside a running number a plain "Tên sáng kiến" is a header however little of the rest is understood."""
    return column.field == "title" and table.is_spelled(column.header)


def _headers(sheet: Sheet, position: int, lines: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Header texts by column: the lowest text, and after a line break the one above it."""
    if len(lines) == 1:
        return tuple(lines[0])
    width = max(map(len, lines))
    padded = [[*line, *[""] * (width - len(line))] for line in lines]
    for depth in range(len(lines) - 1):
        padded[depth] = _spread(sheet, sheet.row_numbers[position + depth], padded[depth], padded[depth + 1])
    texts = (dict.fromkeys(line[column] for line in reversed(padded) if line[column]) for column in range(width))
    return tuple("\n".join(list(text)[:2]) for text in texts)


def _spread(sheet: Sheet, number: int, upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """An upper line with each text over all columns of its merged cell; where the file tells no merges (CSV), over the
    columns to its right that have a lower text only."""
    if sheet.facts.merged:
        spans = _spans(sheet, number)
        return [upper[spans.get(column, column)] for column in range(len(upper))]
    spread: list[str] = []
    for column, text in enumerate(upper):
        beside = spread[-1] if column and lower[column] and lower[column - 1] else ""
        spread.append(text or beside)
    return spread


def _spans(sheet: Sheet, number: int) -> dict[int, int]:
    """Column -> the first column of the merged cell it lies in, on one worksheet row."""
    return {
        column: first
        for (top, first), (bottom, last) in sheet.facts.merged
        if top <= number <= bottom
        for column in range(first, last + 1)
    }


def _lines_near(sheet: Sheet, position: int) -> int:
    """How many rows from a position on could still be of one header."""
    rows = sheet.rows[position : position + _DEEPEST]
    return next((i for i, row in enumerate(rows) if _begins_with_number(row)), len(rows))


def _begins_with_number(row: Sequence[Cell]) -> bool:
    first = next((cell for cell in row if cell != ""), "")
    return not isinstance(first, str) or _is_count(first)


def _is_count(text: str) -> bool:
    return is_number(text.strip())


def _header_text(cell: Cell) -> str:
    """A text short enough to be a header, repaired; "" for anything else."""
    return repair(cell).text if isinstance(cell, str) and 0 < len(cell) <= _LONGEST_HEADER and cell.strip() else ""
