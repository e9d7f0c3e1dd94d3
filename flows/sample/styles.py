"""The house styles: which columns a list has, in which order and under which headers (`data/styles.yaml`)."""

from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

from flows.sample.chance import pick
from flows.sample.oddities import Oddities
from flows.sample.wordlists import words


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the fact it holds, its header spellings, the heading it stands under ("" for none)."""

    key: str
    headers: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """One house style; the fields are told in `data/styles.yaml`."""

    id: str
    sheets: tuple[str, ...]
    letterhead: str
    columns: tuple[Column, ...]
    unit: str
    authors: str
    dates: dict[str, int]
    secrecy_at: int
    secrecy: str = "flag"
    numbering: str = ""
    total: str = ""
    signature: bool = False
    sections: bool = False
    row_no: str = "int"
    font: str = "Times New Roman"
    flat: int = 1
    letters: bool = False
    merged_workplace: bool = False
    forms: tuple[str, ...] = field(default=())

    def has(self, key: str) -> bool:
        """True when a column of that key stands in the style."""
        return any(c.key == key for c in self.columns)


@cache
def all_styles() -> tuple[Style, ...]:
    """Every house style, in the order of the file."""
    return tuple(_style(spec) for spec in words("styles")["styles"])


def secrecy_columns(rng: Random, layout: tuple[str, ...]) -> list[Column]:
    """The secrecy columns of a sheet: `flag`, `info` as the national form has it, or a flag that is hidden."""
    headers = words("styles")["secrecy_headers"]
    made = []
    for kind in layout:
        header = str(pick(rng, headers["info" if kind == "info" else "flag"]))
        made.append(Column("hidden_flag" if kind == "hidden" else kind, (header,)))
    return made


def odd_columns(rng: Random, style: Style, odd: Oddities) -> list[Column]:
    """Columns that few lists have, at the right: one that nobody can tell, one for a field that has its column."""
    headers = words("styles")["odd_headers"]
    made = []
    if rng.random() < 0.01 or odd.due("unheard_of_column"):
        made.append(Column("unheard_of", (pick(rng, headers["unheard_of"]),)))
        odd.mark("unheard_of_column")
    if style.has("field") and (rng.random() < 0.01 or odd.due("field_twice")):
        made.append(Column("field_again", (pick(rng, headers["field_again"]),)))
        odd.mark("field_twice")
    return made


def _style(spec: dict[str, Any]) -> Style:
    columns = []
    for key, header, *group in spec["columns"]:
        columns.append(Column(key, tuple(header) if isinstance(header, list) else (header,), group[0] if group else ""))
    rest = {k: v for k, v in spec.items() if k not in ("columns", "sheets", "numbering")}
    forms = tuple(form for form, weight in spec["dates"].items() for _ in range(weight))
    numbering = str(spec.get("numbering", ""))
    return Style(columns=tuple(columns), sheets=tuple(spec["sheets"]), numbering=numbering, forms=forms, **rest)
