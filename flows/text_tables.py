"""CSV and TSV bytes -> rows with their line numbers: encodings and dialects as federations really save them."""

import codecs
import csv
import re
import unicodedata
from collections.abc import Sequence
from itertools import islice

from rules.legacy_encodings import from_tcvn3, from_vni
from rules.vietnamese import looks_vietnamese
from schemas.submission import Sheet

DELIMITERS = (";", ",", "\t", "|")
_SAMPLE = 20_000  # characters by which an encoding is judged
_FEWEST_DELIMITERS = 3  # in one line inside a quoted field: more than prose holds, as many as a row
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")


def read_text_table(data: bytes) -> Sheet:
    """The one sheet of a CSV file; `row_numbers` are the lines on which the records start.

    A first line `sep=;` only declares the delimiter: Excel does not show it, so it is no row.
    """
    lines = _LINE.findall(decode(data))
    delimiter, declared = _delimiter(lines)
    rows, numbers = _records(lines, delimiter, int(declared))
    return Sheet(name="", visible=True, rows=rows, row_numbers=numbers)


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


def _records(lines: Sequence[str], delimiter: str, start: int) -> tuple[list[list[str]], list[int]]:
    """The records with the lines they start on. A line whose quote is never closed is read without quotes."""
    csv.field_size_limit(10_000_000)
    rows: list[list[str]] = []
    numbers: list[int] = []
    while start < len(lines):
        reader = csv.reader(islice(lines, start, None), delimiter=delimiter)
        read = 0
        for record in reader:
            if reader.line_num - read > 1 and _swallowed(record, delimiter):
                record = next(csv.reader([lines[start + read]], delimiter=delimiter, quoting=csv.QUOTE_NONE))
                rows.append(record)
                numbers.append(start + read + 1)
                start += read + 1
                break
            rows.append(record)
            numbers.append(start + read + 1)
            read = reader.line_num
        else:
            break
    return rows, numbers


def _swallowed(record: Sequence[str], delimiter: str) -> bool:
    """True when a field holds a line that is itself a row: its quote was never meant to go on."""
    inner = [line for field in record if "\n" in field or "\r" in field for line in _LINE.findall(field)[1:]]
    return any(line.count(delimiter) >= _FEWEST_DELIMITERS for line in inner)
