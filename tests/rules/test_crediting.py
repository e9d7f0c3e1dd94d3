"""Crediting: every initiative once, for one federation, by the rule; the parts make the whole."""

from datetime import date

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.crediting import CREDIT_COLUMNS, counted_clusters, credit
from schemas.ledger import Disposition as D

FIRST, LAST = date(2021, 3, 10), date(2021, 5, 30)

_ROW = st.fixed_dictionaries(
    {
        "federation_code": st.sampled_from(["A", "B", "C"]),
        "cluster": st.integers(0, 4),
        "eligible": st.booleans(),
        "registered_on": st.sampled_from(
            [None, date(2021, 3, 9), date(2021, 3, 10), date(2021, 4, 1), date(2021, 5, 30), date(2021, 5, 31)]
        ),
        "completeness": st.integers(0, 2),
        "is_earlier": st.sampled_from([False, False, False, False, False, True]),
    }
)
_ROWS = st.lists(_ROW, max_size=14)


def frame(rows: list[dict]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=_COLUMNS)
    made["registered_on"] = pd.to_datetime(made["registered_on"]).astype("datetime64[s]")
    made["row_id"] = range(len(rows))
    made["row_key"] = [f"{(i * 7919 + 13) % 10007:016x}" for i in range(len(rows))]
    kinds = {"eligible": bool, "is_earlier": bool, "completeness": int, "cluster": int, "federation_code": object}
    return made.astype(kinds)


_COLUMNS = ["federation_code", "cluster", "eligible", "registered_on", "completeness", "is_earlier"]


def oracle(records: pd.DataFrame) -> dict[int, tuple[str, str, str]]:
    """The rule of RULES.md 1 and 8, row by row."""
    lines = records.to_dict("records")
    told: dict[int, tuple[str, str, str]] = {}
    for cluster in {line["cluster"] for line in lines}:
        members = [line for line in lines if line["cluster"] == cluster]
        ours = [line for line in members if not line["is_earlier"]]
        key = min((line["row_key"] for line in ours), default="")
        counts = [line for line in ours if line["eligible"]]
        known_before = len(ours) < len(members)
        counts.sort(key=lambda line: (_when(line), -line["completeness"], line["federation_code"], line["row_key"]))
        credited = "" if known_before or not counts else counts[0]["federation_code"]
        seen: set[str] = set()
        for place, line in enumerate(counts):
            became = (
                D.DUPLICATE_WITHIN_FEDERATION if line["federation_code"] in seen else D.DUPLICATE_ACROSS_FEDERATIONS
            )
            seen.add(line["federation_code"])
            became = D.DUPLICATE_OF_EARLIER_CAMPAIGN if known_before else became if place else D.COUNTED
            told[line["row_id"]] = (became.value, key, credited)
        for line in ours:
            if not line["eligible"]:
                told[line["row_id"]] = (D.INELIGIBLE.value, key, credited)
    return told


def _when(line: dict) -> date:
    day = line["registered_on"]
    return day.date() if not pd.isna(day) and FIRST <= day.date() <= LAST else date.max


def as_dict(result: pd.DataFrame) -> dict[int, tuple[str, str, str]]:
    assert tuple(result.columns) == CREDIT_COLUMNS
    columns = [result[name].tolist() for name in CREDIT_COLUMNS]
    return {row: (became, key, credited) for row, became, key, credited in zip(*columns, strict=True)}


@settings(max_examples=300, deadline=None)
@given(_ROWS)
def test_it_does_what_the_rule_says_row_by_row(rows: list[dict]) -> None:
    records = frame(rows)
    assert as_dict(credit(records, FIRST, LAST)) == oracle(records)
    assert counted_clusters(records) == [became for became, *_ in oracle(records).values()].count(D.COUNTED.value)


@settings(deadline=None)
@given(_ROWS)
def test_each_cluster_counts_once_and_the_parts_add_up(rows: list[dict]) -> None:
    records = frame(rows)
    result = credit(records, FIRST, LAST).merge(records, on="row_id")
    ours = records[~records["is_earlier"]]
    before = set(records.loc[records["is_earlier"], "cluster"])
    countable = set(ours.loc[ours["eligible"], "cluster"]) - before
    counted = result[result["disposition"] == D.COUNTED.value]
    assert sorted(counted["cluster"]) == sorted(countable)
    assert len(result) == len(ours)
    assert (counted["federation_code"] == counted["credited_federation"]).all()


@settings(max_examples=60, deadline=None)
@given(_ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[dict], random) -> None:  # type: ignore[no-untyped-def]
    records = frame(rows)
    order = list(range(len(rows)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(credit(records, FIRST, LAST), credit(records.iloc[order], FIRST, LAST))


def test_an_open_window_takes_every_day() -> None:
    rows = [
        {
            "federation_code": f,
            "cluster": 0,
            "eligible": True,
            "registered_on": d,
            "completeness": 0,
            "is_earlier": False,
        }
        for f, d in (("A", date(2022, 1, 1)), ("B", date(1999, 1, 1)))
    ]
    assert as_dict(credit(frame(rows), None, None))[1][0] == D.COUNTED.value
    assert as_dict(credit(frame(rows), FIRST, LAST))[0][0] == D.COUNTED.value
