"""What a round of a run takes from the round before is what it would read from the store."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import flows.reconcile
from flows.comparing import gathered_records
from tests.builders import AS_OF, Desk, desk, row, table
from tests.flows.test_no_secret_gets_out_joined import NAMED, TITLE, WHO, A, B, sent


@pytest.mark.both_databases
def test_every_round_goes_on_from_what_the_store_holds(a_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    a_desk.send(A, "a.xlsx", sent(title=NAMED))
    a_desk.night()
    a_desk.send(B, "b.xlsx", table([row(1, TITLE, **WHO, secrecy="x")]))
    compare, seen = flows.reconcile.compare_records, []

    def compared(settings: Any, store: Any, campaign: Any, records: pd.DataFrame, last: Any) -> Any:
        seen.append((records, gathered_records(settings, store, campaign, AS_OF)))
        return compare(settings, store, campaign, records, last)

    monkeypatch.setattr(flows.reconcile, "compare_records", compared)
    a_desk.night()
    assert len(seen) == 2
    for told, held in seen:
        pd.testing.assert_frame_equal(told, held)
    titles = [set(told["title"]) for told, _ in seen]
    assert titles[0] - titles[1] == {NAMED}


@pytest.mark.parametrize(("effect", "times"), [("Giảm chi phí", 1), (f"Giảm chi phí của {WHO['authors']}", 2)])
def test_a_round_takes_over_what_a_full_one_would_find(
    effect: str, times: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, compared = [], []
    for name in ("quick", "full"):
        (tmp_path / name).mkdir()
        a_desk = desk(tmp_path / name)
        a_desk.send(A, "a.xlsx", table([row(1, TITLE, **WHO, effect=effect), row(2, "Lò hơi tiết kiệm than")]))
        a_desk.night()
        a_desk.send(B, "b.xlsx", table([row(1, TITLE, **WHO, effect="Giảm chi phí", secrecy="x")]))
        with monkeypatch.context() as patch:
            compared.append(_compared(patch))
            if name == "full":
                patch.setattr(flows.reconcile, "_same_before", lambda *_: False)
            a_desk.night()
        told.append((a_desk.ledger(), a_desk.records()))
    assert told[0][0]["is_redacted"].sum() == 2
    for quick, full in zip(*told, strict=True):
        pd.testing.assert_frame_equal(quick, full)
    assert [len(seen) for seen in compared] == [times, 2]


def _compared(patch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one each time that records are compared."""
    compare, seen = flows.reconcile.compare_records, list[int]()

    def counted(*given: Any) -> Any:
        seen.append(len(given))
        return compare(*given)

    patch.setattr(flows.reconcile, "compare_records", counted)
    return seen
