"""How the secrets of one sheet are marked: in the column made for it, or anywhere else people put it."""

from random import Random

from flows.sample.chance import pick
from flows.sample.rows import RowSource
from flows.sample.setting import Setting
from flows.sample.wordlists import words

NO_COLUMN = "no_secrecy_column"
_AHEAD = 5
_MERGED = 0.02  # share of sheets with one mark merged over several rows; a run of secrets is rare, so it comes first


def secrecy_layout(rng: Random, style_secrecy: str, file_format: str) -> tuple[str, ...]:
    """The secrecy columns of a sheet: flag, info (the national form's), both, or a flag in a hidden column."""
    if style_secrecy == "info":
        return ("info",)
    draw = rng.random()
    if draw < 0.72:
        return ("flag",)
    if draw < 0.82:
        return ("info",)
    if draw < 0.92 or file_format != "xlsx":
        return ("flag", "info")
    return ("hidden",)


def mark_rows(setting: Setting, rows: list[RowSource], layout: tuple[str, ...]) -> list[RowSource]:
    """Decides the mark of each row that its list knows to be secret; gives the rows that go to a sheet of their own."""
    secret = [row for row in rows if row.wants_mark]
    if layout == ():
        for row in secret:
            row.mark = "title"
        return []
    marks = setting.oddities.marks
    if "flag" not in layout:
        marks[0] += len(secret)
        for row in secret:
            row.mark = "confidential_info" if layout == ("info",) else "hidden_column"
            setting.oddities.mark(f"secret_{row.mark}")
        return []
    outside = []
    for row in secret:
        if _inside(setting, row):
            row.mark = "column"
        else:
            outside.append(row)
    return _outside(setting, outside, layout, len(outside) < len(rows))


def _inside(setting: Setting, row: RowSource) -> bool:
    """By the row's own chance, unless one half has run ahead: half of the marks stand in the column, half elsewhere."""
    outside, inside = setting.oddities.marks
    chosen = row.inside if abs(inside - outside) < _AHEAD else inside < outside
    setting.oddities.marks[chosen] += 1
    return chosen


def _outside(setting: Setting, rows: list[RowSource], layout: tuple[str, ...], others: bool) -> list[RowSource]:
    if not rows:
        return []
    counts = setting.oddities.counts
    mode = min(
        _modes(setting, rows, layout, others),
        key=lambda mode: counts.get(f"secret_{mode}", 0) + setting.rng.random() * 1.5,
    )
    for row in rows:
        row.mark = mode
    setting.oddities.mark(f"secret_{mode}")
    return rows if mode == "sheet_name" else []


def _modes(setting: Setting, rows: list[RowSource], layout: tuple[str, ...], others: bool) -> list[str]:
    modes = ["title", "section"]
    if setting.has("note"):
        modes.append("note")
    if "info" in layout:
        modes.append("confidential_info")
    if setting.format == "xlsx":
        modes += ["comment", *(["sheet_name"] if others else [])]
        if len(rows) > 1 and not setting.style.sections and not setting.style.merged_workplace:
            counts = setting.oddities.counts
            modes = ["merged"] if counts.get("secret_merged", 0) < _MERGED * setting.oddities.sheets else modes
    return modes


def arranged(setting: Setting, rows: list[RowSource]) -> list[RowSource]:
    """The rows in the sheet's order: by section or workplace, one merged mark together, a secret section last."""
    style = setting.style
    if style.sections:
        for row in rows:
            row.section = row.work.workplace.superior
        rows = sorted(rows, key=lambda row: row.section)
    elif style.merged_workplace:
        rows = sorted(rows, key=lambda row: row.work.workplace.full)
    merged = [row for row in rows if row.mark == "merged"]
    last = [row for row in rows if row.mark == "section"]
    heading = str(pick(setting.rng, words("spellings")["secret"]["section"]))
    for row in last:
        row.section = heading
    kept: list[RowSource] = []
    for row in rows:
        if row.mark == "merged":
            kept += merged if row is merged[0] else []
        elif row.mark != "section":
            kept.append(row)
    return kept + last
