"""Rows for the tests of matching, written as people write them, and an ordinary table of terms."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import pandas as pd

from flows.weight_tables import shipped_weights
from rules.features import Coder, row_features
from rules.model import Model
from rules.terms import TermTable
from schemas.linkage import MATCH_COLUMNS

_ORDINARY = (
    "tiết kiệm dạy học môn lớp học sinh giáo viên trường sinh viên cao đẳng kinh tế thành phố hồ chí minh quản lý "
    "công nghệ thông tin phần mềm máy điện hệ thống cải tiến thiết kế quy trình làm việc giảng đào tạo hồ sơ số năm"
)
TERMS = TermTable.from_rows((word, 60_000) for word in sorted(set(_ORDINARY.split())))
MODEL = Model(TERMS, shipped_weights())


@dataclass(frozen=True)
class Row:
    """One row as typed."""

    title: str
    authors: str = ""
    workplace: str = ""
    content: str = ""
    federation: str = "LDLD-01"
    superior: str = ""
    effect: str = ""
    field: str = ""
    benefit: float = float("nan")


def records(rows: Sequence[Row], keys: Sequence[str] | None = None) -> pd.DataFrame:
    """The frame of MATCH_COLUMNS of those rows."""
    coder = Coder(b"a key for tests")
    features = [row_features(coder, row.authors, row.workplace, row.content, row.superior) for row in rows]
    made = [blake2b(repr((i, row)).encode(), digest_size=8).hexdigest() for i, row in enumerate(rows)]
    frame = pd.DataFrame(
        {
            "row_id": range(len(rows)),
            "federation_code": [row.federation for row in rows],
            "federation_kind": ["ldld" if row.federation.startswith("LDLD") else "nganh" for row in rows],
            "row_key": made if keys is None else list(keys),
            "title": [row.title for row in rows],
            "author_codes": [feature[0] for feature in features],
            "author_initial_codes": [feature[1] for feature in features],
            "workplace_code": [feature[2] for feature in features],
            "workplace_token_codes": [feature[3] for feature in features],
            "content_codes": [feature[4] for feature in features],
            "effect": [row.effect for row in rows],
            "field": [row.field for row in rows],
            "benefit_vnd": [row.benefit for row in rows],
            "applied_from": pd.Series(pd.NaT, index=range(len(rows)), dtype="datetime64[s]"),
            "applied_to": pd.Series(pd.NaT, index=range(len(rows)), dtype="datetime64[s]"),
            "eligible": True,
        }
    )
    return frame[list(MATCH_COLUMNS)]
