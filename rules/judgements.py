"""People's judgements on the rows of today: which stand, which lapsed, which contradict each other (RULES.md 11)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from rules.components import components
from rules.features import Coder, unpack
from rules.normalise import title_key
from schemas.judgement import Judgement, Side
from schemas.linkage import JudgementValue

Judged = tuple[int, int, JudgementValue]
Pair = tuple[int, int]
_SAME, _DIFFERENT, _UNSURE = JudgementValue.SAME, JudgementValue.DIFFERENT, JudgementValue.UNSURE
_MOST_ROWS = 60  # keys that more rows of a federation bear name none of them
_WORD_DIGITS = 8
_HEIR_SHARE = 0.5  # of the words of the shorter title, where people and place are known
_NAMELESS_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Standing:
    """What the judgements come to on the rows of today.

    `judged`: for `rules.clustering`; a lapsed one says UNSURE there: it neither joins nor parts, and keeps secrecy.
    `asked`: the pairs that are asked again, with the word to be shown. `lapsed`: those of them whose keys changed.
    `disputed`: the judgements that contradict each other on today's rows; `rows`: the pairs of each judgement."""

    judged: tuple[Judged, ...] = ()
    asked: dict[Pair, Judgement] = field(default_factory=dict)
    lapsed: frozenset[Pair] = frozenset()
    disputed: tuple[tuple[Judgement, ...], ...] = ()
    rows: dict[int, tuple[Pair, ...]] = field(default_factory=dict)


def sides_of(records: pd.DataFrame, row_ids: Iterable[int], coder: Coder) -> dict[int, Side]:
    """The keys of those rows. `records`: row_id is the position; the columns of the store and row_key."""
    columns = {name: records[name].to_numpy() for name in (*_KEYED, "federation_code", "row_key", "title")}
    return {row: _side({name: column[row] for name, column in columns.items()}, coder) for row in sorted(set(row_ids))}


def resolve(
    records: pd.DataFrame, judgements: Sequence[Judgement], coder: Coder, joined: Iterable[Pair] = ()
) -> Standing:
    """What stands of the judgements. `joined`: rows that are the same without a question (a file sent twice)."""
    newest = _newest(judgements)
    if not newest or records.empty:
        return Standing()
    same_rows = {(min(a, b), max(a, b)) for a, b in joined}
    present = _Present(records, coder, [side for j in newest for side in (j.left, j.right)])
    live: dict[int, tuple[Pair, ...]] = {}
    lapsed: dict[Pair, Judgement] = {}
    for judgement in newest:
        left, right = present.rows(judgement.left), present.rows(judgement.right)
        if left and right:
            live[judgement.judgement_id] = _pairs(judgement, left, right, same_rows)
        elif pair := _heirs(present, judgement, left, right):
            lapsed[pair] = judgement  # in the order of their numbers: the newest stays
    return _standing(newest, live, lapsed, same_rows, len(records))


def holds(records: pd.DataFrame, sides: Sequence[Side], coder: Coder) -> set[tuple[str, ...]]:
    """The nodes of those sides that a row of today bears."""
    if records.empty or not sides:
        return set()
    present = _Present(records, coder, sides)
    return {side.node for side in sides if present.rows(side)}


def _newest(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Of several words on the same keys the last one, in the order of their numbers."""
    by_nodes = {j.nodes: j for j in sorted(judgements, key=lambda j: j.judgement_id)}
    return sorted(by_nodes.values(), key=lambda j: j.judgement_id)


def _standing(
    newest: Sequence[Judgement],
    live: dict[int, tuple[Pair, ...]],
    lapsed: dict[Pair, Judgement],
    same_rows: set[Pair],
    count: int,
) -> Standing:
    by_id = {j.judgement_id: j for j in newest}
    disputes = _disputes(by_id, live, same_rows, count)
    unsettled = {j.judgement_id for dispute in disputes for j in dispute}
    said: dict[Pair, Judgement] = {}
    for judgement_id in sorted(live):  # the last word on a pair of rows stands
        said.update(dict.fromkeys(live[judgement_id], by_id[judgement_id]))
    open_again = {p: j for p, j in lapsed.items() if p not in said}
    asked = dict(open_again)
    judged: list[Judged] = [(*pair, _UNSURE) for pair in open_again]
    for pair, judgement in said.items():
        value = _UNSURE if judgement.judgement_id in unsettled else judgement.value
        judged.append((*pair, value))
        if value is _UNSURE and pair == live[judgement.judgement_id][0]:
            asked[pair] = judgement
    return Standing(tuple(sorted(judged)), asked, frozenset(open_again), disputes, live)


def _disputes(
    by_id: dict[int, Judgement], live: dict[int, tuple[Pair, ...]], same_rows: set[Pair], count: int
) -> tuple[tuple[Judgement, ...], ...]:
    """Each group of rows that SAME joins while a DIFFERENT parts two of them: all that was said inside it."""
    joins = [p for i, pairs in live.items() if by_id[i].value is _SAME for p in pairs] + sorted(same_rows)
    label = _labels(joins, count)
    broken = {
        int(label[a]) for i, pairs in live.items() if by_id[i].value is _DIFFERENT for a, b in pairs
        if label[a] == label[b]
    }  # fmt: skip
    inside: dict[int, list[Judgement]] = defaultdict(list)
    for i, pairs in sorted(live.items()):
        groups = {int(label[a]) for a, b in pairs if label[a] == label[b]}
        for group in sorted(groups & broken) if by_id[i].value is not _UNSURE else ():
            inside[group].append(by_id[i])
    return tuple(tuple(inside[group]) for group in sorted(inside))


def _labels(joins: Sequence[Pair], count: int) -> npt.NDArray[np.int64]:
    ends = np.array(joins, dtype=np.int64).reshape(-1, 2)
    return components(count, ends[:, 0], ends[:, 1])


def _pairs(judgement: Judgement, left: Sequence[int], right: Sequence[int], same_rows: set[Pair]) -> tuple[Pair, ...]:
    """Every row of one side with every row of the other, the first of both in front."""
    found = ((min(a, b), max(a, b)) for a in left for b in right if a != b)
    kept = dict.fromkeys(pair for pair in found if judgement.value is _SAME or pair not in same_rows)
    return tuple(kept)


def _heirs(present: "_Present", judgement: Judgement, left: Sequence[int], right: Sequence[int]) -> Pair | None:
    """The two rows that the judged ones have become, None where one of them cannot be told."""
    a = left[0] if left else present.heir(judgement.left)
    b = right[0] if right else present.heir(judgement.right)
    return None if a is None or b is None or a == b else (min(a, b), max(a, b))


_KEYED = ("title_code", "author_codes", "author_initial_codes", "workplace_code")


class _Present:
    """The rows of today by the keys that judgements speak of; keys are made of those rows only."""

    def __init__(self, records: pd.DataFrame, coder: Coder, sides: Sequence[Side]) -> None:
        self._coder = coder
        self._columns = {n: records[n].to_numpy() for n in (*_KEYED, "federation_code", "row_key", "title")}
        self._made: dict[int, Side] = {}
        wanted = {(side.federation_code, int(side.title, 16)) for side in sides}
        titles = np.array(sorted({title for _, title in wanted}), dtype=np.uint64)
        self._by_node: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for row in np.flatnonzero(np.isin(self._columns["title_code"].astype(np.uint64), titles)).tolist():
            # many titles stand in all federations, and keys cost: only the rows that can bear the node get theirs
            if (self._columns["federation_code"][row], int(self._columns["title_code"][row])) in wanted:
                self._by_node[self._side(row).node].append(row)
        for rows in self._by_node.values():
            rows.sort(key=lambda row: str(self._columns["row_key"][row]))
        self._by_row_key: dict[str, int] = {}
        self._of_people: dict[str, dict[tuple[str, str], list[int]]] = {}

    def rows(self, side: Side) -> list[int]:
        """The rows that bear these keys, in the order of their row keys.

        Where the keys tell too little (nobody and no place named, or very many rows), only the row judged itself."""
        found = self._by_node.get(side.node, [])
        if len(found) > _MOST_ROWS or not (side.authors or side.workplace):
            own = [row for row in found if str(self._columns["row_key"][row]) == side.row_key]
            return own or (found if len(found) == 1 else [])
        return found

    def heir(self, side: Side) -> int | None:
        """The row that bears the title's row key still, or people and place still with most words of the title."""
        if not self._by_row_key:
            self._by_row_key = {str(key): row for row, key in enumerate(self._columns["row_key"])}
        if side.row_key in self._by_row_key:
            return self._by_row_key[side.row_key]
        least = _HEIR_SHARE if side.authors or side.workplace else _NAMELESS_SHARE
        near = [(-share, str(self._columns["row_key"][row]), row) for share, row in self._alike(side) if share >= least]
        return min(near)[2] if near else None

    def _alike(self, side: Side) -> Iterable[tuple[float, int]]:
        """The federation's rows of the same people at the same place, with the share of words they have in common."""
        code = side.federation_code
        if code not in self._of_people:
            known = self._of_people[code] = {}
            for row in np.flatnonzero(self._columns["federation_code"] == code).tolist():
                known.setdefault((self._side(row).authors, self._side(row).workplace), []).append(row)
        words = _words(side.words)
        for row in self._of_people[code].get((side.authors, side.workplace), ()):
            theirs = _words(self._side(row).words)
            yield len(words & theirs) / max(1, min(len(words), len(theirs))), row

    def _side(self, row: int) -> Side:
        if row not in self._made:
            self._made[row] = _side({name: column[row] for name, column in self._columns.items()}, self._coder)
        return self._made[row]


def _words(codes: str) -> set[str]:
    return {codes[i : i + _WORD_DIGITS] for i in range(0, len(codes), _WORD_DIGITS)}


def _side(row: dict[str, object], coder: Coder) -> Side:
    folded = title_key(str(row["title"])).split()
    numbers = sorted(word for word in folded if any(map(str.isdecimal, word)))
    people = [*_codes(row["author_codes"]), *_codes(row["author_initial_codes"])]
    workplace = int(str(row["workplace_code"]))
    return Side(
        federation_code=str(row["federation_code"]),
        row_key=str(row["row_key"]),
        title=f"{int(str(row['title_code'])):016x}",
        numbers=_code(coder, "judged numbers", " ".join(numbers)),
        authors=_code(coder, "judged authors", ",".join(f"{code:x}" for code in sorted(people))),
        workplace=f"{workplace:016x}" if workplace else "",
        words="".join(sorted({f"{coder.code('judged word', w):016x}"[:_WORD_DIGITS] for w in folded})),
    )


def _codes(packed: object) -> tuple[int, ...]:
    return unpack(packed) if isinstance(packed, bytes) else tuple(packed)  # type: ignore[arg-type]


def _code(coder: Coder, kind: str, text: str) -> str:
    return f"{coder.code(kind, text):016x}" if text else ""
