"""Cells of the data rows -> columns of clean values, each with a status that says how it was understood."""

import re
from collections.abc import Callable, Mapping, Sequence

from rules.cells import Cells, memo
from rules.flags import is_refused
from rules.layout import cell_text
from rules.names import split_authors
from rules.nomination_marks import marks
from rules.values import as_text, awards, benefits, periods
from rules.vietnamese import bare, fold, one_line, repair
from rules.vocabulary import field_of, sector_of
from schemas.rows import Rows
from schemas.submission import Cell

_PLACEHOLDER = frozenset(
    {"sang kien", "ten sang kien", "chua co", "dang cap nhat", "khong co", "khong", "sk", "giai phap"}
)
_FILLER_WORDS = frozenset(["sang", "kien", "kinh", "nghiem", "skkn", "sk", "giai", "phap", "de", "tai", "so", "ten"])
_LONGEST_PLACEHOLDER = 40
_TEXTS = ("title", "authors", "position", "workplace", "superior_union", "content", "effect")
_AFTER_POSITION = re.compile(r"\n|[,;]\s*| [-–] ")
_LONGEST = 4000  # characters of a published text; a cell of a worksheet holds 32,767


def clean_rows(cells: Cells) -> Rows:
    """One line a data row, in the columns of schemas.initiative.CLEAN_ROW but for place and secrecy."""
    n = len(cells.numbers)
    unsure = [""] * n  # the first field whose old font could not be told
    texts = {name: _texts(cells, name, unsure) for name in _TEXTS}
    sections = {section: repair(section).text for section in {p.section for p in cells.places}}
    section = [sections[p.section] for p in cells.places]
    positions, workplaces = _position_and_workplace(cells, texts)
    titles = [one_line(t) for t in texts["title"]]
    names = memo(lambda cell: "; ".join(dict.fromkeys(split_authors(str(cell)))))
    authors = [names(text) if text else "" for text in texts["authors"]]
    has_workplace = cells.of("workplace") or cells.of("position_workplace")
    hidden = cells.sheet.facts.hidden_rows
    columns: dict[str, Sequence[object]] = {
        "row": cells.numbers,
        "section": section,
        "title": titles,
        "title_status": [_title_status(t) for t in titles],
        "authors": authors,
        "authors_status": _stated(authors) if cells.of("authors") else ["no_column"] * n,
        "position": positions,
        "workplace": workplaces,
        "workplace_status": _stated(workplaces) if has_workplace else ["no_column"] * n,
        "superior_union": [own or above for own, above in zip(texts["superior_union"], section, strict=True)],
        "content": texts["content"],
        "effect": texts["effect"],
        **_vocabulary(cells, "sector", sector_of),
        **_vocabulary(cells, "field", field_of),
        **benefits(cells),
        **periods(cells),
        **awards(cells),
        **marks(cells),
        "refused": _any_column(cells, "recognition", lambda cell: is_refused(repair(as_text(cell)).text)),
        "font_status": ["unsure" if u else "ok" for u in unsure],
        "font_field": unsure,
        "cell_status": _odd_cells(cells),
        "visibility": ["hidden" if number in hidden else "shown" for number in cells.numbers],
    }
    return Rows(columns)


def _texts(cells: Cells, name: str, unsure: list[str]) -> list[str]:
    """The repaired text of a field, several columns joined by "; "; notes where the old font could not be told."""
    texts = [""] * len(cells.numbers)
    fix = memo(lambda cell: repair(as_text(cell)))
    for column in cells.of(name):
        for i, value in enumerate(cells.values(column)):
            if value == "":
                continue
            repaired = fix(value)
            text = repaired.text[:_LONGEST]
            unsure[i] = unsure[i] or (name if repaired.assumed == "unsure" else "")
            texts[i] = f"{texts[i]}; {text}" if texts[i] and text else texts[i] or text
    return texts


def _stated(texts: Sequence[str]) -> list[str]:
    return ["ok" if text else "missing" for text in texts]


def _position_and_workplace(cells: Cells, texts: Mapping[str, list[str]]) -> tuple[list[str], list[str]]:
    """Both fields; "Chức vụ, đơn vị công tác" in one column fills them where they have no column of their own."""
    positions, workplaces = texts["position"], texts["workplace"]
    for column in cells.of("position_workplace")[:1]:
        split = memo(lambda cell: _split(repair(as_text(cell)).text))
        pairs = [split(value) for value in cells.values(column)]
        positions = [own or pair[0] for own, pair in zip(positions, pairs, strict=True)]
        workplaces = [own or pair[1] for own, pair in zip(workplaces, pairs, strict=True)]
    return positions, workplaces


def _split(text: str) -> tuple[str, str]:
    """The part before the first separator, whichever it is, is the position: "Kỹ sư - Cty X, huyện Y"."""
    found = _AFTER_POSITION.search(text)
    if found is None or not text[found.end() :].strip():
        return "", text
    return text[: found.start()].strip(), text[found.end() :].replace("\n", " ").strip()


def _title_status(title: str) -> str:
    if not title:
        return "missing"
    if len(title) > _LONGEST_PLACEHOLDER:
        return "ok"
    key = bare(title).rstrip("0123456789 ")
    filler = key in _PLACEHOLDER or _FILLER_WORDS.issuperset(key.split())
    return "placeholder" if filler or not any(c.isalpha() for c in title) else "ok"


def _vocabulary(cells: Cells, name: str, lookup: Callable[[str], str]) -> dict[str, list[str]]:
    columns = cells.of(name)
    if not columns:
        n = len(cells.numbers)
        return {name: [""] * n, f"{name}_status": ["no_column"] * n}
    find = memo(lambda cell: (lookup(repair(as_text(cell)).text), bool(cell_text(cell))))
    found = [find(value) for value in cells.values(columns[0])]
    status = ["ok" if code else "unknown" if stated else "missing" for code, stated in found]
    return {name: [code for code, _ in found], f"{name}_status": status}


def _any_column(cells: Cells, name: str, test: Callable[[Cell], bool]) -> list[bool]:
    found = [False] * len(cells.numbers)
    check = memo(test)
    for column in cells.of(name):
        found = [before or check(value) for before, value in zip(found, cells.values(column), strict=True)]
    return found


def _odd_cells(cells: Cells) -> list[str]:
    """The first oddity among the data columns of each row: "error", "uncached" or "ok"."""
    status = ["ok"] * len(cells.numbers)
    if cells.sheet.facts.errors or cells.sheet.facts.uncached:
        for column in cells.columns:
            status = [s if s != "ok" else o or "ok" for s, o in zip(status, cells.odd(column), strict=True)]
    return status


def title_key(title: str) -> str:
    """The folded title, by which rows are compared."""
    return fold(title)
