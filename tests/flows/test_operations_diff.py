"""Any release can be told again, and the difference of two is explained to the row."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.cli import main
from flows.differences import ABSENT, changed_rows, counts
from schemas.ledger import LEDGER_COLUMNS, Disposition
from tests.builders import Desk, csv_table, row
from tests.flows.test_operations_status import options

_FACTS = st.tuples(
    st.sampled_from([d.value for d in Disposition]), st.sampled_from(["", "INI-007"]),
    st.sampled_from(["", "SK-1", "SK-2", "SK-3"]), st.booleans(), st.booleans(),
)  # fmt: skip
_PLACES = st.tuples(
    st.sampled_from(["LDLD-01", "CDN-GD"]), st.sampled_from(["a.csv", "b.csv"]), st.sampled_from(["", "S"]),
    st.integers(1, 3),
)  # fmt: skip
_LEDGERS = st.dictionaries(_PLACES, _FACTS, max_size=12)


def _frame(ledger: dict[tuple[object, ...], tuple[object, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame([(*place, *facts) for place, facts in ledger.items()], columns=list(LEDGER_COLUMNS))
    kinds = {"row": "int64", "pending_review": bool, "is_redacted": bool, "initiative_id": str}
    texts = ("federation_code", "file", "sheet", "disposition", "reason")
    return frame.astype(kinds | dict.fromkeys(texts, "category"))


@given(_LEDGERS, _LEDGERS)
@settings(max_examples=60, deadline=None)
def test_what_is_told_explains_every_difference_exactly(was: dict, now: dict) -> None:  # type: ignore[type-arg]
    rows, numbers = changed_rows(_frame(was), _frame(now)), counts(_frame(was), _frame(now))
    into = rows.groupby(["federation_code", "disposition_now"]).size()
    out = rows.groupby(["federation_code", "disposition_was"]).size()
    for code, disposition, before, after in numbers.itertuples(index=False):
        key = (code, disposition)
        assert after - before == into.get(key, 0) - out.get(key, 0)
    came, went = (int((rows[side] == ABSENT).sum()) for side in ("disposition_was", "disposition_now"))
    assert came - went == len(now) - len(was)
    assert len(rows) <= len(was.items() ^ now.items())


@given(_LEDGERS)
@settings(max_examples=20, deadline=None)
def test_a_ledger_does_not_differ_from_itself(ledger: dict) -> None:  # type: ignore[type-arg]
    assert changed_rows(_frame(ledger), _frame(ledger)).empty


@pytest.fixture
def two(a_desk: Desk) -> Desk:
    """Two releases: one row comes, one moves a line down, one becomes secret, one goes."""
    a_desk.send(
        "LDLD-01",
        "a.csv",
        csv_table([row(1, "Cải tiến máy dệt số 1"), row(2, "Đổi mới lò hơi", authors="Lê Thị Hoa"), row(3, "Xe nâng")]),
    )
    a_desk.night()
    a_desk.send(
        "LDLD-01",
        "a.csv",
        csv_table(
            [
                row(1, "Quy trình pha mực in"),
                row(2, "Cải tiến máy dệt số 1"),
                row(3, "Đổi mới lò hơi", authors="Lê Thị Hoa", secrecy="x"),
            ]
        ),
    )
    a_desk.night()
    return a_desk


def _ids(desk: Desk) -> list[str]:
    newest = desk.latest()
    (first,) = {p.parent.name for p in newest.parent.glob("*/manifest.json")} - {newest.name, "latest"}
    return [first, newest.name]


def test_a_release_is_told_again(two: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    first, newest = _ids(two)
    for name in (first, newest, "latest", newest[:-2]):
        capsys.readouterr()
        assert main(["show", name, *options(two)]) == 0
        told = capsys.readouterr().out
        assert f"release:  {first if name == first else newest}" in told
        assert "LDLD-01" in told
        assert f"{'valid':<32}{3:>20}" in told


def test_a_difference_names_the_rows_and_no_title_of_a_secret_one(
    two: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", *_ids(two), "--federation", "LDLD-01", *options(two)]) == 0
    told = capsys.readouterr().out
    assert "1  came: not there -> counted" in told
    assert "Quy trình pha mực in" in told
    assert "Đổi mới lò hơi" not in told
    assert "(secret)" in told
    assert "0  of all these are secret now" in told  # the older release was re-rendered: it is secret there too


def test_a_name_that_is_none_or_several_is_told(two: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("2021-05-31", "1999", "../latest"):
        assert main(["show", name, *options(two)]) == 2
        assert "expected the id of one release" in capsys.readouterr().err
    assert main(["show", "latest", *options(two)[:2], "--workdir", str(tmp_path / "none")]) == 2
