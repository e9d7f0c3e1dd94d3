"""The pages that lead from a number to its rows: internal/numbers.html and a workbook for each federation."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import partial

import pandas as pd

from flows.releases import Kept
from flows.reuse import Reuse, frame_digest
from reports.ledger_workbook import ledger_lines, ledger_workbook, renewed_ledger_workbook
from reports.numbers_page import numbers_page
from rules.waterfall import waterfall, waterfalls
from schemas.release import FederationFacts, ReleaseFacts
from schemas.waterfall import Waterfall


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
    lines = ledger_lines(ledger, shown, {f.code: f.name for f in facts.federations})
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
    theirs = ledger["federation_code"].isin(only)
    elsewhere = ledger["initiative_id"].isin(ledger["initiative_id"][theirs].unique()) & (ledger["initiative_id"] != "")
    ways = waterfalls(ledger[theirs])
    titles = shown[shown["federation_code"].isin(only)]
    lines = ledger_lines(ledger[theirs | elsewhere], titles, {f.code: f.name for f in facts.federations})
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
