"""Columns of no use to the count: telephone numbers, birth dates, the list's own numbers, and odd ones at the right."""

from collections.abc import Callable

from flows.sample.cells import Cell
from flows.sample.chance import pick
from flows.sample.dates import day_entry
from flows.sample.rows import RowSource
from flows.sample.setting import Setting
from flows.sample.truth import RowTruth
from flows.sample.wordlists import words


def unheard_of(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """A number in a column that nobody can tell."""
    return 10 + int(s.rng.random() * 80)


def field_again(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """Lĩnh vực a second time; the first column counts."""
    return str(pick(s.rng, words("works")["field_names"][row.work.field]))


def phone(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """A telephone number, as text or as a number that lost its zero."""
    number = 300_000_000 + int(s.rng.random() * 690_000_000)
    return number if s.rng.random() < 0.3 else f"0{number}"


def email(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """An address that cannot exist."""
    return f"tacgia{row.work.number % 99_991}.{row.work.authors[0].birth.year}@vidu.example"


def birth_year(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """The year of birth of the first author, or the day."""
    birth = row.work.authors[0].birth
    return day_entry(s.rng, "dmy", birth) if "ngày" in s.columns[at].headers[0].lower() else birth.year


def birth_of(gender: str) -> Callable[[RowSource, Setting, RowTruth, int], Cell]:
    """The year of birth in the column for men or for women."""

    def entry(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
        person = row.work.authors[0]
        return person.birth.year if person.gender == gender else None

    return entry


def address(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """A street and a district."""
    return (
        f"{1 + int(s.rng.random() * 300)} {pick(s.rng, words('spellings')['streets'])}, {row.work.workplace.district}"
    )


def source_id(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """The list's own number of the initiative."""
    return f"SK-{int(s.rng.random() * 1_000_000):06d}"


def decision(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """Number and day of the decision of recognition."""
    day = row.work.applied
    return (
        f"{10 + int(s.rng.random() * 900)}/QĐ-CĐ ngày {day.day:02d}/{day.month}/{day.year}"
        if s.rng.random() < 0.7
        else None
    )


def contribution(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """The shares of the authors."""
    count = len(row.typed.authors)
    return f"{100 // count}%" if count > 1 else 100


def qualification(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """The first author's schooling."""
    return pick(s.rng, ("Đại học", "Thạc sĩ", "Cao đẳng", "Cử nhân", "Kỹ sư", "Bậc thợ 5/7"))
