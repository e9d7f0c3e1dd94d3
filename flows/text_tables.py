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

DELIMITERS = (";", ",", "\t", "|")
_SAMPLE = 20_000  # characters by which an encoding is judged
_LONGEST_RECORD = 60  # lines of one record whose quotes are broken
_NEARLY_ALL = 0.9
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")


def read_text_table(data: bytes) -> Sheet:
    """The one sheet of a CSV file; `row_numbers` are the lines on which the records start.

    A first line `sep=;` only declares the delimiter: Excel does not show it, so it is no row. A record whose quotes do
    not close as they should is read without quotes; where its cells may have slipped it is doubted.
    """
    lines = _LINE.findall(decode(data))
    delimiter, declared = _delimiter(lines)
    rows, numbers, doubted = _records(lines, delimiter, int(declared))
    facts = SheetFacts(doubtful_rows=frozenset(doubted))
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
            return data.decode(encoding, "replace")
    head = data[:4000]
    if head.count(0) > len(head) // 5:
        return data.decode("utf-16-be" if head[0::2].count(0) > head[1::2].count(0) else "utf-16-le", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    letters = data.decode("latin-1")
    readings = (data.decode("cp1258", "replace"), from_tcvn3(letters), from_vni(letters), letters)
    return max(readings, key=lambda text: looks_vietnamese(unicodedata.normalize("NFC", text[:_SAMPLE])))


def _delimiter(lines: Sequence[str]) -> tuple[str, bool]:
    """The delimiter, and whether the first line only declares it (`sep=;`)."""
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        return lines[0].strip()[4], True
    head = [line for line in lines[:60] if line.strip()]
    counts = {d: sorted((line.count(d) for line in head), reverse=True) for d in DELIMITERS}
    best = max(DELIMITERS, key=lambda d: (sum(1 for n in counts[d] if n >= 2), sum(counts[d])))
    return best, False


class _Lines:
    """Lines for a csv reader that can be set back to the line after a broken one."""

    def __init__(self, lines: Sequence[str], start: int) -> None:
        self.lines, self.at = lines, start

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.at >= len(self.lines):
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


def _records(lines: Sequence[str], delimiter: str, start: int) -> tuple[list[list[str]], list[int], list[int]]:
    """The records, the lines they start on, and the lines of those whose cells may have slipped."""
    csv.field_size_limit(10_000_000)
    source = _Lines(lines, start)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    usual = _usual_width(lines, delimiter)
    rows: list[list[str]] = []
    numbers: list[int] = []
    broken: list[int] = []
    while source.at < len(lines):
        first = source.at
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
    """The number of fields that most plain lines have; of lines with quotes where there are no others."""
    plain = [line for line in lines if '"' not in line and delimiter in line]
    widths = Counter(line.count(delimiter) + 1 for line in plain or lines)
    return widths.most_common(1)[0][0] if widths else 0


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
