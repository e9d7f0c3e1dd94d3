"""The long tables of a release as CSV: UTF-8 with byte-order mark, ISO dates, true/false, and no cell that an office
program runs."""

import io
import re

import pandas as pd

from reports.wording import CHECKS

INITIATIVE_COLUMNS = (
    "initiative_id",
    "federation_code",
    "title",
    "effect",
    "award",
    "award_level",
    "sector",
    "field",
    "applied_from",
    "applied_to",
    "registered_on",
    "benefit_vnd",
)
LISTED = (*INITIATIVE_COLUMNS, "is_redacted")  # what the list is made from
_DAYS = ("applied_from", "applied_to", "registered_on")
_LINES_AT_ONCE = 100_000
_OF_A_SECRET = ("title", "effect", "award")
# An office program may pass over blanks, seen or unseen, before the sign that makes a cell a formula.
_RUNS = re.compile("[\\s\u200b-\u200f\u2060\ufeff\x00-\x1f]*[=+\\-@＝＋－＠]|[\t\r\n]")


def initiatives_csv(counted: pd.DataFrame) -> bytes:
    """public/initiatives.csv: the counted initiatives, one a line, without persons.

    Of a redacted one title, effect and award, and nothing else: those lines stand last, in an order that depends on
    nothing but these three (RULES.md 21)."""
    secret = counted["is_redacted"].to_numpy(dtype=bool)
    ids = counted["initiative_id"].reset_index(drop=True)
    order = ids[~secret].sort_values().index.to_numpy()
    withheld = counted.loc[secret, list(_OF_A_SECRET)].sort_values(list(_OF_A_SECRET))
    columns = list(INITIATIVE_COLUMNS)
    out = io.BytesIO()
    # Part by part: all lines at once would stand in memory several times.
    for at in range(0, max(len(order), 1), _LINES_AT_ONCE):
        _write(_told(counted.iloc[order[at : at + _LINES_AT_ONCE]][columns]), out, header=not at)
    _write(_told(withheld.reindex(columns=columns).astype(counted.dtypes[columns])), out, header=False)
    return out.getvalue()


def _told(lines: pd.DataFrame) -> pd.DataFrame:
    """Days and amounts as they are written."""
    days = {n: pd.to_datetime(lines[n]).dt.strftime("%Y-%m-%d") for n in _DAYS}
    return lines.assign(**days, benefit_vnd=lines["benefit_vnd"].round().astype("Int64"))


def findings_csv(findings: pd.DataFrame) -> bytes:
    """internal/findings.csv: every finding with its place and, in words, what is wrong, what was expected and what to
    do."""
    words = {
        name: findings["check_id"].map({check: getattr(word, name) for check, word in CHECKS.items()}).fillna("")
        for name in ("title", "expected", "todo")
    }
    frame = pd.DataFrame(
        {
            **{
                name: findings[name]
                for name in ("federation_code", "file", "sheet", "row", "column", "check_id", "severity", "field")
            },
            "message": words["title"],
            "expected": words["expected"],
            "found": findings["found"],
            "todo": words["todo"],
            "proposed": findings["proposed"],
        }
    )
    return _csv(frame)


def explanations_csv(explained: pd.DataFrame) -> bytes:
    """internal/explanations.csv: the queries that a federation explained and nobody has decided yet."""
    return _csv(explained)


def ledger_csv(lines: pd.DataFrame) -> bytes:
    """Ledger lines, as `tonghop explain --rows` writes them."""
    plain = lines.astype({name: str for name in lines.columns if isinstance(lines[name].dtype, pd.CategoricalDtype)})
    truths = plain.select_dtypes("bool").columns
    return _csv(plain.assign(**{name: plain[name].map({True: "true", False: "false"}) for name in truths}))


def _csv(frame: pd.DataFrame) -> bytes:
    out = io.BytesIO()  # never as one text: that takes several times the bytes
    _write(frame, out)
    return out.getvalue()


def _write(frame: pd.DataFrame, out: io.BytesIO, header: bool = True) -> None:
    texts = frame.select_dtypes(include=["object", "string", "str"]).columns
    safe = frame.assign(**{name: frame[name].map(harmless, na_action="ignore") for name in texts})
    encoding = "utf-8-sig" if header else "utf-8"  # the mark stands once
    safe.to_csv(out, index=False, header=header, lineterminator="\r\n", encoding=encoding)


def harmless(text: str) -> str:
    """The text, behind an apostrophe where an office program would run it as a formula: "=1+1" -> "'=1+1"."""
    return f"'{text}" if _RUNS.match(text) else text
