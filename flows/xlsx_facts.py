"""Facts of an xlsx sheet that calamine hides: hidden rows and columns, comments, error cells, formulas without a value.

Read with byte patterns and not with an XML parser: no entity is ever expanded, and a sheet of 200,000 rows costs a
fraction of its reading."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from html import unescape

from schemas.submission import SheetFacts, Spot

ERRORS = (
    b"#NULL!",
    b"#DIV/0!",
    b"#VALUE!",
    b"#REF!",
    b"#NAME?",
    b"#NUM!",
    b"#N/A",
    b"#GETTING_DATA",
    b"#SPILL!",
    b"#CALC!",
)

_P = rb"(?:[A-Za-z0-9]+:)?"  # a namespace prefix, as some producers write
_ROW = re.compile(rb"<" + _P + rb"row\b([^>]*)>")
_ROW_OR_CELL = re.compile(rb"<" + _P + rb"row\b([^>]*)>|<" + _P + rb"c\b([^>]*?)(?:/>|>(.*?)</" + _P + rb"c>)", re.S)
_IS_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
_VALUE = re.compile(rb"<" + _P + rb"(?:v|t)(?:\s[^>]*)?>\s*[^<\s]")
_COL = re.compile(rb"<" + _P + rb"col\b([^>]*)/?>")
_REF = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
_ROW_REF = re.compile(rb"""\br\s*=\s*["']([0-9]{1,7})["']""")
_COMMENT = re.compile(
    rb"<" + _P + rb"""comment\b[^>]*?\bref\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["'][^>]*>(.*?)</""" + _P + rb"comment>",
    re.S,
)
_THREADED = re.compile(
    rb"<threadedComment\b[^>]*?\bref=\"([A-Z]{1,3})([0-9]{1,7})\"[^>]*>(.*?)</threadedComment>", re.S
)
_TEXT = re.compile(rb"<" + _P + rb"t(?:\s[^>]*)?>(.*?)</" + _P + rb"t>", re.S)
_THREADED_TEXT = re.compile(rb"<text\b[^>]*>(.*?)</text>", re.S)
_RELATION = re.compile(rb"<" + _P + rb"Relationship\b([^>]*)>")
_SHEET = re.compile(rb"<" + _P + rb"sheet\b([^>]*)>")


def sheet_facts(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    """Facts of each worksheet by its name. An archive without a readable workbook part gives an empty dict."""
    names = set(archive.namelist())
    workbook = next((n for n in ("xl/workbook.xml", "xl/workbook2.xml") if n in names), None)
    if workbook is None:
        return {}
    targets = _relations(archive, workbook)
    facts = {}
    for match in _SHEET.finditer(archive.read(workbook)):
        relation = _attribute(match[1], rb"[A-Za-z0-9]*:?id")
        path = targets.get(relation, ("", ""))[1]
        if path in names:
            facts[unescape(_attribute(match[1], rb"name"))] = _facts_of(archive, path, names)
    return facts


def _facts_of(archive: zipfile.ZipFile, path: str, names: set[str]) -> SheetFacts:
    xml = _part(archive, path)
    numbers = [int(ref[1]) for row in _ROW.finditer(xml) if (ref := _ROW_REF.search(row[1]))]
    if len(set(numbers)) < len(numbers):
        raise ValueError("one row stands twice: a reader would show the later one only")
    comments: dict[Spot, str] = {}
    for kind, target in _relations(archive, path).values():
        if kind.endswith(("/comments", "/threadedComment")) and target in names:
            comments |= _comments(_part(archive, target))
    errors, uncached = _odd_cells(xml)
    return SheetFacts(
        hidden_rows=frozenset(_hidden_rows(xml)),
        hidden_columns=frozenset(_hidden_columns(xml)),
        comments=comments,
        errors=errors,
        uncached=uncached,
    )


def _part(archive: zipfile.ZipFile, path: str) -> bytes:
    """A part as UTF-8 bytes, whatever encoding its byte-order mark tells."""
    xml = archive.read(path)
    return xml.decode("utf-16").encode() if xml.startswith((b"\xff\xfe", b"\xfe\xff")) else xml


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Relation id -> (type, path in the archive) of one part."""
    folder, name = posixpath.split(part)
    path = f"{folder}/_rels/{name}.rels"
    try:
        xml = archive.read(path)
    except KeyError:
        return {}
    found = {}
    for match in _RELATION.finditer(xml):
        target = unescape(_attribute(match[1], rb"Target"))
        full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[_attribute(match[1], rb"Id")] = (_attribute(match[1], rb"Type"), full)
    return found


def _attribute(attributes: bytes, name: bytes) -> str:
    match = re.search(rb"(?:^|\s)" + name + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", attributes)
    return (match[1] if match[1] is not None else match[2]).decode("utf-8", "replace") if match else ""


def _is_true(attributes: bytes, name: bytes) -> bool:
    return _attribute(attributes, name) in ("1", "true")


def _hidden_rows(xml: bytes) -> Iterator[int]:
    if b"hidden=" not in xml and b'ht="0"' not in xml:
        return
    number = 0
    for match in _ROW.finditer(xml):
        ref = _ROW_REF.search(match[1])
        number = int(ref[1]) if ref else number + 1
        if _is_true(match[1], b"hidden") or _attribute(match[1], b"ht") == "0":
            yield number


def _hidden_columns(xml: bytes) -> Iterator[int]:
    for match in _COL.finditer(xml[: xml.find(b"sheetData") + 1]):
        if _is_true(match[1], b"hidden") or _attribute(match[1], b"width") == "0":
            first, last = _attribute(match[1], b"min"), _attribute(match[1], b"max")
            if first.isdigit() and last.isdigit():
                yield from range(int(first) - 1, min(int(last), 16384))


def _comments(xml: bytes) -> dict[Spot, str]:
    found = {}
    for pattern, inner in ((_COMMENT, _TEXT), (_THREADED, _THREADED_TEXT)):
        for match in pattern.finditer(xml):
            text = b"".join(t[1] for t in inner.finditer(match[3]))
            found[int(match[2]), _column(match[1])] = unescape(text.decode("utf-8", "replace"))
    return found


def _odd_cells(xml: bytes) -> tuple[dict[Spot, str], frozenset[Spot]]:
    """Error cells with what they show, and formulas that carry no value."""
    if not _IS_ERROR.search(xml) and b"<f" not in xml and b":f>" not in xml and b":f " not in xml:
        return {}, frozenset()
    errors: dict[Spot, str] = {}
    uncached: set[Spot] = set()
    for spot, attributes, inner in _cells(xml):
        if _attribute(attributes, b"t") == "e":
            errors[spot] = next((e.decode() for e in ERRORS if e in inner), "#?")
        elif (b"<f" in inner or b":f" in inner) and not _VALUE.search(inner):
            uncached.add(spot)
    return errors, frozenset(uncached)


def _cells(xml: bytes) -> Iterator[tuple[Spot, bytes, bytes]]:
    """Every cell with its place; one without a reference stands behind the one before it."""
    row, column = 0, -1
    for match in _ROW_OR_CELL.finditer(xml):
        if match[1] is not None:
            ref = _ROW_REF.search(match[1])
            row, column = (int(ref[1]) if ref else row + 1), -1
            continue
        ref = _REF.search(match[2])
        row, column = (int(ref[2]), _column(ref[1])) if ref else (row, column + 1)
        yield (row, column), match[2], match[3] or b""


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
