"""Names of worksheets as Excel allows them, and of files as any disk does."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from reports.plain_sheet import cleaned
from reports.wording_returned import RETURNED

LONGEST_NAME = 31
_LONGEST_FILE = 120
_NOT_IN_FILES = re.compile(r"[^\w .,()&+-]")
_ILLEGAL = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


def sheet_names(names: Sequence[str]) -> tuple[str, ...]:
    """Names as Excel allows them: at most 31 letters, none of []:*?/\\, each once whatever its case; a legal name
    stays as it is. A CSV file, which has none, is given one."""
    taken = {name.lower() for name in names if name and _legal(name) == name}
    made: list[str] = []
    for name in names:
        legal = _legal(name)
        if legal != name or legal.lower() in map(str.lower, made):
            legal = free_name(legal, taken)
        taken.add(legal.lower())
        made.append(legal)
    return tuple(made)


def returned_name(file: str, taken: AbstractSet[str]) -> str:
    """The name under which a submitted file goes back: its own, as xlsx, fit for any disk, with its folders in it.

    `taken`: names already given, in lower case."""
    stem = file.rsplit(".", 1)[0] if "." in file.rsplit("/", 1)[-1] else file
    legal = _NOT_IN_FILES.sub("_", cleaned(stem).replace("/", " - ")).strip(" .")[:_LONGEST_FILE] or "tep"
    candidate, n = f"{legal}.xlsx", 2
    while candidate.lower() in taken:
        candidate, n = f"{legal} ({n}).xlsx", n + 1
    return candidate


def free_name(name: str, taken: set[str]) -> str:
    """The name, with a number where it is taken."""
    candidate, n = name, 2
    while candidate.lower() in taken:
        sign = f" ({n})"
        candidate, n = _cut(name, LONGEST_NAME - len(sign)) + sign, n + 1
    return candidate


def _legal(name: str) -> str:
    legal = cleaned(name).replace("\n", " ").replace("\t", " ").translate(_ILLEGAL).strip("'")
    legal = _cut(legal, LONGEST_NAME).rstrip("'")
    if not legal.strip():
        return RETURNED["unnamed_sheet"]
    return f"{legal}_" if legal.lower() == "history" else legal


def _cut(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")
