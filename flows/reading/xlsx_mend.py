"""Packages that Excel opens and calamine does not, or only at a price: repacked in memory so that it does.

Mended: names with backslashes or capitals, parts in UTF-16, sheets without a part or outside the usual folders, error
codes of newer Excel. Far corners: a sheet with a stray cell at XFD1048576 is moved together to be read."""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.reading.preflight import UnreadableFile, as_utf8
from flows.reading.xlsx_facts import SheetPart
from flows.reading.xlsx_parts import Package, attribute, column_of
from schemas.submission import Cell, column_letters

_P = rb"(?:[A-Za-z0-9]+:)?"
_KNOWN_ERRORS = frozenset((b"", b"#NULL!", b"#DIV/0!", b"#VALUE!", b"#REF!", b"#NAME?", b"#NUM!", b"#N/A"))
_ERROR_CELL = re.compile(
    rb"(<" + _P + rb"""c\b[^>]*\bt\s*=\s*["']e["'][^>]*>(?:<""" + _P + rb"f\b(?:[^<]|<(?!/?" + _P + rb"[cv]\b))*)?"
    rb"<" + _P + rb"v>)([^<]*)(?=<)"
)  # fmt: skip
_SHEET = re.compile(rb"<" + _P + rb"sheet\b([^>]*?)/?>(?:\s*</" + _P + rb"sheet>)?")
_DIMENSION = re.compile(rb"<" + _P + rb"dimension\b[^>]*/>")
_MACROS = "xl/macrosheets/"
_MACRO_RELATION = re.compile(rb"http://schemas\.microsoft\.com/office/2006/relationships/xl(?:Intl)?Macrosheet")
_SHEET_RELATION = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_PLACED = re.compile(rb"<" + _P + rb"""(row|c)\b([^>]*?)\br\s*=\s*["']([A-Z]{0,3})([0-9]{1,7})["']([^>]*?)(/?)>""")
_FAR = 8_000_000  # cells of one sheet's box: more, and it is moved together
_ALL = 16_000_000  # cells of all boxes
_SMALL = 10_000
_UNPLACED = re.compile(rb"<" + _P + rb"""(?:row|c)\b(?![^>]*\br\s*=)""")


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the rows and columns of a sheet that was moved together really stand: worksheet rows, columns from 0."""

    rows: Sequence[int]
    columns: Sequence[int]

    def apart(self, rows: Sequence[Sequence[Cell]]) -> tuple[list[list[Cell]], list[int]]:
        """The rows with each cell in its own column again, and their worksheet numbers."""
        spread = []
        for row in rows:
            last = max((i for i, cell in enumerate(row) if cell != ""), default=-1)
            cells: list[Cell] = [""] * (self.columns[last] + 1 if last >= 0 else 0)
            for i in range(last + 1):
                cells[self.columns[i]] = row[i]
            spread.append(cells)
        return spread, list(self.rows[: len(rows)])


def tidied(archive: zipfile.ZipFile) -> bytes:
    """The package with plain names, UTF-8 parts, and sheets with a part where readers look, no stated size."""
    parts = {_plain(info.filename): archive.read(info) for info in archive.infolist() if not info.is_dir()}
    parts = {
        n: as_utf8(p) if n.endswith((".xml", ".rels")) and not p.startswith(b"<?") else p for n, p in parts.items()
    }
    parts = {n: _DIMENSION.sub(b"", p) if n.startswith("xl/worksheets/") else p for n, p in parts.items()}
    if "xl/workbook.xml" in parts:
        parts = _with_usual_sheets(parts)
    return _packed(parts)


def with_known_errors(archive: zipfile.ZipFile) -> bytes:
    """The package with #N/A in the place of error codes that calamine does not know; the facts keep them."""
    return repacked(archive, "xl/worksheets/", _with_known_errors)


def repacked(archive: zipfile.ZipFile, below: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with every part below a folder changed."""
    parts = {name: archive.read(name) for name in archive.namelist()}
    return _packed({name: change(part) if name.startswith(below) else part for name, part in parts.items()})


def _with_known_errors(xml: bytes) -> bytes:
    return _ERROR_CELL.sub(lambda m: m[0] if m[2].strip() in _KNOWN_ERRORS else m[1] + b"#N/A", xml)


def far_sheets(sheets: Sequence[SheetPart]) -> list[str]:
    """Paths of the sheet parts whose box of rows and columns is too large to be laid out whole."""
    boxes = {sheet.path: sheet.cells for sheet in sheets}
    crowded = sum(boxes.values()) > _ALL
    return [path for path, box in boxes.items() if box > (_SMALL if crowded else _FAR)]


def moved_together(archive: zipfile.ZipFile, far: Sequence[str]) -> tuple[bytes, dict[str, Moved]]:
    """The package with the filled cells of far sheets next to each other, and by sheet name where they really stand.

    UnreadableFile (FIL-007) where even that would be too much."""
    parts = {name: archive.read(name) for name in archive.namelist()}
    by_path = {}
    for path in far:
        parts[path], by_path[path] = _together(parts[path])
    names = {
        attribute(match[1], b"name"): target
        for match in _SHEET.finditer(parts["xl/workbook.xml"])
        for target in [
            Package(archive).relations("xl/workbook.xml").get(attribute(match[1], rb"[A-Za-z0-9]*:?id"), ("", ""))[1]
        ]
    }
    return _packed(parts), {name: by_path[path] for name, path in names.items() if path in by_path}


def _plain(name: str) -> str:
    name = posixpath.normpath(name.replace("\\", "/")).lstrip("/")
    return "xl/" + name[3:] if name.lower().startswith("xl/") else name


def _packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return out.getvalue()


def _with_usual_sheets(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Sheets without a part are left out (modules of Visual Basic, relics); macro sheets stand among the others."""
    with zipfile.ZipFile(io.BytesIO(_packed(parts))) as archive:
        targets = Package(archive).relations("xl/workbook.xml")
    rels = "xl/_rels/workbook.xml.rels"

    def kept(match: re.Match[bytes]) -> bytes:
        path = targets.get(attribute(match[1], rb"[A-Za-z0-9]*:?id"), ("", ""))[1]
        return match[0] if path in parts else b""

    parts["xl/workbook.xml"] = _SHEET.sub(kept, parts["xl/workbook.xml"])
    for name in [n for n in parts if n.startswith(_MACROS) and n.endswith(".xml")]:
        short = name.removeprefix("xl/").encode()
        parts["xl/worksheets/macro_" + name.removeprefix(_MACROS)] = parts.pop(name)
        parts[rels] = parts[rels].replace(short, short.replace(b"macrosheets/", b"worksheets/macro_"))
        parts[rels] = _MACRO_RELATION.sub(_SHEET_RELATION, parts[rels])
    return parts


def _filled(xml: bytes) -> Iterator[tuple[int, int]]:
    for match in _PLACED.finditer(xml):
        if match[1] == b"c" and not match[6]:
            yield int(match[4]), column_of(match[3])


def _together(xml: bytes) -> tuple[bytes, Moved]:
    if _UNPLACED.search(xml):
        raise UnreadableFile("FIL-007")
    spots = list(_filled(xml))
    rows, columns = (sorted(set(axis)) for axis in zip(*spots, strict=True)) if spots else ([], [])
    if len(rows) * len(columns) > _FAR:
        raise UnreadableFile("FIL-007")
    row_of = {row: at + 1 for at, row in enumerate(rows)}
    letters_of = {column: column_letters(at).encode() for at, column in enumerate(columns)}
    far_row = len(rows) + 1

    def placed(match: re.Match[bytes]) -> bytes:
        number = row_of.get(int(match[4]), far_row)
        if match[1] == b"row":
            ref = b"%d" % number
        else:
            letters = letters_of.get(column_of(match[3]))
            ref = letters + b"%d" % number if letters else b"A%d" % far_row
        return match[0][: match.start(3) - match.start()] + ref + match[0][match.end(4) - match.start() :]

    return _PLACED.sub(placed, xml), Moved(rows, columns)
