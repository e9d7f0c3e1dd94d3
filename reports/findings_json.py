"""A federation's findings for machines: the same as its page and workbook (docs/findings-json.md)."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from reports.findings_order import CASE_COLUMNS, counted_checks, in_order
from reports.places import place_in
from reports.wording import check_wording, label
from schemas.ledger import Disposition
from schemas.release import FederationScore, ReleaseFacts
from schemas.validated import Validated

FORMAT = "tonghop-findings-1"
CASES_BEGIN = b',\n "findings": ['  # no text holds a line break of its own, so it stands once
_NO_CASES = ',\n "findings": []\n}\n'
_quoted = json.JSONEncoder(ensure_ascii=False).encode
_OF_RELEASE = ("release_id", "campaign_id", "campaign_name", "as_of", "deadline", "software_version")
_OF_FEDERATION = ("code", "name", "kind", "state", "files", "files_rejected")


def findings_json(facts: ReleaseFacts, told: Validated) -> bytes:
    """UTF-8; keys and findings always in the same order."""
    cases = ",\n".join(_cases(told.findings))
    return findings_head(facts, told) + _bytes(f',\n "findings": [\n{cases}\n ]\n}}\n' if cases else _NO_CASES)


def findings_head(facts: ReleaseFacts, told: Validated) -> bytes:
    """All that stands before the cases."""
    head = {
        "format": FORMAT,
        "release": {name: _plain(getattr(facts, name)) for name in _OF_RELEASE},
        "federation": {name: _plain(getattr(told.federation, name)) for name in _OF_FEDERATION}
        | {"received_on": _plain(told.received_on)},
        "rows": {d.value: int(told.counts.get(d, 0)) for d in Disposition},
        "score": _score(told.score),
        "checks": [_check(*counted) for counted in counted_checks(told.findings)],
    }
    return _bytes(json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}"))


def head_of(beginning: bytes) -> dict[str, Any] | None:
    """The head that stands at the beginning of a findings.json; None where its cases have not begun yet."""
    ends = beginning.find(CASES_BEGIN)
    if ends < 0:
        return None
    head: dict[str, Any] = json.loads(beginning[:ends] + b"}")
    return head


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _score(score: FederationScore | None) -> dict[str, object] | None:
    if score is None:
        return None
    told: dict[str, object] = {
        name: getattr(score, name) for name in score.__dataclass_fields__ if name not in ("history",)
    }
    return told | {"history": [{"day": on.isoformat(), "score": points} for on, points in score.history]}


def _check(check_id: str, severity: str, n: int) -> dict[str, object]:
    words = check_wording(check_id)
    return {
        "check_id": check_id,
        "severity": severity,
        "severity_words": label("severity", severity),
        "title": words.title,
        "expected": words.expected,
        "todo": words.todo,
        "cases": n,
    }


def _cases(findings: pd.DataFrame) -> Iterator[str]:
    """Each case as `json.dumps` lays it out with an indent of 1, which takes many times as long."""
    frame = in_order(findings)
    for values in zip(*(frame[name].tolist() for name in CASE_COLUMNS), strict=True):
        case = dict(zip(CASE_COLUMNS, values, strict=True))
        row = int(str(case["row"]))
        told = {**case, "row": row, "place": place_in(str(case["file"]), str(case["sheet"]), row, str(case["column"]))}
        yield "  {\n" + ",\n".join(f'   "{name}": {_value(value)}' for name, value in told.items()) + "\n  }"


def _value(value: object) -> str:
    return _quoted(value) if isinstance(value, str) else json.dumps(value)
