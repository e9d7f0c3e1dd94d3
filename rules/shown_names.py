"""A file and its sheets under the names that may leave the child (RULES.md 20)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rules.features import Coder
from rules.flags import secrecy_mark_in_text
from rules.layout import Layout
from rules.names_in_paths import coded_path, shown_name, shown_path, withheld_texts
from schemas.rows import Rows
from schemas.submission import Sheet


@dataclass(frozen=True, slots=True)
class Named:
    """The path of a file, and the path under which it was shown before, "" where it is new."""

    file: str
    shown: str
    coder: Coder


def shown_names(
    sheets: Sequence[Sheet], layouts: Sequence[Layout | None], rows: Rows, about: Named
) -> tuple[list[Sheet], str]:
    """The sheets and the path, with what repeats a withheld text of `rows` (clean rows) replaced by a keyed code."""
    withheld = withheld_texts(rows, sheets, layouts)
    file = shown_path(about.file, withheld, about.coder)
    if about.shown and file not in (about.file, about.shown):
        file = coded_path(about.file, about.coder)
    marked = [bool(secrecy_mark_in_text(sheet.name)) for sheet in sheets]
    shown = [
        replace(s, name=shown_name(s.name, withheld, about.coder, mark, f"{about.file}|{s.name}"))
        for s, mark in zip(sheets, marked, strict=True)
    ]
    return shown, file if not about.shown or file != about.file else about.shown
