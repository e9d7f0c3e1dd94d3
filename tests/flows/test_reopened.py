"""A withheld row beside which an open one of the same key stands makes releases anew once, not every night."""

import json
import zipfile
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from flows.erasing import withhold_titles
from flows.store.erasures import erased_rows, remember_erasures
from flows.store.records import counted_records
from flows.store.reopened import drop_reopened, without_treated
from flows.store.secrecy_tables import secrecy_event
from flows.store.session import Store
from rules.features import Coder
from tests.builders import AS_OF, CAMPAIGN, Desk, row, table

A = "LDLD-01"
TITLE = "Công thức phối liệu men"


def _mark_once_seen(made: Desk) -> None:
    """A mark of a row that stands in no counted file any more and named no author."""
    with closing(Store(made.settings.database_url)) as store:
        (code,) = counted_records(store, CAMPAIGN)["title_code"].astype("int64")
        told = {"campaign_id": CAMPAIGN, "federation_code": A, "event": "marked", "title_code": int(code)}
        none = {"bare_title_code": 0, "author_codes": b"", "workplace_code": 0, "content_codes": b""}
        by = {"done_by": "", "reason": "", "done_at": "2021-05-31T00:00:00+00:00"}
        with store.transaction() as connection:
            connection.execute(sa.insert(secrecy_event), [told | none | by])


def _rerendered(made: Desk) -> dict[str, int]:
    manifests = Path(made.settings.releases / CAMPAIGN).glob("2*/manifest.json")
    return {path.parent.name: len(json.loads(path.read_text("utf-8")).get("rerendered", [])) for path in manifests}


@pytest.mark.both_databases
def test_a_release_is_made_anew_once_for_a_mark_beside_which_an_open_row_stands(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", table([row(1, TITLE, authors="")]))
    a_desk.night()
    _mark_once_seen(a_desk)
    days = [AS_OF + timedelta(days=n) for n in range(1, 4)]
    seen = []
    for day in days:
        a_desk.night(as_of=day)
        seen.append(_rerendered(a_desk))
    (first,) = [name for name, count in seen[0].items() if count]
    assert first.startswith(AS_OF.isoformat())
    assert [sum(counts.values()) for counts in seen] == [1, 1, 1]
    a_desk.send(A, "b.xlsx", table([row(1, TITLE, authors="", workplace="Xưởng gốm Bát Tràng")]))  # another open row
    a_desk.night(as_of=date(2021, 6, 5))
    assert sum(_rerendered(a_desk).values()) > 1


@pytest.mark.both_databases
def test_once_an_open_row_of_the_key_is_secret_the_releases_are_to_be_treated(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", table([row(1, TITLE), row(2, "Đổi mới lò hơi đốt than")]))
    a_desk.night()
    with closing(Store(a_desk.settings.database_url)) as store:
        records = counted_records(store, CAMPAIGN)
        records["title_code"] = records["title_code"].astype("int64")
        keys = records.loc[records["title"] == TITLE, ["federation_code", "title_code", "author_codes"]]
        remember_erasures(store, CAMPAIGN, keys, "secrecy", AS_OF)
        assert len(erased_rows(store, CAMPAIGN)) == 1
        drop_reopened(store, CAMPAIGN)
        assert erased_rows(store, CAMPAIGN).empty
        assert without_treated(store, CAMPAIGN, keys).empty
        with zipfile.ZipFile(a_desk.submissions / A / "a.xlsx", "a") as book:
            book.comment = b"sent anew: other bytes that say the same"
        a_desk.night()
        assert without_treated(store, CAMPAIGN, keys).empty
        other = keys.assign(author_codes=b"")
        pd.testing.assert_frame_equal(without_treated(store, CAMPAIGN, other), other)
        code = int(keys["title_code"].iloc[0])
        assert withhold_titles(store, Coder(a_desk.settings.hmac_key), CAMPAIGN, A, {code}) == 1
        pd.testing.assert_frame_equal(without_treated(store, CAMPAIGN, keys), keys)
