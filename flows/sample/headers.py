"""The header of a table: one to three rows, headings above headings, units in brackets, capitals, stops."""

from flows.sample.cells import Cell, Line
from flows.sample.chance import pick
from flows.sample.letterhead import Merge
from flows.sample.setting import Setting
from flows.sample.truth import letters


def header_lines(setting: Setting, top: int) -> tuple[list[Line], list[Merge]]:
    """The header rows that begin in line `top`, and the cells to merge in them."""
    s = setting
    names = [pick(s.rng, c.headers) for c in s.columns]
    if s.rng.random() < 0.05 or s.oddities.due("header_in_capitals"):
        names = [name.upper() for name in names]
    if any(name.isupper() and len(name) > 4 for name in names):
        s.oddities.mark("header_in_capitals")
    if s.oddities.due("header_with_stop"):
        names = [name + "." for name in names]
    if any(name.endswith(".") for name in names):
        s.oddities.mark("header_with_stop")
    if any("(" in name for name in names):
        s.oddities.mark("unit_or_bracket_in_header")
    groups = [c.group for c in s.columns]
    if any(groups) and s.format != "csv":
        s.oddities.mark("two_header_rows")
        lines, merges = _grouped(groups, names, top)
    else:
        texts: list[Cell] = [
            f"{c.group} - {n}" if c.key.startswith(("award", "birth_n")) and c.group else n
            for c, n in zip(s.columns, names, strict=True)
        ]
        lines, merges = [Line("header", texts, "header")], []
    if s.style.letters:
        s.oddities.mark("three_header_rows")
        signs: list[Cell] = ["A", "B", *[letters(i) for i in range(2, len(names))]]
        lines.append(Line("header", signs[: len(names)], "header"))
    return lines, merges


def _grouped(groups: list[str], names: list[str], top: int) -> tuple[list[Line], list[Merge]]:
    upper: list[Cell] = []
    lower: list[Cell] = []
    merges: list[Merge] = []
    for at, (group, name) in enumerate(zip(groups, names, strict=True)):
        if not group:
            upper.append(name)
            lower.append(None)
            merges.append((top, at, top + 1, at))
            continue
        lower.append(name)
        first = at == 0 or groups[at - 1] != group
        upper.append(group if first else None)
        last = max(i for i in range(at, len(groups)) if groups[at : i + 1] == [group] * (i - at + 1))
        if first and last > at:
            merges.append((top, at, top, last))
    return [Line("header", upper, "header"), Line("header", lower, "header")], merges
