"""The portal's export as a source of rows: a part of it for each federation that its unit column names.

Every row of the export stands in one part: a record in that of its federation, all else, and a record whose unit is not
understood, in the part of none."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from schemas.ledger import Disposition
from schemas.parsed import LINE_COLUMNS, ParsedFile, SheetReceipt
from schemas.rows import Rows

NOWHERE = "_cong"  # no code of a federation begins so: what names no federation is no federation's data
UNIT_UNKNOWN, UNTITLED = "portal_unit_unknown", "portal_untitled"
_NO_COLUMN = "no_secrecy_column"


def may_count(parsed: ParsedFile) -> bool:
    """Whether the rows of an export may be a source: one without a secrecy column would make every initiative secret
    that it repeats, and what is erased does not come back."""
    return _NO_COLUMN not in parsed.told["records"]["secret_reason"]


def portal_parts(parsed: ParsedFile, codes: Sequence[str]) -> Iterator[tuple[str, ParsedFile]]:
    """Federation code -> its part. `codes`: of each record the federation that its unit column names, "" for none."""
    records = parsed.told["records"]
    told = [(code or NOWHERE) for code in codes]
    for code in sorted({*told} - {NOWHERE}):
        own = records.at([n for n, one in enumerate(told) if one == code])
        yield code, _part(parsed, own.assign(superior_union=""), Rows.of(LINE_COLUMNS, ()))
    unknown = records.at([n for n, one in enumerate(told) if one == NOWHERE])
    lines = [*_lines(parsed.told["lines"]), *((*at, _NOT_DATA, UNIT_UNKNOWN) for at in unknown.each("sheet_no", "row"))]
    nothing = Rows({name: [] for name in records.names})
    rest = _part(parsed, nothing, Rows.of(LINE_COLUMNS, sorted(lines)))
    named = [n for code, n in zip(told, records["sheet_no"], strict=True) if code != NOWHERE]
    # What the sheets hold but for the rows of the others: counted on the cells, apart from any classification.
    sheets = (replace(s, nonempty_rows=s.nonempty_rows - named.count(n)) for n, s in enumerate(_bare(parsed)))
    yield NOWHERE, replace(rest, sheets=tuple(sheets))


_NOT_DATA = Disposition.NOT_DATA.value


def _lines(lines: Rows) -> Iterator[tuple[object, ...]]:
    """The lines of the export; a row without a title names no federation's initiative."""
    for sheet_no, row, kind, reason in lines.each(*LINE_COLUMNS):
        yield sheet_no, row, _NOT_DATA, reason if kind == _NOT_DATA else UNTITLED


def _part(parsed: ParsedFile, records: Rows, lines: Rows) -> ParsedFile:
    """The export with these rows alone; it is nobody's to mend, so nothing is asked and nothing goes back."""
    own = set(records.each("sheet_no", "row"))
    details = parsed.told["details"]
    kept = details.at([n for n, at in enumerate(details.each("sheet_no", "row")) if at in own])
    empty = {name: parsed.told[name].at([]) for name in ("findings", "explanations", "untitled")}
    told = {"records": records, "lines": lines, "details": kept, **empty}
    standing = [*records["sheet_no"], *lines["sheet_no"]]
    sheets = tuple(replace(s, nonempty_rows=standing.count(n)) for n, s in enumerate(_bare(parsed)))
    return replace(parsed.telling(**told), sheets=sheets, returned=b"")


def _bare(parsed: ParsedFile) -> Iterator[SheetReceipt]:
    return (replace(sheet, unknown_columns=()) for sheet in parsed.sheets)
