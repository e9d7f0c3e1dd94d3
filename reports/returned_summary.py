"""The first sheet of a returned workbook: what was received, what is to be mended, and how the workbook is used."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reports.numbers import day, number
from reports.places import place
from reports.plain_sheet import PlainSheet
from reports.returned_faults import WHOLE_ROW, Fault, Faults
from reports.sheet_styles import Styles
from reports.wording_checks import check_wording
from reports.wording_returned import RETURNED
from schemas.finding import Severity
from schemas.release import FederationFacts, ReleaseFacts
from schemas.returned import ERRORS_HEADER, EXPLANATION_HEADER, OWN_SHEET_MARK, TOKEN_HEADER, ReturnedSheet
from schemas.submission import Cell, column_letters

_WIDTHS = (24, 92, 16)
_LETTERS = (28, 126)  # that fit in a line of the first two columns
_LINE = 15.5
_LEGEND = (("legend_red", Severity.REJECT_RECORD), ("legend_yellow", Severity.QUERY))
_OURS = {"errors": ERRORS_HEADER, "explanation": EXPLANATION_HEADER, "token": TOKEN_HEADER}
Put = tuple[tuple[Cell, int], ...]  # the cells of a row with their styles


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a returned workbook tells of one file: its sheets by the names they got, and the faults by submitted
    sheet."""

    facts: ReleaseFacts
    federation: FederationFacts
    file: str
    sheets: tuple[tuple[str, ReturnedSheet], ...]
    faults: Mapping[str, Faults]
    most_notes: int

    def every(self) -> list[Fault]:
        """All faults of the file."""
        return [f for rows in self.faults.values() for of_row in rows.values() for f in of_row]

    def data_rows(self) -> list[tuple[str, int]]:
        """(sheet, row) of every data row that goes back."""
        return [(s.name, r.row) for _, s in self.sheets for r in s.rows if r.kind == "data"]


def write_summary(out: PlainSheet, outcome: Outcome, styles: Styles) -> None:
    """Fill the sheet."""
    for column, width in enumerate(_WIDTHS):
        out.set_column(column, column, width)
    for number_of_row, cells in enumerate(_rows(outcome, styles), start=1):
        beside = len(cells) > 1 and cells[1][0] != ""  # a heading runs on over the cells to its right
        lines = max(1 + len(str(c[0])) // fit for c, fit in zip(cells, _LETTERS, strict=False)) if beside else 1
        height = 24.0 if number_of_row == 1 else lines * _LINE if lines > 1 else 0.0
        out.put(number_of_row, [(i, value, style) for i, (value, style) in enumerate(cells)], height)
    out.set_portrait()
    out.set_paper(9)
    out.fit_to_pages(1, 0)
    out.hide_gridlines(2)


def _rows(outcome: Outcome, styles: Styles) -> Iterator[Put]:
    heading = styles.of("heading")
    yield ((RETURNED["heading"].format(mark=OWN_SHEET_MARK), styles.of("title")),)
    yield from _facts(outcome, styles)
    yield ()
    yield ((RETURNED["how"], heading), ("", heading), ("", heading))
    for key in ("how_1", "how_2", "how_3", "how_4"):
        yield (("", styles.of("plain")), (RETURNED[key].format(**_OURS), styles.of("plain")))
    if any(_noted(sheet, outcome.faults.get(sheet.name, {})) > outcome.most_notes for _, sheet in outcome.sheets):
        words = RETURNED["notes_cut"].format(n=number(outcome.most_notes), **_OURS)
        yield (("", styles.of("plain")), (words, styles.of("plain")))
    yield ()
    yield ((RETURNED["legend"], heading), ("", heading), ("", heading))
    for key, severity in _LEGEND:
        yield (("", styles.of("data", fault=severity)), (RETURNED[key], styles.of("plain")))
    yield ()
    yield from _counts(outcome.every(), styles)
    yield from _beside(outcome, styles)


def _facts(outcome: Outcome, styles: Styles) -> Iterator[Put]:
    rows = outcome.data_rows()
    secret = sum(1 for _, s in outcome.sheets for r in s.rows if r.token)
    told = [
        ("campaign", outcome.facts.campaign_name),
        ("federation", outcome.federation.name),
        ("file", outcome.file),
        ("as_of", day(outcome.facts.as_of)),
        ("received", RETURNED["received_words"].format(sheets=len(outcome.sheets), rows=number(len(rows)))),
        ("to_mend", _told(outcome, "to_mend_words", True)),
        ("to_check", _told(outcome, "to_check_words", False)),
    ]
    if secret:
        told.append(("withheld", RETURNED["withheld_words"].format(rows=number(secret))))
    for key, words in told:
        yield ((RETURNED[key], styles.of("name")), (words, styles.of("strong", "text")))


def _told(outcome: Outcome, key: str, rejects: bool) -> str:
    """How many rows have such faults, and how many faults there are."""
    rows, cases = set(), 0
    for sheet, by_row in outcome.faults.items():
        for row, faults in by_row.items():
            n = sum(1 for f in faults if f.rejects is rejects)
            cases += n
            if n and row:
                rows.add((sheet, row))
    return RETURNED[key].format(rows=number(len(rows)), cases=number(cases))


def _counts(faults: Sequence[Fault], styles: Styles) -> Iterator[Put]:
    """Each check once: its words, what to do, how many cases."""
    heading = styles.of("heading")
    yield ((RETURNED["faults"], heading), ("", heading), (RETURNED["fault_cases"], heading))
    if not faults:
        yield (("", styles.of("plain")), (RETURNED["no_faults"], styles.of("plain")))
    kinds = sorted({(f.weight, f.check_id) for f in faults})
    for weight, check_id in kinds:
        words = check_wording(check_id)
        n = sum(1 for f in faults if f.check_id == check_id)
        colour = styles.of("data", fault=tuple(Severity)[weight])
        text = f"{words.title}. {RETURNED['how_to_mend'].format(todo=words.todo)}"
        yield ((check_id, colour), (text, styles.of("data")), (n, styles.of("count", "number")))


def _beside(outcome: Outcome, styles: Styles) -> Iterator[Put]:
    """The faults that no cell of a returned table shows."""
    kinds = {(s.name, r.row): (r.kind, s.width) for _, s in outcome.sheets for r in s.rows}
    lines = [
        (place(sheet, f.row, column_letters(f.column) if f.column != WHOLE_ROW else ""), f)
        for sheet, rows in outcome.faults.items()
        for row, faults in rows.items()
        for f in faults
        if not _is_shown(f, *kinds.get((sheet, row), ("", 0)))
    ]
    if not lines:
        return
    heading = styles.of("heading")
    yield ()
    yield ((RETURNED["of_sheets"], heading), ("", heading), ("", heading))
    for where, fault in lines:
        words = f"{check_wording(fault.check_id).title} ({fault.check_id})"
        yield ((where, styles.of("data", fault=fault.severity)), (words, styles.of("data")))


def _is_shown(fault: Fault, kind: str, width: int) -> bool:
    """True where a row of that kind tells the fault: a data row any, a header or a heading those at its cells."""
    return kind in ("data", "continuation") or (kind != "" and WHOLE_ROW < fault.column < width)


def _noted(sheet: ReturnedSheet, faults: Faults) -> int:
    """How many cells of a sheet want a note."""
    rows = {r.row for r in sheet.rows}
    return sum(
        len({f.column for f in of_row if 0 <= f.column < sheet.width}) for n, of_row in faults.items() if n in rows
    )
