"""What a round of a run takes from the round before is what it would read from the store."""

from typing import Any

import pandas as pd
import pytest

import flows.reconcile
from flows.comparing import gathered_records
from tests.builders import AS_OF, Desk, row, table
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
