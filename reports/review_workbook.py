"""The workbook of clerical review: a block a pair, the two rows side by side, what differs coloured, a decision to
choose."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reports.numbers import day, money, number
from reports.pair_words import account, found, own_words, signed, stance, strength
from reports.plain_book import PlainBook
from reports.plain_sheet import PlainSheet, value_kind
from reports.returned_layout import row_height
from reports.sheet_styles import Styles
from reports.wording import label, short_name
from reports.wording_review import COMPARISONS, DECISIONS, DIFFERS, GUIDE, REVIEW
from schemas.finding import Severity
from schemas.returned import OWN_SHEET_MARK
from schemas.review import Evidence, ReviewFacts, ReviewPair, ShownSide
from schemas.submission import Cell

HEADER_ROW = 4  # as Excel counts
REFERENCE, ITEM, FIRST, SECOND, COMPARED, POINTS, DECISION, DECIDED_BY, REASON = range(9)
_HEADERS = ("reference", "item", "first", "second", "compared", "points", "decision", "decided_by", "reason")
_WIDTHS = (27, 20, 46, 46, 44, 9, 26, 22, 34)
_ACCOUNT_WIDTH = sum(_WIDTHS[FIRST : POINTS + 1])
_A3 = 8
# Item -> the comparisons told beside it; of a redacted pair only the lines of title, effect and award are written.
_BESIDE = {
    "title": ("title", "numbers"),
    "effect": ("effect",),
    "award": (),
    "authors": ("authors",),
    "workplace": ("workplace",),
    "superior": ("superior",),
    "federation": ("federation",),
    "place": (),
    "field": ("field",),
    "period": ("period",),
    "benefit": ("benefit",),
    "content": ("content",),
}
_OF_REDACTED = ("title", "effect", "award")


@dataclass(frozen=True, slots=True)
class _Line:
    """One worksheet row: its cells, which of them are coloured, whether C to F are one cell."""

    cells: tuple[Cell, ...]
    marked: bool = False
    wide: bool = False
    first: bool = False


def review_workbook(facts: ReviewFacts, pairs: Sequence[ReviewPair]) -> bytes:
    """The workbook's bytes, the same for the same pairs."""
    with PlainBook(facts.as_of) as book:
        styles = Styles(book)
        sheet = book.add_plain(REVIEW["sheet"])
        _write_pairs(sheet, facts, pairs, styles)
        _write_guide(book.add_plain(REVIEW["guide"]), styles)
    return book.data


def _write_pairs(sheet: PlainSheet, facts: ReviewFacts, pairs: Sequence[ReviewPair], styles: Styles) -> None:
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    title = REVIEW["title"].format(mark=OWN_SHEET_MARK, campaign=facts.campaign_name)
    head = REVIEW["shown_accepted" if facts.accepted else "shown"]
    shown = head.format(as_of=day(facts.as_of), waiting=number(facts.waiting), shown=number(len(pairs)))
    sheet.put(1, [(0, title, styles.of("title"))], 22)
    sheet.put(2, [(0, shown, styles.of("name"))])
    sheet.merge.append([1, 0, 1, REASON])
    ours = {DECISION, DECIDED_BY, REASON}
    heads = [(i, REVIEW[name], styles.of("ours" if i in ours else "header")) for i, name in enumerate(_HEADERS)]
    sheet.put(HEADER_ROW, heads)
    row = HEADER_ROW + 1
    for n, pair in enumerate(pairs, start=1):
        for line in _block(n, pair, facts):
            _write_line(sheet, row, line, styles)
            row += 1
    sheet.freeze_panes(HEADER_ROW, 0)
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW - 1)


def _write_line(sheet: PlainSheet, row: int, line: _Line, styles: Styles) -> None:
    cells = []
    for column, value in enumerate(line.cells):
        coloured = line.marked and column in (FIRST, SECOND, COMPARED)
        role = _role(column, line)
        cells.append((column, value, styles.of(role, value_kind(value), Severity.QUERY if coloured else None)))
    if line.wide:
        sheet.merge.append([row - 1, FIRST, row - 1, POINTS])
        height = row_height([(0, line.cells[FIRST], 0)], [_ACCOUNT_WIDTH])
    else:
        height = row_height(cells, _WIDTHS)
    sheet.put(row, cells, *height)
    if line.first:
        choices = {"validate": "list", "source": list(DECISIONS.values()), "error_message": REVIEW["choose"]}
        sheet.data_validation(row - 1, DECISION, row - 1, DECISION, choices)


def _role(column: int, line: _Line) -> str:
    if column == REFERENCE:
        return "token"
    return "section" if line.first and column in (ITEM, FIRST, SECOND) else "data"


def _block(n: int, pair: ReviewPair, facts: ReviewFacts) -> Iterator[_Line]:
    """The lines of one pair; reference and decision stand in the first."""
    said = {one.comparison: one for one in pair.evidence}
    for item in _OF_REDACTED if pair.redacted else _BESIDE:
        left, right = _value(pair.left, item), _value(pair.right, item)
        beside = [said[kind] for kind in _BESIDE[item] if kind in said]
        if item != "title" and not (left or right or beside):
            continue
        first = item == "title"
        told = _told(beside, pair.left.title if first else "", pair.right.title if first else "")
        points = "\n".join(signed(one.weight) for one in beside)
        name = REVIEW["number"].format(n=number(n)) + "\n" + COMPARISONS[item] if first else _item(item)
        marked = any(stance(one) == DIFFERS for one in beside) or (item == "award" and left != right and left and right)
        cells = (pair.reference if first else "", name, left, right, told, points, "", "", "")
        yield _Line(cells, bool(marked), first=first)
    yield _Line(("", REVIEW["account"], account(pair, facts), "", "", "", "", "", ""), wide=True)
    yield _Line(("", "", _moves(pair, facts), "", "", "", "", "", ""), wide=True)
    if pair.former:
        yield _Line(("", REVIEW["former"], _former(pair), "", "", "", "", "", ""), wide=True)


def _moves(pair: ReviewPair, facts: ReviewFacts) -> str:
    if facts.accepted:
        return REVIEW["moves_accepted"]
    if pair.leaves:
        kind = "leaves_fall" if pair.moves > 0 else "leaves_rise" if pair.moves else "leaves_nothing"
        moves = REVIEW[kind].format(n=number(abs(pair.moves)))
        return REVIEW["moves_leaves"].format(leaves=number(pair.leaves), moves=moves)
    return REVIEW["moves"].format(n=number(pair.moves)) if pair.moves else REVIEW["moves_nothing"]


def _told(beside: Sequence[Evidence], left: str, right: str) -> str:
    parts = [f"{found(one)} ({strength(one.weight)})" for one in beside]
    if beside and beside[0].comparison == "title":
        parts = [f"{COMPARISONS[one.comparison]}: {part}" for one, part in zip(beside, parts, strict=True)]
    if own := own_words(left, right):
        parts.append(own)
    return "\n".join(part[:1].upper() + part[1:] for part in parts)


def _item(item: str) -> str:
    return REVIEW[item] if item in ("place", "award") else COMPARISONS[item]


def _value(side: ShownSide, item: str) -> str:
    if item == "period":
        first, last = side.applied
        return _days(first, last)
    if item == "benefit":
        return "" if side.benefit_vnd is None else money(side.benefit_vnd)
    plain = {
        "title": side.title, "effect": side.effect, "award": side.award, "authors": side.authors,
        "workplace": side.workplace, "superior": side.superior_union, "federation": short_name(side.federation),
        "place": side.place, "field": label("field", side.field) if side.field else "", "content": "",
    }  # fmt: skip
    return plain[item]


def _days(first: date | None, last: date | None) -> str:
    if first is None and last is None:
        return ""
    return day(first) if first == last else f"{day(first)} - {day(last)}"


def _former(pair: ReviewPair) -> str:
    former = pair.former
    assert former is not None
    reason = f": {former.reason}" if former.reason and not pair.redacted else ""
    words = REVIEW["former_words"].format(
        value=DECISIONS[former.value], by=former.decided_by, day=day(former.decided_on), reason=reason
    )
    return REVIEW["former_lapsed"].format(words=words) if former.lapsed else words


def _write_guide(sheet: PlainSheet, styles: Styles) -> None:
    sheet.set_column(0, 0, 130)
    sheet.put(1, [(0, f"{OWN_SHEET_MARK} - {REVIEW['guide'].upper()}", styles.of("title"))], 22)
    for row, words in enumerate(GUIDE, start=3):
        sheet.put(row, [(0, words, styles.of("plain"))], *row_height([(0, words, 0)], [130]))
