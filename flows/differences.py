"""Why the numbers of two releases differ: the rows that came, went, moved or were decided otherwise.

Both ledgers cover every row, so what is told explains each difference exactly: per federation and disposition, now less
then is what came into it less what left it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow.parquet as pq

from schemas.ledger import LEDGER_COLUMNS

_WHERE = ["federation_code", "file", "sheet"]
_FEW_VALUES = (*_WHERE, "disposition", "reason")
_DECIDED = ["disposition", "reason", "pending_review", "is_redacted"]
_FACTS = [*_DECIDED, "initiative_id"]
_Numbers = npt.NDArray[np.int64]
_Places = npt.NDArray[np.intp]
ABSENT = ""  # the disposition of a row in the release that does not have it

_NOTHING: dict[str, str | bool] = {
    "disposition": ABSENT,
    "reason": "",
    "initiative_id": "",
    "pending_review": False,
    "is_redacted": False,
}

# What happened to a row; the first that applies names it.
KINDS = ("came", "went", "decided", "redacted", "opened", "reason", "initiative", "pending", "moved")


def read_ledger(release: Path) -> pd.DataFrame:
    """The ledger of a release, its repeated texts as categories: 2.4 million lines in some 200 MB."""
    path = release / "internal" / "ledger.parquet"
    table = pq.read_table(path, columns=list(LEDGER_COLUMNS), read_dictionary=list(_FEW_VALUES))
    frame: pd.DataFrame = table.to_pandas(self_destruct=True)
    return frame.astype(dict.fromkeys(_FEW_VALUES, "category"))


def of_federation(ledger: pd.DataFrame, code: str) -> pd.DataFrame:
    """The lines of one federation."""
    return ledger[ledger["federation_code"] == code].reset_index(drop=True)


def counts(was: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """federation_code, disposition, was, now: how many rows, of every pair that either release has."""
    sides = [
        side.groupby(["federation_code", "disposition"], observed=True).size().rename(name)
        for side, name in ((was, "was"), (now, "now"))
    ]
    joined = pd.concat([side.rename_axis(["federation_code", "disposition"]) for side in sides], axis=1)
    return joined.fillna(0).astype("int64").sort_index().reset_index().astype({"federation_code": str})


def changed_rows(was: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The rows that differ: kind, federation_code, file, sheet, row (of now; of then where it went), and disposition,
    reason, initiative_id, pending_review, is_redacted with _was and _now.

    A row is itself at the place where it was with the initiative it was of; else where that initiative went in its
    federation; else at its place whatever stands there now."""
    key_was, key_now = _place_keys(was, now)
    at = pd.Index(key_now).get_indexer(pd.Index(key_was))
    left = np.flatnonzero(at >= 0)
    same = ~_differs(was, now, left, at[left], ["initiative_id"])
    left = left[same]
    right = at[left]
    otherwise = _differs(was, now, left, right, _DECIDED)
    staying = _beside(_plain(was.iloc[left[otherwise]]), _plain(now.iloc[right[otherwise]]))
    gone = _plain(was.drop(index=was.index[left]))
    new = _plain(now.drop(index=now.index[right]))
    moved, gone, new = _matched(gone, new, _who)
    retyped, gone, new = _matched(gone, new, _place)
    rows = pd.concat(
        [staying, moved, retyped, _alone(gone, "_was", "_now"), _alone(new, "_now", "_was")], ignore_index=True
    )
    rows["kind"] = _kinds(rows)
    return rows.sort_values(["federation_code", "file", "sheet", "row"], ignore_index=True)


def _place_keys(was: pd.DataFrame, now: pd.DataFrame) -> tuple[_Numbers, _Numbers]:
    """One number for each place, the same in both frames."""
    combined = np.zeros(len(was) + len(now), dtype=np.int64)
    for name in _WHERE:
        codes = np.concatenate(_codes(was[name], now[name])).astype(np.int64)
        combined = np.unique(combined * (int(codes.max(initial=0)) + 1) + codes, return_inverse=True)[1]
    keys = (combined << 32) | np.concatenate([was["row"].to_numpy(np.int64), now["row"].to_numpy(np.int64)])
    return keys[: len(was)], keys[len(was) :]


def _codes(was: pd.Series, now: pd.Series) -> tuple[_Numbers, _Numbers]:
    """Categories of two columns under the same numbers."""
    values = np.concatenate([side.cat.categories.to_numpy(dtype=object) for side in (was, now)])
    numbers, n = pd.factorize(values)[0].astype(np.int64), len(was.cat.categories)
    return numbers[:n][was.cat.codes], numbers[n:][now.cat.codes]


def _differs(
    was: pd.DataFrame, now: pd.DataFrame, left: _Places, right: _Places, names: list[str]
) -> npt.NDArray[np.bool_]:
    found = np.zeros(len(left), dtype=bool)
    for name in names:
        if name in _FEW_VALUES:
            a, b = _codes(was[name], now[name])
            found |= a[left] != b[right]
        else:
            here, there = was[name].iloc[left].reset_index(drop=True), now[name].iloc[right].reset_index(drop=True)
            found |= (here != there).to_numpy(dtype=bool)
    return found


def _plain(rows: pd.DataFrame) -> pd.DataFrame:
    """The few rows that differ, with plain texts and numbered anew."""
    return rows.astype(dict.fromkeys((*_FEW_VALUES, "initiative_id"), str)).reset_index(drop=True)


def _beside(was: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Two frames of the same rows, line by line: the places of `now`, the facts of both."""
    facts = [side[_FACTS].add_suffix(suffix) for side, suffix in ((was, "_was"), (now, "_now"))]
    return pd.concat([now[[*_WHERE, "row"]], *facts], axis=1)


def _matched(
    gone: pd.DataFrame, new: pd.DataFrame, key: Callable[[pd.DataFrame], pd.Series]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The rows of both with the same key in the same federation, beside each other; and what is left of either."""
    sides = []
    for side in (gone, new):
        keyed = side.assign(key=key(side)).sort_values(["federation_code", "key", "disposition", "file", "row"])
        turn = keyed.groupby(["federation_code", "key"]).cumcount()
        sides.append(keyed[["federation_code", "key"]].assign(turn=turn, at=keyed.index))
    pairs = sides[0].merge(sides[1], on=["federation_code", "key", "turn"], suffixes=("_was", "_now"))
    left, right = pairs["at_was"].astype(int), pairs["at_now"].astype(int)
    matched = _beside(gone.loc[left].reset_index(drop=True), new.loc[right].reset_index(drop=True))
    gone, new = gone[~gone.index.isin(left)], new[~new.index.isin(right)]
    return matched, gone.reset_index(drop=True), new.reset_index(drop=True)


def _who(rows: pd.DataFrame) -> pd.Series:
    """The initiative; of a row without one its sheet and row, so that a renamed file is seen as moved."""
    place = "\0" + rows["sheet"].astype(str) + "\0" + rows["row"].astype(str)
    return rows["initiative_id"].where(rows["initiative_id"] != "", place)


def _place(rows: pd.DataFrame) -> pd.Series:
    return rows["file"].astype(str) + "\0" + rows["sheet"].astype(str) + "\0" + rows["row"].astype(str)


def _alone(rows: pd.DataFrame, own: str, other: str) -> pd.DataFrame:
    frame = pd.concat([rows[[*_WHERE, "row"]], rows[_FACTS].add_suffix(own)], axis=1)
    for name, value in _NOTHING.items():
        frame[f"{name}{other}"] = value
    return frame


def _kinds(rows: pd.DataFrame) -> pd.Series:
    def differs(name: str) -> pd.Series:
        return rows[f"{name}_was"] != rows[f"{name}_now"]

    secret_was, secret_now = rows["is_redacted_was"].astype(bool), rows["is_redacted_now"].astype(bool)
    told = [
        rows["disposition_was"] == ABSENT,
        rows["disposition_now"] == ABSENT,
        differs("disposition"),
        ~secret_was & secret_now,
        secret_was & ~secret_now,
        differs("reason"),
        differs("initiative_id"),
        differs("pending_review"),
    ]
    return pd.Series(np.select([t.to_numpy(dtype=bool) for t in told], KINDS[:-1], KINDS[-1]), index=rows.index)
