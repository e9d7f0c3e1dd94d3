"""Findings that only the rows of a table together show: slips of scale and padding, each at its cell."""

from collections.abc import Iterator
from dataclasses import replace

from rules.checks import COLUMN_CHECKS
from rules.continuation import own_facts
from rules.layout import Layout
from rules.padding import filled_down, names_itself, repeated_contents
from rules.scale import slips
from rules.tables import Table
from schemas.finding import Finding
from schemas.rows import Rows
from schemas.submission import RowKind, Sheet, column_letters

_SHOWN = 200


def column_findings(rows: Rows, sheet: Sheet, table: Table) -> list[Finding]:
    """What is asked of the clean rows of one table; of a secret row the place and the rule, never a value."""
    secret = [reason != "" for reason in rows["secret_reason"]]
    found = list(_of_padding(rows))
    for slip in slips(rows["benefit_vnd"], secret):
        found.append(("INI-030", "benefit", slip.position, "benefit_text", slip.proposed))
    letters = {c.field: column_letters(c.index) for c in reversed(table.columns)}
    findings = []
    for check, field, position, shown, proposed in found:
        text = str(rows[shown][position])[:_SHOWN] if shown and not secret[position] else ""
        number = rows["row"][position]
        place = Finding(check, COLUMN_CHECKS[check], "", "", sheet.name, number, letters.get(field, ""), field)
        findings.append(replace(place, found=text, proposed=proposed))
    return findings


def continuation_findings(sheet: Sheet, layout: Layout) -> list[Finding]:
    """Facts that stand in a row which only goes on with the initiative above; never a value, the row may be secret."""
    findings = []
    for index, table in enumerate(layout.tables):
        goes_on = [p.position for p in layout.places if p.table == index and p.kind is RowKind.CONTINUATION]
        for row, column in own_facts(sheet, table, goes_on):
            letters = column_letters(column.index)
            findings.append(
                Finding("INI-034", COLUMN_CHECKS["INI-034"], "", "", sheet.name, row, letters, column.field)
            )
    return findings


def _of_padding(rows: Rows) -> Iterator[tuple[str, str, int, str, str]]:
    titles = rows["title"]
    numbered = zip(filled_down(titles), rows["title_status"], strict=True)
    by_check = {
        "INI-031": ("title", [mark and status == "ok" for mark, status in numbered]),  # a placeholder is told as one
        "INI-032": ("title", names_itself(titles, rows["authors"], rows["workplace"])),
        "INI-033": ("content", repeated_contents(rows["content"])),
    }
    for check, (field, marks) in by_check.items():
        for position, mark in enumerate(marks):
            if mark:
                yield check, field, position, "title" if field == "title" else "", ""
