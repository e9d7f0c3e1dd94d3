"""The report of one federation: a summary on one page, then every case with its place, what to do and a proposal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

import pandas as pd
from markupsafe import Markup

from reports.findings_order import counted_checks, in_order
from reports.page import part_of_page, render
from reports.places import place_in
from reports.score_block import score_block
from reports.wording import CheckWording, check_wording, label
from reports.wording_pages import VALIDATION
from reports.wording_score import SCORE
from schemas.finding import Severity
from schemas.ledger import Disposition
from schemas.release import FederationFacts, ReleaseFacts
from schemas.validated import Validated

SHOWN_CASES = 200  # a check; all of them stand in findings.csv
TOLD = ("file", "sheet", "row", "column", "field", "found", "proposed")
OPTIONAL = ("field", "found", "proposed")
_CASES_BEGIN, _CASES_END = b'<section id="checks"', b"</main>"  # no text from a sheet holds "<" in a page
IN_ORDER = (*reversed([d.value for d in Disposition]),)


@dataclass(frozen=True, slots=True)
class Case:
    """One fault as the table shows it."""

    file: str
    place: str
    field: str
    found: str
    proposed: str


@dataclass(frozen=True, slots=True)
class CheckSection:
    """All faults of one check: its words, how many there are, the first of them."""

    check_id: str
    severity: str
    words: CheckWording
    n: int
    cases: tuple[Case, ...]

    @property
    def told(self) -> tuple[str, ...]:
        """Which of field, found and proposed any shown case has: a column of blanks is not shown."""
        return tuple(name for name in OPTIONAL if any(getattr(case, name) for case in self.cases))

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.n - len(self.cases)


def validation_report(
    facts: ReleaseFacts,
    told: Validated,
    attached: Sequence[tuple[str, str]] = (),
    before: bytes | None = None,
) -> bytes:
    """report.html of one federation.

    `attached`: what lies beside the page, as (kind, path from the page); kind is "returned" for a returned workbook,
    "findings_xlsx" or "findings_json". `before`: the page of the same findings under other facts; its cases are taken
    as they stand."""
    federation, counts, score = told.federation, told.counts, told.score
    rows = [(code, int(counts.get(code, 0))) for code in IN_ORDER if code != Disposition.NOT_DATA]
    checks = counted_checks(told.findings)
    return render(
        "validation.html.j2",
        facts,
        t=VALIDATION,
        federation=federation,
        receipt=_receipt(facts, federation, told.received_on),
        rows=rows,
        entered=sum(n for _, n in rows),
        counted=int(counts.get(Disposition.COUNTED, 0)),
        not_data=int(counts.get(Disposition.NOT_DATA, 0)),
        cases=Markup(_cases_of(before).decode() if before else _cases(told.findings)),
        score=score_block(score, facts.as_of) if score else None,
        words=SCORE,
        attached=[_attached(kind, path) for kind, path in attached],
        mend_how=VALIDATION["mend_in" if any(kind == "returned" for kind, _ in attached) else "mend_how"],
        faults=sum(n for _, severity, n in checks if severity != Severity.QUERY),
        queries=sum(n for _, severity, n in checks if severity == Severity.QUERY),
    )


def _cases(findings: pd.DataFrame) -> str:
    """The checks that were found and all their cases, as the page shows them; nothing where there is no finding."""
    sections = _sections(findings)
    return part_of_page("validation_cases.html.j2", t=VALIDATION, sections=sections) if sections else ""


def _cases_of(page: bytes) -> bytes:
    """The same of a page that was made before."""
    begin = page.find(_CASES_BEGIN)
    return b"" if begin < 0 else page[begin : page.index(_CASES_END, begin)]


def _receipt(facts: ReleaseFacts, federation: FederationFacts, received_on: date | None) -> list[str]:
    """What was received and whether in time, as sentences."""
    told = VALIDATION["received"].format(files=federation.files) if federation.files else VALIDATION["received_none"]
    if federation.files and received_on is not None:
        told += ", " + _in_time((received_on - facts.deadline).days, received_on)
    if federation.files_rejected:
        told += "; " + VALIDATION["received_rejected"].format(n=federation.files_rejected)
    return [told.removesuffix(".") + ".", _until_deadline(facts) + "."]


def _in_time(late: int, received_on: date) -> str:
    day = f"{received_on:%d/%m/%Y}"
    return VALIDATION["late"].format(day=day, n=late) if late > 0 else VALIDATION["on_time"].format(day=day)


def _until_deadline(facts: ReleaseFacts) -> str:
    left = (facts.deadline - facts.as_of).days
    deadline = f"{facts.deadline:%d/%m/%Y}"
    words = VALIDATION["days_left" if left > 0 else "deadline_over" if left < 0 else "deadline_today"]
    return words.format(deadline=deadline, n=left)


def _sections(findings: pd.DataFrame) -> list[CheckSection]:
    frame = in_order(findings)
    groups = frame.groupby(["weight", "check_id", "severity"], sort=True)
    return [_section(str(check), str(severity), group) for (_, check, severity), group in groups]


def _attached(kind: str, path: str) -> tuple[str, str]:
    """The words of what lies beside the page, and the link to it."""
    return VALIDATION[kind].format(file=path.rpartition("/")[2]), quote(path)


def _section(check_id: str, severity: str, group: pd.DataFrame) -> CheckSection:
    first = group.head(SHOWN_CASES)
    told = zip(*(first[c].tolist() for c in TOLD), strict=True)
    cases = tuple(_case(*values) for values in told)
    return CheckSection(check_id, severity, check_wording(check_id), len(group), cases)


def _case(*told: object) -> Case:
    file, sheet, row, column, field, found, proposed = told
    where = place_in(str(file), str(sheet), int(str(row)), str(column))
    return Case(str(file), where, label("column", str(field)), str(found), str(proposed))
