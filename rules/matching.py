"""From records to the pairs that are one initiative, may be, or surely are not: block, compare, weigh, in chunks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from rules.blocking import Candidates, candidates, counted_candidates
from rules.blocking_rules import BlockingTable, blocking_table
from rules.chains import Chains, Rows
from rules.corpus import Bools, Corpus, Int32s, Ints, corpus
from rules.decisions import Thresholds, apart, contradictions, decisions
from rules.hashing import mix
from rules.model import Model
from rules.narrow_titles import Bytes, narrow_titles
from rules.record_marks import row_marks
from rules.relations import RELATIONS, Relation
from rules.scoring import (
    PAIRS_A_CHUNK,
    Decide,
    Engine,
    Found,
    Int8s,
    Progress,
    Scored,
    Work,
    compare,
    here,
    joined,
    score,
)
from rules.weights import LEVELS, Levels
from schemas.linkage import PAIR_COLUMNS, Decision

Sides = tuple[Int32s, Int32s]

__all__ = ["Matched", "compare", "levels_to_fit", "match", "match_and_relate"]


@dataclass(frozen=True, slots=True)
class Matched:
    """What was found: `pairs` that join or part rows, how many pairs stand in each relation, and `copies`.

    A copy is a pair of other people's rows with one title and one description. Frames have PAIR_COLUMNS, sorted.
    `other_works`: the row_ids of the pairs that are other works of the same authors, a line a pair."""

    pairs: pd.DataFrame
    relations: dict[Relation, int]
    copies: pd.DataFrame
    other_works: Ints = field(default_factory=lambda: np.zeros((0, 2), dtype=np.int64))


def match(
    records: pd.DataFrame, model: Model, thresholds: Thresholds, progress: Progress | None = None
) -> pd.DataFrame:
    """The pairs accepted or under review, and the contradicted ones among rows that those would join (PAIR_COLUMNS)."""
    return match_and_relate(records, model, thresholds, progress).pairs


def match_and_relate(
    records: pd.DataFrame,
    model: Model,
    thresholds: Thresholds,
    progress: Progress | None = None,
    engine: Engine = here,
) -> Matched:
    """All that is found of the records; `progress` is told the pairs compared so far and their total."""
    return match_whole(records, Matcher(model, thresholds, progress, engine)).matched


def all_pairs(records: pd.DataFrame, model: Model, thresholds: Thresholds) -> pd.DataFrame:
    """Every pair of a few records with what is said of it, whether blocking would find it or not (PAIR_COLUMNS)."""
    known, decide = corpus(records, model.terms, model.common_names), Decide(model.weights, thresholds)
    left, right = (side.astype(np.int32) for side in np.triu_indices(len(known), 1))
    return _as_frame(known.row_id, decide, compare(known, left, right))


@dataclass(frozen=True, slots=True)
class Matcher:
    """What a run needs beside its records."""

    model: Model
    thresholds: Thresholds
    progress: Progress | None = None
    engine: Engine = here

    @property
    def decide(self) -> Decide:
        """The weights with their thresholds."""
        return Decide(self.model.weights, self.thresholds)

    def corpus(self, records: pd.DataFrame) -> Corpus:
        """The records as arrays; row_id is the position in the frame."""
        numbered = records.assign(row_id=np.arange(len(records)))
        return corpus(numbered, self.model.terms, self.model.common_names)

    def score(self, known: Corpus, left: Int32s, right: Int32s) -> Found:
        """Compares pairs in partitions."""
        return score(Work(known, left, right, self.decide), self.engine, self.progress)


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything of a run from nothing; a line is the place of a record in the order of row keys."""

    position: Ints  # of every line
    rows: Rows
    table: BlockingTable
    titles: Bytes
    paired: Candidates
    found: Found
    inside: Scored
    matched: Matched


def match_whole(records: pd.DataFrame, matcher: Matcher) -> Whole:
    """Every record compared with every other that the blocking rules name."""
    known = matcher.corpus(records)
    rows = Rows(np.arange(len(known), dtype=np.uint64), row_marks(known, records)[known.row_id])
    table = blocking_table(known)
    paired = counted_candidates(table)
    found = matcher.score(known, paired.left, paired.right)
    chains = Chains.of(rows, found.linked, matcher.decide)
    inside = compare(known, *chains.asked())
    row_id = records["row_id"].to_numpy(dtype=np.int64)[known.row_id]
    matched = as_matched(
        row_id, matcher.decide, found, chains, inside, lambda places: (paired.left[places], paired.right[places])
    )
    return Whole(known.row_id, rows, table, narrow_titles(known), paired, found, inside, matched)


def as_matched(
    row_id: Ints, decide: Decide, found: Found, chains: Chains, inside: Scored, of_places: Callable[[Ints], Sides]
) -> Matched:
    """The frames; `row_id` of every line, `inside`: what the chains asked for, `of_places`: the lines of those of the
    pairs that `found` has a relation of."""
    against = chains.against(inside, decide)
    parted, torn = (
        np.append(of, np.zeros(len(against), bool)) for of in (chains.parted(inside, decide), chains.torn(inside))
    )
    pairs = _as_frame(row_id, decide, joined([found.linked, against]), parted, torn)
    counted = {kind: int(np.count_nonzero(found.related == number)) for number, kind in enumerate(RELATIONS)}
    copies = _as_frame(row_id, decide, found.copies)
    others = of_places(np.flatnonzero(found.related == RELATIONS.index(Relation.SAME_AUTHOR_OTHER_WORK)))
    a, b = (row_id[side] for side in others)
    beside = np.stack([np.minimum(a, b), np.maximum(a, b)], axis=1)
    return Matched(pairs, counted, copies, beside[_order(beside[:, 1], beside[:, 0])])


def _order(first: Ints, second: Ints) -> Ints:
    """By the first number, then the second; those of rows are small enough to be sorted as one."""
    if (
        max(first.max(initial=0), second.max(initial=0)) >= 1 << 31
        or min(first.min(initial=0), second.min(initial=0)) < 0
    ):
        return np.lexsort((second, first))
    return np.argsort(first << 32 | second, kind="stable")


def _as_frame(
    row_id: Ints, decide: Decide, pairs: Scored, parted: Bools | None = None, torn: Bools | None = None
) -> pd.DataFrame:
    """The pairs in PAIR_COLUMNS, sorted; of a parted or torn one a person is asked, and a parted one is never joined by
    the machine."""
    none = np.zeros(len(pairs), dtype=bool)
    parted, torn = (none if of is None else of for of in (parted, torn))
    a, b = row_id[pairs.left], row_id[pairs.right]
    a, b = np.minimum(a, b), np.maximum(a, b)
    order = _order(a, b)
    pairs, parted, torn = pairs.taken(order), parted[order], torn[order]
    weight = decide.table.weigh(pairs.levels)
    contradicted = decide.impossible_at(weight, pairs)
    decision = decisions(weight, contradicted, pairs.levels, decide.thresholds)
    decision[parted | torn] = Decision.REVIEW.value
    frame = pd.DataFrame(
        {
            "row_id_l": a[order],
            "row_id_r": b[order],
            **{f"{kind}_level": _named(names, pairs.levels[kind]) for kind, names in LEVELS.items()},
            "match_weight": weight,
            "contradicted": contradicted | parted,
            "apart": apart(pairs.levels),
            "decision": decision,
        }
    )
    return frame[list(PAIR_COLUMNS)]


def _named(names: Sequence[str], levels: Int8s) -> "pd.Series[str]":
    """The names of levels, without a Python object for each."""
    return pd.Series(pd.array(pa.array(names, type=pa.large_string()).take(pa.array(levels)), dtype="str"))


def levels_to_fit(records: pd.DataFrame, model: Model, pairs: int) -> Levels:
    """Levels of so many pairs that a weight could join, drawn by their row keys: the order of rows does not matter."""
    known = corpus(records, model.terms, model.common_names)
    left, right, _ = candidates(known)
    drawn = np.argsort(mix(left.astype(np.uint64) << np.uint64(32) | right.astype(np.uint64)), kind="stable")
    parts, wanted = [], pairs
    for start in range(0, len(drawn), PAIRS_A_CHUNK):
        chosen = drawn[start : start + PAIRS_A_CHUNK]
        scored = compare(known, left[chosen], right[chosen])
        open_pairs = scored.taken(~contradictions(scored.levels))
        parts.append(open_pairs.taken(np.arange(len(open_pairs)) < wanted))
        wanted -= len(parts[-1])
        if wanted <= 0:
            break
    return joined(parts).levels
