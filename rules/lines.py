"""One non-empty row below a header as it is judged: its cells that show something, its number, its title."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rules.row_words import is_letter_or_roman, is_total, names_a_unit, signs
from rules.tables import is_number

_NUMBERING = re.compile(r"[(\[]?\s*(\d{1,2})\s*[a-z]?\s*[)\]]?(?:\s*=.*)?|[(\[]?[a-zA-Z][)\]]?")
_FEWEST_NUMBERS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One non-empty row: its cells that show something, and what stands in the columns of number and title.

    `wide`: a cell of it is merged over three columns or more, unlike in the header.
    """

    filled: tuple[tuple[int, str], ...]
    number: str
    title: str
    wide: bool = False

    @property
    def counted(self) -> bool:
        """True with a running number in digits: "7", "1.2"."""
        return is_number(self.number)


def numbers_columns(line: Line, fields: dict[int, str]) -> bool:
    """1, 2, 3 ... or (1), (2), (3) = (1) x (2) or A, B, 1, 2 under the headers, the title's among them."""
    if (
        not line.title
        or len(line.filled) < min(_FEWEST_NUMBERS, len(fields))
        or len(line.title) > 20
        or not _NUMBERING.fullmatch(line.title)
    ):
        return False
    found = [_NUMBERING.fullmatch(text) for _, text in line.filled]
    if not all(found):
        return False
    numbers = [int(match[1]) for match in found if match and match[1]]
    return all(0 <= after - before <= 1 for before, after in pairwise(numbers))


def is_no_heading(lines: Sequence[Line], index: int) -> bool:
    """A row numbered "I" or "A" that states an initiative: more stands beside its title, or nothing below it but the
    next of its kind, and it names no unit."""
    line = lines[index]
    if any(not is_number(text) for _, text in line.filled[2:]):
        return True
    following = next((other for other in lines[index + 1 :] if not _ends_list(other)), None)
    childless = following is None or (bool(following.title) and _same_numbering(line.number, following.number))
    return childless and not names_a_unit(line.title)


def _ends_list(line: Line) -> bool:
    return not line.number and any(is_total(text) or signs(text) for _, text in line.filled)


def _same_numbering(number: str, other: str) -> bool:
    """Both Roman, or both a letter."""
    one, two = (text.strip("(). ").lower() for text in (number, other))
    return is_letter_or_roman(two) and (one[:1] in "ivxl") == (two[:1] in "ivxl")
