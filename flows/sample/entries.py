"""What stands in each column for a row, and what it truly states: one small function a column."""

from collections.abc import Callable

from flows.sample.cells import Cell
from flows.sample.chance import pick
from flows.sample.dirt import capitals, garbled, lost_letters, soiled
from flows.sample.evidence import (
    applied,
    asks_all,
    award,
    award_at_level,
    benefit,
    nomination,
    note_blank,
    recognition,
    registered,
)
from flows.sample.originals import Fate
from flows.sample.particulars import (
    address,
    birth_of,
    birth_year,
    contribution,
    decision,
    email,
    field_again,
    phone,
    qualification,
    source_id,
    unheard_of,
)
from flows.sample.retyping import with_honorific
from flows.sample.rows import RowSource
from flows.sample.setting import Setting
from flows.sample.truth import RowTruth
from flows.sample.wordlists import words

_JOINS = {"lines": "\n", "semicolon": "; ", "comma": ", ", "dash": "\n"}


def title(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """The title; a row without one is rejected."""
    if row.work.fate == Fate.UNTITLED:
        truth.rejected = True
        truth.faults.append(("INI-001", at))
        return None
    text = row.typed.title
    if row.filled:
        truth.title = text
        return text
    if row.work.fate == Fate.PLACEHOLDER:
        truth.faults.append(("INI-002", at))
        s.oddities.mark("placeholder_title")
    truth.title = text
    if row.mark != "title" and s.rng.random() < s.flaws.get("capitals_font", 0.0):
        truth.title = text.upper()
        return capitals(s, text)
    if row.mark == "title":
        return text + str(pick(s.rng, words("spellings")["secret"]["title"]))
    return soiled(s, text)


def authors(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """The authors, several in one cell."""
    if _withheld(row) or s.fault("INI-003"):
        note_blank(row, truth, "INI-003", at)
        return None
    people = row.typed.authors
    truth.authors = "; ".join(p.name for p in people)
    names = [with_honorific(s.rng, p) if row.typed.honoured else p.name for p in people]
    form = "semicolon" if s.format == "csv" and s.style.authors in ("lines", "dash") and s.old else s.style.authors
    if len(names) > 1:
        s.oddities.mark("several_authors_a_cell", *(["authors_one_a_line"] if _JOINS[form] == "\n" else []))
        if form == "dash":
            names = [f"- {name}" for name in names]
    return soiled(s, _JOINS[form].join(names))


def workplace(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """The workplace."""
    if not s.style.merged_workplace and (_withheld(row) or s.fault("INI-004")):
        note_blank(row, truth, "INI-004", at)
        return None
    truth.workplace = row.typed.workplace
    return soiled(s, row.typed.workplace)


def position_workplace(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """Position and workplace in one cell: "Giáo viên, Trường TH Tân Phú"."""
    truth.workplace = row.typed.workplace
    s.oddities.mark("position_and_workplace_in_one")
    return soiled(s, f"{row.work.position}{pick(s.rng, (', ', ', ', ' - '))}{row.typed.workplace}")


def superior(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """The union above the workplace's own."""
    truth.superior_union = row.work.workplace.superior
    return row.work.workplace.superior


def sector(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """Khối, in people's spellings."""
    if s.rng.random() < 0.04:
        note_blank(row, truth, "INI-013", at)
        return None
    if s.fault("INI-013"):
        truth.faults.append(("INI-013", at))
        return str(pick(s.rng, words("spellings")["unreadable"]["sector"]))
    truth.sector = row.work.workplace.sector
    return str(pick(s.rng, words("works")["sector_names"][truth.sector]))


def field(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """Lĩnh vực, in people's spellings."""
    if s.rng.random() < 0.05:
        note_blank(row, truth, "INI-024", at)
        return None
    if s.fault("INI-024"):
        truth.faults.append(("INI-024", at))
        return str(pick(s.rng, words("spellings")["unreadable"]["field"]))
    truth.field = row.work.field
    return str(pick(s.rng, words("works")["field_names"][truth.field]))


def content(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """What was done."""
    if _withheld(row):
        return None
    if s.fault("INI-022"):
        truth.faults.append(("INI-022", at))
        return lost_letters(row.typed.content)
    if s.rng.random() < s.flaws.get("decoded_twice", 0.0):
        text, can_be_undone = garbled(s, row.typed.content)
        truth.faults += [] if can_be_undone or text == row.typed.content else [("INI-022", at)]
        return text
    return soiled(s, row.typed.content)


def effect(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """What it brought."""
    truth.has_effect = bool(row.typed.effect)
    return row.typed.effect or None


def flag(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """The secrecy column; a doubtful mark counts as secret."""
    if row.mark not in ("column", "hidden_column"):
        return str(pick(s.rng, s.plain_no)) or None
    data = words("spellings")["secret"]
    if row.doubtful:
        truth.faults.append(("INI-020", at))
        return str(pick(s.rng, data["doubtful"]))
    mark = str(pick(s.rng, data["marks"]))
    return "x" if mark == "✓" and s.old else mark


def info(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """ "Những thông tin cần được bảo mật": not empty means secret."""
    return str(pick(s.rng, words("spellings")["secret"]["info"])) if row.mark == "confidential_info" else None


def note(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """The note, where a secret may be hidden."""
    data = words("spellings")
    return str(pick(s.rng, data["secret"]["note"] if row.mark == "note" else data["notes"])) or None


def _withheld(row: RowSource) -> bool:
    """True for a marked secret of which no more is told than its title, effect and award: that is no fault."""
    return row.silent and not asks_all(row) and row.mark in ("column", "confidential_info")


Entry = Callable[[RowSource, Setting, RowTruth, int], Cell]
ENTRIES: dict[str, Entry] = {
    "title": title,
    "authors": authors,
    "workplace": workplace,
    "position": lambda row, s, truth, at: row.work.position,
    "position_workplace": position_workplace,
    "superior": superior,
    "sector": sector,
    "field": field,
    "content": content,
    "effect": effect,
    "benefit": benefit,
    "applied": applied,
    "registered": registered,
    "recognition": recognition,
    "award": award,
    "award1": award_at_level(1),
    "award2": award_at_level(2),
    "award3": award_at_level(3),
    "award4": award_at_level(4),
    "nomination": nomination,
    "flag": flag,
    "hidden_flag": flag,
    "info": info,
    "note": note,
    "phone": phone,
    "email": email,
    "birth_year": birth_year,
    "birth_nam": birth_of("male"),
    "birth_nu": birth_of("female"),
    "address": address,
    "source_id": source_id,
    "decision": decision,
    "contribution": contribution,
    "qualification": qualification,
    "unheard_of": unheard_of,
    "field_again": field_again,
}
