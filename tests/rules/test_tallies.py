"""Parts equal the whole for any ledger, secret rows stand in their own line, a wrong ledger publishes nothing."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.settings import load_config
from rules.features import pack
from rules.hashing import word_hash
from rules.tallies import TotalsDisagree, interval, tally
from rules.tally_codes import FEDERATION_BREAKDOWNS, NATIONAL_BREAKDOWNS
from rules.tally_internal import internal_tally
from schemas.ledger import DUPLICATES, LEDGER_COLUMNS, Disposition
from schemas.tally import SECRET, UNKNOWN, Tally
from tests.builders import ROOT

CONFIG, _ = load_config(ROOT / "config.yaml")
CAMPAIGN = CONFIG.campaign("75-nghin-2021")
FEDERATIONS = CONFIG.federations[:3]
CODES = [f.code for f in FEDERATIONS]
K = 10
COUNTED, NOT_DATA = Disposition.COUNTED, Disposition.NOT_DATA

LINE = st.fixed_dictionaries(
    {
        "federation_code": st.sampled_from(CODES),
        "disposition": st.sampled_from([d.value for d in Disposition]),
        "pending_review": st.booleans(),
        "is_redacted": st.booleans(),
        "sector": st.sampled_from(["HCSN", "DN", "CBCD", ""]),
        "field": st.sampled_from(["co-khi", ""]),
        "award_level": st.sampled_from([None, 1, 4]),
        "phase": st.sampled_from(["peak", "phase-2", ""]),
        "registered_on": st.sampled_from([None, date(2021, 3, 15), date(2021, 4, 25)]),
        "benefit_vnd": st.sampled_from([np.nan, 0.0, 5e6, 1e9]),
        "apart": st.booleans(),
        "award": st.sampled_from(["", "Bằng khen TLĐ", "Giấy khen CĐCS; Bằng khen LĐLĐ tỉnh"]),
        "superior_union": st.sampled_from(["", "LĐLĐ huyện Củ Chi", "LĐLĐ Huyện Củ Chi", "CĐ các KCN"]),
        "workplace": st.sampled_from(["", "Công ty May 10", "Trường Lê Lợi"]),
        "author_codes": st.sampled_from([b"", pack((2, 5)), pack((2, 4, 7)), pack((6,))]),
    }
)
LINES = st.lists(LINE, max_size=60)
Numbers = dict[tuple[str, str, str, str], float]


def frames(lines: list[dict[str, Any]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Ledger and records of these lines."""
    frame = pd.DataFrame(lines, columns=COLUMNS)
    frame["registered_on"] = pd.to_datetime(frame["registered_on"]).astype("datetime64[s]")
    frame["award_level"] = frame["award_level"].astype("Int64")
    frame = frame.astype({"benefit_vnd": float, "pending_review": bool, "is_redacted": bool, "apart": bool})
    # Codes rest on the name alone and are as long as keyed ones: a person without a workplace counts by federation.
    codes = [word_hash(name) if name else 0 for name in frame["workplace"]]
    frame["workplace_code"] = np.array(codes, dtype=np.uint64)
    frame = frame.assign(file="a", sheet="s", row=range(1, len(frame) + 1), reason="", initiative_id="")
    return frame[list(LEDGER_COLUMNS)], frame[frame["disposition"] != NOT_DATA]


def numbers(lines: list[dict[str, Any]]) -> Numbers:
    """Every number by measure, scope code, breakdown and its code."""
    found = tally(*frames(lines), CAMPAIGN, FEDERATIONS)
    keys = found[["measure", "scope_code", "breakdown", "breakdown_code"]].itertuples(index=False, name=None)
    return dict(zip(keys, found["value"], strict=True))


COLUMNS = [
    "federation_code", "disposition", "pending_review", "is_redacted", "sector", "field", "award_level", "phase",
    "registered_on", "benefit_vnd", "apart", "award", "superior_union", "workplace", "author_codes",
]  # fmt: skip
PLAIN: dict[str, Any] = dict(
    zip(
        COLUMNS,
        [
            *(CODES[0], COUNTED.value, False, False, "DN", "co-khi", 1, "peak", date(2021, 3, 15), 5e6, False),
            *("Giấy khen CĐCS", "LĐLĐ huyện Củ Chi", "Công ty May 10", pack((2, 5))),
        ],
        strict=True,
    )
)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_parts_equal_the_whole_in_the_nation_and_in_each_federation(lines: list[dict[str, Any]]) -> None:
    """Rule 5."""
    found = numbers(lines)
    for code in ("", *CODES):
        ours = [line for line in lines if code in ("", line["federation_code"])]
        by = {d: sum(line["disposition"] == d for line in ours) for d in Disposition}
        assert found["entered", code, "", ""] == len(ours) - by[NOT_DATA]
        assert found["valid", code, "", ""] == by[COUNTED]
        assert found["duplicate", code, "", ""] == sum(by[d] for d in DUPLICATES)
        parts = ("rejected", "ineligible", "duplicate", "valid")
        assert found["entered", code, "", ""] == sum(found[m, code, "", ""] for m in parts)
        pending = sum(line["pending_review"] and line["disposition"] == COUNTED for line in ours)
        assert found["under_consideration", code, "", ""] == pending <= found["valid", code, "", ""]
    for measure in ("entered", "rejected", "ineligible", "duplicate", "valid", "under_consideration"):
        assert found[measure, "", "", ""] == sum(found[measure, code, "", ""] for code in CODES)


def _told(line: dict[str, Any], name: str) -> str:
    """The code of an open row, computed apart from the code under test."""
    day, amount = line["registered_on"], line["benefit_vnd"]
    if name == "benefit_band":
        bands = [b for b in (0, 10_000_000, 100_000_000, 1_000_000_000) if amount >= b]
        return str(max(bands)) if bands else UNKNOWN
    if name == "week":
        return str(day - timedelta(days=day.weekday())) if day else UNKNOWN
    return str(line["registered_on" if name == "day" else name] or UNKNOWN)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_every_breakdown_adds_up_and_secret_rows_stand_in_a_line_of_their_own(lines: list[dict[str, Any]]) -> None:
    """Rule 21."""
    found = numbers(lines)
    counted = [line for line in lines if line["disposition"] == COUNTED]
    secret = sum(line["is_redacted"] for line in counted)
    for name in NATIONAL_BREAKDOWNS:
        parts = {bc: v for (m, c, b, bc), v in found.items() if (m, c, b) == ("valid", "", name)}
        assert sum(parts.values()) == len(counted)
        assert parts.pop(SECRET, 0) == secret
        open_ = [line for line in counted if not line["is_redacted"]]
        assert parts == pd.Series([_told(line, name) for line in open_]).value_counts().to_dict()
    for code in CODES:
        for name in FEDERATION_BREAKDOWNS:
            parts = {bc: v for (m, c, b, bc), v in found.items() if (m, c, b) == ("valid", code, name)}
            assert sum(parts.values()) == found["valid", code, "", ""]


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_no_number_but_the_headline_and_its_own_line_moves_with_the_fields_of_a_secret_row(
    lines: list[dict[str, Any]],
) -> None:
    other = {"sector": "CBCD", "field": "", "award_level": 4, "phase": "", "registered_on": None, "award": ""}
    other |= {"superior_union": "", "workplace": "", "author_codes": b""}
    changed = [line | other for line in lines]
    mixed = [new if old["is_redacted"] else old for old, new in zip(lines, changed, strict=True)]
    assert numbers(mixed) == numbers(lines)


def test_no_public_number_rests_on_the_benefit_of_a_secret_row() -> None:
    secret = PLAIN | {"is_redacted": True, "benefit_vnd": 7.0}
    for n in (1, K, 3 * K):
        assert numbers([PLAIN, *[secret] * n]) == numbers([PLAIN, *[secret | {"benefit_vnd": 9e9}] * n])
        assert numbers([PLAIN, *[secret] * n])["benefit_vnd", "", "", ""] == 5e6


def test_the_staff_see_one_national_sum_of_at_least_k() -> None:
    secret = PLAIN | {"is_redacted": True, "benefit_vnd": 7.0}
    few, enough = [PLAIN, *[secret] * (K - 1)], [PLAIN, *[secret] * K]
    for lines in (few, [*few, secret | {"benefit_vnd": np.nan}], enough):
        told = internal_tally(*frames(lines), CAMPAIGN, {}, K)
        own = told[(told["measure"] == "benefit_vnd") & (told["breakdown"] == "secrecy")]
        assert own[["scope", "value"]].to_numpy().tolist() == ([["national", 7.0 * K]] if lines is enough else [])


def test_only_counted_rows_bring_benefit_and_stand_apart() -> None:
    lines = [PLAIN | {"apart": True}, PLAIN | {"apart": True, "disposition": Disposition.INELIGIBLE.value}]
    lines += [PLAIN | {"apart": True, "is_redacted": True}]
    assert numbers(lines)["benefit_vnd", "", "", ""] == 5e6
    assert numbers(lines)["valid", "", "applied", "apart"] == 1


def test_percentages_are_recomputed_and_ranks_shared() -> None:
    lines = [PLAIN] * 3 + [PLAIN | {"federation_code": CODES[1]}] * 3
    found, quota = numbers(lines), FEDERATIONS[0].quotas[CAMPAIGN.id]
    assert found["quota_pct", CODES[0], "", ""] == pytest.approx(100 * 3 / quota)
    assert found["quota_pct", "", "", ""] == pytest.approx(100 * 6 / sum(f.quotas[CAMPAIGN.id] for f in FEDERATIONS))
    assert found["target_pct", "", "", ""] == pytest.approx(100 * 6 / 75_000)
    assert [found["rank", code, "", ""] for code in CODES] == [1, 1, 3]


def test_a_federation_without_a_quota_has_no_percentage() -> None:
    bare = [FEDERATIONS[0].model_copy(update={"quotas": {}})]
    found = tally(*frames([PLAIN]), CAMPAIGN, bare)
    assert not found["measure"].isin(["quota", "quota_pct"]).any()


def test_no_lines_are_no_fault() -> None:
    found = numbers([])
    assert {found[m, c, "", ""] for m in ("entered", "valid") for c in ("", *CODES)} == {0}


WRONG: dict[str, Any] = {
    "a federation that the config does not know": lambda b, r: (b.assign(federation_code="NGO-99"), r),
    "a disposition that does not exist": lambda b, r: (b.assign(disposition=["counted", "lost"]), r),
    "a counted row without its record": lambda b, r: (b, r.iloc[:1]),
    "a record counted twice": lambda b, r: (b, pd.concat([r, r.iloc[:1]])),
    "a record counted that the ledger does not count": lambda b, r: (b.assign(disposition=["counted", "rejected"]), r),
}


@pytest.mark.parametrize("spoil", WRONG.values(), ids=WRONG)
def test_a_wrong_ledger_raises(spoil: Any) -> None:
    ledger, records = frames([PLAIN, PLAIN])
    tally(ledger, records, CAMPAIGN, FEDERATIONS)
    with pytest.raises(TotalsDisagree):
        tally(*spoil(ledger, records), CAMPAIGN, FEDERATIONS)


def test_the_order_of_the_lines_changes_nothing() -> None:
    lines = [
        PLAIN,
        PLAIN | {"sector": "", "is_redacted": True},
        PLAIN | {"federation_code": CODES[2], "sector": "HCSN"},
    ]
    one, other = (tally(*frames(x), CAMPAIGN, FEDERATIONS) for x in (lines, lines[::-1]))
    pd.testing.assert_frame_equal(one, other)


def test_the_other_end_of_the_interval_is_a_tally_too() -> None:
    Tally.validate(interval(17))
    assert interval(17)["value"].tolist() == [17.0]
