"""CSV and TSV bytes -> rows with their line numbers: encodings and dialects as federations really save them."""

import codecs
import csv
import io
from collections.abc import Sequence

from rules.vietnamese import looks_vietnamese, repair
from schemas.submission import Sheet

DELIMITERS = (";", ",", "\t", "|")
_LONGEST_RECORD = 60  # lines; a longer one comes from a quote that was never closed


def read_text_table(data: bytes) -> Sheet:
    """The one sheet of a CSV file; `row_numbers` are the lines on which the records start."""
    text = decode(data)
    lines = text.splitlines()
    delimiter, skip = _delimiter(lines)
    rows, numbers = _records(text, delimiter, csv.QUOTE_MINIMAL)
    if _swallowed(numbers, len(lines)):
        rows, numbers = _records(text, delimiter, csv.QUOTE_NONE)
    if skip and rows:
        rows[0] = [lines[0].strip()]
    return Sheet(name="", visible=True, rows=rows, row_numbers=numbers)


def decode(data: bytes) -> str:
    """Bytes to text: byte-order mark, UTF-16 without one, UTF-8, then the Vietnamese code page whose words read best.

    TCVN3 and VNI bytes stay as Latin-1 letters; the repair of each cell makes Vietnamese of them.
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
    sample = data[:20_000]
    code_page = looks_vietnamese(repair(sample.decode("cp1258", "replace")).text)
    old_font = looks_vietnamese(_repaired_cells(sample.decode("latin-1")))
    return data.decode("cp1258", "replace") if code_page >= old_font else data.decode("latin-1")


def _repaired_cells(text: str) -> str:
    """The sample with each cell repaired on its own, since one file mixes old fonts and plain text."""
    cells = text.replace(";", "\t").replace(",", "\t").replace("\r", "\n").replace("\n", "\t").split("\t")
    return " ".join(repair(cell.strip('"')).text for cell in cells)


def _delimiter(lines: Sequence[str]) -> tuple[str, bool]:
    """The delimiter, and whether the first line only declares it (`sep=;`)."""
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        return lines[0].strip()[4], True
    head = [line for line in lines[:60] if line.strip()]
    counts = {d: sorted((line.count(d) for line in head), reverse=True) for d in DELIMITERS}
    best = max(DELIMITERS, key=lambda d: (sum(1 for n in counts[d] if n >= 2), sum(counts[d])))
    return best, False


def _records(text: str, delimiter: str, quoting: int) -> tuple[list[list[str]], list[int]]:
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    rows, numbers, last = [], [], 0
    for record in reader:
        rows.append(record)
        numbers.append(last + 1)
        last = reader.line_num
    return rows, numbers


def _swallowed(numbers: Sequence[int], lines: int) -> bool:
    ends = [*numbers[1:], lines + 1]
    return any(end - start > _LONGEST_RECORD for start, end in zip(numbers, ends, strict=True))
