"""A renewed file is, byte for byte, the one that a full rendering makes."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.findings_json import findings_json
from reports.findings_workbook import findings_workbook, summary_alone
from reports.ledger_workbook import ledger_lines, ledger_workbook, renewed_ledger_workbook
from reports.renewing import looks, redated_returned, renewed_findings_json, renewed_findings_workbook
from reports.returned_workbook import returned_workbook
from reports.validation_report import validation_report
from reports.zip_parts import part, with_parts
from rules.waterfall import waterfall
from schemas.ledger import LEDGER_COLUMNS, Disposition
from schemas.release import FederationState
from schemas.validated import Validated
from tests.reports import believable as made
from tests.reports import returned_table as table
from tests.reports.test_findings_files import RECEIVED, SCORE

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
BESIDE = [("returned", "returned/a.xlsx")]
FAULTS = table.findings(("INI-001", "REJECT_RECORD", 9, "B"), ("INI-004", "QUERY", 6, "D"))


@settings(max_examples=5, deadline=None)
@given(was=days, now=days)
def test_a_returned_workbook_of_another_day(was: date, now: date) -> None:
    def book(day: date) -> bytes:
        facts = replace(made.facts(), as_of=day)
        return returned_workbook(facts, made.federations()[0], table.FILE, (table.sheet(),), FAULTS)

    assert redated_returned(book(was), was, now) == book(now)


def test_a_workbook_that_tells_another_day_is_not_renewed() -> None:
    facts = made.facts()
    book = returned_workbook(facts, made.federations()[0], table.FILE, (table.sheet(),), FAULTS)
    assert redated_returned(book, date(1999, 1, 1), date(2021, 6, 1)) is None


@settings(max_examples=6, deadline=None)
@given(n=st.integers(0, 40), day=days, with_score=st.booleans(), received=st.booleans(), files=st.integers(0, 9))
def test_findings_under_other_facts(n: int, day: date, with_score: bool, received: bool, files: int) -> None:
    findings, federation, counts = made.findings(n), made.federations()[1], made.counts()
    before = (made.facts(), Validated(federation, counts, findings, RECEIVED, SCORE))
    other = replace(federation, state=FederationState.MISSING, files=files)
    facts = replace(made.facts(), as_of=day, release_id="2021-06-02-0123456789ab")
    told = {**counts, "counted": 7}
    now = (facts, Validated(other, told, findings, RECEIVED if received else None, SCORE if with_score else None))
    alone = summary_alone(*now)
    if looks(summary_alone(*before)) == looks(alone):
        assert renewed_findings_workbook(findings_workbook(*before), alone) == findings_workbook(*now)
    else:
        assert not (received and with_score)
    assert renewed_findings_json(findings_json(*before), *now) == findings_json(*now)
    assert validation_report(*now, BESIDE, validation_report(*before)) == validation_report(*now, BESIDE)


@settings(max_examples=6, deadline=None)
@given(st.lists(st.sampled_from(list(Disposition)), max_size=9), days, st.booleans())
def test_the_rows_of_a_federation_under_other_facts(became: list[Disposition], day: date, hidden: bool) -> None:
    federation = made.federations()[1]
    rows = [
        (federation.code, "a.xlsx", "DS", n, d.value, "INI-001" * (n % 2), f"SK-{n % 3}", n % 2 == 0, hidden)
        for n, d in enumerate(became, 1)
    ]
    ledger = pd.DataFrame(rows, columns=list(LEDGER_COLUMNS))
    titles = pd.Series("=1+1 Giá đỡ", index=ledger.index, dtype="str")
    way, lines = waterfall(ledger), ledger_lines(ledger, titles, {federation.code: federation.name})
    now = replace(made.facts(), as_of=day, release_id="2021-06-02-0123456789ab")
    book = ledger_workbook(made.facts(), federation, way, lines)
    was = (made.facts().release_id, made.facts().as_of)
    assert renewed_ledger_workbook(book, was, now) == ledger_workbook(now, federation, way, lines)
    assert renewed_ledger_workbook(book, (now.release_id, was[1]), now) is None


def test_parts_of_a_workbook() -> None:
    book = findings_workbook(made.facts(), Validated(made.federations()[1], made.counts(), made.findings(30)))
    assert with_parts(book, {}) == book
    changed = with_parts(book, {"docProps/core.xml": b"<x/>"})
    assert part(changed, "docProps/core.xml") == b"<x/>"
    assert part(changed, "xl/worksheets/sheet3.xml") == part(book, "xl/worksheets/sheet3.xml")
    with pytest.raises(KeyError):
        with_parts(book, {"none.xml": b""})
    with pytest.raises(KeyError):
        part(book, "none.xml")
