"""The annexes as tables: what stands in which column of which row. A secret initiative fills title, effect and award
alone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reports import wording_dossier as words
from reports.dossier.numbers_on_paper import counted, printed
from reports.figures import Figures
from reports.wording import label
from schemas.dossier import (
    Annex,
    Cell,
    Change,
    Chart,
    Column,
    Merit,
    Nominee,
    OpenNominee,
    Printed,
    ShortNominee,
    Table,
)  # fmt: skip

_W = words.COLUMNS


def summary(papers: Iterable[ShortNominee], longest_title: int) -> Annex:
    """Bảng tóm tắt sáng kiến: every valid initiative of the federation, in the order in which it was sent."""
    rows = tuple((n, *_paper(paper)) for n, paper in enumerate(papers, 1))
    long = sum(len(str(row[1])) > longest_title for row in rows)
    notes = (words.BY_RIGHT,) if any(not row[2] and not row[4] for row in rows) else ()
    annex = _annex("summary", "02-bang-tom-tat", _columns(12, 62, 36, 24, 38, 48, 27), rows, notes=notes)
    if not long:
        return annex
    limit, many = counted("longest_title", longest_title), counted("long_titles", long)
    told = words.LONG_TITLES.format(most=limit.text, many=many.text)
    return replace(annex, notes=(*annex.notes, told), numbers=(*annex.numbers, limit, many))


Criteria = tuple[str, tuple[Printed, ...]]


def nominees(found: Sequence[Nominee], criteria: Criteria, quota: Printed, marked: Printed, left: Printed) -> Annex:
    """A federation's nominated with what they rest on, their quota, how many it marked, and how many it left out."""
    told = words.QUOTA.format(most=quota.text, marked=marked.text, left=left.text)
    columns = (*_columns(10, 52, 32, 20, 34, 42, 24), Column(_W["merit"], 16), Column(_W["basis"], 17))
    rows = tuple((n, *_paper(one.candidate.paper), *_why(one)) for n, one in enumerate(found, 1))
    annex = _annex("nominees", "03-danh-sach-de-nghi", columns, rows, notes=(criteria[0], told, words.BY_RIGHT))
    return replace(annex, numbers=(*annex.numbers, *criteria[1], quota, marked, left))


def national_nominees(found: Sequence[Nominee], names: dict[str, str], criteria: Criteria) -> Annex:
    """The nation's nominated, with their federation; a secret one's federation is not named."""
    rows = tuple((n, *_paper(one.candidate.paper), _whose(one, names), *_why(one)) for n, one in enumerate(found, 1))
    own = (Column(_W["federation"], 25), Column(_W["merit"], 15), Column(_W["basis"], 17))
    columns = (*_columns(10, 48, 28, 18, 29, 37, 20), *own)
    notes = (criteria[0], words.BY_RIGHT)
    annex = _annex("national_nominees", "03-bang-tom-tat-de-nghi", columns, rows, notes=notes)
    return replace(annex, numbers=(*annex.numbers, *criteria[1]))


def exhibition(found: Sequence[Nominee], names: dict[str, str]) -> Annex:
    """The excellent ones that are no secret: what may be shown to everybody."""
    shown = [n for n in found if n.merit is Merit.EXCELLENT and isinstance(n.candidate.paper, OpenNominee)]
    rows: list[tuple[Cell, ...]] = []
    for n, one in enumerate(shown, 1):
        title, authors, _, workplace, effect, _ = _paper(one.candidate.paper)
        rows.append((n, title, authors, workplace, names[one.candidate.federation_code], effect))
    columns = (
        Column(_W["order"], 12, "order"), Column(_W["title"], 70), Column(_W["authors"], 40),
        Column(_W["workplace"], 40), Column(_W["federation"], 35), Column(_W["effect"], 50),
    )  # fmt: skip
    return _annex("exhibition", "05-danh-sach-trien-lam", columns, rows, notes=(words.EXHIBITION,))


def own_figures(figures: Figures, scope: str, phases: dict[str, str]) -> Annex:
    """A federation's own numbers, each with its name."""
    rows: list[tuple[Cell, ...]] = []
    for measure, by, code, said in words.FIGURES:
        if figures.get(measure, scope, by, code) is not None:
            rows.append((len(rows) + 1, said, printed(figures, measure, scope, by, code)))
    for by, sentence in words.VALID_BY.items():
        for code in figures.codes(by, scope_code=scope):
            name = phases.get(code) or label(by, code)
            rows.append((len(rows) + 1, sentence.format(name=name), printed(figures, "valid", scope, by, code)))
    columns = (Column(_W["order"], 15, "order"), Column(_W["item"], 105), Column(_W["value"], 45, "number"))
    return replace(_annex("figures", "04-so-lieu", columns, rows), landscape=False)


def by_federation(figures: Figures, order: Sequence[tuple[str, str]]) -> Annex:
    """All federations by rank, and their sum, which is the nation's number."""
    measures = ("entered", "rejected", "ineligible", "duplicate", "valid", "quota", "quota_pct", "rank", "put_forward")
    rows: list[tuple[Cell, ...]] = [
        (n, name, *(printed(figures, m, code) for m in measures)) for n, (code, name) in enumerate(order, 1)
    ]
    total = ("" if m == "rank" else printed(figures, m) for m in measures)
    rows.append(("", words.TOTAL, *total))
    heads = (words.FIGURES_SHORT[m] for m in measures)
    columns = (
        Column(_W["order"], 11, "order"),
        Column(_W["federation"], 74),
        *(Column(h, 18, "number") for h in heads),
    )
    return _annex("federations", "04-ket-qua-theo-don-vi", columns, rows, summed=True)


def portal(
    figures: Figures, order: Sequence[tuple[str, str]], measures: Sequence[str], notes: Sequence[str], nameless: bool
) -> Annex:
    """Ours beside the portal's, never added to it. `measures`: what is known of the portal; `nameless`: some of its
    rows name no federation, and have a line of their own."""
    lines = [*order, *([(words.NO_UNIT_CODE, words.NO_UNIT)] if nameless else [])]
    shown = ("valid", *measures)
    rows: list[tuple[Cell, ...]] = [
        (n, name, *("" if code == words.NO_UNIT_CODE and m == "valid" else printed(figures, m, code) for m in shown))
        for n, (code, name) in enumerate(lines, 1)
    ]
    rows.append(("", words.TOTAL, *(printed(figures, m) for m in shown)))
    width = 167 // len(shown)
    columns = (
        Column(_W["order"], 12, "order"), Column(_W["federation"], 68),
        *(Column(words.PORTAL_COLUMNS[m], width, "number") for m in shown),
    )  # fmt: skip
    return _annex("portal", "06-doi-chieu-cong", columns, rows, notes=notes, summed=True)


def charted(charts: Sequence[Chart]) -> Annex:
    """The numbers behind the report's charts, chart by chart, below a line that names it."""
    rows: list[tuple[Cell, ...]] = []
    for number, chart in enumerate(charts, 1):
        if not chart.points:
            continue
        rows.append(("", words.CHARTED.format(number=number, title=words.CHARTS[chart.field]), ""))
        for n, (said, one) in enumerate(chart.points, 1):
            rows.append((n, words.WEEK_OF.format(day=said) if chart.curve else said, one))
    columns = (Column(_W["order"], 15, "order"), Column(_W["item"], 110), Column(_W["value"], 40, "number"))
    return replace(_annex("charts", "07-so-lieu-bieu-do", columns, rows), landscape=False)


def changes(found: Sequence[Change]) -> Annex:
    """What a supplementary dossier says otherwise."""
    rows = [(n, c.what, c.was, c.now) for n, c in enumerate(found, 1)]
    columns = (
        Column(_W["order"], 12, "order"), Column(_W["item"], 95), Column(_W["was"], 70), Column(_W["now"], 70)
    )  # fmt: skip
    return _annex("changes", "00-ban-ke-thay-doi", columns, rows)


def contents(documents: Sequence[tuple[str, str]]) -> Annex:
    """Mục lục hồ sơ: the documents and their files."""
    rows = [(n, title, files) for n, (title, files) in enumerate(documents, 1)]
    columns = (Column(_W["order"], 15, "order"), Column(_W["document"], 90), Column(_W["files"], 60))
    return replace(_annex("contents", "00-muc-luc-ho-so", columns, rows), landscape=False)


def checklist(told: Sequence[str]) -> Annex:
    """Phiếu kiểm tra: what a person ticks and signs, and what the software wants looked at."""
    lines = [(said, words.MACHINE_CHECKED.get(at, "")) for at, said in enumerate(words.CHECKLIST)]
    lines += [(words.TOLD.format(what=what), "") for what in told]
    rows = [(n, said, machine, "", "") for n, (said, machine) in enumerate(lines, 1)]
    columns = (
        Column(_W["order"], 12, "order"), Column(_W["check"], 80), Column(_W["machine"], 22), Column(_W["person"], 26),
        Column(_W["remark"], 25),
    )  # fmt: skip
    return replace(_annex("checklist", "00-phieu-kiem-tra", columns, rows, signed=words.CHECKER), landscape=False)


def _annex(
    kind: str,
    file: str,
    columns: Sequence[Column],
    rows: Iterable[tuple[Cell, ...]],
    notes: Sequence[str] = (),
    summed: bool = False,
    signed: str = "",
) -> Annex:
    said, title = words.ANNEXES[kind]
    table = Table(tuple(columns), tuple(rows), summed)
    many = counted("rows", len(table.rows))
    listed = (words.LISTED.format(many=many.text), many) if kind in words.LISTS else None
    notes = (listed[0], *notes) if listed else tuple(notes)
    numbers = (listed[1],) if listed else ()
    return Annex(file, said, title, table, True, notes, signed or (words.MADE_BY if said else ""), numbers)


def _columns(*widths: int) -> tuple[Column, ...]:
    names = ("order", "title", "authors", "position", "workplace", "effect", "award")
    kinds = ("order", *["text"] * 6)
    return tuple(Column(_W[n], w, k) for n, w, k in zip(names, widths, kinds, strict=True))


def _paper(paper: ShortNominee) -> tuple[str, str, str, str, str, str]:
    if isinstance(paper, OpenNominee):
        return paper.title, paper.authors, paper.position, paper.workplace, paper.effect, paper.award
    return paper.title, "", "", "", paper.effect, paper.award


def _why(one: Nominee) -> tuple[str, str]:
    return words.merit(one.merit), words.basis(one.basis, one.tied)


def _whose(one: Nominee, names: dict[str, str]) -> str:
    return names[one.candidate.federation_code] if isinstance(one.candidate.paper, OpenNominee) else ""
