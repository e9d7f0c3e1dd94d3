"""Our cells beside those of a second reader, cell by cell, on real files: every difference has a named rule.

`python -m benchmarks.second_reader [FOLDER]` (default: ../shared/data/sheets). openpyxl reads xlsx, xlrd xls, pyxlsb
xlsb, odfpy ods; each file in a child of its own with limits, for some of them hang or explode. Ends with 1 where a
difference has no rule."""

import io
import multiprocessing
import os
import resource
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks.second_values import Cells, Ours, rule_of

ROOT = Path(__file__).parent.parent
_MEMORY, _SECONDS = 2_000_000_000, 60
_Answer = tuple[str, Counter[str], list[str]]


def _openpyxl(data: bytes) -> Iterator[tuple[str, Cells]]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), data_only=True)
    for sheet in book.worksheets:
        cells = {
            (row, column - 1): cell.value for (row, column), cell in sheet._cells.items() if cell.value is not None
        }
        yield sheet.title, cells


def _xlrd(data: bytes) -> Iterator[tuple[str, Cells]]:
    import xlrd

    book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), ragged_rows=True)
    for sheet in book.sheets():
        cells: Cells = {}
        for row in range(sheet.nrows):
            for column, cell in enumerate(sheet.row(row)):
                if cell.ctype == xlrd.XL_CELL_ERROR:
                    cells[row + 1, column] = xlrd.error_text_from_code.get(cell.value, "#?")
                elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                    cells[row + 1, column] = bool(cell.value)
                elif cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                    cells[row + 1, column] = cell.value
        yield sheet.name, cells


def _pyxlsb(data: bytes) -> Iterator[tuple[str, Cells]]:
    from pyxlsb import open_workbook

    with open_workbook(io.BytesIO(data)) as book:
        for name in book.sheets:
            with book.get_sheet(name) as sheet:
                found = (cell for row in sheet.rows(sparse=True) for cell in row)
                yield name, {(c.r + 1, c.c): c.v for c in found if c.v is not None}


def _odfpy(data: bytes) -> Iterator[tuple[str, Cells]]:
    from odf import table
    from odf.opendocument import load

    for sheet in load(io.BytesIO(data)).spreadsheet.getElementsByType(table.Table):
        cells: Cells = {}
        row = 0
        for element in sheet.getElementsByType(table.TableRow):
            times, column = int(element.getAttribute("numberrowsrepeated") or 1), 0
            for cell in element.childNodes:
                again = int(cell.getAttribute("numbercolumnsrepeated") or 1)
                value = _odf_value(cell)
                for step in range(min(again, 1000) if value is not None else 0):
                    cells |= {(row + down + 1, column + step): value for down in range(min(times, 1000))}
                column += again
            row += times
        yield sheet.getAttribute("name"), cells


def _odf_value(cell: Any) -> Any:
    from odf import text
    from odf.teletype import extractText

    kind = cell.getAttribute("valuetype")
    if kind in ("float", "percentage", "currency"):
        return float(cell.getAttribute("value"))
    if kind == "boolean":
        return cell.getAttribute("booleanvalue") == "true"
    if kind in ("date", "time"):
        return cell.getAttribute(f"{kind}value")
    lines = [extractText(p) for p in cell.getElementsByType(text.P) if p.parentNode is cell]
    stated = cell.getAttribute("stringvalue")
    return stated or "\n".join(lines) or None


_SECOND: dict[str, Callable[[bytes], Iterator[tuple[str, Cells]]]] = {
    ".xlsx": _openpyxl, ".xlsm": _openpyxl, ".xls": _xlrd, ".xlsb": _pyxlsb, ".ods": _odfpy,
}  # fmt: skip


def _compare(path: Path) -> _Answer:
    from flows.reading.workbooks import UnreadableFile, read_workbook

    data = path.read_bytes()
    try:
        sheets = {s.name: s for s in read_workbook(data)}
    except UnreadableFile as error:
        return f"not readable by us ({error.check_id})", Counter(), []
    try:
        theirs = dict(_SECOND[path.suffix](data))
    except Exception as error:
        return f"the second reader fails ({type(error).__name__})", Counter(), []
    rules: Counter[str] = Counter()
    unexplained = []
    for name, cells in theirs.items():
        if name not in sheets:
            rules["unexplained"] += bool(cells)
            unexplained += [f"sheet {name!r} of {len(cells)} cells"] if cells else []
            continue
        ours = Ours(sheets[name])
        for spot in ours.cells.keys() | cells.keys() | ours.facts.errors.keys():
            rule = rule_of(ours, cells, spot)
            rules[rule] += 1
            if rule == "unexplained":
                unexplained.append(f"{name}!{spot}: {ours.cells.get(spot)!r} | {cells.get(spot)!r}"[:160])
    return "compared", rules, unexplained[:5]


def _child(answer: Connection, path: Path) -> None:
    silent = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silent, stream)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS + 1))
    answer.send(_compare(path))
    answer.close()


def _in_child(path: Path) -> _Answer:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(theirs, path))
    child.start()
    theirs.close()
    try:
        found: _Answer = ours.recv() if ours.poll(2 * _SECONDS) else ("a reader hangs", Counter(), [])
    except EOFError:
        found = "a reader is stopped by the limits", Counter(), []
    child.kill()
    child.join()
    ours.close()
    return found


def main() -> None:
    """Compare all files of a folder and print the counts."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data" / "sheets"
    if not folder.is_dir():
        raise SystemExit(f"{folder}: no such folder; name one with workbooks")
    ends: Counter[str] = Counter()
    rules: dict[str, Counter[str]] = {}
    for path in sorted(p for p in folder.rglob("*") if p.suffix in _SECOND):
        end, found, unexplained = _in_child(path)
        ends[f"{path.suffix}: {end}"] += 1
        rules.setdefault(path.suffix, Counter()).update(found)
        for line in unexplained:
            print(f"{path.relative_to(folder)}: {line}")
    for end, times in sorted(ends.items()):
        print(f"| {end} | {times} |")
    for suffix, counts in sorted(rules.items()):
        for rule, times in counts.most_common():
            print(f"| {suffix} | {rule} | {times:,} |")
    if any(counts["unexplained"] for counts in rules.values()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
