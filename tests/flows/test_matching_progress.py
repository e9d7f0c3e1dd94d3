"""Whoever watches the log of a night sees how far the matching is, in counts."""

import logging

import pytest

from flows.matching_progress import told_progress
from tests.builders import Desk, csv_table, row


def test_the_log_tells_tenths_once_each_however_the_pairs_are_cut(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "flows"), told_progress("c", 7) as progress:
        for compared in (1, 95, 95, 100, 40, 999, 1000, 1000):
            progress(compared, 1000)
    assert [record.getMessage() for record in caplog.records] == [
        "matching c: 7 records",
        "matching c: 100 of 1000 pairs compared",
        "matching c: 999 of 1000 pairs compared",
        "matching c: 1000 of 1000 pairs compared",
        "matching c: pairs found",
    ]


def test_a_night_tells_how_many_pairs_it_compares(a_desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    a_desk.send(
        "LDLD-01", "a.csv", csv_table([row(n, "Máy cắt tỉa hàng rào đeo vai", secrecy="không") for n in (1, 2)])
    )
    with caplog.at_level(logging.INFO, "flows"):
        a_desk.night()
    told = [record.getMessage() for record in caplog.records if record.name == "flows.matching_progress"]
    assert told[0] == f"matching {a_desk.campaign_id}: 2 records"
    assert told[1] == f"matching {a_desk.campaign_id}: 1 of 1 pairs compared"
