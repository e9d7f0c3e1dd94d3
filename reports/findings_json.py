"""A federation's findings for machines: the same as its page and workbook (docs/findings-json.md)."""

import json
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from reports.arrow_text import each_once, pasted, plain_or, run_together, text_array
from reports.findings_order import CASE_COLUMNS, counted_checks, in_order
from reports.places import places_in
from reports.wording import check_wording, label
from schemas.ledger import Disposition
from schemas.release import FederationScore, ReleaseFacts
from schemas.validated import Validated

FORMAT = "tonghop-findings-1"
CASES_BEGIN = b',\n "findings": ['  # no text holds a line break of its own, so it stands once
_NO_CASES = b',\n "findings": []\n}\n'
_BETWEEN = ",\n"
_ESCAPED = r'["\\\x00-\x1f]'
_quoted = json.JSONEncoder(ensure_ascii=False).encode
_OF_RELEASE = ("release_id", "campaign_id", "campaign_name", "as_of", "deadline", "software_version")
_OF_FEDERATION = ("code", "name", "kind", "state", "files", "files_rejected")


def findings_json(facts: ReleaseFacts, told: Validated) -> bytes:
    """UTF-8; keys and findings always in the same order."""
    if told.findings.empty:
        return findings_head(facts, told) + _NO_CASES
    cases = run_together(_cases(in_order(told.findings)))[len(_BETWEEN) :]
    return b"".join((findings_head(facts, told), CASES_BEGIN, b"\n", cases, b"\n ]\n}\n"))


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


def _cases(findings: pd.DataFrame) -> pa.Array:
    """Each case as `json.dumps` lays it out with an indent of 1, which takes many times as long; the sign between two
    stands before each."""
    told = {name: text_array(findings[name]) for name in CASE_COLUMNS if name != "row"} | {"place": places_in(findings)}
    written = {name: each_once(texts, _strings) for name, texts in told.items()}
    written["row"] = pa.array(findings["row"].to_numpy(dtype=np.int64)).cast(pa.large_string())
    names = (*CASE_COLUMNS, "place")
    before = [f'{_BETWEEN if number else ""}   "{name}": ' for number, name in enumerate(names)]
    fields = (part for name, words in zip(names, before, strict=True) for part in (words, written[name]))
    return pasted(f"{_BETWEEN}  {{\n", *fields, "\n  }")


def _strings(texts: pa.Array) -> pa.Array:
    return plain_or(texts, _ESCAPED, lambda plain: pasted('"', plain, '"'), _quoted)
