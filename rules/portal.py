"""The national portal against the submissions: which rows are one initiative, and whose they are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from rules.clustering import cluster
from rules.columns import ColumnTable, header_key
from rules.features import KIND, KINDS_OF_PLACE, SHORT, TOGETHER, WORD, unpack
from rules.folding import fold
from schemas.linkage import Decision

Ints = npt.NDArray[np.int64]
_GENERAL = re.compile(r"\b(?:liên đoàn lao động|tổng công ty|công đoàn|ngành|thành phố|tỉnh|việt nam|cđ)\b")
_MONEY_APART = 0.5
FACTS = ("award_level", "sector", "field", "benefit_vnd", "registered_on")
UNIT, TITLE, AUTHORS, WORKPLACE = "unit", "title", "authors", "workplace"
OPEN_TO_ALL = (TITLE, "award_level")  # what may be told of a secret initiative, too


def with_unit_column(table: ColumnTable, headers: Sequence[str]) -> ColumnTable:
    """The spellings, with these headers read as the union above the workplace: there an export names its unit."""
    units = {header_key(header): "superior_union" for header in headers}
    return replace(table, spellings={**table.spellings, **units}, _cache={}, _parts={})


def unit_codes(texts: Sequence[str], names: Mapping[str, Sequence[str]]) -> list[str]:
    """The federation that each text names by its code, name or alias; "" where it names none, or could be several.

    `names`: code -> its name and aliases."""
    known: dict[str, set[str]] = {}
    for code, spellings in names.items():
        for text in (code, *spellings):
            for key in (fold(text), _bare(text)):
                known.setdefault(key, set()).add(code)
    return [_one(known, text) for text in texts]


def joined_pairs(pairs: pd.DataFrame, ours: int) -> pd.DataFrame:
    """The pairs of one of our rows (row_id below `ours`) with one of the portal, accepted or under review: our, portal,
    accepted; the likeliest first for each row of the portal."""
    kept = pairs["decision"].isin([Decision.ACCEPT.value, Decision.REVIEW.value]) & ~pairs["contradicted"].astype(bool)
    across = (pairs["row_id_l"] < ours) & (pairs["row_id_r"] >= ours)
    chosen = pairs[kept & across].sort_values(["row_id_r", "match_weight", "row_id_l"], ascending=[True, False, True])
    return pd.DataFrame(
        {
            "our": chosen["row_id_l"].to_numpy(),
            "portal": chosen["row_id_r"].to_numpy() - ours,
            "accepted": (chosen["decision"] == Decision.ACCEPT.value).to_numpy(),
        }
    )


def portal_clusters(pairs: pd.DataFrame, ours: int, rows: int) -> Ints:
    """A label of each row of the portal: rows of the export that say one initiative share it."""
    inside = pairs[(pairs["row_id_l"] >= ours) & (pairs["row_id_r"] >= ours)]
    moved = inside.assign(row_id_l=inside["row_id_l"] - ours, row_id_r=inside["row_id_r"] - ours)
    return cluster(rows, moved, (), np.arange(rows))


def differing_fields(ours: Mapping[str, object], theirs: Mapping[str, object]) -> list[str]:
    """Those of FACTS that both state, and state differently."""
    return [name for name in FACTS if _stated(ours[name], theirs[name]) and _differ(name, ours[name], theirs[name])]


def differing_codes(ours: Mapping[str, object], theirs: Mapping[str, object]) -> list[str]:
    """Whether title, authors and workplace, where both state them, are others by their keyed codes.

    Case, tone placement, abbreviations, the order of authors and the words of a kind of company make no difference."""
    told = [TITLE] if ours["title_code"] != theirs["title_code"] else []
    people, others = (unpack(bytes(side["author_codes"])) for side in (ours, theirs))  # type: ignore[call-overload]
    if people and others and not _same_people(set(people), set(others)):
        told.append(AUTHORS)
    places = [set(unpack(bytes(side["workplace_token_codes"]))) for side in (ours, theirs)]  # type: ignore[call-overload]
    stated = ours["workplace_code"] and theirs["workplace_code"] and ours["workplace_code"] != theirs["workplace_code"]
    if stated and not _same_place(*places):
        told.append(WORKPLACE)
    return told


def _same_people(ours: set[int], theirs: set[int]) -> bool:
    """The same full names; or the same words of all names together, however they are parted."""
    together = {code for code in ours & theirs if code & TOGETHER}
    return bool(together) or {c for c in ours if not c & TOGETHER} == {c for c in theirs if not c & TOGETHER}


def _same_place(ours: set[int], theirs: set[int]) -> bool:
    """The same words or the same short form; where it lies may be stated once."""
    words, others = ({c for c in side if c % KINDS_OF_PLACE in (WORD, KIND)} for side in (ours, theirs))
    return words == others or any(c % KINDS_OF_PLACE == SHORT for c in ours & theirs)


def _differ(name: str, ours: object, theirs: object) -> bool:
    if name == "benefit_vnd":
        return abs(float(str(ours)) - float(str(theirs))) > _MONEY_APART
    return ours != theirs


def _stated(*values: object) -> bool:
    return not any(pd.isna(value) or value == "" for value in values)  # type: ignore[call-overload]


def _one(known: Mapping[str, set[str]], text: str) -> str:
    for key in (fold(text), _bare(text)):
        found = known.get(key, set()) if key else set()
        if len(found) == 1:
            return next(iter(found))
    return ""


def _bare(text: str) -> str:
    """What tells one federation from another: "LĐLĐ tỉnh Hà Giang" is "hà giang"."""
    return " ".join(_GENERAL.sub(" ", fold(text)).split())
