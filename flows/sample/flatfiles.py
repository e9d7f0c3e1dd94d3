"""Grids written as csv, in the encodings and with the delimiters that Vietnamese offices send."""

from datetime import date
from pathlib import Path

from flows.sample.cells import Cell, DateCell, ErrorCell, FontCell, FormulaCell, Grid
from flows.sample.encodings import legacy_bytes, plain

ENCODINGS = ("utf-8-bom", "utf-8", "utf-16-bom", "utf-16", "cp1258", "tcvn3", "vni")
_OLD = ("cp1258", "tcvn3", "vni")
DELIMITERS = (";", ",", "\t")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def write_csv(path: Path, grid: Grid, encoding: str, delimiter: str, told: bool) -> list[int]:
    """Writes the file, with a line `sep=` when `told`; gives the physical line where each line of the grid starts."""
    width = max((len(line.cells) for line in grid.lines), default=1)
    parts = [f"sep={delimiter}\r\n"] if told else []
    at = 2 if told else 1
    starts = []
    for line in grid.lines:
        texts = [_quoted(_keyed(_text(cell, encoding), encoding), delimiter) for cell in line.cells]
        text = delimiter.join([*texts, *[""] * (width - len(texts))])
        starts.append(at)
        at += 1 + text.count("\n")
        parts.append(text + "\r\n")
    path.write_bytes(_encoded("".join(parts), encoding))
    return starts


def _encoded(text: str, encoding: str) -> bytes:
    if encoding == "utf-8-bom":
        return b"\xef\xbb\xbf" + text.encode()
    if encoding == "utf-8":
        return text.encode()
    if encoding.startswith("utf-16"):
        return (b"\xff\xfe" if encoding == "utf-16-bom" else b"") + text.encode("utf-16-le")
    return legacy_bytes(text, encoding)


def _text(cell: Cell, encoding: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, DateCell):
        return shown(cell.day, cell.shown)
    if isinstance(cell, FormulaCell):
        cell = cell.value
        return "" if cell is None else _number(cell)
    if isinstance(cell, ErrorCell):
        return cell.shown
    if isinstance(cell, FontCell):
        return cell.text
    return _number(cell) if isinstance(cell, float) else str(cell)


def shown(day: date, form: str) -> str:
    """The day as Excel shows it in that number format."""
    words = {
        "dd/mm/yyyy": f"{day:%d/%m/%Y}",
        "d/m/yyyy": f"{day.day}/{day.month}/{day.year}",
        "dd-mm-yy": f"{day:%d-%m-%y}",
        "mm/yyyy": f"{day:%m/%Y}",
        "mmm-yy": f"{_MONTHS[day.month - 1]}-{day:%y}",
        "d-mmm": f"{day.day}-{_MONTHS[day.month - 1]}",
    }
    return words[form]


def _keyed(text: str, encoding: str) -> str:
    """In an old encoding the signs that it has: a curly quote is a plain one there before the cell is quoted."""
    return plain(text) if encoding in _OLD else text


def _number(value: float) -> str:
    """A number with the Vietnamese decimal comma."""
    return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")


def _quoted(text: str, delimiter: str) -> str:
    if any(sign in text for sign in (delimiter, '"', "\n", "\r")):
        return '"' + text.replace('"', '""') + '"'
    return text
