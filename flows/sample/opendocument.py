"""Grids written as ods: a small writer of content.xml, the same bytes each time."""

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from flows.sample.cells import Cell, DateCell, ErrorCell, FontCell, FormulaCell, Grid, Line
from flows.sample.flatfiles import shown

_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
        for name, uri in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
_TWO_SPACES = '<text:s text:c="2"/>'
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def write_ods(path: Path, grids: Sequence[Grid]) -> None:
    """Writes the sheets; hidden rows are kept as collapsed, comments as annotations."""
    tables = "".join(_table(grid) for grid in grids)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    write_zip(path, [("mimetype", _TYPE), ("content.xml", content), ("META-INF/manifest.xml", _MANIFEST)])


def write_zip(path: Path, members: Sequence[tuple[str, str]]) -> None:
    """A zip without clock times; a member called mimetype is stored as it is."""
    with ZipFile(path, "w") as archive:
        for name, text in members:
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            archive.writestr(entry, text.encode())


def _table(grid: Grid) -> str:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in grid.merges}
    covered = {
        (row, column)
        for top, left, bottom, right in grid.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    rows = "".join(_row(number, line, spans, covered) for number, line in enumerate(grid.lines))
    return f"<table:table table:name={quoteattr(grid.name)}>{rows}</table:table>"


def _row(number: int, line: Line, spans: dict[tuple[int, int], tuple[int, int]], covered: set[tuple[int, int]]) -> str:
    hidden = ' table:visibility="collapse"' if line.hidden else ""
    cells = []
    width = max([len(line.cells), 1, *(column + 1 for row, column in covered if row == number)])
    for column in range(width):
        cell = line.cells[column] if column < len(line.cells) else None
        if (number, column) in covered:
            cells.append("<table:covered-table-cell/>")
            continue
        down, across = spans.get((number, column), (1, 1))
        span = (
            f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"'
            if (down, across) != (1, 1)
            else ""
        )
        note = (
            f"<office:annotation><text:p>{escape(line.comment[1])}</text:p></office:annotation>"
            if line.comment and line.comment[0] == column
            else ""
        )
        attributes, text = _value(cell)
        cells.append(f"<table:table-cell{span}{attributes}>{note}{text}</table:table-cell>")
    return f"<table:table-row{hidden}>{''.join(cells)}</table:table-row>"


def _value(cell: Cell) -> tuple[str, str]:
    if cell is None:
        return "", ""
    if isinstance(cell, FormulaCell):
        formula = f" table:formula={quoteattr('of:' + cell.formula)}"
        return (
            (formula, "")
            if cell.value is None
            else (f'{formula} office:value-type="float" office:value="{cell.value}"', _paragraphs(str(cell.value)))
        )
    if isinstance(cell, DateCell):
        return f' office:value-type="date" office:date-value="{cell.day.isoformat()}"', _paragraphs(
            shown(cell.day, cell.shown)
        )
    if isinstance(cell, int | float):
        return f' office:value-type="float" office:value="{cell}"', _paragraphs(str(cell))
    if isinstance(cell, ErrorCell):
        kind = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
        return f' table:formula="of:{cell.formula}" {kind}', _paragraphs(cell.shown)
    text = cell.text if isinstance(cell, FontCell) else cell
    return ' office:value-type="string"', _paragraphs(text)


def _paragraphs(text: str) -> str:
    parts = (escape(part).replace("  ", _TWO_SPACES) for part in text.split("\n"))
    return "".join(f"<text:p>{part}</text:p>" for part in parts)
