"""What a federation gets, renewed from the release before: its heavy part (the table, the cases) is the same, and only
what heads it is written anew. The bytes are those of a full rendering."""

import re
from datetime import date

from reports.findings_json import CASES_BEGIN, findings_head
from reports.numbers import day
from reports.zip_parts import FIRST_SHEET, PROPERTIES, part, redated, with_parts
from schemas.release import ReleaseFacts
from schemas.validated import Validated

_STYLES = "xl/styles.xml"
_AS_OF = re.compile(rb'(<c r="B5" [^>]*><is><t [^>]*>)([^<]*)(?=</t>)')  # on the summary of a returned workbook


def redated_returned(book: bytes, was: date, now: date) -> bytes | None:
    """A returned workbook as of another day; None where it does not tell that it is as of `was`."""
    summary, properties = part(book, FIRST_SHEET), part(book, PROPERTIES)
    stands = _AS_OF.search(summary)
    if stands is None or stands[2] != day(was).encode():
        return None
    summary = summary[: stands.start(2)] + day(now).encode() + summary[stands.end(2) :]
    return with_parts(book, {FIRST_SHEET: summary, PROPERTIES: redated(properties, was, now)})


def looks(alone: bytes) -> bytes:
    """The styles that the first sheet of findings.xlsx needs; under others the whole workbook is another. `alone`: a
    workbook of that sheet alone (`summary_alone`)."""
    return part(alone, _STYLES)


def renewed_findings_workbook(book: bytes, alone: bytes) -> bytes:
    """findings.xlsx of the same findings under other facts of the same `looks`: its first sheet is that of `alone`."""
    return with_parts(book, {name: part(alone, name) for name in (FIRST_SHEET, PROPERTIES)})


def renewed_findings_json(data: bytes, facts: ReleaseFacts, told: Validated) -> bytes:
    """findings.json of the same findings under other facts: the cases are taken as they stand."""
    head = findings_head(facts, told)
    return head + data[data.index(CASES_BEGIN) :]
