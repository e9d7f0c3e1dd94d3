"""The way from entered to counted as lines of text for a terminal, each number beside what was published."""

from collections.abc import Mapping

import pandas as pd

from reports.numbers import number
from reports.wording import label, reason_text, short_name
from reports.wording_follow import FOLLOW
from schemas.ledger import Disposition
from schemas.waterfall import ORDER, Waterfall

_WIDTH, _NUMBER, _REASON = 58, 12, 14
_PLACES = 25
Published = Mapping[str, float]


def waterfall_lines(way: Waterfall, published: Published) -> list[str]:
    """All rows, less what is no data, is entered; less what was not taken, is valid; with reasons and published
    figures."""
    lines = [_line("", FOLLOW["all_rows"], way.rows)]
    for step in way.steps:
        if step.disposition is Disposition.COUNTED:
            break
        name, said = label("disposition", step.disposition), _said(way, published, step.disposition.value)
        lines.append(_line(FOLLOW["minus"], name, step.rows, said))
        lines += [f"{number(n):>{_REASON}}  {reason_text(r)}" for r, n in step.reasons if r]
        if step.disposition is ORDER[0]:
            said = _said(way, published, "entered")
            lines.append(_line(FOLLOW["equals"], FOLLOW["entered"], way.measure("entered"), said))
    lines.append(_line(FOLLOW["equals"], FOLLOW["valid"], way.measure("valid"), _said(way, published, "valid")))
    pending = "under_consideration"
    return [*lines, _line("", "  " + FOLLOW["pending"], way.pending, _said(way, published, pending))]


def differing(way: Waterfall, published: Published, measures: tuple[str, ...]) -> list[str]:
    """The measures whose published figure is not what the rows come to."""
    return [m for m in measures if m in published and published[m] != way.measure(m)]


def answer(way: Waterfall, published: Published, measure: str) -> str:
    """The sentence that ends the way: the number by rows, and whether it is the published one."""
    words = {"measure": label("measure", measure), "n": number(way.measure(measure))}
    if differing(way, published, (measure,)):
        return FOLLOW["answer_differs"].format(**words, published=number(published[measure]))
    return FOLLOW["answer_agrees"].format(**words)


def place_lines(rows: pd.DataFrame, names: Mapping[str, str], by_federation: bool) -> list[str]:
    """Where the rows of a number stand: by file and sheet, or by federation for the nation."""
    if rows.empty:
        return []
    keys = ["federation_code"] if by_federation else ["federation_code", "file", "sheet"]
    groups = rows.groupby(keys, observed=True)["row"].agg(["size", "min", "max"]).reset_index()
    told = [
        _place({str(k): v for k, v in line.items()}, names)
        for line in groups.head(_PLACES if not by_federation else len(groups)).to_dict("records")
    ]
    left = len(groups) - len(told)
    return [FOLLOW["by_file"], *told, *([f"  {FOLLOW['more'].format(n=left)}"] if left else [])]


def _place(line: Mapping[str, object], names: Mapping[str, str]) -> str:
    n, code = number(int(str(line["size"]))), str(line["federation_code"])
    if "file" not in line:
        return "  " + FOLLOW["in_federation"].format(federation=short_name(names.get(code, code)), n=n)
    first = FOLLOW["row"].format(row=line["min"])
    last = FOLLOW["to_row"].format(row=line["max"]) if line["max"] != line["min"] else ""
    words = FOLLOW["in_file" if line["sheet"] else "in_text_file"]
    return "  " + words.format(file=line["file"], sheet=line["sheet"], n=n, first=first, last=last)


def _said(way: Waterfall, published: Published, measure: str) -> str:
    if measure not in published:
        return ""
    told, n = published[measure], way.measure(measure)
    if told == n:
        return FOLLOW["published"].format(n=number(told))
    return FOLLOW["differs"].format(n=number(told), difference=number(told - n))


def _line(sign: str, words: str, n: int, said: str = "") -> str:
    return f"{sign:<2}{words:<{_WIDTH}}{number(n):>{_NUMBER}}{'   ' + said if said else ''}".rstrip()
