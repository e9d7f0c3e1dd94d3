"""CSV and TSV bytes -> rows with their line numbers: encodings and dialects as federations really save them."""

import codecs
import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from rules.legacy_encodings import from_tcvn3, from_vni
from rules.vietnamese import looks_vietnamese
from schemas.submission import Sheet, SheetFacts

_NONE = "\x1f"  # for a file of one column
DELIMITERS = (";", ",", "\t", "|")
_SAMPLE = 20_000  # characters by which an encoding is judged
_HEAD = 60  # lines by which the delimiter is judged
_LONGEST_QUOTE = 400  # lines of one quoted cell: a quote that is not closed by then is a stray one
_LONGEST_RECORD = 60  # lines of one record whose quotes are broken
_MOST_DAMAGED = 50  # in UTF-8 that was cut or patched, letters that are whole to one that is not
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f\ufffd]+")
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
_NEARLY_ALL = 0.9
_DECLARED = re.compile(r'"?sep=([^\r\n"\w])"?[;,]*[\r\n]*$', re.I)  # in quotes and with blanks once saved again
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")


def read_text_table(data: bytes) -> Sheet:
    """The one sheet of a CSV file; `row_numbers` are the lines on which the records start.

    A first line `sep=;` only declares the delimiter: Excel does not show it, so it is no row. A record whose quotes do
    not close as they should is read without quotes; where its cells may have slipped it is doubted.
    """
    csv.field_size_limit(10_000_000)
    lines = _LINE.findall(decode(data))
    delimiter, declared = _delimiter(lines)
    rows, numbers, doubted = _records(lines, delimiter, int(declared))
    errors = {(n, i): f for n, row in zip(numbers, rows, strict=True) for i, f in enumerate(row) if f in _ERRORS}
    facts = SheetFacts(doubtful_rows=frozenset(doubted), errors=errors)
    return Sheet(name="", visible=True, rows=rows, row_numbers=numbers, facts=facts)


def decode(data: bytes) -> str:
    """Bytes to text: byte-order mark, UTF-16 without one, UTF-8, then whichever of cp1258, TCVN3 and VNI reads best.

    A file of bytes is in one encoding, so it is decided for the whole file and more surely than for a cell.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data[: _whole(data, encoding)].decode(encoding, "replace").lstrip("\ufeff")
    head = data[:4000]
    if head.count(0) > len(head) // 5:
        encoding = "utf-16-be" if head[0::2].count(0) > head[1::2].count(0) else "utf-16-le"
        return data[: _whole(data, encoding)].decode(encoding, "replace")
    data = data.replace(b"\0", b"")
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") * _MOST_DAMAGED <= sum(map(len, _BEYOND_ASCII.findall(text[:_SAMPLE]))):
        return text
    letters = data.decode("latin-1")
    readings = (data.decode("cp1258", "replace"), from_tcvn3(letters), from_vni(letters), letters)
    return max(readings, key=lambda text: looks_vietnamese(unicodedata.normalize("NFC", text[:_SAMPLE])))


def _whole(data: bytes, encoding: str) -> int:
    """The length without half a letter at the end of UTF-16 that was cut off."""
    return len(data) // 2 * 2 if encoding.startswith("utf-16") else len(data)


def _delimiter(lines: Sequence[str]) -> tuple[str, bool]:
    """The delimiter, and whether the first line only declares it (`sep=;`)."""
    if lines and (declared := _DECLARED.match(lines[0])):
        return declared[1], True
    head = [line for line in lines[:_HEAD] if line.strip()]
    best = max(DELIMITERS, key=lambda d: _evenness(head, d))
    return (_NONE if best == "," and _is_prose(head) else best), False


def _is_prose(lines: Sequence[str]) -> bool:
    """True for one column whose titles hold commas: few lines are of one width, and the first has none."""
    widths = _widths(lines, ",")
    return "," not in lines[0] and 2 * max(widths.values(), default=0) <= len(lines) if lines else False


def _evenness(lines: Sequence[str], delimiter: str) -> tuple[int, int]:
    """How much of a table a delimiter makes of some lines: rows of the usual width by its columns; then how often it
    stands there at all."""
    widths = _widths(lines, delimiter)
    width, rows = max(widths.items(), key=lambda item: (item[0] - 1) * item[1], default=(1, 0))
    return (width - 1) * rows, sum(line.count(delimiter) for line in lines)


class _Lines:
    """Lines for a csv reader that can be set back to the line after a broken one; `first` is where its record began."""

    def __init__(self, lines: Sequence[str], start: int) -> None:
        self.lines, self.at, self.first = lines, start, start

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.at >= min(len(self.lines), self.first + _LONGEST_QUOTE):
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


def _records(lines: Sequence[str], delimiter: str, start: int) -> tuple[list[list[str]], list[int], list[int]]:
    """The records, the lines they start on, and the lines of those whose cells may have slipped."""
    source = _Lines(lines, start)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    usual = _usual_width(lines, delimiter)
    rows: list[list[str]] = []
    numbers: list[int] = []
    broken: list[int] = []
    while source.at < len(lines):
        first = source.first = source.at
        try:
            record = next(reader)
        except (csv.Error, StopIteration):
            record = []
        taken = lines[first : source.at]
        closed = bool(record) or not lines[first].strip()
        if closed and len(taken) > 1 and all(line.count(delimiter) == usual - 1 for line in taken):
            closed = False  # each line is as wide as a row: two stray quotes would close each other over two rows
        if not closed or _is_cut(lines, first, delimiter, usual):
            end = _end_of_broken(lines, first, delimiter, usual)
            text = "\v".join(line.rstrip("\r\n") for line in lines[first:end])
            record = next(csv.reader([text], delimiter=delimiter, quoting=csv.QUOTE_NONE))
            broken.append(first + 1)
            source.at = end
            reader = csv.reader(source, delimiter=delimiter, strict=True)
        rows.append([field.replace("\v", "\n") for field in record])
        numbers.append(first + 1)
    return rows, numbers, _misfits(rows, numbers, broken, usual)


def _end_of_broken(lines: Sequence[str], first: int, delimiter: str, usual: int) -> int:
    """Where a record ends whose quotes cannot be trusted: at its own line when that is as wide as a row; else the lines
    behind it that are no rows of their own are its text, and never a row whose "title" would be shown."""
    end = first + 1
    if lines[first].count(delimiter) >= usual - 1:
        return end
    while end < min(len(lines), first + _LONGEST_RECORD) and not _is_row(lines[end], delimiter, usual):
        end += 1
    return end


def _is_row(line: str, delimiter: str, usual: int) -> bool:
    """As wide as most rows are, or beginning with a running number or a heading of one cell, or blank."""
    head, _, rest = line.partition(delimiter)
    alone = not rest.strip(delimiter + " \t\r\n")
    return line.count(delimiter) == usual - 1 or head.strip().strip('"').rstrip(".").isdigit() or (alone and bool(rest))


def _is_cut(lines: Sequence[str], first: int, delimiter: str, usual: int) -> bool:
    """True for a numbered row that a line break without quotes cut in two: together they are as wide as one row."""
    if first + 1 >= len(lines) or '"' in lines[first] or not lines[first].split(delimiter)[0].strip().isdigit():
        return False
    before, behind = lines[first].count(delimiter), lines[first + 1].count(delimiter)
    numbered = lines[first + 1].split(delimiter)[0].strip().isdigit()
    return bool(before and behind) and before + behind == usual - 1 and not numbered


def _usual_width(lines: Sequence[str], delimiter: str) -> int:
    """The number of fields that most records of more than one have."""
    widths = _widths(lines, delimiter)
    return widths.most_common(1)[0][0] if widths else 1


def _widths(lines: Sequence[str], delimiter: str) -> Counter[int]:
    """How many records have how many fields, two at least. One whose quotes are broken is counted by its line."""
    try:
        return _tables_only(Counter(map(len, csv.reader(lines, delimiter=delimiter, strict=True))))
    except csv.Error:
        return _tables_only(_widths_of_broken(lines, delimiter))


def _tables_only(widths: Counter[int]) -> Counter[int]:
    return Counter({width: times for width, times in widths.items() if width > 1})


def _widths_of_broken(lines: Sequence[str], delimiter: str) -> Counter[int]:
    widths: Counter[int] = Counter()
    source = _Lines(lines, 0)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while source.at < len(lines):
        first = source.first = source.at
        try:
            widths[len(next(reader))] += 1
        except (csv.Error, StopIteration):
            widths[lines[first].count(delimiter) + 1] += 1
            source.at = first + 1
            reader = csv.reader(source, delimiter=delimiter, strict=True)
    return widths


def _misfits(rows: Sequence[Sequence[str]], numbers: Sequence[int], broken: Sequence[int], usual: int) -> list[int]:
    """Lines whose cells may have slipped: all that were broken; those over several lines, and where nearly all rows are
    of one width every row, that have another; those with something beyond the last column."""
    wide = [row for row in rows if len(row) > 1]
    even = sum(len(row) == usual for row in wide) >= _NEARLY_ALL * len(wide)
    whole = set(broken)
    return [
        number
        for row, number in zip(rows, numbers, strict=True)
        if number in whole
        or (len(row) not in (0, 1, usual) and (even or any("\n" in f or "\r" in f for f in row)))
        or any(field.strip() for field in row[usual:])
    ]
