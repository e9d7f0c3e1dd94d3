"""From records to the pairs that are one initiative, may be, or surely are not: block, compare, weigh, in chunks."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rules.blocking import candidates, counted_candidates
from rules.blocking_rules import blocking_table
from rules.chains import unlinked_inside
from rules.corpus import Ints, corpus
from rules.decisions import Thresholds, apart, contradictions, decisions
from rules.hashing import mix
from rules.model import Model
from rules.relations import RELATIONS, Relation
from rules.scoring import PAIRS_A_CHUNK, Decide, Engine, Int8s, Progress, Scored, Work, compare, here, joined, score
from rules.weights import LEVELS, Levels
from schemas.linkage import PAIR_COLUMNS

__all__ = ["Matched", "compare", "levels_to_fit", "match", "match_and_relate"]


@dataclass(frozen=True, slots=True)
class Matched:
    """What was found: `pairs` that join or part rows, how many pairs stand in each relation, and `copies`.

    A copy is a pair of other people's rows with one title and one description. Frames have PAIR_COLUMNS, sorted."""

    pairs: pd.DataFrame
    relations: dict[Relation, int]
    copies: pd.DataFrame


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
    known, decide = corpus(records, model.terms, model.common_names), Decide(model.weights, thresholds)
    paired = counted_candidates(blocking_table(known))
    found = score(Work(known, paired.left, paired.right, decide), engine, progress)
    inside = compare(known, *unlinked_inside(len(known), found.linked))
    return as_matched(known.row_id, decide, Linking(found.linked, found.copies, inside, found.related))


@dataclass(frozen=True, slots=True)
class Linking:
    """Pairs of lines that link rows, the copies, what was compared inside their components, and all relations."""

    linked: Scored
    copies: Scored
    inside: Scored
    related: Int8s


def as_matched(row_id: Ints, decide: Decide, linking: Linking) -> Matched:
    """The frames; `row_id` of every line."""
    pairs = _as_frame(row_id, decide, joined([linking.linked, decide.against(linking.inside)]))
    counts = np.bincount(linking.related[linking.related >= 0], minlength=len(RELATIONS))
    counted = dict(zip(RELATIONS, counts.tolist(), strict=True))
    return Matched(pairs, counted, _as_frame(row_id, decide, linking.copies))


def _as_frame(row_id: Ints, decide: Decide, pairs: Scored) -> pd.DataFrame:
    """The pairs in PAIR_COLUMNS, sorted."""
    a, b = row_id[pairs.left], row_id[pairs.right]
    weight = decide.table.weigh(pairs.levels)
    contradicted = decide.impossible(pairs)
    frame = pd.DataFrame(
        {
            "row_id_l": np.minimum(a, b),
            "row_id_r": np.maximum(a, b),
            **{f"{kind}_level": np.array(names, dtype=object)[pairs.levels[kind]] for kind, names in LEVELS.items()},
            "match_weight": weight,
            "contradicted": contradicted,
            "apart": apart(pairs.levels),
            "decision": decisions(weight, contradicted, pairs.levels, decide.thresholds),
        }
    )
    return frame[list(PAIR_COLUMNS)].sort_values(["row_id_l", "row_id_r"], ignore_index=True)


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
