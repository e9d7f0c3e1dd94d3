"""The comparison with the national portal as a workbook to act on: one a federation, and one of the nation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reports.places import place
from reports.plain_book import PlainBook
from reports.plain_sheet import PlainSheet, value_kind
from reports.returned_layout import row_height
from reports.sheet_styles import Styles
from reports.wording import label, short_name
from reports.wording_portal import FIELD_WORDS, PORTAL
from schemas.portal import Differing, Extra, Missing, OurInitiative, PortalReport, PortalRow
from schemas.returned import OWN_SHEET_MARK
from schemas.submission import Cell

_HEADER_ROW = 4
LISTS = ("missing", "extra", "differing", "twice")


@dataclass(frozen=True, slots=True)
class PortalFacts:
    """What heads the workbooks. `names`: federation code -> name."""

    release_id: str
    as_of: date
    export: str
    no_secrecy_column: bool
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _List:
    name: str
    header: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[Sequence[Cell]]


def of_federation(report: PortalReport, code: str) -> PortalReport:
    """The part of the comparison that a federation has to act on; "" for rows whose unit nobody knows."""
    missing = tuple(one for one in report.missing if one.ours.federation_code == code)
    extra = tuple(one for one in report.extra if one.portal.federation_code == code)
    differing = tuple(one for one in report.differing if one.ours.federation_code == code)
    twice = tuple(pair for pair in report.twice if pair[0].federation_code == code)
    return PortalReport(report.rows, report.matched, missing, extra, differing, twice, report.honoured)


def concerned(report: PortalReport) -> list[str]:
    """The federations that have something to do, and "" where a row names none."""
    codes = {one.ours.federation_code for one in report.missing}
    codes |= {one.ours.federation_code for one in report.differing}
    codes |= {one.portal.federation_code for one in report.extra} | {one.federation_code for one, _ in report.twice}
    return sorted(codes)


def portal_workbook(report: PortalReport, facts: PortalFacts, code: str | None) -> bytes:
    """The workbook's bytes; `code` None is the nation's, which names the unit of every line."""
    name = PORTAL["nation"] if code is None else facts.names.get(code, PORTAL["unknown_unit"])
    title = f"{OWN_SHEET_MARK} - {PORTAL['title'].format(federation=name)}"
    with PlainBook(facts.as_of) as book:
        styles = Styles(book)
        for one in (_summary(report), *_lists(report, facts, code is None)):
            _write(book.add_plain(one.name), one, title, facts, styles)
    return book.data


def _summary(report: PortalReport) -> _List:
    counts = [(name, len(getattr(report, name))) for name in LISTS]
    rows = [(PORTAL[f"{name}_says"], n, PORTAL[f"{name}_todo"] if n else PORTAL["none"]) for name, n in counts]
    return _List(PORTAL["summary"], [PORTAL[n] for n in ("what", "number", "todo")], (60, 12, 70), rows)


def _lists(report: PortalReport, facts: PortalFacts, units: bool) -> Iterator[_List]:
    made = (
        ("missing", ("id", "name", "award", "file", "place", "maybe_there"), (24, 60, 30, 34, 24, 60), _missing),
        ("extra", ("name", "award", "portal_place", "again", "maybe_here"), (60, 30, 24, 12, 60), _extra),
        (
            "differing",
            ("id", "name", "field", "ours", "theirs", "place", "portal_place"),
            (24, 60, 26, 30, 30, 34, 24),
            _differing,
        ),
        ("twice", ("id", "name", "portal_name", "portal_place"), (24, 60, 60, 24), _twice),
    )
    for name, columns, widths, rows_of in made:
        rows = [(unit, values) for one in getattr(report, name) for unit, values in rows_of(one, facts)]
        if not rows:
            continue
        header = [PORTAL[column] for column in columns]
        if units:
            yield _List(
                PORTAL[name], [PORTAL["unit"], *header], (30, *widths), [(unit, *values) for unit, values in rows]
            )
        else:
            yield _List(PORTAL[name], header, widths, [values for _, values in rows])


_Row = tuple[str, Sequence[Cell]]


def _missing(one: Missing, facts: PortalFacts) -> Iterator[_Row]:
    ours = one.ours
    maybe = "; ".join(f"{row.title} ({place(row.sheet, row.row, '')})" for row in one.maybe)
    shown = ("", "", "") if ours.redacted else (_level(ours.award_level), ours.file, _here(ours))
    yield _unit(ours, facts), (ours.initiative_id, ours.title, *shown, _withheld(ours.redacted, maybe))


def _extra(one: Extra, facts: PortalFacts) -> Iterator[_Row]:
    row = one.portal
    maybe = "; ".join(ours.title for ours in one.maybe)
    shown = "" if row.redacted else _level(row.award_level)
    where = facts.names.get(row.federation_code) or row.unit or PORTAL["unknown_unit"]
    yield short_name(where), (row.title, shown, _there(row), one.again, _withheld(row.redacted, maybe))


def _differing(one: Differing, facts: PortalFacts) -> Iterator[_Row]:
    for name, ours, theirs in one.fields:
        hidden = one.ours.redacted or one.portal.redacted
        if name == "unit":
            ours, theirs = (short_name(facts.names.get(code, code)) for code in (ours, theirs))
        told = (FIELD_WORDS[name] if name == "title" or not hidden else PORTAL["withheld"], ours, theirs)
        yield _unit(one.ours, facts), (one.ours.initiative_id, one.ours.title, *told, *_places(one, hidden))


def _places(one: Differing, hidden: bool) -> tuple[str, str]:
    return "" if hidden else f"{one.ours.file}, {_here(one.ours)}", _there(one.portal)


def _twice(pair: tuple[OurInitiative, PortalRow], facts: PortalFacts) -> Iterator[_Row]:
    ours, row = pair
    yield _unit(ours, facts), (ours.initiative_id, ours.title, row.title, _there(row))


def _unit(ours: OurInitiative, facts: PortalFacts) -> str:
    return short_name(facts.names.get(ours.federation_code, ours.federation_code))


def _level(level: int) -> str:
    return label("award_level", str(level)) if level else ""


def _here(ours: OurInitiative) -> str:
    return place(ours.sheet, ours.row, "")


def _there(row: PortalRow) -> str:
    return place(row.sheet, row.row, "")


def _withheld(hidden: bool, text: str) -> str:
    return "; ".join(filter(None, (PORTAL["withheld"] if hidden else "", text)))


def _write(out: PlainSheet, one: _List, title: str, facts: PortalFacts, styles: Styles) -> None:
    for column, width in enumerate(one.widths):
        out.set_column(column, column, width)
    told = PORTAL["release"].format(release=facts.release_id, as_of=f"{facts.as_of:%d/%m/%Y}", file=facts.export)
    out.put(1, [(0, title, styles.of("title"))], 22)
    out.put(2, [(0, told, styles.of("name_line"))])
    if facts.no_secrecy_column:
        out.put(3, [(0, PORTAL["no_column"], styles.of("name_line"))])
    out.put(_HEADER_ROW, [(i, words, styles.of("header")) for i, words in enumerate(one.header)], 32)
    for number, values in enumerate(one.rows, start=_HEADER_ROW + 1):
        cells = [(i, v, styles.of("data", value_kind(v))) for i, v in enumerate(values)]
        out.put(number, cells, *row_height(cells, one.widths))
    out.freeze_panes(_HEADER_ROW, 0)
    out.autofilter(_HEADER_ROW - 1, 0, _HEADER_ROW - 1 + max(len(one.rows), 1), len(one.header) - 1)
    out.set_landscape()
    out.set_paper(9 if sum(one.widths) < 160 else 8)
    out.fit_to_pages(1, 0)
    out.repeat_rows(_HEADER_ROW - 1)
