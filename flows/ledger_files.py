"""The pages that lead from a number to its rows: internal/numbers.html and a workbook for each federation."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from flows.releases import Kept
from flows.reuse import Reuse, frame_digest
from flows.withheld_places import PLACE
from reports.ledger_workbook import ledger_lines, ledger_workbook, renewed_ledger_workbook
from reports.numbers_page import numbers_page
from rules.waterfall import waterfall, waterfalls
from schemas.ledger import Disposition
from schemas.release import FederationFacts, ReleaseFacts
from schemas.waterfall import Waterfall

Ints = npt.NDArray[np.intp]


def ledger_files(
    facts: ReleaseFacts,
    ledger: pd.DataFrame,
    shown: pd.DataFrame,
    reuse: Reuse,
) -> Iterator[tuple[str, bytes | Kept]]:
    """The pages that lead from a number to its rows; `reuse`: the release that workbooks of the same lines may be taken
    from."""
    ways = waterfalls(ledger)
    yield "internal/numbers.html", numbers_page(facts, waterfall(ledger), ways)
    lines = ledger_lines(ledger, _titles(ledger, shown), {f.code: f.name for f in facts.federations})
    by_code = lines.groupby("federation_code").indices
    for federation in facts.federations:
        code = federation.code
        if code not in by_code:
            continue
        yield _workbook(facts, federation, ways[code], lines.iloc[by_code[code]], reuse)


def withheld_ledger_files(
    facts: ReleaseFacts, ledger: pd.DataFrame, shown: pd.DataFrame, only: AbstractSet[str], noted: Reuse
) -> Iterator[tuple[str, bytes | Kept]]:
    """The workbooks of these federations alone, noting what they are made from; the way of the nation is the same,
    whatever is withheld."""
    ways = waterfalls(ledger[ledger["federation_code"].isin(list(only))])
    lines = ledger_lines(ledger, _titles(ledger, shown), {f.code: f.name for f in facts.federations}, only)
    by_code = lines.groupby("federation_code").indices
    for federation in facts.federations:
        code = federation.code
        if code in only and code in by_code:
            yield _workbook(facts, federation, ways[code], lines.iloc[by_code[code]], noted)


def _workbook(
    facts: ReleaseFacts, federation: FederationFacts, way: Waterfall, own: pd.DataFrame, reuse: Reuse
) -> tuple[str, bytes | Kept]:
    path, render = f"internal/ledger/{federation.code}.xlsx", partial(ledger_workbook, facts, federation, way, own)
    renew = partial(renewed_ledger_workbook, was=reuse.release, facts=facts) if reuse.folder else None
    return path, reuse.file(path, reuse.digest("ledger", federation.name, way, frame_digest(own)), render, renew)


def in_ledger(records: pd.DataFrame, ledger: pd.DataFrame) -> Ints:
    """The lines of the records in the ledger; both stand in the order of their places, in all releases but old ones."""
    at = np.flatnonzero(~ledger["disposition"].isin([Disposition.NOT_DATA, Disposition.REJECTED]).to_numpy())
    if len(at) == len(records) and all(np.all(ledger[c].array[at] == records[c].array) for c in PLACE):
        return at
    places = pd.MultiIndex.from_frame(ledger[PLACE].astype({"row": "int64"}))
    return places.get_indexer(pd.MultiIndex.from_frame(records[PLACE].astype({"row": "int64"})))


def _titles(ledger: pd.DataFrame, shown: pd.DataFrame) -> "pd.Series[str]":
    """Of each line of the ledger; "" where it is no record."""
    which = np.full(len(ledger), -1)
    which[in_ledger(shown, ledger)] = np.arange(len(shown))
    return pd.Series(shown["title"].array.take(which, allow_fill=True), index=ledger.index, dtype="str").fillna("")
