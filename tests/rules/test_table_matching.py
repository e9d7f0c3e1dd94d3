"""Rows of any table that are one thing: comparisons, weights without labels, clusters."""

from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import table_matching_blocking
from rules.table_matching import _cells, _Table, match_table
from rules.table_matching_blocking import candidates
from rules.table_matching_clusters import clusters
from rules.table_matching_kinds import START, compare, names_of
from schemas.table_columns import ColumnKind, TableSettings

ROOT = Path(__file__).parent.parent.parent
LINKAGE = ROOT.parent / "shared" / "data" / "linkage"


def _level(kind: ColumnKind, one: str, other: str) -> str:
    values, counts = [one, other, *(f"filler {i} word{i}" for i in range(60))], [1] * 62
    level = compare(kind, values, counts, np.array([0]), np.array([1]))
    return names_of(kind)[level[0]]


@pytest.mark.parametrize(
    ("kind", "one", "other", "expected"),
    [
        (ColumnKind.NAMES, "Yoav Freund and Robert E. Schapire", "y. freund, r. schapire", "same"),
        (ColumnKind.NAMES, "Nguyễn Văn An", "Trần Thị Bình", "different"),
        (ColumnKind.TEXT, "Learning decision lists", "learning decision lists.", "same"),
        (ColumnKind.TEXT, "Learning decision lists", "", "missing"),
        (ColumnKind.CODE, "P-101", "P 101", "same"),
        (ColumnKind.CODE, "5304218", "5304281", "slip"),
        (ColumnKind.DATE, "19560409", "19560904", "close"),
        (ColumnKind.NUMBER, "1995,", "(1996)", "near"),
        (ColumnKind.NUMBER, "1995", "2001", "different"),
        (ColumnKind.NUMBERS, "pages 24.1-24.10,", "24.1 - 24.10", "same"),
        (ColumnKind.NUMBERS, "pages 322330", "322-330", "same"),
        (ColumnKind.TEXT, "on the learnabil-ity of dis--tributions", "on the learnability of distributions", "same"),
        (ColumnKind.TEXT, "the learn ability of boolean formulae", "the learnability of boolean formulae", "same"),
        (ColumnKind.WORD, "mitchell", "mitchel", "slip"),
    ],
)
def test_a_level_says_what_two_cells_share(kind: ColumnKind, one: str, other: str, expected: str) -> None:
    assert _level(kind, one, other) == expected
    assert _level(kind, other, one) == expected


@given(st.sampled_from(list(ColumnKind)), st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=120, deadline=None)
def test_any_cells_compare_the_same_both_ways(kind: ColumnKind, one: str, other: str) -> None:
    assert _level(kind, one, other) == _level(kind, other, one)


def test_levels_of_every_kind_rise_and_missing_says_nothing() -> None:
    for weights in START.values():
        said = list(weights.values())
        assert said[0] == 0
        assert said[1:] == sorted(said[1:])


def _people(count: int) -> pd.DataFrame:
    rows = []
    for i in range(count):
        row = {"name": f"{chr(97 + i % 26)}ara{chr(97 + i // 26)}lin{i}", "born": f"19{i:02d}0{1 + i % 9}1{i % 3}"}
        row |= {"number": f"{7919 * (i + 3) % 999983:06d}", "list": "a"}
        rows += [row, {**row, "name": row["name"][:-1] + "x", "list": "b"}] if i % 2 else [row]
    return pd.DataFrame(rows)


PEOPLE = TableSettings.from_mapping({"columns": {"name": "word", "born": "date", "number": "code"}})


def test_copies_with_a_slip_are_found_and_nothing_else() -> None:
    rows = _people(60)
    cluster = match_table(rows, PEOPLE).cluster
    expected = rows.groupby("number")["number"].transform(lambda group: group.index[0]).to_numpy()
    assert cluster.tolist() == expected.astype(int).tolist()


@given(st.randoms(use_true_random=False))
@settings(max_examples=8, deadline=None)
def test_the_order_of_the_rows_makes_no_difference(random: Random) -> None:
    rows = _people(40)
    order = list(range(len(rows)))
    random.shuffle(order)
    shuffled = match_table(rows.iloc[order], PEOPLE).cluster
    groups = {frozenset(order[i] for i in np.flatnonzero(shuffled == label)) for label in set(shuffled.tolist())}
    plain = match_table(rows, PEOPLE).cluster
    assert groups == {frozenset(np.flatnonzero(plain == label).tolist()) for label in set(plain.tolist())}


def test_rows_of_one_list_are_never_one() -> None:
    rows = pd.concat([_people(30), _people(30).query("list == 'a'")], ignore_index=True)
    table = TableSettings.from_mapping({"columns": {"name": "word", "born": "date", "number": "code"}, "lists": "list"})
    found = match_table(rows, table)
    together = pd.DataFrame({"cluster": found.cluster, "list": rows["list"]})
    assert not together.duplicated().any()
    assert (together.groupby("cluster").size() == 2).any()


def test_a_table_that_holds_nothing_twice_is_left_as_it_is() -> None:
    rng = Random(5)
    parts = [a + b for a in "bcdfghklmnprstv" for b in ("a", "e", "i", "o", "u", "an", "or", "il")]
    towns = ["".join(rng.choices(parts, k=3)) for _ in range(120)]
    rows = pd.DataFrame(
        {
            "given": "".join(rng.choices(parts, k=2)),
            "surname": "".join(rng.choices(parts, k=3)),
            "street": "".join(rng.choices(parts, k=3)) + " street",
            "town": (town := rng.choice(towns)),
            "postcode": f"{2000 + towns.index(town)}",
            "born": f"19{rng.randrange(10, 99)}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}",
            "number": f"{rng.randrange(10**6, 10**7)}",
        }
        for _ in range(1500)
    )
    kinds = dict.fromkeys(("given", "surname", "street", "town"), "word") | {"postcode": "code", "number": "code"}
    found = match_table(rows, TableSettings.from_mapping({"columns": {**kinds, "born": "date"}}))
    assert len(set(found.cluster.tolist())) == len(rows)


def test_words_that_slipped_into_the_next_column_are_not_lacking() -> None:
    rows = pd.DataFrame(
        [
            ["M. Kearns and U. Vazirani", "Introduction to computational learning theory"],
            ["M. Kearns and U.", "Vazirani (1995). Introduction to computational learning theory"],
            ["M. Kearns and U.", "Introduction to the theory of machine tools"],
            *([f"{chr(97 + n % 26)}. author{n}", f"filler{n} about subject{n} and matter{n}"] for n in range(60)),
        ],
        columns=["author", "title"],
    )
    levels = _Table.of(rows, TableSettings.from_mapping({"columns": {"author": "names", "title": "text"}})).levels
    told = {name: names_of(ColumnKind.TEXT)[level[0]] for name, level in levels(np.array([0]), np.array([1])).items()}
    assert told == {"author": "same", "title": "near"}
    other = {name: names_of(ColumnKind.TEXT)[level[0]] for name, level in levels(np.array([0]), np.array([2])).items()}
    assert other["title"] in ("weak", "some")


def test_a_chain_does_not_join_its_unlike_ends() -> None:
    weights = {(0, 1): 5.0, (1, 2): 4.0, (0, 2): -9.0}
    one, other = np.array([0, 1]), np.array([1, 2])

    def weigh(left: np.ndarray, right: np.ndarray) -> np.ndarray:
        return np.array([weights[a, b] for a, b in zip(left.tolist(), right.tolist(), strict=True)])

    assert clusters(3, one, other, weigh(one, other), weigh).tolist() == [0, 0, 2]


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_the_smallest_tables(rows: int) -> None:
    table = pd.DataFrame({"name": ["x"] * rows, "born": ["1"] * rows, "number": ["2"] * rows}, dtype=object)
    assert len(match_table(table, PEOPLE).cluster) == rows


@pytest.mark.parametrize(
    "read",
    [
        None,
        [],
        {},
        {"columns": []},
        {"columns": {"a": "nonsense"}},
        {"columns": {"a": "text"}, "more": 1},
    ],
)
def test_settings_that_say_nothing_are_refused_in_words(read: object) -> None:
    with pytest.raises(ValueError, match="expected"):
        TableSettings.from_mapping(read)


@pytest.mark.long
@pytest.mark.skipif(not LINKAGE.is_dir(), reason="the public linkage sets are not there")
def test_cora_stays_where_it_was() -> None:
    from benchmarks.linkage import SETTINGS, measure

    assert measure(LINKAGE / "cora", SETTINGS / "cora.yaml")["F1"] >= 0.87


def test_the_pairs_looked_at_are_bounded_and_do_not_hang_on_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = Random(7)
    words = [f"{a}{b}{c}" for a in "bcdghklm" for b in "aeiou" for c in "nmtpc"]
    cells = [" ".join(rng.choices(words, k=6)) for _ in range(400)]

    def looked_at(order: list[int]) -> set[tuple[str, str]]:
        rows = [cells[i] for i in order]
        left, right = candidates([_cells(ColumnKind.TEXT, rows)], len(rows))
        return {(min(rows[a], rows[b]), max(rows[a], rows[b])) for a, b in zip(left, right, strict=True)}

    everything = looked_at(list(range(400)))
    monkeypatch.setattr(table_matching_blocking, "_MOST_PAIRS", len(everything) // 3)
    bounded = looked_at(list(range(400)))
    assert len(bounded) == len(everything) // 3
    assert bounded < everything
