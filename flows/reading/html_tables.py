"""HTML that was saved or exported as .xls (and its mail form, .mht): each table is a sheet.

Parsed by lxml without network, entities or scripts. What Excel writes beside the text is taken: `x:num` holds the
number itself. Words outside of the tables, and comments of the page, can only mark; they are no rows."""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy
from email.errors import MessageError
from typing import Any

from lxml import etree

from flows.reading.preflight import UnreadableFile
from flows.reading.shown_marks import OLD_FONT, format_mark, shape_marks
from flows.reading.text_tables import decode
from schemas.submission import Cell, Sheet, SheetFacts, Spot

_MOST_CELLS = 8_000_000
_WIDEST, _LONGEST = 1000, 65_534  # spans, as the HTML standard limits them
_CHARSET = re.compile(rb"""<meta[^>]+?charset\s*=\s*["']?\s*([A-Za-z0-9_\-:]+)""", re.I)
_HIDING_CLASS = re.compile(r"([\w.\-#]*)\.([\w-]+)\s*\{[^}]*display\s*:\s*none", re.I)
_STYLED_CLASS = re.compile(r"\.([\w-]+)\s*\{([^}]*)\}")
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.I)
_FORMAT = re.compile(r"mso-number-format\s*:\s*([^;]+)", re.I)
_FONT = re.compile(r"font-family\s*:\s*[\"']?([^;,\"']+)", re.I)
_BLOCKS = frozenset({"br", "p", "div", "li", "tr"})
_UNSEEN = frozenset({"script", "style", "head", "title", "noscript"})
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
_SPACES = re.compile(r"[ \t\r\n\f]+")
Element = Any  # lxml tells no types


@dataclass(slots=True)
class _Grid:
    """One table while its rows are laid out; `taken` are the places that a cell from above covers."""

    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[tuple[Spot, Spot]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    comments: dict[Spot, str] = field(default_factory=dict)
    errors: dict[Spot, str] = field(default_factory=dict)
    fonts: dict[Spot, str] = field(default_factory=dict)
    taken: dict[int, int] = field(default_factory=dict)  # column -> rows it is still covered for
    cells: int = 0


@dataclass(frozen=True, slots=True)
class _Classes:
    """What the page's own style sheet says of a class."""

    hiding: frozenset[str]
    marks: dict[str, str]
    fonts: dict[str, str]


def read_mail(data: bytes) -> list[Sheet]:
    """The sheets of all pages in an .mht file."""
    try:
        message = email.message_from_bytes(data, policy=policy.default)
        pages = [part.get_payload(decode=True) for part in message.walk() if part.get_content_type() == "text/html"]
    except (MessageError, ValueError, LookupError):
        raise UnreadableFile("FIL-004") from None
    sheets = [sheet for page in pages if isinstance(page, bytes) for sheet in _sheets(page)]
    return _named(sheets)


def read_html(data: bytes) -> list[Sheet]:
    """Each table of a page with at least one row. UnreadableFile (FIL-003) for a page without one."""
    return _named(_sheets(data))


def _named(sheets: list[Sheet]) -> list[Sheet]:
    if not sheets:
        raise UnreadableFile("FIL-003")
    if len(sheets) == 1:
        return sheets
    return [Sheet(str(n), s.visible, s.rows, s.row_numbers, s.facts) for n, s in enumerate(sheets, 1)]


def _sheets(data: bytes) -> list[Sheet]:
    text = _text_of(data)
    try:
        page = etree.fromstring(text, etree.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        raise UnreadableFile("FIL-004") from None
    if page is None:
        raise UnreadableFile("FIL-003")
    classes = _classes(page)
    grids = [_grid(table, classes) for table in page.iter("table")]
    mark = any(shape_marks(words) for words in _words_outside(page))
    return [_sheet(grid, mark) for grid in grids if grid.rows]


def _text_of(data: bytes) -> bytes:
    """The page as UTF-8: by mark or by noughts UTF-16, by its own word, else as a text table is decoded."""
    named = _CHARSET.search(data[:4000])
    if named and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) and b"\0" not in data[:200]:
        charset = named[1].decode("ascii").lower()
        try:
            return data.decode("utf-8" if charset.startswith("unicode") else charset).encode("utf-8", "replace")
        except (LookupError, ValueError):
            pass
    return decode(data).replace("\0", "").encode("utf-8", "replace")


def _classes(page: Element) -> _Classes:
    sheet = "\n".join("".join(style.itertext()) for style in page.iter("style"))
    hiding = frozenset(match[2] for match in _HIDING_CLASS.finditer(sheet))
    marks, fonts = {}, {}
    for name, rules in _STYLED_CLASS.findall(sheet):
        if (found := _FORMAT.search(rules)) and (mark := format_mark(found[1].replace("\\", ""))):
            marks[name] = mark
        if (font := _FONT.search(rules)) and OLD_FONT.match(font[1]):
            fonts[name] = font[1]
    return _Classes(hiding, marks, fonts)


def _grid(table: Element, classes: _Classes) -> _Grid:
    grid = _Grid()
    column = 0
    for col in table.iterfind(".//col"):
        times = _count(col.get("span"), _WIDEST)
        if _hidden(col, classes):
            grid.hidden_columns.update(range(column, column + times))
        column += times
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is table:
            _row(grid, row, classes)
    while grid.rows and not any(cell != "" for cell in grid.rows[-1]):
        grid.rows.pop()
    return grid


def _row(grid: _Grid, row: Element, classes: _Classes) -> None:
    number, cells = len(grid.rows) + 1, list[Cell]()
    covered = {column: left - 1 for column, left in grid.taken.items() if left > 1}
    section = row.getparent()
    if _hidden(row, classes) or (section is not None and section.tag != "table" and _hidden(section, classes)):
        grid.hidden_rows.add(number)
    for cell in row:
        if cell.tag not in ("td", "th"):
            continue
        while grid.taken.get(len(cells), 0):
            cells.append("")
        spot = (number, len(cells))
        wide, deep = _count(cell.get("colspan"), _WIDEST), _count(cell.get("rowspan"), _LONGEST)
        if wide > 1 or deep > 1:
            grid.merged.append((spot, (number + deep - 1, spot[1] + wide - 1)))
        if deep > 1:
            covered.update(dict.fromkeys(range(spot[1], spot[1] + wide), deep - 1))
        cells += [_cell(grid, spot, cell, classes), *[""] * (wide - 1)]
    grid.taken = covered
    grid.rows.append(cells)
    grid.cells += len(cells)
    if grid.cells > _MOST_CELLS:
        raise UnreadableFile("FIL-007")


def _cell(grid: _Grid, spot: Spot, cell: Element, classes: _Classes) -> Cell:
    text = _shown(cell)
    names = (cell.get("class") or "").split()
    style = cell.get("style") or ""
    found = _FORMAT.search(style)
    format_ = format_mark(found[1].replace("\\", "")) if found else ""
    notes = [cell.get("title") or "", format_, *(classes.marks.get(name, "") for name in names)]
    if note := "\n".join(filter(None, notes)):
        grid.comments[spot] = note
    fonts = [font for name in names if (font := classes.fonts.get(name))]
    if text and (((own := _FONT.search(style)) and OLD_FONT.match(own[1])) or fonts):
        grid.fonts[spot] = fonts[0] if fonts else own[1] if own else ""
    if text in _ERRORS or "x:err" in cell.attrib:
        grid.errors[spot] = text or "#?"
        return ""
    try:
        return float(cell.get("x:num") or "")
    except ValueError:
        return text


def _shown(cell: Element) -> str:
    """The words of a cell without those of tables inside it; breaks and blocks begin a line; a ticked box says x."""
    parts: list[str] = []

    def walk(element: Element) -> None:
        if not isinstance(element.tag, str) or element.tag in _UNSEEN:
            return
        if element.tag in _BLOCKS:
            parts.append("\n")
        if element.tag == "input":
            ticked = element.get("type", "").lower() in ("checkbox", "radio")
            parts.append(("x" if "checked" in element.attrib else "") if ticked else element.get("value", ""))
        parts.append(_SPACES.sub(" ", element.text or ""))
        for child in element:
            if child.tag != "table":
                walk(child)
            parts.append(_SPACES.sub(" ", child.tail or ""))
        if element.tag in _BLOCKS and element.tag != "br":
            parts.append("\n")

    walk(cell)
    lines = (line.strip(" ") for line in "".join(parts).split("\n"))
    return "\n".join(lines).strip("\n").strip()


def _words_outside(page: Element) -> Iterator[str]:
    """Comments anywhere, and each stretch of text that stands in no table."""
    for element in page.iter():
        if element.tag is etree.Comment:
            yield element.text or ""
        elif isinstance(element.tag, str) and element.tag not in ("script", "style"):
            in_table = element.tag == "table" or next(element.iterancestors("table"), None) is not None
            if not in_table and element.text:
                yield element.text
        if element.tail and next(element.iterancestors("table"), None) is None:
            yield element.tail


def _hidden(element: Element, classes: _Classes) -> bool:
    names = (element.get("class") or "").split()
    return (
        bool(_HIDES.search(element.get("style") or ""))
        or "hidden" in element.attrib
        or not classes.hiding.isdisjoint(names)
    )


def _count(text: str | None, most: int) -> int:
    return min(max(int(text), 1), most) if text and text.strip().isdecimal() else 1


def _sheet(grid: _Grid, mark: bool) -> Sheet:
    last = len(grid.rows)
    facts = SheetFacts(
        hidden_rows=frozenset(grid.hidden_rows),
        hidden_columns=frozenset(grid.hidden_columns),
        merged=tuple((top, (min(bottom, last), right)) for top, (bottom, right) in grid.merged),
        comments=grid.comments,
        errors=grid.errors,
        fonts=grid.fonts,
        unplaced_mark=mark,
    )
    return Sheet("", True, grid.rows, range(1, last + 1), facts)
