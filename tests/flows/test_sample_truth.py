"""The ledger against the truth of the sample, which shares no code with the pipeline."""

import re
from pathlib import Path

import pandas as pd
import pytest

from flows.sample import write_sample
from flows.settings import load_settings
from tests.builders import CAMPAIGN, ROOT, Desk

PLACE = ["federation_code", "file", "sheet", "row"]
KEPT = ("not_data", "rejected", "ineligible")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    folder = tmp_path_factory.mktemp("sample")
    settings = load_settings(ROOT / "config.yaml", folder / "var")
    summary = write_sample(settings.config, CAMPAIGN, 3000, 7, folder / "sent", lambda rows: None)
    made = Desk(settings, folder / "sent")
    made.night()
    truth = pd.read_parquet(Path(summary.truth))
    ledger = _under_own_names(made.ledger(), truth)
    return truth.merge(ledger, on=PLACE, how="outer", suffixes=("_true", ""), indicator=True)


def _under_own_names(ledger: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """A file whose path repeats a withheld text is shown under a code (RULES.md 20); it is the one of its federation
    that has no line."""
    shown, sent = ({tuple(f) for f in frame[PLACE[:2]].to_numpy()} for frame in (ledger, truth))
    own = {}
    for code, file in shown - sent:
        assert re.search(r"\([0-9a-f]{8}\)", file), file
        (own[code, file],) = [other for federation, other in sent - shown if federation == code]
    names = [own.get((code, file), file) for code, file in ledger[PLACE[:2]].to_numpy()]
    return ledger.assign(file=names)


def _pairs(groups: "pd.Series[int]") -> int:
    return int((groups * (groups - 1) // 2).sum())


def test_every_row_that_shows_anything_has_a_line_and_no_other_has(both: pd.DataFrame) -> None:
    assert both["_merge"].value_counts().to_dict() == {"both": len(both), "left_only": 0, "right_only": 0}


def test_data_rows_are_told_from_all_others(both: pd.DataFrame) -> None:
    told = both["disposition"] == "not_data"
    assert (told == (both["disposition_true"] == "not_data")).mean() >= 0.999


def test_rows_end_as_they_should(both: pd.DataFrame) -> None:
    assert (both["disposition"] == both["disposition_true"]).mean() >= 0.96
    for disposition in ("rejected", "ineligible"):
        right = both["disposition_true"] == disposition
        assert ((both["disposition"] == disposition) == right).mean() >= 0.998, disposition


def test_the_same_initiative_is_found_and_different_ones_are_kept_apart(both: pd.DataFrame) -> None:
    known = both[(both["initiative"] != "") & (both["initiative_id"] != "")]
    right = _pairs(known.groupby(["initiative", "initiative_id"]).size())
    assert right / _pairs(known.groupby("initiative_id").size()) >= 0.99
    assert right / _pairs(known.groupby("initiative").size()) >= 0.88


def test_every_row_that_bears_a_mark_is_redacted(both: pd.DataFrame) -> None:
    marked = both[(both["secret_mark"] != "") & (both["kind"] == "data") & (both["disposition"] != "rejected")]
    assert len(marked) > 20
    assert marked["is_redacted"].all()
